//! What agents ask for about calls of their own: that one is scored (nominated), that another inspector
//! listens to one that was. Whoever hands calls out accepts, into an inspector's queue, or declines and
//! says why.

use super::draft::check_text;
use super::queue::{Entry, Inspector, Sharing, Wanted, assignable, enter};
use super::{ReviewError, person_of};
use crate::access::bell::who_may;
use crate::access::{AccessError, By, Permission, Who};
use crate::db::assignment::AssignmentReason;
use crate::db::call::Call;
use crate::db::call_request::{self, CallRequest, Decision, RequestKind, RequestState, RequestsShown};
use crate::db::evaluation::Purpose;
use crate::db::named::{self, Named};
use crate::db::outbox::{self, EventKind, News};
use crate::db::{Db, Page, Reading, Scope, Window, Writing, call, evaluation, participation};
use crate::ids::{CallId, CallRequestId, PersonId, TeamId};
use crate::time::Instant;
use serde_json::json;

/// The most open requests of one agent.
const OPEN_MOST: i64 = 20;

/// A request with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLine {
    /// The request.
    pub request: CallRequest,
    /// Who asks.
    pub person: Named<PersonId>,
    /// Their team on the call's day.
    pub team: Option<Named<TeamId>>,
    /// Who decided.
    pub decided_by: Option<Named<PersonId>>,
    /// When the call began.
    pub call_started_at: Option<Instant>,
    /// Who has scored the call, for whoever decides; empty for the agent.
    pub scored_by: Vec<Named<PersonId>>,
}

/// Which list is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestList {
    /// The caller's own.
    Mine,
    /// Those in this state that the caller may decide.
    In(RequestState),
}

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Into this inspector's queue, with a word to the agent.
    Accept {
        /// Whose queue.
        inspector_id: PersonId,
        /// What is said.
        answer: Option<String>,
    },
    /// Not done, and why.
    Decline {
        /// Why.
        answer: String,
    },
}

/// Asks for something about a call that the caller took.
pub async fn ask(
    db: &Db,
    who: &Who,
    by: By,
    call_id: CallId,
    kind: RequestKind,
    reason: String,
) -> Result<RequestLine, ReviewError> {
    let scope = who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
    let person_id = person_of(who)?;
    let reason = words_of("reason", &reason)?;
    db.write(move |writing| {
        let found = call::find(writing, &scope, call_id)?;
        let call = found.ok_or(ReviewError::NotFound { what: "call" })?;
        let parts = participation::of_call(writing, call_id)?;
        let part = parts.iter().find(|part| part.person_id == Some(person_id));
        let part = part.ok_or(ReviewError::NotFound { what: "call" })?;
        if kind == RequestKind::AnotherListener && evaluation::evaluators_of(writing, call_id)?.is_empty() {
            return Err(ReviewError::NotScoredYet);
        }
        if call_request::open_of(writing, call_id, person_id, kind)?.is_some() {
            return Err(ReviewError::AskedAlready);
        }
        if call_request::count_open_of(writing, person_id)? >= OPEN_MOST {
            return Err(ReviewError::TooManyRequests { most: OPEN_MOST });
        }
        let request = CallRequest {
            id: CallRequestId::new(),
            kind,
            call_id,
            person_id,
            team_id: part.team_id,
            project_id: call.project_id,
            reason: reason.clone(),
            state: RequestState::Open,
            asked_at: writing.now(),
            decided_at: None,
            decided_by: None,
            answer: None,
            assignment_id: None,
        };
        call_request::insert(writing, &request)?;
        let recipients = deciders(writing, &request)?;
        let news = News::new(EventKind::RequestMade, request.id.as_bytes(), recipients);
        outbox::tell(writing, &news.by(Some(person_id)))?;
        by.note(writing, "request.made", "request", request.id, json!({ "kind": kind.as_str() }))?;
        line_of(writing, false, request)
    })
    .await
}

/// Takes one's own request back.
pub async fn withdraw_request(
    db: &Db,
    who: &Who,
    by: By,
    id: CallRequestId,
) -> Result<RequestLine, ReviewError> {
    who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
    let person_id = person_of(who)?;
    db.write(move |writing| {
        let own = call_request::find(writing, &Scope::own(person_id), id)?;
        own.ok_or(ReviewError::NotFound { what: "request" })?;
        let decision =
            Decision { state: RequestState::Withdrawn, decided_by: None, answer: None, assignment_id: None };
        closed(writing, id, &decision)?;
        by.note(writing, "request.withdrawn", "request", id, json!({}))?;
        found_line(writing, &Scope::own(person_id), false, id)
    })
    .await
}

/// Decides a request: into an inspector's queue, or not.
pub async fn decide_request(
    db: &Db,
    who: &Who,
    by: By,
    id: CallRequestId,
    verdict: Verdict,
) -> Result<RequestLine, ReviewError> {
    let scope = who.scope(Permission::AssignCalls).ok_or(AccessError::NotPermitted)?;
    let decided_by = person_of(who)?;
    let verdict = checked(verdict)?;
    db.write(move |writing| {
        let found = call_request::find(writing, &scope, id)?;
        let request = found.ok_or(ReviewError::NotFound { what: "request" })?;
        let (state, answer, assignment_id) = match &verdict {
            Verdict::Decline { answer } => (RequestState::Declined, Some(answer.clone()), None),
            Verdict::Accept { inspector_id, answer } => {
                let made = put_into_queue(writing, &scope, by, decided_by, &request, *inspector_id)?;
                (RequestState::Accepted, answer.clone(), Some(made))
            }
        };
        let decision = Decision { state, decided_by: Some(decided_by), answer, assignment_id };
        closed(writing, id, &decision)?;
        let news = News::new(EventKind::RequestDecided, id.as_bytes(), [request.person_id]);
        outbox::tell(writing, &news.by(Some(decided_by)))?;
        let detail = json!({ "state": state.as_str(), "assignment": assignment_id });
        by.note(writing, "request.decided", "request", id, detail)?;
        found_line(writing, &scope, true, id)
    })
    .await
}

/// One page of requests.
pub async fn list_requests(
    db: &Db,
    who: &Who,
    list: RequestList,
    window: Window,
) -> Result<Page<RequestLine>, ReviewError> {
    let (shown, decides) = match list {
        RequestList::Mine => {
            who.scope(Permission::AnswerFeedback).ok_or(AccessError::NotPermitted)?;
            (RequestsShown::Of(person_of(who)?), false)
        }
        RequestList::In(state) => {
            let scope = who.scope(Permission::AssignCalls).ok_or(AccessError::NotPermitted)?;
            (RequestsShown::In(scope, state), true)
        }
    };
    db.read(move |reading| {
        let Page { items, next, total, total_is_exact } = call_request::list(reading, &shown, window)?;
        let lines: Result<_, ReviewError> =
            items.into_iter().map(|request| line_of(reading, decides, request)).collect();
        Ok(Page { items: lines?, next, total, total_is_exact })
    })
    .await
}

/// How many requests wait in this scope.
pub(super) fn count_open(reading: &mut Reading<'_>, scope: Scope) -> Result<i64, ReviewError> {
    let open = RequestsShown::In(scope, RequestState::Open);
    Ok(call_request::list(reading, &open, Window::new(None, 1))?.total)
}

fn put_into_queue(
    writing: &mut Writing<'_>,
    scope: &Scope,
    by: By,
    assigned_by: PersonId,
    request: &CallRequest,
    inspector_id: PersonId,
) -> Result<crate::ids::AssignmentId, ReviewError> {
    let heard = evaluation::evaluators_of(writing, request.call_id)?;
    if request.kind == RequestKind::AnotherListener && heard.contains(&inspector_id) {
        return Err(ReviewError::HeardItBefore);
    }
    let inspector = Inspector::find(writing, inspector_id)?;
    call::lock(writing, &[request.call_id])?;
    // Another listener is one beside whoever has it.
    let sharing = match request.kind {
        RequestKind::AnotherListener => Sharing::Wanted,
        RequestKind::Nomination => Sharing::Refused,
    };
    let wanted = Wanted { sharing, ..Wanted::QUALITY };
    let found = assignable(writing, scope, &inspector, request.call_id, wanted)?;
    let (call, card): (Call, _) = found.map_err(ReviewError::from)?;
    let entry = Entry {
        inspector_id,
        purpose: Purpose::Quality,
        reason: AssignmentReason::Assigned,
        drawn: None,
        assigned_by: Some(assigned_by),
        due_at: None,
    };
    let made = enter(writing, by.actor, by.request_id, &call, card, entry)?;
    if assigned_by != inspector_id {
        let news = News::new(EventKind::CallsAssigned, made.id.as_bytes(), [inspector_id]);
        outbox::tell(writing, &news.by(Some(assigned_by)))?;
    }
    Ok(made.id)
}

/// Everybody who may decide it.
fn deciders(reading: &mut Reading<'_>, request: &CallRequest) -> Result<Vec<PersonId>, ReviewError> {
    let reaches = |who: &&Who| {
        let scope = who.scope(Permission::AssignCalls);
        scope.is_some_and(|scope| scope.covers(None, request.team_id, request.project_id))
    };
    let holders = who_may(reading, Permission::AssignCalls)?;
    Ok(holders.iter().filter(reaches).filter_map(Who::person_id).collect())
}

fn closed(writing: &mut Writing<'_>, id: CallRequestId, decision: &Decision) -> Result<(), ReviewError> {
    if call_request::decide(writing, id, decision)? { Ok(()) } else { Err(ReviewError::RequestClosed) }
}

fn checked(verdict: Verdict) -> Result<Verdict, ReviewError> {
    match verdict {
        Verdict::Decline { answer } => Ok(Verdict::Decline { answer: words_of("answer", &answer)? }),
        Verdict::Accept { inspector_id, answer } => {
            check_text("answer", answer.as_deref())?;
            let answer = answer.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
            Ok(Verdict::Accept { inspector_id, answer })
        }
    }
}

/// Words that must be there.
fn words_of(field: &'static str, words: &str) -> Result<String, ReviewError> {
    check_text(field, Some(words))?;
    let words = words.trim().to_owned();
    if words.is_empty() { Err(ReviewError::WordsNeeded) } else { Ok(words) }
}

fn found_line(
    reading: &mut Reading<'_>,
    scope: &Scope,
    decides: bool,
    id: CallRequestId,
) -> Result<RequestLine, ReviewError> {
    let found = call_request::find(reading, scope, id)?;
    line_of(reading, decides, found.ok_or(ReviewError::NotFound { what: "request" })?)
}

fn line_of(
    reading: &mut Reading<'_>,
    decides: bool,
    request: CallRequest,
) -> Result<RequestLine, ReviewError> {
    let heard = if decides { evaluation::evaluators_of(reading, request.call_id)? } else { Vec::new() };
    let concerned = [request.person_id].into_iter().chain(request.decided_by).chain(heard.iter().copied());
    let people = named::of_people(reading, concerned)?;
    let teams = named::of_teams(reading, request.team_id)?;
    let call = call::find(reading, &Scope::Everything, request.call_id)?;
    Ok(RequestLine {
        person: people.named(request.person_id),
        team: request.team_id.map(|id| teams.named(id)),
        decided_by: request.decided_by.map(|id| people.named(id)),
        call_started_at: call.map(|call| call.started_at),
        scored_by: heard.into_iter().map(|id| people.named(id)).collect(),
        request,
    })
}
