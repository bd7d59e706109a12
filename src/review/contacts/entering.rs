//! A text contact is brought in: pasted, or read out of a file.

use super::super::sittings::{Seat, project_of, seat_at};
use super::super::{ReviewError, person_of};
use super::error::ContactError;
use super::reading::{Known, TextFormat, Written, read};
use super::shown::{ContactView, view};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::call::CustomerNumber;
use crate::db::contact::{self, Channel, Contact, Turn};
use crate::db::{Db, Reading, Scope, directory, person};
use crate::ids::{AgentId, ContactId, PersonId, ProjectId, QueueId};
use crate::time::Instant;
use jiff::tz::TimeZone;
use serde_json::json;
use std::time::Duration;

/// The longest reference of a customer, in characters.
const CUSTOMER_MOST: usize = 200;
/// How long ago a contact may have begun.
const BEGAN_WITHIN: Duration = Duration::from_hours(24 * 3_653);
/// How far clocks may differ.
const AHEAD_MOST: Duration = Duration::from_mins(5);

/// A text contact to be brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContact {
    /// Whom it is about.
    pub agent_id: AgentId,
    /// How it went.
    pub channel: Channel,
    /// The queue that it came through.
    pub queue_id: Option<QueueId>,
    /// Its project, where the queue does not say.
    pub project_id: Option<ProjectId>,
    /// The customer's number, address or reference.
    pub customer: Option<CustomerNumber>,
    /// When it began; none: the first time in the text.
    pub began_at: Option<Instant>,
    /// How the text is written down.
    pub format: TextFormat,
    /// What was written: personal data may stand in it.
    pub text: Text,
}

/// A text that is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Text(pub String);

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Text(…)")
    }
}

/// Brings a contact in.
pub async fn add_contact(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    by: By,
    new: NewContact,
) -> Result<ContactView, ReviewError> {
    let scope = who.scope(Permission::ScoreCalls).ok_or(AccessError::NotPermitted)?;
    let own = person_of(who)?;
    let customer = customer_of(new.customer.as_ref())?;
    let (zone, who) = (zone.clone(), who.clone());
    db.write(move |writing| {
        let now = writing.now();
        let names = names_of(writing, &scope, own, &new, now)?;
        let day = new.began_at.unwrap_or(now).local_date(&zone);
        let written = read(new.format, &new.text.0, &Known { agent: &names, day, zone: &zone })?;
        let first = written.iter().find_map(|one| one.at);
        let began_at = new.began_at.or(first).ok_or(ContactError::BeginningNeeded)?;
        if began_at > now.plus(AHEAD_MOST) || began_at < now.minus(BEGAN_WITHIN) {
            return Err(ContactError::BadBeginning.into());
        }
        let Seat { agent, person_id, team_id } = seat_at(writing, &scope, own, new.agent_id, began_at)?;
        let project_id = place_of(writing, &scope, &new)?;
        if !scope.covers(person_id, team_id, project_id) {
            return Err(ContactError::PlaceNeeded.into());
        }
        let contact = Contact {
            id: ContactId::new(),
            channel: new.channel,
            project_id,
            queue_id: new.queue_id,
            agent_id: agent.id,
            person_id,
            team_id,
            began_at,
            local_date: began_at.local_date(&zone).to_string(),
            customer: customer.clone(),
            turns: i32::try_from(written.len()).unwrap_or(i32::MAX),
            added_by: own,
            added_at: now,
            removed_at: None,
            removal_cause: None,
            removal_rule_version_id: None,
            removal_keep_days: None,
        };
        contact::insert(writing, &contact, &numbered(written))?;
        let detail = json!({ "channel": contact.channel.as_str(), "turns": contact.turns });
        by.note(writing, "contact.added", "contact", contact.id, detail)?;
        view(writing, &who, contact)
    })
    .await
}

fn customer_of(given: Option<&CustomerNumber>) -> Result<Option<CustomerNumber>, ContactError> {
    let customer = given.map(|given| given.0.trim()).filter(|given| !given.is_empty());
    if customer.is_some_and(|one| one.chars().count() > CUSTOMER_MOST) {
        return Err(ContactError::CustomerTooLong { most: CUSTOMER_MOST });
    }
    Ok(customer.map(|one| CustomerNumber(one.to_owned())))
}

/// How the agent may be called in the text: by their source, by their name, by the name of who sits there.
fn names_of(
    reading: &mut Reading<'_>,
    scope: &Scope,
    own: PersonId,
    new: &NewContact,
    now: Instant,
) -> Result<Vec<String>, ReviewError> {
    let at = new.began_at.unwrap_or(now);
    let seat = seat_at(reading, scope, own, new.agent_id, at)?;
    let person = match seat.person_id {
        Some(id) => person::by_id(reading, id)?.map(|person| person.name),
        None => None,
    };
    Ok([Some(seat.agent.external_id), seat.agent.name, person].into_iter().flatten().collect())
}

/// The project of the queue, the one that was chosen, or the only one that the caller scores in.
fn place_of(
    reading: &mut Reading<'_>,
    scope: &Scope,
    new: &NewContact,
) -> Result<Option<ProjectId>, ReviewError> {
    let of_queue = project_of(reading, scope, new.queue_id)?;
    let Some(chosen) = new.project_id else { return Ok(of_queue) };
    let is_there = directory::projects(reading)?.iter().any(|project| project.id == chosen);
    if !is_there || !scope.covers(None, None, Some(chosen)) {
        return Err(ReviewError::NotFound { what: "project" });
    }
    if new.queue_id.is_some() && of_queue.is_some_and(|of_queue| of_queue != chosen) {
        return Err(ContactError::PlaceNeeded.into());
    }
    Ok(Some(chosen))
}

fn numbered(written: Vec<Written>) -> Vec<Turn> {
    let turn = |(number, one): (i32, Written)| Turn {
        number,
        speaker: one.speaker,
        written_at: one.at,
        text: one.text,
    };
    (1..).zip(written).map(turn).collect()
}
