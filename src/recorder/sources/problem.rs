//! What is wrong with the settings of a source, one entry a mistake.

use crate::error::Spot;

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: field names and list positions from 0, as in `extensions[2].from`. Empty where it
    /// concerns the whole document.
    pub path: String,
    /// What kind of mistake; the browser words it by this.
    pub kind: ProblemKind,
    /// One English sentence for people.
    pub message: String,
    /// The line that shows it, counted from 1.
    pub line: usize,
}

impl Problem {
    /// The problem as an error tells it.
    #[must_use]
    pub fn spot(&self) -> Spot {
        Spot {
            path: self.path.clone(),
            line: self.line,
            code: self.kind.as_str(),
            message: self.message.clone(),
        }
    }
}

/// The kinds of mistakes. The names on the wire never change once released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// The text is no YAML or JSON document that we take.
    NotReadable,
    /// A field that must be there is not.
    MissingField,
    /// A field that means nothing here.
    UnknownField,
    /// The same field twice.
    DuplicateField,
    /// A list where text belongs, and the like.
    WrongType,
    /// A word that is not among those allowed.
    UnknownValue,
    /// A text that is empty, too long, or holds control characters.
    BadText,
    /// There is no such time zone.
    UnknownZone,
    /// It is no channel, counted from 0.
    BadChannel,
    /// The expression or the tokens of a pattern cannot be used.
    BadPattern,
    /// A number of days that makes no sense.
    BadDays,
    /// It is no date or time.
    BadTime,
    /// It ends before it begins.
    EndsBeforeBeginning,
    /// Two agents at one extension at the same time.
    Overlap,
    /// More entries than are taken.
    TooMany,
    /// Another source has this name.
    NameTaken,
}

impl ProblemKind {
    /// All of them, so that a test can find one without words.
    pub const ALL: [Self; 16] = [
        Self::NotReadable,
        Self::MissingField,
        Self::UnknownField,
        Self::DuplicateField,
        Self::WrongType,
        Self::UnknownValue,
        Self::BadText,
        Self::UnknownZone,
        Self::BadChannel,
        Self::BadPattern,
        Self::BadDays,
        Self::BadTime,
        Self::EndsBeforeBeginning,
        Self::Overlap,
        Self::TooMany,
        Self::NameTaken,
    ];

    /// Its stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotReadable => "not_readable",
            Self::MissingField => "missing_field",
            Self::UnknownField => "unknown_field",
            Self::DuplicateField => "duplicate_field",
            Self::WrongType => "wrong_type",
            Self::UnknownValue => "unknown_value",
            Self::BadText => "bad_text",
            Self::UnknownZone => "unknown_zone",
            Self::BadChannel => "bad_channel",
            Self::BadPattern => "bad_pattern",
            Self::BadDays => "bad_days",
            Self::BadTime => "bad_time",
            Self::EndsBeforeBeginning => "ends_before_beginning",
            Self::Overlap => "overlap",
            Self::TooMany => "too_many",
            Self::NameTaken => "name_taken",
        }
    }
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<Problem>);

impl Report {
    pub(super) fn add(&mut self, path: &str, line: usize, kind: ProblemKind, message: impl Into<String>) {
        self.0.push(Problem { path: path.to_owned(), kind, message: message.into(), line });
    }

    /// All problems in the order of the document, each once.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        self.0.sort_by_key(|problem| problem.line);
        self.0.dedup();
        self.0
    }
}
