//! The bell: what the caller was told of, read or not; and the stream that tells it as it happens.

use super::page::{NamedBody, PageBody, window};
use crate::access::AccessError;
use crate::access::bell::{self, Notice};
use crate::http::App;
use crate::http::auth::Caller;
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::http::events::{Listener, Wanted, event_stream};
use crate::time::Instant;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const LAST_EVENT_ID: &str = "last-event-id";
/// Tells proxies that hold answers back (nginx does) to hand this one on as it comes.
const UNBUFFERED: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Something that the caller was told of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notice)]
pub struct NoticeBody {
    /// Its place in the order of all that is told.
    number: i64,
    /// `feedback_released`, `feedback_revised`, `feedback_acknowledged`, `feedback_no_objection`, `appeal_waits`,
    /// `appeal_unstaffed`, `appeal_decided`, `appeal_withdrawn`, `calls_assigned`,
    /// `assignment_withdrawn`, `improvement_assigned`, `improvement_replied`, `case_decided`, `consent_asked`,
    /// `consent_answered`, `learning_assigned`, `case_review_invited`, `decision_assigned` or `source_silent`.
    code: &'static str,
    /// The id of what it happened to: an evaluation, an appeal, an assignment, an improvement, a
    /// source.
    #[schema(format = Uuid)]
    subject_id: String,
    /// The name of that, where it has one: of a source, of a case review that the caller finds.
    subject_name: Option<String>,
    /// When that is held: a case review that the caller finds.
    #[schema(value_type = Option<String>, format = DateTime)]
    subject_at: Option<Instant>,
    /// Who did it, where it matters.
    actor: Option<NamedBody>,
    /// How many there are of it.
    count: i64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// When the caller read it.
    #[schema(value_type = Option<String>, format = DateTime)]
    read_at: Option<Instant>,
}

impl From<Notice> for NoticeBody {
    fn from(notice: Notice) -> Self {
        Self {
            number: notice.number,
            code: notice.kind.as_str(),
            subject_id: notice.subject_id,
            subject_name: notice.subject_name,
            subject_at: notice.subject_at,
            actor: notice.actor.map(NamedBody::from),
            count: notice.count,
            at: notice.at,
            read_at: notice.read_at,
        }
    }
}

/// Which notices are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct NoticesQuery {
    /// Whether only unread ones are.
    #[serde(default)]
    unread: bool,
    /// Where the page begins, as the page before said it.
    cursor: Option<String>,
    /// How many rows, at most 200.
    limit: Option<i64>,
}

/// Up to where the caller has read.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ReadThrough)]
pub struct ReadBody {
    /// The number of the youngest notice that they saw.
    through: i64,
}

/// Where a stream begins, and whether it goes on.
#[derive(Debug, Deserialize, IntoParams)]
pub struct EventsQuery {
    /// The last number that was seen, where the header `Last-Event-ID` cannot say it.
    after: Option<i64>,
    /// `false`: the stream ends with what there is.
    follow: Option<bool>,
}

/// What the caller was told of, the youngest first.
///
/// For people who are signed in; `total` of the unread ones is the number at the bell.
#[utoipa::path(get, path = "/api/v1/notices", operation_id = "list_notices", tag = "session",
    security(("token" = []), ("session" = [])), params(NoticesQuery),
    responses((status = 200, description = "A page of them", body = PageBody<NoticeBody>),
        (status = 403, description = "A source is told nothing", body = ErrorBody)))]
pub async fn list(
    caller: Caller,
    app: web::Data<App>,
    query: web::Query<NoticesQuery>,
) -> Result<web::Json<PageBody<NoticeBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = bell::notices(&app.db, &caller.who, query.unread, window).await?;
    Ok(web::Json(PageBody::of(page, NoticeBody::from)))
}

/// Marks one notice of the caller's as read.
///
/// For people who are signed in.
#[utoipa::path(post, path = "/api/v1/notices/{number}/read", operation_id = "read_notice", tag = "session",
    security(("token" = []), ("session" = [])), params(("number" = i64, Path)),
    responses((status = 204, description = "It is read"),
        (status = 403, description = "A source is told nothing", body = ErrorBody),
        (status = 404, description = "It is not there, or not theirs", body = ErrorBody)))]
pub async fn read(
    caller: Caller,
    app: web::Data<App>,
    number: web::Path<i64>,
) -> Result<HttpResponse, ApiError> {
    bell::mark_read(&app.db, &caller.who, number.into_inner()).await?;
    tell_read(&app, &caller);
    Ok(HttpResponse::NoContent().finish())
}

/// Marks every notice of the caller's as read, up to the youngest that they saw.
///
/// For people who are signed in.
#[utoipa::path(post, path = "/api/v1/notices/read", operation_id = "read_all_notices", tag = "session",
    security(("token" = []), ("session" = [])), request_body = ReadBody,
    responses((status = 204, description = "They are read"),
        (status = 403, description = "A source is told nothing", body = ErrorBody)))]
pub async fn read_all(
    caller: Caller,
    app: web::Data<App>,
    body: web::Json<ReadBody>,
) -> Result<HttpResponse, ApiError> {
    bell::mark_all_read(&app.db, &caller.who, body.through).await?;
    tell_read(&app, &caller);
    Ok(HttpResponse::NoContent().finish())
}

fn tell_read(app: &App, caller: &Caller) {
    if let Some(person_id) = caller.who.person_id() {
        app.events.tell_read(person_id);
    }
}

/// What concerns the caller, as it happens: server-sent events.
///
/// For people who are signed in. `notice` says what happened, with its number as id; `ready` comes
/// once, after what was missed; `reset` instead of it where more was missed than is sent; `read` when
/// they read notices elsewhere; `end` when the session is over. A comment comes every ten seconds.
/// With a token, the stream ends after ten minutes.
#[utoipa::path(get, path = "/api/v1/events", operation_id = "follow_events", tag = "session",
    security(("token" = []), ("session" = [])), params(EventsQuery),
    responses((status = 200, description = "The stream", content_type = "text/event-stream"),
        (status = 403, description = "A source is told nothing", body = ErrorBody),
        (status = 429, description = "This session has too many streams", body = ErrorBody),
        (status = 503, description = "The server has too many streams, or is stopping", body = ErrorBody)))]
pub async fn follow(
    caller: Caller,
    app: web::Data<App>,
    request: HttpRequest,
    query: web::Query<EventsQuery>,
) -> Result<HttpResponse, ApiError> {
    let person_id = caller.who.person_id().ok_or(AccessError::NotPermitted)?;
    let listener = Listener { person_id, session_id: caller.session_id };
    // A stream that was opened again says in the header what it saw last; the address is older.
    let after = match request.headers().get(LAST_EVENT_ID) {
        Some(said) => Some(number_in(said)?),
        None => query.after,
    };
    let wanted = Wanted { after, follows: query.follow.unwrap_or(true) };
    let stream = event_stream(&app.events, &app.db, app.limits.streams, listener, wanted).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream; charset=utf-8")
        .insert_header((UNBUFFERED, "no"))
        .streaming(stream))
}

fn number_in(said: &HeaderValue) -> Result<i64, RequestError> {
    let number = said.to_str().ok().and_then(|text| text.trim().parse().ok());
    number.ok_or(RequestError::BadHeader("Last-Event-ID"))
}
