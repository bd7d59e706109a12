//! Things with names, as lists and choosers show them; and the names of many at once, so that a
//! page of rows costs one query a noun.

use super::schema::{person, project, queue, source, team};
use super::{DbError, Reading};
use crate::ids::{PersonId, ProjectId, QueueId, SourceId, TeamId};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Something with a name.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Named<Id> {
    /// Its id.
    pub id: Id,
    /// Its name as people write it.
    pub name: String,
}

/// The names of several things of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names<Id>(BTreeMap<Id, String>);

impl<Id: Ord + Copy> Names<Id> {
    /// The thing with its name; an unknown one has an empty name.
    #[must_use]
    pub fn named(&self, id: Id) -> Named<Id> {
        Named { id, name: self.0.get(&id).cloned().unwrap_or_default() }
    }
}

macro_rules! names {
    ($($(#[$doc:meta])* $function:ident: $table:ident of $id:ident;)*) => {$(
        $(#[$doc])*
        pub fn $function(
            reading: &mut Reading<'_>,
            ids: impl IntoIterator<Item = $id>,
        ) -> Result<Names<$id>, DbError> {
            let ids: BTreeSet<$id> = ids.into_iter().collect();
            if ids.is_empty() {
                return Ok(Names(BTreeMap::new()));
            }
            let rows: Vec<($id, String)> = $table::table
                .filter($table::id.eq_any(ids))
                .select(($table::id, $table::name))
                .load(reading.connection)?;
            Ok(Names(rows.into_iter().collect()))
        }
    )*};
}

names! {
    /// The names of these people.
    of_people: person of PersonId;
    /// The names of these teams.
    of_teams: team of TeamId;
    /// The names of these projects.
    of_projects: project of ProjectId;
    /// The names of these queues.
    of_queues: queue of QueueId;
    /// The names of these sources.
    of_sources: source of SourceId;
}
