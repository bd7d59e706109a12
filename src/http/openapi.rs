//! The OpenAPI 3.1 document: made from the route table, drives the browser's typed client.

use super::auth::SESSION_COOKIE;
use super::routes;
use actix_web::HttpResponse;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi as _};

/// The document of this version.
#[must_use]
pub fn document() -> OpenApi {
    let mut document = routes::Document::openapi();
    "earmark".clone_into(&mut document.info.title);
    document
}

/// The two ways to say who one is.
pub(super) struct Securities;

impl Modify for Securities {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        let cookie = ApiKey::Cookie(ApiKeyValue::new(SESSION_COOKIE));
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    }
}

/// The OpenAPI document of this server.
#[utoipa::path(get, path = "/api/v1/openapi.json", operation_id = "show_document", tag = "service",
    responses((status = 200, description = "The document", content_type = "application/json")))]
pub(super) async fn show() -> HttpResponse {
    HttpResponse::Ok().json(document())
}
