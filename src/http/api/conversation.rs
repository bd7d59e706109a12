//! What agent and inspector say to each other about an evaluation: replies to notes, whether it helped.

use super::evaluation_body::EvaluationBody;
use super::page::{NamedBody, PageBody, window};
use crate::access::By;
use crate::db::feedback_rating::FeedbackRating;
use crate::http::App;
use crate::http::auth::{AnswerFeedback, ReadEvaluations, Require, RequireAny, ReviewAppeals, ScoreCalls};
use crate::http::errors::{ApiError, ErrorBody, request_id};
use crate::ids::{EvaluationId, NoteId, NoteReplyId};
use crate::review::{self, ReplyLine, TalkLine};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A reply to a note.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoteReply)]
pub struct NoteReplyBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: NoteReplyId,
    /// The note.
    #[schema(value_type = String, format = Uuid)]
    note_id: NoteId,
    /// Who says it.
    person: NamedBody,
    /// What.
    text: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
}

/// A reply to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewNoteReply)]
#[serde(deny_unknown_fields)]
pub struct NewReplyBody {
    /// What is said.
    text: String,
}

/// Whether feedback helped.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FeedbackRating)]
#[serde(deny_unknown_fields)]
pub struct RatingBody {
    /// Whether it did.
    is_helpful: bool,
    /// In words; may be missing.
    words: Option<String>,
}

/// What agents said of the caller's feedback. It names nobody.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FeedbackRatings)]
pub struct RatingsBody {
    /// How often it was rated.
    rated: i64,
    /// How often it helped.
    helpful: i64,
    /// What was said in words, the youngest first.
    words: PageBody<RatingWordsBody>,
}

/// What one agent said.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FeedbackRatingWords)]
pub struct RatingWordsBody {
    /// Whether it helped.
    is_helpful: bool,
    /// The words.
    words: String,
}

/// The talk of a leader with the agent before an evaluation is out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReleaseTalk)]
pub struct TalkBody {
    /// Until when; then it is out without a talk.
    #[schema(value_type = String, format = DateTime)]
    due_at: Instant,
    /// When it was out.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Instant>,
    /// Who talked; none: nobody yet, or nobody in time.
    by: Option<NamedBody>,
    /// What was said.
    note: Option<String>,
}

/// What was said in a talk.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewTalk)]
#[serde(deny_unknown_fields)]
pub struct NewTalkBody {
    /// In words.
    note: String,
}

impl From<TalkLine> for TalkBody {
    fn from(line: TalkLine) -> Self {
        Self {
            due_at: line.talk.due_at,
            closed_at: line.talk.closed_at,
            by: line.by.map(NamedBody::from),
            note: line.talk.note,
        }
    }
}

/// Logs the talk with the agent about an evaluation that is released through the team leader: it is out from
/// now on.
///
/// Needs `review_appeals`.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/talk", operation_id = "log_talk",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)), request_body = NewTalkBody,
    responses((status = 200, description = "It is out", body = EvaluationBody),
        (status = 404, description = "Nothing of this leader's waits there", body = ErrorBody),
        (status = 422, description = "There are no words, or too many", body = ErrorBody)))]
pub async fn talk(
    required: Require<ReviewAppeals>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<NewTalkBody>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let (id, zone) = (evaluation_id.into_inner(), &app.intake.zone);
    let (note, request_id) = (body.into_inner().note, request_id(&request));
    let view = review::log_talk(&app.db, zone, &required.who, id, note, request_id).await?;
    Ok(web::Json(EvaluationBody::seen_by(&required.who, view)))
}

impl From<ReplyLine> for NoteReplyBody {
    fn from(line: ReplyLine) -> Self {
        Self {
            id: line.reply.id,
            note_id: line.reply.note_id,
            person: line.person.into(),
            text: line.reply.text,
            at: line.reply.at,
        }
    }
}

impl From<FeedbackRating> for RatingBody {
    fn from(rating: FeedbackRating) -> Self {
        Self { is_helpful: rating.is_helpful, words: rating.words }
    }
}

/// Replies to a note of an evaluation that is out: the agent whom it is about, or the inspector who made
/// it.
///
/// Needs `answer_feedback` or `score_calls`. The other of the two is told.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/notes/{note_id}/replies",
    operation_id = "reply_to_note", tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid), ("note_id" = String, Path, format = Uuid)),
    request_body = NewReplyBody,
    responses((status = 201, description = "The evaluation, with the reply", body = EvaluationBody),
        (status = 403, description = "The caller is neither of the two", body = ErrorBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 409, description = "It is not out, or has as many replies as it can", body = ErrorBody),
        (status = 422, description = "There are no words, or too many", body = ErrorBody)))]
pub async fn reply(
    caller: RequireAny<ReadEvaluations>,
    app: web::Data<App>,
    request: HttpRequest,
    ids: web::Path<(EvaluationId, NoteId)>,
    body: web::Json<NewReplyBody>,
) -> Result<HttpResponse, ApiError> {
    let (id, note_id) = ids.into_inner();
    let by = By { actor: caller.who.actor(), request_id: request_id(&request) };
    let view = review::reply_to_note(&app.db, &caller.who, by, id, note_id, body.into_inner().text).await?;
    Ok(HttpResponse::Created().json(EvaluationBody::seen_by(&caller.who, view)))
}

/// Says whether the feedback on one's own call helped.
///
/// Needs `answer_feedback`. The inspector who scored sees how many found it helpful, and the words, without
/// a name; nobody else does.
#[utoipa::path(put, path = "/api/v1/evaluations/{evaluation_id}/rating", operation_id = "rate_feedback",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)), request_body = RatingBody,
    responses((status = 200, description = "Noted", body = EvaluationBody),
        (status = 404, description = "Not there, not out, or not about this agent", body = ErrorBody),
        (status = 422, description = "There are too many words", body = ErrorBody)))]
pub async fn rate(
    required: Require<AnswerFeedback>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<RatingBody>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let RatingBody { is_helpful, words } = body.into_inner();
    let id = evaluation_id.into_inner();
    let view = review::rate_feedback(&app.db, &required.who, id, is_helpful, words).await?;
    Ok(web::Json(EvaluationBody::seen_by(&required.who, view)))
}

/// Which page is wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct RatingsQuery {
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// What agents said of the caller's feedback.
///
/// Needs `score_calls`.
#[utoipa::path(get, path = "/api/v1/feedback-ratings", operation_id = "list_feedback_ratings",
    tag = "evaluations", security(("token" = []), ("session" = [])), params(RatingsQuery),
    responses((status = 200, description = "How often it helped, and the words", body = RatingsBody)))]
pub async fn ratings(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    query: web::Query<RatingsQuery>,
) -> Result<web::Json<RatingsBody>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let ratings = review::own_ratings(&app.db, &required.who, window).await?;
    let words = |rating: FeedbackRating| RatingWordsBody {
        is_helpful: rating.is_helpful,
        words: rating.words.unwrap_or_default(),
    };
    Ok(web::Json(RatingsBody {
        rated: ratings.rated,
        helpful: ratings.helpful,
        words: PageBody::of(ratings.words, words),
    }))
}
