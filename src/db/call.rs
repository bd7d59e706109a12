//! Calls: one conversation each, unique by (source, identity).

use super::columns::{from_json, private_text, to_json, words};
use super::connection::Backend;
use super::schema::{call, participation, recording};
use super::{Bounds, DbError, Reading, Scope, Writing, dialect, sale};
use crate::ids::{CallId, PersonId, ProjectId, QueueId, SourceId, TeamId};
use crate::time::Instant;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

words! {
    /// Who rang whom.
    Direction {
        /// The customer rang (呼入).
        Inbound = "inbound",
        /// We rang (呼出).
        Outbound = "outbound",
    }
}

private_text! {
    /// A customer's number: personal data, shown masked unless the reader may see it.
    CustomerNumber
}

impl CustomerNumber {
    /// The number with its middle hidden: at most the first three and last two characters stay,
    /// and never more than half of it.
    #[must_use]
    pub fn masked(&self) -> String {
        let characters: Vec<char> = self.0.chars().collect();
        let shown = characters.len() / 2;
        let (head, tail) = (3.min(shown - shown / 3), 2.min(shown / 3));
        let hidden = characters.len() - head - tail;
        let stars = std::iter::repeat_n('*', hidden);
        characters
            .iter()
            .copied()
            .take(head)
            .chain(stars)
            .chain(characters.iter().copied().skip(head + hidden))
            .collect()
    }
}

/// One conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Its id.
    pub id: CallId,
    /// Where it came from.
    pub source_id: SourceId,
    /// What makes it one call of that source: its native id or, without one, the content hash of
    /// its first recording (`sha256:` and 64 hex digits).
    pub identity: String,
    /// What the source calls it.
    pub native_id: Option<String>,
    /// Who rang whom.
    pub direction: Option<Direction>,
    /// The customer's number as the source gave it.
    pub customer_number: Option<CustomerNumber>,
    /// The queue it came through.
    pub queue_id: Option<QueueId>,
    /// The project it belongs to.
    pub project_id: Option<ProjectId>,
    /// When it began; where the source did not say, when it arrived here.
    pub started_at: Instant,
    /// The calendar day of that moment in the workspace's zone, `YYYY-MM-DD`.
    pub local_date: String,
    /// How the agent closed it.
    pub disposition: Option<String>,
    /// The agent's note.
    pub wrap_up: Option<String>,
    /// The ticket it led to.
    pub ticket: Option<String>,
    /// The source's tags.
    pub tags: Vec<String>,
    /// Everything else the source sent, as it was sent.
    pub metadata: Map<String, Value>,
    /// When it became known here.
    pub created_at: Instant,
    /// Where its last recording ends on its timeline, or what the source said; 0 until known.
    pub duration_ms: i64,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = call, treat_none_as_null = true)]
struct CallRow {
    id: CallId,
    source_id: SourceId,
    identity: String,
    native_id: Option<String>,
    direction: Option<Direction>,
    customer_number: Option<CustomerNumber>,
    queue_id: Option<QueueId>,
    project_id: Option<ProjectId>,
    started_at: Instant,
    local_date: String,
    disposition: Option<String>,
    wrap_up: Option<String>,
    ticket: Option<String>,
    tags_json: String,
    metadata_json: String,
    created_at: Instant,
    /// Measured by [`measure`] and [`note_said_duration`] alone: whoever fills in a call's blanks
    /// must not put back what was measured meanwhile.
    #[diesel(skip_update)]
    duration_ms: i64,
}

impl CallRow {
    fn of(call: &Call) -> Result<Self, DbError> {
        Ok(Self {
            id: call.id,
            source_id: call.source_id,
            identity: call.identity.clone(),
            native_id: call.native_id.clone(),
            direction: call.direction,
            customer_number: call.customer_number.clone(),
            queue_id: call.queue_id,
            project_id: call.project_id,
            started_at: call.started_at,
            local_date: call.local_date.clone(),
            disposition: call.disposition.clone(),
            wrap_up: call.wrap_up.clone(),
            ticket: call.ticket.clone(),
            tags_json: to_json(&call.tags)?,
            metadata_json: to_json(&call.metadata)?,
            created_at: call.created_at,
            duration_ms: call.duration_ms,
        })
    }

    fn into_call(self) -> Result<Call, DbError> {
        Ok(Call {
            id: self.id,
            source_id: self.source_id,
            identity: self.identity,
            native_id: self.native_id,
            direction: self.direction,
            customer_number: self.customer_number,
            queue_id: self.queue_id,
            project_id: self.project_id,
            started_at: self.started_at,
            local_date: self.local_date,
            disposition: self.disposition,
            wrap_up: self.wrap_up,
            ticket: self.ticket,
            tags: from_json("a call's tags", &self.tags_json)?,
            metadata: from_json("a call's metadata", &self.metadata_json)?,
            created_at: self.created_at,
            duration_ms: self.duration_ms,
        })
    }
}

/// Enters a call; one that is a sale joins those to be verified.
pub fn insert(writing: &mut Writing<'_>, new: &Call) -> Result<(), DbError> {
    diesel::insert_into(call::table).values(CallRow::of(new)?).execute(writing.connection)?;
    if new.disposition.is_some() { sale::follow(writing, new) } else { Ok(()) }
}

/// Stores what changed in a call; its duration is measured, and stays. Whether it is a sale is seen
/// again.
pub fn update(writing: &mut Writing<'_>, changed: &Call) -> Result<(), DbError> {
    diesel::update(call::table.find(changed.id)).set(CallRow::of(changed)?).execute(writing.connection)?;
    sale::follow(writing, changed)
}

/// Measures the call by its prepared recordings. The call is locked already, so that of two
/// recordings prepared at once the second sees the first.
pub(super) fn measure(writing: &mut Writing<'_>, id: CallId) -> Result<(), DbError> {
    let ends: Option<i64> = recording::table
        .filter(recording::call_id.eq(id))
        .select(diesel::dsl::max(recording::offset_ms.nullable() + recording::duration_ms))
        .first(writing.connection)?;
    if let Some(ends) = ends {
        diesel::update(call::table.find(id)).set(call::duration_ms.eq(ends)).execute(writing.connection)?;
    }
    Ok(())
}

/// Whether the length of the call is measured: one of its recordings is prepared.
pub fn is_measured(reading: &mut Reading<'_>, id: CallId) -> Result<bool, DbError> {
    let measured = recording::table
        .filter(recording::call_id.eq(id))
        .filter(recording::duration_ms.is_not_null())
        .select(recording::id);
    Ok(diesel::select(diesel::dsl::exists(measured)).get_result(reading.connection)?)
}

/// Notes how long the source says that the call was, for as long as nothing is measured.
pub fn note_said_duration(writing: &mut Writing<'_>, id: CallId, duration_ms: i64) -> Result<(), DbError> {
    if !is_measured(writing, id)? {
        diesel::update(call::table.find(id))
            .set(call::duration_ms.eq(duration_ms))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// Keeps these calls as they are until the end of the transaction. Read them afterwards.
pub fn lock(writing: &mut Writing<'_>, ids: &[CallId]) -> Result<(), DbError> {
    Ok(dialect::lock_calls(writing.connection, ids)?)
}

/// Calls that are looked for.
pub(super) type Calls<'a> = call::BoxedQuery<'a, Backend>;

/// Something that is true of a call or not, and never unknown.
pub(super) type Condition = Box<dyn BoxableExpression<call::table, Backend, SqlType = Bool>>;

/// Those of the calls that exist in this scope.
pub(super) fn in_scope<'a>(calls: Calls<'a>, scope: &Scope) -> Calls<'a> {
    match scope {
        Scope::Everything => calls,
        Scope::Within(bounds) => calls.filter(touches(bounds)),
    }
}

/// Whether a call touches these bounds. Only the edges that there are: each is looked up in an index
/// of its own, which an empty one beside it would prevent. Parts are looked up by person and team,
/// not call by call, which takes seconds where there are many calls.
pub(super) fn touches(bounds: &Bounds) -> Condition {
    let Edges { people, teams, projects, sources } = Edges::of(bounds);
    let mut edges: Vec<Condition> = Vec::new();
    if !people.is_empty() {
        let own = participation::table.filter(participation::person_id.eq_any(people));
        edges.push(Box::new(call::id.eq_any(own.select(participation::call_id))));
    }
    if !teams.is_empty() {
        let theirs = participation::table.filter(participation::team_id.eq_any(teams));
        edges.push(Box::new(call::id.eq_any(theirs.select(participation::call_id))));
    }
    if !projects.is_empty() {
        let inside = call::project_id.assume_not_null().eq_any(projects);
        edges.push(Box::new(call::project_id.is_not_null().and(inside)));
    }
    if !sources.is_empty() {
        edges.push(Box::new(call::source_id.eq_any(sources)));
    }
    edges.into_iter().reduce(either).unwrap_or_else(|| Box::new(call::id.is_null()))
}

/// Either of the two.
pub(super) fn either(one: Condition, other: Condition) -> Condition {
    Box::new(one.or(other))
}

/// The bounds as lists, which a condition takes with it.
pub(super) struct Edges {
    pub(super) people: Vec<PersonId>,
    pub(super) teams: Vec<TeamId>,
    pub(super) projects: Vec<ProjectId>,
    pub(super) sources: Vec<SourceId>,
}

impl Edges {
    pub(super) fn of(bounds: &Bounds) -> Self {
        Self {
            people: bounds.people.iter().copied().collect(),
            teams: bounds.teams.iter().copied().collect(),
            projects: bounds.projects.iter().copied().collect(),
            sources: bounds.sources.iter().copied().collect(),
        }
    }
}

/// Whether a call touches any of these; for queries that look at calls from another table.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn touches_any(
    people: Vec<PersonId>,
    teams: Vec<TeamId>,
    projects: Vec<ProjectId>,
    sources: Vec<SourceId>,
) -> _ {
    let parts = participation::table
        .filter(participation::person_id.eq_any(people).or(participation::team_id.eq_any(teams)))
        .select(participation::call_id);
    let in_projects = call::project_id.is_not_null().and(call::project_id.assume_not_null().eq_any(projects));
    call::source_id.eq_any(sources).or(in_projects).or(call::id.eq_any(parts))
}

/// The calls that this query finds.
pub(super) fn load(reading: &mut Reading<'_>, calls: Calls<'_>) -> Result<Vec<Call>, DbError> {
    let rows: Vec<CallRow> = calls.load(reading.connection)?;
    rows.into_iter().map(CallRow::into_call).collect()
}

/// The call, if it exists for this caller.
pub fn find(reading: &mut Reading<'_>, scope: &Scope, id: CallId) -> Result<Option<Call>, DbError> {
    Ok(of_ids(reading, scope, &[id])?.pop())
}

/// Those of these calls that exist for this caller, in no order.
pub fn of_ids(reading: &mut Reading<'_>, scope: &Scope, ids: &[CallId]) -> Result<Vec<Call>, DbError> {
    let calls = call::table.filter(call::id.eq_any(ids.to_vec())).into_boxed();
    load(reading, in_scope(calls, scope))
}

/// Which of these calls exist for this caller.
pub fn within(reading: &mut Reading<'_>, scope: &Scope, ids: &[CallId]) -> Result<BTreeSet<CallId>, DbError> {
    if *scope == Scope::Everything {
        return Ok(ids.iter().copied().collect());
    }
    let calls = call::table.filter(call::id.eq_any(ids.to_vec())).into_boxed();
    let found: Vec<CallId> = in_scope(calls, scope).select(call::id).load(reading.connection)?;
    Ok(found.into_iter().collect())
}

/// The other calls of a customer that exist for this caller, the youngest first, at most `limit`.
pub fn of_customer(
    reading: &mut Reading<'_>,
    scope: &Scope,
    number: &CustomerNumber,
    except: CallId,
    limit: i64,
) -> Result<Vec<Call>, DbError> {
    let calls =
        call::table.filter(call::customer_number.eq(number.clone())).filter(call::id.ne(except)).into_boxed();
    let calls = in_scope(calls, scope).order((call::started_at.desc(), call::id.desc())).limit(limit);
    load(reading, calls)
}

/// The call of this source with this identity; for intake, which sees the whole of its source.
pub fn by_identity(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    identity: &str,
) -> Result<Option<Call>, DbError> {
    let row: Option<CallRow> = call::table
        .filter(call::source_id.eq(source_id))
        .filter(call::identity.eq(identity))
        .first(reading.connection)
        .optional()?;
    row.map(CallRow::into_call).transpose()
}

/// How many of these identities (a page of at most a thousand) calls of this source have.
pub fn count_identities(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    identities: &[String],
) -> Result<i64, DbError> {
    Ok(call::table
        .filter(call::source_id.eq(source_id))
        .filter(call::identity.eq_any(identities))
        .count()
        .get_result(reading.connection)?)
}

/// The calls of a source that began in this time; for intake, which
/// looks for the call that a file without an id belongs to. At most `limit`.
pub fn begun_between(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    from: Instant,
    until: Instant,
    limit: i64,
) -> Result<Vec<Call>, DbError> {
    let calls = call::table
        .filter(call::source_id.eq(source_id))
        .filter(call::started_at.ge(from))
        .filter(call::started_at.le(until))
        .order((call::started_at, call::id))
        .limit(limit)
        .into_boxed();
    load(reading, calls)
}

/// Removes the call with everything that hangs on it. The objects lose their rows here and are
/// swept from the store later; the caller leaves the tombstones.
pub fn delete(writing: &mut Writing<'_>, id: CallId) -> Result<(), DbError> {
    diesel::delete(call::table.find(id)).execute(writing.connection)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_masked_number_never_shows_more_than_half() {
        let masked = |number: &str| CustomerNumber(number.to_owned()).masked();
        assert_eq!(masked("13800138000"), "138*******0");
        assert_eq!(masked("+44 20 7946 0018"), "+44***********18");
        assert_eq!(masked("12"), "1*");
        assert_eq!(masked("1"), "*");
        assert_eq!(masked(""), "");
    }

    proptest! {
        #[test]
        fn whatever_the_number_it_keeps_its_length_and_hides_at_least_half(number in "[0-9a-z+ 零一二三👍]{0,40}") {
            let masked: Vec<char> = CustomerNumber(number.clone()).masked().chars().collect();
            let number: Vec<char> = number.chars().collect();
            prop_assert_eq!(masked.len(), number.len());
            let shown = masked.iter().filter(|character| **character != '*').count();
            prop_assert!(shown * 2 <= number.len() && shown <= 5);
            prop_assert!(masked.iter().zip(&number).all(|(kept, was)| kept == was || *kept == '*'));
        }
    }

    #[test]
    fn a_number_is_not_printed_by_accident() {
        assert!(!format!("{:?}", CustomerNumber("13800138000".to_owned())).contains("138"));
    }
}
