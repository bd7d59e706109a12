//! Scorecards are published and listed.

use super::ReviewError;
use crate::access::By;
use crate::db::audit::Actor;
use crate::db::named::{self, Named};
use crate::db::scorecard::{Scorecard, ScorecardVersion, VersionHead};
use crate::db::{Db, DbError, Reading, Writing, scorecard, scorecard_draft};
use crate::ids::{PersonId, ScorecardVersionId};
use crate::scoring::{self, ScoringError, read_template};
use crate::time::Instant;
use serde_json::{Value, json};
use std::collections::HashMap;

/// The cards that come with the program: an installation can score on its first day.
const SHIPPED: [&str; 3] = [
    include_str!("../../scoring-templates/inbound-service.yaml"),
    include_str!("../../scoring-templates/telesales.yaml"),
    include_str!("../../scoring-templates/sale-verification.yaml"),
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
#[derive(Debug, Clone, PartialEq)]
pub struct ScorecardView {
    /// The scorecard.
    pub scorecard: Scorecard,
    /// Its title by language: as last published, else as its draft has it.
    pub title: Vec<(String, String)>,
    /// `weighted` or `points`: as last published, else as its draft has it.
    pub method: String,
    /// How many items the last version has; none: it was never published.
    pub items: Option<usize>,
    /// Its versions, the youngest first, with who published them; empty: it was never published.
    pub versions: Vec<(VersionHead, Option<Named<PersonId>>)>,
    /// Its draft, for whoever manages scorecards.
    pub draft: Option<DraftHead>,
}

/// A draft without its definition.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftHead {
    /// How often it was saved.
    pub edit: i32,
    /// When it was saved last.
    pub changed_at: Instant,
    /// By whom.
    pub changed_by: Option<Named<PersonId>>,
}

/// The cards that come with the program, to begin others with.
pub fn shipped_cards() -> Result<Vec<scoring::Scorecard>, ReviewError> {
    let cards: Result<Vec<_>, _> = SHIPPED.into_iter().map(read_template).collect();
    Ok(cards.map_err(ScoringError::from)?)
}

/// Publishes a definition as the next version of the scorecard with its key. The same definition
/// again makes no new version.
pub async fn publish(
    db: &Db,
    actor: Actor,
    definition: scoring::Scorecard,
) -> Result<Published, ReviewError> {
    db.write(move |writing| publish_in(writing, By::from(actor), &definition)).await
}

/// Publishes the cards that come with the program and were never published here. Two processes
/// that start at once publish each of them once.
pub async fn publish_shipped(db: &Db) -> Result<(), ReviewError> {
    let cards = shipped_cards()?;
    let missing = db.read(move |reading| never_published(reading, cards)).await?;
    if missing.is_empty() {
        return Ok(());
    }
    db.write(move |writing| {
        for card in never_published(writing, missing.clone())? {
            publish_in(writing, By::from(Actor::System), &card)?;
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

/// As [`publish`], inside somebody's transaction.
pub(super) fn publish_in(
    writing: &mut Writing<'_>,
    by: By,
    definition: &scoring::Scorecard,
) -> Result<Published, ReviewError> {
    let card = scorecard::find_or_make(writing, &definition.key)?;
    let key = definition.key.clone();
    let latest = scorecard::latest_version(writing, card.id)?;
    if let Some(latest) = latest.as_ref().filter(|latest| latest.definition == *definition) {
        return Ok(Published { key, version_id: latest.id, number: latest.number, is_new: false });
    }
    let number = latest.map_or(1, |latest| latest.number + 1);
    let published_by = match by.actor {
        Actor::Person(id) => Some(id),
        Actor::Source(_) | Actor::CommandLine | Actor::System => None,
    };
    let version_id = scorecard::insert_version(writing, card.id, number, definition, published_by)?;
    let detail = json!({ "version": version_id, "number": number });
    by.note(writing, "scorecard.published", "scorecard", card.id, detail)?;
    Ok(Published { key, version_id, number, is_new: true })
}

/// Every scorecard with its versions, by key. Whoever manages scorecards sees drafts too, and
/// scorecards that were never published.
pub async fn scorecards(db: &Db, with_drafts: bool) -> Result<Vec<ScorecardView>, ReviewError> {
    db.read(move |reading| {
        let heads = scorecard::all_versions(reading)?;
        let drafts = if with_drafts { scorecard_draft::all(reading)? } else { Vec::new() };
        let people = heads.iter().filter_map(|head| head.published_by);
        let names =
            named::of_people(reading, people.chain(drafts.iter().filter_map(|draft| draft.changed_by)))?;
        let mut drafts: HashMap<_, _> = drafts.into_iter().map(|draft| (draft.scorecard_id, draft)).collect();
        let mut views = Vec::new();
        for scorecard in scorecard::all(reading)? {
            let of_card = heads.iter().copied().filter(|head| head.scorecard_id == scorecard.id);
            let versions = of_card.map(|head| (head, head.published_by.map(|id| names.named(id)))).collect();
            let draft = drafts.remove(&scorecard.id);
            let head = draft.as_ref().map(|draft| DraftHead {
                edit: draft.edit,
                changed_at: draft.changed_at,
                changed_by: draft.changed_by.map(|id| names.named(id)),
            });
            let (title, method, items) = match (scorecard::latest_version(reading, scorecard.id)?, draft) {
                (Some(latest), _) => shown(&latest.definition),
                (None, Some(draft)) => shown_of_draft(&draft.definition),
                (None, None) => continue,
            };
            views.push(ScorecardView { scorecard, title, method, items, versions, draft: head });
        }
        Ok(views)
    })
    .await
}

type Shown = (Vec<(String, String)>, String, Option<usize>);

fn shown(card: &scoring::Scorecard) -> Shown {
    let text = |language: &str| card.title.in_language(language).unwrap_or_default().to_owned();
    let title = card.title.languages().map(|language| (language.to_owned(), text(language))).collect();
    (title, card.method.name().to_owned(), Some(card.questions().count()))
}

/// What a draft says of itself, as far as it says anything.
fn shown_of_draft(definition: &serde_json::Map<String, Value>) -> Shown {
    let titles = definition.get("title").and_then(Value::as_object).into_iter().flatten();
    let title = titles.filter_map(|(language, text)| Some((language.clone(), text.as_str()?.to_owned())));
    let method = definition.get("method").and_then(Value::as_str).unwrap_or("weighted");
    (title.collect(), method.to_owned(), None)
}

/// One published version.
pub async fn scorecard_version(db: &Db, id: ScorecardVersionId) -> Result<ScorecardVersion, ReviewError> {
    let found = db.read(move |reading| scorecard::version(reading, id)).await?;
    found.ok_or(ReviewError::NotFound { what: "scorecard version" })
}
