//! The watch over sources: counts what came in the hours that are over, and notes which source has
//! fallen silent.

use super::settings::reaches;
use super::silence::{HISTORY, Habit, judge};
use crate::access::{Permission, bell};
use crate::db::outbox::{self, EventKind, News};
use crate::db::source::{self, Arrivals, HourCount, Source};
use crate::db::{Db, DbError, Reading, Writing};
use crate::ids::SourceId;
use crate::time::Instant;
use std::collections::BTreeMap;

const HOUR_MS: i64 = 3_600_000;

/// What is to be noted of one source.
struct Finding {
    id: SourceId,
    last_arrival_at: Option<Instant>,
    silent_since: Option<Instant>,
}

/// What one round found.
struct Round {
    counted_from: Instant,
    counts: Vec<HourCount>,
    findings: Vec<Finding>,
}

/// Does one round. Twice at once, or again after an interruption, it comes to the same.
pub async fn watch(db: &Db) -> Result<(), DbError> {
    let round = db.read(look).await?;
    db.write(move |writing| note(writing, &round)).await
}

fn look(reading: &mut Reading<'_>) -> Result<Round, DbError> {
    let now = reading.now();
    let this_hour = Instant::from_millis(now.as_millis().div_euclid(HOUR_MS) * HOUR_MS);
    let history_begins = this_hour.minus(HISTORY);
    let counted_from = source::last_counted_hour(reading)?.unwrap_or(history_begins).max(history_begins);
    // What came in this very millisecond counts too.
    let until = Instant::from_millis(now.as_millis().saturating_add(1));
    let arrivals = source::arrivals_between(reading, counted_from.min(this_hour), until)?;
    let counts: Vec<HourCount> =
        arrivals.iter().map(|one| one.count).filter(|count| count.hour_at < this_hour).collect();
    let mut known = source::recorded_hours(reading, history_begins)?;
    known.retain(|count| count.hour_at < counted_from);
    known.extend(&counts);
    let findings = source::all(reading)?
        .iter()
        .map(|source| finding(source, &known, &arrivals, now))
        .filter_map(|(source, finding)| is_news(source, &finding).then_some(finding))
        .collect();
    Ok(Round { counted_from: counted_from.min(this_hour), counts, findings })
}

fn finding<'s>(
    source: &'s Source,
    known: &[HourCount],
    arrivals: &[Arrivals],
    now: Instant,
) -> (&'s Source, Finding) {
    let own = arrivals.iter().filter(|one| one.count.source_id == source.id).map(|one| one.last_at);
    let last_arrival_at = own.max().max(source.last_arrival_at);
    let counts = known.iter().filter(|count| count.source_id == source.id);
    let counts: BTreeMap<Instant, i64> = counts.map(|count| (count.hour_at, count.arrivals)).collect();
    let is_silent = last_arrival_at.is_some_and(|last| {
        source.retired_at.is_none()
            && judge(&Habit::of(counts, Instant::from_millis(0), source.zone()), last, now).against_habit
    });
    let silent_since = last_arrival_at.filter(|_| is_silent);
    (source, Finding { id: source.id, last_arrival_at, silent_since })
}

fn is_news(source: &Source, finding: &Finding) -> bool {
    source.last_arrival_at != finding.last_arrival_at || source.silent_since != finding.silent_since
}

fn note(writing: &mut Writing<'_>, round: &Round) -> Result<(), DbError> {
    source::put_hours(writing, round.counted_from, &round.counts)?;
    for finding in &round.findings {
        if finding.silent_since.is_some() {
            tell_of_silence(writing, finding.id)?;
        }
        source::note_watch(writing, finding.id, finding.last_arrival_at, finding.silent_since)?;
    }
    Ok(())
}

/// Whoever looks after a source is told once that it has fallen silent.
fn tell_of_silence(writing: &mut Writing<'_>, id: SourceId) -> Result<(), DbError> {
    let Some(source) = source::by_id(writing, id)?.filter(|source| source.silent_since.is_none()) else {
        return Ok(());
    };
    let overseers = bell::who_may(writing, Permission::ViewSources)?;
    let concerned = overseers
        .iter()
        .filter(|who| who.scope(Permission::ViewSources).is_some_and(|scope| reaches(&scope, &source)))
        .filter_map(crate::access::Who::person_id);
    outbox::tell(writing, &News::new(EventKind::SourceSilent, id.as_bytes(), concerned))
}
