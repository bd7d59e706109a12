//! Accepting a received file: identity, the object, and the one transaction.

use super::entry::{Arrival, Known, SourceChoice, enter, known, must_reach, refuse_buried};
use super::{CallMetadata, ReceivedFile, RecorderError};
use crate::access::Who;
use crate::db::{Db, Reading};
use crate::ids::{CallId, ObjectKey, RecordingId, RequestId};
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
        let arrival = Arrival {
            who: who.clone(),
            source: SourceChoice::of(who, &metadata)?,
            metadata,
            file_name,
            hash: *file.hash(),
            bytes: file.bytes(),
            object: ObjectKey::new(),
            zone: self.zone.clone(),
            request_id,
        };
        let (arrival, answer) = self.ask_first(arrival).await?;
        if let Some(acceptance) = answer {
            return Ok(acceptance);
        }
        file.must_be_audio().await?;
        let object = arrival.object;
        put_file(self.storage.as_ref(), object, file.path()).await?;
        let entered = self.db.write(move |writing| enter(writing, &arrival)).await;
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

    /// What is known already or was deleted is answered before anything is stored.
    async fn ask_first(&self, arrival: Arrival) -> Result<(Arrival, Option<Acceptance>), RecorderError> {
        self.db.read(move |reading| answer_at_once(reading, &arrival).map(|answer| (arrival, answer))).await
    }
}

fn answer_at_once(reading: &mut Reading<'_>, arrival: &Arrival) -> Result<Option<Acceptance>, RecorderError> {
    let Some(source) = arrival.source.look_up(reading)? else { return Ok(None) };
    refuse_buried(reading, source.id, arrival)?;
    let known = known(reading, source.id, arrival.metadata.native_id.as_deref(), &arrival.hash)?;
    must_reach(reading, &arrival.who, &known)?;
    match known {
        Known::Recording(call_id, recording_id) => {
            Ok(Some(Acceptance { call_id, recording_id, is_new: false }))
        }
        Known::UnnamedRecording(..) | Known::Call(_) | Known::Nothing => Ok(None),
    }
}
