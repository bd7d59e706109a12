//! The web interface: the only room that names actix.
//!
//! [`routes`] is the whole URL table. Handlers are short: who may call stands in the signature
//! ([`auth::Require`]), then one call into a business room, then the answer as a wire type of
//! `api`. Errors of every room become one shape here (`errors`).

pub mod api;
pub mod auth;
pub mod routes;

mod app;
mod errors;
mod events;
mod health;
mod metrics;
mod openapi;
mod pauses;
mod range;
mod request_log;
mod server;
mod ui;

pub use app::{App, Limits};
pub use events::StreamLimits;
pub use openapi::document;
pub use server::{Server, start};
