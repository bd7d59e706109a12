//! What a running order may hold. PURE.

use super::CaseReviewError;
use crate::db::case_review::Point;
use crate::db::standard_answer::Words;

/// The most entries of a running order.
const ENTRIES_MOST: usize = 40;
/// The most points of an entry.
const POINTS_MOST: usize = 20;
/// The longest entry, in minutes.
const MINUTES_MOST: i32 = 240;
/// The longest title, note or decision, in characters.
pub(super) const TEXT_MOST: usize = 500;
/// The longest words of a point, in characters of one language.
const WORDS_MOST: usize = 1_000;
/// The languages that something is written in.
const LANGUAGES_MOST: usize = 10;

/// A text that is there and short enough, tidied.
pub(super) fn text(text: &str, problem: &'static str) -> Result<String, CaseReviewError> {
    let tidy = text.trim();
    if tidy.is_empty() || tidy.chars().count() > TEXT_MOST || tidy.contains('\0') {
        return Err(CaseReviewError::Bad { problem });
    }
    Ok(tidy.to_owned())
}

/// How many entries, for how long, heard where.
pub(super) fn order(ranges: &[(i32, i64, i64)]) -> Result<(), CaseReviewError> {
    if ranges.len() > ENTRIES_MOST {
        return Err(CaseReviewError::Bad { problem: "it has at most 40 entries" });
    }
    for (minutes, start_ms, end_ms) in ranges {
        if !(1..=MINUTES_MOST).contains(minutes) {
            return Err(CaseReviewError::Bad { problem: "an entry takes 1 to 240 minutes" });
        }
        if *start_ms < 0 || end_ms <= start_ms {
            return Err(CaseReviewError::Bad { problem: "an entry begins before it ends" });
        }
    }
    Ok(())
}

/// The points of an entry that is heard between these moments, in the order of the call.
pub(super) fn points(points: &[Point], start_ms: i64, end_ms: i64) -> Result<Vec<Point>, CaseReviewError> {
    if points.len() > POINTS_MOST {
        return Err(CaseReviewError::Bad { problem: "an entry has at most 20 points" });
    }
    let mut tidied = Vec::with_capacity(points.len());
    for point in points {
        if point.at_ms < start_ms || point.at_ms > end_ms {
            return Err(CaseReviewError::Bad { problem: "a point lies within what is heard" });
        }
        let point = Point {
            at_ms: point.at_ms,
            is_strength: point.is_strength,
            question: words(&point.question)?,
            happened: words(&point.happened)?,
            matters: words(&point.matters)?,
            instead: words(&point.instead)?,
        };
        if point.question.is_empty() || point.happened.is_empty() {
            return Err(CaseReviewError::Bad { problem: "a point asks something and says what happened" });
        }
        tidied.push(point);
    }
    tidied.sort_by_key(|point| point.at_ms);
    Ok(tidied)
}

fn words(words: &Words) -> Result<Words, CaseReviewError> {
    let written = words.iter().map(|(language, text)| (language.clone(), text.trim().to_owned()));
    let words: Words = written.filter(|(_, text)| !text.is_empty()).collect();
    let fits = |(language, text): (&String, &String)| {
        language.len() <= 20 && text.chars().count() <= WORDS_MOST && !text.contains('\0')
    };
    if words.len() > LANGUAGES_MOST || !words.iter().all(fits) {
        return Err(CaseReviewError::Bad { problem: "words of a point have at most 1000 characters" });
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at_ms: i64, question: &str) -> Point {
        let words = |text: &str| Words::from([("en".to_owned(), text.to_owned())]);
        Point {
            at_ms,
            is_strength: true,
            question: words(question),
            happened: words(" She waits. "),
            matters: Words::new(),
            instead: Words::new(),
        }
    }

    #[test]
    fn points_lie_within_what_is_heard_and_in_its_order() {
        let found = points(&[point(9_000, "Now?"), point(2_000, "What now?")], 1_000, 10_000).unwrap();
        assert_eq!(found.iter().map(|one| one.at_ms).collect::<Vec<_>>(), [2_000, 9_000]);
        assert_eq!(found[0].happened["en"], "She waits.");
        assert!(points(&[point(999, "What?")], 1_000, 10_000).is_err());
        assert!(points(&[point(2_000, " ")], 1_000, 10_000).is_err());
        assert!(points(&vec![point(2_000, "What?"); POINTS_MOST + 1], 1_000, 10_000).is_err());
    }

    #[test]
    fn an_entry_takes_minutes_and_begins_before_it_ends() {
        assert!(order(&[(5, 0, 1), (240, 10, 20)]).is_ok());
        for wrong in [(0, 0, 1), (241, 0, 1), (5, -1, 1), (5, 7, 7)] {
            assert!(order(&[wrong]).is_err(), "{wrong:?}");
        }
        assert!(order(&vec![(5, 0, 1); ENTRIES_MOST + 1]).is_err());
        assert!(text("  ", "it has a title").is_err());
    }
}
