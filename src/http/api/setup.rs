//! The first administrator.

use crate::access::{Secret, redeem_setup};
use crate::http::App;
use crate::http::api::me::MeBody;
use crate::http::api::session::session_cookie;
use crate::http::auth::from_another_site;
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

/// What the first administrator chooses.
#[derive(Deserialize, ToSchema)]
pub struct Setup {
    /// What stands behind the `#` of the set-up link.
    token: String,
    /// Their name as people write it.
    name: String,
    /// What they type to sign in.
    sign_in: String,
    /// At least ten characters.
    password: String,
}

/// Redeems the set-up link: makes the first administrator and signs them in.
#[utoipa::path(post, path = "/api/v1/setup", operation_id = "redeem_setup", tag = "session", request_body = Setup,
    responses((status = 201, description = "Made and signed in", body = MeBody),
        (status = 410, description = "The link no longer works", body = ErrorBody),
        (status = 422, description = "A name or password is not acceptable", body = ErrorBody)))]
pub async fn redeem(
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<Setup>,
) -> Result<HttpResponse, ApiError> {
    if from_another_site(request.headers()) {
        return Err(RequestError::CrossSite.into());
    }
    let setup = body.into_inner();
    let link = Secret::received(&setup.token);
    let id = request_id(&request);
    let signed_in = redeem_setup(&app.db, &link, &setup.name, &setup.sign_in, setup.password, id).await?;
    let me = MeBody::of_person(&app, signed_in.person_id).await?;
    Ok(HttpResponse::Created().cookie(session_cookie(&app, signed_in.secret.reveal())).json(me))
}
