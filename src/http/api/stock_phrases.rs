//! Stock phrases: what is put into the comment of an item at one press.

use crate::http::App;
use crate::http::auth::{MakeEvaluations, Require, RequireAny, ScoreCalls};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{ScorecardId, StockPhraseId};
use crate::review::{self, NewPhrase, PhraseLine};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The phrases of a card.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StockPhrases)]
pub struct PhrasesBody {
    /// Everybody's first, then one's own, each in the order in which they were written.
    items: Vec<PhraseBody>,
}

/// A phrase for the comment of an item.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StockPhrase)]
pub struct PhraseBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: StockPhraseId,
    /// The key of the item.
    question: String,
    /// The key of the option that it is for; none: for any answer.
    option: Option<String>,
    /// The phrase.
    text: String,
    /// Whether it is everybody's; otherwise it is the reader's own.
    is_shared: bool,
    /// Whether the reader may change it and take it away.
    is_changeable: bool,
}

/// Whose phrases are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct PhrasesQuery {
    /// Of this card.
    #[param(value_type = String, format = Uuid)]
    scorecard: ScorecardId,
}

/// A phrase to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewStockPhrase)]
#[serde(deny_unknown_fields)]
pub struct NewPhraseBody {
    /// The card of the item.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// The key of the item.
    question: String,
    /// The key of the option that it is for; none: for any answer.
    option: Option<String>,
    /// The phrase, 1 to 500 characters.
    text: String,
    /// Whether it is everybody's, which needs `manage_scorecards` too.
    #[serde(default)]
    is_shared: bool,
}

/// Another text of a phrase.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = StockPhraseText)]
#[serde(deny_unknown_fields)]
pub struct TextBody {
    /// The phrase, 1 to 500 characters.
    text: String,
}

impl From<PhraseLine> for PhraseBody {
    fn from(line: PhraseLine) -> Self {
        let phrase = line.phrase;
        Self {
            id: phrase.id,
            question: phrase.question,
            option: phrase.option,
            text: phrase.text,
            is_shared: phrase.owner_id.is_none(),
            is_changeable: line.is_changeable,
        }
    }
}

/// The phrases of a card: everybody's, and the caller's own.
///
/// Needs `score_calls` or `score_references`.
#[utoipa::path(get, path = "/api/v1/stock-phrases", operation_id = "list_stock_phrases", tag = "scorecards",
    security(("token" = []), ("session" = [])), params(PhrasesQuery),
    responses((status = 200, description = "The phrases", body = PhrasesBody)))]
pub async fn list(
    required: RequireAny<MakeEvaluations>,
    app: web::Data<App>,
    query: web::Query<PhrasesQuery>,
) -> Result<web::Json<PhrasesBody>, ApiError> {
    let phrases = review::list_phrases(&app.db, &required.who, query.scorecard).await?;
    Ok(web::Json(PhrasesBody { items: phrases.into_iter().map(PhraseBody::from).collect() }))
}

/// Writes a phrase.
///
/// Needs `score_calls`; for everybody's also `manage_scorecards`.
#[utoipa::path(post, path = "/api/v1/stock-phrases", operation_id = "write_stock_phrase", tag = "scorecards",
    security(("token" = []), ("session" = [])), request_body = NewPhraseBody,
    responses((status = 201, description = "It is written", body = PhraseBody),
        (status = 403, description = "Everybody's phrases are not the caller's to write", body = ErrorBody),
        (status = 404, description = "There is no such card", body = ErrorBody),
        (status = 422, description = "No such item or option, too long, or too many", body = ErrorBody)))]
pub async fn write(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewPhraseBody>,
) -> Result<HttpResponse, ApiError> {
    let NewPhraseBody { scorecard_id, question, option, text, is_shared } = body.into_inner();
    let new = NewPhrase { scorecard_id, question, option, text, is_shared };
    let line = review::write_phrase(&app.db, &required.who, required.by(&request), new).await?;
    Ok(HttpResponse::Created().json(PhraseBody::from(line)))
}

/// Gives a phrase another text.
///
/// Needs `score_calls`; for everybody's also `manage_scorecards`.
#[utoipa::path(put, path = "/api/v1/stock-phrases/{phrase_id}", operation_id = "change_stock_phrase", tag = "scorecards",
    security(("token" = []), ("session" = [])), params(("phrase_id" = String, Path, format = Uuid)),
    request_body = TextBody,
    responses((status = 200, description = "Changed", body = PhraseBody),
        (status = 403, description = "Everybody's phrases are not the caller's to change", body = ErrorBody),
        (status = 404, description = "There is no such phrase, or it is somebody else's", body = ErrorBody),
        (status = 422, description = "Empty, or too long", body = ErrorBody)))]
pub async fn change(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    phrase_id: web::Path<StockPhraseId>,
    body: web::Json<TextBody>,
) -> Result<web::Json<PhraseBody>, ApiError> {
    let (by, id) = (required.by(&request), phrase_id.into_inner());
    Ok(web::Json(review::change_phrase(&app.db, &required.who, by, id, &body.text).await?.into()))
}

/// Takes a phrase away. Comments that hold it stay as they are.
///
/// Needs `score_calls`; for everybody's also `manage_scorecards`.
#[utoipa::path(delete, path = "/api/v1/stock-phrases/{phrase_id}", operation_id = "delete_stock_phrase",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("phrase_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is gone"),
        (status = 403, description = "Everybody's phrases are not the caller's to take away", body = ErrorBody),
        (status = 404, description = "There is no such phrase, or it is somebody else's", body = ErrorBody)))]
pub async fn delete(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    phrase_id: web::Path<StockPhraseId>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    review::delete_phrase(&app.db, &required.who, by, phrase_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
