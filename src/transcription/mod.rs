//! From audio to words.

pub mod models;
