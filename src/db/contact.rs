//! Text contacts (文字联络): chats, letters and e-mail, with what was written in them, and which evaluations
//! are made of them.
//!
//! A contact that is removed keeps its row, without its words and its customer: evaluations outlive it and
//! say why it is gone.

mod list;
mod removal;

pub use list::{ContactFilter, list};
pub use removal::{ContactFacts, ContactRemoval, Trace, customers, forget, naming, older_than};

use super::call::CustomerNumber;
use super::columns::words;
use super::removal::RemovalCause;
use super::schema::{contact, contact_evaluation, contact_turn, evaluation};
use super::{DbError, Reading, Scope, Writing};
use crate::db::evaluation::{EvaluationState, evaluations_in_hand};
use crate::ids::{
    AgentId, ContactId, EvaluationId, PersonId, ProjectId, QueueId, RetentionRuleVersionId, TeamId,
};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::HashMap;

words! {
    /// How a text contact went.
    Channel {
        /// Messages to and fro (在线会话).
        Chat = "chat",
        /// On paper (信函).
        Letter = "letter",
        /// By e-mail (邮件).
        Email = "email",
    }
}

words! {
    /// Who wrote a turn.
    Speaker {
        /// The agent.
        Agent = "agent",
        /// The customer.
        Customer = "customer",
        /// Neither: a machine, or nobody knows.
        Other = "other",
    }
}

/// A text contact.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = contact)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// How it went.
    pub channel: Channel,
    /// The project that it belongs to.
    pub project_id: Option<ProjectId>,
    /// The queue that it came through.
    pub queue_id: Option<QueueId>,
    /// The agent.
    pub agent_id: AgentId,
    /// Who sat there on that day.
    pub person_id: Option<PersonId>,
    /// The team they belonged to on that day.
    pub team_id: Option<TeamId>,
    /// When it began.
    pub began_at: Instant,
    /// The workspace's day of that moment, `YYYY-MM-DD`.
    pub local_date: String,
    /// The customer's number, address or reference: personal data.
    pub customer: Option<CustomerNumber>,
    /// How many turns it has, or had.
    pub turns: i32,
    /// Who brought it in.
    pub added_by: PersonId,
    /// When.
    pub added_at: Instant,
    /// When its words were removed; none: they are there.
    pub removed_at: Option<Instant>,
    /// Why.
    pub removal_cause: Option<RemovalCause>,
    /// By which version of which rule.
    pub removal_rule_version_id: Option<RetentionRuleVersionId>,
    /// For how many days that rule kept it.
    pub removal_keep_days: Option<i32>,
}

/// What somebody wrote at once: a message of a chat, a paragraph of a letter.
#[derive(Clone, PartialEq, Eq, Queryable)]
pub struct Turn {
    /// Its number in the contact, counted from 1.
    pub number: i32,
    /// Who wrote it.
    pub speaker: Speaker,
    /// When, where that is known.
    pub written_at: Option<Instant>,
    /// The words: personal data may stand in them.
    pub text: String,
}

impl std::fmt::Debug for Turn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Turn")
            .field("number", &self.number)
            .field("speaker", &self.speaker)
            .finish_non_exhaustive()
    }
}

/// Enters a contact with what was written.
pub fn insert(writing: &mut Writing<'_>, new: &Contact, turns: &[Turn]) -> Result<(), DbError> {
    diesel::insert_into(contact::table).values(new).execute(writing.connection)?;
    for turn in turns {
        diesel::insert_into(contact_turn::table)
            .values((
                contact_turn::contact_id.eq(new.id),
                contact_turn::number.eq(turn.number),
                contact_turn::speaker.eq(turn.speaker),
                contact_turn::written_at.eq(turn.written_at),
                contact_turn::text.eq(&turn.text),
            ))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// The contact, if it exists for the caller; also one whose words are gone.
pub fn find(reading: &mut Reading<'_>, scope: &Scope, id: ContactId) -> Result<Option<Contact>, DbError> {
    let found: Option<Contact> = contact::table.find(id).first(reading.connection).optional()?;
    Ok(found.filter(|one| scope.covers(one.person_id, one.team_id, one.project_id)))
}

/// What was written in it, in order; nothing once it is gone. A contact has few thousand turns at most.
pub fn turns(reading: &mut Reading<'_>, id: ContactId) -> Result<Vec<Turn>, DbError> {
    Ok(contact_turn::table
        .filter(contact_turn::contact_id.eq(id))
        .order(contact_turn::number)
        .select((contact_turn::number, contact_turn::speaker, contact_turn::written_at, contact_turn::text))
        .load(reading.connection)?)
}

/// Notes that an evaluation is made of this contact.
pub fn note_evaluation(
    writing: &mut Writing<'_>,
    evaluation_id: EvaluationId,
    contact_id: ContactId,
) -> Result<(), DbError> {
    diesel::insert_into(contact_evaluation::table)
        .values((
            contact_evaluation::evaluation_id.eq(evaluation_id),
            contact_evaluation::contact_id.eq(contact_id),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// The contact that this evaluation is made of, whose reader may see the evaluation; none: it is made of a
/// call or a sitting.
pub fn of_evaluation(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Option<Contact>, DbError> {
    Ok(contact_evaluation::table
        .inner_join(contact::table)
        .filter(contact_evaluation::evaluation_id.eq(id))
        .select(Contact::as_select())
        .first(reading.connection)
        .optional()?)
}

/// How the contacts went that these evaluations are made of; those of calls are left out.
pub fn of_evaluations(
    reading: &mut Reading<'_>,
    ids: &[EvaluationId],
) -> Result<HashMap<EvaluationId, (ContactId, Channel)>, DbError> {
    let rows: Vec<(EvaluationId, ContactId, Channel)> = contact_evaluation::table
        .inner_join(contact::table)
        .filter(contact_evaluation::evaluation_id.eq_any(ids.to_vec()))
        .select((contact_evaluation::evaluation_id, contact::id, contact::channel))
        .load(reading.connection)?;
    Ok(rows.into_iter().map(|(evaluation_id, id, channel)| (evaluation_id, (id, channel))).collect())
}

/// The evaluations that this person makes of these contacts, the youngest first, with their states; at most a
/// thousand in all.
pub fn evaluations_by(
    reading: &mut Reading<'_>,
    ids: &[ContactId],
    evaluator_id: PersonId,
) -> Result<HashMap<ContactId, Vec<(EvaluationId, EvaluationState)>>, DbError> {
    let rows: Vec<(ContactId, EvaluationId, EvaluationState)> = contact_evaluation::table
        .inner_join(evaluation::table)
        .filter(contact_evaluation::contact_id.eq_any(ids.to_vec()))
        .filter(evaluation::evaluator_id.eq(evaluator_id))
        .order(evaluation::id.desc())
        .limit(1_000)
        .select((contact_evaluation::contact_id, evaluation::id, evaluation::state))
        .load(reading.connection)?;
    let mut found: HashMap<ContactId, Vec<(EvaluationId, EvaluationState)>> = HashMap::new();
    for (contact_id, id, state) in rows {
        found.entry(contact_id).or_default().push((id, state));
    }
    Ok(found)
}

/// The contacts of which this person makes an evaluation that is not out: of these they see nobody else's.
pub fn in_hand(reading: &mut Reading<'_>, evaluator_id: PersonId) -> Result<Vec<ContactId>, DbError> {
    let own = evaluations_in_hand(reading, evaluator_id)?;
    Ok(contact_evaluation::table
        .filter(contact_evaluation::evaluation_id.eq_any(own))
        .select(contact_evaluation::contact_id)
        .load(reading.connection)?)
}

/// Holds the row of a contact until the end of the transaction, so that two hands do not begin or remove the
/// same one; says whether its words are there.
pub fn lock(writing: &mut Writing<'_>, id: ContactId) -> Result<bool, DbError> {
    let there = contact::table.find(id).filter(contact::removed_at.is_null());
    Ok(diesel::update(there).set(contact::id.eq(id)).execute(writing.connection)? == 1)
}
