//! Whisper: one window in, words with times and probabilities out.
//!
//! One window is one call of the library, so nothing that was said before leaks into what comes
//! after: the usual cause of endless repetition. What is doubtful is not decided here but in
//! [`super::guards`].

use super::error::TranscriptionError;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;
use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperError, WhisperState,
};

/// The library reads beyond very short input; a second is safe.
const SHORTEST_SAMPLES: usize = 16_000;
/// Steps of 20 ms that the model's encoder takes for its full 30 s.
const FULL_CONTEXT: u64 = 1_500;
/// How often somebody who waits for a free listener looks whether they are to stop.
const LOOK_UP: Duration = Duration::from_millis(250);

/// Asks a transcription to stop; every clone asks the same one.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks to stop. The transcription ends with [`TranscriptionError::Cancelled`], at the
    /// latest after the window's encoding (about a second and a half).
    pub fn cancel(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether someone asked.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// [`TranscriptionError::Cancelled`] if someone asked.
    pub fn check(&self) -> Result<(), TranscriptionError> {
        if self.is_cancelled() { Err(TranscriptionError::Cancelled) } else { Ok(()) }
    }
}

/// How one window is to be heard.
#[derive(Debug, Clone, Copy)]
pub struct Hearing<'a> {
    /// The language's code, such as `en`.
    pub language: &'a str,
    /// What the model is to believe was written just before: sets script and punctuation.
    pub prompt: &'a str,
    /// Whether the encoder looks at the window only, which is faster, or at the 30 s that the
    /// model was trained on, which is surer.
    pub sized_context: bool,
}

/// A word, or in Chinese a character, with the punctuation that follows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Its text, with the space before it where the language has one.
    pub text: String,
    /// Where it begins in the window, in milliseconds.
    pub start_ms: u64,
    /// Where it ends in the window.
    pub end_ms: u64,
    /// How sure the model is of it, 0 to 1: as sure as of the least sure of its pieces. Punctuation says
    /// nothing about a word; one that is nothing else has 1.
    pub probability: f32,
    /// Which phrase it belongs to: the model marks its phrases with times of its own.
    pub phrase: usize,
}

/// What Whisper heard in a window.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Heard {
    /// The words, in order.
    pub words: Vec<Word>,
    /// How likely the window holds no speech at all, by the model's own account.
    pub no_speech: f32,
    /// The mean logarithm of the words' probabilities.
    pub log_probability: f32,
}

impl Heard {
    /// All words as one text.
    #[must_use]
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }
}

/// A loaded model with the memory to run it: for the base model some 150 MB, and as much again
/// for every listener.
///
/// Windows do not depend on each other, so several are heard at once, each by a listener with one
/// thread. Threads that share a window wait for each other in a busy loop at every step of the
/// network: where something else runs on the machine too, that made single windows six times
/// slower with two threads than with one.
///
/// Several recordings may be heard at once: their windows share the listeners, so that a recording of a
/// single window leaves no thread idle.
pub struct WhisperEngine {
    context: WhisperContext,
    states: Mutex<States>,
    freed: Condvar,
    threads: usize,
}

/// The memory of the listeners.
struct States {
    idle: Vec<WhisperState>,
    /// How many there are, those at work included.
    made: usize,
}

impl WhisperEngine {
    /// Loads the model file at `path` to run on up to `threads` processor threads altogether.
    pub fn load(path: &Path, threads: usize) -> Result<Self, TranscriptionError> {
        // Without a backend the hooks swallow everything that the library would print.
        whisper_rs::install_logging_hooks();
        let context = WhisperContext::new_with_params(path, WhisperContextParameters::default())
            .map_err(TranscriptionError::Model)?;
        let first = context.create_state().map_err(TranscriptionError::Model)?;
        let states = Mutex::new(States { idle: vec![first], made: 1 });
        Ok(Self { context, states, freed: Condvar::new(), threads: threads.max(1) })
    }

    /// Whether the model knows more than English.
    #[must_use]
    pub fn is_multilingual(&self) -> bool {
        self.context.is_multilingual()
    }

    /// How many windows are heard at once.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.threads
    }

    /// Lets a listener work, as soon as one is free: no more listen at once than there are threads.
    pub fn with_listener<T>(
        &self,
        cancel: &Cancel,
        work: impl FnOnce(&mut Listener<'_>) -> Result<T, TranscriptionError>,
    ) -> Result<T, TranscriptionError> {
        let mut held = Held { engine: self, state: Some(self.free_state(cancel)?) };
        match &mut held.state {
            Some(state) => work(&mut Listener { context: &self.context, state }),
            None => Err(TranscriptionError::Unanswered),
        }
    }

    fn free_state(&self, cancel: &Cancel) -> Result<WhisperState, TranscriptionError> {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            cancel.check()?;
            if let Some(state) = states.idle.pop() {
                return Ok(state);
            }
            if states.made < self.threads {
                let state = self.context.create_state().map_err(TranscriptionError::Model)?;
                states.made += 1;
                return Ok(state);
            }
            let waited = self.freed.wait_timeout(states, LOOK_UP);
            (states, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A state at work; it is free again when this is dropped, also by a panic.
struct Held<'e> {
    engine: &'e WhisperEngine,
    state: Option<WhisperState>,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let mut states = self.engine.states.lock().unwrap_or_else(PoisonError::into_inner);
        states.idle.extend(self.state.take());
        self.engine.freed.notify_one();
    }
}

/// Hears one window at a time.
pub struct Listener<'e> {
    context: &'e WhisperContext,
    state: &'e mut WhisperState,
}

impl Listener<'_> {
    /// Hears one window: at most 30 s of one channel at 16 kHz.
    pub fn transcribe(
        &mut self,
        samples: &[f32],
        hearing: Hearing<'_>,
        cancel: &Cancel,
    ) -> Result<Heard, TranscriptionError> {
        if !is_known_language(hearing.language) {
            return Err(TranscriptionError::Language { code: hearing.language.to_owned() });
        }
        let samples = padded(samples);
        // A token takes a byte at least. Room for fewer would be written beyond: whisper-rs takes the number
        // that was too large for a length.
        let room = hearing.prompt.len() + 1;
        let prompt = self.context.tokenize(hearing.prompt, room).unwrap_or_default();
        let mut params = parameters(hearing.language);
        params.set_tokens(&prompt);
        if hearing.sized_context {
            params.set_audio_ctx(context_for(samples.len()));
        }
        params.set_abort_callback_safe(stop_when(cancel));
        let outcome = self.state.full(params, &samples);
        cancel.check()?;
        outcome.map_err(TranscriptionError::Engine)?;
        self.collect().map_err(TranscriptionError::Engine)
    }

    /// How likely `samples` (speech, some seconds) are in each of `languages`, in their order.
    pub fn language_probabilities(
        &mut self,
        samples: &[f32],
        languages: &[String],
    ) -> Result<Vec<f32>, TranscriptionError> {
        let samples = padded(samples);
        // Says how much of the encoder to use and computes the spectrum, and then stops, because
        // a stretch of 100 ms is too short to be worth hearing.
        let mut params = parameters("en");
        params.set_audio_ctx(context_for(samples.len()));
        params.set_duration_ms(100);
        self.state.full(params, &samples).map_err(TranscriptionError::Engine)?;
        let (_, all) = self.state.lang_detect(0, 1).map_err(TranscriptionError::Engine)?;
        let of = |code: &String| {
            let id = whisper_rs::get_lang_id(code).and_then(|id| usize::try_from(id).ok());
            id.and_then(|id| all.get(id).copied()).unwrap_or(0.0)
        };
        Ok(languages.iter().map(of).collect())
    }

    fn collect(&self) -> Result<Heard, WhisperError> {
        let mut words = Words::default();
        let mut no_speech: f32 = 0.0;
        for segment in self.state.as_iter() {
            no_speech = no_speech.max(segment.no_speech_probability());
            for number in 0..segment.n_tokens() {
                let Some(token) = segment.get_token(number) else { continue };
                let data = token.token_data();
                if data.id >= self.context.token_beg() {
                    words.mark();
                } else if data.id < self.context.token_eot() {
                    words.push(token.to_bytes()?, centiseconds(data.t0), centiseconds(data.t1), data.p);
                }
            }
        }
        Ok(words.heard(no_speech))
    }
}

fn parameters(language: &str) -> FullParams<'_, '_> {
    let mut params = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
    params.set_n_threads(1);
    params.set_language(Some(language));
    params.set_no_context(true);
    // The model marks times inside the window; we cut by them ourselves. Without this the
    // library starts over behind the last mark and encodes the rest a second time.
    params.set_single_segment(true);
    params.set_token_timestamps(true);
    params.set_suppress_nst(true);
    params.set_temperature(0.0);
    params.set_temperature_inc(0.0);
    params.set_print_progress(false);
    params.set_print_realtime(false);
    params.set_print_special(false);
    params.set_print_timestamps(false);
    params
}

/// Whether the speech model knows a language by this code.
#[must_use]
pub fn is_known_language(code: &str) -> bool {
    code.chars().all(|c| c.is_ascii_alphabetic()) && whisper_rs::get_lang_id(code).is_some()
}

/// Puts tokens together to words. Tokens are pieces of words, in Chinese even pieces of
/// characters, so that a token alone need not be valid text.
#[derive(Debug, Default)]
struct Words {
    done: Vec<Word>,
    bytes: Vec<u8>,
    /// The least probability of the pieces in `bytes`.
    least: Option<f32>,
    log_probability: f64,
    tokens: u32,
    phrase: usize,
    marked: bool,
}

impl Words {
    fn mark(&mut self) {
        self.marked = true;
    }

    fn push(&mut self, bytes: &[u8], start_ms: u64, end_ms: u64, probability: f32) {
        if std::mem::take(&mut self.marked) && !self.done.is_empty() {
            self.phrase += 1;
        }
        self.log_probability += f64::from(probability.max(1e-6)).ln();
        self.tokens += 1;
        self.bytes.extend_from_slice(bytes);
        let least = self.least.map_or(probability, |least| least.min(probability));
        self.least = Some(least);
        let Ok(text) = std::str::from_utf8(&self.bytes) else { return };
        let probability = if text.chars().any(char::is_alphanumeric) { least } else { 1.0 };
        match self.done.last_mut() {
            Some(last) if last.phrase == self.phrase && continues(&last.text, text) => {
                last.text.push_str(text);
                last.end_ms = last.end_ms.max(end_ms);
                last.probability = last.probability.min(probability);
            }
            _ => self.done.push(Word {
                text: text.to_owned(),
                start_ms,
                end_ms: end_ms.max(start_ms),
                probability,
                phrase: self.phrase,
            }),
        }
        self.bytes.clear();
        self.least = None;
    }

    #[expect(clippy::cast_possible_truncation, reason = "a mean of logarithms needs no more digits")]
    fn heard(self, no_speech: f32) -> Heard {
        let log_probability = (self.log_probability / f64::from(self.tokens.max(1))) as f32;
        Heard { words: self.done, no_speech, log_probability }
    }
}

/// Whether `text` goes on with the word that `before` ends with.
fn continues(before: &str, text: &str) -> bool {
    let Some(first) = text.chars().next() else { return true };
    if first.is_whitespace() {
        return false;
    }
    let stands_alone = |c: char| c.is_alphanumeric() && super::guards::is_han(c);
    !stands_alone(first)
        && (!first.is_alphanumeric() || !before.chars().next_back().is_some_and(stands_alone))
}

/// Stops the library between two words when someone asked to.
///
/// The type is part of the safety: whisper-rs 0.16 hands the library a pointer to a
/// `Box<dyn FnMut() -> bool>` but calls through a pointer to the closure's own type. Only where
/// the closure is that box are the two the same.
fn stop_when(cancel: &Cancel) -> Box<dyn FnMut() -> bool> {
    let cancel = cancel.clone();
    Box::new(move || cancel.is_cancelled())
}

fn padded(samples: &[f32]) -> Vec<f32> {
    let mut samples = samples.to_vec();
    samples.resize(samples.len().max(SHORTEST_SAMPLES), 0.0);
    samples
}

/// Encoder steps for a window: one for 20 ms and some to spare, never so few that the model
/// begins to repeat itself.
fn context_for(samples: usize) -> i32 {
    const FEWEST: u64 = 384;
    const SPARE: u64 = 128;
    let steps = (samples as u64).div_ceil(320) + SPARE;
    let steps = steps.next_multiple_of(64).clamp(FEWEST, FULL_CONTEXT);
    i32::try_from(steps).unwrap_or_default()
}

fn centiseconds(time: i64) -> u64 {
    u64::try_from(time).unwrap_or_default().saturating_mul(10)
}

impl std::fmt::Debug for WhisperEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WhisperEngine").field("threads", &self.threads).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(tokens: &[&[u8]]) -> Vec<String> {
        let mut words = Words::default();
        for (n, bytes) in tokens.iter().enumerate() {
            words.push(bytes, n as u64 * 100, n as u64 * 100 + 100, 0.9);
        }
        words.heard(0.0).words.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn pieces_of_words_join_and_punctuation_sticks() {
        assert_eq!(
            words(&[b" And", b" so", b",", b" fell", b"ow", b"-", b"s"]),
            [" And", " so,", " fellow-s"]
        );
    }

    #[test]
    fn a_character_that_spans_tokens_is_one_word() {
        let hello = "你好。".as_bytes();
        assert_eq!(words(&[&hello[..2], &hello[2..3], &hello[3..6], &hello[6..]]), ["你", "好。"]);
        assert_eq!(words(&["用".as_bytes(), b"App", b"le", "手".as_bytes()]), ["用", "Apple", "手"]);
    }

    #[test]
    fn a_word_is_as_sure_as_its_least_sure_piece_and_punctuation_says_nothing() {
        let mut words = Words::default();
        for (bytes, probability) in [
            (b" Ken" as &[u8], 0.9),
            (b"sing", 0.4),
            (b"ton", 0.8),
            (b",", 0.1),
            (b" yes", 0.7),
            (b" \"", 0.2),
        ] {
            words.push(bytes, 0, 100, probability);
        }
        let character = "你".as_bytes();
        words.push(&character[..2], 0, 100, 0.3);
        words.push(&character[2..], 0, 100, 0.9);
        let sure: Vec<(String, f32)> =
            words.heard(0.0).words.into_iter().map(|word| (word.text, word.probability)).collect();
        let expected = [(" Kensington,", 0.4), (" yes", 0.7), (" \"", 1.0), ("你", 0.3)];
        assert_eq!(sure, expected.map(|(text, sure)| (text.to_owned(), sure)));
    }

    #[test]
    fn a_mark_of_time_begins_a_phrase() {
        let mut words = Words::default();
        words.mark();
        words.push(b" One.", 0, 300, 0.9);
        words.mark();
        words.mark();
        words.push(b" Two.", 900, 1_200, 0.5);
        let heard = words.heard(0.1);
        assert_eq!(heard.words.iter().map(|word| word.phrase).collect::<Vec<_>>(), [0, 1]);
        assert!((heard.log_probability - f32::midpoint(0.9_f32.ln(), 0.5_f32.ln())).abs() < 0.001);
    }

    #[test]
    fn the_context_follows_the_window_within_bounds() {
        assert_eq!(context_for(16_000), 384);
        assert_eq!(context_for(12 * 16_000), 768);
        assert_eq!(context_for(30 * 16_000), 1_500);
    }

    #[test]
    fn languages_are_known_by_code_only() {
        assert!(is_known_language("en") && is_known_language("zh") && is_known_language("yue"));
        assert!(!is_known_language("xx") && !is_known_language("") && !is_known_language("e\0n"));
        assert!(!is_known_language("English language"));
    }

    #[test]
    fn every_language_that_a_source_may_name_is_known() {
        let unknown =
            crate::db::source::speech::LANGUAGES.into_iter().filter(|code| !is_known_language(code));
        assert_eq!(unknown.collect::<Vec<_>>(), Vec::<&str>::new());
    }

    #[test]
    fn a_file_that_is_no_model_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), b"not a model").unwrap();
        assert!(matches!(WhisperEngine::load(file.path(), 1), Err(TranscriptionError::Model(_))));
    }
}
