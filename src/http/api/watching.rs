//! Watched folders of sources: how they are set, what was seen there, what waits.

use crate::access::Permission;
use crate::db::watch_folder::WatchFolder;
use crate::db::watched_file::{FileFilter, FileState, WatchedFile};
use crate::http::App;
use crate::http::api::page::{PageBody, window};
use crate::http::auth::{ManageSources, Require, ViewSources};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CallId, RecordingId, SidecarId, SourceId, WatchedFileId};
use crate::recorder::watch::{self, FolderState, SidecarState};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How long a file must have stood still unless somebody says otherwise, in milliseconds.
const QUIET_DEFAULT_MS: i64 = 5_000;

/// How a folder is watched.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = WatchFolder)]
pub struct WatchFolderBody {
    /// The folder, as the machine that watches sees it; below a root that the machine was started with.
    path: String,
    /// Whether folders below it are looked into.
    #[serde(default = "yes")]
    is_recursive: bool,
    /// Which names are meant, with `*` and `?`; empty: every name that reads like audio. Descriptions
    /// (`.json`), tables (`.csv`, `.xlsx`) and vCons are always meant.
    #[serde(default)]
    patterns: Vec<String>,
    /// Where files go that were taken in: a folder beside or below; none: they stay.
    move_to: Option<String>,
    /// Where files go that were refused; none: they stay.
    quarantine: Option<String>,
    /// How long a file must have stood still, in milliseconds; 5000 unless given.
    #[serde(default = "quiet_default")]
    quiet_ms: i64,
    /// Whether it is watched at all.
    #[serde(default = "yes")]
    is_enabled: bool,
}

fn yes() -> bool {
    true
}

fn quiet_default() -> i64 {
    QUIET_DEFAULT_MS
}

/// A watched folder and how it goes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WatchState)]
pub struct WatchStateBody {
    /// How it is watched; none: this source has no folder.
    folder: Option<WatchFolderBody>,
    /// Whether some process watches it at this moment.
    is_watched: bool,
    /// When the whole folder was last looked at.
    #[schema(value_type = Option<String>, format = DateTime)]
    scanned_at: Option<Instant>,
    /// Why it cannot be watched: `watch_folder_missing`, `watch_outside_roots`,
    /// `watch_target_unwritable`.
    trouble: Option<String>,
    /// How many files are in each state and, of those that are not in, why.
    counts: Vec<FileCountBody>,
    /// How many descriptions have waited for their audio for a day.
    overdue_sidecars: i64,
    /// How many legs have waited for their other for a day.
    overdue_legs: i64,
}

/// How many files are in a state.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FileCount)]
pub struct FileCountBody {
    /// `taken`, `known`, `held`, `applied`, `retrying`, `refused` or `dismissed`.
    state: &'static str,
    /// The code of the reason.
    code: Option<String>,
    /// How many.
    count: i64,
}

/// A file that was seen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WatchedFile)]
pub struct WatchedFileBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: WatchedFileId,
    /// Its path below the folder; only for readers who may see personal data.
    path: Option<String>,
    /// `audio`, `sidecar`, `table` or `vcon`.
    kind: &'static str,
    /// Its size.
    bytes: i64,
    /// When it was last written.
    #[schema(value_type = String, format = DateTime)]
    modified_at: Instant,
    /// `taken`, `known`, `held`, `applied`, `retrying`, `refused` or `dismissed`.
    state: &'static str,
    /// `folder`, `done` or `quarantine`.
    lies_in: &'static str,
    /// The call that it belongs to.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// The recording that it became.
    #[schema(value_type = Option<String>, format = Uuid)]
    recording_id: Option<RecordingId>,
    /// Why it is not in.
    code: Option<String>,
    /// The same as a sentence, in English.
    reason: Option<String>,
    /// How often it was tried.
    attempts: i32,
    /// Not tried before.
    #[schema(value_type = Option<String>, format = DateTime)]
    retry_at: Option<Instant>,
    /// When it was first seen.
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    /// When something last became of it.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Instant,
}

/// A description that waits for its audio.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaitingSidecar)]
pub struct SidecarBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: SidecarId,
    /// The name that the audio will have, without its ending; only for readers who may see personal data.
    name: Option<String>,
    /// Since when it waits.
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    /// It has waited for a day.
    is_overdue: bool,
    /// When it is forgotten, if its audio has not come.
    #[schema(value_type = String, format = DateTime)]
    until: Instant,
}

impl WatchFolderBody {
    fn into_folder(self, source_id: SourceId) -> WatchFolder {
        let set =
            |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        WatchFolder {
            source_id,
            path: self.path.trim().to_owned(),
            is_recursive: self.is_recursive,
            patterns: self.patterns,
            move_to: set(self.move_to),
            quarantine: set(self.quarantine),
            quiet_ms: self.quiet_ms,
            is_enabled: self.is_enabled,
        }
    }
}

impl From<WatchFolder> for WatchFolderBody {
    fn from(folder: WatchFolder) -> Self {
        Self {
            path: folder.path,
            is_recursive: folder.is_recursive,
            patterns: folder.patterns,
            move_to: folder.move_to,
            quarantine: folder.quarantine,
            quiet_ms: folder.quiet_ms,
            is_enabled: folder.is_enabled,
        }
    }
}

impl From<FolderState> for WatchStateBody {
    fn from(state: FolderState) -> Self {
        let counts = state.counts.into_iter();
        Self {
            folder: state.folder.map(WatchFolderBody::from),
            is_watched: state.is_held,
            scanned_at: state.watching.scanned_at,
            trouble: state.watching.trouble,
            counts: counts
                .map(|(state, code, count)| FileCountBody { state: state.as_str(), code, count })
                .collect(),
            overdue_sidecars: state.overdue_sidecars,
            overdue_legs: state.overdue_legs,
        }
    }
}

impl WatchedFileBody {
    fn of(file: WatchedFile, shown: bool) -> Self {
        Self {
            id: file.id,
            path: shown.then_some(file.path),
            kind: file.kind.as_str(),
            bytes: file.bytes,
            modified_at: file.modified_at,
            state: file.state.as_str(),
            lies_in: file.lies_in.as_str(),
            call_id: file.call_id,
            recording_id: file.recording_id,
            code: file.code,
            reason: file.reason,
            attempts: file.attempts,
            retry_at: file.retry_at,
            created_at: file.created_at,
            changed_at: file.changed_at,
        }
    }
}

impl SidecarBody {
    fn of(state: SidecarState, shown: bool) -> Self {
        let sidecar = state.sidecar;
        Self {
            id: sidecar.id,
            name: shown.then_some(sidecar.stem),
            created_at: sidecar.created_at,
            is_overdue: state.is_overdue,
            until: state.until,
        }
    }
}

/// The watched folder of a source, and how it goes.
///
/// Needs `view_sources`.
#[utoipa::path(get, path = "/api/v1/sources/{source_id}/watch-folder", operation_id = "show_watch_folder", tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The folder", body = WatchStateBody),
        (status = 404, description = "There is no such source", body = ErrorBody)))]
pub async fn show(
    required: Require<ViewSources>,
    app: web::Data<App>,
    source_id: web::Path<SourceId>,
) -> Result<web::Json<WatchStateBody>, ApiError> {
    Ok(web::Json(watch::folder(&app.db, required.scope, source_id.into_inner()).await?.into()))
}

/// Sets how the folder of a source is watched.
///
/// Needs `manage_sources`.
#[utoipa::path(put, path = "/api/v1/sources/{source_id}/watch-folder", operation_id = "put_watch_folder", tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid)),
    request_body = WatchFolderBody,
    responses((status = 200, description = "The folder", body = WatchStateBody),
        (status = 404, description = "There is no such source", body = ErrorBody),
        (status = 422, description = "A field is wrong; the message names it", body = ErrorBody)))]
pub async fn put(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    source_id: web::Path<SourceId>,
    folder: web::Json<WatchFolderBody>,
) -> Result<web::Json<WatchStateBody>, ApiError> {
    let folder = folder.into_inner().into_folder(source_id.into_inner());
    let by = required.by(&request);
    Ok(web::Json(watch::put_folder(&app.db, by, required.scope, folder).await?.into()))
}

/// Watches no folder for this source any more. What was seen is remembered.
///
/// Needs `manage_sources`.
#[utoipa::path(delete, path = "/api/v1/sources/{source_id}/watch-folder", operation_id = "delete_watch_folder", tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is not watched any more"),
        (status = 404, description = "There is no such source", body = ErrorBody)))]
pub async fn delete(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    source_id: web::Path<SourceId>,
) -> Result<HttpResponse, ApiError> {
    watch::delete_folder(&app.db, required.by(&request), required.scope, source_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Which files are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct FilesQuery {
    /// States with commas between them: `taken`, `known`, `held`, `applied`, `retrying`, `refused`,
    /// `dismissed`.
    state: Option<String>,
    /// The code of a reason.
    code: Option<String>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// The files that were seen in the folder of a source, those first of which something became last.
///
/// Needs `view_sources`; their paths need `see_personal_data`.
#[utoipa::path(get, path = "/api/v1/sources/{source_id}/files", operation_id = "list_watched_files", tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid), FilesQuery),
    responses((status = 200, description = "A page of them", body = PageBody<WatchedFileBody>),
        (status = 404, description = "There is no such source", body = ErrorBody),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn files(
    required: Require<ViewSources>,
    app: web::Data<App>,
    source_id: web::Path<SourceId>,
    query: web::Query<FilesQuery>,
) -> Result<web::Json<PageBody<WatchedFileBody>>, ApiError> {
    let words = query.state.as_deref().unwrap_or_default().split(',').filter(|word| !word.is_empty());
    let states = words
        .map(|word| {
            FileState::parse(word).ok_or_else(|| RequestError::BadQuery(format!("state: there is no {word}")))
        })
        .collect::<Result<_, _>>()?;
    let filter = FileFilter { states, code: query.code.clone() };
    let window = window(query.cursor.as_deref(), query.limit)?;
    let shown = required.who.may(Permission::SeePersonalData);
    let page = watch::files(&app.db, required.scope, source_id.into_inner(), filter, window).await?;
    Ok(web::Json(PageBody::of(page, |file| WatchedFileBody::of(file, shown))))
}

/// Which files are tried again.
#[derive(Debug, Deserialize, IntoParams)]
pub struct RetryQuery {
    /// Only those with this code; without it, all that were refused or wait.
    code: Option<String>,
}

/// How many files are tried again.
#[derive(Debug, Serialize, ToSchema)]
pub struct Retried {
    /// How many.
    files: usize,
}

/// Has refused and waiting files tried again now.
///
/// Needs `manage_sources`.
#[utoipa::path(post, path = "/api/v1/sources/{source_id}/files/retry", operation_id = "retry_watched_files", tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid), RetryQuery),
    responses((status = 200, description = "They are tried at the next look", body = Retried),
        (status = 404, description = "There is no such source", body = ErrorBody)))]
pub async fn retry_all(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    source_id: web::Path<SourceId>,
    query: web::Query<RetryQuery>,
) -> Result<web::Json<Retried>, ApiError> {
    let by = required.by(&request);
    let code = query.into_inner().code;
    let files = watch::retry_files(&app.db, by, required.scope, source_id.into_inner(), None, code).await?;
    Ok(web::Json(Retried { files }))
}

/// Has one file tried again now.
///
/// Needs `manage_sources`.
#[utoipa::path(post, path = "/api/v1/sources/{source_id}/files/{file_id}/retry", operation_id = "retry_watched_file", tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid), ("file_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "It is tried at the next look", body = Retried),
        (status = 404, description = "There is no such file that is not in", body = ErrorBody)))]
pub async fn retry(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(SourceId, WatchedFileId)>,
) -> Result<web::Json<Retried>, ApiError> {
    let (source_id, file_id) = path.into_inner();
    let by = required.by(&request);
    let files = watch::retry_files(&app.db, by, required.scope, source_id, Some(file_id), None).await?;
    Ok(web::Json(Retried { files }))
}

/// Forgets a file: if it still lies in its folder, it is read again as if it were new.
///
/// Needs `manage_sources`.
#[utoipa::path(delete, path = "/api/v1/sources/{source_id}/files/{file_id}", operation_id = "forget_watched_file", tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid), ("file_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is forgotten"),
        (status = 404, description = "There is no such file", body = ErrorBody)))]
pub async fn forget(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(SourceId, WatchedFileId)>,
) -> Result<HttpResponse, ApiError> {
    let (source_id, file_id) = path.into_inner();
    watch::forget_file(&app.db, required.by(&request), required.scope, source_id, file_id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Which page is wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct SidecarsQuery {
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// The descriptions of a source that wait for their audio, those that came first at the top.
///
/// Needs `view_sources`; their names need `see_personal_data`.
#[utoipa::path(get, path = "/api/v1/sources/{source_id}/sidecars", operation_id = "list_waiting_sidecars", tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid), SidecarsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<SidecarBody>),
        (status = 404, description = "There is no such source", body = ErrorBody)))]
pub async fn sidecars(
    required: Require<ViewSources>,
    app: web::Data<App>,
    source_id: web::Path<SourceId>,
    query: web::Query<SidecarsQuery>,
) -> Result<web::Json<PageBody<SidecarBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let shown = required.who.may(Permission::SeePersonalData);
    let page = watch::waiting_sidecars(&app.db, required.scope, source_id.into_inner(), window).await?;
    Ok(web::Json(PageBody::of(page, |state| SidecarBody::of(state, shown))))
}

/// Lets a description go whose audio will not come.
///
/// Needs `manage_sources`.
#[utoipa::path(delete, path = "/api/v1/sources/{source_id}/sidecars/{sidecar_id}", operation_id = "forget_waiting_sidecar", tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid), ("sidecar_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is gone"),
        (status = 404, description = "There is no such description", body = ErrorBody)))]
pub async fn forget_sidecar(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(SourceId, SidecarId)>,
) -> Result<HttpResponse, ApiError> {
    let (source_id, sidecar_id) = path.into_inner();
    watch::forget_sidecar(&app.db, required.by(&request), required.scope, source_id, sidecar_id).await?;
    Ok(HttpResponse::NoContent().finish())
}
