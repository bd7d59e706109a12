//! What an error is, for every room.
//!
//! Each room has its own error enum (`thiserror`) and implements [`Coded`] for it. The `http`
//! room turns the kind into a status and sends code, sentence and parameters; the command line
//! prints the sentence and exits with the kind's code. Nothing else looks inside.

/// What sort of trouble it is: decides the HTTP status and the exit code, never the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What was sent is wrong; sending it again unchanged cannot help. HTTP 422, exit 2.
    Invalid,
    /// No one is signed in, or the token is unknown. HTTP 401, exit 1.
    Unauthenticated,
    /// Known, but not allowed. HTTP 403, exit 1.
    Denied,
    /// It does not exist, or not for this caller. HTTP 404, exit 1.
    NotFound,
    /// It was there and is gone on purpose. HTTP 410, exit 1.
    Gone,
    /// It contradicts what is stored. HTTP 409, exit 1.
    Conflict,
    /// Larger than we accept. HTTP 413, exit 1.
    TooLarge,
    /// An audio or body format that we do not read. HTTP 415, exit 1.
    Unsupported,
    /// The sender stopped in the middle. HTTP 408, exit 1.
    TooSlow,
    /// Too many tries. HTTP 429, exit 1.
    TooMany,
    /// Something we need is away for now; try again. HTTP 503, exit 1.
    Unavailable,
    /// There is no room left to store it. HTTP 507, exit 1.
    Full,
    /// A fault of ours, logged with its cause. HTTP 500, exit 1.
    Internal,
}

impl Kind {
    /// The exit code of a command that ends with this kind of error.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        if self == Kind::Invalid { 2 } else { 1 }
    }
}

/// One place where what was sent is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Field names and list positions from 0, as in `extensions[2].from`; empty: the whole.
    pub path: String,
    /// The line that shows it, counted from 1.
    pub line: usize,
    /// What kind of mistake; a stable name in `snake_case`.
    pub code: &'static str,
    /// One English sentence.
    pub message: String,
}

/// An error that people and programs can both act on.
///
/// `Display` is one English sentence or two: what happened, and what to do. It never holds a
/// secret, a customer's number, a file's original name or an internal cause (those are
/// `source()`, which is logged).
pub trait Coded: std::error::Error + Send + Sync + 'static {
    /// What sort of trouble it is.
    fn kind(&self) -> Kind;

    /// A stable name in `snake_case`; the browser words it by this. Never changed once released.
    fn code(&self) -> &'static str;

    /// What the browser needs to fill into its own sentence, by name.
    fn params(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// Where in what was sent something is wrong, where there may be several places.
    fn problems(&self) -> Vec<Spot> {
        Vec::new()
    }
}
