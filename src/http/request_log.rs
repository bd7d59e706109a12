//! One log line a request, with an id that the client gets too and that the audit trail notes.
//! It names the route's pattern, never the address itself, and no header: neither may hold
//! personal data or secrets in a log.

use super::App;
use crate::ids::RequestId;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use std::time::Instant as Stopwatch;
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(super) async fn log_request(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = RequestId::new();
    request.extensions_mut().insert(id);
    let method = request.method().clone();
    let route = request.match_pattern().unwrap_or_else(|| "(none)".to_owned());
    let app = request.app_data::<web::Data<App>>().cloned();
    let began = Stopwatch::now();
    let span = tracing::info_span!("request", request_id = %id, %method, route);
    let mut response = next.call(request).instrument(span.clone()).await?;
    let status = response.status().as_u16();
    let took = began.elapsed();
    span.in_scope(|| tracing::info!(status, duration_ms = took.as_secs_f64() * 1000.0, "answered"));
    if let Some(app) = app {
        app.metrics.request_answered(&method, &route, status, took);
    }
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    Ok(response)
}
