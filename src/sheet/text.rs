//! CSV texts, as spreadsheets of different countries write them.

use super::{COLUMNS_MOST, Cell, Encoding, Line, Lines, SheetError};
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::GBK;
use std::borrow::Cow;
use std::ops::ControlFlow;

/// Hands out the rows of a text: UTF-8 with or without its mark, else GBK.
pub(super) fn read<V: FnMut(Line) -> ControlFlow<()>>(
    file: &[u8],
    lines: &mut Lines<V>,
) -> Result<Encoding, SheetError> {
    let (encoding, text) = decoded(file)?;
    // The reader counts a line when it sees its \n: after \r\n that is one record too late.
    let text = if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { text };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| SheetError::Unreadable)? {
        let number = record.position().map_or(0, csv::Position::line);
        let cells = record.iter().take(COLUMNS_MOST).map(Cell::text).collect();
        if lines.push(number, cells)?.is_break() {
            break;
        }
    }
    Ok(encoding)
}

fn decoded(file: &[u8]) -> Result<(Encoding, Cow<'_, str>), SheetError> {
    let unmarked = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    if unmarked.contains(&0) {
        // Nobody's text: an old workbook, a picture, UTF-16.
        return Err(SheetError::Unreadable);
    }
    if let Ok(text) = str::from_utf8(unmarked) {
        return Ok((Encoding::Utf8, Cow::Borrowed(text)));
    }
    match GBK.decode_without_bom_handling_and_without_replacement(file) {
        Some(text) => Ok((Encoding::Gbk, text)),
        None => Err(SheetError::Unreadable),
    }
}

/// What stands between the cells: most often, of the first line, a comma, a semicolon (where the
/// comma is for decimals) or a tab.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    [b';', b'\t']
        .into_iter()
        .filter(|other| count(*other) > count(b','))
        .max_by_key(|other| count(*other))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, Sheet};
    use super::*;

    fn lines(file: &[u8]) -> Result<(Encoding, Vec<Line>), SheetError> {
        let sheet = Sheet::read(file, Limits { bytes: 1_000, rows: 3 })?;
        Ok((sheet.encoding, sheet.lines))
    }

    fn texts(file: &[u8]) -> (Encoding, Vec<(u64, Vec<String>)>) {
        let (encoding, lines) = lines(file).unwrap();
        let texts = |line: Line| {
            let cells = line.cells.into_iter().map(|cell| match cell {
                Cell::Text(text) => text,
                Cell::Broken(text) => panic!("a text has no broken cells: {text}"),
            });
            (line.number, cells.collect())
        };
        (encoding, lines.into_iter().map(texts).collect())
    }

    #[test]
    fn utf_8_is_read_with_and_without_its_mark_and_gbk_without_either() {
        let rows = vec![
            (1, vec!["姓名".to_owned(), "工号".to_owned()]),
            (2, vec!["王芳".to_owned(), "006021".to_owned()]),
        ];
        let text = "姓名,工号\r\n王芳, 006021 \r\n";
        assert_eq!(texts(text.as_bytes()), (Encoding::Utf8, rows.clone()));
        assert_eq!(texts(format!("\u{feff}{text}").as_bytes()), (Encoding::Utf8, rows.clone()));
        assert_eq!(texts(&GBK.encode(text).0), (Encoding::Gbk, rows));
    }

    #[test]
    fn semicolons_and_tabs_part_cells_too_and_empty_lines_keep_their_number() {
        let expected = vec![
            (1, vec!["name".to_owned(), "role".to_owned()]),
            (3, vec!["A, B".to_owned(), "x".to_owned()]),
        ];
        assert_eq!(texts(b"name;role\n;\nA, B;x\n").1, expected);
        assert_eq!(texts(b"name\trole\n\t\nA, B\tx\n").1, expected);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for file in [&b"\xFF\xFEn\0a\0"[..], b"\xD0\xCF\x11\xE0\0", b"name\n\xFF\xFF\xFF"] {
            assert!(matches!(lines(file), Err(SheetError::Unreadable)), "{file:?}");
        }
    }

    #[test]
    fn there_is_an_end_to_rows_and_bytes() {
        assert_eq!(texts(b"h\n1\n2\n3\n").1.len(), 4);
        assert_eq!(lines(b"h\n1\n2\n3\n4\n"), Err(SheetError::TooManyRows { most: 3 }));
        assert_eq!(lines(&[b'x'; 1_001]), Err(SheetError::TooLarge { most: 1_000 }));
    }

    #[test]
    fn a_visitor_that_has_seen_enough_is_shown_no_more() {
        let mut seen = 0;
        let limits = Limits { bytes: 100, rows: 1 };
        super::super::visit(b"h\n1\n2\n3\n", limits, |_| {
            seen += 1;
            ControlFlow::Break(())
        })
        .unwrap();
        assert_eq!(seen, 1);
    }
}
