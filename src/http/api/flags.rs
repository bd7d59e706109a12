//! Flags on calls.

use super::page::NamedBody;
use crate::db::flag::FlagKind;
use crate::http::App;
use crate::http::auth::{FlagCalls, Require, ViewCalls};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CallId, CaseId, FlagId};
use crate::library::{self, FlagWithCase, Proposed};
use crate::review::NewFlag;
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The flags of a call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Flags)]
pub struct FlagsBody {
    /// Those on the whole call first, then in the order of its timeline; 200 at most.
    items: Vec<FlagBody>,
}

/// A flag on a call, or on a range of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Flag)]
pub struct FlagBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: FlagId,
    /// `coaching`, `good_case`, `warning_case`, `risk`, `second_listening` or `repeat_contact`.
    kind: &'static str,
    /// Where it begins on the call's timeline; none: it is about the whole call.
    start_ms: Option<i64>,
    /// Where it ends.
    end_ms: Option<i64>,
    /// On which channel, counted from 0; none: on all.
    channel: Option<i32>,
    /// Why, in words.
    note: Option<String>,
    /// Who set it.
    flagged_by: NamedBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    flagged_at: Instant,
    /// Whether the reader may take it away.
    is_removable: bool,
    /// What became of the case that it proposed, for whoever set it and whoever decides.
    case: Option<FlagCaseBody>,
}

/// What became of the case that a flag proposed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FlagCase)]
pub struct FlagCaseBody {
    /// The case.
    #[schema(value_type = String, format = Uuid)]
    id: CaseId,
    /// `proposed`, `draft`, `shelved`, `archived`, `declined` or `withdrawn`.
    state: &'static str,
    /// Why it was declined.
    reason: Option<String>,
}

impl From<Proposed> for FlagCaseBody {
    fn from(case: Proposed) -> Self {
        Self { id: case.id, state: case.state.as_str(), reason: case.reason }
    }
}

impl From<FlagWithCase> for FlagBody {
    fn from(FlagWithCase { line, case }: FlagWithCase) -> Self {
        Self {
            id: line.flag.id,
            kind: line.flag.kind.as_str(),
            start_ms: line.flag.start_ms,
            end_ms: line.flag.end_ms,
            channel: line.flag.channel,
            note: line.flag.note,
            flagged_by: line.flagged_by.into(),
            flagged_at: line.flag.flagged_at,
            is_removable: line.is_removable,
            case: case.map(FlagCaseBody::from),
        }
    }
}

/// A flag to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewFlag)]
pub struct NewFlagBody {
    /// `coaching`, `good_case`, `warning_case`, `risk`, `second_listening` or `repeat_contact`.
    #[schema(example = "good_case")]
    kind: String,
    /// Where it begins on the call's timeline; none: it is about the whole call.
    start_ms: Option<i64>,
    /// Where it ends; with the beginning, or not at all.
    end_ms: Option<i64>,
    /// On which channel, counted from 0; none: on all.
    channel: Option<i32>,
    /// Why, in words; at most 1,000 characters.
    note: Option<String>,
}

impl NewFlagBody {
    fn read(self) -> Result<NewFlag, RequestError> {
        let kind = FlagKind::parse(&self.kind).ok_or_else(|| {
            let words: Vec<&str> = FlagKind::ALL.iter().map(|kind| kind.as_str()).collect();
            RequestError::BadBody(format!("kind is one of: {}", words.join(", ")))
        })?;
        let range = match (self.start_ms, self.end_ms) {
            (Some(start), Some(end)) => Some((start, end)),
            (None, None) => None,
            _ => return Err(RequestError::BadBody("give start_ms and end_ms, or neither".to_owned())),
        };
        Ok(NewFlag { kind, range, channel: self.channel, note: self.note })
    }
}

/// The flags of a call.
///
/// Needs `view_calls`. Readers who may not flag the call see `good_case` alone.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}/flags", operation_id = "list_flags", tag = "calls",
    security(("token" = []), ("session" = [])), params(("call_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Its flags", body = FlagsBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn list(
    required: Require<ViewCalls>,
    app: web::Data<App>,
    call_id: web::Path<CallId>,
) -> Result<web::Json<FlagsBody>, ApiError> {
    let flags = library::list_flags(&app.db, &required.who, required.scope, call_id.into_inner()).await?;
    Ok(web::Json(FlagsBody { items: flags.into_iter().map(FlagBody::from).collect() }))
}

/// Flags a call, or a range of it. `good_case` and `warning_case` with a note propose a case for the library
/// of that kind; the note is its teaching line.
///
/// Needs `flag_calls`.
#[utoipa::path(post, path = "/api/v1/calls/{call_id}/flags", operation_id = "set_flag", tag = "calls",
    security(("token" = []), ("session" = [])), params(("call_id" = String, Path, format = Uuid)),
    request_body = NewFlagBody,
    responses((status = 201, description = "The flag", body = FlagBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "The call bears as many flags as it can", body = ErrorBody),
        (status = 422, description = "There is no such kind, range or channel", body = ErrorBody)))]
pub async fn set(
    required: Require<FlagCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    call_id: web::Path<CallId>,
    body: web::Json<NewFlagBody>,
) -> Result<HttpResponse, ApiError> {
    let (by, new) = (required.by(&request), body.into_inner().read()?);
    let Require { who, scope, .. } = required;
    let flag = library::set_flag(&app.db, &who, by, scope, call_id.into_inner(), new).await?;
    Ok(HttpResponse::Created().json(FlagBody::from(flag)))
}

/// Takes a flag away, and with it the proposal of a case that nobody has decided.
///
/// Needs `flag_calls`; for a flag that somebody else set, also `assign_calls`.
#[utoipa::path(delete, path = "/api/v1/calls/{call_id}/flags/{flag_id}", operation_id = "remove_flag", tag = "calls",
    security(("token" = []), ("session" = [])),
    params(("call_id" = String, Path, format = Uuid), ("flag_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is gone"),
        (status = 403, description = "Somebody else set it", body = ErrorBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody)))]
pub async fn remove(
    required: Require<FlagCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    ids: web::Path<(CallId, FlagId)>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let (call_id, flag_id) = ids.into_inner();
    library::remove_flag(&app.db, &required.who, by, required.scope, call_id, flag_id).await?;
    Ok(HttpResponse::NoContent().finish())
}
