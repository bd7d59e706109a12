//! Cases on the wire.

use super::card_body::{WordingBody, words_of};
use super::case_consents::ConsentBody;
use super::case_learning::LearningBody;
use super::page::NamedBody;
use crate::db::case_opinion::Stars;
use crate::db::library::Library;
use crate::db::library_case::ArchiveCause;
use crate::ids::{CallId, CaseId, ClipId, LibraryId, ScorecardId, StandardAnswerId};
use crate::library::visibility::Sight;
use crate::library::{
    AnswerView, CaseLine, CaseView, Commentary, ItemName, Missing, Point, PointKind, Question, Readiness,
};
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The library of a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseLibrary)]
pub struct CaseLibraryBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: LibraryId,
    /// `good`, `warning` or `topic`.
    kind: &'static str,
    /// Its name by language.
    name: WordingBody,
}

impl From<Library> for CaseLibraryBody {
    fn from(library: Library) -> Self {
        Self { id: library.id, kind: library.kind.as_str(), name: library.name }
    }
}

/// An item of a scorecard that a case illustrates.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseItem)]
pub struct CaseItemBody {
    /// The card.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// The key of the item.
    item: String,
    /// Its title as last published; empty: it is gone.
    title: WordingBody,
}

impl From<ItemName> for CaseItemBody {
    fn from(name: ItemName) -> Self {
        let title = words_of(&name.title);
        Self { scorecard_id: name.item.scorecard_id, item: name.item.question, title }
    }
}

/// The stars of a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseRating)]
pub struct RatingBody {
    /// The mean of the stars, 1 to 5; none: nobody gave any.
    mean: Option<f64>,
    /// How many people gave some.
    count: i64,
    /// Those that the reader gave.
    mine: Option<i32>,
}

impl RatingBody {
    /// The wire form.
    #[expect(clippy::cast_precision_loss, reason = "nobody gives 2⁵³ stars")]
    pub(super) fn of(stars: Stars, mine: Option<i32>) -> Self {
        let mean = (stars.count > 0).then(|| stars.sum as f64 / stars.count as f64);
        Self { mean: mean.map(|mean| (mean * 100.0).round() / 100.0), count: stars.count, mine }
    }
}

/// A case in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseRow)]
pub struct CaseRowBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: CaseId,
    /// How the reader sees it: `editor`, `asked`, `learner` or `proposal` (what became of it, no more).
    view: &'static str,
    /// Its library.
    library: CaseLibraryBody,
    /// `proposed`, `draft`, `shelved`, `archived`, `declined` or `withdrawn`.
    state: &'static str,
    /// What there is to learn, in one line.
    teaching_line: String,
    /// The language that is spoken: ISO 639-1.
    language: String,
    /// `newcomer`, `regular` or `senior`.
    level: &'static str,
    /// How long it plays, in milliseconds.
    duration_ms: i64,
    /// `ready`, `preparing` or `failed`.
    sound: &'static str,
    /// The items that it illustrates.
    items: Vec<CaseItemBody>,
    /// Its tags, by name.
    tags: Vec<String>,
    /// Its stars.
    rating: RatingBody,
    /// When the reader learned from it.
    #[schema(value_type = Option<String>, format = DateTime)]
    learned_at: Option<Instant>,
    /// How many learned from it; only editors are told.
    learners: Option<i64>,
    /// Who proposed it; only editors are told.
    proposed_by: Option<NamedBody>,
    /// When it was proposed; only editors and whoever proposed it are told.
    #[schema(value_type = Option<String>, format = DateTime)]
    proposed_at: Option<Instant>,
    /// Whether everybody agreed who is heard; only editors are told.
    is_consented: Option<bool>,
    /// Why it was declined or archived by hand; only editors and whoever proposed it are told.
    reason: Option<String>,
    /// Why it left the shelf: `by_hand`, `answer_changed` or `answer_retired`; only editors are told.
    archive_cause: Option<&'static str>,
    /// The day on which somebody should look at it again; only editors are told.
    #[schema(format = Date)]
    review_on: Option<String>,
    /// When it came onto the shelf.
    #[schema(value_type = Option<String>, format = DateTime)]
    shelved_at: Option<Instant>,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Instant,
}

impl From<CaseLine> for CaseRowBody {
    fn from(line: CaseLine) -> Self {
        let CaseLine { sight, case, library, .. } = line;
        let is_editor = sight == Sight::Editor;
        let told = is_editor || sight == Sight::Proposal;
        Self {
            id: case.id,
            view: sight.as_str(),
            library: library.into(),
            state: case.state.as_str(),
            teaching_line: case.teaching_line,
            language: case.language,
            level: case.level.as_str(),
            duration_ms: line.duration_ms,
            sound: line.sound.as_str(),
            items: line.items.into_iter().map(CaseItemBody::from).collect(),
            tags: line.tags,
            rating: RatingBody::of(line.stars, None),
            learned_at: line.learned_at,
            learners: line.learners,
            proposed_by: line.proposed_by.map(NamedBody::from),
            proposed_at: told.then_some(case.proposed_at),
            is_consented: line.is_consented,
            reason: case.reason.filter(|_| told),
            archive_cause: case.archive_cause.filter(|_| is_editor).map(ArchiveCause::as_str),
            review_on: case.review_on.filter(|_| is_editor),
            shelved_at: case.shelved_at,
            changed_at: case.changed_at,
        }
    }
}

/// A standard answer that a case illustrates.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseAnswer)]
pub struct CaseAnswerBody {
    /// The answer.
    #[schema(value_type = String, format = Uuid)]
    standard_answer_id: StandardAnswerId,
    /// The number of the wording.
    version: i32,
    /// What it is about, by language.
    title: WordingBody,
    /// What is right to say, by language.
    text: WordingBody,
    /// Whether that wording is in force today.
    is_in_force: bool,
}

impl From<AnswerView> for CaseAnswerBody {
    fn from(view: AnswerView) -> Self {
        let AnswerView { id, version, title, text, is_in_force } = view;
        Self { standard_answer_id: id, version, title, text, is_in_force }
    }
}

/// A moment at which playback stops.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = CasePoint)]
#[serde(deny_unknown_fields)]
pub struct PointBody {
    /// Its number, from 1, in the order of the points; what is sent is numbered anew.
    #[serde(default)]
    number: i32,
    /// Where, on the call's timeline.
    at_ms: i64,
    /// `strength` or `improve`.
    kind: String,
    /// What is asked before anything is told, by language; empty: what one would do.
    #[serde(default)]
    question: WordingBody,
    /// What happened, by language.
    happened: WordingBody,
    /// Why it matters, by language.
    #[serde(default)]
    matters: WordingBody,
    /// What to say instead, by language; empty: nothing.
    #[serde(default)]
    instead: WordingBody,
}

impl From<Point> for PointBody {
    fn from(point: Point) -> Self {
        let Point { number, at_ms, kind, question, happened, matters, instead } = point;
        Self { number, at_ms, kind: kind.as_str().to_owned(), question, happened, matters, instead }
    }
}

impl PointBody {
    /// As it is kept; none: its kind is none.
    pub(super) fn read(self) -> Option<Point> {
        let Self { number, at_ms, kind, question, happened, matters, instead } = self;
        let kind = PointKind::parse(&kind)?;
        Some(Point { number, at_ms, kind, question, happened, matters, instead })
    }
}

/// A question at the end, as it is written.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseQuestionText)]
#[serde(deny_unknown_fields)]
pub struct QuestionTextBody {
    /// What is asked, by language.
    text: WordingBody,
    /// What there is to choose from, by language.
    options: Vec<WordingBody>,
    /// Which of them is right, from 0.
    right: usize,
    /// Why, by language; empty: it is not said.
    #[serde(default)]
    because: WordingBody,
}

impl From<QuestionTextBody> for Question {
    fn from(body: QuestionTextBody) -> Self {
        let QuestionTextBody { text, options, right, because } = body;
        Self { text, options, right, because }
    }
}

impl From<Question> for QuestionTextBody {
    fn from(question: Question) -> Self {
        let Question { text, options, right, because } = question;
        Self { text, options, right, because }
    }
}

/// A question at the end. Which option is right, learners see once they came to the end.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseQuestion)]
pub struct QuestionBody {
    /// What is asked, by language.
    text: WordingBody,
    /// What there is to choose from, by language.
    options: Vec<WordingBody>,
    /// Which of them is right, from 0; none: the reader has not come to the end.
    right: Option<usize>,
    /// Why, by language; none: the reader has not come to the end.
    because: Option<WordingBody>,
}

/// What only editors see of a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseDesk)]
pub struct DeskBody {
    /// The call.
    #[schema(value_type = String, format = Uuid)]
    call_id: CallId,
    /// The clip that it is made of.
    #[schema(value_type = Option<String>, format = Uuid)]
    clip_id: Option<ClipId>,
    /// What it lacks before it can go onto the shelf: `why`, `points`, `library`, `sound`.
    missing: Vec<&'static str>,
    /// Who was asked, and what they said.
    consents: Vec<ConsentBody>,
    /// Who is heard.
    heard: Vec<NamedBody>,
    /// Whether somebody is heard of whom nobody knows who it is; then nobody can agree for them.
    is_somebody_unknown: bool,
    /// Whether everybody agreed who is heard: a warning case is there for learners only then.
    is_consented: bool,
    /// Who proposed it.
    proposed_by: NamedBody,
    /// Who decided.
    decided_by: Option<NamedBody>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    decided_at: Option<Instant>,
    /// The day on which somebody should look at it again.
    #[schema(format = Date)]
    review_on: Option<String>,
    /// Why it left the shelf: `by_hand`, `answer_changed` or `answer_retired`.
    archive_cause: Option<&'static str>,
}

/// A case. What the reader does not see is empty or none.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Case)]
pub struct CaseBody {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: CaseId,
    /// How the reader sees it: `editor`, `asked`, `learner` or `proposal` (what became of it, no more).
    view: &'static str,
    /// Its library.
    library: CaseLibraryBody,
    /// `proposed`, `draft`, `shelved`, `archived`, `declined` or `withdrawn`.
    state: &'static str,
    /// What there is to learn, in one line.
    teaching_line: String,
    /// The language that is spoken: ISO 639-1.
    language: String,
    /// `newcomer`, `regular` or `senior`.
    level: &'static str,
    /// Whether learners do not see who is heard.
    hides_names: bool,
    /// Where it begins on the call's timeline; its sound begins there.
    start_ms: i64,
    /// Where it ends.
    end_ms: i64,
    /// With which voices the reader hears it: `own`, or `altered` because nobody consented.
    voice: &'static str,
    /// `ready`, `preparing` (decoded, or what is to be hidden is being taken out) or `failed`.
    sound: &'static str,
    /// Channel, counted from 0, to `agent`, `customer`, `mixed` or `other`.
    #[schema(value_type = Object)]
    channels: BTreeMap<u16, &'static str>,
    /// Who is heard; empty where names are hidden from the reader.
    agents: Vec<NamedBody>,
    /// The number of the newest commentary; 0: none is written.
    edition: i32,
    /// Why it is good or bad, by language.
    why: WordingBody,
    /// Moments at which playback stops, in their order.
    points: Vec<PointBody>,
    /// Questions at the end, three at most.
    questions: Vec<QuestionBody>,
    /// The items that it illustrates.
    items: Vec<CaseItemBody>,
    /// The standard answers that it illustrates.
    answers: Vec<CaseAnswerBody>,
    /// Its tags, by name.
    tags: Vec<String>,
    /// Its stars.
    rating: RatingBody,
    /// How many comments there are.
    comments: i64,
    /// What the reader learned from it; none: they have not begun.
    learning: Option<LearningBody>,
    /// What the reader was asked who is heard in it.
    own_consent: Option<ConsentBody>,
    /// When it was proposed.
    #[schema(value_type = Option<String>, format = DateTime)]
    proposed_at: Option<Instant>,
    /// Why it was declined or archived by hand; for editors and whoever proposed it.
    reason: Option<String>,
    /// When it came onto the shelf.
    #[schema(value_type = Option<String>, format = DateTime)]
    shelved_at: Option<Instant>,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Instant,
    /// What only editors see.
    desk: Option<DeskBody>,
}

impl From<CaseView> for CaseBody {
    fn from(view: CaseView) -> Self {
        let CaseView { sight, case, library, edition, readiness, .. } = view;
        let told = matches!(sight, Sight::Editor | Sight::Proposal);
        let content = edition.map(|edition| edition.content).unwrap_or_default();
        let is_finished = view.learning.as_ref().is_some_and(|learning| learning.finished_at.is_some());
        let tells_right = sight == Sight::Editor || is_finished;
        let Commentary { why, points, questions, .. } = content;
        let question = |question: Question| QuestionBody {
            text: question.text,
            options: question.options,
            right: tells_right.then_some(question.right),
            because: tells_right.then_some(question.because),
        };
        let agents: Vec<NamedBody> = view.agents.iter().cloned().map(NamedBody::from).collect();
        let desk = readiness.map(|readiness| {
            let Readiness { missing, consents, heard, proposed_by, decided_by } = readiness;
            DeskBody {
                call_id: case.call_id,
                clip_id: case.clip_id,
                missing: missing.into_iter().map(Missing::as_str).collect(),
                consents: consents.into_iter().map(ConsentBody::from).collect(),
                heard: view.agents.into_iter().map(NamedBody::from).collect(),
                is_somebody_unknown: heard.is_somebody_unknown,
                is_consented: heard.is_consented,
                proposed_by: proposed_by.into(),
                decided_by: decided_by.map(NamedBody::from),
                decided_at: case.decided_at,
                review_on: case.review_on.clone(),
                archive_cause: case.archive_cause.map(ArchiveCause::as_str),
            }
        });
        Self {
            id: case.id,
            view: sight.as_str(),
            library: library.into(),
            state: case.state.as_str(),
            teaching_line: case.teaching_line,
            language: case.language,
            level: case.level.as_str(),
            hides_names: case.hides_names,
            start_ms: view.range.0,
            end_ms: view.range.1,
            voice: sight.voice().as_str(),
            sound: view.sound.as_str(),
            channels: view.channel_roles.iter().map(|(channel, role)| (*channel, role.as_str())).collect(),
            agents,
            edition: case.edition,
            why,
            points: points.into_iter().map(PointBody::from).collect(),
            questions: questions.into_iter().map(question).collect(),
            items: view.items.into_iter().map(CaseItemBody::from).collect(),
            answers: view.answers.into_iter().map(CaseAnswerBody::from).collect(),
            tags: view.tags,
            rating: RatingBody::of(view.stars, view.own_stars),
            comments: view.comments,
            learning: view.learning.map(LearningBody::from),
            own_consent: view.own_consent.map(ConsentBody::of_own),
            proposed_at: told.then_some(case.proposed_at),
            reason: case.reason.filter(|_| told),
            shelved_at: case.shelved_at,
            changed_at: case.changed_at,
            desk,
        }
    }
}
