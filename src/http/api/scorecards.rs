//! Scorecards: which there are, and what a version asks.

use crate::access::Permission;
use crate::db::named::Named;
use crate::db::scorecard::{ScorecardVersion, VersionHead};
use crate::http::App;
use crate::http::api::card_body::{CardBody, WordingBody};
use crate::http::api::page::NamedBody;
use crate::http::auth::{ReadScorecards, RequireAny};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{PersonId, ScorecardId, ScorecardVersionId};
use crate::review::{self, DraftHead, ScorecardView};
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
    /// Its title by language, as last published, else as its draft has it.
    title: WordingBody,
    /// `weighted` or `points`; of a draft alone, whatever stands there.
    method: String,
    /// How many items the last version has; none: it was never published.
    items: Option<usize>,
    /// Its versions, the youngest first; empty: it was never published.
    versions: Vec<VersionHeadBody>,
    /// Its draft, for whoever manages scorecards.
    draft: Option<DraftHeadBody>,
    /// Whether it is out of use.
    retired: bool,
}

/// The draft of a scorecard, by its last save.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScorecardDraftHead)]
pub struct DraftHeadBody {
    /// How often it was saved.
    edit: i32,
    /// When it was saved last.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Instant,
    /// By whom.
    changed_by: Option<NamedBody>,
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
    /// Who published it; none: the command line, or it came with the program.
    published_by: Option<NamedBody>,
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
            title: view.title.into_iter().collect(),
            method: view.method,
            items: view.items,
            draft: view.draft.map(DraftHeadBody::from),
            versions: view.versions.into_iter().map(VersionHeadBody::from).collect(),
            retired: view.scorecard.retired_at.is_some(),
        }
    }
}

impl From<(VersionHead, Option<Named<PersonId>>)> for VersionHeadBody {
    fn from((head, by): (VersionHead, Option<Named<PersonId>>)) -> Self {
        let published_by = by.map(NamedBody::from);
        Self { id: head.id, number: head.number, published_at: head.published_at, published_by }
    }
}

impl From<DraftHead> for DraftHeadBody {
    fn from(head: DraftHead) -> Self {
        let changed_by = head.changed_by.map(NamedBody::from);
        Self { edit: head.edit, changed_at: head.changed_at, changed_by }
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

/// Every scorecard with its versions; for whoever manages them, with their drafts too.
///
/// Needs `score_calls`, `assign_calls`, `view_results` or `manage_scorecards`.
#[utoipa::path(get, path = "/api/v1/scorecards", operation_id = "list_scorecards", tag = "scorecards",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "All of them", body = ScorecardList)))]
pub async fn list(
    required: RequireAny<ReadScorecards>,
    app: web::Data<App>,
) -> Result<web::Json<ScorecardList>, ApiError> {
    let manages = required.who.may(Permission::ManageScorecards);
    let items = review::scorecards(&app.db, manages).await?.into_iter().map(ScorecardBody::from).collect();
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
