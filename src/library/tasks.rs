//! Learning tasks: given to people and teams until a day, done by learning, chased where they are not.

use super::learners::{self, today};
use super::texts::{TEXT_MOST, day, optional_text};
use super::{LibraryError, eyes};
use crate::access::{AccessError, By, Permission, Who, roles_with};
use crate::db::case_learning;
use crate::db::learner::Learners;
use crate::db::learning_task::{self, LearningTask, TaskFilter, TaskState};
use crate::db::library_case::{self, CaseState, Learner};
use crate::db::named::{self, Named};
use crate::db::outbox::{self, EventKind, News};
use crate::db::playlist;
use crate::db::{Db, Page, Reading, Window, Writing, person, reference_call, team};
use crate::ids::{CaseId, GivingId, LearningTaskId, PersonId, PlaylistId, ReferenceCallId, TeamId};
use serde_json::json;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// To how many people something is given at once.
pub const PEOPLE_MOST: usize = 1_000;

/// What is to be learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lesson {
    /// A case.
    Case(CaseId),
    /// The cases of a playlist.
    Playlist(PlaylistId),
    /// A reference call, by scoring it.
    ReferenceCall(ReferenceCallId),
}

/// A task to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTask {
    /// What is to be learned.
    pub lesson: Lesson,
    /// By these people.
    pub people: Vec<PersonId>,
    /// And by whoever belongs to these teams, or to a team below them, on this day.
    pub teams: Vec<TeamId>,
    /// Until which day.
    pub due_on: String,
    /// What is said to it.
    pub note: Option<String>,
}

/// Whose tasks are asked for; everything that is set must hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskQuery {
    /// The caller's own alone.
    pub mine: bool,
    /// Of this person.
    pub person_id: Option<PersonId>,
    /// Of whoever belongs to this team, or to a team below it.
    pub team_id: Option<TeamId>,
    /// Done, or still to be done.
    pub is_done: Option<bool>,
    /// In this state.
    pub state: Option<TaskState>,
}

/// A task as somebody sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskLine {
    /// The task.
    pub task: LearningTask,
    /// Where it stands today.
    pub state: TaskState,
    /// Who is to learn.
    pub person: Named<PersonId>,
    /// The team that it was given to.
    pub team: Option<Named<TeamId>>,
    /// Who gave it.
    pub given_by: Named<PersonId>,
    /// What it is about, in its own words: a teaching line, the name of a playlist; none: it is not there
    /// for the reader.
    pub title: Option<String>,
    /// How many cases of it are learned.
    pub done: usize,
    /// Of how many.
    pub of: usize,
    /// The cases that are left, in their order, as far as they are there for the reader.
    pub left: Vec<CaseId>,
}

/// Gives something to learn to people and teams; each of them is told. Whoever has the same open
/// already gets it no second time.
pub async fn give_tasks(db: &Db, who: &Who, by: By, new: NewTask) -> Result<Vec<TaskLine>, LibraryError> {
    let given_by = who.person_id().ok_or(AccessError::NotPermitted)?;
    let note = optional_text("note", new.note.as_deref(), TEXT_MOST)?;
    let (due_on, due_day) = day("due_on", &new.due_on)?;
    let who = who.clone();
    db.write(move |writing| {
        let reach = learners::reach(writing, &who)?.ok_or(AccessError::NotPermitted)?;
        check_lesson(writing, &who, new.lesson)?;
        let mut people = chosen(writing, &reach, &new.people, &new.teams)?;
        if matches!(new.lesson, Lesson::ReferenceCall(_)) {
            // Others could not do it.
            let scorers = person::holders_of(writing, &roles_with(Permission::ScoreReferences))?;
            people.retain(|person_id, _| scorers.contains(person_id));
            if people.is_empty() {
                return Err(LibraryError::BadTask);
            }
        }
        let (giving_id, given_at) = (GivingId::new(), writing.now());
        let mut given = Vec::with_capacity(people.len());
        for (person_id, team_id) in people {
            let task = LearningTask {
                id: LearningTaskId::new(),
                giving_id,
                case_id: if let Lesson::Case(id) = new.lesson { Some(id) } else { None },
                playlist_id: if let Lesson::Playlist(id) = new.lesson { Some(id) } else { None },
                reference_call_id: if let Lesson::ReferenceCall(id) = new.lesson { Some(id) } else { None },
                person_id,
                team_id,
                due_on: due_on.clone(),
                due_day,
                note: note.clone(),
                given_by,
                given_at,
                done_at: None,
            };
            learning_task::insert(writing, &task)?;
            if person_id != given_by {
                let news = News::new(EventKind::LearningAssigned, task.id.as_bytes(), [person_id]);
                outbox::tell(writing, &news.by(Some(given_by)))?;
            }
            given.push(task);
        }
        for task in &given {
            settle_one(writing, task)?;
        }
        by.note(writing, "learning.given", "giving", giving_id, json!({ "people": given.len() }))?;
        lines_of(writing, &who, given)
    })
    .await
}

/// One page of tasks, what is due first is first.
pub async fn list_tasks(
    db: &Db,
    who: &Who,
    query: TaskQuery,
    window: Window,
) -> Result<Page<TaskLine>, LibraryError> {
    let own = who.person_id().ok_or(AccessError::NotPermitted)?;
    let who = who.clone();
    db.read(move |reading| {
        let whose = match learners::reach(reading, &who)? {
            Some(reach) if !query.mine => reach,
            _ => Learners::one(own),
        };
        let whose = learners::of_team(reading, whose, query.team_id)?;
        let today = today(reading)?;
        let state = query.state.map(|state| (state, today));
        let TaskQuery { person_id, is_done, .. } = query;
        let filter = TaskFilter { person_id, is_done, state, ..TaskFilter::default() };
        let Page { items, next, total, total_is_exact } =
            learning_task::list(reading, &whose, &filter, window)?;
        Ok(Page { items: lines_of(reading, &who, items)?, next, total, total_is_exact })
    })
    .await
}

/// Takes a task back, or everything of its giving that is not done.
pub async fn take_task_back(
    db: &Db,
    who: &Who,
    by: By,
    id: LearningTaskId,
    whole_giving: bool,
) -> Result<(), LibraryError> {
    let who = who.clone();
    db.write(move |writing| {
        let reach = learners::reach(writing, &who)?.ok_or(AccessError::NotPermitted)?;
        let is_everybody = matches!(reach, Learners::Everybody);
        let found = learning_task::find(writing, &reach, id)?;
        let task = found.ok_or(LibraryError::NotFound { what: "learning task" })?;
        if whole_giving && !is_everybody && who.person_id() != Some(task.given_by) {
            return Err(AccessError::NotPermitted.into());
        }
        if whole_giving {
            learning_task::delete_open_of(writing, task.giving_id)?;
        }
        learning_task::delete(writing, id)?;
        outbox::withdraw(writing, EventKind::LearningAssigned, id.as_bytes())?;
        by.note(writing, "learning.taken_back", "learning_task", id, json!({ "giving": whole_giving }))?;
        Ok(())
    })
    .await
}

/// How many tasks of those that the caller gives are overdue, and how many open.
pub(super) fn count_chased(reading: &mut Reading<'_>, who: &Who) -> Result<(i64, i64), LibraryError> {
    let Some(whose) = learners::reach(reading, who)? else { return Ok((0, 0)) };
    let today = today(reading)?;
    let in_state = |state| TaskFilter { state: Some((state, today)), ..TaskFilter::default() };
    let overdue = learning_task::count(reading, &whose, &in_state(TaskState::Overdue))?;
    Ok((overdue, learning_task::count(reading, &whose, &in_state(TaskState::Open))?))
}

/// Whoever has learned from a case has done what they were to do with it.
pub(super) fn settle(writing: &mut Writing<'_>, person_id: PersonId, id: CaseId) -> Result<(), LibraryError> {
    for task in learning_task::left_with_case(writing, person_id, id)? {
        settle_one(writing, &task)?;
    }
    Ok(())
}

fn settle_one(writing: &mut Writing<'_>, task: &LearningTask) -> Result<(), LibraryError> {
    if task.reference_call_id.is_some() {
        return Ok(());
    }
    let lesson = cases_of(writing, task)?;
    let cases = open_among(writing, task.person_id, &lesson)?;
    let learned = case_learning::finished_among(writing, task.person_id, &cases)?;
    if !cases.is_empty() && cases.iter().all(|id| learned.contains_key(id)) {
        learning_task::set_done(writing, task.id)?;
    }
    Ok(())
}

fn cases_of(reading: &mut Reading<'_>, task: &LearningTask) -> Result<Vec<CaseId>, LibraryError> {
    match (task.case_id, task.playlist_id) {
        (Some(id), _) => Ok(vec![id]),
        (None, Some(id)) => Ok(playlist::cases_of(reading, &[id])?.remove(&id).unwrap_or_default()),
        (None, None) => Ok(Vec::new()),
    }
}

/// Those of these cases that are there for this learner: nothing else stands in the way of a task.
fn open_among(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    ids: &[CaseId],
) -> Result<Vec<CaseId>, LibraryError> {
    let own_site = eyes::own_site(reading, person_id)?;
    // What they score blind meanwhile is still to be learned.
    let learner = Learner { own_site, ..Learner::default() };
    let open = library_case::there_for(reading, &learner, ids)?;
    Ok(ids.iter().copied().filter(|id| open.contains(id)).collect())
}

fn check_lesson(reading: &mut Reading<'_>, who: &Who, lesson: Lesson) -> Result<(), LibraryError> {
    match lesson {
        Lesson::Case(id) => {
            let seen = eyes::find_to_hear(reading, who, id)?;
            if seen.case.state != CaseState::Shelved {
                return Err(LibraryError::WrongState { state: seen.case.state.as_str() });
            }
            Ok(())
        }
        Lesson::Playlist(id) => {
            playlist::by_id(reading, id)?.map(drop).ok_or(LibraryError::NotFound { what: "playlist" })
        }
        Lesson::ReferenceCall(id) => {
            let scope = who.scope(Permission::PrepareReferences).ok_or(AccessError::NotPermitted)?;
            let found = reference_call::find(reading, &scope, id)?;
            let is_open = found.is_some_and(|reference| reference.retired_at.is_none());
            if is_open { Ok(()) } else { Err(LibraryError::NotFound { what: "reference call" }) }
        }
    }
}

/// Who of these people and teams is to learn, each once, with the team that brought them.
fn chosen(
    reading: &mut Reading<'_>,
    reach: &Learners,
    people: &[PersonId],
    teams: &[TeamId],
) -> Result<BTreeMap<PersonId, Option<TeamId>>, LibraryError> {
    let asked: BTreeSet<PersonId> = people.iter().copied().collect();
    let present = person::present_among(reading, &asked)?;
    let mut found: BTreeMap<PersonId, Option<TeamId>> = BTreeMap::new();
    for id in people {
        if !present.contains(id) || !reach.has(*id) {
            return Err(LibraryError::NotFound { what: "person" });
        }
        found.insert(*id, None);
    }
    for team_id in teams {
        let below = team::and_below(reading, vec![*team_id])?;
        for person_id in learners::members(reading, &below)? {
            if reach.has(person_id) {
                found.entry(person_id).or_insert(Some(*team_id));
            }
        }
    }
    match found.len() {
        0 => Err(LibraryError::BadTask),
        count if count > PEOPLE_MOST => {
            let most = i64::try_from(PEOPLE_MOST).unwrap_or(i64::MAX);
            Err(LibraryError::TooMany { what: "people", most })
        }
        _ => Ok(found),
    }
}

fn lines_of(
    reading: &mut Reading<'_>,
    who: &Who,
    tasks: Vec<LearningTask>,
) -> Result<Vec<TaskLine>, LibraryError> {
    let today = today(reading)?;
    let people = tasks.iter().flat_map(|task| [task.person_id, task.given_by]);
    let names = named::of_people(reading, people.collect::<Vec<_>>())?;
    let teams = named::of_teams(reading, tasks.iter().filter_map(|task| task.team_id))?;
    let playlists: Vec<PlaylistId> = tasks.iter().filter_map(|task| task.playlist_id).collect();
    let in_order = playlist::cases_of(reading, &playlists)?;
    let playlists: BTreeMap<PlaylistId, String> =
        playlist::by_ids(reading, &playlists)?.into_iter().map(|one| (one.id, one.name)).collect();
    let mut all: BTreeSet<CaseId> = tasks.iter().filter_map(|task| task.case_id).collect();
    all.extend(in_order.values().flatten());
    let all: Vec<CaseId> = all.into_iter().collect();
    let seen = learners::lines_seen(reading, who, &all)?;
    let sites = eyes::own_sites(reading, &tasks.iter().map(|task| task.person_id).collect())?;
    // Asked once for each site, not for each task.
    let mut open: BTreeMap<Vec<TeamId>, BTreeSet<CaseId>> = BTreeMap::new();
    let mut made = Vec::with_capacity(tasks.len());
    for task in tasks {
        let lesson = match (task.case_id, task.playlist_id) {
            (Some(id), _) => vec![id],
            (None, Some(id)) => in_order.get(&id).cloned().unwrap_or_default(),
            (None, None) => Vec::new(),
        };
        let own_site = sites.get(&task.person_id).cloned().unwrap_or_default();
        let open = match open.entry(own_site) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let learner = Learner { own_site: new.key().clone(), ..Learner::default() };
                new.insert(library_case::there_for(reading, &learner, &all)?)
            }
        };
        let lesson: Vec<CaseId> = lesson.into_iter().filter(|id| open.contains(id)).collect();
        let learned = case_learning::finished_among(reading, task.person_id, &lesson)?;
        let left = lesson.iter().filter(|id| !learned.contains_key(id) && seen.contains_key(id));
        let title = match (task.case_id, task.playlist_id) {
            (Some(id), _) => seen.get(&id).cloned(),
            (None, Some(id)) => playlists.get(&id).cloned(),
            (None, None) => None,
        };
        made.push(TaskLine {
            state: task.state(today),
            person: names.named(task.person_id),
            team: task.team_id.map(|id| teams.named(id)),
            given_by: names.named(task.given_by),
            title,
            done: learned.len(),
            of: lesson.len(),
            left: left.copied().collect(),
            task,
        });
    }
    Ok(made)
}
