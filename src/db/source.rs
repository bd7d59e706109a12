//! Sources: the systems that recordings come from, and how what they send is to be read.
//!
//! What a query asks for stands in a column; what only the interpretation of an arrival reads
//! stands in one structure, [`SourceSettings`], kept as JSON. Sources are retired, never deleted.

mod extension;
mod hours;
mod settings;
pub mod speech;
mod transcribing;

pub use extension::{EXTENSIONS_MOST, Seat, SeatSpell, agent_at, count_seats, put_seats, seats, seats_page};
pub use hours::{Arrivals, HourCount, arrivals_between, lags, last_counted_hour, put_hours, recorded_hours};
pub use settings::{FieldRule, NamingPattern, SourceSettings, Target, VICIDIAL_TOKENS};
pub use transcribing::Transcribing;

use super::columns::{from_json, to_json, words};
use super::redaction::Cover;
use super::schema::source;
use super::{DbError, Reading, Writing};
use crate::ids::{ProjectId, QueueId, SourceId};
use crate::time::Instant;
use diesel::prelude::*;
use jiff::tz::TimeZone;

words! {
    /// The way that a source's recordings come in.
    SourceKind {
        /// The source, or somebody for it, uploads them over HTTP.
        Upload = "upload",
        /// They are found in a folder.
        WatchFolder = "watch_folder",
        /// Its calls come as lists (CDR) or as vCons, with or without audio.
        Import = "import",
    }
}

/// A system that recordings come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Its name, unique, as an administrator chose it.
    pub name: String,
    /// The IANA zone in which its stamps are to be read.
    pub time_zone: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it stopped being used.
    pub retired_at: Option<Instant>,
    /// The way its recordings come in.
    pub kind: SourceKind,
    /// How what it sends is to be read.
    pub settings: SourceSettings,
    /// The project of its calls that name none.
    pub project_id: Option<ProjectId>,
    /// The queue of its calls that name none.
    pub queue_id: Option<QueueId>,
    /// For how many days its calls are kept, where no rule says otherwise; none: nothing is said.
    pub retention_days: Option<i32>,
    /// Its last arrival that was counted; a younger one may have come within the last minutes.
    pub last_arrival_at: Option<Instant>,
    /// Since when nothing came, where by its own habit something should have.
    pub silent_since: Option<Instant>,
    /// What is heard in place of card numbers and the like in its recordings; none: nothing is hidden.
    pub redaction: Option<Cover>,
    /// Which of its recordings become words by themselves.
    pub transcribing: Transcribing,
}

impl Source {
    /// A source with this name that nothing is known of yet: its stamps are read as UTC.
    #[must_use]
    pub fn new(name: &str, now: Instant) -> Self {
        Self {
            id: SourceId::new(),
            name: name.to_owned(),
            time_zone: "UTC".to_owned(),
            created_at: now,
            retired_at: None,
            kind: SourceKind::Upload,
            settings: SourceSettings::default(),
            project_id: None,
            queue_id: None,
            retention_days: None,
            last_arrival_at: None,
            silent_since: None,
            redaction: Some(Cover::Silence),
            transcribing: Transcribing::All,
        }
    }

    /// The zone in which its stamps are to be read.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = source, treat_none_as_null = true)]
struct SourceRow {
    id: SourceId,
    name: String,
    time_zone: String,
    created_at: Instant,
    retired_at: Option<Instant>,
    kind: SourceKind,
    settings_json: String,
    project_id: Option<ProjectId>,
    queue_id: Option<QueueId>,
    retention_days: Option<i32>,
    last_arrival_at: Option<Instant>,
    silent_since: Option<Instant>,
    redacts: bool,
    redaction_cover: Cover,
    transcribes: String,
}

impl SourceRow {
    fn of(source: &Source) -> Result<Self, DbError> {
        Ok(Self {
            id: source.id,
            name: source.name.clone(),
            time_zone: source.time_zone.clone(),
            created_at: source.created_at,
            retired_at: source.retired_at,
            kind: source.kind,
            settings_json: to_json(&source.settings)?,
            project_id: source.project_id,
            queue_id: source.queue_id,
            retention_days: source.retention_days,
            last_arrival_at: source.last_arrival_at,
            silent_since: source.silent_since,
            redacts: source.redaction.is_some(),
            redaction_cover: source.redaction.unwrap_or(Cover::Silence),
            transcribes: source.transcribing.to_string(),
        })
    }

    fn into_source(self) -> Result<Source, DbError> {
        Ok(Source {
            id: self.id,
            name: self.name,
            time_zone: self.time_zone,
            created_at: self.created_at,
            retired_at: self.retired_at,
            kind: self.kind,
            settings: from_json("a source's settings", &self.settings_json)?,
            project_id: self.project_id,
            queue_id: self.queue_id,
            retention_days: self.retention_days,
            last_arrival_at: self.last_arrival_at,
            silent_since: self.silent_since,
            redaction: self.redacts.then_some(self.redaction_cover),
            transcribing: Transcribing::stored(&self.transcribes)?,
        })
    }
}

/// The source with this name.
pub fn by_name(reading: &mut Reading<'_>, name: &str) -> Result<Option<Source>, DbError> {
    let row: Option<SourceRow> =
        source::table.filter(source::name.eq(name)).first(reading.connection).optional()?;
    row.map(SourceRow::into_source).transpose()
}

/// The source with this id.
pub fn by_id(reading: &mut Reading<'_>, id: SourceId) -> Result<Option<Source>, DbError> {
    let row: Option<SourceRow> = source::table.find(id).first(reading.connection).optional()?;
    row.map(SourceRow::into_source).transpose()
}

/// Every source, retired ones too. There are a handful.
pub fn all(reading: &mut Reading<'_>) -> Result<Vec<Source>, DbError> {
    let rows: Vec<SourceRow> = source::table.order((source::name, source::id)).load(reading.connection)?;
    rows.into_iter().map(SourceRow::into_source).collect()
}

/// The source with this name, made now (reading stamps as UTC) where it is missing.
pub fn find_or_make(writing: &mut Writing<'_>, name: &str) -> Result<Source, DbError> {
    if let Some(known) = by_name(writing, name)? {
        return Ok(known);
    }
    let made = Source::new(name, writing.now());
    insert(writing, &made)?;
    Ok(made)
}

/// Enters a source.
pub fn insert(writing: &mut Writing<'_>, new: &Source) -> Result<(), DbError> {
    diesel::insert_into(source::table).values(SourceRow::of(new)?).execute(writing.connection)?;
    Ok(())
}

/// Stores what an administrator changed: everything but what the watch over sources notes.
pub fn update(writing: &mut Writing<'_>, changed: &Source) -> Result<(), DbError> {
    diesel::update(source::table.find(changed.id))
        .set((
            source::name.eq(&changed.name),
            source::time_zone.eq(&changed.time_zone),
            source::retired_at.eq(changed.retired_at),
            source::kind.eq(changed.kind),
            source::settings_json.eq(to_json(&changed.settings)?),
            source::project_id.eq(changed.project_id),
            source::queue_id.eq(changed.queue_id),
            source::retention_days.eq(changed.retention_days),
            source::redacts.eq(changed.redaction.is_some()),
            source::redaction_cover.eq(changed.redaction.unwrap_or(Cover::Silence)),
            source::transcribes.eq(changed.transcribing.to_string()),
        ))
        .execute(writing.connection)?;
    Ok(())
}

/// Notes when the source's last arrival was, and since when it is silent against its habit.
pub fn note_watch(
    writing: &mut Writing<'_>,
    id: SourceId,
    last_arrival_at: Option<Instant>,
    silent_since: Option<Instant>,
) -> Result<(), DbError> {
    diesel::update(source::table.find(id))
        .set((source::last_arrival_at.eq(last_arrival_at), source::silent_since.eq(silent_since)))
        .execute(writing.connection)?;
    Ok(())
}

/// The sources in use that are silent against their habit.
pub fn silent(reading: &mut Reading<'_>) -> Result<Vec<Source>, DbError> {
    let rows: Vec<SourceRow> = source::table
        .filter(source::silent_since.is_not_null())
        .filter(source::retired_at.is_null())
        .load(reading.connection)?;
    rows.into_iter().map(SourceRow::into_source).collect()
}
