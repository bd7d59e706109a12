//! Descriptions of calls that come without their audio, and calls as vCon documents.

use crate::access::Who;
use crate::http::App;
use crate::http::auth::{HearCalls, IngestCalls, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use crate::ids::{CallId, RecordingId, RequestId};
use crate::recorder::sources::{RefusedUpload, note_refused};
use crate::recorder::vcon::{self, Audio, ExportOptions};
use crate::recorder::{Described, RecorderError, Sent, stem_of};
use crate::transcription::written;
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

/// The largest vCon, in bytes.
const VCON_MOST: usize = 64 * 1024 * 1024;

/// Which recording a description belongs to.
#[derive(Debug, Deserialize, IntoParams)]
pub struct DescriptionQuery {
    /// The name of the recording's file, before or after it came; without it, the description needs a
    /// `native_id`.
    file_name: Option<String>,
}

/// What became of a description.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DescribedCall)]
pub struct DescribedBody {
    /// The call that it describes; none: it waits for its audio.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// `entered` (a new call without audio), `applied` (to a known call) or `waiting`.
    state: &'static str,
}

/// Describes a call without its audio: what a recorder sends along with a recording, sent on its own,
/// before the recording, after it, or instead of it.
///
/// With a `file_name` it goes to the recording of that name, or waits for it. Without one, its
/// `native_id` tells the call, which is entered where it is new. Needs `ingest_calls`.
#[utoipa::path(post, path = "/api/v1/calls/metadata", operation_id = "describe_call", tag = "calls", security(("token" = []), ("session" = [])),
    params(DescriptionQuery),
    request_body(content = Object, description = "The metadata of a call, as it is sent with a recording"),
    responses((status = 200, description = "It is with its call", body = DescribedBody),
        (status = 201, description = "The call is new", body = DescribedBody),
        (status = 202, description = "It waits for its audio", body = DescribedBody),
        (status = 403, description = "Not allowed for this source or project", body = ErrorBody),
        (status = 409, description = "Too many descriptions wait already", body = ErrorBody),
        (status = 410, description = "The call was deleted", body = ErrorBody),
        (status = 422, description = "A field is wrong; the message names it", body = ErrorBody)))]
pub async fn describe(
    required: Require<IngestCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    query: web::Query<DescriptionQuery>,
    sent: web::Json<Map<String, Value>>,
) -> Result<HttpResponse, ApiError> {
    let request_id = request_id(&request);
    let file_name = query.file_name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let sent = Sent(sent.into_inner());
    let seen =
        RefusedUpload { file_name: file_name.map(str::to_owned), source: sent.source().ok().flatten() };
    let described = described(&app, &required.who, sent, file_name, request_id).await;
    if let Err(error) = &described {
        note_refused(&app.db, &required.who, seen, error).await;
    }
    Ok(described?)
}

async fn described(
    app: &App,
    who: &Who,
    sent: Sent,
    file_name: Option<&str>,
    request_id: Option<RequestId>,
) -> Result<HttpResponse, RecorderError> {
    let metadata = app.intake.interpret(who, sent, None).await?;
    let Some(file_name) = file_name else {
        let entered = app.intake.enter_call(who, metadata, request_id).await?;
        let state = if entered.is_new { "entered" } else { "applied" };
        let body = DescribedBody { call_id: Some(entered.call_id), state };
        let mut response = if entered.is_new { HttpResponse::Created() } else { HttpResponse::Ok() };
        return Ok(response.json(body));
    };
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stems = vec![stem_of(name)];
    Ok(match app.intake.describe(who, metadata, stems, request_id).await? {
        Described::Call(call_id) => {
            HttpResponse::Ok().json(DescribedBody { call_id: Some(call_id), state: "applied" })
        }
        Described::Waits => HttpResponse::Accepted().json(DescribedBody { call_id: None, state: "waiting" }),
    })
}

/// Whose vCon it is.
#[derive(Debug, Deserialize, IntoParams)]
pub struct VconSourceQuery {
    /// The system that the call comes from; a source's own token may leave it out.
    source: Option<String>,
}

/// What a vCon became.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AcceptedVcon)]
pub struct AcceptedVconBody {
    /// The call.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// Its recordings, in the order of the dialogs.
    #[schema(value_type = Vec<String>)]
    recording_ids: Vec<RecordingId>,
}

/// Brings a vCon in (draft-ietf-vcon-vcon-core-04): its dialogs of type `recording`, whose audio is
/// inside, become the recordings of one call.
///
/// Needs `ingest_calls`.
#[utoipa::path(post, path = "/api/v1/calls/vcon", operation_id = "accept_vcon", tag = "calls", security(("token" = []), ("session" = [])),
    params(VconSourceQuery),
    request_body(content = Object, description = "The vCon, at most 64 MiB", content_type = "application/vcon+json"),
    responses((status = 200, description = "Everything of it was known", body = AcceptedVconBody),
        (status = 201, description = "It is in", body = AcceptedVconBody),
        (status = 403, description = "Not allowed for this source or project", body = ErrorBody),
        (status = 410, description = "The call was deleted", body = ErrorBody),
        (status = 413, description = "Larger than we read", body = ErrorBody),
        (status = 415, description = "A recording is in no format that is read here", body = ErrorBody),
        (status = 422, description = "A field is wrong, or a recording is elsewhere", body = ErrorBody)))]
pub async fn accept_vcon(
    required: Require<IngestCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    query: web::Query<VconSourceQuery>,
    body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let document = received(body).await?;
    let into = vcon::Into { intake: &app.intake, spool: &app.spool, beside: None };
    let source = query.into_inner().source;
    let seen = RefusedUpload { file_name: None, source: source.clone() };
    let accepted = vcon::accept(&into, &required.who, source, document, request_id(&request)).await;
    if let Err(error) = &accepted {
        note_refused(&app.db, &required.who, seen, error).await;
    }
    let accepted = accepted?;
    if accepted.is_new {
        (app.job_entered)();
    }
    let mut response = if accepted.is_new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(response.json(AcceptedVconBody { call_id: accepted.call_id, recording_ids: accepted.recordings }))
}

async fn received(mut body: web::Payload) -> Result<Value, ApiError> {
    let mut bytes = Vec::new();
    while let Some(piece) = body.try_next().await.map_err(|error| RequestError::of_body(&error))? {
        if bytes.len() + piece.len() > VCON_MOST {
            return Err(RequestError::BodyTooLarge(VCON_MOST).into());
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(serde_json::from_slice(&bytes).map_err(|error| {
        RequestError::BadBody(format!("it is not JSON (line {}, column {})", error.line(), error.column()))
    })?)
}

/// How a vCon is written.
#[derive(Debug, Deserialize, IntoParams)]
pub struct VconQuery {
    /// `reference` (unless given): each recording as an address of this server with the hash of what is
    /// served there; `inline`: its bytes, at most 64 MiB together.
    audio: Option<String>,
}

/// A call as a vCon (draft-ietf-vcon-vcon-core-04), with its transcripts as analysis.
///
/// Needs `hear_calls` and `read_transcripts`; numbers, names of files and raw metadata need
/// `see_personal_data`. With its audio inside it is a download: it needs `download_recordings`, and stands in
/// the audit trail as one for each recording.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}/vcon", operation_id = "show_vcon", tag = "calls", security(("token" = []), ("session" = [])),
    params(("call_id" = String, Path, format = Uuid), VconQuery),
    responses((status = 200, description = "The vCon", body = Object, content_type = "application/vcon+json"),
        (status = 403, description = "The caller may not take recordings away", body = ErrorBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 413, description = "There is more audio than fits inside", body = ErrorBody)))]
pub async fn vcon(
    required: Require<HearCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    call_id: web::Path<CallId>,
    query: web::Query<VconQuery>,
) -> Result<HttpResponse, ApiError> {
    let audio = match query.audio.as_deref() {
        None | Some("reference") => {
            let connection = request.connection_info();
            Audio::AtServer(format!("{}://{}", connection.scheme(), connection.host()))
        }
        Some("inline") => Audio::Inline,
        Some(_) => return Err(RequestError::BadQuery("audio is reference or inline".to_owned()).into()),
    };
    let options = ExportOptions {
        audio,
        request_id: request_id(&request),
        by_token: required.by_token,
        hide: written::hidden,
    };
    let document = vcon::export(&app.db, &app.shelf, &required.who, call_id.into_inner(), options).await?;
    Ok(HttpResponse::Ok().content_type("application/vcon+json").body(document.to_string()))
}
