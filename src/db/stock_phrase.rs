//! Stock phrases: what is put into the comment of an item at one press. Everybody's, or one's own.

use super::schema::stock_phrase;
use super::{DbError, Reading, Writing};
use crate::ids::{PersonId, ScorecardId, StockPhraseId};
use crate::time::Instant;
use diesel::prelude::*;

/// A phrase for the comment of an item.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = stock_phrase)]
pub struct StockPhrase {
    /// Its id.
    pub id: StockPhraseId,
    /// Whose it is; none: everybody's.
    pub owner_id: Option<PersonId>,
    /// The card of the item.
    pub scorecard_id: ScorecardId,
    /// The key of the item.
    pub question: String,
    /// The key of the option that it is for; none: for any answer.
    pub option: Option<String>,
    /// The phrase.
    pub text: String,
    /// Who wrote it, or changed it last.
    pub changed_by: PersonId,
    /// When.
    pub changed_at: Instant,
}

/// Enters a phrase.
pub fn insert(writing: &mut Writing<'_>, new: &StockPhrase) -> Result<(), DbError> {
    diesel::insert_into(stock_phrase::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The phrase with this id.
pub fn by_id(reading: &mut Reading<'_>, id: StockPhraseId) -> Result<Option<StockPhrase>, DbError> {
    Ok(stock_phrase::table.find(id).first(reading.connection).optional()?)
}

/// Gives a phrase another text.
pub fn change(
    writing: &mut Writing<'_>,
    id: StockPhraseId,
    text: &str,
    changed_by: PersonId,
) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(stock_phrase::table.find(id))
        .set((
            stock_phrase::text.eq(text),
            stock_phrase::changed_by.eq(changed_by),
            stock_phrase::changed_at.eq(now),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Takes a phrase away.
pub fn delete(writing: &mut Writing<'_>, id: StockPhraseId) -> Result<(), DbError> {
    diesel::delete(stock_phrase::table.find(id)).execute(writing.connection)?;
    Ok(())
}

/// The phrases of a card that this person uses: everybody's first, then their own, each in the order
/// in which they were written; at most `limit`.
pub fn of_card(
    reading: &mut Reading<'_>,
    scorecard_id: ScorecardId,
    person_id: PersonId,
    limit: i64,
) -> Result<Vec<StockPhrase>, DbError> {
    let mut phrases: Vec<StockPhrase> = stock_phrase::table
        .filter(stock_phrase::scorecard_id.eq(scorecard_id))
        .filter(stock_phrase::owner_id.is_null().or(stock_phrase::owner_id.eq(person_id)))
        .order(stock_phrase::id)
        .limit(limit)
        .load(reading.connection)?;
    // Here, because the databases disagree on where what is missing stands.
    phrases.sort_by_key(|one| (one.owner_id.is_some(), one.id));
    Ok(phrases)
}

/// How many phrases an item has: everybody's, or this person's own.
pub fn count(
    reading: &mut Reading<'_>,
    scorecard_id: ScorecardId,
    question: &str,
    owner_id: Option<PersonId>,
) -> Result<i64, DbError> {
    let of_item = stock_phrase::table
        .filter(stock_phrase::scorecard_id.eq(scorecard_id))
        .filter(stock_phrase::question.eq(question));
    let counted = match owner_id {
        Some(owner_id) => {
            of_item.filter(stock_phrase::owner_id.eq(owner_id)).count().get_result(reading.connection)?
        }
        None => of_item.filter(stock_phrase::owner_id.is_null()).count().get_result(reading.connection)?,
    };
    Ok(counted)
}
