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
use crate::db::transcript::Utterance;
use crate::db::wording::Wording;
use crate::db::{Db, Page, Reading, Scope, Window, Writing, call, recording};
use crate::ids::{CorrectionId, PersonId, RecordingId};
use serde_json::json;
use std::collections::BTreeMap;

/// The longest text of an utterance, in characters.
const TEXT_MOST: usize = 4_000;
/// The most corrections of a recording that hold at once.
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

/// Which corrections of a recording are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All that were ever made.
    All,
    /// Those that hold and lie on the utterance of this number.
    On(i32),
    /// Those that hold and do not fit the transcript of now.
    Misfits,
}

/// Corrections of a recording that exists for the caller, the youngest first.
pub async fn list(
    db: &Db,
    scope: Scope,
    id: RecordingId,
    wanted: Wanted,
    window: Window,
) -> Result<Page<CorrectionLine>, CorrectionError> {
    db.read(move |reading| {
        let recording = found(reading, &scope, id)?;
        let held = correction::laid(reading, &recording)?.map(|laid| laid.corrections).unwrap_or_default();
        let placed: BTreeMap<CorrectionId, Option<i32>> =
            held.iter().map(|(one, number)| (one.id, *number)).collect();
        let page = match wanted {
            Wanted::All => correction::of_recording(reading, id, window)?,
            Wanted::On(number) => part(held, window, |at| at == Some(number)),
            Wanted::Misfits => part(held, window, |at| at.is_none()),
        };
        let people = page.items.iter().flat_map(|one| [one.made_by, one.undone_by]).flatten();
        let names = named::of_people(reading, people.collect::<Vec<_>>())?;
        Ok(page.map(|one| CorrectionLine {
            number: placed.get(&one.id).copied().flatten(),
            made_by: one.made_by.map(|id| names.named(id)),
            undone_by: one.undone_by.map(|id| names.named(id)),
            correction: one,
        }))
    })
    .await
}

/// A page of those that lie where it is wanted, the youngest first.
fn part(
    held: Vec<(Correction, Option<i32>)>,
    window: Window,
    wanted: impl Fn(Option<i32>) -> bool,
) -> Page<Correction> {
    let all: Vec<Correction> =
        held.into_iter().rev().filter(|(_, at)| wanted(*at)).map(|(one, _)| one).collect();
    let counted = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let limit = usize::try_from(window.limit()).unwrap_or_default() + 1;
    let rest = all.into_iter().filter(|one| window.after.is_none_or(|after| *one.id.as_bytes() < after.id));
    Page::of(rest.take(limit).collect(), window, counted, Correction::place)
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
        must_have_room(&laid, 1)?;
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
/// Where that is what the last exchange has changed, it is taken back. Returns in how many utterances.
pub async fn exchange_speakers(
    db: &Db,
    by: By,
    scope: Scope,
    id: RecordingId,
    channel: i32,
) -> Result<usize, CorrectionError> {
    db.write(move |writing| {
        let (recording, laid) = to_correct(writing, &scope, id)?;
        let exchanged = turned(&laid, channel);
        if exchanged.is_empty() {
            return Ok(0);
        }
        let before = last_exchange(&recording, &laid, &exchanged);
        if let Some(before) = &before {
            correction::set_all_undone(writing, before, person(by))?;
        } else {
            must_have_room(&laid, exchanged.len())?;
            for (word, other) in &exchanged {
                enter(writing, by, &laid, (&recording, word), (None, Some(*other), None))?;
            }
        }
        let detail = json!({ "call": recording.call_id, "channel": channel, "utterances": exchanged.len(),
            "taken_back": before.is_some() });
        by.note(writing, "recording.speakers_exchanged", "recording", id, detail)?;
        renew(writing, id)?;
        Ok(exchanged.len())
    })
    .await
}

/// Who says which utterance of a channel once its speakers are exchanged; without those that stay.
fn turned(laid: &Laid, channel: i32) -> Vec<(&Wording, ChannelRole)> {
    let said = || laid.words.iter().filter(|word| word.channel == channel);
    let nobody_is_known = said().all(|word| word.role.is_none());
    let other = |role: Option<ChannelRole>| match role {
        Some(ChannelRole::Agent) => Some(ChannelRole::Customer),
        Some(ChannelRole::Customer) => Some(ChannelRole::Agent),
        None if nobody_is_known => Some(ChannelRole::Agent),
        _ => None,
    };
    said().filter_map(|word| Some((word, other(word.role)?))).collect()
}

/// What the last exchange entered, where that alone makes the difference to who is to speak now.
fn last_exchange(
    recording: &Recording,
    laid: &Laid,
    exchanged: &[(&Wording, ChannelRole)],
) -> Option<Vec<CorrectionId>> {
    let mut said: BTreeMap<i32, Vec<&Correction>> = BTreeMap::new();
    for (one, number) in &laid.corrections {
        if let (Some(number), Some(_)) = (number, one.speaker) {
            said.entry(*number).or_default().push(one);
        }
    }
    let heard: BTreeMap<i32, &Utterance> = laid.heard.iter().map(|one| (one.number, one)).collect();
    let mut entered: Vec<&Correction> = Vec::with_capacity(exchanged.len());
    for (word, other) in exchanged {
        let (last, earlier) = said.get(&word.number)?.split_last()?;
        let as_heard = || correction::role_heard(recording, heard.get(&word.number)?);
        let without = earlier.last().map_or_else(as_heard, |one| one.speaker);
        let is_of_it = entered.first().is_none_or(|first| first.made_at == last.made_at);
        if !last.is_of_speaker_alone() || without != Some(*other) || !is_of_it {
            return None;
        }
        entered.push(last);
    }
    Some(entered.into_iter().map(|one| one.id).collect())
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
        let one = correction::find(writing, id, correction_id)?.ok_or(CorrectionError::NoSuchCorrection)?;
        if one.undone_at.is_some() {
            return Ok(());
        }
        if let Some(laid) = correction::laid(writing, &recording)? {
            let number =
                laid.corrections.iter().find(|(one, _)| one.id == correction_id).and_then(|(_, at)| *at);
            // Whose voice it is does not depend on the words.
            let builds = |(later, at): &(Correction, Option<i32>)| {
                later.id > correction_id
                    && number.is_some()
                    && *at == number
                    && one.text.is_some()
                    && !later.is_of_speaker_alone()
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
    Ok((recording, laid))
}

fn must_have_room(laid: &Laid, more: usize) -> Result<(), CorrectionError> {
    let is_room = laid.corrections.len() + more <= CORRECTIONS_MOST;
    if is_room { Ok(()) } else { Err(CorrectionError::TooMany { most: CORRECTIONS_MOST }) }
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
