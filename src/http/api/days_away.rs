//! Days away: on which days an agent is off, on leave or ill, so that they do not count for their deadlines.

use super::page::{NamedBody, PageBody, window};
use crate::db::person::Person;
use crate::http::App;
use crate::http::auth::{EnterDaysAway, Require, RequireAny, SeeDaysAway};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::ids::{DaysAwayId, PersonId};
use crate::review::{self, DaysAwayLine, NewDaysAway};
use crate::time::Instant;
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which days away are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct DaysAwayQuery {
    /// Of this person.
    #[param(value_type = Option<String>, format = Uuid)]
    person_id: Option<PersonId>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// Which agents are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct AgentsQuery {
    /// A piece of the name, as it is written or in pinyin, or the beginning of a staff number.
    q: Option<String>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

/// Days on which somebody is to be away; the first and the last one with them.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewDaysAway)]
#[serde(deny_unknown_fields)]
pub struct NewDaysAwayBody {
    /// Who.
    #[schema(value_type = String, format = Uuid)]
    person_id: PersonId,
    /// From this day on.
    #[schema(format = Date, example = "2026-12-01")]
    first_day: String,
    /// To the end of this one; at most 366 days.
    #[schema(format = Date, example = "2026-12-03")]
    last_day: String,
}

/// Days on which somebody is away.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DaysAway)]
pub struct DaysAwayBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: DaysAwayId,
    /// Who is away.
    person: NamedBody,
    /// From this day on.
    #[schema(format = Date)]
    first_day: String,
    /// To the end of this one.
    #[schema(format = Date)]
    last_day: String,
    /// Who entered it.
    entered_by: NamedBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    entered_at: Instant,
    /// Whether the reader may take it away.
    may_remove: bool,
}

/// An agent for whom days away may be entered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgentForDaysAway)]
pub struct AgentForDaysAwayBody {
    /// Their id as a person.
    #[schema(value_type = String, format = Uuid)]
    id: PersonId,
    /// Their name as people write it.
    name: String,
    /// The number their employer gave them.
    staff_number: Option<String>,
}

/// What days away would mean for the deadlines that are fixed already.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DaysAwayEffect)]
pub struct DaysAwayEffectBody {
    /// How many deadlines of the agent move later.
    later: usize,
}

impl NewDaysAwayBody {
    fn read(&self) -> Result<NewDaysAway, RequestError> {
        let day = |field: &str, given: &str| -> Result<Date, RequestError> {
            let bad = |_: jiff::Error| RequestError::BadBody(format!("{field} is a day such as 2026-12-01"));
            given.parse().map_err(bad)
        };
        Ok(NewDaysAway {
            person_id: self.person_id,
            first_day: day("first_day", &self.first_day)?,
            last_day: day("last_day", &self.last_day)?,
        })
    }
}

impl From<DaysAwayLine> for DaysAwayBody {
    fn from(line: DaysAwayLine) -> Self {
        let DaysAwayLine { days, person, entered_by, may_remove } = line;
        Self {
            id: days.id,
            person: person.into(),
            first_day: days.first_day.to_string(),
            last_day: days.last_day.to_string(),
            entered_by: entered_by.into(),
            entered_at: days.entered_at,
            may_remove,
        }
    }
}

impl From<Person> for AgentForDaysAwayBody {
    fn from(Person { id, name, staff_number, .. }: Person) -> Self {
        Self { id, name, staff_number }
    }
}

/// Days away, what ends last first: of everybody for whom the caller enters them, and their own.
///
/// Needs `enter_days_away`, or `answer_feedback` for one's own.
#[utoipa::path(get, path = "/api/v1/days-away", operation_id = "list_days_away", tag = "calendar",
    security(("token" = []), ("session" = [])), params(DaysAwayQuery),
    responses((status = 200, description = "A page of them", body = PageBody<DaysAwayBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn list(
    required: RequireAny<SeeDaysAway>,
    app: web::Data<App>,
    query: web::Query<DaysAwayQuery>,
) -> Result<web::Json<PageBody<DaysAwayBody>>, ApiError> {
    let window = window(query.cursor.as_deref(), query.limit)?;
    let page = review::list_days_away(&app.db, &required.who, query.person_id, window).await?;
    Ok(web::Json(PageBody::of(page, DaysAwayBody::from)))
}

/// The agents for whom the caller enters days away, by name.
///
/// Needs `enter_days_away`; team leaders find those of their teams.
#[utoipa::path(get, path = "/api/v1/days-away/agents", operation_id = "list_agents_for_days_away", tag = "calendar",
    security(("token" = []), ("session" = [])), params(AgentsQuery),
    responses((status = 200, description = "A page of them", body = PageBody<AgentForDaysAwayBody>),
        (status = 422, description = "A field of the query is wrong", body = ErrorBody)))]
pub async fn agents(
    required: Require<EnterDaysAway>,
    app: web::Data<App>,
    query: web::Query<AgentsQuery>,
) -> Result<web::Json<PageBody<AgentForDaysAwayBody>>, ApiError> {
    let AgentsQuery { q, cursor, limit } = query.into_inner();
    let window = window(cursor.as_deref(), limit)?;
    let page = review::agents_for_days_away(&app.db, required.scope, q, window).await?;
    Ok(web::Json(PageBody::of(page, AgentForDaysAwayBody::from)))
}

/// Enters days on which an agent is away. Their deadlines that still lie ahead move where there is more time
/// now, and never come sooner; why somebody is away is not asked.
///
/// Needs `enter_days_away`; team leaders enter for those of their teams.
#[utoipa::path(post, path = "/api/v1/days-away", operation_id = "enter_days_away", tag = "calendar",
    security(("token" = []), ("session" = [])), request_body = NewDaysAwayBody,
    responses((status = 201, description = "Entered", body = DaysAwayBody),
        (status = 404, description = "The person is not there, or not for this caller", body = ErrorBody),
        (status = 422, description = "They are no days, too many, or entered too often", body = ErrorBody)))]
pub async fn enter(
    required: Require<EnterDaysAway>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewDaysAwayBody>,
) -> Result<HttpResponse, ApiError> {
    let (new, by) = (body.read()?, required.by(&request));
    let line = review::enter_days_away(&app.db, &required.who, required.scope, by, new).await?;
    Ok(HttpResponse::Created().json(DaysAwayBody::from(line)))
}

/// What days away would mean for the deadlines that are fixed already.
///
/// Needs `enter_days_away`. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/days-away/preview", operation_id = "foresee_days_away", tag = "calendar",
    security(("token" = []), ("session" = [])), request_body = NewDaysAwayBody,
    responses((status = 200, description = "What they would mean", body = DaysAwayEffectBody),
        (status = 404, description = "The person is not there, or not for this caller", body = ErrorBody),
        (status = 422, description = "They are no days, too many, or entered too often", body = ErrorBody)))]
pub async fn foresee(
    required: Require<EnterDaysAway>,
    app: web::Data<App>,
    body: web::Json<NewDaysAwayBody>,
) -> Result<web::Json<DaysAwayEffectBody>, ApiError> {
    let later = review::foresee_days_away(&app.db, required.scope, body.read()?).await?;
    Ok(web::Json(DaysAwayEffectBody { later }))
}

/// Takes days away from what is entered. Deadlines stay where they are.
///
/// Needs `enter_days_away`; team leaders do so for those of their teams.
#[utoipa::path(delete, path = "/api/v1/days-away/{days_away_id}", operation_id = "remove_days_away", tag = "calendar",
    security(("token" = []), ("session" = [])), params(("days_away_id" = String, Path, format = Uuid)),
    responses((status = 204, description = "They are gone"),
        (status = 404, description = "Not there, or not for this caller", body = ErrorBody)))]
pub async fn remove(
    required: Require<EnterDaysAway>,
    app: web::Data<App>,
    request: HttpRequest,
    days_away_id: web::Path<DaysAwayId>,
) -> Result<HttpResponse, ApiError> {
    let by = required.by(&request);
    review::remove_days_away(&app.db, required.scope, by, days_away_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
