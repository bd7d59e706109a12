//! Standard answers (标准口径): written, retired, and read beside a call.

use super::card_body::{WordingBody, words_of};
use super::page::{NamedBody, PageBody, window};
use crate::db::standard_answer::AnswerFilter;
use crate::http::App;
use crate::http::auth::{ReadEvaluations, Require, RequireAny, WriteAnswers};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{EvaluationId, ScorecardId, StandardAnswerId};
use crate::review::{self, AnswerCard, AnswerLine, AnswerText, NewAnswer, VersionLine};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A standard answer, with one of its wordings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StandardAnswer)]
pub struct AnswerBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: StandardAnswerId,
    /// The card of the item that it belongs to.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// The key of the item.
    question: String,
    /// The wording: the one in force on the day asked for; in the list of all the one of today, else the
    /// last.
    shown: VersionBody,
    /// Whether it is in force on that day.
    is_in_force: bool,
    /// How many wordings there are; the last one has this number.
    versions: usize,
    /// The day of the workspace from which it holds no more.
    #[schema(format = Date)]
    retired_from: Option<String>,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Instant,
}

/// A wording of a standard answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StandardAnswerVersion)]
pub struct VersionBody {
    /// Counted from 1.
    number: i32,
    /// What it is about, by language.
    title: WordingBody,
    /// What is right to say, by language.
    text: WordingBody,
    /// The day of the workspace from which it is in force.
    #[schema(format = Date)]
    valid_from: String,
    /// Who wrote it.
    written_by: NamedBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    written_at: Instant,
}

/// Standard answers, or their wordings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StandardAnswers)]
pub struct AnswersBody {
    /// In the order in which they were first written.
    items: Vec<AnswerBody>,
}

/// The wordings of a standard answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StandardAnswerVersions)]
pub struct VersionsBody {
    /// The last one first.
    items: Vec<VersionBody>,
}

/// The cards in use.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AnswerCards)]
pub struct CardsBody {
    /// By key.
    items: Vec<CardBody>,
}

/// A card whose items can have standard answers and phrases.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AnswerCard)]
pub struct CardBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ScorecardId,
    /// Its title by language.
    title: WordingBody,
    /// Its items in card order, as last published.
    questions: Vec<ItemBody>,
}

/// An item of a card.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AnswerCardItem)]
pub struct ItemBody {
    /// Its key.
    key: String,
    /// Its title by language.
    title: WordingBody,
    /// Its options.
    options: Vec<OptionBody>,
}

/// An option of an item.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AnswerCardOption)]
pub struct OptionBody {
    /// Its key.
    key: String,
    /// Its title by language.
    title: WordingBody,
}

/// Which standard answers are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct AnswersQuery {
    /// Of this card.
    #[param(value_type = Option<String>, format = Uuid)]
    scorecard: Option<ScorecardId>,
    /// To this item.
    question: Option<String>,
    /// Those that are retired, or those that are not.
    retired: Option<bool>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// A standard answer to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewStandardAnswer)]
#[serde(deny_unknown_fields)]
pub struct NewAnswerBody {
    /// The card of the item.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// The key of the item.
    question: String,
    /// What it is about, by language.
    title: WordingBody,
    /// What is right to say, by language.
    text: WordingBody,
    /// The day of the workspace from which it is in force.
    #[schema(format = Date)]
    valid_from: String,
}

/// Another wording of a standard answer.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewStandardAnswerVersion)]
#[serde(deny_unknown_fields)]
pub struct NewVersionBody {
    /// The number of the last wording, which this one is based on.
    based_on: i32,
    /// What it is about, by language.
    title: WordingBody,
    /// What is right to say, by language.
    text: WordingBody,
    /// The day of the workspace from which it is in force.
    #[schema(format = Date)]
    valid_from: String,
}

/// From when on a standard answer holds no more.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = RetireStandardAnswer)]
#[serde(deny_unknown_fields)]
pub struct RetireBody {
    /// The first day on which it does not; none: it holds again.
    #[schema(format = Date)]
    retired_from: Option<String>,
}

impl From<AnswerLine> for AnswerBody {
    fn from(line: AnswerLine) -> Self {
        Self {
            id: line.answer.id,
            scorecard_id: line.answer.scorecard_id,
            question: line.answer.question,
            shown: line.shown.into(),
            is_in_force: line.is_in_force,
            versions: line.versions,
            retired_from: line.answer.retired_from,
            changed_at: line.answer.changed_at,
        }
    }
}

impl From<VersionLine> for VersionBody {
    fn from(line: VersionLine) -> Self {
        let version = line.version;
        Self {
            number: version.number,
            title: version.title,
            text: version.text,
            valid_from: version.valid_from,
            written_by: line.written_by.into(),
            written_at: version.written_at,
        }
    }
}

impl From<AnswerCard> for CardBody {
    fn from(card: AnswerCard) -> Self {
        let items = card.items.into_iter().map(|item| ItemBody {
            title: words_of(&item.title),
            options: item
                .options
                .iter()
                .map(|(key, title)| OptionBody { key: key.clone(), title: words_of(title) })
                .collect(),
            key: item.key,
        });
        Self { id: card.id, title: words_of(&card.title), questions: items.collect() }
    }
}

/// The cards in use and their items, to choose from.
///
/// Needs `write_answers`.
#[utoipa::path(get, path = "/api/v1/standard-answers/cards", operation_id = "list_answer_cards", tag = "scorecards",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The cards in use", body = CardsBody)))]
pub async fn cards(
    _required: Require<WriteAnswers>,
    app: web::Data<App>,
) -> Result<web::Json<CardsBody>, ApiError> {
    let cards = review::answer_cards(&app.db).await?;
    Ok(web::Json(CardsBody { items: cards.into_iter().map(CardBody::from).collect() }))
}

/// Standard answers, what was changed last first.
///
/// Needs `write_answers`.
#[utoipa::path(get, path = "/api/v1/standard-answers", operation_id = "list_standard_answers", tag = "scorecards",
    security(("token" = []), ("session" = [])), params(AnswersQuery),
    responses((status = 200, description = "A page of them", body = PageBody<AnswerBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn list(
    _required: Require<WriteAnswers>,
    app: web::Data<App>,
    query: web::Query<AnswersQuery>,
) -> Result<web::Json<PageBody<AnswerBody>>, ApiError> {
    let query = query.into_inner();
    let window = window(query.cursor.as_deref(), query.limit)?;
    let filter =
        AnswerFilter { scorecard_id: query.scorecard, question: query.question, is_retired: query.retired };
    let page = review::list_answers(&app.db, &app.intake.zone, filter, window).await?;
    Ok(web::Json(PageBody::of(page, AnswerBody::from)))
}

/// Writes a standard answer to an item.
///
/// Needs `write_answers`.
#[utoipa::path(post, path = "/api/v1/standard-answers", operation_id = "write_standard_answer", tag = "scorecards",
    security(("token" = []), ("session" = [])), request_body = NewAnswerBody,
    responses((status = 201, description = "It is written", body = AnswerBody),
        (status = 404, description = "There is no such card", body = ErrorBody),
        (status = 422, description = "No such item, no words, no day", body = ErrorBody)))]
pub async fn write(
    required: Require<WriteAnswers>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewAnswerBody>,
) -> Result<HttpResponse, ApiError> {
    let NewAnswerBody { scorecard_id, question, title, text, valid_from } = body.into_inner();
    let new = NewAnswer { scorecard_id, question, text: AnswerText { title, text, valid_from } };
    let by = required.by(&request);
    let line = review::write_answer(&app.db, &app.intake.zone, &required.who, by, new).await?;
    Ok(HttpResponse::Created().json(AnswerBody::from(line)))
}

/// Gives a standard answer another wording; those before stay readable.
///
/// Needs `write_answers`.
#[utoipa::path(put, path = "/api/v1/standard-answers/{answer_id}", operation_id = "rewrite_standard_answer",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("answer_id" = String, Path, format = Uuid)), request_body = NewVersionBody,
    responses((status = 200, description = "It is rewritten", body = AnswerBody),
        (status = 404, description = "There is no such answer", body = ErrorBody),
        (status = 409, description = "It was changed elsewhere meanwhile", body = ErrorBody),
        (status = 422, description = "No words, no day", body = ErrorBody)))]
pub async fn rewrite(
    required: Require<WriteAnswers>,
    app: web::Data<App>,
    request: HttpRequest,
    answer_id: web::Path<StandardAnswerId>,
    body: web::Json<NewVersionBody>,
) -> Result<web::Json<AnswerBody>, ApiError> {
    let NewVersionBody { based_on, title, text, valid_from } = body.into_inner();
    let (by, id) = (required.by(&request), answer_id.into_inner());
    let text = AnswerText { title, text, valid_from };
    let zone = &app.intake.zone;
    let line = review::rewrite_answer(&app.db, zone, &required.who, by, id, based_on, text).await?;
    Ok(web::Json(line.into()))
}

/// Says from which day on a standard answer holds no more, or that it holds again.
///
/// Needs `write_answers`. Calls of earlier days keep showing it.
#[utoipa::path(patch, path = "/api/v1/standard-answers/{answer_id}", operation_id = "retire_standard_answer",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("answer_id" = String, Path, format = Uuid)), request_body = RetireBody,
    responses((status = 200, description = "Done", body = AnswerBody),
        (status = 404, description = "There is no such answer", body = ErrorBody),
        (status = 422, description = "It is no day", body = ErrorBody)))]
pub async fn retire(
    required: Require<WriteAnswers>,
    app: web::Data<App>,
    request: HttpRequest,
    answer_id: web::Path<StandardAnswerId>,
    body: web::Json<RetireBody>,
) -> Result<web::Json<AnswerBody>, ApiError> {
    let (by, id, from) = (required.by(&request), answer_id.into_inner(), body.into_inner().retired_from);
    let line = review::retire_answer(&app.db, &app.intake.zone, &required.who, by, id, from).await?;
    Ok(web::Json(line.into()))
}

/// Every wording of a standard answer: who changed what, and when.
///
/// Needs `write_answers`.
#[utoipa::path(get, path = "/api/v1/standard-answers/{answer_id}/versions",
    operation_id = "list_standard_answer_versions", tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("answer_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Its wordings", body = VersionsBody),
        (status = 404, description = "There is no such answer", body = ErrorBody)))]
pub async fn versions(
    _required: Require<WriteAnswers>,
    app: web::Data<App>,
    answer_id: web::Path<StandardAnswerId>,
) -> Result<web::Json<VersionsBody>, ApiError> {
    let versions = review::versions_of_answer(&app.db, answer_id.into_inner()).await?;
    Ok(web::Json(VersionsBody { items: versions.into_iter().map(VersionBody::from).collect() }))
}

/// The standard answers of an evaluation's card that were in force on the day of its call.
///
/// For whoever may read the evaluation.
#[utoipa::path(get, path = "/api/v1/evaluations/{evaluation_id}/standard-answers",
    operation_id = "list_answers_in_force", tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Those that were in force", body = AnswersBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn of_evaluation(
    caller: RequireAny<ReadEvaluations>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<web::Json<AnswersBody>, ApiError> {
    let id = evaluation_id.into_inner();
    let lines = review::answers_for(&app.db, &app.intake.zone, &caller.who, id).await?;
    Ok(web::Json(AnswersBody { items: lines.into_iter().map(AnswerBody::from).collect() }))
}
