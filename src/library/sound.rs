//! What is heard and read of a clip or a case: never more than everybody may hear of it, from its
//! beginning to its end.

use super::cases::case_range;
use super::clips::range_of;
use super::eyes::{self, SeenCase};
use super::hidden::Hidden;
use super::{LibraryError, clips};
use crate::access::Who;
use crate::audio::{Peaks, Voice};
use crate::db::recording::Recording;
use crate::db::wording::Wording;
use crate::db::{Reading, Scope, call, participation, person, recording};
use crate::ids::{CallId, CaseId, ClipId, RecordingId};
use crate::recorder::{CutSound, Progress, RecorderError, Shelf, TranscriptPage};
use crate::time::Instant;

/// How many utterances of a recording are looked at a time.
const PAGE: i64 = 200;
/// The most utterances of a case.
const UTTERANCES_MOST: usize = 2_000;

/// A stretch of a recording that somebody may hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The call.
    pub call_id: CallId,
    /// The recording.
    pub recording_id: RecordingId,
    /// Where it lies on the call's timeline, in milliseconds.
    pub range: (i64, i64),
    /// Where the recording begins on it.
    pub offset_ms: i64,
    /// When the call began.
    pub started_at: Instant,
    /// With which voices it is heard.
    pub voice: Voice,
}

impl Stretch {
    /// From where in the recording until where, in milliseconds.
    fn within(&self) -> (u64, u64) {
        let within = |at: i64| u64::try_from(at.saturating_sub(self.offset_ms)).unwrap_or_default();
        (within(self.range.0), within(self.range.1))
    }

    /// Its sound.
    pub async fn cut(&self, shelf: &Shelf) -> Result<CutSound, LibraryError> {
        let (start, end) = self.within();
        Ok(shelf.cut(self.recording_id, (start, end), self.voice).await?)
    }

    /// Its waveform: that of the recording, and the part of it.
    pub async fn peaks(&self, shelf: &Shelf) -> Result<(Peaks, (u64, u64)), LibraryError> {
        Ok((shelf.peaks(Scope::Everything, self.recording_id).await?, self.within()))
    }
}

/// A clip of a call that the caller may hear (`scope`).
pub async fn clip_stretch(
    shelf: &Shelf,
    who: &Who,
    scope: Scope,
    id: ClipId,
) -> Result<Stretch, LibraryError> {
    let line = clips::find_clip(&shelf.db, who, scope, id).await?;
    let clip = line.clip;
    let range = (clip.start_ms, clip.end_ms);
    let (call_id, recording_id) = (clip.call_id, clip.recording_id);
    shelf.db.read(move |reading| stretch(reading, (call_id, recording_id), range, Voice::Own)).await
}

/// A case that the caller may hear.
pub async fn case_stretch(shelf: &Shelf, who: &Who, id: CaseId) -> Result<Stretch, LibraryError> {
    let who = who.clone();
    shelf
        .db
        .read(move |reading| {
            let SeenCase { case, sight, .. } = eyes::find_to_hear(reading, &who, id)?;
            let range = case_range(reading, &case)?;
            stretch(reading, (case.call_id, case.recording_id), range, sight.voice())
        })
        .await
}

/// What is said in a case, in its order, with times on the call's timeline. Where the reader does not see
/// who is heard, their names and numbers are left out of it too, and what is known of the customer.
pub struct CaseWords {
    /// How far the transcript is.
    pub progress: Progress,
    /// What is said.
    pub utterances: Vec<Wording>,
    /// Where the recording begins on that timeline; times of single words are those of the recording.
    pub offset_ms: i64,
    /// Whether the words are too poor to go by.
    pub is_poor: bool,
}

/// What is said in a case that the caller may hear.
pub async fn case_words(shelf: &Shelf, who: &Who, id: CaseId) -> Result<CaseWords, LibraryError> {
    let place = case_stretch(shelf, who, id).await?;
    let (start, end) = (place.range.0 - place.offset_ms, place.range.1 - place.offset_ms);
    let (mut from, mut utterances) = (0, Vec::new());
    let (progress, is_poor) = loop {
        let page: TranscriptPage =
            shelf.transcript(Scope::Everything, None, place.recording_id, from, PAGE).await?;
        let within = page.utterances.into_iter().filter(|one| one.end_ms > start && one.start_ms < end);
        utterances.extend(within);
        match page.next {
            Some(next) if utterances.len() < UTTERANCES_MOST => from = next,
            _ => break (page.progress, page.quality.is_some_and(|quality| quality.is_poor)),
        }
    };
    let hidden = shelf.db.read({
        let who = who.clone();
        move |reading| hidden_in(reading, &who, id)
    });
    let hidden = hidden.await?;
    for one in &mut utterances {
        one.start_ms += place.offset_ms;
        one.end_ms += place.offset_ms;
        let text = hidden.left_out_of(&one.text);
        if text != one.text {
            one.text = text;
            one.words = None;
        }
    }
    Ok(CaseWords { progress, utterances, offset_ms: place.offset_ms, is_poor })
}

/// A stretch of a call, of the recording in which it begins and no further than that goes.
pub(super) fn stretch_of_call(
    reading: &mut Reading<'_>,
    call_id: CallId,
    (start, end): (i64, i64),
    voice: Voice,
) -> Result<Stretch, LibraryError> {
    let lies = |one: &Recording| {
        let (from, until) = range_of(one);
        until.filter(|until| from <= start && start < *until)
    };
    let found = recording::of_calls(reading, &[call_id])?;
    let found = found.iter().filter_map(|one| Some((one, lies(one)?))).max_by_key(|(one, _)| one.offset_ms);
    let (recording, until) = found.ok_or(RecorderError::NotFound { what: "recording" })?;
    stretch(reading, (call_id, recording.id), (start, end.min(until)), voice)
}

fn stretch(
    reading: &mut Reading<'_>,
    (call_id, recording_id): (CallId, RecordingId),
    range: (i64, i64),
    voice: Voice,
) -> Result<Stretch, LibraryError> {
    let found = recording::find(reading, &Scope::Everything, recording_id)?;
    let recording = found.ok_or(RecorderError::NotFound { what: "recording" })?;
    let call =
        call::find(reading, &Scope::Everything, call_id)?.ok_or(RecorderError::NotFound { what: "call" })?;
    let offset_ms = recording.offset_ms;
    Ok(Stretch { call_id, recording_id, range, offset_ms, started_at: call.started_at, voice })
}

/// Who is not to be known from what the reader reads in a case: whoever is heard, and the customer.
fn hidden_in(reading: &mut Reading<'_>, who: &Who, id: CaseId) -> Result<Hidden, LibraryError> {
    let seen = eyes::find_to_hear(reading, who, id)?;
    let mut hidden = Hidden::default();
    if seen.sight.shows_names(seen.case.hides_names) {
        return Ok(hidden);
    }
    for person_id in seen.heard.people {
        if let Some(person) = person::by_id(reading, person_id)? {
            hidden.name(&person.name);
            hidden.number(person.staff_number.as_deref().unwrap_or_default());
        }
    }
    for (_, agent) in participation::of_calls(reading, &[seen.case.call_id])? {
        hidden.name(agent.name.as_deref().unwrap_or_default());
        hidden.number(&agent.external_id);
    }
    if let Some(call) = call::find(reading, &Scope::Everything, seen.case.call_id)? {
        hidden.customer(&call.metadata);
        hidden.number(call.customer_number.as_ref().map(|number| number.0.as_str()).unwrap_or_default());
    }
    Ok(hidden)
}
