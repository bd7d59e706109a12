//! Positions moved from the clock of a sitting to the timeline of the call that it is tied to, and back.

use crate::db::evaluation_note::Note;
use crate::scoring::{Evidence, Responses};

/// By how much positions move, and how long the timeline is that they move to; 0: nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shift {
    pub(super) by_ms: i64,
    pub(super) duration_ms: i64,
}

impl Shift {
    /// The stretch on the other timeline; none where no part of it lies there.
    fn of(self, start_ms: i64, end_ms: i64) -> Option<(i64, i64)> {
        let (start, end) = (start_ms.saturating_add(self.by_ms), end_ms.saturating_add(self.by_ms));
        let last = if self.duration_ms > 0 { self.duration_ms } else { i64::MAX };
        (end >= 0 && start <= last).then(|| (start.max(0), end.min(last)))
    }

    /// The notes; one that lies outside is about the whole call.
    pub(super) fn notes(self, notes: Vec<Note>) -> Vec<Note> {
        let moved = |mut note: Note| {
            if let Some(start_ms) = note.start_ms {
                let stretch = self.of(start_ms, note.end_ms.unwrap_or(start_ms));
                (note.start_ms, note.end_ms) = (
                    stretch.map(|(start, _)| start),
                    stretch.map(|(_, end)| end).filter(|_| note.end_ms.is_some()),
                );
            }
            note
        };
        notes.into_iter().map(moved).collect()
    }

    /// The answers with their evidence; what lies outside the call is shown by the sitting, which is a
    /// record beside it.
    pub(super) fn responses(self, mut responses: Responses) -> Responses {
        for response in responses.0.values_mut() {
            for evidence in &mut response.evidence {
                if let Evidence::Range { start_ms, end_ms, channel } = *evidence {
                    *evidence = match self.of(start_ms, end_ms) {
                        Some((start_ms, end_ms)) => Evidence::Range { start_ms, end_ms, channel },
                        None => Evidence::Record,
                    };
                }
            }
        }
        responses
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::evaluation_note::NoteKind;
    use crate::ids::NoteId;
    use crate::scoring::Response;
    use proptest::prelude::*;

    fn note(start_ms: Option<i64>, end_ms: Option<i64>) -> Note {
        Note {
            id: NoteId::new(),
            kind: NoteKind::Note,
            is_one_change: false,
            text: "x".to_owned(),
            say_instead: None,
            start_ms,
            end_ms,
            channel: None,
            first_turn: None,
            last_turn: None,
        }
    }

    fn moved(shift: Shift, start_ms: Option<i64>, end_ms: Option<i64>) -> (Option<i64>, Option<i64>) {
        let note = shift.notes(vec![note(start_ms, end_ms)]).remove(0);
        (note.start_ms, note.end_ms)
    }

    #[test]
    fn a_note_comes_to_lie_where_it_was_heard() {
        // The sitting began ten seconds before the call, which is a minute long.
        let shift = Shift { by_ms: -10_000, duration_ms: 60_000 };
        assert_eq!(moved(shift, Some(15_000), Some(20_000)), (Some(5_000), Some(10_000)));
        assert_eq!(moved(shift, Some(15_000), None), (Some(5_000), None));
        assert_eq!(moved(shift, Some(8_000), Some(12_000)), (Some(0), Some(2_000)));
        assert_eq!(moved(shift, Some(65_000), Some(80_000)), (Some(55_000), Some(60_000)));
        assert_eq!(moved(shift, Some(5_000), Some(5_000)), (None, None));
        assert_eq!(moved(shift, Some(90_000), Some(90_000)), (None, None));
        assert_eq!(moved(shift, None, None), (None, None));
        let endless = Shift { by_ms: 5_000, duration_ms: 0 };
        assert_eq!(moved(endless, Some(i64::MAX), None), (Some(i64::MAX), None));
    }

    #[test]
    fn evidence_outside_the_call_is_a_record_beside_it() {
        let shift = Shift { by_ms: -10_000, duration_ms: 60_000 };
        let range = |start_ms, end_ms| Evidence::Range { start_ms, end_ms, channel: None };
        let given = Response {
            evidence: vec![range(1, 2), range(20_000, 20_000), Evidence::NotSaid],
            ..Response::default()
        };
        let moved = shift.responses(Responses([("q".to_owned(), given)].into()));
        let expected = vec![Evidence::Record, range(10_000, 10_000), Evidence::NotSaid];
        assert_eq!(moved.to("q").map(|response| response.evidence.clone()), Some(expected));
    }

    proptest! {
        #[test]
        fn what_lies_inside_goes_and_comes_back(by_ms in -100_000_i64..100_000, start in 0_i64..50_000, length in 0_i64..5_000) {
            let there = Shift { by_ms, duration_ms: 0 };
            prop_assume!(start + by_ms >= 0);
            let (first, last) = moved(there, Some(start), Some(start + length));
            let back = Shift { by_ms: -by_ms, duration_ms: 0 };
            prop_assert_eq!(moved(back, first, last), (Some(start), Some(start + length)));
        }
    }
}
