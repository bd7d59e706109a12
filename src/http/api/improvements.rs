//! Improvement tickets: process faults that were found while scoring.

use super::card_body::{WordingBody, words_of};
use super::page::{NamedBody, PageBody, window};
use crate::access::By;
use crate::db::improvement::{ImprovementState, ProcessFault};
use crate::http::App;
use crate::http::auth::{RequireAny, SeeImprovements};
use crate::http::errors::{ApiError, ErrorBody, RequestError, request_id};
use crate::ids::{EvaluationId, ImprovementId, PersonId, ScorecardId};
use crate::review::{self, FindingLine, ImprovementChange, ImprovementLine, ImprovementList};
use crate::time::Instant;
use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A process fault that is to be put right.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Improvement)]
pub struct ImprovementBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ImprovementId,
    /// The card of the item.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// The title of the card, as last published.
    scorecard_title: WordingBody,
    /// The key of the item at which it shows.
    question: String,
    /// The title of the item.
    title: WordingBody,
    /// What is at fault: `rule`, `script` or `system`.
    fault: &'static str,
    /// The project of the calls.
    project: Option<NamedBody>,
    /// `open`, `in_hand`, `done` or `declined`.
    state: &'static str,
    /// Who puts it right.
    owner: Option<NamedBody>,
    /// Until which day of the workspace.
    #[schema(format = Date)]
    due_date: Option<String>,
    /// What is said to those who found it.
    reply: Option<String>,
    /// In how many evaluations it was found.
    findings: i64,
    /// When it was first found.
    #[schema(value_type = String, format = DateTime)]
    opened_at: Instant,
    /// When it was last changed, or found again.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Instant,
    /// When it was closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Instant>,
    /// Whether the reader may change it.
    is_changeable: bool,
}

/// A ticket and where it was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImprovementDetail)]
pub struct DetailBody {
    /// The ticket.
    improvement: ImprovementBody,
    /// Where it was found, the last first; 100 at most.
    findings: Vec<FindingBody>,
}

/// An evaluation in which it was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImprovementFinding)]
pub struct FindingBody {
    /// The evaluation.
    #[schema(value_type = String, format = Uuid)]
    evaluation_id: EvaluationId,
    /// Who found it.
    found_by: NamedBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    found_at: Instant,
    /// When the call began.
    #[schema(value_type = Option<String>, format = DateTime)]
    call_started_at: Option<Instant>,
    /// What they wrote to it.
    comment: Option<String>,
}

/// People who may be asked to put something right.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImprovementOwners)]
pub struct OwnersBody {
    /// By name.
    items: Vec<NamedBody>,
}

/// Which tickets are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ImprovementsQuery {
    /// `all` (needs `manage_improvements`), `found` (by the caller) or `owned` (by the caller).
    view: String,
    /// Whether closed ones are, instead of those that are not.
    #[serde(default)]
    closed: bool,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// What becomes of a ticket.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ImprovementChange)]
#[serde(deny_unknown_fields)]
pub struct ChangeBody {
    /// `open`, `in_hand`, `done` or `declined`, which needs a reply.
    state: String,
    /// Who puts it right; owners do not change it.
    #[schema(value_type = Option<String>, format = Uuid)]
    owner_id: Option<PersonId>,
    /// Until which day; owners do not change it.
    #[schema(format = Date)]
    due_date: Option<String>,
    /// What is said to those who found it.
    reply: Option<String>,
}

impl From<ImprovementLine> for ImprovementBody {
    fn from(line: ImprovementLine) -> Self {
        let one = line.improvement;
        Self {
            id: one.id,
            scorecard_id: one.scorecard_id,
            scorecard_title: words_of(&line.card),
            question: one.question,
            title: words_of(&line.title),
            fault: ProcessFault::as_str(one.fault),
            project: line.project.map(NamedBody::from),
            state: one.state.as_str(),
            owner: line.owner.map(NamedBody::from),
            due_date: one.due_date,
            reply: one.reply,
            findings: line.findings,
            opened_at: one.opened_at,
            changed_at: one.changed_at,
            closed_at: one.closed_at,
            is_changeable: line.is_changeable,
        }
    }
}

impl From<FindingLine> for FindingBody {
    fn from(line: FindingLine) -> Self {
        Self {
            evaluation_id: line.evaluation_id,
            found_by: line.found_by.into(),
            found_at: line.found_at,
            call_started_at: line.call_started_at,
            comment: line.comment,
        }
    }
}

/// Improvement tickets, what was changed last first.
///
/// `all` needs `manage_improvements`; what one found needs `score_calls`; what one owns, to be somebody.
#[utoipa::path(get, path = "/api/v1/improvements", operation_id = "list_improvements", tag = "evaluations",
    security(("token" = []), ("session" = [])), params(ImprovementsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<ImprovementBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn list(
    caller: RequireAny<SeeImprovements>,
    app: web::Data<App>,
    query: web::Query<ImprovementsQuery>,
) -> Result<web::Json<PageBody<ImprovementBody>>, ApiError> {
    let list = match query.view.as_str() {
        "all" => ImprovementList::All,
        "found" => ImprovementList::Found,
        "owned" => ImprovementList::Owned,
        _ => return Err(RequestError::BadQuery("view is all, found or owned".to_owned()).into()),
    };
    let states = ImprovementState::ALL.iter().copied().filter(|state| state.is_closed() == query.closed);
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = review::list_improvements(&app.db, &caller.who, list, states.collect(), window).await?;
    Ok(web::Json(PageBody::of(page, ImprovementBody::from)))
}

/// The people who may be asked to put something right.
///
/// For whoever sees tickets.
#[utoipa::path(get, path = "/api/v1/improvements/owners", operation_id = "list_improvement_owners",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The people", body = OwnersBody)))]
pub async fn owners(
    _caller: RequireAny<SeeImprovements>,
    app: web::Data<App>,
) -> Result<web::Json<OwnersBody>, ApiError> {
    let owners = review::improvement_owners(&app.db).await?;
    Ok(web::Json(OwnersBody { items: owners.into_iter().map(NamedBody::from).collect() }))
}

/// One ticket and where it was found.
///
/// For whoever looks after it, owns it or found it.
#[utoipa::path(get, path = "/api/v1/improvements/{improvement_id}", operation_id = "show_improvement",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("improvement_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The ticket", body = DetailBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn show(
    caller: RequireAny<SeeImprovements>,
    app: web::Data<App>,
    improvement_id: web::Path<ImprovementId>,
) -> Result<web::Json<DetailBody>, ApiError> {
    let (line, findings) =
        review::find_improvement(&app.db, &caller.who, improvement_id.into_inner()).await?;
    let findings = findings.into_iter().map(FindingBody::from).collect();
    Ok(web::Json(DetailBody { improvement: line.into(), findings }))
}

/// Says what becomes of a ticket. A reply and its end are told to those who found it.
///
/// For whoever looks after it; for its owner, as far as it is theirs to say.
#[utoipa::path(put, path = "/api/v1/improvements/{improvement_id}", operation_id = "change_improvement",
    tag = "evaluations", security(("token" = []), ("session" = [])),
    params(("improvement_id" = String, Path, format = Uuid)), request_body = ChangeBody,
    responses((status = 200, description = "The ticket", body = ImprovementBody),
        (status = 403, description = "It is not the caller's to change", body = ErrorBody),
        (status = 404, description = "Not there, or not for this reader; or no such person", body = ErrorBody),
        (status = 422, description = "No state, no day, or no reply", body = ErrorBody)))]
pub async fn change(
    caller: RequireAny<SeeImprovements>,
    app: web::Data<App>,
    request: HttpRequest,
    improvement_id: web::Path<ImprovementId>,
    body: web::Json<ChangeBody>,
) -> Result<web::Json<ImprovementBody>, ApiError> {
    let ChangeBody { state, owner_id, due_date, reply } = body.into_inner();
    let state = ImprovementState::parse(&state)
        .ok_or_else(|| RequestError::BadBody("state is not one of its words".to_owned()))?;
    let by = By { actor: caller.who.actor(), request_id: request_id(&request) };
    let change = ImprovementChange { state, owner_id, due_date, reply };
    let id = improvement_id.into_inner();
    Ok(web::Json(review::change_improvement(&app.db, &caller.who, by, id, change).await?.into()))
}
