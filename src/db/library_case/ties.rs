//! What belongs to a case: its commentary in editions, the items and standard answers that it
//! illustrates, its tags.

use super::CaseState;
use crate::db::columns::{from_json, to_json};
use crate::db::schema::{case_answer, case_edition, case_item, case_tag, library_case};
use crate::db::{DbError, Reading, Writing};
use crate::ids::{CaseId, PersonId, ScorecardId, StandardAnswerId};
use crate::time::Instant;
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// The number under which the line is kept that a case was proposed by, once somebody writes another.
pub const PROPOSED: i32 = 0;

/// An edition of a commentary. What it holds, `library` says.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition<C> {
    /// Its number, from 1; [`PROPOSED`]: what stood there when it was proposed.
    pub number: i32,
    /// The commentary.
    pub content: C,
    /// Who wrote it.
    pub written_by: PersonId,
    /// When.
    pub written_at: Instant,
}

/// An item of a scorecard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemTie {
    /// The card.
    pub scorecard_id: ScorecardId,
    /// The key of the item.
    pub question: String,
}

/// A standard answer in the wording that it had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnswerTie {
    /// The answer.
    pub standard_answer_id: StandardAnswerId,
    /// The number of its wording.
    pub version: i32,
}

type EditionRow = (i32, String, PersonId, Instant);

fn read<C: DeserializeOwned>(
    (number, text, written_by, written_at): EditionRow,
) -> Result<Edition<C>, DbError> {
    Ok(Edition { number, content: from_json("the commentary of a case", &text)?, written_by, written_at })
}

/// Stores an edition.
pub fn insert_edition<C: Serialize>(
    writing: &mut Writing<'_>,
    case_id: CaseId,
    new: &Edition<C>,
) -> Result<(), DbError> {
    diesel::insert_into(case_edition::table)
        .values((
            case_edition::case_id.eq(case_id),
            case_edition::number.eq(new.number),
            case_edition::content_json.eq(to_json(&new.content)?),
            case_edition::written_by.eq(new.written_by),
            case_edition::written_at.eq(new.written_at),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// The edition of this number.
pub fn edition<C: DeserializeOwned>(
    reading: &mut Reading<'_>,
    case_id: CaseId,
    number: i32,
) -> Result<Option<Edition<C>>, DbError> {
    let row: Option<EditionRow> = case_edition::table
        .find((case_id, number))
        .select((
            case_edition::number,
            case_edition::content_json,
            case_edition::written_by,
            case_edition::written_at,
        ))
        .first(reading.connection)
        .optional()?;
    row.map(read).transpose()
}

/// The editions that were written of a case, the newest first, at most `limit`.
pub fn editions<C: DeserializeOwned>(
    reading: &mut Reading<'_>,
    case_id: CaseId,
    limit: i64,
) -> Result<Vec<Edition<C>>, DbError> {
    let rows: Vec<EditionRow> = case_edition::table
        .filter(case_edition::case_id.eq(case_id))
        .filter(case_edition::number.gt(PROPOSED))
        .order(case_edition::number.desc())
        .limit(limit)
        .select((
            case_edition::number,
            case_edition::content_json,
            case_edition::written_by,
            case_edition::written_at,
        ))
        .load(reading.connection)?;
    rows.into_iter().map(read).collect()
}

/// Says anew what a case illustrates, and how it is tagged.
pub fn put_ties(
    writing: &mut Writing<'_>,
    id: CaseId,
    items: &[ItemTie],
    answers: &[AnswerTie],
    tags: &[String],
) -> Result<(), DbError> {
    diesel::delete(case_item::table.filter(case_item::case_id.eq(id))).execute(writing.connection)?;
    diesel::delete(case_answer::table.filter(case_answer::case_id.eq(id))).execute(writing.connection)?;
    diesel::delete(case_tag::table.filter(case_tag::case_id.eq(id))).execute(writing.connection)?;
    for item in items {
        diesel::insert_into(case_item::table)
            .values((
                case_item::case_id.eq(id),
                case_item::scorecard_id.eq(item.scorecard_id),
                case_item::question.eq(&item.question),
            ))
            .execute(writing.connection)?;
    }
    for answer in answers {
        diesel::insert_into(case_answer::table)
            .values((
                case_answer::case_id.eq(id),
                case_answer::standard_answer_id.eq(answer.standard_answer_id),
                case_answer::version.eq(answer.version),
            ))
            .execute(writing.connection)?;
    }
    for tag in tags {
        diesel::insert_into(case_tag::table)
            .values((case_tag::case_id.eq(id), case_tag::tag.eq(tag)))
            .execute(writing.connection)?;
    }
    Ok(())
}

fn grouped<T>(rows: Vec<(CaseId, T)>) -> BTreeMap<CaseId, Vec<T>> {
    let mut groups: BTreeMap<CaseId, Vec<T>> = BTreeMap::new();
    for (id, row) in rows {
        groups.entry(id).or_default().push(row);
    }
    groups
}

/// The items that these cases illustrate.
pub fn items_of(
    reading: &mut Reading<'_>,
    ids: &[CaseId],
) -> Result<BTreeMap<CaseId, Vec<ItemTie>>, DbError> {
    let rows: Vec<(CaseId, ScorecardId, String)> = case_item::table
        .filter(case_item::case_id.eq_any(ids.to_vec()))
        .order((case_item::case_id, case_item::scorecard_id, case_item::question))
        .load(reading.connection)?;
    let tie = |(id, scorecard_id, question)| (id, ItemTie { scorecard_id, question });
    Ok(grouped(rows.into_iter().map(tie).collect()))
}

/// The standard answers that these cases illustrate.
pub fn answers_of(
    reading: &mut Reading<'_>,
    ids: &[CaseId],
) -> Result<BTreeMap<CaseId, Vec<AnswerTie>>, DbError> {
    let rows: Vec<(CaseId, StandardAnswerId, i32)> = case_answer::table
        .filter(case_answer::case_id.eq_any(ids.to_vec()))
        .order((case_answer::case_id, case_answer::standard_answer_id))
        .load(reading.connection)?;
    let tie = |(id, standard_answer_id, version)| (id, AnswerTie { standard_answer_id, version });
    Ok(grouped(rows.into_iter().map(tie).collect()))
}

/// The tags of these cases, by name.
pub fn tags_of(reading: &mut Reading<'_>, ids: &[CaseId]) -> Result<BTreeMap<CaseId, Vec<String>>, DbError> {
    let rows: Vec<(CaseId, String)> = case_tag::table
        .filter(case_tag::case_id.eq_any(ids.to_vec()))
        .order((case_tag::case_id, case_tag::tag))
        .load(reading.connection)?;
    Ok(grouped(rows))
}

/// What cases in this state illustrate of standard answers, after this case, at most `limit` rows.
pub fn tied_to_answers(
    reading: &mut Reading<'_>,
    state: CaseState,
    after: Option<CaseId>,
    limit: i64,
) -> Result<Vec<(CaseId, AnswerTie)>, DbError> {
    let after = after.unwrap_or_else(|| CaseId::from_bytes([0; 16]));
    let rows: Vec<(CaseId, StandardAnswerId, i32)> = case_answer::table
        .inner_join(library_case::table)
        .filter(library_case::state.eq(state))
        .filter(case_answer::case_id.gt(after))
        .order((case_answer::case_id, case_answer::standard_answer_id))
        .limit(limit)
        .select((case_answer::case_id, case_answer::standard_answer_id, case_answer::version))
        .load(reading.connection)?;
    let tie = |(id, standard_answer_id, version)| (id, AnswerTie { standard_answer_id, version });
    Ok(rows.into_iter().map(tie).collect())
}
