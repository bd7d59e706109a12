//! Drafts of scorecards: begun, saved, compared, published.

use super::card_draft_body::{
    CardDraftBody, DifferenceBody, DifferenceList, EditBody, NewCardBody, PublishedBody, RetireBody,
    SaveCardBody,
};
use super::card_text::yaml_file;
use super::draft_json::read_draft;
use crate::http::App;
use crate::http::auth::{ManageScorecards, ReadScorecards, Require, RequireAny};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{ScorecardId, ScorecardVersionId};
use crate::review;
use crate::scoring::definition_of;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

/// The version that another is compared with.
#[derive(Debug, Deserialize, IntoParams)]
pub struct DifferenceParams {
    /// The earlier version, of the same scorecard.
    #[param(value_type = String, format = Uuid)]
    from: ScorecardVersionId,
}

/// Begins a scorecard with a draft: blank, from a definition, or as a copy of a version.
///
/// Needs `manage_scorecards` for the whole organisation.
#[utoipa::path(post, path = "/api/v1/scorecards", operation_id = "begin_scorecard", tag = "scorecards",
    security(("token" = []), ("session" = [])), request_body = NewCardBody,
    responses((status = 201, description = "Begun", body = CardDraftBody),
        (status = 404, description = "There is no such version", body = ErrorBody),
        (status = 409, description = "The key is taken", body = ErrorBody),
        (status = 422, description = "It is no key, or the definition is too large", body = ErrorBody)))]
pub async fn begin(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let body: NewCardBody = read_draft(&app, &request, payload).await?;
    let by = required.by(&request);
    let (key, new) = body.into_parts();
    let draft = review::begin_card(&app.db, &required.who, by, key, new).await?;
    Ok(HttpResponse::Created().json(CardDraftBody::from(draft)))
}

/// Takes a scorecard out of use, or back into it. Evaluations on it stay.
///
/// Needs `manage_scorecards` for the whole organisation.
#[utoipa::path(patch, path = "/api/v1/scorecards/{scorecard_id}", operation_id = "change_scorecard",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("scorecard_id" = String, Path, format = Uuid)), request_body = RetireBody,
    responses((status = 204, description = "Done"),
        (status = 404, description = "There is no such scorecard", body = ErrorBody)))]
pub async fn retire(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    request: HttpRequest,
    scorecard_id: web::Path<ScorecardId>,
    body: web::Json<RetireBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    review::retire_card(&app.db, &required.who, by, scorecard_id.into_inner(), body.retired).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The draft of a scorecard.
///
/// Needs `manage_scorecards` for the whole organisation.
#[utoipa::path(get, path = "/api/v1/scorecards/{scorecard_id}/draft", operation_id = "show_scorecard_draft",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("scorecard_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The draft", body = CardDraftBody),
        (status = 404, description = "There is none", body = ErrorBody)))]
pub async fn show(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    scorecard_id: web::Path<ScorecardId>,
) -> Result<web::Json<CardDraftBody>, ApiError> {
    let draft = review::card_draft(&app.db, &required.who, scorecard_id.into_inner()).await?;
    Ok(web::Json(draft.into()))
}

/// Stores the whole draft on top of the save that it is based on; `edit` 0 begins it. Mistakes are
/// told, never refused.
///
/// Needs `manage_scorecards` for the whole organisation.
#[utoipa::path(put, path = "/api/v1/scorecards/{scorecard_id}/draft", operation_id = "save_scorecard_draft",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("scorecard_id" = String, Path, format = Uuid)), request_body = SaveCardBody,
    responses((status = 200, description = "Saved", body = CardDraftBody),
        (status = 404, description = "There is no such scorecard", body = ErrorBody),
        (status = 409, description = "It was saved elsewhere meanwhile", body = ErrorBody),
        (status = 422, description = "Another key, or too large", body = ErrorBody)))]
pub async fn save(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    request: HttpRequest,
    scorecard_id: web::Path<ScorecardId>,
    payload: web::Payload,
) -> Result<web::Json<CardDraftBody>, ApiError> {
    let body: SaveCardBody = read_draft(&app, &request, payload).await?;
    let (by, id) = (required.by(&request), scorecard_id.into_inner());
    let saved = review::save_card_draft(&app.db, &required.who, by, id, body.edit, body.definition).await?;
    Ok(web::Json(saved.into()))
}

/// Throws the draft away; a scorecard that was never published goes with it.
///
/// Needs `manage_scorecards` for the whole organisation.
#[utoipa::path(delete, path = "/api/v1/scorecards/{scorecard_id}/draft", operation_id = "discard_scorecard_draft",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("scorecard_id" = String, Path, format = Uuid), EditBody),
    responses((status = 204, description = "It is gone"),
        (status = 404, description = "There is none", body = ErrorBody),
        (status = 409, description = "It was saved elsewhere meanwhile", body = ErrorBody)))]
pub async fn discard(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    request: HttpRequest,
    scorecard_id: web::Path<ScorecardId>,
    edit: web::Query<EditBody>,
) -> Result<HttpResponse, ApiError> {
    let (by, id) = (required.by(&request), scorecard_id.into_inner());
    review::discard_card_draft(&app.db, &required.who, by, id, edit.edit).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Publishes the draft whose last save this is as the next version, which never changes.
///
/// Needs `manage_scorecards` for the whole organisation.
#[utoipa::path(post, path = "/api/v1/scorecards/{scorecard_id}/draft/publish", operation_id = "publish_scorecard",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("scorecard_id" = String, Path, format = Uuid)), request_body = EditBody,
    responses((status = 200, description = "The version", body = PublishedBody),
        (status = 404, description = "There is no draft", body = ErrorBody),
        (status = 409, description = "It was saved elsewhere meanwhile", body = ErrorBody),
        (status = 422, description = "It has mistakes", body = ErrorBody)))]
pub async fn publish(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    request: HttpRequest,
    scorecard_id: web::Path<ScorecardId>,
    body: web::Json<EditBody>,
) -> Result<web::Json<PublishedBody>, ApiError> {
    let (by, id) = (required.by(&request), scorecard_id.into_inner());
    let published = review::publish_draft(&app.db, &required.who, by, id, body.edit).await?;
    Ok(web::Json(published.into()))
}

/// What publishing the draft would change.
///
/// Needs `manage_scorecards` for the whole organisation.
#[utoipa::path(get, path = "/api/v1/scorecards/{scorecard_id}/draft/differences",
    operation_id = "compare_scorecard_draft", tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("scorecard_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "All of it, in the order of the page", body = DifferenceList),
        (status = 404, description = "There is no draft", body = ErrorBody),
        (status = 422, description = "It has mistakes", body = ErrorBody)))]
pub async fn differences(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    scorecard_id: web::Path<ScorecardId>,
) -> Result<web::Json<DifferenceList>, ApiError> {
    let found = review::draft_differences(&app.db, &required.who, scorecard_id.into_inner()).await?;
    Ok(web::Json(DifferenceList { items: found.into_iter().map(DifferenceBody::from).collect() }))
}

/// The draft as a YAML file.
///
/// Needs `manage_scorecards` for the whole organisation.
#[utoipa::path(get, path = "/api/v1/scorecards/{scorecard_id}/draft/yaml", operation_id = "show_scorecard_draft_yaml",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("scorecard_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The file", body = String, content_type = "application/yaml"),
        (status = 404, description = "There is no draft", body = ErrorBody)))]
pub async fn yaml(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    scorecard_id: web::Path<ScorecardId>,
) -> Result<HttpResponse, ApiError> {
    let draft = review::card_draft(&app.db, &required.who, scorecard_id.into_inner()).await?;
    Ok(yaml_file(&draft.scorecard.key, &draft.draft.definition))
}

/// What a version changed in an earlier one.
///
/// Needs `score_calls`, `assign_calls`, `view_results` or `manage_scorecards`.
#[utoipa::path(get, path = "/api/v1/scorecard-versions/{version_id}/differences",
    operation_id = "compare_scorecard_versions", tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("version_id" = String, Path, format = Uuid), DifferenceParams),
    responses((status = 200, description = "All of it, in the order of the page", body = DifferenceList),
        (status = 404, description = "There is no such version of this scorecard", body = ErrorBody)))]
pub async fn version_differences(
    _: RequireAny<ReadScorecards>,
    app: web::Data<App>,
    version_id: web::Path<ScorecardVersionId>,
    params: web::Query<DifferenceParams>,
) -> Result<web::Json<DifferenceList>, ApiError> {
    let found = review::version_differences(&app.db, params.from, version_id.into_inner()).await?;
    Ok(web::Json(DifferenceList { items: found.into_iter().map(DifferenceBody::from).collect() }))
}

/// A version as a YAML file.
///
/// Needs `score_calls`, `assign_calls`, `view_results` or `manage_scorecards`.
#[utoipa::path(get, path = "/api/v1/scorecard-versions/{version_id}/yaml", operation_id = "show_scorecard_yaml",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("version_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The file", body = String, content_type = "application/yaml"),
        (status = 404, description = "There is no such version", body = ErrorBody)))]
pub async fn version_yaml(
    _: RequireAny<ReadScorecards>,
    app: web::Data<App>,
    version_id: web::Path<ScorecardVersionId>,
) -> Result<HttpResponse, ApiError> {
    let version = review::scorecard_version(&app.db, version_id.into_inner()).await?;
    let definition = definition_of(&version.definition).map_err(review::ReviewError::from)?;
    Ok(yaml_file(&version.definition.key, &definition))
}
