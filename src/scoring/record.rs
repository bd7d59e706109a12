//! A score as it was stored: read again, never computed again.

use super::result::Score;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A score as it was written down at the release: rounded figures, and the trace as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreRecord {
    /// The total; `None` where nothing counted.
    pub total: Option<f64>,
    /// Whether it passed; `None` without a pass mark or a total.
    pub passed: Option<bool>,
    /// The key of the grade.
    pub band: Option<String>,
    /// The keys of the questions whose fatal option was chosen; `None`: no such question.
    pub fatal: Option<Vec<String>>,
    /// The total as if no option were fatal.
    pub score_before_fatal: Option<f64>,
    /// The score of the critical questions alone.
    pub critical: Option<f64>,
    /// Every section in card order.
    pub sections: Vec<SectionRecord>,
    /// How it came about, as [`Trace`](super::Trace) is serialised.
    pub trace: Vec<Value>,
}

/// The score of one section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SectionRecord {
    /// Its key.
    pub key: String,
    /// What it reached; `None` where nothing in it counted.
    pub score: Option<f64>,
}

/// One question of a stored trace.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionRecord<'r> {
    /// Its key.
    pub question: &'r str,
    /// Whether it counted.
    pub counted: bool,
    /// Whether it was not asked, by its condition.
    pub is_hidden: bool,
    /// What it gave before anything fatal, rounded to hundredths.
    pub points: f64,
    /// How many points it lost, rounded to hundredths.
    pub lost: f64,
}

impl ScoreRecord {
    /// The score as it is written down.
    ///
    /// # Errors
    ///
    /// Only what `serde_json` cannot write, which no score holds.
    pub fn of(score: &Score) -> serde_json::Result<Self> {
        serde_json::from_value(serde_json::to_value(score)?)
    }

    /// What each question did, in card order.
    pub fn questions(&self) -> impl Iterator<Item = QuestionRecord<'_>> {
        self.trace.iter().filter_map(|line| {
            let question = line.get("question")?.as_str()?;
            Some(QuestionRecord {
                question,
                counted: line.get("counted")?.as_bool()?,
                is_hidden: line.get("why_not").and_then(Value::as_str) == Some("hidden"),
                points: line.get("points")?.as_f64()?,
                lost: line.get("lost")?.as_f64()?,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::{read_answers, read_template, score};

    #[test]
    fn a_record_says_what_the_score_said() {
        let card = read_template(include_str!("../../scoring-templates/telesales.yaml")).unwrap();
        let all = card.questions().map(|question| format!("{}: {{option: none}}", question.key));
        let answers =
            all.collect::<Vec<_>>().join(", ").replace("consent: {option: none}", "consent: {option: vague}");
        let score = score(&card, &read_answers(&format!("{{{answers}}}")).unwrap()).unwrap();
        let record = ScoreRecord::of(&score).unwrap();
        assert_eq!((record.total, record.passed, record.fatal.as_ref()), (Some(90.0), Some(true), None));
        let lost: Vec<(&str, f64)> = record
            .questions()
            .filter(|line| line.lost > 0.0)
            .map(|line| (line.question, line.lost))
            .collect();
        assert_eq!(lost, [("consent", 10.0)]);
        assert_eq!(record.questions().count(), card.questions().count());
        assert_eq!(serde_json::to_value(&record).unwrap(), serde_json::to_value(&score).unwrap());
    }
}
