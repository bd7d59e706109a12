//! Accepting a received file: identity, the object, and the one transaction.

use super::description::{check_reach, places};
use super::entry::{Arrival, ArrivedFile, SourceChoice, enter, known, must_reach, refuse_buried};
use super::identity::Known;
use super::legs::without_side;
use super::sidecar::{self, Described, describe};
use super::without_audio::enter_without_audio;
use super::{CallMetadata, Patience, ReceivedFile, RecorderError, Sent, interpret, seat_agents};
use crate::access::Who;
use crate::db::recording::ContentHash;
use crate::db::source::Source;
use crate::db::{Db, Reading, Scope, Writing, call, tombstone};
use crate::ids::{CallId, ObjectKey, RecordingId, RequestId};
use crate::storage::Storage;
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
    /// How uploads wait while the object store is away.
    pub patience: Patience,
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
    /// Interprets what was sent along with a file by the settings of its source: the token's, or
    /// the one that is named. `path` is the file's name, with the folders that the source made where
    /// they are known.
    pub async fn interpret(
        &self,
        who: &Who,
        sent: Sent,
        path: Option<&str>,
    ) -> Result<CallMetadata, RecorderError> {
        let named = sent.source()?;
        let choice = SourceChoice::of(who, named.as_ref())?;
        let known = self
            .db
            .read(move |reading| Ok::<_, RecorderError>((choice.look_up(reading)?, reading.now())))
            .await?;
        let (source, now) = known;
        let source = source.unwrap_or_else(|| Source::new(named.as_deref().unwrap_or_default(), now));
        self.interpret_for(source, sent, path).await
    }

    /// The same for a source that is at hand.
    pub async fn interpret_for(
        &self,
        source: Source,
        sent: Sent,
        path: Option<&str>,
    ) -> Result<CallMetadata, RecorderError> {
        // Both legs of a call bear the name that the pattern reads, and their side behind it.
        let path = path.map(without_side);
        let mut read = interpret(&source, sent, path.as_deref())?;
        if !read.asks_who_sat_where() {
            return Ok(read.metadata);
        }
        self.db
            .read(move |reading| {
                seat_agents(reading, &source, &mut read)?;
                Ok(read.metadata)
            })
            .await
    }

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
        self.take_in(arrival, file, file_name).await
    }

    /// Accepts a single recording for whoever may bring calls in for another reason than that they look after
    /// what comes in: `reach` says whose.
    pub async fn accept_within(
        &self,
        who: &Who,
        reach: Scope,
        metadata: CallMetadata,
        file: &ReceivedFile,
        file_name: Option<String>,
        request_id: Option<RequestId>,
    ) -> Result<Acceptance, RecorderError> {
        let arrival = Arrival { reach: Some(reach), ..self.arrival(who, metadata, request_id)? };
        self.take_in(arrival, file, file_name).await
    }

    async fn take_in(
        &self,
        arrival: Arrival,
        file: &ReceivedFile,
        file_name: Option<String>,
    ) -> Result<Acceptance, RecorderError> {
        let (arrival, answer) = self.ask_first(arrival, *file.hash()).await?;
        if let Some(acceptance) = answer {
            return Ok(acceptance);
        }
        let format = file.must_be_audio(file_name.as_deref()).await?;
        let object = ObjectKey::new();
        self.patience.put_file(self.storage.as_ref(), object, file.path(), file.bytes()).await?;
        let arrived = ArrivedFile {
            name: file_name,
            hash: *file.hash(),
            bytes: file.bytes(),
            object,
            channels: format.channels,
        };
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

    /// Refuses what would be refused whatever the file holds, before it is sent.
    pub(super) async fn ask_ahead(&self, who: &Who, metadata: CallMetadata) -> Result<(), RecorderError> {
        let arrival = self.arrival(who, metadata, None)?;
        let asked = move |reading: &mut Reading<'_>| refused_ahead(reading, &arrival);
        self.db.read(asked).await
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
            check_reach_of_description(writing, &arrival, &source)?;
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

fn refused_ahead(reading: &mut Reading<'_>, arrival: &Arrival) -> Result<(), RecorderError> {
    let Some(source) = arrival.source.look_up(reading)? else { return Ok(()) };
    let Some(native_id) = arrival.metadata.native_id.as_deref() else { return Ok(()) };
    if let Some(tombstone) = tombstone::of_call(reading, source.id, native_id)? {
        return Err(RecorderError::Buried { reason: tombstone.reason });
    }
    match call::by_identity(reading, source.id, native_id)? {
        Some(call) => must_reach(reading, arrival.reach.as_ref(), &Known::Call(Box::new(call))),
        None => Ok(()),
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
    must_reach(reading, arrival.reach.as_ref(), &known)?;
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
    source: &Source,
) -> Result<(), RecorderError> {
    let places = places(writing, source, &arrival.metadata)?;
    check_reach(arrival.reach.as_ref(), source.id, places.project_id)
}
