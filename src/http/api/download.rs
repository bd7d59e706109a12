//! Recordings taken away as files.

use super::recordings::hears;
use crate::access::Permission;
use crate::http::App;
use crate::http::auth::{DownloadRecordings, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::http::range;
use crate::ids::RecordingId;
use crate::recorder::listening::note_download;
use crate::recorder::{Heard, HeardFile};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::tz::TimeZone;
use serde::Deserialize;
use utoipa::IntoParams;

/// What is wanted of a recording.
#[derive(Debug, Deserialize, IntoParams)]
pub struct DownloadQuery {
    /// Whether it is to be the original, with nothing hidden; not unless given.
    original: Option<bool>,
}

/// A recording as a file: as it came in, or, where its source redacts and there is something to hide, the
/// redacted sound. Its name says when the call began and which recording it is; the name under which it
/// came may hold the customer's number. Every download stands in the audit trail.
///
/// Needs `download_recordings`; an original of which things are hidden, or are to be, needs
/// `hear_originals`.
#[utoipa::path(get, path = "/api/v1/recordings/{recording_id}/download", operation_id = "download_recording",
    tag = "recordings", security(("token" = []), ("session" = [])),
    params(("recording_id" = String, Path, format = Uuid), DownloadQuery),
    responses((status = 200, description = "All of it", content_type = "application/octet-stream"),
        (status = 206, description = "The range that was asked for", content_type = "application/octet-stream"),
        (status = 304, description = "The client has it already"),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "Not redacted yet, and the caller may not hear originals", body = ErrorBody),
        (status = 416, description = "The range begins beyond the end")))]
pub async fn download(
    required: Require<DownloadRecordings>,
    app: web::Data<App>,
    request: HttpRequest,
    recording_id: web::Path<RecordingId>,
    query: web::Query<DownloadQuery>,
) -> Result<HttpResponse, ApiError> {
    let (by, by_token) = (required.by(&request), required.by_token);
    let recording_id = recording_id.into_inner();
    let originals = required.who.scope(Permission::HearOriginals);
    let wants_original = query.original.unwrap_or(false);
    let file = app.shelf.file(required.scope, originals, recording_id, wants_original).await?;
    let HeardFile { heard, started_at, ending } = file;
    let is_hearing = hears(&request, &heard);
    let Heard { sound, is_original } = heard;
    if is_hearing {
        let about = (sound.object.call_id, recording_id);
        note_download(&app.db, by, by_token, about, is_original).await?;
    }
    let ending = ending.as_deref().unwrap_or_else(|| ending_of(sound.media_type));
    let name = file_name(started_at, &app.intake.zone, recording_id, ending);
    range::answer(&request, &app.shelf, &sound, Some(&name)).await
}

/// `2026-11-21-173000-0192f3a1.wav`: the beginning of the call in the workspace's zone, and the last
/// digits of the recording's id, which differ where two recordings begin together.
fn file_name(started_at: Instant, zone: &TimeZone, id: RecordingId, ending: &str) -> String {
    let id = id.to_string();
    let tail: String = id.chars().skip(id.len().saturating_sub(8)).collect();
    format!("{}-{tail}.{ending}", started_at.local_stamp(zone))
}

fn ending_of(media_type: &str) -> &'static str {
    match media_type {
        "audio/wav" => "wav",
        "audio/mpeg" => "mp3",
        "audio/flac" => "flac",
        "audio/ogg" => "ogg",
        "audio/mp4" => "m4a",
        "audio/aiff" => "aiff",
        "audio/webm" => "webm",
        _ => "audio",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_its_call_and_not_by_its_customer() {
        let id: RecordingId = "0192f3a1-0000-7000-8000-00000abcdef0".parse().unwrap();
        let began: Instant = "2026-11-21T09:30:00Z".parse().unwrap();
        let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
        assert_eq!(file_name(began, &shanghai, id, "wav"), "2026-11-21-173000-0abcdef0.wav");
        assert_eq!((ending_of("audio/mpeg"), ending_of("text/plain")), ("mp3", "audio"));
    }
}
