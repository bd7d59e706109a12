//! Standard answers (标准口径): what is right to say, tied to an item of a scorecard by its key, in
//! wordings that are each in force from a day on. A wording never changes; an answer is retired,
//! never deleted.

use super::columns::{from_json, to_json};
use super::schema::{standard_answer, standard_answer_version};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::ids::{PersonId, ScorecardId, StandardAnswerId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// The most answers that one card has.
pub const ANSWERS_A_CARD: i64 = 500;

/// Texts by language tag.
pub type Words = BTreeMap<String, String>;

/// A standard answer, through all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = standard_answer)]
pub struct StandardAnswer {
    /// Its id.
    pub id: StandardAnswerId,
    /// The card of the item that it belongs to.
    pub scorecard_id: ScorecardId,
    /// The key of the item.
    pub question: String,
    /// When it was first written.
    pub created_at: Instant,
    /// When it was last changed.
    pub changed_at: Instant,
    /// The day of the workspace from which it holds no more, `YYYY-MM-DD`.
    pub retired_from: Option<String>,
}

/// One wording of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerVersion {
    /// The answer that it is a wording of.
    pub standard_answer_id: StandardAnswerId,
    /// Counted from 1.
    pub number: i32,
    /// What it is about, by language.
    pub title: Words,
    /// What is right to say, by language.
    pub text: Words,
    /// The day of the workspace from which it is in force, `YYYY-MM-DD`.
    pub valid_from: String,
    /// Who wrote it.
    pub written_by: PersonId,
    /// When.
    pub written_at: Instant,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = standard_answer_version)]
struct VersionRow {
    standard_answer_id: StandardAnswerId,
    number: i32,
    title_json: String,
    text_json: String,
    valid_from: String,
    written_by: PersonId,
    written_at: Instant,
}

impl VersionRow {
    fn into_version(self) -> Result<AnswerVersion, DbError> {
        Ok(AnswerVersion {
            standard_answer_id: self.standard_answer_id,
            number: self.number,
            title: from_json("the title of a standard answer", &self.title_json)?,
            text: from_json("the text of a standard answer", &self.text_json)?,
            valid_from: self.valid_from,
            written_by: self.written_by,
            written_at: self.written_at,
        })
    }
}

/// Which answers a list shows; everything that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerFilter {
    /// Of this card.
    pub scorecard_id: Option<ScorecardId>,
    /// To this item.
    pub question: Option<String>,
    /// Retired ones, or those that are not.
    pub is_retired: Option<bool>,
}

/// Enters an answer; its first version follows.
pub fn insert(writing: &mut Writing<'_>, new: &StandardAnswer) -> Result<(), DbError> {
    diesel::insert_into(standard_answer::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// Holds the answer until the end of the transaction: of two that write the next wording at once, the second
/// sees that of the first.
pub fn lock(writing: &mut Writing<'_>, id: StandardAnswerId) -> Result<(), DbError> {
    diesel::update(standard_answer::table.find(id))
        .set(standard_answer::changed_at.eq(standard_answer::changed_at))
        .execute(writing.connection)?;
    Ok(())
}

/// Enters a wording, and notes when the answer was changed.
pub fn insert_version(writing: &mut Writing<'_>, new: &AnswerVersion) -> Result<(), DbError> {
    let row = VersionRow {
        standard_answer_id: new.standard_answer_id,
        number: new.number,
        title_json: to_json(&new.title)?,
        text_json: to_json(&new.text)?,
        valid_from: new.valid_from.clone(),
        written_by: new.written_by,
        written_at: new.written_at,
    };
    diesel::insert_into(standard_answer_version::table).values(&row).execute(writing.connection)?;
    diesel::update(standard_answer::table.find(new.standard_answer_id))
        .set(standard_answer::changed_at.eq(new.written_at))
        .execute(writing.connection)?;
    Ok(())
}

/// Says from which day on it holds no more; `None`: it holds again.
pub fn set_retired(
    writing: &mut Writing<'_>,
    id: StandardAnswerId,
    retired_from: Option<&str>,
) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(standard_answer::table.find(id))
        .set((standard_answer::retired_from.eq(retired_from), standard_answer::changed_at.eq(now)))
        .execute(writing.connection)?;
    Ok(())
}

/// The answer with this id.
pub fn by_id(reading: &mut Reading<'_>, id: StandardAnswerId) -> Result<Option<StandardAnswer>, DbError> {
    Ok(standard_answer::table.find(id).first(reading.connection).optional()?)
}

/// Every answer of a card, retired ones too, the oldest first.
pub fn of_card(reading: &mut Reading<'_>, scorecard_id: ScorecardId) -> Result<Vec<StandardAnswer>, DbError> {
    Ok(standard_answer::table
        .filter(standard_answer::scorecard_id.eq(scorecard_id))
        .order((standard_answer::created_at, standard_answer::id))
        .limit(ANSWERS_A_CARD)
        .load(reading.connection)?)
}

/// How many answers a card has, retired ones too.
pub fn count_of_card(reading: &mut Reading<'_>, scorecard_id: ScorecardId) -> Result<i64, DbError> {
    let of_card = standard_answer::table.filter(standard_answer::scorecard_id.eq(scorecard_id));
    Ok(of_card.count().get_result(reading.connection)?)
}

/// The wordings of these answers, each answer's in the order of their numbers.
pub fn versions_of(
    reading: &mut Reading<'_>,
    ids: &[StandardAnswerId],
) -> Result<HashMap<StandardAnswerId, Vec<AnswerVersion>>, DbError> {
    let rows: Vec<VersionRow> = standard_answer_version::table
        .filter(standard_answer_version::standard_answer_id.eq_any(ids.to_vec()))
        .order((standard_answer_version::standard_answer_id, standard_answer_version::number))
        .load(reading.connection)?;
    let mut versions: HashMap<StandardAnswerId, Vec<AnswerVersion>> = HashMap::new();
    for row in rows {
        let version = row.into_version()?;
        versions.entry(version.standard_answer_id).or_default().push(version);
    }
    Ok(versions)
}

/// One page of the answers that the filter finds, what was changed last first.
pub fn list(
    reading: &mut Reading<'_>,
    filter: &AnswerFilter,
    window: Window,
) -> Result<Page<StandardAnswer>, DbError> {
    let found = || {
        let mut found = standard_answer::table.into_boxed();
        if let Some(id) = filter.scorecard_id {
            found = found.filter(standard_answer::scorecard_id.eq(id));
        }
        if let Some(question) = filter.question.clone() {
            found = found.filter(standard_answer::question.eq(question));
        }
        match filter.is_retired {
            Some(true) => found.filter(standard_answer::retired_from.is_not_null()),
            Some(false) => found.filter(standard_answer::retired_from.is_null()),
            None => found,
        }
    };
    let mut rows = found();
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), StandardAnswerId::from_bytes(after.id));
        rows = rows.filter(
            standard_answer::changed_at
                .lt(at)
                .or(standard_answer::changed_at.eq(at).and(standard_answer::id.lt(id))),
        );
    }
    let rows: Vec<StandardAnswer> = rows
        .order((standard_answer::changed_at.desc(), standard_answer::id.desc()))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let counted: i64 = found().count().get_result(reading.connection)?;
    let place = |row: &StandardAnswer| Cursor { key: row.changed_at.as_millis(), id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}
