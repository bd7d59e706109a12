//! The weighted method: every counted question has a share of 100.
//!
//! Both ways of redistributing come down to one sum. A question gets a *raw share*: with
//! `section`, the section's weight spread over the questions counted in it; with `card`, spread
//! over its visible scored questions, so that what an excluded one leaves falls to the whole card.
//! Then `total = 100 × Σ(raw share × fraction) ÷ Σ(raw share)`. With `section` the raw shares of a
//! section add up to its weight, so this is the sum over section fractions; a section in which
//! nothing counts has no raw share, so its weight goes to the others.
//!
//! A bonus section stands outside that sum: its raw shares, which add up to its weight, are points.

use super::marking::Marked;
use super::number::{Figure, hundred, ratio, sum};
use super::result::{Outcome, SectionScore, voids_the_evaluation};
use super::scorecard::{Critical, Fatal, Redistribute, Scorecard, Section};
use super::trace::{QuestionTrace, SectionTrace, Step, StepKind, Trace};
use num_rational::BigRational;
use num_traits::Zero;

/// A question in the sums.
struct Weighed<'a, 'c> {
    marked: &'a Marked<'c>,
    /// Score ÷ highest score.
    fraction: BigRational,
    /// Its raw share; see the file's head. 0 where the question does not count.
    raw_share: BigRational,
}

/// A section in the sums.
struct WeighedSection<'a, 'c> {
    section: &'c Section,
    questions: Vec<Weighed<'a, 'c>>,
    /// Whether a fatal answer voids it.
    voided: bool,
    /// What it reached, 0…1, as if nothing were fatal; `None` where nothing in it counts.
    fraction: Option<BigRational>,
}

impl Weighed<'_, '_> {
    fn reached(&self) -> BigRational {
        &self.raw_share * &self.fraction
    }

    fn is_critical(&self) -> bool {
        self.marked.question.critical != Critical::No
    }
}

impl WeighedSection<'_, '_> {
    /// 0…1 with a fatal answer of its own, without one of the whole evaluation.
    fn fraction_after_fatal(&self) -> Option<BigRational> {
        if self.voided { self.fraction.as_ref().map(|_| BigRational::zero()) } else { self.fraction.clone() }
    }
}

/// Scores the marked questions of a weighted card.
pub(super) fn outcome(card: &Scorecard, redistribute: Redistribute, marked: &[Vec<Marked<'_>>]) -> Outcome {
    let sections: Vec<WeighedSection<'_, '_>> = card
        .sections
        .iter()
        .zip(marked)
        .map(|(section, marked)| weigh_section(section, redistribute, marked))
        .collect();
    let regular = || sections.iter().filter(|section| !section.section.bonus);
    let all_shares =
        sum(regular().flat_map(|section| &section.questions).map(|question| &question.raw_share));
    let scale = Scale { all_shares };
    let mut trace = scale.trace(&sections);
    let total = scale.has_score().then(|| {
        let before_fatal = sum(trace.questions.iter().map(|question| question.points.exact()));
        let total = fatal_steps(&sections, voids_the_evaluation(marked), &before_fatal, &mut trace);
        (total, before_fatal)
    });
    let (total, before_fatal) = total.unzip();
    Outcome {
        total: total.map(Figure::from),
        before_fatal: before_fatal.map(Figure::from),
        critical: critical(regular().flat_map(|section| &section.questions)),
        sections: sections.iter().map(section_score).collect(),
        trace,
    }
}

fn weigh_section<'a, 'c>(
    section: &'c Section,
    redistribute: Redistribute,
    marked: &'a [Marked<'c>],
) -> WeighedSection<'a, 'c> {
    let counted_weight = sum(marked.iter().filter(|marked| marked.counts()).map(weight));
    let spread_over = match redistribute {
        Redistribute::Card if !section.bonus => {
            sum(marked.iter().filter(|marked| marked.is_visible_and_scored()).map(weight))
        }
        Redistribute::Card | Redistribute::Section => counted_weight.clone(),
    };
    let questions: Vec<Weighed<'a, 'c>> =
        marked.iter().map(|marked| weigh(marked, section, &spread_over)).collect();
    let reached: Vec<BigRational> =
        questions.iter().map(|question| weight(question.marked) * &question.fraction).collect();
    let counts = marked.iter().any(Marked::counts);
    WeighedSection {
        section,
        questions,
        voided: marked.iter().any(|marked| marked.is_fatal_for(Fatal::Section)),
        fraction: counts.then(|| ratio(&sum(&reached), &counted_weight)),
    }
}

/// One question, whose raw share is its part of the section's weight spread over `spread_over`.
fn weigh<'a, 'c>(marked: &'a Marked<'c>, section: &Section, spread_over: &BigRational) -> Weighed<'a, 'c> {
    if !marked.counts() {
        return Weighed { marked, fraction: BigRational::zero(), raw_share: BigRational::zero() };
    }
    let score =
        if marked.is_awaited() { marked.question.highest_score().exact().clone() } else { marked.score() };
    Weighed {
        marked,
        fraction: ratio(&score, marked.question.highest_score().exact()),
        raw_share: ratio(&(section.weight.exact() * weight(marked)), spread_over),
    }
}

fn weight<'a>(marked: &'a Marked<'_>) -> &'a BigRational {
    marked.question.weight.exact()
}

/// 100 × what the critical questions reached ÷ what they could have.
fn critical<'q>(questions: impl Iterator<Item = &'q Weighed<'q, 'q>>) -> Option<Figure> {
    let critical: Vec<&Weighed<'_, '_>> = questions.filter(|question| question.is_critical()).collect();
    let shares = sum(critical.iter().map(|question| &question.raw_share));
    let reached: Vec<BigRational> = critical.iter().map(|question| question.reached()).collect();
    (!shares.is_zero()).then(|| Figure::from(hundred() * sum(&reached) / shares))
}

fn section_score(section: &WeighedSection<'_, '_>) -> SectionScore {
    let score = section.fraction_after_fatal().map(|fraction| Figure::from(hundred() * fraction));
    SectionScore { key: section.section.key.clone(), score }
}

/// Adds the steps of fatal answers to the trace; what remains is the total.
fn fatal_steps(
    sections: &[WeighedSection<'_, '_>],
    evaluation_voided: bool,
    before_fatal: &BigRational,
    trace: &mut Trace,
) -> BigRational {
    let mut total = before_fatal.clone();
    for section in sections.iter().filter(|section| section.voided) {
        let key = &section.section.key;
        let of_section = trace.questions.iter().filter(|question| question.section == *key);
        let taken = -sum(of_section.map(|question| question.points.exact()));
        total += &taken;
        let step = Step::new(StepKind::FatalSection, taken);
        trace.steps.push(Step { section: Some(key.clone()), ..step });
    }
    if evaluation_voided {
        trace.steps.push(Step::new(StepKind::FatalEvaluation, -total));
        return BigRational::zero();
    }
    total
}

/// From raw shares to per cent of the total.
struct Scale {
    /// The raw shares of all counted questions outside bonus sections; 0: there is no score.
    all_shares: BigRational,
}

impl Scale {
    fn has_score(&self) -> bool {
        !self.all_shares.is_zero()
    }

    fn per_cent(&self, raw_share: &BigRational, bonus: bool) -> BigRational {
        if bonus { raw_share.clone() } else { ratio(&(hundred() * raw_share), &self.all_shares) }
    }

    fn trace(&self, sections: &[WeighedSection<'_, '_>]) -> Trace {
        let questions = sections.iter().flat_map(|section| {
            section.questions.iter().map(|question| self.question_trace(section.section, question))
        });
        Trace {
            questions: questions.collect(),
            sections: sections.iter().map(|section| self.section_trace(section)).collect(),
            steps: Vec::new(),
        }
    }

    fn question_trace(&self, section: &Section, question: &Weighed<'_, '_>) -> QuestionTrace {
        let counts = question.marked.counts();
        let share = if self.has_score() {
            self.per_cent(&question.raw_share, section.bonus)
        } else {
            BigRational::zero()
        };
        let points = &share * &question.fraction;
        QuestionTrace {
            question: question.marked.question.key.clone(),
            section: section.key.clone(),
            why_not: question.marked.why_not(),
            fraction: counts.then(|| question.fraction.clone().into()),
            lost: Figure::from(&share - &points),
            points: points.into(),
            share: (counts && self.has_score()).then(|| share.into()),
        }
    }

    fn section_trace(&self, section: &WeighedSection<'_, '_>) -> SectionTrace {
        let raw_share = sum(section.questions.iter().map(|question| &question.raw_share));
        let counted = section.fraction.is_some();
        let share = (counted && self.has_score()).then(|| self.per_cent(&raw_share, section.section.bonus));
        SectionTrace {
            section: section.section.key.clone(),
            counted,
            fraction: section.fraction_after_fatal().map(Figure::from),
            share: share.map(Figure::from),
        }
    }
}
