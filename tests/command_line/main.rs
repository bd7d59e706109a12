//! Whole programs, as people start them: serve, worker, ingest, user, token.

mod program;
mod several_processes;
mod setting_up;
mod shown;
