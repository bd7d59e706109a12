//! What waits for whoever asks.

use crate::http::App;
use crate::http::auth::Caller;
use crate::http::errors::{ApiError, ErrorBody};
use crate::review::{self, Notice};
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// What waits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notices)]
pub struct NoticesBody {
    /// Each kind that waits.
    items: Vec<NoticeBody>,
}

/// Something that waits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notice)]
pub struct NoticeBody {
    /// `feedback_to_acknowledge`, `feedback_new`, `assignments_waiting`, `assignments_overdue`,
    /// `drafts_open`, `transcription_failed`, `preparation_failed`, `agents_unmatched`,
    /// `speech_model_missing` or `sources_silent`.
    code: &'static str,
    /// How many.
    count: i64,
    /// `info` or `warning`.
    severity: &'static str,
}

impl From<Notice> for NoticeBody {
    fn from(notice: Notice) -> Self {
        let severity = if notice.kind.is_warning() { "warning" } else { "info" };
        Self { code: notice.kind.as_str(), count: notice.count, severity }
    }
}

/// What waits for the caller, counted now.
///
/// For anybody who is signed in.
#[utoipa::path(get, path = "/api/v1/notices", operation_id = "list_notices", tag = "session",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "What waits", body = NoticesBody),
        (status = 401, description = "Nobody is signed in", body = ErrorBody)))]
pub async fn list(caller: Caller, app: web::Data<App>) -> Result<web::Json<NoticesBody>, ApiError> {
    let model_is_missing = match &app.speech_model {
        Some(model) => !tokio::fs::try_exists(model).await.unwrap_or(true),
        None => false,
    };
    let notices = review::notices(&app.db, &caller.who, model_is_missing).await?;
    Ok(web::Json(NoticesBody { items: notices.into_iter().map(NoticeBody::from).collect() }))
}
