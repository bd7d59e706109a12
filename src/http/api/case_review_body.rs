//! Case reviews on the wire.

use super::card_body::WordingBody;
use super::page::NamedBody;
use crate::audio::Voice;
use crate::db::case_review::Point;
use crate::db::flag::FlagKind;
use crate::http::errors::RequestError;
use crate::ids::{CallId, CaseId, CaseReviewEntryId, CaseReviewId};
use crate::library::reviews::{
    Attendance, Candidate, DecisionLine, EntryLine, EntrySource, HeardLine, NewEntry, ReviewLine, ReviewView,
};
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A case review in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseReview)]
pub struct ReviewBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: CaseReviewId,
    /// What it is called.
    title: String,
    /// When it is held.
    #[schema(value_type = String, format = DateTime)]
    held_at: Instant,
    /// `planned`, `sent`, `open` or `closed`.
    state: &'static str,
    /// What whoever sits in the room types: while it is held, for whoever runs it.
    code: Option<String>,
    /// The review that it repeats for those who missed it.
    #[schema(value_type = Option<String>, format = Uuid)]
    repeats: Option<CaseReviewId>,
    /// How often it was changed.
    edit: i32,
    /// Who prepares it.
    made_by: NamedBody,
    /// The teams that are invited.
    teams: Vec<NamedBody>,
    /// How long it takes by its running order.
    minutes: i32,
    /// Whether the caller runs it.
    is_run: bool,
    /// Whether the caller was there.
    is_attended: bool,
    /// When it was begun.
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Instant>,
    /// When it was closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Instant>,
}

/// A case review with its running order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseReviewDetail)]
pub struct ReviewDetailBody {
    /// As in the list.
    review: ReviewBody,
    /// The running order.
    entries: Vec<EntryBody>,
    /// What was decided: all for whoever runs it, their own for others.
    decisions: Vec<DecisionBody>,
}

/// An entry of the running order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseReviewEntry)]
pub struct EntryBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: CaseReviewEntryId,
    /// For how many minutes.
    minutes: i32,
    /// What it is about; none: its call was removed, or it is withheld.
    note: Option<String>,
    /// Whether it is withheld from the caller: the room may not hear it yet, or its case is not there for them.
    is_withheld: bool,
    /// What is heard; none: it was removed, or is not for the caller.
    heard: Option<HeardBody>,
}

/// What is heard in an entry.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseReviewRange)]
pub struct HeardBody {
    /// The call.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// From where on its timeline.
    start_ms: i64,
    /// To where.
    end_ms: i64,
    /// What the room is asked, in the order of the call; of a case, what its commentary asks now.
    points: Vec<PointBody>,
    /// The case of a library that it is.
    #[schema(value_type = Option<String>, format = Uuid)]
    case_id: Option<CaseId>,
    /// Whether the room hears altered voices, whatever a library asks for.
    altered_voice: bool,
    /// `own` or `altered`: with which voices the room hears it. None: not at all, because somebody who is heard
    /// in a warning has not agreed, or the case is off the shelf.
    voice: Option<&'static str>,
}

/// Something that the room is asked before it is told.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseReviewPoint)]
#[serde(deny_unknown_fields)]
pub struct PointBody {
    /// Where on the call's timeline.
    at_ms: i64,
    /// Whether it went well, or is to be done better.
    is_strength: bool,
    /// What the room is asked, by language.
    question: WordingBody,
    /// What happened, by language.
    happened: WordingBody,
    /// Why it matters, by language.
    #[serde(default)]
    matters: WordingBody,
    /// What to say instead, by language.
    #[serde(default)]
    instead: WordingBody,
}

/// An entry to be put into a running order.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewCaseReviewEntry)]
#[serde(deny_unknown_fields)]
pub struct EntryInput {
    /// A case on the shelf. Without it `call_id`, `start_ms` and `end_ms` say what is heard.
    #[schema(value_type = Option<String>, format = Uuid)]
    case_id: Option<CaseId>,
    /// Of which call.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// From where on its timeline.
    start_ms: Option<i64>,
    /// To where.
    end_ms: Option<i64>,
    /// For how many minutes, 1 to 240.
    minutes: i32,
    /// What it is about; it stands on the agenda.
    note: String,
    /// What the room is asked; 20 at most. A case asks what its commentary asks.
    #[serde(default)]
    points: Vec<PointBody>,
    /// Whether the room hears altered voices, whatever a library asks for; so it does unless somebody says
    /// otherwise.
    #[serde(default = "altered")]
    altered_voice: bool,
}

fn altered() -> bool {
    true
}

/// A flag that could become an entry.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseReviewCandidate)]
pub struct CandidateBody {
    /// The call.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    call_started_at: Instant,
    /// How long it is.
    duration_ms: i64,
    /// `good_case`, `warning_case` or `risk`.
    kind: &'static str,
    /// Where it begins; none: the whole call.
    start_ms: Option<i64>,
    /// Where it ends.
    end_ms: Option<i64>,
    /// Why, in words.
    note: Option<String>,
    /// Who set it.
    flagged_by: NamedBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    flagged_at: Instant,
}

/// What a case review decided.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Decision)]
pub struct DecisionBody {
    /// The review.
    #[schema(value_type = String, format = Uuid)]
    review_id: CaseReviewId,
    /// Its number there.
    number: i32,
    /// What is to be done.
    text: String,
    /// By whom.
    owner: NamedBody,
    /// Until which day of the workspace.
    #[schema(format = Date)]
    due_date: String,
    /// When it was done.
    #[schema(value_type = Option<String>, format = DateTime)]
    done_at: Option<Instant>,
}

/// Who was there, and who was not.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attendance)]
pub struct AttendanceBody {
    /// Who was there, the first to come first.
    present: Vec<PresentBody>,
    /// Who was invited and was not there, by name.
    missing: Vec<NamedBody>,
}

/// Somebody who was there.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Present)]
pub struct PresentBody {
    /// Who.
    person: NamedBody,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    attended_at: Instant,
}

impl From<ReviewLine> for ReviewBody {
    fn from(line: ReviewLine) -> Self {
        let review = line.review;
        Self {
            id: review.id,
            title: review.title,
            held_at: review.held_at,
            state: review.state.as_str(),
            code: review.code,
            repeats: review.repeats,
            edit: review.edit,
            made_by: line.made_by.into(),
            teams: line.teams.into_iter().map(NamedBody::from).collect(),
            minutes: line.minutes,
            is_run: line.is_run,
            is_attended: line.is_attended,
            started_at: review.started_at,
            closed_at: review.closed_at,
        }
    }
}

impl From<ReviewView> for ReviewDetailBody {
    fn from(view: ReviewView) -> Self {
        Self {
            review: view.line.into(),
            entries: view.entries.into_iter().map(EntryBody::from).collect(),
            decisions: view.decisions.into_iter().map(DecisionBody::from).collect(),
        }
    }
}

impl From<EntryLine> for EntryBody {
    fn from(line: EntryLine) -> Self {
        let heard = line.heard.map(HeardBody::from);
        let EntryLine { id, minutes, note, is_withheld, .. } = line;
        Self { id, minutes, note, is_withheld, heard }
    }
}

impl From<HeardLine> for HeardBody {
    fn from(line: HeardLine) -> Self {
        Self {
            call_id: line.call_id,
            start_ms: line.start_ms,
            end_ms: line.end_ms,
            points: line.points.into_iter().map(PointBody::from).collect(),
            case_id: line.case_id,
            altered_voice: line.altered_voice,
            voice: line.voice.map(Voice::as_str),
        }
    }
}

impl From<Point> for PointBody {
    fn from(point: Point) -> Self {
        let Point { at_ms, is_strength, question, happened, matters, instead } = point;
        Self { at_ms, is_strength, question, happened, matters, instead }
    }
}

impl From<PointBody> for Point {
    fn from(body: PointBody) -> Self {
        let PointBody { at_ms, is_strength, question, happened, matters, instead } = body;
        Self { at_ms, is_strength, question, happened, matters, instead }
    }
}

impl EntryInput {
    /// The entry as it was sent.
    pub(super) fn read(self) -> Result<NewEntry, RequestError> {
        let Self { case_id, call_id, start_ms, end_ms, minutes, note, points, altered_voice } = self;
        let source = match (case_id, call_id, start_ms, end_ms) {
            (Some(id), None, None, None) => EntrySource::Case(id),
            (None, Some(call_id), Some(start_ms), Some(end_ms)) => {
                EntrySource::Range { call_id, start_ms, end_ms }
            }
            _ => {
                let one = "an entry is case_id, or call_id with start_ms and end_ms";
                return Err(RequestError::BadBody(one.to_owned()));
            }
        };
        let points = points.into_iter().map(Point::from).collect();
        Ok(NewEntry { source, minutes, note, points, altered_voice })
    }
}

impl From<Candidate> for CandidateBody {
    fn from(candidate: Candidate) -> Self {
        let flag = candidate.flag;
        Self {
            call_id: flag.call_id,
            call_started_at: candidate.call_started_at,
            duration_ms: candidate.duration_ms,
            kind: FlagKind::as_str(flag.kind),
            start_ms: flag.start_ms,
            end_ms: flag.end_ms,
            note: flag.note,
            flagged_by: candidate.flagged_by.into(),
            flagged_at: flag.flagged_at,
        }
    }
}

impl From<DecisionLine> for DecisionBody {
    fn from(line: DecisionLine) -> Self {
        let decision = line.decision;
        Self {
            review_id: decision.case_review_id,
            number: decision.number,
            text: decision.text,
            owner: line.owner.into(),
            due_date: decision.due_date,
            done_at: decision.done_at,
        }
    }
}

impl From<Attendance> for AttendanceBody {
    fn from(attendance: Attendance) -> Self {
        let present = attendance.present.into_iter();
        let present =
            present.map(|one| PresentBody { person: one.person.into(), attended_at: one.attended_at });
        Self {
            present: present.collect(),
            missing: attendance.missing.into_iter().map(NamedBody::from).collect(),
        }
    }
}
