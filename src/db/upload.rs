//! Uploads that may be interrupted and continued: what is known of each, beside its file.

use super::columns::{from_json, to_json, words};
use super::connection::Backend;
use super::schema::upload;
use super::token::Owner;
use super::{DbError, Reading, Writing};
use crate::ids::{CallId, PersonId, RecordingId, SourceId, UploadId, UploadPlaceId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeMap;

words! {
    /// Where an upload stands.
    UploadState {
        /// Bytes are missing.
        Receiving = "receiving",
        /// All bytes are here; they are to be taken in.
        Waiting = "waiting",
        /// Taken in, or known already.
        Accepted = "accepted",
        /// Not taken in, with the reason.
        Refused = "refused",
    }
}

/// The states in which the file is still needed.
const OPEN: [UploadState; 2] = [UploadState::Receiving, UploadState::Waiting];

/// An upload.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// Who uploads, and may ask for it.
    pub owner: Owner,
    /// Where its file lies.
    pub place: UploadPlaceId,
    /// Where it stands.
    pub state: UploadState,
    /// How many bytes the file has.
    pub length: u64,
    /// How many of them are safe here.
    pub received: u64,
    /// The file's own name.
    pub file_name: Option<String>,
    /// By what the sender knows the file again.
    pub fingerprint: Option<String>,
    /// What is said of the call, as JSON text.
    pub metadata_json: String,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// When it was begun.
    pub created_at: Instant,
    /// When it is forgotten, unless something happens before; one that waits is not.
    pub expires_at: Instant,
}

/// What became of an upload, or why it still waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken in.
    Accepted {
        /// The call that it belongs to.
        call_id: CallId,
        /// The recording that it is.
        recording_id: RecordingId,
        /// Whether the same was there before.
        was_known: bool,
    },
    /// It was not, or could not be yet.
    Failed(Failure),
}

/// Why something was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// A stable name.
    pub code: String,
    /// A sentence in English.
    pub message: String,
    /// What the reader's own sentence is filled with.
    pub params: BTreeMap<String, String>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = upload)]
struct UploadRow {
    id: UploadId,
    source_id: Option<SourceId>,
    person_id: Option<PersonId>,
    place: UploadPlaceId,
    state: UploadState,
    length: i64,
    received: i64,
    file_name: Option<String>,
    fingerprint: Option<String>,
    metadata_json: String,
    call_id: Option<CallId>,
    recording_id: Option<RecordingId>,
    was_known: Option<bool>,
    failure_code: Option<String>,
    failure_message: Option<String>,
    failure_params_json: Option<String>,
    created_at: Instant,
    expires_at: Instant,
}

impl UploadRow {
    fn into_upload(self) -> Result<Upload, DbError> {
        let owner = match (self.source_id, self.person_id) {
            (Some(source_id), _) => Owner::Source(source_id),
            (None, Some(person_id)) => Owner::Person(person_id),
            (None, None) => {
                return Err(DbError::Damaged { what: "an upload", cause: "it is nobody's".into() });
            }
        };
        let outcome = match (self.call_id, self.recording_id, self.failure_code) {
            (Some(call_id), Some(recording_id), _) => Some(Outcome::Accepted {
                call_id,
                recording_id,
                was_known: self.was_known.unwrap_or_default(),
            }),
            (_, _, Some(code)) => Some(Outcome::Failed(Failure {
                code,
                message: self.failure_message.unwrap_or_default(),
                params: match self.failure_params_json {
                    Some(text) => from_json("why an upload failed", &text)?,
                    None => BTreeMap::new(),
                },
            })),
            _ => None,
        };
        Ok(Upload {
            id: self.id,
            owner,
            place: self.place,
            state: self.state,
            length: u64::try_from(self.length).unwrap_or_default(),
            received: u64::try_from(self.received).unwrap_or_default(),
            file_name: self.file_name,
            fingerprint: self.fingerprint,
            metadata_json: self.metadata_json,
            outcome,
            created_at: self.created_at,
            expires_at: self.expires_at,
        })
    }
}

fn stored(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Those of one source or person.
fn of_owner(owner: Owner) -> upload::BoxedQuery<'static, Backend> {
    match owner {
        Owner::Source(id) => upload::table.filter(upload::source_id.eq(id)).into_boxed(),
        Owner::Person(id) => upload::table.filter(upload::person_id.eq(id)).into_boxed(),
    }
}

/// Enters an upload that has begun: nothing received, no outcome.
pub fn insert(writing: &mut Writing<'_>, new: &Upload) -> Result<(), DbError> {
    let (source_id, person_id) = match new.owner {
        Owner::Source(id) => (Some(id), None),
        Owner::Person(id) => (None, Some(id)),
    };
    let row = UploadRow {
        id: new.id,
        source_id,
        person_id,
        place: new.place,
        state: new.state,
        length: stored(new.length),
        received: stored(new.received),
        file_name: new.file_name.clone(),
        fingerprint: new.fingerprint.clone(),
        metadata_json: new.metadata_json.clone(),
        call_id: None,
        recording_id: None,
        was_known: None,
        failure_code: None,
        failure_message: None,
        failure_params_json: None,
        created_at: new.created_at,
        expires_at: new.expires_at,
    };
    diesel::insert_into(upload::table).values(&row).execute(writing.connection)?;
    Ok(())
}

/// The upload with this id, if it is theirs.
pub fn find(reading: &mut Reading<'_>, owner: Owner, id: UploadId) -> Result<Option<Upload>, DbError> {
    let row: Option<UploadRow> =
        of_owner(owner).filter(upload::id.eq(id)).first(reading.connection).optional()?;
    row.map(UploadRow::into_upload).transpose()
}

/// Their uploads that have not come to an end, the last begun first, at most `limit`.
pub fn open_of(reading: &mut Reading<'_>, owner: Owner, limit: i64) -> Result<Vec<Upload>, DbError> {
    let rows: Vec<UploadRow> = of_owner(owner)
        .filter(upload::state.eq_any(OPEN))
        .order(upload::id.desc())
        .limit(limit)
        .load(reading.connection)?;
    rows.into_iter().map(UploadRow::into_upload).collect()
}

/// How many uploads of theirs are open, and how many bytes those will have together.
pub fn open_size(reading: &mut Reading<'_>, owner: Owner) -> Result<(u64, u64), DbError> {
    let lengths: Vec<i64> =
        of_owner(owner).filter(upload::state.eq_any(OPEN)).select(upload::length).load(reading.connection)?;
    let number = lengths.len() as u64;
    Ok((number, lengths.into_iter().filter_map(|length| u64::try_from(length).ok()).sum()))
}

/// Notes how much is safe on disk; with the last byte the upload waits to be taken in.
pub fn note_received(
    writing: &mut Writing<'_>,
    id: UploadId,
    received: u64,
    state: UploadState,
    expires_at: Instant,
) -> Result<(), DbError> {
    diesel::update(upload::table.find(id).filter(upload::state.eq(UploadState::Receiving)))
        .set((
            upload::received.eq(stored(received)),
            upload::state.eq(state),
            upload::expires_at.eq(expires_at),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Notes how an upload ended, and forgets what was said of the call.
pub fn end(
    writing: &mut Writing<'_>,
    id: UploadId,
    outcome: &Outcome,
    expires_at: Instant,
) -> Result<(), DbError> {
    let state = match outcome {
        Outcome::Accepted { .. } => UploadState::Accepted,
        Outcome::Failed(_) => UploadState::Refused,
    };
    note_outcome(writing, id, outcome)?;
    diesel::update(upload::table.find(id))
        .set((
            upload::state.eq(state),
            upload::file_name.eq(None::<String>),
            upload::metadata_json.eq("{}"),
            upload::expires_at.eq(expires_at),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Notes what became of an upload, or why it still waits.
pub fn note_outcome(writing: &mut Writing<'_>, id: UploadId, outcome: &Outcome) -> Result<(), DbError> {
    let found = upload::table.find(id);
    match outcome {
        Outcome::Accepted { call_id, recording_id, was_known } => diesel::update(found)
            .set((
                upload::call_id.eq(Some(*call_id)),
                upload::recording_id.eq(Some(*recording_id)),
                upload::was_known.eq(Some(*was_known)),
                upload::failure_code.eq(None::<String>),
                upload::failure_message.eq(None::<String>),
                upload::failure_params_json.eq(None::<String>),
            ))
            .execute(writing.connection)?,
        Outcome::Failed(failure) => diesel::update(found)
            .set((
                upload::failure_code.eq(Some(&failure.code)),
                upload::failure_message.eq(Some(&failure.message)),
                upload::failure_params_json.eq(Some(to_json(&failure.params)?)),
            ))
            .execute(writing.connection)?,
    };
    Ok(())
}

/// The complete uploads of a place that wait to be taken in, after this one, the oldest first.
pub fn waiting_at(
    reading: &mut Reading<'_>,
    place: UploadPlaceId,
    after: Option<UploadId>,
    limit: i64,
) -> Result<Vec<Upload>, DbError> {
    let mut waiting = upload::table
        .filter(upload::place.eq(place))
        .filter(upload::state.eq(UploadState::Waiting))
        .order(upload::id)
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        waiting = waiting.filter(upload::id.gt(after));
    }
    let rows: Vec<UploadRow> = waiting.load(reading.connection)?;
    rows.into_iter().map(UploadRow::into_upload).collect()
}

/// The uploads of a place whose time has run out: those that never became complete, and those
/// whose end nobody need ask for any more.
pub fn expired_at(
    reading: &mut Reading<'_>,
    place: UploadPlaceId,
    limit: i64,
) -> Result<Vec<UploadId>, DbError> {
    let now = reading.now();
    Ok(upload::table
        .filter(upload::place.eq(place))
        .filter(upload::state.ne(UploadState::Waiting))
        .filter(upload::expires_at.lt(now))
        .order((upload::expires_at, upload::id))
        .limit(limit)
        .select(upload::id)
        .load(reading.connection)?)
}

/// Which of these files are still needed.
pub fn needed(reading: &mut Reading<'_>, ids: &[UploadId]) -> Result<Vec<UploadId>, DbError> {
    Ok(upload::table
        .filter(upload::id.eq_any(ids))
        .filter(upload::state.eq_any(OPEN))
        .select(upload::id)
        .load(reading.connection)?)
}

/// Forgets an upload.
pub fn forget(writing: &mut Writing<'_>, id: UploadId) -> Result<(), DbError> {
    diesel::delete(upload::table.find(id)).execute(writing.connection)?;
    Ok(())
}
