//! Scorecards are drafted: begun, saved whole, compared, published, thrown away.
//!
//! A draft may have mistakes: it is told what they are, never refused for them. Only what is
//! published is a scorecard without any.

use super::scorecards::publish_in;
use super::{Published, ReviewError, manages_cards};
use crate::access::{By, Who};
use crate::db::named::{self, Named};
use crate::db::scorecard::{Scorecard, ScorecardVersion};
use crate::db::scorecard_draft::ScorecardDraft;
use crate::db::{Db, Reading, scorecard, scorecard_draft};
use crate::ids::{PersonId, ScorecardId, ScorecardVersionId};
use crate::scoring::{self, Difference, Problem, ScoringError, definition_of, differences, read_template};
use serde_json::{Map, Value, json};

/// The largest draft, in bytes of JSON: the largest scorecard that is read.
const DRAFT_MOST: usize = 256 * 1024;
/// The longest key.
const KEY_MOST: usize = 64;

/// A scorecard's definition as it is typed.
pub type Definition = Map<String, Value>;

/// What a new scorecard begins with.
#[derive(Debug, Clone, PartialEq)]
pub enum NewCard {
    /// Nothing but this title, by language.
    Blank(Map<String, Value>),
    /// A definition from elsewhere; its key is replaced.
    Definition(Definition),
    /// A copy of a published version.
    CopyOf(ScorecardVersionId),
}

/// A draft with what its page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct CardDraft {
    /// The scorecard.
    pub scorecard: Scorecard,
    /// The draft.
    pub draft: ScorecardDraft,
    /// Who saved it last.
    pub changed_by: Option<Named<PersonId>>,
    /// What is wrong with it, in its order.
    pub problems: Vec<Problem>,
    /// The number of the version that was published last.
    pub latest: Option<i32>,
    /// Whether that version is younger than the draft: then publishing undoes what it changed.
    pub is_behind: bool,
}

/// The scorecard in a definition.
pub(super) fn card_of(definition: &Definition) -> Result<scoring::Scorecard, ReviewError> {
    let text = serde_json::to_string(definition)?;
    Ok(read_template(&text).map_err(ScoringError::from)?)
}

/// What is wrong with a definition.
fn problems_of(definition: &Definition) -> Result<Vec<Problem>, ReviewError> {
    Ok(read_template(&serde_json::to_string(definition)?).err().unwrap_or_default())
}

/// Begins a scorecard that has not been there, with its first draft.
pub async fn begin_card(
    db: &Db,
    who: &Who,
    by: By,
    key: String,
    new: NewCard,
) -> Result<CardDraft, ReviewError> {
    manages_cards(who)?;
    if !is_key(&key) {
        return Err(ReviewError::BadCardKey { most: KEY_MOST });
    }
    let person_id = who.person_id();
    db.write(move |writing| {
        if scorecard::by_key(writing, &key)?.is_some() {
            return Err(ReviewError::CardKeyTaken);
        }
        let mut definition = match &new {
            NewCard::Blank(title) => blank(title),
            NewCard::Definition(definition) => definition.clone(),
            NewCard::CopyOf(id) => {
                let version = scorecard::version(writing, *id)?;
                let version = version.ok_or(ReviewError::NotFound { what: "scorecard version" })?;
                definition_of(&version.definition)?
            }
        };
        rekey(&mut definition, &key);
        check_size(&definition)?;
        let card = scorecard::find_or_make(writing, &key)?;
        scorecard_draft::insert(writing, card.id, &definition, None, person_id)?;
        by.note(writing, "scorecard.begun", "scorecard", card.id, json!({}))?;
        shown(writing, card.id)
    })
    .await
}

/// The draft of this scorecard.
pub async fn card_draft(db: &Db, who: &Who, id: ScorecardId) -> Result<CardDraft, ReviewError> {
    manages_cards(who)?;
    db.read(move |reading| shown(reading, id)).await
}

/// Stores what the draft holds now. `edit` is the save that it is based on; 0 begins the draft.
pub async fn save_card_draft(
    db: &Db,
    who: &Who,
    by: By,
    id: ScorecardId,
    edit: i32,
    definition: Definition,
) -> Result<CardDraft, ReviewError> {
    manages_cards(who)?;
    check_size(&definition)?;
    let person_id = who.person_id();
    db.write(move |writing| {
        let card = found(writing, id)?;
        if definition.get("key").and_then(Value::as_str) != Some(&card.key) {
            return Err(ReviewError::CardKeyFixed { key: card.key });
        }
        if edit > 0 {
            if !scorecard_draft::save(writing, id, edit, &definition, person_id)? {
                return Err(ReviewError::EditedElsewhere);
            }
        } else {
            if scorecard_draft::of_card(writing, id)?.is_some() {
                return Err(ReviewError::EditedElsewhere);
            }
            let latest = scorecard::latest_version(writing, id)?.map(|latest| latest.id);
            scorecard_draft::insert(writing, id, &definition, latest, person_id)?;
            by.note(writing, "scorecard.draft_begun", "scorecard", id, json!({}))?;
        }
        shown(writing, id)
    })
    .await
}

/// Throws the draft away; a scorecard that was never published goes with it.
pub async fn discard_card_draft(
    db: &Db,
    who: &Who,
    by: By,
    id: ScorecardId,
    edit: i32,
) -> Result<(), ReviewError> {
    manages_cards(who)?;
    db.write(move |writing| {
        drafted(writing, id)?;
        if !scorecard_draft::delete(writing, id, edit)? {
            return Err(ReviewError::EditedElsewhere);
        }
        if !scorecard::is_published(writing, id)? {
            scorecard::delete_unpublished(writing, id)?;
        }
        by.note(writing, "scorecard.draft_discarded", "scorecard", id, json!({}))?;
        Ok(())
    })
    .await
}

/// Publishes the draft whose last save is `edit` as the next version, and takes the draft away.
pub async fn publish_draft(
    db: &Db,
    who: &Who,
    by: By,
    id: ScorecardId,
    edit: i32,
) -> Result<Published, ReviewError> {
    manages_cards(who)?;
    db.write(move |writing| {
        let draft = drafted(writing, id)?;
        let card = card_of(&draft.definition)?;
        if !scorecard_draft::delete(writing, id, edit)? {
            return Err(ReviewError::EditedElsewhere);
        }
        publish_in(writing, by, &card)
    })
    .await
}

/// What publishing the draft would change in the version that was published last; everything is
/// new where none was. Its mistakes are refused: what they mean cannot be compared.
pub async fn draft_differences(db: &Db, who: &Who, id: ScorecardId) -> Result<Vec<Difference>, ReviewError> {
    manages_cards(who)?;
    db.read(move |reading| {
        let card = card_of(&drafted(reading, id)?.definition)?;
        let latest = scorecard::latest_version(reading, id)?;
        Ok(differences(&latest.map_or_else(|| emptied(&card), |latest| latest.definition), &card))
    })
    .await
}

/// What the version `after` changed in the version `before`.
pub async fn version_differences(
    db: &Db,
    before: ScorecardVersionId,
    after: ScorecardVersionId,
) -> Result<Vec<Difference>, ReviewError> {
    db.read(move |reading| {
        let mut version = |id| -> Result<ScorecardVersion, ReviewError> {
            let found = scorecard::version(reading, id)?;
            found.ok_or(ReviewError::NotFound { what: "scorecard version" })
        };
        let (before, after) = (version(before)?, version(after)?);
        if before.scorecard_id != after.scorecard_id {
            return Err(ReviewError::NotFound { what: "scorecard version" });
        }
        Ok(differences(&before.definition, &after.definition))
    })
    .await
}

/// Takes a scorecard out of use, or back into it.
pub async fn retire_card(
    db: &Db,
    who: &Who,
    by: By,
    id: ScorecardId,
    retired: bool,
) -> Result<(), ReviewError> {
    manages_cards(who)?;
    db.write(move |writing| {
        let card = found(writing, id)?;
        let now = writing.now();
        let retired_at = retired.then(|| card.retired_at.unwrap_or(now));
        if retired_at != card.retired_at {
            scorecard::set_retired(writing, id, retired_at)?;
            let action = if retired { "scorecard.retired" } else { "scorecard.restored" };
            by.note(writing, action, "scorecard", id, json!({}))?;
        }
        Ok(())
    })
    .await
}

fn found(reading: &mut Reading<'_>, id: ScorecardId) -> Result<Scorecard, ReviewError> {
    scorecard::by_id(reading, id)?.ok_or(ReviewError::NotFound { what: "scorecard" })
}

fn drafted(reading: &mut Reading<'_>, id: ScorecardId) -> Result<ScorecardDraft, ReviewError> {
    scorecard_draft::of_card(reading, id)?.ok_or(ReviewError::NotFound { what: "draft" })
}

fn shown(reading: &mut Reading<'_>, id: ScorecardId) -> Result<CardDraft, ReviewError> {
    let (scorecard, draft) = (found(reading, id)?, drafted(reading, id)?);
    let names = named::of_people(reading, draft.changed_by)?;
    let latest = scorecard::latest_version(reading, id)?;
    Ok(CardDraft {
        scorecard,
        changed_by: draft.changed_by.map(|id| names.named(id)),
        problems: problems_of(&draft.definition)?,
        is_behind: latest.as_ref().map(|latest| latest.id) != draft.based_on,
        latest: latest.map(|latest| latest.number),
        draft,
    })
}

/// A card to begin with: the title, a pass mark, no section yet.
fn blank(title: &Map<String, Value>) -> Definition {
    let definition = json!({ "key": "", "title": title, "method": "weighted", "pass": 85, "sections": [] });
    if let Value::Object(definition) = definition { definition } else { Map::new() }
}

/// The card without sections and grades: everything in the real one is new beside it.
fn emptied(card: &scoring::Scorecard) -> scoring::Scorecard {
    scoring::Scorecard { bands: Vec::new(), sections: Vec::new(), ..card.clone() }
}

/// Puts the key first, as in every file.
fn rekey(definition: &mut Definition, key: &str) {
    definition.shift_remove("key");
    definition.shift_insert(0, "key".to_owned(), Value::from(key));
}

fn check_size(definition: &Definition) -> Result<(), ReviewError> {
    if serde_json::to_string(definition)?.len() > DRAFT_MOST {
        return Err(ReviewError::CardTooLarge { most: DRAFT_MOST });
    }
    Ok(())
}

fn is_key(key: &str) -> bool {
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
    (1..=KEY_MOST).contains(&key.len()) && key.bytes().all(allowed)
}
