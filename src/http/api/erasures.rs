//! Customers who ask to be erased. A number comes in a body, never in an address, and is not kept.

use super::holds::HoldBody;
use super::page::{NamedBody, PageBody, window};
use crate::db::call::CustomerNumber;
use crate::http::App;
use crate::http::auth::{EraseCustomers, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::ErasureId;
use crate::recorder::erasure::{self, ErasureLine, ErasurePreview};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whose calls are looked for.
#[derive(Deserialize, ToSchema)]
#[schema(as = ErasureQuestion)]
pub struct QuestionBody {
    /// The customer's number, however it is written.
    number: String,
}

/// A request to be entered.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewErasure)]
pub struct NewErasureBody {
    /// The customer's number, however it is written.
    number: String,
    /// Under which the request is known elsewhere, such as a ticket; without the number.
    reference: String,
}

/// What a request would erase.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErasurePreview)]
pub struct PreviewBody {
    /// The number as it was written, with its middle hidden.
    masked_number: String,
    /// How many calls have it, or have no number and name it elsewhere.
    calls: i64,
    /// How many of them have no number of their own: it stands in the name of their file, or in what else
    /// their source told.
    numberless: i64,
    /// How the sources spell it, masked; the commonest first.
    spellings: Vec<SpellingBody>,
    /// How many of the calls a legal hold keeps for now.
    held: i64,
    /// How many of them a keep hold keeps; a request erases them all the same.
    kept: i64,
    /// How many descriptions that wait for their audio name it; they go with the request.
    descriptions: i64,
    /// How many names of watched files that became no call hold it; they are forgotten.
    files: i64,
    /// How many tables of calls that are on their way in name it; their calls need another request.
    imports: i64,
    /// How many chats, letters and e-mails have it, or name it in what was written.
    contacts: i64,
}

/// How a source spells a number.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NumberSpelling)]
pub struct SpellingBody {
    /// With its middle hidden.
    masked_number: String,
    /// How many calls have it so.
    calls: i64,
}

/// A request, and its report once it is finished.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Erasure)]
pub struct ErasureBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ErasureId,
    /// The customer's number with its middle hidden.
    masked_number: String,
    /// Under which the request is known elsewhere.
    reference: String,
    /// `running`, `waiting` (what is left is under a legal hold), `done` or `withdrawn`.
    state: &'static str,
    /// Who entered it; none: the command line.
    requested_by: Option<NamedBody>,
    /// How many calls it found.
    found: i64,
    /// How many of them it has erased.
    removed: i64,
    /// How many bytes of objects went with them.
    bytes: i64,
    /// How many descriptions that waited for their audio went too.
    descriptions: i64,
    /// How many names of watched files were forgotten; the files lie where they lay.
    files: i64,
    /// How many tables of calls that were on their way in named the number; their calls need another request.
    imports: i64,
    /// How many chats, letters and e-mails went too.
    contacts: i64,
    /// How many calls are left.
    left: i64,
    /// How many of these a legal hold keeps.
    held: i64,
    /// The legal holds that it waits for.
    waits_for: Vec<HoldBody>,
    /// When it was entered.
    #[schema(value_type = String, format = DateTime)]
    requested_at: Instant,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Instant>,
}

impl From<ErasurePreview> for PreviewBody {
    fn from(preview: ErasurePreview) -> Self {
        let spelling = |(masked_number, calls)| SpellingBody { masked_number, calls };
        Self {
            masked_number: preview.masked_number,
            calls: preview.calls,
            numberless: preview.numberless,
            spellings: preview.spellings.into_iter().map(spelling).collect(),
            held: preview.held,
            kept: preview.kept,
            descriptions: preview.descriptions,
            files: preview.files,
            imports: preview.imports,
            contacts: preview.contacts,
        }
    }
}

impl From<ErasureLine> for ErasureBody {
    fn from(line: ErasureLine) -> Self {
        let erasure = line.erasure;
        Self {
            id: erasure.id,
            masked_number: erasure.masked_number,
            reference: erasure.reference,
            state: erasure.state.as_str(),
            requested_by: line.requested_by.map(NamedBody::from),
            found: erasure.found,
            removed: erasure.removed,
            bytes: erasure.bytes,
            descriptions: erasure.descriptions,
            files: erasure.files,
            imports: erasure.imports,
            contacts: erasure.contacts,
            left: line.left.calls,
            held: line.left.held,
            waits_for: line.waits_for.into_iter().map(HoldBody::of).collect(),
            requested_at: erasure.requested_at,
            finished_at: erasure.finished_at,
        }
    }
}

/// Which part of the list is wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ErasuresQuery {
    /// Where the page begins, as the page before said it.
    cursor: Option<String>,
    /// How many rows, at most 200.
    limit: Option<i64>,
}

/// Requests, the youngest first.
///
/// Needs `erase_customers`.
#[utoipa::path(get, path = "/api/v1/erasures", operation_id = "list_erasures", tag = "keeping",
    security(("token" = []), ("session" = [])), params(ErasuresQuery),
    responses((status = 200, description = "A page of requests", body = PageBody<ErasureBody>)))]
pub async fn list(
    _required: Require<EraseCustomers>,
    app: web::Data<App>,
    query: web::Query<ErasuresQuery>,
) -> Result<web::Json<PageBody<ErasureBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = erasure::list_erasures(&app.db, window).await?;
    Ok(web::Json(PageBody::of(page, ErasureBody::from)))
}

/// What a request for this number would erase.
///
/// Needs `erase_customers`.
#[utoipa::path(post, path = "/api/v1/erasures/preview", operation_id = "preview_erasure", tag = "keeping",
    security(("token" = []), ("session" = [])), request_body = QuestionBody,
    responses((status = 200, description = "What would go", body = PreviewBody),
        (status = 422, description = "The number has too few digits", body = ErrorBody)))]
pub async fn preview(
    _required: Require<EraseCustomers>,
    app: web::Data<App>,
    body: web::Json<QuestionBody>,
) -> Result<web::Json<PreviewBody>, ApiError> {
    let number = CustomerNumber(body.into_inner().number);
    Ok(web::Json(erasure::preview_erasure(&app.db, &number).await?.into()))
}

/// Enters a request. Its calls are removed in the background.
///
/// Needs `erase_customers`.
#[utoipa::path(post, path = "/api/v1/erasures", operation_id = "request_erasure", tag = "keeping",
    security(("token" = []), ("session" = [])), request_body = NewErasureBody,
    responses((status = 201, description = "The request", body = ErasureBody),
        (status = 422, description = "The number or the reference is wrong", body = ErrorBody)))]
pub async fn request(
    required: Require<EraseCustomers>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewErasureBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let NewErasureBody { number, reference } = body.into_inner();
    let entered = erasure::request_erasure(&app.db, by, &CustomerNumber(number), &reference).await?;
    (app.job_entered)();
    Ok(HttpResponse::Created().json(ErasureBody::from(entered)))
}

/// One request: its report.
///
/// Needs `erase_customers`.
#[utoipa::path(get, path = "/api/v1/erasures/{erasure_id}", operation_id = "show_erasure", tag = "keeping",
    security(("token" = []), ("session" = [])), params(("erasure_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The request", body = ErasureBody),
        (status = 404, description = "There is none", body = ErrorBody)))]
pub async fn show(
    _required: Require<EraseCustomers>,
    app: web::Data<App>,
    erasure_id: web::Path<ErasureId>,
) -> Result<web::Json<ErasureBody>, ApiError> {
    Ok(web::Json(erasure::erasure_report(&app.db, erasure_id.into_inner()).await?.into()))
}

/// Takes a request back. What it has erased is gone.
///
/// Needs `erase_customers`.
#[utoipa::path(delete, path = "/api/v1/erasures/{erasure_id}", operation_id = "withdraw_erasure", tag = "keeping",
    security(("token" = []), ("session" = [])), params(("erasure_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The request as it was", body = ErasureBody),
        (status = 404, description = "There is none", body = ErrorBody),
        (status = 409, description = "It has ended", body = ErrorBody)))]
pub async fn withdraw(
    required: Require<EraseCustomers>,
    app: web::Data<App>,
    request: HttpRequest,
    erasure_id: web::Path<ErasureId>,
) -> Result<web::Json<ErasureBody>, ApiError> {
    let by = required.by(&request);
    Ok(web::Json(erasure::withdraw_erasure(&app.db, by, erasure_id.into_inner()).await?.into()))
}
