//! People from a sheet: tried, entered, and the sheet to begin with.

use crate::access::import::{
    BYTES_MOST, CellError, Outcome, Report, RowReport, import_people, template as empty_sheet,
};
use crate::http::App;
use crate::http::api::upload::{pass_over, small_part};
use crate::http::auth::{ManagePeople, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use actix_multipart::{Multipart, MultipartError};
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::TryStreamExt;
use serde::Serialize;
use utoipa::ToSchema;

/// The form that brings a sheet in.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form for the OpenAPI document")]
struct ImportForm {
    /// An .xlsx workbook, or a CSV text in UTF-8 or GBK; at most 10 MiB and 5,000 rows.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
    /// `false` enters the rows; anything else only says what would happen.
    dry_run: Option<bool>,
}

/// What came of a sheet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportReport)]
pub struct ImportReportBody {
    /// Its rows that hold anything, in their order.
    rows: Vec<ImportRowBody>,
    /// How many people are new.
    add: usize,
    /// How many rows change somebody.
    change: usize,
    /// How many rows say nothing new.
    same: usize,
    /// How many rows cannot be entered; with any, none is.
    errors: usize,
    /// Whether the rows were entered.
    written: bool,
    /// `utf-8`, `gbk` or `xlsx`.
    encoding: &'static str,
    /// Headings that were passed over.
    unknown_columns: Vec<String>,
}

/// What came of a row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportRow)]
pub struct ImportRowBody {
    /// Its number in the file, counted from 1.
    line: u64,
    /// The name in it, or the name of whoever it is about.
    name: String,
    /// The staff number in it.
    staff_number: Option<String>,
    /// `add`, `change`, `same` or `error`.
    action: &'static str,
    /// What changes in somebody who is known.
    changes: Vec<&'static str>,
    /// What is wrong.
    errors: Vec<CellErrorBody>,
}

/// What is wrong with a cell.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CellError)]
pub struct CellErrorBody {
    /// In which column.
    column: &'static str,
    /// A stable name in `snake_case`.
    code: &'static str,
    /// What stands there, or what it collides with.
    value: String,
}

impl From<Report> for ImportReportBody {
    fn from(report: Report) -> Self {
        Self {
            add: report.added(),
            change: report.changed(),
            same: report.same(),
            errors: report.errors(),
            written: report.written,
            encoding: report.encoding.as_str(),
            rows: report.rows.into_iter().map(ImportRowBody::from).collect(),
            unknown_columns: report.unknown_columns,
        }
    }
}

impl From<RowReport> for ImportRowBody {
    fn from(row: RowReport) -> Self {
        let (action, changes, errors) = match row.outcome {
            Outcome::Add => ("add", Vec::new(), Vec::new()),
            Outcome::Change(fields) => ("change", fields, Vec::new()),
            Outcome::Same => ("same", Vec::new(), Vec::new()),
            Outcome::Error(errors) => ("error", Vec::new(), errors),
        };
        let errors = errors.into_iter().map(CellErrorBody::from).collect();
        let (line, name, staff_number) = (row.line, row.name, row.staff_number);
        Self { line, name, staff_number, action, changes, errors }
    }
}

impl From<CellError> for CellErrorBody {
    fn from(error: CellError) -> Self {
        Self { column: error.column.as_str(), code: error.code, value: error.value }
    }
}

/// The parts of the form, received.
struct SheetForm {
    file: Vec<u8>,
    dry_run: bool,
}

impl SheetForm {
    async fn receive(mut form: Multipart) -> Result<Self, ApiError> {
        let (mut file, mut dry_run) = (None, true);
        let mut others_left = 1024;
        let broken = |error: MultipartError| RequestError::of_form(&error);
        while let Some(mut part) = form.try_next().await.map_err(broken)? {
            match part.name() {
                Some("file") if file.is_some() => return Err(RequestError::PartTwice("file").into()),
                Some("file") => {
                    file = Some(small_part(&mut part, BYTES_MOST, RequestError::BodyTooLarge).await?);
                }
                Some("dry_run") => {
                    dry_run = small_part(&mut part, 16, RequestError::BodyTooLarge).await? != b"false";
                }
                _ => pass_over(&mut part, &mut others_left).await?,
            }
        }
        Ok(Self { file: file.ok_or(RequestError::PartMissing("file"))?, dry_run })
    }
}

/// Enters the people of a sheet, all rows or none, or only says what would happen.
///
/// Needs `manage_people`.
#[utoipa::path(post, path = "/api/v1/people/imports", operation_id = "import_people", tag = "people", security(("token" = []), ("session" = [])),
    request_body(content = inline(ImportForm), content_type = "multipart/form-data"),
    responses((status = 200, description = "What came of it, row by row", body = ImportReportBody),
        (status = 413, description = "Larger than we read", body = ErrorBody),
        (status = 415, description = "Neither a workbook nor a text that we can read", body = ErrorBody),
        (status = 422, description = "Too many rows, or no column for names", body = ErrorBody)))]
pub async fn import(
    required: Require<ManagePeople>,
    app: web::Data<App>,
    request: HttpRequest,
    form: Multipart,
) -> Result<web::Json<ImportReportBody>, ApiError> {
    let form = SheetForm::receive(form).await?;
    let report = import_people(&app.db, required.by(&request), form.file, form.dry_run).await?;
    Ok(web::Json(report.into()))
}

/// An empty sheet with the headings of both languages.
///
/// Needs `manage_people`.
#[utoipa::path(get, path = "/api/v1/people/import-template.csv", operation_id = "show_import_template", tag = "people", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The sheet", body = String, content_type = "text/csv")))]
pub async fn template(_: Require<ManagePeople>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"earmark-people.csv\""))
        .body(empty_sheet())
}
