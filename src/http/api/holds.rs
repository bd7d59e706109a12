//! Holds: placed, lifted, listed.

use super::page::{NamedBody, PageBody, window};
use crate::db::hold::{Hold, HoldKind};
use crate::db::named::Named;
use crate::http::App;
use crate::http::auth::{PlaceHolds, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CallId, HoldId, PersonId};
use crate::recorder::holds::{self, Held, HoldLine};
use crate::review::{CallQuery, sight};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A hold.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Hold)]
pub struct HoldBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: HoldId,
    /// `legal` stops retention and erasure, `keep` stops retention.
    kind: &'static str,
    /// Why, in words.
    reason: String,
    /// What placed it: `person` or `library`.
    origin: &'static str,
    /// Who answers for it; none: nobody in particular.
    owner: Option<NamedBody>,
    /// How many calls it keeps, or kept when it was lifted.
    calls: i64,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    placed_at: Instant,
    /// Until when; none: it still holds.
    #[schema(value_type = Option<String>, format = DateTime)]
    lifted_at: Option<Instant>,
    /// Who lifted it.
    lifted_by: Option<NamedBody>,
    /// Why it was lifted.
    lift_reason: Option<String>,
}

impl HoldBody {
    /// The wire form of an open hold with its owner.
    pub(super) fn of((hold, owner): (Hold, Option<Named<PersonId>>)) -> Self {
        HoldLine { hold, owner, lifted_by: None }.into()
    }
}

impl From<HoldLine> for HoldBody {
    fn from(HoldLine { hold, owner, lifted_by }: HoldLine) -> Self {
        Self {
            id: hold.id,
            kind: hold.kind.as_str(),
            reason: hold.reason,
            origin: hold.origin.as_str(),
            owner: owner.map(NamedBody::from),
            calls: hold.calls,
            placed_at: hold.placed_at,
            lifted_at: hold.lifted_at,
            lifted_by: lifted_by.map(NamedBody::from),
            lift_reason: hold.lift_reason,
        }
    }
}

/// Which holds are listed.
#[derive(Debug, Deserialize, IntoParams)]
pub struct HoldsQuery {
    /// Whether also those that were lifted are listed; otherwise only those that still hold.
    #[serde(default)]
    all: bool,
    /// Where the page begins, as the page before said it.
    cursor: Option<String>,
    /// How many rows, at most 200.
    limit: Option<i64>,
}

/// A hold to be placed, on these calls or on all that a query of the calls page finds now.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewHold)]
pub struct NewHoldBody {
    /// `legal` or `keep`.
    #[schema(example = "legal")]
    kind: String,
    /// Why, in words.
    reason: String,
    /// The calls.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    call_ids: Vec<CallId>,
    /// A query of the calls page, such as `project=…&tag=…`; it counts where no calls are named.
    query: Option<String>,
}

/// Why a hold is lifted.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = HoldLift)]
pub struct LiftBody {
    /// In words.
    reason: String,
}

/// Holds, the youngest first.
///
/// Needs `place_holds`.
#[utoipa::path(get, path = "/api/v1/holds", operation_id = "list_holds", tag = "keeping",
    security(("token" = []), ("session" = [])), params(HoldsQuery),
    responses((status = 200, description = "A page of holds", body = PageBody<HoldBody>)))]
pub async fn list(
    required: Require<PlaceHolds>,
    app: web::Data<App>,
    query: web::Query<HoldsQuery>,
) -> Result<web::Json<PageBody<HoldBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = holds::list_holds(&app.db, required.scope, !query.all, window).await?;
    Ok(web::Json(PageBody::of(page, HoldBody::from)))
}

/// Places a hold; whoever places it answers for it.
///
/// Needs `place_holds`.
#[utoipa::path(post, path = "/api/v1/holds", operation_id = "place_hold", tag = "keeping",
    security(("token" = []), ("session" = [])), request_body = NewHoldBody,
    responses((status = 201, description = "The hold", body = HoldBody),
        (status = 422, description = "No call was found, too many, or a field is wrong", body = ErrorBody)))]
pub async fn place(
    required: Require<PlaceHolds>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewHoldBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let NewHoldBody { kind, reason, call_ids, query } = body.into_inner();
    let kind =
        HoldKind::parse(&kind).ok_or_else(|| RequestError::BadBody("kind is legal or keep".to_owned()))?;
    let held = match query {
        Some(query) if call_ids.is_empty() => {
            let filter = CallQuery::parse(&query, required.who.person_id())?.filter;
            Held::Found(Box::new((sight(&required.who, required.scope.clone()), filter)))
        }
        _ => Held::Calls(call_ids),
    };
    let placed = holds::place_hold(&app.db, by, required.scope, kind, &reason, held).await?;
    Ok(HttpResponse::Created().json(HoldBody::from(placed)))
}

/// Lifts a hold, for good.
///
/// Needs `place_holds`, for every call that it keeps.
#[utoipa::path(post, path = "/api/v1/holds/{hold_id}/lift", operation_id = "lift_hold", tag = "keeping",
    security(("token" = []), ("session" = [])), params(("hold_id" = String, Path, format = Uuid)),
    request_body = LiftBody,
    responses((status = 200, description = "The hold as it was", body = HoldBody),
        (status = 403, description = "It keeps calls that the caller does not see", body = ErrorBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It was lifted before", body = ErrorBody)))]
pub async fn lift(
    required: Require<PlaceHolds>,
    app: web::Data<App>,
    request: HttpRequest,
    hold_id: web::Path<HoldId>,
    body: web::Json<LiftBody>,
) -> Result<web::Json<HoldBody>, ApiError> {
    let by = required.by(&request);
    let lifted = holds::lift_hold(&app.db, by, required.scope, hold_id.into_inner(), &body.reason).await?;
    Ok(web::Json(lifted.into()))
}
