//! Case reviews (听评会): when they are held, for which teams, and in which running order.

mod attendance;
mod decision;

pub use attendance::{WrongCodes, attend, attended, is_there, note_wrong_code, wrong_codes};
pub use decision::{
    Decision, decisions, decisions_of, find_decision, insert_decision, open_decisions_of, set_done,
};

use super::columns::{from_json, to_json, words};
use super::connection::Backend;
use super::schema::{
    case_review, case_review_attendance, case_review_entry, case_review_range, case_review_team, flag,
};
use super::standard_answer::Words;
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Window, Writing};
use crate::db::flag::{Flag, FlagKind};
use crate::ids::{CallId, CaseId, CaseReviewEntryId, CaseReviewId, PersonId, TeamId};
use crate::time::Instant;
use diesel::dsl::exists;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// How far a case review is.
    CaseReviewState {
        /// Being prepared; nobody knows of it.
        Planned = "planned",
        /// Its agenda was sent.
        Sent = "sent",
        /// It is being held.
        Open = "open",
        /// It is over, and kept.
        Closed = "closed",
    }
}

/// A case review.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = case_review)]
pub struct CaseReview {
    /// Its id.
    pub id: CaseReviewId,
    /// What it is called.
    pub title: String,
    /// When it is held.
    pub held_at: Instant,
    /// How far it is.
    pub state: CaseReviewState,
    /// What whoever sits in the room types; only while it is held.
    pub code: Option<String>,
    /// The review that it repeats for those who missed it.
    pub repeats: Option<CaseReviewId>,
    /// How often it was changed.
    pub edit: i32,
    /// Who prepares it.
    pub made_by: PersonId,
    /// Since when.
    pub made_at: Instant,
    /// When its agenda was sent.
    pub sent_at: Option<Instant>,
    /// When it was begun.
    pub started_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
}

/// An entry of the running order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: CaseReviewEntryId,
    /// For how many minutes.
    pub minutes: i32,
    /// What is heard; none: its call was removed.
    pub range: Option<Heard>,
}

/// What is heard in an entry, and what is said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Of which call.
    pub call_id: CallId,
    /// From where on the call's timeline, in milliseconds.
    pub start_ms: i64,
    /// To where.
    pub end_ms: i64,
    /// What it is about; it stands on the agenda.
    pub note: String,
    /// What the room is asked, in the order of the call; nothing where a case asks.
    pub points: Vec<Point>,
    /// The case of a library that it is.
    pub case_id: Option<CaseId>,
    /// Whether the room hears altered voices, whatever a library asks for.
    pub altered_voice: bool,
}

/// Something that the room is asked before it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Where on the call's timeline, in milliseconds.
    pub at_ms: i64,
    /// Whether it went well, or is to be done better.
    pub is_strength: bool,
    /// What the room is asked, by language.
    pub question: Words,
    /// What happened, by language.
    pub happened: Words,
    /// Why it matters, by language.
    pub matters: Words,
    /// What to say instead, by language.
    #[serde(default)]
    pub instead: Words,
}

/// Whose reviews a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShownReviews {
    /// Every one.
    All,
    /// Those that this person prepares.
    MadeBy(PersonId),
    /// Those whose agenda was sent to one of the person's teams, or that they attended.
    For(PersonId, Vec<TeamId>),
}

/// Which reviews are wanted; everything that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewFilter {
    /// In one of these states; none: in any.
    pub states: Vec<CaseReviewState>,
    /// Held at this moment or later.
    pub from: Option<Instant>,
    /// Held before this moment.
    pub until: Option<Instant>,
}

/// Enters a review with its teams and entries.
pub fn insert(
    writing: &mut Writing<'_>,
    new: &CaseReview,
    teams: &[TeamId],
    entries: &[Entry],
) -> Result<(), DbError> {
    diesel::insert_into(case_review::table).values(new).execute(writing.connection)?;
    put_teams(writing, new.id, teams)?;
    put_entries(writing, new.id, entries)
}

/// Stores other contents of a review that is not closed, if `edit` is how often it was changed; says whether
/// it was.
pub fn rewrite(
    writing: &mut Writing<'_>,
    id: CaseReviewId,
    edit: i32,
    title: &str,
    held_at: Instant,
    teams: &[TeamId],
    entries: &[Entry],
) -> Result<bool, DbError> {
    let based_on = case_review::table
        .find(id)
        .filter(case_review::edit.eq(edit))
        .filter(case_review::state.ne(CaseReviewState::Closed));
    let stored = diesel::update(based_on)
        .set((
            case_review::title.eq(title),
            case_review::held_at.eq(held_at),
            case_review::edit.eq(edit.saturating_add(1)),
        ))
        .execute(writing.connection)?;
    if stored != 1 {
        return Ok(false);
    }
    diesel::delete(case_review_team::table.filter(case_review_team::case_review_id.eq(id)))
        .execute(writing.connection)?;
    diesel::delete(case_review_entry::table.filter(case_review_entry::case_review_id.eq(id)))
        .execute(writing.connection)?;
    put_teams(writing, id, teams)?;
    put_entries(writing, id, entries)?;
    Ok(true)
}

fn put_teams(writing: &mut Writing<'_>, id: CaseReviewId, teams: &[TeamId]) -> Result<(), DbError> {
    for team_id in teams {
        diesel::insert_into(case_review_team::table)
            .values((case_review_team::case_review_id.eq(id), case_review_team::team_id.eq(team_id)))
            .execute(writing.connection)?;
    }
    Ok(())
}

fn put_entries(writing: &mut Writing<'_>, id: CaseReviewId, entries: &[Entry]) -> Result<(), DbError> {
    for (number, entry) in (1_i32..).zip(entries) {
        diesel::insert_into(case_review_entry::table)
            .values((
                case_review_entry::id.eq(entry.id),
                case_review_entry::case_review_id.eq(id),
                case_review_entry::number.eq(number),
                case_review_entry::minutes.eq(entry.minutes),
            ))
            .execute(writing.connection)?;
        if let Some(heard) = &entry.range {
            diesel::insert_into(case_review_range::table)
                .values((
                    case_review_range::entry_id.eq(entry.id),
                    case_review_range::call_id.eq(heard.call_id),
                    case_review_range::start_ms.eq(heard.start_ms),
                    case_review_range::end_ms.eq(heard.end_ms),
                    case_review_range::note.eq(&heard.note),
                    case_review_range::points_json.eq(to_json(&heard.points)?),
                    case_review_range::case_id.eq(heard.case_id),
                    case_review_range::altered_voice.eq(heard.altered_voice),
                ))
                .execute(writing.connection)?;
        }
    }
    Ok(())
}

/// The review, where this list shows it.
pub fn find(
    reading: &mut Reading<'_>,
    shown: &ShownReviews,
    id: CaseReviewId,
) -> Result<Option<CaseReview>, DbError> {
    Ok(of_ids(reading, shown, &[id])?.pop())
}

/// Those of these reviews that the list shows, in no order.
pub fn of_ids(
    reading: &mut Reading<'_>,
    shown: &ShownReviews,
    ids: &[CaseReviewId],
) -> Result<Vec<CaseReview>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = matching(shown, &ReviewFilter::default());
    Ok(rows.filter(case_review::id.eq_any(ids.to_vec())).load(reading.connection)?)
}

/// The teams that are invited to a review.
pub fn teams_of(reading: &mut Reading<'_>, id: CaseReviewId) -> Result<Vec<TeamId>, DbError> {
    Ok(case_review_team::table
        .filter(case_review_team::case_review_id.eq(id))
        .order(case_review_team::team_id)
        .select(case_review_team::team_id)
        .load(reading.connection)?)
}

/// The running order of a review.
pub fn entries_of(reading: &mut Reading<'_>, id: CaseReviewId) -> Result<Vec<Entry>, DbError> {
    Ok(running_orders(reading, &[id])?.remove(&id).unwrap_or_default())
}

/// The running orders of these reviews; one without entries is missing.
pub fn running_orders(
    reading: &mut Reading<'_>,
    ids: &[CaseReviewId],
) -> Result<BTreeMap<CaseReviewId, Vec<Entry>>, DbError> {
    type Range = (CallId, i64, i64, String, String, Option<CaseId>, bool);
    let rows: Vec<(CaseReviewId, CaseReviewEntryId, i32, Option<Range>)> = case_review_entry::table
        .left_join(case_review_range::table)
        .filter(case_review_entry::case_review_id.eq_any(ids.to_vec()))
        .order((case_review_entry::case_review_id, case_review_entry::number))
        .select((
            case_review_entry::case_review_id,
            case_review_entry::id,
            case_review_entry::minutes,
            (
                case_review_range::call_id,
                case_review_range::start_ms,
                case_review_range::end_ms,
                case_review_range::note,
                case_review_range::points_json,
                case_review_range::case_id,
                case_review_range::altered_voice,
            )
                .nullable(),
        ))
        .load(reading.connection)?;
    let heard = |(call_id, start_ms, end_ms, note, points, case_id, altered_voice): Range| {
        let points = from_json("the points of a case review", &points)?;
        Ok::<_, DbError>(Heard { call_id, start_ms, end_ms, note, points, case_id, altered_voice })
    };
    let mut orders: BTreeMap<CaseReviewId, Vec<Entry>> = BTreeMap::new();
    for (review_id, id, minutes, range) in rows {
        let range = range.map(heard).transpose()?;
        orders.entry(review_id).or_default().push(Entry { id, minutes, range });
    }
    Ok(orders)
}

/// One page of the reviews that the list shows and the filter lets through, the last held first.
pub fn list(
    reading: &mut Reading<'_>,
    shown: &ShownReviews,
    filter: &ReviewFilter,
    window: Window,
) -> Result<Page<CaseReview>, DbError> {
    let mut rows = matching(shown, filter);
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), CaseReviewId::from_bytes(after.id));
        rows = rows
            .filter(case_review::held_at.lt(at).or(case_review::held_at.eq(at).and(case_review::id.lt(id))));
    }
    let rows: Vec<CaseReview> = rows
        .order((case_review::held_at.desc(), case_review::id.desc()))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let counted: i64 = matching(shown, filter).count().get_result(reading.connection)?;
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place_of))
}

/// Where a review stands in a list.
#[must_use]
pub fn place_of(review: &CaseReview) -> Cursor {
    Cursor { key: review.held_at.as_millis(), id: *review.id.as_bytes() }
}

fn matching(shown: &ShownReviews, filter: &ReviewFilter) -> case_review::BoxedQuery<'static, Backend> {
    let mut all = case_review::table.into_boxed();
    if !filter.states.is_empty() {
        all = all.filter(case_review::state.eq_any(filter.states.clone()));
    }
    if let Some(from) = filter.from {
        all = all.filter(case_review::held_at.ge(from));
    }
    if let Some(until) = filter.until {
        all = all.filter(case_review::held_at.lt(until));
    }
    match shown {
        ShownReviews::All => all,
        ShownReviews::MadeBy(person_id) => all.filter(case_review::made_by.eq(*person_id)),
        ShownReviews::For(person_id, teams) => {
            let invited = case_review_team::table
                .filter(case_review_team::case_review_id.eq(case_review::id))
                .filter(case_review_team::team_id.eq_any(teams.clone()));
            let attended = case_review_attendance::table
                .filter(case_review_attendance::case_review_id.eq(case_review::id))
                .filter(case_review_attendance::person_id.eq(*person_id));
            all.filter(case_review::state.ne(CaseReviewState::Planned))
                .filter(exists(invited).or(exists(attended)))
        }
    }
}

/// Notes that the agenda was sent.
pub fn note_sent(writing: &mut Writing<'_>, id: CaseReviewId) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(case_review::table.find(id))
        .set((case_review::state.eq(CaseReviewState::Sent), case_review::sent_at.eq(now)))
        .execute(writing.connection)?;
    Ok(())
}

/// Begins the review; whoever sits in the room types this code.
pub fn start(writing: &mut Writing<'_>, id: CaseReviewId, code: &str) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(case_review::table.find(id))
        .set((
            case_review::state.eq(CaseReviewState::Open),
            case_review::code.eq(code),
            case_review::started_at.eq(now),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Closes the review; its code opens nothing any more.
pub fn close(writing: &mut Writing<'_>, id: CaseReviewId) -> Result<(), DbError> {
    let now = writing.now();
    diesel::update(case_review::table.find(id))
        .set((
            case_review::state.eq(CaseReviewState::Closed),
            case_review::code.eq(None::<String>),
            case_review::closed_at.eq(now),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// The flags of these kinds that were set in this time, the youngest first, at most `limit`: what a running
/// order is made from.
pub fn flags_between(
    reading: &mut Reading<'_>,
    kinds: &[FlagKind],
    from: Instant,
    until: Instant,
    limit: i64,
) -> Result<Vec<Flag>, DbError> {
    Ok(flag::table
        .filter(flag::kind.eq_any(kinds.to_vec()))
        .filter(flag::flagged_at.ge(from))
        .filter(flag::flagged_at.lt(until))
        .order((flag::flagged_at.desc(), flag::id.desc()))
        .limit(limit)
        .load(reading.connection)?)
}
