//! Back-test (历史回测): past evaluations through the draft of a scorecard, before it is published.
//!
//! Nothing is stored. The past answers are scored again on the draft, the youngest first, in
//! steps of their own, so that whoever walks away while it runs ends it. A question that has no past
//! answer does not count in an evaluation, and is named.

use super::card_draft::card_of;
use super::{ReviewError, manages_cards};
use crate::access::{AccessError, Permission, Who};
use crate::db::evaluation::{self, EvaluationFilter, PastEvaluation, Purpose};
use crate::db::named::{self, Named};
use crate::db::{Db, Scope, agent, scorecard_draft};
use crate::ids::{AgentId, EvaluationId, PersonId, ScorecardId};
use crate::scoring::{Figure, Rescored, Scorecard, rescore};
use crate::time::Instant;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most evaluations that are tested, the youngest.
pub const TESTED_MOST: usize = 5_000;
/// How many are read and scored in one step.
const STEP: i64 = 250;

/// What can be tested: evaluations that are about the agent. What is scored to learn scoring, or to
/// hear alike, says nothing about how a card judges work.
const TESTABLE: [Purpose; 5] =
    [Purpose::Quality, Purpose::Verification, Purpose::Beside, Purpose::Live, Purpose::Text];

/// What is tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackTestQuery {
    /// Over evaluations for these purposes; at least one.
    pub purposes: Vec<Purpose>,
    /// Out on this day of the workspace or later, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Out on this day or earlier.
    pub to: Option<String>,
}

/// What the draft would have made of the past.
#[derive(Debug, Clone, PartialEq)]
pub struct BackTest {
    /// The save of the draft that was tested.
    pub edit: i32,
    /// Whether there are older evaluations that were not tested.
    pub has_more: bool,
    /// All evaluations together.
    pub all: Comparison,
    /// Each agent, those whose mean falls most first.
    pub agents: Vec<AgentComparison>,
    /// The questions without a past answer somewhere, in card order.
    pub unanswered: Vec<UnansweredItem>,
}

/// What some evaluations came to, and would have come to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Comparison {
    /// How many evaluations there are.
    pub evaluations: usize,
    /// How many have a total on both cards; the means are theirs.
    pub compared: usize,
    /// The mean total as it was; none: nothing compared.
    pub average_before: Option<f64>,
    /// The mean total on the draft.
    pub average_after: Option<f64>,
    /// How many of those that could pass did, 0 to 1.
    pub pass_rate_before: Option<f64>,
    /// How many of those that can pass on the draft would.
    pub pass_rate_after: Option<f64>,
    /// How many passed and would fail.
    pub would_fail: usize,
    /// How many failed and would pass.
    pub would_pass: usize,
    /// In how many a fatal option was chosen.
    pub fatal_before: usize,
    /// In how many it would be fatal.
    pub fatal_after: usize,
}

/// One agent's evaluations.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentComparison {
    /// Who sat there; none: nobody knows.
    pub person: Option<Named<PersonId>>,
    /// What the source calls the agent, where nobody knows who sat there.
    pub external_id: Option<String>,
    /// What their evaluations come to.
    pub comparison: Comparison,
}

/// A question of the draft that past evaluations have no answer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnansweredItem {
    /// Its key.
    pub question: String,
    /// In how many evaluations.
    pub evaluations: usize,
}

/// A back-test on its way: step by step, until there is no more to read.
pub struct BackTesting {
    db: Db,
    scope: Scope,
    purposes: Vec<Purpose>,
    filter: EvaluationFilter,
    edit: i32,
    card: Scorecard,
    sums: Sums,
    after: Option<(Instant, EvaluationId)>,
    has_more: bool,
    /// In how many steps it will be done.
    steps: i64,
}

/// Begins to test the draft of this scorecard with the past evaluations on it that the caller sees.
pub async fn begin_back_test(
    db: &Db,
    who: &Who,
    id: ScorecardId,
    query: BackTestQuery,
) -> Result<BackTesting, ReviewError> {
    manages_cards(who)?;
    let scope = who.scope(Permission::ViewResults).ok_or(AccessError::NotPermitted)?;
    if query.purposes.is_empty() || query.purposes.iter().any(|purpose| !TESTABLE.contains(purpose)) {
        let problem = "is quality, verification, beside, live or text".to_owned();
        return Err(ReviewError::BadQuery { field: "purpose".to_owned(), problem });
    }
    let filter = EvaluationFilter {
        scorecard_id: Some(id),
        from: query.from,
        to: query.to,
        ..EvaluationFilter::default()
    };
    let (within, about, purposes) = (scope.clone(), filter.clone(), query.purposes.clone());
    let (edit, card, all) = db
        .read(move |reading| {
            let draft = scorecard_draft::of_card(reading, id)?;
            let draft = draft.ok_or(ReviewError::NotFound { what: "draft" })?;
            let most = i64::try_from(TESTED_MOST).unwrap_or(i64::MAX);
            let all = evaluation::count_past(reading, &within, &purposes, &about, most)?;
            Ok::<_, ReviewError>((draft.edit, card_of(&draft.definition)?, all))
        })
        .await?;
    Ok(BackTesting {
        db: db.clone(),
        scope,
        purposes: query.purposes,
        filter,
        edit,
        card,
        sums: Sums::default(),
        after: None,
        has_more: true,
        // The last one tells that there is nothing more.
        steps: all / STEP + 1,
    })
}

impl BackTesting {
    /// In how many steps it will be done, about: evaluations come out meanwhile.
    #[must_use]
    pub fn steps(&self) -> i64 {
        self.steps
    }

    /// Scores the next evaluations; says whether there are more to be tested.
    pub async fn step(&mut self) -> Result<bool, ReviewError> {
        let (scope, purposes) = (self.scope.clone(), self.purposes.clone());
        let (filter, card, after) = (self.filter.clone(), self.card.clone(), self.after);
        let step = self.db.read(move |reading| {
            let rows = evaluation::past(reading, &scope, &purposes, &filter, after, STEP)?;
            Ok::<_, ReviewError>(rows.into_iter().map(|row| Tested::of(&card, row)).collect::<Vec<_>>())
        });
        let tested = step.await?;
        self.has_more = tested.len() >= usize::try_from(STEP).unwrap_or(usize::MAX);
        self.after = tested.last().map(|last| (last.past.released_at, last.past.id));
        for one in &tested {
            self.sums.add(one);
        }
        Ok(self.has_more && self.sums.tested < TESTED_MOST)
    }

    /// What the evaluations tested so far come to.
    pub async fn finish(self) -> Result<BackTest, ReviewError> {
        let (people, agents) = self.sums.names_wanted();
        let (names, agents) = self
            .db
            .read(move |reading| {
                let names = named::of_people(reading, people)?;
                let agents = agent::by_ids(reading, &agents)?;
                Ok::<_, ReviewError>((names, agents))
            })
            .await?;
        let external: HashMap<AgentId, String> =
            agents.into_iter().map(|agent| (agent.id, agent.external_id)).collect();
        let compared = |who: &Tally| AgentComparison {
            person: who.person_id.map(|id| names.named(id)),
            external_id: who.agent_id.and_then(|id| external.get(&id).cloned()),
            comparison: who.sum.comparison(),
        };
        Ok(self.sums.finish(self.edit, self.has_more, &self.card, compared))
    }
}

/// One past evaluation, scored again.
struct Tested {
    past: PastEvaluation,
    rescored: Rescored,
}

impl Tested {
    fn of(card: &Scorecard, past: PastEvaluation) -> Self {
        let rescored = rescore(card, &past.responses.answers());
        Self { past, rescored }
    }
}

/// Counts and totals of some evaluations, in hundredths.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    evaluations: usize,
    compared: usize,
    before: i64,
    after: i64,
    judged_before: usize,
    passed_before: usize,
    judged_after: usize,
    passed_after: usize,
    would_fail: usize,
    would_pass: usize,
    fatal_before: usize,
    fatal_after: usize,
}

impl Sum {
    fn add(&mut self, one: &Tested) {
        let (past, score) = (&one.past, &one.rescored.score);
        self.evaluations += 1;
        let totals = past.total_hundredths.zip(score.total.as_ref().map(Figure::hundredths));
        if let Some((before, after)) = totals {
            self.compared += 1;
            self.before += before;
            self.after += after;
        }
        self.judged_before += usize::from(past.passed.is_some());
        self.passed_before += usize::from(past.passed == Some(true));
        self.judged_after += usize::from(score.passed.is_some());
        self.passed_after += usize::from(score.passed == Some(true));
        self.would_fail += usize::from((past.passed, score.passed) == (Some(true), Some(false)));
        self.would_pass += usize::from((past.passed, score.passed) == (Some(false), Some(true)));
        self.fatal_before += usize::from(past.is_fatal);
        self.fatal_after += usize::from(!score.fatal.is_empty());
    }

    fn comparison(&self) -> Comparison {
        Comparison {
            evaluations: self.evaluations,
            compared: self.compared,
            average_before: mean(self.before, self.compared),
            average_after: mean(self.after, self.compared),
            pass_rate_before: share(self.passed_before, self.judged_before),
            pass_rate_after: share(self.passed_after, self.judged_after),
            would_fail: self.would_fail,
            would_pass: self.would_pass,
            fatal_before: self.fatal_before,
            fatal_after: self.fatal_after,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "five thousand totals are far below 2⁵³ hundredths")]
fn mean(hundredths: i64, count: usize) -> Option<f64> {
    (count > 0).then(|| hundredths as f64 / 100.0 / count as f64)
}

#[expect(clippy::cast_precision_loss, reason = "there are five thousand at most")]
fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// One agent: whoever sat there, else the agent of the source.
#[derive(Default)]
struct Tally {
    person_id: Option<PersonId>,
    agent_id: Option<AgentId>,
    sum: Sum,
}

#[derive(Default)]
struct Sums {
    tested: usize,
    all: Sum,
    of_agents: BTreeMap<(Option<PersonId>, Option<AgentId>), Tally>,
    unanswered: HashMap<String, usize>,
}

impl Sums {
    fn add(&mut self, one: &Tested) {
        self.tested += 1;
        self.all.add(one);
        let agent_id = one.past.agent_id.filter(|_| one.past.person_id.is_none());
        let tally = self.of_agents.entry((one.past.person_id, agent_id)).or_default();
        (tally.person_id, tally.agent_id) = (one.past.person_id, agent_id);
        tally.sum.add(one);
        for question in &one.rescored.unanswered {
            *self.unanswered.entry(question.clone()).or_default() += 1;
        }
    }

    fn names_wanted(&self) -> (BTreeSet<PersonId>, Vec<AgentId>) {
        let people = self.of_agents.values().filter_map(|tally| tally.person_id).collect();
        (people, self.of_agents.values().filter_map(|tally| tally.agent_id).collect())
    }

    fn finish(
        self,
        edit: i32,
        has_more: bool,
        card: &Scorecard,
        named: impl Fn(&Tally) -> AgentComparison,
    ) -> BackTest {
        let mut agents: Vec<AgentComparison> = self.of_agents.values().map(named).collect();
        let change = |agent: &AgentComparison| {
            let comparison = agent.comparison;
            comparison
                .average_after
                .zip(comparison.average_before)
                .map_or(0.0, |(after, before)| after - before)
        };
        agents.sort_by(|one, other| change(one).total_cmp(&change(other)));
        let unanswered = card.questions().filter_map(|question| {
            let evaluations = *self.unanswered.get(&question.key)?;
            Some(UnansweredItem { question: question.key.clone(), evaluations })
        });
        BackTest { edit, has_more, all: self.all.comparison(), agents, unanswered: unanswered.collect() }
    }
}
