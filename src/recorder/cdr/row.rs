//! What one row of a table of calls says, before anything is looked up.

use super::columns::{CdrColumn, CdrColumns};
use crate::db::call::{CustomerNumber, Direction};
use crate::recorder::tags::{self, TAG_MOST};
use crate::recorder::{AgentPart, CallMetadata};
use crate::sheet::{Cell, Line};
use crate::time::{Instant, Stamp};
use jiff::tz::TimeZone;

/// The longest ordinary text, in characters.
const TEXT_MOST: usize = 500;
/// The longest note.
const NOTE_MOST: usize = 20_000;
/// A day is longer than any call.
const DAY_MS: i64 = 24 * 3_600_000;

/// What one row says; an empty cell says nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct CdrRow {
    /// Its number in the file, counted from 1.
    pub line: u64,
    /// What it says of its call.
    pub metadata: CallMetadata,
    /// The name of the recording's file, without folders and ending.
    pub stem: Option<String>,
    /// What is wrong with its cells.
    pub problems: Vec<CdrProblem>,
}

/// What is wrong with a cell, or with a row as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CdrProblem {
    /// In which column; none: the row as a whole.
    pub column: Option<CdrColumn>,
    /// A stable name in `snake_case`; the browser words it by this.
    pub code: &'static str,
    /// What stands there.
    pub value: String,
}

impl CdrRow {
    /// Reads a row, its wall-clock times in this zone.
    #[must_use]
    pub fn read(line: &Line, columns: &CdrColumns, zone: &TimeZone) -> Self {
        let mut cells = Cells { columns, line: &line.cells, problems: Vec::new() };
        let started_at = cells.start();
        let duration_ms = cells.duration(started_at, zone);
        let direction = cells.direction();
        let customer_number = cells.customer_number(direction);
        let agent = cells.text(CdrColumn::Agent, TEXT_MOST).map(whole_number);
        let agents = agent.map(|external_id| AgentPart {
            external_id,
            name: cells.text(CdrColumn::AgentName, TEXT_MOST),
            channel: None,
            start_ms: None,
            end_ms: None,
        });
        let metadata = CallMetadata {
            native_id: cells.text(CdrColumn::NativeId, TEXT_MOST),
            agents: agents.into_iter().collect(),
            customer_number,
            direction,
            queue: cells.text(CdrColumn::Queue, TEXT_MOST),
            project: cells.text(CdrColumn::Project, TEXT_MOST),
            started_at,
            duration_ms,
            disposition: cells.text(CdrColumn::Disposition, TEXT_MOST),
            wrap_up: cells.text(CdrColumn::WrapUp, NOTE_MOST),
            ticket: cells.text(CdrColumn::Ticket, TEXT_MOST),
            tags: cells.tags(),
            ..CallMetadata::default()
        };
        let stem = cells.text(CdrColumn::File, TEXT_MOST).and_then(|name| stem_of(&name));
        let mut row = Self { line: line.number, metadata, stem, problems: cells.problems };
        if row.problems.is_empty() && !row.tells_a_call() {
            row.problems.push(CdrProblem {
                column: None,
                code: "row_without_identity",
                value: String::new(),
            });
        }
        row
    }

    /// Whether it can be told from other rows: by an id, else by agent or number and the beginning.
    fn tells_a_call(&self) -> bool {
        let said = &self.metadata;
        let by_others = !said.agents.is_empty() || said.customer_number.is_some();
        said.native_id.is_some() || (said.started_at.is_some() && by_others)
    }

    /// When the call began, as its source's clock says.
    #[must_use]
    pub fn began(&self, zone: &TimeZone) -> Option<Instant> {
        self.metadata.started_at.map(|stamp| stamp.in_zone(zone))
    }
}

struct Cells<'a> {
    columns: &'a CdrColumns,
    line: &'a [Cell],
    problems: Vec<CdrProblem>,
}

impl Cells<'_> {
    fn wrong(&mut self, column: CdrColumn, code: &'static str, value: &str) {
        let value = value.chars().take(60).collect();
        self.problems.push(CdrProblem { column: Some(column), code, value });
    }

    fn text(&mut self, column: CdrColumn, most: usize) -> Option<String> {
        match self.columns.cell(self.line, column)? {
            Cell::Text(text) if text.chars().count() > most || text.contains('\0') => {
                let text = text.clone();
                self.wrong(column, "bad_text", &text);
                None
            }
            Cell::Text(text) => Some(text.clone()),
            Cell::Broken(text) => {
                let text = text.clone();
                self.wrong(column, "formula_failed", &text);
                None
            }
        }
    }

    fn start(&mut self) -> Option<Stamp> {
        let (column, text) = match self.text(CdrColumn::StartedAt, TEXT_MOST) {
            Some(text) => (CdrColumn::StartedAt, text),
            None if self.columns.has(CdrColumn::StartedAt) => return None,
            None => {
                let date = self.text(CdrColumn::Date, TEXT_MOST)?;
                let time = self.text(CdrColumn::Time, TEXT_MOST).unwrap_or_default();
                // A workbook writes a day as its midnight.
                let day = date.split([' ', 'T']).next().unwrap_or_default();
                (CdrColumn::Date, format!("{day} {time}"))
            }
        };
        let stamp = stamp_of(&text);
        if stamp.is_none() {
            self.wrong(column, "bad_time", &text);
        }
        stamp
    }

    fn duration(&mut self, start: Option<Stamp>, zone: &TimeZone) -> Option<i64> {
        if let Some(text) = self.text(CdrColumn::Duration, TEXT_MOST) {
            let length = duration_of(&text, self.columns.durations_are_ms);
            if length.is_none() {
                self.wrong(CdrColumn::Duration, "bad_duration", &text);
            }
            return length;
        }
        let text = self.text(CdrColumn::EndedAt, TEXT_MOST)?;
        let Some(end) = stamp_of(&text) else {
            self.wrong(CdrColumn::EndedAt, "bad_time", &text);
            return None;
        };
        let length = end.in_zone(zone).as_millis() - start?.in_zone(zone).as_millis();
        if !(0..=DAY_MS).contains(&length) {
            self.wrong(CdrColumn::EndedAt, "ends_before_it_begins", &text);
            return None;
        }
        Some(length)
    }

    fn direction(&mut self) -> Option<Direction> {
        let text = self.text(CdrColumn::Direction, TEXT_MOST)?;
        let direction = direction_of(&text);
        if direction.is_none() {
            self.wrong(CdrColumn::Direction, "bad_direction", &text);
        }
        direction
    }

    /// The customer's number: as it is named, else that of the side on which the customer is.
    fn customer_number(&mut self, direction: Option<Direction>) -> Option<CustomerNumber> {
        let named = self.text(CdrColumn::CustomerNumber, TEXT_MOST);
        let of_side = |cells: &mut Self| match direction? {
            Direction::Inbound => cells.text(CdrColumn::Caller, TEXT_MOST),
            Direction::Outbound => cells.text(CdrColumn::Callee, TEXT_MOST),
        };
        // Without a direction, the longer of the two is no extension.
        let longer = |cells: &mut Self| {
            let both = [CdrColumn::Caller, CdrColumn::Callee].map(|column| cells.text(column, TEXT_MOST));
            both.into_iter().flatten().max_by_key(String::len).filter(|number| number.len() > 6)
        };
        let number = named.or_else(|| of_side(self)).or_else(|| longer(self))?;
        Some(CustomerNumber(whole_number(number)))
    }

    fn tags(&mut self) -> Vec<String> {
        let text = self.text(CdrColumn::Tags, NOTE_MOST).unwrap_or_default();
        let tags = tags::in_text(&text);
        if let Some(long) = tags.iter().find(|tag| tag.chars().count() > TAG_MOST) {
            self.wrong(CdrColumn::Tags, "bad_text", long);
        }
        tags
    }
}

/// A moment as tables write it: RFC 3339, with slashes, as bare digits, or as seconds since 1970.
fn stamp_of(text: &str) -> Option<Stamp> {
    let text = text.trim();
    if let Ok(stamp) = text.parse() {
        return Some(stamp);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return match text.len() {
            10 => text.parse().ok().map(|seconds: i64| Stamp::Exact(Instant::from_millis(seconds * 1000))),
            13 => text.parse().ok().map(|millis| Stamp::Exact(Instant::from_millis(millis))),
            14 => {
                let (day, time) = text.split_at(8);
                format!("{day}T{time}").parse().ok()
            }
            _ => None,
        };
    }
    let text = text.replace(['年', '月', '/', '.'], "-").replace('日', " ");
    let (day, time) = text.split_once([' ', 'T', '_']).unwrap_or((text.as_str(), ""));
    let mut parts = day.split('-');
    let (year, month, of_month) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let time = time.trim().replace('-', ":");
    let mut clock = time.splitn(3, ':');
    let (hour, minute) = (clock.next().unwrap_or_default(), clock.next().unwrap_or_default());
    let second = clock.next().unwrap_or_default();
    format!("{year}-{month:0>2}-{of_month:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}").parse().ok()
}

/// A length of time as tables write it: seconds, `1:04:12`, `3分20秒`, or milliseconds.
fn duration_of(text: &str, is_ms: bool) -> Option<i64> {
    let ms = if text.contains(':') {
        clock_of(text)?
    } else if text.contains(['分', '秒', '时']) {
        spoken_of(text)?
    } else {
        let number: f64 = text.trim_end_matches(['s', 'S']).trim().replace(',', "").parse().ok()?;
        let ms = if is_ms { number } else { number * 1000.0 };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "held within the numbers there are, checked below"
        )]
        let ms = ms.round() as i64;
        ms
    };
    (0..=DAY_MS).contains(&ms).then_some(ms)
}

fn clock_of(text: &str) -> Option<i64> {
    let mut seconds: i64 = 0;
    for part in text.split(':') {
        let part: i64 = part.trim().parse().ok()?;
        seconds = seconds.checked_mul(60)?.checked_add(part)?;
    }
    seconds.checked_mul(1000)
}

fn spoken_of(text: &str) -> Option<i64> {
    let (mut ms, mut number) = (0_i64, String::new());
    for character in text.chars() {
        let unit = match character {
            '0'..='9' => {
                number.push(character);
                continue;
            }
            '时' => 3_600_000,
            '分' => 60_000,
            '秒' => 1000,
            '小' | '钟' | ' ' => continue,
            _ => return None,
        };
        ms = ms.checked_add(number.parse::<i64>().ok()?.checked_mul(unit)?)?;
        number.clear();
    }
    number.is_empty().then_some(ms)
}

fn direction_of(text: &str) -> Option<Direction> {
    let word = text.trim().to_lowercase();
    match word.as_str() {
        "inbound" | "in" | "incoming" | "呼入" | "来电" | "入呼" | "进线" => Some(Direction::Inbound),
        "outbound" | "out" | "outgoing" | "呼出" | "外呼" | "去电" | "出呼" | "拨出" => {
            Some(Direction::Outbound)
        }
        _ => None,
    }
}

/// Spreadsheets keep numbers that people meant as names: 6021 is stored, and often exported, as
/// 6021.0.
fn whole_number(text: String) -> String {
    match text.split_once('.') {
        Some((whole, zeros))
            if !whole.is_empty()
                && whole.bytes().all(|byte| byte.is_ascii_digit())
                && !zeros.is_empty()
                && zeros.bytes().all(|byte| byte == b'0') =>
        {
            whole.to_owned()
        }
        _ => text,
    }
}

/// The name of a file without its folders and its ending.
fn stem_of(name: &str) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, ending)| {
        // FreePBX ends its names with an id such as 1743042317.12206 and then the format.
        if ending.bytes().all(|byte| byte.is_ascii_digit()) { name } else { stem }
    });
    Some(stem.to_owned()).filter(|stem| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::cdr_import::ColumnChoice;
    use proptest::prelude::*;

    fn row(headings: &str, cells: &str) -> CdrRow {
        let of = |text: &str| text.split(',').map(Cell::text).collect::<Vec<_>>();
        let columns = CdrColumns::of(&of(headings), &ColumnChoice::new());
        CdrRow::read(&Line { number: 2, cells: of(cells) }, &columns, &TimeZone::UTC)
    }

    fn codes(row: &CdrRow) -> Vec<&'static str> {
        row.problems.iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn a_chinese_list_of_calls_is_read() {
        let row = row(
            "拨打时间,坐席工号,坐席姓名,客户号码,通话时长,通话结果,呼叫类型,录音文件",
            "2026/11/21 9:30,6021.0,王芳,13800138000,3分20秒,成功,外呼,D:\\录音\\20261121_6021.wav",
        );
        assert_eq!(row.problems, []);
        assert_eq!(row.began(&TimeZone::UTC).unwrap().to_string(), "2026-11-21T09:30:00.000Z");
        let said = row.metadata;
        assert_eq!((said.agents[0].external_id.as_str(), said.duration_ms), ("6021", Some(200_000)));
        assert_eq!((said.disposition.as_deref(), said.direction), (Some("成功"), Some(Direction::Outbound)));
        assert_eq!(row.stem.as_deref(), Some("20261121_6021"));
    }

    #[test]
    fn a_tag_is_short_and_named_once() {
        assert_eq!(row("话单号,标签", "1,vip;老客户；vip").metadata.tags, ["vip", "老客户"]);
        assert_eq!(codes(&row("话单号,标签", &format!("1,{}", "x".repeat(501)))), ["bad_text"]);
    }

    #[test]
    fn the_customer_is_on_the_other_side_of_the_direction() {
        let headings = "uniqueid,calldate,src,dst,type,recordingfile";
        let number = |direction: &str| {
            let cells = format!(
                "1743042317.12206,2026-11-21 09:30:00,13800138000,4001,{direction},q-1743042317.12206.wav"
            );
            row(headings, &cells).metadata.customer_number.unwrap().0
        };
        assert_eq!(number("inbound"), "13800138000");
        assert_eq!(number("outbound"), "4001");
        assert_eq!(number(""), "13800138000");
        assert_eq!(stem_of("q-1743042317.12206.wav").unwrap(), "q-1743042317.12206");
        assert_eq!(stem_of("q-1743042317.12206").unwrap(), "q-1743042317.12206");
    }

    #[test]
    fn times_and_lengths_are_read_as_systems_write_them() {
        for text in [
            "2026-11-21 09:30:05",
            "2026/11/21 9:30:05",
            "20261121093005",
            "2026年11月21日 9:30:05",
            "2026-11-21T09:30:05Z",
            "1795253405",
            "1795253405000",
            "2026.11.21 09:30:05",
        ] {
            let read = stamp_of(text).unwrap_or_else(|| panic!("{text}")).in_zone(&TimeZone::UTC);
            assert_eq!(read.to_string(), "2026-11-21T09:30:05.000Z", "{text}");
        }
        for text in ["", "yesterday", "21/11/2026 09:30", "2026-13-01 09:30", "123"] {
            assert!(stamp_of(text).is_none(), "{text}");
        }
        for text in ["252", "252s", "4:12", "0:04:12", "4分12秒", "252.0"] {
            assert_eq!(duration_of(text, false), Some(252_000), "{text}");
        }
        assert_eq!(duration_of("252000", true), Some(252_000));
        for text in ["-1", "long", "1e9", "4:xx"] {
            assert_eq!(duration_of(text, false), None, "{text}");
        }
    }

    #[test]
    fn a_wrong_cell_is_named_and_a_row_that_tells_no_call_is_told() {
        assert_eq!(codes(&row("开始时间,工号", "gestern,6021")), ["bad_time"]);
        assert_eq!(codes(&row("开始时间,工号", "2026-11-21 09:30,")), ["row_without_identity"]);
        assert_eq!(
            codes(&row("通话ID,结束时间,开始时间", "1,2026-11-21 09:00,2026-11-21 09:30")),
            ["ends_before_it_begins"]
        );
        assert_eq!(codes(&row("通话ID,方向", "1,sideways")), ["bad_direction"]);
        assert!(row("日期,时间,工号", "2026-11-21 00:00:00,9:30:00,6021").problems.is_empty());
    }

    proptest! {
        #[test]
        fn no_cell_makes_it_panic(text in ".{0,30}", other in "[0-9:.年月日分秒 /-]{0,20}") {
            let headings = "开始时间,通话时长,方向,录音文件,主叫,通话ID";
            for cell in [&text, &other] {
                let cell = cell.replace(',', "");
                let _ = row(headings, &[cell.as_str(); 6].join(","));
            }
        }
    }
}
