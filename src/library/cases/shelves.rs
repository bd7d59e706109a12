//! What the cases of a list illustrate and how they are tagged: the shelves by item of a scorecard.

use super::super::LibraryError;
use super::list::eyes_of;
use crate::access::Who;
use crate::db::library_case::{self, CaseFilter, CaseState};
use crate::db::{Db, scorecard};
use crate::ids::ScorecardId;
use crate::scoring::Wording;
use std::collections::BTreeMap;

/// What the cases that somebody sees illustrate, and how they are tagged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseShelves {
    /// The cards of which an item is illustrated.
    pub cards: Vec<CardShelf>,
    /// The tags, each with how many cases have it.
    pub tags: Vec<(String, i64)>,
}

/// The items of a card that cases illustrate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardShelf {
    /// The card.
    pub scorecard_id: ScorecardId,
    /// Its title as last published; empty: it is gone.
    pub title: Wording,
    /// Its items in the order of the card; what is no longer asked comes last.
    pub items: Vec<ItemShelf>,
}

/// An item that cases illustrate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemShelf {
    /// Its key.
    pub question: String,
    /// Its title as last published; empty: it is gone.
    pub title: Wording,
    /// How many cases illustrate it.
    pub cases: i64,
}

/// The items and tags of the cases in this state that the caller sees, each with how many.
pub async fn case_shelves(db: &Db, who: &Who, state: CaseState) -> Result<CaseShelves, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        let seen_by = eyes_of(reading, &who)?;
        let filter = CaseFilter { states: vec![state], ..CaseFilter::default() };
        let mut of_card: BTreeMap<ScorecardId, BTreeMap<String, i64>> = BTreeMap::new();
        for (item, cases) in library_case::items_in_use(reading, &seen_by, &filter)? {
            of_card.entry(item.scorecard_id).or_default().insert(item.question, cases);
        }
        let mut cards = Vec::with_capacity(of_card.len());
        for (scorecard_id, mut used) in of_card {
            let latest = scorecard::latest_version(reading, scorecard_id)?;
            let card = latest.map(|version| version.definition);
            let mut items = Vec::with_capacity(used.len());
            for question in card.iter().flat_map(|card| card.questions()) {
                if let Some(cases) = used.remove(&question.key) {
                    let title = question.title.clone();
                    items.push(ItemShelf { question: question.key.clone(), title, cases });
                }
            }
            let gone = |(question, cases)| ItemShelf { question, title: Wording::default(), cases };
            items.extend(used.into_iter().map(gone));
            let title = card.map(|card| card.title).unwrap_or_default();
            cards.push(CardShelf { scorecard_id, title, items });
        }
        Ok(CaseShelves { cards, tags: library_case::tags_in_use(reading, &seen_by, &filter)? })
    })
    .await
}
