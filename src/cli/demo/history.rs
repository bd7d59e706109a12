//! Letting the timeline happen: a clock runs from step to step, and each is done as on any working
//! day, by the same functions, for the person who does it.

use super::MARK;
use super::calendar::Calendar;
use super::cases::{CaseText, cases};
use super::cast::{
    AGENTS, Agent, COLLEAGUES, Colleague, FILTERS, Project, QA_MANAGER, QUEUES, SALES, SERVICE,
};
use super::hearings::WHOLE_CALL;
use super::judgement::{Judgement, judge};
use super::past_calls::{PastCall, SOURCE, past_calls};
use super::scenes::{Evaluation, Scene, scenes};
use super::timeline::{Event, Step, Verdict, timeline};
use super::verdicts::draft;
use super::ways::{self, INSPECTOR, People};
use crate::access::people::Choice;
use crate::access::projects::{self, ProjectChange};
use crate::access::{AccessError, AgentName, By, Change, NewPerson, Who, add_person};
use crate::cli::Failure;
use crate::cli::exit::SystemRefused;
use crate::cli::ingest::{file_name, receive};
use crate::cli::place::{Check, Place, Stores, workspace_zone};
use crate::cli::progress::TerminalProgress;
use crate::db::audit::Actor;
use crate::db::evaluation::Purpose;
use crate::db::listening::Place as HeardAt;
use crate::db::outbox::{self, EventKind};
use crate::db::person::Role;
use crate::db::saved_filter::FilterPage;
use crate::db::{Db, DbError, participation, setting};
use crate::ids::{
    AppealId, CallId, CaseId, EvaluationId, ParticipationId, PersonId, ReferenceCallId, ScorecardId,
};
use crate::recorder::{Intake, Patience};
use crate::review::{
    Beginning, FilterText, Handout, Sharing, begin_evaluation, find_evaluation, hand_out, release_draft,
    save_draft, save_filter, scorecard_version, scorecards, tend_hearings,
};
use crate::scoring::Scorecard;
use crate::storage::Spool;
use crate::time::{Clock, Instant};
use crate::transcription::models::Progress;
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;
use tokio::runtime::Builder;

/// Earlier than the first step of any timeline.
const BEFORE_ANYTHING: Duration = Duration::from_hours(24 * 80);

/// What is younger than this the people of the demonstration have not read yet.
const NEWS: Duration = Duration::from_hours(24);

/// Makes the workspace at an empty place.
pub(super) fn play(place: &Place, fixtures: &Path, password: &str) -> Result<(), Failure> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(SystemRefused)?;
    let now = Clock::System.now();
    let clock = Clock::fixed(now.minus(BEFORE_ANYTHING));
    let Stores { db, storage, .. } = place.open_stores_by(clock.clone(), Check::Nothing)?;
    let zone = runtime.block_on(workspace_zone(&db))?;
    let calendar = Calendar::new(now, zone.clone());
    let scenes = scenes(fixtures, &calendar)?;
    let cases = cases(fixtures)?;
    let steps = timeline(&calendar, &scenes, past_calls(&calendar));
    let intake = Intake { db: db.clone(), storage, zone, patience: Patience::default() };
    let workspace = Workspace {
        db,
        intake,
        spool: place.open_spool()?,
        password,
        scenes: &scenes,
        cases: &cases,
        people: HashMap::new(),
        calls: HashMap::new(),
        cards: HashMap::new(),
        evaluations: HashMap::new(),
        appeals: HashMap::new(),
        shelved: Vec::new(),
        references: HashMap::new(),
        verified: Vec::new(),
    };
    runtime.block_on(workspace.live_through(&clock, &steps))
}

/// The workspace while it is being made.
pub(super) struct Workspace<'a> {
    pub(super) db: Db,
    intake: Intake,
    spool: Spool,
    password: &'a str,
    pub(super) scenes: &'a [Scene],
    pub(super) cases: &'a [CaseText],
    /// By sign-in.
    people: HashMap<&'static str, PersonId>,
    /// By key.
    cards: HashMap<String, Card>,
    /// By native id.
    calls: HashMap<String, CallId>,
    /// By the native id of the call, or `ID/AGENT` for the part of another agent.
    evaluations: HashMap<String, EvaluationId>,
    /// By the key of the evaluation.
    pub(super) appeals: HashMap<String, AppealId>,
    /// The cases that were made, by their place among those of the fixtures.
    pub(super) shelved: Vec<(usize, CaseId)>,
    /// Reference calls, by the native id of the call.
    pub(super) references: HashMap<&'static str, ReferenceCallId>,
    /// Sales that were verified.
    pub(super) verified: Vec<EvaluationId>,
}

/// A card that calls are scored with.
struct Card {
    id: ScorecardId,
    definition: Scorecard,
}

impl Workspace<'_> {
    async fn live_through(mut self, clock: &Clock, steps: &[Step]) -> Result<(), Failure> {
        let mut progress = TerminalProgress::of_things();
        progress.begin("making eight weeks of calls and evaluations", steps.len() as u64);
        for (number, step) in steps.iter().enumerate() {
            move_to(clock, step.at);
            self.let_happen(&step.event).await?;
            progress.reach(number as u64 + 1);
        }
        progress.end();
        self.read_old_notices().await
    }

    /// Whoever has worked here for weeks has read what they were told, but for the last day's; of
    /// feedback, what they opened is read already.
    async fn read_old_notices(&self) -> Result<(), Failure> {
        let kinds = [
            EventKind::FeedbackAcknowledged,
            EventKind::FeedbackNoObjection,
            EventKind::FeedbackUnheard,
            EventKind::NoteReplied,
            EventKind::AppealWaits,
            EventKind::AppealDecided,
            EventKind::AppealWithdrawn,
            EventKind::CallsAssigned,
        ];
        let read = self.db.write(move |writing| {
            let before = writing.now().minus(NEWS);
            outbox::mark_read_before(writing, &kinds, before)
        });
        Ok(read.await?)
    }

    async fn let_happen(&mut self, event: &Event) -> Result<(), Failure> {
        match event {
            Event::SetUp => self.set_up().await,
            Event::Begins(agent) => self.enter_agent(agent).await,
            Event::SceneEnded(number) => self.take_in_scene(*number).await,
            Event::CallEnded(call) => self.enter_call(call).await,
            Event::Begun { key, inspector } => self.begin(key, inspector).await,
            Event::Released { key, inspector, verdict } => self.release(key, inspector, verdict).await,
            Event::Opened { key, agent, heard } => self.open(key, agent, *heard).await,
            Event::Acknowledged { key, agent, reply } => self.acknowledge(key, agent, reply.clone()).await,
            Event::Appealed { key, agent, step, appeal } => self.appeal(key, agent, *step, appeal).await,
            Event::DayEnds { days_ago } => {
                tend_hearings(&self.db).await?;
                self.spend_evening(*days_ago).await
            }
            Event::Today { due_at } => {
                tend_hearings(&self.db).await?;
                self.ask_about_calls().await?;
                self.fill_today(*due_at).await
            }
        }
    }

    async fn set_up(&mut self) -> Result<(), Failure> {
        self.find_cards().await?;
        for project in [&SERVICE, &SALES] {
            self.make_project(project).await?;
        }
        for colleague in &COLLEAGUES {
            self.enter_colleague(colleague).await?;
        }
        for agent in AGENTS.iter().filter(|agent| agent.since_week == 0) {
            self.enter_agent(agent).await?;
        }
        self.write_standard_answers().await
    }

    async fn find_cards(&mut self) -> Result<(), Failure> {
        for card in scorecards(&self.db, false).await? {
            if let Some((version, _)) = card.versions.first() {
                let definition = scorecard_version(&self.db, version.id).await?.definition;
                self.cards.insert(card.scorecard.key, Card { id: card.scorecard.id, definition });
            }
        }
        Ok(())
    }

    async fn make_project(&self, project: &'static Project) -> Result<(), Failure> {
        let Some(card_id) = self.cards.get(project.card).map(|card| card.id) else { return Ok(()) };
        let by = By::from(Actor::CommandLine);
        let id = projects::add(&self.db, by, project.name).await?;
        let card = ProjectChange { scorecard_id: Change::Set(card_id), ..ProjectChange::default() };
        Ok(projects::change(&self.db, &Who::command_line(), by, id, card).await?)
    }

    async fn enter_colleague(&mut self, colleague: &'static Colleague) -> Result<(), Failure> {
        let team = colleague.leads.map(|team| team.name);
        self.enter(colleague.name, colleague.sign_in, colleague.role, team, None).await
    }

    async fn enter_agent(&mut self, agent: &'static Agent) -> Result<(), Failure> {
        let team = Some(agent.team.name);
        self.enter(agent.name, agent.sign_in, Role::Agent, team, Some(agent.external_id)).await
    }

    /// An agent's staff number is what the recorder calls them, as in many centres.
    async fn enter(
        &mut self,
        name: &str,
        sign_in: &'static str,
        role: Role,
        team: Option<&str>,
        external_id: Option<&str>,
    ) -> Result<(), Failure> {
        let agent = external_id.map(|id| AgentName { source: SOURCE.to_owned(), external_id: id.to_owned() });
        let new = NewPerson {
            name: name.to_owned(),
            staff_number: external_id.map(str::to_owned),
            sign_in: Some(sign_in.to_owned()),
            password: Some(self.password.to_owned()),
            roles: vec![role.into()],
            team: team.map(|name| Choice::Named(name.to_owned())),
            agents: agent.into_iter().collect(),
        };
        let id = add_person(&self.db, Actor::CommandLine, new).await?;
        self.people.insert(sign_in, id);
        Ok(())
    }

    async fn take_in_scene(&mut self, number: usize) -> Result<(), Failure> {
        let Some(scene) = self.scenes.get(number) else { return Ok(()) };
        let received = receive(&self.spool, &scene.audio).await?;
        let accepted = self
            .intake
            .accept(&Who::command_line(), scene.metadata.clone(), &received, file_name(&scene.audio), None)
            .await?;
        self.calls.insert(scene.native_id.clone(), accepted.call_id);
        Ok(())
    }

    async fn enter_call(&mut self, call: &PastCall) -> Result<(), Failure> {
        let entered = self.intake.enter_call(&Who::command_line(), call.metadata(), None).await?;
        self.calls.insert(call.native_id.clone(), entered.call_id);
        Ok(())
    }

    async fn begin(&mut self, key: &str, inspector: &'static str) -> Result<(), Failure> {
        let (native_id, part) = key.split_once('/').map_or((key, None), |(call, part)| (call, Some(part)));
        let Some(call_id) = self.call(native_id) else { return Ok(()) };
        let participation_id = match part {
            Some(agent) => self.part_of(call_id, agent).await?,
            None => None,
        };
        let purpose = Purpose::Quality;
        let beginning = Beginning::Call { call_id, participation_id, scorecard_id: None, purpose };
        let begun = begin_evaluation(&self.db, &self.who(inspector).await?, beginning, None).await?;
        self.evaluations.insert(key.to_owned(), begun.view.evaluation.id);
        Ok(())
    }

    /// The part in a call of the agent whom the recorder calls so.
    async fn part_of(&self, call_id: CallId, agent: &str) -> Result<Option<ParticipationId>, DbError> {
        let parts = self.db.read(move |reading| participation::of_calls(reading, &[call_id])).await?;
        Ok(parts.into_iter().find(|(_, known)| known.external_id == agent).map(|(part, _)| part.id))
    }

    async fn release(&self, key: &str, inspector: &'static str, verdict: &Verdict) -> Result<(), Failure> {
        let (Some(id), Some(judgement)) = (self.evaluation(key), self.judgement(verdict)) else {
            return Ok(());
        };
        let who = self.who(inspector).await?;
        if let Verdict::OfScene { .. } = verdict {
            self.hear(key, &who, HeardAt::Review, WHOLE_CALL).await?;
        }
        let edit = find_evaluation(&self.db, &who, id).await?.evaluation.edit;
        let saved = save_draft(&self.db, &who, id, draft(edit, &judgement)).await?;
        release_draft(&self.db, &self.intake.zone, &who, id, saved.edit, None).await?;
        Ok(())
    }

    fn judgement(&self, verdict: &Verdict) -> Option<Judgement> {
        match verdict {
            Verdict::OfCall(call, ear) => {
                let card = self.cards.get(call.agent.team.project.card)?;
                Some(judge(call, &card.definition, *ear))
            }
            Verdict::OfScene { scene, evaluation } => {
                Some(self.scenes.get(*scene)?.evaluations.get(*evaluation)?.judgement.clone())
            }
        }
    }

    /// The person with the roles of the day that the clock shows.
    pub(super) async fn who(&self, sign_in: &str) -> Result<Who, Failure> {
        let id = self.person(sign_in)?;
        Ok(self.db.read(move |reading| Who::person(reading, id)).await?)
    }

    /// The mark comes last: without it, the workspace is not finished.
    async fn fill_today(&self, due_at: Instant) -> Result<(), Failure> {
        let manager = self.who(QA_MANAGER).await?;
        for (inspector, native_ids) in QUEUES {
            let call_ids = native_ids.iter().filter_map(|native_id| self.calls.get(*native_id)).copied();
            let handout = Handout {
                call_ids: call_ids.collect(),
                inspector_id: self.person(inspector)?,
                scorecard_id: None,
                due_at: Some(due_at),
                sharing: Sharing::Refused,
            };
            hand_out(&self.db, &manager, handout, None).await?;
        }
        for (owner, name, query) in FILTERS {
            let text = FilterText { name: name.to_owned(), query: query.to_owned(), team_id: None };
            save_filter(&self.db, &self.who(owner).await?, FilterPage::Calls, text, None).await?;
        }
        let people = People { manager, inspector: self.who(INSPECTOR).await? };
        ways::live(&self.db, &self.intake.zone, &people).await?;
        ways::answer_verified(&self.db, &self.verified).await?;
        self.prepare_review().await?;
        self.mark().await
    }

    async fn mark(&self) -> Result<(), Failure> {
        self.db
            .write(|writing| {
                let now = writing.now().to_string();
                setting::get_or_set(writing, MARK, &now)?;
                Ok::<_, DbError>(())
            })
            .await?;
        Ok(())
    }

    /// The card with this key.
    pub(super) fn card(&self, key: &str) -> Option<ScorecardId> {
        self.cards.get(key).map(|card| card.id)
    }

    /// The call that its source calls so.
    pub(super) fn call(&self, native_id: &str) -> Option<CallId> {
        self.calls.get(native_id).copied()
    }

    /// The evaluation with this key.
    pub(super) fn evaluation(&self, key: &str) -> Option<EvaluationId> {
        self.evaluations.get(key).copied()
    }

    /// What was written of a scene under this key.
    pub(super) fn written(&self, key: &str) -> Option<&Evaluation> {
        self.scenes.iter().flat_map(|scene| &scene.evaluations).find(|one| one.key == key)
    }

    /// A day so many days after the one that the clock shows.
    pub(super) async fn day_in(&self, days: u64) -> Result<String, Failure> {
        let now = self.db.read(|reading| Ok::<_, DbError>(reading.now())).await?;
        Ok(now.plus(Duration::from_hours(24 * days)).local_date(self.zone()).to_string())
    }

    /// The zone of the workspace.
    pub(super) fn zone(&self) -> &TimeZone {
        &self.intake.zone
    }

    pub(super) fn person(&self, sign_in: &str) -> Result<PersonId, AccessError> {
        self.people.get(sign_in).copied().ok_or(AccessError::UnknownPerson)
    }
}

/// The clock runs forwards only; two things may happen at once.
fn move_to(clock: &Clock, at: Instant) {
    let ahead = at.as_millis().saturating_sub(clock.now().as_millis());
    clock.advance(Duration::from_millis(u64::try_from(ahead).unwrap_or(0)));
}
