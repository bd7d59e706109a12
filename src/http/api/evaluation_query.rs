//! Which evaluations a list is asked for.

use super::page::window;
use crate::db::Window;
use crate::db::evaluation::{
    Answered, DispositionVerdict, EvaluationFilter, EvaluationSort, EvaluationState, Purpose, Withheld,
};
use crate::db::verification::Outcome;
use crate::http::errors::{ApiError, RequestError};
use crate::ids::{CallId, ContactId, PersonId, ProjectId, ScorecardId, TeamId};
use crate::review::EvaluationList;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which evaluations are wanted.
#[derive(Debug, Deserialize, IntoParams)]
pub struct EvaluationsQuery {
    /// `mine` (what the caller makes), `results` (what is out), `feedback` (the scores of the caller's
    /// own calls), `to_talk` (what waits for a talk of the caller with its
    /// agent), or `late` (drafts of others that should be out by now).
    view: String,
    /// In `mine`: `draft`, `released` or `not_scored`.
    state: Option<String>,
    /// Of this call.
    #[param(value_type = Option<String>, format = Uuid)]
    call: Option<CallId>,
    /// Of this chat, letter or e-mail.
    #[param(value_type = Option<String>, format = Uuid)]
    contact: Option<ContactId>,
    /// Of this project.
    #[param(value_type = Option<String>, format = Uuid)]
    project: Option<ProjectId>,
    /// Of somebody who was in this team on the call's day.
    #[param(value_type = Option<String>, format = Uuid)]
    team: Option<TeamId>,
    /// Of this person.
    #[param(value_type = Option<String>, format = Uuid)]
    person: Option<PersonId>,
    /// By this evaluator.
    #[param(value_type = Option<String>, format = Uuid)]
    evaluator: Option<PersonId>,
    /// On this scorecard.
    #[param(value_type = Option<String>, format = Uuid)]
    scorecard: Option<ScorecardId>,
    /// With this grade.
    band: Option<String>,
    /// Passed, or failed.
    passed: Option<bool>,
    /// Out on this day of the workspace or later.
    #[param(format = Date)]
    from: Option<String>,
    /// Out on this day or earlier.
    #[param(format = Date)]
    to: Option<String>,
    /// `unopened`, `opened`, `acknowledged`, `no_objection`, `lapsed`, `appealed` or `decided`.
    answered: Option<String>,
    /// With an error at a critical item, or without.
    critical_failed: Option<bool>,
    /// With a fatal option chosen, or without.
    fatal: Option<bool>,
    /// Of generated calls, or of real ones.
    generated: Option<bool>,
    /// `true`: only what should have been released, or heard, by now.
    overdue: Option<bool>,
    /// `right`, `wrong` or `unsaid`: what the evaluator says of the call's disposition.
    disposition: Option<String>,
    /// What they are for: words such as `quality` or `beside,live`, or `any`. Missing: `quality` in
    /// `results`, otherwise any.
    purpose: Option<String>,
    /// The verification of a sale that was `confirmed`, `corrected` or `rejected`.
    outcome: Option<String>,
    /// `-released_at` (unless given), `released_at`, `-total`, `total`, or `-changed_at` (in
    /// `mine`, unless given).
    sort: Option<String>,
    /// What the last page gave as `next`.
    cursor: Option<String>,
    /// How many rows, 1 to 200; 50 unless given.
    limit: Option<i64>,
}

impl EvaluationsQuery {
    /// Which part of it.
    pub(super) fn window(&self) -> Result<Window, ApiError> {
        window(self.cursor.as_deref(), self.limit)
    }

    /// In which order, where it is said.
    pub(super) fn sort(&self) -> Result<Option<EvaluationSort>, RequestError> {
        word("sort", self.sort.as_deref(), EvaluationSort::parse)
    }

    /// Which list it is.
    pub(super) fn list(&self) -> Result<EvaluationList, RequestError> {
        match self.view.as_str() {
            "mine" => Ok(EvaluationList::Mine),
            "results" => Ok(EvaluationList::Results),
            "feedback" => Ok(EvaluationList::Feedback),
            "to_talk" => Ok(EvaluationList::ToTalk),
            "late" => Ok(EvaluationList::Late),
            _ => Err(RequestError::BadQuery("view is mine, results, feedback, to_talk or late".to_owned())),
        }
    }

    /// For which purposes.
    pub(super) fn purposes(&self) -> Result<Vec<Purpose>, RequestError> {
        match self.purpose.as_deref() {
            None if self.view == "results" => Ok(vec![Purpose::Quality]),
            Some("any") | None => Ok(Purpose::ALL.to_vec()),
            Some(given) => {
                let each = given.split(',').map(|one| word("purpose", Some(one), Purpose::parse));
                Ok(each.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
            }
        }
    }

    /// Which rows of it.
    pub(super) fn filter(&self) -> Result<EvaluationFilter, RequestError> {
        let state = word("state", self.state.as_deref(), EvaluationState::parse)?;
        let answered = word("answered", self.answered.as_deref(), Answered::parse)?;
        Ok(EvaluationFilter {
            state,
            call_id: self.call,
            project_id: self.project,
            team_id: self.team,
            person_id: self.person,
            evaluator_id: self.evaluator,
            scorecard_id: self.scorecard,
            band: self.band.clone(),
            passed: self.passed,
            from: date("from", self.from.as_deref())?,
            to: date("to", self.to.as_deref())?,
            answered,
            critical_failed: self.critical_failed,
            fatal: self.fatal,
            generated: self.generated,
            is_overdue: self.overdue.unwrap_or_default(),
            disposition: word("disposition", self.disposition.as_deref(), DispositionVerdict::parse)?,
            withheld: Withheld::default(),
            contact_id: self.contact,
            outcome: word("outcome", self.outcome.as_deref(), Outcome::parse)?,
        })
    }
}

/// A word of a list in the query.
pub(super) fn word<T>(
    field: &str,
    given: Option<&str>,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, RequestError> {
    let read =
        |text| parse(text).ok_or_else(|| RequestError::BadQuery(format!("{field} is not one of its words")));
    given.map(read).transpose()
}

/// A day in the query as it is stored, `YYYY-MM-DD`.
pub(super) fn date(field: &str, given: Option<&str>) -> Result<Option<String>, RequestError> {
    Ok(day(field, given)?.map(|day| day.to_string()))
}

/// A day in the query.
pub(super) fn day(field: &str, given: Option<&str>) -> Result<Option<Date>, RequestError> {
    let bad = |_: jiff::Error| RequestError::BadQuery(format!("{field} is a day such as 2026-11-21"));
    given.map(str::parse).transpose().map_err(bad)
}
