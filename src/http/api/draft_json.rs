//! The body of a draft: JSON that may be larger than what other addresses take.

use crate::http::App;
use crate::http::errors::{ApiError, RequestError};
use actix_web::dev::JsonBody;
use actix_web::{HttpRequest, web};
use serde::de::DeserializeOwned;

/// Reads a JSON body of the size of a draft. A handler calls it after its caller was let in:
/// nobody else makes us hold so much.
pub(super) async fn read_draft<T: DeserializeOwned>(
    app: &App,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<T, ApiError> {
    let mut payload = payload.into_inner();
    let body = JsonBody::<T>::new(request, &mut payload, None, true).limit(app.limits.draft_bytes);
    body.await.map_err(|error| RequestError::of_json(&error).into())
}
