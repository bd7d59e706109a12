//! Calls: brought in, and found.

use crate::access::{Permission, Who};
use crate::db::call::Direction;
use crate::http::App;
use crate::http::api::page::NamedBody;
use crate::http::api::recordings::RecordingBody;
use crate::http::api::upload::Upload;
use crate::http::auth::{IngestCalls, Require, ViewCalls};
use crate::http::errors::{ApiError, ErrorBody, request_id};
use crate::ids::{AgentId, CallId, ParticipationId, ProjectId, QueueId, RecordingId};
use crate::recorder::sources::{RefusedUpload, note_refused};
use crate::recorder::{Acceptance, CallView, PartView};
use crate::review;
use crate::time::Instant;
use crate::transcription::written;
use actix_multipart::Multipart;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What a call that was brought in became.
#[derive(Debug, Serialize, ToSchema)]
pub struct Accepted {
    /// The call: a new one, or the known one that the recording belongs to.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// The recording.
    #[schema(value_type = String, format = Uuid)]
    recording_id: RecordingId,
}

/// The form that brings a call in.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form for the OpenAPI document")]
struct CallForm {
    /// What the recorder knows of the call; every field may be missing, unknown ones are kept. A
    /// source with a mapping sends an object in its own words instead.
    metadata: Option<MetadataForm>,
    /// The path under which the source keeps the file, where its naming pattern reads folders too.
    path: Option<String>,
    /// The recording.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    audio: Vec<u8>,
}

#[derive(ToSchema)]
#[schema(as = CallMetadata)]
#[expect(dead_code, reason = "describes the form for the OpenAPI document")]
struct MetadataForm {
    /// The system that the call comes from; a source's own token may leave it out, and may not
    /// name another.
    source: Option<String>,
    /// What the source calls the call; without it, the content of the recording stands in.
    native_id: Option<String>,
    /// Who took part on our side. The same part written twice counts once; an agent who was on
    /// two channels or came back later has two parts.
    agents: Option<Vec<AgentForm>>,
    /// The customer's telephone number; shown masked to most readers.
    customer_number: Option<String>,
    /// `inbound` or `outbound`.
    direction: Option<String>,
    /// The queue, by name; made where it is missing.
    queue: Option<String>,
    /// The project, by name; made where it is missing.
    project: Option<String>,
    /// When the call began. Without an offset it is read in the source's zone.
    #[schema(format = DateTime)]
    started_at: Option<String>,
    /// How long it was; what the recording measures counts for more.
    duration_ms: Option<u64>,
    /// How the agent closed the call.
    disposition: Option<String>,
    /// The agent's note.
    wrap_up: Option<String>,
    /// The ticket that the call led to.
    ticket: Option<String>,
    /// The source's tags, at most 100.
    tags: Option<Vec<String>>,
    /// Channel, counted from 0, to `agent`, `customer`, `mixed` or `other`.
    #[schema(value_type = Object)]
    channels: Option<Value>,
}

#[derive(ToSchema)]
#[schema(as = AgentPart)]
#[expect(dead_code, reason = "describes the form for the OpenAPI document")]
struct AgentForm {
    /// What the source calls the agent: an extension, a sign-in, a staff number.
    external_id: String,
    /// The agent's name, for the first time the agent is seen.
    name: Option<String>,
    /// The channel they are heard on, counted from 0.
    channel: Option<u16>,
    /// Where their part begins on the call's timeline; missing: at the beginning.
    start_ms: Option<u64>,
    /// Where it ends; missing: at the end.
    end_ms: Option<u64>,
}

/// A call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Call)]
pub struct CallBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: CallId,
    /// The name of the system that it came from.
    source: String,
    /// What that system calls it.
    native_id: Option<String>,
    /// `inbound` or `outbound`.
    direction: Option<&'static str>,
    /// Masked unless the reader may see personal data.
    customer_number: Option<String>,
    /// The id of its queue.
    #[schema(value_type = Option<String>, format = Uuid)]
    queue_id: Option<QueueId>,
    /// The name of its queue.
    queue: Option<String>,
    /// The id of its project.
    #[schema(value_type = Option<String>, format = Uuid)]
    project_id: Option<ProjectId>,
    /// The name of its project.
    project: Option<String>,
    /// When it began; where the source did not say, when it arrived here.
    #[schema(value_type = String, format = DateTime)]
    started_at: Instant,
    /// The day of the call in the workspace's zone.
    #[schema(format = Date)]
    local_date: String,
    /// Where its last recording ends, or how long the source said it was; 0: not known yet.
    duration_ms: i64,
    /// How the agent closed it.
    disposition: Option<String>,
    /// The agent's note. Where the source redacts, marks such as `⟦card⟧` stand in the place of card numbers and
    /// the like, unless the reader may see personal data.
    wrap_up: Option<String>,
    /// The ticket that it led to.
    ticket: Option<String>,
    /// The source's tags.
    tags: Vec<String>,
    /// What else the source sent; only for readers who may see personal data.
    #[schema(value_type = Option<Object>)]
    metadata: Option<Map<String, Value>>,
    /// Who took part on our side.
    agents: Vec<PartBody>,
    /// Its recordings, in the order of its timeline.
    recordings: Vec<RecordingBody>,
    /// It was generated for trying things out.
    is_generated: bool,
}

/// One agent's part in a call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Participation)]
pub struct PartBody {
    /// The id of this part.
    #[schema(value_type = String, format = Uuid)]
    id: ParticipationId,
    /// The id of the agent.
    #[schema(value_type = String, format = Uuid)]
    agent_id: AgentId,
    /// What the source calls the agent.
    external_id: String,
    /// The agent's name, where the source gave one.
    name: Option<String>,
    /// The recording that holds the part; none: the call had no audio when the part was entered.
    #[schema(value_type = Option<String>, format = Uuid)]
    recording_id: Option<RecordingId>,
    /// The channel they are heard on, counted from 0.
    channel: Option<i32>,
    /// Where the part begins on the call's timeline; none: at the beginning.
    start_ms: Option<i64>,
    /// Where it ends; none: at the end.
    end_ms: Option<i64>,
    /// Who sat there on that day.
    person: Option<NamedBody>,
    /// Their team of that day.
    team: Option<NamedBody>,
}

/// The recordings of a call.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordingList {
    /// All of them, in the order of the call's timeline.
    items: Vec<RecordingBody>,
}

impl From<CallView> for CallBody {
    fn from(view: CallView) -> Self {
        let shown = view.shows_personal_data;
        let is_generated = review::is_generated(&view.call);
        let hides = view.redacts && !shown;
        let note = |text: String| if hides { written::hidden(&text) } else { text };
        let number = view.call.customer_number;
        Self {
            id: view.call.id,
            source: view.source,
            native_id: view.call.native_id,
            direction: view.call.direction.map(Direction::as_str),
            customer_number: number.map(|number| if shown { number.0 } else { number.masked() }),
            queue_id: view.call.queue_id,
            queue: view.queue,
            project_id: view.call.project_id,
            project: view.project,
            started_at: view.call.started_at,
            local_date: view.call.local_date,
            duration_ms: view.call.duration_ms,
            disposition: view.call.disposition,
            wrap_up: view.call.wrap_up.map(note),
            ticket: view.call.ticket,
            tags: view.call.tags,
            metadata: shown.then_some(view.call.metadata),
            agents: view.parts.into_iter().map(PartBody::from).collect(),
            recordings: view.recordings.into_iter().map(|one| RecordingBody::of(one, shown)).collect(),
            is_generated,
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
            person: view.person.map(NamedBody::from),
            team: view.team.map(NamedBody::from),
        }
    }
}

/// Brings a call in. The parts may come in either order; the answer comes when all is stored.
///
/// Needs `ingest_calls`, for the source or the project of the call.
#[utoipa::path(post, path = "/api/v1/calls", operation_id = "accept_call", tag = "calls", security(("token" = []), ("session" = [])),
    request_body(content = inline(CallForm), content_type = "multipart/form-data"),
    responses((status = 201, description = "New", body = Accepted),
        (status = 200, description = "Known already; the ids it got then", body = Accepted),
        (status = 408, description = "The rest of the form did not come in time", body = ErrorBody),
        (status = 410, description = "The call was deleted and is not taken in again", body = ErrorBody),
        (status = 413, description = "The audio or the metadata is too large", body = ErrorBody),
        (status = 415, description = "The audio is in no format that is read here", body = ErrorBody),
        (status = 422, description = "A field or the form is wrong; the message names it", body = ErrorBody),
        (status = 503, description = "The database or the object store is away; Retry-After says when to come again", body = ErrorBody),
        (status = 507, description = "There is no room left", body = ErrorBody)))]
pub async fn accept(
    required: Require<IngestCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    form: Multipart,
) -> Result<HttpResponse, ApiError> {
    // Before the body is read: it could not be kept waiting.
    app.intake.patience.must_have_room()?;
    let mut seen = RefusedUpload::default();
    let accepted = accepted(&required.who, &app, &request, form, &mut seen).await;
    if let Err(error) = &accepted {
        note_refused(&app.db, &required.who, seen, error.coded()).await;
    }
    let acceptance = accepted?;
    if acceptance.is_new {
        (app.job_entered)();
    }
    let mut response = if acceptance.is_new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(response.json(Accepted { call_id: acceptance.call_id, recording_id: acceptance.recording_id }))
}

async fn accepted(
    who: &Who,
    app: &App,
    request: &HttpRequest,
    form: Multipart,
    seen: &mut RefusedUpload,
) -> Result<Acceptance, ApiError> {
    let upload = Upload::receive(app, who, form, seen).await?;
    let path = upload.path.as_deref().or(upload.file_name.as_deref());
    let metadata = app.intake.interpret(who, upload.sent, path).await?;
    Ok(app.intake.accept(who, metadata, &upload.audio, upload.file_name, request_id(request)).await?)
}

/// One call.
///
/// Needs `view_calls`. Numbers and raw metadata need `see_personal_data`.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}", operation_id = "show_call", tag = "calls", security(("token" = []), ("session" = [])),
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
///
/// Needs `view_calls`.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}/recordings", operation_id = "list_recordings", tag = "calls",
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
