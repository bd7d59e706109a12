//! The queues of inspectors: calls are put into them, chosen by the inspector, and taken out again.
//! For each purpose a call stands in one queue, unless somebody hands it to a second inspector and says so;
//! a sale is taken once.

use super::calls::sight;
use super::queue_view::{AssignmentLine, line_of, lines_of};
use super::{ReviewError, card_for, person_of};
use crate::access::{AccessError, Permission, Who};
use crate::db::assignment::{Assignment, AssignmentReason, AssignmentState};
use crate::db::audit::{Actor, Line};
use crate::db::call::Call;
use crate::db::evaluation::{Purpose, is_drafted_by_others, is_scored_by};
use crate::db::job::{self, Wish};
use crate::db::outbox::{self, EventKind, News};
use crate::db::{Db, DbError, Reading, Scope, Writing, assignment, audit, call, participation, person, sale};
use crate::ids::{AssignmentId, CallId, PersonId, RequestId, ScorecardId};
use crate::time::Instant;
use serde_json::json;

/// The most calls that are assigned at once.
const CALLS_MOST: usize = 200;

/// Calls to be put into an inspector's queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    /// Which calls.
    pub call_ids: Vec<CallId>,
    /// Into whose queue.
    pub inspector_id: PersonId,
    /// The card to score them with; none: the one of each call's project.
    pub scorecard_id: Option<ScorecardId>,
    /// Until when they should be done.
    pub due_at: Option<Instant>,
    /// Whether somebody else has them already.
    pub sharing: Sharing,
}

/// Whether a call may go into a queue while somebody else has it: in theirs, or as a draft.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sharing {
    /// It is refused: nobody scores a call twice by accident.
    #[default]
    Refused,
    /// It was said that this inspector scores it too, neither seeing what the other finds.
    Wanted,
}

/// What became of a handout, call by call.
#[derive(Debug, Clone, PartialEq)]
pub struct HandedOut {
    /// What was put into the queue.
    pub assigned: Vec<AssignmentLine>,
    /// What was not, and why.
    pub refused: Vec<(CallId, Refusal)>,
}

/// Why a call is not put into a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not there, or not for the caller.
    NotFound,
    /// It stands in this inspector's queue already; a sale, in anybody's.
    AlreadyAssigned,
    /// Somebody else has it, and it was not said that two shall score it.
    WithAnother,
    /// This inspector has scored it.
    AlreadyScored,
    /// No card fits it.
    ScorecardNeeded,
    /// The inspector may not score it: it lies outside their scope, or they took it themselves.
    NotForInspector,
}

impl Refusal {
    /// Its stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::AlreadyAssigned => "already_assigned",
            Self::WithAnother => "with_another",
            Self::AlreadyScored => "already_scored",
            Self::ScorecardNeeded => "scorecard_needed",
            Self::NotForInspector => "not_for_inspector",
        }
    }
}

/// Puts calls into an inspector's queue; what cannot go there is named with its reason.
pub async fn hand_out(
    db: &Db,
    who: &Who,
    handout: Handout,
    request_id: Option<RequestId>,
) -> Result<HandedOut, ReviewError> {
    let scope = who.scope(Permission::AssignCalls).ok_or(AccessError::NotPermitted)?;
    if handout.call_ids.len() > CALLS_MOST {
        return Err(ReviewError::TooManyCalls { most: CALLS_MOST });
    }
    let (actor, assigned_by) = (who.actor(), who.person_id());
    let sight = sight(who, scope.clone());
    db.write(move |writing| {
        let inspector = Inspector::find(writing, handout.inspector_id)?;
        call::lock(writing, &handout.call_ids)?;
        let (mut made, mut refused) = (Vec::new(), Vec::new());
        for call_id in distinct(&handout.call_ids) {
            let entry = Entry {
                inspector_id: inspector.id,
                purpose: Purpose::Quality,
                reason: AssignmentReason::Assigned,
                drawn: None,
                assigned_by,
                due_at: handout.due_at,
            };
            let wanted = Wanted { chosen: handout.scorecard_id, sharing: handout.sharing, ..Wanted::QUALITY };
            let found = if is_scored_by(writing, call_id, inspector.id)? {
                Err(Refusal::AlreadyScored)
            } else {
                assignable(writing, &scope, &inspector, call_id, wanted)?
            };
            match found {
                Ok((call, card)) => made.push(enter(writing, actor, request_id, &call, card, entry)?),
                Err(refusal) => refused.push((call_id, refusal)),
            }
        }
        tell_inspector(writing, inspector.id, assigned_by, &made)?;
        Ok(HandedOut { assigned: lines_of(writing, &sight, made)?, refused })
    })
    .await
}

/// Takes one call into the caller's own queue, by their own choice.
pub async fn take(
    db: &Db,
    who: &Who,
    call_id: CallId,
    scorecard_id: Option<ScorecardId>,
    request_id: Option<RequestId>,
) -> Result<AssignmentLine, ReviewError> {
    let scope = who.scope(Permission::ScoreCalls).ok_or(AccessError::NotPermitted)?;
    let (actor, own) = (who.actor(), person_of(who)?);
    let sight = sight(who, scope.clone());
    db.write(move |writing| {
        let inspector = Inspector { id: own, scope: scope.clone() };
        call::lock(writing, &[call_id])?;
        let wanted = Wanted { chosen: scorecard_id, ..Wanted::QUALITY };
        let found = assignable(writing, &scope, &inspector, call_id, wanted)?;
        let (call, card) = found.map_err(ReviewError::from)?;
        let entry = Entry::own(own, AssignmentReason::OwnChoice);
        let made = enter(writing, actor, request_id, &call, card, entry)?;
        line_of(writing, &sight, made)
    })
    .await
}

/// Takes a call out of a queue: whoever assigns calls out of any, an inspector out of their own
/// what they took themselves and have not begun.
pub async fn withdraw(
    db: &Db,
    who: &Who,
    id: AssignmentId,
    request_id: Option<RequestId>,
) -> Result<(), ReviewError> {
    let assigns = who.scope(Permission::AssignCalls);
    let scores = who.scope(Permission::ScoreCalls);
    if assigns.is_none() && scores.is_none() {
        return Err(AccessError::NotPermitted.into());
    }
    let (actor, own) = (who.actor(), who.person_id());
    db.write(move |writing| {
        let by_whoever_assigns = found_in(writing, assigns.as_ref(), id)?;
        let open: &[AssignmentState] = match (
            &by_whoever_assigns,
            found_in(writing, scores.as_ref(), id)?.filter(|found| Some(found.inspector_id) == own),
        ) {
            (Some(_), _) => &AssignmentState::OPEN,
            (None, Some(found)) if found.reason == AssignmentReason::Assigned => {
                return Err(AccessError::NotPermitted.into());
            }
            (None, Some(_)) => &[AssignmentState::Waiting],
            (None, None) => return Err(ReviewError::NotFound { what: "assignment" }),
        };
        if !assignment::move_on(writing, id, open, AssignmentState::Withdrawn)? {
            return Err(ReviewError::AssignmentClosed);
        }
        sale::give_back(writing, id)?;
        if let Some(withdrawn) = by_whoever_assigns.filter(|one| Some(one.inspector_id) != own) {
            let inspector = [withdrawn.inspector_id];
            let news = News::new(EventKind::AssignmentWithdrawn, id.as_bytes(), inspector).by(own);
            outbox::tell(writing, &news)?;
        }
        append_audit(writing, actor, request_id, id, "assignment.withdrawn", json!({}))
    })
    .await
}

/// Whoever puts calls into somebody else's queue lets them know, once for all of them.
fn tell_inspector(
    writing: &mut Writing<'_>,
    inspector_id: PersonId,
    assigned_by: Option<PersonId>,
    made: &[Assignment],
) -> Result<(), ReviewError> {
    let Some(first) = made.first().filter(|_| assigned_by != Some(inspector_id)) else { return Ok(()) };
    let count = i64::try_from(made.len()).unwrap_or(i64::MAX);
    let news = News::new(EventKind::CallsAssigned, first.id.as_bytes(), [inspector_id]);
    Ok(outbox::tell(writing, &news.by(assigned_by).counted(count))?)
}

fn found_in(
    reading: &mut Reading<'_>,
    scope: Option<&Scope>,
    id: AssignmentId,
) -> Result<Option<Assignment>, DbError> {
    match scope {
        Some(scope) => assignment::find(reading, scope, id),
        None => Ok(None),
    }
}

/// Whoever scores, and the calls that they may score.
pub(super) struct Inspector {
    pub(super) id: PersonId,
    pub(super) scope: Scope,
}

impl Inspector {
    pub(super) fn find(reading: &mut Reading<'_>, id: PersonId) -> Result<Self, ReviewError> {
        let nobody = ReviewError::NotFound { what: "inspector" };
        if person::by_id(reading, id)?.is_none_or(|person| person.retired_at.is_some()) {
            return Err(nobody);
        }
        let scope = Who::person(reading, id)?.scope(Permission::ScoreCalls).ok_or(nobody)?;
        Ok(Self { id, scope })
    }
}

/// For what a call is wanted in a queue.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) purpose: Purpose,
    /// The card to score it with; none: the one that is used there.
    pub(super) chosen: Option<ScorecardId>,
    pub(super) sharing: Sharing,
}

impl Wanted {
    /// For the quality score, by the card that is used there.
    pub(super) const QUALITY: Self =
        Self { purpose: Purpose::Quality, chosen: None, sharing: Sharing::Refused };
    /// To verify a sale, which is taken once.
    pub(super) const VERIFICATION: Self = Self { purpose: Purpose::Verification, ..Self::QUALITY };
}

/// The call and the card to score it with, if it may go into this queue.
pub(super) fn assignable(
    reading: &mut Reading<'_>,
    scope: &Scope,
    inspector: &Inspector,
    call_id: CallId,
    wanted: Wanted,
) -> Result<Result<(Call, ScorecardId), Refusal>, ReviewError> {
    let Wanted { purpose, chosen, sharing } = wanted;
    let Some(call) = call::find(reading, scope, call_id)? else { return Ok(Err(Refusal::NotFound)) };
    let open = assignment::open_of_calls(reading, &[call_id], purpose)?;
    if open.iter().any(|one| one.inspector_id == inspector.id) {
        return Ok(Err(Refusal::AlreadyAssigned));
    }
    let is_shared = !open.is_empty() || is_drafted_by_others(reading, call_id, inspector.id, purpose)?;
    if is_shared && sharing == Sharing::Refused {
        return Ok(Err(Refusal::WithAnother));
    }
    let in_reach = call::find(reading, &inspector.scope, call_id)?.is_some();
    let parts = participation::of_call(reading, call_id)?;
    if !in_reach || parts.iter().any(|part| part.person_id == Some(inspector.id)) {
        return Ok(Err(Refusal::NotForInspector));
    }
    match card_for(reading, &call, purpose, chosen) {
        Ok(card) => Ok(Ok((call, card))),
        Err(ReviewError::ScorecardNeeded) => Ok(Err(Refusal::ScorecardNeeded)),
        Err(error) => Err(error),
    }
}

/// How a call comes into a queue.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) inspector_id: PersonId,
    pub(super) purpose: Purpose,
    pub(super) reason: AssignmentReason,
    /// Drawn at random: from what, and out of how many.
    pub(super) drawn: Option<(String, i64)>,
    pub(super) assigned_by: Option<PersonId>,
    pub(super) due_at: Option<Instant>,
}

impl Entry {
    /// Into one's own queue, for the quality score.
    pub(super) fn own(inspector_id: PersonId, reason: AssignmentReason) -> Self {
        Self { inspector_id, purpose: Purpose::Quality, reason, drawn: None, assigned_by: None, due_at: None }
    }
}

/// Puts the call into the queue.
pub(super) fn enter(
    writing: &mut Writing<'_>,
    actor: Actor,
    request_id: Option<RequestId>,
    call: &Call,
    scorecard_id: ScorecardId,
    entry: Entry,
) -> Result<Assignment, ReviewError> {
    let now = writing.now();
    let (filter, pool_size) = entry.drawn.unzip();
    let new = Assignment {
        id: AssignmentId::new(),
        call_id: call.id,
        participation_id: None,
        inspector_id: entry.inspector_id,
        scorecard_id,
        purpose: entry.purpose,
        reason: entry.reason,
        filter,
        pool_size,
        assigned_by: entry.assigned_by,
        due_at: entry.due_at,
        state: AssignmentState::Waiting,
        created_at: now,
        changed_at: now,
    };
    assignment::insert(writing, &new)?;
    job::want_words(writing, call.id, Wish::Assigned)?;
    let action = match new.reason {
        AssignmentReason::Assigned => "assignment.made",
        AssignmentReason::TakenAtRandom => "assignment.drawn",
        AssignmentReason::OwnChoice | AssignmentReason::OldestSale => "assignment.taken",
    };
    let detail = json!({ "call": call.id, "inspector": new.inspector_id, "pool_size": new.pool_size });
    append_audit(writing, actor, request_id, new.id, action, detail)?;
    Ok(new)
}

fn append_audit(
    writing: &mut Writing<'_>,
    actor: Actor,
    request_id: Option<RequestId>,
    id: AssignmentId,
    action: &'static str,
    detail: serde_json::Value,
) -> Result<(), ReviewError> {
    let line = Line { actor, action, noun: "assignment", noun_id: &id.to_string(), detail, request_id };
    Ok(audit::append(writing, &line)?)
}

/// Each id once, in its order.
fn distinct(ids: &[CallId]) -> Vec<CallId> {
    let mut seen = std::collections::BTreeSet::new();
    ids.iter().copied().filter(|id| seen.insert(*id)).collect()
}
