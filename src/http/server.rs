//! Starting and stopping the server.

use super::errors::{ApiError, RequestError};
use super::pauses::limit_pauses;
use super::request_log::log_request;
use super::{App, routes};
use actix_multipart::MultipartConfig;
use actix_web::dev::ServerHandle;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::web::{self, JsonConfig, PathConfig, QueryConfig, ServiceConfig};
use actix_web::{App as ActixApp, HttpServer};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

/// How long a slow client may take to send its headers.
const HEADER_PATIENCE: Duration = Duration::from_secs(10);
/// How long an idle connection is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// A running server.
pub struct Server {
    handle: ServerHandle,
    running: tokio::task::JoinHandle<io::Result<()>>,
    app: web::Data<App>,
    address: SocketAddr,
}

impl Server {
    /// Where it listens; the port is the real one where 0 was asked for.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no new connection, lets running requests end within the grace, and returns. Streams of
    /// events end first: they would never end by themselves.
    pub async fn stop(self) -> io::Result<()> {
        self.app.events.close();
        self.handle.stop(true).await;
        self.running.await.map_err(io::Error::other)?
    }

    /// Waits until the server ends by itself, which it does only on a fault.
    pub async fn ended(&mut self) -> io::Result<()> {
        (&mut self.running).await.map_err(io::Error::other)?
    }
}

/// Starts to serve on `listen`. Signals are the caller's to handle.
pub fn start(app: App, listen: SocketAddr, grace: Duration) -> io::Result<Server> {
    let app = web::Data::new(app);
    let listener = TcpListener::bind(listen)?;
    let address = listener.local_addr()?;
    let shared = web::Data::clone(&app);
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(web::Data::clone(&shared))
            .configure(|service| configure(service, &shared))
            .wrap(from_fn(limit_pauses))
            .wrap(
                // An answer that does not say otherwise may hold personal data: nothing keeps it.
                DefaultHeaders::new()
                    .add((CACHE_CONTROL, "no-store"))
                    .add(("x-content-type-options", "nosniff"))
                    .add(("referrer-policy", "same-origin")),
            )
            .wrap(from_fn(log_request))
    })
    .disable_signals()
    .client_request_timeout(HEADER_PATIENCE)
    .keep_alive(KEEP_ALIVE)
    .shutdown_timeout(grace.as_secs())
    .listen(listener)?
    .run();
    let handle = server.handle();
    let fed = web::Data::clone(&app);
    tokio::spawn(async move { fed.events.feed(fed.db.clone(), fed.limits.streams).await });
    Ok(Server { handle, running: tokio::spawn(server), app, address })
}

/// The table, and what every extractor says when it does not understand.
fn configure(service: &mut ServiceConfig, app: &App) {
    let json = JsonConfig::default()
        .limit(app.limits.json_bytes)
        .error_handler(|error, _| ApiError::from(RequestError::of_json(&error)).into());
    let query = QueryConfig::default()
        .error_handler(|error, _| ApiError::from(RequestError::BadQuery(error.to_string())).into());
    let path = PathConfig::default().error_handler(|_, _| ApiError::from(RequestError::BadPath).into());
    service.app_data(json).app_data(query).app_data(path).app_data(MultipartConfig::default());
    routes::register(service);
}
