//! Calls: brought in, and found.

use crate::access::Permission;
use crate::db::call::Direction;
use crate::http::App;
use crate::http::api::recordings::RecordingBody;
use crate::http::auth::{IngestCalls, Require, ViewCalls};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use crate::ids::{AgentId, CallId, ParticipationId, RecordingId};
use crate::recorder::{CallMetadata, CallView, PartView, ReceivedFile, Reception};
use crate::time::Instant;
use actix_multipart::{Field, Multipart};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::TryStreamExt;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What a call that was brought in became.
#[derive(Debug, Serialize, ToSchema)]
pub struct Accepted {
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    #[schema(value_type = String, format = Uuid)]
    recording_id: RecordingId,
}

/// The form that brings a call in.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form for the OpenAPI document")]
struct CallForm {
    /// What the recorder knows of the call; every field may be missing, unknown ones are kept.
    metadata: Option<MetadataForm>,
    /// The recording.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    audio: Vec<u8>,
}

#[derive(ToSchema)]
#[schema(as = CallMetadata)]
#[expect(dead_code, reason = "describes the form for the OpenAPI document")]
struct MetadataForm {
    source: Option<String>,
    native_id: Option<String>,
    agents: Option<Vec<AgentForm>>,
    customer_number: Option<String>,
    /// `inbound` or `outbound`.
    direction: Option<String>,
    queue: Option<String>,
    project: Option<String>,
    #[schema(format = DateTime)]
    started_at: Option<String>,
    disposition: Option<String>,
    wrap_up: Option<String>,
    ticket: Option<String>,
    tags: Option<Vec<String>>,
    /// Channel, counted from 0, to `agent`, `customer`, `mixed` or `other`.
    #[schema(value_type = Object)]
    channels: Option<Value>,
}

#[derive(ToSchema)]
#[schema(as = AgentPart)]
#[expect(dead_code, reason = "describes the form for the OpenAPI document")]
struct AgentForm {
    external_id: String,
    name: Option<String>,
    channel: Option<u16>,
    start_ms: Option<u64>,
    end_ms: Option<u64>,
}

/// A call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Call)]
pub struct CallBody {
    #[schema(value_type = String, format = Uuid)]
    id: CallId,
    source: String,
    native_id: Option<String>,
    /// `inbound` or `outbound`.
    direction: Option<&'static str>,
    /// Masked unless the reader may see personal data.
    customer_number: Option<String>,
    queue: Option<String>,
    project: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    started_at: Instant,
    /// The day of the call in the workspace's zone.
    #[schema(format = Date)]
    local_date: String,
    disposition: Option<String>,
    wrap_up: Option<String>,
    ticket: Option<String>,
    tags: Vec<String>,
    /// What else the source sent; only for readers who may see personal data.
    #[schema(value_type = Option<Object>)]
    metadata: Option<Map<String, Value>>,
    agents: Vec<PartBody>,
    recordings: Vec<RecordingBody>,
}

/// One agent's part in a call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Participation)]
pub struct PartBody {
    #[schema(value_type = String, format = Uuid)]
    id: ParticipationId,
    #[schema(value_type = String, format = Uuid)]
    agent_id: AgentId,
    external_id: String,
    name: Option<String>,
    #[schema(value_type = Option<String>, format = Uuid)]
    recording_id: Option<RecordingId>,
    channel: Option<i32>,
    start_ms: Option<i64>,
    end_ms: Option<i64>,
}

/// The recordings of a call.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordingList {
    items: Vec<RecordingBody>,
}

impl From<CallView> for CallBody {
    fn from(view: CallView) -> Self {
        let shown = view.shows_personal_data;
        let number = view.call.customer_number;
        Self {
            id: view.call.id,
            source: view.source,
            native_id: view.call.native_id,
            direction: view.call.direction.map(Direction::as_str),
            customer_number: number.map(|number| if shown { number.0 } else { number.masked() }),
            queue: view.queue,
            project: view.project,
            started_at: view.call.started_at,
            local_date: view.call.local_date,
            disposition: view.call.disposition,
            wrap_up: view.call.wrap_up,
            ticket: view.call.ticket,
            tags: view.call.tags,
            metadata: shown.then_some(view.call.metadata),
            agents: view.parts.into_iter().map(PartBody::from).collect(),
            recordings: view.recordings.into_iter().map(|one| RecordingBody::of(one, shown)).collect(),
        }
    }
}

impl From<PartView> for PartBody {
    fn from(view: PartView) -> Self {
        Self {
            id: view.part.id,
            agent_id: view.part.agent_id,
            external_id: view.external_id,
            name: view.name,
            recording_id: view.part.recording_id,
            channel: view.part.channel,
            start_ms: view.part.start_ms,
            end_ms: view.part.end_ms,
        }
    }
}

/// Brings a call in. The parts may come in either order; the answer comes when all is stored.
#[utoipa::path(post, path = "/api/v1/calls", tag = "calls", security(("token" = []), ("session" = [])),
    request_body(content = inline(CallForm), content_type = "multipart/form-data"),
    responses((status = 201, description = "New", body = Accepted),
        (status = 200, description = "Known already; the ids it got then", body = Accepted),
        (status = "4XX", description = "Refused", body = ErrorBody)))]
pub async fn accept(
    required: Require<IngestCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    form: Multipart,
) -> Result<HttpResponse, ApiError> {
    let upload = Upload::receive(&app, form).await?;
    let acceptance = app
        .intake
        .accept(&required.who, upload.metadata, &upload.audio, upload.file_name, request_id(&request))
        .await?;
    if acceptance.is_new {
        (app.job_entered)();
    }
    let mut response = if acceptance.is_new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(response.json(Accepted { call_id: acceptance.call_id, recording_id: acceptance.recording_id }))
}

/// One call.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}", tag = "calls", security(("token" = []), ("session" = [])),
    params(("call_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The call", body = CallBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn show(
    required: Require<ViewCalls>,
    app: web::Data<App>,
    call_id: web::Path<CallId>,
) -> Result<web::Json<CallBody>, ApiError> {
    let personal_data = required.who.scope(Permission::SeePersonalData);
    let view = app.shelf.call(required.scope, personal_data, call_id.into_inner()).await?;
    Ok(web::Json(view.into()))
}

/// The recordings of a call, in the order of its timeline.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}/recordings", tag = "calls",
    security(("token" = []), ("session" = [])), params(("call_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Its recordings", body = RecordingList),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn recordings(
    required: Require<ViewCalls>,
    app: web::Data<App>,
    call_id: web::Path<CallId>,
) -> Result<web::Json<RecordingList>, ApiError> {
    let personal_data = required.who.scope(Permission::SeePersonalData);
    let view = app.shelf.call(required.scope, personal_data, call_id.into_inner()).await?;
    let shown = view.shows_personal_data;
    let items = view.recordings.into_iter().map(|one| RecordingBody::of(one, shown)).collect();
    Ok(web::Json(RecordingList { items }))
}

/// The parts of the form, received: the audio in the spool, the metadata read.
struct Upload {
    metadata: CallMetadata,
    audio: ReceivedFile,
    file_name: Option<String>,
}

impl Upload {
    async fn receive(app: &App, mut form: Multipart) -> Result<Self, ApiError> {
        let mut metadata = None;
        let mut audio = None;
        while let Some(mut part) = form.try_next().await.map_err(broken)? {
            match part.name() {
                Some("metadata") if metadata.is_some() => {
                    return Err(RequestError::PartTwice("metadata").into());
                }
                Some("metadata") => {
                    let json = small_part(&mut part, app.limits.metadata_bytes).await?;
                    metadata = Some(CallMetadata::parse(&json)?);
                }
                Some("audio") if audio.is_some() => return Err(RequestError::PartTwice("audio").into()),
                Some("audio") => audio = Some(received(app, &mut part).await?),
                _ => while part.try_next().await.map_err(broken)?.is_some() {},
            }
        }
        let (audio, file_name) = audio.ok_or(RequestError::PartMissing("audio"))?;
        Ok(Self { metadata: metadata.unwrap_or_default(), audio, file_name })
    }
}

async fn received(app: &App, part: &mut Field) -> Result<(ReceivedFile, Option<String>), ApiError> {
    let file_name =
        part.content_disposition().and_then(|disposition| disposition.get_filename()).map(str::to_owned);
    let mut reception = Reception::begin(&app.spool, app.limits.audio_bytes).await?;
    while let Some(piece) = part.try_next().await.map_err(broken)? {
        reception.take(&piece).await?;
    }
    Ok((reception.finish().await?, file_name))
}

async fn small_part(part: &mut Field, limit: usize) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.try_next().await.map_err(broken)? {
        if bytes.len() + piece.len() > limit {
            return Err(RequestError::MetadataTooLarge(limit).into());
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
fn broken(error: actix_multipart::MultipartError) -> ApiError {
    RequestError::BadMultipart(error.to_string()).into()
}
