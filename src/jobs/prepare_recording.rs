//! The job that decodes a recording once: how long, which channels, its waveform and, where the
//! browser cannot play the file exactly, a rendition that it can.

use super::{AboutRecording, JobError, Workshop};
use crate::audio::{self, AudioError, ChannelFindings, Findings, Prepared};
use crate::db::audit::{Actor, Line};
use crate::db::job::{self, NewJob};
use crate::db::recording::{AudioFacts, Recording};
use crate::db::recording_signal::{ChannelSignal, RecordingSignal};
use crate::db::stored_object::{Purpose, StoredObject};
use crate::db::{DbError, Reading, Scope, Writing, audit, recording, recording_signal, stored_object};
use crate::error::{Coded, Kind};
use crate::ids::{ObjectKey, RecordingId};
use crate::recorder::{Ffmpeg, Readable};
use crate::storage::{LocalCopy, Storage, put_file};
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use serde_json::json;
use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

/// An object that is stored and not yet registered.
struct Made {
    key: ObjectKey,
    purpose: Purpose,
    bytes: u64,
}

/// Prepares the recording, and enters the job that transcribes it. A recording that cannot be
/// decoded is marked so, with its reason: that is a result, not a failure of the job.
pub(super) async fn run(workshop: &Workshop, about: &AboutRecording) -> Result<(), JobError> {
    let id = about.recording_id;
    let Some((recording, original)) = workshop.db.read(move |reading| found(reading, id)).await? else {
        // Deleted since the job was entered.
        return Ok(());
    };
    let copy = LocalCopy::fetch(workshop.storage.as_ref(), original.key, workshop.spool.folder()).await?;
    let rendition = Rendition(workshop.spool.folder().join(format!("rendition-{id}.wav")));
    match decode(workshop, &recording, &copy, &rendition) {
        Ok(prepared) => {
            let made = store(&workshop.storage, &prepared, &rendition).await?;
            workshop.db.write(move |writing| note_prepared(writing, &recording, &prepared, &made)).await?;
            Ok(())
        }
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Unsupported) => {
            let (code, message) = (error.code(), error.to_string());
            workshop.db.write(move |writing| note_undecodable(writing, &recording, code, &message)).await?;
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// The recording and the object that holds it as it came.
fn found(reading: &mut Reading<'_>, id: RecordingId) -> Result<Option<(Recording, StoredObject)>, DbError> {
    let Some(recording) = recording::find(reading, &Scope::Everything, id)? else { return Ok(None) };
    let original = stored_object::of_recording(reading, id, Purpose::Original)?;
    Ok(original.map(|original| (recording, original)))
}

/// Where the rendition is written, if one is needed; removed when dropped.
struct Rendition(PathBuf);

impl Drop for Rendition {
    fn drop(&mut self) {
        // Most recordings need none; and the folder goes with the process.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn decode(
    workshop: &Workshop,
    recording: &Recording,
    copy: &LocalCopy,
    rendition: &Rendition,
) -> Result<Prepared, AudioError> {
    let (name, folder) = (recording.file_name.as_deref(), workshop.spool.folder());
    let readable = Readable::find(copy.path(), name, folder, &Ffmpeg::default())?;
    audio::prepare(readable.open()?, || File::create(&rendition.0).map(BufWriter::new))
}

async fn store(storage: &Storage, prepared: &Prepared, rendition: &Rendition) -> Result<Vec<Made>, JobError> {
    let peaks = Bytes::from(prepared.peaks.to_bytes());
    let bytes = peaks.len() as u64;
    let key = ObjectKey::new();
    storage.put(key, bytes, stream::once(async move { Ok(peaks) }).boxed()).await?;
    let mut made = vec![Made { key, purpose: Purpose::Peaks, bytes }];
    if prepared.playback == audio::Playback::Rendition {
        let key = ObjectKey::new();
        let bytes = put_file(storage.as_ref(), key, &rendition.0).await?;
        made.push(Made { key, purpose: Purpose::Rendition, bytes });
    }
    Ok(made)
}

fn note_prepared(
    writing: &mut Writing<'_>,
    recording: &Recording,
    prepared: &Prepared,
    made: &[Made],
) -> Result<(), DbError> {
    if recording::find(writing, &Scope::Everything, recording.id)?.is_none() {
        return Ok(());
    }
    recording::set_prepared(writing, recording.id, &facts(prepared))?;
    recording_signal::replace(writing, recording.id, &signal(&prepared.findings))?;
    for purpose in [Purpose::Peaks, Purpose::Rendition] {
        stored_object::forget(writing, recording.id, purpose)?;
    }
    let now = writing.now();
    for object in made {
        let registered = StoredObject {
            key: object.key,
            call_id: recording.call_id,
            recording_id: Some(recording.id),
            purpose: object.purpose,
            bytes: i64::try_from(object.bytes).unwrap_or(i64::MAX),
            created_at: now,
        };
        stored_object::insert(writing, &registered)?;
    }
    if recording.leg.is_some() {
        job::enter_next(writing, NewJob::pair_legs(recording.call_id))?;
    }
    let audio_ms = i64::try_from(facts(prepared).duration_ms).ok();
    job::enter_transcription(writing, recording.call_id, recording.id, audio_ms)?;
    append_audit(writing, recording, "recording.prepared")
}

fn note_undecodable(
    writing: &mut Writing<'_>,
    recording: &Recording,
    code: &str,
    message: &str,
) -> Result<(), DbError> {
    recording::set_failed(writing, recording.id, code, message)?;
    append_audit(writing, recording, "recording.found_undecodable")
}

fn append_audit(
    writing: &mut Writing<'_>,
    recording: &Recording,
    action: &'static str,
) -> Result<(), DbError> {
    let line = Line {
        actor: Actor::System,
        action,
        noun: "recording",
        noun_id: &recording.id.to_string(),
        detail: json!({ "call": recording.call_id }),
        request_id: None,
    };
    audit::append(writing, &line)
}

fn facts(prepared: &Prepared) -> AudioFacts {
    AudioFacts {
        container: prepared.format.container.to_owned(),
        codec: prepared.format.codec.to_owned(),
        sample_rate: prepared.format.sample_rate,
        channel_count: prepared.format.channels,
        duration_ms: prepared.duration_ms,
        truncated: prepared.flaws.cut_short_of_ms.is_some(),
    }
}

fn signal(findings: &Findings) -> RecordingSignal {
    let channel = |(channel, found): (i32, &ChannelFindings)| ChannelSignal {
        channel,
        heard_ms: signed(found.heard_ms),
        level_dbfs_hundredths: hundredths(found.level.average_dbfs),
        peak_dbfs_hundredths: hundredths(found.level.peak_dbfs),
        clipped_ppm: i32::try_from(found.clipped_ppm).unwrap_or(i32::MAX),
        speech_ms: None,
        pace_per_minute: None,
    };
    RecordingSignal {
        silence_ms: signed(findings.silence_ms),
        longest_silence_ms: signed(findings.longest_silence_ms),
        overtalk_ms: signed(findings.overtalk_ms),
        one_sided: findings.one_sided,
        channels: (0..).zip(&findings.channels).map(channel).collect(),
    }
}

fn signed(length_ms: u64) -> i64 {
    i64::try_from(length_ms).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "a level lies between -100 and 0")]
fn hundredths(dbfs: f32) -> i32 {
    (dbfs * 100.0).round() as i32
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::access::Who;
    use crate::db::job::{JobState, Lane};
    use crate::db::recording::RecordingState;
    use crate::db::{DatabaseAddress, Db};
    use crate::jobs::{Ears, Progress, WorkerSettings};
    use crate::recorder::{CallMetadata, Intake, Patience, Reception};
    use crate::storage::{Memory, Spool};
    use crate::time::{Clock, Instant};
    use std::sync::Arc;

    pub(in crate::jobs) fn workshop(folder: &std::path::Path) -> Workshop {
        let clock = Clock::fixed(Instant::from_millis(0));
        Workshop {
            db: Db::open(&DatabaseAddress::in_folder(folder), clock.clone()).unwrap(),
            storage: Arc::new(Memory::new(clock)),
            store: "memory".to_owned(),
            spool: Spool::open(folder).unwrap(),
            settings: WorkerSettings::default(),
            ears: Ears::new("no model".into(), 1),
            progress: Progress::default(),
        }
    }

    /// A WAV file of one second that announces two: its header has to be mended.
    fn unfinished_wav() -> Vec<u8> {
        let spec = hound::WavSpec {
            channels: 2,
            sample_rate: 8000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut file = std::io::Cursor::new(Vec::new());
        let mut writer = hound::WavWriter::new(&mut file, spec).unwrap();
        for frame in 0..8000_i16 {
            writer.write_sample(frame % 100 * 100).unwrap();
            writer.write_sample(0_i16).unwrap();
        }
        writer.finalize().unwrap();
        let mut bytes = file.into_inner();
        bytes[40..44].copy_from_slice(&64_000_u32.to_le_bytes());
        bytes
    }

    pub(in crate::jobs) async fn accepted(workshop: &Workshop, audio: &[u8]) -> AboutRecording {
        let mut reception = Reception::begin(workshop.spool.folder(), u64::MAX).await.unwrap();
        reception.take(audio).await.unwrap();
        let file = reception.finish().await.unwrap();
        let intake = Intake {
            db: workshop.db.clone(),
            storage: Arc::clone(&workshop.storage),
            zone: jiff::tz::TimeZone::UTC,
            patience: Patience::default(),
        };
        let metadata = CallMetadata { source: Some("pbx".to_owned()), ..CallMetadata::default() };
        let accepted = intake.accept(&Who::command_line(), metadata, &file, None, None).await.unwrap();
        AboutRecording { recording_id: accepted.recording_id }
    }

    async fn after(workshop: &Workshop, about: &AboutRecording) -> (Recording, Vec<(Lane, JobState)>) {
        let id = about.recording_id;
        let looked = workshop.db.read(move |reading| {
            let recording = recording::find(reading, &Scope::Everything, id)?.unwrap();
            let jobs = job::of_call(reading, recording.call_id)?;
            Ok::<_, DbError>((recording, jobs.iter().map(|job| (job.lane, job.state)).collect()))
        });
        looked.await.unwrap()
    }

    pub(in crate::jobs) async fn object(
        workshop: &Workshop,
        about: &AboutRecording,
        purpose: Purpose,
    ) -> Option<StoredObject> {
        let id = about.recording_id;
        workshop.db.read(move |reading| stored_object::of_recording(reading, id, purpose)).await.unwrap()
    }

    #[tokio::test]
    async fn a_prepared_recording_has_its_facts_its_waveform_and_a_rendition_where_one_is_needed() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = workshop(folder.path());
        let about = accepted(&workshop, &unfinished_wav()).await;

        run(&workshop, &about).await.unwrap();

        let (recording, jobs) = after(&workshop, &about).await;
        assert_eq!(recording.state, RecordingState::Prepared);
        let facts = recording.audio.unwrap();
        assert_eq!((facts.duration_ms, facts.channel_count, facts.sample_rate), (1000, 2, 8000));
        assert!(jobs.contains(&(Lane::Transcribe, JobState::Waiting)));
        let peaks = object(&workshop, &about, Purpose::Peaks).await.unwrap();
        assert!(workshop.storage.stat(peaks.key).await.unwrap().is_some());
        let rendition = object(&workshop, &about, Purpose::Rendition).await.unwrap();
        assert_eq!(workshop.storage.stat(rendition.key).await.unwrap().unwrap().size, 44 + 32_000);
        assert_eq!(std::fs::read_dir(workshop.spool.folder()).unwrap().count(), 1, "only the lock stays");
    }

    #[tokio::test]
    async fn a_second_preparation_replaces_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = workshop(folder.path());
        let about = accepted(&workshop, &unfinished_wav()).await;
        run(&workshop, &about).await.unwrap();
        let first = object(&workshop, &about, Purpose::Peaks).await.unwrap();

        run(&workshop, &about).await.unwrap();

        let second = object(&workshop, &about, Purpose::Peaks).await.unwrap();
        assert_ne!(first.key, second.key);
        let registered =
            workshop.db.read(move |reading| stored_object::registered(reading, &[first.key])).await;
        assert!(registered.unwrap().is_empty());
    }

    #[tokio::test]
    async fn what_cannot_be_decoded_is_marked_with_its_reason_and_not_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = workshop(folder.path());
        let about = accepted(&workshop, &unfinished_wav()).await;
        let original = object(&workshop, &about, Purpose::Original).await.unwrap();
        let rubbish = stream::once(async { Ok(Bytes::from_static(b"bits that rotted")) }).boxed();
        workshop.storage.put(original.key, 16, rubbish).await.unwrap();

        run(&workshop, &about).await.unwrap();

        let (recording, jobs) = after(&workshop, &about).await;
        assert_eq!(recording.state, RecordingState::Failed);
        assert_eq!(recording.failure.unwrap().0, "audio_not_recognised");
        assert!(jobs.iter().all(|(lane, _)| *lane != Lane::Transcribe));
    }

    #[tokio::test]
    async fn a_recording_that_was_deleted_meanwhile_is_no_failure() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = workshop(folder.path());
        let about = AboutRecording { recording_id: RecordingId::new() };
        run(&workshop, &about).await.unwrap();
    }
}
