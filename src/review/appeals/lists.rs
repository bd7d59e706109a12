//! Lists of appeals: what waits for the caller, what exists for them, what they appealed themselves.

use super::staffing::{hides_names, judge, may_take, seen};
use super::view::AppealNames;
use crate::access::{AccessError, Permission, Who};
use crate::db::appeal::{Appeal, AppealState, AppealsShown};
use crate::db::named;
use crate::db::{Db, Page, Reading, Scope, Window, appeal, evaluation, scorecard};
use crate::ids::EvaluationId;
use crate::review::evaluation_list::CardHead;
use crate::review::{ReviewError, person_of};
use crate::scoring::Wording;

/// Which list is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppealList {
    /// Those whose next step the caller may take.
    Waiting,
    /// Those that exist for the caller as a judge, perhaps in one state.
    All(Option<AppealState>),
    /// The caller's own.
    Mine,
    /// Those that wait for an arbitrator whom nobody may be.
    Unstaffed,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct AppealLine {
    /// The appeal.
    pub appeal: Appeal,
    /// Whether its items and its total wait until the reader's own score of the call is out.
    pub is_withheld: bool,
    /// The titles of its items, in the agent's order.
    pub items: Vec<Wording>,
    /// The card of the evaluation.
    pub scorecard: CardHead,
    /// The total as it stands.
    pub total: Option<f64>,
    /// Who is concerned; none: hidden from this reader.
    pub names: Option<AppealNames>,
    /// Whether the reader may take the step at which it stands.
    pub may_judge: bool,
    /// Whether that step should have been taken by now.
    pub is_overdue: bool,
}

/// One page of a list.
pub async fn list_appeals(
    db: &Db,
    who: &Who,
    list: AppealList,
    window: Window,
) -> Result<Page<AppealLine>, ReviewError> {
    let who = who.clone();
    let shown = match list {
        AppealList::Waiting => {
            must_judge(&who)?;
            AppealsShown::WaitingFor(judge(&who).ok_or(AccessError::NotPermitted)?)
        }
        AppealList::All(state) => {
            must_judge(&who)?;
            AppealsShown::Seen(seen(&who), state)
        }
        AppealList::Mine => {
            who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
            AppealsShown::Of(person_of(&who)?)
        }
        AppealList::Unstaffed => {
            let gives_roles = who.scope(Permission::ManagePeople);
            let arbitrates = who.scope(Permission::ArbitrateAppeals);
            let scope = gives_roles.into_iter().chain(arbitrates).reduce(Scope::or);
            AppealsShown::Unstaffed(scope.ok_or(AccessError::NotPermitted)?)
        }
    };
    let names_everybody = list == AppealList::Unstaffed;
    db.read(move |reading| {
        let Page { items, next, total, total_is_exact } = appeal::list(reading, &shown, window)?;
        Ok(Page { items: lines(reading, &who, names_everybody, items)?, next, total, total_is_exact })
    })
    .await
}

/// How many appeals wait for a step that the caller may take.
pub(in crate::review) fn count_waiting(reading: &mut Reading<'_>, who: &Who) -> Result<i64, ReviewError> {
    let judge = judge(who).filter(|_| must_judge(who).is_ok());
    let Some(judge) = judge else { return Ok(0) };
    Ok(appeal::list(reading, &AppealsShown::WaitingFor(judge), Window::new(None, 1))?.total)
}

fn must_judge(who: &Who) -> Result<(), AccessError> {
    let judges = [Permission::ReviewAppeals, Permission::ScoreCalls, Permission::ArbitrateAppeals];
    if judges.iter().any(|permission| who.may(*permission)) { Ok(()) } else { Err(AccessError::NotPermitted) }
}

/// These appeals with their names, in a handful of queries.
fn lines(
    reading: &mut Reading<'_>,
    who: &Who,
    names_everybody: bool,
    appeals: Vec<Appeal>,
) -> Result<Vec<AppealLine>, ReviewError> {
    let ids: Vec<_> = appeals.iter().map(|appeal| appeal.id).collect();
    let mut items = appeal::items(reading, &ids)?;
    let evaluation_ids: Vec<EvaluationId> = appeals.iter().map(|appeal| appeal.evaluation_id).collect();
    let heads = evaluation::heads(reading, &evaluation_ids)?;
    let version_ids: Vec<_> = heads.values().map(|head| head.scorecard_version_id).collect();
    let versions = scorecard::versions(reading, &version_ids)?;
    let of_both = appeals.iter().flat_map(|appeal| [appeal.person_id, appeal.evaluator_id]);
    let people = named::of_people(reading, of_both)?;
    let teams = named::of_teams(reading, appeals.iter().filter_map(|appeal| appeal.team_id))?;
    let in_hand = match who.person_id() {
        Some(own) => evaluation::calls_in_hand(reading, own)?,
        None => Vec::new(),
    };
    let now = reading.now();
    let lines = appeals.into_iter().filter_map(|appeal| {
        let head = heads.get(&appeal.evaluation_id)?;
        let version = versions.get(&head.scorecard_version_id)?;
        let card = &version.definition;
        let title = |key: &str| {
            let question = card.questions().find(|question| question.key == key);
            question.map(|question| question.title.clone()).unwrap_or_default()
        };
        let names = AppealNames {
            agent: people.named(appeal.person_id),
            evaluator: people.named(appeal.evaluator_id),
            team: appeal.team_id.map(|id| teams.named(id)),
        };
        // Whoever scored it knows what they found.
        let is_withheld = who.person_id() != Some(appeal.evaluator_id)
            && head.call_id.is_some_and(|call_id| in_hand.contains(&call_id));
        let appealed = items.remove(&appeal.id)?;
        let shown = appealed.iter().filter(|_| !is_withheld);
        Some(AppealLine {
            is_withheld,
            items: shown.map(|item| title(&item.question)).collect(),
            scorecard: CardHead { key: card.key.clone(), title: card.title.clone(), version: version.number },
            total: head.total().filter(|_| !is_withheld),
            names: Some(names).filter(|_| names_everybody || !hides_names(who, &appeal)),
            may_judge: may_take(who, &appeal),
            is_overdue: appeal.due_at.is_some_and(|due_at| due_at <= now),
            appeal,
        })
    });
    Ok(lines.collect())
}
