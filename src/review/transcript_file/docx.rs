//! The smallest document that Word and its kin open (ECMA-376 Part 1, `WordprocessingML`): a title, the
//! facts, and a table of time, speaker and words.

use crate::review::ReviewError;
use crate::transcription::format::short_clock;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const BEGINS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
/// A page of A4 with margins of two centimetres, in twentieths of a point.
const ENDS: &str = r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>"#;
/// The widths of time, speaker and words, in twentieths of a point.
const WIDTHS: [u32; 3] = [1_000, 1_300, 7_338];

/// An utterance.
pub(super) struct Row<'a> {
    /// Where it begins.
    pub(super) start_ms: u64,
    /// Who says it.
    pub(super) speaker: String,
    /// What is said, in runs that are doubtful or not.
    pub(super) words: Vec<(Cow<'a, str>, bool)>,
}

/// The document as a file.
pub(super) fn document(
    title: &str,
    facts: &[(String, String)],
    rows: &[Row<'_>],
) -> Result<Vec<u8>, ReviewError> {
    let mut body = BEGINS.to_owned();
    let _ = write!(body, "<w:p>{}</w:p>", run(title, "<w:b/><w:sz w:val=\"32\"/>"));
    for (name, value) in facts {
        let _ = write!(body, "<w:p>{}{}</w:p>", run(&format!("{name}: "), "<w:b/>"), run(value, ""));
    }
    body.push_str("<w:p/>");
    table(&mut body, rows);
    // A document may not end with a table.
    body.push_str("<w:p/>");
    body.push_str(ENDS);
    packed(&body).map_err(|_io| ReviewError::Unfinished)
}

fn table(body: &mut String, rows: &[Row<'_>]) {
    body.push_str("<w:tbl><w:tblPr><w:tblW w:w=\"9638\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
    for width in WIDTHS {
        let _ = write!(body, "<w:gridCol w:w=\"{width}\"/>");
    }
    body.push_str("</w:tblGrid>");
    for row in rows {
        let properties = |is_doubtful: bool| if is_doubtful { "<w:u w:val=\"dotted\"/>" } else { "" };
        let words = row.words.iter().map(|(text, is_doubtful)| run(text, properties(*is_doubtful)));
        let cells = [
            run(&short_clock(row.start_ms), "<w:color w:val=\"566270\"/>"),
            run(&row.speaker, "<w:b/>"),
            words.collect(),
        ];
        // A row stays on one page.
        body.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (width, cell) in WIDTHS.iter().zip(cells) {
            let _ = write!(
                body,
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr><w:p>{cell}</w:p></w:tc>"
            );
        }
        body.push_str("</w:tr>");
    }
    body.push_str("</w:tbl>");
}

/// A run of text with these properties.
fn run(text: &str, properties: &str) -> String {
    let properties =
        if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}

/// Without what XML has no place for: characters below the blank, and the two that are none.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\n' | '\t' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

fn packed(document: &str) -> io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The content types come first: some readers look no further.
    for (name, text) in
        [("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document)]
    {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;
    use std::io::Read;
    use xmltree::Element;
    use zip::ZipArchive;

    #[test]
    fn the_document_is_whole_and_says_what_was_said() {
        let row = |speaker: &str, runs: &[(&'static str, bool)]| Row {
            start_ms: 65_000,
            speaker: speaker.to_owned(),
            words: runs.iter().map(|(text, is_doubtful)| (Cow::Borrowed(*text), *is_doubtful)).collect(),
        };
        let rows =
            [row("Agent", &[("<you> & \u{1}me", false)]), row("客户", &[("我要", false), ("退款", true)])];
        let facts = [("Began".to_owned(), "2026-11-21".to_owned())];
        let bytes = document("Transcript", &facts, &rows).unwrap();
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(archive.by_index(0).unwrap().name().unwrap(), "[Content_Types].xml");
        for name in ["[Content_Types].xml", "_rels/.rels", "word/document.xml"] {
            let mut text = String::new();
            archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            Element::parse(text.as_bytes()).unwrap();
            if name == "word/document.xml" {
                let doubtful =
                    "<w:r><w:rPr><w:u w:val=\"dotted\"/></w:rPr><w:t xml:space=\"preserve\">退款</w:t></w:r>";
                for there in ["01:05", "&lt;you&gt; &amp; me", "客户", "我要", doubtful, "Began: "] {
                    assert!(text.contains(there), "{there}");
                }
            }
        }
    }
}
