//! Why somebody does not get in, or not further.

use crate::db::DbError;
use crate::error::{Coded, Kind};

/// A refusal of the access room.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// No session and no token came along, or it is unknown, ended or revoked.
    #[error("you are not signed in; sign in again, or send a valid token")]
    NotSignedIn,
    /// The name or the password is wrong; which of the two is not said.
    #[error("the name or the password is wrong")]
    WrongCredentials,
    /// Too many wrong passwords.
    #[error("too many failed attempts; try again in {minutes} minutes")]
    TooManyAttempts {
        /// How long to wait.
        minutes: u64,
    },
    /// The roles do not include this.
    #[error("your role does not allow this; a QA manager or administrator can help")]
    NotPermitted,
    /// The set-up link is unknown, used or too old.
    #[error("this set-up link no longer works; restart earmark to print a new one")]
    SetupLinkInvalid,
    /// A name that nobody can type or read.
    #[error("{field} must be 1 to {most} characters without line breaks")]
    BadName {
        /// Which field.
        field: &'static str,
        /// The longest that is accepted.
        most: usize,
    },
    /// A password that is too easy to try out.
    #[error("the password must have {least} to {most} characters")]
    BadPassword {
        /// The shortest that is accepted.
        least: usize,
        /// The longest that is accepted.
        most: usize,
    },
    /// Somebody signs in under this name already.
    #[error("somebody already signs in under this name; choose another")]
    SignInTaken,
    /// There is nobody with this sign-in name.
    #[error("nobody signs in under this name")]
    UnknownPerson,
    /// The operating system gave no randomness.
    #[error("the system's random numbers are not available")]
    NoRandomness(#[source] getrandom::Error),
    /// Hashing a password failed, or a stored hash is damaged.
    #[error("the password could not be processed; the log says why")]
    Hashing(#[source] argon2::password_hash::Error),
    /// Too many passwords are being looked at already.
    #[error("too many people are signing in at once; try again in a moment")]
    Busy,
    /// The blocking thread ended before its answer.
    #[error("the sign-in was interrupted; try again")]
    Interrupted,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Coded for AccessError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotSignedIn | Self::WrongCredentials => Kind::Unauthenticated,
            Self::TooManyAttempts { .. } => Kind::TooMany,
            Self::NotPermitted => Kind::Denied,
            Self::SetupLinkInvalid => Kind::Gone,
            Self::BadName { .. } | Self::BadPassword { .. } => Kind::Invalid,
            Self::SignInTaken => Kind::Conflict,
            Self::UnknownPerson => Kind::NotFound,
            Self::NoRandomness(_) | Self::Hashing(_) => Kind::Internal,
            Self::Busy | Self::Interrupted => Kind::Unavailable,
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "not_signed_in",
            Self::WrongCredentials => "wrong_credentials",
            Self::TooManyAttempts { .. } => "too_many_attempts",
            Self::NotPermitted => "not_permitted",
            Self::SetupLinkInvalid => "setup_link_invalid",
            Self::BadName { .. } => "bad_name",
            Self::BadPassword { .. } => "bad_password",
            Self::SignInTaken => "sign_in_taken",
            Self::UnknownPerson => "unknown_person",
            Self::NoRandomness(_) => "no_randomness",
            Self::Hashing(_) => "password_hashing",
            Self::Busy => "sign_in_busy",
            Self::Interrupted => "sign_in_interrupted",
            Self::Db(error) => error.code(),
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooManyAttempts { minutes } => vec![("minutes", minutes.to_string())],
            Self::BadName { field, most } => vec![("field", (*field).to_owned()), ("most", most.to_string())],
            Self::BadPassword { least, most } => {
                vec![("least", least.to_string()), ("most", most.to_string())]
            }
            Self::Db(error) => error.params(),
            _ => Vec::new(),
        }
    }
}
