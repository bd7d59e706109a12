//! Tables of calls: tried, brought in, followed, stopped.

use crate::db::cdr_import::{CdrImport, ColumnChoice};
use crate::http::App;
use crate::http::api::upload::{pass_over, small_part};
use crate::http::auth::{IngestCalls, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use crate::ids::CdrImportId;
use crate::recorder::cdr::{
    self, BYTES_MOST, CdrColumn, CdrPreview, CdrProblem, CdrRow, ImportFile, begin, find, latest,
    preview as try_out,
};
use crate::time::Instant;
use actix_multipart::{Multipart, MultipartError};
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::TryStreamExt;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How many imports are listed.
const LISTED: i64 = 20;
/// The largest choice of columns, in bytes of JSON.
const CHOICE_MOST: usize = 64 * 1024;

/// The form that brings a table of calls in.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form for the OpenAPI document")]
struct CdrForm {
    /// An .xlsx workbook, or a CSV text in UTF-8 or GBK; at most 32 MiB and 100,000 rows.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
    /// The system that the calls come from; a source's own token may leave it out.
    source: Option<String>,
    /// A JSON object, heading to column (`started_at`, `agent`, … or an empty text for none). Without
    /// it: as the last time for this source, else as the headings read.
    columns: Option<String>,
}

/// What a table would do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CdrPreview)]
pub struct CdrPreviewBody {
    /// `utf-8`, `gbk` or `xlsx`.
    encoding: &'static str,
    /// The headings, from the left.
    headings: Vec<String>,
    /// Heading to column; an empty text: it is left out.
    columns: BTreeMap<String, String>,
    /// Every column that there is.
    known_columns: Vec<&'static str>,
    /// Whether the columns are those of the last table of this source.
    is_remembered: bool,
    /// Whether rows could be told apart by these columns; otherwise nothing can be brought in.
    tells_calls_apart: bool,
    /// How many rows hold anything.
    rows: usize,
    /// How many of them would be brought in.
    fit: usize,
    /// How many of those are about calls that are known.
    known: i64,
    /// The first rows as they are read.
    sample: Vec<CdrRowBody>,
    /// The first 200 rows that would be left out.
    problems: Vec<CdrRowBody>,
}

/// A row as it is read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CdrRow)]
pub struct CdrRowBody {
    /// Its number in the file, counted from 1.
    line: u64,
    /// What the source calls the call.
    native_id: Option<String>,
    /// When it began, by the clock of the source.
    started_at: Option<String>,
    /// How long it was.
    duration_ms: Option<i64>,
    /// What the source calls the agent.
    agent: Option<String>,
    /// The customer's number.
    customer_number: Option<String>,
    /// `inbound` or `outbound`.
    direction: Option<&'static str>,
    /// How it ended.
    disposition: Option<String>,
    /// The name of the recording's file, without its ending.
    file: Option<String>,
    /// What is wrong.
    problems: Vec<CdrProblemBody>,
}

/// What is wrong with a cell, or with the row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CdrProblem)]
pub struct CdrProblemBody {
    /// In which column; none: the row as a whole.
    column: Option<&'static str>,
    /// A stable name in `snake_case`.
    code: &'static str,
    /// What stands there.
    value: String,
}

/// An import and how far it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CdrImport)]
pub struct CdrImportBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: CdrImportId,
    /// The name of the source; none where only one import was asked for.
    source: Option<String>,
    /// `running`, `stopping`, `done`, `stopped` or `failed`.
    state: &'static str,
    /// How many rows it has.
    rows: i32,
    /// How many were looked at.
    done: i32,
    /// How many were new calls.
    added: i32,
    /// How many changed a call that was known.
    changed: i32,
    /// How many said nothing new.
    same: i32,
    /// How many were left out.
    refused: i32,
    /// The first 200 rows that were left out: `line`, `column` and `code`.
    #[schema(value_type = Vec<Object>)]
    problems: Vec<serde_json::Value>,
    /// Why it could not go on: the code of an error.
    failure: Option<String>,
    /// When it was brought.
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Instant>,
}

/// The latest imports.
#[derive(Debug, Serialize, ToSchema)]
pub struct CdrImportList {
    /// The latest first, at most twenty.
    items: Vec<CdrImportBody>,
}

impl From<CdrPreview> for CdrPreviewBody {
    fn from(preview: CdrPreview) -> Self {
        Self {
            encoding: preview.encoding.as_str(),
            headings: preview.headings,
            columns: preview.columns,
            known_columns: CdrColumn::all().map(CdrColumn::as_str).collect(),
            is_remembered: preview.is_remembered,
            tells_calls_apart: preview.tells_calls_apart,
            rows: preview.rows,
            fit: preview.fit,
            known: preview.known,
            sample: preview.sample.into_iter().map(CdrRowBody::from).collect(),
            problems: preview.problems.into_iter().map(CdrRowBody::from).collect(),
        }
    }
}

impl From<CdrRow> for CdrRowBody {
    fn from(row: CdrRow) -> Self {
        let said = row.metadata;
        let fields = said.to_fields();
        let started_at = fields.get("started_at").and_then(|stamp| stamp.as_str()).map(str::to_owned);
        Self {
            line: row.line,
            native_id: said.native_id,
            started_at,
            duration_ms: said.duration_ms,
            agent: said.agents.into_iter().next().map(|agent| agent.external_id),
            customer_number: said.customer_number.map(|number| number.0),
            direction: said.direction.map(crate::db::call::Direction::as_str),
            disposition: said.disposition,
            file: row.stem,
            problems: row.problems.into_iter().map(CdrProblemBody::from).collect(),
        }
    }
}

impl From<CdrProblem> for CdrProblemBody {
    fn from(problem: CdrProblem) -> Self {
        let column = problem.column.map(CdrColumn::as_str);
        Self { column, code: problem.code, value: problem.value }
    }
}

impl CdrImportBody {
    fn of(import: CdrImport, source: Option<String>) -> Self {
        Self {
            id: import.id,
            source,
            state: import.state.as_str(),
            rows: import.rows_total,
            done: import.counts.done,
            added: import.counts.added,
            changed: import.counts.changed,
            same: import.counts.same,
            refused: import.counts.refused,
            problems: import.problems,
            failure: import.failure,
            created_at: import.created_at,
            finished_at: import.finished_at,
        }
    }
}

/// The parts of the form, received.
struct Table {
    file: ImportFile,
    columns: Option<ColumnChoice>,
}

impl Table {
    async fn receive(mut form: Multipart) -> Result<Self, ApiError> {
        let (mut bytes, mut source, mut columns) = (None, String::new(), None);
        let mut others_left = 1024;
        let broken = |error: MultipartError| RequestError::of_form(&error);
        while let Some(mut part) = form.try_next().await.map_err(broken)? {
            match part.name() {
                Some("file") if bytes.is_some() => return Err(RequestError::PartTwice("file").into()),
                Some("file") => {
                    bytes = Some(small_part(&mut part, BYTES_MOST, RequestError::BodyTooLarge).await?);
                }
                Some("source") => {
                    let text = small_part(&mut part, 2_000, RequestError::BodyTooLarge).await?;
                    String::from_utf8_lossy(&text).trim().clone_into(&mut source);
                }
                Some("columns") => {
                    let json = small_part(&mut part, CHOICE_MOST, RequestError::BodyTooLarge).await?;
                    let choice: ColumnChoice = serde_json::from_slice(&json).map_err(|_| {
                        RequestError::BadBody("columns must be a JSON object of texts".to_owned())
                    })?;
                    columns = Some(choice);
                }
                _ => pass_over(&mut part, &mut others_left).await?,
            }
        }
        let bytes = bytes.ok_or(RequestError::PartMissing("file"))?;
        Ok(Self { file: ImportFile { source, bytes }, columns })
    }
}

/// Reads a table of calls and says what would become of its rows; nothing is stored.
///
/// Needs `ingest_calls`.
#[utoipa::path(post, path = "/api/v1/cdr-imports/preview", operation_id = "preview_cdr_import", tag = "calls", security(("token" = []), ("session" = [])),
    request_body(content = inline(CdrForm), content_type = "multipart/form-data"),
    responses((status = 200, description = "What would become of it", body = CdrPreviewBody),
        (status = 413, description = "Larger than we read", body = ErrorBody),
        (status = 415, description = "Neither a workbook nor a text that we can read", body = ErrorBody),
        (status = 422, description = "Too many rows, or none", body = ErrorBody)))]
pub async fn preview(
    required: Require<IngestCalls>,
    app: web::Data<App>,
    form: Multipart,
) -> Result<web::Json<CdrPreviewBody>, ApiError> {
    let table = Table::receive(form).await?;
    let preview = try_out(&app.db, &required.who, table.file, table.columns).await?;
    Ok(web::Json(preview.into()))
}

/// Brings a table of calls in. Its rows are entered in the background, a page at a time; rows with
/// problems are left out. Bringing it again changes and never doubles.
///
/// Needs `ingest_calls`.
#[utoipa::path(post, path = "/api/v1/cdr-imports", operation_id = "begin_cdr_import", tag = "calls", security(("token" = []), ("session" = [])),
    request_body(content = inline(CdrForm), content_type = "multipart/form-data"),
    responses((status = 202, description = "It is safe, and its rows are being entered", body = CdrImportBody),
        (status = 413, description = "Larger than we read", body = ErrorBody),
        (status = 415, description = "Neither a workbook nor a text that we can read", body = ErrorBody),
        (status = 422, description = "Too many rows, or no columns that tell calls apart", body = ErrorBody)))]
pub async fn import(
    required: Require<IngestCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    form: Multipart,
) -> Result<HttpResponse, ApiError> {
    let table = Table::receive(form).await?;
    let begun = begin(&app.db, &required.who, table.file, table.columns, request_id(&request)).await?;
    (app.job_entered)();
    Ok(HttpResponse::Accepted().json(CdrImportBody::of(begun, None)))
}

/// The latest imports: one's own, or everybody's for those who bring in calls of every source.
///
/// Needs `ingest_calls`.
#[utoipa::path(get, path = "/api/v1/cdr-imports", operation_id = "list_cdr_imports", tag = "calls", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The latest first", body = CdrImportList)))]
pub async fn list(
    required: Require<IngestCalls>,
    app: web::Data<App>,
) -> Result<web::Json<CdrImportList>, ApiError> {
    let imports = latest(&app.db, &required.who, LISTED).await?;
    let items = imports.into_iter().map(|(import, source)| CdrImportBody::of(import, Some(source))).collect();
    Ok(web::Json(CdrImportList { items }))
}

/// How far an import is.
///
/// Needs `ingest_calls`.
#[utoipa::path(get, path = "/api/v1/cdr-imports/{import_id}", operation_id = "show_cdr_import", tag = "calls", security(("token" = []), ("session" = [])),
    params(("import_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The import", body = CdrImportBody),
        (status = 404, description = "Not there, or somebody else's", body = ErrorBody)))]
pub async fn show(
    required: Require<IngestCalls>,
    app: web::Data<App>,
    import_id: web::Path<CdrImportId>,
) -> Result<web::Json<CdrImportBody>, ApiError> {
    let import = find(&app.db, &required.who, import_id.into_inner()).await?;
    Ok(web::Json(CdrImportBody::of(import, None)))
}

/// Asks an import to stop after the rows at hand; what is in stays.
///
/// Needs `ingest_calls`.
#[utoipa::path(post, path = "/api/v1/cdr-imports/{import_id}/stop", operation_id = "stop_cdr_import", tag = "calls", security(("token" = []), ("session" = [])),
    params(("import_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The import", body = CdrImportBody),
        (status = 404, description = "Not there, or somebody else's", body = ErrorBody)))]
pub async fn stop(
    required: Require<IngestCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    import_id: web::Path<CdrImportId>,
) -> Result<web::Json<CdrImportBody>, ApiError> {
    let import = cdr::stop(&app.db, &required.who, import_id.into_inner(), request_id(&request)).await?;
    Ok(web::Json(CdrImportBody::of(import, None)))
}

/// An empty table with the headings of both languages.
///
/// Needs `ingest_calls`.
#[utoipa::path(get, path = "/api/v1/cdr-imports/template.csv", operation_id = "show_cdr_template", tag = "calls", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The table", body = String, content_type = "text/csv")))]
pub async fn template(_: Require<IngestCalls>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"earmark-calls.csv\""))
        .body(cdr::template())
}
