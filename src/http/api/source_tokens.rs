//! The tokens that a source sends calls with.

use crate::access::{add_source_token, revoke_source_token, tokens_of_source};
use crate::db::token::ListedToken;
use crate::http::App;
use crate::http::auth::{ManageSources, Require};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{SourceId, TokenId};
use crate::recorder::sources;
use crate::time::Instant;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SourceToken)]
pub struct TokenBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: TokenId,
    /// What it was called; empty: it was made on the command line.
    name: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    /// When it was last used, to within five minutes.
    #[schema(value_type = Option<String>, format = DateTime)]
    used_at: Option<Instant>,
    /// When it was taken back.
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Instant>,
}

/// The tokens of a source.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceTokenList {
    /// The newest first, those that were taken back last; at most 200.
    items: Vec<TokenBody>,
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewSourceToken)]
pub struct NewTokenBody {
    /// What to call it: where it will be used.
    name: String,
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
#[schema(as = SourceTokenMade)]
pub struct TokenMade {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: TokenId,
    /// The secret, shown this once.
    secret: String,
}

impl From<ListedToken> for TokenBody {
    fn from(token: ListedToken) -> Self {
        let ListedToken { id, name, created_at, used_at, revoked_at } = token;
        Self { id, name, created_at, used_at, revoked_at }
    }
}

/// The tokens of a source.
///
/// Needs `manage_sources`.
#[utoipa::path(get, path = "/api/v1/sources/{source_id}/tokens", operation_id = "list_source_tokens", tag = "sources",
    security(("token" = []), ("session" = [])), params(("source_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "All of them, without their secrets", body = SourceTokenList),
        (status = 404, description = "There is no such source", body = ErrorBody)))]
pub async fn list(
    required: Require<ManageSources>,
    app: web::Data<App>,
    source_id: web::Path<SourceId>,
) -> Result<web::Json<SourceTokenList>, ApiError> {
    let id = source_id.into_inner();
    sources::must_exist(&app.db, required.scope, id).await?;
    let tokens = tokens_of_source(&app.db, id).await?;
    Ok(web::Json(SourceTokenList { items: tokens.into_iter().map(TokenBody::from).collect() }))
}

/// Makes a token for a source. Its secret is in the answer and nowhere else.
///
/// Needs `manage_sources`.
#[utoipa::path(post, path = "/api/v1/sources/{source_id}/tokens", operation_id = "add_source_token", tag = "sources",
    security(("token" = []), ("session" = [])), params(("source_id" = String, Path, format = Uuid)),
    request_body = NewTokenBody,
    responses((status = 201, description = "Made", body = TokenMade),
        (status = 404, description = "There is no such source", body = ErrorBody),
        (status = 422, description = "The name is wrong", body = ErrorBody)))]
pub async fn add(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    source_id: web::Path<SourceId>,
    body: web::Json<NewTokenBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let source_id = source_id.into_inner();
    sources::must_exist(&app.db, required.scope, source_id).await?;
    let (id, secret) = add_source_token(&app.db, by, source_id, &body.name).await?;
    let made = TokenMade { id, secret: secret.reveal().to_owned() };
    Ok(HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(made))
}

/// Takes a token back: from now on nothing comes in with it.
///
/// Needs `manage_sources`.
#[utoipa::path(delete, path = "/api/v1/sources/{source_id}/tokens/{token_id}", operation_id = "revoke_source_token",
    tag = "sources", security(("token" = []), ("session" = [])),
    params(("source_id" = String, Path, format = Uuid), ("token_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "Taken back"),
        (status = 404, description = "There is no such token", body = ErrorBody)))]
pub async fn revoke(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    ids: web::Path<(SourceId, TokenId)>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let (source_id, token_id) = ids.into_inner();
    sources::must_exist(&app.db, required.scope, source_id).await?;
    revoke_source_token(&app.db, by, source_id, token_id).await?;
    Ok(HttpResponse::NoContent().finish())
}
