//! Sources: where recordings come from, how they are read, and how that goes.

use crate::db::source::{Seat, Source};
use crate::http::App;
use crate::http::api::page::{PageBody, window};
use crate::http::auth::{ManageSources, Require, ViewSources};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::SourceId;
use crate::recorder::sources::{self, Hour, SourceStatus, SourceView, written_from, written_until};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// How a source is doing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SourceRow)]
pub struct SourceRowBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: SourceId,
    /// Its name, unique.
    name: String,
    /// `upload`, `watch_folder` or `import`.
    kind: &'static str,
    /// The IANA zone in which its stamps are read.
    time_zone: String,
    /// When it was retired.
    #[schema(value_type = Option<String>, format = DateTime)]
    retired_at: Option<Instant>,
    /// When its last recording came.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_arrival_at: Option<Instant>,
    /// Since when nothing came, where by its own habit something should have.
    #[schema(value_type = Option<String>, format = DateTime)]
    silent_since: Option<Instant>,
    /// The last 24 hours, oldest first; the last one is not over.
    hours: Vec<HourBody>,
    /// How late the middle one of the last day's arrivals was, in milliseconds from the end of its
    /// call; none: nothing came.
    lag_ms: Option<i64>,
    /// How many of its agents are nobody.
    unmatched_agents: i64,
    /// How many of its recordings of the last 30 days could not be decoded, or have work that was
    /// given up.
    failures: i64,
    /// How many descriptions wait for their audio.
    waiting_sidecars: i64,
    /// How many legs of the last 30 days wait for their other.
    waiting_legs: i64,
    /// Since when the first of both waits.
    #[schema(value_type = Option<String>, format = DateTime)]
    waiting_since: Option<Instant>,
    /// How often an upload, and how many files of its folder, were refused and not dismissed.
    refused: i64,
}

/// What came in an hour.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SourceHour)]
pub struct HourBody {
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// How much came.
    arrivals: i64,
    /// How much usually comes at this hour of the week; none: there is no habit yet.
    usual: Option<f64>,
}

/// The sources.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceList {
    /// All of them, by name; retired ones last.
    items: Vec<SourceRowBody>,
}

/// A source with its settings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Source)]
pub struct SourceBody {
    /// How it is doing.
    status: SourceRowBody,
    /// Its settings, without the extension map.
    #[schema(value_type = SourceDocumentForm)]
    settings: Value,
    /// How many lines the extension map has.
    extensions: i64,
}

/// The settings of a source, as in a file: the same document.
#[derive(ToSchema)]
#[schema(as = SourceDocument)]
#[expect(dead_code, reason = "describes the document for the OpenAPI document")]
pub struct SourceDocumentForm {
    /// Its name, unique.
    name: String,
    /// `upload` (unless given), `watch_folder` or `import`.
    kind: Option<String>,
    /// The IANA zone in which its stamps are read.
    time_zone: String,
    /// Channel, counted from 0, to `agent`, `customer`, `mixed` or `other`; for recordings with as
    /// many channels.
    channels: Option<BTreeMap<String, String>>,
    /// What its file names say.
    naming: Option<NamingForm>,
    /// Which of its fields becomes which of ours.
    metadata: Option<BTreeMap<String, FieldRuleForm>>,
    /// The project of its calls that name none; made where it is missing.
    project: Option<String>,
    /// The queue of its calls that name none; made where it is missing.
    queue: Option<String>,
    /// For how many days its calls are kept, where no rule says otherwise.
    retention_days: Option<u32>,
    /// What is known beforehand of what is said.
    speech: Option<SpeechForm>,
    /// Which agent sat at an extension, and when. Missing: what is stored stays.
    extensions: Option<Vec<SeatBody>>,
}

/// What is known beforehand of what is said in its recordings. A new transcript follows it; those that are
/// there stay.
#[derive(ToSchema)]
#[schema(as = Speech)]
#[expect(dead_code, reason = "describes the document for the OpenAPI document")]
struct SpeechForm {
    /// The languages that are spoken, as codes; of several, the likeliest is taken for each recording.
    /// Missing: English or Mandarin.
    languages: Option<Vec<String>>,
    /// `simplified` (unless given) or `traditional`: which characters Chinese is written with.
    chinese: Option<String>,
    /// Names that are said: products, plans, towns. At most 60, about 400 Latin letters or 100 Chinese
    /// characters together.
    vocabulary: Option<Vec<String>>,
    /// `whisper_cpp` (unless given) or another of the directory's `speech_engines`: what hears them.
    engine: Option<String>,
    /// What is otherwise in queues, by name.
    queues: Option<BTreeMap<String, QueueSpeechForm>>,
}

/// What is otherwise in a queue; what is missing is as in the source.
#[derive(ToSchema)]
#[schema(as = QueueSpeech)]
#[expect(dead_code, reason = "describes the document for the OpenAPI document")]
struct QueueSpeechForm {
    /// The languages that are spoken.
    languages: Option<Vec<String>>,
    /// Names that are said.
    vocabulary: Option<Vec<String>>,
}

/// A naming pattern.
#[derive(ToSchema)]
#[schema(as = NamingPattern)]
#[expect(dead_code, reason = "describes the document for the OpenAPI document")]
struct NamingForm {
    /// `freepbx`, `vicidial`, `oreka`, `genesys_cloud`, `amazon_connect`, `post_call_analytics`,
    /// `twilio` or `custom`.
    pattern: String,
    /// For `vicidial`: its tokens.
    tokens: Option<String>,
    /// For `custom`: a regular expression with named groups.
    expression: Option<String>,
}

/// Where a field comes from.
#[derive(ToSchema)]
#[schema(as = FieldRule)]
#[expect(dead_code, reason = "describes the document for the OpenAPI document")]
struct FieldRuleForm {
    /// Paths into what is sent; the first that holds anything counts.
    from: Option<Vec<String>>,
    /// What the source's values mean.
    values: Option<BTreeMap<String, String>>,
    /// What counts where no path holds anything.
    value: Option<String>,
}

/// A source that was made or changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceSaved {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: SourceId,
}

/// Whether a source is in use.
#[derive(Deserialize, ToSchema)]
#[schema(as = SourceChange)]
pub struct RetireBody {
    /// Whether it is retired.
    retired: bool,
}

/// An agent at an extension.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Seat)]
pub struct SeatBody {
    /// The extension, as the source writes it.
    extension: String,
    /// The agent's id.
    agent: String,
    /// The first day in the source's zone, or the moment; none: since ever.
    from: Option<String>,
    /// The last day, or the moment; none: still.
    until: Option<String>,
}

/// A table in the place of the extension map.
#[derive(Deserialize, ToSchema)]
#[schema(as = ExtensionTable)]
pub struct ExtensionsBody {
    /// `extension,agent,from,until`, a line each.
    text: String,
}

/// How long the extension map has become.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ExtensionsStored)]
pub struct ExtensionsStored {
    /// Its lines.
    lines: usize,
}

/// How much of a list is wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ExtensionsQuery {
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

impl From<Hour> for HourBody {
    fn from(hour: Hour) -> Self {
        Self { at: hour.at, arrivals: hour.arrivals, usual: hour.usual }
    }
}

impl From<SourceStatus> for SourceRowBody {
    fn from(status: SourceStatus) -> Self {
        let Source { id, name, kind, time_zone, retired_at, silent_since, .. } = status.source;
        Self {
            id,
            name,
            kind: kind.as_str(),
            time_zone,
            retired_at,
            last_arrival_at: status.last_arrival_at,
            silent_since,
            hours: status.hours.into_iter().map(HourBody::from).collect(),
            lag_ms: status.lag_ms,
            unmatched_agents: status.unmatched_agents,
            failures: status.failures,
            waiting_sidecars: status.waits.sidecars,
            waiting_legs: status.waits.legs,
            waiting_since: status.waits.since,
            refused: status.refused,
        }
    }
}

impl SourceBody {
    fn of(view: &SourceView, status: SourceStatus) -> Self {
        Self { status: status.into(), settings: view.document.to_json(), extensions: view.extensions }
    }
}

/// The sources, and how they are doing.
///
/// Needs `view_sources`.
#[utoipa::path(get, path = "/api/v1/sources", operation_id = "list_sources", tag = "sources", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "All of them", body = SourceList)))]
pub async fn list(
    required: Require<ViewSources>,
    app: web::Data<App>,
) -> Result<web::Json<SourceList>, ApiError> {
    let statuses = sources::status_of_all(&app.db, required.scope).await?;
    Ok(web::Json(SourceList { items: statuses.into_iter().map(SourceRowBody::from).collect() }))
}

/// Makes a source.
///
/// Needs `manage_sources`.
#[utoipa::path(post, path = "/api/v1/sources", operation_id = "add_source", tag = "sources", security(("token" = []), ("session" = [])),
    request_body = SourceDocumentForm,
    responses((status = 201, description = "Made", body = SourceSaved),
        (status = 422, description = "Something in the document is wrong; `problems` says what", body = ErrorBody)))]
pub async fn add(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    document: web::Json<Value>,
) -> Result<HttpResponse, ApiError> {
    let id = sources::add(&app.db, required.by(&request), &document.to_string()).await?;
    Ok(HttpResponse::Created().json(SourceSaved { id }))
}

/// A source with its settings.
///
/// Needs `view_sources`.
#[utoipa::path(get, path = "/api/v1/sources/{source_id}", operation_id = "show_source", tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The source", body = SourceBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn show(
    required: Require<ViewSources>,
    app: web::Data<App>,
    source_id: web::Path<SourceId>,
) -> Result<web::Json<SourceBody>, ApiError> {
    let id = source_id.into_inner();
    let view = sources::show(&app.db, required.scope.clone(), id).await?;
    let status = sources::status_of_one(&app.db, required.scope, id).await?;
    Ok(web::Json(SourceBody::of(&view, status)))
}

/// Puts a document in the place of a source's settings. Without `extensions` the extension map
/// stays as it is.
///
/// Needs `manage_sources`.
#[utoipa::path(put, path = "/api/v1/sources/{source_id}", operation_id = "change_source", tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid)), request_body = SourceDocumentForm,
    responses((status = 200, description = "Changed", body = SourceSaved),
        (status = 404, description = "Not there", body = ErrorBody),
        (status = 422, description = "Something in the document is wrong; `problems` says what", body = ErrorBody)))]
pub async fn change(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    source_id: web::Path<SourceId>,
    document: web::Json<Value>,
) -> Result<web::Json<SourceSaved>, ApiError> {
    let by = required.by(&request);
    let id = source_id.into_inner();
    sources::change(&app.db, by, required.scope, id, &document.to_string()).await?;
    Ok(web::Json(SourceSaved { id }))
}

/// Retires a source, or takes it up again. What came from it stays; while it is retired its tokens
/// do not work.
///
/// Needs `manage_sources`.
#[utoipa::path(patch, path = "/api/v1/sources/{source_id}", operation_id = "retire_source", tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid)), request_body = RetireBody,
    responses((status = 204, description = "Done"),
        (status = 404, description = "Not there", body = ErrorBody)))]
pub async fn retire(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    source_id: web::Path<SourceId>,
    body: web::Json<RetireBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    sources::set_retired(&app.db, by, required.scope, source_id.into_inner(), body.retired).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The extension map of a source: which agent sat where, and when.
///
/// Needs `view_sources`.
#[utoipa::path(get, path = "/api/v1/sources/{source_id}/extensions", operation_id = "list_extensions", tag = "sources",
    security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid), ExtensionsQuery),
    responses((status = 200, description = "A page of it, in the order of its table", body = PageBody<SeatBody>),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn extensions(
    required: Require<ViewSources>,
    app: web::Data<App>,
    source_id: web::Path<SourceId>,
    query: web::Query<ExtensionsQuery>,
) -> Result<web::Json<PageBody<SeatBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let (zone, page) =
        sources::extensions_page(&app.db, required.scope, source_id.into_inner(), window).await?;
    Ok(web::Json(PageBody::of(page, |seat| SeatBody::of(seat, &zone))))
}

impl SeatBody {
    fn of(seat: Seat, zone: &TimeZone) -> Self {
        let until = seat.until_at.and_then(|until| written_until(until, zone));
        let from = written_from(seat.from_at, zone);
        Self { extension: seat.extension, agent: seat.agent, from, until }
    }
}

/// Puts a table in the place of a source's extension map.
///
/// Needs `manage_sources`.
#[utoipa::path(put, path = "/api/v1/sources/{source_id}/extensions", operation_id = "put_extensions", tag = "sources",
    security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid)), request_body = ExtensionsBody,
    responses((status = 200, description = "Stored", body = ExtensionsStored),
        (status = 404, description = "Not there", body = ErrorBody),
        (status = 422, description = "A line is wrong; `problems` says which", body = ErrorBody)))]
pub async fn put_extensions(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    source_id: web::Path<SourceId>,
    body: web::Json<ExtensionsBody>,
) -> Result<web::Json<ExtensionsStored>, ApiError> {
    let by = required.by(&request);
    let text = body.into_inner().text;
    let lines = sources::put_extensions(&app.db, by, required.scope, source_id.into_inner(), text).await?;
    Ok(web::Json(ExtensionsStored { lines }))
}
