//! What was said in a call, taken away as a file.

use crate::access::{AccessError, Permission};
use crate::http::App;
use crate::http::auth::{DownloadRecordings, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::CallId;
use crate::review::{self, ExportLanguage, TranscriptFormat, TranscriptOrder};
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

/// In whose words the file is.
#[derive(Debug, Deserialize, IntoParams)]
pub struct TranscriptFileQuery {
    /// `en` (unless given) or `zh-CN`: the words for speakers, facts and what is hidden. JSON holds codes.
    language: Option<String>,
}

/// What was said in a call as a file: `srt`, `vtt`, `txt`, `json` or `docx`, on the call's timeline over all
/// its recordings. It holds what readers of the transcript may read, so that what redaction hides stays
/// hidden, and never the customer's number; every one stands in the audit trail. Until it is known what is to be
/// hidden, whoever may hear originals gets the words as they are, and that stands there too.
///
/// Needs `download_recordings` and `read_transcripts`.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}/transcript.{format}", operation_id = "take_transcript", tag = "calls",
    security(("token" = []), ("session" = [])),
    params(("call_id" = String, Path, format = Uuid), ("format" = String, Path), TranscriptFileQuery),
    responses((status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 409, description = "There are no words yet, or they are not redacted yet and the caller may not hear originals", body = ErrorBody),
        (status = 422, description = "There is no such format or language", body = ErrorBody)))]
pub async fn take(
    required: Require<DownloadRecordings>,
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(CallId, String)>,
    query: web::Query<TranscriptFileQuery>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let reads = required.who.scope(Permission::ReadTranscripts).ok_or(AccessError::NotPermitted)?;
    let (call_id, format) = path.into_inner();
    let format = TranscriptFormat::parse(&format)
        .ok_or_else(|| RequestError::BadQuery("a transcript is srt, vtt, txt, json or docx".to_owned()))?;
    let language = query
        .language
        .as_deref()
        .map_or(Some(ExportLanguage::default()), ExportLanguage::parse)
        .ok_or_else(|| RequestError::BadQuery("language is en or zh-CN".to_owned()))?;
    let order = TranscriptOrder { call_id, format, language, zone: app.intake.zone.clone() };
    let originals = required.who.scope(Permission::HearOriginals);
    let file = review::take_transcript(&app.db, (required.scope, reads), originals, by, order).await?;
    // As recordings are named: by the beginning of the call and the last digits of its id.
    let id = call_id.to_string();
    let tail: String = id.chars().skip(id.len().saturating_sub(8)).collect();
    let stamp = file.started_at.local_stamp(&app.intake.zone);
    let name = format!("{stamp}-{tail}.{}", format.ending());
    Ok(HttpResponse::Ok()
        .content_type(format.media_type())
        .insert_header(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::Filename(name)],
        })
        .body(file.bytes))
}
