//! Clips: ranges of recordings, kept by a title.

use super::case_shelves::TagUseBody;
use super::page::{NamedBody, PageBody, window};
use crate::access::Permission;
use crate::db::Scope;
use crate::db::clip::ClipFilter;
use crate::http::App;
use crate::http::auth::{HearCalls, MakeClips, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CallId, ClipId, RecordingId};
use crate::library::{self, ClipLine, ClipText};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// A clip.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Clip)]
pub struct ClipBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ClipId,
    /// The call.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// The recording that it is cut from.
    #[schema(value_type = String, format = Uuid)]
    recording_id: RecordingId,
    /// Where it begins on the call's timeline.
    start_ms: i64,
    /// Where it ends.
    end_ms: i64,
    /// Where the recording begins on the call's timeline.
    offset_ms: i64,
    /// Channel, counted from 0, to `agent`, `customer`, `mixed` or `other`.
    #[schema(value_type = Object)]
    channels: BTreeMap<u16, &'static str>,
    /// What it shows.
    title: String,
    /// What there is to say of it.
    note: Option<String>,
    /// Its tags, by name.
    tags: Vec<String>,
    /// Who made it.
    made_by: NamedBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    made_at: Instant,
    /// Whether the reader may change it and take it away.
    is_changeable: bool,
}

impl From<ClipLine> for ClipBody {
    fn from(line: ClipLine) -> Self {
        let ClipLine { clip, tags, made_by, offset_ms, channel_roles, is_changeable } = line;
        Self {
            id: clip.id,
            call_id: clip.call_id,
            recording_id: clip.recording_id,
            start_ms: clip.start_ms,
            end_ms: clip.end_ms,
            offset_ms,
            channels: channel_roles.iter().map(|(channel, role)| (*channel, role.as_str())).collect(),
            title: clip.title,
            note: clip.note,
            tags,
            made_by: made_by.into(),
            made_at: clip.made_at,
            is_changeable,
        }
    }
}

/// A range to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewClip)]
#[serde(deny_unknown_fields)]
pub struct NewClipBody {
    /// The recording.
    #[schema(value_type = String, format = Uuid)]
    recording_id: RecordingId,
    /// Where it begins on the call's timeline.
    start_ms: i64,
    /// Where it ends: at least a second later, within the recording.
    end_ms: i64,
    /// What it shows; at most 200 characters.
    title: String,
    /// What there is to say of it.
    note: Option<String>,
    /// At most 20 tags.
    #[serde(default)]
    tags: Vec<String>,
}

/// What is said of a clip.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ClipText)]
#[serde(deny_unknown_fields)]
pub struct ClipTextBody {
    /// What it shows; at most 200 characters.
    title: String,
    /// What there is to say of it.
    note: Option<String>,
    /// At most 20 tags.
    #[serde(default)]
    tags: Vec<String>,
}

/// Which clips are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ClipsQuery {
    /// Beginnings of words of their titles, notes and tags.
    q: Option<String>,
    /// With this tag.
    tag: Option<String>,
    /// Of this call.
    #[param(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// `me`: those that the caller made.
    made_by: Option<String>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// The clips of calls that the caller may hear, the youngest first.
///
/// Needs `hear_calls`.
#[utoipa::path(get, path = "/api/v1/clips", operation_id = "list_clips", tag = "learning",
    security(("token" = []), ("session" = [])), params(ClipsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<ClipBody>),
        (status = 404, description = "The call is not there, or not for this listener", body = ErrorBody),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn list(
    required: Require<HearCalls>,
    app: web::Data<App>,
    query: web::Query<ClipsQuery>,
) -> Result<web::Json<PageBody<ClipBody>>, ApiError> {
    let made_by = match query.made_by.as_deref() {
        None => None,
        Some("me") => required.who.person_id(),
        Some(_) => return Err(RequestError::BadQuery("made_by is me".to_owned()).into()),
    };
    let (tag, call_id) = (query.tag.clone(), query.call_id);
    let filter = ClipFilter { tag, call_id, made_by, ..ClipFilter::default() };
    let window = window(query.cursor.as_deref(), query.limit)?;
    let asked = query.q.as_deref().unwrap_or_default();
    let page = library::list_clips(&app.db, &required.who, required.scope, asked, filter, window).await?;
    Ok(web::Json(PageBody::of(page, ClipBody::from)))
}

/// The tags of clips.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClipTags)]
pub struct ClipTagsBody {
    /// Those of most clips first; 200 at most.
    items: Vec<TagUseBody>,
}

/// The tags of the clips of calls that the caller may hear, each with how many clips.
///
/// Needs `hear_calls`.
#[utoipa::path(get, path = "/api/v1/clips/tags", operation_id = "list_clip_tags", tag = "learning",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The tags", body = ClipTagsBody)))]
pub async fn tags(
    required: Require<HearCalls>,
    app: web::Data<App>,
) -> Result<web::Json<ClipTagsBody>, ApiError> {
    let tags = library::clip_tags(&app.db, &required.who, required.scope).await?;
    Ok(web::Json(ClipTagsBody { items: tags.into_iter().map(TagUseBody::from).collect() }))
}

/// The clips of a call, the youngest first; 200 at most.
///
/// Needs `hear_calls`.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}/clips", operation_id = "list_clips_of_call", tag = "learning",
    security(("token" = []), ("session" = [])), params(("call_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Its clips", body = PageBody<ClipBody>),
        (status = 404, description = "Not there, or not for this listener", body = ErrorBody)))]
pub async fn of_call(
    required: Require<HearCalls>,
    app: web::Data<App>,
    call_id: web::Path<CallId>,
) -> Result<web::Json<PageBody<ClipBody>>, ApiError> {
    let filter = ClipFilter { call_id: Some(call_id.into_inner()), ..ClipFilter::default() };
    let window = window(None, Some(library::CLIPS_A_CALL))?;
    let page = library::list_clips(&app.db, &required.who, required.scope, "", filter, window).await?;
    Ok(web::Json(PageBody::of(page, ClipBody::from)))
}

/// Keeps a range of a recording by a title. Nothing of its sound is stored: it is cut when it is heard.
///
/// Needs `make_clips`.
#[utoipa::path(post, path = "/api/v1/calls/{call_id}/clips", operation_id = "make_clip", tag = "learning",
    security(("token" = []), ("session" = [])), params(("call_id" = String, Path, format = Uuid)),
    request_body = NewClipBody,
    responses((status = 201, description = "The clip", body = ClipBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 422, description = "No title, or the range does not lie within the recording", body = ErrorBody)))]
pub async fn make(
    required: Require<MakeClips>,
    app: web::Data<App>,
    request: HttpRequest,
    call_id: web::Path<CallId>,
    body: web::Json<NewClipBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let NewClipBody { recording_id, start_ms, end_ms, title, note, tags } = body.into_inner();
    let place = (call_id.into_inner(), recording_id);
    let said = ClipText { title, note, tags };
    let (who, scope) = (&required.who, required.scope);
    let line = library::make_clip(&app.db, who, by, scope, place, (start_ms, end_ms), said).await?;
    Ok(HttpResponse::Created().json(ClipBody::from(line)))
}

/// One clip.
///
/// Needs `hear_calls`.
#[utoipa::path(get, path = "/api/v1/clips/{clip_id}", operation_id = "show_clip", tag = "learning",
    security(("token" = []), ("session" = [])), params(("clip_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The clip", body = ClipBody),
        (status = 404, description = "Not there, or not for this listener", body = ErrorBody)))]
pub async fn show(
    required: Require<HearCalls>,
    app: web::Data<App>,
    clip_id: web::Path<ClipId>,
) -> Result<web::Json<ClipBody>, ApiError> {
    let line = library::find_clip(&app.db, &required.who, required.scope, clip_id.into_inner()).await?;
    Ok(web::Json(line.into()))
}

/// Says something else of a clip.
///
/// Needs `hear_calls`, and to have made it with `make_clips`, or `edit_libraries`.
#[utoipa::path(put, path = "/api/v1/clips/{clip_id}", operation_id = "change_clip", tag = "learning",
    security(("token" = []), ("session" = [])), params(("clip_id" = String, Path, format = Uuid)),
    request_body = ClipTextBody,
    responses((status = 200, description = "The clip", body = ClipBody),
        (status = 403, description = "Somebody else made it", body = ErrorBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 422, description = "No title", body = ErrorBody)))]
pub async fn change(
    required: Require<HearCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    clip_id: web::Path<ClipId>,
    body: web::Json<ClipTextBody>,
) -> Result<web::Json<ClipBody>, ApiError> {
    let by = required.by(&request);
    let ClipTextBody { title, note, tags } = body.into_inner();
    let (scope, said) = (changeable(&required)?, ClipText { title, note, tags });
    let line = library::change_clip(&app.db, &required.who, by, scope, clip_id.into_inner(), said).await?;
    Ok(web::Json(line.into()))
}

/// Takes a clip away.
///
/// Needs `hear_calls`, and to have made it with `make_clips`, or `edit_libraries`.
#[utoipa::path(delete, path = "/api/v1/clips/{clip_id}", operation_id = "delete_clip", tag = "learning",
    security(("token" = []), ("session" = [])), params(("clip_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is gone"),
        (status = 403, description = "Somebody else made it", body = ErrorBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "A case is made of it", body = ErrorBody)))]
pub async fn delete(
    required: Require<HearCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    clip_id: web::Path<ClipId>,
) -> Result<HttpResponse, ApiError> {
    let (by, scope) = (required.by(&request), changeable(&required)?);
    library::delete_clip(&app.db, &required.who, by, scope, clip_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// How far the caller finds clips to change: where they hear calls, if they change any at all.
fn changeable(required: &Require<HearCalls>) -> Result<Scope, ApiError> {
    let who = &required.who;
    if who.may(Permission::MakeClips) || who.may(Permission::EditLibraries) {
        Ok(required.scope.clone())
    } else {
        Err(crate::access::AccessError::NotPermitted.into())
    }
}
