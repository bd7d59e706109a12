//! What the columns of a table of calls are called, in either language, and which stands where.

use crate::db::cdr_import::ColumnChoice;
use crate::sheet::Cell;
use std::collections::HashMap;

/// What a column of a table of calls may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CdrColumn {
    /// What the source calls the call.
    NativeId,
    /// When it began.
    StartedAt,
    /// The day it began, where the time stands in a column of its own.
    Date,
    /// The time of day it began.
    Time,
    /// When it ended.
    EndedAt,
    /// How long it was.
    Duration,
    /// What the source calls the agent.
    Agent,
    /// The agent's name.
    AgentName,
    /// The customer's number.
    CustomerNumber,
    /// The number that rang; the customer's, where the customer rang.
    Caller,
    /// The number that was rung; the customer's, where we rang.
    Callee,
    /// Who rang whom.
    Direction,
    /// The queue.
    Queue,
    /// The project.
    Project,
    /// How it ended.
    Disposition,
    /// The agent's note.
    WrapUp,
    /// The ticket.
    Ticket,
    /// The tags, with commas between them.
    Tags,
    /// The name of the recording's file.
    File,
}

/// Every column: its word on the wire, its Chinese heading, and what else systems write.
const HEADINGS: &[(CdrColumn, &str, &str, &[&str])] = &[
    (
        CdrColumn::NativeId,
        "native_id",
        "通话ID",
        &[
            "call id",
            "unique id",
            "linkedid",
            "conversation id",
            "contact id",
            "流水号",
            "话单号",
            "呼叫流水号",
            "会话id",
            "通话编号",
        ],
    ),
    (
        CdrColumn::StartedAt,
        "started_at",
        "开始时间",
        &[
            "start",
            "start time",
            "call date",
            "call time",
            "answered at",
            "呼叫时间",
            "拨打时间",
            "通话时间",
            "呼入时间",
            "呼出时间",
            "接通时间",
            "应答时间",
            "通话开始时间",
        ],
    ),
    (CdrColumn::Date, "date", "日期", &["day", "通话日期", "拨打日期"]),
    (CdrColumn::Time, "time", "时间", &["time of day"]),
    (
        CdrColumn::EndedAt,
        "ended_at",
        "结束时间",
        &["end", "end time", "hangup time", "挂断时间", "通话结束时间", "挂机时间"],
    ),
    (
        CdrColumn::Duration,
        "duration",
        "通话时长",
        &[
            "billsec",
            "talk time",
            "length",
            "length in sec",
            "duration seconds",
            "duration_ms",
            "时长",
            "通话时长秒",
            "通话秒数",
            "计费时长",
        ],
    ),
    (
        CdrColumn::Agent,
        "agent",
        "坐席工号",
        &[
            "agent id",
            "extension",
            "user",
            "staff no",
            "工号",
            "分机",
            "分机号",
            "坐席",
            "坐席分机",
            "客服工号",
            "员工工号",
        ],
    ),
    (
        CdrColumn::AgentName,
        "agent_name",
        "坐席姓名",
        &["full name", "姓名", "客服姓名", "坐席名称", "员工姓名"],
    ),
    (
        CdrColumn::CustomerNumber,
        "customer_number",
        "客户号码",
        &[
            "customer",
            "phone",
            "phone number",
            "number",
            "msisdn",
            "客户电话",
            "电话号码",
            "号码",
            "手机号",
            "手机号码",
            "联系电话",
        ],
    ),
    (CdrColumn::Caller, "caller", "主叫号码", &["src", "from", "calling number", "caller id", "ani", "主叫"]),
    (
        CdrColumn::Callee,
        "callee",
        "被叫号码",
        &["dst", "to", "called number", "dialed number", "dnis", "被叫"],
    ),
    (
        CdrColumn::Direction,
        "direction",
        "呼叫方向",
        &["call type", "type", "呼叫类型", "通话类型", "方向", "呼入呼出"],
    ),
    (
        CdrColumn::Queue,
        "queue",
        "技能组",
        &["skill", "skill group", "acd group", "campaign id", "队列", "业务组"],
    ),
    (CdrColumn::Project, "project", "项目", &["campaign", "业务项目", "所属项目"]),
    (
        CdrColumn::Disposition,
        "disposition",
        "业务分类",
        &["result", "status", "outcome", "通话结果", "结果", "拨打结果", "呼叫结果", "状态", "通话状态"],
    ),
    (CdrColumn::WrapUp, "wrap_up", "小结", &["note", "notes", "comment", "comments", "备注", "通话小结"]),
    (CdrColumn::Ticket, "ticket", "工单号", &["case", "case id", "order", "工单", "订单号"]),
    (CdrColumn::Tags, "tags", "标签", &["tag", "labels"]),
    (
        CdrColumn::File,
        "file",
        "录音文件",
        &["recording", "recording file", "file name", "filename", "录音", "录音文件名", "录音地址"],
    ),
];

impl CdrColumn {
    /// Every column, in the order in which people are asked.
    pub fn all() -> impl Iterator<Item = Self> {
        HEADINGS.iter().map(|(column, ..)| *column)
    }

    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        HEADINGS.iter().find(|(column, ..)| *column == self).map_or("", |(_, word, ..)| word)
    }

    /// The column with this name on the wire.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        HEADINGS.iter().find(|(_, known, ..)| *known == word).map(|(column, ..)| *column)
    }

    /// What a heading most likely means.
    fn of_heading(text: &str) -> Option<Self> {
        let text = plain(text);
        let means = |english: &str, chinese: &str, others: &[&str]| {
            let both = [format!("{english}{chinese}"), format!("{chinese}{english}")];
            [english, chinese].iter().chain(others).any(|word| plain(word) == text)
                || both.iter().any(|word| plain(word) == text)
        };
        HEADINGS
            .iter()
            .find(|(_, english, chinese, others)| means(english, chinese, others))
            .map(|(column, ..)| *column)
    }
}

/// A heading without what people write differently: case, blanks, joining marks, units in brackets.
fn plain(text: &str) -> String {
    let unit = text.find(['(', '（', '[']).unwrap_or(text.len());
    let (named, bracket) = text.split_at(unit);
    let kept = if named.trim().is_empty() { bracket } else { named };
    kept.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Which column stands where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CdrColumns {
    places: HashMap<CdrColumn, usize>,
    /// The durations are in milliseconds, as their heading says.
    pub(super) durations_are_ms: bool,
}

impl CdrColumns {
    /// Where the columns stand by a choice, else by what their headings mean. Of two headings with
    /// the same meaning, the first counts; a choice of nothing (an empty word) leaves a column out.
    #[must_use]
    pub fn of(headings: &[Cell], chosen: &ColumnChoice) -> Self {
        let mut columns = Self::default();
        for (place, heading) in headings.iter().enumerate() {
            let Cell::Text(text) = heading else { continue };
            let column = match chosen.get(text) {
                Some(word) => CdrColumn::parse(word),
                None if chosen.is_empty() => CdrColumn::of_heading(text),
                None => None,
            };
            let Some(column) = column else { continue };
            if let std::collections::hash_map::Entry::Vacant(free) = columns.places.entry(column) {
                free.insert(place);
                if column == CdrColumn::Duration {
                    let text = text.to_lowercase();
                    columns.durations_are_ms =
                        text.contains("毫秒") || text.ends_with("ms)") || text.ends_with("_ms");
                }
            }
        }
        columns
    }

    /// The same as a choice, heading by heading, that can be shown and changed.
    #[must_use]
    pub fn as_choice(&self, headings: &[Cell]) -> ColumnChoice {
        let mut choice = ColumnChoice::new();
        for (place, heading) in headings.iter().enumerate() {
            let Cell::Text(text) = heading else { continue };
            if text.is_empty() || choice.contains_key(text) {
                continue;
            }
            let column = self.places.iter().find(|(_, at)| **at == place).map(|(column, _)| column.as_str());
            choice.insert(text.clone(), column.unwrap_or_default().to_owned());
        }
        choice
    }

    /// Whether a row could be told from another by these columns.
    #[must_use]
    pub fn tell_calls_apart(&self) -> bool {
        let has = |column| self.places.contains_key(&column);
        let has_number = has(CdrColumn::CustomerNumber) || has(CdrColumn::Caller) || has(CdrColumn::Callee);
        let has_start = has(CdrColumn::StartedAt) || (has(CdrColumn::Date) && has(CdrColumn::Time));
        has(CdrColumn::NativeId) || (has_start && (has(CdrColumn::Agent) || has_number))
    }

    /// Whether there is such a column.
    pub(in crate::recorder) fn has(&self, column: CdrColumn) -> bool {
        self.places.contains_key(&column)
    }

    /// The cell of a row in this column.
    pub(super) fn cell<'a>(&self, cells: &'a [Cell], column: CdrColumn) -> Option<&'a Cell> {
        cells.get(*self.places.get(&column)?).filter(|cell| !cell.is_empty())
    }
}

/// An empty table with the headings of both languages, as a CSV that spreadsheets open as UTF-8.
#[must_use]
pub fn template() -> String {
    let kept = [
        CdrColumn::NativeId,
        CdrColumn::StartedAt,
        CdrColumn::Duration,
        CdrColumn::Agent,
        CdrColumn::AgentName,
        CdrColumn::CustomerNumber,
        CdrColumn::Direction,
        CdrColumn::Queue,
        CdrColumn::Project,
        CdrColumn::Disposition,
        CdrColumn::File,
    ];
    let heading = |column: &CdrColumn| {
        let named = HEADINGS.iter().find(|(known, ..)| known == column);
        named.map(|(_, english, chinese, _)| format!("{english} {chinese}")).unwrap_or_default()
    };
    let headings: Vec<String> = kept.iter().map(heading).collect();
    format!("\u{feff}{}\r\n", headings.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(texts: &[&str]) -> Vec<Cell> {
        texts.iter().map(|text| Cell::text(text)).collect()
    }

    #[test]
    fn every_column_is_guessed_by_either_heading_and_by_both() {
        for (column, english, chinese, others) in HEADINGS {
            for text in [
                (*english).to_owned(),
                english.to_uppercase().replace('_', " "),
                (*chinese).to_owned(),
                format!("{english} {chinese}"),
            ] {
                assert_eq!(CdrColumn::of_heading(&text), Some(*column), "{text}");
            }
            for other in *others {
                assert_eq!(CdrColumn::of_heading(other), Some(*column), "{other}");
            }
        }
        assert_eq!(CdrColumn::of_heading("通话时长（秒）"), Some(CdrColumn::Duration));
        assert_eq!(CdrColumn::of_heading("备用1"), None);
    }

    #[test]
    fn what_telephone_systems_export_is_understood_without_help() {
        for (row, apart) in [
            ("calldate,src,dst,duration,billsec,disposition,uniqueid,recordingfile", true),
            ("拨打时间,坐席工号,客户号码,通话时长,通话结果", true),
            ("call_date,phone_number,status,user,full_name,campaign_id,length_in_sec", true),
            ("姓名,部门", false),
        ] {
            let cells = headings(&row.split(',').collect::<Vec<_>>());
            assert_eq!(CdrColumns::of(&cells, &ColumnChoice::new()).tell_calls_apart(), apart, "{row}");
        }
    }

    #[test]
    fn a_choice_counts_for_more_than_a_guess_and_may_leave_a_column_out() {
        let cells = headings(&["备用1", "开始时间", "工号", "工号"]);
        let guessed = CdrColumns::of(&cells, &ColumnChoice::new());
        assert_eq!(guessed.cell(&cells, CdrColumn::Agent), cells.get(2));
        let mut choice = guessed.as_choice(&cells);
        assert_eq!(choice["备用1"], "");
        choice.insert("备用1".to_owned(), "customer_number".to_owned());
        choice.insert("工号".to_owned(), String::new());
        let chosen = CdrColumns::of(&cells, &choice);
        assert!(chosen.has(CdrColumn::CustomerNumber) && !chosen.has(CdrColumn::Agent));
    }
}
