//! What everybody hears and reads of a recording, and what only those do who may hear originals: where
//! card numbers and the like are hidden, what is ordinary has them taken out.
//!
//! While they are not taken out yet, the original is what there is: open to those who may hear originals,
//! closed to everybody else, for whose sake the work moves to the head of its queue. Where that work was given
//! up or stopped, they are told so.

use super::RecorderError;
use super::shelf::{Progress, Shelf, Sound, TranscriptPage, ending, found, media_type, once_more, progress};
use crate::access::By;
use crate::db::job::{self, JobState, Wish};
use crate::db::recording::{Recording, RecordingState};
use crate::db::redaction::{self, Standing};
use crate::db::stored_object::{self, Purpose};
use crate::db::wording::{self, Wording};
use crate::db::wordless_speech;
use crate::db::{Db, DbError, Reading, Scope, call, correction, recording, transcript, transcript_quality};
use crate::ids::{CallId, RecordingId};
use crate::time::Instant;
use serde_json::json;
use std::collections::BTreeSet;

/// A sound for somebody.
pub struct Heard {
    /// The sound.
    pub sound: Sound,
    /// Whether it is the original of a recording of which things are hidden; that is to be noted.
    pub is_original: bool,
}

/// A recording as a file for somebody.
pub struct HeardFile {
    /// Its sound.
    pub heard: Heard,
    /// When its call began.
    pub started_at: Instant,
    /// How the name of the file ended under which it came, where that is what is given.
    pub ending: Option<String>,
}

impl Shelf {
    /// What to play of a recording: the redacted sound where something is hidden; else the rendition where
    /// there is one, else the file as it came. `originals` is where the caller may hear originals.
    pub async fn sound(
        &self,
        scope: Scope,
        originals: Option<Scope>,
        id: RecordingId,
    ) -> Result<Heard, RecorderError> {
        let heard = self.db.read(move |reading| {
            let recording = found(reading, &scope, id)?;
            let standing = redaction::standing(reading, &recording)?;
            if standing.sound_is_open() && standing.sound_is_redacted() {
                return redacted(reading, id);
            }
            let is_original = !standing.sound_is_open();
            if is_original {
                must_hear_originals(reading, &recording, originals.as_ref())?;
            }
            Ok(Heard { sound: played(reading, &recording)?, is_original })
        });
        self.or_hasten(heard.await, id).await
    }

    /// What to play of a recording with nothing hidden; `originals` is where the caller may hear that.
    pub async fn original_sound(&self, originals: Scope, id: RecordingId) -> Result<Heard, RecorderError> {
        self.db
            .read(move |reading| {
                let recording = found(reading, &originals, id)?;
                let is_original = hides(redaction::standing(reading, &recording)?);
                Ok(Heard { sound: played(reading, &recording)?, is_original })
            })
            .await
    }

    /// A recording for whoever takes it away as a file: as it came in, or the redacted sound where something
    /// is hidden and the caller does not ask for the original.
    pub async fn file(
        &self,
        scope: Scope,
        originals: Option<Scope>,
        id: RecordingId,
        wants_original: bool,
    ) -> Result<HeardFile, RecorderError> {
        let file = self.db.read(move |reading| {
            let recording = found(reading, &scope, id)?;
            let call = call::find(reading, &scope, recording.call_id)?
                .ok_or(RecorderError::NotFound { what: "recording" })?;
            let standing = redaction::standing(reading, &recording)?;
            let started_at = call.started_at;
            if standing.sound_is_open() && standing.sound_is_redacted() && !wants_original {
                return Ok(HeardFile { heard: redacted(reading, id)?, started_at, ending: None });
            }
            let is_original = if wants_original { hides(standing) } else { !standing.sound_is_open() };
            if is_original {
                must_hear_originals(reading, &recording, originals.as_ref())?;
            }
            let object = stored_object::of_recording(reading, id, Purpose::Original)?
                .ok_or(RecorderError::NotFound { what: "recording" })?;
            let ending = recording.file_name.as_deref().and_then(ending);
            let sound = Sound { object, media_type: media_type(&recording) };
            Ok(HeardFile { heard: Heard { sound, is_original }, started_at, ending })
        });
        self.or_hasten(file.await, id).await
    }

    /// What everybody may read of a recording, `limit` utterances from number `from` on. Where its sound is
    /// still closed to the reader, that work moves to the head of its queue.
    pub async fn transcript(
        &self,
        scope: Scope,
        originals: Option<Scope>,
        id: RecordingId,
        from: i32,
        limit: i64,
    ) -> Result<TranscriptPage, RecorderError> {
        let page = self.db.read(move |reading| {
            let recording = found(reading, &scope, id)?;
            match redaction::standing(reading, &recording)? {
                // The words for everybody may still have marks from before the source stopped hiding things.
                Standing::Off => {
                    let page = page(reading, &recording, &Words::Original, (from, limit))?;
                    Ok((TranscriptPage { is_original: false, ..page }, false))
                }
                standing @ Standing::Known { .. } => {
                    let hears = standing.sound_is_open() || hears(reading, &recording, originals.as_ref())?;
                    Ok((page(reading, &recording, &Words::Everybodys, (from, limit))?, !hears))
                }
                Standing::Unknown => {
                    must_hear_originals(reading, &recording, originals.as_ref())?;
                    Ok((page(reading, &recording, &Words::Original, (from, limit))?, false))
                }
            }
        });
        let (page, awaits_sound) = self.or_hasten(page.await, id).await?;
        if awaits_sound {
            hasten(&self.db, page.call_id).await?;
        }
        Ok(page)
    }

    /// The call of a recording, where its original words are not those that everybody reads, or may not be:
    /// whoever reads any of them, reads an original.
    pub async fn if_hidden(
        &self,
        originals: Scope,
        id: RecordingId,
    ) -> Result<Option<CallId>, RecorderError> {
        self.db
            .read(move |reading| {
                let recording = found(reading, &originals, id)?;
                let hides = hides(redaction::standing(reading, &recording)?);
                Ok(hides.then_some(recording.call_id))
            })
            .await
    }

    /// The words of a recording with nothing hidden; `originals` is where the caller may read that.
    pub async fn original_transcript(
        &self,
        originals: Scope,
        id: RecordingId,
        from: i32,
        limit: i64,
    ) -> Result<TranscriptPage, RecorderError> {
        self.db
            .read(move |reading| {
                let recording = found(reading, &originals, id)?;
                let mut page = page(reading, &recording, &Words::Original, (from, limit))?;
                page.is_original &= hides(redaction::standing(reading, &recording)?);
                Ok(page)
            })
            .await
    }

    /// Has the words of the call of this recording made, before others that wait.
    pub async fn ask_for_words(&self, by: By, scope: Scope, id: RecordingId) -> Result<(), RecorderError> {
        self.db
            .write(move |writing| {
                let recording = found(writing, &scope, id)?;
                if job::is_news(writing, recording.call_id, Wish::Asked)? {
                    job::want_words(writing, recording.call_id, Wish::Asked)?;
                    by.note(writing, "transcript.asked_for", "recording", id, json!({}))?;
                }
                Ok(())
            })
            .await
    }

    /// Has the words of this recording made once more, before others that wait, although there are some.
    pub async fn ask_again(&self, by: By, scope: Scope, id: RecordingId) -> Result<(), RecorderError> {
        self.db
            .write(move |writing| {
                let recording = found(writing, &scope, id)?;
                // Two at once: the second finds the work of the first.
                call::lock(writing, &[recording.call_id])?;
                if recording.paired_into.is_some() {
                    return Err(RecorderError::HeardThroughItsPair);
                }
                match (recording.state, &recording.failure) {
                    (RecordingState::Prepared, _) => {}
                    (_, Some((_, reason))) => {
                        return Err(RecorderError::CannotBeDecoded { reason: reason.clone() });
                    }
                    _ => return Err(RecorderError::NotPreparedYet),
                }
                if job::want_again(writing, &recording)? {
                    let detail = json!({ "call": recording.call_id });
                    by.note(writing, "transcript.asked_again", "recording", id, detail)?;
                }
                Ok(())
            })
            .await
    }

    /// Where somebody was turned away because a recording is not ready for everybody, that work moves to the
    /// head of its queue.
    async fn or_hasten<T>(
        &self,
        answer: Result<T, RecorderError>,
        id: RecordingId,
    ) -> Result<T, RecorderError> {
        if matches!(answer, Err(RecorderError::BeingRedacted)) {
            let of = self.db.read(move |reading| recording::find(reading, &Scope::Everything, id)).await?;
            if let Some(recording) = of {
                hasten(&self.db, recording.call_id).await?;
            }
        }
        answer
    }
}

/// Moves what opens a call to everybody to the head of its queue: somebody was turned away.
pub async fn hasten(db: &Db, call_id: CallId) -> Result<(), DbError> {
    if db.read(move |reading| job::is_news(reading, call_id, Wish::Awaited)).await? {
        db.write(move |writing| job::want_words(writing, call_id, Wish::Awaited)).await?;
    }
    Ok(())
}

/// Whether the original holds, or may hold, what others do not hear.
fn hides(standing: Standing) -> bool {
    !matches!(standing, Standing::Off | Standing::Known { spans: 0, .. })
}

/// Refuses whoever may not hear the original of this recording, and says what they wait for.
pub fn must_hear_originals(
    reading: &mut Reading<'_>,
    recording: &Recording,
    originals: Option<&Scope>,
) -> Result<(), RecorderError> {
    if hears(reading, recording, originals)? {
        return Ok(());
    }
    let waits_in_vain = is_given_up(reading, recording)?;
    Err(if waits_in_vain { RecorderError::CannotBeRedacted } else { RecorderError::BeingRedacted })
}

/// Whether the recording lies where the caller may hear originals.
fn hears(
    reading: &mut Reading<'_>,
    recording: &Recording,
    originals: Option<&Scope>,
) -> Result<bool, DbError> {
    match originals {
        Some(scope) => Ok(call::find(reading, scope, recording.call_id)?.is_some()),
        None => Ok(false),
    }
}

/// Whether nothing takes out of a recording what is to be hidden, as long as nobody does something about it:
/// its words were given up or stopped, or its redacted sound was.
fn is_given_up(reading: &mut Reading<'_>, recording: &Recording) -> Result<bool, RecorderError> {
    if transcript::current(reading, recording.id)?.is_none() {
        let progress = progress(reading, recording, false)?;
        return Ok(matches!(progress, Progress::Failed { .. } | Progress::Stopped));
    }
    let jobs = job::of_call(reading, recording.call_id)?;
    let makes_sound =
        |job: &&job::Job| job.kind == job::REDACT_SOUND && job.recording_id() == Some(recording.id);
    Ok(jobs.iter().rev().find(makes_sound).is_some_and(|job| job.state == JobState::Dead))
}

fn redacted(reading: &mut Reading<'_>, id: RecordingId) -> Result<Heard, RecorderError> {
    let object = stored_object::of_recording(reading, id, Purpose::Redacted)?
        .ok_or(RecorderError::NotFound { what: "recording" })?;
    Ok(Heard { sound: Sound { object, media_type: "audio/wav" }, is_original: false })
}

fn played(reading: &mut Reading<'_>, recording: &Recording) -> Result<Sound, RecorderError> {
    if let Some(object) = stored_object::of_recording(reading, recording.id, Purpose::Rendition)? {
        return Ok(Sound { object, media_type: "audio/wav" });
    }
    let object = stored_object::of_recording(reading, recording.id, Purpose::Original)?
        .ok_or(RecorderError::NotFound { what: "recording" })?;
    Ok(Sound { object, media_type: media_type(recording) })
}

/// Which words.
#[derive(PartialEq)]
enum Words {
    /// What everybody may read.
    Everybodys,
    /// With nothing hidden.
    Original,
}

fn page(
    reading: &mut Reading<'_>,
    recording: &Recording,
    which: &Words,
    (from, limit): (i32, i64),
) -> Result<TranscriptPage, RecorderError> {
    let current = transcript::current(reading, recording.id)?;
    let progress = progress(reading, recording, current.is_some())?;
    let again = if current.is_some() { once_more(reading, recording)? } else { None };
    // Most recordings have no corrections, and what everybody reads is paged where it is stored.
    let needs_all = correction::is_corrected(reading, recording.id)? || *which == Words::Original;
    let laid = if needs_all { correction::laid(reading, recording)? } else { None };
    let corrected = laid.as_ref().map(correction::Laid::corrected).unwrap_or_default();
    let misfits = laid.as_ref().map_or(0, correction::Laid::misfits);
    let original: Vec<Wording> = laid.map(|laid| laid.words).unwrap_or_default();
    let mut utterances = match which {
        Words::Everybodys => wording::of_recording(reading, recording.id, from, limit + 1)?,
        Words::Original => part(original, from, limit),
    };
    let at_most = usize::try_from(limit).unwrap_or(usize::MAX);
    let (next, until_ms) = utterances.get(at_most).map(|next| (next.number, next.start_ms)).unzip();
    utterances.truncate(at_most);
    let from_ms = utterances.first().filter(|_| from > 0).map_or(0, |first| first.start_ms);
    let wordless =
        wordless_speech::of_recording(reading, recording.id, from_ms..until_ms.unwrap_or(i64::MAX))?;
    let shown: BTreeSet<i32> = utterances.iter().map(|one| one.number).collect();
    Ok(TranscriptPage {
        call_id: recording.call_id,
        progress,
        again,
        transcript: current,
        is_original: *which == Words::Original && !utterances.is_empty(),
        quality: transcript_quality::of_recording(reading, recording.id)?,
        corrected: corrected.intersection(&shown).copied().collect(),
        misfits,
        utterances,
        wordless,
        next,
    })
}

/// The utterances from this number on, and one more than the limit.
fn part(words: Vec<Wording>, from: i32, limit: i64) -> Vec<Wording> {
    let most = usize::try_from(limit).unwrap_or(usize::MAX).saturating_add(1);
    words.into_iter().filter(|word| word.number >= from).take(most).collect()
}
