//! Which case reviews somebody finds: those that they run, and those that they are invited to.

use super::{Permission, Who};
use crate::db::case_review::ShownReviews;
use crate::db::{DbError, Reading, Scope, team};
use crate::ids::PersonId;

/// The case reviews that this person runs: every one, or, where they run them for one project, their own;
/// none: they run none.
#[must_use]
pub fn run_by(who: &Who) -> Option<ShownReviews> {
    match who.scope(Permission::RunCaseReviews)? {
        Scope::Everything => Some(ShownReviews::All),
        Scope::Within(_) => who.person_id().map(ShownReviews::MadeBy),
    }
}

/// The case reviews whose agenda was sent to a team of this person, today's teams, led ones too.
pub fn invited_to(reading: &mut Reading<'_>, person_id: PersonId) -> Result<ShownReviews, DbError> {
    let now = reading.now();
    let mut teams: Vec<_> = team::led_by(reading, person_id, now)?.into_iter().collect();
    teams.extend(team::of_person_at(reading, person_id, now)?);
    Ok(ShownReviews::For(person_id, teams))
}
