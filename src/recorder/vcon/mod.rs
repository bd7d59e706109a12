//! vCon: a conversation as one JSON document, its recordings inside or referred to
//! (draft-ietf-vcon-vcon-core-04).
//!
//! In, every dialog of type `recording` becomes a recording of one call, known by the `uuid`; what
//! is not understood is kept with the call. Out, a call becomes a vCon with its transcript as
//! analysis; what the core has no field for travels in an attachment, so that a call that is taken
//! in again is the call that went out.

mod base64url;
mod export;
mod parties;
mod read;

pub use export::{Audio, ExportOptions, export};
pub use read::{DialogContent, DialogRecording, ReadVcon, is_vcon, read};

use super::{CallMetadata, Intake, ReceivedFile, Reception, RecorderError, SentAs, stem_of};
use crate::access::Who;
use crate::db::recording::{ChannelRole, ChannelRoles};
use crate::ids::{CallId, RecordingId, RequestId};
use serde_json::Value;
use sha2::{Digest, Sha512};
use std::path::Path;
use tokio::io::AsyncReadExt;

/// What the core's version parameter says for this draft.
const VERSION: &str = "0.4.0";
/// The purpose of the attachment that holds what the core has no field for.
const PURPOSE: &str = "earmark.call_metadata";
/// The schema of the transcripts that are written.
const TRANSCRIPT_SCHEMA: &str = "earmark.transcript.1";
/// The largest recording inside a vCon or beside one, in bytes.
const AUDIO_MOST: u64 = 4 * 1024 * 1024 * 1024;

/// Where the recordings of a vCon get in.
pub struct Into<'a> {
    /// The intake.
    pub intake: &'a Intake,
    /// Where they are received.
    pub spool: &'a Path,
    /// The folder in which files may lie that the vCon refers to; none: only what is inside counts.
    pub beside: Option<&'a Path>,
}

/// What became of a vCon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedVcon {
    /// The call.
    pub call_id: CallId,
    /// Its recordings, in the order of the dialogs.
    pub recordings: Vec<RecordingId>,
    /// Whether anything of it was new.
    pub is_new: bool,
}

/// Takes a vCon in: every recording on its own, as uploads of one call. Interrupted between two, the
/// same vCon sent again goes on, because what is in is known. `source`: where it comes from, for
/// callers who are no source themselves.
pub async fn accept(
    into: &Into<'_>,
    who: &Who,
    source: Option<String>,
    vcon: Value,
    request_id: Option<RequestId>,
) -> Result<AcceptedVcon, RecorderError> {
    let ReadVcon { mut metadata, recordings } = read(vcon)?;
    metadata.source = source.or(metadata.source);
    if recordings.is_empty() {
        let entered = into.intake.enter_call(who, metadata, request_id).await?;
        let (call_id, is_new) = (entered.call_id, entered.is_new);
        return Ok(AcceptedVcon { call_id, recordings: Vec::new(), is_new });
    }
    let mut accepted: Option<AcceptedVcon> = None;
    for recording in recordings {
        let received = receive(into, &recording).await?;
        let metadata = of_recording(
            &metadata,
            &recording,
            channels_of(&received, recording.file_name.as_deref()).await?,
        );
        let stems = recording.file_name.as_deref().map(stem_of).into_iter().collect();
        let sent_as = SentAs { file_name: recording.file_name.clone(), stems };
        let one = into.intake.accept_as(who, metadata, &received, sent_as, request_id).await?;
        let so_far = accepted.get_or_insert(AcceptedVcon {
            call_id: one.call_id,
            recordings: Vec::new(),
            is_new: false,
        });
        so_far.recordings.push(one.recording_id);
        so_far.is_new |= one.is_new;
    }
    accepted.ok_or_else(|| RecorderError::field("dialog", "holds no recording"))
}

/// What is said of one recording: the call's, with when it began and who is heard on which channel.
fn of_recording(call: &CallMetadata, recording: &DialogRecording, channels: u16) -> CallMetadata {
    let mut said = call.clone();
    said.started_at = recording.started_at.or(said.started_at);
    said.duration_ms = None;
    if said.channels.is_empty() {
        said.channels = recording.channels(channels);
    }
    let agents_at: Vec<u16> = said
        .channels
        .iter()
        .filter(|(_, role)| **role == ChannelRole::Agent)
        .map(|(channel, _)| *channel)
        .collect();
    if let [only] = agents_at.as_slice() {
        for agent in &mut said.agents {
            agent.channel = agent.channel.or(Some(i32::from(*only)));
        }
    }
    said
}

impl DialogRecording {
    /// Who is heard on which channel: a list with a place for each channel says so; of one channel
    /// with several parties everybody is heard.
    fn channels(&self, count: u16) -> ChannelRoles {
        if usize::from(count) == self.lanes.len() {
            let lanes = (0..count).zip(&self.lanes);
            return lanes.filter_map(|(channel, role)| role.map(|role| (channel, role))).collect();
        }
        match (count, self.lanes.as_slice()) {
            (1, [_, ..]) => [(0, ChannelRole::Mixed)].into(),
            _ => ChannelRoles::new(),
        }
    }
}

async fn channels_of(received: &ReceivedFile, name: Option<&str>) -> Result<u16, RecorderError> {
    Ok(received.must_be_audio(name).await?.channels)
}

async fn receive(into: &Into<'_>, recording: &DialogRecording) -> Result<ReceivedFile, RecorderError> {
    let mut reception = Reception::begin(into.spool, AUDIO_MOST).await?;
    match &recording.content {
        DialogContent::Inline { body, is_base64 } => {
            let field = || format!("dialog[{}].body", recording.number);
            if !is_base64 {
                return Err(RecorderError::field(field(), "must be encoded as base64url"));
            }
            let mut decoder = base64url::Decoder::default();
            for piece in body.as_bytes().chunks(base64url::PIECE) {
                let bytes =
                    decoder.push(piece).ok_or_else(|| RecorderError::field(field(), "is no base64url"))?;
                reception.take(&bytes).await?;
            }
            reception.finish().await
        }
        DialogContent::Beside { name, hashes } => {
            let field = || format!("dialog[{}].url", recording.number);
            let elsewhere = || {
                RecorderError::field(
                    field(),
                    "points to another place; send the recording inside the vCon, as body with the encoding base64url",
                )
            };
            let place = into.beside.ok_or_else(elsewhere)?.join(name);
            let link = tokio::fs::symlink_metadata(&place).await.map_err(RecorderError::Unreadable)?;
            if !link.is_file() {
                return Err(elsewhere());
            }
            let mut file = tokio::fs::File::open(&place).await.map_err(RecorderError::Unreadable)?;
            let (mut hasher, mut piece) = (Sha512::new(), vec![0; base64url::PIECE]);
            loop {
                let read = file.read(&mut piece).await.map_err(RecorderError::Unreadable)?;
                let bytes = piece.get(..read).unwrap_or_default();
                if bytes.is_empty() {
                    break;
                }
                hasher.update(bytes);
                reception.take(bytes).await?;
            }
            let told = format!("sha512-{}", base64url::encode(&hasher.finalize()));
            if !hashes.iter().any(|hash| hash.trim_end_matches('=') == told) {
                return Err(RecorderError::field(field(), "is not the file that content_hash says"));
            }
            reception.finish().await
        }
        DialogContent::Elsewhere => Err(RecorderError::field(
            format!("dialog[{}].url", recording.number),
            "points to another place; send the recording inside the vCon, as body with the encoding base64url",
        )),
    }
}
