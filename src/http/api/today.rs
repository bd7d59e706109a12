//! An inspector's day.

use crate::http::App;
use crate::http::api::assignments::AssignmentBody;
use crate::http::api::evaluation_body::EvaluationRowBody;
use crate::http::auth::{Require, ScoreCalls};
use crate::http::errors::{ApiError, ErrorBody};
use crate::review::{self, Today};
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// An inspector's day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Today)]
pub struct TodayBody {
    /// What is due by the end of the day or has no date, in the order to work in; at most 50.
    due: Vec<AssignmentBody>,
    /// How many calls stand in the queue.
    waiting: i64,
    /// How many of them should have been done by now.
    overdue: i64,
    /// What was begun and not released, what was changed last first; at most 20.
    drafts: Vec<EvaluationRowBody>,
    /// How many calls were scored today, or found to be impossible to score.
    done_today: i64,
    /// What was scored today, latest first; at most 20.
    released_today: Vec<EvaluationRowBody>,
    /// What to do next; it may be due later than today.
    next: Option<AssignmentBody>,
}

impl From<Today> for TodayBody {
    fn from(today: Today) -> Self {
        Self {
            due: today.due.into_iter().map(AssignmentBody::from).collect(),
            waiting: today.waiting,
            overdue: today.overdue,
            drafts: today.drafts.into_iter().map(EvaluationRowBody::from).collect(),
            done_today: today.done_today,
            released_today: today.released_today.into_iter().map(EvaluationRowBody::from).collect(),
            next: today.next.map(AssignmentBody::from),
        }
    }
}

/// The day of the inspector who asks: by the workspace's clock.
///
/// Needs `score_calls`.
#[utoipa::path(get, path = "/api/v1/today", operation_id = "show_today", tag = "assignments",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The day", body = TodayBody),
        (status = 403, description = "The caller scores no calls", body = ErrorBody)))]
pub async fn show(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
) -> Result<web::Json<TodayBody>, ApiError> {
    let today = review::today(&app.db, &required.who, app.intake.zone.clone()).await?;
    Ok(web::Json(today.into()))
}
