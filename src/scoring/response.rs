//! What an inspector gave to each question: the answer, and what stands behind it.
//!
//! The arithmetic sees the answer alone. The rest (a comment, causes, evidence) is what an option
//! may require before the evaluation is released; see [`open_points`](super::open_points()).

use super::answers::{Answer, Answers};
use super::scorecard::EvidenceKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The responses of one evaluation, by question key. Kept as they were typed: also those that no
/// question of the card asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Responses(pub BTreeMap<String, Response>);

/// What was given to one question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Response {
    /// The keys of the chosen options; the same one may stand here twice.
    pub options: Vec<String>,
    /// Whether "not applicable" was chosen; it wins over any option.
    pub not_applicable: bool,
    /// Why, in words.
    pub comment: Option<String>,
    /// The keys of the causes (责任归因).
    pub causes: Vec<String>,
    /// What shows it (扣分依据).
    pub evidence: Vec<Evidence>,
    /// What a deduction is put down to (责任归因); none: the agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Attribution>,
}

/// What a deduction is put down to. The arithmetic does not look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribution {
    /// The agent could have done better.
    Agent,
    /// A rule of the house made them.
    Rule,
    /// The script says so.
    Script,
    /// A system was in the way.
    System,
}

/// One piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// A range of the call's timeline; a moment where both ends are the same.
    Range {
        /// Where it begins.
        start_ms: i64,
        /// Where it ends.
        end_ms: i64,
        /// On which channel, counted from 0; none: on all.
        channel: Option<u16>,
    },
    /// Turns of a text; one where both are the same.
    Turns {
        /// The first, counted from 1.
        first: i32,
        /// The last.
        last: i32,
    },
    /// It was not said in the whole call (全程未提及).
    NotSaid,
    /// It was not said between these moments of the call's timeline.
    NotSaidWithin {
        /// Where it should have been said at the earliest.
        start_ms: i64,
        /// Where at the latest.
        end_ms: i64,
    },
    /// A record outside the call shows it.
    Record,
    /// The wrap-up note shows it (小结).
    WrapUp,
    /// The ticket shows it (工单).
    Ticket,
    /// The disposition that was saved shows it (业务分类).
    Disposition,
}

impl Evidence {
    /// Of which kind it is.
    #[must_use]
    pub fn kind(&self) -> EvidenceKind {
        match self {
            Self::Range { .. } | Self::Turns { .. } => EvidenceKind::Range,
            Self::NotSaid | Self::NotSaidWithin { .. } => EvidenceKind::NotSaid,
            Self::Record | Self::WrapUp | Self::Ticket | Self::Disposition => EvidenceKind::Record,
        }
    }

    /// The range of the call's timeline that it speaks of; none: the whole call, or no sound.
    #[must_use]
    pub fn range(&self) -> Option<(i64, i64)> {
        match *self {
            Self::Range { start_ms, end_ms, .. } | Self::NotSaidWithin { start_ms, end_ms } => {
                Some((start_ms, end_ms))
            }
            _ => None,
        }
    }
}

impl Response {
    fn answer(&self) -> Answer {
        Answer { options: self.options.clone(), not_applicable: self.not_applicable }
    }

    /// Whether a deduction is put down to the agent.
    #[must_use]
    pub fn is_the_agents(&self) -> bool {
        self.attribution.is_none_or(|attribution| attribution == Attribution::Agent)
    }

    /// Whether a comment was written.
    pub(super) fn has_comment(&self) -> bool {
        self.comment.as_deref().is_some_and(|comment| !comment.trim().is_empty())
    }
}

impl Responses {
    /// The answers alone, for the arithmetic.
    #[must_use]
    pub fn answers(&self) -> Answers {
        self.0.iter().map(|(key, response)| (key.clone(), response.answer())).collect()
    }

    /// What was given to this question.
    #[must_use]
    pub fn to(&self, question: &str) -> Option<&Response> {
        self.0.get(question)
    }
}
