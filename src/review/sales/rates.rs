//! What became of the sales that were verified, by agent and by queue.

use super::super::ReviewError;
use crate::access::{AccessError, Permission, Who};
use crate::db::named::{self, Named};
use crate::db::verification::{self, CountFilter, Outcome};
use crate::db::{Db, agent};
use crate::ids::{AgentId, PersonId, QueueId};
use std::collections::{BTreeMap, HashMap};

/// The most rows of each kind, those with most sales.
const ROWS_MOST: usize = 500;

/// How many became what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sales, as they were entered.
    pub confirmed: i64,
    /// Sales with something entered wrong.
    pub corrected: i64,
    /// No sales.
    pub rejected: i64,
}

impl Tally {
    fn add(&mut self, outcome: Outcome, count: i64) {
        match outcome {
            Outcome::Confirmed => self.confirmed += count,
            Outcome::Corrected => self.corrected += count,
            Outcome::Rejected => self.rejected += count,
        }
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.confirmed + self.corrected + self.rejected
    }

    /// The part that was confirmed, 0 to 1; none where there is nothing.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2⁵³")]
    pub fn confirmed_rate(&self) -> Option<f64> {
        (self.total() > 0).then(|| self.confirmed as f64 / self.total() as f64)
    }
}

/// What became of the sales of one agent, or of one queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeRate<Id> {
    /// Whose; none: nobody knows.
    pub of: Option<Named<Id>>,
    /// What their source calls them, where nobody knows who they are.
    pub agent_name: Option<String>,
    /// How many became what.
    pub tally: Tally,
}

/// What became of sales.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleRates {
    /// Of all.
    pub all: Tally,
    /// Of each agent, those with most sales first.
    pub agents: Vec<OutcomeRate<PersonId>>,
    /// Of each queue, those with most sales first.
    pub queues: Vec<OutcomeRate<QueueId>>,
}

/// What became of the sales whose verification is out, as far as the caller reads results.
pub async fn sale_rates(db: &Db, who: &Who, filter: CountFilter) -> Result<SaleRates, ReviewError> {
    let scope = who.scope(Permission::ViewResults).ok_or(AccessError::NotPermitted)?;
    db.read(move |reading| {
        let counts = verification::counts(reading, &scope, &filter)?;
        let mut all = Tally::default();
        let mut by_agent: BTreeMap<(Option<PersonId>, Option<AgentId>), Tally> = BTreeMap::new();
        let mut by_queue: BTreeMap<Option<QueueId>, Tally> = BTreeMap::new();
        for row in &counts {
            all.add(row.outcome, row.count);
            // Whoever is known is one person, whichever line they sat at.
            let agent = if row.person_id.is_some() { None } else { row.agent_id };
            by_agent.entry((row.person_id, agent)).or_default().add(row.outcome, row.count);
            by_queue.entry(row.queue_id).or_default().add(row.outcome, row.count);
        }
        let people = named::of_people(reading, by_agent.keys().filter_map(|(person, _)| *person))?;
        let agent_ids: Vec<AgentId> = by_agent.keys().filter_map(|(_, agent)| *agent).collect();
        let agents: HashMap<AgentId, String> = agent::by_ids(reading, &agent_ids)?
            .into_iter()
            .map(|one| (one.id, one.name.unwrap_or(one.external_id)))
            .collect();
        let queues = named::of_queues(reading, by_queue.keys().filter_map(|queue| *queue))?;
        let agents = by_agent.into_iter().map(|((person, agent), tally)| OutcomeRate {
            of: person.map(|id| people.named(id)),
            agent_name: agent.and_then(|id| agents.get(&id).cloned()),
            tally,
        });
        let queues = by_queue.into_iter().map(|(queue, tally)| OutcomeRate {
            of: queue.map(|id| queues.named(id)),
            agent_name: None,
            tally,
        });
        Ok(SaleRates { all, agents: most_first(agents.collect()), queues: most_first(queues.collect()) })
    })
    .await
}

fn most_first<Id>(mut rates: Vec<OutcomeRate<Id>>) -> Vec<OutcomeRate<Id>> {
    rates.sort_by_key(|rate| std::cmp::Reverse(rate.tally.total()));
    rates.truncate(ROWS_MOST);
    rates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_the_confirmed_part_of_all_that_were_verified() {
        let mut tally = Tally::default();
        assert_eq!(tally.confirmed_rate(), None);
        tally.add(Outcome::Confirmed, 3);
        tally.add(Outcome::Corrected, 1);
        tally.add(Outcome::Rejected, 1);
        assert_eq!((tally.total(), tally.confirmed_rate()), (5, Some(0.6)));
    }
}
