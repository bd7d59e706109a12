//! Why somebody does not get in, or not further.

use crate::db::DbError;
use crate::error::{Coded, Kind};
use crate::sheet::SheetError;

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
    /// Somebody has this staff number already.
    #[error("somebody already has this staff number; look for them before you enter them again")]
    StaffNumberTaken,
    /// The name is in use, perhaps by something that was retired.
    #[error("this name is in use already, perhaps by something retired; choose another")]
    NameTaken,
    /// Nobody would be left to give roles.
    #[error("nobody else administers; make somebody else an administrator who can sign in, then try again")]
    LastAdministrator,
    /// An administrator of one project could make themselves one of all.
    #[error("an administrator administers everywhere; leave the project out")]
    RoleHasNoProject,
    /// The person has left.
    #[error("this person has left; take them back first")]
    PersonRetired,
    /// The team was dissolved.
    #[error("this team was dissolved; take it up again first")]
    TeamRetired,
    /// There are people or teams in the team.
    #[error("there are people or teams in this team; move them first")]
    TeamInUse,
    /// It is not there.
    #[error("it does not exist; the list may be old, load it again")]
    NotFound,
    /// The table cannot be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// There is no column for names.
    #[error("the first row has no column \"name\" (姓名); begin with the template")]
    NameColumnMissing,
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
            Self::BadName { .. }
            | Self::BadPassword { .. }
            | Self::RoleHasNoProject
            | Self::NameColumnMissing => Kind::Invalid,
            Self::SignInTaken
            | Self::StaffNumberTaken
            | Self::NameTaken
            | Self::LastAdministrator
            | Self::PersonRetired
            | Self::TeamRetired
            | Self::TeamInUse => Kind::Conflict,
            Self::UnknownPerson | Self::NotFound => Kind::NotFound,
            Self::Sheet(error) => error.kind(),
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
            Self::StaffNumberTaken => "staff_number_taken",
            Self::NameTaken => "name_taken",
            Self::LastAdministrator => "last_administrator",
            Self::RoleHasNoProject => "role_has_no_project",
            Self::PersonRetired => "person_retired",
            Self::TeamRetired => "team_retired",
            Self::TeamInUse => "team_in_use",
            Self::NotFound => "not_found",
            Self::Sheet(error) => error.code(),
            Self::NameColumnMissing => "name_column_missing",
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
            Self::Sheet(error) => error.params(),
            Self::Db(error) => error.params(),
            _ => Vec::new(),
        }
    }
}
