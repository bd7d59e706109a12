//! What a caller may see.

use crate::ids::{PersonId, ProjectId, SourceId, TeamId};
use std::collections::BTreeSet;

/// Which calls exist for a caller. What lies outside is not forbidden: it is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every call of the organisation.
    Everything,
    /// The calls that touch any of these.
    Within(Bounds),
}

/// The edges of a scope that is not everything. Empty: nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bounds {
    /// Calls in which one of these people took part.
    pub people: BTreeSet<PersonId>,
    /// Calls in which somebody of these teams took part, by the team of the call's day.
    pub teams: BTreeSet<TeamId>,
    /// Calls of these projects.
    pub projects: BTreeSet<ProjectId>,
    /// Calls of these sources.
    pub sources: BTreeSet<SourceId>,
}

impl Scope {
    /// No call at all.
    #[must_use]
    pub fn nothing() -> Self {
        Self::Within(Bounds::default())
    }

    /// A person's own calls.
    #[must_use]
    pub fn own(person: PersonId) -> Self {
        Self::Within(Bounds { people: BTreeSet::from([person]), ..Bounds::default() })
    }

    /// The calls of these teams.
    #[must_use]
    pub fn teams(teams: impl IntoIterator<Item = TeamId>) -> Self {
        Self::Within(Bounds { teams: teams.into_iter().collect(), ..Bounds::default() })
    }

    /// The calls of one project.
    #[must_use]
    pub fn project(project: ProjectId) -> Self {
        Self::Within(Bounds { projects: BTreeSet::from([project]), ..Bounds::default() })
    }

    /// The calls of one source.
    #[must_use]
    pub fn source(source: SourceId) -> Self {
        Self::Within(Bounds { sources: BTreeSet::from([source]), ..Bounds::default() })
    }

    /// Whether something lies within it that is about this person, of this team, in this project: any of
    /// them is enough. What comes from a source alone, this does not see.
    #[must_use]
    pub fn covers(&self, person: Option<PersonId>, team: Option<TeamId>, project: Option<ProjectId>) -> bool {
        let Self::Within(bounds) = self else { return true };
        person.is_some_and(|id| bounds.people.contains(&id))
            || team.is_some_and(|id| bounds.teams.contains(&id))
            || project.is_some_and(|id| bounds.projects.contains(&id))
    }

    /// What either of the two allows.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Within(mut mine), Self::Within(theirs)) => {
                mine.people.extend(theirs.people);
                mine.teams.extend(theirs.teams);
                mine.projects.extend(theirs.projects);
                mine.sources.extend(theirs.sources);
                Self::Within(mine)
            }
            _ => Self::Everything,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_scopes_together_allow_what_either_does() {
        let (one, other, project) = (PersonId::new(), PersonId::new(), ProjectId::new());
        let both = Scope::own(one).or(Scope::own(other)).or(Scope::project(project));
        let Scope::Within(bounds) = &both else { panic!("a union of two bounded scopes is bounded") };
        assert_eq!(bounds.people, BTreeSet::from([one, other]));
        assert!(bounds.projects.contains(&project));
        assert_eq!(both.or(Scope::Everything), Scope::Everything);
    }

    #[test]
    fn a_scope_covers_what_one_of_its_edges_touches() {
        let (person, team, project) = (PersonId::new(), TeamId::new(), ProjectId::new());
        let all = (Some(person), Some(team), Some(project));
        for scope in [Scope::Everything, Scope::own(person), Scope::teams([team]), Scope::project(project)] {
            assert!(scope.covers(all.0, all.1, all.2), "{scope:?}");
        }
        for scope in [Scope::nothing(), Scope::own(PersonId::new()), Scope::source(SourceId::new())] {
            assert!(!scope.covers(all.0, all.1, all.2), "{scope:?}");
        }
        assert!(!Scope::teams([team]).covers(Some(person), None, Some(project)));
        assert!(Scope::Everything.covers(None, None, None));
    }

    #[test]
    fn nothing_adds_nothing() {
        let scope = Scope::own(PersonId::new());
        assert_eq!(scope.clone().or(Scope::nothing()), scope);
    }
}
