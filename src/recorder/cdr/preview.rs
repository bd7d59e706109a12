//! What a table of calls would do, without doing it.

use super::columns::CdrColumns;
use super::import::ImportFile;
use super::row::CdrRow;
use super::{LIMITS, PROBLEMS_MOST};
use crate::access::{Permission, Who};
use crate::db::cdr_import::{self, ColumnChoice};
use crate::db::source::{self, Source};
use crate::db::{Db, call};
use crate::recorder::{RecorderError, identity};
use crate::sheet::{self, Cell, Encoding, SheetError};
use jiff::tz::TimeZone;
use std::ops::ControlFlow;

/// How many rows are shown as they are read.
const SHOWN: usize = 20;
/// How many identities are asked for at once.
const ASKED_AT_ONCE: usize = 500;

/// What a table would do.
#[derive(Debug, Clone, PartialEq)]
pub struct CdrPreview {
    /// What the file was written in.
    pub encoding: Encoding,
    /// Its headings, from the left.
    pub headings: Vec<String>,
    /// What each heading is taken for, or an empty word.
    pub columns: ColumnChoice,
    /// Whether the choice was remembered from the last table of this source.
    pub is_remembered: bool,
    /// Whether rows could be told apart by these columns.
    pub tells_calls_apart: bool,
    /// How many rows hold anything.
    pub rows: usize,
    /// How many of them would be entered.
    pub fit: usize,
    /// How many of those are about calls that are known by their identity.
    pub known: i64,
    /// The first rows as they are read.
    pub sample: Vec<CdrRow>,
    /// The first rows with problems.
    pub problems: Vec<CdrRow>,
}

/// What the rows were, while they passed.
struct Seen {
    headings: Vec<Cell>,
    columns: CdrColumns,
    is_remembered: bool,
    rows: usize,
    identities: Vec<String>,
    sample: Vec<CdrRow>,
    problems: Vec<CdrRow>,
}

/// Reads the whole table and says what would become of its rows. `chosen`: what the headings are
/// taken for; none: as the last time, or as they read.
pub async fn preview(
    db: &Db,
    who: &Who,
    file: ImportFile,
    chosen: Option<ColumnChoice>,
) -> Result<CdrPreview, RecorderError> {
    let ImportFile { source: name, bytes } = file;
    who.scope(Permission::IngestCalls).ok_or(RecorderError::OutsideScope)?;
    let own = who.source_id();
    let (source, remembered) = db
        .read(move |reading| {
            let source = match own {
                Some(id) => source::by_id(reading, id)?,
                None => source::by_name(reading, &name)?,
            };
            let remembered = match &source {
                Some(source) => cdr_import::remembered_columns(reading, source.id)?,
                None => None,
            };
            Ok::<_, RecorderError>((source, remembered))
        })
        .await?;
    let zone = source.as_ref().map_or(TimeZone::UTC, zone_of);
    let reads = move || read(&bytes, chosen.as_ref(), remembered.as_ref(), &zone);
    let (encoding, seen) = tokio::task::spawn_blocking(reads).await.map_err(|_| SheetError::Unreadable)??;
    let known = match source {
        Some(source) => count_known(db, &source, &seen.identities).await?,
        None => 0,
    };
    let text = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Broken(text) => text.clone(),
    };
    Ok(CdrPreview {
        encoding,
        headings: seen.headings.iter().map(text).collect(),
        columns: seen.columns.as_choice(&seen.headings),
        is_remembered: seen.is_remembered,
        tells_calls_apart: seen.columns.tell_calls_apart(),
        rows: seen.rows,
        fit: seen.identities.len(),
        known,
        sample: seen.sample,
        problems: seen.problems,
    })
}

/// The zone in which a source's wall clocks are read.
pub(super) fn zone_of(source: &Source) -> TimeZone {
    TimeZone::get(&source.time_zone).unwrap_or(TimeZone::UTC)
}

fn read(
    bytes: &[u8],
    chosen: Option<&ColumnChoice>,
    remembered: Option<&ColumnChoice>,
    zone: &TimeZone,
) -> Result<(Encoding, Seen), RecorderError> {
    let mut seen: Option<Seen> = None;
    let encoding = sheet::visit(bytes, LIMITS, |line| {
        let Some(seen) = &mut seen else {
            let (columns, is_remembered) = columns_of(&line.cells, chosen, remembered);
            seen = Some(Seen {
                headings: line.cells,
                columns,
                is_remembered,
                rows: 0,
                identities: Vec::new(),
                sample: Vec::new(),
                problems: Vec::new(),
            });
            return ControlFlow::Continue(());
        };
        seen.rows += 1;
        let row = CdrRow::read(&line, &seen.columns, zone);
        let stand_in = || identity::of_row(&row.metadata, row.began(zone));
        let identity = row.metadata.native_id.clone().or_else(stand_in);
        match identity.filter(|_| row.problems.is_empty()) {
            Some(identity) => seen.identities.push(identity),
            None if seen.problems.len() < PROBLEMS_MOST => seen.problems.push(row.clone()),
            None => {}
        }
        if seen.sample.len() < SHOWN {
            seen.sample.push(row);
        }
        ControlFlow::Continue(())
    })?;
    let seen = seen.ok_or(RecorderError::TableEmpty)?;
    Ok((encoding, seen))
}

/// What the headings are taken for: as chosen now, else as the last time if every heading is still
/// there, else as they read.
pub(super) fn columns_of(
    headings: &[Cell],
    chosen: Option<&ColumnChoice>,
    remembered: Option<&ColumnChoice>,
) -> (CdrColumns, bool) {
    if let Some(chosen) = chosen {
        return (CdrColumns::of(headings, chosen), false);
    }
    let is_there =
        |heading: &String| headings.iter().any(|cell| matches!(cell, Cell::Text(text) if text == heading));
    match remembered {
        Some(remembered)
            if remembered
                .iter()
                .filter(|(_, word)| !word.is_empty())
                .all(|(heading, _)| is_there(heading)) =>
        {
            (CdrColumns::of(headings, remembered), true)
        }
        _ => (CdrColumns::of(headings, &ColumnChoice::new()), false),
    }
}

async fn count_known(db: &Db, source: &Source, identities: &[String]) -> Result<i64, RecorderError> {
    let (mut known, source_id) = (0, source.id);
    for page in identities.chunks(ASKED_AT_ONCE) {
        let page = page.to_vec();
        known += db
            .read(move |reading| Ok::<_, RecorderError>(call::count_identities(reading, source_id, &page)?))
            .await?;
    }
    Ok(known)
}
