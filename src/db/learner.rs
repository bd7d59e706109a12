//! Who learns: people, by what they learned and what they are to learn.

use super::columns::words;
use super::person::{self, Person, Role};
use super::schema::{person as people, person_role};
use super::{DbError, Page, Reading, Window};
use crate::ids::PersonId;
use crate::time::Instant;
use diesel::dsl::exists;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Whose learning a caller sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Learners {
    /// That of these people.
    People(BTreeSet<PersonId>),
    /// Everybody's.
    Everybody,
}

impl Learners {
    /// Somebody's own.
    #[must_use]
    pub fn one(person_id: PersonId) -> Self {
        Self::People(BTreeSet::from([person_id]))
    }

    /// Whether this person is one of them.
    #[must_use]
    pub fn has(&self, person_id: PersonId) -> bool {
        match self {
            Self::People(people) => people.contains(&person_id),
            Self::Everybody => true,
        }
    }

    /// Those of them who are among these.
    #[must_use]
    pub fn among(self, others: BTreeSet<PersonId>) -> Self {
        match self {
            Self::People(people) => Self::People(people.intersection(&others).copied().collect()),
            Self::Everybody => Self::People(others),
        }
    }
}

/// A day of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Counted since 1970.
    pub number: i64,
    /// When it begins.
    pub begins_at: Instant,
}

/// From which day on, and before which; none: it does not matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// On this day or later.
    pub from: Option<Day>,
    /// Before this day.
    pub until: Option<Day>,
}

words! {
    /// What somebody did with it.
    LearnerState {
        /// Came to the end of a case.
        Learned = "learned",
        /// Came to the end of none.
        NotLearned = "not_learned",
        /// Has a task that is not done, and its day has not passed.
        Open = "open",
        /// Has a task whose day has passed.
        Overdue = "overdue",
        /// Has done a task.
        Done = "done",
    }
}

/// One page of those who hold one of these roles and have not left, by name; without `except`.
pub fn list(
    reading: &mut Reading<'_>,
    learners: &Learners,
    roles: &[Role],
    except: &BTreeSet<PersonId>,
    window: Window,
) -> Result<Page<Person>, DbError> {
    let now = reading.now();
    let found = || {
        let held = person_role::table
            .filter(person_role::person_id.eq(people::id))
            .filter(person_role::role.eq_any(roles.to_vec()))
            .filter(person_role::from_at.le(now))
            .filter(person_role::until_at.is_null().or(person_role::until_at.gt(now)));
        let here = people::table.filter(people::retired_at.is_null()).into_boxed();
        let here = here.filter(exists(held.select(person_role::id)));
        let here = here.filter(people::id.ne_all(except.clone()));
        match learners {
            Learners::People(some) => here.filter(people::id.eq_any(some.clone())),
            Learners::Everybody => here,
        }
    };
    person::page_by_name(reading, found, window)
}
