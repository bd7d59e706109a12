//! Stock phrases: what an inspector puts into the comment of an item at one press. QA managers write
//! everybody's, inspectors their own.

use super::super::{ReviewError, manages_cards, person_of};
use super::DeskError;
use crate::access::{By, Who};
use crate::db::stock_phrase::{self, StockPhrase};
use crate::db::{Db, Reading, scorecard};
use crate::ids::{PersonId, ScorecardId, StockPhraseId};
use serde_json::json;

/// The longest phrase, in characters.
const PHRASE_MOST: usize = 500;
/// The most phrases of an item: everybody's, and as many of one's own.
const PHRASES_AN_ITEM: i64 = 30;
/// The most phrases of a card that somebody uses.
const PHRASES_A_CARD: i64 = 2_000;

/// A phrase to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPhrase {
    /// The card of the item.
    pub scorecard_id: ScorecardId,
    /// The key of the item.
    pub question: String,
    /// The key of the option that it is for; none: for any answer.
    pub option: Option<String>,
    /// The phrase.
    pub text: String,
    /// Whether it is everybody's; otherwise it is the writer's own.
    pub is_shared: bool,
}

/// A phrase as somebody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseLine {
    /// The phrase.
    pub phrase: StockPhrase,
    /// Whether the reader may change it and take it away.
    pub is_changeable: bool,
}

impl PhraseLine {
    fn of(who: &Who, phrase: StockPhrase) -> Self {
        Self { is_changeable: may_change(who, phrase.owner_id).is_ok(), phrase }
    }
}

/// The phrases of a card that the caller uses: everybody's first, then their own.
pub async fn list_phrases(
    db: &Db,
    who: &Who,
    scorecard_id: ScorecardId,
) -> Result<Vec<PhraseLine>, ReviewError> {
    let own = person_of(who)?;
    let who = who.clone();
    db.read(move |reading| {
        let phrases = stock_phrase::of_card(reading, scorecard_id, own, PHRASES_A_CARD)?;
        Ok(phrases.into_iter().map(|phrase| PhraseLine::of(&who, phrase)).collect())
    })
    .await
}

/// Writes a phrase.
pub async fn write_phrase(db: &Db, who: &Who, by: By, new: NewPhrase) -> Result<PhraseLine, ReviewError> {
    let own = person_of(who)?;
    let owner_id = (!new.is_shared).then_some(own);
    may_change(who, owner_id)?;
    let (text, who) = (checked(&new.text)?, who.clone());
    db.write(move |writing| {
        let version = scorecard::latest_version(writing, new.scorecard_id)?;
        let version = version.ok_or(ReviewError::NotFound { what: "scorecard" })?;
        let question = version.definition.question(&new.question).ok_or(DeskError::UnknownItem)?;
        if new.option.as_deref().is_some_and(|option| question.option(option).is_none()) {
            return Err(DeskError::UnknownItem.into());
        }
        let counted = stock_phrase::count(writing, new.scorecard_id, &new.question, owner_id)?;
        if counted >= PHRASES_AN_ITEM {
            return Err(DeskError::TooManyPhrases { most: PHRASES_AN_ITEM }.into());
        }
        let phrase = StockPhrase {
            id: StockPhraseId::new(),
            owner_id,
            scorecard_id: new.scorecard_id,
            question: new.question.clone(),
            option: new.option.clone(),
            text: text.clone(),
            changed_by: own,
            changed_at: writing.now(),
        };
        stock_phrase::insert(writing, &phrase)?;
        if owner_id.is_none() {
            let detail = json!({ "scorecard": phrase.scorecard_id, "question": phrase.question });
            by.note(writing, "stock_phrase.written", "stock_phrase", phrase.id, detail)?;
        }
        Ok(PhraseLine::of(&who, phrase))
    })
    .await
}

/// Gives a phrase another text.
pub async fn change_phrase(
    db: &Db,
    who: &Who,
    by: By,
    id: StockPhraseId,
    text: &str,
) -> Result<PhraseLine, ReviewError> {
    let own = person_of(who)?;
    let (text, who) = (checked(text)?, who.clone());
    db.write(move |writing| {
        let phrase = find(writing, own, id)?;
        may_change(&who, phrase.owner_id)?;
        stock_phrase::change(writing, id, &text, own)?;
        if phrase.owner_id.is_none() {
            by.note(writing, "stock_phrase.changed", "stock_phrase", id, json!({}))?;
        }
        Ok(PhraseLine::of(&who, find(writing, own, id)?))
    })
    .await
}

/// Takes a phrase away.
pub async fn delete_phrase(db: &Db, who: &Who, by: By, id: StockPhraseId) -> Result<(), ReviewError> {
    let own = person_of(who)?;
    let who = who.clone();
    db.write(move |writing| {
        let phrase = find(writing, own, id)?;
        may_change(&who, phrase.owner_id)?;
        stock_phrase::delete(writing, id)?;
        if phrase.owner_id.is_none() {
            by.note(writing, "stock_phrase.removed", "stock_phrase", id, json!({}))?;
        }
        Ok(())
    })
    .await
}

/// A phrase that exists for this person: everybody's, or their own.
fn find(reading: &mut Reading<'_>, own: PersonId, id: StockPhraseId) -> Result<StockPhrase, ReviewError> {
    let phrase = stock_phrase::by_id(reading, id)?;
    let phrase = phrase.filter(|phrase| phrase.owner_id.is_none_or(|owner| owner == own));
    phrase.ok_or(ReviewError::NotFound { what: "phrase" })
}

/// Everybody's phrases belong to whoever manages the cards.
fn may_change(who: &Who, owner_id: Option<PersonId>) -> Result<(), ReviewError> {
    if owner_id.is_some() { Ok(()) } else { manages_cards(who) }
}

fn checked(text: &str) -> Result<String, DeskError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > PHRASE_MOST || text.contains('\0') {
        return Err(DeskError::BadPhrase { most: PHRASE_MOST });
    }
    Ok(text.to_owned())
}
