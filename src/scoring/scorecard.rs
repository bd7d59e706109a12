//! The scorecard as it is used: typed, checked, immutable once published.
//!
//! Made by [`read_template`](super::read_template) and by nothing else. Serialising one writes the
//! same structure that was read, leaving out what has its default value, with every number as it
//! was written; reading that again gives an equal scorecard.

use super::number::Decimal;
use super::wording::Wording;
use serde::{Serialize, Serializer};

/// A scorecard (质检评分表): sections of questions, and how the answers become a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scorecard {
    /// `[a-z0-9_-]+`; the same in every version.
    pub key: String,
    /// Its name.
    #[serde(skip_serializing_if = "Wording::is_empty")]
    pub title: Wording,
    /// How answers become points.
    #[serde(flatten)]
    pub method: Method,
    /// A total at or above this passes; `None`: the card passes and fails nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pass: Option<Decimal>,
    /// The grades, highest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// In the order of the page; at least one.
    pub sections: Vec<Section>,
}

/// How answers become points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Method {
    /// Weighted shares of 100.
    Weighted {
        /// Where the weight of a question that does not count goes.
        #[serde(skip_serializing_if = "Redistribute::is_default")]
        redistribute: Redistribute,
    },
    /// 扣分制: a start, from which answers take and to which they add.
    Points {
        /// Where the total starts and what it never leaves.
        points: PointsRange,
    },
}

/// Where the weight of a question that does not count goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Redistribute {
    /// To the other questions of its section.
    #[default]
    Section,
    /// To all questions of the card.
    Card,
}

/// Where a points total starts and what it never leaves: `floor` ≤ `start` ≤ `ceiling`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PointsRange {
    /// The total before any answer.
    pub start: Decimal,
    /// The least total, and the total after a fatal answer.
    pub floor: Decimal,
    /// The greatest total.
    pub ceiling: Decimal,
}

/// A grade (等级).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Band {
    /// `[a-z0-9_-]+`, once a card.
    pub key: String,
    /// The least total that earns it.
    pub from: Decimal,
    /// Its name.
    #[serde(skip_serializing_if = "Wording::is_empty")]
    pub title: Wording,
}

/// A section (评分大项).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// `[a-z0-9_-]+`, once a card.
    pub key: String,
    /// Its name.
    #[serde(skip_serializing_if = "Wording::is_empty")]
    pub title: Wording,
    /// Relative to the other sections; in a bonus section, the points it adds at most. Above 0.
    #[serde(skip_serializing_if = "is_one")]
    pub weight: Decimal,
    /// Whether it adds on top of 100.
    #[serde(skip_serializing_if = "is_false")]
    pub bonus: bool,
    /// In the order of the page; at least one.
    pub questions: Vec<Question>,
}

/// A question (评分项).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// `[a-z0-9_-]+`, once a card, the same in every version.
    pub key: String,
    /// Its wording.
    #[serde(skip_serializing_if = "Wording::is_empty")]
    pub title: Wording,
    /// What an inspector should look for.
    #[serde(skip_serializing_if = "Wording::is_empty")]
    pub guidance: Wording,
    /// Relative to the other questions of the section. Above 0.
    #[serde(skip_serializing_if = "is_one")]
    pub weight: Decimal,
    /// Whether it belongs to the critical score, and to which class of errors.
    #[serde(skip_serializing_if = "Critical::is_no")]
    pub critical: Critical,
    /// What can be answered; at least one.
    pub options: Vec<AnswerOption>,
    /// What "not applicable" means here; `None`: it is not offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<NotApplicable>,
    /// When it is asked; `None`: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_when: Option<ShowWhen>,
    /// Whether several options may be chosen, also the same one again. Points only.
    #[serde(skip_serializing_if = "is_false")]
    pub multiple: bool,
    /// The least that a `multiple` question gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Decimal>,
    /// The most that a `multiple` question gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Decimal>,
    /// The option that the page fills in. The arithmetic knows only given answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// `false`: asked, stored, reported, and outside every sum.
    #[serde(skip_serializing_if = "is_true")]
    pub scored: bool,
    /// The kinds of evidence that satisfy an option that requires it.
    #[serde(skip_serializing_if = "is_every_kind")]
    pub evidence: Vec<EvidenceKind>,
    /// Why an answer may have turned out badly, to be named with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Cause>,
}

/// Whether a question belongs to the critical score, and to which class of errors (差错类别).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Critical {
    /// It does not.
    #[default]
    No,
    /// It does, in no named class.
    Yes,
    /// An error here harms the customer.
    Customer,
    /// An error here harms the business.
    Business,
    /// An error here breaks a rule or a law.
    Compliance,
}

/// What can be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerOption {
    /// `[a-z0-9_-]+`, once a question.
    pub key: String,
    /// Weighted: out of the highest score of the question. Points: what it adds. `None` only on a
    /// question that is not scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Decimal>,
    /// Its wording; without one, the key is shown.
    #[serde(skip_serializing_if = "Wording::is_empty")]
    pub title: Wording,
    /// What choosing it makes void.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fatal: Option<Fatal>,
    /// What must be given with it before the evaluation can be released.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub require: Vec<Requirement>,
}

/// What a fatal option (致命项) makes void.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fatal {
    /// Its section.
    Section,
    /// The whole evaluation.
    Evaluation,
}

/// What must be given with an option before the evaluation can be released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// A comment.
    Comment,
    /// Evidence (扣分依据) of one of the kinds that the question accepts.
    Evidence,
    /// One of the question's causes (责任归因).
    Cause,
}

/// What "not applicable" does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotApplicable {
    /// The question does not count.
    Excluded,
    /// It counts, as if an option with this score had been chosen.
    Score(Decimal),
}

/// A condition on an earlier question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShowWhen {
    /// The key of a question before this one.
    pub question: String,
    /// Keys of its options; choosing any of them shows this question.
    pub is: Vec<String>,
}

/// A kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A range of the call.
    Range,
    /// The statement that it was not said in the whole call (全程未提及).
    NotSaid,
    /// A record outside the call: a ticket, a wrap-up note.
    Record,
}

impl EvidenceKind {
    /// All kinds: what a question accepts that names none.
    pub const ALL: [Self; 3] = [Self::Range, Self::NotSaid, Self::Record];
}

/// Why an answer turned out badly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// `[a-z0-9_-]+`, once a question.
    pub key: String,
    /// Its wording.
    #[serde(skip_serializing_if = "Wording::is_empty")]
    pub title: Wording,
}

impl Scorecard {
    /// All questions in card order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The question with this key.
    #[must_use]
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions().find(|question| question.key == key)
    }
}

impl Question {
    /// The option with this key.
    #[must_use]
    pub fn option(&self, key: &str) -> Option<&AnswerOption> {
        self.options.iter().find(|option| option.key == key)
    }

    /// The highest score of its options; zero where no option has a score.
    #[must_use]
    pub fn highest_score(&self) -> Decimal {
        let scores = self.options.iter().filter_map(|option| option.score.clone());
        scores.max().unwrap_or_else(Decimal::zero)
    }
}

impl Method {
    /// Its name as it is written.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Weighted { .. } => "weighted",
            Self::Points { .. } => "points",
        }
    }
}

impl Redistribute {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Critical {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_no(&self) -> bool {
        *self == Self::No
    }
}

/// `true`, `false`, or the name of the class, as it is written.
impl Serialize for Critical {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::No => serializer.serialize_bool(false),
            Self::Yes => serializer.serialize_bool(true),
            Self::Customer => serializer.serialize_str("customer"),
            Self::Business => serializer.serialize_str("business"),
            Self::Compliance => serializer.serialize_str("compliance"),
        }
    }
}

fn is_one(weight: &Decimal) -> bool {
    *weight == Decimal::one()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_true(flag: &bool) -> bool {
    *flag
}

fn is_every_kind(kinds: &[EvidenceKind]) -> bool {
    kinds == EvidenceKind::ALL
}
