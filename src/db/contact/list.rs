//! Lists of text contacts.

use super::{Channel, Contact};
use crate::db::connection::Backend;
use crate::db::schema::contact;
use crate::db::{COUNTED_TO, Cursor, DbError, Page, Reading, Scope, Window};
use crate::ids::{ContactId, PersonId, ProjectId, TeamId};
use crate::time::Instant;
use diesel::prelude::*;

/// Which contacts are wanted; what is not said does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactFilter {
    /// That went like this.
    pub channel: Option<Channel>,
    /// Of this person.
    pub person_id: Option<PersonId>,
    /// Of this project.
    pub project_id: Option<ProjectId>,
    /// On this day of the workspace or later, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// On this day or earlier.
    pub to: Option<String>,
}

type Contacts = contact::BoxedQuery<'static, Backend>;

/// A page of the contacts that exist for the caller and whose words are there, the youngest first.
pub fn list(
    reading: &mut Reading<'_>,
    scope: &Scope,
    filter: &ContactFilter,
    window: Window,
) -> Result<Page<Contact>, DbError> {
    let found = || matching(scope, filter);
    let mut rows = found().order((contact::began_at.desc(), contact::id.desc())).limit(window.limit() + 1);
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), ContactId::from_bytes(after.id));
        rows = rows.filter(contact::began_at.le(at)).filter(contact::began_at.lt(at).or(contact::id.lt(id)));
    }
    let rows: Vec<Contact> = rows.select(Contact::as_select()).load(reading.connection)?;
    let beyond: Option<ContactId> =
        found().select(contact::id).offset(COUNTED_TO).limit(1).first(reading.connection).optional()?;
    let counted = match beyond {
        Some(_) => COUNTED_TO + 1,
        None => found().count().get_result(reading.connection)?,
    };
    Ok(Page::of(rows, window, counted, |one| Cursor {
        key: one.began_at.as_millis(),
        id: *one.id.as_bytes(),
    }))
}

fn matching(scope: &Scope, filter: &ContactFilter) -> Contacts {
    let mut found = within(contact::table.into_boxed(), scope).filter(contact::removed_at.is_null());
    if let Some(channel) = filter.channel {
        found = found.filter(contact::channel.eq(channel));
    }
    if let Some(id) = filter.person_id {
        found = found.filter(contact::person_id.eq(id));
    }
    if let Some(id) = filter.project_id {
        found = found.filter(contact::project_id.eq(id));
    }
    if let Some(from) = filter.from.clone() {
        found = found.filter(contact::local_date.ge(from));
    }
    if let Some(to) = filter.to.clone() {
        found = found.filter(contact::local_date.le(to));
    }
    found
}

/// Those of the scope, as [`Scope::covers`] says it of one.
fn within(found: Contacts, scope: &Scope) -> Contacts {
    let Scope::Within(bounds) = scope else { return found };
    let people: Vec<PersonId> = bounds.people.iter().copied().collect();
    let teams: Vec<TeamId> = bounds.teams.iter().copied().collect();
    let projects: Vec<ProjectId> = bounds.projects.iter().copied().collect();
    found.filter(
        contact::person_id
            .eq_any(people)
            .or(contact::team_id.eq_any(teams))
            .or(contact::project_id.eq_any(projects)),
    )
}
