//! The audit trail: who did what, on what, when. A business transaction appends its own line, so
//! that neither exists without the other. Lines hold ids, not names or numbers.

use super::columns::{to_json, words};
use super::schema::audit;
use super::{DbError, Reading, Writing};
use crate::ids::{AuditId, PersonId, RequestId, SourceId};
use crate::time::Instant;
use diesel::prelude::*;
use serde_json::Value;

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Somebody signed in, or somebody's token.
    Person(PersonId),
    /// A source's token.
    Source(SourceId),
    /// The command line of this machine.
    CommandLine,
    /// earmark itself: a job, a rule.
    System,
}

words! {
    /// What sort of actor an audit line names.
    ActorKind {
        /// A person.
        Person = "person",
        /// A source.
        Source = "source",
        /// The command line.
        CommandLine = "command_line",
        /// earmark itself.
        System = "system",
    }
}

/// A line to be appended.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'a> {
    /// Who did it.
    pub actor: Actor,
    /// What was done, in the past tense: `call.accepted`.
    pub action: &'static str,
    /// On what kind of thing: `call`.
    pub noun: &'static str,
    /// On which one.
    pub noun_id: &'a str,
    /// What else an auditor needs; no personal data.
    pub detail: Value,
    /// In which request.
    pub request_id: Option<RequestId>,
}

/// A line as it is stored.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct StoredLine {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: Instant,
    /// What sort of actor.
    pub actor_kind: ActorKind,
    /// The person or source.
    pub actor_id: Option<Vec<u8>>,
    /// What was done.
    pub action: String,
    /// On what kind of thing.
    pub noun: String,
    /// On which one.
    pub noun_id: String,
    /// What else, as JSON.
    pub detail_json: String,
    /// In which request.
    pub request_id: Option<RequestId>,
}

impl StoredLine {
    /// Who it names; none: the id is damaged.
    #[must_use]
    pub fn actor(&self) -> Option<Actor> {
        let id = || <[u8; 16]>::try_from(self.actor_id.as_deref()?).ok();
        match self.actor_kind {
            ActorKind::Person => Some(Actor::Person(PersonId::from_bytes(id()?))),
            ActorKind::Source => Some(Actor::Source(SourceId::from_bytes(id()?))),
            ActorKind::CommandLine => Some(Actor::CommandLine),
            ActorKind::System => Some(Actor::System),
        }
    }

    /// Whether it names this actor.
    #[must_use]
    pub fn is_by(&self, actor: Actor) -> bool {
        self.actor() == Some(actor)
    }
}

/// Appends a line to the trail.
pub fn append(writing: &mut Writing<'_>, line: &Line<'_>) -> Result<(), DbError> {
    let (kind, actor_id) = match &line.actor {
        Actor::Person(id) => (ActorKind::Person, Some(id.as_bytes().to_vec())),
        Actor::Source(id) => (ActorKind::Source, Some(id.as_bytes().to_vec())),
        Actor::CommandLine => (ActorKind::CommandLine, None),
        Actor::System => (ActorKind::System, None),
    };
    let now = writing.now();
    diesel::insert_into(audit::table)
        .values((
            audit::id.eq(AuditId::new()),
            audit::at.eq(now),
            audit::actor_kind.eq(kind),
            audit::actor_id.eq(actor_id),
            audit::action.eq(line.action),
            audit::noun.eq(line.noun),
            audit::noun_id.eq(line.noun_id),
            audit::detail_json.eq(to_json(&line.detail)?),
            audit::request_id.eq(line.request_id),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// The lines about one thing, oldest first, at most `limit`.
pub fn about(
    reading: &mut Reading<'_>,
    noun: &str,
    noun_id: &str,
    limit: i64,
) -> Result<Vec<StoredLine>, DbError> {
    Ok(audit::table
        .filter(audit::noun.eq(noun))
        .filter(audit::noun_id.eq(noun_id))
        .order((audit::at, audit::id))
        .limit(limit)
        .load(reading.connection)?)
}

/// The lines about one thing that say this of it, from a moment on, oldest first; a thousand at most.
pub fn since(
    reading: &mut Reading<'_>,
    noun: &str,
    noun_id: &str,
    action: &str,
    since: Instant,
) -> Result<Vec<StoredLine>, DbError> {
    Ok(audit::table
        .filter(audit::noun.eq(noun))
        .filter(audit::noun_id.eq(noun_id))
        .filter(audit::action.eq(action))
        .filter(audit::at.ge(since))
        .order((audit::at, audit::id))
        .limit(1_000)
        .load(reading.connection)?)
}

/// The last lines about one thing that say one of these things of it, the youngest first.
pub fn last_of(
    reading: &mut Reading<'_>,
    noun: &str,
    noun_id: &str,
    actions: &[&str],
    limit: i64,
) -> Result<Vec<StoredLine>, DbError> {
    Ok(audit::table
        .filter(audit::noun.eq(noun))
        .filter(audit::noun_id.eq(noun_id))
        .filter(audit::action.eq_any(actions.to_vec()))
        .order((audit::at.desc(), audit::id.desc()))
        .limit(limit)
        .load(reading.connection)?)
}
