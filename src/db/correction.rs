//! Corrections of transcripts: who is speaking, what is said, when. They are rows laid over the utterances,
//! which are never edited; each is tied to its stretch of the recording and to the words that stood there,
//! so that a later transcript keeps those that still fit.

use super::cursor::COUNTED_TO;
use super::recording::{ChannelRole, Recording};
use super::schema::correction;
use super::transcript::{self, Utterance};
use super::wording::Wording;
use super::{Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{CallId, CorrectionId, PersonId, RecordingId};
use crate::time::Instant;
use diesel::dsl::exists;
use diesel::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How many utterances of a transcript are read at once; the most that a transcript may have.
const UTTERANCES_MOST: i64 = 100_000;
/// How many corrections that hold are read at once; a recording takes no more than half as many.
const HOLDING_MOST: i64 = 20_000;
/// How many earlier versions of a transcript are looked at.
const EARLIER_MOST: i64 = 8;
/// How many are named in one statement.
const AT_ONCE: usize = 500;
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

impl Correction {
    /// Whether it says who is speaking and nothing else.
    #[must_use]
    pub fn is_of_speaker_alone(&self) -> bool {
        self.speaker.is_some() && self.text.is_none() && self.new_start_ms.is_none()
    }

    /// Its place in a list.
    #[must_use]
    pub fn place(&self) -> Cursor {
        Cursor { key: self.made_at.as_millis(), id: *self.id.as_bytes() }
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

    /// How many corrections do not fit.
    #[must_use]
    pub fn misfits(&self) -> usize {
        self.corrections.iter().filter(|(_, number)| number.is_none()).count()
    }
}

/// Enters a correction.
pub fn insert(writing: &mut Writing<'_>, new: &Correction) -> Result<(), DbError> {
    diesel::insert_into(correction::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// Takes what holds of one leg of a call over to the recording that both legs are heard in: onto its channel,
/// and as much later as the leg begins in it.
pub fn take_over(
    writing: &mut Writing<'_>,
    leg: RecordingId,
    pair: RecordingId,
    channel: i32,
    later_ms: i64,
) -> Result<(), DbError> {
    for one in holding(writing, leg)? {
        let taken = Correction {
            id: CorrectionId::new(),
            recording_id: pair,
            channel,
            start_ms: one.start_ms + later_ms,
            end_ms: one.end_ms + later_ms,
            new_start_ms: one.new_start_ms.map(|at_ms| at_ms + later_ms),
            new_end_ms: one.new_end_ms.map(|at_ms| at_ms + later_ms),
            ..one
        };
        insert(writing, &taken)?;
    }
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

/// Takes many corrections back at once.
pub fn set_all_undone(
    writing: &mut Writing<'_>,
    ids: &[CorrectionId],
    person_id: Option<PersonId>,
) -> Result<(), DbError> {
    let now = writing.now();
    for some in ids.chunks(AT_ONCE) {
        diesel::update(correction::table.filter(correction::id.eq_any(some.to_vec())))
            .set((correction::undone_by.eq(person_id), correction::undone_at.eq(now)))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// A correction of a recording, taken back or not.
pub fn find(
    reading: &mut Reading<'_>,
    recording_id: RecordingId,
    id: CorrectionId,
) -> Result<Option<Correction>, DbError> {
    let found = correction::table.find(id).filter(correction::recording_id.eq(recording_id));
    Ok(found.first(reading.connection).optional()?)
}

/// Every correction of a recording, those taken back too, the youngest first.
pub fn of_recording(
    reading: &mut Reading<'_>,
    recording_id: RecordingId,
    window: Window,
) -> Result<Page<Correction>, DbError> {
    let all = correction::table.filter(correction::recording_id.eq(recording_id));
    let counted: i64 = all.count().get_result(reading.connection)?;
    let before = window.after.map_or([0xff; 16], |after| after.id);
    let rows = all
        .filter(correction::id.lt(CorrectionId::from_bytes(before)))
        .order(correction::id.desc())
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), Correction::place))
}

/// Whether something of a recording is corrected.
pub fn is_corrected(reading: &mut Reading<'_>, recording_id: RecordingId) -> Result<bool, DbError> {
    let held = correction::table
        .filter(correction::recording_id.eq(recording_id))
        .filter(correction::undone_at.is_null());
    Ok(diesel::select(exists(held)).get_result(reading.connection)?)
}

/// The corrections of a recording that hold, the oldest first.
fn holding(reading: &mut Reading<'_>, recording_id: RecordingId) -> Result<Vec<Correction>, DbError> {
    Ok(correction::table
        .filter(correction::recording_id.eq(recording_id))
        .filter(correction::undone_at.is_null())
        .order(correction::id)
        .limit(HOLDING_MOST)
        .load(reading.connection)?)
}

/// The current transcript of a recording with its corrections laid over it; none before there is one.
pub fn laid(reading: &mut Reading<'_>, recording: &Recording) -> Result<Option<Laid>, DbError> {
    let Some(version) = transcript::current(reading, recording.id)? else { return Ok(None) };
    let heard = transcript::utterances(reading, version.id, 0, UTTERANCES_MOST)?;
    let corrections = holding(reading, recording.id)?;
    Ok(Some(lay_over(recording, heard, corrections)))
}

/// The words of earlier versions of the transcript as they were heard, the latest first.
pub fn heard_before(reading: &mut Reading<'_>, recording: &Recording) -> Result<Vec<Vec<Wording>>, DbError> {
    let versions = transcript::earlier(reading, recording.id, EARLIER_MOST)?;
    let mut words = |version| {
        let heard = transcript::utterances(reading, version, 0, UTTERANCES_MOST)?;
        Ok(heard.iter().map(|one| as_heard(recording, one)).collect())
    };
    versions.into_iter().map(&mut words).collect()
}

/// Lays corrections, oldest first, over what was heard.
fn lay_over(recording: &Recording, heard: Vec<Utterance>, corrections: Vec<Correction>) -> Laid {
    let mut words: Vec<Wording> = heard.iter().map(|one| as_heard(recording, one)).collect();
    let longest_ms = heard.iter().map(|one| one.end_ms - one.start_ms).max().unwrap_or(0);
    let placed = corrections.into_iter().map(|one| {
        let at = place(&one, &heard, &words, longest_ms);
        let word = at.and_then(|at| words.get_mut(at));
        let number = word.map(|word| {
            apply(&one, word);
            word.number
        });
        (one, number)
    });
    let mut corrections: Vec<(Correction, Option<i32>)> = placed.collect();
    find_overtaken(&mut corrections);
    Laid { heard, words, corrections }
}

/// A correction that was corrected again lies where the later one does: a transcript that reads as the later
/// one says needs neither.
fn find_overtaken(corrections: &mut [(Correction, Option<i32>)]) {
    for at in (0..corrections.len()).rev() {
        let (earlier, later) = corrections.split_at_mut(at + 1);
        let Some((one, number)) = earlier.last_mut() else { continue };
        let Some(text) = one.text.as_ref().filter(|_| number.is_none()) else { continue };
        let span = |of: &Correction| (of.channel, of.start_ms, of.end_ms);
        let overtakes = |(two, at): &&(Correction, Option<i32>)| {
            at.is_some() && two.text.is_some() && two.before == *text && span(two) == span(one)
        };
        *number = later.iter().find(overtakes).and_then(|(_, at)| *at);
    }
}

/// The utterance on the channel of the correction that overlaps with it and may be the one that was meant:
/// rather one that reads as it did then, then the one that overlaps most, then the one of about its length.
fn place(correction: &Correction, heard: &[Utterance], words: &[Wording], longest_ms: i64) -> Option<usize> {
    // They come by their beginnings: few are near.
    let until = heard.partition_point(|one| one.start_ms < correction.end_ms);
    let near = heard.iter().zip(words).enumerate().take(until).rev();
    let near = near.take_while(|(_, (one, _))| one.start_ms + longest_ms > correction.start_ms);
    let fits = |(at, (one, word)): (usize, (&Utterance, &Wording))| {
        let shared = one.end_ms.min(correction.end_ms) - one.start_ms.max(correction.start_ms);
        if one.channel != correction.channel || shared <= 0 {
            return None;
        }
        let is_same = word.text == correction.before;
        let (length, meant) = (one.end_ms - one.start_ms, correction.end_ms - correction.start_ms);
        let (long, short) = (length.max(meant), length.min(meant));
        // Whose voice it is does not depend on the words; but a short line says nothing of a long one.
        let is_meant = if is_same || reads_corrected(correction, word) {
            shared * 2 >= short
        } else {
            correction.is_of_speaker_alone() && shared * 2 >= long
        };
        is_meant.then_some(((is_same, shared, Reverse(long - short)), at))
    };
    near.filter_map(fits).max_by_key(|(fit, _)| *fit).map(|(_, at)| at)
}

/// Whether an utterance already reads as the correction has it, but for capitals and punctuation.
fn reads_corrected(correction: &Correction, word: &Wording) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let Some(text) = &correction.text else { return false };
    *text == word.text || (letters(text) == letters(&word.text) && text.chars().any(char::is_alphanumeric))
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

/// An utterance as it was heard.
fn as_heard(recording: &Recording, utterance: &Utterance) -> Wording {
    Wording {
        number: utterance.number,
        channel: utterance.channel,
        role: role_heard(recording, utterance),
        start_ms: utterance.start_ms,
        end_ms: utterance.end_ms,
        text: utterance.text.clone(),
        confidence: utterance.confidence,
        words: utterance.words.clone(),
    }
}

/// Who says it, before anything is corrected: whoever is on its channel, or, where both sides are, whom the
/// voice tells.
#[must_use]
pub fn role_heard(recording: &Recording, utterance: &Utterance) -> Option<ChannelRole> {
    let channel = u16::try_from(utterance.channel).ok();
    let role = channel.and_then(|channel| recording.channel_roles.get(&channel)).copied();
    role.filter(|role| *role != ChannelRole::Mixed).or(utterance.speaker)
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

    fn numbers(laid: &Laid) -> Vec<Option<i32>> {
        laid.corrections.iter().map(|(_, number)| *number).collect()
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
        // Cut a little otherwise, and the second sentence is heard otherwise.
        let heard = vec![utterance(0, 300, "helo"), utterance(1, 5_000, "buy")];
        let laid = lay_over(&recording(), heard, corrections);
        assert_eq!(texts(&laid), ["hello", "buy"]);
        assert_eq!((numbers(&laid), laid.misfits()), (vec![Some(0), None], 1));
    }

    #[test]
    fn what_a_later_transcript_hears_right_fits_it() {
        let twice = [correction(0, "helo", "hello"), correction(0, "hello", "Hello there")];
        let corrections = [twice.to_vec(), vec![correction(5_000, "by", "bye")]].concat();
        let heard = vec![utterance(0, 0, "hello, there."), utterance(1, 5_000, "bye")];
        let laid = lay_over(&recording(), heard, corrections);
        assert_eq!(numbers(&laid), [Some(0), Some(0), Some(1)]);
        assert_eq!(texts(&laid), ["Hello there", "bye"]);
        assert!((laid.words[1].confidence - 1.0).abs() < f64::EPSILON, "somebody listened");
    }

    #[test]
    fn whose_voice_it_is_holds_for_other_words_of_about_the_same_stretch() {
        let mut said = correction(0, "helo", "");
        (said.text, said.speaker) = (None, Some(ChannelRole::Customer));
        let role_in = |heard: Vec<Utterance>| lay_over(&recording(), heard, vec![said.clone()]).words[0].role;
        assert_eq!(role_in(vec![utterance(0, 400, "hello")]), Some(ChannelRole::Customer));
        assert_eq!(role_in(vec![utterance(0, 600, "hello")]), Some(ChannelRole::Agent), "too far off");
        let long = Utterance { end_ms: 30_000, ..utterance(0, 0, "hello, and much more") };
        assert_eq!(role_in(vec![long]), Some(ChannelRole::Agent), "most of it is none of that stretch");
        let mut timed = said.clone();
        (timed.new_start_ms, timed.new_end_ms) = (Some(100), Some(900));
        let laid = lay_over(&recording(), vec![utterance(0, 0, "hello")], vec![timed]);
        assert_eq!(numbers(&laid), [None], "times belong to the words");
    }

    #[test]
    fn words_that_do_not_fit_are_not_overtaken_by_whose_voice_it_is() {
        let mut voice = correction(0, "hello", "");
        (voice.text, voice.speaker) = (None, Some(ChannelRole::Customer));
        let corrections = vec![correction(0, "helo", "hello"), voice];
        let laid = lay_over(&recording(), vec![utterance(0, 0, "other words")], corrections);
        assert_eq!(numbers(&laid), [None, Some(0)]);
    }

    #[test]
    fn of_two_utterances_at_once_the_one_is_meant_that_reads_as_it_did() {
        let mut said = correction(4_000, "yes", "");
        (said.text, said.speaker) = (None, Some(ChannelRole::Customer));
        let long = Utterance { end_ms: 10_000, ..utterance(0, 0, "so I told them") };
        let laid = lay_over(&recording(), vec![long, utterance(1, 4_000, "yes")], vec![said]);
        assert_eq!(numbers(&laid), [Some(1)]);
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
