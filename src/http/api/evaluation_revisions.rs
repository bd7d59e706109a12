//! What an evaluation said before it was changed; one's own is revised.

use super::appeal_body::{ChoiceBody, ForeseenBody};
use super::appeals::OtherAnswersBody;
use super::desk_body::DispositionBody;
use super::evaluation_body::EvaluationBody;
use super::finding_body::FindingBody;
use super::page::NamedBody;
use super::response_body::{AnswerBody, GroundsBody, ScoreBody, answers_of};
use crate::db::evaluation::Disposition;
use crate::db::feedback::Answer;
use crate::http::App;
use crate::http::auth::{ReadEvaluations, Require, RequireAny, ScoreCalls};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{AppealId, EvaluationId};
use crate::review::{self, NewRevision, RevisionLine};
use crate::scoring::Change;
use crate::time::Instant;
use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The earlier revisions of an evaluation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Revisions)]
pub struct RevisionsBody {
    /// All of them, oldest first; the current one is the evaluation itself.
    items: Vec<RevisionBody>,
}

/// What an evaluation said before it was changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Revision)]
pub struct RevisionBody {
    /// Counted from 1.
    revision: i32,
    /// What was given to each question, by its key.
    answers: BTreeMap<String, AnswerBody>,
    /// What it came to.
    score: ScoreBody,
    /// When the next revision took its place.
    #[schema(value_type = String, format = DateTime)]
    replaced_at: Instant,
    /// The appeal that changed it.
    #[schema(value_type = Option<String>, format = Uuid)]
    appeal_id: Option<AppealId>,
    /// Why it was revised, where no appeal changed it.
    reason: Option<String>,
    /// By whom.
    revised_by: Option<NamedBody>,
    /// When the agent had opened it, where it was revised.
    #[schema(value_type = Option<String>, format = DateTime)]
    opened_at: Option<Instant>,
    /// Where the agent's answer stood then: `acknowledged`, `no_objection` or `lapsed`; none: not answered.
    answer: Option<&'static str>,
    /// What the agent had said to it.
    reply: Option<String>,
    /// What it said became of the sale; none: nothing.
    finding: Option<FindingBody>,
    /// What it said of the call's disposition; none: nothing.
    disposition: Option<DispositionBody>,
}

/// A revision to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewRevision)]
#[serde(deny_unknown_fields)]
pub struct NewRevisionBody {
    /// The revision that it is based on.
    revision: i32,
    /// Why: the agent reads it.
    reason: String,
    /// What is answered now, by the key of the item; missing: what was answered.
    #[serde(default)]
    changes: BTreeMap<String, RevisedBody>,
    /// What became of the sale, where it verifies one; missing: what was found.
    finding: Option<FindingBody>,
    /// What is said of the call's disposition; missing: what was said.
    disposition: Option<DispositionBody>,
}

/// What is answered to an item.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = RevisedItem)]
#[serde(deny_unknown_fields)]
pub struct RevisedBody {
    /// The answer; it may stay, with other grounds.
    choice: ChoiceBody,
    /// What is said of it; missing: where the answer is another one, the reason of the whole.
    comment: Option<String>,
    /// What stands behind it.
    #[serde(default)]
    grounds: GroundsBody,
}

impl NewRevisionBody {
    fn read(self) -> Result<NewRevision, RequestError> {
        let change = |(question, item): (String, RevisedBody)| {
            let RevisedBody { choice, comment, grounds } = item;
            (question, Change { choice: choice.read(), comment, grounds: grounds.into() })
        };
        let changes = self.changes.into_iter().map(change).collect();
        let finding = self.finding.map(FindingBody::read).transpose()?;
        let disposition = self.disposition.map(Disposition::from);
        Ok(NewRevision { revision: self.revision, reason: self.reason, changes, finding, disposition })
    }
}

impl From<RevisionLine> for RevisionBody {
    fn from(line: RevisionLine) -> Self {
        let revision = line.revision;
        Self {
            reason: revision.reason,
            revised_by: line.revised_by.map(NamedBody::from),
            opened_at: revision.feedback.opened_at,
            answer: revision.feedback.answer.map(Answer::as_str),
            reply: revision.feedback.reply,
            revision: revision.number,
            answers: answers_of(revision.responses),
            score: revision.score.into(),
            replaced_at: revision.replaced_at,
            appeal_id: revision.appeal_id,
            finding: revision.finding.map(FindingBody::from),
            disposition: revision.disposition.map(DispositionBody::from),
        }
    }
}

/// What an evaluation said before it was changed.
///
/// Needs `score_calls` for one's own, `view_results` for others'.
#[utoipa::path(get, path = "/api/v1/evaluations/{evaluation_id}/revisions", operation_id = "list_revisions", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(("evaluation_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "Its earlier revisions", body = RevisionsBody),
        (status = 404, description = "Not there, not out, or not for this reader", body = ErrorBody)))]
pub async fn list(
    caller: RequireAny<ReadEvaluations>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
) -> Result<web::Json<RevisionsBody>, ApiError> {
    let revisions = review::revisions_of(&app.db, &caller.who, evaluation_id.into_inner()).await?;
    Ok(web::Json(RevisionsBody { items: revisions.into_iter().map(RevisionBody::from).collect() }))
}

/// Revises one's own evaluation that is out. What it said before stays readable; the agent is told, and has the
/// time to answer anew.
///
/// Needs `score_calls`.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/revisions", operation_id = "revise_evaluation",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)), request_body = NewRevisionBody,
    responses((status = 200, description = "Revised", body = EvaluationBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It is not out, was changed meanwhile, or an appeal decides", body = ErrorBody),
        (status = 422, description = "No reason, no change, an answer does not fit, or has not behind it what its option asks for", body = ErrorBody)))]
pub async fn revise(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<NewRevisionBody>,
) -> Result<web::Json<EvaluationBody>, ApiError> {
    let (by, id, zone) = (required.by(&request), evaluation_id.into_inner(), &app.intake.zone);
    let new = body.into_inner().read()?;
    let view = review::revise(&app.db, zone, &required.who, by, id, new).await?;
    Ok(web::Json(view.into()))
}

/// What one's own evaluation would come to with other answers. Nothing is stored.
///
/// Needs `score_calls`.
#[utoipa::path(post, path = "/api/v1/evaluations/{evaluation_id}/revisions/preview",
    operation_id = "foresee_revision", tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("evaluation_id" = String, Path, format = Uuid)), request_body = OtherAnswersBody,
    responses((status = 200, description = "What it would come to", body = ForeseenBody),
        (status = 404, description = "Not there, or not one's own", body = ErrorBody),
        (status = 409, description = "It is not out, or an appeal decides", body = ErrorBody),
        (status = 422, description = "An answer does not fit its item", body = ErrorBody)))]
pub async fn foresee(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    evaluation_id: web::Path<EvaluationId>,
    body: web::Json<OtherAnswersBody>,
) -> Result<web::Json<ForeseenBody>, ApiError> {
    let (id, choices) = (evaluation_id.into_inner(), body.into_inner().read());
    Ok(web::Json(review::foresee_revision(&app.db, &required.who, id, choices).await?.into()))
}
