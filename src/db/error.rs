//! What can go wrong between us and the database.

use crate::error::{Coded, Kind};
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use std::error::Error;

/// An error of the database. What it says never holds values of rows; the cause is logged.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The address of the database is not one of ours.
    #[error("the database address is not understood; use sqlite:PATH or postgres://USER@HOST/NAME")]
    Address,
    /// No connection: it is not there, it refuses, or all connections stayed in use.
    #[error("the database cannot be reached; check that it runs and that its address is right")]
    Away(#[source] Box<dyn Error + Send + Sync>),
    /// Too many calls waited for a connection for too long.
    #[error("the database is too busy; try again in a moment")]
    Busy,
    /// The tables could not be brought up to date.
    #[error(
        "the database could not be brought up to date; restore write access or free space and start again"
    )]
    Migration(#[source] Box<dyn Error + Send + Sync>),
    /// The database was made by a newer earmark.
    #[error("this database was written by a newer earmark (it has {0}); start that version")]
    FromTheFuture(String),
    /// A row holds something that no version of earmark writes.
    #[error("{what} cannot be read; the row is damaged")]
    Damaged {
        /// Which column or structure.
        what: &'static str,
        /// What the reader said.
        #[source]
        cause: Box<dyn Error + Send + Sync>,
    },
    /// The worker thread ended before its answer.
    #[error("the database call was interrupted; try again")]
    Interrupted,
    /// Another process moved the objects to another store; what this one stores would be lost.
    #[error("the recordings were moved to another object store; start this program again with its address")]
    StoreMoved,
    /// The database's disk is full.
    #[error("the database has no room left; free space on its disk, then try again")]
    Full(#[source] DieselError),
    /// Any other refusal of the database.
    #[error("the database refused the operation; the log says why")]
    Query(#[source] DieselError),
}

impl From<DieselError> for DbError {
    fn from(cause: DieselError) -> Self {
        if is_disk_full(&cause) { Self::Full(cause) } else { Self::Query(cause) }
    }
}

impl Coded for DbError {
    fn kind(&self) -> Kind {
        match self {
            Self::Address => Kind::Invalid,
            Self::Away(_) | Self::Busy | Self::Interrupted | Self::StoreMoved => Kind::Unavailable,
            Self::Query(cause) if is_connection_loss(cause) || is_busy(cause) => Kind::Unavailable,
            Self::Full(_) => Kind::Full,
            Self::Migration(_) | Self::FromTheFuture(_) | Self::Damaged { .. } | Self::Query(_) => {
                Kind::Internal
            }
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Address => "database_address",
            Self::Away(_) => "database_away",
            Self::Busy => "database_busy",
            Self::Migration(_) => "database_migration",
            Self::FromTheFuture(_) => "database_from_the_future",
            Self::Damaged { .. } => "database_damaged",
            Self::Interrupted => "database_interrupted",
            Self::StoreMoved => "store_moved",
            Self::Full(_) => "database_full",
            Self::Query(_) => "database_query",
        }
    }
}

/// Another transaction at the same time: why repeating the whole of ours can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conflict {
    /// It held what we need: SQLite was busy, PostgreSQL could not serialise or found a deadlock.
    InTheWay,
    /// It inserted the same unique row first and has committed: the repeat finds that row.
    CameSecond,
}

/// The conflict behind an error, if there is one. Walks the causes, so that it works for every
/// room's error around a [`DbError`].
pub(super) fn conflict(error: &(dyn Error + 'static)) -> Option<Conflict> {
    let mut current = Some(error);
    while let Some(inner) = current {
        if let Some(DieselError::DatabaseError(kind, information)) = inner.downcast_ref::<DieselError>() {
            return match kind {
                DatabaseErrorKind::SerializationFailure => Some(Conflict::InTheWay),
                DatabaseErrorKind::UniqueViolation => Some(Conflict::CameSecond),
                _ => says_one_of(information.message(), &IN_THE_WAY).then_some(Conflict::InTheWay),
            };
        }
        current = inner.source();
    }
    None
}

/// diesel tells these apart by their words alone, and PostgreSQL words them in the language of
/// its server (`lc_messages`): the Chinese ones are those of its own catalogue.
const IN_THE_WAY: [&str; 4] =
    ["database is locked", "database table is locked", "deadlock detected", "检测到死锁"];
const LOCK_TIMEOUT: [&str; 2] = ["canceling statement due to lock timeout", "由于锁超时"];
const CONNECTION_LOSS: [&str; 4] =
    ["server closed the connection", "terminating connection", "no connection to the server", "正在终止连接"];
const DISK_FULL: [&str; 2] = ["database or disk is full", "No space left on device"];

fn says_one_of(message: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| message.contains(phrase))
}

fn is_busy(error: &DieselError) -> bool {
    matches!(error, DieselError::DatabaseError(_, information)
        if says_one_of(information.message(), &LOCK_TIMEOUT))
        || conflict(error) == Some(Conflict::InTheWay)
}

fn is_connection_loss(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, _)
        | DieselError::BrokenTransactionManager => true,
        DieselError::DatabaseError(_, information) => says_one_of(information.message(), &CONNECTION_LOSS),
        DieselError::RollbackErrorOnCommit { commit_error, .. } => is_connection_loss(commit_error),
        _ => false,
    }
}

fn is_disk_full(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(_, information) => says_one_of(information.message(), &DISK_FULL),
        DieselError::RollbackErrorOnCommit { commit_error, .. } => is_disk_full(commit_error),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    enum RoomError {
        #[error(transparent)]
        Database(#[from] DbError),
    }

    fn refused(kind: DatabaseErrorKind, message: &str) -> DbError {
        DieselError::DatabaseError(kind, Box::new(message.to_owned())).into()
    }

    #[test]
    fn a_conflict_is_found_behind_the_error_of_a_room() {
        let busy: RoomError = refused(DatabaseErrorKind::Unknown, "database is locked").into();
        let second: RoomError = refused(DatabaseErrorKind::UniqueViolation, "source_name_key").into();
        assert_eq!(conflict(&busy), Some(Conflict::InTheWay));
        assert_eq!(conflict(&second), Some(Conflict::CameSecond));
    }

    #[test]
    fn a_conflict_is_found_in_the_language_of_the_server() {
        assert_eq!(conflict(&refused(DatabaseErrorKind::Unknown, "检测到死锁")), Some(Conflict::InTheWay));
    }

    #[test]
    fn a_lost_reference_is_no_conflict() {
        assert_eq!(conflict(&refused(DatabaseErrorKind::ForeignKeyViolation, "call_id")), None);
        assert_eq!(conflict(&DbError::Busy), None);
    }

    #[test]
    fn what_passes_is_unavailable_and_what_is_full_is_full() {
        let kind = |message| refused(DatabaseErrorKind::Unknown, message).kind();
        assert_eq!(kind("database is locked"), Kind::Unavailable);
        assert_eq!(kind("canceling statement due to lock timeout"), Kind::Unavailable);
        assert_eq!(kind("terminating connection due to administrator command"), Kind::Unavailable);
        assert_eq!(kind("database or disk is full"), Kind::Full);
        assert_eq!(kind("syntax error"), Kind::Internal);
    }
}
