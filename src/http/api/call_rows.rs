//! The list of calls.

use crate::db::call::Direction;
use crate::db::flag::FlagKind;
use crate::db::recording::Recording;
use crate::http::App;
use crate::http::api::call_hits::CallHitsBody;
use crate::http::api::page::{NamedBody, PageBody};
use crate::http::auth::{Require, ViewCalls};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{AgentId, CallId, ParticipationId, RecordingId};
use crate::review::{self, AgentLine, CallLine, CallQuery};
use crate::time::Instant;
use actix_web::{HttpRequest, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// A call as a list shows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CallRow)]
pub struct CallRowBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: CallId,
    /// The name of the system that it came from.
    source: String,
    /// What that system calls it.
    native_id: Option<String>,
    /// `inbound` or `outbound`.
    direction: Option<&'static str>,
    /// Masked unless the reader may see personal data.
    customer_number: Option<String>,
    /// Its project.
    project: Option<NamedBody>,
    /// Its queue.
    queue: Option<NamedBody>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    started_at: Instant,
    /// The day of the call in the workspace's zone.
    #[schema(format = Date)]
    local_date: String,
    /// How long it is; 0: not known yet.
    duration_ms: i64,
    /// How the agent closed it.
    disposition: Option<String>,
    /// The source's tags.
    tags: Vec<String>,
    /// The ticket that it led to.
    ticket: Option<String>,
    /// Who took part on our side.
    agents: Vec<RowAgentBody>,
    /// Its recordings, in the order of its timeline.
    recordings: Vec<RowRecordingBody>,
    /// `none`, `pending`, `ready`, `failed` or `not_asked`, over all its recordings.
    transcript: &'static str,
    /// Whether a recording of it has a poor transcript: words that nobody should go by without listening.
    poor_transcript: bool,
    /// How many quality evaluations are out; 0 for readers who may not know.
    evaluations: i64,
    /// In whose queues it stands, whoever got it first before the others; none for readers who may not know.
    assigned_to: Vec<NamedBody>,
    /// Which kinds of flags it bears; readers who may not flag it see `good_case` alone.
    flags: Vec<&'static str>,
    /// It was generated for trying things out.
    is_generated: bool,
    /// Where the words are said that were looked for; none where none were.
    hits: Option<CallHitsBody>,
}

/// One agent's part in a call of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CallRowAgent)]
pub struct RowAgentBody {
    /// The id of the part.
    #[schema(value_type = String, format = Uuid)]
    participation_id: ParticipationId,
    /// The id of the agent.
    #[schema(value_type = String, format = Uuid)]
    agent_id: AgentId,
    /// What the source calls the agent.
    external_id: String,
    /// The agent's name, where the source gave one.
    name: Option<String>,
    /// Who sat there on that day.
    person: Option<NamedBody>,
    /// Their team of that day.
    team: Option<NamedBody>,
}

/// A recording of a call of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CallRowRecording)]
pub struct RowRecordingBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: RecordingId,
    /// `accepted`, `prepared` or `failed`.
    state: &'static str,
    /// How long it is; none before it is prepared.
    duration_ms: Option<u64>,
    /// Where it begins on the call's timeline.
    offset_ms: i64,
}

impl From<CallLine> for CallRowBody {
    fn from(line: CallLine) -> Self {
        let is_generated = review::is_generated(&line.call);
        let call = line.call;
        let shown = line.shows_personal_data;
        Self {
            id: call.id,
            source: line.source,
            native_id: call.native_id,
            direction: call.direction.map(Direction::as_str),
            customer_number: call
                .customer_number
                .map(|number| if shown { number.0 } else { number.masked() }),
            project: line.project.map(NamedBody::from),
            queue: line.queue.map(NamedBody::from),
            started_at: call.started_at,
            local_date: call.local_date,
            duration_ms: call.duration_ms,
            disposition: call.disposition,
            tags: call.tags,
            ticket: call.ticket,
            agents: line.agents.into_iter().map(RowAgentBody::from).collect(),
            recordings: line.recordings.iter().map(RowRecordingBody::from).collect(),
            transcript: line.words.as_str(),
            poor_transcript: line.has_poor_words,
            evaluations: line.evaluations,
            assigned_to: line.assigned_to.into_iter().map(NamedBody::from).collect(),
            flags: line.flags.into_iter().map(FlagKind::as_str).collect(),
            is_generated,
            hits: line.hits.map(CallHitsBody::from),
        }
    }
}

impl From<AgentLine> for RowAgentBody {
    fn from(line: AgentLine) -> Self {
        Self {
            participation_id: line.participation_id,
            agent_id: line.agent.id,
            external_id: line.agent.external_id,
            name: line.agent.name,
            person: line.person.map(NamedBody::from),
            team: line.team.map(NamedBody::from),
        }
    }
}

impl From<&Recording> for RowRecordingBody {
    fn from(recording: &Recording) -> Self {
        Self {
            id: recording.id,
            state: recording.state.as_str(),
            duration_ms: recording.audio.as_ref().map(|facts| facts.duration_ms),
            offset_ms: recording.offset_ms,
        }
    }
}

/// Which calls are wanted; of a field that is given several times, one value is enough.
#[derive(IntoParams)]
#[expect(dead_code, reason = "describes the query for the OpenAPI document; the review room reads it")]
pub struct CallsQuery {
    /// The beginning of the native id or the ticket; or, for readers who may see personal data, the
    /// last digits (at least four) of the customer's number.
    q: Option<String>,
    /// Ids of projects.
    project: Option<Vec<String>>,
    /// Ids of queues.
    queue: Option<Vec<String>>,
    /// Ids of teams: somebody of them, or of a team below, took part.
    team: Option<Vec<String>>,
    /// Ids of people: one of them took part.
    person: Option<Vec<String>>,
    /// Ids of agents: one of them took part.
    agent: Option<Vec<String>>,
    /// Ids of sources.
    source: Option<Vec<String>>,
    /// `inbound` or `outbound`.
    direction: Option<String>,
    /// Disposition codes.
    disposition: Option<Vec<String>>,
    /// Tags.
    tag: Option<Vec<String>>,
    /// The first local day.
    #[param(format = Date)]
    from: Option<String>,
    /// The last local day.
    #[param(format = Date)]
    to: Option<String>,
    /// Shorter than this.
    shorter_than_ms: Option<u64>,
    /// Longer than this.
    longer_than_ms: Option<u64>,
    /// Whether there is a recording.
    has_recording: Option<bool>,
    /// `none`, `pending`, `ready`, `failed` or `not_asked`.
    transcript: Option<String>,
    /// Whether a recording of it has a poor transcript.
    poor_transcript: Option<bool>,
    /// Whether a quality evaluation is out.
    evaluated: Option<bool>,
    /// A quality evaluation that is out came to so many points or more (at most two decimals), of those that
    /// the reader made or finds among the results.
    score_from: Option<f64>,
    /// One of them came to less; with `score_from`, the same one.
    score_below: Option<f64>,
    /// Whether one side was not recorded.
    one_sided: Option<bool>,
    /// Whether a channel is clipped so much that ears hear it.
    clipped: Option<bool>,
    /// Nobody is heard for so long at a time, or longer.
    silence_from_ms: Option<u64>,
    /// Both are heard at once for so long together, or longer, in one recording.
    overtalk_from_ms: Option<u64>,
    /// Whether it stands in somebody's queue.
    assigned: Option<bool>,
    /// Kinds of flags: `coaching`, `good_case`, `warning_case`, `risk`, `second_listening`,
    /// `repeat_contact`.
    flag: Option<Vec<String>>,
    /// What is said in the call, for readers of transcripts: words (all of them, anywhere in the call),
    /// `"phrases"` (within one utterance), `word*`, `-word` (not said), `agent:` or `customer:` before
    /// either. At most 200 characters.
    said: Option<String>,
    /// `true`: the caller took part.
    mine: Option<bool>,
    /// `-started_at` (unless given), `started_at`, `-duration` or `duration`.
    sort: Option<String>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// The calls that a filter finds, page by page.
///
/// Needs `view_calls`.
#[utoipa::path(get, path = "/api/v1/calls", operation_id = "list_calls", tag = "calls", security(("token" = []), ("session" = [])),
    params(CallsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<CallRowBody>),
        (status = 422, description = "A field of the query is wrong; the message names it", body = ErrorBody)))]
pub async fn list(
    required: Require<ViewCalls>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Result<web::Json<PageBody<CallRowBody>>, ApiError> {
    let query = CallQuery::parse(request.query_string(), required.who.person_id())?;
    let sight = review::sight(&required.who, required.scope);
    let page = review::list_calls(&app.db, sight, query).await?;
    Ok(web::Json(PageBody::of(page, CallRowBody::from)))
}
