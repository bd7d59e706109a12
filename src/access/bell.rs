//! The bell: what somebody was told of, and whether they have read it. Every room tells by
//! `db::outbox::tell`; here is who may be told, and what they then see.

use super::meetings::{invited_to, run_by};
use super::{AccessError, Permission, Who, roles_with};
use crate::db::case_review::{self, CaseReview};
use crate::db::named::{self, Named};
use crate::db::outbox::{self, EventKind};
use crate::db::{Db, DbError, Page, Reading, Window, person};
use crate::ids::{
    AppealId, AssignmentId, CallRequestId, CaseId, CaseReviewId, EvaluationId, ImprovementId, LearningTaskId,
    PersonId, SourceId,
};
use crate::time::Instant;
use std::collections::BTreeMap;

/// Something that somebody was told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its place in the order of all that is told.
    pub number: i64,
    /// What happened.
    pub kind: EventKind,
    /// The id of what it happened to.
    pub subject_id: String,
    /// The name of that, where it has one and the reader finds it.
    pub subject_name: Option<String>,
    /// When that is held, where it is held at a time and the reader finds it.
    pub subject_at: Option<Instant>,
    /// Who did it.
    pub actor: Option<Named<PersonId>>,
    /// How many there are of it.
    pub count: i64,
    /// When.
    pub at: Instant,
    /// When they read it.
    pub read_at: Option<Instant>,
}

/// A page of the caller's notices, the youngest first; or of those alone that are unread.
pub async fn notices(
    db: &Db,
    who: &Who,
    unread_only: bool,
    window: Window,
) -> Result<Page<Notice>, AccessError> {
    let (person_id, who) = (who.person_id().ok_or(AccessError::NotPermitted)?, who.clone());
    let page = db
        .read(move |reading| {
            let page = outbox::of_person(reading, person_id, unread_only, window)?;
            let Page { items, next, total, total_is_exact } = page;
            Ok::<_, DbError>(Page { items: with_names(reading, &who, items)?, next, total, total_is_exact })
        })
        .await?;
    Ok(page)
}

/// Notes that the caller has read one of their notices.
pub async fn mark_read(db: &Db, who: &Who, number: i64) -> Result<(), AccessError> {
    let person_id = who.person_id().ok_or(AccessError::NotPermitted)?;
    let is_own = db.write(move |writing| outbox::mark_read(writing, person_id, number)).await?;
    if is_own { Ok(()) } else { Err(AccessError::NotFound) }
}

/// Notes that the caller has read every notice up to this number.
pub async fn mark_all_read(db: &Db, who: &Who, through: i64) -> Result<(), AccessError> {
    let person_id = who.person_id().ok_or(AccessError::NotPermitted)?;
    db.write(move |writing| outbox::mark_all_read(writing, person_id, through)).await?;
    Ok(())
}

/// Everybody who has this permission at this moment, with how far it reaches.
pub fn who_may(reading: &mut Reading<'_>, permission: Permission) -> Result<Vec<Who>, DbError> {
    let holders = person::holders_of(reading, &roles_with(permission))?;
    holders.into_iter().map(|person_id| Who::person(reading, person_id)).collect()
}

fn with_names(
    reading: &mut Reading<'_>,
    who: &Who,
    notices: Vec<outbox::Notice>,
) -> Result<Vec<Notice>, DbError> {
    let people = named::of_people(reading, notices.iter().filter_map(|one| one.event.actor_id))?;
    let sources = named::of_sources(reading, notices.iter().filter_map(source_of))?;
    let reviews = reviews_of(reading, who, &notices)?;
    let notice = |one: outbox::Notice| {
        let review = review_of(&one).and_then(|id| reviews.get(&id));
        let name_of_source = source_of(&one).map(|id| sources.named(id).name);
        Notice {
            number: one.event.number,
            kind: one.event.kind,
            subject_id: subject_of(one.event.kind, one.event.subject_id),
            subject_name: name_of_source.or_else(|| review.map(|review| review.title.clone())),
            subject_at: review.map(|review| review.held_at),
            actor: one.event.actor_id.map(|id| people.named(id)),
            count: one.event.count,
            at: one.event.at,
            read_at: one.read_at,
        }
    };
    Ok(notices.into_iter().map(notice).collect())
}

/// The case reviews that these are about, as far as the reader finds them now: they may have been told of one
/// that they are not invited to any more, or do what one decided that they never were.
fn reviews_of(
    reading: &mut Reading<'_>,
    who: &Who,
    notices: &[outbox::Notice],
) -> Result<BTreeMap<CaseReviewId, CaseReview>, DbError> {
    let ids: Vec<CaseReviewId> = notices.iter().filter_map(review_of).collect();
    let Some(person_id) = who.person_id().filter(|_| !ids.is_empty()) else { return Ok(BTreeMap::new()) };
    let invited = invited_to(reading, person_id)?;
    let mut found = case_review::of_ids(reading, &invited, &ids)?;
    if let Some(run) = run_by(who) {
        found.extend(case_review::of_ids(reading, &run, &ids)?);
    }
    Ok(found.into_iter().map(|review| (review.id, review)).collect())
}

fn review_of(notice: &outbox::Notice) -> Option<CaseReviewId> {
    let is_about_one =
        matches!(notice.event.kind, EventKind::CaseReviewInvited | EventKind::DecisionAssigned);
    is_about_one.then(|| CaseReviewId::from_bytes(notice.event.subject_id))
}

fn source_of(notice: &outbox::Notice) -> Option<SourceId> {
    (notice.event.kind == EventKind::SourceSilent).then(|| SourceId::from_bytes(notice.event.subject_id))
}

/// The id of what an event happened to, as text.
#[must_use]
pub fn subject_of(kind: EventKind, id: [u8; 16]) -> String {
    match kind {
        EventKind::FeedbackReleased
        | EventKind::FeedbackRevised
        | EventKind::FeedbackAcknowledged
        | EventKind::FeedbackNoObjection
        | EventKind::ReleaseOverdue
        | EventKind::ReleaseLate
        | EventKind::FeedbackUnheard
        | EventKind::NoteReplied
        | EventKind::TalkWaits
        | EventKind::NoteAnswered => EvaluationId::from_bytes(id).to_string(),
        EventKind::AppealWaits
        | EventKind::AppealUnstaffed
        | EventKind::AppealDecided
        | EventKind::AppealWithdrawn => AppealId::from_bytes(id).to_string(),
        EventKind::RequestMade | EventKind::RequestDecided => CallRequestId::from_bytes(id).to_string(),
        EventKind::CallsAssigned | EventKind::AssignmentWithdrawn => AssignmentId::from_bytes(id).to_string(),
        EventKind::ImprovementAssigned | EventKind::ImprovementReplied => {
            ImprovementId::from_bytes(id).to_string()
        }
        EventKind::CaseDecided | EventKind::ConsentAsked | EventKind::ConsentAnswered => {
            CaseId::from_bytes(id).to_string()
        }
        EventKind::LearningAssigned => LearningTaskId::from_bytes(id).to_string(),
        EventKind::CaseReviewInvited | EventKind::DecisionAssigned => {
            CaseReviewId::from_bytes(id).to_string()
        }
        EventKind::SourceSilent => SourceId::from_bytes(id).to_string(),
    }
}
