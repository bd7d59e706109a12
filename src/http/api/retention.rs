//! Retention: rules, what they would remove, and the runs that remove it.

use super::page::{PageBody, window};
use super::retention_body::{
    KeepingBody, PreviewBody, QuestionBody, RuleBody, RuleList, RuleTextBody, RunBody,
};
use crate::access::{AccessError, Permission};
use crate::db::Scope;
use crate::http::App;
use crate::http::auth::{ManageRetention, Require, RequireAny, SeeKeeping};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{CallId, RetentionRuleId, RetentionRunId};
use crate::recorder::retention::{self, RuleText};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

/// The rules that hold, oldest first. A call is kept by the longest of those that are about it.
///
/// Needs `manage_retention`.
#[utoipa::path(get, path = "/api/v1/retention/rules", operation_id = "list_retention_rules", tag = "keeping",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The rules", body = RuleList)))]
pub async fn rules(
    _required: Require<ManageRetention>,
    app: web::Data<App>,
) -> Result<web::Json<RuleList>, ApiError> {
    Ok(web::Json(retention::rules(&app.db).await?.into()))
}

/// Makes a rule. Nothing is removed by it before it has stood for a day, unless somebody starts a run.
///
/// Needs `manage_retention`.
#[utoipa::path(post, path = "/api/v1/retention/rules", operation_id = "make_retention_rule", tag = "keeping",
    security(("token" = []), ("session" = [])), request_body = RuleTextBody,
    responses((status = 201, description = "The rule", body = RuleBody),
        (status = 409, description = "There are too many rules", body = ErrorBody),
        (status = 422, description = "A field is wrong", body = ErrorBody)))]
pub async fn make(
    required: Require<ManageRetention>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<RuleTextBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let rule = retention::make_rule(&app.db, by, body.into_inner().into()).await?;
    Ok(HttpResponse::Created().json(RuleBody::from(rule)))
}

/// Every version of a rule, the youngest first.
///
/// Needs `manage_retention`.
#[utoipa::path(get, path = "/api/v1/retention/rules/{rule_id}", operation_id = "list_retention_rule_versions",
    tag = "keeping", security(("token" = []), ("session" = [])),
    params(("rule_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Its versions", body = RuleList),
        (status = 404, description = "There is none", body = ErrorBody)))]
pub async fn versions(
    _required: Require<ManageRetention>,
    app: web::Data<App>,
    rule_id: web::Path<RetentionRuleId>,
) -> Result<web::Json<RuleList>, ApiError> {
    Ok(web::Json(retention::rule_versions(&app.db, rule_id.into_inner()).await?.into()))
}

/// Gives a rule its next version.
///
/// Needs `manage_retention`.
#[utoipa::path(put, path = "/api/v1/retention/rules/{rule_id}", operation_id = "change_retention_rule",
    tag = "keeping", security(("token" = []), ("session" = [])),
    params(("rule_id" = String, Path, format = Uuid)), request_body = RuleTextBody,
    responses((status = 200, description = "The rule as it stands now", body = RuleBody),
        (status = 404, description = "There is none, or it is retired", body = ErrorBody),
        (status = 422, description = "A field is wrong", body = ErrorBody)))]
pub async fn change(
    required: Require<ManageRetention>,
    app: web::Data<App>,
    request: HttpRequest,
    rule_id: web::Path<RetentionRuleId>,
    body: web::Json<RuleTextBody>,
) -> Result<web::Json<RuleBody>, ApiError> {
    let by = required.by(&request);
    let text = body.into_inner().into();
    Ok(web::Json(retention::change_rule(&app.db, by, rule_id.into_inner(), text).await?.into()))
}

/// Retires a rule. Calls that it alone was about are kept.
///
/// Needs `manage_retention`.
#[utoipa::path(delete, path = "/api/v1/retention/rules/{rule_id}", operation_id = "retire_retention_rule",
    tag = "keeping", security(("token" = []), ("session" = [])),
    params(("rule_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is retired"),
        (status = 404, description = "There is none, or it was retired before", body = ErrorBody)))]
pub async fn retire(
    required: Require<ManageRetention>,
    app: web::Data<App>,
    request: HttpRequest,
    rule_id: web::Path<RetentionRuleId>,
) -> Result<HttpResponse, ApiError> {
    retention::retire_rule(&app.db, required.by(&request), rule_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What would be removed today: by the rules as they stand, or as they would stand with a draft.
///
/// Needs `manage_retention`.
#[utoipa::path(post, path = "/api/v1/retention/preview", operation_id = "preview_retention", tag = "keeping",
    security(("token" = []), ("session" = [])), request_body = QuestionBody,
    responses((status = 200, description = "What would go", body = PreviewBody),
        (status = 422, description = "A field of the draft is wrong", body = ErrorBody)))]
pub async fn preview(
    _required: Require<ManageRetention>,
    app: web::Data<App>,
    body: web::Json<QuestionBody>,
) -> Result<web::Json<PreviewBody>, ApiError> {
    let QuestionBody { replaces, rule, cursor, limit } = body.into_inner();
    let window = window(cursor.as_deref(), limit)?;
    let draft = rule.map(|rule| (replaces, RuleText::from(rule)));
    Ok(web::Json(retention::preview(&app.db, draft, window).await?.into()))
}

/// Which part of the list is wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct RunsQuery {
    /// Where the page begins, as the page before said it.
    cursor: Option<String>,
    /// How many rows, at most 200.
    limit: Option<i64>,
}

/// Runs, the youngest first.
///
/// Needs `manage_retention`.
#[utoipa::path(get, path = "/api/v1/retention/runs", operation_id = "list_retention_runs", tag = "keeping",
    security(("token" = []), ("session" = [])), params(RunsQuery),
    responses((status = 200, description = "A page of runs", body = PageBody<RunBody>)))]
pub async fn runs(
    _required: Require<ManageRetention>,
    app: web::Data<App>,
    query: web::Query<RunsQuery>,
) -> Result<web::Json<PageBody<RunBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    Ok(web::Json(PageBody::of(retention::runs(&app.db, window).await?, RunBody::from)))
}

/// Begins to remove what is due, in the background.
///
/// Needs `manage_retention`.
#[utoipa::path(post, path = "/api/v1/retention/runs", operation_id = "start_retention_run", tag = "keeping",
    security(("token" = []), ("session" = [])),
    responses((status = 201, description = "The run", body = RunBody),
        (status = 409, description = "One is under way, or there is no rule", body = ErrorBody)))]
pub async fn start(
    required: Require<ManageRetention>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let run = retention::start_run(&app.db, required.by(&request)).await?;
    (app.job_entered)();
    Ok(HttpResponse::Created().json(RunBody::from(run)))
}

/// Stops a run. What it has removed is gone.
///
/// Needs `manage_retention`.
#[utoipa::path(delete, path = "/api/v1/retention/runs/{run_id}", operation_id = "stop_retention_run",
    tag = "keeping", security(("token" = []), ("session" = [])),
    params(("run_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is stopped"),
        (status = 404, description = "There is none", body = ErrorBody),
        (status = 409, description = "It had ended", body = ErrorBody)))]
pub async fn stop(
    required: Require<ManageRetention>,
    app: web::Data<App>,
    request: HttpRequest,
    run_id: web::Path<RetentionRunId>,
) -> Result<HttpResponse, ApiError> {
    retention::stop_run(&app.db, required.by(&request), run_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What is to become of a call: by which rule, until when, and what holds it.
///
/// Needs `place_holds` or `manage_retention`.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}/keeping", operation_id = "show_call_keeping", tag = "keeping",
    security(("token" = []), ("session" = [])), params(("call_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "What is to become of it", body = KeepingBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn of_call(
    required: RequireAny<SeeKeeping>,
    app: web::Data<App>,
    call_id: web::Path<CallId>,
) -> Result<web::Json<KeepingBody>, ApiError> {
    let scopes = [Permission::PlaceHolds, Permission::ManageRetention].map(|one| required.who.scope(one));
    let scope = scopes.into_iter().flatten().reduce(Scope::or).ok_or(AccessError::NotPermitted)?;
    Ok(web::Json(retention::keeping_of_call(&app.db, scope, call_id.into_inner()).await?.into()))
}
