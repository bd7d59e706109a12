//! Scorecards are published, listed, and chosen for a call.

use super::ReviewError;
use crate::db::audit::{Actor, Line};
use crate::db::scorecard::{Scorecard, ScorecardVersion, VersionHead};
use crate::db::{Db, DbError, Reading, Writing, audit, project, scorecard};
use crate::ids::{ProjectId, ScorecardId, ScorecardVersionId};
use crate::scoring::{self, Method, ScoringError, Wording, read_template};
use serde_json::json;

/// The cards that come with the program: an installation can score on its first day.
const SHIPPED: [&str; 2] = [
    include_str!("../../scoring-templates/inbound-service.yaml"),
    include_str!("../../scoring-templates/telesales.yaml"),
];

/// What publishing came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The key of the scorecard.
    pub key: String,
    /// The version that holds the definition.
    pub version_id: ScorecardVersionId,
    /// Its number, counted from 1.
    pub number: i32,
    /// Whether it was made now; otherwise the last version was the same already.
    pub is_new: bool,
}

/// A scorecard with all its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScorecardView {
    /// The scorecard.
    pub scorecard: Scorecard,
    /// Its title, as last published.
    pub title: Wording,
    /// How its answers become points, as last published.
    pub method: Method,
    /// Its versions, the youngest first; at least one.
    pub versions: Vec<VersionHead>,
}

/// Publishes a definition as the next version of the scorecard with its key. The same definition
/// again makes no new version.
pub async fn publish(
    db: &Db,
    actor: Actor,
    definition: scoring::Scorecard,
) -> Result<Published, ReviewError> {
    db.write(move |writing| publish_in(writing, actor, &definition)).await
}

/// Publishes the cards that come with the program and were never published here. Two processes
/// that start at once publish each of them once.
pub async fn publish_shipped(db: &Db) -> Result<(), ReviewError> {
    let cards: Result<Vec<scoring::Scorecard>, _> = SHIPPED.into_iter().map(read_template).collect();
    let cards = cards.map_err(ScoringError::from)?;
    let missing = db.read(move |reading| never_published(reading, cards)).await?;
    if missing.is_empty() {
        return Ok(());
    }
    db.write(move |writing| {
        for card in never_published(writing, missing.clone())? {
            publish_in(writing, Actor::System, &card)?;
        }
        Ok::<_, ReviewError>(())
    })
    .await
}

fn never_published(
    reading: &mut Reading<'_>,
    cards: Vec<scoring::Scorecard>,
) -> Result<Vec<scoring::Scorecard>, DbError> {
    let mut missing = Vec::new();
    for card in cards {
        if scorecard::by_key(reading, &card.key)?.is_none() {
            missing.push(card);
        }
    }
    Ok(missing)
}

fn publish_in(
    writing: &mut Writing<'_>,
    actor: Actor,
    definition: &scoring::Scorecard,
) -> Result<Published, ReviewError> {
    let card = scorecard::find_or_make(writing, &definition.key)?;
    let key = definition.key.clone();
    let latest = scorecard::latest_version(writing, card.id)?;
    if let Some(latest) = latest.as_ref().filter(|latest| latest.definition == *definition) {
        return Ok(Published { key, version_id: latest.id, number: latest.number, is_new: false });
    }
    let number = latest.map_or(1, |latest| latest.number + 1);
    let published_by = match actor {
        Actor::Person(id) => Some(id),
        Actor::Source(_) | Actor::CommandLine | Actor::System => None,
    };
    let version_id = scorecard::insert_version(writing, card.id, number, definition, published_by)?;
    let line = Line {
        actor,
        action: "scorecard.published",
        noun: "scorecard",
        noun_id: &card.id.to_string(),
        detail: json!({ "version": version_id, "number": number }),
        request_id: None,
    };
    audit::append(writing, &line)?;
    Ok(Published { key, version_id, number, is_new: true })
}

/// Every scorecard with its versions, by key.
pub async fn scorecards(db: &Db) -> Result<Vec<ScorecardView>, ReviewError> {
    db.read(|reading| {
        let heads = scorecard::all_versions(reading)?;
        let mut views = Vec::new();
        for scorecard in scorecard::all(reading)? {
            let versions: Vec<VersionHead> =
                heads.iter().copied().filter(|head| head.scorecard_id == scorecard.id).collect();
            if let Some(latest) = scorecard::latest_version(reading, scorecard.id)? {
                let scoring::Scorecard { title, method, .. } = latest.definition;
                views.push(ScorecardView { scorecard, title, method, versions });
            }
        }
        Ok(views)
    })
    .await
}

/// One published version.
pub async fn scorecard_version(db: &Db, id: ScorecardVersionId) -> Result<ScorecardVersion, ReviewError> {
    let found = db.read(move |reading| scorecard::version(reading, id)).await?;
    found.ok_or(ReviewError::NotFound { what: "scorecard version" })
}

/// The scorecard for a call of this project: the chosen one, else the project's, else the one
/// that has been in use longest.
pub fn card_for(
    reading: &mut Reading<'_>,
    project_id: Option<ProjectId>,
    chosen: Option<ScorecardId>,
) -> Result<ScorecardId, ReviewError> {
    if let Some(chosen) = chosen {
        return in_use(reading, chosen)?.ok_or(ReviewError::NotFound { what: "scorecard" });
    }
    let of_project = match project_id {
        Some(project_id) => project::scorecard_of(reading, project_id)?,
        None => None,
    };
    if let Some(of_project) = of_project
        && let Some(in_use) = in_use(reading, of_project)?
    {
        return Ok(in_use);
    }
    scorecard::oldest_in_use(reading)?.ok_or(ReviewError::ScorecardNeeded)
}

fn in_use(reading: &mut Reading<'_>, id: ScorecardId) -> Result<Option<ScorecardId>, DbError> {
    let found = scorecard::by_id(reading, id)?;
    Ok(found.filter(|card| card.retired_at.is_none()).map(|card| card.id))
}
