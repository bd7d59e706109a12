//! Exports: everything that a list of evaluations finds, in rows of a table or as JSON lines.
//!
//! An export walks the list by its own cursor, a page at a time, each page its own short read. What
//! is released or answered meanwhile stands in it once or not at all, never twice.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `columns` | PURE: which columns there are, and what an evaluation says in each |
//! | `words` | headings and words for codes, from the catalogue of the pages |
//! | `text` | PURE: CSV and JSON lines |
//! | `workbook` | .xlsx, through a temporary file |

mod columns;
mod text;
mod words;
mod workbook;

pub use columns::{Column, Shape, Value};
pub use text::{Format, TextWriter};
pub use words::ExportLanguage;
pub use workbook::{Workbook, WorkbookError};

use super::evaluation_list::{EvaluationLine, EvaluationList, evaluation_lines};
use super::{ReviewError, person_of};
use crate::access::{By, Who};
use crate::db::audit::{self, Line};
use crate::db::evaluation::{self, EvaluationContent, EvaluationFilter, EvaluationSort, Purpose, Shown};
use crate::db::scorecard::{self, ScorecardVersion};
use crate::db::{Cursor, Db, DbError, Reading};
use crate::ids::{PersonId, ScorecardId, ScorecardVersionId};
use columns::Table;
use jiff::tz::TimeZone;
use serde_json::json;
use std::collections::HashMap;

/// How many evaluations one read takes: with their answers and traces some ten megabytes.
const PAGE: i64 = 500;

/// What is to be exported.
#[derive(Debug, Clone)]
pub struct ExportOrder {
    /// Which list.
    pub list: EvaluationList,
    /// For which purposes.
    pub purposes: Vec<Purpose>,
    /// Which rows of it.
    pub filter: EvaluationFilter,
    /// In which order; none: as the list is shown.
    pub sort: Option<EvaluationSort>,
    /// One row an evaluation, or one an item.
    pub shape: Shape,
    /// In whose words.
    pub language: ExportLanguage,
    /// The workspace's zone, by whose clocks people read moments.
    pub zone: TimeZone,
}

/// An evaluation with everything that an export says of it.
#[derive(Debug, Clone)]
pub(super) struct Exported<'v> {
    pub(super) line: EvaluationLine,
    pub(super) content: EvaluationContent,
    pub(super) version: &'v ScorecardVersion,
}

/// An export on its way.
pub struct Export {
    db: Db,
    shown: Shown,
    filter: EvaluationFilter,
    sort: EvaluationSort,
    table: Table,
    /// The cards that were met so far: a card is read once, however many evaluations there are on it.
    versions: HashMap<ScorecardVersionId, ScorecardVersion>,
    after: Option<Cursor>,
    is_over: bool,
    /// Who reads it: of their own calls they find the items once they have answered, since an agent may
    /// be asked to listen before they see what the inspector found.
    reader: Option<PersonId>,
}

impl Export {
    /// Begins an export; that it was made, and of what, stands in the audit trail.
    pub async fn begin(db: &Db, who: &Who, by: By, order: ExportOrder) -> Result<Self, ReviewError> {
        let ExportOrder { list, purposes, mut filter, sort, shape, language, zone } = order;
        let (shown, usual) = list.shown_to(who, &mut filter, &purposes)?;
        let (reader, who) = (who.person_id(), who.clone());
        let noun_id = person_of(&who).map(|id| id.to_string()).unwrap_or_default();
        let card = filter.scorecard_id;
        let detail = json!({ "rows": shape.as_str(), "scorecard": card, "team": filter.team_id,
            "project": filter.project_id, "from": filter.from, "to": filter.to });
        let (versions, withheld) = db
            .write(move |writing| {
                let line = Line {
                    actor: by.actor,
                    action: "evaluations.exported",
                    noun: "person",
                    noun_id: &noun_id,
                    detail: detail.clone(),
                    request_id: by.request_id,
                };
                audit::append(writing, &line)?;
                let versions = card.map(|id| versions_of(writing, id)).transpose()?;
                Ok::<_, DbError>((versions.unwrap_or_default(), list.withheld(writing, &who)?))
            })
            .await?;
        filter.withheld = withheld;
        let table = Table::new(shape, language, zone, &versions);
        let versions = versions.into_iter().map(|version| (version.id, version)).collect();
        let sort = sort.unwrap_or(usual);
        Ok(Self { db: db.clone(), shown, filter, sort, table, versions, after: None, is_over: false, reader })
    }

    /// The columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        self.table.columns()
    }

    /// The next rows, each as wide as the columns; none: that was all. One page of evaluations may
    /// have no row (nothing was scored) and is passed over.
    pub async fn next_rows(&mut self) -> Result<Option<Vec<Vec<Value>>>, ReviewError> {
        while !self.is_over {
            let rows = self.next_page().await?;
            if !rows.is_empty() {
                return Ok(Some(rows));
            }
        }
        Ok(None)
    }

    async fn next_page(&mut self) -> Result<Vec<Vec<Value>>, ReviewError> {
        let (shown, filter, sort, after) = (self.shown.clone(), self.filter.clone(), self.sort, self.after);
        let known: Vec<ScorecardVersionId> = self.versions.keys().copied().collect();
        let (lines, mut contents, place, new) = self
            .db
            .read(move |reading| {
                let rows = evaluation::walk(reading, &shown, &filter, sort, after, PAGE)?;
                let place = rows.last().map(|row| row.place(sort));
                let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
                let unknown = rows.iter().map(|row| row.scorecard_version_id);
                let mut unknown: Vec<_> = unknown.filter(|id| !known.contains(id)).collect();
                unknown.sort_unstable();
                unknown.dedup();
                let new = scorecard::versions(reading, &unknown)?;
                let contents = evaluation::contents(reading, &ids)?;
                Ok::<_, ReviewError>((evaluation_lines(reading, rows)?, contents, place, new))
            })
            .await?;
        self.versions.extend(new);
        self.is_over = place.is_none();
        self.after = place.or(self.after);
        let mut rows = Vec::with_capacity(lines.len());
        for line in lines {
            let id = line.summary.id;
            let version = self.versions.get(&line.summary.scorecard_version_id);
            let (Some(content), Some(version)) = (contents.remove(&id), version) else { continue };
            let is_own = self.reader.is_some() && self.reader == line.summary.person_id;
            let content =
                if is_own && line.feedback.answer.is_none() { content.without_account() } else { content };
            self.table.add(&Exported { line, content, version }, &mut rows)?;
        }
        Ok(rows)
    }
}

/// The versions of a card, the youngest first.
fn versions_of(reading: &mut Reading<'_>, card: ScorecardId) -> Result<Vec<ScorecardVersion>, DbError> {
    let heads = scorecard::all_versions(reading)?;
    let ids: Vec<_> = heads.iter().filter(|head| head.scorecard_id == card).map(|head| head.id).collect();
    let mut versions: Vec<_> = scorecard::versions(reading, &ids)?.into_values().collect();
    versions.sort_by_key(|version| -version.number);
    Ok(versions)
}
