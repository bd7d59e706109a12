//! Clips (片段): ranges of a recording, on the timeline of its call. They die with it. Nothing of their
//! sound is stored: it is cut when somebody asks for it.

use super::call::{Edges, touches_any};
use super::connection::Backend;
use super::library_case::USES_MOST;
use super::schema::{call, clip, clip_tag, library_case};
use super::{COUNTED_TO, Cursor, DbError, Page, Reading, Scope, Window, Writing, literal};
use crate::ids::{CallId, ClipId, PersonId, RecordingId};
use crate::time::Instant;
use diesel::dsl::{exists, not, select, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::collections::BTreeMap;

/// A clip.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = clip)]
pub struct Clip {
    /// Its id.
    pub id: ClipId,
    /// The call.
    pub call_id: CallId,
    /// The recording that it is cut from.
    pub recording_id: RecordingId,
    /// Where it begins on the call's timeline, in milliseconds.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
    /// What it shows.
    pub title: String,
    /// What there is to say of it.
    pub note: Option<String>,
    /// Its title, note and tags as tokens, each between blanks.
    pub search_text: String,
    /// Who made it.
    pub made_by: PersonId,
    /// When.
    pub made_at: Instant,
}

/// Who looks for clips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipReader {
    /// The calls that they hear.
    pub scope: Scope,
    /// Who they are, where that makes a difference.
    pub person_id: Option<PersonId>,
    /// The calls that they have in hand: what others clipped of them is not there until their own evaluation is out.
    pub in_hand: Vec<CallId>,
}

impl From<Scope> for ClipReader {
    fn from(scope: Scope) -> Self {
        Self { scope, person_id: None, in_hand: Vec::new() }
    }
}

/// Which clips a list shows; everything that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClipFilter {
    /// Each of these tokens begins a word of it.
    pub words: Vec<String>,
    /// It has this tag.
    pub tag: Option<String>,
    /// This person made it.
    pub made_by: Option<PersonId>,
    /// It lies in this call.
    pub call_id: Option<CallId>,
}

type Clips = clip::BoxedQuery<'static, Backend>;

/// Stores a clip with its tags.
pub fn insert(writing: &mut Writing<'_>, new: &Clip, tags: &[String]) -> Result<(), DbError> {
    diesel::insert_into(clip::table).values(new).execute(writing.connection)?;
    put_tags(writing, new.id, tags)
}

/// Stores what is said of a clip.
pub fn update(writing: &mut Writing<'_>, changed: &Clip, tags: &[String]) -> Result<(), DbError> {
    diesel::update(clip::table.find(changed.id))
        .set((
            clip::title.eq(&changed.title),
            clip::note.eq(&changed.note),
            clip::search_text.eq(&changed.search_text),
        ))
        .execute(writing.connection)?;
    diesel::delete(clip_tag::table.filter(clip_tag::clip_id.eq(changed.id))).execute(writing.connection)?;
    put_tags(writing, changed.id, tags)
}

fn put_tags(writing: &mut Writing<'_>, id: ClipId, tags: &[String]) -> Result<(), DbError> {
    for tag in tags {
        diesel::insert_into(clip_tag::table)
            .values((clip_tag::clip_id.eq(id), clip_tag::tag.eq(tag)))
            .execute(writing.connection)?;
    }
    Ok(())
}

/// Takes a clip away.
pub fn delete(writing: &mut Writing<'_>, id: ClipId) -> Result<(), DbError> {
    diesel::delete(clip::table.find(id)).execute(writing.connection)?;
    Ok(())
}

/// The clip, if it is there for this reader.
pub fn find(reading: &mut Reading<'_>, reader: &ClipReader, id: ClipId) -> Result<Option<Clip>, DbError> {
    Ok(shown_to(reader).filter(clip::id.eq(id)).first(reading.connection).optional()?)
}

/// Whether a case is made of it.
pub fn is_used(reading: &mut Reading<'_>, id: ClipId) -> Result<bool, DbError> {
    let uses = library_case::table.filter(library_case::clip_id.eq(id));
    Ok(select(exists(uses)).get_result(reading.connection)?)
}

/// How many clips a call has.
pub fn count_of_call(reading: &mut Reading<'_>, call_id: CallId) -> Result<i64, DbError> {
    Ok(clip::table.filter(clip::call_id.eq(call_id)).count().get_result(reading.connection)?)
}

/// The tags of these clips, by name.
pub fn tags_of(reading: &mut Reading<'_>, ids: &[ClipId]) -> Result<BTreeMap<ClipId, Vec<String>>, DbError> {
    let rows: Vec<(ClipId, String)> = clip_tag::table
        .filter(clip_tag::clip_id.eq_any(ids.to_vec()))
        .order((clip_tag::clip_id, clip_tag::tag))
        .select((clip_tag::clip_id, clip_tag::tag))
        .load(reading.connection)?;
    let mut tags: BTreeMap<ClipId, Vec<String>> = BTreeMap::new();
    for (id, tag) in rows {
        tags.entry(id).or_default().push(tag);
    }
    Ok(tags)
}

/// The tags of the clips that are there for this reader, each with how many have it: those of most clips, at most
/// [`USES_MOST`].
pub fn tags_in_use(reading: &mut Reading<'_>, reader: &ClipReader) -> Result<Vec<(String, i64)>, DbError> {
    Ok(shown_to(reader)
        .inner_join(clip_tag::table)
        .select((clip_tag::tag, sql::<BigInt>("COUNT(*) OVER (PARTITION BY clip_tag.tag)")))
        .distinct()
        .order(sql::<BigInt>("2 DESC, 1"))
        .limit(USES_MOST)
        .load(reading.connection)?)
}

/// One page of the clips that are there for this reader and the filter finds, the youngest first.
pub fn list(
    reading: &mut Reading<'_>,
    reader: &ClipReader,
    filter: &ClipFilter,
    window: Window,
) -> Result<Page<Clip>, DbError> {
    let found = || matching(shown_to(reader), filter);
    let mut rows = found();
    if let Some(after) = window.after {
        let (at, id) = (Instant::from_millis(after.key), ClipId::from_bytes(after.id));
        rows = rows.filter(clip::made_at.lt(at).or(clip::made_at.eq(at).and(clip::id.lt(id))));
    }
    let rows: Vec<Clip> = rows
        .order((clip::made_at.desc(), clip::id.desc()))
        .limit(window.limit() + 1)
        .load(reading.connection)?;
    let counted: i64 = found().count().get_result(reading.connection)?;
    let place = |row: &Clip| Cursor { key: row.made_at.as_millis(), id: *row.id.as_bytes() };
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), place))
}

fn matching(mut found: Clips, filter: &ClipFilter) -> Clips {
    for word in &filter.words {
        found = found.filter(clip::search_text.like(format!("% {}%", literal(word))).escape('\\'));
    }
    if let Some(tag) = filter.tag.clone() {
        let tagged = clip_tag::table.filter(clip_tag::tag.eq(tag)).select(clip_tag::clip_id);
        found = found.filter(clip::id.eq_any(tagged));
    }
    if let Some(person_id) = filter.made_by {
        found = found.filter(clip::made_by.eq(person_id));
    }
    if let Some(call_id) = filter.call_id {
        found = found.filter(clip::call_id.eq(call_id));
    }
    found
}

fn shown_to(reader: &ClipReader) -> Clips {
    let mut all = clip::table.into_boxed();
    if !reader.in_hand.is_empty() {
        let own: Vec<PersonId> = reader.person_id.into_iter().collect();
        let tells = clip::call_id.eq_any(reader.in_hand.clone()).and(clip::made_by.ne_all(own));
        all = all.filter(not(tells));
    }
    match &reader.scope {
        Scope::Everything => all,
        Scope::Within(bounds) => {
            let Edges { people, teams, projects, sources } = Edges::of(bounds);
            let reached = call::table.filter(touches_any(people, teams, projects, sources)).select(call::id);
            all.filter(clip::call_id.eq_any(reached))
        }
    }
}
