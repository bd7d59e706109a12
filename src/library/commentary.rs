//! The commentary of a case (导听): points at moments of it, and the questions at its end.

use super::LibraryError;
use super::texts::{TEXT_MOST, optional_words, words};
use crate::db::standard_answer::Words;
use serde::{Deserialize, Serialize};

/// The most points of a case.
pub const POINTS_MOST: usize = 40;
/// The most questions at its end.
pub const QUESTIONS_MOST: usize = 3;
/// The most options of a question.
const OPTIONS_MOST: usize = 6;

/// What there is to learn from a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commentary {
    /// What there is to learn, in one line.
    pub teaching_line: String,
    /// Why it is good or bad, by language.
    pub why: Words,
    /// Moments at which playback stops, in their order.
    pub points: Vec<Point>,
    /// Questions at the end.
    pub questions: Vec<Question>,
}

/// A moment at which playback stops: first it asks, then it tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Its number, from 1.
    pub number: i32,
    /// Where, on the call's timeline, in milliseconds.
    pub at_ms: i64,
    /// Whether it went well.
    pub kind: PointKind,
    /// What is asked before anything is told, by language; empty: what one would do.
    pub question: Words,
    /// What happened.
    pub happened: Words,
    /// Why it matters.
    pub matters: Words,
    /// What to say instead; empty: nothing.
    pub instead: Words,
}

/// Whether something went well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    /// It did (亮点).
    Strength,
    /// It could go better (改进).
    Improve,
}

impl PointKind {
    /// Its name in the interface.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Strength => "strength",
            Self::Improve => "improve",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Strength, Self::Improve].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A question at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is asked, by language.
    pub text: Words,
    /// What there is to choose from.
    pub options: Vec<Words>,
    /// Which of them is right, from 0.
    pub right: usize,
    /// Why; empty: it is not said.
    pub because: Words,
}

impl Commentary {
    /// The commentary as it is stored: without margins, its points in their order and numbered. `range` is
    /// where the case lies on the call's timeline.
    pub fn checked(self, range: (i64, i64)) -> Result<Self, LibraryError> {
        let bad = |problem| LibraryError::BadCommentary { problem };
        if self.points.len() > POINTS_MOST {
            return Err(bad("it has too many points"));
        }
        if self.questions.len() > QUESTIONS_MOST {
            return Err(bad("it has more than three questions"));
        }
        let mut points = self.points;
        points.sort_by_key(|point| point.at_ms);
        let mut checked = Vec::with_capacity(points.len());
        for (number, point) in (1..).zip(points) {
            if point.at_ms < range.0 || point.at_ms > range.1 {
                return Err(bad("a point lies outside the case"));
            }
            checked.push(Point {
                number,
                at_ms: point.at_ms,
                kind: point.kind,
                question: optional_words("question", point.question, TEXT_MOST)?,
                happened: words("happened", point.happened, TEXT_MOST)?,
                matters: optional_words("matters", point.matters, TEXT_MOST)?,
                instead: optional_words("instead", point.instead, TEXT_MOST)?,
            });
        }
        let questions: Result<Vec<_>, _> = self.questions.into_iter().map(Question::checked).collect();
        Ok(Self {
            teaching_line: self.teaching_line,
            why: optional_words("why", self.why, TEXT_MOST)?,
            points: checked,
            questions: questions?,
        })
    }

    /// How many of these choices are right.
    #[must_use]
    pub fn count_right(&self, answers: &[usize]) -> usize {
        self.questions.iter().zip(answers).filter(|(question, answer)| question.right == **answer).count()
    }
}

impl Question {
    fn checked(self) -> Result<Self, LibraryError> {
        let bad = |problem| LibraryError::BadCommentary { problem };
        if !(2..=OPTIONS_MOST).contains(&self.options.len()) {
            return Err(bad("a question has 2 to 6 options"));
        }
        if self.right >= self.options.len() {
            return Err(bad("a question has no right option"));
        }
        let options: Result<Vec<_>, _> =
            self.options.into_iter().map(|option| words("option", option, TEXT_MOST)).collect();
        Ok(Self {
            text: words("question", self.text, TEXT_MOST)?,
            options: options?,
            right: self.right,
            because: optional_words("because", self.because, TEXT_MOST)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Words {
        [("en".to_owned(), text.to_owned())].into()
    }

    fn point(at_ms: i64) -> Point {
        Point {
            number: 0,
            at_ms,
            kind: PointKind::Strength,
            question: Words::new(),
            happened: said(" listens "),
            matters: Words::new(),
            instead: said("  "),
        }
    }

    fn question(right: usize) -> Question {
        let options = vec![said("one"), said("two")];
        Question { text: said("which"), options, right, because: Words::new() }
    }

    #[test]
    fn points_are_numbered_in_their_order_and_tidied() {
        let commentary = Commentary { points: vec![point(900), point(100)], ..Commentary::default() };
        let checked = commentary.checked((0, 1_000)).unwrap();
        let numbers: Vec<_> = checked.points.iter().map(|point| (point.number, point.at_ms)).collect();
        assert_eq!(numbers, [(1, 100), (2, 900)]);
        assert_eq!(checked.points[0].happened, said("listens"));
        assert!(checked.points[0].instead.is_empty());
    }

    #[test]
    fn what_no_page_writes_is_refused() {
        let with = |points, questions| Commentary { points, questions, ..Commentary::default() };
        assert!(with(vec![point(1_001)], vec![]).checked((0, 1_000)).is_err());
        assert!(with(vec![point(99)], vec![]).checked((100, 1_000)).is_err());
        assert!(with(vec![], vec![question(2)]).checked((0, 1)).is_err());
        assert!(with(vec![], vec![question(1); 4]).checked((0, 1)).is_err());
        assert!(with(vec![], vec![question(1); 3]).checked((0, 1)).is_ok());
    }

    #[test]
    fn right_answers_are_counted_here_and_not_in_the_browser() {
        let commentary =
            Commentary { questions: vec![question(0), question(1), question(1)], ..Commentary::default() };
        assert_eq!(commentary.count_right(&[0, 1, 0]), 2);
        assert_eq!(commentary.count_right(&[]), 0);
    }
}
