//! What was written, read out of a pasted text, a table or a list: who wrote what, when. Pure.
//!
//! In a text, a line such as `10:02 Agent: Good morning` begins a turn: a time, a name, or both, and a colon.
//! A name without a time must be one that says which side it is (`Agent`, `客户`, the agent's own): texts are
//! full of colons. What follows belongs to the turn. Where no line begins one, every paragraph is a turn, by
//! the agent.

use super::error::ContactError;
use crate::db::contact::Speaker;
use crate::recorder::moment;
use crate::sheet::{self, Cell, Limits, SheetError};
use crate::time::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::ops::ControlFlow;

/// The most turns of a contact.
pub(super) const TURNS_MOST: usize = 2_000;
/// The most characters of a contact.
pub(super) const TEXT_MOST: usize = 400_000;
/// The longest name before a colon, in characters.
const NAME_MOST: usize = 40;

/// How a text is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFormat {
    /// As people paste it.
    Plain,
    /// A table of time, who and text, with commas, semicolons or tabs.
    Csv,
    /// A list of `{"time", "who", "text"}`.
    Json,
}

impl TextFormat {
    /// The format with this name on the wire.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "text" => Some(Self::Plain),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// What a row of a table or a list lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RowTrouble {
    /// Its time is none.
    #[error("the time is none")]
    Time,
    /// Nobody wrote it.
    #[error("it does not say who wrote it")]
    Who,
    /// It has no text.
    #[error("it has no text")]
    Text,
}

impl RowTrouble {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Time => "contact_row_time",
            Self::Who => "contact_row_who",
            Self::Text => "contact_row_text",
        }
    }
}

/// A row that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowProblem {
    /// Its line in a table; its place in a list, counted from 1.
    pub row: usize,
    /// Why.
    pub problem: RowTrouble,
}

/// What was written at once.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Written {
    pub(super) speaker: Speaker,
    pub(super) at: Option<Instant>,
    pub(super) text: String,
}

/// What is known of a text before it is read.
pub(super) struct Known<'a> {
    /// How the agent may be called in it.
    pub(super) agent: &'a [String],
    /// The day that times without one are of.
    pub(super) day: Date,
    /// The zone whose clocks showed its times.
    pub(super) zone: &'a TimeZone,
}

const AGENTS: &[&str] =
    &["agent", "representative", "advisor", "客服", "坐席", "座席", "客服代表", "人工客服"];
const CUSTOMERS: &[&str] =
    &["customer", "client", "visitor", "user", "caller", "客户", "顾客", "用户", "访客", "来访者"];
const OTHERS: &[&str] = &["system", "bot", "robot", "系统", "机器人", "智能客服", "系统消息"];

/// The letters that stand in times.
const OF_TIMES: &str = "TZ年月日时分秒";

impl Known<'_> {
    /// Which side a name is, where it says so by itself.
    fn side(&self, who: &str) -> Option<Speaker> {
        let who = who.trim().to_lowercase();
        let is = |names: &[&str]| names.contains(&who.as_str());
        if is(OTHERS) {
            Some(Speaker::Other)
        } else if is(AGENTS) || self.agent.iter().any(|name| name.trim().to_lowercase() == who) {
            Some(Speaker::Agent)
        } else if is(CUSTOMERS) {
            Some(Speaker::Customer)
        } else {
            None
        }
    }

    /// A moment in any of the usual shapes, or the time of a clock on the day.
    fn time(&self, text: &str) -> Option<Instant> {
        let text = text.trim();
        if text.chars().any(|letter| letter.is_alphabetic() && !OF_TIMES.contains(letter)) {
            return None;
        }
        if let Some(stamp) = moment(text) {
            return Some(stamp.in_zone(self.zone));
        }
        let is_clock = text.contains([':', '：'])
            && text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ':' | '：'));
        let parts: Vec<&str> = text.split([':', '：']).collect();
        if !is_clock
            || !matches!(parts.len(), 2 | 3)
            || parts.iter().any(|part| part.is_empty() || part.len() > 2)
        {
            return None;
        }
        let padded: Vec<String> = parts.iter().map(|part| format!("{part:0>2}")).collect();
        let seconds = padded.get(2).map_or("00", String::as_str);
        let stamp = format!("{}T{}:{}:{seconds}", self.day, padded.first()?, padded.get(1)?);
        moment(&stamp).map(|stamp| stamp.in_zone(self.zone))
    }
}

/// Reads a text; nothing of it is empty.
pub(super) fn read(format: TextFormat, text: &str, known: &Known<'_>) -> Result<Vec<Written>, ContactError> {
    if text.chars().count() > TEXT_MOST {
        return Err(ContactError::TooLong { most: TEXT_MOST });
    }
    let written = match format {
        TextFormat::Plain => plain(text, known),
        TextFormat::Csv => from_rows(table(text)?, known)?,
        TextFormat::Json => from_rows(list(text)?, known)?,
    };
    if written.is_empty() {
        return Err(ContactError::Empty);
    }
    if written.len() > TURNS_MOST {
        return Err(ContactError::TooLong { most: TEXT_MOST });
    }
    if written.iter().all(|one| one.speaker != Speaker::Agent) {
        return Err(ContactError::NothingByAgent);
    }
    Ok(written)
}

fn plain(text: &str, known: &Known<'_>) -> Vec<Written> {
    let mut turns: Vec<Written> = Vec::new();
    for line in text.lines() {
        match beginning(line, known) {
            Some(begun) => turns.push(begun),
            None => {
                let Some(last) = turns.last_mut() else { continue };
                last.text.push('\n');
                last.text.push_str(line.trim_end());
            }
        }
    }
    if turns.is_empty() {
        return paragraphs(text);
    }
    // What stands before the first name is a heading, or nobody's.
    let before: Vec<&str> = text.lines().take_while(|line| beginning(line, known).is_none()).collect();
    let heading = Written { speaker: Speaker::Other, at: None, text: before.join("\n") };
    turns.insert(0, heading);
    for turn in &mut turns {
        turn.text = turn.text.trim().to_owned();
    }
    turns.retain(|turn| !turn.text.is_empty());
    turns
}

fn paragraphs(text: &str) -> Vec<Written> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines().map(str::trim_end) {
        match paragraphs.last_mut() {
            Some(last) if goes_on && !line.is_empty() => {
                last.push('\n');
                last.push_str(line);
            }
            _ if !line.is_empty() => paragraphs.push(line.trim_start().to_owned()),
            _ => {}
        }
        goes_on = !line.is_empty();
    }
    let by_agent = |text| Written { speaker: Speaker::Agent, at: None, text };
    paragraphs.into_iter().map(by_agent).collect()
}

/// A turn that begins with this line: `[10:02:11] Wang Fang: Good morning`.
fn beginning(line: &str, known: &Known<'_>) -> Option<Written> {
    let line = line.trim();
    let (at, rest) = match leading_time(line, known) {
        Some((at, rest)) => (Some(at), rest),
        None => (None, line),
    };
    let rest = rest.trim_start_matches([' ', '\t', '-', '–', ',', '，']);
    let (who, text) = rest.split_once([':', '：'])?;
    let who = who.trim();
    if who.is_empty() || who.chars().count() > NAME_MOST {
        return None;
    }
    let side = known.side(who);
    let speaker = match (side, at) {
        (Some(side), _) => side,
        (None, Some(_)) => Speaker::Customer,
        (None, None) => return None,
    };
    Some(Written { speaker, at, text: text.trim().to_owned() })
}

/// The time at the head of a line, in brackets or bare, and what follows.
fn leading_time<'a>(line: &'a str, known: &Known<'_>) -> Option<(Instant, &'a str)> {
    for (open, close) in [('[', ']'), ('(', ')'), ('【', '】'), ('（', '）')] {
        if let Some(rest) = line.strip_prefix(open) {
            let (time, rest) = rest.split_once(close)?;
            return known.time(time).map(|at| (at, rest));
        }
    }
    // The longest first: a day and a time are two words.
    let ends: Vec<usize> =
        line.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).take(3).collect();
    ends.into_iter().rev().find_map(|end| {
        let (time, rest) = line.split_at_checked(end)?;
        known.time(time).map(|at| (at, rest))
    })
}

/// A row of a table or a list.
struct Row {
    number: usize,
    time: String,
    who: String,
    text: String,
}

fn from_rows(rows: Vec<Row>, known: &Known<'_>) -> Result<Vec<Written>, ContactError> {
    let mut problems = Vec::new();
    let mut written = Vec::new();
    for row in rows {
        let mut trouble = |problem| problems.push(RowProblem { row: row.number, problem });
        let at = if row.time.trim().is_empty() { None } else { known.time(&row.time) };
        if at.is_none() && !row.time.trim().is_empty() {
            trouble(RowTrouble::Time);
        }
        if row.who.trim().is_empty() {
            trouble(RowTrouble::Who);
        }
        if row.text.trim().is_empty() {
            trouble(RowTrouble::Text);
        }
        // Whoever is neither the agent nor a machine is whom the agent wrote with.
        let speaker = known.side(&row.who).unwrap_or(Speaker::Customer);
        written.push(Written { speaker, at, text: row.text.trim().to_owned() });
    }
    if problems.is_empty() { Ok(written) } else { Err(ContactError::BadRows { problems }) }
}

const HEADINGS: [&[&str]; 3] = [
    &["time", "date", "timestamp", "when", "时间", "日期", "发送时间"],
    &["who", "from", "name", "speaker", "sender", "role", "谁", "发送人", "发送者", "角色", "姓名"],
    &["text", "message", "content", "body", "内容", "消息", "正文", "文本"],
];

fn table(text: &str) -> Result<Vec<Row>, ContactError> {
    let mut lines = Vec::new();
    let limits = Limits { bytes: usize::MAX, rows: TURNS_MOST + 1 };
    sheet::visit(text.as_bytes(), limits, |line| {
        lines.push(line);
        ControlFlow::Continue(())
    })
    .map_err(|error| match error {
        SheetError::TooManyRows { .. } => ContactError::TooLong { most: TEXT_MOST },
        _ => ContactError::Unreadable,
    })?;
    let words = |cell: Option<&Cell>| match cell {
        Some(Cell::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let first: Vec<String> = lines
        .first()
        .map(|line| line.cells.iter().map(|cell| words(Some(cell)).to_lowercase()).collect())
        .unwrap_or_default();
    let place = |names: &[&str]| first.iter().position(|cell| names.contains(&cell.as_str()));
    let [time, who, body] = HEADINGS.map(place);
    let (time, who, body, has_headings) = match (who, body) {
        (Some(who), Some(body)) => (time, who, body, true),
        // Without headings it is time, who, text; of two columns, who and text.
        _ if first.len() >= 3 => (Some(0), 1, 2, false),
        _ if first.len() == 2 => (None, 0, 1, false),
        _ => return Err(ContactError::Unreadable),
    };
    let row = |line: &sheet::Line| Row {
        number: usize::try_from(line.number).unwrap_or(usize::MAX),
        time: time.map(|place| words(line.cells.get(place))).unwrap_or_default(),
        who: words(line.cells.get(who)),
        text: words(line.cells.get(body)),
    };
    Ok(lines.iter().skip(usize::from(has_headings)).map(row).collect())
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    time: Option<String>,
    #[serde(default)]
    who: String,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Messages {
    Bare(Vec<Message>),
    Within { messages: Vec<Message> },
}

fn list(text: &str) -> Result<Vec<Row>, ContactError> {
    let (Messages::Bare(messages) | Messages::Within { messages }) =
        serde_json::from_str(text).map_err(|_| ContactError::Unreadable)?;
    let row = |(place, message): (usize, Message)| Row {
        number: place + 1,
        time: message.time.unwrap_or_default(),
        who: message.who,
        text: message.text,
    };
    Ok(messages.into_iter().enumerate().map(row).collect())
}

#[cfg(test)]
mod tests;
