//! Calls as people find them: a page of the list, each call with the names, the recordings and the
//! state of its review that a row shows.

use super::ReviewError;
use super::call_query::CallQuery;
use super::hits::{CallHits, hits_of_line};
use crate::access::{Permission, Who};
use crate::db::agent::Agent;
use crate::db::call::Call;
use crate::db::call_list::{self, Sight, WordsState};
use crate::db::evaluation::Purpose;
use crate::db::flag::{self, FlagKind};
use crate::db::named::{self, Named};
use crate::db::recording::{self, Recording};
use crate::db::{Db, DbError, Page, Reading, Scope, assignment, call, participation, transcript_quality};
use crate::ids::{CallId, ParticipationId, PersonId, ProjectId, QueueId, TeamId};
use std::collections::{BTreeMap, BTreeSet};

/// The tag of calls that were generated for trying things out.
const GENERATED: &str = "generated";

/// A call as a row of a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct CallLine {
    /// The call.
    pub call: Call,
    /// The name of its source.
    pub source: String,
    /// Its project.
    pub project: Option<Named<ProjectId>>,
    /// Its queue.
    pub queue: Option<Named<QueueId>>,
    /// Who took part on our side.
    pub agents: Vec<AgentLine>,
    /// Its recordings, in the order of its timeline.
    pub recordings: Vec<Recording>,
    /// How far its words are.
    pub words: WordsState,
    /// Whether a recording of it has a poor transcript.
    pub has_poor_words: bool,
    /// How many quality evaluations are out, as far as the caller may know.
    pub evaluations: i64,
    /// In whose queues it stands, as far as the caller may know; whoever got it first is first.
    pub assigned_to: Vec<Named<PersonId>>,
    /// Which kinds of flags it bears, as far as the caller may know.
    pub flags: Vec<FlagKind>,
    /// Whether the caller may see the customer's number.
    pub shows_personal_data: bool,
    /// Where what was looked for is said; none: nothing was.
    pub hits: Option<CallHits>,
}

/// One agent's part, with the names that go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentLine {
    /// The part.
    pub participation_id: ParticipationId,
    /// The agent.
    pub agent: Agent,
    /// Who sat there on that day.
    pub person: Option<Named<PersonId>>,
    /// Their team of that day.
    pub team: Option<Named<TeamId>>,
}

/// Whether this call was generated for trying things out.
#[must_use]
pub fn is_generated(call: &Call) -> bool {
    call.tags.iter().any(|tag| tag == GENERATED)
}

/// What the caller may know of the calls in `calls`, the scope of the permission they use.
#[must_use]
pub fn sight(who: &Who, calls: Scope) -> Sight {
    let scope = |permission| who.scope(permission).unwrap_or_else(Scope::nothing);
    Sight {
        reader: who.person_id(),
        calls,
        personal_data: scope(Permission::SeePersonalData),
        results: scope(Permission::ViewResults).or(scope(Permission::ScoreCalls)),
        scores: scope(Permission::ViewResults),
        arbitrates: scope(Permission::ArbitrateAppeals),
        reviews: scope(Permission::ReviewAppeals),
        assignments: scope(Permission::AssignCalls).or(scope(Permission::ScoreCalls)),
        flags: scope(Permission::FlagCalls),
        words: scope(Permission::ReadTranscripts),
    }
}

/// A page of the calls that the query finds.
pub async fn list_calls(db: &Db, sight: Sight, query: CallQuery) -> Result<Page<CallLine>, ReviewError> {
    db.read(move |reading| {
        let filter = query.filter.with_teams_below(reading)?;
        let page = call_list::page(reading, &sight, &filter, query.order, query.window)?;
        let Page { items, next, total, total_is_exact } = page;
        let mut items = lines(reading, &sight, items)?;
        if let Some(query) = &filter.said {
            for line in &mut items {
                line.hits = Some(hits_of_line(reading, query, line)?);
            }
        }
        Ok(Page { items, next, total, total_is_exact })
    })
    .await
}

/// These calls with all that their rows show: a handful of queries, however many calls they are.
pub(super) fn lines(
    reading: &mut Reading<'_>,
    sight: &Sight,
    calls: Vec<Call>,
) -> Result<Vec<CallLine>, DbError> {
    let ids: Vec<CallId> = calls.iter().map(|call| call.id).collect();
    let sources = named::of_sources(reading, calls.iter().map(|call| call.source_id))?;
    let projects = named::of_projects(reading, calls.iter().filter_map(|call| call.project_id))?;
    let queues = named::of_queues(reading, calls.iter().filter_map(|call| call.queue_id))?;
    let mut agents = agent_lines(reading, &ids)?;
    let recordings = recording::heard_of_calls(reading, &ids)?;
    let words = call_list::words_of(reading, &ids, &recordings)?;
    let poor = transcript_quality::poor_among(reading, &ids)?;
    let evaluations = known_evaluations(reading, sight, &ids)?;
    let mut assigned = known_inspectors(reading, sight, &ids)?;
    let mut flags = known_flags(reading, sight, &ids)?;
    let unmasked = call::within(reading, &sight.personal_data, &ids)?;
    let mut recordings_of: BTreeMap<CallId, Vec<Recording>> = BTreeMap::new();
    for recording in recordings {
        recordings_of.entry(recording.call_id).or_default().push(recording);
    }
    let line = |call: Call| CallLine {
        source: sources.named(call.source_id).name,
        project: call.project_id.map(|id| projects.named(id)),
        queue: call.queue_id.map(|id| queues.named(id)),
        agents: agents.remove(&call.id).unwrap_or_default(),
        recordings: recordings_of.remove(&call.id).unwrap_or_default(),
        has_poor_words: poor.contains(&call.id),
        words: words.get(&call.id).copied().unwrap_or(WordsState::None),
        evaluations: evaluations.get(&call.id).copied().unwrap_or(0),
        assigned_to: assigned.remove(&call.id).unwrap_or_default(),
        flags: flags.remove(&call.id).unwrap_or_default(),
        shows_personal_data: unmasked.contains(&call.id),
        hits: None,
        call,
    };
    Ok(calls.into_iter().map(line).collect())
}

fn agent_lines(
    reading: &mut Reading<'_>,
    calls: &[CallId],
) -> Result<BTreeMap<CallId, Vec<AgentLine>>, DbError> {
    let parts = participation::of_calls(reading, calls)?;
    let people = named::of_people(reading, parts.iter().filter_map(|(part, _)| part.person_id))?;
    let teams = named::of_teams(reading, parts.iter().filter_map(|(part, _)| part.team_id))?;
    let mut lines: BTreeMap<CallId, Vec<AgentLine>> = BTreeMap::new();
    for (part, agent) in parts {
        lines.entry(part.call_id).or_default().push(AgentLine {
            participation_id: part.id,
            agent,
            person: part.person_id.map(|id| people.named(id)),
            team: part.team_id.map(|id| teams.named(id)),
        });
    }
    Ok(lines)
}

fn known_evaluations(
    reading: &mut Reading<'_>,
    sight: &Sight,
    calls: &[CallId],
) -> Result<BTreeMap<CallId, i64>, DbError> {
    let known: Vec<CallId> = call::within(reading, &sight.results, calls)?.into_iter().collect();
    call_list::evaluations_out(reading, &known)
}

fn known_inspectors(
    reading: &mut Reading<'_>,
    sight: &Sight,
    calls: &[CallId],
) -> Result<BTreeMap<CallId, Vec<Named<PersonId>>>, DbError> {
    let known: BTreeSet<CallId> = call::within(reading, &sight.assignments, calls)?;
    let known: Vec<CallId> = known.into_iter().collect();
    let open = assignment::open_of_calls(reading, &known, Purpose::Quality)?;
    let inspectors = named::of_people(reading, open.iter().map(|one| one.inspector_id))?;
    let mut known: BTreeMap<CallId, Vec<Named<PersonId>>> = BTreeMap::new();
    for one in open {
        known.entry(one.call_id).or_default().push(inspectors.named(one.inspector_id));
    }
    Ok(known)
}

/// Every flag within the caller's sight, and good cases everywhere; of a call in hand, one's own.
fn known_flags(
    reading: &mut Reading<'_>,
    sight: &Sight,
    calls: &[CallId],
) -> Result<BTreeMap<CallId, Vec<FlagKind>>, DbError> {
    let known = call::within(reading, &sight.flags, calls)?;
    let mut flags = flag::kinds_of_calls(reading, sight.reader, calls)?;
    for (call_id, kinds) in &mut flags {
        kinds.retain(|kind| *kind == FlagKind::GoodCase || known.contains(call_id));
    }
    Ok(flags)
}
