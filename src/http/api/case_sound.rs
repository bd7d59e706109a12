//! What is heard and read of clips and cases.

use super::recordings::{PeaksBody, PeaksQuery};
use super::transcripts::SpokenWordBody;
use crate::access::By;
use crate::http::App;
use crate::http::auth::{DownloadRecordings, HearCalls, LearnFromCases, Require, RunCaseReviews};
use crate::http::errors::{ApiError, ErrorBody};
use crate::http::range;
use crate::ids::{CaseId, CaseReviewEntryId, CaseReviewId, ClipId};
use crate::library::{self, CaseWords, Stretch, reviews};
use crate::recorder::listening::{Fetched, note_download};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

/// The sound of a clip, cut out of what everybody may hear of its recording.
///
/// Needs `hear_calls`. Whoever fetches it stands in the audit trail.
#[utoipa::path(get, path = "/api/v1/clips/{clip_id}/audio", operation_id = "play_clip", tag = "learning",
    security(("token" = []), ("session" = [])), params(("clip_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "All of it", content_type = "audio/wav"),
        (status = 206, description = "The range that was asked for", content_type = "audio/wav"),
        (status = 304, description = "The player has this version already"),
        (status = 404, description = "Not there, or not for this listener", body = ErrorBody),
        (status = 409, description = "Not redacted yet", body = ErrorBody),
        (status = 416, description = "The range begins beyond the end")))]
pub async fn clip_audio(
    required: Require<HearCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    clip_id: web::Path<ClipId>,
) -> Result<HttpResponse, ApiError> {
    let by = (required.by(&request), required.by_token);
    let id = clip_id.into_inner();
    let place = library::clip_stretch(&app.shelf, &required.who, required.scope, id).await?;
    play(&app, &request, by, &place).await
}

/// A clip as a file: never the original where something is hidden. Every download stands in the audit
/// trail.
///
/// Needs `download_recordings`.
#[utoipa::path(get, path = "/api/v1/clips/{clip_id}/download", operation_id = "download_clip", tag = "learning",
    security(("token" = []), ("session" = [])), params(("clip_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "All of it", content_type = "audio/wav"),
        (status = 206, description = "The range that was asked for", content_type = "audio/wav"),
        (status = 304, description = "The client has it already"),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "Not redacted yet", body = ErrorBody),
        (status = 416, description = "The range begins beyond the end")))]
pub async fn download_clip(
    required: Require<DownloadRecordings>,
    app: web::Data<App>,
    request: HttpRequest,
    clip_id: web::Path<ClipId>,
) -> Result<HttpResponse, ApiError> {
    let (by, by_token) = (required.by(&request), required.by_token);
    let id = clip_id.into_inner();
    let place = library::clip_stretch(&app.shelf, &required.who, required.scope, id).await?;
    let cut = place.cut(&app.shelf).await?;
    if range::hands_out(&request, &cut) {
        note_download(&app.db, by, by_token, (place.call_id, place.recording_id), false).await?;
    }
    let stamp = place.started_at.local_stamp(&app.intake.zone);
    let tail: String = id.to_string().chars().skip(28).collect();
    range::answer(&request, &app.shelf, &cut, Some(&format!("{stamp}-clip-{tail}.wav"))).await
}

/// The waveform of a clip, from its beginning.
///
/// Needs `hear_calls`.
#[utoipa::path(get, path = "/api/v1/clips/{clip_id}/peaks", operation_id = "show_clip_peaks", tag = "learning",
    security(("token" = []), ("session" = [])),
    params(("clip_id" = String, Path, format = Uuid), PeaksQuery),
    responses((status = 200, description = "The waveform", body = PeaksBody),
        (status = 404, description = "Not there, or not for this listener", body = ErrorBody),
        (status = 422, description = "There is no such zoom", body = ErrorBody)))]
pub async fn clip_peaks(
    required: Require<HearCalls>,
    app: web::Data<App>,
    clip_id: web::Path<ClipId>,
    query: web::Query<PeaksQuery>,
) -> Result<web::Json<PeaksBody>, ApiError> {
    let id = clip_id.into_inner();
    let place = library::clip_stretch(&app.shelf, &required.who, required.scope, id).await?;
    peaks(&app, &query, &place).await
}

/// The sound of a case, cut out of what everybody may hear of its recording; it begins where the case
/// does. While it is not known what is to be hidden, nobody hears it.
///
/// Needs `learn_from_cases`, and that the case is there for the listener.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/audio", operation_id = "play_case", tag = "learning",
    security(("token" = []), ("session" = [])), params(("case_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "All of it", content_type = "audio/wav"),
        (status = 206, description = "The range that was asked for", content_type = "audio/wav"),
        (status = 304, description = "The player has this version already"),
        (status = 404, description = "Not there, or not for this listener", body = ErrorBody),
        (status = 409, description = "Not redacted yet", body = ErrorBody),
        (status = 416, description = "The range begins beyond the end")))]
pub async fn case_audio(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    request: HttpRequest,
    case_id: web::Path<CaseId>,
) -> Result<HttpResponse, ApiError> {
    let by = (required.by(&request), required.by_token);
    let place = library::case_stretch(&app.shelf, &required.who, case_id.into_inner()).await?;
    play(&app, &request, by, &place).await
}

/// The waveform of a case, from its beginning.
///
/// Needs `learn_from_cases`, and that the case is there for the listener.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/peaks", operation_id = "show_case_peaks", tag = "learning",
    security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid), PeaksQuery),
    responses((status = 200, description = "The waveform", body = PeaksBody),
        (status = 404, description = "Not there, or not for this listener", body = ErrorBody),
        (status = 422, description = "There is no such zoom", body = ErrorBody)))]
pub async fn case_peaks(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    case_id: web::Path<CaseId>,
    query: web::Query<PeaksQuery>,
) -> Result<web::Json<PeaksBody>, ApiError> {
    let place = library::case_stretch(&app.shelf, &required.who, case_id.into_inner()).await?;
    peaks(&app, &query, &place).await
}

/// What is said in a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseTranscript)]
pub struct CaseTranscriptBody {
    /// `waiting`, `not_asked`, `running`, `ready`, `stopped` or `failed`.
    state: &'static str,
    /// Whether nobody should go by the words without listening.
    is_poor: bool,
    /// What is said, in its order.
    items: Vec<CaseUtteranceBody>,
}

/// What is said in one go.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseUtterance)]
pub struct CaseUtteranceBody {
    /// Its number in the transcript of the recording.
    number: i32,
    /// The channel it is heard on, counted from 0.
    channel: i32,
    /// `agent`, `customer` or `other`; none where nobody knows.
    role: Option<&'static str>,
    /// Where it begins on the call's timeline.
    start_ms: i64,
    /// Where it ends.
    end_ms: i64,
    /// What was said. A mark such as `⟦card⟧` stands where something is hidden, `⟦name⟧` where it is who is
    /// heard.
    text: String,
    /// Its words in their order: put together, their texts are `text`. Empty where single words are not known.
    words: Vec<SpokenWordBody>,
}

impl From<CaseWords> for CaseTranscriptBody {
    fn from(words: CaseWords) -> Self {
        let state = words.progress.as_str();
        let items = words.utterances.into_iter().map(|one| CaseUtteranceBody {
            words: SpokenWordBody::all_of(&one.text, one.words.as_ref(), words.offset_ms),
            number: one.number,
            channel: one.channel,
            role: one.role.map(crate::db::recording::ChannelRole::as_str),
            start_ms: one.start_ms,
            end_ms: one.end_ms,
            text: one.text,
        });
        Self { state, is_poor: words.is_poor, items: items.collect() }
    }
}

/// What is said in a case, with what everybody may read.
///
/// Needs `learn_from_cases`, and that the case is there for the reader.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/transcript", operation_id = "show_case_transcript",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "What is said", body = CaseTranscriptBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 409, description = "Not redacted yet", body = ErrorBody)))]
pub async fn case_transcript(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    case_id: web::Path<CaseId>,
) -> Result<web::Json<CaseTranscriptBody>, ApiError> {
    let words = library::case_words(&app.shelf, &required.who, case_id.into_inner()).await?;
    Ok(web::Json(words.into()))
}

/// The sound of an entry of a running order as its room hears it, from its beginning.
///
/// Needs `run_case_reviews`, and that the caller runs the review and hears the call.
#[utoipa::path(get, path = "/api/v1/case-reviews/{review_id}/entries/{entry_id}/audio",
    operation_id = "play_case_review_entry", tag = "learning", security(("token" = []), ("session" = [])),
    params(("review_id" = String, Path, format = Uuid), ("entry_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "All of it", content_type = "audio/wav"),
        (status = 206, description = "The range that was asked for", content_type = "audio/wav"),
        (status = 304, description = "The player has this version already"),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "Consent is missing, or it is not redacted yet", body = ErrorBody),
        (status = 416, description = "The range begins beyond the end")))]
pub async fn entry_audio(
    required: Require<RunCaseReviews>,
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(CaseReviewId, CaseReviewEntryId)>,
) -> Result<HttpResponse, ApiError> {
    let by = (required.by(&request), required.by_token);
    let (id, entry_id) = path.into_inner();
    let place = reviews::entry_stretch(&app.shelf, &required.who, id, entry_id).await?;
    play(&app, &request, by, &place).await
}

/// The waveform of an entry of a running order, from its beginning.
///
/// Needs `run_case_reviews`, and that the caller runs the review and hears the call.
#[utoipa::path(get, path = "/api/v1/case-reviews/{review_id}/entries/{entry_id}/peaks",
    operation_id = "show_case_review_entry_peaks", tag = "learning", security(("token" = []), ("session" = [])),
    params(("review_id" = String, Path, format = Uuid), ("entry_id" = String, Path, format = Uuid), PeaksQuery),
    responses((status = 200, description = "The waveform", body = PeaksBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "Consent is missing", body = ErrorBody),
        (status = 422, description = "There is no such zoom", body = ErrorBody)))]
pub async fn entry_peaks(
    required: Require<RunCaseReviews>,
    app: web::Data<App>,
    path: web::Path<(CaseReviewId, CaseReviewEntryId)>,
    query: web::Query<PeaksQuery>,
) -> Result<web::Json<PeaksBody>, ApiError> {
    let (id, entry_id) = path.into_inner();
    let place = reviews::entry_stretch(&app.shelf, &required.who, id, entry_id).await?;
    peaks(&app, &query, &place).await
}

async fn play(
    app: &App,
    request: &HttpRequest,
    (by, by_token): (By, bool),
    place: &Stretch,
) -> Result<HttpResponse, ApiError> {
    let cut = place.cut(&app.shelf).await?;
    if range::hands_out(request, &cut) {
        let about = (place.call_id, place.recording_id, Fetched::Sound);
        app.played.note(&app.db, by, by_token, about, &app.intake.zone).await?;
    }
    range::answer(request, &app.shelf, &cut, None).await
}

async fn peaks(app: &App, query: &PeaksQuery, place: &Stretch) -> Result<web::Json<PeaksBody>, ApiError> {
    let (peaks, within) = place.peaks(&app.shelf).await?;
    Ok(web::Json(PeaksBody::of_stretch(&peaks, query, within)?))
}
