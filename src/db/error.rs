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
        cause: serde_json::Error,
    },
    /// The worker thread ended before its answer.
    #[error("the database call was interrupted; try again")]
    Interrupted,
    /// Any other refusal of the database.
    #[error("the database refused the operation; the log says why")]
    Query(#[from] DieselError),
}

impl Coded for DbError {
    fn kind(&self) -> Kind {
        match self {
            Self::Address => Kind::Invalid,
            Self::Away(_) | Self::Busy | Self::Interrupted => Kind::Unavailable,
            Self::Query(cause) if is_connection_loss(cause) => Kind::Unavailable,
            Self::Query(cause) if is_disk_full(cause) => Kind::Full,
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
            Self::Query(_) => "database_query",
        }
    }
}

/// Whether repeating the whole transaction can help: SQLite was busy, PostgreSQL could not
/// serialise, or another transaction inserted the same unique row first (the repeat finds it).
///
/// Walks the causes, so that it works for every room's error around a [`DbError`].
pub(super) fn is_transient(error: &(dyn Error + 'static)) -> bool {
    let mut current = Some(error);
    while let Some(inner) = current {
        if let Some(DieselError::DatabaseError(kind, information)) = inner.downcast_ref::<DieselError>() {
            return match kind {
                DatabaseErrorKind::SerializationFailure | DatabaseErrorKind::UniqueViolation => true,
                _ => ["database is locked", "database table is locked", "deadlock detected"]
                    .iter()
                    .any(|phrase| information.message().contains(phrase)),
            };
        }
        current = inner.source();
    }
    false
}

fn is_connection_loss(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, _)
        | DieselError::BrokenTransactionManager => true,
        DieselError::DatabaseError(_, information) => {
            ["server closed the connection", "terminating connection", "no connection to the server"]
                .iter()
                .any(|phrase| information.message().contains(phrase))
        }
        _ => false,
    }
}

fn is_disk_full(error: &DieselError) -> bool {
    matches!(error, DieselError::DatabaseError(_, information)
        if information.message().contains("database or disk is full")
            || information.message().contains("No space left on device"))
}
