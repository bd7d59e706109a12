//! Queues as people see them: each assignment with its call, its card and the names.

use super::calls::{CallLine, lines, sight};
use super::{ReviewError, person_of};
use crate::access::{AccessError, Permission, Who};
use crate::db::assignment::{Assignment, AssignmentState, Shown};
use crate::db::call_list::Sight;
use crate::db::named::{self, Named};
use crate::db::{Db, Page, Reading, Window, assignment, call, scorecard};
use crate::ids::{AssignmentId, CallId, EvaluationId, PersonId, ScorecardId};
use crate::scoring::Wording;
use std::collections::BTreeMap;

/// An assignment as a queue shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct AssignmentLine {
    /// The assignment.
    pub assignment: Assignment,
    /// Its call.
    pub call: CallLine,
    /// In whose queue it stands.
    pub inspector: Named<PersonId>,
    /// The card to score it with.
    pub card: CardTitle,
    /// Who put it there, where that was not the inspector.
    pub assigned_by: Option<Named<PersonId>>,
    /// Whether it should have been done by now.
    pub is_overdue: bool,
    /// The evaluation that was begun.
    pub evaluation_id: Option<EvaluationId>,
}

/// A scorecard by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardTitle {
    /// Its id.
    pub id: ScorecardId,
    /// Its key.
    pub key: String,
    /// Its title, as last published.
    pub title: Wording,
}

/// A page of a queue: the caller's own (`inspector_id` is none or themselves), or, for whoever
/// assigns calls, somebody else's.
pub async fn list_assignments(
    db: &Db,
    who: &Who,
    inspector_id: Option<PersonId>,
    shown: Shown,
    window: Window,
) -> Result<Page<AssignmentLine>, ReviewError> {
    let inspector_id = inspector_id.map_or_else(|| person_of(who), Ok)?;
    let is_own = who.person_id() == Some(inspector_id);
    let needed = if is_own { Permission::ScoreCalls } else { Permission::AssignCalls };
    let sight = sight(who, who.scope(needed).ok_or(AccessError::NotPermitted)?);
    db.read(move |reading| page_of(reading, &sight, inspector_id, shown, window)).await
}

/// A page of a queue, as far as its calls exist for this caller.
pub(super) fn page_of(
    reading: &mut Reading<'_>,
    sight: &Sight,
    inspector_id: PersonId,
    shown: Shown,
    window: Window,
) -> Result<Page<AssignmentLine>, ReviewError> {
    let page = assignment::list(reading, &sight.calls, inspector_id, shown, window)?;
    let Page { items, next, total, total_is_exact } = page;
    Ok(Page { items: lines_of(reading, sight, items)?, next, total, total_is_exact })
}

/// One assignment with all that its row shows.
pub(super) fn line_of(
    reading: &mut Reading<'_>,
    sight: &Sight,
    assignment: Assignment,
) -> Result<AssignmentLine, ReviewError> {
    let line = lines_of(reading, sight, vec![assignment])?.pop();
    line.ok_or(ReviewError::NotFound { what: "assignment" })
}

/// These assignments with all that their rows show: a handful of queries, however many they are.
pub(super) fn lines_of(
    reading: &mut Reading<'_>,
    sight: &Sight,
    assignments: Vec<Assignment>,
) -> Result<Vec<AssignmentLine>, ReviewError> {
    let now = reading.now();
    let call_ids: Vec<CallId> = assignments.iter().map(|one| one.call_id).collect();
    let ids: Vec<AssignmentId> = assignments.iter().map(|one| one.id).collect();
    let calls = call::of_ids(reading, &sight.calls, &call_ids)?;
    let calls: BTreeMap<CallId, CallLine> =
        lines(reading, sight, calls)?.into_iter().map(|line| (line.call.id, line)).collect();
    let everybody = assignments.iter().flat_map(|one| [Some(one.inspector_id), one.assigned_by]);
    let people = named::of_people(reading, everybody.flatten())?;
    let cards = card_titles(reading, assignments.iter().map(|one| one.scorecard_id))?;
    let evaluations = assignment::evaluations_of(reading, &ids)?;
    let mut shown = Vec::with_capacity(assignments.len());
    for assignment in assignments {
        let (Some(call), Some(card)) = (calls.get(&assignment.call_id), cards.get(&assignment.scorecard_id))
        else {
            continue;
        };
        let is_open = AssignmentState::OPEN.contains(&assignment.state);
        shown.push(AssignmentLine {
            call: call.clone(),
            inspector: people.named(assignment.inspector_id),
            card: card.clone(),
            assigned_by: assignment.assigned_by.map(|id| people.named(id)),
            is_overdue: is_open && assignment.due_at.is_some_and(|due_at| due_at < now),
            evaluation_id: evaluations.get(&assignment.id).copied(),
            assignment,
        });
    }
    Ok(shown)
}

/// What these cards are called. A page has few different ones.
fn card_titles(
    reading: &mut Reading<'_>,
    ids: impl Iterator<Item = ScorecardId>,
) -> Result<BTreeMap<ScorecardId, CardTitle>, ReviewError> {
    let mut titles = BTreeMap::new();
    for id in ids {
        if titles.contains_key(&id) {
            continue;
        }
        if let Some(latest) = scorecard::latest_version(reading, id)? {
            let definition = latest.definition;
            titles.insert(id, CardTitle { id, key: definition.key, title: definition.title });
        }
    }
    Ok(titles)
}
