//! Rules of certification: how many reference calls of a scorecard, how much agreement, for how long.

use super::schema::certification_rule;
use super::{DbError, Reading, Writing};
use crate::ids::{PersonId, ScorecardId};
use crate::time::Instant;
use diesel::prelude::*;

/// What makes somebody certified for a scorecard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = certification_rule, treat_none_as_null = true)]
pub struct CertificationRule {
    /// The card.
    pub scorecard_id: ScorecardId,
    /// How many different reference calls.
    pub calls: i32,
    /// How many of a hundred items must be alike over all of them.
    pub agreement: i32,
    /// How many days one of them counts.
    pub days: i32,
    /// How often the rule was changed.
    pub edit: i32,
    /// Who changed it.
    pub changed_by: Option<PersonId>,
    /// When.
    pub changed_at: Instant,
}

/// The rule of this card.
pub fn of_card(reading: &mut Reading<'_>, id: ScorecardId) -> Result<Option<CertificationRule>, DbError> {
    Ok(certification_rule::table.find(id).first(reading.connection).optional()?)
}

/// The rules of all cards; a card has one at most.
pub fn all(reading: &mut Reading<'_>) -> Result<Vec<CertificationRule>, DbError> {
    Ok(certification_rule::table.order(certification_rule::scorecard_id).load(reading.connection)?)
}

/// Stores a rule in place of the one that was changed `new.edit` times; says whether it was that one.
pub fn put(writing: &mut Writing<'_>, new: &CertificationRule) -> Result<bool, DbError> {
    let next = CertificationRule { edit: new.edit.saturating_add(1), ..*new };
    if of_card(writing, new.scorecard_id)?.is_none() && new.edit == 0 {
        diesel::insert_into(certification_rule::table).values(&next).execute(writing.connection)?;
        return Ok(true);
    }
    let based_on =
        certification_rule::table.find(new.scorecard_id).filter(certification_rule::edit.eq(new.edit));
    Ok(diesel::update(based_on).set(&next).execute(writing.connection)? == 1)
}
