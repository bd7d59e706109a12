//! Scorecards and their arithmetic, pure: text in, exact numbers out.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `template` | an untyped tree ([`crate::document`]) becomes a [`Scorecard`], or the list of everything wrong with it |
//! | `scorecard`, `wording` | the typed scorecard, and how it is written back |
//! | `answers` | what an inspector chose |
//! | `marking` | answers against the card: what is visible, what counts, what is wrong |
//! | `weighted`, `points` | the two methods |
//! | `preview` | the score while answers are still missing |
//! | `rescore` | past answers on another card |
//! | `swing` | where "not applicable" makes another question much dearer |
//! | `difference` | what changed between two cards |
//! | `written` | definitions as JSON and as YAML, nothing lost |
//! | `response` | an answer with what stands behind it: comment, causes, evidence |
//! | `amend` | an evaluation with some of its answers changed |
//! | `open_points` | what still stands between a draft and its release |
//! | `trace` | how the score came about, adding up exactly |
//! | `result` | the score as it is stored and printed |
//! | `record` | a stored score, read again |
//! | `agreement` | how far two scorings of one call agree: items alike, Cohen's kappa |
//! | `mean` | a mean and how far it can be trusted |
//! | `number` | decimals as written, rationals as computed, hundredths as stored |
//!
//! Three calls make the room: [`read_template`], [`read_answers`], [`score`]. `docs/SCORING.md`
//! tells the arithmetic in words.

mod agreement;
mod amend;
mod answers;
mod difference;
mod error;
mod marking;
mod mean;
mod number;
mod open_points;
mod points;
mod preview;
mod record;
mod rescore;
mod response;
mod result;
mod scorecard;
mod swing;
mod template;
mod trace;
mod weighted;
mod wording;
mod written;

pub use agreement::{Agreement, ItemAgreement, Verdict, Verdicts, agreement};
pub use amend::{Change, Choice, Grounds, amend, changed_between};
pub use answers::{Answer, Answers, read_answers};
pub use difference::{Difference, DifferenceKind, Place, differences};
pub use error::ScoringError;
pub use marking::{AnswerCode, AnswerError};
pub use mean::Mean;
pub use number::{Decimal, Figure};
pub use open_points::{GroundsCode, OpenCode, OpenPoint, open_points};
pub use preview::{Loss, Preview, preview, shares};
pub use record::{QuestionRecord, ScoreRecord, SectionRecord};
pub use rescore::{Rescored, rescore};
pub use response::{Attribution, Evidence, Response, Responses};
pub use result::{Score, SectionScore, score};
pub use scorecard::{
    AnswerOption, Band, Cause, Critical, EvidenceKind, Fatal, Method, NotApplicable, PointsRange, Question,
    Redistribute, Requirement, Scorecard, Section, ShowWhen,
};
pub use swing::{Swing, swings};
pub use template::{Problem, ProblemCode, read_template};
pub use trace::{QuestionTrace, SectionTrace, Step, StepKind, Trace, WhyNot};
pub use wording::Wording;
pub use written::{definition_of, read_definition, to_yaml};

#[cfg(test)]
mod properties;
