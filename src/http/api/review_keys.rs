//! The keys of the review page that somebody moved.

use crate::db::review_keys::{KeyPlace, MovedKeys};
use crate::http::App;
use crate::http::auth::{MakeEvaluations, RequireAny};
use crate::http::errors::{ApiError, ErrorBody};
use crate::review;
use actix_web::web;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The keys that the caller moved.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ReviewKeys)]
#[serde(deny_unknown_fields)]
pub struct KeysBody {
    /// By what they do: `note`, `evidence`. What is missing lies where it always does; none at all: every
    /// key does.
    keys: BTreeMap<String, PlaceBody>,
}

/// Where a key lies.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = KeyPlace)]
#[serde(deny_unknown_fields)]
pub struct PlaceBody {
    /// The name of the place, as browsers tell it, whatever letter is printed there.
    #[schema(example = "KeyN")]
    code: String,
    /// Together with Shift.
    #[serde(default)]
    shift: bool,
    /// Together with Alt.
    #[serde(default)]
    alt: bool,
}

impl From<MovedKeys> for KeysBody {
    fn from(keys: MovedKeys) -> Self {
        let place = |place: KeyPlace| PlaceBody { code: place.code, shift: place.shift, alt: place.alt };
        Self { keys: keys.into_iter().map(|(command, at)| (command, place(at))).collect() }
    }
}

impl From<KeysBody> for MovedKeys {
    fn from(body: KeysBody) -> Self {
        let place = |place: PlaceBody| KeyPlace { code: place.code, shift: place.shift, alt: place.alt };
        body.keys.into_iter().map(|(command, at)| (command, place(at))).collect()
    }
}

/// The keys of the review page that the caller moved.
///
/// Needs `score_calls` or `score_references`.
#[utoipa::path(get, path = "/api/v1/me/review-keys", operation_id = "show_review_keys", tag = "session",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The keys", body = KeysBody)))]
pub async fn show(
    required: RequireAny<MakeEvaluations>,
    app: web::Data<App>,
) -> Result<web::Json<KeysBody>, ApiError> {
    Ok(web::Json(review::moved_keys(&app.db, &required.who).await?.into()))
}

/// Moves keys of the review page, in place of those that the caller moved before.
///
/// Needs `score_calls` or `score_references`.
#[utoipa::path(put, path = "/api/v1/me/review-keys", operation_id = "move_review_keys", tag = "session",
    security(("token" = []), ("session" = [])), request_body = KeysBody,
    responses((status = 200, description = "The keys", body = KeysBody),
        (status = 422, description = "One key for two things, or no key", body = ErrorBody)))]
pub async fn put(
    required: RequireAny<MakeEvaluations>,
    app: web::Data<App>,
    body: web::Json<KeysBody>,
) -> Result<web::Json<KeysBody>, ApiError> {
    let keys = review::move_keys(&app.db, &required.who, body.into_inner().into()).await?;
    Ok(web::Json(keys.into()))
}
