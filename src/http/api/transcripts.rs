//! The words of a recording.

use crate::access::{AccessError, By, Permission, Who};
use crate::db::Scope;
use crate::db::recording::ChannelRole;
use crate::db::spoken_words::{SpokenWord, SpokenWords};
use crate::db::transcript_quality::TranscriptQuality;
use crate::db::wording::Wording;
use crate::db::wordless_speech::WordlessSpeech;
use crate::http::App;
use crate::http::auth::{AskForWords, ReadTranscripts, Require, RequireAny};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use crate::ids::{RecordingId, TranscriptId};
use crate::recorder::listening::Fetched;
use crate::recorder::{Progress, TranscriptPage};
use crate::time::Instant;
use crate::transcription::doubt;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};

/// The most utterances a page holds.
const UTTERANCES_MOST: i64 = 200;

/// Which part of a transcript is wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct TranscriptQuery {
    /// The number of the first utterance.
    from: Option<i32>,
    /// How many, at most 200.
    limit: Option<i64>,
}

impl TranscriptQuery {
    /// The number of the first utterance, and how many.
    pub(super) fn window(&self) -> (i32, i64) {
        let limit = self.limit.unwrap_or(UTTERANCES_MOST).clamp(1, UTTERANCES_MOST);
        (self.from.unwrap_or(0).max(0), limit)
    }
}

/// A page of the current transcript of a recording.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Transcript)]
pub struct TranscriptBody {
    /// `waiting`, `not_asked`, `running`, `ready`, `stopped` (by a person; it is made once somebody asks) or
    /// `failed`.
    state: &'static str,
    /// Why it failed, or why transcribing it again did, in the words of the server.
    failure: Option<String>,
    /// The stable code of that, where it is known.
    failure_code: Option<String>,
    /// `waiting`, `running` or `failed`: how far it is with being transcribed once more; none: it is not.
    again: Option<&'static str>,
    /// Which version this is; none before the first is ready.
    version: Option<VersionBody>,
    /// The utterances from the number that was asked for, in order.
    items: Vec<UtteranceBody>,
    /// Where somebody speaks, from the first of these utterances (or from the beginning) to the first of the next
    /// page, and nothing that was heard could be believed; in transcripts of earlier versions nowhere.
    wordless: Vec<WordlessBody>,
    /// What to ask for next, as `from`; none at the end.
    next: Option<i32>,
    /// How far all of the words can be trusted; none where that is not known.
    quality: Option<QualityBody>,
    /// How many corrections do not fit this version; they are kept.
    misfits: usize,
    /// Whether nothing is hidden in it that is hidden from others.
    is_original: bool,
}

/// How far the words of a recording can be trusted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TranscriptQuality)]
pub struct QualityBody {
    /// How many words there are, in Chinese characters, with corrections laid over what was heard.
    words: i32,
    /// How many of them are doubtful.
    doubtful: i32,
    /// How many windows of speech were heard; 0: not known.
    windows: i32,
    /// How many of them were given up: what was said there is missing.
    discarded: i32,
    /// Whether the transcript is poor: nobody should go by its words without listening, and nothing that
    /// works by itself uses them.
    is_poor: bool,
}

impl From<TranscriptQuality> for QualityBody {
    fn from(quality: TranscriptQuality) -> Self {
        let TranscriptQuality { words, doubtful, windows, discarded, is_poor, .. } = quality;
        Self { words, doubtful, windows, discarded, is_poor }
    }
}

/// Which version of the words it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TranscriptVersion)]
pub struct VersionBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: TranscriptId,
    /// What heard it, such as `whisper.cpp`.
    engine: String,
    /// The model it heard with, such as `base`.
    model: String,
    /// ISO 639-1; none where nobody spoke.
    language: Option<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    /// Whether its speakers were guessed from the voices, because both sides are on one channel.
    speakers_guessed: bool,
    /// What was known beforehand of what is said when it was made, as the settings of its source and queue
    /// said it: `languages`, `chinese`, `vocabulary`, `engine`; what is missing was as usual.
    #[schema(value_type = Object)]
    settings: Map<String, Value>,
}

/// What was said in one go.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Utterance)]
pub struct UtteranceBody {
    /// Its number in this version, counted from 0.
    number: i32,
    /// The channel it is heard on, counted from 0.
    channel: i32,
    /// Where it begins in the recording.
    start_ms: i64,
    /// Where it ends.
    end_ms: i64,
    /// `agent`, `customer` or `other`; none where nobody knows.
    role: Option<&'static str>,
    /// What was said. A mark such as `⟦card⟧` stands where something is hidden.
    text: String,
    /// How sure the engine is, from 0 to 1.
    confidence: f64,
    /// Whether somebody corrected it.
    corrected: bool,
    /// Its words in their order: put together, their texts are `text`. Empty where single words are not
    /// known: in text that somebody corrected, and in transcripts of earlier versions.
    words: Vec<SpokenWordBody>,
}

/// A stretch in which somebody speaks and of which no word is known.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WordlessSpeech)]
pub struct WordlessBody {
    /// The channel it is heard on, counted from 0.
    channel: i32,
    /// Where it begins in the recording.
    start_ms: i64,
    /// Where it ends.
    end_ms: i64,
}

impl From<WordlessSpeech> for WordlessBody {
    fn from(WordlessSpeech { channel, start_ms, end_ms }: WordlessSpeech) -> Self {
        Self { channel, start_ms, end_ms }
    }
}

/// A word of an utterance, in Chinese a character.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SpokenWord)]
pub struct SpokenWordBody {
    /// The word with the space before it and the punctuation behind it; or the mark of something hidden.
    text: String,
    /// Where it begins in the recording, to a few tenths of a second.
    start_ms: i64,
    /// Where it ends.
    end_ms: i64,
    /// How sure the engine is of it, from 0 to 1; none for what was put there in the place of words.
    confidence: Option<f64>,
    /// Whether it is so unsure that it should be listened to.
    doubtful: bool,
}

impl SpokenWordBody {
    /// The words of an utterance, where they are known, on a timeline on which their recording begins there.
    pub(super) fn all_of(text: &str, words: Option<&SpokenWords>, offset_ms: i64) -> Vec<Self> {
        let parts = words.map(|words| words.parts(text)).unwrap_or_default();
        let at_offset = |word: SpokenWord| SpokenWord {
            start_ms: word.start_ms.saturating_add(offset_ms),
            end_ms: word.end_ms.saturating_add(offset_ms),
            ..word
        };
        parts.into_iter().map(|(text, word)| Self::of(text, at_offset(word))).collect()
    }

    fn of(text: &str, word: SpokenWord) -> Self {
        Self {
            text: text.to_owned(),
            start_ms: word.start_ms,
            end_ms: word.end_ms,
            confidence: word.percent.map(|percent| f64::from(percent) / 100.0),
            doubtful: doubt::is_doubtful(&word),
        }
    }
}

impl UtteranceBody {
    fn of(utterance: Wording, corrected: &BTreeSet<i32>) -> Self {
        Self {
            words: SpokenWordBody::all_of(&utterance.text, utterance.words.as_ref(), 0),
            role: utterance.role.map(ChannelRole::as_str),
            corrected: corrected.contains(&utterance.number),
            number: utterance.number,
            channel: utterance.channel,
            start_ms: utterance.start_ms,
            end_ms: utterance.end_ms,
            text: utterance.text,
            confidence: utterance.confidence,
        }
    }
}

impl From<TranscriptPage> for TranscriptBody {
    fn from(page: TranscriptPage) -> Self {
        let (state, failed) = worded(page.progress);
        let (again, again_failed) = page.again.map(worded).unzip();
        let failed = failed.or(again_failed.flatten());
        let (failure, failure_code) = failed.map_or((None, None), |(reason, code)| (Some(reason), code));
        let corrected = page.corrected;
        let items = page.utterances.into_iter().map(|one| UtteranceBody::of(one, &corrected));
        Self {
            state,
            failure,
            failure_code,
            again,
            misfits: page.misfits,
            version: page.transcript.map(|transcript| VersionBody {
                speakers_guessed: transcript.speakers_are_guessed(),
                id: transcript.id,
                engine: transcript.engine,
                model: transcript.model,
                language: transcript.language,
                created_at: transcript.created_at,
                settings: transcript.settings,
            }),
            items: items.collect(),
            wordless: page.wordless.into_iter().map(WordlessBody::from).collect(),
            is_original: page.is_original,
            quality: page.quality.map(QualityBody::from),
            next: page.next,
        }
    }
}

/// How far it is, and why it failed.
fn worded(progress: Progress) -> (&'static str, Option<(String, Option<String>)>) {
    let state = progress.as_str();
    match progress {
        Progress::Failed { code, reason } => (state, Some((reason, code))),
        _ => (state, None),
    }
}

/// Notes that somebody reads words of which nothing is hidden.
pub(super) async fn note_reading(
    app: &App,
    page: &TranscriptPage,
    (by, by_token): (By, bool),
    recording_id: RecordingId,
) -> Result<(), ApiError> {
    if page.is_original {
        let about = (page.call_id, recording_id, Fetched::OriginalWords);
        app.played.note(&app.db, by, by_token, about, &app.intake.zone).await?;
    }
    Ok(())
}

/// The words of a recording, with corrections. Where the source redacts, a mark such as `⟦card⟧` stands
/// in the place of card numbers and the like; until they are taken out, only whoever may hear originals
/// reads it, and that stands in the audit trail, once a day for each recording.
///
/// Needs `read_transcripts`.
#[utoipa::path(get, path = "/api/v1/recordings/{recording_id}/transcript",
    operation_id = "show_transcript", tag = "recordings",
    security(("token" = []), ("session" = [])),
    params(("recording_id" = String, Path, format = Uuid), TranscriptQuery),
    responses((status = 200, description = "The words, or how far they are", body = TranscriptBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 409, description = "Not redacted yet, and the caller may not hear originals", body = ErrorBody)))]
pub async fn transcript(
    required: Require<ReadTranscripts>,
    app: web::Data<App>,
    request: HttpRequest,
    recording_id: web::Path<RecordingId>,
    query: web::Query<TranscriptQuery>,
) -> Result<web::Json<TranscriptBody>, ApiError> {
    let (from, limit) = query.window();
    let (by, by_token) = (required.by(&request), required.by_token);
    let recording_id = recording_id.into_inner();
    let originals = required.who.scope(Permission::HearOriginals);
    let page = app.shelf.transcript(required.scope, originals, recording_id, from, limit).await?;
    note_reading(&app, &page, (by, by_token), recording_id).await?;
    Ok(web::Json(page.into()))
}

/// What is asked for.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = TranscriptWish)]
pub struct WishBody {
    /// Whether it is to be transcribed although there is a transcript. The words of now stay until the new
    /// ones are there, and corrections that fit those stay, too.
    #[serde(default)]
    again: bool,
}

impl WishBody {
    /// Nothing at all asks for the ordinary.
    fn read(body: &[u8]) -> Result<Self, RequestError> {
        if body.is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_slice(body).map_err(|error| RequestError::BadBody(error.to_string()))
    }
}

/// Has a recording transcribed that its source's policy leaves out, or before others that wait; with `again`,
/// once more. What was given up stays so until an administrator tries it again, or somebody asks for it again.
///
/// Needs `read_transcripts`; with `again`, `score_calls` or `manage_sources` for the call.
#[utoipa::path(post, path = "/api/v1/recordings/{recording_id}/transcript",
    operation_id = "ask_for_transcript", tag = "recordings",
    security(("token" = []), ("session" = [])),
    params(("recording_id" = String, Path, format = Uuid)), request_body = Option<WishBody>,
    responses((status = 204, description = "It is asked for, or was already"),
        (status = 404, description = "Not there, or not for this caller; with `again`, also: not prepared yet", body = ErrorBody),
        (status = 409, description = "With `again`: it is a leg, and heard through the recording made of both", body = ErrorBody),
        (status = 415, description = "With `again`: it could not be decoded", body = ErrorBody),
        (status = 422, description = "The body is not what it should be", body = ErrorBody)))]
pub async fn ask_for_transcript(
    caller: RequireAny<AskForWords>,
    app: web::Data<App>,
    request: HttpRequest,
    recording_id: web::Path<RecordingId>,
    body: web::Bytes,
) -> Result<HttpResponse, ApiError> {
    let by = By { actor: caller.who.actor(), request_id: request_id(&request) };
    let recording_id = recording_id.into_inner();
    if WishBody::read(&body)?.again {
        app.shelf.ask_again(by, may_ask_again(&caller.who)?, recording_id).await?;
    } else {
        let reads = caller.who.scope(Permission::ReadTranscripts).ok_or(AccessError::NotPermitted)?;
        app.shelf.ask_for_words(by, reads, recording_id).await?;
    }
    (app.job_entered)();
    Ok(HttpResponse::NoContent().finish())
}

/// The calls that a caller may have transcribed once more: those they score, those of sources they look after.
fn may_ask_again(who: &Who) -> Result<Scope, AccessError> {
    let scopes = [Permission::ScoreCalls, Permission::ManageSources].into_iter();
    scopes.filter_map(|permission| who.scope(permission)).reduce(Scope::or).ok_or(AccessError::NotPermitted)
}
