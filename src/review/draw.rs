//! Drawing a call at random: every call of the pool is as likely as any other, and no two inspectors
//! ever draw the same.

use super::calls::sight;
use super::queue::{Entry, enter};
use super::queue_view::{AssignmentLine, line_of};
use super::{CallQuery, ReviewError, card_for, person_of};
use crate::access::{AccessError, Permission, Who};
use crate::db::assignment::AssignmentReason;
use crate::db::call::{self, Call};
use crate::db::call_list::Pool;
use crate::db::evaluation::Purpose;
use crate::db::{Db, Writing};
use crate::ids::{RequestId, ScorecardId};

/// The longest query that is kept with an assignment, in bytes.
const QUERY_MOST: usize = 4_000;

/// Draws one of the calls that the query of the calls page finds into the caller's own queue. The
/// query and the size of the pool stay with the assignment.
pub async fn take_at_random(
    db: &Db,
    who: &Who,
    query: String,
    scorecard_id: Option<ScorecardId>,
    request_id: Option<RequestId>,
) -> Result<AssignmentLine, ReviewError> {
    let scope = who.scope(Permission::ScoreCalls).ok_or(AccessError::NotPermitted)?;
    let (actor, own) = (who.actor(), person_of(who)?);
    if query.len() > QUERY_MOST {
        let problem = format!("must have at most {QUERY_MOST} bytes");
        return Err(ReviewError::BadQuery { field: "query".to_owned(), problem });
    }
    let filter = CallQuery::parse(&query, Some(own))?.filter;
    let sight = sight(who, scope);
    db.write(move |writing| {
        let filter = filter.clone().for_automatic_use().with_teams_below(writing)?;
        let pool = Pool { sight: &sight, filter: &filter, inspector_id: own };
        let (call, pool_size) = draw(writing, &pool)?.ok_or(ReviewError::NothingToTake)?;
        let card = card_for(writing, &call, Purpose::Quality, scorecard_id)?;
        let entry = Entry {
            drawn: Some((query.clone(), pool_size)),
            ..Entry::own(own, AssignmentReason::TakenAtRandom)
        };
        let made = enter(writing, actor, request_id, &call, card, entry)?;
        line_of(writing, &sight, made)
    })
    .await
}

/// A call of the pool, held against everybody else, and how many there were to draw from. Where
/// somebody else was just taking it, it is no longer in the pool, and another one is drawn.
fn draw(writing: &mut Writing<'_>, pool: &Pool<'_>) -> Result<Option<(Call, i64)>, ReviewError> {
    loop {
        let size = pool.size(writing)?;
        if size == 0 {
            return Ok(None);
        }
        let chance = getrandom::u64().map_err(AccessError::NoRandomness)?;
        let Some(drawn) = pool.at(writing, place(chance, size))? else { continue };
        call::lock(writing, &[drawn.id])?;
        if pool.holds(writing, drawn.id)? {
            return Ok(Some((drawn, size)));
        }
    }
}

/// A place among `size`, from 64 random bits: no place is more likely than another by more than
/// one part in 2^64 / `size`.
fn place(chance: u64, size: i64) -> i64 {
    let scaled = (u128::from(chance) * u128::from(size.unsigned_abs())) >> 64;
    i64::try_from(scaled).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_whole_range_of_chance_is_spread_over_all_places() {
        assert_eq!((place(0, 3), place(u64::MAX, 3)), (0, 2));
        let third = u64::MAX / 3;
        assert_eq!((place(third, 3), place(third + 1, 3)), (0, 1));
    }

    #[test]
    fn words_that_nobody_reads_choose_only_among_transcripts_that_can_be_trusted() {
        let filter =
            |query: &str| CallQuery::parse(query, None).unwrap().filter.for_automatic_use().poor_words;
        assert_eq!(filter("said=refund"), Some(false));
        assert_eq!(filter("said=refund&poor_transcript=true"), Some(true));
        assert_eq!(filter("from=2026-11-01"), None);
    }

    proptest! {
        #[test]
        fn a_place_lies_in_the_pool(chance in any::<u64>(), size in 1..=i64::MAX) {
            prop_assert!((0..size).contains(&place(chance, size)));
        }
    }
}
