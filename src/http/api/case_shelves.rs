//! What the cases of a list illustrate, and the tags of cases and clips.

use super::card_body::{WordingBody, words_of};
use crate::db::library_case::CaseState;
use crate::http::App;
use crate::http::auth::{LearnFromCases, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::ScorecardId;
use crate::library::{self, CardShelf, CaseShelves, ItemShelf};
use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What the cases that the reader sees illustrate, and how they are tagged.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseShelves)]
pub struct CaseShelvesBody {
    /// The cards of which an item is illustrated; 200 items at most, those of most cases.
    cards: Vec<CardShelfBody>,
    /// The tags, those of most cases first; 200 at most.
    tags: Vec<TagUseBody>,
}

/// The items of a card that cases illustrate.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardShelf)]
pub struct CardShelfBody {
    /// The card.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// Its title as last published; empty: it is gone.
    title: WordingBody,
    /// Its items in the order of the card; what is no longer asked comes last.
    items: Vec<ItemShelfBody>,
}

/// An item that cases illustrate.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ItemShelf)]
pub struct ItemShelfBody {
    /// The key of the item.
    item: String,
    /// Its title as last published; empty: it is gone.
    title: WordingBody,
    /// How many cases illustrate it.
    cases: i64,
}

/// A tag in use.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TagUse)]
pub struct TagUseBody {
    /// The tag.
    tag: String,
    /// How many have it.
    count: i64,
}

impl From<(String, i64)> for TagUseBody {
    fn from((tag, count): (String, i64)) -> Self {
        Self { tag, count }
    }
}

impl From<ItemShelf> for ItemShelfBody {
    fn from(ItemShelf { question, title, cases }: ItemShelf) -> Self {
        Self { item: question, title: words_of(&title), cases }
    }
}

impl From<CardShelf> for CardShelfBody {
    fn from(CardShelf { scorecard_id, title, items }: CardShelf) -> Self {
        let items = items.into_iter().map(ItemShelfBody::from).collect();
        Self { scorecard_id, title: words_of(&title), items }
    }
}

impl From<CaseShelves> for CaseShelvesBody {
    fn from(CaseShelves { cards, tags }: CaseShelves) -> Self {
        Self {
            cards: cards.into_iter().map(CardShelfBody::from).collect(),
            tags: tags.into_iter().map(TagUseBody::from).collect(),
        }
    }
}

/// Of which cases.
#[derive(Debug, Deserialize, IntoParams)]
pub struct CaseShelvesQuery {
    /// In this state: `shelved` (unless given), `proposed`, `draft`, `archived`, `declined` or `withdrawn`.
    state: Option<String>,
}

/// The items of scorecards that the cases illustrate that the caller sees, and their tags, each with how
/// many cases.
///
/// Needs `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/cases/shelves", operation_id = "list_case_shelves", tag = "learning",
    security(("token" = []), ("session" = [])), params(CaseShelvesQuery),
    responses((status = 200, description = "Items and tags", body = CaseShelvesBody),
        (status = 422, description = "It is no state", body = ErrorBody)))]
pub async fn list(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    query: web::Query<CaseShelvesQuery>,
) -> Result<web::Json<CaseShelvesBody>, ApiError> {
    let asked = query.state.as_deref().map_or(Some(CaseState::Shelved), CaseState::parse);
    let state = asked.ok_or_else(|| RequestError::BadQuery("state is none of its words".to_owned()))?;
    Ok(web::Json(library::case_shelves(&app.db, &required.who, state).await?.into()))
}
