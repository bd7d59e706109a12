//! Which scorecard a call is scored with: rules for a queue, a project or everything, for one
//! purpose or for any. The most specific rule wins.

use super::{ReviewError, manages_cards_of};
use crate::access::{By, Who};
use crate::db::call::Call;
use crate::db::evaluation::Purpose;
use crate::db::named::{self, Named};
use crate::db::scorecard_use::{ScorecardUse, USES_MOST, UsePlace};
use crate::db::{Db, DbError, Reading, Scope, Writing, directory, project, scorecard, scorecard_use};
use crate::ids::{ProjectId, QueueId, ScorecardId, ScorecardUseId};
use serde_json::json;

/// A rule with the names of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseView {
    /// Its id; none: it stands with the project.
    pub id: Option<ScorecardUseId>,
    /// The card.
    pub scorecard_id: ScorecardId,
    /// For the calls of this project.
    pub project: Option<Named<ProjectId>>,
    /// For the calls of this queue.
    pub queue: Option<Named<QueueId>>,
    /// For this purpose.
    pub purpose: Option<Purpose>,
}

/// The places that a rule may be for and that hold what came through this queue, the most specific first: what is
/// judged says more than where it was, and a queue more than its project.
fn places(queue_id: Option<QueueId>, project_id: Option<ProjectId>, purpose: Purpose) -> Vec<UsePlace> {
    let mut places = Vec::new();
    for purpose in [Some(purpose), None] {
        if queue_id.is_some() {
            places.push(UsePlace { queue_id, project_id: None, purpose });
        }
        if project_id.is_some() {
            places.push(UsePlace { project_id, queue_id: None, purpose });
        }
        places.push(UsePlace { purpose, ..UsePlace::default() });
    }
    places
}

/// The scorecard for a call: the chosen one, else that of the most specific rule whose card is in
/// use, else the one that has been there longest.
pub fn card_for(
    reading: &mut Reading<'_>,
    call: &Call,
    purpose: Purpose,
    chosen: Option<ScorecardId>,
) -> Result<ScorecardId, ReviewError> {
    card_at(reading, call.queue_id, call.project_id, purpose, chosen)
}

/// The same for what was heard through this queue, in this project, without a call.
pub(super) fn card_at(
    reading: &mut Reading<'_>,
    queue_id: Option<QueueId>,
    project_id: Option<ProjectId>,
    purpose: Purpose,
    chosen: Option<ScorecardId>,
) -> Result<ScorecardId, ReviewError> {
    if let Some(chosen) = chosen {
        let in_use = scorecard::is_in_use(reading, chosen)?;
        return if in_use { Ok(chosen) } else { Err(ReviewError::NotFound { what: "scorecard" }) };
    }
    let places = places(queue_id, project_id, purpose);
    let rules = scorecard_use::of_places(reading, &places)?;
    for place in places {
        if let Some(card) = ruled(reading, &rules, place)?
            && scorecard::is_in_use(reading, card)?
        {
            return Ok(card);
        }
    }
    scorecard::oldest_in_use(reading)?.ok_or(ReviewError::ScorecardNeeded)
}

/// The card of the rule for exactly this place.
fn ruled(
    reading: &mut Reading<'_>,
    rules: &[ScorecardUse],
    place: UsePlace,
) -> Result<Option<ScorecardId>, DbError> {
    match of_whole_project(place) {
        Some(project_id) => project::scorecard_of(reading, project_id),
        None => Ok(rules.iter().find(|rule| rule.place == place).map(|rule| rule.scorecard_id)),
    }
}

/// The project, where the place is one for any purpose: its card stands with it.
fn of_whole_project(place: UsePlace) -> Option<ProjectId> {
    place.project_id.filter(|_| place.purpose.is_none() && place.queue_id.is_none())
}

/// Every rule, as far as the caller reaches.
pub async fn card_uses(db: &Db, who: &Who) -> Result<Vec<UseView>, ReviewError> {
    let scope = manages_cards_of(who)?;
    db.read(move |reading| {
        let projects = project::all(reading, &scope)?;
        let names = |id: ProjectId| {
            projects.iter().find(|one| one.id == id).map(|one| Named { id, name: one.name.clone() })
        };
        let mut views: Vec<UseView> = projects
            .iter()
            .filter(|project| project.retired_at.is_none())
            .filter_map(|project| {
                Some(UseView {
                    id: None,
                    scorecard_id: project.scorecard_id?,
                    project: names(project.id),
                    queue: None,
                    purpose: None,
                })
            })
            .collect();
        let rules = scorecard_use::all(reading)?;
        let queues = named::of_queues(reading, rules.iter().filter_map(|rule| rule.place.queue_id))?;
        for rule in rules {
            if reaches(reading, &scope, rule.place)? {
                views.push(UseView {
                    id: Some(rule.id),
                    scorecard_id: rule.scorecard_id,
                    project: rule.place.project_id.and_then(names),
                    queue: rule.place.queue_id.map(|id| queues.named(id)),
                    purpose: rule.place.purpose,
                });
            }
        }
        Ok(views)
    })
    .await
}

/// Says which card is used at a place, in the stead of whatever was said before.
pub async fn put_card_use(
    db: &Db,
    who: &Who,
    by: By,
    place: UsePlace,
    scorecard_id: ScorecardId,
) -> Result<(), ReviewError> {
    let scope = manages_cards_of(who)?;
    if place.queue_id.is_some() && place.project_id.is_some() {
        let problem = "stands alone, without a project".to_owned();
        return Err(ReviewError::BadQuery { field: "queue_id".to_owned(), problem });
    }
    db.write(move |writing| {
        if !reaches(writing, &scope, place)? {
            return Err(ReviewError::NotFound { what: "place" });
        }
        if !scorecard::is_in_use(writing, scorecard_id)? {
            return Err(ReviewError::NotFound { what: "scorecard" });
        }
        if let Some(project_id) = of_whole_project(place) {
            return set_of_project(writing, by, project_id, Some(scorecard_id));
        }
        if scorecard_use::count(writing)? >= USES_MOST {
            return Err(ReviewError::TooManyUses { most: USES_MOST });
        }
        let made = scorecard_use::put(writing, place, scorecard_id)?;
        let detail = json!({ "use": made.id, "project": place.project_id, "queue": place.queue_id,
            "purpose": place.purpose.map(Purpose::as_str) });
        by.note(writing, "scorecard.use_set", "scorecard", scorecard_id, detail)?;
        Ok(())
    })
    .await
}

/// Takes a rule away.
pub async fn delete_card_use(db: &Db, who: &Who, by: By, id: ScorecardUseId) -> Result<(), ReviewError> {
    let scope = manages_cards_of(who)?;
    db.write(move |writing| {
        let missing = ReviewError::NotFound { what: "rule" };
        let Some(rule) = scorecard_use::by_id(writing, id)? else { return Err(missing) };
        if !reaches(writing, &scope, rule.place)? {
            return Err(missing);
        }
        scorecard_use::delete(writing, id)?;
        by.note(writing, "scorecard.use_ended", "scorecard", rule.scorecard_id, json!({ "use": id }))?;
        Ok(())
    })
    .await
}

fn set_of_project(
    writing: &mut Writing<'_>,
    by: By,
    id: ProjectId,
    scorecard_id: Option<ScorecardId>,
) -> Result<(), ReviewError> {
    let found = project::find(writing, &Scope::Everything, id)?;
    let mut project = found.ok_or(ReviewError::NotFound { what: "project" })?;
    project.scorecard_id = scorecard_id;
    project::update(writing, &project)?;
    by.note(writing, "project.changed", "project", id, json!({ "scorecard": scorecard_id }))?;
    Ok(())
}

fn reaches(reading: &mut Reading<'_>, scope: &Scope, place: UsePlace) -> Result<bool, DbError> {
    reaches_place(reading, scope, place.project_id, place.queue_id)
}

/// Whether a place exists and is the caller's to rule over: a project of theirs, a queue of one, or
/// everything for whoever reaches everything.
pub(super) fn reaches_place(
    reading: &mut Reading<'_>,
    scope: &Scope,
    project_id: Option<ProjectId>,
    queue_id: Option<QueueId>,
) -> Result<bool, DbError> {
    let of_project = |reading: &mut Reading<'_>, id| Ok(project::find(reading, scope, id)?.is_some());
    if let Some(id) = project_id {
        return of_project(reading, id);
    }
    if let Some(id) = queue_id {
        let queue = directory::queues(reading)?.into_iter().find(|queue| queue.id == id);
        return match queue {
            None => Ok(false),
            Some(_) if *scope == Scope::Everything => Ok(true),
            Some(queue) => queue.project_id.map_or(Ok(false), |id| of_project(reading, id)),
        };
    }
    Ok(*scope == Scope::Everything)
}
