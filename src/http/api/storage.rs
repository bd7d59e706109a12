//! Where recordings are kept, and what the last walk through them found.

use crate::db::storage_check::{self, Finding, StorageCheck};
use crate::db::{DbError, store_in_force};
use crate::http::App;
use crate::http::api::page::{PageBody, window};
use crate::http::auth::{ManageStorage, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{CallId, ObjectKey, RecordingId, StorageCheckId};
use crate::recorder::RecorderError;
use crate::time::Instant;
use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Where recordings are kept, and how that fares.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Storage)]
pub struct StorageBody {
    /// The name of the store: `data-folder`, `folder:PATH` or `s3://BUCKET/PREFIX?endpoint=URL`.
    store: Option<String>,
    /// The store that a move is on its way to.
    moving_to: Option<String>,
    /// The walk that is under way.
    running: Option<WalkBody>,
    /// The last walk that came to its end.
    last: Option<WalkBody>,
    /// How many uploads wait for the store, in the process that answers.
    uploads_waiting: usize,
}

/// A walk through everything that is stored.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StorageWalk)]
pub struct WalkBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: StorageCheckId,
    /// The name of the store that it walks through.
    store: String,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    began_at: Instant,
    /// When it last got further.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Instant,
    /// When it came to its end.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Instant>,
    /// How many objects were known when it began.
    expected: i64,
    /// How many it has looked at.
    objects: i64,
    /// How many bytes it has read.
    bytes: i64,
    /// How many objects are not what came in.
    damaged: i64,
    /// How many are known and not in the store.
    missing: i64,
    /// How many are in the store and known to nobody, though older than a day.
    strays: i64,
}

/// Something that a walk found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StorageFinding)]
pub struct FindingBody {
    /// The key of the object.
    #[schema(value_type = String, format = Uuid)]
    key: ObjectKey,
    /// `damaged`, `missing` or `stray`.
    problem: &'static str,
    /// What it is for: `original`, `rendition`, `peaks`; none: nobody knows.
    purpose: Option<&'static str>,
    /// The recording it was made from.
    #[schema(value_type = Option<String>, format = Uuid)]
    recording_id: Option<RecordingId>,
    /// The call it was made from.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
}

/// Which findings are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FindingsQuery {
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// How many rows, 1 to 200.
    limit: Option<i64>,
}

impl From<StorageCheck> for WalkBody {
    fn from(walk: StorageCheck) -> Self {
        Self {
            id: walk.id,
            store: walk.store,
            began_at: walk.began_at,
            changed_at: walk.changed_at,
            ended_at: walk.ended_at,
            expected: walk.expected,
            objects: walk.objects,
            bytes: walk.bytes,
            damaged: walk.damaged,
            missing: walk.missing,
            strays: walk.strays,
        }
    }
}

impl From<Finding> for FindingBody {
    fn from(finding: Finding) -> Self {
        Self {
            key: finding.key,
            problem: finding.problem.as_str(),
            purpose: finding.purpose.map(crate::db::stored_object::Purpose::as_str),
            recording_id: finding.recording_id,
            call_id: finding.call_id,
        }
    }
}

/// Where recordings are kept, and how that fares.
///
/// Needs `manage_storage`.
#[utoipa::path(get, path = "/api/v1/storage", operation_id = "show_storage", tag = "service", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The store and the walks through it", body = StorageBody)))]
pub async fn show(
    _required: Require<ManageStorage>,
    app: web::Data<App>,
) -> Result<web::Json<StorageBody>, ApiError> {
    let uploads_waiting = app.intake.patience.waiting().uploads;
    let body = app.db.read(move |reading| {
        Ok::<_, DbError>(StorageBody {
            store: store_in_force::name(reading)?,
            moving_to: store_in_force::moving_to(reading)?,
            running: storage_check::open(reading)?.map(WalkBody::from),
            last: storage_check::last_ended(reading)?.map(WalkBody::from),
            uploads_waiting,
        })
    });
    Ok(web::Json(body.await?))
}

/// What the walk that is under way has found, or else the last one: the first thousand.
///
/// Needs `manage_storage`.
#[utoipa::path(get, path = "/api/v1/storage/findings", operation_id = "list_storage_findings", tag = "service",
    security(("token" = []), ("session" = [])), params(FindingsQuery),
    responses((status = 200, description = "What was found, in the order in which it was", body = PageBody<FindingBody>),
        (status = 404, description = "There was no walk yet", body = ErrorBody)))]
pub async fn findings(
    _required: Require<ManageStorage>,
    app: web::Data<App>,
    query: web::Query<FindingsQuery>,
) -> Result<web::Json<PageBody<FindingBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = app.db.read(move |reading| {
        let walk = match storage_check::open(reading)? {
            Some(open) => Some(open),
            None => storage_check::last_ended(reading)?,
        };
        let walk = walk.ok_or(RecorderError::NotFound { what: "walk" })?;
        Ok::<_, RecorderError>(storage_check::findings(reading, walk.id, window)?)
    });
    Ok(web::Json(PageBody::of(page.await?, FindingBody::from)))
}
