//! Case reviews are prepared: made out of the week's flags, changed, sent ahead, repeated.

use super::shown::{ReviewView, invited_people, view};
use super::{CaseReviewError, checks, keep_or_let_go, person_of, runs};
use crate::access::{AccessError, By, Permission, Who};
use crate::db::case_review::{self, CaseReview, CaseReviewState, Entry, Heard, Point, ShownReviews};
use crate::db::flag::{Flag, FlagKind};
use crate::db::library_case::CaseState;
use crate::db::named::{self, Named};
use crate::db::outbox::{self, EventKind, News};
use crate::db::{Db, Reading, Scope, call, evaluation, team};
use crate::ids::{CallId, CaseId, CaseReviewEntryId, CaseReviewId, PersonId, TeamId};
use crate::library::cases::case_range;
use crate::library::eyes;
use crate::time::Instant;
use serde_json::json;

/// Flags that a running order is made from.
const WORTH_HEARING: &[FlagKind] = &[FlagKind::GoodCase, FlagKind::WarningCase, FlagKind::Risk];
/// How many of them are offered.
const OFFERED_MOST: i64 = 200;
/// The most teams that are invited.
const TEAMS_MOST: usize = 100;

/// An entry to be put into a running order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// What is heard.
    pub source: EntrySource,
    /// For how many minutes.
    pub minutes: i32,
    /// What it is about; it stands on the agenda.
    pub note: String,
    /// What the room is asked; a case brings its own.
    pub points: Vec<Point>,
    /// Whether the room hears altered voices, whatever a library asks for.
    pub altered_voice: bool,
}

/// What an entry plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntrySource {
    /// A stretch of a call.
    Range {
        /// Of which call.
        call_id: CallId,
        /// From where on its timeline, in milliseconds.
        start_ms: i64,
        /// To where.
        end_ms: i64,
    },
    /// A case of a library.
    Case(CaseId),
}

/// A case review to be made, or what it is changed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReview {
    /// What it is called.
    pub title: String,
    /// When it is held.
    pub held_at: Instant,
    /// Which teams are invited.
    pub teams: Vec<TeamId>,
    /// The running order.
    pub entries: Vec<NewEntry>,
}

/// A flag that could become an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The flag.
    pub flag: Flag,
    /// Who set it.
    pub flagged_by: Named<PersonId>,
    /// When its call began.
    pub call_started_at: Instant,
    /// How long its call is, in milliseconds.
    pub duration_ms: i64,
}

/// The flags that were set in this time on calls that the caller may hear, the youngest first, at most 200.
pub async fn candidates(
    db: &Db,
    who: &Who,
    from: Instant,
    until: Instant,
) -> Result<Vec<Candidate>, CaseReviewError> {
    runs(who)?;
    let (own, hears) = (person_of(who)?, hears(who)?);
    db.read(move |reading| {
        let mut flags = case_review::flags_between(reading, WORTH_HEARING, from, until, OFFERED_MOST)?;
        // Of a call that somebody has in hand they are not told what others flagged.
        let in_hand = evaluation::calls_in_hand(reading, own)?;
        flags.retain(|flag| flag.flagged_by == own || !in_hand.contains(&flag.call_id));
        let people = named::of_people(reading, flags.iter().map(|flag| flag.flagged_by))?;
        let ids: Vec<CallId> = flags.iter().map(|flag| flag.call_id).collect();
        let calls = call::of_ids(reading, &hears, &ids)?;
        let candidate = |flag: Flag| {
            let call = calls.iter().find(|call| call.id == flag.call_id)?;
            Some(Candidate {
                flagged_by: people.named(flag.flagged_by),
                call_started_at: call.started_at,
                duration_ms: call.duration_ms,
                flag,
            })
        };
        Ok(flags.into_iter().filter_map(candidate).collect())
    })
    .await
}

fn hears(who: &Who) -> Result<Scope, CaseReviewError> {
    Ok(who.scope(Permission::HearCalls).ok_or(AccessError::NotPermitted)?)
}

/// Makes a case review; nobody is told until its agenda is sent.
pub async fn make_review(db: &Db, who: &Who, by: By, new: NewReview) -> Result<ReviewView, CaseReviewError> {
    runs(who)?;
    let (own, hears, who) = (person_of(who)?, hears(who)?, who.clone());
    db.write(move |writing| {
        let (title, entries) = checked(writing, &who, &hears, &new)?;
        let made = CaseReview {
            id: CaseReviewId::new(),
            title,
            held_at: new.held_at,
            state: CaseReviewState::Planned,
            code: None,
            repeats: None,
            edit: 0,
            made_by: own,
            made_at: writing.now(),
            sent_at: None,
            started_at: None,
            closed_at: None,
        };
        case_review::insert(writing, &made, &new.teams, &entries)?;
        keep_or_let_go(writing, by, &made)?;
        by.note(writing, "case_review.made", "case_review", made.id, json!({ "entries": entries.len() }))?;
        view(writing, &who, made)
    })
    .await
}

/// Changes a case review that is not closed.
pub async fn change_review(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseReviewId,
    edit: i32,
    new: NewReview,
) -> Result<ReviewView, CaseReviewError> {
    let (shown, hears, who) = (runs(who)?, hears(who)?, who.clone());
    db.write(move |writing| {
        let known = find(writing, &shown, id)?;
        if known.state == CaseReviewState::Closed {
            return Err(CaseReviewError::NotInState { state: known.state.as_str() });
        }
        let (title, entries) = checked(writing, &who, &hears, &new)?;
        if !case_review::rewrite(writing, id, edit, &title, new.held_at, &new.teams, &entries)? {
            return Err(CaseReviewError::EditedElsewhere);
        }
        by.note(writing, "case_review.changed", "case_review", id, json!({ "entries": entries.len() }))?;
        let now = find(writing, &shown, id)?;
        keep_or_let_go(writing, by, &now)?;
        view(writing, &who, now)
    })
    .await
}

fn checked(
    reading: &mut Reading<'_>,
    who: &Who,
    hears: &Scope,
    new: &NewReview,
) -> Result<(String, Vec<Entry>), CaseReviewError> {
    let title = checks::text(&new.title, "it has a title of at most 500 characters")?;
    if new.teams.len() > TEAMS_MOST {
        return Err(CaseReviewError::Bad { problem: "it invites at most 100 teams" });
    }
    for team_id in &new.teams {
        let known = team::by_id(reading, *team_id)?.filter(|team| team.retired_at.is_none());
        known.ok_or(CaseReviewError::NotFound { what: "team" })?;
    }
    let mut entries = Vec::with_capacity(new.entries.len());
    for one in &new.entries {
        let mut stretch = source(reading, who, hears, one.source)?;
        stretch.note = checks::text(&one.note, "an entry says what it is about, in at most 500 characters")?;
        stretch.altered_voice = one.altered_voice;
        if stretch.case_id.is_none() {
            stretch.points = checks::points(&one.points, stretch.start_ms, stretch.end_ms)?;
        }
        entries.push(Entry { id: CaseReviewEntryId::new(), minutes: one.minutes, range: Some(stretch) });
    }
    let ranges = entries.iter().filter_map(|entry| Some((entry.minutes, entry.range.as_ref()?)));
    checks::order(
        &ranges.map(|(minutes, range)| (minutes, range.start_ms, range.end_ms)).collect::<Vec<_>>(),
    )?;
    Ok((title, entries))
}

/// What is heard, without what is said about it: a stretch of a call that the caller hears, or a case on the
/// shelf.
fn source(
    reading: &mut Reading<'_>,
    who: &Who,
    hears: &Scope,
    source: EntrySource,
) -> Result<Heard, CaseReviewError> {
    let (call_id, (start_ms, end_ms), case_id) = match source {
        EntrySource::Range { call_id, start_ms, end_ms } => (call_id, (start_ms, end_ms), None),
        EntrySource::Case(id) => {
            let case = eyes::find_to_hear(reading, who, id)?.case;
            if case.state != CaseState::Shelved {
                return Err(CaseReviewError::NotFound { what: "case" });
            }
            (case.call_id, case_range(reading, &case)?, Some(id))
        }
    };
    let call = call::find(reading, hears, call_id)?.ok_or(CaseReviewError::NotFound { what: "call" })?;
    if case_id.is_none() && call.duration_ms > 0 && end_ms > call.duration_ms {
        return Err(CaseReviewError::Bad { problem: "what is heard lies within its call" });
    }
    let (note, points) = (String::new(), Vec::new());
    Ok(Heard { call_id, start_ms, end_ms, note, points, case_id, altered_voice: false })
}

/// Sends the agenda to the people of the invited teams; sent again, to everybody again.
pub async fn send_review(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseReviewId,
) -> Result<ReviewView, CaseReviewError> {
    let (shown, own, who) = (runs(who)?, person_of(who)?, who.clone());
    db.write(move |writing| {
        let known = find(writing, &shown, id)?;
        if !matches!(known.state, CaseReviewState::Planned | CaseReviewState::Sent) {
            return Err(CaseReviewError::NotInState { state: known.state.as_str() });
        }
        let people = invited_people(writing, &known)?;
        if people.is_empty() {
            return Err(CaseReviewError::NobodyInvited);
        }
        case_review::note_sent(writing, id)?;
        outbox::withdraw(writing, EventKind::CaseReviewInvited, id.as_bytes())?;
        let told = people.iter().copied().filter(|person| *person != own);
        let news = News::new(EventKind::CaseReviewInvited, id.as_bytes(), told).by(Some(own));
        outbox::tell(writing, &news)?;
        by.note(writing, "case_review.sent", "case_review", id, json!({ "people": people.len() }))?;
        let now = find(writing, &shown, id)?;
        view(writing, &who, now)
    })
    .await
}

/// Makes a second series of a case review, with the same running order, for those who missed it.
pub async fn repeat_review(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseReviewId,
    held_at: Instant,
) -> Result<ReviewView, CaseReviewError> {
    let (shown, own, who) = (runs(who)?, person_of(who)?, who.clone());
    db.write(move |writing| {
        let known = find(writing, &shown, id)?;
        if known.state != CaseReviewState::Closed {
            return Err(CaseReviewError::NotInState { state: known.state.as_str() });
        }
        let again = CaseReview {
            id: CaseReviewId::new(),
            held_at,
            state: CaseReviewState::Planned,
            repeats: Some(known.repeats.unwrap_or(known.id)),
            edit: 0,
            made_by: own,
            made_at: writing.now(),
            sent_at: None,
            started_at: None,
            closed_at: None,
            ..known
        };
        let teams = case_review::teams_of(writing, id)?;
        let mut entries = case_review::entries_of(writing, id)?;
        // What was removed meanwhile is not heard again.
        entries.retain(|entry| entry.range.is_some());
        for entry in &mut entries {
            entry.id = CaseReviewEntryId::new();
        }
        case_review::insert(writing, &again, &teams, &entries)?;
        keep_or_let_go(writing, by, &again)?;
        by.note(writing, "case_review.repeated", "case_review", again.id, json!({ "of": id }))?;
        view(writing, &who, again)
    })
    .await
}

pub(super) fn find(
    reading: &mut Reading<'_>,
    shown: &ShownReviews,
    id: CaseReviewId,
) -> Result<CaseReview, CaseReviewError> {
    let found = case_review::find(reading, shown, id)?;
    found.ok_or(CaseReviewError::NotFound { what: "case review" })
}
