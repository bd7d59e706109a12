//! What a filter asks of a call, as conditions that either database understands alike: no `LIKE` on
//! words, whose case means something on one and nothing on the other.

use super::{CallFilter, Sight, scores, signals};
use crate::db::assignment::AssignmentState;
use crate::db::call::{Calls, Condition, either, in_scope, touches};
use crate::db::columns::words;
use crate::db::dialect::SearchDialect;
use crate::db::evaluation::{EvaluationState, Purpose, Withheld, calls_in_hand};
use crate::db::flag::FlagKind;
use crate::db::job::{JobState, PREPARE_RECORDING, TRANSCRIBE_RECORDING};
use crate::db::recording::ChannelRole;
use crate::db::recording::{Recording, RecordingState};
use crate::db::schema::{
    assignment, call, evaluation, flag, job, participation, recording, redaction, search_side, source,
    transcript, transcript_quality,
};
use crate::db::{DbError, Reading, Scope};
use crate::ids::{AgentId, CallId, PersonId, RecordingId, TeamId};
use crate::search::{Query, Side, Term};
use crate::time::Instant;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::collections::{BTreeMap, BTreeSet};

/// The fewest digits of a customer's number that are looked for; fewer match by chance.
const DIGITS_LEAST: usize = 4;

words! {
    /// How far the words of a call are, over all its recordings.
    WordsState {
        /// It has no recording.
        None = "none",
        /// At least one recording has no words yet, and work is under way.
        Pending = "pending",
        /// Every recording has its words.
        Ready = "ready",
        /// Nothing is under way any more, and the words of a recording are missing.
        Failed = "failed",
        /// Its source has only some recordings transcribed, and nobody has asked for this one.
        NotAsked = "not_asked",
    }
}

/// When calls are asked for, of which database, and by whom.
pub(super) struct Asked {
    now: Instant,
    dialect: SearchDialect,
    /// Whose flags alone are found on which calls: the reader's own, on those that they have in hand.
    blind: Option<(PersonId, Vec<CallId>)>,
    /// Which evaluations nobody is found by, where the filter asks for scores.
    withheld: Withheld,
}

impl Asked {
    pub(super) fn of(reading: &mut Reading<'_>, sight: &Sight, filter: &CallFilter) -> Result<Self, DbError> {
        let blind = match sight.reader.filter(|_| !filter.flags.is_empty()) {
            Some(reader) => Some((reader, calls_in_hand(reading, reader)?)),
            None => None,
        };
        let withheld = match scores::Range::of(filter) {
            Some(_) => scores::withheld(reading, sight)?,
            None => Withheld::default(),
        };
        Ok(Self { now: reading.now(), dialect: SearchDialect::of(reading.connection), blind, withheld })
    }
}

/// The calls of the scope for which the whole filter holds.
pub(super) fn matching(sight: &Sight, filter: &CallFilter, asked: &Asked) -> Calls<'static> {
    let mut calls = in_scope(call::table.into_boxed(), &sight.calls);
    if let Some(text) = &filter.text {
        calls = calls.filter(mentions(text, &sight.personal_data));
    }
    calls = belonging(calls, filter);
    calls = described(calls, filter);
    calls = signals::telling(calls, filter);
    if let Some(wanted) = filter.has_recording {
        calls = calls.filter(holds_or_not(has_recording(), wanted));
    }
    if let Some(state) = filter.words {
        calls = calls.filter(words_are(state));
    }
    if let Some(wanted) = filter.poor_words {
        calls = calls.filter(holds_or_not(has_poor_words(), wanted));
    }
    if let Some(wanted) = filter.evaluated {
        calls = calls.filter(holds_or_not(known_in(&sight.results, is_evaluated(asked.now)), wanted));
    }
    if let Some(range) = scores::Range::of(filter) {
        calls = calls.filter(scores::came_to(range, sight, &asked.withheld, asked.now));
    }
    if let Some(wanted) = filter.assigned {
        calls = calls.filter(holds_or_not(known_in(&sight.assignments, is_assigned()), wanted));
    }
    if !filter.flags.is_empty() {
        calls = calls.filter(bears_flag(&filter.flags, &sight.flags, asked.blind.as_ref()));
    }
    if let Some(query) = &filter.said {
        calls = calls.filter(known_in(&sight.words, is_said(query, asked.dialect)));
    }
    calls
}

/// Everything that the query wants is said in the call, and nothing that it excludes. A call whose words
/// are not known says nothing; and before every recording of it has its words, nothing is known to be unsaid.
fn is_said(query: &Query, dialect: SearchDialect) -> Condition {
    let holds = |term: &Term| -> Condition {
        let role = term.by.map(|side| match side {
            Side::Agent => ChannelRole::Agent,
            Side::Customer => ChannelRole::Customer,
        });
        holds_or_not(dialect.is_said(&term.phrase.plan(), role), !term.is_excluded)
    };
    let has_words = || -> Condition {
        let sides = search_side::table.filter(search_side::call_id.eq(call::id)).select(search_side::id);
        Box::new(exists(sides))
    };
    let both = |one: Condition, other: Condition| -> Condition { Box::new(one.and(other)) };
    let all = query.terms.iter().map(holds);
    let is_said = if query.wanted().next().is_some() {
        all.reduce(both).unwrap_or_else(has_words)
    } else {
        all.fold(has_words(), both)
    };
    let is_known = if query.terms.iter().any(|term| term.is_excluded) {
        both(is_said, Box::new(not(lacks_words())))
    } else {
        is_said
    };
    both(is_known, words_are_open())
}

/// Nothing is left of the call that was not looked through for what its source hides: words that were
/// written before that was switched on are closed until they are written anew.
fn words_are_open() -> Condition {
    let hides = source::table.filter(source::id.eq(call::source_id)).filter(source::redacts.eq(true));
    let looked_through = redaction::table.filter(redaction::recording_id.eq(search_side::recording_id));
    let not_yet = search_side::table
        .filter(search_side::call_id.eq(call::id))
        .filter(not(exists(looked_through.select(redaction::recording_id))))
        .select(search_side::id);
    Box::new(not(exists(hides.select(source::id))).or(not(exists(not_yet))))
}

/// Where a call belongs and who took part.
fn belonging(mut calls: Calls<'static>, filter: &CallFilter) -> Calls<'static> {
    if !filter.projects.is_empty() {
        calls = calls.filter(call::project_id.eq_any(filter.projects.clone()));
    }
    if !filter.queues.is_empty() {
        calls = calls.filter(call::queue_id.eq_any(filter.queues.clone()));
    }
    if !filter.sources.is_empty() {
        calls = calls.filter(call::source_id.eq_any(filter.sources.clone()));
    }
    if !filter.teams.is_empty() {
        calls = calls.filter(took_part(PartOf::Teams(filter.teams.clone())));
    }
    if !filter.people.is_empty() {
        calls = calls.filter(took_part(PartOf::People(filter.people.clone())));
    }
    if !filter.agents.is_empty() {
        calls = calls.filter(took_part(PartOf::Agents(filter.agents.clone())));
    }
    if let Some(person_id) = filter.taken_by {
        calls = calls.filter(took_part(PartOf::People(vec![person_id])));
    }
    calls
}

/// What is known of the call itself.
fn described(mut calls: Calls<'static>, filter: &CallFilter) -> Calls<'static> {
    if let Some(direction) = filter.direction {
        calls = calls.filter(call::direction.eq(direction));
    }
    if !filter.dispositions.is_empty() {
        calls = calls.filter(call::disposition.eq_any(filter.dispositions.clone()));
    }
    if let Some(bears_one) = filter.tags.iter().map(|tag| bears(tag)).reduce(either) {
        calls = calls.filter(bears_one);
    }
    if let Some(from) = &filter.from {
        calls = calls.filter(call::local_date.ge(from.clone()));
    }
    if let Some(to) = &filter.to {
        calls = calls.filter(call::local_date.le(to.clone()));
    }
    if let Some(limit) = filter.shorter_than_ms {
        calls = calls.filter(call::duration_ms.lt(limit));
    }
    if let Some(limit) = filter.longer_than_ms {
        calls = calls.filter(call::duration_ms.gt(limit));
    }
    calls
}

/// Those that an inspector may draw: they can be heard, nobody has scored them or is about to, and
/// the inspector did not take them.
pub(super) fn to_be_scored(calls: Calls<'static>, inspector_id: PersonId) -> Calls<'static> {
    calls
        .filter(has_recording())
        .filter(not(is_assigned()))
        .filter(not(was_evaluated()))
        .filter(not(took_part(PartOf::People(vec![inspector_id]))))
}

pub(super) fn holds_or_not(condition: Condition, wanted: bool) -> Condition {
    if wanted { condition } else { Box::new(not(condition)) }
}

/// A condition that the caller may know of in this scope; outside it, it never seems to hold.
fn known_in(scope: &Scope, condition: Condition) -> Condition {
    match scope {
        Scope::Everything => condition,
        Scope::Within(bounds) => Box::new(condition.and(touches(bounds))),
    }
}

/// Whose part in a call is looked for.
enum PartOf {
    Teams(Vec<TeamId>),
    People(Vec<PersonId>),
    Agents(Vec<AgentId>),
}

/// Looked up from the part to the call: the other way round takes seconds where there are many.
fn took_part(part_of: PartOf) -> Condition {
    let parts = participation::table.select(participation::call_id);
    match part_of {
        PartOf::Teams(ids) => Box::new(call::id.eq_any(parts.filter(participation::team_id.eq_any(ids)))),
        PartOf::People(ids) => Box::new(call::id.eq_any(parts.filter(participation::person_id.eq_any(ids)))),
        PartOf::Agents(ids) => Box::new(call::id.eq_any(parts.filter(participation::agent_id.eq_any(ids)))),
    }
}

/// The text begins the native id or the ticket, in whatever case, or its digits end the number of
/// the customer.
fn mentions(text: &str, personal_data: &Scope) -> Condition {
    let mut spellings = vec![text.to_owned(), text.to_lowercase(), text.to_uppercase()];
    spellings.sort();
    spellings.dedup();
    let begins = |spelling: String| -> Condition {
        // The last character of all stands behind whatever may follow.
        let end = format!("{spelling}\u{10FFFF}");
        let native_id = call::native_id.assume_not_null();
        let ticket = call::ticket.assume_not_null();
        Box::new(
            call::native_id
                .is_not_null()
                .and(native_id.ge(spelling.clone()).and(native_id.lt(end.clone())))
                .or(call::ticket.is_not_null().and(ticket.ge(spelling).and(ticket.lt(end)))),
        )
    };
    let ends_number: Condition = {
        let number = call::customer_number.assume_not_null();
        Box::new(call::customer_number.is_not_null().and(number.like(format!("%{text}"))))
    };
    let by_name = spellings.into_iter().map(begins).reduce(either);
    let is_digits = text.len() >= DIGITS_LEAST && text.bytes().all(|byte| byte.is_ascii_digit());
    let by_number = is_digits.then(|| known_in(personal_data, ends_number));
    match (by_name, by_number) {
        (Some(name), Some(number)) => either(name, number),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Box::new(call::id.is_null()),
    }
}

diesel::define_sql_function! {
    /// Every occurrence of one text in another, replaced by a third; to the letter on both databases,
    /// where `LIKE` is not.
    fn replace(text: Text, from: Text, to: Text) -> Text;
}

/// The tag stands in the list of tags: in its quotes, so that `vip` does not find `vip2`.
pub(in crate::db) fn bears(tag: &str) -> Condition {
    let quoted = serde_json::Value::from(tag).to_string();
    Box::new(replace(call::tags_json, quoted, "").ne(call::tags_json))
}

fn has_recording() -> Condition {
    let recordings = recording::table.filter(recording::call_id.eq(call::id)).select(recording::id);
    Box::new(exists(recordings))
}

/// How far the words are: the same rule as [`words_of`].
fn words_are(state: WordsState) -> Condition {
    match state {
        WordsState::None => Box::new(not(has_recording())),
        WordsState::Ready => Box::new(has_recording().and(not(lacks_words()))),
        WordsState::Pending => Box::new(lacks_words().and(is_at_work())),
        WordsState::Failed => Box::new(lacks_words().and(not(is_at_work())).and(has_given_up())),
        WordsState::NotAsked => Box::new(lacks_words().and(not(is_at_work())).and(not(has_given_up()))),
    }
}

/// A recording of it that is heard has no words.
fn lacks_words() -> Condition {
    let words = transcript::table
        .filter(transcript::recording_id.eq(recording::id))
        .filter(transcript::is_current.eq(true))
        .select(transcript::id);
    let without = recording::table
        .filter(recording::call_id.eq(call::id))
        .filter(recording::paired_into.is_null())
        .filter(not(exists(words)))
        .select(recording::id);
    Box::new(exists(without))
}

/// A recording of it that is heard has a poor transcript: the same rule as
/// [`transcript_quality::poor_among`](crate::db::transcript_quality::poor_among). Poor ones are few: they are
/// looked up first.
fn has_poor_words() -> Condition {
    let poor = transcript_quality::table
        .inner_join(recording::table)
        .filter(transcript_quality::is_poor.eq(true))
        .filter(recording::paired_into.is_null())
        .select(transcript_quality::call_id);
    Box::new(call::id.eq_any(poor))
}

/// The jobs that lead to words.
const WORK: [&str; 2] = [PREPARE_RECORDING, TRANSCRIBE_RECORDING];

fn is_at_work() -> Condition {
    let jobs = job::table
        .filter(job::call_id.eq(call::id.nullable()))
        .filter(job::kind.eq_any(WORK))
        .filter(job::state.eq_any([JobState::Waiting, JobState::Running]))
        .select(job::id);
    Box::new(exists(jobs))
}

/// A recording cannot be decoded, or its work was given up.
fn has_given_up() -> Condition {
    let jobs = job::table
        .filter(job::call_id.eq(call::id.nullable()))
        .filter(job::kind.eq_any(WORK))
        .filter(job::state.eq(JobState::Dead))
        .select(job::id);
    let recordings = recording::table
        .filter(recording::call_id.eq(call::id))
        .filter(recording::state.eq(RecordingState::Failed))
        .filter(recording::paired_into.is_null())
        .select(recording::id);
    Box::new(exists(jobs).or(exists(recordings)))
}

/// It bears a flag of one of these kinds that the caller may know of: good cases everybody may, but on a
/// call that they have in hand their own alone.
fn bears_flag(kinds: &[FlagKind], known: &Scope, blind: Option<&(PersonId, Vec<CallId>)>) -> Condition {
    let flagged = |kinds: &[FlagKind]| -> Condition {
        let flags = flag::table.filter(flag::kind.eq_any(kinds.to_vec())).select(flag::call_id);
        match blind {
            Some((own, in_hand)) => {
                let seen = flag::flagged_by.eq(*own).or(flag::call_id.ne_all(in_hand.clone()));
                Box::new(call::id.eq_any(flags.filter(seen)))
            }
            None => Box::new(call::id.eq_any(flags)),
        }
    };
    let any = known_in(known, flagged(kinds));
    if kinds.contains(&FlagKind::GoodCase) { either(any, flagged(&[FlagKind::GoodCase])) } else { any }
}

fn is_assigned() -> Condition {
    let open = assignment::table
        .filter(assignment::call_id.eq(call::id))
        .filter(assignment::purpose.eq(Purpose::Quality))
        .filter(assignment::state.eq_any(AssignmentState::OPEN))
        .select(assignment::id);
    Box::new(exists(open))
}

/// A quality evaluation of it is out.
pub(in crate::db) fn is_evaluated(now: Instant) -> Condition {
    let out = evaluation::table
        .filter(evaluation::call_id.eq(call::id.nullable()))
        .filter(evaluation::purpose.eq(Purpose::Quality))
        .filter(evaluation::state.eq(EvaluationState::Released))
        .filter(evaluation::released_at.le(now))
        .select(evaluation::id);
    Box::new(exists(out))
}

/// Somebody scored it, began to, or found that it cannot be scored.
fn was_evaluated() -> Condition {
    let any = evaluation::table
        .filter(evaluation::call_id.eq(call::id.nullable()))
        .filter(evaluation::purpose.eq(Purpose::Quality))
        .select(evaluation::id);
    Box::new(exists(any))
}

/// How far the words of these calls are, whose recordings are these: the same rule as the filter's.
pub fn words_of(
    reading: &mut Reading<'_>,
    calls: &[CallId],
    recordings: &[Recording],
) -> Result<BTreeMap<CallId, WordsState>, DbError> {
    let ids: Vec<RecordingId> = recordings.iter().map(|one| one.id).collect();
    let with_words: Vec<RecordingId> = transcript::table
        .filter(transcript::recording_id.eq_any(ids))
        .filter(transcript::is_current.eq(true))
        .select(transcript::recording_id)
        .load(reading.connection)?;
    let work: Vec<(Option<CallId>, JobState)> = job::table
        .filter(job::call_id.eq_any(calls.to_vec()))
        .filter(job::kind.eq_any(WORK))
        .filter(job::state.eq_any([JobState::Waiting, JobState::Running, JobState::Dead]))
        .select((job::call_id, job::state))
        .distinct()
        .load(reading.connection)?;
    let with_words: BTreeSet<RecordingId> = with_words.into_iter().collect();
    let state_of = |call_id: CallId| {
        let own: Vec<&Recording> = recordings.iter().filter(|one| one.call_id == call_id).collect();
        let has = |wanted: &[JobState]| {
            work.iter().any(|(id, state)| *id == Some(call_id) && wanted.contains(state))
        };
        let given_up = has(&[JobState::Dead]) || own.iter().any(|one| one.state == RecordingState::Failed);
        if own.is_empty() {
            WordsState::None
        } else if own.iter().all(|one| with_words.contains(&one.id)) {
            WordsState::Ready
        } else if has(&[JobState::Waiting, JobState::Running]) {
            WordsState::Pending
        } else if given_up {
            WordsState::Failed
        } else {
            WordsState::NotAsked
        }
    };
    Ok(calls.iter().map(|id| (*id, state_of(*id))).collect())
}
