//! Scorecards: which there are, and what a version asks.

use crate::db::scorecard::{ScorecardVersion, VersionHead};
use crate::http::App;
use crate::http::api::card_body::{CardBody, WordingBody, words_of};
use crate::http::auth::{ReadScorecards, RequireAny};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{ScorecardId, ScorecardVersionId};
use crate::review::{self, ScorecardView};
use crate::scoring::Method;
use crate::time::Instant;
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// The scorecards.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScorecardList {
    /// All of them, by key.
    items: Vec<ScorecardBody>,
}

/// A scorecard.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Scorecard)]
pub struct ScorecardBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ScorecardId,
    /// Its key, the same in every version.
    key: String,
    /// Its title by language, as last published.
    title: WordingBody,
    /// `weighted` or `points`.
    method: &'static str,
    /// Its versions, the youngest first.
    versions: Vec<VersionHeadBody>,
    /// Whether it is out of use.
    retired: bool,
}

/// A version of a scorecard, by its number.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScorecardVersionHead)]
pub struct VersionHeadBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ScorecardVersionId,
    /// Counted from 1.
    number: i32,
    /// When it was published.
    #[schema(value_type = String, format = DateTime)]
    published_at: Instant,
}

/// A version of a scorecard with what it asks.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScorecardVersion)]
pub struct VersionBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ScorecardVersionId,
    /// The scorecard.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// The key of the scorecard.
    key: String,
    /// Counted from 1.
    number: i32,
    /// When it was published.
    #[schema(value_type = String, format = DateTime)]
    published_at: Instant,
    /// What it asks, and how it counts; every default filled in.
    definition: CardBody,
}

impl From<ScorecardView> for ScorecardBody {
    fn from(view: ScorecardView) -> Self {
        Self {
            id: view.scorecard.id,
            key: view.scorecard.key,
            title: words_of(&view.title),
            method: name_of(&view.method),
            versions: view.versions.into_iter().map(VersionHeadBody::from).collect(),
            retired: view.scorecard.retired_at.is_some(),
        }
    }
}

impl From<VersionHead> for VersionHeadBody {
    fn from(head: VersionHead) -> Self {
        Self { id: head.id, number: head.number, published_at: head.published_at }
    }
}

impl From<ScorecardVersion> for VersionBody {
    fn from(version: ScorecardVersion) -> Self {
        Self {
            id: version.id,
            scorecard_id: version.scorecard_id,
            key: version.definition.key.clone(),
            number: version.number,
            published_at: version.published_at,
            definition: CardBody::of(&version.definition),
        }
    }
}

/// The method's name on the wire.
pub(super) fn name_of(method: &Method) -> &'static str {
    match method {
        Method::Weighted { .. } => "weighted",
        Method::Points { .. } => "points",
    }
}

/// Every scorecard with its versions.
///
/// Needs `score_calls`, `assign_calls`, `view_results` or `manage_scorecards`.
#[utoipa::path(get, path = "/api/v1/scorecards", operation_id = "list_scorecards", tag = "scorecards",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "All of them", body = ScorecardList)))]
pub async fn list(
    _: RequireAny<ReadScorecards>,
    app: web::Data<App>,
) -> Result<web::Json<ScorecardList>, ApiError> {
    let items = review::scorecards(&app.db).await?.into_iter().map(ScorecardBody::from).collect();
    Ok(web::Json(ScorecardList { items }))
}

/// One published version; it never changes.
///
/// Needs `score_calls`, `assign_calls`, `view_results` or `manage_scorecards`.
#[utoipa::path(get, path = "/api/v1/scorecard-versions/{version_id}", operation_id = "show_scorecard_version",
    tag = "scorecards", security(("token" = []), ("session" = [])),
    params(("version_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The version", body = VersionBody),
        (status = 404, description = "There is no such version", body = ErrorBody)))]
pub async fn version(
    _: RequireAny<ReadScorecards>,
    app: web::Data<App>,
    version_id: web::Path<ScorecardVersionId>,
) -> Result<web::Json<VersionBody>, ApiError> {
    Ok(web::Json(review::scorecard_version(&app.db, version_id.into_inner()).await?.into()))
}
