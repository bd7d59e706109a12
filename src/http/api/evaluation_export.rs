//! Lists of evaluations taken away whole: as CSV, as a workbook, as JSON lines.

use super::evaluation_query::EvaluationsQuery;
use crate::access::By;
use crate::http::App;
use crate::http::auth::{ReadEvaluations, RequireAny};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use crate::review::{
    Export, ExportLanguage, ExportOrder, Format, ReviewError, Shape, TextWriter, Value, Workbook,
    WorkbookError,
};
use actix_web::body::SizedStream;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde::Deserialize;
use std::future::ready;
use std::io;
use std::path::Path;
use tempfile::TempDir;
use tokio::fs::File;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_util::io::ReaderStream;
use utoipa::IntoParams;

/// How a list is written.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ExportQuery {
    /// `csv` (UTF-8 with its mark, as spreadsheets want it), `xlsx`, or `jsonl` (for programs: stable
    /// keys and codes).
    format: String,
    /// `evaluations` (unless given): one row each, with a column for each item where a scorecard is
    /// chosen; or `items`: one row for each item of each.
    rows: Option<String>,
    /// `en` (unless given) or `zh-CN`: in whose words headings, options and states are.
    language: Option<String>,
}

impl ExportQuery {
    fn format(&self) -> Result<Format, RequestError> {
        Format::parse(&self.format)
            .ok_or_else(|| RequestError::BadQuery("format is csv, xlsx or jsonl".to_owned()))
    }

    fn shape(&self) -> Result<Shape, RequestError> {
        self.rows
            .as_deref()
            .map_or(Some(Shape::default()), Shape::parse)
            .ok_or_else(|| RequestError::BadQuery("rows is evaluations or items".to_owned()))
    }

    fn language(&self) -> Result<ExportLanguage, RequestError> {
        self.language
            .as_deref()
            .map_or(Some(ExportLanguage::default()), ExportLanguage::parse)
            .ok_or_else(|| RequestError::BadQuery("language is en or zh-CN".to_owned()))
    }
}

/// Everything that a filter finds, as one file. The same rows as the list, in its order, page by page as
/// they are read; to stop it, close the connection. `limit` and `cursor` say nothing here.
///
/// It holds names of people and what was written about them, never a customer's number, and stands in the
/// audit trail. `mine` needs `score_calls`, `results` needs `view_results`, `feedback` needs
/// `answer_feedback`.
#[utoipa::path(get, path = "/api/v1/evaluations/export", operation_id = "export_evaluations", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(EvaluationsQuery, ExportQuery),
    responses((status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody),
        (status = 503, description = "Others export just now", body = ErrorBody)))]
pub async fn export(
    caller: RequireAny<ReadEvaluations>,
    app: web::Data<App>,
    request: HttpRequest,
    query: web::Query<EvaluationsQuery>,
    how: web::Query<ExportQuery>,
) -> Result<HttpResponse, ApiError> {
    let format = how.format()?;
    let order = ExportOrder {
        list: query.list()?,
        purposes: query.purposes()?,
        filter: query.filter()?,
        sort: query.sort()?,
        shape: how.shape()?,
        language: how.language()?,
        zone: app.intake.zone.clone(),
    };
    let seat = app.exports.clone().try_acquire_owned().map_err(|_| RequestError::TooManyExports)?;
    let by = By { actor: caller.who.actor(), request_id: request_id(&request) };
    let export = Export::begin(&app.db, &caller.who, by, order).await?;
    let stamp = app.db.clock().now().local_stamp(&app.intake.zone);
    let mut answer = HttpResponse::Ok();
    answer.content_type(format.media_type()).insert_header(ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(format!("evaluations-{stamp}.{}", format.ending()))],
    });
    match format {
        Format::Xlsx => as_workbook(answer, export, &app.spool, seat).await,
        Format::Csv | Format::JsonLines => as_text(answer, export, format, seat).await,
    }
}

/// The first rows are read before anything is said, so that what fails at once is told as an error.
async fn as_text(
    mut answer: HttpResponseBuilder,
    mut export: Export,
    format: Format,
    seat: OwnedSemaphorePermit,
) -> Result<HttpResponse, ApiError> {
    let writer = TextWriter::new(format, export.columns());
    let mut first = writer.head();
    let rows = export.next_rows().await?;
    first.extend(rows.iter().flat_map(|rows| writer.rows(rows)));
    if rows.is_none() {
        return Ok(answer.body(first));
    }
    let rest = stream::try_unfold((export, writer, seat), |(mut export, writer, seat)| async move {
        let rows = export.next_rows().await.map_err(broken_off)?;
        Ok(rows.map(|rows| (Bytes::from(writer.rows(&rows)), (export, writer, seat))))
    });
    Ok(answer.streaming(stream::once(ready(Ok::<_, io::Error>(Bytes::from(first)))).chain(rest)))
}

/// Too late to say so: the connection ends before the file does, and the client sees that.
fn broken_off(error: ReviewError) -> io::Error {
    tracing::error!(%error, "an export broke off");
    io::Error::other(error)
}

/// A workbook is handed out once it is whole.
async fn as_workbook(
    mut answer: HttpResponseBuilder,
    export: Export,
    spool: &Path,
    seat: OwnedSemaphorePermit,
) -> Result<HttpResponse, ApiError> {
    let folder = tempfile::tempdir_in(spool).map_err(WorkbookError::Disk)?;
    let folder = fill_workbook(export, folder).await?;
    let file = File::open(folder.path().join(WORKBOOK)).await.map_err(WorkbookError::Disk)?;
    let bytes = file.metadata().await.map_err(WorkbookError::Disk)?.len();
    // The file goes with its folder, and the seat is free, when the last byte is sent or the client is gone.
    let content = ReaderStream::new(file).inspect_ok(move |_| {
        let _ = (&folder, &seat);
    });
    Ok(answer.body(SizedStream::new(bytes, content)))
}

/// The name of the workbook in its folder.
const WORKBOOK: &str = "export.xlsx";
/// How many pages of rows wait for the thread that writes them.
const PAGES_WAITING: usize = 2;

async fn fill_workbook(mut export: Export, folder: TempDir) -> Result<TempDir, ApiError> {
    let (sender, mut pages) = mpsc::channel::<Vec<Vec<Value>>>(PAGES_WAITING);
    let columns = export.columns().to_vec();
    let writing = tokio::task::spawn_blocking(move || {
        let mut workbook = Workbook::new(&columns, folder.path())?;
        while let Some(rows) = pages.blocking_recv() {
            workbook.add(&rows)?;
        }
        workbook.save(&folder.path().join(WORKBOOK))?;
        Ok::<_, WorkbookError>(folder)
    });
    while let Some(rows) = export.next_rows().await? {
        if sender.send(rows).await.is_err() {
            // The thread ended early; it says why.
            break;
        }
    }
    drop(sender);
    Ok(writing.await.map_err(|_| WorkbookError::Unfinished)??)
}
