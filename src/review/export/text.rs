//! Exports as text: CSV for people's spreadsheets, JSON lines for programs; pure.

use super::columns::{Column, Value};
use serde_json::Map;

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// UTF-8 with its mark, commas, CRLF (RFC 4180): opens in Excel as it is.
    Csv,
    /// A workbook.
    Xlsx,
    /// One JSON object a line, with the keys of the columns, codes in place of words, and moments as
    /// RFC 3339 writes them.
    JsonLines,
}

impl Format {
    /// The format with this name on the wire, which is the ending of its files, too.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Csv, Self::Xlsx, Self::JsonLines].into_iter().find(|format| format.ending() == text)
    }

    /// How its files end.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::JsonLines => "jsonl",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::JsonLines => "application/x-ndjson",
        }
    }
}

/// Writes rows as text.
#[derive(Debug, Clone)]
pub struct TextWriter {
    columns: Vec<Column>,
    is_csv: bool,
}

impl TextWriter {
    /// A writer of these columns.
    #[must_use]
    pub fn new(format: Format, columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), is_csv: format == Format::Csv }
    }

    /// What stands before the first row.
    #[must_use]
    pub fn head(&self) -> Vec<u8> {
        if !self.is_csv {
            return Vec::new();
        }
        let headings = self.columns.iter().map(|column| defused(&column.heading)).collect();
        // Excel takes a CSV without the mark for the code page of its machine.
        [b"\xef\xbb\xbf".to_vec(), csv_of(&[headings])].concat()
    }

    /// Some rows.
    #[must_use]
    pub fn rows(&self, rows: &[Vec<Value>]) -> Vec<u8> {
        if self.is_csv {
            return csv_of(&rows.iter().map(|row| row.iter().map(in_cell).collect()).collect::<Vec<_>>());
        }
        let mut lines = Vec::new();
        for row in rows {
            let pairs =
                self.columns.iter().zip(row).map(|(column, value)| (column.key.clone(), json_of(value)));
            let object = serde_json::Value::Object(pairs.collect::<Map<_, _>>());
            lines.extend_from_slice(object.to_string().as_bytes());
            lines.push(b'\n');
        }
        lines
    }
}

fn csv_of(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // Into memory, every row as wide as the first: nothing to fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

fn in_cell(value: &Value) -> String {
    match value {
        Value::Nothing => String::new(),
        Value::Text(text) => defused(text),
        Value::Code { word, .. } => defused(word),
        Value::Number(number) => number.to_string(),
        Value::Flag { word, .. } => word.clone(),
        Value::Moment { local, .. } => local.clone(),
    }
}

/// What people wrote must not be taken for a formula: a spreadsheet would compute it, and fetch what
/// it names. (OWASP, "CSV injection".)
fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn json_of(value: &Value) -> serde_json::Value {
    match value {
        Value::Nothing => serde_json::Value::Null,
        Value::Text(text) => text.as_str().into(),
        Value::Code { code, .. } => code.as_str().into(),
        Value::Number(number) => (*number).into(),
        Value::Flag { is_so, .. } => (*is_so).into(),
        Value::Moment { at, .. } => at.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        ["agent", "total", "passed", "released_at", "state"]
            .map(|key| Column { key: key.to_owned(), heading: format!("{key}, in words") })
            .to_vec()
    }

    fn row(agent: &str) -> Vec<Value> {
        let at = "2026-11-21T09:30:00Z".parse().unwrap();
        vec![
            Value::Text(agent.to_owned()),
            Value::Number(87.5),
            Value::Flag { is_so: true, word: "是".to_owned() },
            Value::Moment { at, local: "2026-11-21 17:30:00".to_owned() },
            Value::Code { code: "released".to_owned(), word: "已下发".to_owned() },
        ]
    }

    #[test]
    fn a_csv_opens_in_excel_as_it_is() {
        let writer = TextWriter::new(Format::Csv, &columns());
        let text =
            String::from_utf8([writer.head(), writer.rows(&[row("李, \"静\"\n二")])].concat()).unwrap();
        assert_eq!(
            text,
            "\u{feff}\"agent, in words\",\"total, in words\",\"passed, in words\",\"released_at, in words\",\
             \"state, in words\"\r\n\"李, \"\"静\"\"\n二\",87.5,是,2026-11-21 17:30:00,已下发\r\n"
        );
    }

    #[test]
    fn what_people_wrote_is_no_formula() {
        let writer = TextWriter::new(Format::Csv, &columns());
        for (written, read) in
            [("=1+1", "'=1+1"), ("+86 10", "'+86 10"), ("@SUM(A1)", "'@SUM(A1)"), ("ok", "ok")]
        {
            let rows = writer.rows(&[row(written)]);
            assert!(String::from_utf8(rows).unwrap().starts_with(&format!("{read},")), "{written}");
        }
        let negative = writer.rows(&[vec![Value::Number(-1.5); 5]]);
        assert_eq!(negative, b"-1.5,-1.5,-1.5,-1.5,-1.5\r\n");
    }

    #[test]
    fn json_lines_hold_codes_and_moments() {
        let writer = TextWriter::new(Format::JsonLines, &columns());
        assert!(writer.head().is_empty());
        let lines = String::from_utf8(writer.rows(&[row("a"), vec![Value::Nothing; 5]])).unwrap();
        let read: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(
            read[0],
            serde_json::json!({"agent": "a", "total": 87.5, "passed": true,
                "released_at": "2026-11-21T09:30:00.000Z", "state": "released"})
        );
        assert_eq!((read.len(), &read[1]["total"]), (2, &serde_json::Value::Null));
    }

    #[test]
    fn a_format_is_named_by_the_ending_of_its_files() {
        for format in [Format::Csv, Format::Xlsx, Format::JsonLines] {
            assert_eq!(Format::parse(format.ending()), Some(format));
        }
        assert_eq!(Format::parse("pdf"), None);
    }
}
