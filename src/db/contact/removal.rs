//! Text contacts that are due, and those of one customer; their words go, their row stays.

use crate::db::appeal::AppealState;
use crate::db::call::CustomerNumber;
use crate::db::erasure::holding;
use crate::db::evaluation::EvaluationState;
use crate::db::removal::RemovalCause;
use crate::db::schema::{appeal, contact, contact_evaluation, contact_turn, evaluation};
use crate::db::{DbError, Reading, Writing};
use crate::ids::{ContactId, ProjectId, QueueId, RetentionRuleVersionId};
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// What a retention rule asks of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactFacts {
    /// The contact.
    pub id: ContactId,
    /// The project that it belongs to.
    pub project_id: Option<ProjectId>,
    /// The queue that it came through.
    pub queue_id: Option<QueueId>,
    /// Its day in the workspace's zone, `YYYY-MM-DD`.
    pub local_date: String,
    /// Whether an evaluation of it is out.
    pub is_evaluated: bool,
}

/// Contacts of earlier days than this, behind `after` in the order of ids, whose words are there and which no
/// open appeal is about.
pub fn older_than(
    reading: &mut Reading<'_>,
    before: &str,
    after: Option<ContactId>,
    limit: i64,
) -> Result<Vec<ContactFacts>, DbError> {
    let now = reading.now();
    let of_this = || {
        contact_evaluation::table
            .inner_join(evaluation::table)
            .filter(contact_evaluation::contact_id.eq(contact::id))
    };
    let is_out = exists(
        of_this()
            .filter(evaluation::state.eq(EvaluationState::Released))
            .filter(evaluation::released_at.le(now)),
    );
    let appealed = contact_evaluation::table
        .inner_join(evaluation::table.inner_join(appeal::table))
        .filter(contact_evaluation::contact_id.eq(contact::id))
        .filter(appeal::closed_at.is_null())
        .filter(appeal::state.ne(AppealState::Withdrawn));
    let mut rows = contact::table
        .filter(contact::removed_at.is_null())
        .filter(contact::local_date.lt(before.to_owned()))
        .filter(not(exists(appealed)))
        .order(contact::id)
        .limit(limit)
        .select((contact::id, contact::project_id, contact::queue_id, contact::local_date, is_out))
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(contact::id.gt(after));
    }
    let rows: Vec<(ContactId, Option<ProjectId>, Option<QueueId>, String, bool)> =
        rows.load(reading.connection)?;
    let facts = |(id, project_id, queue_id, local_date, is_evaluated)| ContactFacts {
        id,
        project_id,
        queue_id,
        local_date,
        is_evaluated,
    };
    Ok(rows.into_iter().map(facts).collect())
}

/// Why the words of a contact go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactRemoval {
    /// Why.
    pub cause: RemovalCause,
    /// By which version of which rule.
    pub rule_version_id: Option<RetentionRuleVersionId>,
    /// For how many days that rule kept it.
    pub keep_days: Option<i32>,
}

/// Takes the words and the customer out of a contact; says whether they were there.
pub fn forget(writing: &mut Writing<'_>, id: ContactId, why: ContactRemoval) -> Result<bool, DbError> {
    let now = writing.now();
    let there = contact::table.find(id).filter(contact::removed_at.is_null());
    let emptied = diesel::update(there)
        .set((
            contact::removed_at.eq(now),
            contact::customer.eq(None::<CustomerNumber>),
            contact::removal_cause.eq(why.cause),
            contact::removal_rule_version_id.eq(why.rule_version_id),
            contact::removal_keep_days.eq(why.keep_days),
        ))
        .execute(writing.connection)?;
    if emptied == 1 {
        let turns = contact_turn::table.filter(contact_turn::contact_id.eq(id));
        diesel::delete(turns).execute(writing.connection)?;
    }
    Ok(emptied == 1)
}

/// What is looked for in what people wrote: whoever asks compares it exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trace {
    /// These digits in this order.
    Digits(String),
    /// An `@`.
    Address,
}

impl Trace {
    fn pattern(&self) -> String {
        match self {
            Self::Digits(digits) => holding(digits),
            Self::Address => "%@%".to_owned(),
        }
    }
}

/// Contacts with such a customer, behind this one in the order of ids.
pub fn customers(
    reading: &mut Reading<'_>,
    trace: &Trace,
    after: Option<ContactId>,
    limit: i64,
) -> Result<Vec<(ContactId, CustomerNumber)>, DbError> {
    let customer = contact::customer.assume_not_null();
    let mut rows = contact::table
        .filter(contact::customer.is_not_null())
        .filter(customer.like(trace.pattern()))
        .order(contact::id)
        .limit(limit)
        .select((contact::id, customer))
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(contact::id.gt(after));
    }
    Ok(rows.load(reading.connection)?)
}

/// Such turns of contacts without a customer, behind this contact and turn.
pub fn naming(
    reading: &mut Reading<'_>,
    trace: &Trace,
    after: Option<(ContactId, i32)>,
    limit: i64,
) -> Result<Vec<(ContactId, i32, String)>, DbError> {
    let mut rows = contact_turn::table
        .inner_join(contact::table)
        .filter(contact::customer.is_null())
        .filter(contact_turn::text.like(trace.pattern()))
        .order((contact_turn::contact_id, contact_turn::number))
        .limit(limit)
        .select((contact_turn::contact_id, contact_turn::number, contact_turn::text))
        .into_boxed();
    if let Some((id, number)) = after {
        rows = rows.filter(
            contact_turn::contact_id
                .gt(id)
                .or(contact_turn::contact_id.eq(id).and(contact_turn::number.gt(number))),
        );
    }
    Ok(rows.load(reading.connection)?)
}
