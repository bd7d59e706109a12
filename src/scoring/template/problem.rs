//! What is wrong with a scorecard, one entry a mistake.

use serde::Serialize;

/// One mistake in a scorecard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where: field names and list positions from 0, as in `sections[0].questions[2].weight`.
    /// Empty where it concerns the whole file.
    pub path: String,
    /// What kind of mistake, for programs.
    pub code: ProblemCode,
    /// One English sentence for people.
    pub message: String,
    /// The line that shows it, counted from 1. Not serialised: what was edited in a browser has no
    /// lines that anyone has seen.
    #[serde(skip)]
    pub line: usize,
}

/// The kinds of mistakes. The names on the wire never change once released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The text is no YAML or JSON document that we take.
    NotReadable,
    /// A field that must be there is not.
    MissingField,
    /// A field that means nothing here.
    UnknownField,
    /// The same field twice in one mapping.
    DuplicateField,
    /// A list where text belongs, and the like.
    WrongType,
    /// A word that is not among those allowed.
    UnknownValue,
    /// A list that must not be empty is.
    EmptyList,
    /// A key that is not `[a-z0-9_-]+`.
    BadKey,
    /// A language tag that is none.
    BadLanguage,
    /// The same key twice where keys tell things apart.
    DuplicateKey,
    /// A card or a section without a question.
    NoQuestion,
    /// A question without an option.
    NoOption,
    /// An infinity or NaN.
    NotFinite,
    /// A number with too many digits or too large an exponent.
    NumberTooLong,
    /// A number of points beyond a million.
    TooManyPoints,
    /// A weight at or below zero.
    WeightNotPositive,
    /// Weighted: no option scores above zero.
    HighestScoreZero,
    /// Weighted: a score below zero.
    NegativeScore,
    /// `show_when` names a question that comes later.
    ShowWhenForward,
    /// `show_when` names its own question.
    ShowWhenItself,
    /// `show_when` names no question of the card.
    ShowWhenUnknownQuestion,
    /// `show_when` names no option of the question it refers to.
    ShowWhenUnknownOption,
    /// A band that does not start below the one before it.
    BandsNotFalling,
    /// "Not applicable" in a bonus section.
    NotApplicableInBonus,
    /// Weighted: "not applicable" scores outside 0…highest.
    NotApplicableOutOfRange,
    /// A field or value that belongs to the weighted method.
    NotInPoints,
    /// A field that belongs to the points method.
    NotInWeighted,
    /// `min` or `max` on a question that takes one option.
    LimitWithoutMultiple,
    /// `min` above `max`.
    MinAboveMax,
    /// `floor` above `ceiling`.
    FloorAboveCeiling,
    /// `start` outside `floor`…`ceiling`.
    StartOutsideRange,
    /// A fatal option on a question that is not scored.
    FatalNotScored,
    /// A critical question that is not scored.
    CriticalNotScored,
    /// `default` names no option.
    DefaultUnknownOption,
    /// An option requires a cause of a question that names none.
    CauseWithoutCauses,
}

impl ProblemCode {
    /// All of them, so that a test can find one without words or without documentation.
    pub const ALL: [Self; 35] = [
        Self::NotReadable,
        Self::MissingField,
        Self::UnknownField,
        Self::DuplicateField,
        Self::WrongType,
        Self::UnknownValue,
        Self::EmptyList,
        Self::BadKey,
        Self::BadLanguage,
        Self::DuplicateKey,
        Self::NoQuestion,
        Self::NoOption,
        Self::NotFinite,
        Self::NumberTooLong,
        Self::TooManyPoints,
        Self::WeightNotPositive,
        Self::HighestScoreZero,
        Self::NegativeScore,
        Self::ShowWhenForward,
        Self::ShowWhenItself,
        Self::ShowWhenUnknownQuestion,
        Self::ShowWhenUnknownOption,
        Self::BandsNotFalling,
        Self::NotApplicableInBonus,
        Self::NotApplicableOutOfRange,
        Self::NotInPoints,
        Self::NotInWeighted,
        Self::LimitWithoutMultiple,
        Self::MinAboveMax,
        Self::FloorAboveCeiling,
        Self::StartOutsideRange,
        Self::FatalNotScored,
        Self::CriticalNotScored,
        Self::DefaultUnknownOption,
        Self::CauseWithoutCauses,
    ];
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    problems: Vec<Problem>,
}

impl Report {
    /// Adds a problem.
    pub(super) fn add(&mut self, path: &str, line: usize, code: ProblemCode, message: impl Into<String>) {
        self.problems.push(Problem { path: path.to_owned(), code, message: message.into(), line });
    }

    /// All problems in the order of the file, each once.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        self.problems.dedup();
        self.problems
    }
}
