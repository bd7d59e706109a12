//! Transcribing as work: what waits, what is at work, what was given up, and what is done about it.

use super::page::{NamedBody, PageBody, window};
use crate::db::job::Transcription;
use crate::db::named::Named;
use crate::http::App;
use crate::http::auth::{ManageSources, Require, ViewSources};
use crate::http::errors::{ApiError, ErrorBody};
use crate::ids::{CallId, JobId, RecordingId, SourceId};
use crate::recorder::backlog::{self, AtWork, Backlog, EndedBadly};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How transcribing is going, of the sources that the caller reaches.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Backlog)]
pub struct BacklogBody {
    /// Whether workers begin nothing new.
    is_paused: bool,
    /// What waits, by source, the longest first.
    behind: Vec<BehindBody>,
    /// What is at work, the oldest first.
    running: Vec<AtWorkBody>,
    /// What sources have transcribed by itself, by name.
    policies: Vec<PolicyBody>,
    /// What was transcribed within the last 24 hours.
    done: DoneBody,
    /// When everything that waits will be done, as fast as it went lately; none: nothing waits, nothing was
    /// transcribed lately, or workers begin nothing new.
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Instant>,
}

/// What waits of one source.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Behind)]
pub struct BehindBody {
    /// The source.
    source: NamedBody,
    /// How many recordings.
    recordings: i64,
    /// How long they play, all together, in milliseconds.
    audio_ms: i64,
    /// Since when the first of them waits.
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Instant>,
}

/// What a source has transcribed by itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TranscriptionPolicy)]
pub struct PolicyBody {
    /// The source.
    source: NamedBody,
    /// `all`, `assigned_first`, `on_request`, or a share of its calls such as `20%`.
    transcribes: String,
}

/// What was transcribed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TranscriptionDone)]
pub struct DoneBody {
    /// How many recordings.
    recordings: i64,
    /// How long they play, all together, in milliseconds.
    audio_ms: i64,
    /// How long workers took for them, all together, in milliseconds.
    spent_ms: i64,
}

/// A recording that waits, is at work, or ended badly.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Transcription)]
pub struct WorkBody {
    /// The job: what is put first, stopped, or tried again.
    #[schema(value_type = String, format = Uuid)]
    job_id: JobId,
    /// The call.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// The recording.
    #[schema(value_type = String, format = Uuid)]
    recording_id: RecordingId,
    /// How long it plays, in milliseconds, where that is known.
    audio_ms: Option<i64>,
    /// Whether it comes before others.
    is_first: bool,
    /// Which attempt it is, or was; from 1. 0: none has begun.
    attempt: i32,
    /// When it was entered.
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    /// When its attempt began.
    #[schema(value_type = Option<String>, format = DateTime)]
    begun_at: Option<Instant>,
    /// How far it is, of a thousand, where that is known.
    progress: Option<i32>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Instant>,
}

/// A recording that is being transcribed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TranscriptionAtWork)]
pub struct AtWorkBody {
    /// The source of its call.
    source: NamedBody,
    /// The recording.
    work: WorkBody,
    /// When it will be done, as far as can be told.
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Instant>,
}

/// A recording that waits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TranscriptionWaiting)]
pub struct WaitingBody {
    /// The source of its call.
    source: NamedBody,
    /// The recording.
    work: WorkBody,
}

/// Recordings that ended with one reason.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TranscriptionFailure)]
pub struct EndedBadlyBody {
    /// The stable code of the reason; where an earlier earmark noted none, the sentence of the server.
    reason: String,
    /// The sentence of the newest, in the words of the server.
    message: String,
    /// Whether a person stopped them.
    was_stopped: bool,
    /// How many; of the newest thousand.
    count: usize,
    /// When the newest ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_at: Option<Instant>,
    /// The newest few.
    examples: Vec<WorkBody>,
}

/// What ended badly, by reason.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TranscriptionFailures)]
pub struct FailuresBody {
    /// The largest group first.
    items: Vec<EndedBadlyBody>,
}

/// What is to be tried again: one, those with one reason, or, with neither, all.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = TranscriptionRetry)]
pub struct RetryBody {
    /// The job.
    #[schema(value_type = Option<String>, format = Uuid)]
    job_id: Option<JobId>,
    /// The reason of a group.
    reason: Option<String>,
}

/// How many are tried again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TranscriptionRetried)]
pub struct RetriedBody {
    /// At most the newest thousand at once.
    count: usize,
}

/// Whether workers begin nothing new.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = TranscriptionPause)]
pub struct PauseBody {
    /// What is at work is finished all the same.
    paused: bool,
}

/// Which part of what waits.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WaitingQuery {
    /// Of this source.
    #[param(value_type = Option<String>, format = Uuid)]
    source: Option<SourceId>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// How many rows, 1 to 200.
    limit: Option<i64>,
}

impl From<Transcription> for WorkBody {
    fn from(work: Transcription) -> Self {
        Self {
            job_id: work.job.id,
            call_id: work.call_id,
            recording_id: work.recording_id,
            audio_ms: work.audio_ms,
            is_first: work.priority > 0,
            attempt: work.job.attempts,
            created_at: work.created_at,
            begun_at: work.begun_at,
            progress: work.progress,
            finished_at: work.finished_at,
        }
    }
}

impl From<Backlog> for BacklogBody {
    fn from(backlog: Backlog) -> Self {
        let behind = backlog.behind.into_iter().map(|(source, behind)| BehindBody {
            source: source.into(),
            recordings: behind.recordings,
            audio_ms: behind.audio_ms,
            since: behind.since,
        });
        let running = backlog.running.into_iter().map(|AtWork { work, source, ends_at }| AtWorkBody {
            source: source.into(),
            work: work.into(),
            ends_at,
        });
        let policies = backlog
            .policies
            .into_iter()
            .map(|(source, policy)| PolicyBody { source: source.into(), transcribes: policy.to_string() });
        let done = backlog.done;
        Self {
            is_paused: backlog.is_paused,
            behind: behind.collect(),
            running: running.collect(),
            policies: policies.collect(),
            done: DoneBody { recordings: done.recordings, audio_ms: done.audio_ms, spent_ms: done.spent_ms },
            ends_at: backlog.ends_at,
        }
    }
}

impl From<(Named<SourceId>, Transcription)> for WaitingBody {
    fn from((source, work): (Named<SourceId>, Transcription)) -> Self {
        Self { source: source.into(), work: work.into() }
    }
}

impl From<EndedBadly> for EndedBadlyBody {
    fn from(group: EndedBadly) -> Self {
        Self {
            reason: group.reason,
            message: group.message,
            was_stopped: group.was_stopped,
            count: group.count,
            last_at: group.last_at,
            examples: group.examples.into_iter().map(WorkBody::from).collect(),
        }
    }
}

/// How transcribing is going: hours behind by source, what is at work, how fast.
///
/// Needs `view_sources`.
#[utoipa::path(get, path = "/api/v1/transcription", operation_id = "show_transcription", tag = "sources",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "How it is going", body = BacklogBody)))]
pub async fn show(
    required: Require<ViewSources>,
    app: web::Data<App>,
) -> Result<web::Json<BacklogBody>, ApiError> {
    Ok(web::Json(backlog::backlog(&app.db, required.scope).await?.into()))
}

/// What waits, in the order in which it will be taken.
///
/// Needs `view_sources`.
#[utoipa::path(get, path = "/api/v1/transcription/waiting", operation_id = "list_waiting_transcriptions",
    tag = "sources", security(("token" = []), ("session" = [])), params(WaitingQuery),
    responses((status = 200, description = "A page of them", body = PageBody<WaitingBody>),
        (status = 404, description = "No such source", body = ErrorBody)))]
pub async fn waiting(
    required: Require<ViewSources>,
    app: web::Data<App>,
    query: web::Query<WaitingQuery>,
) -> Result<web::Json<PageBody<WaitingBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = backlog::waiting_transcriptions(&app.db, required.scope, query.source, window).await?;
    Ok(web::Json(PageBody::of(page, WaitingBody::from)))
}

/// What was given up or stopped, by reason.
///
/// Needs `view_sources`.
#[utoipa::path(get, path = "/api/v1/transcription/failures", operation_id = "list_failed_transcriptions",
    tag = "sources", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "By reason", body = FailuresBody)))]
pub async fn failures(
    required: Require<ViewSources>,
    app: web::Data<App>,
) -> Result<web::Json<FailuresBody>, ApiError> {
    let groups = backlog::failed_transcriptions(&app.db, required.scope).await?;
    Ok(web::Json(FailuresBody { items: groups.into_iter().map(EndedBadlyBody::from).collect() }))
}

/// Tries again what was given up or stopped.
///
/// Needs `manage_sources`.
#[utoipa::path(post, path = "/api/v1/transcription/failures/retry", operation_id = "retry_transcriptions",
    tag = "sources", security(("token" = []), ("session" = [])), request_body = RetryBody,
    responses((status = 200, description = "How many are tried again", body = RetriedBody)))]
pub async fn retry(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<RetryBody>,
) -> Result<web::Json<RetriedBody>, ApiError> {
    let (by, RetryBody { job_id, reason }) = (required.by(&request), body.into_inner());
    let count = backlog::retry_transcriptions(&app.db, by, required.scope, job_id, reason).await?;
    Ok(web::Json(RetriedBody { count }))
}

/// Puts a recording that waits before the others.
///
/// Needs `manage_sources`.
#[utoipa::path(post, path = "/api/v1/transcription/jobs/{job_id}/first", operation_id = "put_transcription_first",
    tag = "sources", security(("token" = []), ("session" = [])), params(("job_id" = String, Path)),
    responses((status = 204, description = "It is taken next"),
        (status = 404, description = "No such job", body = ErrorBody),
        (status = 409, description = "It no longer waits", body = ErrorBody)))]
pub async fn put_first(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    job_id: web::Path<JobId>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    backlog::put_first(&app.db, by, required.scope, job_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Stops one that waits or is at work.
///
/// Needs `manage_sources`. What is at work ends within seconds.
#[utoipa::path(post, path = "/api/v1/transcription/jobs/{job_id}/stop", operation_id = "stop_transcription",
    tag = "sources", security(("token" = []), ("session" = [])), params(("job_id" = String, Path)),
    responses((status = 204, description = "It is stopped"),
        (status = 404, description = "No such job", body = ErrorBody),
        (status = 409, description = "It had ended already", body = ErrorBody)))]
pub async fn stop(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    job_id: web::Path<JobId>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    backlog::stop_transcription(&app.db, by, required.scope, job_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lets workers begin nothing new, or go on.
///
/// Needs `manage_sources`.
#[utoipa::path(put, path = "/api/v1/transcription/pause", operation_id = "pause_transcription",
    tag = "sources", security(("token" = []), ("session" = [])), request_body = PauseBody,
    responses((status = 204, description = "It is so")))]
pub async fn pause(
    required: Require<ManageSources>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<PauseBody>,
) -> Result<HttpResponse, ApiError> {
    backlog::pause_transcribing(&app.db, required.by(&request), body.paused).await?;
    Ok(HttpResponse::NoContent().finish())
}
