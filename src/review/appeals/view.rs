//! An appeal as its reader sees it: both arguments, item by item, with precedents; names where they are
//! not hidden.

use super::super::desk::DeskError;
use super::judge::contested;
use super::precedents::Opened;
use super::staffing::{hides_names, may_take, seen, standing};
use super::verdicts::evaluated;
use crate::access::Who;
use crate::db::appeal::{Appeal, AppealItem, AppealState, Precedent, PrecedentsOf, Ruling};
use crate::db::evaluation::Evaluation;
use crate::db::named::{self, Named};
use crate::db::scorecard::ScorecardVersion;
use crate::db::{Db, Reading, appeal, evaluation};
use crate::ids::{AppealId, PersonId, TeamId};
use crate::recorder::retention::{self, Farewell};
use crate::review::ReviewError;
use crate::review::contacts::{self, ContactOfEvaluation};
use crate::review::evaluation_view::version_of;
use crate::review::hearing::{AppealEvent, appeal_step};
use crate::scoring::{Response, ScoreRecord};
use std::collections::BTreeSet;

/// How many precedents stand beside an item.
const PRECEDENTS: i64 = 5;

/// An appeal with everything that a page about it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct AppealView {
    /// The appeal.
    pub appeal: Appeal,
    /// The evaluation as it is now; its answers and score are those that were appealed.
    pub evaluation: Evaluation,
    /// What it came to once the appeal was decided; none: not changed.
    pub revised: Option<ScoreRecord>,
    /// The version it is made on.
    pub version: ScorecardVersion,
    /// The items, in the agent's order.
    pub items: Vec<ItemView>,
    /// What was said at each step so far.
    pub rulings: Vec<RulingView>,
    /// Who is concerned; none: hidden from this reader.
    pub names: Option<AppealNames>,
    /// The keys of the items that are still to be judged.
    pub contested: Vec<String>,
    /// Whether the reader may take the step at which it stands.
    pub may_judge: bool,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
    /// Why its call is gone.
    pub gone: Option<Farewell>,
    /// The chat, letter or e-mail that the evaluation is made of.
    pub contact: Option<ContactOfEvaluation>,
}

/// An item with the inspector's answer and what was decided before.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemView {
    /// The item.
    pub item: AppealItem,
    /// The inspector's answer that is appealed.
    pub response: Response,
    /// Earlier arbitrations of the same item, the youngest first.
    pub precedents: Vec<Precedent>,
    /// Whether the reader also sees what the agents of those said.
    pub shows_arguments: bool,
}

/// What was said at a step, and by whom.
#[derive(Debug, Clone, PartialEq)]
pub struct RulingView {
    /// What.
    pub ruling: Ruling,
    /// By whom; none: hidden, or nobody.
    pub judge: Option<Named<PersonId>>,
}

/// Who is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppealNames {
    /// The agent.
    pub agent: Named<PersonId>,
    /// Who scored.
    pub evaluator: Named<PersonId>,
    /// The agent's team of the call's day.
    pub team: Option<Named<TeamId>>,
}

/// An appeal, if it exists for the caller.
pub async fn find_appeal(db: &Db, who: &Who, id: AppealId) -> Result<AppealView, ReviewError> {
    let (who, seen) = (who.clone(), seen(who));
    db.read(move |reading| {
        let found = appeal::find(reading, &seen, id)?;
        let found = found.ok_or(ReviewError::NotFound { what: "appeal" })?;
        let call_id = evaluated(reading, found.evaluation_id)?.subject.call_id;
        // Whoever scored it knows what they found.
        if let (Some(own), Some(call_id)) = (who.person_id(), call_id)
            && own != found.evaluator_id
            && evaluation::is_in_hand(reading, own, call_id)?
        {
            return Err(DeskError::OwnScoreFirst.into());
        }
        view(reading, &who, found)
    })
    .await
}

/// The appeal with everything around it.
pub(super) fn view(reading: &mut Reading<'_>, who: &Who, appeal: Appeal) -> Result<AppealView, ReviewError> {
    let (evaluation, revised) = as_appealed(reading, &appeal)?;
    let version = version_of(reading, &evaluation)?;
    let rulings = appeal::rulings(reading, appeal.id)?;
    let items = appeal::items(reading, &[appeal.id])?.remove(&appeal.id).unwrap_or_default();
    let is_open = appeal.closed_at.is_none();
    let contested = if is_open { contested(&items, &rulings) } else { BTreeSet::new() };
    let names = if hides_names(who, &appeal) { None } else { Some(names_of(reading, &appeal)?) };
    let gone = match evaluation.removal_id {
        Some(id) => retention::farewell(reading, id)?,
        None => None,
    };
    let shows_arguments = shows_arguments(who, &appeal);
    let mut opened = Opened::by(who);
    let mut shown = Vec::with_capacity(items.len());
    for item in items {
        let which = PrecedentsOf { question: Some(&item.question), but_not: Some(appeal.id) };
        let precedents = appeal::precedents(reading, appeal.scorecard_id, which, PRECEDENTS)?;
        let precedents = opened.shown(reading, precedents)?;
        let response = evaluation.responses.to(&item.question).cloned().unwrap_or_default();
        shown.push(ItemView { item, response, precedents, shows_arguments });
    }
    Ok(AppealView {
        rulings: with_judges(reading, who, &appeal, rulings, names.is_some())?,
        contested: contested.into_iter().collect(),
        may_judge: may_take(who, &appeal),
        may_withdraw: who.person_id() == Some(appeal.person_id)
            && appeal_step(appeal.state, AppealEvent::Withdraw).is_some(),
        items: shown,
        contact: contacts::of_evaluation(reading, evaluation.id)?,
        appeal,
        evaluation,
        revised,
        version,
        names,
        gone,
    })
}

/// The evaluation with the answers and the score that were appealed, and the score that it was changed
/// to.
fn as_appealed(
    reading: &mut Reading<'_>,
    appeal: &Appeal,
) -> Result<(Evaluation, Option<ScoreRecord>), ReviewError> {
    let mut evaluation = evaluated(reading, appeal.evaluation_id)?;
    if evaluation.revision == appeal.revision {
        return Ok((evaluation, None));
    }
    let mut revisions = evaluation::revisions(reading, evaluation.id)?;
    let place = revisions.iter().position(|revision| revision.number == appeal.revision);
    let Some(place) = place else { return Ok((evaluation, None)) };
    let next = revisions.get(place + 1).map(|next| next.score.clone());
    let revised = next.or(evaluation.score.take());
    let before = revisions.swap_remove(place);
    (evaluation.responses, evaluation.score) = (before.responses, Some(before.score));
    Ok((evaluation, revised))
}

/// Who judges or is judged knows what agents said in earlier appeals; other agents do not.
fn shows_arguments(who: &Who, appeal: &Appeal) -> bool {
    let standing = standing(who, appeal);
    standing.reviews || standing.arbitrates || who.person_id() == Some(appeal.evaluator_id)
}

fn names_of(reading: &mut Reading<'_>, appeal: &Appeal) -> Result<AppealNames, ReviewError> {
    let people = named::of_people(reading, [appeal.person_id, appeal.evaluator_id])?;
    let teams = named::of_teams(reading, appeal.team_id)?;
    Ok(AppealNames {
        agent: people.named(appeal.person_id),
        evaluator: people.named(appeal.evaluator_id),
        team: appeal.team_id.map(|id| teams.named(id)),
    })
}

/// Who arbitrated, only other arbitrators see.
fn with_judges(
    reading: &mut Reading<'_>,
    who: &Who,
    appeal: &Appeal,
    rulings: Vec<Ruling>,
    shows_names: bool,
) -> Result<Vec<RulingView>, ReviewError> {
    let people = named::of_people(reading, rulings.iter().filter_map(|ruling| ruling.judge_id))?;
    let arbitrates = standing(who, appeal).arbitrates;
    let is_shown = |step| shows_names && (step != AppealState::Arbitration || arbitrates);
    let view = |ruling: Ruling| {
        let judge = ruling.judge_id.filter(|_| is_shown(ruling.step));
        RulingView { judge: judge.map(|id| people.named(id)), ruling }
    };
    Ok(rulings.into_iter().map(view).collect())
}
