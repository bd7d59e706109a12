//! Signing in and out.

use crate::access::{sign_in, sign_out};
use crate::http::App;
use crate::http::api::me::MeBody;
use crate::http::auth::{Caller, SESSION_COOKIE, from_another_site};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

/// Who wants to sign in.
#[derive(Deserialize, ToSchema)]
pub struct SignIn {
    /// What they type to sign in; capitals do not matter.
    sign_in: String,
    /// Their password.
    password: String,
}

/// Signs in: the answer sets the session's cookie.
#[utoipa::path(post, path = "/api/v1/session", operation_id = "sign_in", tag = "session", request_body = SignIn,
    responses((status = 201, description = "Signed in", body = MeBody),
        (status = 401, description = "Wrong name or password", body = ErrorBody),
        (status = 429, description = "Too many failed attempts", body = ErrorBody)))]
pub async fn begin(
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<SignIn>,
) -> Result<HttpResponse, ApiError> {
    if from_another_site(request.headers()) {
        return Err(RequestError::CrossSite.into());
    }
    let SignIn { sign_in: name, password } = body.into_inner();
    let address = request.peer_addr().map(|peer| peer.ip().to_string()).unwrap_or_default();
    let signed_in = sign_in(&app.db, &app.throttle, &address, &name, password, request_id(&request)).await?;
    let me = MeBody::of_person(&app, signed_in.person_id).await?;
    Ok(HttpResponse::Created().cookie(session_cookie(&app, signed_in.secret.reveal())).json(me))
}

/// Signs out. A bearer token stays as it is.
#[utoipa::path(delete, path = "/api/v1/session", operation_id = "sign_out", tag = "session", security(("session" = [])),
    responses((status = 204, description = "Signed out"),
        (status = 401, description = "Nobody was signed in", body = ErrorBody)))]
pub async fn end(
    caller: Caller,
    app: web::Data<App>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    if let Some(session_id) = caller.session_id {
        sign_out(&app.db, caller.who.actor(), session_id, request_id(&request)).await?;
        app.events.end_session(session_id);
    }
    let mut gone = session_cookie(&app, "");
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}

/// Out of reach of scripts and of other sites' requests (RFC 6265bis §5.6). One that removes it is
/// alike in everything else, or some browsers keep the first.
pub(super) fn session_cookie(app: &App, value: &str) -> Cookie<'static> {
    Cookie::build(SESSION_COOKIE, value.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.secure_cookies)
        .finish()
}
