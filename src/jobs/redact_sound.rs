//! The job that makes the sound that everybody may hear of a recording in which something is hidden.

use super::transcribe_recording::played;
use super::{AboutRecording, JobError, Workshop};
use crate::audio::{AudioError, Covering, Span, redact};
use crate::db::audit::{Actor, Line};
use crate::db::recording::Recording;
use crate::db::redaction::{self, Cover};
use crate::db::stored_object::{self, Purpose, StoredObject};
use crate::db::{DbError, Reading, Scope, Writing, audit, recording};
use crate::ids::{ObjectKey, RecordingId};
use crate::recorder::{Ffmpeg, Readable};
use crate::storage::{LocalCopy, put_file};
use serde_json::json;
use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

/// What is to be made.
struct Order {
    recording: Recording,
    played: StoredObject,
    cover: Cover,
    edition: i64,
    stretches: Vec<Span>,
}

/// Where the sound is written; removed when dropped.
struct Made(PathBuf);

impl Drop for Made {
    fn drop(&mut self) {
        // The folder goes with the process.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Makes the sound from what is played of the recording now, and registers it, unless the spans have
/// changed meanwhile: then another job waits already.
pub(super) async fn run(workshop: &Workshop, about: &AboutRecording) -> Result<(), JobError> {
    let id = about.recording_id;
    let Some(order) = workshop.db.read(move |reading| order(reading, id)).await? else {
        // Deleted, nothing hidden any more, or made already.
        return Ok(());
    };
    let folder = workshop.spool.folder();
    let copy = LocalCopy::fetch(workshop.storage.as_ref(), order.played.key, folder).await?;
    let made = Made(folder.join(format!("redacted-{id}.wav")));
    write(workshop, &order, &copy, &made)?;
    let key = ObjectKey::new();
    let bytes = put_file(workshop.storage.as_ref(), key, &made.0).await?;
    workshop.db.write(move |writing| note(writing, &order, key, bytes)).await?;
    Ok(())
}

fn order(reading: &mut Reading<'_>, id: RecordingId) -> Result<Option<Order>, DbError> {
    let Some((recording, played)) = played(reading, id)? else { return Ok(None) };
    let Some(cover) = redaction::cover_of(reading, recording.call_id)? else { return Ok(None) };
    if redaction::standing(reading, &recording)?.sound_is_open() {
        return Ok(None);
    }
    let Some((edition, spans)) = redaction::spans(reading, id)? else { return Ok(None) };
    let unsigned = |at_ms: i64| u64::try_from(at_ms).unwrap_or_default();
    let stretches = spans
        .iter()
        .map(|span| Span { start_ms: unsigned(span.start_ms), end_ms: unsigned(span.end_ms) })
        .collect();
    Ok(Some(Order { recording, played, cover, edition, stretches }))
}

fn write(workshop: &Workshop, order: &Order, copy: &LocalCopy, made: &Made) -> Result<(), JobError> {
    let is_original = order.played.purpose == Purpose::Original;
    let name = order.recording.file_name.as_deref().filter(|_| is_original);
    let readable = Readable::find(copy.path(), name, workshop.spool.folder(), &Ffmpeg::default())?;
    let file = File::create(&made.0).map_err(|error| AudioError::Write(error.into()))?;
    let covering = match order.cover {
        Cover::Silence => Covering::Silence,
        Cover::Beep => Covering::Beep,
    };
    Ok(redact(readable.open()?, &order.stretches, covering, BufWriter::new(file))?)
}

fn note(writing: &mut Writing<'_>, order: &Order, key: ObjectKey, bytes: u64) -> Result<(), DbError> {
    let recording = &order.recording;
    let is_there = recording::find(writing, &Scope::Everything, recording.id)?.is_some();
    if !is_there || !redaction::set_sound(writing, recording.id, order.edition)? {
        // What was made has no row, and is swept.
        return Ok(());
    }
    stored_object::forget(writing, recording.id, Purpose::Redacted)?;
    let registered = StoredObject {
        key,
        call_id: recording.call_id,
        recording_id: Some(recording.id),
        purpose: Purpose::Redacted,
        bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
        created_at: writing.now(),
    };
    stored_object::insert(writing, &registered)?;
    let line = Line {
        actor: Actor::System,
        action: "recording.redacted",
        noun: "recording",
        noun_id: &recording.id.to_string(),
        detail: json!({ "call": recording.call_id, "stretches": order.stretches.len() }),
        request_id: None,
    };
    audit::append(writing, &line)
}
