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

#[cfg(test)]
mod tests {
    use super::super::prepare_recording::tests::{accepted, object, workshop};
    use super::*;
    use crate::audio;
    use crate::db::job::{self, NewJob};
    use crate::db::transcript::{self, Transcript, Utterance};
    use crate::db::wordless_speech::{self, WordlessSpeech};
    use crate::ids::TranscriptId;
    use crate::storage::whole;
    use crate::transcription::words;

    /// Two seconds of two lanes that are never silent.
    fn sound() -> Vec<u8> {
        let spec = hound::WavSpec {
            channels: 2,
            sample_rate: 8000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut file = std::io::Cursor::new(Vec::new());
        let mut writer = hound::WavWriter::new(&mut file, spec).unwrap();
        for _ in 0..16_000 {
            writer.write_sample(5_000_i16).unwrap();
            writer.write_sample(-5_000_i16).unwrap();
        }
        writer.finalize().unwrap();
        file.into_inner()
    }

    /// As the job does that transcribes.
    async fn said(workshop: &Workshop, about: &AboutRecording, text: &str) {
        heard(workshop, about, text, &[]).await;
    }

    /// The same where some speech has no words.
    async fn heard(workshop: &Workshop, about: &AboutRecording, text: &str, wordless: &[WordlessSpeech]) {
        let (id, text, wordless) = (about.recording_id, text.to_owned(), wordless.to_vec());
        let write = move |writing: &mut Writing<'_>| {
            let version = Transcript {
                id: TranscriptId::new(),
                recording_id: id,
                engine: "test".to_owned(),
                model: "test".to_owned(),
                settings: serde_json::Map::new(),
                language: None,
                is_current: true,
                created_at: writing.now(),
            };
            let utterance = Utterance {
                number: 0,
                channel: 0,
                start_ms: 500,
                end_ms: 1_000,
                text: text.clone(),
                confidence: 1.0,
                words: None,
                speaker: None,
            };
            transcript::insert_as_current(writing, &version, &[utterance])?;
            wordless_speech::insert(writing, version.id, &wordless)?;
            words::renew(writing, id)
        };
        workshop.db.write(write).await.unwrap();
    }

    async fn lanes(workshop: &Workshop, about: &AboutRecording) -> Option<Vec<Vec<f32>>> {
        let made = object(workshop, about, Purpose::Redacted).await?;
        let bytes = whole(workshop.storage.as_ref(), made.key, 1 << 20).await.unwrap();
        Some(audio::decode(std::io::Cursor::new(bytes.to_vec())).unwrap().channels)
    }

    #[tokio::test]
    async fn what_is_hidden_is_silent_on_both_lanes_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = workshop(folder.path());
        let about = accepted(&workshop, &sound()).await;
        said(&workshop, &about, "4111 1111 1111 1111").await;

        run(&workshop, &about).await.unwrap();

        let lanes = lanes(&workshop, &about).await.unwrap();
        for lane in &lanes {
            assert_eq!(lane.len(), 16_000);
            // From 500 to 1,000 ms, and 250 ms more on each side.
            assert!(lane[2_000..10_000].iter().all(|sample| *sample == 0.0));
            assert!(lane[..2_000].iter().chain(&lane[10_000..]).all(|sample| *sample != 0.0));
        }
    }

    #[tokio::test]
    async fn speech_without_words_is_silent_where_a_number_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = workshop(folder.path());
        let about = accepted(&workshop, &sound()).await;
        let wordless = [WordlessSpeech { channel: 1, start_ms: 1_500, end_ms: 1_700 }];
        heard(&workshop, &about, "what happened", &wordless).await;
        run(&workshop, &about).await.unwrap();
        assert!(lanes(&workshop, &about).await.is_none(), "nobody spoke of a number");

        heard(&workshop, &about, "and your card number", &wordless).await;
        run(&workshop, &about).await.unwrap();
        for lane in &lanes(&workshop, &about).await.unwrap() {
            // From 1,500 to 1,700 ms, and 250 ms more on each side.
            assert!(lane[10_000..15_600].iter().all(|sample| *sample == 0.0));
            assert!(lane[..10_000].iter().chain(&lane[15_600..]).all(|sample| *sample != 0.0));
        }
    }

    #[tokio::test]
    async fn hearing_it_once_more_opens_no_sound() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = workshop(folder.path());
        let about = accepted(&workshop, &sound()).await;
        said(&workshop, &about, "4111 1111 1111 1111").await;
        said(&workshop, &about, "for one, for one").await;
        run(&workshop, &about).await.unwrap();
        let lanes = lanes(&workshop, &about).await.unwrap();
        assert!(lanes[0][2_000..10_000].iter().all(|sample| *sample == 0.0));
    }

    #[tokio::test]
    async fn a_second_run_makes_nothing_and_other_spans_make_another_sound() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = workshop(folder.path());
        let about = accepted(&workshop, &sound()).await;
        let partly = "One moment please, let me look for my wallet, it must be somewhere in this bag. It is 4111 1111 1111 1111";
        said(&workshop, &about, partly).await;
        run(&workshop, &about).await.unwrap();
        let first = object(&workshop, &about, Purpose::Redacted).await.unwrap();
        run(&workshop, &about).await.unwrap();
        assert_eq!(object(&workshop, &about, Purpose::Redacted).await.unwrap().key, first.key);

        said(&workshop, &about, "4111 1111 1111 1111").await;
        run(&workshop, &about).await.unwrap();
        let second = object(&workshop, &about, Purpose::Redacted).await.unwrap();
        assert_ne!(second.key, first.key);
        let registered =
            workshop.db.read(move |reading| stored_object::registered(reading, &[first.key])).await;
        assert!(registered.unwrap().is_empty(), "the first is swept");
    }

    #[tokio::test]
    async fn without_anything_hidden_and_without_a_recording_there_is_nothing_to_make() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = workshop(folder.path());
        let about = accepted(&workshop, &sound()).await;
        said(&workshop, &about, "good morning").await;
        run(&workshop, &about).await.unwrap();
        assert!(lanes(&workshop, &about).await.is_none());
        run(&workshop, &AboutRecording { recording_id: RecordingId::new() }).await.unwrap();
    }

    #[tokio::test]
    async fn what_is_behind_is_renewed_and_its_sound_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = workshop(folder.path());
        let about = accepted(&workshop, &sound()).await;
        said(&workshop, &about, "4111 1111 1111 1111").await;
        let id = about.recording_id;
        // As it was before there was any of this: no words for everybody, nothing worked out.
        let forget = move |writing: &mut Writing<'_>| {
            let recording = recording::find(writing, &Scope::Everything, id)?.unwrap();
            crate::db::wording::replace(writing, recording.call_id, id, &[])?;
            redaction::forget(writing, id)
        };
        workshop.db.write(forget).await.unwrap();

        super::super::renew_words::run(&workshop.db).await.unwrap();

        let looked = workshop.db.read(move |reading| {
            let recording = recording::find(reading, &Scope::Everything, id)?.unwrap();
            let words = crate::db::wording::of_recording(reading, id, 0, 10)?;
            Ok::<_, DbError>((words, job::of_call(reading, recording.call_id)?))
        });
        let (words, jobs) = looked.await.unwrap();
        assert_eq!(words[0].text, "⟦card⟧");
        assert!(jobs.iter().any(|job| job.kind == NewJob::redact_sound(jobs[0].call_id.unwrap(), id).kind));
    }
}
