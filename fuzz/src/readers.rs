//! What is fuzzed of the words that come with recordings, a function a target, and what must hold of
//! everything that was read, whatever the bytes were. `tests/mutations.rs` tries the same with damaged
//! files.

use earmark::db::cdr_import::ColumnChoice;
use earmark::db::source::{NamingPattern, Source};
use earmark::recorder::cdr::{CdrColumns, CdrRow};
use earmark::recorder::naming::{self, NameProblem, NameReading, PatternError};
use earmark::recorder::sources::{SourceDocument, read_document, read_table};
use earmark::recorder::{CallMetadata, Sent, sidecar_in_table};
use earmark::sheet::{Limits, Sheet};
use earmark::time::Instant;
use jiff::tz::TimeZone;
use std::sync::LazyLock;

/// The longest ordinary text, in characters.
const TEXT_MOST: usize = 500;
/// The longest note, in characters.
const NOTE_MOST: usize = 20_000;
/// The most agents and the most tags.
const LIST_MOST: usize = 100;
/// A day is longer than any call.
const DAY_MS: i64 = 24 * 3_600_000;
/// How much of a table is read.
const LIMITS: Limits = Limits { bytes: 64 * 1024, rows: 200 };

/// The names of our own fields.
const FIELDS: [&str; 15] = [
    "source",
    "native_id",
    "agents",
    "customer_number",
    "direction",
    "queue",
    "project",
    "started_at",
    "duration_ms",
    "disposition",
    "wrap_up",
    "ticket",
    "tags",
    "channels",
    "leg",
];

/// Sources as administrators describe them: our own words, another system's, names that say more.
const DOCUMENTS: [&str; 4] = [
    "name: plain\ntime_zone: UTC\n",
    "name: mapped
time_zone: Asia/Shanghai
channels: {0: agent, 1: customer}
metadata:
  native_id: [id, call.id]
  agent: agent.id
  agent_name: agent.name
  extension: ext
  customer_number: {from: [n, 'call.parties[0].tel'], values: {'0': anonymous}}
  direction: {from: dir, values: {O: outbound}}
  queue: {from: q, value: main}
  project: p
  started_at: at
  duration: len
  duration_ms: ms
  disposition: d
  wrap_up: w
  ticket: t
  tags: tags
",
    "name: freepbx
time_zone: America/New_York
naming: freepbx
metadata:
  queue: {from: q, values: {'600': service}}
  tags: labels
",
    "name: own
time_zone: Europe/Berlin
naming:
  pattern: custom
  expression: '^(?<extension>[^_]*)_(?<customer>[^_]*)_(?<date>[^_]*)_(?<time>[^_]*)_(?<direction>[^_]*)_(?<shift>.*)$'
",
];

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| DOCUMENTS.iter().filter_map(source).collect());

fn source(document: &&str) -> Option<Source> {
    let read = read_document(document);
    assert!(read.is_ok(), "{document} is wrong: {read:?}");
    let read = read.ok()?;
    let plain = Source::new(&read.name, Instant::from_millis(0));
    Some(Source { time_zone: read.time_zone, kind: read.kind, settings: read.settings, ..plain })
}

/// What a recorder says about a call, as JSON beside the recording, or as a table of one row.
pub fn sidecar(data: &[u8]) {
    if let Ok(said) = CallMetadata::parse(data) {
        check(&said);
    }
    if let Ok(Some(fields)) = sidecar_in_table(data) {
        check(&CallMetadata::read_again(fields));
    }
}

/// The names of files, read by every pattern. The first byte chooses the pattern; one that needs
/// something of its own (an expression, tokens) takes it from the first line, and what follows is the
/// path.
pub fn names(data: &[u8]) {
    let Some((choice, text)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let (pattern, path) = match choice % 8 {
        0 => (NamingPattern::Freepbx, text),
        1 => (NamingPattern::Oreka, text),
        2 => (NamingPattern::GenesysCloud, text),
        3 => (NamingPattern::AmazonConnect, text),
        4 => (NamingPattern::PostCallAnalytics, text),
        5 => (NamingPattern::Twilio, text),
        6 => (NamingPattern::Vicidial { tokens: line.to_owned() }, rest),
        _ => (NamingPattern::Custom { expression: line.to_owned() }, rest),
    };
    let usable = naming::check(&pattern);
    let read = naming::read(&pattern, path);
    if read.problems.contains(&NameProblem::DoesNotFit) {
        let nothing = NameReading { problems: read.problems.clone(), ..NameReading::default() };
        assert_eq!(read, nothing);
        assert_eq!(read.problems.len(), 1);
    } else {
        // An expression without a group of ours is refused, and matches all the same.
        assert!(!matches!(usable, Err(PatternError::TooLong)));
        check(&read.metadata);
    }
}

/// What a source sends along with a file, understood by its settings. The first byte chooses the
/// source; the first line is the file's path, and what follows is the JSON.
pub fn interpret(data: &[u8]) {
    let Some((choice, text)) = data.split_first() else { return };
    let at = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
    let (line, rest) = text.split_at(at);
    let Ok(path) = std::str::from_utf8(line) else { return };
    let Ok(sent) = Sent::parse(rest.get(1..).unwrap_or_default()) else { return };
    let source = &SOURCES[usize::from(*choice) % SOURCES.len()];
    let understood = earmark::recorder::interpret(source, sent, Some(path).filter(|path| !path.is_empty()));
    if !source.settings.mapping.is_empty() {
        assert!(understood.is_ok(), "a source with a mapping is never refused: {understood:?}");
    }
    let Ok(understood) = understood else { return };
    check(&understood.metadata);
    for field in understood.known_fields() {
        assert!(understood.origins.contains_key(field), "nobody knows where {field} came from");
    }
}

/// The settings of a source as a file, and its extension map as a table.
pub fn documents(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match read_document(text) {
        Ok(read) => {
            // An empty map is not written.
            let extensions = read.extensions.clone().filter(|spells| !spells.is_empty());
            let read = SourceDocument { extensions, ..read };
            let written = read.to_yaml();
            assert_eq!(read_document(&written).as_ref(), Ok(&read), "{written}");
            assert_eq!(read_document(&read.to_json().to_string()), Ok(read));
        }
        Err(problems) => assert!(!problems.is_empty()),
    }
    if let Err(problems) = read_table(text, &TimeZone::UTC) {
        assert!(!problems.is_empty());
    }
}

/// Tables of calls: CSV texts in any encoding, and workbooks.
pub fn tables(data: &[u8]) {
    let Ok(sheet) = Sheet::read(data, LIMITS) else { return };
    assert!(sheet.rows().len() <= LIMITS.rows);
    let columns = CdrColumns::of(sheet.headings(), &ColumnChoice::new());
    for line in sheet.rows() {
        let row = CdrRow::read(line, &columns, &TimeZone::UTC);
        if row.problems.is_empty() {
            check(&row.metadata);
        }
    }
    // What is shown of the columns can be chosen again; a choice of nothing is none.
    let choice = columns.as_choice(sheet.headings());
    if !choice.is_empty() {
        assert_eq!(CdrColumns::of(sheet.headings(), &choice), columns);
    }
}

/// A conversation as a vCon.
pub fn vcon(data: &[u8]) {
    let Ok(document) = serde_json::from_slice(data) else { return };
    let _ = earmark::recorder::vcon::is_vcon(&document);
    if let Ok(read) = earmark::recorder::vcon::read(document) {
        check(&read.metadata);
        assert!(read.recordings.is_sorted_by(|one, next| one.number < next.number));
    }
}

/// What was read of a call can be stored, and what is written of it is read as the same again: so is a
/// description that waits for its audio, and so is a vCon.
fn check(said: &CallMetadata) {
    let ordinary =
        [&said.source, &said.native_id, &said.queue, &said.project, &said.disposition, &said.ticket];
    ordinary.into_iter().flatten().for_each(|text| check_text(text, TEXT_MOST));
    said.customer_number.iter().for_each(|number| check_text(&number.0, TEXT_MOST));
    said.wrap_up.iter().for_each(|note| check_text(note, NOTE_MOST));
    assert!(said.agents.len() <= LIST_MOST && said.tags.len() <= LIST_MOST);
    for agent in &said.agents {
        check_text(&agent.external_id, TEXT_MOST);
        agent.name.iter().for_each(|name| check_text(name, TEXT_MOST));
    }
    assert!(said.tags.iter().all(|tag| tag.chars().count() <= TEXT_MOST && !tag.contains('\0')));
    assert!(said.duration_ms.is_none_or(|duration| (0..=DAY_MS).contains(&duration)));
    // A field of ours that nothing was understood of may be understood when it is read by itself.
    if said.rest.keys().any(|name| FIELDS.contains(&name.as_str())) {
        return;
    }
    let again = CallMetadata::read_again(said.to_fields());
    // The usual channels are the source's, and are not written.
    assert_eq!(CallMetadata { usual_channels: said.usual_channels.clone(), ..again }, *said);
}

fn check_text(text: &str, most: usize) {
    assert!(!text.trim().is_empty(), "a text of nothing");
    assert!(!text.contains('\0'), "a NUL in a text");
    let length = text.chars().count();
    assert!(length <= most, "a text of {length} characters");
}
