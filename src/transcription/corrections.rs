//! Correcting what was heard: the words of an utterance, who says it, when; taking it back; seeing what
//! stood there. The utterances stay as they are ([`crate::db::correction`]), and what everybody reads and
//! hears follows in the same transaction ([`super::words`]).

use super::CorrectionError;
use super::words::renew;
use crate::access::By;
use crate::db::audit::Actor;
use crate::db::correction::{self, Correction, Laid};
use crate::db::named::{self, Named};
use crate::db::recording::{ChannelRole, Recording};
use crate::db::wording::Wording;
use crate::db::{Cursor, Db, Page, Reading, Scope, Window, Writing, call, recording};
use crate::ids::{CorrectionId, PersonId, RecordingId};
use serde_json::json;

/// The longest text of an utterance, in characters.
const TEXT_MOST: usize = 4_000;
/// The most corrections that a recording takes, those taken back too.
const CORRECTIONS_MOST: usize = 10_000;

/// What is to be corrected of one utterance. What is none stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCorrection {
    /// The number of the utterance.
    pub number: i32,
    /// The words that stand there now, as whoever corrects them saw them, with nothing hidden; none where
    /// the words are not changed.
    pub before: Option<String>,
    /// The words.
    pub text: Option<String>,
    /// Who says them.
    pub speaker: Option<ChannelRole>,
    /// From where to where, in the recording.
    pub times: Option<(i64, i64)>,
}

/// A correction as a list shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct CorrectionLine {
    /// The correction.
    pub correction: Correction,
    /// The number of the utterance that it lies on; none: it is taken back, or does not fit the transcript
    /// of now.
    pub number: Option<i32>,
    /// Who made it; none: the command line.
    pub made_by: Option<Named<PersonId>>,
    /// Who took it back.
    pub undone_by: Option<Named<PersonId>>,
}

/// The corrections of a recording that exists for the caller, the youngest first, those taken back and
/// those that do not fit any more, too.
pub async fn list(
    db: &Db,
    scope: Scope,
    id: RecordingId,
    window: Window,
) -> Result<Page<CorrectionLine>, CorrectionError> {
    db.read(move |reading| {
        let recording = found(reading, &scope, id)?;
        let placed: Vec<(CorrectionId, Option<i32>)> = correction::laid(reading, &recording)?
            .map(|laid| laid.corrections.into_iter().map(|(one, number)| (one.id, number)).collect())
            .unwrap_or_default();
        let mut all = correction::of_recording(reading, id)?;
        all.reverse();
        let counted = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let limit = usize::try_from(window.limit()).unwrap_or_default() + 1;
        let rest =
            all.into_iter().filter(|one| window.after.is_none_or(|after| *one.id.as_bytes() < after.id));
        let rows: Vec<Correction> = rest.take(limit).collect();
        let names = named::of_people(
            reading,
            rows.iter().flat_map(|one| [one.made_by, one.undone_by]).flatten().collect::<Vec<_>>(),
        )?;
        let line = |one: Correction| CorrectionLine {
            number: placed.iter().find(|(placed, _)| *placed == one.id).and_then(|(_, number)| *number),
            made_by: one.made_by.map(|id| names.named(id)),
            undone_by: one.undone_by.map(|id| names.named(id)),
            correction: one,
        };
        let place = |one: &Correction| Cursor { key: one.made_at.as_millis(), id: *one.id.as_bytes() };
        Ok(Page::of(rows, window, counted, place).map(line))
    })
    .await
}

/// Corrects one utterance.
pub async fn correct(
    db: &Db,
    by: By,
    scope: Scope,
    id: RecordingId,
    new: NewCorrection,
) -> Result<(), CorrectionError> {
    let text = new.text.as_deref().map(checked_text).transpose()?;
    if text.is_none() && new.speaker.is_none() && new.times.is_none() {
        return Err(CorrectionError::NothingToCorrect);
    }
    db.write(move |writing| {
        let (recording, laid) = to_correct(writing, &scope, id)?;
        let word = word_at(&laid, new.number)?;
        let changes_words = text.as_ref().is_some_and(|text| *text != word.text);
        if changes_words && new.before.as_ref() != Some(&word.text) {
            return Err(CorrectionError::WordsChanged);
        }
        check_times(new.times, &recording)?;
        let text = text.clone().filter(|_| changes_words);
        let speaker = new.speaker.filter(|speaker| Some(*speaker) != word.role);
        if text.is_none() && speaker.is_none() && new.times.is_none() {
            // It stands so already.
            return Ok(());
        }
        let made = enter(writing, by, &laid, (&recording, word), (text, speaker, new.times))?;
        by.note(
            writing,
            "recording.corrected",
            "recording",
            id,
            json!({ "call": recording.call_id, "correction": made, "number": new.number }),
        )?;
        Ok(renew(writing, id)?)
    })
    .await
}

/// Says that whoever is taken for the agent is the customer, and the other way round, in every utterance
/// of one channel where one of them is known; where nobody is known in any, that the agent says all of them.
/// Returns in how many.
pub async fn exchange_speakers(
    db: &Db,
    by: By,
    scope: Scope,
    id: RecordingId,
    channel: i32,
) -> Result<usize, CorrectionError> {
    db.write(move |writing| {
        let (recording, laid) = to_correct(writing, &scope, id)?;
        let mut exchanged = 0;
        let said = || laid.words.iter().filter(|word| word.channel == channel);
        let nobody_is_known = said().all(|word| word.role.is_none());
        for word in said() {
            let other = match word.role {
                Some(ChannelRole::Agent) => ChannelRole::Customer,
                Some(ChannelRole::Customer) => ChannelRole::Agent,
                None if nobody_is_known => ChannelRole::Agent,
                _ => continue,
            };
            enter(writing, by, &laid, (&recording, word), (None, Some(other), None))?;
            exchanged += 1;
        }
        if exchanged > 0 {
            let detail = json!({ "call": recording.call_id, "channel": channel, "utterances": exchanged });
            by.note(writing, "recording.speakers_exchanged", "recording", id, detail)?;
            renew(writing, id)?;
        }
        Ok(exchanged)
    })
    .await
}

/// Takes a correction back. One whose words another builds upon waits until that one is taken back.
pub async fn undo(
    db: &Db,
    by: By,
    scope: Scope,
    id: RecordingId,
    correction_id: CorrectionId,
) -> Result<(), CorrectionError> {
    db.write(move |writing| {
        let recording = found(writing, &scope, id)?;
        call::lock(writing, &[recording.call_id])?;
        let all = correction::of_recording(writing, id)?;
        let one = all.iter().find(|one| one.id == correction_id).ok_or(CorrectionError::NoSuchCorrection)?;
        if one.undone_at.is_some() {
            return Ok(());
        }
        if let Some(laid) = correction::laid(writing, &recording)? {
            let number =
                laid.corrections.iter().find(|(one, _)| one.id == correction_id).and_then(|(_, at)| *at);
            let builds = |(later, at): &(Correction, Option<i32>)| {
                later.id > correction_id && number.is_some() && *at == number && one.text.is_some()
            };
            if laid.corrections.iter().any(builds) {
                return Err(CorrectionError::BuiltUpon);
            }
        }
        correction::set_undone(writing, correction_id, person(by))?;
        let detail = json!({ "call": recording.call_id, "correction": correction_id });
        by.note(writing, "recording.correction_undone", "recording", id, detail)?;
        Ok(renew(writing, id)?)
    })
    .await
}

fn found(reading: &mut Reading<'_>, scope: &Scope, id: RecordingId) -> Result<Recording, CorrectionError> {
    recording::find(reading, scope, id)?.ok_or(CorrectionError::NoSuchRecording)
}

/// The recording and its words, held as they are until the end of the transaction.
fn to_correct(
    writing: &mut Writing<'_>,
    scope: &Scope,
    id: RecordingId,
) -> Result<(Recording, Laid), CorrectionError> {
    let recording = found(writing, scope, id)?;
    call::lock(writing, &[recording.call_id])?;
    let recording = found(writing, scope, id)?;
    let laid = correction::laid(writing, &recording)?.ok_or(CorrectionError::NoTranscript)?;
    if correction::of_recording(writing, id)?.len() >= CORRECTIONS_MOST {
        return Err(CorrectionError::TooMany { most: CORRECTIONS_MOST });
    }
    Ok((recording, laid))
}

fn word_at(laid: &Laid, number: i32) -> Result<&Wording, CorrectionError> {
    laid.words.iter().find(|word| word.number == number).ok_or(CorrectionError::NoSuchUtterance)
}

fn enter(
    writing: &mut Writing<'_>,
    by: By,
    laid: &Laid,
    (recording, word): (&Recording, &Wording),
    (text, speaker, times): (Option<String>, Option<ChannelRole>, Option<(i64, i64)>),
) -> Result<CorrectionId, CorrectionError> {
    // Where it was heard, not where somebody put it: that is where a later transcript hears it again.
    let heard = laid.heard.iter().find(|one| one.number == word.number);
    let new = Correction {
        id: CorrectionId::new(),
        recording_id: recording.id,
        call_id: recording.call_id,
        channel: word.channel,
        start_ms: heard.map_or(word.start_ms, |one| one.start_ms),
        end_ms: heard.map_or(word.end_ms, |one| one.end_ms),
        before: word.text.clone(),
        text,
        speaker,
        new_start_ms: times.map(|times| times.0),
        new_end_ms: times.map(|times| times.1),
        made_by: person(by),
        made_at: writing.now(),
        undone_by: None,
        undone_at: None,
    };
    correction::insert(writing, &new)?;
    Ok(new.id)
}

fn person(by: By) -> Option<PersonId> {
    match by.actor {
        Actor::Person(id) => Some(id),
        _ => None,
    }
}

fn checked_text(text: &str) -> Result<String, CorrectionError> {
    let text = text.trim();
    let fits = (1..=TEXT_MOST).contains(&text.chars().count());
    if !fits || text.chars().any(char::is_control) || text.contains(['⟦', '⟧']) {
        return Err(CorrectionError::BadText { most: TEXT_MOST });
    }
    Ok(text.to_owned())
}

fn check_times(times: Option<(i64, i64)>, recording: &Recording) -> Result<(), CorrectionError> {
    let Some((start, end)) = times else { return Ok(()) };
    let length = recording
        .audio
        .as_ref()
        .map_or(i64::MAX, |audio| i64::try_from(audio.duration_ms).unwrap_or(i64::MAX));
    if start >= 0 && start < end && end <= length { Ok(()) } else { Err(CorrectionError::BadTimes) }
}
