//! The working calendar.

use crate::db::working_calendar::{CalendarDay, StoredCalendar};
use crate::http::App;
use crate::http::auth::{Caller, ManageCalendar, Require};
use crate::http::errors::{ApiError, ErrorBody, RequestError};
use crate::review::{self, CalendarEffect, CalendarView};
use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The working calendar.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WorkingCalendar)]
pub struct CalendarBody {
    /// The number of its last change; a change is based on it.
    edit: i32,
    /// Which days of a week are worked, from Monday to Sunday.
    week: Vec<bool>,
    /// Within how many hours of its beginning an evaluation should be released.
    release_hours: i32,
    /// Within how many hours of its release it should be heard.
    hear_hours: i32,
    /// The days that are otherwise, in their order.
    days: Vec<CalendarDayBody>,
    /// The IANA zone in which days begin and end.
    #[schema(example = "Asia/Shanghai")]
    time_zone: String,
    /// Whether the reader may change it.
    may_change: bool,
}

/// A day that is otherwise than its week says.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CalendarDay)]
#[serde(deny_unknown_fields)]
pub struct CalendarDayBody {
    /// Which.
    #[schema(format = Date, example = "2026-10-01")]
    date: String,
    /// `true`: worked in place of another day (调休); `false`: off.
    is_working: bool,
    /// What it is called; at most 100 characters.
    name: Option<String>,
}

/// Another calendar.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewWorkingCalendar)]
#[serde(deny_unknown_fields)]
pub struct NewCalendarBody {
    /// The number of the change that this is based on.
    edit: i32,
    /// Which days of a week are worked, from Monday to Sunday: seven, one of them at least.
    week: Vec<bool>,
    /// Within how many hours of its beginning an evaluation should be released, 1 to 240.
    release_hours: i32,
    /// Within how many hours of its release it should be heard, 1 to 240.
    hear_hours: i32,
    /// The days that are otherwise; 1,000 at most.
    days: Vec<CalendarDayBody>,
}

/// What another calendar means for the deadlines that are fixed already.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CalendarEffect)]
pub struct CalendarEffectBody {
    /// How many deadlines lie ahead.
    ahead: usize,
    /// How many of them move, because there is more time.
    later: usize,
    /// How many would come sooner, and stay where they are.
    sooner: usize,
}

impl NewCalendarBody {
    fn read(self) -> Result<StoredCalendar, RequestError> {
        let week = self.week.try_into();
        let week =
            week.map_err(|_| RequestError::BadBody("week has seven days, from Monday on".to_owned()))?;
        let name =
            |name: Option<String>| name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        let day = |day: CalendarDayBody| CalendarDay {
            date: day.date,
            is_working: day.is_working,
            name: name(day.name),
        };
        let mut days: Vec<CalendarDay> = self.days.into_iter().map(day).collect();
        days.sort_by(|one, other| one.date.cmp(&other.date));
        let Self { edit, release_hours, hear_hours, .. } = self;
        Ok(StoredCalendar { edit, week, release_hours, hear_hours, days })
    }
}

impl CalendarBody {
    fn of(view: CalendarView, app: &App) -> Self {
        let CalendarView { calendar, may_change } = view;
        let day =
            |day: CalendarDay| CalendarDayBody { date: day.date, is_working: day.is_working, name: day.name };
        Self {
            edit: calendar.edit,
            week: calendar.week.to_vec(),
            release_hours: calendar.release_hours,
            hear_hours: calendar.hear_hours,
            days: calendar.days.into_iter().map(day).collect(),
            time_zone: app.intake.zone.iana_name().unwrap_or("UTC").to_owned(),
            may_change,
        }
    }
}

impl From<CalendarEffect> for CalendarEffectBody {
    fn from(effect: CalendarEffect) -> Self {
        Self { ahead: effect.ahead, later: effect.later, sooner: effect.sooner }
    }
}

/// The working calendar in force.
///
/// For anybody who is signed in.
#[utoipa::path(get, path = "/api/v1/working-calendar", operation_id = "show_working_calendar", tag = "calendar",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The calendar", body = CalendarBody),
        (status = 401, description = "Nobody is signed in", body = ErrorBody)))]
pub async fn show(caller: Caller, app: web::Data<App>) -> Result<web::Json<CalendarBody>, ApiError> {
    let view = review::show_calendar(&app.db, &caller.who).await?;
    Ok(web::Json(CalendarBody::of(view, &app)))
}

/// Puts another calendar in force. Deadlines that are fixed move where there is more time now, and never
/// come sooner.
///
/// Needs `manage_calendar`.
#[utoipa::path(put, path = "/api/v1/working-calendar", operation_id = "put_working_calendar", tag = "calendar",
    security(("token" = []), ("session" = [])), request_body = NewCalendarBody,
    responses((status = 200, description = "The calendar", body = CalendarBody),
        (status = 409, description = "It was changed elsewhere meanwhile", body = ErrorBody),
        (status = 422, description = "It is no calendar", body = ErrorBody)))]
pub async fn put(
    required: Require<ManageCalendar>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Json<NewCalendarBody>,
) -> Result<web::Json<CalendarBody>, ApiError> {
    let new = body.into_inner().read()?;
    let view = review::put_calendar(&app.db, &required.who, required.by(&request), new).await?;
    Ok(web::Json(CalendarBody::of(view, &app)))
}

/// What another calendar would mean for the deadlines that are fixed already.
///
/// Needs `manage_calendar`. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/working-calendar/preview", operation_id = "foresee_working_calendar",
    tag = "calendar", security(("token" = []), ("session" = [])), request_body = NewCalendarBody,
    responses((status = 200, description = "What it would mean", body = CalendarEffectBody),
        (status = 422, description = "It is no calendar", body = ErrorBody)))]
pub async fn foresee(
    required: Require<ManageCalendar>,
    app: web::Data<App>,
    body: web::Json<NewCalendarBody>,
) -> Result<web::Json<CalendarEffectBody>, ApiError> {
    let effect = review::foresee_calendar(&app.db, &required.who, body.into_inner().read()?).await?;
    Ok(web::Json(effect.into()))
}
