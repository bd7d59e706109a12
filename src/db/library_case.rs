//! Cases (案例): calls and ranges of calls that a library shows, from the proposal to the archive. They
//! die with their call.

mod list;
mod ties;

pub(super) use list::whoever_is_asked_is_heard;
pub use list::{
    CaseFilter, CaseSort, Learner, SeenBy, USES_MOST, consents_are_given, count, items_in_use, list,
    tags_in_use, there_for,
};
pub use ties::{
    AnswerTie, Edition, ItemTie, PROPOSED, answers_of, edition, editions, insert_edition, items_of, put_ties,
    tags_of, tied_to_answers,
};

use super::columns::words;
use super::schema::library_case;
use super::{DbError, Reading, Writing};
use crate::ids::{CallId, CaseId, ClipId, FlagId, LibraryId, PersonId, RecordingId};
use crate::time::Instant;
use diesel::prelude::*;
use std::collections::BTreeMap;

words! {
    /// Where a case stands.
    CaseState {
        /// Somebody proposes it; nobody has decided.
        Proposed = "proposed",
        /// Accepted; its commentary is being written.
        Draft = "draft",
        /// On the shelf: learners find it.
        Shelved = "shelved",
        /// It was on the shelf, or was to be; its cause says why it is not.
        Archived = "archived",
        /// Not taken; the reason says why.
        Declined = "declined",
        /// Taken back by whoever proposed it.
        Withdrawn = "withdrawn",
    }
}

impl CaseState {
    /// Those in which the call must stay for its sake, and those who are heard are asked.
    pub const KEEPING: [Self; 2] = [Self::Draft, Self::Shelved];

    /// Whether the call must stay for its sake.
    #[must_use]
    pub fn keeps(self) -> bool {
        Self::KEEPING.contains(&self)
    }
}

words! {
    /// For whom a case is.
    CaseLevel {
        /// Who has just begun.
        Newcomer = "newcomer",
        /// Everybody.
        Regular = "regular",
        /// Who knows the work.
        Senior = "senior",
    }
}

words! {
    /// Why a case left the shelf.
    ArchiveCause {
        /// Somebody put it away.
        ByHand = "by_hand",
        /// A standard answer that it illustrates has another wording now.
        AnswerChanged = "answer_changed",
        /// A standard answer that it illustrates holds no more.
        AnswerRetired = "answer_retired",
    }
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = library_case, treat_none_as_null = true)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// The library.
    pub library_id: LibraryId,
    /// Where it stands.
    pub state: CaseState,
    /// The call.
    pub call_id: CallId,
    /// The recording that is heard.
    pub recording_id: RecordingId,
    /// The clip that it is made of.
    pub clip_id: Option<ClipId>,
    /// Where it begins on the call's timeline; none: where the recording does.
    pub start_ms: Option<i64>,
    /// Where it ends; none: where the recording does.
    pub end_ms: Option<i64>,
    /// What there is to learn, in one line.
    pub teaching_line: String,
    /// The language that is spoken: `zh`, `en`.
    pub language: String,
    /// For whom it is.
    pub level: CaseLevel,
    /// Whether learners do not see who is heard.
    pub hides_names: bool,
    /// The day of the workspace on which somebody should look at it again, `YYYY-MM-DD`.
    pub review_on: Option<String>,
    /// The number of its newest commentary; 0: none is written.
    pub edition: i32,
    /// What it is found by, as tokens, each between blanks.
    pub search_text: String,
    /// Who proposed it.
    pub proposed_by: PersonId,
    /// When.
    pub proposed_at: Instant,
    /// The flag by which it was proposed.
    pub flag_id: Option<FlagId>,
    /// Who accepted or declined it.
    pub decided_by: Option<PersonId>,
    /// When.
    pub decided_at: Option<Instant>,
    /// Why it was declined, or archived by hand.
    pub reason: Option<String>,
    /// When it came onto the shelf.
    pub shelved_at: Option<Instant>,
    /// Why it left the shelf.
    pub archive_cause: Option<ArchiveCause>,
    /// When it was last changed.
    pub changed_at: Instant,
}

impl Case {
    /// Whether the call must stay for its sake: also while it is out of date, until somebody looked at it.
    #[must_use]
    pub fn keeps_call(&self) -> bool {
        let is_outdated =
            matches!(self.archive_cause, Some(ArchiveCause::AnswerChanged | ArchiveCause::AnswerRetired));
        self.state.keeps() || (self.state == CaseState::Archived && is_outdated)
    }
}

/// Stores a case.
pub fn insert(writing: &mut Writing<'_>, new: &Case) -> Result<(), DbError> {
    diesel::insert_into(library_case::table).values(new).execute(writing.connection)?;
    Ok(())
}

/// Stores a case as it is now.
pub fn update(writing: &mut Writing<'_>, changed: &Case) -> Result<(), DbError> {
    diesel::update(library_case::table.find(changed.id)).set(changed).execute(writing.connection)?;
    Ok(())
}

/// Holds the case until the end of the transaction: of two that change it at once, the second sees what
/// the first did.
pub fn lock(writing: &mut Writing<'_>, id: CaseId) -> Result<(), DbError> {
    diesel::update(library_case::table.find(id))
        .set(library_case::edition.eq(library_case::edition))
        .execute(writing.connection)?;
    Ok(())
}

/// The case with this id. Who sees it, `library::visibility` says.
pub fn by_id(reading: &mut Reading<'_>, id: CaseId) -> Result<Option<Case>, DbError> {
    Ok(library_case::table.find(id).first(reading.connection).optional()?)
}

/// These cases, in no order.
pub fn by_ids(reading: &mut Reading<'_>, ids: &[CaseId]) -> Result<Vec<Case>, DbError> {
    Ok(library_case::table.filter(library_case::id.eq_any(ids.to_vec())).load(reading.connection)?)
}

/// The ids of the cases of this library, or of this one case in it.
pub fn ids_of(
    reading: &mut Reading<'_>,
    library_id: Option<LibraryId>,
    case_id: Option<CaseId>,
) -> Result<Vec<CaseId>, DbError> {
    let mut found = library_case::table.select(library_case::id).into_boxed();
    if let Some(id) = library_id {
        found = found.filter(library_case::library_id.eq(id));
    }
    if let Some(id) = case_id {
        found = found.filter(library_case::id.eq(id));
    }
    Ok(found.load(reading.connection)?)
}

/// The cases of this call, whatever became of them.
pub fn of_call(reading: &mut Reading<'_>, call_id: CallId) -> Result<Vec<Case>, DbError> {
    let found = library_case::table.filter(library_case::call_id.eq(call_id)).order(library_case::id);
    Ok(found.load(reading.connection)?)
}

/// The cases that were proposed by these flags.
pub fn of_flags(reading: &mut Reading<'_>, ids: &[FlagId]) -> Result<BTreeMap<FlagId, Case>, DbError> {
    let cases: Vec<Case> = library_case::table
        .filter(library_case::flag_id.eq_any(ids.to_vec()))
        .order(library_case::id)
        .load(reading.connection)?;
    Ok(cases.into_iter().filter_map(|one| Some((one.flag_id?, one))).collect())
}

/// How many proposals of this person wait for a decision.
pub fn count_open_of(reading: &mut Reading<'_>, person_id: PersonId) -> Result<i64, DbError> {
    Ok(library_case::table
        .filter(library_case::proposed_by.eq(person_id))
        .filter(library_case::state.eq(CaseState::Proposed))
        .count()
        .get_result(reading.connection)?)
}

/// Whether this library has a case of exactly this stretch, or somebody proposed it.
pub fn is_shown(
    reading: &mut Reading<'_>,
    library_id: LibraryId,
    recording_id: RecordingId,
    range: Option<(i64, i64)>,
) -> Result<bool, DbError> {
    let alike: Vec<(Option<i64>, Option<i64>)> = library_case::table
        .filter(library_case::recording_id.eq(recording_id))
        .filter(library_case::library_id.eq(library_id))
        .filter(library_case::state.eq_any([CaseState::Proposed, CaseState::Draft, CaseState::Shelved]))
        .select((library_case::start_ms, library_case::end_ms))
        .load(reading.connection)?;
    Ok(alike.contains(&(range.map(|range| range.0), range.map(|range| range.1))))
}
