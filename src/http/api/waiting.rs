//! What waits for whoever asks.

use crate::http::App;
use crate::http::auth::Caller;
use crate::http::errors::{ApiError, ErrorBody};
use crate::review::{self, Waiting};
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// What waits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaitingList)]
pub struct WaitingListBody {
    /// Each kind that waits.
    items: Vec<WaitingBody>,
}

/// Something that waits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Waiting)]
pub struct WaitingBody {
    /// `feedback_to_acknowledge`, `feedback_new`, `assignments_waiting`, `assignments_overdue`,
    /// `drafts_open`, `own_releases_overdue`, `releases_overdue`, `feedback_unheard`, `talks_waiting`,
    /// `appeals_waiting`, `improvements_overdue`, `requests_open`, `transcription_failed`,
    /// `preparation_failed`, `agents_unmatched`, `speech_model_missing` or `sources_silent`.
    code: &'static str,
    /// How many.
    count: i64,
    /// `info` or `warning`.
    severity: &'static str,
}

impl From<Waiting> for WaitingBody {
    fn from(waiting: Waiting) -> Self {
        let severity = if waiting.kind.is_warning() { "warning" } else { "info" };
        Self { code: waiting.kind.as_str(), count: waiting.count, severity }
    }
}

/// What waits for the caller, counted now.
///
/// For anybody who is signed in.
#[utoipa::path(get, path = "/api/v1/waiting", operation_id = "list_waiting", tag = "session",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "What waits", body = WaitingListBody),
        (status = 401, description = "Nobody is signed in", body = ErrorBody)))]
pub async fn list(caller: Caller, app: web::Data<App>) -> Result<web::Json<WaitingListBody>, ApiError> {
    let model_is_missing = match &app.speech_model {
        Some(model) => !tokio::fs::try_exists(model).await.unwrap_or(true),
        None => false,
    };
    let waiting = review::waiting(&app.db, &app.intake.zone, &caller.who, model_is_missing).await?;
    Ok(web::Json(WaitingListBody { items: waiting.into_iter().map(WaitingBody::from).collect() }))
}
