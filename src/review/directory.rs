//! The names that filters and choosers offer to a caller.

use super::ReviewError;
use crate::access::{Permission, Who, roles_with};
use crate::db::directory::{
    AgentEntry, ProjectEntry, QueueEntry, TeamEntry, agents, mentioned, people_who_take_calls,
    people_with_roles, projects, queues, teams, words_in_use,
};
use crate::db::named::Named;
use crate::db::source::Source;
use crate::db::{Db, Reading, Scope, scorecard, source};
use crate::ids::{PersonId, ScorecardId, ScorecardVersionId, SourceId};
use crate::scoring::Wording;

/// The names that filters and choosers offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// Projects, by name.
    pub projects: Vec<ProjectEntry>,
    /// Queues, by name.
    pub queues: Vec<QueueEntry>,
    /// Sources, by name; empty for callers who do not see every call.
    pub sources: Vec<Named<SourceId>>,
    /// Teams, by name.
    pub teams: Vec<TeamEntry>,
    /// Agents, by what their sources call them.
    pub agents: Vec<AgentEntry>,
    /// People who take calls, in the order of their names.
    pub people: Vec<Named<PersonId>>,
    /// People who may score calls; empty for callers who have nothing to do with scores.
    pub inspectors: Vec<Named<PersonId>>,
    /// How calls were closed lately.
    pub dispositions: Vec<String>,
    /// The tags of calls lately.
    pub tags: Vec<String>,
    /// The scorecards in use, by key.
    pub scorecards: Vec<CardEntry>,
}

/// A scorecard in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardEntry {
    /// Its id.
    pub id: ScorecardId,
    /// Its key.
    pub key: String,
    /// Its title, as last published.
    pub title: Wording,
    /// The version that was published last.
    pub latest_version_id: ScorecardVersionId,
}

/// The names inside this scope, the caller's for finding calls.
pub async fn directory(db: &Db, who: &Who, scope: Scope) -> Result<Directory, ReviewError> {
    let sees_inspectors = [Permission::ScoreCalls, Permission::AssignCalls, Permission::ViewResults]
        .into_iter()
        .any(|permission| who.may(permission));
    db.read(move |reading| {
        let mentioned = mentioned(reading, &scope)?;
        let mentioned = mentioned.as_ref();
        let (dispositions, tags) = words_in_use(reading, &scope)?;
        let mut directory = Directory {
            projects: projects(reading)?,
            queues: queues(reading)?,
            sources: Vec::new(),
            teams: teams(reading)?,
            agents: agents(reading, mentioned)?,
            people: people_who_take_calls(reading, mentioned)?,
            inspectors: Vec::new(),
            dispositions,
            tags,
            scorecards: cards_in_use(reading)?,
        };
        if scope == Scope::Everything {
            let named = |source: Source| Named { id: source.id, name: source.name };
            directory.sources = source::all(reading)?.into_iter().map(named).collect();
        }
        if let Some(mentioned) = mentioned {
            directory.projects.retain(|project| mentioned.projects.contains(&project.id));
            directory.queues.retain(|queue| mentioned.queues.contains(&queue.id));
            directory.teams.retain(|team| mentioned.teams.contains(&team.id));
        }
        if sees_inspectors {
            directory.inspectors = people_with_roles(reading, &roles_with(Permission::ScoreCalls))?;
        }
        Ok(directory)
    })
    .await
}

fn cards_in_use(reading: &mut Reading<'_>) -> Result<Vec<CardEntry>, ReviewError> {
    let mut cards = Vec::new();
    for card in scorecard::all(reading)?.into_iter().filter(|card| card.retired_at.is_none()) {
        if let Some(latest) = scorecard::latest_version(reading, card.id)? {
            let title = latest.definition.title;
            cards.push(CardEntry { id: card.id, key: card.key, title, latest_version_id: latest.id });
        }
    }
    Ok(cards)
}
