//! What agents ask for about calls of their own: that one is scored, that somebody else listens to it.

use super::columns::words;
use super::connection::Backend;
use super::schema::call_request;
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Scope, Window, Writing};
use crate::ids::{AssignmentId, CallId, CallRequestId, PersonId, ProjectId, TeamId};
use crate::time::Instant;
use diesel::prelude::*;

words! {
    /// What is asked for.
    RequestKind {
        /// That the call is scored: it shows something (提名).
        Nomination = "nomination",
        /// That another inspector listens to a call that was scored (换人听).
        AnotherListener = "another_listener",
    }
}

words! {
    /// Where a request stands.
    RequestState {
        /// It waits for somebody who hands calls out.
        Open = "open",
        /// The call is in an inspector's queue.
        Accepted = "accepted",
        /// It is not done, and why is said.
        Declined = "declined",
        /// The agent took it back.
        Withdrawn = "withdrawn",
    }
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = call_request)]
pub struct CallRequest {
    /// Its id.
    pub id: CallRequestId,
    /// What is asked for.
    pub kind: RequestKind,
    /// About which call.
    pub call_id: CallId,
    /// Who asks.
    pub person_id: PersonId,
    /// Their team on the call's day.
    pub team_id: Option<TeamId>,
    /// The project of the call.
    pub project_id: Option<ProjectId>,
    /// Why, in the agent's words.
    pub reason: String,
    /// Where it stands.
    pub state: RequestState,
    /// When it was asked.
    pub asked_at: Instant,
    /// When it was decided or taken back.
    pub decided_at: Option<Instant>,
    /// Who decided.
    pub decided_by: Option<PersonId>,
    /// What was said to it.
    pub answer: Option<String>,
    /// The assignment that came of it.
    pub assignment_id: Option<AssignmentId>,
}

type Requests = call_request::BoxedQuery<'static, Backend>;

/// Which requests a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestsShown {
    /// Those of this agent, the youngest first.
    Of(PersonId),
    /// Those of this scope in this state, what was asked first is first.
    In(Scope, RequestState),
}

/// Enters a request. A call has one open request of a kind from an agent; where there is one, this is
/// [`DbError::Conflict`](super::DbError).
pub fn insert(writing: &mut Writing<'_>, new: &CallRequest) -> Result<(), DbError> {
    diesel::insert_into(call_request::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The open request of this kind that the agent has made about the call.
pub fn open_of(
    reading: &mut Reading<'_>,
    call_id: CallId,
    person_id: PersonId,
    kind: RequestKind,
) -> Result<Option<CallRequest>, DbError> {
    Ok(call_request::table
        .filter(call_request::call_id.eq(call_id))
        .filter(call_request::person_id.eq(person_id))
        .filter(call_request::kind.eq(kind))
        .filter(call_request::state.eq(RequestState::Open))
        .first(reading.connection)
        .optional()?)
}

/// How many open requests this agent has.
pub fn count_open_of(reading: &mut Reading<'_>, person_id: PersonId) -> Result<i64, DbError> {
    Ok(call_request::table
        .filter(call_request::person_id.eq(person_id))
        .filter(call_request::state.eq(RequestState::Open))
        .count()
        .get_result(reading.connection)?)
}

/// The request, if it lies in this scope.
pub fn find(
    reading: &mut Reading<'_>,
    scope: &Scope,
    id: CallRequestId,
) -> Result<Option<CallRequest>, DbError> {
    let found = within(call_request::table.into_boxed(), scope).filter(call_request::id.eq(id));
    Ok(found.first(reading.connection).optional()?)
}

/// What was decided about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Accepted, declined or withdrawn.
    pub state: RequestState,
    /// Who decided; none: the agent took it back.
    pub decided_by: Option<PersonId>,
    /// What was said to it.
    pub answer: Option<String>,
    /// The assignment that came of it.
    pub assignment_id: Option<AssignmentId>,
}

/// Closes an open request; says whether it was open.
pub fn decide(writing: &mut Writing<'_>, id: CallRequestId, decision: &Decision) -> Result<bool, DbError> {
    let now = writing.now();
    let open = call_request::table.find(id).filter(call_request::state.eq(RequestState::Open));
    let closed = diesel::update(open)
        .set((
            call_request::state.eq(decision.state),
            call_request::decided_at.eq(now),
            call_request::decided_by.eq(decision.decided_by),
            call_request::answer.eq(&decision.answer),
            call_request::assignment_id.eq(decision.assignment_id),
        ))
        .execute(writing.connection)?;
    Ok(closed == 1)
}

/// One page of them.
pub fn list(
    reading: &mut Reading<'_>,
    shown: &RequestsShown,
    window: Window,
) -> Result<Page<CallRequest>, DbError> {
    let found = || matching(shown);
    let rising = matches!(shown, RequestsShown::In(..));
    let after =
        window.after.map(|after| (Instant::from_millis(after.key), CallRequestId::from_bytes(after.id)));
    let mut page = found().limit(window.limit() + 1);
    let at = call_request::asked_at;
    page = match (rising, after) {
        (true, after) => {
            let page = page.order((at.asc(), call_request::id.asc()));
            match after {
                Some((key, id)) => page.filter(at.gt(key).or(at.eq(key).and(call_request::id.gt(id)))),
                None => page,
            }
        }
        (false, after) => {
            let page = page.order((at.desc(), call_request::id.desc()));
            match after {
                Some((key, id)) => page.filter(at.lt(key).or(at.eq(key).and(call_request::id.lt(id)))),
                None => page,
            }
        }
    };
    let rows: Vec<CallRequest> = page.load(reading.connection)?;
    let beyond: Option<CallRequestId> =
        found().select(call_request::id).offset(COUNTED_TO).limit(1).first(reading.connection).optional()?;
    let counted = match beyond {
        Some(_) => COUNTED_TO + 1,
        None => found().count().get_result(reading.connection)?,
    };
    let place = |row: &CallRequest| Cursor { key: row.asked_at.as_millis(), id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted, place))
}

fn matching(shown: &RequestsShown) -> Requests {
    let all = call_request::table.into_boxed();
    match shown {
        RequestsShown::Of(person_id) => all.filter(call_request::person_id.eq(*person_id)),
        RequestsShown::In(scope, state) => within(all, scope).filter(call_request::state.eq(*state)),
    }
}

fn within(found: Requests, scope: &Scope) -> Requests {
    let Scope::Within(bounds) = scope else { return found };
    let people: Vec<PersonId> = bounds.people.iter().copied().collect();
    let teams: Vec<TeamId> = bounds.teams.iter().copied().collect();
    let projects: Vec<ProjectId> = bounds.projects.iter().copied().collect();
    found.filter(
        call_request::person_id
            .eq_any(people)
            .nullable()
            .or(call_request::team_id.eq_any(teams))
            .or(call_request::project_id.eq_any(projects)),
    )
}
