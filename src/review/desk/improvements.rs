//! Process faults become improvement tickets: somebody owns them until a day, and what came of it is
//! told to those who found them. The score keeps its arithmetic; what was not the agent's is counted
//! apart.

use super::super::draft::check_text;
use super::super::progress::lost_in;
use super::super::{ReviewError, person_of};
use super::DeskError;
use crate::access::{AccessError, By, Permission, Who};
use crate::db::directory;
use crate::db::evaluation::Evaluation;
use crate::db::improvement::{
    self, Finding, Found, Improvement, ImprovementState, ProcessFault, ShownImprovements,
};
use crate::db::named::{self, Named};
use crate::db::outbox::{self, EventKind, News};
use crate::db::person::Role;
use crate::db::{Db, Page, Reading, Window, Writing, evaluation, scorecard};
use crate::ids::{EvaluationId, ImprovementId, PersonId, ProjectId, ScorecardId};
use crate::scoring::{Attribution, Responses, ScoreRecord, Wording};
use crate::time::Instant;
use jiff::civil::Date;
use serde_json::json;

/// How many findings of a ticket are shown.
const FINDINGS_MOST: i64 = 100;
/// Who may be asked to put something right: everybody but agents.
const OWNERS: &[Role] =
    &[Role::Inspector, Role::Trainer, Role::TeamLeader, Role::QaManager, Role::Administrator];

/// Which tickets are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImprovementList {
    /// All that the caller looks after.
    All,
    /// Those that the caller found.
    Found,
    /// Those that the caller is to put right.
    Owned,
}

/// A ticket with its names.
#[derive(Debug, Clone, PartialEq)]
pub struct ImprovementLine {
    /// The ticket.
    pub improvement: Improvement,
    /// The title of its card, as last published.
    pub card: Wording,
    /// The title of its item.
    pub title: Wording,
    /// The project of the calls.
    pub project: Option<Named<ProjectId>>,
    /// Who puts it right.
    pub owner: Option<Named<PersonId>>,
    /// In how many evaluations it was found.
    pub findings: i64,
    /// Whether the reader may change it.
    pub is_changeable: bool,
}

/// A finding as a ticket shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingLine {
    /// The evaluation.
    pub evaluation_id: EvaluationId,
    /// Who found it.
    pub found_by: Named<PersonId>,
    /// When.
    pub found_at: Instant,
    /// When the call began.
    pub call_started_at: Option<Instant>,
    /// What they wrote to it.
    pub comment: Option<String>,
}

/// What becomes of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImprovementChange {
    /// How far it is.
    pub state: ImprovementState,
    /// Who puts it right; owners do not change it.
    pub owner_id: Option<PersonId>,
    /// Until which day; owners do not change it.
    pub due_date: Option<String>,
    /// What is said to those who found it.
    pub reply: Option<String>,
}

/// A deduction that is not put down to the agent.
#[derive(Debug, Clone, PartialEq)]
pub struct ApartLine {
    /// The key of the question.
    pub question: String,
    /// What it is put down to.
    pub attribution: Attribution,
    /// How many points it lost.
    pub points: f64,
}

/// The deductions of a score that are not put down to the agent, in card order.
#[must_use]
pub fn counted_apart(responses: &Responses, lost: &[(String, f64)]) -> Vec<ApartLine> {
    let apart = lost.iter().filter_map(|(question, points)| {
        let attribution = responses.to(question)?.attribution?;
        (attribution != Attribution::Agent).then(|| ApartLine {
            question: question.clone(),
            attribution,
            points: *points,
        })
    });
    apart.collect()
}

/// Enters the process faults of an evaluation that is released or changed, with the answers and the score
/// that it has from now on. What was found before and still holds stays in its ticket, as it is; what does
/// not is taken back.
pub(in crate::review) fn note_faults(
    writing: &mut Writing<'_>,
    evaluation: &Evaluation,
    scorecard_id: ScorecardId,
    responses: &Responses,
    score: &ScoreRecord,
) -> Result<(), ReviewError> {
    let apart = counted_apart(responses, &lost_in(score));
    let faults = apart.into_iter().filter_map(|line| Some((line.question, fault_of(line.attribution)?)));
    let faults: Vec<(String, ProcessFault)> = faults.collect();
    let known = improvement::found_in(writing, evaluation.id)?;
    for (id, question, fault) in &known {
        if !faults.iter().any(|one| (&one.0, &one.1) == (question, fault)) {
            improvement::take_back_from(writing, *id, evaluation.id)?;
        }
    }
    for (question, fault) in faults {
        if !known.iter().any(|(_, asked, found)| (asked, found) == (&question, &fault)) {
            let project_id = evaluation.subject.project_id;
            let found = Found { scorecard_id, question, fault, project_id };
            improvement::note(writing, &found, evaluation.id, evaluation.evaluator_id)?;
        }
    }
    Ok(())
}

fn fault_of(attribution: Attribution) -> Option<ProcessFault> {
    match attribution {
        Attribution::Agent => None,
        Attribution::Rule => Some(ProcessFault::Rule),
        Attribution::Script => Some(ProcessFault::Script),
        Attribution::System => Some(ProcessFault::System),
    }
}

/// One page of tickets, what was changed last first.
pub async fn list_improvements(
    db: &Db,
    who: &Who,
    list: ImprovementList,
    states: Vec<ImprovementState>,
    window: Window,
) -> Result<Page<ImprovementLine>, ReviewError> {
    let shown = match list {
        ImprovementList::All => {
            let scope = who.scope(Permission::ManageImprovements).ok_or(AccessError::NotPermitted)?;
            ShownImprovements::Within(scope)
        }
        ImprovementList::Found => ShownImprovements::FoundBy(person_of(who)?),
        ImprovementList::Owned => ShownImprovements::OwnedBy(person_of(who)?),
    };
    let who = who.clone();
    db.read(move |reading| {
        let page = improvement::list(reading, &shown, &states, window)?;
        let mut lines = Vec::with_capacity(page.items.len());
        for one in page.items {
            lines.push(line(reading, &who, one)?);
        }
        Ok(Page { items: lines, next: page.next, total: page.total, total_is_exact: page.total_is_exact })
    })
    .await
}

/// A ticket that the caller looks after, owns or found, and where it was found.
pub async fn find_improvement(
    db: &Db,
    who: &Who,
    id: ImprovementId,
) -> Result<(ImprovementLine, Vec<FindingLine>), ReviewError> {
    let who = who.clone();
    db.read(move |reading| {
        let found = find(reading, &who, id)?;
        let findings = improvement::findings(reading, id, FINDINGS_MOST)?;
        let names = named::of_people(reading, findings.iter().map(|finding| finding.found_by))?;
        let mut lines = Vec::with_capacity(findings.len());
        for Finding { evaluation_id, found_by, found_at } in findings {
            let seen = evaluation::by_id(reading, evaluation_id)?;
            let comment = seen.as_ref().and_then(|seen| seen.responses.to(&found.question)?.comment.clone());
            lines.push(FindingLine {
                evaluation_id,
                found_by: names.named(found_by),
                found_at,
                call_started_at: seen.and_then(|seen| seen.subject.call_started_at),
                comment,
            });
        }
        Ok((line(reading, &who, found)?, lines))
    })
    .await
}

/// The people who may be asked to put something right.
pub async fn improvement_owners(db: &Db) -> Result<Vec<Named<PersonId>>, ReviewError> {
    Ok(db.read(|reading| directory::people_with_roles(reading, OWNERS)).await?)
}

/// Says what becomes of a ticket: whoever looks after it everything, its owner how far it is and what
/// is replied. A reply, and its end, are told to those who found it; a new owner is told too.
pub async fn change_improvement(
    db: &Db,
    who: &Who,
    by: By,
    id: ImprovementId,
    change: ImprovementChange,
) -> Result<ImprovementLine, ReviewError> {
    let own = person_of(who)?;
    check_text("reply", change.reply.as_deref())?;
    let reply = change.reply.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let due_date = change.due_date.as_deref().map(day).transpose()?;
    let (state, owner_id, who) = (change.state, change.owner_id, who.clone());
    db.write(move |writing| {
        let before = find(writing, &who, id)?;
        let manages = looks_after(writing, &who, id)?;
        if !manages && before.owner_id != Some(own) {
            return Err(AccessError::NotPermitted.into());
        }
        if state == ImprovementState::Declined && reply.is_none() {
            return Err(DeskError::ReplyNeeded.into());
        }
        let now = writing.now();
        let mut after = Improvement { state, reply: reply.clone(), changed_at: now, ..before.clone() };
        if manages {
            if owner_id.is_some() && owner_id != before.owner_id {
                must_be_owner(writing, owner_id)?;
            }
            after.owner_id = owner_id;
            after.due_date.clone_from(&due_date);
        }
        after.closed_at = state.is_closed().then(|| before.closed_at.unwrap_or(now));
        improvement::update(writing, &after)?;
        let detail = json!({ "state": state.as_str(), "owner": after.owner_id, "due": after.due_date });
        by.note(writing, "improvement.changed", "improvement", id, detail)?;
        tell(writing, own, &before, &after)?;
        line(writing, &who, after)
    })
    .await
}

/// Whoever changes it knows already.
fn tell(
    writing: &mut Writing<'_>,
    own: PersonId,
    before: &Improvement,
    after: &Improvement,
) -> Result<(), ReviewError> {
    if after.owner_id != before.owner_id {
        let owner = after.owner_id.filter(|owner| *owner != own);
        let news = News::new(EventKind::ImprovementAssigned, after.id.as_bytes(), owner).by(Some(own));
        outbox::tell(writing, &news)?;
    }
    let is_answered = after.reply.is_some() && after.reply != before.reply;
    if is_answered || (after.state.is_closed() && !before.state.is_closed()) {
        let finders = improvement::finders(writing, after.id)?;
        let finders = finders.into_iter().filter(|finder| *finder != own);
        let news = News::new(EventKind::ImprovementReplied, after.id.as_bytes(), finders).by(Some(own));
        outbox::tell(writing, &news)?;
    }
    Ok(())
}

fn day(text: &str) -> Result<String, DeskError> {
    let date: Date = text.parse().map_err(|_: jiff::Error| DeskError::BadDay { field: "due_date" })?;
    Ok(date.to_string())
}

fn must_be_owner(reading: &mut Reading<'_>, owner_id: Option<PersonId>) -> Result<(), ReviewError> {
    let owners = directory::people_with_roles(reading, OWNERS)?;
    if owners.iter().any(|one| Some(one.id) == owner_id) {
        Ok(())
    } else {
        Err(ReviewError::NotFound { what: "person" })
    }
}

fn looks_after(reading: &mut Reading<'_>, who: &Who, id: ImprovementId) -> Result<bool, ReviewError> {
    match who.scope(Permission::ManageImprovements) {
        Some(scope) => Ok(improvement::find(reading, &ShownImprovements::Within(scope), id)?.is_some()),
        None => Ok(false),
    }
}

/// A ticket that exists for this caller.
fn find(reading: &mut Reading<'_>, who: &Who, id: ImprovementId) -> Result<Improvement, ReviewError> {
    let own = person_of(who)?;
    let within = who.scope(Permission::ManageImprovements).map(ShownImprovements::Within);
    let others = [ShownImprovements::OwnedBy(own), ShownImprovements::FoundBy(own)];
    for shown in within.into_iter().chain(others) {
        if let Some(found) = improvement::find(reading, &shown, id)? {
            return Ok(found);
        }
    }
    Err(ReviewError::NotFound { what: "improvement" })
}

fn line(
    reading: &mut Reading<'_>,
    who: &Who,
    improvement: Improvement,
) -> Result<ImprovementLine, ReviewError> {
    let version = scorecard::latest_version(reading, improvement.scorecard_id)?;
    let (card, title) = version.map(|version| version.definition).map_or_else(Default::default, |card| {
        let title = card.question(&improvement.question).map(|question| question.title.clone());
        (card.title.clone(), title.unwrap_or_default())
    });
    let projects = named::of_projects(reading, improvement.project_id)?;
    let people = named::of_people(reading, improvement.owner_id)?;
    let is_owner = improvement.owner_id.is_some() && improvement.owner_id == who.person_id();
    Ok(ImprovementLine {
        card,
        title,
        project: improvement.project_id.map(|id| projects.named(id)),
        owner: improvement.owner_id.map(|id| people.named(id)),
        findings: improvement::count_findings(reading, improvement.id)?,
        is_changeable: is_owner || looks_after(reading, who, improvement.id)?,
        improvement,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_the_agents_is_counted_apart() {
        let mut responses = Responses::default();
        for (key, attribution) in
            [("a", None), ("b", Some(Attribution::Agent)), ("c", Some(Attribution::System))]
        {
            responses.0.entry(key.to_owned()).or_default().attribution = attribution;
        }
        let lost = [("a".to_owned(), 5.0), ("b".to_owned(), 2.0), ("c".to_owned(), 7.5)];
        let apart = counted_apart(&responses, &lost);
        let expected = ApartLine { question: "c".to_owned(), attribution: Attribution::System, points: 7.5 };
        assert_eq!(apart, [expected]);
        assert_eq!(counted_apart(&responses, &lost[..2]), []);
    }
}
