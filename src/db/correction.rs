//! Corrections of transcripts: who is speaking, what is said, when. They are rows laid over the utterances,
//! which are never edited; each is tied to its stretch of the recording and to the words that stood there,
//! so that a later transcript keeps those that still fit.

use super::recording::{ChannelRole, Recording};
use super::schema::correction;
use super::transcript::{self, Utterance};
use super::wording::Wording;
use super::{DbError, Reading, Writing};
use crate::ids::{CallId, CorrectionId, PersonId, RecordingId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How many utterances of a transcript are read at once; the most that a transcript may have.
const UTTERANCES_MOST: i64 = 100_000;
/// How many corrections of a recording count, the oldest.
const CORRECTIONS_MOST: i64 = 20_000;
/// How many states of an utterance are told apart: what was heard, the first ones after it, and the last.
const STATES_MOST: usize = 16;

/// What somebody corrected. What is none stays as it was.
#[derive(Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = correction)]
pub struct Correction {
    /// Its id; they count in this order.
    pub id: CorrectionId,
    /// The recording.
    pub recording_id: RecordingId,
    /// Its call.
    pub call_id: CallId,
    /// The channel of the utterance, counted from 0.
    pub channel: i32,
    /// Where the utterance began in the transcript that was corrected.
    pub start_ms: i64,
    /// Where it ended.
    pub end_ms: i64,
    /// The words that stood there.
    pub before: String,
    /// The words in their place.
    pub text: Option<String>,
    /// Who is speaking.
    pub speaker: Option<ChannelRole>,
    /// Where it really begins.
    pub new_start_ms: Option<i64>,
    /// Where it really ends.
    pub new_end_ms: Option<i64>,
    /// Who says so; none: the command line.
    pub made_by: Option<PersonId>,
    /// When.
    pub made_at: Instant,
    /// Who took it back.
    pub undone_by: Option<PersonId>,
    /// When it was taken back.
    pub undone_at: Option<Instant>,
}

/// The words may hold what is hidden from others.
impl std::fmt::Debug for Correction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Correction").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A transcript with the corrections laid over it; nothing is hidden.
#[derive(Clone, PartialEq)]
pub struct Laid {
    /// The utterances as they were heard.
    pub heard: Vec<Utterance>,
    /// The same as they are now; in the same order.
    pub words: Vec<Wording>,
    /// Every correction that holds, with the number of the utterance on which it lies; none: it does not
    /// fit this transcript.
    pub corrections: Vec<(Correction, Option<i32>)>,
}

impl Laid {
    /// The numbers of the utterances on which something is corrected.
    #[must_use]
    pub fn corrected(&self) -> BTreeSet<i32> {
        self.corrections.iter().filter_map(|(_, number)| *number).collect()
    }

    /// The words in all their states, in the order of the utterances each: as they were heard, as they were with
    /// the first correction of each utterance, with the second, and so on; the last is how they stand now.
    #[must_use]
    pub fn states(&self, recording: &Recording) -> Vec<Vec<Wording>> {
        let heard: Vec<Wording> = self.heard.iter().map(|one| as_heard(recording, one)).collect();
        let places: BTreeMap<i32, usize> = (0..).zip(&heard).map(|(at, word)| (word.number, at)).collect();
        let mut corrected: BTreeMap<i32, usize> = BTreeMap::new();
        let mut states = vec![heard];
        for (correction, number) in &self.corrections {
            let Some((number, at)) = number.and_then(|number| Some((number, *places.get(&number)?))) else {
                continue;
            };
            let state = corrected.entry(number).or_default();
            *state = (*state + 1).min(STATES_MOST - 1);
            if states.len() == *state {
                states.extend(states.last().cloned());
            }
            for word in states.iter_mut().skip(*state).filter_map(|words| words.get_mut(at)) {
                apply(correction, word);
            }
        }
        states
    }
}

/// Enters a correction.
pub fn insert(writing: &mut Writing<'_>, new: &Correction) -> Result<(), DbError> {
    diesel::insert_into(correction::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// Takes a correction back; it stays to be seen.
pub fn set_undone(
    writing: &mut Writing<'_>,
    id: CorrectionId,
    person_id: Option<PersonId>,
) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(correction::table.find(id))
        .set((correction::undone_by.eq(person_id), correction::undone_at.eq(now)))
        .execute(writing.connection)?;
    Ok(())
}

/// Every correction of a recording, those taken back too, oldest first.
pub fn of_recording(
    reading: &mut Reading<'_>,
    recording_id: RecordingId,
) -> Result<Vec<Correction>, DbError> {
    Ok(correction::table
        .filter(correction::recording_id.eq(recording_id))
        .order(correction::id)
        .limit(CORRECTIONS_MOST)
        .load(reading.connection)?)
}

/// The current transcript of a recording with its corrections laid over it; none before there is one.
pub fn laid(reading: &mut Reading<'_>, recording: &Recording) -> Result<Option<Laid>, DbError> {
    let Some(version) = transcript::current(reading, recording.id)? else { return Ok(None) };
    let heard = transcript::utterances(reading, version.id, 0, UTTERANCES_MOST)?;
    let mut corrections = of_recording(reading, recording.id)?;
    corrections.retain(|one| one.undone_at.is_none());
    Ok(Some(lay_over(recording, heard, corrections)))
}

/// Lays corrections, oldest first, over what was heard.
fn lay_over(recording: &Recording, heard: Vec<Utterance>, corrections: Vec<Correction>) -> Laid {
    let mut words: Vec<Wording> = heard.iter().map(|one| as_heard(recording, one)).collect();
    let placed = corrections.into_iter().map(|one| {
        let at = place(&one, &heard, &words);
        let word = at.and_then(|at| words.get_mut(at));
        let number = word.map(|word| {
            apply(&one, word);
            word.number
        });
        (one, number)
    });
    let corrections = placed.collect();
    Laid { heard, words, corrections }
}

/// The utterance on the channel of the correction that overlaps with it most, by at least half of the
/// shorter of them, and reads now as it did then.
fn place(correction: &Correction, heard: &[Utterance], words: &[Wording]) -> Option<usize> {
    let overlap = |one: &Utterance| {
        let shared = one.end_ms.min(correction.end_ms) - one.start_ms.max(correction.start_ms);
        let shorter = (one.end_ms - one.start_ms).min(correction.end_ms - correction.start_ms).max(1);
        (shared.max(0) * 2 >= shorter).then_some(shared)
    };
    let fits = |(at, (one, word)): (usize, (&Utterance, &Wording))| {
        let same = one.channel == correction.channel && word.text == correction.before;
        if same { Some((overlap(one)?, at)) } else { None }
    };
    heard.iter().zip(words).enumerate().filter_map(fits).max_by_key(|(shared, _)| *shared).map(|(_, at)| at)
}

fn apply(correction: &Correction, word: &mut Wording) {
    if let Some(text) = &correction.text {
        word.text.clone_from(text);
        // Somebody listened: nobody is surer.
        word.confidence = 1.0;
        word.words = None;
    }
    if correction.speaker.is_some() {
        word.role = correction.speaker;
    }
    word.start_ms = correction.new_start_ms.unwrap_or(word.start_ms);
    word.end_ms = correction.new_end_ms.unwrap_or(word.end_ms);
}

/// An utterance as it was heard: said by whoever is on its channel, or, where both sides are, by whom the
/// voice tells.
fn as_heard(recording: &Recording, utterance: &Utterance) -> Wording {
    let channel = u16::try_from(utterance.channel).ok();
    let role = channel.and_then(|channel| recording.channel_roles.get(&channel)).copied();
    let role = role.filter(|role| *role != ChannelRole::Mixed).or(utterance.speaker);
    Wording {
        number: utterance.number,
        channel: utterance.channel,
        role,
        start_ms: utterance.start_ms,
        end_ms: utterance.end_ms,
        text: utterance.text.clone(),
        confidence: utterance.confidence,
        words: utterance.words.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::recording::RecordingState;

    fn recording() -> Recording {
        Recording {
            id: RecordingId::new(),
            call_id: CallId::new(),
            content_hash: [0; 32],
            bytes: 0,
            file_name: None,
            offset_ms: 0,
            channel_roles: [(0, ChannelRole::Agent), (1, ChannelRole::Mixed)].into(),
            state: RecordingState::Prepared,
            failure: None,
            audio: None,
            created_at: Instant::from_millis(0),
            leg: None,
            paired_into: None,
            started_at: None,
        }
    }

    fn utterance(number: i32, start_ms: i64, text: &str) -> Utterance {
        Utterance {
            number,
            channel: 0,
            start_ms,
            end_ms: start_ms + 1_000,
            text: text.into(),
            confidence: 0.5,
            words: None,
            speaker: None,
        }
    }

    fn correction(start_ms: i64, before: &str, text: &str) -> Correction {
        Correction {
            id: CorrectionId::new(),
            recording_id: RecordingId::new(),
            call_id: CallId::new(),
            channel: 0,
            start_ms,
            end_ms: start_ms + 1_000,
            before: before.into(),
            text: Some(text.into()),
            speaker: None,
            new_start_ms: None,
            new_end_ms: None,
            made_by: None,
            made_at: Instant::from_millis(0),
            undone_by: None,
            undone_at: None,
        }
    }

    fn texts(laid: &Laid) -> Vec<&str> {
        laid.words.iter().map(|word| word.text.as_str()).collect()
    }

    #[test]
    fn corrections_are_laid_one_upon_the_other_and_nothing_heard_changes() {
        let heard = vec![utterance(0, 0, "helo"), utterance(1, 2_000, "helo")];
        let corrections = vec![correction(2_000, "helo", "hello"), correction(2_000, "hello", "Hello!")];
        let laid = lay_over(&recording(), heard.clone(), corrections);
        assert_eq!(texts(&laid), ["helo", "Hello!"]);
        assert_eq!(laid.heard, heard);
        assert_eq!(laid.corrected(), [1].into());
        assert!((laid.words[1].confidence - 1.0).abs() < f64::EPSILON);
        assert_eq!(laid.words[0].role, Some(ChannelRole::Agent));
    }

    #[test]
    fn every_state_of_the_words_is_told() {
        let heard = vec![utterance(0, 0, "one"), utterance(1, 2_000, "two"), utterance(2, 4_000, "three")];
        let corrections =
            vec![correction(2_000, "two", "2"), correction(0, "one", "1"), correction(2_000, "2", "II")];
        let laid = lay_over(&recording(), heard, corrections);
        let states = laid.states(&recording());
        let texts =
            |state: &Vec<Wording>| state.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let told: Vec<String> = states.iter().map(texts).collect();
        assert_eq!(told, ["one two three", "1 2 three", "1 II three"]);
        assert_eq!(states.last(), Some(&laid.words));
    }

    #[test]
    fn of_many_corrections_the_first_states_and_the_last_are_told() {
        let names: Vec<String> = (0..40).map(|number| format!("number {number}")).collect();
        let corrections = names.windows(2).map(|two| correction(0, &two[0], &two[1])).collect();
        let laid = lay_over(&recording(), vec![utterance(0, 0, &names[0])], corrections);
        let states = laid.states(&recording());
        assert_eq!((states.len(), states[1][0].text.as_str()), (STATES_MOST, "number 1"));
        assert_eq!(states.last(), Some(&laid.words));
    }

    #[test]
    fn a_later_transcript_keeps_what_still_fits_and_says_what_does_not() {
        let corrections = vec![correction(0, "helo", "hello"), correction(5_000, "by", "bye")];
        // Cut a little otherwise, and the second sentence is heard right now.
        let heard = vec![utterance(0, 300, "helo"), utterance(1, 5_000, "bye")];
        let laid = lay_over(&recording(), heard, corrections);
        assert_eq!(texts(&laid), ["hello", "bye"]);
        let numbers: Vec<Option<i32>> = laid.corrections.iter().map(|(_, number)| *number).collect();
        assert_eq!(numbers, [Some(0), None]);
    }

    #[test]
    fn speaker_and_times_are_corrected_without_touching_the_words() {
        let mut one = correction(0, "hello", "");
        one.text = None;
        one.speaker = Some(ChannelRole::Customer);
        (one.new_start_ms, one.new_end_ms) = (Some(100), Some(900));
        let laid = lay_over(&recording(), vec![utterance(0, 0, "hello")], vec![one]);
        let word = &laid.words[0];
        assert_eq!((word.start_ms, word.end_ms, word.role), (100, 900, Some(ChannelRole::Customer)));
        assert_eq!((word.text.as_str(), word.confidence), ("hello", 0.5));
    }
}
