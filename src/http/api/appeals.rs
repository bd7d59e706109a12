//! Appeals: submitted by the agent, listed, judged step by step. `docs/HEARING.md` tells the course.

use super::appeal_body::{
    AlsoBody, AppealBody, AppealRowBody, ChoiceBody, ForeseenBody, ItemRulingBody, NewItemBody,
    PrecedentsBody,
};
use super::page::{PageBody, window};
use crate::db::appeal::AppealState;
use crate::http::App;
use crate::http::auth::{
    AnswerFeedback, ArbitrateAppeals, ReadEvaluations, Require, RequireAny, ReviewAppeals, ScoreCalls,
    SeeAppeals,
};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use crate::ids::{AppealId, EvaluationId};
use crate::review::{self, AppealList, NewAppeal, Said};
use crate::scoring::Choice;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// An appeal to be submitted.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewAppeal)]
#[serde(deny_unknown_fields)]
pub struct NewAppealBody {
    /// The revision of the evaluation that was read.
    revision: i32,
    /// The items that are wrong, each once.
    items: Vec<NewItemBody>,
}

/// Other answers, to see what they come to.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = OtherAnswers)]
#[serde(deny_unknown_fields)]
pub struct OtherAnswersBody {
    /// What would be chosen, by item.
    choices: BTreeMap<String, ChoiceBody>,
}

/// What the team leader says.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = FirstReview)]
#[serde(deny_unknown_fields)]
pub struct FirstReviewBody {
    /// `true`: the score is right and the appeal ends; `false`: the inspector shall look again.
    upholds: bool,
    /// Why, or the leader's opinion.
    reason: String,
}

/// What the inspector or the arbitrator says.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = AppealJudgement)]
#[serde(deny_unknown_fields)]
pub struct JudgementBody {
    /// Of the appeal as a whole; may be missing.
    reason: Option<String>,
    /// Of each item that is still contested, once.
    items: Vec<ItemRulingBody>,
    /// What is answered at items that are asked only because of a change, by item.
    #[serde(default)]
    also: BTreeMap<String, AlsoBody>,
}

/// Which appeals are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct AppealsQuery {
    /// `waiting` (the caller may take their next step), `all` (those that exist for the caller as a
    /// judge), `mine` (submitted by the caller), or `unstaffed` (nobody may arbitrate).
    view: String,
    /// In `all`: `first_review`, `recheck`, `arbitration`, `decided` or `withdrawn`.
    state: Option<String>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

impl AppealsQuery {
    fn list(&self) -> Result<AppealList, RequestError> {
        let state = self.state.as_deref().map(|word| {
            AppealState::parse(word)
                .ok_or_else(|| RequestError::BadQuery("state is not one of its words".to_owned()))
        });
        match self.view.as_str() {
            "waiting" => Ok(AppealList::Waiting),
            "all" => Ok(AppealList::All(state.transpose()?)),
            "mine" => Ok(AppealList::Mine),
            "unstaffed" => Ok(AppealList::Unstaffed),
            _ => Err(RequestError::BadQuery("view is waiting, all, mine or unstaffed".to_owned())),
        }
    }
}

impl OtherAnswersBody {
    pub(super) fn read(self) -> BTreeMap<String, Choice> {
        self.choices.into_iter().map(|(question, choice)| (question, choice.read())).collect()
    }
}

impl JudgementBody {
    fn read(self) -> Said {
        Said {
            reason: self.reason,
            items: self.items.into_iter().map(ItemRulingBody::read).collect(),
            also: self.also.into_iter().map(|(question, answer)| (question, answer.read())).collect(),
        }
    }
}

/// Submits an appeal against the score of one's own call.
///
/// Needs `answer_feedback`.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/appeal", operation_id = "submit_appeal", tag = "appeals",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    request_body = NewAppealBody,
    responses((status = 201, description = "Submitted", body = AppealBody),
        (status = 404, description = "Not there, not out, or not about this agent", body = ErrorBody),
        (status = 409, description = "It was answered or appealed before, the time is over, or it was changed", body = ErrorBody),
        (status = 422, description = "An item has no reason, or what is proposed does not fit", body = ErrorBody)))]
pub async fn submit(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<NewAppealBody>,
) -> Result<HttpResponse, ApiError> {
    let NewAppealBody { revision, items } = body.into_inner();
    let new = NewAppeal { revision, items: items.into_iter().map(NewItemBody::read).collect() };
    let (id, request_id) = (evaluation_id.into_inner(), request_id(&request));
    let view = review::submit_appeal(&app.db, &required.who, id, new, request_id).await?;
    Ok(HttpResponse::Created().json(AppealBody::from(view)))
}

/// What the score of one's own call would come to with other answers.
///
/// Needs `answer_feedback`. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/appeal/preview", operation_id = "foresee_appeal",
    tag = "appeals", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)), request_body = OtherAnswersBody,
    responses((status = 200, description = "What it would come to", body = ForeseenBody),
        (status = 404, description = "Not there, not out, or not about this agent", body = ErrorBody),
        (status = 422, description = "An answer does not fit its item", body = ErrorBody)))]
pub async fn foresee(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<OtherAnswersBody>,
) -> Result<web::Json<ForeseenBody>, ApiError> {
    let (id, choices) = (evaluation_id.into_inner(), body.into_inner().read());
    Ok(web::Json(review::foresee_appeal(&app.db, &required.who, id, choices).await?.into()))
}

/// Appeals, page by page: what waits for the caller (what is due first is first), or others.
///
/// `waiting` and `all` need `review_appeals`, `score_calls` or `arbitrate_appeals`; `mine` needs
/// `answer_feedback`; `unstaffed` needs `arbitrate_appeals` or `manage_people`.
#[utoipa::path(get, path = "/api/v1/appeals", operation_id = "list_appeals", tag = "appeals",
    security(("token" = []), ("session" = [])), params(AppealsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<AppealRowBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn list(
    caller: RequireAny<SeeAppeals>,
    app: web::Data<App>,
    query: web::Query<AppealsQuery>,
) -> Result<web::Json<PageBody<AppealRowBody>>, ApiError> {
    let (list, window) = (query.list()?, window(query.cursor.as_deref(), query.limit)?);
    let page = review::list_appeals(&app.db, &caller.who, list, window).await?;
    Ok(web::Json(PageBody::of(page, AppealRowBody::from)))
}

/// An appeal with both arguments, precedents, and what was said so far.
///
/// For the agent, the inspector who scored, leaders of the team and arbitrators. Who might still
/// arbitrate sees no names.
#[utoipa::path(get, path = "/api/v1/appeals/{appeal_id}", operation_id = "show_appeal", tag = "appeals",
    security(("token" = []), ("session" = [])), params(("appeal_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The appeal", body = AppealBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn show(
    caller: RequireAny<SeeAppeals>,
    app: web::Data<App>,
    appeal_id: web::Path<AppealId>,
) -> Result<web::Json<AppealBody>, ApiError> {
    Ok(web::Json(review::find_appeal(&app.db, &caller.who, appeal_id.into_inner()).await?.into()))
}

/// How arbitrators decided before on the items of an evaluation's card.
///
/// For whoever may read the evaluation. They name nobody, and nothing is of the same call.
#[utoipa::path(get, path = "/api/v1/evaluations/{evaluation_id}/precedents", operation_id = "list_precedents",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The precedents of all its items", body = PrecedentsBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn precedents(
    caller: RequireAny<ReadEvaluations>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<web::Json<PrecedentsBody>, ApiError> {
    let found = review::precedents_for(&app.db, &caller.who, evaluation_id.into_inner()).await?;
    Ok(web::Json(PrecedentsBody::of(found)))
}

/// What the evaluation of an appeal would come to with other answers, beside what the recheck changed.
///
/// For whoever sees the appeal. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/appeals/{appeal_id}/preview", operation_id = "foresee_changes", tag = "appeals",
    security(("token" = []), ("session" = [])), params(("appeal_id" = String, Path, format = Uuid)),
    request_body = OtherAnswersBody,
    responses((status = 200, description = "What it would come to", body = ForeseenBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 422, description = "An answer does not fit its item", body = ErrorBody)))]
pub async fn foresee_changes(
    caller: RequireAny<SeeAppeals>,
    app: web::Data<App>,
    appeal_id: web::Path<AppealId>,
    body: web::Json<OtherAnswersBody>,
) -> Result<web::Json<ForeseenBody>, ApiError> {
    let (id, choices) = (appeal_id.into_inner(), body.into_inner().read());
    Ok(web::Json(review::foresee_changes(&app.db, &caller.who, id, choices).await?.into()))
}

/// Takes one's own appeal back, until it is decided.
///
/// Needs `answer_feedback`.
#[utoipa::path(post, path = "/api/v1/appeals/{appeal_id}/withdraw", operation_id = "withdraw_appeal", tag = "appeals",
    security(("token" = []), ("session" = [])), params(("appeal_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Withdrawn", body = AppealBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It is decided", body = ErrorBody)))]
pub async fn withdraw(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    request: HttpRequest,
    appeal_id: web::Path<AppealId>,
) -> Result<web::Json<AppealBody>, ApiError> {
    let id = appeal_id.into_inner();
    Ok(web::Json(review::withdraw_appeal(&app.db, &required.who, id, request_id(&request)).await?.into()))
}

/// The first review, by a leader of the agent's team.
///
/// Needs `review_appeals`.
#[utoipa::path(post, path = "/api/v1/appeals/{appeal_id}/first-review", operation_id = "first_review", tag = "appeals",
    security(("token" = []), ("session" = [])), params(("appeal_id" = String, Path, format = Uuid)),
    request_body = FirstReviewBody,
    responses((status = 200, description = "Upheld, or passed on", body = AppealBody),
        (status = 403, description = "It concerns the caller", body = ErrorBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 409, description = "It stands at another step", body = ErrorBody),
        (status = 422, description = "There is no reason", body = ErrorBody)))]
pub async fn first_review(
    required: Require<ReviewAppeals>,
    app: web::Data<App>,
    request: HttpRequest,
    appeal_id: web::Path<AppealId>,
    body: web::Json<FirstReviewBody>,
) -> Result<web::Json<AppealBody>, ApiError> {
    let FirstReviewBody { upholds, reason } = body.into_inner();
    let (id, request_id) = (appeal_id.into_inner(), request_id(&request));
    let view = review::first_review(&app.db, &required.who, id, upholds, reason, request_id).await?;
    Ok(web::Json(view.into()))
}

/// The recheck, by the inspector who scored.
///
/// Needs `score_calls`.
#[utoipa::path(post, path = "/api/v1/appeals/{appeal_id}/recheck", operation_id = "recheck", tag = "appeals",
    security(("token" = []), ("session" = [])), params(("appeal_id" = String, Path, format = Uuid)),
    request_body = JudgementBody,
    responses((status = 200, description = "Granted, or on its way to arbitration", body = AppealBody),
        (status = 403, description = "Somebody else scored", body = ErrorBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 409, description = "It stands at another step", body = ErrorBody),
        (status = 422, description = "An item is missing, a change does not fit, or has not behind it what its option asks for", body = ErrorBody)))]
pub async fn recheck(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    appeal_id: web::Path<AppealId>,
    body: web::Json<JudgementBody>,
) -> Result<web::Json<AppealBody>, ApiError> {
    let (id, said, request_id) = (appeal_id.into_inner(), body.into_inner().read(), request_id(&request));
    let step = AppealState::Recheck;
    Ok(web::Json(review::judge_items(&app.db, &required.who, id, step, said, request_id).await?.into()))
}

/// The arbitration, by somebody who was none of the others.
///
/// Needs `arbitrate_appeals`.
#[utoipa::path(post, path = "/api/v1/appeals/{appeal_id}/arbitration", operation_id = "arbitrate", tag = "appeals",
    security(("token" = []), ("session" = [])), params(("appeal_id" = String, Path, format = Uuid)),
    request_body = JudgementBody,
    responses((status = 200, description = "Decided", body = AppealBody),
        (status = 403, description = "It concerns the caller", body = ErrorBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 409, description = "It stands at another step", body = ErrorBody),
        (status = 422, description = "An item is missing, a change does not fit, or has not behind it what its option asks for", body = ErrorBody)))]
pub async fn arbitrate(
    required: Require<ArbitrateAppeals>,
    app: web::Data<App>,
    request: HttpRequest,
    appeal_id: web::Path<AppealId>,
    body: web::Json<JudgementBody>,
) -> Result<web::Json<AppealBody>, ApiError> {
    let (id, said, request_id) = (appeal_id.into_inner(), body.into_inner().read(), request_id(&request));
    let step = AppealState::Arbitration;
    Ok(web::Json(review::judge_items(&app.db, &required.who, id, step, said, request_id).await?.into()))
}
