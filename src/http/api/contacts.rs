//! Text contacts: chats, letters and e-mail, brought in, found, read.

use super::evaluation_query::date;
use super::page::{NamedBody, PageBody, window};
use super::retention_body::FarewellBody;
use crate::db::call::CustomerNumber;
use crate::db::contact::{Channel, ContactFilter, Speaker, Turn};
use crate::http::App;
use crate::http::api::draft_json::read_draft;
use crate::http::auth::{HearOriginals, ReadTranscripts, Require, ScoreCalls, ViewCalls};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{AgentId, ContactId, EvaluationId, PersonId, ProjectId, QueueId};
use crate::review::{
    self, ContactLine, ContactOfEvaluation, ContactView, NewContact, ReadContact, Text, TextFormat,
};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A chat, a letter or an e-mail, as a list shows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct ContactBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ContactId,
    /// `chat`, `letter` or `email`.
    channel: &'static str,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    began_at: Instant,
    /// Whom it is about, as their source names them.
    agent: Option<String>,
    /// The agent's name, where the source gave one.
    agent_name: Option<String>,
    /// Who sat there on that day.
    person: Option<NamedBody>,
    /// Their team of that day.
    team: Option<NamedBody>,
    /// The project.
    project: Option<NamedBody>,
    /// The queue.
    queue: Option<NamedBody>,
    /// The customer's number, address or reference; masked unless the reader may see personal data.
    customer: Option<String>,
    /// How many messages or paragraphs it has.
    turns: i32,
    /// Who brought it in.
    added_by: NamedBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    added_at: Instant,
    /// The reader's own evaluations of it, the youngest first.
    own: Vec<OwnEvaluationBody>,
}

/// An evaluation of the reader's.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnEvaluation)]
pub struct OwnEvaluationBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: EvaluationId,
    /// `draft`, `released` or `not_scored`.
    state: &'static str,
}

/// A chat, a letter or an e-mail with what its page shows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContactPage)]
pub struct ContactPageBody {
    /// It.
    contact: ContactBody,
    /// Why its words are gone; none: they are there.
    gone: Option<FarewellBody>,
    /// Whether the reader may begin to score it.
    may_score: bool,
    /// Whether the reader may read it with nothing hidden.
    may_read_original: bool,
}

/// The chat, letter or e-mail that an evaluation is made of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EvaluatedContact)]
pub struct EvaluatedContactBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ContactId,
    /// `chat`, `letter` or `email`.
    channel: &'static str,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    began_at: Instant,
    /// The queue.
    queue: Option<NamedBody>,
    /// The customer, masked.
    customer: Option<String>,
    /// How many messages or paragraphs it has, or had.
    turns: i32,
    /// Why its words are gone; none: they are there.
    gone: Option<FarewellBody>,
}

/// What was written.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContactText)]
pub struct ContactTextBody {
    /// Messages or paragraphs, in order; 2,000 at most.
    turns: Vec<TurnBody>,
    /// How often something is hidden of it: marks such as `⟦card⟧` stand there.
    hidden: usize,
}

/// A message or a paragraph.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Turn)]
pub struct TurnBody {
    /// Its number, counted from 1.
    number: i32,
    /// Who wrote it: `agent`, `customer` or `other`.
    speaker: &'static str,
    /// When, where that is known.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Instant>,
    /// The words.
    text: String,
}

/// A chat, a letter or an e-mail to be brought in.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewContact)]
#[serde(deny_unknown_fields)]
pub struct NewContactBody {
    /// Whom it is about.
    #[schema(value_type = String, format = Uuid)]
    agent_id: AgentId,
    /// `chat`, `letter` or `email`.
    channel: String,
    /// The queue that it came through.
    #[schema(value_type = Option<String>, format = Uuid)]
    queue_id: Option<QueueId>,
    /// Its project, where the queue does not say.
    #[schema(value_type = Option<String>, format = Uuid)]
    project_id: Option<ProjectId>,
    /// The customer's number, address or reference.
    customer: Option<String>,
    /// When it began; missing: the first time in the text.
    #[schema(value_type = Option<String>, format = DateTime)]
    began_at: Option<Instant>,
    /// How the text is written down: `text` (as people paste it), `csv` (time, who, text), or `json` (a list
    /// of `{"time", "who", "text"}`).
    #[schema(example = "text")]
    format: String,
    /// What was written; at most 400,000 characters.
    text: String,
}

/// Which contacts are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ContactsQuery {
    /// `chat`, `letter` or `email`.
    channel: Option<String>,
    /// Of this person.
    #[param(value_type = Option<String>, format = Uuid)]
    person: Option<PersonId>,
    /// Of this project.
    #[param(value_type = Option<String>, format = Uuid)]
    project: Option<ProjectId>,
    /// On this day of the workspace or later.
    #[param(format = Date)]
    from: Option<String>,
    /// On this day or earlier.
    #[param(format = Date)]
    to: Option<String>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

impl From<ContactLine> for ContactBody {
    fn from(line: ContactLine) -> Self {
        let contact = line.contact;
        let (agent, agent_name) =
            line.agent.map_or((None, None), |agent| (Some(agent.external_id), agent.name));
        let own = |(id, state): (EvaluationId, crate::db::evaluation::EvaluationState)| OwnEvaluationBody {
            id,
            state: state.as_str(),
        };
        Self {
            id: contact.id,
            channel: Channel::as_str(contact.channel),
            began_at: contact.began_at,
            agent,
            agent_name,
            person: line.person.map(NamedBody::from),
            team: line.team.map(NamedBody::from),
            project: line.project.map(NamedBody::from),
            queue: line.queue.map(NamedBody::from),
            customer: contact.customer.map(|customer| customer.0),
            turns: contact.turns,
            added_by: line.added_by.into(),
            added_at: contact.added_at,
            own: line.own.into_iter().map(own).collect(),
        }
    }
}

impl From<ContactView> for ContactPageBody {
    fn from(view: ContactView) -> Self {
        Self {
            contact: view.line.into(),
            gone: view.gone.map(FarewellBody::from),
            may_score: view.may_score,
            may_read_original: view.may_read_original,
        }
    }
}

impl From<ContactOfEvaluation> for EvaluatedContactBody {
    fn from(view: ContactOfEvaluation) -> Self {
        let contact = view.contact;
        Self {
            id: contact.id,
            channel: Channel::as_str(contact.channel),
            began_at: contact.began_at,
            queue: view.queue.map(NamedBody::from),
            customer: contact.customer.map(|customer| customer.0),
            turns: contact.turns,
            gone: view.gone.map(FarewellBody::from),
        }
    }
}

impl From<ReadContact> for ContactTextBody {
    fn from(read: ReadContact) -> Self {
        Self { turns: read.turns.into_iter().map(TurnBody::from).collect(), hidden: read.hidden }
    }
}

impl From<Turn> for TurnBody {
    fn from(turn: Turn) -> Self {
        Self {
            number: turn.number,
            speaker: Speaker::as_str(turn.speaker),
            at: turn.written_at,
            text: turn.text,
        }
    }
}

impl NewContactBody {
    fn read(self) -> Result<NewContact, RequestError> {
        let bad = |problem: &str| RequestError::BadBody(problem.to_owned());
        Ok(NewContact {
            agent_id: self.agent_id,
            channel: Channel::parse(&self.channel).ok_or_else(|| bad("channel is chat, letter or email"))?,
            queue_id: self.queue_id,
            project_id: self.project_id,
            customer: self.customer.map(CustomerNumber),
            began_at: self.began_at,
            format: TextFormat::parse(&self.format).ok_or_else(|| bad("format is text, csv or json"))?,
            text: Text(self.text),
        })
    }
}

/// The chats, letters and e-mails that the caller finds, the youngest first.
///
/// Needs `view_calls`.
#[utoipa::path(get, path = "/api/v1/contacts", operation_id = "list_contacts", tag = "contacts",
    security(("token" = []), ("session" = [])), params(ContactsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<ContactBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn list(
    required: Require<ViewCalls>,
    app: web::Data<App>,
    query: web::Query<ContactsQuery>,
) -> Result<web::Json<PageBody<ContactBody>>, ApiError> {
    let channel = query.channel.as_deref().map(|word| {
        Channel::parse(word)
            .ok_or_else(|| RequestError::BadQuery("channel is chat, letter or email".to_owned()))
    });
    let filter = ContactFilter {
        channel: channel.transpose()?,
        person_id: query.person,
        project_id: query.project,
        from: date("from", query.from.as_deref())?,
        to: date("to", query.to.as_deref())?,
    };
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = review::list_contacts(&app.db, &required.who, filter, window).await?;
    Ok(web::Json(PageBody::of(page, ContactBody::from)))
}

/// Brings a chat, a letter or an e-mail in, pasted or read out of a file.
///
/// Needs `score_calls`. Rows that cannot be read are refused by their numbers, and nothing is stored then.
#[utoipa::path(post, path = "/api/v1/contacts", operation_id = "add_contact", tag = "contacts",
    security(("token" = []), ("session" = [])), request_body = NewContactBody,
    responses((status = 201, description = "It is there", body = ContactPageBody),
        (status = 403, description = "The caller is the agent", body = ErrorBody),
        (status = 404, description = "No such agent, queue or project for this caller", body = ErrorBody),
        (status = 422, description = "The text cannot be read, or the body is wrong", body = ErrorBody)))]
pub async fn add(
    required: Require<ScoreCalls>,
    app: web::Data<App>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    let body: NewContactBody = read_draft(&app, &request, payload).await?;
    let added = review::add_contact(&app.db, &app.intake.zone, &required.who, by, body.read()?).await?;
    Ok(HttpResponse::Created().json(ContactPageBody::from(added)))
}

/// A chat, a letter or an e-mail that the caller finds.
///
/// Needs `view_calls`.
#[utoipa::path(get, path = "/api/v1/contacts/{contact_id}", operation_id = "show_contact", tag = "contacts",
    security(("token" = []), ("session" = [])), params(("contact_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "It", body = ContactPageBody),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody)))]
pub async fn show(
    required: Require<ViewCalls>,
    app: web::Data<App>,
    contact_id: web::Path<ContactId>,
) -> Result<web::Json<ContactPageBody>, ApiError> {
    let view = review::find_contact(&app.db, &required.who, contact_id.into_inner()).await?;
    Ok(web::Json(view.into()))
}

/// What was written in it; a mark such as `⟦card⟧` stands in the place of card numbers and the like.
///
/// Needs `read_transcripts`.
#[utoipa::path(get, path = "/api/v1/contacts/{contact_id}/text", operation_id = "read_contact", tag = "contacts",
    security(("token" = []), ("session" = [])), params(("contact_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The words", body = ContactTextBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 410, description = "The words were removed", body = ErrorBody)))]
pub async fn text(
    required: Require<ReadTranscripts>,
    app: web::Data<App>,
    contact_id: web::Path<ContactId>,
) -> Result<web::Json<ContactTextBody>, ApiError> {
    let read = review::read_contact(&app.db, &required.who, contact_id.into_inner()).await?;
    Ok(web::Json(read.into()))
}

/// What was written in it with nothing hidden. Whoever reads it stands in the audit trail.
///
/// Needs `hear_originals`.
#[utoipa::path(get, path = "/api/v1/contacts/{contact_id}/original", operation_id = "read_original_contact",
    tag = "contacts", security(("token" = []), ("session" = [])),
    params(("contact_id" = String, Path, format = Uuid)),
    responses((status = 200, description = "The words", body = ContactTextBody),
        (status = 404, description = "Not there, or not for this reader", body = ErrorBody),
        (status = 410, description = "The words were removed", body = ErrorBody)))]
pub async fn original(
    required: Require<HearOriginals>,
    app: web::Data<App>,
    request: HttpRequest,
    contact_id: web::Path<ContactId>,
) -> Result<web::Json<ContactTextBody>, ApiError> {
    let (by, id) = (required.by(&request), contact_id.into_inner());
    let read = review::read_original_contact(&app.db, &required.who, by, id).await?;
    Ok(web::Json(read.into()))
}
