//! For whoever watches over the machine: is it alive, can it work, what does it count.

use super::App;
use super::errors::ApiError;
use crate::db::{DbError, job};
use crate::error::Coded;
use crate::recorder::watch::folders_now;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// How long a dependency may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// What is said of a store that took longer.
const NO_ANSWER: &str = "store_unreachable";

/// Whether each thing we need answers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Readiness {
    /// Whether everything does.
    ready: bool,
    /// Whether the database does.
    database: bool,
    /// Whether the object store does.
    object_store: bool,
    /// What is wrong with the object store, by its error code.
    #[serde(skip_serializing_if = "Option::is_none")]
    object_store_code: Option<&'static str>,
}

/// The process answers.
#[utoipa::path(get, path = "/healthz", operation_id = "alive", tag = "service",
    responses((status = 200, description = "It is alive", content_type = "text/plain")))]
pub(super) async fn alive() -> &'static str {
    "alive\n"
}

/// The database and the object store answer too.
#[utoipa::path(get, path = "/readyz", operation_id = "ready", tag = "service",
    responses((status = 200, description = "It can work", body = Readiness),
        (status = 503, description = "Something it needs is away", body = Readiness)))]
pub(super) async fn ready(app: web::Data<App>) -> HttpResponse {
    let database = app.db.read(|reading| job::find(reading, crate::ids::JobId::new()));
    let object_store = app.shelf.storage.check();
    let (database, object_store) =
        tokio::join!(tokio::time::timeout(PATIENCE, database), tokio::time::timeout(PATIENCE, object_store));
    let database = matches!(database, Ok(Ok(_)));
    let object_store_code = match object_store {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.code()),
        Err(_elapsed) => Some(NO_ANSWER),
    };
    let object_store = object_store_code.is_none();
    let ready = database && object_store;
    let mut response = if ready { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    response.json(Readiness { ready, database, object_store, object_store_code })
}

/// What is counted, in the `OpenMetrics` text format; holds no personal data.
#[utoipa::path(get, path = "/metrics", operation_id = "metrics", tag = "service",
    responses((status = 200, description = "Counters and gauges", content_type = "application/openmetrics-text")))]
pub(super) async fn metrics(app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    let counted =
        app.db.read(|reading| Ok::<_, DbError>((job::counts(reading)?, folders_now(reading)?))).await?;
    let (jobs, folders) = counted;
    let text = app.metrics.encode(&jobs, &app.stores_now(), &folders, app.events.open_streams());
    Ok(HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(text))
}
