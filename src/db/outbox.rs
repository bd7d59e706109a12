//! The outbox: what people are told of. An event is written in the transaction that makes it so
//! ([`tell`]), and read in the order of its number by whoever hands it on.
//!
//! Transactions do not commit in the order in which they begin, so an event gets its number only
//! after it is committed and due: [`number_due`] gives numbers to one batch after the other, under
//! a lock that is held until they are committed. Whoever has seen a number has therefore seen every
//! smaller one, and a cursor never skips.

mod notice;

pub use notice::{
    Notice, count_unread, mark_all_read, mark_read, mark_read_about, mark_read_before, missed_by, of_person,
};

use super::columns::words;
use super::schema::{notice as notices, outbox, outbox_head};
use super::{DbError, Reading, Writing};
use crate::ids::{OutboxId, PersonId};
use crate::time::Instant;
use diesel::dsl::{exists, select};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// What happened.
    EventKind {
        /// An evaluation of the agent's call is out (下发). The subject is the evaluation.
        FeedbackReleased = "feedback_released",
        /// An evaluation of the agent's was revised (修订): it is read and answered anew. The subject is the
        /// evaluation.
        FeedbackRevised = "feedback_revised",
        /// The agent has acknowledged it (签收). The subject is the evaluation.
        FeedbackAcknowledged = "feedback_acknowledged",
        /// The agent has no objection to it (无异议). The subject is the evaluation.
        FeedbackNoObjection = "feedback_no_objection",
        /// An appeal waits for whoever may take its next step. The subject is the appeal.
        AppealWaits = "appeal_waits",
        /// An appeal waits for an arbitrator, and nobody may be one. The subject is the appeal.
        AppealUnstaffed = "appeal_unstaffed",
        /// An appeal is decided. The subject is the appeal.
        AppealDecided = "appeal_decided",
        /// The agent took an appeal back. The subject is the appeal.
        AppealWithdrawn = "appeal_withdrawn",
        /// An evaluation should have been released by now. The subject is the evaluation.
        ReleaseOverdue = "release_overdue",
        /// The same, for whoever hands calls out. The subject is the evaluation.
        ReleaseLate = "release_late",
        /// An evaluation should have been heard by now. The subject is the evaluation.
        FeedbackUnheard = "feedback_unheard",
        /// An evaluation waits for a talk of the leader with the agent. The subject is the evaluation.
        TalkWaits = "talk_waits",
        /// The agent has replied to a note. The subject is the evaluation.
        NoteReplied = "note_replied",
        /// The inspector has answered at a note. The subject is the evaluation.
        NoteAnswered = "note_answered",
        /// An agent asks for something about a call. The subject is the request.
        RequestMade = "request_made",
        /// What the agent asked for was decided. The subject is the request.
        RequestDecided = "request_decided",
        /// Calls were put into the inspector's queue. The subject is the first assignment.
        CallsAssigned = "calls_assigned",
        /// Somebody took a call out of the inspector's queue. The subject is the assignment.
        AssignmentWithdrawn = "assignment_withdrawn",
        /// Somebody is to put a process fault right. The subject is the improvement ticket.
        ImprovementAssigned = "improvement_assigned",
        /// A process fault that the inspector found was answered. The subject is the improvement ticket.
        ImprovementReplied = "improvement_replied",
        /// What somebody proposed for a library was decided. The subject is the case.
        CaseDecided = "case_decided",
        /// Somebody who is heard is asked whether others may learn from it. The subject is the case.
        ConsentAsked = "consent_asked",
        /// They said so, or took it back. The subject is the case.
        ConsentAnswered = "consent_answered",
        /// Somebody is to learn something until a day. The subject is the learning task.
        LearningAssigned = "learning_assigned",
        /// The agenda of a case review that the person is invited to was sent. The subject is the review.
        CaseReviewInvited = "case_review_invited",
        /// A case review decided that the person does something. The subject is the review.
        DecisionAssigned = "decision_assigned",
        /// Nothing comes from a source any more, against its habit. The subject is the source.
        SourceSilent = "source_silent",
    }
}

/// Something that somebody is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// What happened.
    pub kind: EventKind,
    /// The bytes of the id of what it happened to.
    pub subject_id: [u8; 16],
    /// Who did it, where it matters to those who are told.
    pub actor_id: Option<PersonId>,
    /// How many there are of it.
    pub count: i64,
    /// From when on it is known; none: from now on.
    pub due_at: Option<Instant>,
    /// Whom it concerns.
    pub recipients: BTreeSet<PersonId>,
}

impl News {
    /// One thing that happened now.
    #[must_use]
    pub fn new(
        kind: EventKind,
        subject_id: &[u8; 16],
        recipients: impl IntoIterator<Item = PersonId>,
    ) -> Self {
        let recipients = recipients.into_iter().collect();
        Self { kind, subject_id: *subject_id, actor_id: None, count: 1, due_at: None, recipients }
    }

    /// Who did it.
    #[must_use]
    pub fn by(self, actor_id: Option<PersonId>) -> Self {
        Self { actor_id, ..self }
    }

    /// How many there are of it.
    #[must_use]
    pub fn counted(self, count: i64) -> Self {
        Self { count, ..self }
    }

    /// Known from this moment on.
    #[must_use]
    pub fn due(self, at: Instant) -> Self {
        Self { due_at: Some(at), ..self }
    }
}

/// An event that has its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its place in the order of readers.
    pub number: i64,
    /// What happened.
    pub kind: EventKind,
    /// The bytes of the id of what it happened to.
    pub subject_id: [u8; 16],
    /// Who did it.
    pub actor_id: Option<PersonId>,
    /// How many there are of it.
    pub count: i64,
    /// Since when it is known.
    pub at: Instant,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = outbox)]
struct EventRow {
    id: OutboxId,
    number: Option<i64>,
    kind: EventKind,
    subject_id: Vec<u8>,
    actor_id: Option<PersonId>,
    count: i64,
    due_at: Instant,
}

impl EventRow {
    fn into_event(self) -> Result<Event, DbError> {
        let damaged = |what| DbError::Damaged { what, cause: "of another length than written".into() };
        Ok(Event {
            number: self.number.unwrap_or_default(),
            kind: self.kind,
            subject_id: self.subject_id.try_into().map_err(|_| damaged("the subject of an event"))?,
            actor_id: self.actor_id,
            count: self.count,
            at: self.due_at,
        })
    }
}

/// Tells those whom it concerns: they know of it once this transaction is committed and it is due.
/// Where nobody is concerned, nothing is told.
pub fn tell(writing: &mut Writing<'_>, news: &News) -> Result<(), DbError> {
    if news.recipients.is_empty() {
        return Ok(());
    }
    let row = EventRow {
        id: OutboxId::new(),
        number: None,
        kind: news.kind,
        subject_id: news.subject_id.to_vec(),
        actor_id: news.actor_id,
        count: news.count,
        due_at: news.due_at.unwrap_or(writing.now()),
    };
    diesel::insert_into(outbox::table).values(&row).execute(writing.connection)?;
    for person_id in &news.recipients {
        diesel::insert_into(notices::table)
            .values((notices::outbox_id.eq(row.id), notices::person_id.eq(person_id)))
            .execute(writing.connection)?;
    }
    writing.has_told = true;
    Ok(())
}

/// Takes back what is not due yet: nobody was told, and nobody will be.
pub fn take_back(writing: &mut Writing<'_>, kind: EventKind, subject_id: &[u8; 16]) -> Result<(), DbError> {
    let now = writing.now();
    let told = outbox::table
        .filter(outbox::subject_id.eq(subject_id.to_vec()))
        .filter(outbox::kind.eq(kind))
        .filter(outbox::due_at.gt(now));
    diesel::delete(told).execute(writing.connection)?;
    Ok(())
}

/// Takes back what may have been told already: the notices of it are gone, read or not.
pub fn withdraw(writing: &mut Writing<'_>, kind: EventKind, subject_id: &[u8; 16]) -> Result<(), DbError> {
    let told = outbox::table.filter(outbox::subject_id.eq(subject_id.to_vec())).filter(outbox::kind.eq(kind));
    diesel::delete(told).execute(writing.connection)?;
    Ok(())
}

/// Whether an event is due and has no number yet.
pub fn is_any_due(reading: &mut Reading<'_>) -> Result<bool, DbError> {
    let now = reading.now();
    let due = outbox::table.filter(outbox::number.is_null()).filter(outbox::due_at.le(now));
    Ok(select(exists(due)).get_result(reading.connection)?)
}

/// Gives numbers to what is due, at most `most` at a time; returns how many got one. Two who do this
/// at once do it one after the other.
pub fn number_due(writing: &mut Writing<'_>, most: i64) -> Result<usize, DbError> {
    // The row is locked from here on: the next one begins where this one ends.
    diesel::update(outbox_head::table)
        .set(outbox_head::number.eq(outbox_head::number))
        .execute(writing.connection)?;
    let mut number = head(writing)?;
    let now = writing.now();
    let due: Vec<OutboxId> = outbox::table
        .filter(outbox::number.is_null())
        .filter(outbox::due_at.le(now))
        .order((outbox::due_at, outbox::id))
        .limit(most)
        .select(outbox::id)
        .load(writing.connection)?;
    for id in &due {
        number = number.saturating_add(1);
        diesel::update(outbox::table.find(id)).set(outbox::number.eq(number)).execute(writing.connection)?;
        diesel::update(notices::table.filter(notices::outbox_id.eq(id)))
            .set(notices::number.eq(number))
            .execute(writing.connection)?;
    }
    diesel::update(outbox_head::table).set(outbox_head::number.eq(number)).execute(writing.connection)?;
    Ok(due.len())
}

/// The last number that was given; 0: none yet.
pub fn head(reading: &mut Reading<'_>) -> Result<i64, DbError> {
    let head: Option<i64> =
        outbox_head::table.select(outbox_head::number).first(reading.connection).optional()?;
    Ok(head.unwrap_or_default())
}

/// The events behind this number with those whom they concern, in their order, at most `limit`: for
/// whoever hands them on.
pub fn after(
    reading: &mut Reading<'_>,
    number: i64,
    limit: i64,
) -> Result<Vec<(Event, Vec<PersonId>)>, DbError> {
    let rows: Vec<EventRow> = outbox::table
        .filter(outbox::number.gt(number))
        .order(outbox::number)
        .limit(limit)
        .load(reading.connection)?;
    let ids: Vec<OutboxId> = rows.iter().map(|row| row.id).collect();
    let pairs: Vec<(OutboxId, PersonId)> = notices::table
        .filter(notices::outbox_id.eq_any(ids))
        .select((notices::outbox_id, notices::person_id))
        .load(reading.connection)?;
    let mut recipients: BTreeMap<OutboxId, Vec<PersonId>> = BTreeMap::new();
    for (id, person_id) in pairs {
        recipients.entry(id).or_default().push(person_id);
    }
    let with_recipients = |row: EventRow| {
        let concerned = recipients.remove(&row.id).unwrap_or_default();
        Ok((row.into_event()?, concerned))
    };
    rows.into_iter().map(with_recipients).collect()
}

/// Removes the oldest events of before that moment, read or not, at most `limit`; returns how many.
pub fn forget(writing: &mut Writing<'_>, before: Instant, limit: i64) -> Result<usize, DbError> {
    let oldest: Vec<(OutboxId, Instant)> = outbox::table
        .filter(outbox::number.is_not_null())
        .order(outbox::number)
        .limit(limit)
        .select((outbox::id, outbox::due_at))
        .load(writing.connection)?;
    let old: Vec<OutboxId> = oldest.into_iter().filter(|(_, at)| *at < before).map(|(id, _)| id).collect();
    Ok(diesel::delete(outbox::table.filter(outbox::id.eq_any(old))).execute(writing.connection)?)
}
