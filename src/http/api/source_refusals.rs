//! What a source sent and did not get in, and what waits for something else.

use crate::access::Permission;
use crate::db::leg::LoneLeg;
use crate::db::recording::ChannelRole;
use crate::http::App;
use crate::http::api::page::{PageBody, window};
use crate::http::auth::{ManageSources, Require, ViewSources};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CallId, RecordingId, RefusedArrivalId, SourceId, WatchedFileId};
use crate::recorder::sources::{self, Dismissal, RefusedExample, RefusedGroup, RefusedId, RefusedWay};
use crate::time::Instant;
use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What was refused of a source.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedList {
    /// By way and reason, the largest group first.
    items: Vec<RefusedBody>,
}

/// What was refused on one way for one reason.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RefusedGroup)]
pub struct RefusedBody {
    /// `upload` (whoever sent it was told; nothing of it is kept) or `folder` (it lies in the watched
    /// folder, or where refused files are moved).
    way: &'static str,
    /// Why: the code of the error.
    code: String,
    /// The same as a sentence, in English, of the newest file of a folder.
    reason: Option<String>,
    /// How often; of a folder, how many files.
    count: i64,
    /// When the newest was refused.
    #[schema(value_type = String, format = DateTime)]
    last_at: Instant,
    /// Whether trying again can help, and is done here (`retry_watched_files`, `retry_watched_file`).
    can_retry: bool,
    /// The newest ten.
    examples: Vec<RefusedExampleBody>,
}

/// One upload or file that was refused.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RefusedExample)]
pub struct RefusedExampleBody {
    /// Its id: of a file, also where the files of the folder are listed.
    id: String,
    /// The name of the file, with the digits hidden; of a file in the folder, for readers who may see
    /// personal data, its path.
    name: Option<String>,
    /// How often it was refused.
    times: i64,
    /// When, for the last time.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
}

/// What is to be dismissed: a group (`way` and `code`), one (`way` and `id`), or, with nothing, everything.
#[derive(Deserialize, ToSchema)]
#[schema(as = Dismissal)]
pub struct DismissalBody {
    /// `upload` or `folder`.
    way: Option<String>,
    /// The code of the group.
    code: Option<String>,
    /// The id of one.
    id: Option<String>,
}

/// What was dismissed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Dismissed {
    /// How many uploads and files.
    count: usize,
}

/// A leg whose other has not come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaitingLeg)]
pub struct LegBody {
    /// Its call; it is heard there alone.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// The recording.
    #[schema(value_type = String, format = Uuid)]
    recording_id: RecordingId,
    /// Who is heard on it: `agent` or `customer`.
    side: Option<&'static str>,
    /// The name of its file; only for readers who may see personal data.
    name: Option<String>,
    /// Since when it waits.
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    /// When it is no longer said to wait; it stays as it is.
    #[schema(value_type = String, format = DateTime)]
    until: Instant,
}

/// Which page is wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct LegsQuery {
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

impl From<RefusedGroup> for RefusedBody {
    fn from(group: RefusedGroup) -> Self {
        Self {
            way: group.way.as_str(),
            code: group.code,
            reason: group.reason,
            count: group.count,
            last_at: group.last_at,
            can_retry: group.can_retry,
            examples: group.examples.into_iter().map(RefusedExampleBody::from).collect(),
        }
    }
}

impl From<RefusedExample> for RefusedExampleBody {
    fn from(example: RefusedExample) -> Self {
        let id = match example.id {
            RefusedId::Upload(id) => id.to_string(),
            RefusedId::File(id) => id.to_string(),
        };
        Self { id, name: example.name, times: example.times, at: example.at }
    }
}

impl LegBody {
    fn of(leg: LoneLeg, shown: bool) -> Self {
        Self {
            call_id: leg.call_id,
            recording_id: leg.recording_id,
            side: leg.side.map(ChannelRole::as_str),
            name: leg.file_name.filter(|_| shown),
            created_at: leg.created_at,
            until: leg.created_at.plus(sources::LEGS_AWAITED),
        }
    }
}

impl DismissalBody {
    fn read(self) -> Result<Dismissal, RequestError> {
        let wrong = || RequestError::BadBody("way goes with code or with id".to_owned());
        let way = match self.way.as_deref() {
            Some(word) => Some(RefusedWay::parse(word).ok_or_else(wrong)?),
            None => None,
        };
        match (way, self.code, self.id) {
            (None, None, None) => Ok(Dismissal::All),
            (Some(way), Some(code), None) => Ok(Dismissal::Group(way, code)),
            (Some(RefusedWay::Upload), None, Some(id)) => {
                let id: RefusedArrivalId = id.parse().map_err(|_| wrong())?;
                Ok(Dismissal::One(RefusedId::Upload(id)))
            }
            (Some(RefusedWay::Folder), None, Some(id)) => {
                let id: WatchedFileId = id.parse().map_err(|_| wrong())?;
                Ok(Dismissal::One(RefusedId::File(id)))
            }
            _ => Err(wrong()),
        }
    }
}

/// What was refused of a source, uploads and files of its watched folder, by reason. Of uploads the fact
/// alone is kept: the newest 500 of a source, for thirty days.
///
/// Needs `view_sources`; the paths of files need `see_personal_data`.
#[utoipa::path(get, path = "/api/v1/sources/{source_id}/refused", operation_id = "list_refused", tag = "sources",
    security(("token" = []), ("session" = [])), params(("source_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The groups", body = RefusedList),
        (status = 404, description = "There is no such source", body = ErrorBody)))]
pub async fn refused(
    required: Require<ViewSources>,
    app: web::Data<App>,
    source_id: web::Path<SourceId>,
) -> Result<web::Json<RefusedList>, ApiError> {
    let shown = required.who.may(Permission::SeePersonalData);
    let groups = sources::refused(&app.db, required.scope, source_id.into_inner(), shown).await?;
    Ok(web::Json(RefusedList { items: groups.into_iter().map(RefusedBody::from).collect() }))
}

/// Takes refused uploads and files out of sight. A dismissed file stays where it lies, and is read again only
/// when it changes.
///
/// Needs `manage_sources`.
#[utoipa::path(post, path = "/api/v1/sources/{source_id}/refused/dismiss", operation_id = "dismiss_refused",
    tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid)), request_body = DismissalBody,
    responses((status = 200, description = "Out of sight", body = Dismissed),
        (status = 404, description = "There is no such source", body = ErrorBody),
        (status = 422, description = "It is not said what", body = ErrorBody)))]
pub async fn dismiss(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    source_id: web::Path<SourceId>,
    body: web::Json<DismissalBody>,
) -> Result<web::Json<Dismissed>, ApiError> {
    let by = required.by(&request);
    let what = body.into_inner().read()?;
    let count = sources::dismiss(&app.db, by, required.scope, source_id.into_inner(), what).await?;
    Ok(web::Json(Dismissed { count }))
}

/// The legs of a source whose other has not come, of the last thirty days, those that came first at the top.
///
/// Needs `view_sources`; their names need `see_personal_data`.
#[utoipa::path(get, path = "/api/v1/sources/{source_id}/legs", operation_id = "list_waiting_legs", tag = "sources",
    security(("token" = []), ("session" = [])), params(("source_id" = String, Path, format = Uuid), LegsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<LegBody>),
        (status = 404, description = "There is no such source", body = ErrorBody)))]
pub async fn legs(
    required: Require<ViewSources>,
    app: web::Data<App>,
    source_id: web::Path<SourceId>,
    query: web::Query<LegsQuery>,
) -> Result<web::Json<PageBody<LegBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let shown = required.who.may(Permission::SeePersonalData);
    let page = sources::waiting_legs(&app.db, required.scope, source_id.into_inner(), window).await?;
    Ok(web::Json(PageBody::of(page, |leg| LegBody::of(leg, shown))))
}
