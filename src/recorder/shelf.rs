//! What was taken in, and how it is taken out again: within the caller's scope, never beyond.

use super::{RecorderError, retention};
use crate::audio::{Peaks, Signals, signals};
use crate::db::agent::Agent;
use crate::db::call::Call;
use crate::db::job::{self, JobState};
use crate::db::named::Named;
use crate::db::participation::Participation;
use crate::db::recording::{ChannelRole, Recording, RecordingState};
use crate::db::recording_signal::{self, RecordingSignal};
use crate::db::redaction::{self, Standing};
use crate::db::stored_object::{Purpose, StoredObject};
use crate::db::transcript::Transcript;
use crate::db::transcript_quality::{self, TranscriptQuality};
use crate::db::wording::Wording;
use crate::db::wordless_speech::WordlessSpeech;
use crate::db::{Db, Reading, Scope, call, named, participation, project, recording, source, stored_object};
use crate::ids::{CallId, PersonId, RecordingId, TeamId};
use crate::storage::{ByteStream, Storage, whole};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// The largest waveform: twelve hours of two channels stay far below.
const PEAKS_MOST: usize = 64 * 1024 * 1024;

/// What was taken in.
#[derive(Clone)]
pub struct Shelf {
    /// The database.
    pub db: Db,
    /// The object store.
    pub storage: Storage,
}

/// A call with the names that go with it.
#[derive(Debug, Clone, PartialEq)]
pub struct CallView {
    /// The call.
    pub call: Call,
    /// The name of its source.
    pub source: String,
    /// The name of its queue.
    pub queue: Option<String>,
    /// The name of its project.
    pub project: Option<String>,
    /// Who took part.
    pub parts: Vec<PartView>,
    /// Its recordings.
    pub recordings: Vec<RecordingView>,
    /// Whether the caller may see numbers, file names and raw metadata of this call.
    pub shows_personal_data: bool,
    /// Whether its source hides card numbers and the like.
    pub redacts: bool,
}

/// A recording, and what it tells once it is prepared.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordingView {
    /// The recording.
    pub recording: Recording,
    /// What it tells; none before it is prepared.
    pub signal: Option<RecordingSignal>,
    /// How the hiding of card numbers and the like stands for it.
    pub redaction: Standing,
}

/// One agent's part, with the agent's names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartView {
    /// The part.
    pub part: Participation,
    /// What the source calls the agent.
    pub external_id: String,
    /// The agent's name.
    pub name: Option<String>,
    /// Who sat there on that day.
    pub person: Option<Named<PersonId>>,
    /// Their team of that day.
    pub team: Option<Named<TeamId>>,
}

/// The sound of a recording, to be played.
pub struct Sound {
    /// The object that holds it.
    pub object: StoredObject,
    /// Its media type (RFC 2046, RFC 2361).
    pub media_type: &'static str,
}

/// How far the transcript of a recording is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It waits for the recording to be prepared or for its turn.
    Waiting,
    /// Nobody has asked for it yet, and its source has only some recordings transcribed.
    NotAsked,
    /// It is being made.
    Running,
    /// It is there.
    Ready,
    /// A person stopped it; it is made once somebody asks.
    Stopped,
    /// It was given up.
    Failed {
        /// The stable code of why; none where an earlier earmark noted it.
        code: Option<String>,
        /// Why, in the words of the server.
        reason: String,
    },
}

impl Progress {
    /// Its word in the API.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::NotAsked => "not_asked",
            Self::Running => "running",
            Self::Ready => "ready",
            Self::Stopped => "stopped",
            Self::Failed { .. } => "failed",
        }
    }
}

/// A page of a transcript.
#[derive(Debug, Clone, PartialEq)]
pub struct TranscriptPage {
    /// The call of the recording.
    pub call_id: CallId,
    /// How far it is.
    pub progress: Progress,
    /// How far it is with being transcribed once more; none: it is not.
    pub again: Option<Progress>,
    /// The version people read; none before the first is ready.
    pub transcript: Option<Transcript>,
    /// Its utterances from the number that was asked for, with corrections laid over them.
    pub utterances: Vec<Wording>,
    /// How far all of its words can be trusted; none: not known.
    pub quality: Option<TranscriptQuality>,
    /// Where somebody speaks between them and no word could be believed.
    pub wordless: Vec<WordlessSpeech>,
    /// On which of them something is corrected.
    pub corrected: BTreeSet<i32>,
    /// How many corrections do not fit this version.
    pub misfits: usize,
    /// The number to ask for next; none at the end.
    pub next: Option<i32>,
    /// Whether nothing is hidden in them that the caller reads only because they may hear originals.
    pub is_original: bool,
}

impl Shelf {
    /// A call with everything that belongs to it.
    ///
    /// `personal_data` is the scope in which the caller sees numbers unmasked; none: nowhere.
    pub async fn call(
        &self,
        scope: Scope,
        personal_data: Option<Scope>,
        id: CallId,
    ) -> Result<CallView, RecorderError> {
        self.db
            .read(move |reading| {
                let Some(call) = call::find(reading, &scope, id)? else {
                    let gone = retention::gone(reading, &scope, id)?;
                    return Err(gone.map_or(RecorderError::NotFound { what: "call" }, RecorderError::from));
                };
                let shows_personal_data = shows(reading, personal_data.as_ref(), id)?;
                view(reading, call, shows_personal_data)
            })
            .await
    }

    /// One recording, and whether the caller may see the personal data of its call.
    pub async fn recording(
        &self,
        scope: Scope,
        personal_data: Option<Scope>,
        id: RecordingId,
    ) -> Result<(RecordingView, bool), RecorderError> {
        self.db
            .read(move |reading| {
                let recording = found(reading, &scope, id)?;
                let shown = shows(reading, personal_data.as_ref(), recording.call_id)?;
                let signal = signals_of(reading, &[id])?.remove(&id);
                let redaction = redaction::standing(reading, &recording)?;
                Ok((RecordingView { recording, signal, redaction }, shown))
            })
            .await
    }

    /// The bytes of a sound, or a part of them.
    pub async fn play(&self, sound: &Sound, range: Option<Range<u64>>) -> Result<ByteStream, RecorderError> {
        Ok(self.storage.get(sound.object.key, range).await?)
    }

    /// The waveform of a recording.
    pub async fn peaks(&self, scope: Scope, id: RecordingId) -> Result<Peaks, RecorderError> {
        Ok(self.recording_with_peaks(scope, id).await?.1)
    }

    /// What the waveform of a recording tells.
    pub async fn signals(&self, scope: Scope, id: RecordingId) -> Result<Signals, RecorderError> {
        let (recording, peaks) = self.recording_with_peaks(scope, id).await?;
        let roles = recording.channel_roles.iter();
        let agents: Vec<usize> = roles
            .filter(|(_, role)| **role == ChannelRole::Agent)
            .map(|(channel, _)| usize::from(*channel))
            .collect();
        // Half a million buckets an hour and lane: too long for a thread that others wait for.
        tokio::task::spawn_blocking(move || signals(&peaks, &agents))
            .await
            .map_err(RecorderError::ProbeFailed)
    }

    async fn recording_with_peaks(
        &self,
        scope: Scope,
        id: RecordingId,
    ) -> Result<(Recording, Peaks), RecorderError> {
        let (recording, object) = self
            .db
            .read(move |reading| {
                let recording = found(reading, &scope, id)?;
                if let Some((_, reason)) = recording.failure {
                    return Err(RecorderError::CannotBeDecoded { reason });
                }
                let object = stored_object::of_recording(reading, id, Purpose::Peaks)?;
                Ok((recording, object.ok_or(RecorderError::NotPreparedYet)?))
            })
            .await?;
        let bytes = whole(self.storage.as_ref(), object.key, PEAKS_MOST).await?;
        let peaks = Peaks::from_bytes(&bytes).ok_or(RecorderError::PeaksDamaged)?;
        Ok((recording, peaks))
    }
}

/// Whether the call lies where the caller sees personal data.
fn shows(
    reading: &mut Reading<'_>,
    personal_data: Option<&Scope>,
    call_id: CallId,
) -> Result<bool, RecorderError> {
    match personal_data {
        Some(scope) => Ok(call::find(reading, scope, call_id)?.is_some()),
        None => Ok(false),
    }
}

pub(super) fn found(
    reading: &mut Reading<'_>,
    scope: &Scope,
    id: RecordingId,
) -> Result<Recording, RecorderError> {
    recording::find(reading, scope, id)?.ok_or(RecorderError::NotFound { what: "recording" })
}

fn view(reading: &mut Reading<'_>, call: Call, shows_personal_data: bool) -> Result<CallView, RecorderError> {
    let source = source::by_id(reading, call.source_id)?.map(|source| source.name).unwrap_or_default();
    let queue = match call.queue_id {
        Some(queue_id) => project::name_of_queue(reading, queue_id)?,
        None => None,
    };
    let project = match call.project_id {
        Some(project_id) => project::name_of(reading, project_id)?,
        None => None,
    };
    let parts = part_views(reading, call.id)?;
    let recordings = recording_views(reading, call.id)?;
    let redacts = redaction::cover_of(reading, call.id)?.is_some();
    Ok(CallView { call, source, queue, project, parts, recordings, shows_personal_data, redacts })
}

fn recording_views(reading: &mut Reading<'_>, call_id: CallId) -> Result<Vec<RecordingView>, RecorderError> {
    let recordings = recording::of_call(reading, call_id)?;
    let ids: Vec<RecordingId> = recordings.iter().map(|recording| recording.id).collect();
    let mut signals = signals_of(reading, &ids)?;
    let mut views = Vec::with_capacity(recordings.len());
    for recording in recordings {
        let redaction = redaction::standing(reading, &recording)?;
        views.push(RecordingView { signal: signals.remove(&recording.id), redaction, recording });
    }
    Ok(views)
}

/// What these recordings tell. How fast somebody speaks is counted by words, and not by those of a poor
/// transcript.
fn signals_of(
    reading: &mut Reading<'_>,
    ids: &[RecordingId],
) -> Result<HashMap<RecordingId, RecordingSignal>, RecorderError> {
    let mut signals = recording_signal::of_recordings(reading, ids)?;
    for id in transcript_quality::poor_recordings(reading, ids)? {
        for channel in signals.get_mut(&id).into_iter().flat_map(|signal| &mut signal.channels) {
            channel.pace_per_minute = None;
        }
    }
    Ok(signals)
}

fn part_views(reading: &mut Reading<'_>, call_id: CallId) -> Result<Vec<PartView>, RecorderError> {
    let parts = participation::of_calls(reading, &[call_id])?;
    let people = named::of_people(reading, parts.iter().filter_map(|(part, _)| part.person_id))?;
    let teams = named::of_teams(reading, parts.iter().filter_map(|(part, _)| part.team_id))?;
    let view = |(part, agent): (Participation, Agent)| PartView {
        external_id: agent.external_id,
        name: agent.name,
        person: part.person_id.map(|id| people.named(id)),
        team: part.team_id.map(|id| teams.named(id)),
        part,
    };
    Ok(parts.into_iter().map(view).collect())
}

/// A failed preparation is a failed transcript; otherwise the youngest job about it decides.
pub(super) fn progress(
    reading: &mut Reading<'_>,
    recording: &Recording,
    is_there: bool,
) -> Result<Progress, RecorderError> {
    if is_there {
        return Ok(Progress::Ready);
    }
    if let (RecordingState::Failed, Some((code, reason))) = (recording.state, &recording.failure) {
        return Ok(Progress::Failed { code: Some(code.clone()), reason: reason.clone() });
    }
    let jobs = job::of_call(reading, recording.call_id)?;
    if recording.state == RecordingState::Prepared
        && !jobs.iter().any(|job| job::is_transcription_of(job, recording.id))
    {
        return Ok(Progress::NotAsked);
    }
    let about_this = |job: &&job::Job| job.recording_id() == Some(recording.id);
    Ok(match jobs.iter().rev().find(about_this) {
        Some(job) if job.state == JobState::Running => Progress::Running,
        Some(job) if job.state == JobState::Dead => given_up(job),
        Some(job) if job.state == JobState::Cancelled && job.failure.as_deref() == Some(job::STOPPED) => {
            Progress::Stopped
        }
        _ => Progress::Waiting,
    })
}

/// How far it is with transcribing a recording once more that has words already.
pub(super) fn once_more(
    reading: &mut Reading<'_>,
    recording: &Recording,
) -> Result<Option<Progress>, RecorderError> {
    let Some(last) = job::last_transcription(reading, recording)? else { return Ok(None) };
    Ok(match last.state {
        JobState::Waiting => Some(Progress::Waiting),
        JobState::Running => Some(Progress::Running),
        JobState::Dead => Some(given_up(&last)),
        JobState::Done | JobState::Cancelled => None,
    })
}

fn given_up(job: &job::Job) -> Progress {
    Progress::Failed {
        code: job.failure_code.clone(),
        reason: job.failure.clone().unwrap_or_else(|| "it was given up".to_owned()),
    }
}

/// How a file's name ends, in lower case; none where that is no ending but a part of the name, which may
/// hold a number.
pub(super) fn ending(file_name: &str) -> Option<String> {
    let (_, ending) = file_name.rsplit_once('.')?;
    let is_one = (1..=5).contains(&ending.len())
        && ending.starts_with(|first: char| first.is_ascii_alphabetic())
        && ending.chars().all(|one| one.is_ascii_alphanumeric());
    is_one.then(|| ending.to_ascii_lowercase())
}

/// The media type of a file that is played as it came.
pub(super) fn media_type(recording: &Recording) -> &'static str {
    match recording.audio.as_ref().map(|facts| facts.container.as_str()) {
        Some("wave") => "audio/wav",
        Some("mp3") => "audio/mpeg",
        Some("flac") => "audio/flac",
        Some("ogg") => "audio/ogg",
        Some("isomp4") => "audio/mp4",
        Some("aiff") => "audio/aiff",
        Some("matroska") => "audio/webm",
        _ => "application/octet-stream",
    }
}
