//! Answers, notes, and what they come to, on the wire.

use crate::db::evaluation_note::{Note, NoteKind};
use crate::http::errors::RequestError;
use crate::ids::NoteId;
use crate::review::{Progress, Saved};
use crate::scoring::{Attribution, Evidence, Grounds, OpenPoint, Response, Responses, ScoreRecord};
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What was given to one question.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = Answer)]
#[serde(default, deny_unknown_fields)]
pub struct AnswerBody {
    /// The keys of the chosen options; the same one may stand here twice.
    options: Vec<String>,
    /// Whether "not applicable" was chosen; it wins over any option.
    not_applicable: bool,
    /// Why, in words.
    comment: Option<String>,
    /// The keys of the causes.
    causes: Vec<String>,
    /// What shows it.
    evidence: Vec<EvidenceBody>,
    /// What a deduction is put down to: `agent`, `rule`, `script` or `system`; none: the agent. The score
    /// is the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    attribution: Option<Attribution>,
}

/// What shows an answer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = Evidence)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EvidenceBody {
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
    /// It was not said in the whole call.
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
    /// The wrap-up note shows it.
    WrapUp,
    /// The ticket shows it.
    Ticket,
    /// The disposition that was saved shows it.
    Disposition,
}

/// A note; its id is made in the browser.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Note)]
#[serde(deny_unknown_fields)]
pub struct NoteBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: NoteId,
    /// `note` or `strength`.
    kind: String,
    /// Whether it names the one thing to change; at most one note does.
    is_one_change: bool,
    /// Its words.
    text: String,
    /// What to say instead.
    say_instead: Option<String>,
    /// Where it begins on the call's timeline; none: it is about the whole call.
    start_ms: Option<i64>,
    /// Where it ends.
    end_ms: Option<i64>,
    /// On which channel, counted from 0; none: on all.
    channel: Option<u16>,
    /// The first turn of a text that it is pinned to, counted from 1; none: of a text it is about the whole.
    #[serde(default)]
    first_turn: Option<i32>,
    /// The last of them.
    #[serde(default)]
    last_turn: Option<i32>,
}

/// One thing to be done before the release.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenPoint)]
pub struct OpenBody {
    /// The key of the question.
    question: Option<String>,
    /// What is missing or does not fit, in `snake_case`.
    #[schema(example = "evidence_required")]
    code: &'static str,
}

/// The score so far. A question without an answer stands as if nothing were lost; there is no
/// total before all are answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Preview)]
pub struct PreviewBody {
    /// Whether every question that is asked has an answer that fits.
    complete: bool,
    /// The score; none where the call was not scored.
    score: Option<ScoreBody>,
    /// What each question lost, in card order; only those that lost something.
    lost: Vec<LossBody>,
    /// The keys of the questions that are not asked.
    hidden: Vec<String>,
}

/// What one question lost.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Loss)]
pub struct LossBody {
    /// Its key.
    question: String,
    /// How many points of the total.
    points: f64,
}

/// A score.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Score)]
pub struct ScoreBody {
    /// The total; none where nothing counts or answers are missing.
    total: Option<f64>,
    /// Whether it passes; none without a pass mark or a total.
    passed: Option<bool>,
    /// The key of the grade.
    band: Option<String>,
    /// The keys of the questions whose fatal option was chosen; none: no such question.
    fatal: Option<Vec<String>>,
    /// The total as if no option were fatal.
    score_before_fatal: Option<f64>,
    /// The score of the critical questions alone.
    critical: Option<f64>,
    /// Every section in card order.
    sections: Vec<SectionScoreBody>,
    /// How it came about: every question, every section, every step.
    trace: Vec<Value>,
}

/// The score of one section.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SectionScore)]
pub struct SectionScoreBody {
    /// Its key.
    key: String,
    /// What it reached; none where nothing in it counts.
    score: Option<f64>,
}

/// What was saved.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Saved)]
pub struct SavedBody {
    /// The number of this save; the next one is based on it.
    edit: i32,
    /// When it was.
    #[schema(value_type = String, format = DateTime)]
    saved_at: Instant,
    /// What stands between the draft and its release.
    open: Vec<OpenBody>,
    /// The score so far.
    preview: PreviewBody,
}

impl From<Saved> for SavedBody {
    fn from(saved: Saved) -> Self {
        let (open, preview) = progress_of(saved.progress);
        Self { edit: saved.edit, saved_at: saved.saved_at, open, preview }
    }
}

/// What is open, and the score so far.
pub(super) fn progress_of(progress: Progress) -> (Vec<OpenBody>, PreviewBody) {
    let open = progress.open.into_iter().map(OpenBody::from).collect();
    let preview = PreviewBody {
        complete: progress.complete,
        score: progress.score.map(ScoreBody::from),
        lost: losses_of(progress.lost),
        hidden: progress.hidden,
    };
    (open, preview)
}

/// What was lost, by question.
pub(super) fn losses_of(lost: Vec<(String, f64)>) -> Vec<LossBody> {
    lost.into_iter().map(|(question, points)| LossBody { question, points }).collect()
}

/// The answers as they are stored.
pub(super) fn responses_of(answers: BTreeMap<String, AnswerBody>) -> Responses {
    Responses(answers.into_iter().map(|(key, answer)| (key, answer.into())).collect())
}

/// The answers as they are sent.
pub(super) fn answers_of(responses: Responses) -> BTreeMap<String, AnswerBody> {
    responses.0.into_iter().map(|(key, response)| (key, response.into())).collect()
}

/// What stands behind a changed answer. What is missing stays as it stood, where it still fits.
#[derive(Debug, Default, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = Grounds)]
#[serde(default, deny_unknown_fields)]
pub struct GroundsBody {
    /// The keys of the causes.
    #[serde(skip_serializing_if = "Option::is_none")]
    causes: Option<Vec<String>>,
    /// What shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Vec<EvidenceBody>>,
    /// What a deduction is put down to: `agent`, `rule`, `script` or `system`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    attribution: Option<Attribution>,
}

impl From<GroundsBody> for Grounds {
    fn from(grounds: GroundsBody) -> Self {
        Self {
            causes: grounds.causes,
            evidence: grounds.evidence.map(|all| all.into_iter().map(Evidence::from).collect()),
            attribution: grounds.attribution,
        }
    }
}

impl From<Grounds> for GroundsBody {
    fn from(grounds: Grounds) -> Self {
        Self {
            causes: grounds.causes,
            evidence: grounds.evidence.map(|all| all.into_iter().map(EvidenceBody::from).collect()),
            attribution: grounds.attribution,
        }
    }
}

impl From<AnswerBody> for Response {
    fn from(answer: AnswerBody) -> Self {
        Self {
            options: answer.options,
            not_applicable: answer.not_applicable,
            comment: answer.comment,
            causes: answer.causes,
            evidence: answer.evidence.into_iter().map(Evidence::from).collect(),
            attribution: answer.attribution,
        }
    }
}

impl From<Response> for AnswerBody {
    fn from(response: Response) -> Self {
        Self {
            options: response.options,
            not_applicable: response.not_applicable,
            comment: response.comment,
            causes: response.causes,
            evidence: response.evidence.into_iter().map(EvidenceBody::from).collect(),
            attribution: response.attribution,
        }
    }
}

impl From<EvidenceBody> for Evidence {
    fn from(evidence: EvidenceBody) -> Self {
        match evidence {
            EvidenceBody::Range { start_ms, end_ms, channel } => Self::Range { start_ms, end_ms, channel },
            EvidenceBody::Turns { first, last } => Self::Turns { first, last },
            EvidenceBody::NotSaid => Self::NotSaid,
            EvidenceBody::NotSaidWithin { start_ms, end_ms } => Self::NotSaidWithin { start_ms, end_ms },
            EvidenceBody::Record => Self::Record,
            EvidenceBody::WrapUp => Self::WrapUp,
            EvidenceBody::Ticket => Self::Ticket,
            EvidenceBody::Disposition => Self::Disposition,
        }
    }
}

impl From<Evidence> for EvidenceBody {
    fn from(evidence: Evidence) -> Self {
        match evidence {
            Evidence::Range { start_ms, end_ms, channel } => Self::Range { start_ms, end_ms, channel },
            Evidence::Turns { first, last } => Self::Turns { first, last },
            Evidence::NotSaid => Self::NotSaid,
            Evidence::NotSaidWithin { start_ms, end_ms } => Self::NotSaidWithin { start_ms, end_ms },
            Evidence::Record => Self::Record,
            Evidence::WrapUp => Self::WrapUp,
            Evidence::Ticket => Self::Ticket,
            Evidence::Disposition => Self::Disposition,
        }
    }
}

impl NoteBody {
    /// The note as it is stored.
    pub(super) fn read(self) -> Result<Note, RequestError> {
        let kind = NoteKind::parse(&self.kind);
        let kind =
            kind.ok_or_else(|| RequestError::BadBody("a note's kind is note or strength".to_owned()))?;
        Ok(Note {
            id: self.id,
            kind,
            is_one_change: self.is_one_change,
            text: self.text,
            say_instead: self.say_instead,
            start_ms: self.start_ms,
            end_ms: self.end_ms,
            channel: self.channel.map(i32::from),
            first_turn: self.first_turn,
            last_turn: self.last_turn,
        })
    }
}

impl From<Note> for NoteBody {
    fn from(note: Note) -> Self {
        Self {
            id: note.id,
            kind: note.kind.as_str().to_owned(),
            is_one_change: note.is_one_change,
            text: note.text,
            say_instead: note.say_instead,
            start_ms: note.start_ms,
            end_ms: note.end_ms,
            channel: note.channel.and_then(|channel| u16::try_from(channel).ok()),
            first_turn: note.first_turn,
            last_turn: note.last_turn,
        }
    }
}

impl From<OpenPoint> for OpenBody {
    fn from(point: OpenPoint) -> Self {
        Self { question: Some(point.question), code: point.code.as_str() }
    }
}

impl From<ScoreRecord> for ScoreBody {
    fn from(score: ScoreRecord) -> Self {
        let sections = score.sections.into_iter();
        Self {
            total: score.total,
            passed: score.passed,
            band: score.band,
            fatal: score.fatal,
            score_before_fatal: score.score_before_fatal,
            critical: score.critical,
            sections: sections
                .map(|section| SectionScoreBody { key: section.key, score: section.score })
                .collect(),
            trace: score.trace,
        }
    }
}
