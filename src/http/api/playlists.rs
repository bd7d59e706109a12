//! Playlists: cases in an order.

use super::case_body::CaseRowBody;
use super::page::{NamedBody, PageBody, window};
use crate::http::App;
use crate::http::auth::{EditLibraries, LearnFromCases, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{CaseId, PlaylistId};
use crate::library::{self, PlaylistLine};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A playlist.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Playlist)]
pub struct PlaylistBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: PlaylistId,
    /// Its name.
    name: String,
    /// Who made it.
    made_by: NamedBody,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Instant,
    /// The cases that are there for the reader, in their order.
    cases: Vec<CaseRowBody>,
}

impl From<PlaylistLine> for PlaylistBody {
    fn from(line: PlaylistLine) -> Self {
        Self {
            id: line.playlist.id,
            name: line.playlist.name,
            made_by: line.made_by.into(),
            changed_at: line.playlist.changed_at,
            cases: line.cases.into_iter().map(CaseRowBody::from).collect(),
        }
    }
}

/// What a playlist is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = PlaylistChange)]
#[serde(deny_unknown_fields)]
pub struct PlaylistChangeBody {
    /// Its name; at most 200 characters.
    name: String,
    /// Its cases in their order, 50 at most.
    #[schema(value_type = Vec<String>)]
    case_ids: Vec<CaseId>,
}

/// A page of a list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct PlaylistsQuery {
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// The playlists, what was changed last first.
///
/// Needs `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/playlists", operation_id = "list_playlists", tag = "learning",
    security(("token" = []), ("session" = [])), params(PlaylistsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<PlaylistBody>)))]
pub async fn list(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    query: web::Query<PlaylistsQuery>,
) -> Result<web::Json<PageBody<PlaylistBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = library::list_playlists(&app.db, &required.who, window).await?;
    Ok(web::Json(PageBody::of(page, PlaylistBody::from)))
}

/// Makes a playlist.
///
/// Needs `edit_libraries`.
#[utoipa::path(post, path = "/api/v1/playlists", operation_id = "make_playlist", tag = "learning",
    security(("token" = []), ("session" = [])), request_body = PlaylistChangeBody,
    responses((status = 201, description = "The playlist", body = PlaylistBody),
        (status = 404, description = "There is no such case for this caller", body = ErrorBody),
        (status = 422, description = "No name, or too many cases", body = ErrorBody)))]
pub async fn make(
    required: Require<EditLibraries>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<PlaylistChangeBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let PlaylistChangeBody { name, case_ids } = body.into_inner();
    let line = library::make_playlist(&app.db, &required.who, by, &name, case_ids).await?;
    Ok(HttpResponse::Created().json(PlaylistBody::from(line)))
}

/// Names a playlist, and says what is in it.
///
/// Needs `edit_libraries`.
#[utoipa::path(put, path = "/api/v1/playlists/{playlist_id}", operation_id = "change_playlist", tag = "learning",
    security(("token" = []), ("session" = [])), params(("playlist_id" = String, Path, format = Uuid)),
    request_body = PlaylistChangeBody,
    responses((status = 200, description = "The playlist", body = PlaylistBody),
        (status = 404, description = "Not there, or no such case for this caller", body = ErrorBody),
        (status = 422, description = "No name, or too many cases", body = ErrorBody)))]
pub async fn change(
    required: Require<EditLibraries>,
    app: web::Data<App>,
    request: HttpRequest,
    playlist_id: web::Path<PlaylistId>,
    body: web::Json<PlaylistChangeBody>,
) -> Result<web::Json<PlaylistBody>, ApiError> {
    let by = required.by(&request);
    let PlaylistChangeBody { name, case_ids } = body.into_inner();
    let id = playlist_id.into_inner();
    let line = library::change_playlist(&app.db, &required.who, by, id, &name, case_ids).await?;
    Ok(web::Json(line.into()))
}

/// Takes a playlist away, and what was to be learned by it.
///
/// Needs `edit_libraries`.
#[utoipa::path(delete, path = "/api/v1/playlists/{playlist_id}", operation_id = "delete_playlist", tag = "learning",
    security(("token" = []), ("session" = [])), params(("playlist_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is gone"),
        (status = 404, description = "Not there", body = ErrorBody)))]
pub async fn delete(
    required: Require<EditLibraries>,
    app: web::Data<App>,
    request: HttpRequest,
    playlist_id: web::Path<PlaylistId>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    library::delete_playlist(&app.db, by, playlist_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
