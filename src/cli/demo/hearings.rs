//! How the agents of the demonstration are heard: what lapses, lapses on its day; some appeal, and their
//! appeals stand at every step; some say whether it helped, and ask for something.

use super::cast::{Agent, COLLEAGUES, Language, QA_MANAGER};
use super::dice::Dice;
use super::history::Workspace;
use super::phrases::{agents_reason, judges_reason};
use crate::access::{By, Who};
use crate::cli::Failure;
use crate::db::appeal::{AppealItem, AppealState, ItemRuling};
use crate::db::audit::Actor;
use crate::db::call_request::RequestKind;
use crate::ids::{AppealId, EvaluationId, PersonId};
use crate::review::{
    EvaluationView, NewAppeal, Said, ask_about_call, find_evaluation, first_review, judge_items,
    rate_feedback, reply_to_note, submit_appeal, tend_hearings, withdraw_appeal,
};
use crate::scoring::{Choice, Grounds, Question};

/// How far an appeal goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// It waits for the team leader.
    AtFirstReview,
    /// It waits for the inspector.
    AtRecheck,
    /// It waits for an arbitrator.
    AtArbitration,
    /// The team leader finds the score right.
    UpheldByLeader,
    /// The agent takes it back.
    Withdrawn,
    /// An arbitrator keeps the score.
    Kept,
    /// An arbitrator changes it.
    Changed,
}

/// Appeals of the past, and how many days ago at the latest: the earliest first.
pub(super) const PAST: [(Course, u32); 7] = [
    (Course::Kept, 36),
    (Course::Changed, 30),
    (Course::UpheldByLeader, 24),
    (Course::Changed, 19),
    (Course::Withdrawn, 15),
    (Course::Kept, 11),
    (Course::Changed, 8),
];

/// Those that are open today.
const OPEN: [Course; 3] = [Course::AtArbitration, Course::AtRecheck, Course::AtFirstReview];

/// Of a hundred who open their feedback, so many say whether it helped.
const RATED: u32 = 30;
/// And so many reply to a note.
const ANSWERED_AT_A_NOTE: u32 = 12;

/// How many of the feedbacks that were opened last are looked through for one to appeal.
const LOOKED_THROUGH: usize = 40;

impl Workspace<'_> {
    /// A day of work is over: what was not done in time is noted, and the next appeal of the past is made
    /// once its time has come. `days_ago`: how long that day lies back.
    pub(super) async fn end_day(&mut self, days_ago: u32) -> Result<(), Failure> {
        tend_hearings(&self.db).await?;
        if let Some((course, latest)) = PAST.get(self.appealed)
            && days_ago <= *latest
            && self.appeal_somewhere(*course).await?
        {
            self.appealed += 1;
        }
        Ok(())
    }

    /// Today one appeal waits at each step, and two calls are asked about.
    pub(super) async fn hear_today(&mut self) -> Result<(), Failure> {
        tend_hearings(&self.db).await?;
        for course in OPEN {
            self.appeal_somewhere(course).await?;
        }
        for kind in [RequestKind::AnotherListener, RequestKind::Nomination] {
            self.ask_about_one(kind).await?;
        }
        Ok(())
    }

    /// What the agent does with feedback that they have just opened, beside answering it.
    pub(super) async fn respond(&self, id: EvaluationId, agent: &'static Agent) -> Result<(), Failure> {
        let mut dice = Dice::of(&format!("{id} responds"));
        let who = self.who(agent.sign_in).await?;
        if dice.happens(RATED) {
            rate_feedback(&self.db, &who, id, dice.happens(80), None).await?;
        }
        let view = find_evaluation(&self.db, &who, id).await?;
        let Some(note) = view.notes.first().filter(|_| dice.happens(ANSWERED_AT_A_NOTE)) else {
            return Ok(());
        };
        let by = By::from(Actor::Person(self.person(agent.sign_in)?));
        let text = agents_reason(agent.team.language).to_owned();
        reply_to_note(&self.db, &who, by, id, note.id, text).await?;
        Ok(())
    }

    /// Appeals the youngest feedback that lost something and may still be appealed; says whether there
    /// was one.
    async fn appeal_somewhere(&self, course: Course) -> Result<bool, Failure> {
        for (id, agent) in self.opened.iter().rev().take(LOOKED_THROUGH) {
            let who = self.who(agent.sign_in).await?;
            let view = find_evaluation(&self.db, &who, *id).await?;
            let lost = view.progress.lost.first().map(|(question, _)| question.clone());
            if let Some(question) = lost.filter(|_| view.may_still.appeal) {
                self.appeal(&who, &view, question, agent, course).await?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn appeal(
        &self,
        agent: &Who,
        view: &EvaluationView,
        question: String,
        of: &Agent,
        course: Course,
    ) -> Result<(), Failure> {
        let best = best_choice(view, &question);
        let reason = agents_reason(of.team.language).to_owned();
        let item = AppealItem {
            question: question.clone(),
            reason,
            proposed: best.clone(),
            heard: None,
            turn: None,
            outcome: None,
        };
        let new = NewAppeal { revision: view.evaluation.revision, items: vec![item] };
        let id = submit_appeal(&self.db, agent, view.evaluation.id, new, None).await?.appeal.id;
        if course == Course::Withdrawn {
            withdraw_appeal(&self.db, agent, id, None).await?;
        }
        if matches!(course, Course::AtFirstReview | Course::Withdrawn) {
            return Ok(());
        }
        let words = judges_reason(of.team.language);
        let Some(leader) = COLLEAGUES.iter().find(|colleague| colleague.leads == Some(of.team)) else {
            return Ok(());
        };
        let (leader, upholds) = (self.who(leader.sign_in).await?, course == Course::UpheldByLeader);
        first_review(&self.db, &leader, id, upholds, words.to_owned(), None).await?;
        if matches!(course, Course::AtRecheck | Course::UpheldByLeader) {
            return Ok(());
        }
        let evaluator = view.evaluation.evaluator_id;
        self.judge(evaluator, id, AppealState::Recheck, &question, None, words).await?;
        if course == Course::AtArbitration {
            return Ok(());
        }
        let change = best.filter(|_| course == Course::Changed);
        let manager = self.person(QA_MANAGER)?;
        self.judge(manager, id, AppealState::Arbitration, &question, change, words).await
    }

    async fn judge(
        &self,
        judge: PersonId,
        id: AppealId,
        step: AppealState,
        question: &str,
        change: Option<Choice>,
        words: &str,
    ) -> Result<(), Failure> {
        let who = self.db.read(move |reading| Who::person(reading, judge)).await?;
        let (question, reason) = (question.to_owned(), words.to_owned());
        let item = ItemRuling { question, change, grounds: Grounds::default(), reason };
        let said = Said { reason: None, items: vec![item], also: Vec::new() };
        judge_items(&self.db, &who, id, step, said, None).await?;
        Ok(())
    }

    /// The agent of the youngest feedback asks for another listener, another one nominates their call.
    async fn ask_about_one(&self, kind: RequestKind) -> Result<(), Failure> {
        let place = usize::from(kind == RequestKind::Nomination);
        let Some((id, agent)) = self.opened.iter().rev().nth(place) else { return Ok(()) };
        let who = self.who(agent.sign_in).await?;
        let view = find_evaluation(&self.db, &who, *id).await?;
        let Some(call_id) = view.evaluation.subject.call_id else { return Ok(()) };
        let by = By::from(Actor::Person(self.person(agent.sign_in)?));
        let words = match (kind, agent.team.language) {
            (RequestKind::AnotherListener, Language::Chinese) => {
                "想请另一位质检员再听一遍：客户当时在同时跟家人说话。"
            }
            (RequestKind::AnotherListener, Language::English) => {
                "Could somebody else listen too? The customer was talking to somebody beside her."
            }
            (RequestKind::Nomination, Language::Chinese) => "这通客户一开始很急，最后满意，想给新人听听。",
            (RequestKind::Nomination, Language::English) => {
                "This customer was upset and left happy. It may be one for the newcomers."
            }
        };
        ask_about_call(&self.db, &who, by, call_id, kind, words.to_owned()).await?;
        Ok(())
    }
}

/// The answer that gives the most, where it is not the one that was given.
fn best_choice(view: &EvaluationView, key: &str) -> Option<Choice> {
    let card = &view.version.definition;
    let question: &Question = card.questions().find(|question| question.key == key)?;
    // The best stands first on the cards of the demonstration.
    let best = question.options.iter().find(|option| option.fatal.is_none())?;
    let choice = Choice { options: vec![best.key.clone()], not_applicable: false };
    let given = Choice::of(view.evaluation.responses.to(key));
    Some(choice).filter(|choice| !choice.is_same_as(&given))
}
