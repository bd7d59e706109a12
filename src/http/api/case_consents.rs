//! Consent of those who are heard in cases.

use super::case_body::CaseRowBody;
use super::page::{NamedBody, PageBody, window};
use crate::db::case_consent::{Consent, ConsentAnswer};
use crate::http::App;
use crate::http::auth::{EditLibraries, LearnFromCases, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::CaseId;
use crate::library::{self, AskedLine, ConsentLine};
use crate::time::Instant;
use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A consent that was asked for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Consent)]
pub struct ConsentBody {
    /// The case.
    #[schema(value_type = String, format = Uuid)]
    case_id: CaseId,
    /// `open`, `given` or `refused`.
    state: &'static str,
    /// What was said to whoever is heard.
    message: Option<String>,
    /// Who is heard; none: the reader.
    person: Option<NamedBody>,
    /// Who asked.
    asked_by: Option<NamedBody>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    asked_at: Instant,
    /// When it was answered.
    #[schema(value_type = Option<String>, format = DateTime)]
    answered_at: Option<Instant>,
}

impl ConsentBody {
    /// The wire form for whoever was asked.
    pub(super) fn of_own(consent: Consent) -> Self {
        Self {
            case_id: consent.case_id,
            state: consent.answer.map_or("open", ConsentAnswer::as_str),
            message: consent.message,
            person: None,
            asked_by: None,
            asked_at: consent.asked_at,
            answered_at: consent.answered_at,
        }
    }
}

impl From<ConsentLine> for ConsentBody {
    fn from(line: ConsentLine) -> Self {
        let (person, asked_by) = (Some(line.person.into()), Some(line.asked_by.into()));
        Self { person, asked_by, ..Self::of_own(line.consent) }
    }
}

/// Who was asked about a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Consents)]
pub struct ConsentsBody {
    /// In the order in which they were asked.
    items: Vec<ConsentBody>,
}

/// What was asked of the reader.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnConsent)]
pub struct OwnConsentBody {
    /// The consent.
    consent: ConsentBody,
    /// The case.
    case: CaseRowBody,
}

impl From<AskedLine> for OwnConsentBody {
    fn from(line: AskedLine) -> Self {
        Self { consent: line.consent.into(), case: line.case.into() }
    }
}

/// What is said to whoever is heard.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ConsentRequest)]
#[serde(deny_unknown_fields)]
pub struct AskBody {
    /// What is said to them; at most 2,000 characters.
    message: Option<String>,
}

/// What whoever is heard says.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ConsentAnswer)]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    /// `given` or `refused`; what was given may be refused later.
    answer: String,
}

/// A page of a list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ConsentsQuery {
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// Who was asked about a case, and what they said.
///
/// Needs `edit_libraries`.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/consents", operation_id = "list_consents_of_case",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The consents", body = ConsentsBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn of_case(
    required: Require<EditLibraries>,
    app: web::Data<App>,
    case_id: web::Path<CaseId>,
) -> Result<web::Json<ConsentsBody>, ApiError> {
    let lines = library::consents_of_case(&app.db, &required.who, case_id.into_inner()).await?;
    Ok(web::Json(ConsentsBody { items: lines.into_iter().map(ConsentBody::from).collect() }))
}

/// Asks everybody who is heard in a case and has not agreed; they are told.
///
/// Needs `edit_libraries`.
#[utoipa::path(post, path = "/api/v1/cases/{case_id}/consents", operation_id = "ask_for_consent",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid)), request_body = AskBody,
    responses((status = 200, description = "The consents", body = ConsentsBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "Nobody is known who is heard; or it is neither a draft nor on the shelf", body = ErrorBody)))]
pub async fn ask(
    required: Require<EditLibraries>,
    app: web::Data<App>,
    request: HttpRequest,
    case_id: web::Path<CaseId>,
    body: web::Json<AskBody>,
) -> Result<web::Json<ConsentsBody>, ApiError> {
    let by = required.by(&request);
    let message = body.into_inner().message;
    let lines = library::ask_for_consent(&app.db, &required.who, by, case_id.into_inner(), message).await?;
    Ok(web::Json(ConsentsBody { items: lines.into_iter().map(ConsentBody::from).collect() }))
}

/// Says whether others may learn from a case in which the caller is heard, and was asked. What was given may
/// be refused at any time; from then on no learner sees a warning case.
///
/// Needs `learn_from_cases`.
#[utoipa::path(put, path = "/api/v1/cases/{case_id}/consent", operation_id = "answer_consent",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid)), request_body = AnswerBody,
    responses((status = 200, description = "The consent", body = ConsentBody),
        (status = 404, description = "The caller was not asked", body = ErrorBody),
        (status = 422, description = "No answer", body = ErrorBody)))]
pub async fn answer(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    request: HttpRequest,
    case_id: web::Path<CaseId>,
    body: web::Json<AnswerBody>,
) -> Result<web::Json<ConsentBody>, ApiError> {
    let by = required.by(&request);
    let answer = ConsentAnswer::parse(&body.answer)
        .ok_or_else(|| RequestError::BadBody("answer is given or refused".to_owned()))?;
    let line = library::answer_consent(&app.db, &required.who, by, case_id.into_inner(), answer).await?;
    Ok(web::Json(line.into()))
}

/// What the caller was asked, what is open first.
///
/// Needs `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/consents", operation_id = "list_own_consents", tag = "learning",
    security(("token" = []), ("session" = [])), params(ConsentsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<OwnConsentBody>)))]
pub async fn own(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    query: web::Query<ConsentsQuery>,
) -> Result<web::Json<PageBody<OwnConsentBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = library::own_consents(&app.db, &required.who, window).await?;
    Ok(web::Json(PageBody::of(page, OwnConsentBody::from)))
}
