//! A scorecard out of a spreadsheet: one row an item, its options in the last columns.
//!
//! Nothing is stored: what was read is shown first, and taken into a draft by whoever sees it.

use crate::db::sort_key;
use crate::sheet::{Cell, Limits, Line, Sheet, SheetError};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// How much is read: far more than any scorecard has.
const LIMITS: Limits = Limits { bytes: 256 * 1024, rows: 500 };
/// The longest key that is made of a title.
const KEY_MOST: usize = 40;
/// The highest score of options that are given without any.
const HIGHEST: i64 = 10;

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Section,
    Title,
    English,
    Chinese,
    Guidance,
    Weight,
    Option,
    Ignored,
}

/// The headings of each column, in small letters.
const HEADINGS: [(Column, &[&str]); 6] = [
    (Column::Section, &["section", "评分大项", "大项", "类别", "模块"]),
    (Column::English, &["english", "item (en)", "英文", "英文名称"]),
    (Column::Chinese, &["chinese", "item (zh)", "中文", "中文名称"]),
    (Column::Title, &["item", "title", "question", "评分项", "检查项", "项目", "小项", "指标"]),
    (Column::Guidance, &["guidance", "standard", "description", "说明", "评分标准", "标准", "指引"]),
    (Column::Weight, &["weight", "points", "score", "分值", "权重", "分数", "扣分"]),
];
const OPTION_HEADINGS: [&str; 4] = ["option", "答案", "选项", "评分选项"];

/// What was read of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct CardTable {
    /// The sections of a definition.
    pub sections: Value,
    /// How many items there are.
    pub items: usize,
    /// What could not be taken as it stands.
    pub problems: Vec<TableProblem>,
}

/// A cell that could not be taken as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableProblem {
    /// The row's number in the table, counted from 1.
    pub line: u64,
    /// What is wrong; a stable name in `snake_case`.
    pub code: &'static str,
    /// What stands there.
    pub value: String,
}

/// The method that the table is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableMethod {
    /// Weights, and scores out of the best option's.
    Weighted,
    /// Points that answers take away.
    Points,
}

/// Reads the rows of a table, as they are pasted out of a spreadsheet. Where no heading says in which
/// language a text is, one with Han characters is Chinese; `language` is that of the others.
///
/// # Errors
///
/// A table that is too large or no text.
pub fn read_card_table(text: &str, method: TableMethod, language: &str) -> Result<CardTable, SheetError> {
    let sheet = Sheet::read(text.as_bytes(), LIMITS)?;
    let named = columns_of(sheet.headings());
    let first = Line { number: 1, cells: sheet.headings().to_vec() };
    let columns = named.clone().unwrap_or_else(|| columns_unnamed(sheet.headings()));
    let head = named.is_none().then_some(&first).into_iter();
    let mut reading = Reading { method, language, columns, ..Reading::default() };
    for line in head.chain(sheet.rows()) {
        reading.row(line);
    }
    Ok(reading.finish())
}

/// The columns by their headings; `None` where the first row names no item.
fn columns_of(headings: &[Cell]) -> Option<Vec<Column>> {
    let column = |cell: &Cell| {
        let text = text_of(cell).to_lowercase();
        if OPTION_HEADINGS.iter().any(|name| text.starts_with(name)) {
            return Column::Option;
        }
        let known = HEADINGS.iter().find(|(_, names)| names.contains(&text.as_str()));
        known.map_or(Column::Ignored, |(column, _)| *column)
    };
    let mut columns: Vec<Column> = headings.iter().map(column).collect();
    if !columns.iter().any(|column| matches!(column, Column::Title | Column::English | Column::Chinese)) {
        return None;
    }
    // What has no heading and stands behind everything that has one holds options.
    let last = columns.iter().rposition(|column| *column != Column::Ignored).unwrap_or(0);
    for (at, column) in columns.iter_mut().enumerate() {
        if at > last && headings.get(at).is_some_and(Cell::is_empty) {
            *column = Column::Option;
        }
    }
    Some(columns)
}

/// Without headings: item, weight, options; or section, item, weight, options, where the second
/// cell is no number.
fn columns_unnamed(cells: &[Cell]) -> Vec<Column> {
    let second_is_number = cells.get(1).is_some_and(|cell| number(text_of(cell)).is_some());
    let third_is_number = cells.get(2).is_some_and(|cell| number(text_of(cell)).is_some());
    if third_is_number && !second_is_number {
        vec![Column::Section, Column::Title, Column::Weight]
    } else {
        vec![Column::Title, Column::Weight]
    }
}

fn text_of(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) | Cell::Broken(text) => text,
    }
}

/// A whole or decimal number, also `5分`, `5 %`, `-3` with a long minus.
fn number(text: &str) -> Option<f64> {
    let text = text.trim().replace(['−', '–', '－'], "-");
    let text = text.trim_end_matches(['分', '%', '％', ' ']);
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// A number as JSON: whole where it is.
#[expect(clippy::cast_possible_truncation, reason = "only whole numbers below a million are made whole")]
fn as_json(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1_000_000.0 { json!(number as i64) } else { json!(number) }
}

/// One option as it was read.
struct TableOption {
    /// What its key is made of.
    title: String,
    /// Its words by language.
    words: Value,
    score: Option<f64>,
    fatal: bool,
}

struct Reading<'t> {
    method: TableMethod,
    language: &'t str,
    columns: Vec<Column>,
    sections: Vec<(String, Vec<Value>, f64)>,
    keys: HashSet<String>,
    problems: Vec<TableProblem>,
    items: usize,
}

impl Default for Reading<'_> {
    fn default() -> Self {
        Self {
            method: TableMethod::Weighted,
            language: "en",
            columns: Vec::new(),
            sections: Vec::new(),
            keys: HashSet::new(),
            problems: Vec::new(),
            items: 0,
        }
    }
}

impl Reading<'_> {
    fn row(&mut self, line: &Line) {
        let column = |at: usize| self.columns.get(at).copied().unwrap_or(Column::Option);
        let cells: Vec<(Column, &str)> = line
            .cells
            .iter()
            .enumerate()
            .map(|(at, cell)| (column(at), text_of(cell)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let of = |wanted: Column| cells.iter().find(|(column, _)| *column == wanted).map(|(_, text)| *text);
        let mut title = Map::new();
        let named = of(Column::Title).map(|text| (language_of(text, self.language), text));
        let english = of(Column::English).map(|text| ("en", text));
        let chinese = of(Column::Chinese).map(|text| ("zh-CN", text));
        for (language, text) in [named, english, chinese].into_iter().flatten() {
            title.insert(language.to_owned(), Value::from(text));
        }
        if let Some(section) = of(Column::Section) {
            self.open(section);
        }
        let Some(named) = title.values().next().and_then(Value::as_str).map(str::to_owned) else {
            if of(Column::Section).is_none() {
                self.problem(line, "no_title", "");
            }
            return;
        };
        let options: Vec<&str> =
            cells.iter().filter(|(column, _)| *column == Column::Option).map(|(_, text)| *text).collect();
        let weight = of(Column::Weight);
        let worth = weight.and_then(number).filter(|number| *number != 0.0);
        if let Some(text) = weight.filter(|_| worth.is_none()) {
            self.problem(line, "bad_weight", text);
        }
        let english = title.get("en").and_then(Value::as_str).unwrap_or(&named).to_owned();
        let key = unique(key_of(&english), "item", &mut self.keys);
        let mut question = Map::new();
        question.insert("key".to_owned(), Value::from(key));
        question.insert("title".to_owned(), Value::Object(title));
        if let Some(guidance) = of(Column::Guidance) {
            question.insert("guidance".to_owned(), self.words(guidance));
        }
        let weight = worth.map_or(1.0, f64::abs);
        if self.method == TableMethod::Weighted {
            question.insert("weight".to_owned(), as_json(weight));
        }
        let (options, excluded) = self.options(line, &options, weight);
        question.insert("options".to_owned(), Value::Array(options));
        if excluded {
            question.insert("not_applicable".to_owned(), Value::from("excluded"));
        }
        self.items += 1;
        if self.sections.is_empty() {
            self.open("");
        }
        if let Some((_, questions, sum)) = self.sections.last_mut() {
            questions.push(Value::Object(question));
            *sum += weight;
        }
    }

    /// Goes on in the section of this title, or begins it.
    fn open(&mut self, title: &str) {
        if self.sections.last().is_none_or(|(last, ..)| last != title) {
            self.sections.push((title.to_owned(), Vec::new(), 0.0));
        }
    }

    /// The options of an item, and whether "not applicable" is among them.
    fn options(&mut self, line: &Line, cells: &[&str], weight: f64) -> (Vec<Value>, bool) {
        let is_not_applicable =
            |text: &&&str| matches!(text.to_lowercase().as_str(), "n/a" | "na" | "not applicable" | "不适用");
        let excluded = cells.iter().any(|text| is_not_applicable(&text));
        let mut read: Vec<TableOption> =
            cells.iter().filter(|text| !is_not_applicable(text)).map(|text| self.option_of(text)).collect();
        if read.is_empty() {
            read = self.usual(weight);
        }
        self.fill_scores(line, &mut read);
        let mut keys = HashSet::new();
        let options = read.iter().map(|option| {
            let key = unique(key_of(&option.title), "option", &mut keys);
            let score = as_json(option.score.unwrap_or_default());
            let mut written = json!({ "key": key, "score": score, "title": option.words });
            if option.fatal
                && let Some(fields) = written.as_object_mut()
            {
                fields.insert("fatal".to_owned(), Value::from("evaluation"));
                fields.insert("require".to_owned(), json!(["comment", "evidence"]));
            }
            written
        });
        (options.collect(), excluded)
    }

    /// The options of an item that names none.
    fn usual(&self, weight: f64) -> Vec<TableOption> {
        let option = |english: &str, chinese: &str, score: f64| TableOption {
            title: english.to_owned(),
            words: json!({ "en": english, "zh-CN": chinese }),
            score: Some(score),
            fatal: false,
        };
        match self.method {
            TableMethod::Weighted => vec![option("Full", "做到", 10.0), option("Not", "未做到", 0.0)],
            TableMethod::Points => vec![option("None", "无问题", 0.0), option("Fault", "有问题", -weight)],
        }
    }

    /// Scores that are missing: all of them fall evenly from ten to nothing; a single one is told.
    #[expect(clippy::cast_precision_loss, reason = "a row has a hundred cells at most")]
    fn fill_scores(&mut self, line: &Line, options: &mut [TableOption]) {
        let last = options.len().saturating_sub(1).max(1) as f64;
        if self.method == TableMethod::Weighted && options.iter().all(|option| option.score.is_none()) {
            for (at, option) in options.iter_mut().enumerate() {
                let score = (HIGHEST as f64) * (1.0 - at as f64 / last);
                option.score = Some((score * 100.0).round() / 100.0);
            }
        }
        for option in options.iter_mut() {
            if option.score.is_none() && self.method == TableMethod::Weighted {
                self.problem(line, "no_score", &option.title);
            }
            option.score = Some(option.score.unwrap_or_default());
        }
    }

    /// A text in its language.
    fn words(&self, text: &str) -> Value {
        json!({ language_of(text, self.language): text })
    }

    /// `做到 10`, `Full = 10`, `Cold (-3)`, `Abusive −40 fatal`, `Yes`.
    fn option_of(&self, text: &str) -> TableOption {
        let (title, score, fatal) = split_option(text);
        TableOption { words: self.words(title), title: title.to_owned(), score, fatal }
    }

    fn problem(&mut self, line: &Line, code: &'static str, value: &str) {
        self.problems.push(TableProblem { line: line.number, code, value: value.to_owned() });
    }

    fn finish(self) -> CardTable {
        let mut keys = HashSet::new();
        let weighted = self.method == TableMethod::Weighted;
        let language = self.language;
        let filled = self.sections.into_iter().filter(|(_, questions, _)| !questions.is_empty());
        let sections = filled.map(|(title, questions, sum)| {
            let mut section = Map::new();
            let key = unique(key_of(&title), "section", &mut keys);
            section.insert("key".to_owned(), Value::from(key));
            if !title.is_empty() {
                section.insert("title".to_owned(), json!({ language_of(&title, language): title }));
            }
            if weighted {
                section.insert("weight".to_owned(), as_json(sum));
            }
            section.insert("questions".to_owned(), Value::Array(questions));
            Value::Object(section)
        });
        CardTable { sections: Value::Array(sections.collect()), items: self.items, problems: self.problems }
    }
}

/// The title of an option, its score, and whether it is fatal.
fn split_option(text: &str) -> (&str, Option<f64>, bool) {
    let mut rest = text.trim();
    let mut fatal = false;
    for word in ["一票否决", "致命", "fatal", "†", "!", "！"] {
        let at = rest.len().saturating_sub(word.len());
        if let (Some(before), Some(end)) = (rest.get(..at), rest.get(at..))
            && end.eq_ignore_ascii_case(word)
        {
            rest = before.trim_end();
            fatal = true;
        }
    }
    let bare = rest.trim_end_matches([')', '）', '分', ' ']);
    let is_number = |character: char| {
        character.is_ascii_digit() || matches!(character, '.' | '-' | '−' | '–' | '－' | '+')
    };
    let start = bare.trim_end_matches(is_number).len();
    let (before, digits) = (bare.get(..start).unwrap_or(""), bare.get(start..).unwrap_or(""));
    let title = before.trim_end_matches(['(', '（', '=', ':', '：', '＝', ' ', '\u{3000}']);
    match number(digits) {
        Some(score) if !title.is_empty() => (title, Some(score), fatal),
        _ => (rest, None, fatal),
    }
}

/// The language of a text: Chinese where it has Han characters.
fn language_of<'t>(text: &str, other: &'t str) -> &'t str {
    let has_han = text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character));
    if has_han { "zh-CN" } else { other }
}

/// A key out of a title: its letters and digits, Chinese by sound.
fn key_of(title: &str) -> String {
    let mut key = String::new();
    for character in sort_key(title).chars() {
        if character.is_ascii_alphanumeric() {
            key.push(character.to_ascii_lowercase());
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
        if key.len() >= KEY_MOST {
            break;
        }
    }
    key.trim_end_matches('-').to_owned()
}

/// The key, or the word where it is empty, with a number where it is taken.
fn unique(key: String, word: &str, taken: &mut HashSet<String>) -> String {
    let key = if key.is_empty() { word.to_owned() } else { key };
    let mut candidate = key.clone();
    let mut number = 2;
    while !taken.insert(candidate.clone()) {
        candidate = format!("{key}-{number}");
        number += 1;
    }
    candidate
}

#[cfg(test)]
mod tests;
