//! The job that makes one recording of the two legs of a call, once both are prepared: what people
//! hear, read and score is then a call of two lanes like any other.

use super::{JobError, Workshop};
use crate::audio::{self, AudioError, Leg};
use crate::db::audit::{Actor, Line};
use crate::db::job::{self, NewJob};
use crate::db::participation::{self, Participation};
use crate::db::recording::{ChannelRole, Recording, RecordingState};
use crate::db::stored_object::{self, Purpose, StoredObject};
use crate::db::{DbError, Reading, Writing, audit, call, correction, recording};
use crate::ids::{CallId, ObjectKey, RecordingId};
use crate::recorder::{LegPair, pair_of};
use crate::storage::{LocalCopy, put_file};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read};
use std::path::{Path, PathBuf};

/// How much is hashed at once.
const PIECE: usize = 256 * 1024;

/// What the job was entered with.
#[derive(serde::Deserialize)]
pub(super) struct AboutCall {
    call_id: CallId,
}

/// Where the pair is written; removed when dropped.
struct Paired(PathBuf);

impl Drop for Paired {
    fn drop(&mut self) {
        // The folder goes with the process.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Pairs the legs of the call, if two of them belong together and are not paired yet.
pub(super) async fn run(workshop: &Workshop, about: &AboutCall) -> Result<(), JobError> {
    let call_id = about.call_id;
    let Some((pair, sounds)) = workshop.db.read(move |reading| found(reading, call_id)).await? else {
        return Ok(());
    };
    let folder = workshop.spool.folder();
    let agent = LocalCopy::fetch(workshop.storage.as_ref(), sounds.0.key, folder).await?;
    let customer = LocalCopy::fetch(workshop.storage.as_ref(), sounds.1.key, folder).await?;
    let paired = Paired(folder.join(format!("pair-{}.wav", RecordingId::new())));
    let hash = write(&pair, &agent, &customer, &paired.0)?;
    let key = ObjectKey::new();
    let bytes = put_file(workshop.storage.as_ref(), key, &paired.0).await?;
    workshop.db.write(move |writing| enter(writing, call_id, &pair, (key, bytes, hash))).await?;
    Ok(())
}

/// What is played of the agent's leg and of the customer's.
type Sounds = (StoredObject, StoredObject);

/// The legs and what is played of each: a plain WAV in any case.
fn found(reading: &mut Reading<'_>, call_id: CallId) -> Result<Option<(LegPair, Sounds)>, DbError> {
    let recordings = recording::of_call(reading, call_id)?;
    let Some(pair) = pair_of(&recordings) else { return Ok(None) };
    let agent = sound(reading, pair.agent.id)?;
    let customer = sound(reading, pair.customer.id)?;
    Ok(agent.zip(customer).map(|sounds| (pair, sounds)))
}

fn sound(reading: &mut Reading<'_>, id: RecordingId) -> Result<Option<StoredObject>, DbError> {
    match stored_object::of_recording(reading, id, Purpose::Rendition)? {
        Some(rendition) => Ok(Some(rendition)),
        None => stored_object::of_recording(reading, id, Purpose::Original),
    }
}

/// Writes the pair, the agent on the left, and returns the hash of what was written.
fn write(
    pair: &LegPair,
    agent: &LocalCopy,
    customer: &LocalCopy,
    output: &Path,
) -> Result<[u8; 32], AudioError> {
    let begins = pair.agent.offset_ms.min(pair.customer.offset_ms);
    let leg = |recording: &Recording, copy: &LocalCopy| {
        let reader = BufReader::new(File::open(copy.path()).map_err(AudioError::Read)?);
        let delay_ms = u64::try_from(recording.offset_ms.saturating_sub(begins)).unwrap_or_default();
        Ok::<_, AudioError>(Leg { reader, delay_ms })
    };
    let file = BufWriter::new(File::create(output).map_err(|error| AudioError::Write(error.into()))?);
    audio::pair(leg(&pair.agent, agent)?, leg(&pair.customer, customer)?, file)?;
    hash_of(output).map_err(AudioError::Read)
}

fn hash_of(path: &Path) -> io::Result<[u8; 32]> {
    let (mut file, mut hasher, mut piece) = (File::open(path)?, Sha256::new(), vec![0; PIECE]);
    loop {
        let read = file.read(&mut piece)?;
        match piece.get(..read) {
            Some(bytes) if read > 0 => hasher.update(bytes),
            _ => return Ok(hasher.finalize().into()),
        }
    }
}

/// Enters the pair as a recording of its own, to be prepared and transcribed as any other; the legs
/// stay as they came.
fn enter(
    writing: &mut Writing<'_>,
    call_id: CallId,
    pair: &LegPair,
    (key, bytes, content_hash): (ObjectKey, u64, [u8; 32]),
) -> Result<(), DbError> {
    call::lock(writing, &[call_id])?;
    // Another attempt may have been faster, or a leg deleted.
    if pair_of(&recording::of_call(writing, call_id)?).as_ref() != Some(pair) {
        return Ok(());
    }
    let now = writing.now();
    let new = Recording {
        id: RecordingId::new(),
        call_id,
        content_hash,
        bytes,
        file_name: None,
        offset_ms: pair.agent.offset_ms.min(pair.customer.offset_ms),
        channel_roles: [(0, ChannelRole::Agent), (1, ChannelRole::Customer)].into(),
        state: RecordingState::Accepted,
        failure: None,
        audio: None,
        created_at: now,
        leg: None,
        paired_into: None,
        started_at: pair.agent.started_at.min(pair.customer.started_at),
    };
    recording::insert(writing, &new)?;
    let object = StoredObject {
        key,
        call_id,
        recording_id: Some(new.id),
        purpose: Purpose::Original,
        bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
        created_at: now,
    };
    stored_object::insert(writing, &object)?;
    let legs = [pair.agent.id, pair.customer.id];
    recording::set_paired(writing, &legs, new.id)?;
    for (channel, leg) in [(0, &pair.agent), (1, &pair.customer)] {
        correction::take_over(writing, leg.id, new.id, channel, leg.offset_ms - new.offset_ms)?;
    }
    for part in participation::of_call(writing, call_id)? {
        if part.recording_id.is_some_and(|id| legs.contains(&id)) {
            let heard = Participation { recording_id: Some(new.id), channel: Some(0), ..part };
            participation::update(writing, &heard)?;
        }
    }
    job::enter_next(writing, NewJob::prepare(call_id, new.id))?;
    let line = Line {
        actor: Actor::System,
        action: "call.legs_paired",
        noun: "call",
        noun_id: &call_id.to_string(),
        detail: json!({ "agent": pair.agent.id, "customer": pair.customer.id, "recording": new.id }),
        request_id: None,
    };
    audit::append(writing, &line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Who;
    use crate::db::correction::Correction;
    use crate::db::job::Lane;
    use crate::db::{DatabaseAddress, Db, Scope, Window};
    use crate::ids::CorrectionId;
    use crate::jobs::{
        AboutRecording, Ears, Progress, WorkerSettings, prepare_recording, transcribe_recording,
    };
    use crate::recorder::{Acceptance, CallMetadata, Intake, Patience, Reception};
    use crate::storage::{Memory, Spool};
    use crate::time::{Clock, Instant};
    use std::sync::Arc;

    fn workshop(folder: &Path) -> Workshop {
        let clock = Clock::fixed(Instant::from_millis(1_795_253_400_000));
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

    fn wav(level: i16, seconds: u32) -> Vec<u8> {
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 8000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut file = io::Cursor::new(Vec::new());
        let mut writer = hound::WavWriter::new(&mut file, spec).unwrap();
        for frame in 0..8000 * seconds {
            writer.write_sample(if frame % 2 == 0 { level } else { -level }).unwrap();
        }
        writer.finalize().unwrap();
        file.into_inner()
    }

    /// What somebody corrected on a leg.
    fn said(recording_id: RecordingId, call_id: CallId, made_at: Instant) -> Correction {
        Correction {
            id: CorrectionId::new(),
            recording_id,
            call_id,
            channel: 0,
            start_ms: 500,
            end_ms: 900,
            before: "Good bay.".to_owned(),
            text: Some("Good day.".to_owned()),
            speaker: None,
            new_start_ms: None,
            new_end_ms: None,
            made_by: None,
            made_at,
            undone_by: None,
            undone_at: None,
        }
    }

    /// Takes a file in under this name and prepares it.
    async fn arrived(workshop: &Workshop, name: &str, started_at: &str, audio: &[u8]) -> Acceptance {
        let mut reception = Reception::begin(workshop.spool.folder(), u64::MAX).await.unwrap();
        reception.take(audio).await.unwrap();
        let file = reception.finish().await.unwrap();
        let intake = Intake {
            db: workshop.db.clone(),
            storage: Arc::clone(&workshop.storage),
            zone: jiff::tz::TimeZone::UTC,
            patience: Patience::default(),
        };
        let json =
            json!({ "source": "pbx", "started_at": started_at, "agents": [{ "external_id": "3201" }] });
        let metadata = CallMetadata::parse(json.to_string().as_bytes()).unwrap();
        let accepted =
            intake.accept(&Who::command_line(), metadata, &file, Some(name.to_owned()), None).await.unwrap();
        let about = AboutRecording { recording_id: accepted.recording_id };
        prepare_recording::run(workshop, &about).await.unwrap();
        accepted
    }

    async fn recordings(workshop: &Workshop, call_id: CallId) -> Vec<Recording> {
        workshop.db.read(move |reading| recording::of_call(reading, call_id)).await.unwrap()
    }

    #[tokio::test]
    async fn two_legs_become_one_recording_of_two_lanes_and_stay_as_they_came() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = workshop(folder.path());
        let customer = arrived(&workshop, "1001-in.wav", "2026-11-21T09:30:00Z", &wav(8_000, 3)).await;
        let about = AboutCall { call_id: customer.call_id };
        run(&workshop, &about).await.unwrap();
        let alone = recordings(&workshop, customer.call_id).await;
        assert_eq!((alone.len(), alone[0].leg), (1, Some(ChannelRole::Customer)), "a leg alone stays alone");

        let (leg_id, call_id) = (customer.recording_id, customer.call_id);
        let corrected = move |writing: &mut Writing<'_>| {
            let now = writing.now();
            correction::insert(writing, &said(leg_id, call_id, now))
        };
        workshop.db.write(corrected).await.unwrap();

        let agent = arrived(&workshop, "1001-out.wav", "2026-11-21T09:30:01Z", &wav(2_000, 3)).await;
        assert_eq!(agent.call_id, customer.call_id, "the name that both share makes them one call");
        run(&workshop, &about).await.unwrap();
        run(&workshop, &about).await.unwrap();

        let all = recordings(&workshop, customer.call_id).await;
        assert_eq!(all.len(), 3, "paired once");
        let pair = all.iter().find(|one| one.leg.is_none()).unwrap();
        assert!(all.iter().filter(|one| one.leg.is_some()).all(|leg| leg.paired_into == Some(pair.id)));
        assert_eq!(pair.channel_roles, [(0, ChannelRole::Agent), (1, ChannelRole::Customer)].into());
        let pair_id = pair.id;
        let taken =
            move |reading: &mut Reading<'_>| correction::of_recording(reading, pair_id, Window::new(None, 9));
        let taken = workshop.db.read(taken).await.unwrap().items;
        assert_eq!(taken.len(), 1, "what was corrected on a leg holds for the pair");
        assert_eq!(
            (taken[0].channel, taken[0].start_ms, taken[0].text.as_deref()),
            (1, 500, Some("Good day."))
        );
        let sound = AboutRecording { recording_id: pair.id };
        prepare_recording::run(&workshop, &sound).await.unwrap();
        let (prepared, parts, jobs) = workshop
            .db
            .read(move |reading| {
                let heard = recording::heard_of_calls(reading, &[call_id])?;
                Ok::<_, DbError>((
                    heard,
                    participation::of_call(reading, call_id)?,
                    job::of_call(reading, call_id)?,
                ))
            })
            .await
            .unwrap();
        assert_eq!(prepared.len(), 1, "only the pair is heard");
        assert_eq!(prepared[0].audio.as_ref().unwrap().duration_ms, 4_000, "the agent began a second later");
        assert_eq!((parts.len(), parts[0].recording_id, parts[0].channel), (1, Some(pair.id), Some(0)));
        assert!(jobs.iter().any(|job| job.lane == Lane::Transcribe));

        let copy = LocalCopy::fetch(
            workshop.storage.as_ref(),
            workshop
                .db
                .read({
                    let id = pair.id;
                    move |reading| stored_object::of_recording(reading, id, Purpose::Original)
                })
                .await
                .unwrap()
                .unwrap()
                .key,
            workshop.spool.folder(),
        )
        .await
        .unwrap();
        let heard = audio::decode(File::open(copy.path()).unwrap()).unwrap();
        let loudest = |lane: &[f32]| lane.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
        assert!(loudest(&heard.channels[0][..7_000]) < 0.001, "the agent is silent for the first second");
        assert!((loudest(&heard.channels[0]) - 2_000.0 / 32_768.0).abs() < 0.01);
        assert!((loudest(&heard.channels[1]) - 8_000.0 / 32_768.0).abs() < 0.01);
    }

    #[tokio::test]
    async fn a_leg_that_was_paired_is_not_transcribed_for_itself() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = workshop(folder.path());
        let one = arrived(&workshop, "1001_rx.wav", "2026-11-21T09:30:00Z", &wav(8_000, 1)).await;
        arrived(&workshop, "1001_tx.wav", "2026-11-21T09:30:00Z", &wav(2_000, 1)).await;
        run(&workshop, &AboutCall { call_id: one.call_id }).await.unwrap();
        // There is no speech model: hearing the leg would fail.
        transcribe_recording::run(&workshop, &AboutRecording { recording_id: one.recording_id })
            .await
            .unwrap();
        let id = one.recording_id;
        let leg =
            workshop.db.read(move |reading| recording::find(reading, &Scope::Everything, id)).await.unwrap();
        assert!(leg.unwrap().paired_into.is_some());
    }
}
