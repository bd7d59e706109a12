//! How much of the call an evaluator has heard, and which seconds their deductions cite unheard.
//!
//! Silence that the player passed over counts as heard: there was nothing to be heard. It is told
//! apart all the same. What is cited unheard is a warning, never a refusal: an inspector may know the
//! seconds from a transcript, or from sitting beside the agent.

use crate::db::evaluation::{Coverage, Unheard};
use crate::db::listening::{Listening, Stretch};
use crate::recorder::listening::Ranges;
use crate::scoring::{Evidence, Responses, ScoreRecord};

/// How far from what was heard evidence may lie: a press of a key comes a little late, and reports
/// of the player are rounded.
const SLACK_MS: i64 = 1_000;

/// What was heard by the time of a release. `heard`: the evaluator's record of the call, if any.
pub(in crate::review) fn coverage_at_release(
    duration_ms: i64,
    heard: Option<&Listening>,
    responses: &Responses,
    score: &ScoreRecord,
) -> Coverage {
    let stretches = |of: fn(&Listening) -> &Vec<Stretch>| heard.map(of).cloned().unwrap_or_default();
    let (all, skipped) = (stretches(|one| &one.heard), stretches(|one| &one.skipped));
    Coverage {
        duration_ms,
        heard_ms: Ranges::of(&all).total_ms(),
        sped_ms: Ranges::of(&stretches(|one| &one.sped)).total_ms(),
        skipped_ms: Ranges::of(&skipped).total_ms(),
        unheard: unheard(&Ranges::of(&[all, skipped].concat()), responses, score),
    }
}

/// What deductions cite outside `heard`, in card order.
fn unheard(heard: &Ranges, responses: &Responses, score: &ScoreRecord) -> Vec<Unheard> {
    let fatal = score.fatal.as_deref().unwrap_or_default();
    let lost =
        score.questions().filter(|line| line.lost > 0.0 || fatal.iter().any(|one| one == line.question));
    lost.flat_map(|line| {
        let evidence = responses.to(line.question).map(|response| response.evidence.as_slice());
        let ranges = evidence.unwrap_or_default().iter().filter_map(Evidence::range);
        let unheard = ranges.filter(|range| !is_heard(heard, *range));
        unheard
            .map(|(start_ms, end_ms)| Unheard { question: line.question.to_owned(), start_ms, end_ms })
            .collect::<Vec<_>>()
    })
    .collect()
}

/// Whether a range was heard, but for a second; a moment, whether anything within a second of it was.
fn is_heard(heard: &Ranges, (start_ms, end_ms): Stretch) -> bool {
    if end_ms - start_ms <= SLACK_MS {
        let around = Ranges::of(&[(start_ms - SLACK_MS, end_ms + SLACK_MS)]);
        return around.without(heard).total_ms() < around.total_ms();
    }
    Ranges::of(&[(start_ms, end_ms)]).without(heard).total_ms() <= SLACK_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{CallId, PersonId};
    use crate::scoring::{read_template, score};
    use crate::time::Instant;

    const CARD: &str = "
key: card
method: weighted
sections:
  - key: one
    questions:
      - {key: a, options: [{key: right, score: 1}, {key: wrong, score: 0}]}
      - {key: b, options: [{key: right, score: 1}, {key: wrong, score: 0, fatal: evaluation}]}
";

    fn record(heard: &[Stretch], skipped: &[Stretch]) -> Listening {
        Listening {
            call_id: CallId::new(),
            person_id: PersonId::new(),
            heard: heard.to_vec(),
            sped: Vec::new(),
            skipped: skipped.to_vec(),
            places: [].into(),
            heard_ms: 0,
            first_at: Instant::from_millis(0),
            last_at: Instant::from_millis(0),
        }
    }

    fn range(start_ms: i64, end_ms: i64) -> Evidence {
        Evidence::Range { start_ms, end_ms, channel: None }
    }

    fn covered(heard: Option<&Listening>, a: (&str, &[Evidence]), b: (&str, &[Evidence])) -> Coverage {
        let card = read_template(CARD).unwrap();
        let mut responses = Responses::default();
        for (key, (option, evidence)) in [("a", a), ("b", b)] {
            let response = responses.0.entry(key.to_owned()).or_default();
            response.options = vec![option.to_owned()];
            response.evidence = evidence.to_vec();
        }
        let score = ScoreRecord::of(&score(&card, &responses.answers()).unwrap()).unwrap();
        coverage_at_release(60_000, heard, &responses, &score)
    }

    #[test]
    fn silence_that_was_passed_over_counts_as_heard() {
        let coverage =
            covered(Some(&record(&[(0, 45_000)], &[(45_000, 57_900)])), ("right", &[]), ("right", &[]));
        assert_eq!((coverage.heard_ms, coverage.skipped_ms, coverage.percent()), (45_000, 12_900, Some(96)));
        assert_eq!(coverage.unheard, []);
        assert_eq!(covered(None, ("right", &[]), ("right", &[])).percent(), Some(0));
    }

    #[test]
    fn a_deduction_that_cites_unheard_seconds_is_named() {
        let heard = record(&[(0, 20_000)], &[]);
        let cited = |evidence: &[Evidence]| {
            let coverage = covered(Some(&heard), ("wrong", evidence), ("right", &[]));
            coverage.unheard.into_iter().map(|one| (one.start_ms, one.end_ms)).collect::<Vec<_>>()
        };
        assert_eq!(cited(&[range(5_000, 15_000)]), []);
        assert_eq!(cited(&[range(15_000, 20_900)]), [], "a second is no matter");
        assert_eq!(cited(&[range(15_000, 22_000)]), [(15_000, 22_000)]);
        assert_eq!(cited(&[range(20_500, 20_500)]), [], "a moment just after what was heard");
        assert_eq!(cited(&[range(40_000, 40_000), Evidence::NotSaid]), [(40_000, 40_000)]);
    }

    #[test]
    fn praise_may_cite_what_it_likes_and_a_fatal_fault_may_not() {
        let coverage = covered(None, ("right", &[range(1_000, 9_000)]), ("wrong", &[range(30_000, 31_000)]));
        let expected = Unheard { question: "b".to_owned(), start_ms: 30_000, end_ms: 31_000 };
        assert_eq!(coverage.unheard, [expected]);
    }
}
