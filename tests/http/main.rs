//! The web interface from outside: a real server on a free port, real requests.

mod access;
mod document;
mod intake;
mod playback;
mod server;
mod sessions;
