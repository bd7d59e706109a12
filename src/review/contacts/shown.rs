//! Text contacts as their readers see them: listed, read, with what is hidden taken out.
//!
//! A text has no source whose setting it could follow, so card numbers and the like are hidden of every text,
//! each time that it is read: what the rules find later is hidden then. Whoever may hear originals may read
//! one as it was written, and that is noted.

use super::super::{ReviewError, person_of};
use super::error::ContactError;
use crate::access::{AccessError, By, Permission, Who};
use crate::db::agent::{self, Agent};
use crate::db::contact::{self, Contact, ContactFilter, Speaker, Turn};
use crate::db::evaluation::EvaluationState;
use crate::db::named::{self, Named};
use crate::db::{Db, Page, Reading, Scope, Window};
use crate::ids::{AgentId, ContactId, EvaluationId, PersonId, ProjectId, QueueId, TeamId};
use crate::recorder::retention::{Farewell, farewell_of_contact};
use crate::transcription::redaction::{self, Said};
use serde_json::json;
use std::collections::HashMap;

/// How far apart the turns of a text are taken to be said, where what is to be hidden is looked for.
const TURN_MS: i64 = 4_000;

/// A contact as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactLine {
    /// What is stored, its customer masked for whoever sees no personal data.
    pub contact: Contact,
    /// The agent.
    pub agent: Option<Agent>,
    /// Who sat there on that day.
    pub person: Option<Named<PersonId>>,
    /// Their team of that day.
    pub team: Option<Named<TeamId>>,
    /// The project.
    pub project: Option<Named<ProjectId>>,
    /// The queue.
    pub queue: Option<Named<QueueId>>,
    /// Who brought it in.
    pub added_by: Named<PersonId>,
    /// The reader's own evaluations of it, the youngest first.
    pub own: Vec<(EvaluationId, EvaluationState)>,
}

/// A contact with what its page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactView {
    /// It.
    pub line: ContactLine,
    /// Why its words are gone; none: they are there.
    pub gone: Option<Farewell>,
    /// Whether the reader may begin to score it.
    pub may_score: bool,
    /// Whether the reader may read it with nothing hidden.
    pub may_read_original: bool,
}

/// What was written in a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadContact {
    /// The turns, in order.
    pub turns: Vec<Turn>,
    /// How often something is hidden of it.
    pub hidden: usize,
}

/// A page of the contacts that the caller finds, the youngest first.
pub async fn list_contacts(
    db: &Db,
    who: &Who,
    filter: ContactFilter,
    window: Window,
) -> Result<Page<ContactLine>, ReviewError> {
    let scope = who.scope(Permission::ViewCalls).ok_or(AccessError::NotPermitted)?;
    let who = who.clone();
    db.read(move |reading| {
        let Page { items, next, total, total_is_exact } = contact::list(reading, &scope, &filter, window)?;
        Ok(Page { items: lines(reading, &who, items)?, next, total, total_is_exact })
    })
    .await
}

/// A contact that the caller finds; also one whose words are gone.
pub async fn find_contact(db: &Db, who: &Who, id: ContactId) -> Result<ContactView, ReviewError> {
    let scope = who.scope(Permission::ViewCalls).ok_or(AccessError::NotPermitted)?;
    let who = who.clone();
    db.read(move |reading| {
        let found = contact::find(reading, &scope, id)?.ok_or(ReviewError::NotFound { what: "contact" })?;
        view(reading, &who, found)
    })
    .await
}

/// What was written in a contact, with card numbers and the like hidden.
pub async fn read_contact(db: &Db, who: &Who, id: ContactId) -> Result<ReadContact, ReviewError> {
    let scope = who.scope(Permission::ReadTranscripts).ok_or(AccessError::NotPermitted)?;
    db.read(move |reading| {
        let turns = turns_of(reading, &scope, id)?;
        Ok(hidden_of(turns))
    })
    .await
}

/// The same with nothing hidden; that it was read is noted.
pub async fn read_original_contact(
    db: &Db,
    who: &Who,
    by: By,
    id: ContactId,
) -> Result<ReadContact, ReviewError> {
    let scope = who.scope(Permission::HearOriginals).ok_or(AccessError::NotPermitted)?;
    db.write(move |writing| {
        let turns = turns_of(writing, &scope, id)?;
        by.note(writing, "contact.original_read", "contact", id, json!({}))?;
        Ok(ReadContact { turns, hidden: 0 })
    })
    .await
}

fn turns_of(reading: &mut Reading<'_>, scope: &Scope, id: ContactId) -> Result<Vec<Turn>, ReviewError> {
    let found = contact::find(reading, scope, id)?.ok_or(ReviewError::NotFound { what: "contact" })?;
    if found.removed_at.is_some() {
        return Err(ContactError::Gone.into());
    }
    Ok(contact::turns(reading, id)?)
}

/// A mark such as `⟦card⟧` in the place of what is hidden.
fn hidden_of(mut turns: Vec<Turn>) -> ReadContact {
    let said: Vec<Said<'_>> = (0..)
        .zip(&turns)
        .map(|(place, turn): (i64, &Turn)| Said {
            channel: match turn.speaker {
                Speaker::Agent => 0,
                Speaker::Customer => 1,
                Speaker::Other => 2,
            },
            start_ms: place * TURN_MS,
            end_ms: place * TURN_MS + TURN_MS / 2,
            text: &turn.text,
            ..Said::default()
        })
        .collect();
    let found = redaction::find(&said);
    let (texts, hidden) = (found.texts(&said), found.kinds().len());
    for (turn, text) in turns.iter_mut().zip(texts) {
        turn.text = text;
    }
    ReadContact { turns, hidden }
}

/// The contact with everything around it.
pub(super) fn view(
    reading: &mut Reading<'_>,
    who: &Who,
    contact: Contact,
) -> Result<ContactView, ReviewError> {
    let covers = |permission| {
        let scope = who.scope(permission);
        scope.is_some_and(|scope| scope.covers(contact.person_id, contact.team_id, contact.project_id))
    };
    let is_there = contact.removed_at.is_none();
    let is_own = person_of(who).ok().is_some_and(|own| contact.person_id == Some(own));
    let may_score = is_there && !is_own && person_of(who).is_ok() && covers(Permission::ScoreCalls);
    let may_read_original = is_there && covers(Permission::HearOriginals);
    let gone = farewell_of_contact(reading, &contact)?;
    let line = lines(reading, who, vec![contact])?.pop().ok_or(ReviewError::NotFound { what: "contact" })?;
    Ok(ContactView { line, gone, may_score, may_read_original })
}

/// The contact that an evaluation is made of, for whoever reads the evaluation: its customer masked.
pub(in crate::review) fn of_evaluation(
    reading: &mut Reading<'_>,
    id: EvaluationId,
) -> Result<Option<ContactOfEvaluation>, ReviewError> {
    let Some(mut contact) = contact::of_evaluation(reading, id)? else { return Ok(None) };
    mask(&mut contact);
    let queues = named::of_queues(reading, contact.queue_id)?;
    Ok(Some(ContactOfEvaluation {
        queue: contact.queue_id.map(|id| queues.named(id)),
        gone: farewell_of_contact(reading, &contact)?,
        contact,
    }))
}

/// The contact behind an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactOfEvaluation {
    /// What is stored, its customer masked.
    pub contact: Contact,
    /// The queue.
    pub queue: Option<Named<QueueId>>,
    /// Why its words are gone; none: they are there.
    pub gone: Option<Farewell>,
}

fn mask(contact: &mut Contact) {
    if let Some(customer) = &mut contact.customer {
        customer.0 = customer.masked();
    }
}

fn lines(
    reading: &mut Reading<'_>,
    who: &Who,
    mut contacts: Vec<Contact>,
) -> Result<Vec<ContactLine>, ReviewError> {
    let sees = who.scope(Permission::SeePersonalData).unwrap_or_else(Scope::nothing);
    for one in &mut contacts {
        if !sees.covers(one.person_id, one.team_id, one.project_id) {
            mask(one);
        }
    }
    let rows = contacts.iter();
    let agent_ids: Vec<AgentId> = rows.clone().map(|one| one.agent_id).collect();
    let agents: HashMap<AgentId, Agent> =
        agent::by_ids(reading, &agent_ids)?.into_iter().map(|one| (one.id, one)).collect();
    let people = named::of_people(
        reading,
        rows.clone().flat_map(|one| one.person_id.into_iter().chain([one.added_by])),
    )?;
    let teams = named::of_teams(reading, rows.clone().filter_map(|one| one.team_id))?;
    let projects = named::of_projects(reading, rows.clone().filter_map(|one| one.project_id))?;
    let queues = named::of_queues(reading, rows.filter_map(|one| one.queue_id))?;
    let ids: Vec<ContactId> = contacts.iter().map(|one| one.id).collect();
    let mut own = match who.person_id() {
        Some(person_id) => contact::evaluations_by(reading, &ids, person_id)?,
        None => HashMap::new(),
    };
    let line = |contact: Contact| ContactLine {
        agent: agents.get(&contact.agent_id).cloned(),
        person: contact.person_id.map(|id| people.named(id)),
        team: contact.team_id.map(|id| teams.named(id)),
        project: contact.project_id.map(|id| projects.named(id)),
        queue: contact.queue_id.map(|id| queues.named(id)),
        added_by: people.named(contact.added_by),
        own: own.remove(&contact.id).unwrap_or_default(),
        contact,
    };
    Ok(contacts.into_iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(number: i32, speaker: Speaker, text: &str) -> Turn {
        Turn { number, speaker, written_at: None, text: text.to_owned() }
    }

    #[test]
    fn a_card_number_is_hidden_over_two_messages_and_words_are_not() {
        let turns = vec![
            turn(1, Speaker::Agent, "请提供您的卡号"),
            turn(2, Speaker::Customer, "4111 1111"),
            turn(3, Speaker::Customer, "1111 1111，尾号就是 1111"),
            turn(4, Speaker::Agent, "已经为您退款"),
        ];
        let read = hidden_of(turns);
        let texts: Vec<&str> = read.turns.iter().map(|one| one.text.as_str()).collect();
        assert!(texts.iter().all(|text| !text.contains("4111 1111")), "{texts:?}");
        assert!(texts[1].contains('⟦') && read.hidden > 0, "{texts:?}");
        assert_eq!((texts[0], texts[3]), ("请提供您的卡号", "已经为您退款"));
    }
}
