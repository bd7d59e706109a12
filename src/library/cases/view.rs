//! A case as its page shows it: as much of it as the reader sees.

use super::super::clips::range_of;
use super::super::commentary::Commentary;
use super::super::eyes::{self, HeardIn, SeenCase};
use super::super::visibility::Sight;
use super::super::{LibraryError, outdated};
use super::{Missing, write};
use crate::access::Who;
use crate::db::case_consent::{self, Consent};
use crate::db::case_learning::{self, Learning};
use crate::db::case_opinion::{self, Stars};
use crate::db::library::Library;
use crate::db::library_case::{self, Case, Edition, ItemTie, PROPOSED};
use crate::db::named::{self, Named, Names};
use crate::db::recording::{ChannelRoles, Recording, RecordingState};
use crate::db::redaction;
use crate::db::standard_answer::{self, Words};
use crate::db::{Db, Reading, Scope, recording, scorecard};
use crate::ids::{CaseId, PersonId, ScorecardId, StandardAnswerId};
use crate::scoring::Wording;
use std::collections::BTreeMap;

/// A case as somebody sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseView {
    /// How much of it they see.
    pub sight: Sight,
    /// The case. What of it the reader may see, `sight` says.
    pub case: Case,
    /// Its library.
    pub library: Library,
    /// Its newest commentary; none: none is written, or the reader sees none.
    pub edition: Option<Edition<Commentary>>,
    /// Where it lies on the call's timeline, in milliseconds.
    pub range: (i64, i64),
    /// Who is on which channel of its sound.
    pub channel_roles: ChannelRoles,
    /// Whether it can be heard.
    pub sound: SoundState,
    /// The items that it illustrates.
    pub items: Vec<ItemName>,
    /// The standard answers that it illustrates.
    pub answers: Vec<AnswerView>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Who is heard; empty where names are hidden from the reader.
    pub agents: Vec<Named<PersonId>>,
    /// What only editors see.
    pub readiness: Option<Readiness>,
    /// What the reader said who is asked.
    pub own_consent: Option<Consent>,
    /// Its stars.
    pub stars: Stars,
    /// Those that the reader gave.
    pub own_stars: Option<i32>,
    /// How many comments there are.
    pub comments: i64,
    /// What the reader learned from it.
    pub learning: Option<Learning>,
}

/// What only editors see of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// What it lacks before it can go onto the shelf.
    pub missing: Vec<Missing>,
    /// Who was asked, and what they said.
    pub consents: Vec<ConsentLine>,
    /// Who is heard.
    pub heard: HeardIn,
    /// Who proposed it.
    pub proposed_by: Named<PersonId>,
    /// Who decided.
    pub decided_by: Option<Named<PersonId>>,
}

/// A consent with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentLine {
    /// The consent.
    pub consent: Consent,
    /// Who is heard.
    pub person: Named<PersonId>,
    /// Who asked.
    pub asked_by: Named<PersonId>,
}

/// Whether the sound of a case can be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoundState {
    /// It can.
    Ready,
    /// It is decoded, or what is to be hidden is being taken out.
    Preparing,
    /// It cannot be decoded.
    Failed,
}

impl SoundState {
    /// Its name in the interface.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Preparing => "preparing",
            Self::Failed => "failed",
        }
    }
}

/// An item with its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemName {
    /// The item.
    pub item: ItemTie,
    /// Its title as last published; empty: it is gone.
    pub title: Wording,
}

/// A standard answer as a case shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerView {
    /// The answer.
    pub id: StandardAnswerId,
    /// The number of the wording.
    pub version: i32,
    /// What it is about.
    pub title: Words,
    /// What is right to say.
    pub text: Words,
    /// Whether that wording is in force today.
    pub is_in_force: bool,
}

/// A case that is there for the caller.
pub async fn find_case(db: &Db, who: &Who, id: CaseId) -> Result<CaseView, LibraryError> {
    let who = who.clone();
    db.read(move |reading| found(reading, &who, id)).await
}

/// The case with this id, if it is there for the caller.
pub(super) fn found(reading: &mut Reading<'_>, who: &Who, id: CaseId) -> Result<CaseView, LibraryError> {
    let seen = eyes::find(reading, who, id)?;
    of(reading, who, seen)
}

/// The case as the caller sees it.
fn of(reading: &mut Reading<'_>, who: &Who, seen: SeenCase) -> Result<CaseView, LibraryError> {
    let SeenCase { case, library, sight, heard } = seen;
    let recording = recording_of(reading, &case)?;
    let is_open = sight.hears();
    let case = if is_open { case } else { as_proposed(reading, case)? };
    let edition = if is_open { library_case::edition(reading, case.id, case.edition)? } else { None };
    let ties = if is_open { Ties::of(reading, case.id)? } else { Ties::default() };
    let shows_names = sight.shows_names(case.hides_names);
    let agents = if shows_names { heard.people.clone() } else { Vec::new() };
    let names = named::of_people(reading, agents.iter().copied())?;
    let (mut own_stars, mut learning, mut own_consent) = (None, None, None);
    if let Some(person_id) = who.person_id() {
        own_stars = case_opinion::stars_of_person(reading, person_id, &[case.id])?.remove(&case.id);
        learning = case_learning::find(reading, case.id, person_id)?;
        own_consent = case_consent::of_person(reading, case.id, person_id)?;
    }
    let readiness = if sight == Sight::Editor { Some(readiness(reading, &case, &heard)?) } else { None };
    Ok(CaseView {
        edition,
        range: range_in(&case, &recording),
        sound: sound_state(reading, &recording)?,
        items: item_names(reading, &ties.items)?,
        answers: if is_open { answers(reading, case.id)? } else { Vec::new() },
        tags: ties.tags,
        agents: agents.into_iter().map(|id| names.named(id)).collect(),
        readiness,
        own_consent,
        stars: ties.stars,
        own_stars,
        comments: if is_open { case_opinion::count(reading, case.id)? } else { 0 },
        learning,
        channel_roles: recording.channel_roles,
        sight,
        library,
        case,
    })
}

/// What is tied to a case.
#[derive(Default)]
struct Ties {
    items: Vec<ItemTie>,
    tags: Vec<String>,
    stars: Stars,
}

impl Ties {
    fn of(reading: &mut Reading<'_>, id: CaseId) -> Result<Self, LibraryError> {
        let ids = [id];
        Ok(Self {
            items: library_case::items_of(reading, &ids)?.remove(&id).unwrap_or_default(),
            tags: library_case::tags_of(reading, &ids)?.remove(&id).unwrap_or_default(),
            stars: case_opinion::stars_of(reading, &ids)?.remove(&id).unwrap_or_default(),
        })
    }
}

/// A case as whoever proposed it sees it who sees no more of it: by the line that they wrote themselves.
pub(super) fn as_proposed(reading: &mut Reading<'_>, case: Case) -> Result<Case, LibraryError> {
    let proposed: Option<Edition<Commentary>> = library_case::edition(reading, case.id, PROPOSED)?;
    match proposed {
        Some(proposed) => Ok(Case { teaching_line: proposed.content.teaching_line, ..case }),
        None => Ok(case),
    }
}

/// Where a case lies on the call's timeline.
pub(in super::super) fn case_range(
    reading: &mut Reading<'_>,
    case: &Case,
) -> Result<(i64, i64), LibraryError> {
    let recording = recording_of(reading, case)?;
    Ok(range_in(case, &recording))
}

fn recording_of(reading: &mut Reading<'_>, case: &Case) -> Result<Recording, LibraryError> {
    let found = recording::find(reading, &Scope::Everything, case.recording_id)?;
    found.ok_or(LibraryError::NotFound { what: "case" })
}

/// As [`case_range`]; before it is known where the recording ends, a case of all of it ends where it begins.
pub(super) fn range_in(case: &Case, recording: &Recording) -> (i64, i64) {
    let (from, until) = range_of(recording);
    let start = case.start_ms.unwrap_or(from);
    (start, case.end_ms.or(until).unwrap_or(start))
}

pub(super) fn sound_state(
    reading: &mut Reading<'_>,
    recording: &Recording,
) -> Result<SoundState, LibraryError> {
    Ok(match recording.state {
        RecordingState::Failed => SoundState::Failed,
        RecordingState::Accepted => SoundState::Preparing,
        RecordingState::Prepared if redaction::standing(reading, recording)?.sound_is_open() => {
            SoundState::Ready
        }
        RecordingState::Prepared => SoundState::Preparing,
    })
}

fn readiness(reading: &mut Reading<'_>, case: &Case, heard: &HeardIn) -> Result<Readiness, LibraryError> {
    let consents = case_consent::of_cases(reading, &[case.id])?.remove(&case.id).unwrap_or_default();
    let asked = consents.iter().flat_map(|consent| [consent.person_id, consent.asked_by]);
    let people = asked.chain([case.proposed_by]).chain(case.decided_by);
    let names: Names<PersonId> = named::of_people(reading, people.collect::<Vec<_>>())?;
    let line = |consent: Consent| ConsentLine {
        person: names.named(consent.person_id),
        asked_by: names.named(consent.asked_by),
        consent,
    };
    Ok(Readiness {
        missing: write::missing(reading, case)?,
        consents: consents.into_iter().map(line).collect(),
        heard: heard.clone(),
        proposed_by: names.named(case.proposed_by),
        decided_by: case.decided_by.map(|id| names.named(id)),
    })
}

/// These items with their titles as last published.
pub(super) fn item_names(
    reading: &mut Reading<'_>,
    items: &[ItemTie],
) -> Result<Vec<ItemName>, LibraryError> {
    let mut cards: BTreeMap<ScorecardId, Option<crate::scoring::Scorecard>> = BTreeMap::new();
    let mut named = Vec::with_capacity(items.len());
    for item in items {
        if !cards.contains_key(&item.scorecard_id) {
            let latest = scorecard::latest_version(reading, item.scorecard_id)?;
            cards.insert(item.scorecard_id, latest.map(|version| version.definition));
        }
        let card = cards.get(&item.scorecard_id).and_then(Option::as_ref);
        let title = card.and_then(|card| card.question(&item.question)).map(|one| one.title.clone());
        named.push(ItemName { item: item.clone(), title: title.unwrap_or_default() });
    }
    Ok(named)
}

/// A wording in each of its languages.
pub(super) fn texts_of(wording: &Wording) -> Vec<String> {
    let text = |language| wording.in_language(language).unwrap_or_default().to_owned();
    wording.languages().map(text).collect()
}

fn answers(reading: &mut Reading<'_>, id: CaseId) -> Result<Vec<AnswerView>, LibraryError> {
    let ties = library_case::answers_of(reading, &[id])?.remove(&id).unwrap_or_default();
    let ids: Vec<StandardAnswerId> = ties.iter().map(|tie| tie.standard_answer_id).collect();
    let versions = standard_answer::versions_of(reading, &ids)?;
    let today = outdated::today(reading)?;
    let in_force = outdated::in_force(reading, &ids, &today)?;
    let view = |tie: library_case::AnswerTie| {
        let written = versions.get(&tie.standard_answer_id)?;
        let wording = written.iter().find(|version| version.number == tie.version)?;
        Some(AnswerView {
            id: tie.standard_answer_id,
            version: tie.version,
            title: wording.title.clone(),
            text: wording.text.clone(),
            is_in_force: in_force.get(&tie.standard_answer_id) == Some(&tie.version),
        })
    };
    Ok(ties.into_iter().filter_map(view).collect())
}
