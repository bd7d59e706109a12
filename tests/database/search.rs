//! Finding what is said: one corpus, one file of what each query finds in it, both databases.

use crate::fixtures::{a_recording, everything, plain_call, plain_recording, plain_transcript, source_named};
use crate::harness::{START, TestDatabase, on_sqlite};
use earmark::db::call::{self, Call};
use earmark::db::call_list::Sight;
use earmark::db::recording::{self, ChannelRole};
use earmark::db::wording::{self, Wording};
use earmark::db::{DatabaseAddress, Scope, project, redaction, search_index, source, transcript};
use earmark::ids::{CallId, RecordingId};
use earmark::review::{CallQuery, Hit, find_in_call, list_calls};
use earmark::search::Query;
use std::fmt::Write as _;
use std::time::Duration;

contract_suite! {
    words_that_were_not_looked_through_are_closed,
    both_databases_find_the_same,
    what_may_not_be_read_is_not_found,
    pages_lose_and_repeat_nothing,
    what_is_written_anew_is_found_anew,
    nothing_of_a_removed_call_is_found,
    what_was_written_before_the_index_is_found_after_the_job,
    a_leg_is_found_through_its_pair,
    a_call_of_hours_is_found_in_pages,
}

const CORPUS: &str = include_str!("search/corpus.txt");
const GOLDEN: &str = include_str!("search/golden.txt");

pub(crate) fn said(number: i32, second: i64, role: Option<ChannelRole>, text: &str) -> Wording {
    Wording {
        number,
        channel: i32::from(role == Some(ChannelRole::Customer)),
        role,
        start_ms: second * 1_000,
        end_ms: second * 1_000 + 900,
        text: text.to_owned(),
        confidence: 0.9,
        words: None,
    }
}

/// A call with one recording in which this is said.
pub(crate) async fn a_call_saying(
    database: &TestDatabase,
    name: &str,
    words: Vec<Wording>,
    change: impl FnOnce(&mut Call),
) -> (CallId, RecordingId) {
    let mut new = plain_call(source_named(database, "pbx").await, name);
    change(&mut new);
    let mut recording = plain_recording(new.id, 1);
    // Each its own hash; ids differ in their last bytes.
    recording.content_hash[..16].copy_from_slice(new.id.as_bytes());
    let ids = (new.id, recording.id);
    database
        .write(move |writing| {
            call::insert(writing, &new)?;
            recording::insert(writing, &recording)?;
            redaction::replace(writing, &recording, 1, &[])?;
            transcript::insert_as_current(writing, &plain_transcript(recording.id), &[])?;
            wording::replace(writing, new.id, recording.id, &words)
        })
        .await;
    ids
}

async fn the_corpus(database: &TestDatabase) {
    let calls: Vec<&str> = CORPUS.split("\n= ").skip(1).collect();
    assert_eq!(calls.len(), 13);
    for (place, call) in (0_u64..).zip(calls) {
        let (waiting, mut lines): (Vec<&str>, Vec<&str>) =
            call.lines().filter(|line| !line.is_empty()).partition(|line| *line == "+");
        let name = lines.remove(0);
        let words = (0..).zip(lines).map(|(number, line)| {
            let [second, who, text] = line.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let role = match who {
                "a" => Some(ChannelRole::Agent),
                "c" => Some(ChannelRole::Customer),
                _ => None,
            };
            said(number, second.parse().unwrap(), role, text)
        });
        let begun = START.plus(Duration::from_secs(place * 60));
        let (call_id, _) =
            a_call_saying(database, name, words.collect(), |call| call.started_at = begun).await;
        for _ in waiting {
            database.write(move |writing| recording::insert(writing, &plain_recording(call_id, 2))).await;
        }
    }
}

/// The query of the calls page for these words.
fn asked(words: &str, more: &str) -> CallQuery {
    let words: String = form_urlencoded::Serializer::new(String::new()).append_pair("said", words).finish();
    CallQuery::parse(&format!("{words}&{more}"), None).unwrap()
}

/// The names of the calls in which these words are said, in the order of the list.
async fn found(database: &TestDatabase, sight: Sight, words: &str, more: &str) -> Vec<String> {
    let page = list_calls(&database.db, sight, asked(words, more)).await.unwrap();
    assert_eq!(page.total, i64::try_from(page.items.len()).unwrap());
    page.items.into_iter().map(|line| line.call.identity).collect()
}

fn shown(hit: &Hit) -> String {
    let mut text = String::new();
    for part in &hit.parts {
        let (open, close) = if part.is_match { ("[", "]") } else { ("", "") };
        let _ = write!(text, "{open}{}{close}", part.text);
    }
    let who = hit.role.map_or("-", ChannelRole::as_str);
    format!("  {} {who}: {text}", hit.start_ms / 1_000)
}

async fn both_databases_find_the_same(database: &TestDatabase) {
    the_corpus(database).await;
    let mut told = String::new();
    for words in GOLDEN.lines().filter_map(|line| line.strip_prefix("? ")) {
        let _ = writeln!(told, "? {words}");
        let page = list_calls(&database.db, everything(), asked(words, "")).await.unwrap();
        for line in &page.items {
            let query = Query::parse(words).unwrap();
            let hits =
                find_in_call(&database.db, Scope::Everything, line.call.id, query, 0, 500).await.unwrap();
            let of_list = line.hits.as_ref().unwrap();
            assert_eq!(of_list.total, hits.total, "the list and the call count alike");
            assert_eq!(of_list.first[..], hits.items[..of_list.first.len()]);
            let _ = writeln!(told, "{}", line.call.identity);
            for hit in &hits.items {
                let _ = writeln!(told, "{}", shown(hit));
            }
        }
    }
    assert_eq!(
        told, GOLDEN,
        "what is found differs from tests/database/search/golden.txt; this is found:\n{told}"
    );
}

async fn what_may_not_be_read_is_not_found(database: &TestDatabase) {
    let project_id = database.write(|writing| Ok(project::find_or_make(writing, "Cards")?.id)).await;
    let words = || vec![said(0, 0, Some(ChannelRole::Agent), "refund")];
    a_call_saying(database, "inside", words(), |call| call.project_id = Some(project_id)).await;
    a_call_saying(database, "outside", words(), |_| {}).await;
    let reads = Sight { words: Scope::project(project_id), ..everything() };
    for query in ["refund", "-card", "refund -card"] {
        assert_eq!(found(database, reads.clone(), query, "").await, ["inside"], "{query}");
    }
    let sees = Sight { calls: Scope::project(project_id), ..everything() };
    assert_eq!(found(database, sees, "refund", "").await, ["inside"]);
    let blind = Sight { words: Scope::nothing(), ..everything() };
    assert!(found(database, blind, "-card", "").await.is_empty());
}

async fn pages_lose_and_repeat_nothing(database: &TestDatabase) {
    for place in 0..7_u64 {
        let words = vec![said(0, 0, None, "refund"), said(1, 5, None, "a refund"), said(2, 9, None, "bye")];
        // Two begin at the same moment.
        let begun = START.plus(Duration::from_secs(place / 2));
        a_call_saying(database, &format!("call-{place}"), words, |call| call.started_at = begun).await;
    }
    let mut names = Vec::new();
    let mut more = "limit=3".to_owned();
    loop {
        let page = list_calls(&database.db, everything(), asked("refund", &more)).await.unwrap();
        assert_eq!((page.total, page.total_is_exact), (7, true));
        names.extend(page.items.into_iter().map(|line| line.call.identity));
        match page.next {
            Some(next) => more = format!("limit=3&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(names[0], "call-6", "the newest first");
    names.sort();
    assert_eq!(names, (0..7).map(|place| format!("call-{place}")).collect::<Vec<_>>());
}

async fn what_is_written_anew_is_found_anew(database: &TestDatabase) {
    let words = vec![said(0, 0, None, "my card number is four two"), said(1, 5, None, "卡号是四二")];
    let (call_id, recording_id) = a_call_saying(database, "corrected", words, |_| {}).await;
    let hidden = vec![said(0, 0, None, "my card number is ⟦card⟧"), said(1, 5, None, "卡号是⟦card⟧")];
    database.write(move |writing| wording::replace(writing, call_id, recording_id, &hidden)).await;
    for gone in ["four", "\"is four\"", "四二", "二", "\"is ⟦card⟧\" four"] {
        assert!(found(database, everything(), gone, "").await.is_empty(), "{gone}");
    }
    for there in ["card", "\"number is\"", "卡号", "号是"] {
        assert_eq!(found(database, everything(), there, "").await, ["corrected"], "{there}");
    }
}

async fn words_that_were_not_looked_through_are_closed(database: &TestDatabase) {
    let words = vec![said(0, 0, None, "zanzibar four two")];
    let (call_id, recording_id) = a_call_saying(database, "closed", words, |_| {}).await;
    database.write(move |writing| redaction::forget(writing, recording_id)).await;
    let in_call = |database: &TestDatabase| {
        let (db, query) = (database.db.clone(), Query::parse("zanzibar").unwrap());
        async move { find_in_call(&db, Scope::Everything, call_id, query, 0, 10).await.unwrap().total }
    };
    for query in ["zanzibar", "\"zanzibar four\"", "-refund"] {
        assert!(found(database, everything(), query, "").await.is_empty(), "{query}");
    }
    assert_eq!(in_call(database).await, 0);
    database
        .write(|writing| {
            let mut pbx = source::find_or_make(writing, "pbx")?;
            pbx.redaction = None;
            source::update(writing, &pbx)
        })
        .await;
    assert_eq!(found(database, everything(), "zanzibar", "").await, ["closed"], "its source hides nothing");
    assert_eq!(in_call(database).await, 1);
}

async fn nothing_of_a_removed_call_is_found(database: &TestDatabase) {
    let words = vec![said(0, 0, Some(ChannelRole::Agent), "zanzibar refund")];
    let (removed, _) = a_call_saying(database, "removed", words.clone(), |_| {}).await;
    let (_, recording_id) = a_call_saying(database, "stays", words, |_| {}).await;
    database.write(move |writing| call::delete(writing, removed)).await;
    assert_eq!(found(database, everything(), "zanzibar", "").await, ["stays"]);
    assert_eq!(database.lines("SELECT 'x' AS line FROM search_utterance").len(), 1);
    assert_eq!(database.lines("SELECT 'x' AS line FROM search_word").len(), 1);
    database.write(move |writing| recording_gone(writing, recording_id)).await;
    for table in ["search_utterance", "search_side", "search_word"] {
        assert!(database.lines(&format!("SELECT 'x' AS line FROM {table}")).is_empty(), "{table}");
    }
    // A number that is used again finds nothing of what had it before.
    a_call_saying(database, "later", vec![said(0, 0, None, "quiet")], |_| {}).await;
    assert!(found(database, everything(), "zanzibar", "").await.is_empty());
}

fn recording_gone(
    writing: &mut earmark::db::Writing<'_>,
    recording_id: RecordingId,
) -> Result<(), earmark::db::DbError> {
    let found = recording::find(writing, &Scope::Everything, recording_id)?.unwrap();
    call::delete(writing, found.call_id)
}

/// On SQLite, where the file is ours to look into: what is removed is not left in free pages, nor in the
/// segments of an index.
#[test]
fn a_removed_word_is_nowhere_in_the_file() {
    on_sqlite(async |database| {
        let words = vec![said(0, 0, None, "zanzibar 桑给巴尔"), said(1, 5, None, "refund")];
        let (removed, _) = a_call_saying(database, "removed", words, |_| {}).await;
        a_call_saying(database, "stays", vec![said(0, 0, None, "refund 退款")], |_| {}).await;
        let holds = |text: &str| {
            let DatabaseAddress::Sqlite(path) = &database.address else { panic!("a file is SQLite") };
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            let bytes = std::fs::read(path).unwrap();
            bytes.windows(text.len()).any(|there| there == text.as_bytes())
        };
        assert!(holds("zanzibar") && holds("桑给"));
        database.write(move |writing| call::delete(writing, removed)).await;
        for gone in ["zanzibar", "桑给巴尔", "桑给", "巴尔"] {
            assert!(!holds(gone), "{gone} is still in the file");
        }
        assert!(holds("退款"), "what stays stays");
    });
}

async fn what_was_written_before_the_index_is_found_after_the_job(database: &TestDatabase) {
    let words = vec![said(0, 0, None, "refund 退款")];
    let (call_id, recording_id) = a_call_saying(database, "old", words, |_| {}).await;
    let (_, other) = a_recording(database).await;
    // As an earlier version left it.
    database.execute("DELETE FROM search_utterance; DELETE FROM search_side;");
    assert!(found(database, everything(), "refund", "").await.is_empty());
    let missing = database.read(|reading| search_index::missing(reading, None, 10)).await;
    assert_eq!(missing, [(recording_id, call_id)], "not {other:?}, which has no words");
    for _ in 0..2 {
        // Twice does no harm: the job may run again.
        database.write(move |writing| search_index::rebuild(writing, call_id, recording_id)).await;
    }
    assert!(database.read(|reading| search_index::missing(reading, None, 10)).await.is_empty());
    for query in ["refund", "退款", "\"refund 退款\""] {
        assert_eq!(found(database, everything(), query, "").await, ["old"]);
    }
}

async fn a_leg_is_found_through_its_pair(database: &TestDatabase) {
    let words = || vec![said(0, 0, None, "refund 退款")];
    let (call_id, leg) = a_call_saying(database, "legs", words(), |_| {}).await;
    let pair = plain_recording(call_id, 9);
    let pair_id = pair.id;
    database
        .write(move |writing| {
            recording::insert(writing, &pair)?;
            redaction::replace(writing, &pair, 1, &[])?;
            recording::set_paired(writing, &[leg], pair_id)
        })
        .await;
    for query in ["refund", "\"refund 退款\""] {
        assert!(found(database, everything(), query, "").await.is_empty(), "{query}: it is heard no more");
    }
    assert!(database.read(|reading| search_index::missing(reading, None, 10)).await.is_empty());
    for recording_id in [leg, pair_id] {
        let words = words();
        database.write(move |writing| wording::replace(writing, call_id, recording_id, &words)).await;
    }
    assert_eq!(found(database, everything(), "refund", "").await, ["legs"]);
    assert_eq!(database.lines("SELECT 'x' AS line FROM search_utterance").len(), 1, "once, and not twice");
}

async fn a_call_of_hours_is_found_in_pages(database: &TestDatabase) {
    let words: Vec<Wording> = (0..1_200)
        .map(|number| {
            let text = if number % 2 == 0 { "so the card" } else { "and then 退款" };
            said(number, i64::from(number) * 5, None, text)
        })
        .collect();
    let (call_id, _) = a_call_saying(database, "long", words, |_| {}).await;
    let page = list_calls(&database.db, everything(), asked("card", "")).await.unwrap();
    let hits = page.items[0].hits.clone().unwrap();
    assert_eq!((hits.first.len(), hits.total, hits.total_is_exact), (3, 99, false));
    let (mut from, mut seconds) = (0, Vec::new());
    loop {
        let query = Query::parse("退款").unwrap();
        let page = find_in_call(&database.db, Scope::Everything, call_id, query, from, 250).await.unwrap();
        assert_eq!(page.total, 600);
        seconds.extend(page.items.iter().map(|hit| hit.start_ms / 1_000));
        match page.next {
            Some(next) => from = next,
            None => break,
        }
    }
    assert_eq!(seconds, (0..600).map(|place| place * 10 + 5).collect::<Vec<_>>());
}
