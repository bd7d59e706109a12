//! Accepting a received file: identity, the object, and the one transaction.

use super::description::{check_reach, places};
use super::entry::{Arrival, ArrivedFile, enter, known, must_reach, refuse_buried};
use super::identity::Known;
use super::sidecar::{self, Described, describe};
use super::without_audio::enter_without_audio;
use super::{CallMetadata, ReceivedFile, RecorderError};
use crate::access::Who;
use crate::db::recording::ContentHash;
use crate::db::{Db, Reading, Writing};
use crate::ids::{CallId, ObjectKey, RecordingId, RequestId, SourceId};
use crate::storage::{Storage, put_file};
use jiff::tz::TimeZone;

/// Where recordings get in.
#[derive(Clone)]
pub struct Intake {
    /// The database.
    pub db: Db,
    /// The object store.
    pub storage: Storage,
    /// The zone that defines the workspace's days.
    pub zone: TimeZone,
}

/// Under which names a file came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentAs {
    /// Its own name.
    pub file_name: Option<String>,
    /// The names without their endings by which its description finds it, the most exact first.
    pub stems: Vec<String>,
}

/// What became of a file that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acceptance {
    /// The call it belongs to.
    pub call_id: CallId,
    /// The recording it is.
    pub recording_id: RecordingId,
    /// Whether it was new; otherwise these ids are those it got the first time.
    pub is_new: bool,
}

/// What became of a call that was entered without audio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnteredCall {
    /// The call.
    pub call_id: CallId,
    /// Whether it was new; otherwise its blanks were filled in.
    pub is_new: bool,
}

impl Intake {
    /// Accepts a file. When this returns, the call survives a power cut.
    pub async fn accept(
        &self,
        who: &Who,
        metadata: CallMetadata,
        file: &ReceivedFile,
        file_name: Option<String>,
        request_id: Option<RequestId>,
    ) -> Result<Acceptance, RecorderError> {
        let stems = file_name.as_deref().map(stem_of).into_iter().collect();
        self.accept_as(who, metadata, file, SentAs { file_name, stems }, request_id).await
    }

    /// Accepts a file that is known by more names than its own.
    pub async fn accept_as(
        &self,
        who: &Who,
        metadata: CallMetadata,
        file: &ReceivedFile,
        sent_as: SentAs,
        request_id: Option<RequestId>,
    ) -> Result<Acceptance, RecorderError> {
        let SentAs { file_name, stems } = sent_as;
        let arrival = Arrival { stems, ..self.arrival(who, metadata, request_id)? };
        let (arrival, answer) = self.ask_first(arrival, *file.hash()).await?;
        if let Some(acceptance) = answer {
            return Ok(acceptance);
        }
        file.must_be_audio().await?;
        let object = ObjectKey::new();
        put_file(self.storage.as_ref(), object, file.path()).await?;
        let arrived = ArrivedFile { name: file_name, hash: *file.hash(), bytes: file.bytes(), object };
        let entered = self.db.write(move |writing| enter(writing, &arrival, &arrived)).await;
        // Another request was faster: its object is the registered one. After an error nothing is
        // deleted, because the transaction may have been committed before its answer was lost;
        // what really stays without a row is swept a day later.
        if entered.as_ref().is_ok_and(|acceptance| !acceptance.is_new)
            && let Err(error) = self.storage.delete(object).await
        {
            tracing::warn!(%object, %error, "an object that is not needed stays until the sweep");
        }
        entered
    }

    /// Enters a call by what its source says of it, as a row of a telephone system's records leaves
    /// it: the audio may come later, under the same native id, or never.
    pub async fn enter_call(
        &self,
        who: &Who,
        metadata: CallMetadata,
        request_id: Option<RequestId>,
    ) -> Result<EnteredCall, RecorderError> {
        let arrival = self.arrival(who, metadata, request_id)?;
        self.db.write(move |writing| enter_without_audio(writing, &arrival)).await
    }

    /// Takes a description in that came without its audio: it goes to the call of the recording
    /// with one of these names, or waits until there is one.
    pub async fn describe(
        &self,
        who: &Who,
        metadata: CallMetadata,
        stems: Vec<String>,
        request_id: Option<RequestId>,
    ) -> Result<Described, RecorderError> {
        let arrival = Arrival { stems, ..self.arrival(who, metadata, request_id)? };
        let taken = self.db.write(move |writing| {
            let source = arrival.source.find_or_make(writing)?;
            check_reach_of_description(writing, &arrival, source.id)?;
            describe(writing, &arrival, &source)
        });
        taken.await
    }

    fn arrival(
        &self,
        who: &Who,
        metadata: CallMetadata,
        request_id: Option<RequestId>,
    ) -> Result<Arrival, RecorderError> {
        Arrival::of(who.clone(), metadata, self.zone.clone(), request_id)
    }

    /// What is known already or was deleted is answered before anything is stored.
    async fn ask_first(
        &self,
        arrival: Arrival,
        hash: ContentHash,
    ) -> Result<(Arrival, Option<Acceptance>), RecorderError> {
        let answer = move |reading: &mut Reading<'_>| {
            answer_at_once(reading, &arrival, &hash).map(|answer| (arrival, answer))
        };
        self.db.read(answer).await
    }
}

fn answer_at_once(
    reading: &mut Reading<'_>,
    arrival: &Arrival,
    hash: &ContentHash,
) -> Result<Option<Acceptance>, RecorderError> {
    let Some(source) = arrival.source.look_up(reading)? else { return Ok(None) };
    if sidecar::held(reading, source.id, &arrival.stems)?.is_some() {
        // The description goes in with the file, even where the file is known.
        return Ok(None);
    }
    let native_id = arrival.metadata.native_id.as_deref();
    refuse_buried(reading, source.id, native_id, hash)?;
    let known = known(reading, &source, arrival, None, hash)?;
    must_reach(reading, &arrival.who, &known)?;
    match known {
        Known::Recording(call_id, recording_id) => {
            Ok(Some(Acceptance { call_id, recording_id, is_new: false }))
        }
        Known::UnnamedRecording(..) | Known::UnnamedCall(_) | Known::Call(_) | Known::Nothing => Ok(None),
    }
}

/// A file's name without the ending of its format.
#[must_use]
pub fn stem_of(file_name: &str) -> String {
    match file_name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ => file_name.to_owned(),
    }
}

/// Somebody who brings in calls of one source or project describes no others.
fn check_reach_of_description(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
    source_id: SourceId,
) -> Result<(), RecorderError> {
    let places = places(writing, &arrival.metadata)?;
    check_reach(&arrival.who, source_id, places.project_id)
}
