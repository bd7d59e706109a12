//! The trainer's desk.

use super::case_body::CaseRowBody;
use crate::http::App;
use crate::http::auth::{EditLibraries, Require};
use crate::http::errors::ApiError;
use crate::library::{self, Pile, TrainerDesk};
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// Some cases that wait, and how many there are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CasePile)]
pub struct PileBody {
    /// How many there are, counted to 10,000.
    total: i64,
    /// The first of them, what waits longest first; 10 at most.
    items: Vec<CaseRowBody>,
}

impl From<Pile> for PileBody {
    fn from(pile: Pile) -> Self {
        Self { total: pile.total, items: pile.cases.into_iter().map(CaseRowBody::from).collect() }
    }
}

/// What waits on the trainer's desk.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TrainerDesk)]
pub struct DeskBody {
    /// Proposals to decide.
    proposals: PileBody,
    /// Accepted, and not on the shelf yet.
    drafts: PileBody,
    /// Off the shelf because a standard answer changed.
    outdated: PileBody,
    /// On the shelf, and to be looked at again by now.
    review_due: PileBody,
    /// Warnings on the shelf that no learner sees, because somebody has not agreed.
    unconsented: PileBody,
    /// How many tasks of the caller's people are overdue.
    overdue_tasks: i64,
    /// How many are open.
    open_tasks: i64,
}

impl From<TrainerDesk> for DeskBody {
    fn from(desk: TrainerDesk) -> Self {
        Self {
            proposals: desk.proposals.into(),
            drafts: desk.drafts.into(),
            outdated: desk.outdated.into(),
            review_due: desk.due.into(),
            unconsented: desk.unconsented.into(),
            overdue_tasks: desk.overdue_tasks,
            open_tasks: desk.open_tasks,
        }
    }
}

/// What waits for whoever looks after the libraries.
///
/// Needs `edit_libraries`.
#[utoipa::path(get, path = "/api/v1/trainer-desk", operation_id = "show_trainer_desk", tag = "learning",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The desk", body = DeskBody)))]
pub async fn show(
    required: Require<EditLibraries>,
    app: web::Data<App>,
) -> Result<web::Json<DeskBody>, ApiError> {
    Ok(web::Json(library::trainer_desk(&app.db, &required.who).await?.into()))
}
