//! Cases: proposed, decided, written, put onto the shelf and away, listed.

use super::card_body::WordingBody;
use super::case_body::{CaseBody, CaseRowBody, PointBody, QuestionTextBody};
use super::page::{NamedBody, PageBody, window};
use crate::db::library_case::{AnswerTie, CaseFilter, CaseLevel, CaseSort, CaseState, Edition, ItemTie};
use crate::http::App;
use crate::http::auth::{EditLibraries, LearnFromCases, ProposeCases, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{CallId, CaseId, ClipId, LibraryId, QueueId, ScorecardId, StandardAnswerId};
use crate::library::{
    self, CaseChange, CaseList, CaseSource, Commentary, EditionLine, NewCase, Question, Verdict,
};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Some cases.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseRows)]
pub struct CaseRowsBody {
    /// The cases.
    items: Vec<CaseRowBody>,
}

/// Which cases are wanted; everything that is given must hold.
#[derive(Debug, Deserialize, IntoParams)]
pub struct CasesQuery {
    /// In this library.
    #[param(value_type = Option<String>, format = Uuid)]
    library_id: Option<LibraryId>,
    /// In this state: `proposed`, `draft`, `shelved`, `archived`, `declined` or `withdrawn`.
    state: Option<String>,
    /// They illustrate an item of this card.
    #[param(value_type = Option<String>, format = Uuid)]
    scorecard_id: Option<ScorecardId>,
    /// They illustrate the item of this key.
    item: Option<String>,
    /// `newcomer`, `regular` or `senior`.
    level: Option<String>,
    /// In this language: ISO 639-1.
    language: Option<String>,
    /// With this tag.
    tag: Option<String>,
    /// Beginnings of words of the teaching line, the commentary, the items, the tags.
    q: Option<String>,
    /// Of calls of this queue.
    #[param(value_type = Option<String>, format = Uuid)]
    queue_id: Option<QueueId>,
    /// `me`: what the caller proposed, and what became of it.
    proposed_by: Option<String>,
    /// `true`: those that the caller has not learned from.
    unlearned: Option<bool>,
    /// `-changed_at` (what was changed last is first; unless given) or `changed_at`.
    sort: Option<String>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// A case to be proposed.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewCase)]
#[serde(deny_unknown_fields)]
pub struct NewCaseBody {
    /// For which library.
    #[schema(value_type = String, format = Uuid)]
    library_id: LibraryId,
    /// The call that it is made of; or a clip.
    #[schema(value_type = Option<String>, format = Uuid)]
    call_id: Option<CallId>,
    /// The clip that it is made of; or a call.
    #[schema(value_type = Option<String>, format = Uuid)]
    clip_id: Option<ClipId>,
    /// What there is to learn, in one line; at most 200 characters.
    teaching_line: String,
    /// `newcomer`, `regular` (unless given) or `senior`.
    level: Option<String>,
    /// The language that is spoken; that of the transcript unless given.
    language: Option<String>,
}

/// What becomes of a proposal.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CaseDecision)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    /// Whether it is taken.
    accept: bool,
    /// Why not; whoever proposed it reads it.
    reason: Option<String>,
}

/// Why a case is archived.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CaseArchiving)]
#[serde(deny_unknown_fields)]
pub struct ArchiveBody {
    /// Why; at most 2,000 characters.
    reason: Option<String>,
}

/// An item that a case is to illustrate.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CaseItemTie)]
#[serde(deny_unknown_fields)]
pub struct ItemTieBody {
    /// The card.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// The key of the item.
    item: String,
}

/// A standard answer that a case is to illustrate.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CaseAnswerTie)]
#[serde(deny_unknown_fields)]
pub struct AnswerTieBody {
    /// The answer.
    #[schema(value_type = String, format = Uuid)]
    standard_answer_id: StandardAnswerId,
    /// The number of the wording.
    version: i32,
}

/// A case as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CaseChange)]
#[serde(deny_unknown_fields)]
pub struct CaseChangeBody {
    /// The number of the commentary that it is based on; 0: none was written.
    edition: i32,
    /// The library.
    #[schema(value_type = String, format = Uuid)]
    library_id: LibraryId,
    /// What there is to learn, in one line; at most 200 characters.
    teaching_line: String,
    /// Why it is good or bad, by language.
    #[serde(default)]
    why: WordingBody,
    /// `newcomer`, `regular` or `senior`.
    level: String,
    /// The language that is spoken.
    language: String,
    /// Whether learners do not see who is heard.
    hides_names: bool,
    /// The day on which somebody should look at it again.
    #[schema(format = Date)]
    review_on: Option<String>,
    /// The items that it illustrates, 20 at most.
    #[serde(default)]
    items: Vec<ItemTieBody>,
    /// The standard answers that it illustrates, 20 at most.
    #[serde(default)]
    answers: Vec<AnswerTieBody>,
    /// Its tags, 20 at most.
    #[serde(default)]
    tags: Vec<String>,
    /// Moments at which playback stops, 40 at most.
    #[serde(default)]
    points: Vec<PointBody>,
    /// Questions at the end, 3 at most.
    #[serde(default)]
    questions: Vec<QuestionTextBody>,
}

impl CaseChangeBody {
    fn read(self) -> Result<CaseChange, RequestError> {
        let bad_kind = || RequestError::BadBody("the kind of a point is strength or improve".to_owned());
        let points: Option<Vec<_>> = self.points.into_iter().map(PointBody::read).collect();
        let item = |tie: ItemTieBody| ItemTie { scorecard_id: tie.scorecard_id, question: tie.item };
        let answer = |tie: AnswerTieBody| AnswerTie {
            standard_answer_id: tie.standard_answer_id,
            version: tie.version,
        };
        Ok(CaseChange {
            edition: self.edition,
            library_id: self.library_id,
            level: level(&self.level)?,
            language: self.language,
            hides_names: self.hides_names,
            review_on: self.review_on,
            items: self.items.into_iter().map(item).collect(),
            answers: self.answers.into_iter().map(answer).collect(),
            tags: self.tags,
            commentary: Commentary {
                teaching_line: self.teaching_line,
                why: self.why,
                points: points.ok_or_else(bad_kind)?,
                questions: self.questions.into_iter().map(Question::from).collect(),
            },
        })
    }
}

pub(super) fn level(text: &str) -> Result<CaseLevel, RequestError> {
    CaseLevel::parse(text)
        .ok_or_else(|| RequestError::BadBody("level is newcomer, regular or senior".to_owned()))
}

impl CasesQuery {
    fn read(&self, who: &crate::access::Who) -> Result<(CaseList, CaseFilter, CaseSort), RequestError> {
        let bad = |what: &str| RequestError::BadQuery(what.to_owned());
        let state = self
            .state
            .as_deref()
            .map(|text| CaseState::parse(text).ok_or_else(|| bad("state is none of its words")));
        let level = self
            .level
            .as_deref()
            .map(|text| CaseLevel::parse(text).ok_or_else(|| bad("level is none of its words")));
        let sort = self
            .sort
            .as_deref()
            .map(|text| CaseSort::parse(text).ok_or_else(|| bad("sort is -changed_at or changed_at")));
        let list = match self.proposed_by.as_deref() {
            None => CaseList::Shelves,
            Some("me") => CaseList::Mine,
            Some(_) => return Err(bad("proposed_by is me")),
        };
        let filter = CaseFilter {
            library_id: self.library_id,
            states: state.transpose()?.into_iter().collect(),
            scorecard_id: self.scorecard_id,
            question: self.item.clone(),
            level: level.transpose()?,
            language: self.language.clone(),
            tag: self.tag.clone(),
            queue_id: self.queue_id,
            unlearned_by: who.person_id().filter(|_| self.unlearned == Some(true)),
            ..CaseFilter::default()
        };
        Ok((list, filter, sort.transpose()?.unwrap_or(CaseSort::LastChanged)))
    }
}

/// Cases: what is on the shelves for whoever learns; everything for whoever edits libraries; or, with
/// `proposed_by=me`, what became of one's own proposals.
///
/// Needs `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/cases", operation_id = "list_cases", tag = "learning",
    security(("token" = []), ("session" = [])), params(CasesQuery),
    responses((status = 200, description = "A page of them", body = PageBody<CaseRowBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn list(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    query: web::Query<CasesQuery>,
) -> Result<web::Json<PageBody<CaseRowBody>>, ApiError> {
    let (list, filter, sort) = query.read(&required.who)?;
    let window = window(query.cursor.as_deref(), query.limit)?;
    let asked = query.q.as_deref().unwrap_or_default();
    let page = library::list_cases(&app.db, &required.who, list, asked, filter, sort, window).await?;
    Ok(web::Json(PageBody::of(page, CaseRowBody::from)))
}

/// Proposes a call, or a clip of one, for a library. What whoever edits libraries proposes begins as a
/// draft; agents nominate calls of their own, as good ones.
///
/// Needs `propose_cases`.
#[utoipa::path(post, path = "/api/v1/cases", operation_id = "propose_case", tag = "learning",
    security(("token" = []), ("session" = [])), request_body = NewCaseBody,
    responses((status = 201, description = "The case", body = CaseBody),
        (status = 403, description = "Agents nominate good calls alone", body = ErrorBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "The library is closed, it was proposed already, or there is nothing to hear", body = ErrorBody),
        (status = 422, description = "No teaching line", body = ErrorBody)))]
pub async fn propose(
    required: Require<ProposeCases>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewCaseBody>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let body = body.into_inner();
    let source = match (body.call_id, body.clip_id) {
        (Some(id), None) => CaseSource::Call(id),
        (None, Some(id)) => CaseSource::Clip(id),
        _ => return Err(RequestError::BadBody("give call_id or clip_id".to_owned()).into()),
    };
    let new = NewCase {
        library_id: body.library_id,
        source,
        teaching_line: body.teaching_line,
        level: body.level.as_deref().map(level).transpose()?,
        language: body.language,
    };
    let view = library::propose_case(&app.db, &required.who, by, required.scope, new).await?;
    Ok(HttpResponse::Created().json(CaseBody::from(view)))
}

/// One case, as much of it as the caller sees.
///
/// Needs `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}", operation_id = "show_case", tag = "learning",
    security(("token" = []), ("session" = [])), params(("case_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The case", body = CaseBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn show(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    case_id: web::Path<CaseId>,
) -> Result<web::Json<CaseBody>, ApiError> {
    let view = library::find_case(&app.db, &required.who, case_id.into_inner()).await?;
    Ok(web::Json(view.into()))
}

/// Stores a case as it is to be, on top of the commentary that the caller read. Another commentary is
/// another edition.
///
/// Needs `edit_libraries`.
#[utoipa::path(put, path = "/api/v1/cases/{case_id}", operation_id = "change_case", tag = "learning",
    security(("token" = []), ("session" = [])), params(("case_id" = String, Path, format = Uuid)),
    request_body = CaseChangeBody,
    responses((status = 200, description = "The case", body = CaseBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It was changed elsewhere, or nobody has accepted it", body = ErrorBody),
        (status = 422, description = "A text is missing or too long, a point lies outside, an item is unknown", body = ErrorBody)))]
pub async fn change(
    required: Require<EditLibraries>,
    app: web::Data<App>,
    request: HttpRequest,
    case_id: web::Path<CaseId>,
    body: web::Json<CaseChangeBody>,
) -> Result<web::Json<CaseBody>, ApiError> {
    let (by, change) = (required.by(&request), body.into_inner().read()?);
    let view = library::change_case(&app.db, &required.who, by, case_id.into_inner(), change).await?;
    Ok(web::Json(view.into()))
}

/// Decides a proposal; whoever made it is told.
///
/// Needs `edit_libraries`.
#[utoipa::path(post, path = "/api/v1/cases/{case_id}/decision", operation_id = "decide_case", tag = "learning",
    security(("token" = []), ("session" = [])), params(("case_id" = String, Path, format = Uuid)),
    request_body = DecisionBody,
    responses((status = 200, description = "The case", body = CaseBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It was decided already", body = ErrorBody),
        (status = 422, description = "No reason", body = ErrorBody)))]
pub async fn decide(
    required: Require<EditLibraries>,
    app: web::Data<App>,
    request: HttpRequest,
    case_id: web::Path<CaseId>,
    body: web::Json<DecisionBody>,
) -> Result<web::Json<CaseBody>, ApiError> {
    let by = required.by(&request);
    let DecisionBody { accept, reason } = body.into_inner();
    let verdict =
        if accept { Verdict::Accept } else { Verdict::Decline { reason: reason.unwrap_or_default() } };
    let view = library::decide_case(&app.db, &required.who, by, case_id.into_inner(), verdict).await?;
    Ok(web::Json(view.into()))
}

/// Puts a case onto the shelf, where learners find it. The call is kept from retention while it is there.
///
/// Needs `edit_libraries`.
#[utoipa::path(post, path = "/api/v1/cases/{case_id}/shelve", operation_id = "shelve_case", tag = "learning",
    security(("token" = []), ("session" = [])), params(("case_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The case", body = CaseBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "Something is missing (`missing`), or it is there already", body = ErrorBody)))]
pub async fn shelve(
    required: Require<EditLibraries>,
    app: web::Data<App>,
    request: HttpRequest,
    case_id: web::Path<CaseId>,
) -> Result<web::Json<CaseBody>, ApiError> {
    let by = required.by(&request);
    let view = library::shelve_case(&app.db, &required.who, by, case_id.into_inner()).await?;
    Ok(web::Json(view.into()))
}

/// Puts a draft, or a case of the shelf, into the archive. The call is no longer kept for its sake.
///
/// Needs `edit_libraries`.
#[utoipa::path(post, path = "/api/v1/cases/{case_id}/archive", operation_id = "archive_case", tag = "learning",
    security(("token" = []), ("session" = [])), params(("case_id" = String, Path, format = Uuid)),
    request_body = ArchiveBody,
    responses((status = 200, description = "The case", body = CaseBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It is neither a draft nor on the shelf", body = ErrorBody)))]
pub async fn archive(
    required: Require<EditLibraries>,
    app: web::Data<App>,
    request: HttpRequest,
    case_id: web::Path<CaseId>,
    body: web::Json<ArchiveBody>,
) -> Result<web::Json<CaseBody>, ApiError> {
    let by = required.by(&request);
    let reason = body.into_inner().reason;
    let view = library::archive_case(&app.db, &required.who, by, case_id.into_inner(), reason).await?;
    Ok(web::Json(view.into()))
}

/// Takes one's own proposal back, while nobody has decided.
///
/// Needs `propose_cases`.
#[utoipa::path(post, path = "/api/v1/cases/{case_id}/withdraw", operation_id = "withdraw_case", tag = "learning",
    security(("token" = []), ("session" = [])), params(("case_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The case", body = CaseBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody),
        (status = 409, description = "It was decided", body = ErrorBody)))]
pub async fn withdraw(
    required: Require<ProposeCases>,
    app: web::Data<App>,
    request: HttpRequest,
    case_id: web::Path<CaseId>,
) -> Result<web::Json<CaseBody>, ApiError> {
    let by = required.by(&request);
    let view = library::withdraw_case(&app.db, &required.who, by, case_id.into_inner()).await?;
    Ok(web::Json(view.into()))
}

/// The editions of a commentary.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseEditions)]
pub struct EditionsBody {
    /// The newest first; 100 at most.
    items: Vec<EditionBody>,
}

/// An edition of a commentary.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseEdition)]
pub struct EditionBody {
    /// Its number, from 1.
    number: i32,
    /// Who wrote it.
    written_by: NamedBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    written_at: Instant,
    /// What there is to learn, in one line.
    teaching_line: String,
    /// Why it is good or bad, by language.
    why: WordingBody,
    /// Moments at which playback stops.
    points: Vec<PointBody>,
    /// Questions at the end.
    questions: Vec<QuestionTextBody>,
}

impl From<EditionLine> for EditionBody {
    fn from(line: EditionLine) -> Self {
        let Edition { number, content, written_at, .. } = line.edition;
        Self {
            number,
            written_by: line.written_by.into(),
            written_at,
            teaching_line: content.teaching_line,
            why: content.why,
            points: content.points.into_iter().map(PointBody::from).collect(),
            questions: content.questions.into_iter().map(QuestionTextBody::from).collect(),
        }
    }
}

/// The editions of a commentary, the newest first.
///
/// Needs `edit_libraries`.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/editions", operation_id = "list_case_editions",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The editions", body = EditionsBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn editions(
    required: Require<EditLibraries>,
    app: web::Data<App>,
    case_id: web::Path<CaseId>,
) -> Result<web::Json<EditionsBody>, ApiError> {
    let lines = library::editions_of_case(&app.db, &required.who, case_id.into_inner()).await?;
    Ok(web::Json(EditionsBody { items: lines.into_iter().map(EditionBody::from).collect() }))
}

/// At most five cases that have most in common with this one: items, tags, language.
///
/// Needs `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/cases/{case_id}/related", operation_id = "list_related_cases",
    tag = "learning", security(("token" = []), ("session" = [])),
    params(("case_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The cases", body = CaseRowsBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody)))]
pub async fn related(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
    case_id: web::Path<CaseId>,
) -> Result<web::Json<CaseRowsBody>, ApiError> {
    let lines = library::related_cases(&app.db, &required.who, case_id.into_inner()).await?;
    Ok(web::Json(CaseRowsBody { items: lines.into_iter().map(CaseRowBody::from).collect() }))
}

/// Cases for the items that cost the caller most points in the last eight weeks, the weakest item first,
/// without those that they learned from; 20 at most.
///
/// Needs `learn_from_cases`.
#[utoipa::path(get, path = "/api/v1/cases/recommended", operation_id = "list_recommended_cases",
    tag = "learning", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The cases", body = CaseRowsBody)))]
pub async fn recommended(
    required: Require<LearnFromCases>,
    app: web::Data<App>,
) -> Result<web::Json<CaseRowsBody>, ApiError> {
    let lines = library::recommended_cases(&app.db, &required.who).await?;
    Ok(web::Json(CaseRowsBody { items: lines.into_iter().map(CaseRowBody::from).collect() }))
}
