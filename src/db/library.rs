//! Case libraries (案例库): one of good cases, one of warning cases, any number by topic. They are
//! retired, never deleted.

use super::columns::{from_json, to_json, words};
use super::schema::{library, library_case};
use super::standard_answer::Words;
use super::{DbError, Reading, Writing};
use crate::db::library_case::CaseState;
use crate::ids::{LibraryId, ProjectId};
use crate::time::Instant;
use diesel::dsl::exists;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// The most libraries that there may be.
pub const LIBRARIES_MOST: i64 = 200;

words! {
    /// What a library holds.
    LibraryKind {
        /// Calls that went well (优秀).
        Good = "good",
        /// Calls that should have gone otherwise (警示): learners hear them only where their agents agree.
        Warning = "warning",
        /// Whatever belongs to a topic (专题).
        Topic = "topic",
    }
}

/// A library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    /// Its id.
    pub id: LibraryId,
    /// What it holds.
    pub kind: LibraryKind,
    /// Its name by language.
    pub name: Words,
    /// The project for whose people it is; none: for everybody.
    pub project_id: Option<ProjectId>,
    /// When it was made.
    pub created_at: Instant,
    /// Since when it is closed.
    pub retired_at: Option<Instant>,
    /// What stands in for the consent of those who are heard; nothing, unless a QA manager allows it.
    pub instead_of_consent: InsteadOfConsent,
}

/// What a library allows instead of the consent of those who are heard in its warning cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InsteadOfConsent {
    /// Learners hear them with every voice altered.
    pub altered_voice: bool,
    /// Learners of another site hear them as they are.
    pub other_sites: bool,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = library, treat_none_as_null = true)]
struct LibraryRow {
    id: LibraryId,
    kind: LibraryKind,
    name_json: String,
    project_id: Option<ProjectId>,
    created_at: Instant,
    retired_at: Option<Instant>,
    allows_altered_voice: bool,
    allows_other_sites: bool,
}

impl LibraryRow {
    fn of(library: &Library) -> Result<Self, DbError> {
        Ok(Self {
            id: library.id,
            kind: library.kind,
            name_json: to_json(&library.name)?,
            project_id: library.project_id,
            created_at: library.created_at,
            retired_at: library.retired_at,
            allows_altered_voice: library.instead_of_consent.altered_voice,
            allows_other_sites: library.instead_of_consent.other_sites,
        })
    }

    fn into_library(self) -> Result<Library, DbError> {
        Ok(Library {
            id: self.id,
            kind: self.kind,
            name: from_json("the name of a library", &self.name_json)?,
            project_id: self.project_id,
            created_at: self.created_at,
            retired_at: self.retired_at,
            instead_of_consent: InsteadOfConsent {
                altered_voice: self.allows_altered_voice,
                other_sites: self.allows_other_sites,
            },
        })
    }
}

/// Stores a library by topic; of the other kinds there is one from the start.
pub fn insert(writing: &mut Writing<'_>, new: &Library) -> Result<(), DbError> {
    diesel::insert_into(library::table).values(LibraryRow::of(new)?).execute(writing.connection)?;
    Ok(())
}

/// Stores a library as it is now.
pub fn update(writing: &mut Writing<'_>, changed: &Library) -> Result<(), DbError> {
    diesel::update(library::table.find(changed.id))
        .set(LibraryRow::of(changed)?)
        .execute(writing.connection)?;
    Ok(())
}

/// The library with this id.
pub fn by_id(reading: &mut Reading<'_>, id: LibraryId) -> Result<Option<Library>, DbError> {
    let row: Option<LibraryRow> = library::table.find(id).first(reading.connection).optional()?;
    row.map(LibraryRow::into_library).transpose()
}

/// The library of good, or of warning cases.
pub fn of_kind(reading: &mut Reading<'_>, kind: LibraryKind) -> Result<Option<Library>, DbError> {
    let row: Option<LibraryRow> = library::table
        .filter(library::kind.eq(kind))
        .order(library::id)
        .first(reading.connection)
        .optional()?;
    row.map(LibraryRow::into_library).transpose()
}

/// Every library, retired ones too, the oldest first.
pub fn all(reading: &mut Reading<'_>) -> Result<Vec<Library>, DbError> {
    let rows: Vec<LibraryRow> = library::table
        .order((library::created_at, library::id))
        .limit(LIBRARIES_MOST)
        .load(reading.connection)?;
    rows.into_iter().map(LibraryRow::into_library).collect()
}

/// Whether any library allows learners of other sites.
pub fn any_allows_other_sites(reading: &mut Reading<'_>) -> Result<bool, DbError> {
    let allowing = library::table.filter(library::allows_other_sites);
    Ok(diesel::select(exists(allowing)).get_result(reading.connection)?)
}

/// How many libraries there are.
pub fn count(reading: &mut Reading<'_>) -> Result<i64, DbError> {
    Ok(library::table.count().get_result(reading.connection)?)
}

/// How many cases each library has in this state.
pub fn counts(reading: &mut Reading<'_>, state: CaseState) -> Result<BTreeMap<LibraryId, i64>, DbError> {
    let rows: Vec<(LibraryId, i64)> = library_case::table
        .filter(library_case::state.eq(state))
        .group_by(library_case::library_id)
        .select((library_case::library_id, diesel::dsl::count_star()))
        .load(reading.connection)?;
    Ok(rows.into_iter().collect())
}
