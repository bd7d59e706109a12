//! Where in a call something is said.

use crate::db::recording::ChannelRole;
use crate::http::App;
use crate::http::auth::{ReadTranscripts, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CallId, RecordingId};
use crate::review::{self, CallHits, Hit, HitPage, HitPart, ReviewError};
use crate::search::Query;
use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The longest text that is looked for, in characters.
const TEXT_MOST: usize = 200;
/// The most hits of a page.
const HITS_MOST: usize = 500;

/// An utterance that has what is looked for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Hit)]
pub struct HitBody {
    /// Its recording.
    #[schema(value_type = String, format = Uuid)]
    recording_id: RecordingId,
    /// Its number in the transcript of that, counted from 0.
    number: i32,
    /// `agent`, `customer` or `other`; none where nobody knows.
    role: Option<&'static str>,
    /// Where it begins on the call's timeline.
    start_ms: i64,
    /// Where it ends.
    end_ms: i64,
    /// Its words in pieces, those that were looked for marked.
    parts: Vec<HitPartBody>,
}

/// A piece of what was said.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HitPart)]
pub struct HitPartBody {
    /// The words.
    text: String,
    /// Whether this is what was looked for.
    is_match: bool,
    /// Whether the engine is so unsure of it that it should be listened to.
    is_doubtful: bool,
}

/// The hits of a call of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CallHits)]
pub struct CallHitsBody {
    /// The first few, as they are heard.
    items: Vec<HitBody>,
    /// How many there are, counted to 99.
    total: usize,
    /// Whether that is all of them.
    total_is_exact: bool,
}

/// A part of the hits of one call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HitPage)]
pub struct HitPageBody {
    /// The hits, as they are heard.
    items: Vec<HitBody>,
    /// How many there are in all.
    total: usize,
    /// What to ask for next, as `from`; none at the end.
    next: Option<usize>,
}

impl From<Hit> for HitBody {
    fn from(hit: Hit) -> Self {
        Self {
            recording_id: hit.recording_id,
            number: hit.number,
            role: hit.role.map(ChannelRole::as_str),
            start_ms: hit.start_ms,
            end_ms: hit.end_ms,
            parts: hit.parts.into_iter().map(HitPartBody::from).collect(),
        }
    }
}

impl From<HitPart> for HitPartBody {
    fn from(part: HitPart) -> Self {
        Self { text: part.text, is_match: part.is_match, is_doubtful: part.is_doubtful }
    }
}

impl From<CallHits> for CallHitsBody {
    fn from(hits: CallHits) -> Self {
        Self {
            items: hits.first.into_iter().map(HitBody::from).collect(),
            total: hits.total,
            total_is_exact: hits.total_is_exact,
        }
    }
}

impl From<HitPage> for HitPageBody {
    fn from(page: HitPage) -> Self {
        Self {
            items: page.items.into_iter().map(HitBody::from).collect(),
            total: page.total,
            next: page.next,
        }
    }
}

/// What is looked for in a call.
#[derive(Debug, Deserialize, IntoParams)]
pub struct HitsQuery {
    /// The words, at most 200 characters: as in the list of calls. Here each utterance that has one of
    /// them counts.
    said: String,
    /// The place of the first hit that is wanted, counted from 0.
    from: Option<usize>,
    /// How many, at most 500.
    limit: Option<usize>,
}

/// Where in a call something is said, as it is heard.
///
/// Needs `read_transcripts`.
#[utoipa::path(get, path = "/api/v1/calls/{call_id}/hits", operation_id = "find_in_call", tag = "calls",
    security(("token" = []), ("session" = [])),
    params(("call_id" = String, Path, format = Uuid), HitsQuery),
    responses((status = 200, description = "The hits", body = HitPageBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 422, description = "The words are not understood; the message names the place", body = ErrorBody)))]
pub async fn list(
    required: Require<ReadTranscripts>,
    app: web::Data<App>,
    call_id: web::Path<CallId>,
    query: web::Query<HitsQuery>,
) -> Result<web::Json<HitPageBody>, ApiError> {
    if query.said.chars().count() > TEXT_MOST {
        return Err(RequestError::BadQuery(format!("said has at most {TEXT_MOST} characters")).into());
    }
    let said = Query::parse(&query.said).map_err(ReviewError::from)?;
    let limit = query.limit.unwrap_or(HITS_MOST).clamp(1, HITS_MOST);
    let from = query.from.unwrap_or(0);
    let page = review::find_in_call(&app.db, required.scope, call_id.into_inner(), said, from, limit).await?;
    Ok(web::Json(page.into()))
}
