//! Who does something, as its audit line says.

use crate::db::audit::{Actor, Line};
use crate::db::{DbError, Writing, audit};
use crate::ids::RequestId;
use serde_json::Value;
use std::fmt::Display;

/// Who does something, and in which request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// Who.
    pub actor: Actor,
    /// In which request; none: not over the web.
    pub request_id: Option<RequestId>,
}

impl By {
    /// Appends the audit line of what was just done: `action` in the past tense, on the `noun` with
    /// this id. The detail holds ids and names of fields, no personal data.
    pub fn note(
        self,
        writing: &mut Writing<'_>,
        action: &'static str,
        noun: &'static str,
        noun_id: impl Display,
        detail: Value,
    ) -> Result<(), DbError> {
        let noun_id = noun_id.to_string();
        let line =
            Line { actor: self.actor, action, noun, noun_id: &noun_id, detail, request_id: self.request_id };
        audit::append(writing, &line)
    }
}

impl From<Actor> for By {
    fn from(actor: Actor) -> Self {
        Self { actor, request_id: None }
    }
}
