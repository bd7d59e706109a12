//! `show_when`: whether each condition refers to an earlier question and to options it has.
//!
//! A condition can only be judged when all questions are known, so the walk collects and this file
//! judges at the end.

use super::problem::{ProblemCode, Report};

/// The questions of the card and the conditions among them.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    questions: Vec<KnownQuestion>,
    conditions: Vec<Condition>,
}

#[derive(Debug)]
struct KnownQuestion {
    key: String,
    options: Vec<String>,
}

#[derive(Debug)]
struct Condition {
    /// The position in card order of the question that has the condition.
    asked_by: usize,
    /// The key of the question that it refers to.
    refers_to: Placed,
    /// The keys of the options that it names.
    options: Vec<Placed>,
}

/// A key in a condition, with where it stands.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) key: String,
    pub(super) path: String,
    pub(super) line: usize,
}

impl Conditions {
    /// Adds the next question in card order; its key is empty where it could not be read.
    pub(super) fn add_question(&mut self, key: String, options: Vec<String>) {
        self.questions.push(KnownQuestion { key, options });
    }

    /// Adds a condition of the question that will be added next.
    pub(super) fn add_condition(&mut self, refers_to: Placed, options: Vec<Placed>) {
        self.conditions.push(Condition { asked_by: self.questions.len(), refers_to, options });
    }

    /// Reports every condition that cannot hold.
    pub(super) fn judge(&self, report: &mut Report) {
        for condition in &self.conditions {
            self.judge_one(condition, report);
        }
    }

    fn judge_one(&self, condition: &Condition, report: &mut Report) {
        let target = &condition.refers_to;
        let mut refuse = |code, message: String| report.add(&target.path, target.line, code, message);
        let own_key = self.questions.get(condition.asked_by).map(|question| question.key.as_str());
        if own_key == Some(target.key.as_str()) {
            return refuse(ProblemCode::ShowWhenItself, "a question cannot depend on itself".to_owned());
        }
        let position = self.questions.iter().position(|question| question.key == target.key);
        let Some(question) = position.and_then(|position| self.questions.get(position)) else {
            let message = format!("there is no question \"{}\"", target.key);
            return refuse(ProblemCode::ShowWhenUnknownQuestion, message);
        };
        if position > Some(condition.asked_by) {
            let message = format!("the question \"{}\" comes later; refer to an earlier one", target.key);
            return refuse(ProblemCode::ShowWhenForward, message);
        }
        for option in &condition.options {
            if !question.options.contains(&option.key) {
                let message = format!("the question \"{}\" has no option \"{}\"", target.key, option.key);
                report.add(&option.path, option.line, ProblemCode::ShowWhenUnknownOption, message);
            }
        }
    }
}
