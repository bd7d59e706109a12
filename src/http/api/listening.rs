//! Who heard what: one's own record of a call, as the player reports it, and everybody's.

use super::page::NamedBody;
use crate::db::listening::{Listening, Place, Stretch};
use crate::http::App;
use crate::http::auth::{HearCalls, Require, ViewAudit};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CallId, RecordingId};
use crate::recorder::listening::{self, Listener, Listeners, Report, SoundAccess};
use crate::review;
use crate::time::Instant;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a player says that it played. Every stretch is `[from_ms, to_ms]` on the call's timeline; all
/// that was played since the page was opened may be sent again and again, what is known changes nothing.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ListeningReport)]
pub struct ReportBody {
    /// On which page: `call`, `review`, `list`, `feedback`; a program says `api`.
    #[schema(example = "review")]
    place: String,
    /// What was heard, at whatever speed; 500 stretches at most.
    #[serde(default)]
    #[schema(value_type = Vec<Vec<i64>>)]
    heard: Vec<Stretch>,
    /// What of it was heard only faster than it was said.
    #[serde(default)]
    #[schema(value_type = Vec<Vec<i64>>)]
    sped: Vec<Stretch>,
    /// Silence that the player passed over.
    #[serde(default)]
    #[schema(value_type = Vec<Vec<i64>>)]
    skipped: Vec<Stretch>,
}

/// What somebody has heard of a call. Every stretch is `[from_ms, to_ms]` on the call's timeline;
/// the lists are sorted and do not overlap.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Listening)]
pub struct ListeningBody {
    /// What was heard, at whatever speed.
    #[schema(value_type = Vec<Vec<i64>>)]
    heard: Vec<Stretch>,
    /// What of it was heard only faster than it was said.
    #[schema(value_type = Vec<Vec<i64>>)]
    sped: Vec<Stretch>,
    /// Silence that was passed over, and not heard otherwise.
    #[schema(value_type = Vec<Vec<i64>>)]
    skipped: Vec<Stretch>,
    /// On which pages.
    places: Vec<&'static str>,
    /// How much was heard at all; what was heard twice counts once.
    heard_ms: i64,
    /// When the first report came; none: nothing was heard yet.
    #[schema(value_type = Option<String>, format = DateTime)]
    first_at: Option<Instant>,
    /// When the last one came.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_at: Option<Instant>,
}

/// Who heard a call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Listeners)]
pub struct ListenersBody {
    /// How long the call is; 0: not known yet.
    duration_ms: i64,
    /// Those whose player reported, the last one first.
    people: Vec<ListenerBody>,
    /// Sound that was fetched (the first time of a day for each recording and whoever did) and files
    /// that were taken away, the last one first.
    accesses: Vec<AccessBody>,
}

/// Somebody who heard a call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Listener)]
pub struct ListenerBody {
    /// Who.
    person: NamedBody,
    /// What they heard.
    listening: ListeningBody,
}

/// Sound of a call that was fetched.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SoundAccess)]
pub struct AccessBody {
    /// Whose sound.
    #[schema(value_type = String, format = Uuid)]
    recording_id: RecordingId,
    /// `played` or `downloaded`.
    kind: &'static str,
    /// Whether it was the original of a recording of which card numbers and the like are hidden.
    is_original: bool,
    /// Whether a program did, with a token.
    by_token: bool,
    /// The name of the person or source; none: the command line of the machine.
    name: Option<String>,
    /// Whether that is a source.
    is_source: bool,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
}

impl From<Option<Listening>> for ListeningBody {
    fn from(record: Option<Listening>) -> Self {
        let (first_at, last_at) =
            (record.as_ref().map(|one| one.first_at), record.as_ref().map(|one| one.last_at));
        let places = record.iter().flat_map(|one| &one.places).map(|place| place.as_str()).collect();
        let (heard, sped, skipped, heard_ms) =
            record.map(|one| (one.heard, one.sped, one.skipped, one.heard_ms)).unwrap_or_default();
        Self { heard, sped, skipped, places, heard_ms, first_at, last_at }
    }
}

impl From<Listeners> for ListenersBody {
    fn from(listeners: Listeners) -> Self {
        Self {
            duration_ms: listeners.duration_ms,
            people: listeners.people.into_iter().map(ListenerBody::from).collect(),
            accesses: listeners.accesses.into_iter().map(AccessBody::from).collect(),
        }
    }
}

impl From<Listener> for ListenerBody {
    fn from(listener: Listener) -> Self {
        Self { person: listener.person.into(), listening: Some(listener.listening).into() }
    }
}

impl From<SoundAccess> for AccessBody {
    fn from(access: SoundAccess) -> Self {
        Self {
            recording_id: access.recording_id,
            kind: if access.is_download { "downloaded" } else { "played" },
            is_original: access.is_original,
            by_token: access.by_token,
            name: access.name,
            is_source: access.is_source,
            at: access.at,
        }
    }
}

/// What the caller has heard of a call.
///
/// Needs `hear_calls`.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}/listening", operation_id = "show_listening", tag = "calls",
    security(("token" = []), ("session" = [])), params(("call_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "What the caller has heard", body = ListeningBody),
        (status = 404, description = "Not there, or not for this listener", body = ErrorBody)))]
pub async fn own(
    required: Require<HearCalls>,
    app: web::Data<App>,
    call_id: web::Path<CallId>,
) -> Result<web::Json<ListeningBody>, ApiError> {
    let record = listening::own(&app.db, &required.who, required.scope, call_id.into_inner()).await?;
    Ok(web::Json(record.into()))
}

/// Takes up what the caller's player played of a call.
///
/// Needs `hear_calls`; a source listens to nothing.
#[utoipa::path(put, path = "/api/v1/calls/{call_id}/listening", operation_id = "report_listening", tag = "calls",
    security(("token" = []), ("session" = [])), params(("call_id" = String, Path, format = Uuid)),
    request_body = ReportBody,
    responses((status = 204, description = "It is taken up"),
        (status = 404, description = "Not there, or not for this listener", body = ErrorBody),
        (status = 422, description = "The report is not understood, or too long", body = ErrorBody)))]
pub async fn report(
    required: Require<HearCalls>,
    app: web::Data<App>,
    call_id: web::Path<CallId>,
    body: web::Json<ReportBody>,
) -> Result<HttpResponse, ApiError> {
    let ReportBody { place, heard, sped, skipped } = body.into_inner();
    let place = Place::parse(&place).ok_or_else(|| {
        let words: Vec<&str> = Place::ALL.iter().map(|place| place.as_str()).collect();
        RequestError::BadBody(format!("place is one of: {}", words.join(", ")))
    })?;
    let report = Report { place, heard, sped, skipped };
    let call_id = call_id.into_inner();
    listening::report(&app.db, &required.who, required.scope, call_id, report).await?;
    review::hear_feedback(&app.db, &required.who, call_id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Who heard a call, and how else its sound went.
///
/// Needs `view_audit`.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}/listeners", operation_id = "list_listeners", tag = "calls",
    security(("token" = []), ("session" = [])), params(("call_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Who heard it", body = ListenersBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn listeners(
    required: Require<ViewAudit>,
    app: web::Data<App>,
    call_id: web::Path<CallId>,
) -> Result<web::Json<ListenersBody>, ApiError> {
    Ok(web::Json(listening::listeners(&app.db, required.scope, call_id.into_inner()).await?.into()))
}
