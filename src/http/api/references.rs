//! Reference calls: made, scored blind, compared; who is certified.

use super::card_body::WordingBody;
use super::page::{PageBody, window};
use super::reference_body::{
    AttemptBody, CertificationBody, CertificationsBody, ReferenceBody, ReferenceDetailBody, ResultBody,
    RuleBody,
};
use crate::db::certification_rule::CertificationRule;
use crate::db::reference_attempt::AttemptFilter;
use crate::db::reference_call::ReferenceWords;
use crate::http::App;
use crate::http::auth::{PrepareReferences, Require, RequireAny, ScoreReferences, SeeReferences};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{EvaluationId, PersonId, ReferenceCallId, ScorecardId};
use crate::library::references::{self, NewReference};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Which reference calls are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ReferencesQuery {
    /// Whether retired ones are, instead of those in use.
    #[serde(default)]
    retired: bool,
    /// Of this scorecard alone.
    #[param(value_type = Option<String>, format = Uuid)]
    scorecard_id: Option<ScorecardId>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// Which finished attempts are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ResultsQuery {
    /// Of this person; others' need `prepare_references`.
    #[param(value_type = Option<String>, format = Uuid)]
    person_id: Option<PersonId>,
    /// On this scorecard.
    #[param(value_type = Option<String>, format = Uuid)]
    scorecard_id: Option<ScorecardId>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// How much of a list is wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct AttemptsQuery {
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// Whose certification is wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct CertificationsQuery {
    /// Everybody's who has finished an attempt on this card (needs `prepare_references`; otherwise one's own);
    /// missing: the caller's, on every card with a rule.
    #[param(value_type = Option<String>, format = Uuid)]
    scorecard_id: Option<ScorecardId>,
}

/// A reference call to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewReferenceCall)]
#[serde(deny_unknown_fields)]
pub struct NewReferenceBody {
    /// Out of this evaluation.
    #[schema(value_type = String, format = Uuid)]
    evaluation_id: EvaluationId,
    /// What it is called, by language; it tells nothing of the score.
    title: WordingBody,
    /// What is to be learned from it, by language; read after scoring.
    #[serde(default)]
    why: WordingBody,
}

/// The words of a reference call.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ReferenceCallWords)]
#[serde(deny_unknown_fields)]
pub struct WordsBody {
    /// How often they were changed before.
    edit: i32,
    /// What it is called, by language.
    title: WordingBody,
    /// What is to be learned from it, by language.
    why: WordingBody,
    /// Why each answer is right, by the key of the question, then by language.
    reasons: BTreeMap<String, WordingBody>,
}

/// Whether it is scored.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ReferenceCallUse)]
#[serde(deny_unknown_fields)]
pub struct UseBody {
    /// `true`: nobody scores it any more.
    retired: bool,
}

/// The evaluation of an attempt.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BegunAttempt)]
pub struct BegunBody {
    /// It is made on the ordinary page, for the purpose `training`.
    #[schema(value_type = String, format = Uuid)]
    evaluation_id: EvaluationId,
}

/// A rule of certification.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewCertificationRule)]
#[serde(deny_unknown_fields)]
pub struct NewRuleBody {
    /// How many different reference calls, 1 to 50.
    calls: i32,
    /// How many of a hundred items must be alike over all of them, 1 to 100.
    agreement: i32,
    /// How many days one of them counts, 1 to 3650.
    days: i32,
    /// How often the rule was changed before.
    edit: i32,
}

/// Reference calls, the youngest first.
///
/// Needs `score_references` or `prepare_references`. What was agreed on is in none of them.
#[utoipa::path(get, path = "/api/v1/reference-calls", operation_id = "list_reference_calls", tag = "learning",
    security(("token" = []), ("session" = [])), params(ReferencesQuery),
    responses((status = 200, description = "A page of them", body = PageBody<ReferenceBody>)))]
pub async fn list(
    caller: RequireAny<SeeReferences>,
    app: web::Data<App>,
    query: web::Query<ReferencesQuery>,
) -> Result<web::Json<PageBody<ReferenceBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let (retired, card) = (query.retired, query.scorecard_id);
    let page = references::list_references(&app.db, &caller.who, retired, card, window).await?;
    Ok(web::Json(PageBody::of(page, ReferenceBody::from)))
}

/// Makes a reference call out of a quality evaluation that is out.
///
/// Needs `prepare_references`. What the evaluation says now is agreed on, and stays so; its comments become
/// the first reasons.
#[utoipa::path(post, path = "/api/v1/reference-calls", operation_id = "make_reference_call", tag = "learning",
    security(("token" = []), ("session" = [])), request_body = NewReferenceBody,
    responses((status = 201, description = "It is made", body = ReferenceDetailBody),
        (status = 404, description = "There is no such evaluation", body = ErrorBody),
        (status = 409, description = "It is none to make one from, or one was made", body = ErrorBody),
        (status = 422, description = "No title, or too long", body = ErrorBody)))]
pub async fn make(
    required: Require<PrepareReferences>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewReferenceBody>,
) -> Result<HttpResponse, ApiError> {
    let NewReferenceBody { evaluation_id, title, why } = body.into_inner();
    let new = NewReference { evaluation_id, title, why };
    let made = references::make_reference(&app.db, &required.who, required.by(&request), new).await?;
    Ok(HttpResponse::Created().json(ReferenceDetailBody::from(made)))
}

/// One reference call; what was agreed on once the caller has scored it, or knows it anyway.
///
/// Needs `score_references` or `prepare_references`.
#[utoipa::path(get, path = "/api/v1/reference-calls/{reference_id}", operation_id = "show_reference_call",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("reference_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The reference call", body = ReferenceDetailBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn show(
    caller: RequireAny<SeeReferences>,
    app: web::Data<App>,
    id: web::Path<ReferenceCallId>,
) -> Result<web::Json<ReferenceDetailBody>, ApiError> {
    Ok(web::Json(references::find_reference(&app.db, &caller.who, id.into_inner()).await?.into()))
}

/// Gives a reference call other words; what was agreed on stays.
///
/// Needs `prepare_references`.
#[utoipa::path(put, path = "/api/v1/reference-calls/{reference_id}", operation_id = "rewrite_reference_call",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("reference_id" = String, Path, format = Uuid)), request_body = WordsBody,
    responses((status = 200, description = "The reference call", body = ReferenceDetailBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 409, description = "It was changed elsewhere, or the caller is scoring it", body = ErrorBody),
        (status = 422, description = "No title, no such item, or too long", body = ErrorBody)))]
pub async fn rewrite(
    required: Require<PrepareReferences>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<ReferenceCallId>,
    body: web::Json<WordsBody>,
) -> Result<web::Json<ReferenceDetailBody>, ApiError> {
    let WordsBody { edit, title, why, reasons } = body.into_inner();
    let (words, by) = (ReferenceWords { title, why, reasons }, required.by(&request));
    let id = id.into_inner();
    Ok(web::Json(references::rewrite_reference(&app.db, &required.who, by, id, edit, words).await?.into()))
}

/// Takes a reference call out of use, or into use again.
///
/// Needs `prepare_references`.
#[utoipa::path(patch, path = "/api/v1/reference-calls/{reference_id}", operation_id = "retire_reference_call",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("reference_id" = String, Path, format = Uuid)), request_body = UseBody,
    responses((status = 200, description = "The reference call", body = ReferenceDetailBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn retire(
    required: Require<PrepareReferences>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<ReferenceCallId>,
    body: web::Json<UseBody>,
) -> Result<web::Json<ReferenceDetailBody>, ApiError> {
    let (id, by) = (id.into_inner(), required.by(&request));
    Ok(web::Json(references::retire_reference(&app.db, &required.who, by, id, body.retired).await?.into()))
}

/// Shows what was agreed on; the caller cannot score it blind from then on.
///
/// Needs `prepare_references`.
#[utoipa::path(post, path = "/api/v1/reference-calls/{reference_id}/look", operation_id = "look_at_reference_call",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("reference_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The reference call", body = ReferenceDetailBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 409, description = "The caller is scoring it", body = ErrorBody)))]
pub async fn look(
    required: Require<PrepareReferences>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<ReferenceCallId>,
) -> Result<web::Json<ReferenceDetailBody>, ApiError> {
    let (id, by) = (id.into_inner(), required.by(&request));
    Ok(web::Json(references::look_at_agreed(&app.db, &required.who, by, id).await?.into()))
}

/// The finished attempts at a reference call, the last first: one's own; everybody's with
/// `prepare_references`.
///
/// Needs `score_references` or `prepare_references`.
#[utoipa::path(get, path = "/api/v1/reference-calls/{reference_id}/attempts", operation_id = "list_reference_attempts",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("reference_id" = String, Path, format = Uuid), AttemptsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<ResultBody>)))]
pub async fn attempts(
    caller: RequireAny<SeeReferences>,
    app: web::Data<App>,
    id: web::Path<ReferenceCallId>,
    query: web::Query<AttemptsQuery>,
) -> Result<web::Json<PageBody<ResultBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let filter = AttemptFilter { reference_call_id: Some(id.into_inner()), ..AttemptFilter::default() };
    let page = references::list_results(&app.db, &caller.who, filter, window).await?;
    Ok(web::Json(PageBody::of(page, ResultBody::from)))
}

/// Begins to score a reference call blind, or finds the attempt that the caller has not finished.
///
/// Needs `score_references`.
#[utoipa::path(post, path = "/api/v1/reference-calls/{reference_id}/attempts", operation_id = "begin_reference_attempt",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("reference_id" = String, Path, format = Uuid)),
    responses((status = 201, description = "A new draft", body = BegunBody),
        (status = 200, description = "The draft was there", body = BegunBody),
        (status = 403, description = "The caller took part in the call", body = ErrorBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 409, description = "It is retired, or the caller knows the answers", body = ErrorBody),
        (status = 410, description = "The call was removed", body = ErrorBody)))]
pub async fn begin(
    required: Require<ScoreReferences>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<ReferenceCallId>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let begun = references::begin_attempt(&app.db, &required.who, by, id.into_inner()).await?;
    let mut answer = if begun.is_new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(answer.json(BegunBody { evaluation_id: begun.evaluation_id }))
}

/// A finished attempt beside what was agreed on, item by item.
///
/// One's own, or anybody's with `prepare_references`.
#[utoipa::path(get, path = "/api/v1/reference-attempts/{evaluation_id}", operation_id = "show_reference_attempt",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The attempt", body = AttemptBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 409, description = "It is not finished", body = ErrorBody)))]
pub async fn attempt(
    caller: RequireAny<SeeReferences>,
    app: web::Data<App>,
    id: web::Path<EvaluationId>,
) -> Result<web::Json<AttemptBody>, ApiError> {
    Ok(web::Json(references::find_attempt(&app.db, &caller.who, id.into_inner()).await?.into()))
}

/// How attempts went over time, the last first: one's own; everybody's with `prepare_references`.
///
/// Needs `score_references` or `prepare_references`.
#[utoipa::path(get, path = "/api/v1/reference-results", operation_id = "list_reference_results", tag = "learning",
    security(("token" = []), ("session" = [])), params(ResultsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<ResultBody>),
        (status = 403, description = "Others' are not the caller's to see", body = ErrorBody)))]
pub async fn results(
    caller: RequireAny<SeeReferences>,
    app: web::Data<App>,
    query: web::Query<ResultsQuery>,
) -> Result<web::Json<PageBody<ResultBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let filter = AttemptFilter {
        person_id: query.person_id,
        scorecard_id: query.scorecard_id,
        reference_call_id: None,
    };
    let page = references::list_results(&app.db, &caller.who, filter, window).await?;
    Ok(web::Json(PageBody::of(page, ResultBody::from)))
}

/// What makes somebody certified for a scorecard; `calls` 0: nobody is.
///
/// Needs `score_references` or `prepare_references`.
#[utoipa::path(get, path = "/api/v1/certification-rules/{scorecard_id}", operation_id = "show_certification_rule",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("scorecard_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The rule", body = RuleBody),
        (status = 404, description = "There is no such scorecard", body = ErrorBody)))]
pub async fn rule(
    caller: RequireAny<SeeReferences>,
    app: web::Data<App>,
    id: web::Path<ScorecardId>,
) -> Result<web::Json<RuleBody>, ApiError> {
    let id = id.into_inner();
    let rule = references::certification_rule(&app.db, &caller.who, id).await?;
    Ok(web::Json(RuleBody::of(id, rule)))
}

/// Says what makes somebody certified for a scorecard.
///
/// Needs `prepare_references`, everywhere.
#[utoipa::path(put, path = "/api/v1/certification-rules/{scorecard_id}", operation_id = "put_certification_rule",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("scorecard_id" = String, Path, format = Uuid)), request_body = NewRuleBody,
    responses((status = 200, description = "The rule", body = RuleBody),
        (status = 404, description = "There is no such scorecard", body = ErrorBody),
        (status = 409, description = "It was changed elsewhere meanwhile", body = ErrorBody),
        (status = 422, description = "It asks for what cannot be", body = ErrorBody)))]
pub async fn put_rule(
    required: Require<PrepareReferences>,
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<ScorecardId>,
    body: web::Json<NewRuleBody>,
) -> Result<web::Json<RuleBody>, ApiError> {
    let NewRuleBody { calls, agreement, days, edit } = body.into_inner();
    let (scorecard_id, changed_at) = (id.into_inner(), Instant::from_millis(0));
    let new = CertificationRule { scorecard_id, calls, agreement, days, edit, changed_by: None, changed_at };
    let stored =
        references::put_certification_rule(&app.db, &required.who, required.by(&request), new).await?;
    Ok(web::Json(stored.into()))
}

/// Who is certified for which scorecard.
///
/// Needs `score_references` or `prepare_references`.
#[utoipa::path(get, path = "/api/v1/certifications", operation_id = "list_certifications", tag = "learning",
    security(("token" = []), ("session" = [])), params(CertificationsQuery),
    responses((status = 200, description = "Where they stand", body = CertificationsBody)))]
pub async fn certifications(
    caller: RequireAny<SeeReferences>,
    app: web::Data<App>,
    query: web::Query<CertificationsQuery>,
) -> Result<web::Json<CertificationsBody>, ApiError> {
    let lines = references::certifications(&app.db, &caller.who, query.scorecard_id).await?;
    Ok(web::Json(CertificationsBody { items: lines.into_iter().map(CertificationBody::from).collect() }))
}
