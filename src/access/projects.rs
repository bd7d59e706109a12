//! Projects (业务项目): their names, and the card that their calls are scored with.

use super::names::checked_name;
use super::{AccessError, By, Change, Permission, Who};
use crate::db::project::{Project, Queue};
use crate::db::scorecard::{self, ScorecardVersion};
use crate::db::{Db, Reading, Scope, project};
use crate::ids::{ProjectId, ScorecardId};
use serde_json::json;

/// A project with what hangs on it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectView {
    /// The project.
    pub project: Project,
    /// The youngest version of its card.
    pub scorecard: Option<ScorecardVersion>,
    /// Its queues in use.
    pub queues: Vec<Queue>,
}

/// What is to change in a project; what is none stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProjectChange {
    /// Another name.
    pub name: Option<String>,
    /// Whether it has ended.
    pub retired: Option<bool>,
    /// Another card, or none.
    pub scorecard_id: Change<ScorecardId>,
}

/// Every project that exists for this caller, ended ones too, by name.
pub async fn list(db: &Db, scope: Scope) -> Result<Vec<ProjectView>, AccessError> {
    db.read(move |reading| {
        let projects = project::all(reading, &scope)?;
        projects.into_iter().map(|project| view(reading, project)).collect()
    })
    .await
}

/// One project.
pub async fn row(db: &Db, scope: Scope, id: ProjectId) -> Result<ProjectView, AccessError> {
    db.read(move |reading| {
        let project = project::find(reading, &scope, id)?.ok_or(AccessError::NotFound)?;
        view(reading, project)
    })
    .await
}

fn view(reading: &mut Reading<'_>, project: Project) -> Result<ProjectView, AccessError> {
    let scorecard = match project.scorecard_id {
        Some(id) => scorecard::latest_version(reading, id)?,
        None => None,
    };
    let queues = project::queues_of(reading, &[project.id])?;
    Ok(ProjectView { project, scorecard, queues })
}

/// Makes a project.
pub async fn add(db: &Db, by: By, name: &str) -> Result<ProjectId, AccessError> {
    let name = checked_name("name", name)?;
    db.write(move |writing| {
        let new = Project {
            id: ProjectId::new(),
            name: name.clone(),
            created_at: writing.now(),
            retired_at: None,
            scorecard_id: None,
        };
        refuse_taken(writing, &new)?;
        project::add(writing, &new)?;
        by.note(writing, "project.added", "project", new.id, json!({}))?;
        Ok(new.id)
    })
    .await
}

/// Renames a project, ends it or takes it up again (for whoever manages people), or says which card
/// its calls are scored with (for whoever manages scorecards there).
pub async fn change(
    db: &Db,
    who: &Who,
    by: By,
    id: ProjectId,
    change: ProjectChange,
) -> Result<(), AccessError> {
    let scope = who.scope(Permission::ManageScorecards).ok_or(AccessError::NotPermitted)?;
    if (change.name.is_some() || change.retired.is_some()) && !who.may(Permission::ManagePeople) {
        return Err(AccessError::NotPermitted);
    }
    let name = change.name.map(|text| checked_name("name", &text)).transpose()?;
    db.write(move |writing| {
        let mut project = project::find(writing, &scope, id)?.ok_or(AccessError::NotFound)?;
        if let Some(name) = &name {
            project.name.clone_from(name);
            refuse_taken(writing, &project)?;
        }
        if let Some(retired) = change.retired {
            project.retired_at = retired.then(|| project.retired_at.unwrap_or(writing.now()));
        }
        let scorecard_id = change.scorecard_id.try_map(|id| in_use(writing, id))?;
        project.scorecard_id = scorecard_id.applied_to(project.scorecard_id);
        project::update(writing, &project)?;
        let detail = json!({
            "renamed": name.is_some(),
            "retired": change.retired,
            "scorecard": project.scorecard_id,
        });
        by.note(writing, "project.changed", "project", id, detail)?;
        Ok(())
    })
    .await
}

fn in_use(reading: &mut Reading<'_>, id: ScorecardId) -> Result<ScorecardId, AccessError> {
    let card = scorecard::by_id(reading, id)?.filter(|card| card.retired_at.is_none());
    Ok(card.ok_or(AccessError::NotFound)?.id)
}

fn refuse_taken(reading: &mut Reading<'_>, new: &Project) -> Result<(), AccessError> {
    match project::by_name(reading, &new.name)? {
        Some(other) if other.id != new.id => Err(AccessError::NameTaken),
        _ => Ok(()),
    }
}
