//! Case reviews as their readers see them: whoever runs them sees the calls and what the room is asked;
//! whoever is invited sees the agenda.

use super::finding::{self, ReviewSearch};
use super::reader::Reader;
use super::room::Room;
use super::{CaseReviewError, person_of, runs};
use crate::access::meetings::{invited_to, run_by};
use crate::access::{AccessError, Permission, Who};
use crate::audio::Voice;
use crate::db::case_review::{
    self, CaseReview, CaseReviewState, Decision, Entry, Heard, Point, ShownReviews,
};
use crate::db::library_case::{self, Edition};
use crate::db::named::{self, Named};
use crate::db::{Db, Page, Reading, Window, call, team};
use crate::ids::{CallId, CaseId, CaseReviewEntryId, CaseReviewId, PersonId, TeamId};
use crate::library::sound::stretch_of_call;
use crate::library::{Commentary, PointKind, Stretch};
use crate::recorder::Shelf;
use crate::time::Instant;
use std::collections::BTreeSet;

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewLine {
    /// What is stored; the code only for whoever runs it.
    pub review: CaseReview,
    /// Who prepares it.
    pub made_by: Named<PersonId>,
    /// The teams that are invited.
    pub teams: Vec<Named<TeamId>>,
    /// How long it takes by its running order, in minutes.
    pub minutes: i32,
    /// Whether the reader runs it.
    pub is_run: bool,
    /// Whether the reader was there.
    pub is_attended: bool,
}

/// A case review with everything that its page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewView {
    /// As in the list.
    pub line: ReviewLine,
    /// The running order.
    pub entries: Vec<EntryLine>,
    /// What was decided: all of it for whoever runs it, their own for others.
    pub decisions: Vec<DecisionLine>,
}

/// An entry of the running order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLine {
    /// Its id.
    pub id: CaseReviewEntryId,
    /// For how many minutes.
    pub minutes: i32,
    /// What it is about; none: its call was removed, or it is withheld.
    pub note: Option<String>,
    /// Whether it is withheld from the reader: the room may not hear it yet, or its case is not there for
    /// them.
    pub is_withheld: bool,
    /// What is heard; none: it was removed, or the reader does not run the review or hear the call.
    pub heard: Option<HeardLine>,
}

/// What is heard in an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardLine {
    /// The call.
    pub call_id: CallId,
    /// From where on its timeline, in milliseconds.
    pub start_ms: i64,
    /// To where.
    pub end_ms: i64,
    /// What the room is asked.
    pub points: Vec<Point>,
    /// The case that it is.
    pub case_id: Option<CaseId>,
    /// Whether the room hears altered voices, whatever a library asks for.
    pub altered_voice: bool,
    /// With which voices the room hears it; none: it does not, because consent is missing.
    pub voice: Option<Voice>,
}

/// A decision with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionLine {
    /// What is stored.
    pub decision: Decision,
    /// Who does it.
    pub owner: Named<PersonId>,
}

/// Who was there, and who was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Who was there, the first to come first.
    pub present: Vec<Present>,
    /// Who was invited and was not there.
    pub missing: Vec<Named<PersonId>>,
}

/// Somebody who was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Who.
    pub person: Named<PersonId>,
    /// Since when.
    pub attended_at: Instant,
}

/// One page of the reviews that the caller runs, or else is invited to, and that the search finds; the last
/// held first.
pub async fn list_reviews(
    db: &Db,
    who: &Who,
    search: ReviewSearch,
    window: Window,
) -> Result<Page<ReviewLine>, CaseReviewError> {
    let who = who.clone();
    db.read(move |reading| {
        let reader = Reader::of(reading, &who)?;
        let (shown, is_run) = match run_by(&who) {
            Some(shown) => (shown, true),
            None => (invited_to(reading, reader.own)?, false),
        };
        let page = finding::search(reading, &reader, (&shown, is_run), &search, window)?;
        let Page { items, next, total, total_is_exact } = page;
        let lines: Result<Vec<_>, CaseReviewError> =
            items.into_iter().map(|one| line(reading, reader.own, is_run, one)).collect();
        Ok(Page { items: lines?, next, total, total_is_exact })
    })
    .await
}

/// One case review, as far as the caller sees it.
pub async fn find_review(db: &Db, who: &Who, id: CaseReviewId) -> Result<ReviewView, CaseReviewError> {
    let (own, who) = (person_of(who)?, who.clone());
    db.read(move |reading| {
        let shown = match runs(&who) {
            Ok(ShownReviews::All) => ShownReviews::All,
            Ok(run) if case_review::find(reading, &run, id)?.is_some() => run,
            _ => invited_to(reading, own)?,
        };
        let found = case_review::find(reading, &shown, id)?;
        view(reading, &who, found.ok_or(CaseReviewError::NotFound { what: "case review" })?)
    })
    .await
}

/// Who was there, and who was not; for whoever runs the review.
pub async fn attendance(db: &Db, who: &Who, id: CaseReviewId) -> Result<Attendance, CaseReviewError> {
    let shown = runs(who)?;
    db.read(move |reading| {
        let found = case_review::find(reading, &shown, id)?;
        let review = found.ok_or(CaseReviewError::NotFound { what: "case review" })?;
        let there = case_review::attended(reading, id)?;
        let mut missing = invited_people(reading, &review)?;
        for (person_id, _) in &there {
            missing.remove(person_id);
        }
        let all = there.iter().map(|(person_id, _)| *person_id).chain(missing.iter().copied());
        let people = named::of_people(reading, all)?;
        let present = |(person_id, attended_at)| Present { person: people.named(person_id), attended_at };
        let mut missing: Vec<_> = missing.iter().map(|id| people.named(*id)).collect();
        missing.sort_by_cached_key(|one| crate::db::sort_key(&one.name));
        Ok(Attendance { present: there.into_iter().map(present).collect(), missing })
    })
    .await
}

/// Everybody of the invited teams at this moment, their leaders too; of a second series, whoever was there
/// before is not asked again.
pub(super) fn invited_people(
    reading: &mut Reading<'_>,
    review: &CaseReview,
) -> Result<BTreeSet<PersonId>, CaseReviewError> {
    let teams = case_review::teams_of(reading, review.id)?;
    let now = reading.now();
    let all = team::population(reading, now)?;
    let mut people: BTreeSet<PersonId> =
        all.into_iter().filter(|(team, _, _)| teams.contains(team)).map(|(_, person, _)| person).collect();
    if let Some(first) = review.repeats {
        for (person_id, _) in case_review::attended(reading, first)? {
            people.remove(&person_id);
        }
    }
    Ok(people)
}

/// The review as this reader sees it.
pub(super) fn view(
    reading: &mut Reading<'_>,
    who: &Who,
    review: CaseReview,
) -> Result<ReviewView, CaseReviewError> {
    let reader = Reader::of(reading, who)?;
    let is_run = reader.runs(reading, &review)?;
    let hears = who.scope(Permission::HearCalls).filter(|_| is_run);
    let room = Room::of(reading, &review)?;
    let mut entries = Vec::new();
    for Entry { id, minutes, range } in case_review::entries_of(reading, review.id)? {
        let is_withheld = match &range {
            Some(stretch) => reader.is_denied(reading, (&review, is_run), &room, stretch)?,
            None => false,
        };
        let note = range.as_ref().filter(|_| !is_withheld).map(|stretch| stretch.note.clone());
        let line = match (range.filter(|_| !is_withheld), &hears) {
            (Some(stretch), Some(scope)) if call::find(reading, scope, stretch.call_id)?.is_some() => {
                Some(heard_line(reading, &room, stretch)?)
            }
            _ => None,
        };
        entries.push(EntryLine { id, minutes, note, is_withheld, heard: line });
    }
    let mut decided = case_review::decisions(reading, review.id)?;
    decided.retain(|decision| reader.reads(is_run, decision));
    let decisions = decision_lines(reading, decided)?;
    Ok(ReviewView { line: line(reading, reader.own, is_run, review)?, entries, decisions })
}

fn heard_line(reading: &mut Reading<'_>, room: &Room, heard: Heard) -> Result<HeardLine, CaseReviewError> {
    let voice = room.voice(reading, &heard)?;
    let points = match heard.case_id {
        Some(id) => points_of_case(reading, id)?,
        None => heard.points,
    };
    let Heard { call_id, start_ms, end_ms, case_id, altered_voice, .. } = heard;
    Ok(HeardLine { call_id, start_ms, end_ms, points, case_id, altered_voice, voice })
}

/// What a case asks and tells, as its commentary stands now.
fn points_of_case(reading: &mut Reading<'_>, id: CaseId) -> Result<Vec<Point>, CaseReviewError> {
    let Some(case) = library_case::by_id(reading, id)? else { return Ok(Vec::new()) };
    let edition: Option<Edition<Commentary>> = library_case::edition(reading, id, case.edition)?;
    let points = edition.map(|edition| edition.content.points).unwrap_or_default();
    let point = |point: crate::library::Point| Point {
        at_ms: point.at_ms,
        is_strength: point.kind == PointKind::Strength,
        question: point.question,
        happened: point.happened,
        matters: point.matters,
        instead: point.instead,
    };
    Ok(points.into_iter().map(point).collect())
}

/// The sound of an entry as its room hears it, for whoever runs the review: from the recording in which it
/// begins.
pub async fn entry_stretch(
    shelf: &Shelf,
    who: &Who,
    id: CaseReviewId,
    entry_id: CaseReviewEntryId,
) -> Result<Stretch, CaseReviewError> {
    let (shown, hears) = (runs(who)?, who.scope(Permission::HearCalls).ok_or(AccessError::NotPermitted)?);
    shelf
        .db
        .read(move |reading| {
            let missing = || CaseReviewError::NotFound { what: "entry" };
            let review = case_review::find(reading, &shown, id)?.ok_or_else(missing)?;
            let entries = case_review::entries_of(reading, id)?;
            let entry = entries.into_iter().find(|entry| entry.id == entry_id);
            let played = entry.and_then(|entry| entry.range).ok_or_else(missing)?;
            call::find(reading, &hears, played.call_id)?.ok_or_else(missing)?;
            let voice = Room::of(reading, &review)?.voice(reading, &played)?;
            let voice = voice.ok_or(CaseReviewError::ConsentMissing)?;
            let range = (played.start_ms, played.end_ms);
            Ok(stretch_of_call(reading, played.call_id, range, voice)?)
        })
        .await
}

fn line(
    reading: &mut Reading<'_>,
    own: PersonId,
    is_run: bool,
    review: CaseReview,
) -> Result<ReviewLine, CaseReviewError> {
    let people = named::of_people(reading, [review.made_by])?;
    let team_ids = case_review::teams_of(reading, review.id)?;
    let teams = named::of_teams(reading, team_ids.iter().copied())?;
    let entries = case_review::entries_of(reading, review.id)?;
    let minutes = entries.iter().map(|entry| entry.minutes).fold(0, i32::saturating_add);
    let is_attended = case_review::is_there(reading, review.id, own)?;
    let code = review.code.clone().filter(|_| is_run && review.state == CaseReviewState::Open);
    Ok(ReviewLine {
        made_by: people.named(review.made_by),
        teams: team_ids.into_iter().map(|id| teams.named(id)).collect(),
        minutes,
        is_run,
        is_attended,
        review: CaseReview { code, ..review },
    })
}

/// These decisions with their names.
pub(super) fn decision_lines(
    reading: &mut Reading<'_>,
    decisions: Vec<Decision>,
) -> Result<Vec<DecisionLine>, CaseReviewError> {
    let people = named::of_people(reading, decisions.iter().map(|one| one.owner_id))?;
    let line = |decision: Decision| DecisionLine { owner: people.named(decision.owner_id), decision };
    Ok(decisions.into_iter().map(line).collect())
}
