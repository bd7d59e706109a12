//! Several windows heard at once, and each again where its text cannot be believed.

use super::engine::{Cancel, Hearing, SpeechEngine};
use super::error::TranscriptionError;
use super::guards::{self, Doubt};
use super::heard::Heard;
use super::script::{self, Script};
use super::utterances::{self, Utterance};
use super::vocabulary::Vocabulary;
use super::windows::Window;
use super::wordless::{self, Wordless};
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};

/// How a window is heard, try after try: whether the encoder is sized to it. Each try takes the likeliest words.
/// One that dares more finds another sentence, not the one that was said: over hold music it asked listeners to
/// subscribe.
const ATTEMPTS: [bool; 2] = [true, false];

/// Below this mean logarithm of probability, after every try, nothing of a window is kept.
const HOPELESS: f32 = -0.8;

/// Below this nobody speaks, and no second try is needed: over hold music a first try reached −2.5, over speech
/// that a second one made out −0.83.
const NOBODY: f32 = -2.0;

/// In what every window of a call is heard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner<'a> {
    /// The language's code.
    pub(super) language: &'a str,
    /// In what script Chinese is written.
    pub(super) script: Script,
    /// The names that are told.
    pub(super) vocabulary: &'a Vocabulary,
}

/// What became of one window.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) utterances: Vec<Utterance>,
    /// Where its speech has no words.
    pub(super) wordless: Vec<Wordless>,
    /// The first try was not good enough.
    pub(super) repeated: bool,
    /// No try was, though somebody speaks: music that was given up is no speech that is missing.
    pub(super) discarded: bool,
}

type Job = (Window, Vec<f32>);
type Outcome = Result<Answer, TranscriptionError>;

/// Lets `produce` hand over windows and tells `take` what became of each, in no certain order.
///
/// No more windows wait than there are listeners: a producer that is ahead is held up.
///
/// # Errors
/// The first error of the producer or of a listener; windows that come after it are not heard.
pub(super) fn listen(
    engine: &dyn SpeechEngine,
    windows: usize,
    manner: Manner<'_>,
    cancel: &Cancel,
    produce: impl FnOnce(&mut dyn FnMut(Window, Vec<f32>) -> ControlFlow<()>) -> Result<(), TranscriptionError>,
    mut take: impl FnMut(Answer),
) -> Result<(), TranscriptionError> {
    let at_once = windows.clamp(1, engine.threads());
    let (jobs, waiting) = sync_channel::<Job>(at_once);
    let waiting = Mutex::new(waiting);
    let (answers, answered) = channel::<Outcome>();
    let mut handed_over: usize = 0;
    let mut taken: usize = 0;
    let mut failure = None;
    let mut settle = |outcome: Outcome, failure: &mut Option<TranscriptionError>| match outcome {
        Ok(answer) => {
            taken += 1;
            take(answer);
        }
        Err(error) => {
            failure.get_or_insert(error);
        }
    };
    std::thread::scope(|scope| {
        let hear = |answers: Sender<Outcome>| {
            let waiting = &waiting;
            scope.spawn(move || answer_all(engine, waiting, &answers, manner, cancel))
        };
        let threads: Vec<_> = (0..at_once).map(|_| hear(answers.clone())).collect();
        drop(answers);
        let produced = produce(&mut |window, samples| {
            handed_over += 1;
            let gone = jobs.send((window, samples)).is_err();
            for outcome in answered.try_iter() {
                settle(outcome, &mut failure);
            }
            if gone || failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        drop(jobs);
        for outcome in &answered {
            settle(outcome, &mut failure);
        }
        // Joined here, so that a panic in one of them is missed below and does not end the process.
        for thread in threads {
            drop(thread.join());
        }
        if let Err(error) = produced {
            failure.get_or_insert(error);
        }
    });
    match failure {
        Some(error) => Err(error),
        None if taken < handed_over => Err(TranscriptionError::Unanswered),
        None => Ok(()),
    }
}

/// Answers windows until no more come. After an error the rest is only cleared away, so that the
/// producer is never held up for good.
fn answer_all(
    engine: &dyn SpeechEngine,
    waiting: &Mutex<Receiver<Job>>,
    answers: &Sender<Outcome>,
    manner: Manner<'_>,
    cancel: &Cancel,
) {
    let mut failed = false;
    loop {
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((window, samples)) = job else { return };
        if !failed {
            let outcome = answer(engine, &window, &samples, manner, cancel);
            failed = outcome.is_err();
            if answers.send(outcome).is_err() {
                return;
            }
        }
    }
}

fn answer(
    engine: &dyn SpeechEngine,
    window: &Window,
    samples: &[f32],
    manner: Manner<'_>,
    cancel: &Cancel,
) -> Outcome {
    let Manner { language, script, vocabulary } = manner;
    let told = vocabulary.sentence(language);
    let mut best: Option<(Option<Doubt>, Heard)> = None;
    let (mut tries, mut somebody) = (0, true);
    for sized_context in ATTEMPTS {
        // Names that are told help where all is well; what is doubted is heard without them.
        let tells = tries == 0 && !vocabulary.is_empty();
        let prompt = if tells { told.as_str() } else { "" };
        let hearing = Hearing { language, prompt, sized_context };
        let mut heard = engine.hear(samples, hearing, cancel)?;
        script::rewrite(script, &mut heard.words);
        let echoes = tells && guards::echoes(&heard, vocabulary);
        let doubt = if echoes { Some(Doubt::Echoes) } else { guards::doubt(&heard, window.speech_ms()) };
        if doubt == Some(Doubt::Repeats) {
            heard = guards::said_once(heard);
        }
        tries += 1;
        somebody = heard.no_speech <= guards::NOBODY_SPEAKS;
        let nobody = !tells && is_nobody(doubt, &heard);
        if best.as_ref().is_none_or(|before| is_better((doubt, &heard), (before.0, &before.1))) {
            best = Some((doubt, heard));
        }
        if doubt.is_none() || nobody {
            break;
        }
    }
    // What a loop stands for is not known, though it says something once.
    let is_loop = best.as_ref().is_some_and(|(doubt, _)| *doubt == Some(Doubt::Repeats));
    let believed = best.and_then(|(doubt, heard)| believe(doubt, heard));
    let discarded = believed.is_none() && somebody;
    let utterances = believed.map_or_else(Vec::new, |heard| utterances::cut(window, &heard));
    let wordless = wordless::of(window, if is_loop { &[] } else { &utterances });
    Ok(Answer { repeated: tries > 1, discarded, utterances, wordless })
}

/// Whether nobody speaks at all, so that no other try would find a sentence.
fn is_nobody(doubt: Option<Doubt>, heard: &Heard) -> bool {
    doubt.is_some() && (heard.log_probability < NOBODY || heard.no_speech > guards::NOBODY_SPEAKS)
}

/// What is kept of the best that could be had. Of a loop that is what it says once, where the model was sure of
/// that and someone speaks: whoever repeats a sentence is heard, hold music is not.
fn believe(doubt: Option<Doubt>, heard: Heard) -> Option<Heard> {
    match doubt {
        None => Some(heard),
        Some(Doubt::Guessed | Doubt::Repeats) => {
            (heard.log_probability >= HOPELESS && !is_nobody(doubt, &heard)).then_some(heard)
        }
        Some(Doubt::TooFast | Doubt::Echoes | Doubt::Mute) => None,
    }
}

/// Whether what was heard is doubted less, or as much and the model is surer of it.
fn is_better(this: (Option<Doubt>, &Heard), before: (Option<Doubt>, &Heard)) -> bool {
    let (this_severity, before_severity) = (severity(this.0), severity(before.0));
    let surer = this.1.log_probability > before.1.log_probability;
    this_severity < before_severity || (this_severity == before_severity && surer)
}

/// The smaller the better.
fn severity(doubt: Option<Doubt>) -> u8 {
    match doubt {
        None => 0,
        Some(Doubt::Guessed) => 1,
        Some(Doubt::Repeats) => 2,
        Some(Doubt::TooFast) => 3,
        Some(Doubt::Echoes) => 4,
        Some(Doubt::Mute) => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Span;
    use super::super::heard::Word;
    use super::super::windows::Piece;
    use super::*;

    fn heard(log_probability: f32) -> Heard {
        Heard { words: Vec::new(), no_speech: 0.0, log_probability }
    }

    #[test]
    fn less_doubt_wins_and_then_more_certainty() {
        let (sure, unsure) = (heard(-0.2), heard(-0.9));
        assert!(is_better((None, &unsure), (Some(Doubt::Guessed), &sure)));
        assert!(!is_better((Some(Doubt::Repeats), &sure), (Some(Doubt::Guessed), &unsure)));
        assert!(is_better((Some(Doubt::Guessed), &sure), (Some(Doubt::Guessed), &unsure)));
    }

    #[test]
    fn where_nobody_speaks_there_is_no_second_try() {
        assert!(is_nobody(Some(Doubt::Repeats), &heard(-2.1)));
        assert!(!is_nobody(Some(Doubt::Repeats), &heard(-1.9)), "a second try made speech of less");
        assert!(!is_nobody(None, &heard(-2.1)), "what is not doubted is kept");
        let over_music = Heard { no_speech: 0.6, ..heard(-0.2) };
        assert!(is_nobody(Some(Doubt::Repeats), &over_music));
        assert!(
            believe(Some(Doubt::Repeats), over_music.clone()).is_none(),
            "a loop that grew sure of itself"
        );
        assert!(believe(None, over_music).is_some());
    }

    /// An engine that hears the same in every window.
    struct Always(Heard);

    impl SpeechEngine for Always {
        fn is_multilingual(&self) -> bool {
            true
        }

        fn threads(&self) -> usize {
            1
        }

        fn hear(&self, _: &[f32], _: Hearing<'_>, _: &Cancel) -> Result<Heard, TranscriptionError> {
            Ok(self.0.clone())
        }

        fn language_probabilities(
            &self,
            _: &[f32],
            languages: &[String],
            _: &Cancel,
        ) -> Result<Vec<f32>, TranscriptionError> {
            Ok(vec![0.5; languages.len()])
        }
    }

    /// What becomes of a window of two seconds of speech in which this is heard.
    fn answered(log_probability: f32, no_speech: f32) -> Answer {
        let spans = Span { start_ms: 1_000, end_ms: 3_000 };
        let window =
            Window { channel: 0, pieces: vec![Piece { call: spans, at_ms: 0 }], regions: vec![spans] };
        let word = |number: u16| Word {
            text: format!(" word{number}"),
            start_ms: 500 * u64::from(number),
            end_ms: 500 * u64::from(number) + 400,
            probability: log_probability.exp(),
            phrase: 0,
        };
        let engine = Always(Heard { words: (0..3).map(word).collect(), no_speech, log_probability });
        let names = Vocabulary::default();
        let manner = Manner { language: "en", script: Script::default(), vocabulary: &names };
        answer(&engine, &window, &[], manner, &Cancel::default()).unwrap()
    }

    #[test]
    fn a_window_that_is_given_up_is_speech_without_words_and_missing_only_where_somebody_speaks() {
        let kept = answered(-0.1, 0.0);
        assert_eq!((kept.utterances.len(), kept.wordless.len(), kept.discarded), (1, 0, false));
        let missing = answered(-1.5, 0.0);
        assert_eq!((missing.utterances.len(), missing.wordless.len(), missing.discarded), (0, 1, true));
        let music = answered(-1.5, 0.7);
        assert_eq!((music.utterances.len(), music.wordless.len(), music.discarded), (0, 1, false));
    }

    #[test]
    fn what_stays_hopeless_is_not_kept() {
        assert!(believe(Some(Doubt::Guessed), heard(-0.75)).is_some());
        assert!(believe(Some(Doubt::Guessed), heard(-0.85)).is_none());
        assert!(believe(Some(Doubt::TooFast), heard(-0.1)).is_none());
        assert!(believe(Some(Doubt::Echoes), heard(-0.1)).is_none());
        assert!(believe(Some(Doubt::Repeats), heard(-0.1)).is_some());
        assert!(believe(Some(Doubt::Repeats), heard(-0.85)).is_none());
        assert!(believe(None, heard(-0.1)).is_some());
    }
}
