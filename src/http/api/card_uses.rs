//! Which scorecard is used where.

use super::page::NamedBody;
use crate::db::evaluation::Purpose;
use crate::db::scorecard_use::UsePlace;
use crate::http::App;
use crate::http::auth::{ManageScorecards, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{ProjectId, QueueId, ScorecardId, ScorecardUseId};
use crate::review::{self, UseView};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct UseList {
    /// All that the caller reaches.
    items: Vec<UseBody>,
}

/// Where a scorecard is used. The most specific rule wins: for the purpose before any purpose, and
/// there queue, project, everything.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScorecardUse)]
pub struct UseBody {
    /// Its id; none: it is the card of the project, which is changed there.
    #[schema(value_type = Option<String>, format = Uuid)]
    id: Option<ScorecardUseId>,
    /// The scorecard.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// For the calls of this project; none: of every project, or of the queue.
    project: Option<NamedBody>,
    /// For the calls of this queue.
    queue: Option<NamedBody>,
    /// For this purpose; none: for any.
    purpose: Option<&'static str>,
}

/// A rule to be made, in the stead of the one for the same place.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewScorecardUse)]
#[serde(deny_unknown_fields)]
pub struct NewUseBody {
    /// The scorecard.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// For the calls of this project.
    #[schema(value_type = Option<String>, format = Uuid)]
    project_id: Option<ProjectId>,
    /// For the calls of this queue; then without a project.
    #[schema(value_type = Option<String>, format = Uuid)]
    queue_id: Option<QueueId>,
    /// For this purpose; none: for any.
    purpose: Option<String>,
}

impl From<UseView> for UseBody {
    fn from(view: UseView) -> Self {
        Self {
            id: view.id,
            scorecard_id: view.scorecard_id,
            project: view.project.map(NamedBody::from),
            queue: view.queue.map(NamedBody::from),
            purpose: view.purpose.map(Purpose::as_str),
        }
    }
}

/// Where scorecards are used.
///
/// Needs `manage_scorecards`.
#[utoipa::path(get, path = "/api/v1/scorecard-uses", operation_id = "list_scorecard_uses", tag = "scorecards",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "All rules that the caller reaches", body = UseList)))]
pub async fn list(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
) -> Result<web::Json<UseList>, ApiError> {
    let items = review::card_uses(&app.db, &required.who).await?;
    Ok(web::Json(UseList { items: items.into_iter().map(UseBody::from).collect() }))
}

/// Says which scorecard is used for a queue, a project or everything, for one purpose or any.
///
/// Needs `manage_scorecards`.
#[utoipa::path(post, path = "/api/v1/scorecard-uses", operation_id = "put_scorecard_use", tag = "scorecards",
    security(("token" = []), ("session" = [])), request_body = NewUseBody,
    responses((status = 204, description = "Done"),
        (status = 404, description = "There is no such place, or no such scorecard in use", body = ErrorBody),
        (status = 422, description = "No purpose, or too many rules", body = ErrorBody)))]
pub async fn put(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewUseBody>,
) -> Result<HttpResponse, ApiError> {
    let body = body.into_inner();
    let purpose = body.purpose.as_deref().map(purpose_of).transpose()?;
    let place = UsePlace { project_id: body.project_id, queue_id: body.queue_id, purpose };
    let by = required.by(&request);
    review::put_card_use(&app.db, &required.who, by, place, body.scorecard_id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a rule away; then the next one that fits holds.
///
/// Needs `manage_scorecards`.
#[utoipa::path(delete, path = "/api/v1/scorecard-uses/{use_id}", operation_id = "delete_scorecard_use",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("use_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is gone"),
        (status = 404, description = "There is no such rule", body = ErrorBody)))]
pub async fn delete(
    required: Require<ManageScorecards>,
    app: web::Data<App>,
    request: HttpRequest,
    use_id: web::Path<ScorecardUseId>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    review::delete_card_use(&app.db, &required.who, by, use_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The purpose with this name.
pub(super) fn purpose_of(word: &str) -> Result<Purpose, ApiError> {
    let unknown = || RequestError::BadQuery("purpose is not one of those that are known".to_owned());
    Ok(Purpose::parse(word).ok_or_else(unknown)?)
}
