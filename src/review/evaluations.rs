//! Evaluations are begun, shown, and thrown away as long as they are drafts.

use super::clocks::begin_clock;
use super::contacts;
use super::desk::DeskError;
use super::evaluation_view::{EvaluationView, find, find_to_read, must_allow, own_view, show_coverage, view};
use super::hearing::LifeEvent;
use super::parts::{part_to_score, subject_of, turn};
use super::sales::take_sale;
use super::talk::held_for;
use super::trail::{Step, record};
use super::{ReviewError, card_for, is_generated, person_of};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::assignment::{Assignment, AssignmentState};
use crate::db::call::Call;
use crate::db::evaluation::{NewDraft, Purpose};
use crate::db::job::{self, Wish};
use crate::db::participation::Participation;
use crate::db::verification::{self, Verification};
use crate::db::{Db, Reading, Scope, Writing, assignment, call, evaluation, scorecard};
use crate::ids::{
    AssignmentId, CallId, ContactId, EvaluationId, ParticipationId, PersonId, RequestId, ScorecardId,
};

/// What is to be scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// A call in one's own queue.
    Assignment(AssignmentId),
    /// A call, found otherwise.
    Call {
        /// The call.
        call_id: CallId,
        /// Whose part in it; none: the first.
        participation_id: Option<ParticipationId>,
        /// The card to score it with; none: the assignment's, else the one that is used there.
        scorecard_id: Option<ScorecardId>,
        /// What for: the quality score, or to verify a sale.
        purpose: Purpose,
    },
    /// A chat, a letter or an e-mail.
    Contact {
        /// The contact.
        contact_id: ContactId,
        /// The card to score it with; none: the one that is used there.
        scorecard_id: Option<ScorecardId>,
    },
}

/// An evaluation that was begun.
#[derive(Debug, Clone, PartialEq)]
pub struct Begun {
    /// The evaluation.
    pub view: EvaluationView,
    /// Whether it is new; otherwise the draft was there.
    pub is_new: bool,
}

/// Begins an evaluation, or finds the draft that the caller has begun of this call.
pub async fn begin_evaluation(
    db: &Db,
    who: &Who,
    beginning: Beginning,
    request_id: Option<RequestId>,
) -> Result<Begun, ReviewError> {
    let person_id = person_of(who)?;
    let reach = Reach {
        scores: who.scope(Permission::ScoreCalls).ok_or(AccessError::NotPermitted)?,
        verifies: who.scope(Permission::VerifySales),
    };
    let actor = who.actor();
    db.write(move |writing| {
        if let Beginning::Contact { contact_id, scorecard_id } = beginning {
            let (id, is_new) = contacts::begin(writing, &reach.scores, person_id, contact_id, scorecard_id)?;
            if is_new {
                record(writing, actor, request_id, id, Step::Begun)?;
            }
            return Ok(Begun { view: own_view(writing, person_id, id)?, is_new });
        }
        let mut plan = Plan::of(writing, &reach, person_id, beginning)?;
        if plan.purpose == Purpose::Verification && plan.assignment.is_none() {
            plan.assignment = take_sale(writing, By { actor, request_id }, person_id, &plan)?;
        }
        let known = evaluation::draft_of(writing, plan.call.id, person_id, plan.purpose)?;
        let id = match known {
            Some(known) => plan.go_on(writing, person_id, known)?,
            None => plan.enter(writing, person_id)?,
        };
        if let Some(assignment) = &plan.assignment {
            evaluation::fulfil(writing, id, assignment.id)?;
            let from = [AssignmentState::Waiting];
            assignment::move_on(writing, assignment.id, &from, AssignmentState::Started)?;
        }
        if known.is_none() {
            record(writing, actor, request_id, id, Step::Begun)?;
        }
        let draft = find(writing, Some(person_id), None, id)?;
        Ok(Begun { view: view(writing, draft)?, is_new: known.is_none() })
    })
    .await
}

/// How far the caller may begin what.
struct Reach {
    scores: Scope,
    verifies: Option<Scope>,
}

impl Reach {
    /// The calls that the caller may begin to score for this purpose: what needs a recording of a
    /// call and is begun from it.
    fn of(&self, purpose: Purpose) -> Result<&Scope, ReviewError> {
        match purpose {
            Purpose::Quality => Ok(&self.scores),
            Purpose::Verification => Ok(self.verifies.as_ref().ok_or(AccessError::NotPermitted)?),
            _ => {
                let (field, problem) = ("purpose".to_owned(), "is quality or verification".to_owned());
                Err(ReviewError::BadQuery { field, problem })
            }
        }
    }
}

/// What an evaluation will be about and made on.
pub(super) struct Plan {
    pub(super) call: Call,
    part: Option<Participation>,
    pub(super) scorecard_id: ScorecardId,
    assignment: Option<Assignment>,
    /// Whether somebody said whose part it is about.
    is_part_asked: bool,
    purpose: Purpose,
}

impl Plan {
    fn of(
        reading: &mut Reading<'_>,
        reach: &Reach,
        person_id: PersonId,
        beginning: Beginning,
    ) -> Result<Self, ReviewError> {
        match beginning {
            Beginning::Assignment(id) => Self::of_assignment(reading, reach, person_id, id),
            Beginning::Contact { .. } => Err(ReviewError::NotFound { what: "call" }),
            Beginning::Call { call_id, participation_id, scorecard_id, purpose } => {
                let call = call::find(reading, reach.of(purpose)?, call_id)?;
                let call = call.ok_or(ReviewError::NotFound { what: "call" })?;
                let assignment = own_assignment(reading, person_id, call_id, purpose)?;
                let chosen = scorecard_id.or(assignment.as_ref().map(|assignment| assignment.scorecard_id));
                let scorecard_id = card_for(reading, &call, purpose, chosen)?;
                let part = part_to_score(reading, person_id, call_id, participation_id)?;
                let is_part_asked = participation_id.is_some();
                Ok(Self { call, part, scorecard_id, assignment, is_part_asked, purpose })
            }
        }
    }

    fn of_assignment(
        reading: &mut Reading<'_>,
        reach: &Reach,
        person_id: PersonId,
        id: AssignmentId,
    ) -> Result<Self, ReviewError> {
        let not_there = ReviewError::NotFound { what: "assignment" };
        let assignment = assignment::find(reading, &reach.scores, id)?;
        let Some(assignment) = assignment.filter(|assignment| assignment.inspector_id == person_id) else {
            return Err(not_there);
        };
        if !AssignmentState::OPEN.contains(&assignment.state) {
            return Err(ReviewError::AssignmentClosed);
        }
        let purpose = assignment.purpose;
        let Some(call) = call::find(reading, reach.of(purpose)?, assignment.call_id)? else {
            return Err(not_there);
        };
        let part = part_to_score(reading, person_id, call.id, assignment.participation_id)?;
        let scorecard_id = assignment.scorecard_id;
        Ok(Self { call, part, scorecard_id, assignment: Some(assignment), is_part_asked: false, purpose })
    }

    /// Enters the draft.
    fn enter(&self, writing: &mut Writing<'_>, evaluator_id: PersonId) -> Result<EvaluationId, ReviewError> {
        let version = scorecard::latest_version(writing, self.scorecard_id)?;
        let version = version.ok_or(ReviewError::ScorecardNeeded)?;
        let draft = NewDraft {
            subject: subject_of(&self.call, self.part.as_ref()),
            scorecard_version_id: version.id,
            evaluator_id,
            purpose: self.purpose,
            is_generated: is_generated(&self.call),
        };
        let id = evaluation::insert_draft(writing, &draft)?;
        begin_clock(writing, id, evaluator_id, Some(self.call.id))?;
        job::want_words(writing, self.call.id, Wish::Assigned)?;
        if self.purpose == Purpose::Verification {
            verification::insert(writing, &self.nothing_found(id))?;
        }
        Ok(id)
    }

    /// Goes on with the draft that the evaluator has of the call. Where another agent's part was asked
    /// for, a draft that was never saved is turned to it; another is finished first.
    fn go_on(
        &self,
        writing: &mut Writing<'_>,
        evaluator_id: PersonId,
        known: EvaluationId,
    ) -> Result<EvaluationId, ReviewError> {
        let draft = find(writing, Some(evaluator_id), None, known)?;
        let part = self.part.as_ref().map(|part| part.id);
        if !self.is_part_asked || draft.subject.participation_id == part {
            return Ok(known);
        }
        if draft.edit > 0 {
            return Err(DeskError::OtherPartInHand.into());
        }
        turn(writing, known, &subject_of(&self.call, self.part.as_ref()))?;
        Ok(known)
    }

    /// The verification of this sale, before anything is found.
    fn nothing_found(&self, evaluation_id: EvaluationId) -> Verification {
        let part = self.part.as_ref();
        Verification {
            evaluation_id,
            person_id: part.and_then(|part| part.person_id),
            agent_id: part.map(|part| part.agent_id),
            queue_id: self.call.queue_id,
            disposition: self.call.disposition.clone(),
            outcome: None,
            detail: None,
        }
    }
}

/// The open assignment that this evaluation fulfils, where the call stands in the caller's queue.
fn own_assignment(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    call_id: CallId,
    purpose: Purpose,
) -> Result<Option<Assignment>, ReviewError> {
    let open = assignment::open_of_calls(reading, &[call_id], purpose)?;
    Ok(open.into_iter().find(|assignment| assignment.inspector_id == person_id))
}

/// An evaluation: one's own in any state, anybody else's once it is out; none that is withheld.
pub async fn find_evaluation(db: &Db, who: &Who, id: EvaluationId) -> Result<EvaluationView, ReviewError> {
    let person_id = who.person_id();
    let (audits, leads) = (who.scope(Permission::ViewAudit), who.scope(Permission::ReviewAppeals));
    let who = who.clone();
    db.read(move |reading| {
        let held = match &leads {
            Some(scope) => held_for(reading, scope, person_id, id)?,
            None => None,
        };
        let found = match held {
            Some(held) => held,
            None => find_to_read(reading, &who, id)?,
        };
        let mut seen = view(reading, found)?;
        show_coverage(reading, person_id, audits.as_ref(), &mut seen)?;
        Ok(seen)
    })
    .await
}

/// Throws a draft away; its assignment waits again.
pub async fn discard_draft(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    request_id: Option<RequestId>,
) -> Result<(), ReviewError> {
    let person_id = person_of(who)?;
    let actor = who.actor();
    db.write(move |writing| {
        let draft = find(writing, Some(person_id), None, id)?;
        must_allow(writing, &draft, LifeEvent::Discard)?;
        if !evaluation::delete_draft(writing, id)? {
            return Err(ReviewError::NotADraft);
        }
        move_assignment(writing, draft.assignment_id, AssignmentState::Started, AssignmentState::Waiting)?;
        record(writing, actor, request_id, id, Step::Discarded)
    })
    .await
}

/// Moves the assignment along with its evaluation; one that was withdrawn meanwhile stays so.
pub(super) fn move_assignment(
    writing: &mut Writing<'_>,
    id: Option<AssignmentId>,
    from: AssignmentState,
    to: AssignmentState,
) -> Result<(), ReviewError> {
    if let Some(id) = id {
        assignment::move_on(writing, id, &[from], to)?;
    }
    Ok(())
}
