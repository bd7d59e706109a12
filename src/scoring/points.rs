//! The points method (扣分制): a start, from which answers take and to which they add.

use super::marking::Marked;
use super::number::{Decimal, Figure};
use super::result::{Outcome, SectionScore, voids_the_evaluation};
use super::scorecard::{PointsRange, Scorecard};
use super::trace::{QuestionTrace, SectionTrace, Step, StepKind, Trace};
use num_rational::BigRational;
use num_traits::Zero;
use std::cmp::Ordering;

/// `start` plus what every counted question gives, kept within floor and ceiling; a fatal answer
/// brings it to the floor.
pub(super) fn outcome(card: &Scorecard, range: &PointsRange, marked: &[Vec<Marked<'_>>]) -> Outcome {
    let mut questions = Vec::new();
    let mut sections = Vec::new();
    let mut section_traces = Vec::new();
    let mut sum = range.start.exact().clone();
    for (section, marked) in card.sections.iter().zip(marked) {
        let mut section_sum = BigRational::zero();
        for marked in marked {
            let given = given(marked);
            section_sum += &given;
            questions.push(question_trace(&section.key, marked, given));
        }
        sum += &section_sum;
        let counted = marked.iter().any(Marked::counts);
        sections.push(SectionScore { key: section.key.clone(), score: counted.then(|| section_sum.into()) });
        section_traces.push(SectionTrace {
            section: section.key.clone(),
            counted,
            fraction: None,
            share: None,
        });
    }
    let mut steps = vec![Step::new(StepKind::Start, range.start.exact().clone())];
    let before_fatal = clamp_to_range(sum, range, &mut steps);
    let total = if voids_the_evaluation(marked) {
        let floor = range.floor.exact().clone();
        steps.push(Step::new(StepKind::FatalEvaluation, &floor - &before_fatal));
        floor
    } else {
        before_fatal.clone()
    };
    Outcome {
        total: Some(total.into()),
        before_fatal: Some(before_fatal.into()),
        critical: None,
        sections,
        trace: Trace { questions, sections: section_traces, steps },
    }
}

/// What a question gives: nothing where it does not count or has no answer yet, else its answer within its own limits.
fn given(marked: &Marked<'_>) -> BigRational {
    if !marked.counts() || marked.is_awaited() {
        return BigRational::zero();
    }
    let least = marked.question.min.as_ref().map(Decimal::exact);
    let most = marked.question.max.as_ref().map(Decimal::exact);
    let score = marked.score();
    match (least, most) {
        (Some(least), _) if score < *least => least.clone(),
        (_, Some(most)) if score > *most => most.clone(),
        _ => score,
    }
}

/// The sum within floor and ceiling, with a step where that changed it.
fn clamp_to_range(sum: BigRational, range: &PointsRange, steps: &mut Vec<Step>) -> BigRational {
    let (floor, ceiling) = (range.floor.exact(), range.ceiling.exact());
    if sum.cmp(floor) == Ordering::Less {
        steps.push(Step::new(StepKind::Floor, floor - &sum));
        return floor.clone();
    }
    if sum.cmp(ceiling) == Ordering::Greater {
        steps.push(Step::new(StepKind::Ceiling, ceiling - &sum));
        return ceiling.clone();
    }
    sum
}

fn question_trace(section: &str, marked: &Marked<'_>, given: BigRational) -> QuestionTrace {
    let lost = if given < BigRational::zero() { -&given } else { BigRational::zero() };
    QuestionTrace {
        question: marked.question.key.clone(),
        section: section.to_owned(),
        why_not: marked.why_not(),
        fraction: None,
        share: None,
        points: Figure::from(given),
        lost: Figure::from(lost),
    }
}
