//! Recordings: what is known of them, their sound and waveform.

use crate::access::{By, Permission};
use crate::audio::{Peaks, Signals, Span};
use crate::db::recording::ChannelRole;
use crate::db::redaction::Standing;
use crate::http::App;
use crate::http::api::recording_signals::RecordingSignalsBody;
use crate::http::auth::{HearCalls, Require, ViewCalls};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::http::range;
use crate::ids::{CallId, RecordingId};
use crate::recorder::listening::Fetched;
use crate::recorder::{Heard, RecordingView};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// The zoom that is given where none is asked for, in milliseconds a bucket.
const ZOOM_DEFAULT: u32 = 100;

/// A recording.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Recording)]
pub struct RecordingBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: RecordingId,
    /// The call it belongs to.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// The size of the file as it came.
    bytes: u64,
    /// Its original name; only for readers who may see personal data.
    file_name: Option<String>,
    /// Where it begins on the call's timeline, in milliseconds.
    offset_ms: i64,
    /// Channel, counted from 0, to `agent`, `customer`, `mixed` or `other`.
    #[schema(value_type = Object)]
    channels: BTreeMap<u16, &'static str>,
    /// `accepted`, `prepared` or `failed`.
    state: &'static str,
    /// Why it failed.
    failure: Option<FailureBody>,
    /// What decoding found; none before it is prepared.
    audio: Option<AudioBody>,
    /// What it tells before anybody listens; none before it is prepared.
    signals: Option<RecordingSignalsBody>,
    /// When it arrived here.
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    /// `agent` or `customer`, where the file holds one side of the call and another file the other.
    leg: Option<&'static str>,
    /// The recording that was made of this leg and its other; it is heard in place of both.
    #[schema(value_type = Option<String>, format = Uuid)]
    paired_into: Option<RecordingId>,
    /// How the hiding of card numbers and the like stands.
    redaction: RedactionBody,
}

/// How the hiding of card numbers and the like stands for a recording.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Redaction)]
pub struct RedactionBody {
    /// `off`: its source hides nothing; `pending`: it is not known yet what is to be hidden; `words`: it is
    /// hidden in the words, and the sound is being made; `done`.
    state: &'static str,
    /// How often something is hidden.
    hidden: i64,
}

impl From<Standing> for RedactionBody {
    fn from(standing: Standing) -> Self {
        let (state, hidden) = match standing {
            Standing::Off => ("off", 0),
            Standing::Unknown => ("pending", 0),
            Standing::Known { spans, sound_is_ready: false } => ("words", spans),
            Standing::Known { spans, sound_is_ready: true } => ("done", spans),
        };
        Self { state, hidden }
    }
}

/// Why something failed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Failure)]
pub struct FailureBody {
    /// A stable name in `snake_case`.
    code: String,
    /// What happened and what to do, in English.
    message: String,
}

/// What decoding found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AudioFacts)]
pub struct AudioBody {
    /// The container, such as `wave`.
    container: String,
    /// The codec, such as `pcm_mulaw`.
    codec: String,
    /// Samples a second in each channel.
    sample_rate: u32,
    /// How many channels.
    channel_count: u16,
    /// How long it is.
    duration_ms: u64,
    /// The file ends before its header says it should.
    truncated: bool,
}

impl RecordingBody {
    /// The wire form; `shown`: with personal data.
    pub(super) fn of(view: RecordingView, shown: bool) -> Self {
        let recording = view.recording;
        Self {
            id: recording.id,
            call_id: recording.call_id,
            bytes: recording.bytes,
            file_name: recording.file_name.filter(|_| shown),
            offset_ms: recording.offset_ms,
            channels: recording
                .channel_roles
                .iter()
                .map(|(channel, role)| (*channel, role.as_str()))
                .collect(),
            state: recording.state.as_str(),
            failure: recording.failure.map(|(code, message)| FailureBody { code, message }),
            audio: recording.audio.map(|facts| AudioBody {
                container: facts.container,
                codec: facts.codec,
                sample_rate: facts.sample_rate,
                channel_count: facts.channel_count,
                duration_ms: facts.duration_ms,
                truncated: facts.truncated,
            }),
            signals: view.signal.map(RecordingSignalsBody::from),
            created_at: recording.created_at,
            leg: recording.leg.map(ChannelRole::as_str),
            paired_into: recording.paired_into,
            redaction: view.redaction.into(),
        }
    }
}

/// One recording.
///
/// Needs `view_calls`. The file's name needs `see_personal_data`.
#[utoipa::path(get, path = "/api/v1/recordings/{recording_id}", operation_id = "show_recording", tag = "recordings",
    security(("token" = []), ("session" = [])), params(("recording_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The recording", body = RecordingBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn show(
    required: Require<ViewCalls>,
    app: web::Data<App>,
    recording_id: web::Path<RecordingId>,
) -> Result<web::Json<RecordingBody>, ApiError> {
    let personal_data = required.who.scope(Permission::SeePersonalData);
    let (recording, shown) =
        app.shelf.recording(required.scope, personal_data, recording_id.into_inner()).await?;
    Ok(web::Json(RecordingBody::of(recording, shown)))
}

/// The sound of a recording, whole or by range, as a browser can play it. Whoever fetches it stands in
/// the audit trail, once a day for each recording. Where the source redacts, card numbers and the like are
/// taken out of it; until they are, only whoever may hear originals hears it.
///
/// Needs `hear_calls`.
#[utoipa::path(get, path = "/api/v1/recordings/{recording_id}/audio", operation_id = "play_recording", tag = "recordings",
    security(("token" = []), ("session" = [])), params(("recording_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "All of it", content_type = "audio/wav"),
        (status = 206, description = "The range that was asked for", content_type = "audio/wav"),
        (status = 304, description = "The player has this version already"),
        (status = 404, description = "Not there, or not for this listener", body = ErrorBody),
        (status = 409, description = "Not redacted yet, and the caller may not hear originals", body = ErrorBody),
        (status = 416, description = "The range begins beyond the end")))]
pub async fn audio(
    required: Require<HearCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    recording_id: web::Path<RecordingId>,
) -> Result<HttpResponse, ApiError> {
    let (by, by_token) = (required.by(&request), required.by_token);
    let recording_id = recording_id.into_inner();
    let originals = required.who.scope(Permission::HearOriginals);
    let heard = app.shelf.sound(required.scope, originals, recording_id).await?;
    hand_out(&app, &request, &heard, (by, by_token), recording_id).await
}

/// Hands a sound out, after the audit trail knows. An original is noted also where the browser has it already.
pub(super) async fn hand_out(
    app: &App,
    request: &HttpRequest,
    heard: &Heard,
    (by, by_token): (By, bool),
    recording_id: RecordingId,
) -> Result<HttpResponse, ApiError> {
    if hears(request, heard) {
        let fetched = if heard.is_original { Fetched::OriginalSound } else { Fetched::Sound };
        let about = (heard.sound.object.call_id, recording_id, fetched);
        app.played.note(&app.db, by, by_token, about, &app.intake.zone).await?;
    }
    range::answer(request, &app.shelf, &heard.sound, None).await
}

/// Whether the answer is a hearing that is to be noted.
pub(super) fn hears(request: &HttpRequest, heard: &Heard) -> bool {
    if heard.is_original {
        range::lets_hear(request, &heard.sound)
    } else {
        range::hands_out(request, &heard.sound)
    }
}

/// Which waveform is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[expect(clippy::struct_field_names, reason = "positions and lengths end in their unit")]
pub struct PeaksQuery {
    /// Milliseconds a bucket: 10, 100 or 1000.
    zoom_ms: Option<u32>,
    /// Where the part begins that is wanted; the beginning unless given.
    from_ms: Option<u64>,
    /// Where it ends; the end unless given.
    to_ms: Option<u64>,
}

/// The waveform of a recording: the lowest and the highest sample of each bucket.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Peaks)]
pub struct PeaksBody {
    /// Milliseconds a bucket.
    zoom_ms: u32,
    /// Where the first bucket begins.
    from_ms: u64,
    /// Per channel: lowest, highest, lowest, highest …; full scale is ±32767.
    channels: Vec<Vec<i16>>,
}

impl PeaksBody {
    /// The waveform of a stretch of a recording, in milliseconds of it; positions count from its beginning,
    /// to the bucket.
    pub(super) fn of_stretch(
        peaks: &Peaks,
        query: &PeaksQuery,
        (start_ms, end_ms): (u64, u64),
    ) -> Result<Self, ApiError> {
        let (zoom_ms, from_ms) = (query.zoom_ms.unwrap_or(ZOOM_DEFAULT), query.from_ms.unwrap_or(0));
        let from = start_ms.saturating_add(from_ms);
        let until = start_ms.saturating_add(query.to_ms.unwrap_or(u64::MAX)).min(end_ms);
        let channels = peaks.numbers(zoom_ms, from..until).ok_or_else(no_such_zoom)?;
        Ok(Self { zoom_ms, from_ms, channels })
    }
}

fn no_such_zoom() -> RequestError {
    RequestError::BadQuery("zoom_ms is 10, 100 or 1000".to_owned())
}

/// The waveform of a recording.
///
/// Needs `hear_calls`.
#[utoipa::path(get, path = "/api/v1/recordings/{recording_id}/peaks", operation_id = "show_peaks", tag = "recordings",
    security(("token" = []), ("session" = [])),
    params(("recording_id" = String, Path, format = Uuid), PeaksQuery),
    responses((status = 200, description = "The waveform", body = PeaksBody),
        (status = 404, description = "Not there, not for this listener, or not prepared yet", body = ErrorBody),
        (status = 415, description = "The recording cannot be decoded", body = ErrorBody),
        (status = 422, description = "There is no such zoom", body = ErrorBody)))]
pub async fn peaks(
    required: Require<HearCalls>,
    app: web::Data<App>,
    recording_id: web::Path<RecordingId>,
    query: web::Query<PeaksQuery>,
) -> Result<web::Json<PeaksBody>, ApiError> {
    let (zoom_ms, from_ms) = (query.zoom_ms.unwrap_or(ZOOM_DEFAULT), query.from_ms.unwrap_or(0));
    let peaks = app.shelf.peaks(required.scope, recording_id.into_inner()).await?;
    let channels =
        peaks.numbers(zoom_ms, from_ms..query.to_ms.unwrap_or(u64::MAX)).ok_or_else(no_such_zoom)?;
    let from_ms = from_ms - from_ms % u64::from(zoom_ms);
    Ok(web::Json(PeaksBody { zoom_ms, from_ms, channels }))
}

/// What the waveform of a recording tells, before any transcript.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Signals)]
pub struct SignalsBody {
    /// Nobody is heard for two seconds or longer.
    silence: Vec<SpanBody>,
    /// Both lanes are heard at once for 400 ms or longer.
    overtalk: Vec<SpanBody>,
    /// Where the agent, else anybody, begins to speak; ringing does not count.
    first_sound_ms: Option<u64>,
}

/// A stretch of a recording.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Span)]
pub struct SpanBody {
    /// Where it begins in the recording.
    start_ms: u64,
    /// Where it ends.
    end_ms: u64,
}

impl From<Signals> for SignalsBody {
    fn from(signals: Signals) -> Self {
        let bodies = |spans: Vec<Span>| spans.into_iter().map(SpanBody::from).collect();
        Self {
            silence: bodies(signals.silence),
            overtalk: bodies(signals.overtalk),
            first_sound_ms: signals.first_sound_ms,
        }
    }
}

impl From<Span> for SpanBody {
    fn from(span: Span) -> Self {
        Self { start_ms: span.start_ms, end_ms: span.end_ms }
    }
}

/// Where nobody is heard in a recording, where two are at once, where the agent begins.
///
/// Needs `hear_calls`.
#[utoipa::path(get, path = "/api/v1/recordings/{recording_id}/signals", operation_id = "show_signals", tag = "recordings",
    security(("token" = []), ("session" = [])),
    params(("recording_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "What the waveform tells", body = SignalsBody),
        (status = 404, description = "Not there, not for this listener, or not prepared yet", body = ErrorBody),
        (status = 415, description = "The recording cannot be decoded", body = ErrorBody)))]
pub async fn signals(
    required: Require<HearCalls>,
    app: web::Data<App>,
    recording_id: web::Path<RecordingId>,
) -> Result<web::Json<SignalsBody>, ApiError> {
    Ok(web::Json(app.shelf.signals(required.scope, recording_id.into_inner()).await?.into()))
}
