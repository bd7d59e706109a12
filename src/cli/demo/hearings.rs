//! How the agents of the demonstration are heard: they hear the call and answer; some appeal, and their
//! appeals go as far as their course says; some say whether it helped, and ask for something.

use super::cast::{Agent, COLLEAGUES, QA_MANAGER};
use super::dice::Dice;
use super::history::Workspace;
use super::phrases::reply_at_a_note;
use crate::access::{By, Permission, Who};
use crate::cli::Failure;
use crate::db::appeal::{AppealItem, AppealState, ItemRuling};
use crate::db::audit::Actor;
use crate::db::call_request::RequestKind;
use crate::db::evaluation_note::NoteKind;
use crate::db::listening::{Place, Stretch};
use crate::ids::{AppealId, EvaluationId, PersonId};
use crate::recorder::listening::{Report, report};
use crate::review::{
    NewAppeal, Said, acknowledge_feedback, ask_about_call, find_evaluation, find_right,
    finish_listening_first, first_review, hear_feedback, judge_items, open_feedback, rate_feedback,
    reply_to_note, submit_appeal, withdraw_appeal,
};
use crate::scoring::{Choice, Grounds};
use serde::Deserialize;

/// How far an appeal goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// What happens to an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AppealStep {
    Submitted,
    Withdrawn,
    /// By the team leader.
    FirstReview,
    /// By the inspector who scored.
    Recheck,
    Arbitration,
}

impl Course {
    /// What happens on it, in its order.
    pub(super) fn steps(self) -> &'static [AppealStep] {
        use AppealStep::{Arbitration, FirstReview, Recheck, Submitted, Withdrawn};
        match self {
            Self::AtFirstReview => &[Submitted],
            Self::AtRecheck | Self::UpheldByLeader => &[Submitted, FirstReview],
            Self::AtArbitration => &[Submitted, FirstReview, Recheck],
            Self::Withdrawn => &[Submitted, Withdrawn],
            Self::Kept | Self::Changed => &[Submitted, FirstReview, Recheck, Arbitration],
        }
    }
}

/// An appeal about one item, and what everybody says to it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Appeal {
    pub(super) course: Course,
    item: String,
    /// The answer that the agent finds right.
    proposed: String,
    reason: String,
    #[serde(default)]
    leader: String,
    #[serde(default)]
    inspector: String,
    #[serde(default)]
    arbitrator: String,
}

impl Appeal {
    fn proposal(&self) -> Choice {
        Choice { options: vec![self.proposed.clone()], not_applicable: false }
    }
}

/// From the beginning to the end: what lies beyond that is not heard.
pub(super) const WHOLE_CALL: Stretch = (0, 24 * 60 * 60 * 1_000);

/// Of a hundred who answer, so many find it right.
const FOUND_RIGHT: u32 = 18;
/// Of a hundred who open their feedback, so many say whether it helped.
const RATED: u32 = 30;
/// And so many reply to a note.
const ANSWERED_AT_A_NOTE: u32 = 12;

/// What is asked for today: the key of the evaluation, what, and in which words.
const ASKED: [(&str, RequestKind, &str); 2] = [
    ("demo-06", RequestKind::AnotherListener, "想请另一位质检员再听一遍：那两分多钟系统在查价，我没有离开。"),
    ("demo-17", RequestKind::Nomination, "这位客户一开始很急，最后把步骤都说对了，想给新人听听。"),
];

impl Workspace<'_> {
    /// The agent opens their feedback, and hears so much of the call.
    pub(super) async fn open(
        &self,
        key: &str,
        agent: &'static Agent,
        heard: Option<Stretch>,
    ) -> Result<(), Failure> {
        let Some(id) = self.evaluation(key) else { return Ok(()) };
        let who = self.who(agent.sign_in).await?;
        open_feedback(&self.db, &who, id, None).await?;
        match heard {
            Some(stretch) => self.listen(key, &who, id, stretch).await?,
            None => self.reply_somewhere(id, agent, &who).await?,
        }
        let mut dice = Dice::of(&format!("{key} responds"));
        if dice.happens(RATED) {
            rate_feedback(&self.db, &who, id, dice.happens(80), None).await?;
        }
        Ok(())
    }

    /// Somebody plays this much of the call that an evaluation is about.
    pub(super) async fn hear(
        &self,
        key: &str,
        who: &Who,
        place: Place,
        heard: Stretch,
    ) -> Result<(), Failure> {
        let call = key.split('/').next().unwrap_or(key);
        let (Some(call_id), Some(scope)) = (self.call(call), who.scope(Permission::HearCalls)) else {
            return Ok(());
        };
        let played = Report { place, heard: vec![heard], sped: Vec::new(), skipped: Vec::new() };
        report(&self.db, who, scope, call_id, played).await?;
        hear_feedback(&self.db, who, call_id).await?;
        Ok(())
    }

    /// Where they are to listen first, they mark what the inspector's first note is about.
    async fn listen(&self, key: &str, who: &Who, id: EvaluationId, heard: Stretch) -> Result<(), Failure> {
        self.hear(key, who, Place::Feedback, heard).await?;
        let view = find_evaluation(&self.db, who, id).await?;
        if view.listening_first.as_ref().is_some_and(|first| first.is_due) {
            let of_notes = view.notes.iter().filter(|note| note.kind == NoteKind::Note);
            let marks = of_notes.filter_map(|note| note.start_ms).take(1).collect();
            finish_listening_first(&self.db, who, By::from(who.actor()), id, marks, false).await?;
        }
        Ok(())
    }

    async fn reply_somewhere(&self, id: EvaluationId, agent: &Agent, who: &Who) -> Result<(), Failure> {
        let mut dice = Dice::of(&format!("{id} replies"));
        if !dice.happens(ANSWERED_AT_A_NOTE) {
            return Ok(());
        }
        let view = find_evaluation(&self.db, who, id).await?;
        if let Some(note) = view.notes.iter().find(|note| note.kind == NoteKind::Note) {
            let text = reply_at_a_note(agent.team.language).to_owned();
            reply_to_note(&self.db, who, By::from(who.actor()), id, note.id, text).await?;
        }
        Ok(())
    }

    /// The agent says that they have read it, or that they find it right.
    pub(super) async fn acknowledge(
        &self,
        key: &str,
        agent: &Agent,
        reply: Option<String>,
    ) -> Result<(), Failure> {
        let Some(id) = self.evaluation(key) else { return Ok(()) };
        let who = self.who(agent.sign_in).await?;
        if Dice::of(&format!("{key} agrees")).happens(FOUND_RIGHT) {
            find_right(&self.db, &who, id, reply, None).await?;
        } else {
            acknowledge_feedback(&self.db, &who, id, reply, None).await?;
        }
        Ok(())
    }

    /// An appeal goes a step further.
    pub(super) async fn appeal(
        &mut self,
        key: &str,
        of: &Agent,
        step: AppealStep,
        appeal: &Appeal,
    ) -> Result<(), Failure> {
        let Some(evaluation_id) = self.evaluation(key) else { return Ok(()) };
        let agent = self.who(of.sign_in).await?;
        let view = find_evaluation(&self.db, &agent, evaluation_id).await?;
        if step == AppealStep::Submitted {
            let item = AppealItem {
                question: appeal.item.clone(),
                reason: appeal.reason.clone(),
                proposed: Some(appeal.proposal()),
                heard: None,
                turn: None,
                outcome: None,
            };
            let new = NewAppeal { revision: view.evaluation.revision, items: vec![item] };
            let made = submit_appeal(&self.db, &agent, evaluation_id, new, None).await?;
            self.appeals.insert(key.to_owned(), made.appeal.id);
            return Ok(());
        }
        let Some(id) = self.appeals.get(key).copied() else { return Ok(()) };
        match step {
            AppealStep::Submitted => {}
            AppealStep::Withdrawn => drop(withdraw_appeal(&self.db, &agent, id, None).await?),
            AppealStep::FirstReview => {
                let leads = COLLEAGUES.iter().find(|colleague| colleague.leads == Some(of.team));
                let Some(leader) = leads else { return Ok(()) };
                let (leader, upholds) =
                    (self.who(leader.sign_in).await?, appeal.course == Course::UpheldByLeader);
                first_review(&self.db, &leader, id, upholds, appeal.leader.clone(), None).await?;
            }
            AppealStep::Recheck => {
                let evaluator = view.evaluation.evaluator_id;
                self.judge(evaluator, id, AppealState::Recheck, appeal, &appeal.inspector).await?;
            }
            AppealStep::Arbitration => {
                let manager = self.person(QA_MANAGER)?;
                self.judge(manager, id, AppealState::Arbitration, appeal, &appeal.arbitrator).await?;
            }
        }
        Ok(())
    }

    async fn judge(
        &self,
        judge: PersonId,
        id: AppealId,
        step: AppealState,
        appeal: &Appeal,
        words: &str,
    ) -> Result<(), Failure> {
        let who = self.db.read(move |reading| Who::person(reading, judge)).await?;
        let changes = step == AppealState::Arbitration && appeal.course == Course::Changed;
        let item = ItemRuling {
            question: appeal.item.clone(),
            change: changes.then(|| appeal.proposal()),
            grounds: Grounds::default(),
            reason: words.to_owned(),
        };
        let said = Said { reason: None, items: vec![item], also: Vec::new() };
        judge_items(&self.db, &who, id, step, said, None).await?;
        Ok(())
    }

    /// Today two calls are asked about by their agents.
    pub(super) async fn ask_about_calls(&self) -> Result<(), Failure> {
        for (key, kind, words) in ASKED {
            let Some(evaluation) = self.written(key) else { continue };
            let Some(call_id) = self.call(key) else { continue };
            let who = self.who(evaluation.agent.sign_in).await?;
            let by = By::from(Actor::Person(self.person(evaluation.agent.sign_in)?));
            ask_about_call(&self.db, &who, by, call_id, kind, words.to_owned()).await?;
        }
        Ok(())
    }
}
