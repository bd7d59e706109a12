//! Lists of appeals: what waits for somebody, what exists for them, what an agent appealed.

use super::{Appeal, AppealState, Seen};
use crate::db::connection::Backend;
use crate::db::cursor::counted;
use crate::db::schema::appeal;
use crate::db::{Bounds, COUNTED_TO, Cursor, DbError, Page, Reading, Scope, Window};
use crate::ids::{AppealId, EvaluationId, PersonId, ProjectId, TeamId};
use crate::time::Instant;
use diesel::prelude::*;

/// More open appeals than there are.
const OPEN_MOST: i64 = 10_000;

type Appeals = appeal::BoxedQuery<'static, Backend>;

/// Who judges, and how far each permission reaches; none: they do not have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    /// Who.
    pub person_id: PersonId,
    /// Of whom they do the first review.
    pub reviews: Option<Scope>,
    /// Whether they score calls, and so recheck what they scored.
    pub scores: bool,
    /// Where they arbitrate.
    pub arbitrates: Option<Scope>,
}

/// Which appeals a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppealsShown {
    /// Those whose next step this person may take, what is due first is first.
    WaitingFor(Judge),
    /// Those that exist for the caller, the youngest first; in one state, if it is given.
    Seen(Seen, Option<AppealState>),
    /// Those of this agent, the youngest first.
    Of(PersonId),
    /// Those of this scope at whose step nobody may judge, what is due first is first.
    Unstaffed(Scope),
}

impl AppealsShown {
    fn by_deadline(&self) -> bool {
        matches!(self, Self::WaitingFor(_) | Self::Unstaffed(_))
    }
}

/// One page of them.
pub fn list(
    reading: &mut Reading<'_>,
    shown: &AppealsShown,
    window: Window,
) -> Result<Page<Appeal>, DbError> {
    let found = || matching(shown);
    let by_deadline = shown.by_deadline();
    let after = window.after.map(|after| (Instant::from_millis(after.key), AppealId::from_bytes(after.id)));
    let mut rows = found().limit(window.limit() + 1);
    if by_deadline {
        rows = rows.order((appeal::due_at.asc(), appeal::id.asc()));
        if let Some((at, id)) = after {
            rows = rows.filter(appeal::due_at.gt(at).or(appeal::due_at.eq(at).and(appeal::id.gt(id))));
        }
    } else {
        rows = rows.order((appeal::submitted_at.desc(), appeal::id.desc()));
        if let Some((at, id)) = after {
            rows = rows
                .filter(appeal::submitted_at.lt(at).or(appeal::submitted_at.eq(at).and(appeal::id.lt(id))));
        }
    }
    let rows: Vec<Appeal> = rows.load(reading.connection)?;
    let beyond: Option<AppealId> =
        found().select(appeal::id).offset(COUNTED_TO).limit(1).first(reading.connection).optional()?;
    let counted = counted(beyond, || found().count().get_result(reading.connection))?;
    let place = |row: &Appeal| {
        let at = if by_deadline { row.due_at.unwrap_or(row.submitted_at) } else { row.submitted_at };
        Cursor { key: at.as_millis(), id: *row.id.as_bytes() }
    };
    Ok(Page::of(rows, window, counted, place))
}

fn matching(shown: &AppealsShown) -> Appeals {
    let all = appeal::table.into_boxed();
    match shown {
        AppealsShown::WaitingFor(judge) => waiting_for(all, judge),
        AppealsShown::Seen(by, state) => {
            let found = seen(all, by);
            match state {
                Some(state) => found.filter(appeal::state.eq(*state)),
                None => found,
            }
        }
        AppealsShown::Of(person_id) => all.filter(appeal::person_id.eq(*person_id)),
        AppealsShown::Unstaffed(scope) => {
            let open = all.filter(appeal::is_unstaffed.eq(true)).filter(appeal::due_at.is_not_null());
            seen(open, &Seen { scope: scope.clone(), evaluator_id: None })
        }
    }
}

/// Those that exist for the caller.
pub(super) fn seen(found: Appeals, seen: &Seen) -> Appeals {
    let Scope::Within(bounds) = &seen.scope else { return found };
    let (people, teams, projects) = edges(bounds);
    let scored = seen.evaluator_id.into_iter().collect::<Vec<_>>();
    found.filter(
        appeal::person_id
            .eq_any(people)
            .nullable()
            .or(appeal::team_id.eq_any(teams))
            .or(appeal::project_id.eq_any(projects))
            .or(appeal::evaluator_id.eq_any(scored).nullable()),
    )
}

/// Nobody judges their own call or their own first review; the inspector rechecks what they scored.
fn waiting_for(all: Appeals, judge: &Judge) -> Appeals {
    let own = judge.person_id;
    let (reviews_all, reviewed) = of_scope(judge.reviews.as_ref(), AppealState::FirstReview);
    let (arbitrates_all, judged) = of_scope(judge.arbitrates.as_ref(), AppealState::Arbitration);
    let rechecks = if judge.scores { vec![AppealState::Recheck] } else { Vec::new() };
    let (people, teams, projects) = edges(&reviewed);
    let reviews = appeal::evaluator_id.ne(own).nullable().and(
        appeal::state.eq_any(reviews_all).nullable().or(appeal::state
            .eq(AppealState::FirstReview)
            .nullable()
            .and(
                appeal::person_id
                    .eq_any(people)
                    .nullable()
                    .or(appeal::team_id.eq_any(teams))
                    .or(appeal::project_id.eq_any(projects)),
            )),
    );
    let (people, teams, projects) = edges(&judged);
    let arbitrates = appeal::evaluator_id
        .ne(own)
        .nullable()
        .and(appeal::first_reviewer_id.is_null().nullable().or(appeal::first_reviewer_id.ne(own)))
        .and(
            appeal::state.eq_any(arbitrates_all).nullable().or(appeal::state
                .eq(AppealState::Arbitration)
                .nullable()
                .and(
                    appeal::person_id
                        .eq_any(people)
                        .nullable()
                        .or(appeal::team_id.eq_any(teams))
                        .or(appeal::project_id.eq_any(projects)),
                )),
        );
    let rechecks = appeal::state.eq_any(rechecks).nullable().and(appeal::evaluator_id.eq(own).nullable());
    all.filter(appeal::person_id.ne(own)).filter(reviews.or(rechecks).or(arbitrates))
}

/// The state everywhere, where the scope is everything; else the edges within which it counts.
fn of_scope(scope: Option<&Scope>, state: AppealState) -> (Vec<AppealState>, Bounds) {
    match scope {
        Some(Scope::Everything) => (vec![state], Bounds::default()),
        Some(Scope::Within(bounds)) => (Vec::new(), bounds.clone()),
        None => (Vec::new(), Bounds::default()),
    }
}

fn edges(bounds: &Bounds) -> (Vec<PersonId>, Vec<TeamId>, Vec<ProjectId>) {
    (
        bounds.people.iter().copied().collect(),
        bounds.teams.iter().copied().collect(),
        bounds.projects.iter().copied().collect(),
    )
}

/// Appeals at a first review or a recheck whose time is over, the longest over first.
pub fn to_pass_over(reading: &mut Reading<'_>, limit: i64) -> Result<Vec<Appeal>, DbError> {
    let now = reading.now();
    Ok(appeal::table
        .filter(appeal::state.eq_any([AppealState::FirstReview, AppealState::Recheck]))
        .filter(appeal::due_at.le(now))
        .order((appeal::due_at, appeal::id))
        .limit(limit)
        .load(reading.connection)?)
}

/// The evaluations whose names are hidden from this reader, who arbitrates and does first reviews this far:
/// whoever might have to arbitrate an appeal reads nothing that names the agent or the inspector before it is
/// decided.
pub fn with_hidden_names(
    reading: &mut Reading<'_>,
    reader: Option<PersonId>,
    arbitrates: &Scope,
    reviews: &Scope,
) -> Result<Vec<EvaluationId>, DbError> {
    let open = open_within(reading, arbitrates)?;
    let hidden = open.iter().filter(|appeal| appeal.hides_names_from(reader, arbitrates, reviews));
    Ok(hidden.map(|appeal| appeal.evaluation_id).collect())
}

/// The open appeals of this scope, whatever their step.
fn open_within(reading: &mut Reading<'_>, scope: &Scope) -> Result<Vec<Appeal>, DbError> {
    let steps = [AppealState::FirstReview, AppealState::Recheck, AppealState::Arbitration];
    let open = appeal::table.filter(appeal::state.eq_any(steps)).into_boxed();
    let found = seen(open, &Seen { scope: scope.clone(), evaluator_id: None });
    Ok(found.order(appeal::id).limit(OPEN_MOST).load(reading.connection)?)
}

/// Appeals that wait for an arbitrator, behind this one, by id.
pub fn waiting_for_arbitration(
    reading: &mut Reading<'_>,
    after: Option<AppealId>,
    limit: i64,
) -> Result<Vec<Appeal>, DbError> {
    let mut waiting = appeal::table.filter(appeal::state.eq(AppealState::Arbitration)).into_boxed();
    if let Some(after) = after {
        waiting = waiting.filter(appeal::id.gt(after));
    }
    Ok(waiting.order(appeal::id).limit(limit).load(reading.connection)?)
}
