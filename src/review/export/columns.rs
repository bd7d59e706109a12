//! Which columns an export has, and what an evaluation says in each; pure.

use super::Exported;
use super::words::ExportLanguage;
use crate::db::DbError;
use crate::db::evaluation::EvaluationState;
use crate::db::scorecard::ScorecardVersion;
use crate::scoring::{
    Attribution, Evidence, Question, QuestionRecord, Response, ScoreRecord, Scorecard, Wording,
};
use crate::time::Instant;
use jiff::tz::TimeZone;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// An evaluation. Where the export is of one scorecard, each of its items has a column.
    #[default]
    Evaluations,
    /// An item of an evaluation: what was answered, what it gave and lost, and why.
    Items,
}

impl Shape {
    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Evaluations => "evaluations",
            Self::Items => "items",
        }
    }

    /// The shape with this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Evaluations, Self::Items].into_iter().find(|shape| shape.as_str() == text)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs; it stays. An item's column is `item.` and the key of the item.
    pub key: String,
    /// What people read above it.
    pub heading: String,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Nothing,
    /// A text for people.
    Text(String),
    /// A code or an id: `code` is what programs read, `word` what people do.
    Code {
        /// For programs.
        code: String,
        /// For people.
        word: String,
    },
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag {
        /// Which.
        is_so: bool,
        /// As people read it.
        word: String,
    },
    /// A moment, and what clocks in the workspace showed at it (`2026-11-21 17:30:00`).
    Moment {
        /// The moment.
        at: Instant,
        /// By the workspace's clocks.
        local: String,
    },
}

/// What every row of an export of evaluations begins with.
const EVALUATION: [&str; 31] = [
    "evaluation",
    "released_at",
    "call",
    "call_started_at",
    "agent",
    "team",
    "project",
    "evaluator",
    "card",
    "card_key",
    "card_version",
    "purpose",
    "state",
    "total",
    "critical",
    "passed",
    "grade",
    "fatal",
    "no_score",
    "no_score_note",
    "answer",
    "opened_at",
    "answered_at",
    "reply",
    "appeal",
    "outcome",
    "outcome_detail",
    "revision",
    "generated",
    "contact",
    "channel",
];
/// What a row of an item says of its evaluation.
const OF_ITEM: [&str; 9] = [
    "evaluation",
    "released_at",
    "call",
    "agent",
    "team",
    "evaluator",
    "card_key",
    "card_version",
    "revision",
];
/// What it says of the item.
const ITEM: [&str; 12] = [
    "section",
    "item",
    "item_title",
    "option",
    "option_title",
    "points",
    "lost",
    "fatal_item",
    "comment",
    "attribution",
    "causes",
    "evidence",
];
/// What the key of an item's column begins with.
const ITEM_PREFIX: &str = "item.";

/// The table that an export fills.
#[derive(Debug)]
pub(super) struct Table {
    shape: Shape,
    language: ExportLanguage,
    zone: TimeZone,
    columns: Vec<Column>,
    /// The keys of the items with a column of their own.
    items: Vec<String>,
}

impl Table {
    /// A table; `versions`: those of the one card that is exported, the youngest first, else none.
    pub(super) fn new(
        shape: Shape,
        language: ExportLanguage,
        zone: TimeZone,
        versions: &[ScorecardVersion],
    ) -> Self {
        let fixed: Vec<&str> = match shape {
            Shape::Evaluations => EVALUATION.to_vec(),
            Shape::Items => OF_ITEM.iter().chain(&ITEM).copied().collect(),
        };
        let heading = |key: &str| Column { key: key.to_owned(), heading: language.heading(key) };
        let mut columns: Vec<Column> = fixed.into_iter().map(heading).collect();
        let mut items: Vec<String> = Vec::new();
        for question in versions.iter().flat_map(|version| version.definition.questions()) {
            if shape == Shape::Evaluations && !items.contains(&question.key) {
                let title = question.title.pick_or(language.tag(), language.tag(), &question.key);
                let key = format!("{ITEM_PREFIX}{}", question.key);
                columns.push(Column { key, heading: title.to_owned() });
                items.push(question.key.clone());
            }
        }
        Self { shape, language, zone, columns, items }
    }

    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Adds the rows of an evaluation.
    pub(super) fn add(&self, exported: &Exported<'_>, rows: &mut Vec<Vec<Value>>) -> Result<(), DbError> {
        let card = &exported.version.definition;
        if self.shape == Shape::Evaluations {
            let fixed = EVALUATION.iter().map(|column| self.of_evaluation(exported, column));
            let items = self.items.iter().map(|key| {
                card.question(key).map_or(Value::Nothing, |question| self.chosen(exported, question))
            });
            rows.push(fixed.chain(items).collect());
            return Ok(());
        }
        let score = exported.content.score()?;
        let records: Vec<QuestionRecord<'_>> = score.iter().flat_map(ScoreRecord::questions).collect();
        for (section, question) in sections_of(card) {
            let record = records.iter().find(|record| record.question == question.key);
            let given = exported.content.responses.to(&question.key);
            if record.is_none_or(|record| record.is_hidden) || given.is_none() {
                continue;
            }
            let fixed = OF_ITEM.iter().map(|column| self.of_evaluation(exported, column));
            let fatal = score.as_ref().and_then(|score| score.fatal.as_ref());
            let is_fatal = fatal.is_some_and(|fatal| fatal.contains(&question.key));
            let item = Item { section, question, given, record, is_fatal, exported };
            rows.push(fixed.chain(ITEM.iter().map(|column| self.of_item(&item, column))).collect());
        }
        Ok(())
    }

    fn of_evaluation(&self, exported: &Exported<'_>, column: &str) -> Value {
        let Exported { line, content, .. } = exported;
        let (summary, feedback) = (&line.summary, &line.feedback);
        let found = line.verification.as_ref().map(|verified| &verified.verification);
        let named = |name: Option<&String>| text(name.map(String::as_str));
        match column {
            "evaluation" => id(&summary.id),
            "released_at" => self.moment(summary.released_at),
            "call" => summary.call_id.as_ref().map_or(Value::Nothing, id),
            "call_started_at" => self.moment(summary.call_started_at),
            "agent" => named(line.person.as_ref().map(|person| &person.name).or(line.agent_name.as_ref())),
            "team" => named(line.team.as_ref().map(|team| &team.name)),
            "project" => named(line.project.as_ref().map(|project| &project.name)),
            "evaluator" => Value::Text(line.evaluator.name.clone()),
            "card" => text(Some(self.pick(&line.scorecard.title, &line.scorecard.key))),
            "card_key" => Value::Text(line.scorecard.key.clone()),
            "card_version" => Value::Number(f64::from(line.scorecard.version)),
            "purpose" => self.code("cards", "purpose", content.purpose.as_str()),
            "state" => self.code("results", "state", summary.state.as_str()),
            "total" => hundredths(summary.total_hundredths),
            "critical" => hundredths(summary.critical_hundredths),
            "passed" => summary.passed.map_or(Value::Nothing, |passed| self.flag(passed)),
            "grade" => summary.band.as_ref().map_or(Value::Nothing, |band| {
                let title = line.band_title.as_ref().map(|title| self.pick(title, band).to_owned());
                Value::Code { code: band.clone(), word: title.unwrap_or_else(|| band.clone()) }
            }),
            "fatal" if summary.state == EvaluationState::Released => self.flag(summary.is_fatal),
            "no_score" => summary
                .no_score_reason
                .map_or(Value::Nothing, |reason| self.code("codes", "cannot_score", reason.as_str())),
            "no_score_note" => text(content.no_score_note.as_deref()),
            "answer" => feedback
                .answer
                .map_or(Value::Nothing, |answer| self.code("results", "answer", answer.as_str())),
            "opened_at" => self.moment(feedback.opened_at),
            "answered_at" => self.moment(feedback.answered_at),
            "reply" => text(feedback.reply.as_deref()),
            "appeal" => line
                .appeal
                .as_ref()
                .map_or(Value::Nothing, |appeal| self.code("appeals", "state", appeal.state.as_str())),
            "outcome" => found
                .and_then(|found| found.outcome)
                .map_or(Value::Nothing, |outcome| self.code("sales", "outcome", outcome.as_str())),
            "outcome_detail" => text(found.and_then(|found| found.detail.as_deref())),
            "revision" => Value::Number(f64::from(content.revision)),
            "generated" => self.flag(summary.is_generated),
            "contact" => line.contact.as_ref().map_or(Value::Nothing, |(contact, _)| id(contact)),
            "channel" => line
                .contact
                .as_ref()
                .map_or(Value::Nothing, |(_, channel)| self.code("contacts", "channel", channel.as_str())),
            _ => Value::Nothing,
        }
    }

    fn of_item(&self, item: &Item<'_>, column: &str) -> Value {
        let Item { section, question, given, record, is_fatal, exported } = item;
        match column {
            "section" => Value::Text((*section).to_owned()),
            "item" => Value::Text(question.key.clone()),
            "item_title" => text(Some(self.pick(&question.title, &question.key))),
            "option" => text(given.map(codes_of).as_deref()),
            "option_title" => match self.chosen(exported, question) {
                Value::Code { word, .. } => Value::Text(word),
                nothing => nothing,
            },
            "points" => record.map_or(Value::Nothing, |record| Value::Number(record.points)),
            "lost" => record.map_or(Value::Nothing, |record| Value::Number(record.lost)),
            "fatal_item" => self.flag(*is_fatal),
            "comment" => text(given.and_then(|given| given.comment.as_deref())),
            "attribution" => given.and_then(|given| given.attribution).map_or(Value::Nothing, |put_to| {
                self.code("scorecard", "attribution", attribution_of(put_to))
            }),
            "causes" => text(given.map(|given| self.causes(given, question)).as_deref()),
            "evidence" => text(given.map(|given| self.evidence(given)).as_deref()),
            _ => Value::Nothing,
        }
    }

    /// What was chosen of a question; nothing: it was not answered.
    fn chosen(&self, exported: &Exported<'_>, question: &Question) -> Value {
        let Some(given) = exported.content.responses.to(&question.key) else { return Value::Nothing };
        let code = codes_of(given);
        if code.is_empty() {
            return Value::Nothing;
        }
        if given.not_applicable {
            return Value::Code { code, word: self.language.heading("not_applicable") };
        }
        let titles = given.options.iter().map(|key| {
            question.option(key).map_or(key.as_str(), |option| self.pick(&option.title, key)).to_owned()
        });
        Value::Code { code, word: titles.collect::<Vec<_>>().join(self.between()) }
    }

    fn causes(&self, given: &Response, question: &Question) -> String {
        let title = |key: &String| {
            let cause = question.causes.iter().find(|cause| cause.key == *key);
            cause.map_or(key.as_str(), |cause| self.pick(&cause.title, key)).to_owned()
        };
        given.causes.iter().map(title).collect::<Vec<_>>().join(self.between())
    }

    fn evidence(&self, given: &Response) -> String {
        let word = |code: &str| self.language.word("scorecard", "kind", code);
        let one = |evidence: &Evidence| match evidence {
            Evidence::Range { start_ms, end_ms, .. } => stretch(*start_ms, *end_ms),
            Evidence::Turns { first, last } => word("turns").replace("{{at}}", &turns(*first, *last)),
            Evidence::NotSaid => word("not_said"),
            Evidence::NotSaidWithin { start_ms, end_ms } => {
                word("not_said_within").replace("{{at}}", &stretch(*start_ms, *end_ms))
            }
            Evidence::Record => word("record"),
            Evidence::WrapUp => word("wrap_up"),
            Evidence::Ticket => word("ticket"),
            Evidence::Disposition => word("disposition"),
        };
        given.evidence.iter().map(one).collect::<Vec<_>>().join(self.between())
    }

    fn pick<'a>(&self, wording: &'a Wording, key: &'a str) -> &'a str {
        wording.pick_or(self.language.tag(), self.language.tag(), key)
    }

    fn code(&self, file: &str, group: &str, code: &str) -> Value {
        Value::Code { code: code.to_owned(), word: self.language.word(file, group, code) }
    }

    fn flag(&self, is_so: bool) -> Value {
        Value::Flag { is_so, word: self.language.heading(if is_so { "yes" } else { "no" }) }
    }

    fn moment(&self, at: Option<Instant>) -> Value {
        at.map_or(Value::Nothing, |at| Value::Moment { at, local: at.local_time(&self.zone) })
    }

    fn between(&self) -> &'static str {
        match self.language {
            ExportLanguage::English => "; ",
            ExportLanguage::Chinese => "；",
        }
    }
}

/// An item of an evaluation.
struct Item<'e> {
    section: &'e str,
    question: &'e Question,
    given: Option<&'e Response>,
    record: Option<&'e QuestionRecord<'e>>,
    is_fatal: bool,
    exported: &'e Exported<'e>,
}

fn sections_of(card: &Scorecard) -> impl Iterator<Item = (&str, &Question)> {
    card.sections
        .iter()
        .flat_map(|section| section.questions.iter().map(|question| (section.key.as_str(), question)))
}

/// What a deduction is put down to, as the wire names it.
fn attribution_of(attribution: Attribution) -> &'static str {
    match attribution {
        Attribution::Agent => "agent",
        Attribution::Rule => "rule",
        Attribution::Script => "script",
        Attribution::System => "system",
    }
}

/// The keys of what was chosen; `not_applicable` where that was.
fn codes_of(given: &Response) -> String {
    if given.not_applicable { "not_applicable".to_owned() } else { given.options.join(";") }
}

fn id(id: &impl ToString) -> Value {
    Value::Text(id.to_string())
}

fn text(text: Option<&str>) -> Value {
    text.filter(|text| !text.is_empty()).map_or(Value::Nothing, |text| Value::Text(text.to_owned()))
}

#[expect(clippy::cast_precision_loss, reason = "a total is far below 2⁵³ hundredths")]
fn hundredths(hundredths: Option<i64>) -> Value {
    hundredths.map_or(Value::Nothing, |hundredths| Value::Number(hundredths as f64 / 100.0))
}

/// `02:13–02:20`; a moment alone where both ends are the same.
fn stretch(start_ms: i64, end_ms: i64) -> String {
    let (start, end) = (clock(start_ms), clock(end_ms));
    if start == end { start } else { format!("{start}–{end}") }
}

/// `3` or `3–5`.
fn turns(first: i32, last: i32) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

/// `02:13` on the call's timeline; `1:02:13` in long calls.
fn clock(ms: i64) -> String {
    let seconds = ms.max(0) / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_column_has_words_in_both_languages() {
        for language in ExportLanguage::ALL {
            for key in EVALUATION.iter().chain(&OF_ITEM).chain(&ITEM).chain(&["yes", "no", "not_applicable"])
            {
                let heading = language.heading(key);
                assert_ne!(heading, *key, "in {}", language.tag());
            }
        }
    }

    #[test]
    fn no_column_stands_twice() {
        let in_row: Vec<&str> = OF_ITEM.iter().chain(&ITEM).copied().collect();
        assert_eq!(in_row.iter().collect::<BTreeSet<_>>().len(), in_row.len());
        assert_eq!(EVALUATION.iter().collect::<BTreeSet<_>>().len(), EVALUATION.len());
    }

    #[test]
    fn a_place_of_a_call_is_written_as_players_show_it() {
        assert_eq!(
            (clock(133_900), clock(3_733_000), clock(-5)),
            ("02:13".into(), "1:02:13".into(), "00:00".into())
        );
    }
}
