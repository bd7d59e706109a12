//! Lists of evaluations: one's own, the results of others, an agent's feedback; each row with its
//! names in a handful of queries.

use super::appeals::with_hidden_names;
use super::evaluation_view::{READ_BY_ALL, Verified};
use super::training::COUNTED;
use super::{ReviewError, person_of};
use crate::access::{AccessError, Permission, Who};
use crate::db::appeal::{self, Appeal};
use crate::db::contact::{self, Channel};
use crate::db::evaluation::{
    Coverage, EvaluationFilter, EvaluationSort, EvaluationState, EvaluationSummary, Purpose, Shown, Withheld,
};
use crate::db::feedback::Feedback;
use crate::db::named::{self, Named};
use crate::db::scorecard::ScorecardVersion;
use crate::db::{
    Db, DbError, Page, Reading, Window, agent, evaluation, evaluation_clock, feedback, scorecard,
    verification,
};
use crate::ids::{AgentId, ContactId, EvaluationId, PersonId, ProjectId, TeamId};
use crate::scoring::Wording;
use crate::time::Instant;
use std::collections::HashMap;

/// Which list is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvaluationList {
    /// What the caller makes, in whatever state.
    Mine,
    /// What is out, as far as the caller reads results.
    Results,
    /// The scores of the caller's own calls that are out.
    Feedback,
    /// What waits for a talk of the caller with its agent.
    ToTalk,
    /// What others began and should have released by now, for whoever hands calls out. What a draft
    /// holds stays its evaluator's alone: a row says whose it is, of which call, and since when it is due.
    Late,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluationLine {
    /// What is stored.
    pub summary: EvaluationSummary,
    /// Who sat there on the call's day.
    pub person: Option<Named<PersonId>>,
    /// The agent's name, where the source gave one.
    pub agent_name: Option<String>,
    /// The team of that day.
    pub team: Option<Named<TeamId>>,
    /// The project of the call.
    pub project: Option<Named<ProjectId>>,
    /// Who makes it.
    pub evaluator: Named<PersonId>,
    /// The card it is made on.
    pub scorecard: CardHead,
    /// The words of its grade.
    pub band_title: Option<Wording>,
    /// What the agent did with it.
    pub feedback: Feedback,
    /// The last appeal against it.
    pub appeal: Option<Appeal>,
    /// Until when it should be released, then heard; none: nothing is due.
    pub due_at: Option<Instant>,
    /// Whether that is over.
    pub is_overdue: bool,
    /// What verifying the sale found; none: it verifies none.
    pub verification: Option<Verified>,
    /// Whether it is out.
    pub is_out: bool,
    /// How much its evaluator had heard at the release, for readers who may know.
    pub coverage: Option<Coverage>,
    /// The chat, letter or e-mail that it is made of; none: it is made of a call or a sitting.
    pub contact: Option<(ContactId, Channel)>,
}

/// One page of a list, and how much it does not show its reader.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluationPage {
    /// The page.
    pub page: Page<EvaluationLine>,
    /// What is left out, and why.
    pub withheld: WithheldCounts,
}

/// How many results are withheld from whoever reads a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WithheldCounts {
    /// Of agents of whom the reader makes a draft, whatever was found.
    pub of_agents_in_hand: i64,
    /// Appealed, with their names hidden from the reader; everywhere, since a filter would tell of whom.
    pub with_hidden_names: i64,
}

impl WithheldCounts {
    fn of(reading: &mut Reading<'_>, shown: &Shown, filter: &EvaluationFilter) -> Result<Self, DbError> {
        Ok(Self {
            of_agents_in_hand: evaluation::count_of_withheld_people(reading, shown, filter)?,
            with_hidden_names: i64::try_from(filter.withheld.evaluations.len()).unwrap_or(i64::MAX),
        })
    }
}

/// A version of a scorecard, as a row names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardHead {
    /// The key of the scorecard.
    pub key: String,
    /// Its title in this version.
    pub title: Wording,
    /// The number of the version.
    pub version: i32,
}

/// One page of a list, for these purposes; of those, the lists of what is out show only what is
/// about the agent. Without a sort, one's own are sorted by their last change, others by their
/// release.
pub async fn list_evaluations(
    db: &Db,
    who: &Who,
    list: EvaluationList,
    purposes: &[Purpose],
    mut filter: EvaluationFilter,
    sort: Option<EvaluationSort>,
    window: Window,
) -> Result<EvaluationPage, ReviewError> {
    let (shown, usual) = list.shown_to(who, &mut filter, purposes)?;
    let (sort, who) = (sort.unwrap_or(usual), who.clone());
    let audits = who.scope(Permission::ViewAudit).filter(|_| list == EvaluationList::Results);
    db.read(move |reading| {
        let filter = EvaluationFilter { withheld: list.withheld(reading, &who)?, ..filter.clone() };
        let withheld = WithheldCounts::of(reading, &shown, &filter)?;
        let Page { items, next, total, total_is_exact } =
            evaluation::list(reading, &shown, &filter, sort, window)?;
        let mut lines = evaluation_lines(reading, items)?;
        if let Some(audits) = &audits {
            let ids: Vec<EvaluationId> = lines.iter().map(|line| line.summary.id).collect();
            let mut coverages = evaluation::coverages_within(reading, audits, &ids)?;
            for line in &mut lines {
                line.coverage = coverages.remove(&line.summary.id);
            }
        }
        Ok(EvaluationPage { page: Page { items: lines, next, total, total_is_exact }, withheld })
    })
    .await
}

impl EvaluationList {
    /// What it leaves out for this reader: what others found in what they have in hand, the results of agents
    /// of whom they make a draft, and what they might have to arbitrate without a name.
    pub(super) fn withheld(self, reading: &mut Reading<'_>, who: &Who) -> Result<Withheld, DbError> {
        match (self, who.person_id()) {
            (Self::Results, Some(person_id)) => {
                let hidden = with_hidden_names(reading, who)?;
                Ok(Withheld::from_results(reading, person_id, hidden)?)
            }
            _ => Ok(Withheld::default()),
        }
    }

    /// What it holds for this caller, of these purposes, and how it is sorted unless they say otherwise.
    pub(super) fn shown_to(
        self,
        who: &Who,
        filter: &mut EvaluationFilter,
        purposes: &[Purpose],
    ) -> Result<(Shown, EvaluationSort), ReviewError> {
        let out = |permission| -> Result<Shown, AccessError> {
            let scope = who.scope(permission).ok_or(AccessError::NotPermitted)?;
            let about_the_agent = purposes.iter().copied().filter(|one| READ_BY_ALL.contains(one));
            Ok(Shown::Out { scope, purposes: about_the_agent.collect() })
        };
        Ok(match self {
            Self::Mine => {
                who.scope(Permission::ScoreCalls).ok_or(AccessError::NotPermitted)?;
                let counted = purposes.iter().copied().filter(|one| COUNTED.contains(one));
                let shown = Shown::MadeBy { person_id: person_of(who)?, purposes: counted.collect() };
                (shown, EvaluationSort::LastChanged)
            }
            Self::Results => (out(Permission::ViewResults)?, EvaluationSort::NewestRelease),
            Self::ToTalk => {
                let scope = who.scope(Permission::ReviewAppeals).ok_or(AccessError::NotPermitted)?;
                (Shown::Held { scope, purposes: READ_BY_ALL }, EvaluationSort::LastChanged)
            }
            Self::Late => {
                let scope = who.scope(Permission::AssignCalls).ok_or(AccessError::NotPermitted)?;
                filter.is_overdue = true;
                (Shown::Drafts { scope }, EvaluationSort::LastChanged)
            }
            Self::Feedback => {
                filter.state = Some(EvaluationState::Released);
                (out(Permission::AnswerFeedback)?, EvaluationSort::NewestRelease)
            }
        })
    }
}

/// What no list of results shows this person, whomever it is about: what others found in what they have in
/// hand, and what they might have to arbitrate without a name.
pub(super) fn withheld_from(
    reading: &mut Reading<'_>,
    who: &Who,
    person_id: PersonId,
) -> Result<Withheld, DbError> {
    let hidden = with_hidden_names(reading, who)?;
    Ok(Withheld::from_person(reading, person_id, hidden)?)
}

/// These evaluations with their names.
pub fn evaluation_lines(
    reading: &mut Reading<'_>,
    summaries: Vec<EvaluationSummary>,
) -> Result<Vec<EvaluationLine>, ReviewError> {
    let rows = summaries.iter();
    let people = named::of_people(
        reading,
        rows.clone().flat_map(|row| row.person_id.into_iter().chain([row.evaluator_id])),
    )?;
    let teams = named::of_teams(reading, rows.clone().filter_map(|row| row.team_id))?;
    let projects = named::of_projects(reading, rows.clone().filter_map(|row| row.project_id))?;
    let agent_ids: Vec<AgentId> = rows.clone().filter_map(|row| row.agent_id).collect();
    let agents = agent::by_ids(reading, &agent_ids)?;
    let ids: Vec<EvaluationId> = rows.clone().map(|row| row.id).collect();
    let feedbacks = feedback::of_evaluations(reading, &ids)?;
    let mut appeals = appeal::last_of(reading, &ids)?;
    let mut running = evaluation_clock::running(reading, &ids)?;
    let mut contacts = contact::of_evaluations(reading, &ids)?;
    let mut verifications = verification::of_evaluations(reading, &ids)?;
    let queues = named::of_queues(reading, verifications.values().filter_map(|one| one.queue_id))?;
    let version_ids: Vec<_> = rows.map(|row| row.scorecard_version_id).collect();
    let versions = scorecard::versions(reading, &version_ids)?;
    let agent_names: HashMap<AgentId, Option<String>> =
        agents.into_iter().map(|agent| (agent.id, agent.name)).collect();
    let now = reading.now();
    let lines = summaries.into_iter().filter_map(|summary| {
        let version = versions.get(&summary.scorecard_version_id)?;
        let due_at = running.remove(&summary.id);
        Some(EvaluationLine {
            person: summary.person_id.map(|id| people.named(id)),
            agent_name: summary.agent_id.and_then(|id| agent_names.get(&id).cloned().flatten()),
            team: summary.team_id.map(|id| teams.named(id)),
            project: summary.project_id.map(|id| projects.named(id)),
            evaluator: people.named(summary.evaluator_id),
            scorecard: head_of(version),
            band_title: summary.band.as_deref().and_then(|band| title_of(version, band)),
            feedback: feedbacks.get(&summary.id).cloned().unwrap_or_default(),
            appeal: appeals.remove(&summary.id),
            due_at,
            is_overdue: due_at.is_some_and(|due_at| due_at <= now),
            verification: verifications.remove(&summary.id).map(|verification| Verified {
                queue: verification.queue_id.map(|id| queues.named(id)),
                verification,
            }),
            is_out: summary.released_at.is_some_and(|released_at| released_at <= now),
            coverage: None,
            contact: contacts.remove(&summary.id),
            summary,
        })
    });
    Ok(lines.collect())
}

fn head_of(version: &ScorecardVersion) -> CardHead {
    let card = &version.definition;
    CardHead { key: card.key.clone(), title: card.title.clone(), version: version.number }
}

fn title_of(version: &ScorecardVersion, band: &str) -> Option<Wording> {
    let bands = &version.definition.bands;
    bands.iter().find(|one| one.key == band).map(|one| one.title.clone())
}
