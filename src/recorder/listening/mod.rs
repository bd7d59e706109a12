//! Who heard what. The player reports what it really played; one record for each person and call
//! takes it up, and coverage and auditors read it. Sound that is fetched without the player (a
//! program with a token, a download) leaves its line in the audit trail.

mod access_log;
mod ranges;

pub(super) use access_log::note_taken;
pub use access_log::{Fetched, PlayedToday, SoundAccess, note_download};
pub use ranges::Ranges;

use super::KeepingError;
use crate::access::{AccessError, Who};
use crate::db::listening::{Listening, Place, Stretch};
use crate::db::named::{self, Named};
use crate::db::{Db, Reading, Scope, Writing, call, listening};
use crate::ids::{CallId, PersonId};

/// The most stretches of each sort that one report holds.
pub const STRETCHES_A_REPORT: usize = 500;
/// The most stretches of each sort that a record keeps.
const STRETCHES_MOST: usize = 1_000;
/// The longest call, in milliseconds: what lies beyond a day was not heard.
const CALL_MOST_MS: i64 = 24 * 60 * 60 * 1_000;
/// How many listeners of a call are named.
const LISTENERS_MOST: i64 = 200;

/// What a player says that it played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// On which page.
    pub place: Place,
    /// What was heard, at whatever speed.
    pub heard: Vec<Stretch>,
    /// What of it was heard only faster than it was said.
    pub sped: Vec<Stretch>,
    /// Silence that was passed over.
    pub skipped: Vec<Stretch>,
}

/// Somebody who heard a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// Who.
    pub person: Named<PersonId>,
    /// What they heard.
    pub listening: Listening,
}

/// Everybody who heard a call, and every other way its sound went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listeners {
    /// How long the call is; 0: not known.
    pub duration_ms: i64,
    /// Those whose player reported, the last one first.
    pub people: Vec<Listener>,
    /// Sound that was fetched and downloads, the last one first.
    pub accesses: Vec<SoundAccess>,
}

/// Takes up what the caller's player reports. The same report again changes nothing but when it came.
pub async fn report(
    db: &Db,
    who: &Who,
    scope: Scope,
    call_id: CallId,
    report: Report,
) -> Result<Listening, KeepingError> {
    let person_id = who.person_id().ok_or(AccessError::NotPermitted)?;
    for (field, stretches) in [("heard", &report.heard), ("sped", &report.sped), ("skipped", &report.skipped)]
    {
        if stretches.len() > STRETCHES_A_REPORT {
            let problem = format!("has more than {STRETCHES_A_REPORT} stretches; send it in parts");
            return Err(KeepingError::Field { field, problem });
        }
    }
    db.write(move |writing| take_up(writing, &scope, call_id, person_id, &report)).await
}

fn take_up(
    writing: &mut Writing<'_>,
    scope: &Scope,
    call_id: CallId,
    person_id: PersonId,
    report: &Report,
) -> Result<Listening, KeepingError> {
    call::lock(writing, &[call_id])?;
    let call = call::find(writing, scope, call_id)?.ok_or(KeepingError::NotFound { what: "call" })?;
    let end_ms = if call.duration_ms > 0 { call.duration_ms } else { CALL_MOST_MS };
    let now = writing.now();
    let known = listening::find(writing, call_id, person_id)?;
    let (first_at, mut places) =
        known.as_ref().map_or_else(|| (now, [].into()), |known| (known.first_at, known.places.clone()));
    places.insert(report.place);
    let heard = Heard::of(known.as_ref()).and(report, end_ms);
    let record = Listening {
        call_id,
        person_id,
        heard_ms: heard.all.total_ms(),
        heard: heard.all.into_stretches(),
        sped: heard.sped.into_stretches(),
        skipped: heard.skipped.into_stretches(),
        places,
        first_at,
        last_at: now,
    };
    listening::store(writing, &record)?;
    Ok(record)
}

/// The three sets of a record: `sped` lies within `all`, `skipped` outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Heard {
    all: Ranges,
    sped: Ranges,
    skipped: Ranges,
}

impl Heard {
    fn of(known: Option<&Listening>) -> Self {
        known.map_or_else(Self::default, |known| Self {
            all: Ranges::of(&known.heard),
            sped: Ranges::of(&known.sped),
            skipped: Ranges::of(&known.skipped),
        })
    }

    /// With what a report adds: heard at its own speed once is heard, however fast it was before.
    fn and(self, report: &Report, end_ms: i64) -> Self {
        let said = |stretches: &[Stretch]| Ranges::of(stretches).before(end_ms);
        let (sped, heard) = (said(&report.sped), said(&report.heard));
        let at_own_speed = self.all.without(&self.sped).or(&heard.without(&sped));
        let all = self.all.or(&heard).or(&sped).longest(STRETCHES_MOST);
        let sped = all.without(&at_own_speed).longest(STRETCHES_MOST);
        let skipped = self.skipped.or(&said(&report.skipped)).without(&all).longest(STRETCHES_MOST);
        Self { all, sped, skipped }
    }
}

/// What the caller has heard of a call; none: nothing yet.
pub async fn own(
    db: &Db,
    who: &Who,
    scope: Scope,
    call_id: CallId,
) -> Result<Option<Listening>, KeepingError> {
    let person_id = who.person_id().ok_or(AccessError::NotPermitted)?;
    db.read(move |reading| {
        call::find(reading, &scope, call_id)?.ok_or(KeepingError::NotFound { what: "call" })?;
        Ok(listening::find(reading, call_id, person_id)?)
    })
    .await
}

/// Who heard a call of this scope.
pub async fn listeners(db: &Db, scope: Scope, call_id: CallId) -> Result<Listeners, KeepingError> {
    db.read(move |reading| {
        let call = call::find(reading, &scope, call_id)?.ok_or(KeepingError::NotFound { what: "call" })?;
        let people = people(reading, call_id)?;
        let accesses = access_log::of_call(reading, call_id)?;
        Ok(Listeners { duration_ms: call.duration_ms, people, accesses })
    })
    .await
}

fn people(reading: &mut Reading<'_>, call_id: CallId) -> Result<Vec<Listener>, KeepingError> {
    let records = listening::of_call(reading, call_id, LISTENERS_MOST)?;
    let names = named::of_people(reading, records.iter().map(|record| record.person_id))?;
    let listener = |listening: Listening| Listener { person: names.named(listening.person_id), listening };
    Ok(records.into_iter().map(listener).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn reported(heard: &[Stretch], sped: &[Stretch], skipped: &[Stretch]) -> Report {
        let (heard, sped, skipped) = (heard.to_vec(), sped.to_vec(), skipped.to_vec());
        Report { place: Place::Call, heard, sped, skipped }
    }

    #[test]
    fn what_was_heard_once_at_its_own_speed_is_no_longer_sped() {
        let fast = Heard::default().and(&reported(&[(0, 10_000)], &[(0, 10_000)], &[]), 60_000);
        assert_eq!(fast.sped.total_ms(), 10_000);
        let again = fast.clone().and(&reported(&[(2_000, 4_000)], &[], &[]), 60_000);
        assert_eq!(again.sped.clone().into_stretches(), [(0, 2_000), (4_000, 10_000)]);
        let faster = again.and(&reported(&[(0, 10_000)], &[(0, 10_000)], &[]), 60_000);
        assert_eq!(faster.sped.into_stretches(), [(0, 2_000), (4_000, 10_000)]);
    }

    #[test]
    fn nothing_is_heard_behind_the_end_and_what_was_heard_was_not_passed_over() {
        let heard = Heard::default().and(&reported(&[(0, 90_000)], &[], &[(20_000, 30_000)]), 60_000);
        assert_eq!((heard.all.total_ms(), heard.skipped.total_ms()), (60_000, 0));
        let skipped = Heard::default().and(&reported(&[(0, 20_000)], &[], &[(20_000, 30_000)]), 60_000);
        assert_eq!(skipped.skipped.into_stretches(), [(20_000, 30_000)]);
    }

    proptest! {
        #[test]
        fn the_same_report_again_changes_nothing(
            heard in vec((0..300_i64, 0..300_i64), 0..8),
            sped in vec((0..300_i64, 0..300_i64), 0..8),
            skipped in vec((0..300_i64, 0..300_i64), 0..8),
        ) {
            let report = reported(&heard, &sped, &skipped);
            let once = Heard::default().and(&report, 250);
            prop_assert_eq!(once.clone().and(&report, 250), once.clone());
            prop_assert_eq!(once.sped.without(&once.all).total_ms(), 0);
            prop_assert_eq!(once.skipped.without(&once.all), once.skipped);
        }
    }
}
