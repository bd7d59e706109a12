//! What waits for somebody, counted at the moment they ask: a state, not an event. What happened
//! is told by the outbox (`access::bell`).

use super::appeals::count_waiting;
use super::evaluation_view::READ_BY_ALL;
use super::requests::count_open;
use super::{ReviewError, today::drafts_of};
use crate::access::{Permission, Who};
use crate::db::evaluation::{self, Answered, EvaluationFilter, EvaluationSort, EvaluationState, Shown};
use crate::db::evaluation_clock::DraftsOf;
use crate::db::improvement::ShownImprovements;
use crate::db::{
    Db, Reading, Scope, Window, agent, assignment, evaluation_clock, improvement, job, recording,
};
use crate::recorder::sources;
use jiff::tz::TimeZone;
use std::time::Duration;

/// For how long a failure is news; after that it is in the lists alone.
const NEWS: Duration = Duration::from_hours(7 * 24);

/// Something that waits for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// What.
    pub kind: WaitingKind,
    /// How many.
    pub count: i64,
}

/// What can wait for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingKind {
    /// Feedback that the agent has opened and not acknowledged.
    FeedbackToAcknowledge,
    /// Feedback that the agent has not opened.
    FeedbackNew,
    /// Calls in the inspector's queue.
    AssignmentsWaiting,
    /// Those of them that should have been done by now.
    AssignmentsOverdue,
    /// Evaluations that the inspector has begun and not released.
    DraftsOpen,
    /// Evaluations that the inspector has begun and that should be out by now.
    OwnReleasesOverdue,
    /// Such evaluations of everybody, for whoever hands calls out.
    ReleasesOverdue,
    /// Evaluations that wait for a talk of the leader with the agent.
    TalksWaiting,
    /// Feedback that agents should have heard by now, for those who lead them.
    FeedbackUnheard,
    /// Appeals whose next step the caller may take.
    AppealsWaiting,
    /// Process faults that should have been put right by now, for their owners and whoever looks after
    /// all of them.
    ImprovementsOverdue,
    /// What agents ask for, for whoever hands calls out.
    RequestsOpen,
    /// Recordings whose transcription was given up lately.
    TranscriptionFailed,
    /// Recordings that lately could not be decoded.
    PreparationFailed,
    /// Agents of whom nobody knows who they are.
    AgentsUnmatched,
    /// There is no speech model, so nothing is transcribed.
    SpeechModelMissing,
    /// Sources from which nothing comes any more, against their own habit.
    SourcesSilent,
}

impl WaitingKind {
    /// Its stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FeedbackToAcknowledge => "feedback_to_acknowledge",
            Self::FeedbackNew => "feedback_new",
            Self::AssignmentsWaiting => "assignments_waiting",
            Self::AssignmentsOverdue => "assignments_overdue",
            Self::DraftsOpen => "drafts_open",
            Self::OwnReleasesOverdue => "own_releases_overdue",
            Self::ReleasesOverdue => "releases_overdue",
            Self::FeedbackUnheard => "feedback_unheard",
            Self::AppealsWaiting => "appeals_waiting",
            Self::ImprovementsOverdue => "improvements_overdue",
            Self::RequestsOpen => "requests_open",
            Self::TalksWaiting => "talks_waiting",
            Self::TranscriptionFailed => "transcription_failed",
            Self::PreparationFailed => "preparation_failed",
            Self::AgentsUnmatched => "agents_unmatched",
            Self::SpeechModelMissing => "speech_model_missing",
            Self::SourcesSilent => "sources_silent",
        }
    }

    /// Whether something is wrong; otherwise it merely waits.
    #[must_use]
    pub fn is_warning(self) -> bool {
        match self {
            Self::AssignmentsOverdue
            | Self::OwnReleasesOverdue
            | Self::ReleasesOverdue
            | Self::FeedbackUnheard
            | Self::ImprovementsOverdue
            | Self::TranscriptionFailed
            | Self::PreparationFailed
            | Self::AgentsUnmatched
            | Self::SpeechModelMissing
            | Self::SourcesSilent => true,
            Self::FeedbackToAcknowledge
            | Self::FeedbackNew
            | Self::AssignmentsWaiting
            | Self::DraftsOpen
            | Self::AppealsWaiting
            | Self::RequestsOpen
            | Self::TalksWaiting => false,
        }
    }
}

/// What waits for this caller on a day in this zone; what does not is left out. `model_is_missing`: this
/// server looked for the speech model and did not find it.
pub async fn waiting(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    model_is_missing: bool,
) -> Result<Vec<Waiting>, ReviewError> {
    let (who, zone) = (who.clone(), zone.clone());
    db.read(move |reading| {
        let mut counts = Vec::new();
        counts.extend(of_agent(reading, &who)?);
        counts.extend(of_inspector(reading, &who)?);
        counts.push((WaitingKind::AppealsWaiting, count_waiting(reading, &who)?));
        counts.extend(of_clocks(reading, &who)?);
        counts.push((WaitingKind::ImprovementsOverdue, overdue_improvements(reading, &who, &zone)?));
        counts.extend(of_intake(reading, &who, model_is_missing)?);
        if who.may(Permission::ManagePeople) {
            counts.push((WaitingKind::AgentsUnmatched, agent::count_unmatched(reading)?));
        }
        if let Some(scope) = who.scope(Permission::ViewSources) {
            counts.push((WaitingKind::SourcesSilent, sources::count_silent(reading, &scope)?));
        }
        let waiting = counts.into_iter().filter(|(_, count)| *count > 0);
        Ok(waiting.map(|(kind, count)| Waiting { kind, count }).collect())
    })
    .await
}

type Counts = Vec<(WaitingKind, i64)>;

/// Feedback on the caller's own calls.
fn of_agent(reading: &mut Reading<'_>, who: &Who) -> Result<Counts, ReviewError> {
    let Some(scope) = who.scope(Permission::AnswerFeedback) else { return Ok(Vec::new()) };
    let shown = Shown::Out { scope, purposes: READ_BY_ALL.to_vec() };
    let mut count = |answered| {
        let filter = EvaluationFilter {
            state: Some(EvaluationState::Released),
            answered: Some(answered),
            ..EvaluationFilter::default()
        };
        let window = Window::new(None, 1);
        evaluation::list(reading, &shown, &filter, EvaluationSort::NewestRelease, window)
            .map(|page| page.total)
    };
    Ok(vec![
        (WaitingKind::FeedbackNew, count(Answered::Unopened)?),
        (WaitingKind::FeedbackToAcknowledge, count(Answered::Opened)?),
    ])
}

/// The caller's own queue and drafts.
fn of_inspector(reading: &mut Reading<'_>, who: &Who) -> Result<Counts, ReviewError> {
    let (Some(scope), Some(own)) = (who.scope(Permission::ScoreCalls), who.person_id()) else {
        return Ok(Vec::new());
    };
    let (waiting, overdue) = assignment::count_open(reading, &scope, own)?;
    Ok(vec![
        (WaitingKind::AssignmentsOverdue, overdue),
        (WaitingKind::OwnReleasesOverdue, evaluation_clock::count_unreleased(reading, &DraftsOf::One(own))?),
        (WaitingKind::AssignmentsWaiting, waiting),
        (WaitingKind::DraftsOpen, drafts_of(reading, own)?.total),
    ])
}

/// Tickets past their day: all that the caller looks after, else their own.
fn overdue_improvements(reading: &mut Reading<'_>, who: &Who, zone: &TimeZone) -> Result<i64, ReviewError> {
    let shown = match (who.scope(Permission::ManageImprovements), who.person_id()) {
        (Some(scope), _) => ShownImprovements::Within(scope),
        (None, Some(own)) => ShownImprovements::OwnedBy(own),
        (None, None) => return Ok(0),
    };
    let today = reading.now().local_date(zone).to_string();
    Ok(improvement::count_overdue(reading, &shown, &today)?)
}

/// Whose clock ran out: for those who lead the agents, and for whoever hands calls out.
fn of_clocks(reading: &mut Reading<'_>, who: &Who) -> Result<Counts, ReviewError> {
    let mut counts = Vec::new();
    let assigns = who.scope(Permission::AssignCalls);
    let leads = who.scope(Permission::ReviewAppeals);
    if let Some(scope) = leads.clone() {
        let held = Shown::Held { scope, purposes: READ_BY_ALL };
        let (filter, window) = (EvaluationFilter::default(), Window::new(None, 1));
        let page = evaluation::list(reading, &held, &filter, EvaluationSort::LastChanged, window)?;
        counts.push((WaitingKind::TalksWaiting, page.total));
    }
    if let Some(scope) = assigns.clone().into_iter().chain(leads).reduce(Scope::or) {
        let unheard = evaluation_clock::count_unheard(reading, &scope, READ_BY_ALL)?;
        counts.push((WaitingKind::FeedbackUnheard, unheard));
    }
    if let Some(scope) = assigns {
        counts.push((WaitingKind::RequestsOpen, count_open(reading, scope.clone())?));
        let late = evaluation_clock::count_unreleased(reading, &DraftsOf::All(scope))?;
        counts.push((WaitingKind::ReleasesOverdue, late));
    }
    Ok(counts)
}

/// What went wrong with calls that the caller may bring in.
fn of_intake(reading: &mut Reading<'_>, who: &Who, model_is_missing: bool) -> Result<Counts, ReviewError> {
    let Some(scope) = who.scope(Permission::IngestCalls) else { return Ok(Vec::new()) };
    let since = reading.now().minus(NEWS);
    let mut counts = vec![
        (WaitingKind::PreparationFailed, recording::count_failed(reading, &scope, since)?),
        (WaitingKind::TranscriptionFailed, job::count_transcriptions_given_up(reading, &scope, since)?),
    ];
    if scope == Scope::Everything {
        counts.push((WaitingKind::SpeechModelMissing, i64::from(model_is_missing)));
    }
    Ok(counts)
}
