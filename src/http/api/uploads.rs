//! Uploads that may be interrupted and continued: a resource of its own, spoken to by tus 1.0. At
//! its end a file is taken in as by `POST /api/v1/calls`.

use crate::db::upload::{Outcome, Upload, UploadState};
use crate::http::App;
use crate::http::api::tus::{
    EXTENSIONS, OFFSET_STREAM, TUS_EXTENSION, TUS_MAX_SIZE, TUS_VERSION, UPLOAD_LENGTH, UPLOAD_OFFSET,
    VERSION, bytes_in, check_version, metadata_in, offset_refused, speaking_tus, tell, version_refused,
};
use crate::http::api::upload::without_control_characters;
use crate::http::auth::{IngestCalls, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use crate::ids::{CallId, RecordingId, UploadId};
use crate::recorder::NewUpload;
use crate::recorder::sources::{RefusedUpload, note_refused};
use crate::time::Instant;
use actix_web::http::Method;
use actix_web::http::header::{CONTENT_TYPE, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::TryStreamExt;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An upload.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Upload)]
pub struct UploadBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: UploadId,
    /// `receiving`: bytes are missing; `waiting`: complete, and taken in as soon as that is possible;
    /// `accepted`; `refused`.
    state: &'static str,
    /// How many bytes the file has.
    length: u64,
    /// How many of them are safe here.
    received: u64,
    /// The file's own name, until it is taken in.
    file_name: Option<String>,
    /// By what its sender knows the file again.
    fingerprint: Option<String>,
    /// When it was begun.
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    /// When it is forgotten, unless something is added before; one that waits is not.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Instant,
    /// The call that it belongs to, once it is accepted.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// The recording that it is.
    #[schema(value_type = Option<String>, format = Uuid)]
    recording_id: Option<RecordingId>,
    /// Whether the same recording was there before.
    was_known: Option<bool>,
    /// Why it was refused, or still waits.
    failure: Option<UploadFailure>,
}

/// Why an upload was refused, or still waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadFailure {
    /// A stable name in `snake_case`.
    code: String,
    /// What happened and what to do, in English.
    message: String,
    /// Values for the client's own sentence.
    params: BTreeMap<String, String>,
}

/// Uploads that have not come to an end.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadList {
    /// All of the caller's, the last begun first; there is a limit to how many may be open.
    items: Vec<UploadBody>,
}

impl From<Upload> for UploadBody {
    fn from(upload: Upload) -> Self {
        let (mut accepted, mut failure) = (None, None);
        match upload.outcome {
            Some(Outcome::Accepted { call_id, recording_id, was_known }) => {
                accepted = Some((call_id, recording_id, was_known));
            }
            Some(Outcome::Failed(why)) => {
                failure = Some(UploadFailure { code: why.code, message: why.message, params: why.params });
            }
            None => {}
        }
        Self {
            id: upload.id,
            state: upload.state.as_str(),
            length: upload.length,
            received: upload.received,
            file_name: upload.file_name,
            fingerprint: upload.fingerprint,
            created_at: upload.created_at,
            expires_at: upload.expires_at,
            call_id: accepted.map(|(call_id, ..)| call_id),
            recording_id: accepted.map(|(_, recording_id, _)| recording_id),
            was_known: accepted.map(|(.., was_known)| was_known),
            failure,
        }
    }
}

/// What is spoken here: the version, the extensions, the largest file.
#[utoipa::path(options, path = "/api/v1/uploads", operation_id = "show_upload_protocol", tag = "calls",
    responses((status = 204, description = "In the headers `Tus-Version`, `Tus-Extension` and `Tus-Max-Size`")))]
pub async fn protocol(app: web::Data<App>) -> HttpResponse {
    let told = HttpResponse::NoContent()
        .insert_header((TUS_VERSION, VERSION))
        .insert_header((TUS_EXTENSION, EXTENSIONS))
        .insert_header((TUS_MAX_SIZE, app.uploads.limits().bytes))
        .finish();
    speaking_tus(Ok(told))
}

/// Begins an upload that may be interrupted and continued (tus 1.0). `Upload-Metadata` may hold
/// `filename`, `source`, `fingerprint` (by what the sender knows the file again) and `metadata` (the
/// JSON object of `accept_call`); an object too long for a header comes as the body.
///
/// Needs `ingest_calls`, for the source or the project of the call.
#[utoipa::path(post, path = "/api/v1/uploads", operation_id = "begin_upload", tag = "calls",
    security(("token" = []), ("session" = [])),
    params(("Upload-Length" = u64, Header, description = "How many bytes the file has"),
        ("Upload-Metadata" = Option<String>, Header, description = "Pairs of a name and a value in base64"),
        ("Tus-Resumable" = Option<String>, Header, description = "1.0.0")),
    request_body(content = Option<Object>, content_type = "application/json"),
    responses((status = 201, description = "Begun; `Location` says where to continue"),
        (status = 410, description = "The call was deleted and is not taken in again", body = ErrorBody),
        (status = 412, description = "Another version of tus is spoken here", body = ErrorBody),
        (status = 413, description = "The file or the metadata is too large", body = ErrorBody),
        (status = 422, description = "A field or a header is wrong; the message names it", body = ErrorBody),
        (status = 429, description = "The caller has too much open", body = ErrorBody)))]
pub async fn begin(
    required: Require<IngestCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Payload,
) -> HttpResponse {
    speaking_tus(begun(&required, &app, &request, body).await)
}

async fn begun(
    required: &Require<IngestCalls>,
    app: &App,
    request: &HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    if check_version(request.headers()).is_err() {
        return Ok(version_refused());
    }
    let said = metadata_in(request.headers())?;
    let metadata = match (said.metadata, json_body(app, request, body).await?) {
        (Some(_), Some(_)) => return Err(RequestError::PartTwice("metadata").into()),
        (in_header, in_body) => in_header.or(in_body),
    };
    let new = NewUpload {
        length: bytes_in(request.headers(), UPLOAD_LENGTH)?,
        file_name: said.file_name.as_deref().and_then(without_control_characters),
        fingerprint: said.fingerprint,
        metadata,
        source: said.source,
    };
    let seen = RefusedUpload { file_name: new.file_name.clone(), source: new.named_source() };
    let begun = app.uploads.begin(&required.who, new).await;
    if let Err(error) = &begun {
        note_refused(&app.db, &required.who, seen, error).await;
    }
    let upload = begun?;
    let mut answer =
        HttpResponse::Created().insert_header((LOCATION, format!("/api/v1/uploads/{}", upload.id))).finish();
    tell(&mut answer, &upload);
    Ok(answer)
}

/// The metadata as a body, where there is one.
async fn json_body(
    app: &App,
    request: &HttpRequest,
    mut body: web::Payload,
) -> Result<Option<Vec<u8>>, ApiError> {
    let limit = app.limits.metadata_bytes;
    let mut bytes = Vec::new();
    while let Some(piece) = body.try_next().await.map_err(|error| RequestError::of_body(&error))? {
        if bytes.len() + piece.len() > limit {
            return Err(RequestError::MetadataTooLarge(limit).into());
        }
        bytes.extend_from_slice(&piece);
    }
    if bytes.is_empty() {
        return Ok(None);
    }
    if has_type(request, "application/json") { Ok(Some(bytes)) } else { Err(RequestError::NotJson.into()) }
}

fn has_type(request: &HttpRequest, wanted: &str) -> bool {
    let sent = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let sent = sent.and_then(|sent| sent.split(';').next()).unwrap_or_default();
    sent.trim().eq_ignore_ascii_case(wanted)
}

/// The caller's uploads that have not come to an end: to go on with them after a restart.
///
/// Needs `ingest_calls`.
#[utoipa::path(get, path = "/api/v1/uploads", operation_id = "list_uploads", tag = "calls",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "All of them", body = UploadList)))]
pub async fn list(
    required: Require<IngestCalls>,
    app: web::Data<App>,
) -> Result<web::Json<UploadList>, ApiError> {
    let open = app.uploads.open(&required.who).await?;
    Ok(web::Json(UploadList { items: open.into_iter().map(UploadBody::from).collect() }))
}

/// Where an upload stands, and what became of it. `HEAD` says it in headers alone, as tus wants it,
/// and ends a continuation that still waits for its sender.
///
/// Needs `ingest_calls`; only the upload's own sender finds it.
#[utoipa::path(get, path = "/api/v1/uploads/{upload_id}", operation_id = "show_upload", tag = "calls",
    security(("token" = []), ("session" = [])), params(("upload_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Where it stands", body = UploadBody),
        (status = 404, description = "Not there, not this caller's, or forgotten", body = ErrorBody)))]
pub async fn show(
    required: Require<IngestCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    upload_id: web::Path<UploadId>,
) -> HttpResponse {
    let id = upload_id.into_inner();
    let found = if request.method() == Method::HEAD {
        app.uploads.settle(&required.who, id).await
    } else {
        app.uploads.show(&required.who, id).await
    };
    let shown = found.map_err(ApiError::from).map(|upload| {
        let mut answer = HttpResponse::Ok().json(UploadBody::from(upload.clone()));
        tell(&mut answer, &upload);
        answer
    });
    speaking_tus(shown)
}

/// Continues an upload where it stands. The answer comes when what was sent is safe and, with the last
/// byte, taken in. Where the object store is away then, the bytes wait here: `show_upload` tells.
///
/// Needs `ingest_calls`.
#[utoipa::path(patch, path = "/api/v1/uploads/{upload_id}", operation_id = "continue_upload", tag = "calls",
    security(("token" = []), ("session" = [])),
    params(("upload_id" = String, Path, format = Uuid),
        ("Upload-Offset" = u64, Header, description = "How many bytes came before"),
        ("Tus-Resumable" = Option<String>, Header, description = "1.0.0")),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 204, description = "Safe; `Upload-Offset` says how much"),
        (status = 404, description = "Not there, not this caller's, or forgotten", body = ErrorBody),
        (status = 408, description = "The rest did not come in time; what came is kept", body = ErrorBody),
        (status = 409, description = "It stands elsewhere, or is being continued", body = ErrorBody),
        (status = 410, description = "The call was deleted and is not taken in again", body = ErrorBody),
        (status = 412, description = "Another version of tus is spoken here", body = ErrorBody),
        (status = 413, description = "More came than was announced", body = ErrorBody),
        (status = 415, description = "The body says that it is something else, or the file is in no format \
            that is read here", body = ErrorBody),
        (status = 507, description = "There is no room left", body = ErrorBody)))]
pub async fn proceed(
    required: Require<IngestCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    upload_id: web::Path<UploadId>,
    body: web::Payload,
) -> HttpResponse {
    speaking_tus(proceeded(&required, &app, &request, upload_id.into_inner(), body).await)
}

async fn proceeded(
    required: &Require<IngestCalls>,
    app: &App,
    request: &HttpRequest,
    id: UploadId,
    mut body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    if check_version(request.headers()).is_err() {
        return Ok(version_refused());
    }
    let offset = bytes_in(request.headers(), UPLOAD_OFFSET)?;
    if !has_type(request, OFFSET_STREAM) {
        return Err(RequestError::NotOffsetStream.into());
    }
    let continued = app.uploads.continue_at(&required.who, id, offset, request_id(request)).await;
    let continuation = match continued {
        Ok(continuation) => continuation,
        Err(error) => return offset_refused(error),
    };
    let mut broken = None;
    loop {
        let piece = tokio::select! {
            piece = body.try_next() => piece,
            () = continuation.closed() => break,
        };
        match piece {
            Ok(Some(piece)) => {
                if !continuation.take(piece).await {
                    break;
                }
            }
            Ok(None) => break,
            Err(error) => {
                broken = Some(error);
                break;
            }
        }
    }
    let upload = continuation.end().await?;
    if let Some(error) = broken.filter(|_| upload.state == UploadState::Receiving) {
        return Err(RequestError::of_body(&error).into());
    }
    let mut answer = HttpResponse::NoContent().finish();
    tell(&mut answer, &upload);
    Ok(answer)
}

/// Gives an upload up: its bytes go. What was taken in stays.
///
/// Needs `ingest_calls`.
#[utoipa::path(delete, path = "/api/v1/uploads/{upload_id}", operation_id = "give_up_upload", tag = "calls",
    security(("token" = []), ("session" = [])), params(("upload_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "Gone"),
        (status = 404, description = "Not there, not this caller's, or forgotten", body = ErrorBody)))]
pub async fn give_up(
    required: Require<IngestCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    upload_id: web::Path<UploadId>,
) -> HttpResponse {
    if check_version(request.headers()).is_err() {
        return speaking_tus(Ok(version_refused()));
    }
    let given_up = app.uploads.give_up(&required.who, upload_id.into_inner()).await;
    speaking_tus(given_up.map(|()| HttpResponse::NoContent().finish()).map_err(ApiError::from))
}
