//! Saved filters: one's own, and those that somebody shared with a team.

use super::{ReviewError, person_of};
use crate::access::{AccessError, Permission, Who};
use crate::db::audit::Line;
use crate::db::named::{self, Named};
use crate::db::saved_filter::{self, FilterPage, SavedFilter};
use crate::db::{Db, DbError, Reading, Writing, audit, team};
use crate::ids::{PersonId, RequestId, SavedFilterId, TeamId};
use serde_json::json;

/// The longest name of a filter, in characters.
const NAME_MOST: usize = 100;
/// The longest query, in characters.
const QUERY_MOST: usize = 4_000;

/// A filter as a chooser shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterLine {
    /// The filter.
    pub filter: SavedFilter,
    /// The team that sees it too.
    pub team: Option<Named<TeamId>>,
    /// Whose it is.
    pub owner: Named<PersonId>,
    /// Whether it is the caller's own.
    pub is_own: bool,
}

/// What is saved: a query under a name, for oneself or for a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterText {
    /// Its name.
    pub name: String,
    /// The query string.
    pub query: String,
    /// The team that sees it too.
    pub team_id: Option<TeamId>,
}

impl FilterText {
    fn checked(self) -> Result<Self, ReviewError> {
        let name = self.name.trim().to_owned();
        let is_name = !name.is_empty() && !name.chars().any(char::is_control);
        if !is_name || name.chars().count() > NAME_MOST {
            return Err(AccessError::BadName { field: "name", most: NAME_MOST }.into());
        }
        if self.query.chars().count() > QUERY_MOST || self.query.contains('\0') {
            return Err(ReviewError::TextTooLong { field: "query", most: QUERY_MOST });
        }
        Ok(Self { name, ..self })
    }
}

/// The filters of a page that the caller sees: their own, and those of the teams that they belong
/// to or lead.
pub async fn list_filters(db: &Db, who: &Who, page: FilterPage) -> Result<Vec<FilterLine>, ReviewError> {
    let own = person_of(who)?;
    db.read(move |reading| {
        let now = reading.now();
        let mut teams = team::led_by(reading, own, now)?;
        teams.extend(team::named_of_member(reading, own, now)?.into_iter().map(|team| team.id));
        let filters = saved_filter::seen_by(reading, page, own, &teams)?;
        Ok(lines_of(reading, own, filters)?)
    })
    .await
}

/// Saves a filter.
pub async fn save_filter(
    db: &Db,
    who: &Who,
    page: FilterPage,
    text: FilterText,
    request_id: Option<RequestId>,
) -> Result<FilterLine, ReviewError> {
    let (own, text) = (person_of(who)?, text.checked()?);
    let who = who.clone();
    db.write(move |writing| {
        may_share(writing, &who, text.team_id)?;
        must_be_free(writing, own, page, &text.name, None)?;
        let now = writing.now();
        let new = SavedFilter {
            id: SavedFilterId::new(),
            page,
            name: text.name.clone(),
            query: text.query.clone(),
            owner_id: own,
            team_id: text.team_id,
            created_at: now,
            changed_at: now,
        };
        saved_filter::insert(writing, &new)?;
        append_audit(writing, &who, request_id, &new, "filter.saved")?;
        line_of(writing, own, new)
    })
    .await
}

/// Changes one of the caller's own filters.
pub async fn change_filter(
    db: &Db,
    who: &Who,
    id: SavedFilterId,
    text: FilterText,
    request_id: Option<RequestId>,
) -> Result<FilterLine, ReviewError> {
    let (own, text) = (person_of(who)?, text.checked()?);
    let who = who.clone();
    db.write(move |writing| {
        let mut filter = found(writing, own, id)?;
        may_share(writing, &who, text.team_id)?;
        must_be_free(writing, own, filter.page, &text.name, Some(id))?;
        filter.name.clone_from(&text.name);
        filter.query.clone_from(&text.query);
        filter.team_id = text.team_id;
        filter.changed_at = writing.now();
        saved_filter::update(writing, &filter)?;
        append_audit(writing, &who, request_id, &filter, "filter.changed")?;
        line_of(writing, own, filter)
    })
    .await
}

/// Removes one of the caller's own filters.
pub async fn delete_filter(
    db: &Db,
    who: &Who,
    id: SavedFilterId,
    request_id: Option<RequestId>,
) -> Result<(), ReviewError> {
    let own = person_of(who)?;
    let who = who.clone();
    db.write(move |writing| {
        let filter = found(writing, own, id)?;
        saved_filter::delete(writing, id)?;
        append_audit(writing, &who, request_id, &filter, "filter.deleted")
    })
    .await
}

fn found(reading: &mut Reading<'_>, own: PersonId, id: SavedFilterId) -> Result<SavedFilter, ReviewError> {
    saved_filter::find_own(reading, own, id)?.ok_or(ReviewError::NotFound { what: "filter" })
}

/// Sharing with a team is a permission of its own.
fn may_share(reading: &mut Reading<'_>, who: &Who, team_id: Option<TeamId>) -> Result<(), ReviewError> {
    let Some(team_id) = team_id else { return Ok(()) };
    if !who.may(Permission::ShareFilters) {
        return Err(AccessError::NotPermitted.into());
    }
    if named::of_teams(reading, [team_id])?.named(team_id).name.is_empty() {
        return Err(ReviewError::NotFound { what: "team" });
    }
    Ok(())
}

fn must_be_free(
    reading: &mut Reading<'_>,
    own: PersonId,
    page: FilterPage,
    name: &str,
    except: Option<SavedFilterId>,
) -> Result<(), ReviewError> {
    match saved_filter::by_name(reading, own, page, name)? {
        Some(other) if Some(other.id) != except => Err(ReviewError::FilterNameTaken),
        _ => Ok(()),
    }
}

fn lines_of(
    reading: &mut Reading<'_>,
    own: PersonId,
    filters: Vec<SavedFilter>,
) -> Result<Vec<FilterLine>, DbError> {
    let owners = named::of_people(reading, filters.iter().map(|filter| filter.owner_id))?;
    let teams = named::of_teams(reading, filters.iter().filter_map(|filter| filter.team_id))?;
    let line = |filter: SavedFilter| FilterLine {
        team: filter.team_id.map(|id| teams.named(id)),
        owner: owners.named(filter.owner_id),
        is_own: filter.owner_id == own,
        filter,
    };
    Ok(filters.into_iter().map(line).collect())
}

fn line_of(reading: &mut Reading<'_>, own: PersonId, filter: SavedFilter) -> Result<FilterLine, ReviewError> {
    let line = lines_of(reading, own, vec![filter])?.pop();
    line.ok_or(ReviewError::NotFound { what: "filter" })
}

fn append_audit(
    writing: &mut Writing<'_>,
    who: &Who,
    request_id: Option<RequestId>,
    filter: &SavedFilter,
    action: &'static str,
) -> Result<(), ReviewError> {
    let line = Line {
        actor: who.actor(),
        action,
        noun: "filter",
        noun_id: &filter.id.to_string(),
        detail: json!({ "page": filter.page.as_str(), "team": filter.team_id }),
        request_id,
    };
    Ok(audit::append(writing, &line)?)
}
