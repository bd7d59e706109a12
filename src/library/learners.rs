//! Who learned what: people with what they learned and are to learn; what one of them learned, case by case.

use super::LibraryError;
use super::cases::lines;
use super::visibility::Sight;
use crate::access::{AccessError, Permission, Who, roles_with};
use crate::db::case_learning::{self, Learned, Learning, LearningFilter};
use crate::db::learner::{self, Day, Days, LearnerState, Learners};
use crate::db::learning_task::{self, TaskFilter, TaskState};
use crate::db::library::Library;
use crate::db::named::{self, Named};
use crate::db::person::Person;
use crate::db::{
    Db, Page, Reading, Scope, Window, case_opinion, library, library_case, person, setting, team,
};
use crate::ids::{CaseId, LibraryId, PersonId, TeamId};
use crate::time::{Instant, days_since_1970};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Which learners are asked for; everything that is set must hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LearnerQuery {
    /// This one.
    pub person_id: Option<PersonId>,
    /// Whoever belongs to this team, or to a team below it.
    pub team_id: Option<TeamId>,
    /// In this state.
    pub state: Option<LearnerState>,
    /// With this.
    pub lesson: LessonQuery,
}

/// Which lessons are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LessonQuery {
    /// Cases of this library, and playlists with one.
    pub library_id: Option<LibraryId>,
    /// This case, and playlists with it.
    pub case_id: Option<CaseId>,
    /// Finished, or due, on this day of the workspace or later.
    pub from: Option<Date>,
    /// On this day or earlier.
    pub to: Option<Date>,
}

/// Somebody who learns, and how far they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnerSummary {
    /// Who.
    pub person: Named<PersonId>,
    /// The teams that they belong to now.
    pub teams: Vec<Named<TeamId>>,
    /// What they learned to the end.
    pub learned: Learned,
    /// How many of their tasks are open.
    pub open: i64,
    /// How many are overdue.
    pub overdue: i64,
    /// How many are done.
    pub done: i64,
}

/// What somebody learned from one case.
#[derive(Debug, Clone, PartialEq)]
pub struct LearnedLine {
    /// What they learned.
    pub learning: Learning,
    /// The teaching line of the case; none: it is not there for the reader.
    pub title: Option<String>,
    /// Its library.
    pub library: Library,
    /// The stars that they gave it.
    pub stars: Option<i32>,
    /// Whether they promised something.
    pub is_pledged: bool,
}

/// One page of those who learn, by name, as far as the caller says what is to be learned.
pub async fn list_learners(
    db: &Db,
    who: &Who,
    query: LearnerQuery,
    window: Window,
) -> Result<Page<LearnerSummary>, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        let reach = reach(reading, &who)?.ok_or(AccessError::NotPermitted)?;
        let mut learners = of_team(reading, reach, query.team_id)?;
        if let Some(id) = query.person_id {
            learners = learners.among(BTreeSet::from([id]));
        }
        let lesson = Lessons::of(reading, query.lesson)?;
        let mut except = BTreeSet::new();
        match query.state {
            None => {}
            Some(LearnerState::NotLearned) => except = lesson.people_in(reading, LearnerState::Learned)?,
            Some(state) => learners = learners.among(lesson.people_in(reading, state)?),
        }
        let roles = roles_with(Permission::LearnFromCases);
        let Page { items, next, total, total_is_exact } =
            learner::list(reading, &learners, &roles, &except, window)?;
        Ok(Page { items: lesson.summaries(reading, items)?, next, total, total_is_exact })
    })
    .await
}

/// One page of what somebody learned, what was begun last first: the caller, or one of those for whom they
/// say what is to be learned. What others wrote at the points is for whoever looks at the case; what they
/// promised, for whoever edits libraries: so it is said where it is written.
pub async fn learned_by(
    db: &Db,
    who: &Who,
    person_id: PersonId,
    query: LessonQuery,
    window: Window,
) -> Result<Page<LearnedLine>, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        let own = who.person_id().filter(|own| *own == person_id);
        let learners = match own {
            Some(own) => Learners::one(own),
            None => reach(reading, &who)?.ok_or(AccessError::NotPermitted)?,
        };
        if !learners.has(person_id) || person::by_id(reading, person_id)?.is_none() {
            return Err(LibraryError::NotFound { what: "person" });
        }
        let lesson = Lessons::of(reading, query)?;
        let filter = LearningFilter { person_id: Some(person_id), ..lesson.learned };
        let Page { items, next, total, total_is_exact } =
            case_learning::list(reading, &learners, &filter, window)?;
        let mut lines = learned_lines(reading, &who, person_id, items)?;
        if own.is_none() {
            let edits = who.may(Permission::EditLibraries);
            for LearnedLine { learning, .. } in &mut lines {
                learning.words.clear();
                learning.pledge.take_if(|_| !edits);
            }
        }
        Ok(Page { items: lines, next, total, total_is_exact })
    })
    .await
}

/// What is asked for, as it is looked up.
struct Lessons {
    learned: LearningFilter,
    tasks: TaskFilter,
    today: i64,
}

impl Lessons {
    fn of(reading: &mut Reading<'_>, query: LessonQuery) -> Result<Self, LibraryError> {
        let zone = setting::workspace_zone(reading)?;
        let day =
            |date: Date| Day { number: days_since_1970(date), begins_at: Instant::begin_of(date, &zone) };
        // The last day of the calendar does not end.
        let until = query.to.and_then(|date| date.tomorrow().ok());
        let LessonQuery { library_id, case_id, from, .. } = query;
        let days = Days { from: from.map(day), until: until.map(day) };
        let is_any = library_id.is_none() && case_id.is_none();
        let cases = if is_any { None } else { Some(library_case::ids_of(reading, library_id, case_id)?) };
        let learned = LearningFilter { library_id, case_id, days, ..LearningFilter::default() };
        let tasks = TaskFilter { cases, days, ..TaskFilter::default() };
        Ok(Self { learned, tasks, today: days_since_1970(reading.now().local_date(&zone)) })
    }

    /// Who is in this state with it.
    fn people_in(
        &self,
        reading: &mut Reading<'_>,
        state: LearnerState,
    ) -> Result<BTreeSet<PersonId>, LibraryError> {
        let state = match state {
            LearnerState::Learned | LearnerState::NotLearned => {
                let is_finished = Some(state == LearnerState::Learned);
                let filter = LearningFilter { is_finished, ..self.learned };
                return Ok(case_learning::people_with(reading, &filter)?);
            }
            LearnerState::Open => TaskState::Open,
            LearnerState::Overdue => TaskState::Overdue,
            LearnerState::Done => TaskState::Done,
        };
        let filter = TaskFilter { state: Some((state, self.today)), ..self.tasks.clone() };
        Ok(learning_task::people_with(reading, &filter)?)
    }

    /// How far these people are with it.
    fn summaries(
        &self,
        reading: &mut Reading<'_>,
        people: Vec<Person>,
    ) -> Result<Vec<LearnerSummary>, LibraryError> {
        let ids: BTreeSet<PersonId> = people.iter().map(|person| person.id).collect();
        let learned = case_learning::added_up(reading, &ids, self.learned)?;
        let tasks = learning_task::standings(reading, &ids, &self.tasks, self.today)?;
        let count = |id, state| tasks.get(&(id, state)).copied().unwrap_or_default();
        let (ids, now) = (Vec::from_iter(ids), reading.now());
        let belong = team::belonging_of(reading, &ids, now)?;
        let teams = named::of_teams(reading, belong.iter().map(|one| one.team_id))?;
        let summary = |Person { id, name, .. }: Person| LearnerSummary {
            person: Named { id, name },
            teams: belong
                .iter()
                .filter(|one| one.person_id == id && !one.leads)
                .map(|one| teams.named(one.team_id))
                .collect(),
            learned: learned.get(&id).copied().unwrap_or_default(),
            open: count(id, TaskState::Open),
            overdue: count(id, TaskState::Overdue),
            done: count(id, TaskState::Done),
        };
        Ok(people.into_iter().map(summary).collect())
    }
}

fn learned_lines(
    reading: &mut Reading<'_>,
    who: &Who,
    person_id: PersonId,
    all: Vec<Learning>,
) -> Result<Vec<LearnedLine>, LibraryError> {
    let cases: Vec<CaseId> = all.iter().filter_map(|learning| learning.case_id).collect();
    let mut titles = lines_seen(reading, who, &cases)?;
    let mut stars = case_opinion::stars_of_person(reading, person_id, &cases)?;
    let libraries: BTreeMap<LibraryId, Library> =
        library::all(reading)?.into_iter().map(|library| (library.id, library)).collect();
    let line = |learning: Learning| {
        Some(LearnedLine {
            title: learning.case_id.and_then(|id| titles.remove(&id)),
            stars: learning.case_id.and_then(|id| stars.remove(&id)),
            is_pledged: learning.pledge.is_some(),
            library: libraries.get(&learning.library_id)?.clone(),
            learning,
        })
    };
    Ok(all.into_iter().filter_map(line).collect())
}

/// Whose learning the caller sees and gives tasks for; none: nobody's.
pub(super) fn reach(reading: &mut Reading<'_>, who: &Who) -> Result<Option<Learners>, LibraryError> {
    match who.scope(Permission::AssignLearning) {
        None => Ok(None),
        Some(Scope::Everything) => Ok(Some(Learners::Everybody)),
        Some(Scope::Within(bounds)) => {
            // Whoever is responsible for a project gives to whoever works for it.
            Ok(Some(Learners::People(person::within(reading, &bounds)?)))
        }
    }
}

/// Those of them who belong to this team, or to a team below it.
pub(super) fn of_team(
    reading: &mut Reading<'_>,
    learners: Learners,
    team_id: Option<TeamId>,
) -> Result<Learners, LibraryError> {
    let Some(team_id) = team_id else { return Ok(learners) };
    let teams = team::and_below(reading, vec![team_id])?;
    Ok(learners.among(members(reading, &teams)?))
}

/// Who belongs to these teams now, without those who lead them and those who left.
pub(super) fn members(
    reading: &mut Reading<'_>,
    teams: &BTreeSet<TeamId>,
) -> Result<BTreeSet<PersonId>, LibraryError> {
    Ok(person::members_of(reading, teams)?)
}

/// The teaching lines of those of these cases that are there for the caller to learn from or to edit.
pub(super) fn lines_seen(
    reading: &mut Reading<'_>,
    who: &Who,
    ids: &[CaseId],
) -> Result<BTreeMap<CaseId, String>, LibraryError> {
    let cases = library_case::by_ids(reading, ids)?;
    let seen = lines(reading, who, cases)?.into_iter().filter(|line| line.sight != Sight::Proposal);
    Ok(seen.map(|line| (line.case.id, line.case.teaching_line)).collect())
}

/// Today, counted since 1970, in the zone of the workspace.
pub(super) fn today(reading: &mut Reading<'_>) -> Result<i64, LibraryError> {
    let zone = setting::workspace_zone(reading)?;
    Ok(days_since_1970(reading.now().local_date(&zone)))
}
