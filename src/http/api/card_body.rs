//! What a scorecard asks, on the wire: the structure of its file with every default filled in, and
//! with what each question is worth.

use crate::scoring::{
    AnswerOption, Band, Cause, Critical, Decimal, EvidenceKind, Fatal, Figure, Method, NotApplicable,
    PointsRange, Question, Redistribute, Requirement, Scorecard, Section, ShowWhen, Wording, shares,
};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;

/// Texts by language tag (`en`, `zh-CN`).
pub(super) type WordingBody = BTreeMap<String, String>;

/// The texts of a wording.
pub(super) fn words_of(wording: &Wording) -> WordingBody {
    let text = |language: &str| wording.in_language(language).unwrap_or_default().to_owned();
    wording.languages().map(|language| (language.to_owned(), text(language))).collect()
}

/// What a scorecard asks, and how it counts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardDefinition)]
pub struct CardBody {
    /// Its key.
    key: String,
    /// Its title by language.
    title: WordingBody,
    /// `weighted` or `points`.
    method: &'static str,
    /// Weighted: `section` or `card`, to whom the weight of a question goes that does not count.
    #[schema(value_type = Option<String>)]
    redistribute: Option<Redistribute>,
    /// A total at or above it passes; none: nothing passes or fails.
    #[schema(value_type = Option<f64>)]
    pass: Option<Decimal>,
    /// The grades, highest first.
    bands: Vec<BandBody>,
    /// Points: where the total starts, and what it never leaves.
    points: Option<PointsBody>,
    /// In the order of the page.
    sections: Vec<SectionBody>,
}

/// A grade.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardBand)]
pub struct BandBody {
    /// Its key.
    key: String,
    /// The least total that earns it.
    #[schema(value_type = f64)]
    from: Decimal,
    /// Its title by language; empty: its key is shown.
    title: WordingBody,
}

/// Where a points total starts and what it never leaves.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardPoints)]
pub struct PointsBody {
    /// The total before any answer.
    #[schema(value_type = f64)]
    start: Decimal,
    /// The least total.
    #[schema(value_type = f64)]
    floor: Decimal,
    /// The greatest total.
    #[schema(value_type = f64)]
    ceiling: Decimal,
}

/// A section.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardSection)]
pub struct SectionBody {
    /// Its key.
    key: String,
    /// Its title by language.
    title: WordingBody,
    /// Relative to the other sections; in a bonus section, the points it adds at most.
    #[schema(value_type = f64)]
    weight: Decimal,
    /// Whether it adds on top of 100.
    bonus: bool,
    /// In the order of the page.
    questions: Vec<QuestionBody>,
}

/// A question.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardQuestion)]
pub struct QuestionBody {
    /// Its key.
    key: String,
    /// Its wording by language.
    title: WordingBody,
    /// What to look for, by language.
    guidance: WordingBody,
    /// Relative to the other questions of its section.
    #[schema(value_type = f64)]
    weight: Decimal,
    /// What it is worth of 100 when everything counts; in a bonus section, the points it can add;
    /// 0 where it is not scored, and in points.
    #[schema(value_type = f64)]
    share: Figure,
    /// `false`, `true`, or the class of errors: `customer`, `business`, `compliance`.
    #[schema(value_type = Value)]
    critical: Critical,
    /// What can be answered.
    options: Vec<OptionBody>,
    /// `excluded`, `{"score": s}`, or none: it is not offered.
    #[schema(value_type = Option<Value>)]
    not_applicable: Option<NotApplicable>,
    /// When it is asked; none: always.
    show_when: Option<ShowWhenBody>,
    /// Whether several options may be chosen, also the same one again.
    multiple: bool,
    /// The least that a `multiple` question gives.
    #[schema(value_type = Option<f64>)]
    min: Option<Decimal>,
    /// The most that a `multiple` question gives.
    #[schema(value_type = Option<f64>)]
    max: Option<Decimal>,
    /// The key of the option that the page fills in.
    default: Option<String>,
    /// `false`: asked and reported, outside every sum.
    scored: bool,
    /// The kinds of evidence it accepts: `range`, `not_said`, `record`.
    #[schema(value_type = Vec<String>)]
    evidence: Vec<EvidenceKind>,
    /// Why an answer may have turned out badly.
    causes: Vec<CauseBody>,
}

/// What can be answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardOption)]
pub struct OptionBody {
    /// Its key.
    key: String,
    /// Its wording by language; empty: its key is shown.
    title: WordingBody,
    /// Weighted: out of the highest score of the question. Points: what it adds. None only where
    /// the question is not scored.
    #[schema(value_type = Option<f64>)]
    score: Option<Decimal>,
    /// What choosing it makes void: `section` or `evaluation`.
    #[schema(value_type = Option<String>)]
    fatal: Option<Fatal>,
    /// What must be given with it before the release: `comment`, `evidence`, `cause`.
    #[schema(value_type = Vec<String>)]
    require: Vec<Requirement>,
}

/// A condition on an earlier question.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardCondition)]
pub struct ShowWhenBody {
    /// The key of that question.
    question: String,
    /// Keys of its options; any of them shows this question.
    is: Vec<String>,
}

/// Why an answer may have turned out badly.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardCause)]
pub struct CauseBody {
    /// Its key.
    key: String,
    /// Its wording by language; empty: its key is shown.
    title: WordingBody,
}

impl CardBody {
    /// The wire form.
    pub(super) fn of(card: &Scorecard) -> Self {
        let shares: HashMap<&str, Option<Figure>> = shares(card).into_iter().collect();
        let (redistribute, points) = match &card.method {
            Method::Weighted { redistribute } => (Some(*redistribute), None),
            Method::Points { points } => (None, Some(PointsBody::of(points))),
        };
        Self {
            key: card.key.clone(),
            title: words_of(&card.title),
            method: card.method.name(),
            redistribute,
            pass: card.pass.clone(),
            bands: card.bands.iter().map(BandBody::of).collect(),
            points,
            sections: card.sections.iter().map(|section| SectionBody::of(section, &shares)).collect(),
        }
    }
}

impl BandBody {
    fn of(band: &Band) -> Self {
        Self { key: band.key.clone(), from: band.from.clone(), title: words_of(&band.title) }
    }
}

impl PointsBody {
    fn of(range: &PointsRange) -> Self {
        Self { start: range.start.clone(), floor: range.floor.clone(), ceiling: range.ceiling.clone() }
    }
}

impl SectionBody {
    fn of(section: &Section, shares: &HashMap<&str, Option<Figure>>) -> Self {
        let share = |question: &Question| shares.get(question.key.as_str()).cloned().flatten();
        let questions = section.questions.iter();
        Self {
            key: section.key.clone(),
            title: words_of(&section.title),
            weight: section.weight.clone(),
            bonus: section.bonus,
            questions: questions.map(|question| QuestionBody::of(question, share(question))).collect(),
        }
    }
}

impl QuestionBody {
    fn of(question: &Question, share: Option<Figure>) -> Self {
        Self {
            key: question.key.clone(),
            title: words_of(&question.title),
            guidance: words_of(&question.guidance),
            weight: question.weight.clone(),
            share: share.unwrap_or_else(|| Decimal::zero().exact().clone().into()),
            critical: question.critical,
            options: question.options.iter().map(OptionBody::of).collect(),
            not_applicable: question.not_applicable.clone(),
            show_when: question.show_when.as_ref().map(ShowWhenBody::of),
            multiple: question.multiple,
            min: question.min.clone(),
            max: question.max.clone(),
            default: question.default.clone(),
            scored: question.scored,
            evidence: question.evidence.clone(),
            causes: question.causes.iter().map(CauseBody::of).collect(),
        }
    }
}

impl OptionBody {
    fn of(option: &AnswerOption) -> Self {
        Self {
            key: option.key.clone(),
            title: words_of(&option.title),
            score: option.score.clone(),
            fatal: option.fatal,
            require: option.require.clone(),
        }
    }
}

impl ShowWhenBody {
    fn of(condition: &ShowWhen) -> Self {
        Self { question: condition.question.clone(), is: condition.is.clone() }
    }
}

impl CauseBody {
    fn of(cause: &Cause) -> Self {
        Self { key: cause.key.clone(), title: words_of(&cause.title) }
    }
}
