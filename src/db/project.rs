//! Projects (业务项目) and the queues they group.

use super::schema::{project, queue};
use super::{DbError, Reading, Scope, Writing, sort_key};
use crate::ids::{ProjectId, QueueId, ScorecardId};
use crate::time::Instant;
use diesel::prelude::*;

/// A line of business.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = project, treat_none_as_null = true)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Its name, unique.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it ended.
    pub retired_at: Option<Instant>,
    /// The card that its calls are scored with, unless somebody chooses another.
    pub scorecard_id: Option<ScorecardId>,
}

/// A queue (skill group), of a project or, until somebody says which, of none.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = queue)]
pub struct Queue {
    /// Its id.
    pub id: QueueId,
    /// The project it belongs to.
    pub project_id: Option<ProjectId>,
    /// Its name, unique inside the project.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was closed.
    pub retired_at: Option<Instant>,
}

/// The project with this name, made now where it is missing.
pub fn find_or_make(writing: &mut Writing<'_>, name: &str) -> Result<Project, DbError> {
    let known = project::table.filter(project::name.eq(name)).first(writing.connection).optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    let made = Project {
        id: ProjectId::new(),
        name: name.to_owned(),
        created_at: writing.now(),
        retired_at: None,
        scorecard_id: None,
    };
    diesel::insert_into(project::table).values(&made).execute(writing.connection)?;
    Ok(made)
}

/// Enters a project.
pub fn add(writing: &mut Writing<'_>, new: &Project) -> Result<(), DbError> {
    diesel::insert_into(project::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// The project, if it exists for this caller.
pub fn find(reading: &mut Reading<'_>, scope: &Scope, id: ProjectId) -> Result<Option<Project>, DbError> {
    match scope {
        Scope::Within(bounds) if !bounds.projects.contains(&id) => Ok(None),
        _ => Ok(project::table.find(id).first(reading.connection).optional()?),
    }
}

/// The project with this name.
pub fn by_name(reading: &mut Reading<'_>, name: &str) -> Result<Option<Project>, DbError> {
    Ok(project::table.filter(project::name.eq(name)).first(reading.connection).optional()?)
}

/// Every project that exists for this caller, retired ones too, by name. There are a few dozen at
/// most.
pub fn all(reading: &mut Reading<'_>, scope: &Scope) -> Result<Vec<Project>, DbError> {
    let mut projects: Vec<Project> = project::table.order(project::id).load(reading.connection)?;
    if let Scope::Within(bounds) = scope {
        projects.retain(|project| bounds.projects.contains(&project.id));
    }
    projects.sort_by_cached_key(|project| sort_key(&project.name));
    Ok(projects)
}

/// Stores what changed in a project.
pub fn update(writing: &mut Writing<'_>, changed: &Project) -> Result<(), DbError> {
    diesel::update(project::table.find(changed.id)).set(changed).execute(writing.connection)?;
    Ok(())
}

/// The queues of these projects that are in use, by name.
pub fn queues_of(reading: &mut Reading<'_>, projects: &[ProjectId]) -> Result<Vec<Queue>, DbError> {
    Ok(queue::table
        .filter(queue::project_id.eq_any(projects))
        .filter(queue::retired_at.is_null())
        .order((queue::name, queue::id))
        .load(reading.connection)?)
}

/// The queue with this name in this project (or without one), made now where it is missing.
pub fn find_or_make_queue(
    writing: &mut Writing<'_>,
    project_id: Option<ProjectId>,
    name: &str,
) -> Result<Queue, DbError> {
    let named = queue::table.filter(queue::name.eq(name));
    let known = match project_id {
        Some(project_id) => {
            named.filter(queue::project_id.eq(project_id)).first(writing.connection).optional()?
        }
        None => named.filter(queue::project_id.is_null()).first(writing.connection).optional()?,
    };
    if let Some(known) = known {
        return Ok(known);
    }
    let made = Queue {
        id: QueueId::new(),
        project_id,
        name: name.to_owned(),
        created_at: writing.now(),
        retired_at: None,
    };
    diesel::insert_into(queue::table).values(&made).execute(writing.connection)?;
    Ok(made)
}

/// The name of a project.
pub fn name_of(reading: &mut Reading<'_>, id: ProjectId) -> Result<Option<String>, DbError> {
    Ok(project::table.find(id).select(project::name).first(reading.connection).optional()?)
}

/// The scorecard that the calls of a project are scored with, where it names one.
pub fn scorecard_of(reading: &mut Reading<'_>, id: ProjectId) -> Result<Option<ScorecardId>, DbError> {
    let named = project::table.find(id).select(project::scorecard_id);
    Ok(named.first::<Option<ScorecardId>>(reading.connection).optional()?.flatten())
}

/// The name of a queue.
pub fn name_of_queue(reading: &mut Reading<'_>, id: QueueId) -> Result<Option<String>, DbError> {
    Ok(queue::table.find(id).select(queue::name).first(reading.connection).optional()?)
}
