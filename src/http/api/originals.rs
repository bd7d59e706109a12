//! Recordings with nothing hidden: for whoever may hear originals, and noted.

use super::recordings::hand_out;
use super::transcripts::{TranscriptBody, TranscriptQuery, note_reading};
use crate::http::App;
use crate::http::auth::{HearOriginals, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::RecordingId;
use actix_web::{HttpRequest, HttpResponse, web};

/// The sound of a recording with nothing hidden, whole or by range. Whoever fetches it stands in the
/// audit trail as hearing an original, once a day for each recording.
///
/// Needs `hear_originals`.
#[utoipa::path(get, path = "/api/v1/recordings/{recording_id}/original/audio", operation_id = "play_original",
    tag = "recordings", security(("token" = []), ("session" = [])),
    params(("recording_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "All of it", content_type = "audio/wav"),
        (status = 206, description = "The range that was asked for", content_type = "audio/wav"),
        (status = 304, description = "The player has this version already"),
        (status = 404, description = "Not there, or not for this listener", body = ErrorBody),
        (status = 416, description = "The range begins beyond the end")))]
pub async fn audio(
    required: Require<HearOriginals>,
    app: web::Data<App>,
    request: HttpRequest,
    recording_id: web::Path<RecordingId>,
) -> Result<HttpResponse, ApiError> {
    let (by, by_token) = (required.by(&request), required.by_token);
    let recording_id = recording_id.into_inner();
    let heard = app.shelf.original_sound(required.scope, recording_id).await?;
    hand_out(&app, &request, &heard, (by, by_token), recording_id).await
}

/// The words of a recording with nothing hidden, with corrections. Whoever reads them stands in the audit
/// trail, once a day for each recording.
///
/// Needs `hear_originals`.
#[utoipa::path(get, path = "/api/v1/recordings/{recording_id}/original/transcript",
    operation_id = "show_original_transcript", tag = "recordings",
    security(("token" = []), ("session" = [])),
    params(("recording_id" = String, Path, format = Uuid), TranscriptQuery),
    responses((status = 200, description = "The words, or how far they are", body = TranscriptBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn transcript(
    required: Require<HearOriginals>,
    app: web::Data<App>,
    request: HttpRequest,
    recording_id: web::Path<RecordingId>,
    query: web::Query<TranscriptQuery>,
) -> Result<web::Json<TranscriptBody>, ApiError> {
    let (by, by_token) = (required.by(&request), required.by_token);
    let recording_id = recording_id.into_inner();
    let (from, limit) = query.window();
    let page = app.shelf.original_transcript(required.scope, recording_id, from, limit).await?;
    note_reading(&app, &page, (by, by_token), recording_id).await?;
    Ok(web::Json(page.into()))
}
