//! Corrections of transcripts: made, seen beside what they replaced, taken back.

use crate::access::{Permission, Who};
use crate::db::Scope;
use crate::db::recording::ChannelRole;
use crate::http::App;
use crate::http::api::page::{NamedBody, PageBody, window};
use crate::http::auth::{HearOriginals, Require, ScoreCalls};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CorrectionId, RecordingId};
use crate::recorder::listening::Fetched;
use crate::time::Instant;
use crate::transcription::corrections::{self, CorrectionLine, NewCorrection, Wanted};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A correction of an utterance.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Correction)]
pub struct CorrectionBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: CorrectionId,
    /// The number of the utterance that it lies on; none: it is taken back, or does not fit the transcript
    /// of now.
    number: Option<i32>,
    /// The channel of the utterance, counted from 0.
    channel: i32,
    /// Where the utterance was heard in the recording.
    start_ms: i64,
    /// To where.
    end_ms: i64,
    /// The words that stood there.
    before: String,
    /// The words in their place; none: they are not changed.
    text: Option<String>,
    /// `agent`, `customer` or `other`; none: that is not changed.
    speaker: Option<&'static str>,
    /// Where it really begins; none: that is not changed.
    new_start_ms: Option<i64>,
    /// Where it really ends.
    new_end_ms: Option<i64>,
    /// Who made it; none: the command line.
    made_by: Option<NamedBody>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    made_at: Instant,
    /// Who took it back.
    undone_by: Option<NamedBody>,
    /// When it was taken back; none: it holds.
    #[schema(value_type = Option<String>, format = DateTime)]
    undone_at: Option<Instant>,
}

impl From<CorrectionLine> for CorrectionBody {
    fn from(line: CorrectionLine) -> Self {
        let correction = line.correction;
        Self {
            id: correction.id,
            number: line.number,
            channel: correction.channel,
            start_ms: correction.start_ms,
            end_ms: correction.end_ms,
            before: correction.before,
            text: correction.text,
            speaker: correction.speaker.map(ChannelRole::as_str),
            new_start_ms: correction.new_start_ms,
            new_end_ms: correction.new_end_ms,
            made_by: line.made_by.map(NamedBody::from),
            made_at: correction.made_at,
            undone_by: line.undone_by.map(NamedBody::from),
            undone_at: correction.undone_at,
        }
    }
}

/// Which corrections.
#[derive(Debug, Deserialize, IntoParams)]
pub struct CorrectionsQuery {
    /// Where the page begins, as the page before said.
    cursor: Option<String>,
    /// How many, at most 200.
    limit: Option<i64>,
    /// Only those that hold and lie on the utterance of this number.
    number: Option<i32>,
    /// `true`: only those that hold and do not fit the transcript of now.
    misfits: Option<bool>,
}

impl CorrectionsQuery {
    fn wanted(&self) -> Result<Wanted, RequestError> {
        match (self.number, self.misfits.unwrap_or(false)) {
            (None, false) => Ok(Wanted::All),
            (Some(number), false) => Ok(Wanted::On(number)),
            (None, true) => Ok(Wanted::Misfits),
            (Some(_), true) => Err(RequestError::BadQuery("give number or misfits".to_owned())),
        }
    }
}

/// What is to be corrected of an utterance. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewCorrection)]
pub struct NewCorrectionBody {
    /// The number of the utterance.
    number: i32,
    /// The words that stand there now, with nothing hidden; needed with `text`.
    before: Option<String>,
    /// The words, at most 4,000 characters.
    text: Option<String>,
    /// `agent`, `customer` or `other`.
    speaker: Option<String>,
    /// Where it begins in the recording; with its end, or not at all.
    start_ms: Option<i64>,
    /// Where it ends.
    end_ms: Option<i64>,
}

impl NewCorrectionBody {
    fn read(self) -> Result<NewCorrection, RequestError> {
        let times = match (self.start_ms, self.end_ms) {
            (Some(start), Some(end)) => Some((start, end)),
            (None, None) => None,
            _ => return Err(RequestError::BadBody("give start_ms and end_ms, or neither".to_owned())),
        };
        let role = |word: &str| {
            let known = ChannelRole::parse(word).filter(|role| *role != ChannelRole::Mixed);
            known.ok_or_else(|| RequestError::BadBody("speaker is agent, customer or other".to_owned()))
        };
        let speaker = self.speaker.as_deref().map(role).transpose()?;
        Ok(NewCorrection { number: self.number, before: self.before, text: self.text, speaker, times })
    }
}

/// Which speakers are to be exchanged.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SpeakerExchange)]
pub struct SpeakerExchangeBody {
    /// Those of this channel, counted from 0.
    channel: i32,
}

/// In how many utterances something changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SpeakersExchanged)]
pub struct SpeakersExchangedBody {
    /// How many.
    utterances: usize,
}

/// The corrections of a recording, the youngest first, with the words that stood there; those taken back
/// and those that do not fit the transcript of now, too, unless fewer are asked for.
///
/// Needs `hear_originals`: nothing is hidden in them. Where something is hidden of the recording, whoever reads
/// them stands in the audit trail as reading an original.
#[utoipa::path(get, path = "/api/v1/recordings/{recording_id}/corrections", operation_id = "list_corrections",
    tag = "recordings", security(("token" = []), ("session" = [])),
    params(("recording_id" = String, Path, format = Uuid), CorrectionsQuery),
    responses((status = 200, description = "Its corrections", body = PageBody<CorrectionBody>),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 422, description = "The cursor is none of ours, or the query asks for both", body = ErrorBody)))]
pub async fn list(
    required: Require<HearOriginals>,
    app: web::Data<App>,
    request: HttpRequest,
    recording_id: web::Path<RecordingId>,
    query: web::Query<CorrectionsQuery>,
) -> Result<web::Json<PageBody<CorrectionBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let wanted = query.wanted()?;
    let (by, by_token, id) = (required.by(&request), required.by_token, recording_id.into_inner());
    let page = corrections::list(&app.db, required.scope.clone(), id, wanted, window).await?;
    if !page.items.is_empty()
        && let Some(call_id) = app.shelf.if_hidden(required.scope, id).await?
    {
        let about = (call_id, id, Fetched::OriginalWords);
        app.played.note(&app.db, by, by_token, about, &app.intake.zone).await?;
    }
    Ok(web::Json(PageBody::of(page, CorrectionBody::from)))
}

/// Corrects an utterance: its words, who says it, when. The transcript that the engine made stays; what
/// everybody reads and hears follows, with what is to be hidden of the new words hidden.
///
/// Needs `score_calls` and `hear_originals` for the call.
#[utoipa::path(post, path = "/api/v1/recordings/{recording_id}/corrections", operation_id = "correct_transcript",
    tag = "recordings", security(("token" = []), ("session" = [])),
    params(("recording_id" = String, Path, format = Uuid)), request_body = NewCorrectionBody,
    responses((status = 204, description = "It is corrected"),
        (status = 404, description = "There is no such recording or utterance for this caller", body = ErrorBody),
        (status = 409, description = "Other words stand there now, or none yet", body = ErrorBody),
        (status = 422, description = "The text, the speaker or the times cannot be", body = ErrorBody)))]
pub async fn correct(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    recording_id: web::Path<RecordingId>,
    body: web::Json<NewCorrectionBody>,
) -> Result<HttpResponse, ApiError> {
    let (by, new) = (required.by(&request), body.into_inner().read()?);
    let scope = scope(&required.who, required.scope)?;
    corrections::correct(&app.db, by, scope, recording_id.into_inner(), new).await?;
    (app.job_entered)();
    Ok(HttpResponse::NoContent().finish())
}

/// Says that agent and customer are the other way round, in every utterance of a channel in which one of
/// them is known to speak; a second time takes that back. (Where each has a channel of their own, see `sides`.)
///
/// Needs `score_calls` and `hear_originals` for the call.
#[utoipa::path(post, path = "/api/v1/recordings/{recording_id}/corrections/speakers",
    operation_id = "exchange_speakers", tag = "recordings", security(("token" = []), ("session" = [])),
    params(("recording_id" = String, Path, format = Uuid)), request_body = SpeakerExchangeBody,
    responses((status = 200, description = "In how many utterances", body = SpeakersExchangedBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It is not transcribed yet", body = ErrorBody)))]
pub async fn exchange_speakers(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    recording_id: web::Path<RecordingId>,
    body: web::Json<SpeakerExchangeBody>,
) -> Result<web::Json<SpeakersExchangedBody>, ApiError> {
    let by = required.by(&request);
    let scope = scope(&required.who, required.scope)?;
    let utterances =
        corrections::exchange_speakers(&app.db, by, scope, recording_id.into_inner(), body.channel).await?;
    Ok(web::Json(SpeakersExchangedBody { utterances }))
}

/// Takes a correction back; what everybody reads and hears follows.
///
/// Needs `score_calls` and `hear_originals` for the call.
#[utoipa::path(delete, path = "/api/v1/recordings/{recording_id}/corrections/{correction_id}",
    operation_id = "undo_correction", tag = "recordings", security(("token" = []), ("session" = [])),
    params(("recording_id" = String, Path, format = Uuid), ("correction_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "It is taken back"),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "A later correction builds upon it", body = ErrorBody)))]
pub async fn undo(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    ids: web::Path<(RecordingId, CorrectionId)>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let scope = scope(&required.who, required.scope)?;
    let (recording_id, correction_id) = ids.into_inner();
    corrections::undo(&app.db, by, scope, recording_id, correction_id).await?;
    (app.job_entered)();
    Ok(HttpResponse::NoContent().finish())
}

/// Where whoever corrects also reads what is hidden: no one corrects what they cannot read. The roles that
/// score hear originals wherever they score.
fn scope(who: &Who, scores: Scope) -> Result<Scope, ApiError> {
    who.scope(Permission::HearOriginals).ok_or(crate::access::AccessError::NotPermitted)?;
    Ok(scores)
}
