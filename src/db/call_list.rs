//! Finding calls: the filter, the orders, pages of them, and drawing one at random.
//!
//! The list and the draw take the same filter, so that what an inspector sees in the list is what
//! they draw from. What a filter asks of a call is worded in `conditions`.

mod conditions;
mod scores;
mod signals;

pub use conditions::{WordsState, words_of};
pub(super) use conditions::{bears, is_evaluated};

use super::call::{Call, Calls, Direction, load};
use super::columns::words;
use super::evaluation::{EvaluationState, Purpose};
use super::flag::FlagKind;
use super::schema::{call, evaluation};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Scope, Window, team};
use crate::ids::{AgentId, CallId, PersonId, ProjectId, QueueId, SourceId, TeamId};
use crate::search::Query;
use crate::time::Instant;
use conditions::{Asked, matching, to_be_scored};
use diesel::prelude::*;
use std::collections::BTreeMap;

words! {
    /// The order of a list of calls; equal ones by id.
    CallOrder {
        /// Newest first.
        NewestFirst = "-started_at",
        /// Oldest first.
        OldestFirst = "started_at",
        /// Longest first.
        LongestFirst = "-duration",
        /// Shortest first.
        ShortestFirst = "duration",
    }
}

/// What is asked of a call. Everything that is set must hold; of a list, one is enough.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallFilter {
    /// The beginning of the native id or the ticket, or the end of the customer's number.
    pub text: Option<String>,
    /// Of these projects.
    pub projects: Vec<ProjectId>,
    /// Through these queues.
    pub queues: Vec<QueueId>,
    /// Somebody of these teams took part, by the team of the call's day.
    pub teams: Vec<TeamId>,
    /// One of these people took part.
    pub people: Vec<PersonId>,
    /// One of these agents took part.
    pub agents: Vec<AgentId>,
    /// From these sources.
    pub sources: Vec<SourceId>,
    /// Who rang whom.
    pub direction: Option<Direction>,
    /// Closed as one of these.
    pub dispositions: Vec<String>,
    /// Bears one of these tags.
    pub tags: Vec<String>,
    /// On this local day (`YYYY-MM-DD`) or later.
    pub from: Option<String>,
    /// On this local day or earlier.
    pub to: Option<String>,
    /// Shorter than this.
    pub shorter_than_ms: Option<i64>,
    /// Longer than this.
    pub longer_than_ms: Option<i64>,
    /// Whether it has a recording.
    pub has_recording: Option<bool>,
    /// How far its words are.
    pub words: Option<WordsState>,
    /// Whether a recording of it has a poor transcript.
    pub poor_words: Option<bool>,
    /// Whether a quality evaluation of it is out, as far as the caller may know.
    pub evaluated: Option<bool>,
    /// Whether it is in somebody's queue, as far as the caller may know.
    pub assigned: Option<bool>,
    /// Bears a flag of one of these kinds, as far as the caller may know.
    pub flags: Vec<FlagKind>,
    /// A quality evaluation of it that is out came to so many hundredths or more, as far as the caller
    /// may know.
    pub score_from: Option<i64>,
    /// One came to less than so many hundredths; with both, the same one.
    pub score_below: Option<i64>,
    /// Whether one side of it was not recorded.
    pub one_sided: Option<bool>,
    /// Whether a channel of it is clipped so much that ears hear it.
    pub clipped: Option<bool>,
    /// Nobody is heard in it for so long at a time, or longer.
    pub silence_from_ms: Option<i64>,
    /// Both are heard at once in a recording of it for so long together, or longer.
    pub overtalk_from_ms: Option<i64>,
    /// This person took part.
    pub taken_by: Option<PersonId>,
    /// This is said in it, as far as the caller may read what is said.
    pub said: Option<Query>,
}

impl CallFilter {
    /// The same filter, with the teams below each team that it names.
    pub fn with_teams_below(mut self, reading: &mut Reading<'_>) -> Result<Self, DbError> {
        if !self.teams.is_empty() {
            self.teams = team::and_below(reading, self.teams)?.into_iter().collect();
        }
        Ok(self)
    }

    /// The same filter where nobody reads what is said: words do not choose among poor transcripts, unless
    /// these are asked for. Whatever scores, flags, counts or draws by words asks so.
    #[must_use]
    pub fn for_automatic_use(mut self) -> Self {
        if self.said.is_some() {
            self.poor_words.get_or_insert(false);
        }
        self
    }
}

/// What exists for a caller, and what of it they may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// Who they are; none: nobody who scores.
    pub reader: Option<PersonId>,
    /// The calls that exist for them.
    pub calls: Scope,
    /// Where they see customers' numbers.
    pub personal_data: Scope,
    /// Where they know of evaluations that are out.
    pub results: Scope,
    /// Whose evaluations that are out they read, and so know what they came to; besides those that they
    /// made.
    pub scores: Scope,
    /// Where they arbitrate appeals: what they might have to decide, they do not know beforehand.
    pub arbitrates: Scope,
    /// Where they do the first review of appeals, and so know of them.
    pub reviews: Scope,
    /// Where they know of assignments.
    pub assignments: Scope,
    /// Where they know of every flag; elsewhere of good cases alone. On a call that they have in hand they
    /// know of their own alone.
    pub flags: Scope,
    /// Where they may read what is said.
    pub words: Scope,
}

impl Sight {
    /// The calls, and nothing of what somebody may know of them besides.
    #[must_use]
    pub fn only(calls: Scope) -> Self {
        let nothing = Scope::nothing;
        Self {
            reader: None,
            calls,
            personal_data: nothing(),
            results: nothing(),
            scores: nothing(),
            arbitrates: nothing(),
            reviews: nothing(),
            assignments: nothing(),
            flags: nothing(),
            words: nothing(),
        }
    }
}

/// One page of the calls that the filter finds.
pub fn page(
    reading: &mut Reading<'_>,
    sight: &Sight,
    filter: &CallFilter,
    order: CallOrder,
    window: Window,
) -> Result<Page<Call>, DbError> {
    let asked = Asked::of(reading, sight, filter)?;
    let found = || matching(sight, filter, &asked);
    let rows = load(reading, window_of(found(), order, window))?;
    let counted = match filter.said {
        Some(_) => count_at_once(reading, found())?,
        None => count(reading, found)?,
    };
    let key = |call: &Call| match order {
        CallOrder::NewestFirst | CallOrder::OldestFirst => call.started_at.as_millis(),
        CallOrder::LongestFirst | CallOrder::ShortestFirst => call.duration_ms,
    };
    Ok(Page::of(rows, window, counted, |call| Cursor { key: key(call), id: *call.id.as_bytes() }))
}

/// The calls that the filter finds, oldest first, at most `limit`.
pub fn ids(
    reading: &mut Reading<'_>,
    sight: &Sight,
    filter: &CallFilter,
    limit: i64,
) -> Result<Vec<CallId>, DbError> {
    let asked = Asked::of(reading, sight, filter)?;
    let found = matching(sight, filter, &asked).order((call::started_at, call::id)).limit(limit);
    Ok(found.select(call::id).load(reading.connection)?)
}

/// How many there are, counted a little further than people are told.
fn count(reading: &mut Reading<'_>, found: impl Fn() -> Calls<'static>) -> Result<i64, DbError> {
    let beyond: Option<CallId> =
        found().select(call::id).offset(COUNTED_TO).limit(1).first(reading.connection).optional()?;
    match beyond {
        Some(_) => Ok(COUNTED_TO + 1),
        None => Ok(found().count().get_result(reading.connection)?),
    }
}

/// The same in one pass, for a list by words: these are looked up for the whole list at once, every time.
fn count_at_once(reading: &mut Reading<'_>, found: Calls<'static>) -> Result<i64, DbError> {
    let counted: Vec<CallId> = found.select(call::id).limit(COUNTED_TO + 1).load(reading.connection)?;
    Ok(i64::try_from(counted.len()).unwrap_or(i64::MAX))
}

/// The part of a sorted list that the window shows, with one row more.
fn window_of(calls: Calls<'static>, order: CallOrder, window: Window) -> Calls<'static> {
    let limited = calls.limit(window.limit() + 1);
    let after = window.after.map(|cursor| (cursor.key, CallId::from_bytes(cursor.id)));
    match order {
        CallOrder::NewestFirst => {
            let sorted = limited.order((call::started_at.desc(), call::id.desc()));
            match after.map(|(key, id)| (Instant::from_millis(key), id)) {
                Some((key, id)) => sorted
                    .filter(call::started_at.le(key))
                    .filter(call::started_at.lt(key).or(call::id.lt(id))),
                None => sorted,
            }
        }
        CallOrder::OldestFirst => {
            let sorted = limited.order((call::started_at.asc(), call::id.asc()));
            match after.map(|(key, id)| (Instant::from_millis(key), id)) {
                Some((key, id)) => sorted
                    .filter(call::started_at.ge(key))
                    .filter(call::started_at.gt(key).or(call::id.gt(id))),
                None => sorted,
            }
        }
        CallOrder::LongestFirst => {
            let sorted = limited.order((call::duration_ms.desc(), call::id.desc()));
            match after {
                Some((key, id)) => sorted
                    .filter(call::duration_ms.le(key))
                    .filter(call::duration_ms.lt(key).or(call::id.lt(id))),
                None => sorted,
            }
        }
        CallOrder::ShortestFirst => {
            let sorted = limited.order((call::duration_ms.asc(), call::id.asc()));
            match after {
                Some((key, id)) => sorted
                    .filter(call::duration_ms.ge(key))
                    .filter(call::duration_ms.gt(key).or(call::id.gt(id))),
                None => sorted,
            }
        }
    }
}

/// The calls from which an inspector draws at random: the filter finds them, they can be heard,
/// nobody has scored them or is about to, and the inspector did not take them.
pub struct Pool<'a> {
    /// What the inspector may know.
    pub sight: &'a Sight,
    /// What they ask for.
    pub filter: &'a CallFilter,
    /// Whoever draws.
    pub inspector_id: PersonId,
}

impl Pool<'_> {
    /// How many calls there are.
    pub fn size(&self, reading: &mut Reading<'_>) -> Result<i64, DbError> {
        let asked = Asked::of(reading, self.sight, self.filter)?;
        Ok(self.calls(&asked).count().get_result(reading.connection)?)
    }

    /// The call at this place, counted from 0.
    pub fn at(&self, reading: &mut Reading<'_>, place: i64) -> Result<Option<Call>, DbError> {
        let asked = Asked::of(reading, self.sight, self.filter)?;
        Ok(load(reading, self.calls(&asked).order(call::id).offset(place).limit(1))?.pop())
    }

    /// Whether the call is among them.
    pub fn holds(&self, reading: &mut Reading<'_>, id: CallId) -> Result<bool, DbError> {
        let asked = Asked::of(reading, self.sight, self.filter)?;
        let found: i64 = self.calls(&asked).filter(call::id.eq(id)).count().get_result(reading.connection)?;
        Ok(found > 0)
    }

    fn calls(&self, asked: &Asked) -> Calls<'static> {
        to_be_scored(matching(self.sight, self.filter, asked), self.inspector_id)
    }
}

/// How many quality evaluations of each of these calls are out; a call without any is left out.
pub fn evaluations_out(
    reading: &mut Reading<'_>,
    calls: &[CallId],
) -> Result<BTreeMap<CallId, i64>, DbError> {
    let now = reading.now();
    let counts: Vec<(Option<CallId>, i64)> = evaluation::table
        .filter(evaluation::call_id.eq_any(calls.to_vec()))
        .filter(evaluation::purpose.eq(Purpose::Quality))
        .filter(evaluation::state.eq(EvaluationState::Released))
        .filter(evaluation::released_at.le(now))
        .group_by(evaluation::call_id)
        .select((evaluation::call_id, diesel::dsl::count_star()))
        .load(reading.connection)?;
    Ok(counts.into_iter().filter_map(|(call_id, count)| Some((call_id?, count))).collect())
}
