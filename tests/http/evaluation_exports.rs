//! Lists of evaluations taken away as files: what stands in them, and for whom.

use super::review::Review;
use super::server::Answer;
use earmark::db::audit;
use earmark::sheet::{self, Cell, Limits};
use serde_json::{Value, json};
use std::ops::ControlFlow;

/// A call with one fault and words about it, a perfect one, and a draft.
fn scored() -> Review {
    let review = Review::start();
    let comment = json!({"options": ["no"], "comment": "=never summed up, \"nothing\"",
        "evidence": [{"kind": "range", "start_ms": 61_000, "end_ms": 75_000, "channel": null}, {"kind": "not_said"}]});
    review.release_for_good(&review.call_id, &json!({ "recap": comment }));
    review.release_for_good(&review.another_call("second"), &json!({}));
    review.begin(&review.another_call("third"));
    review
}

fn export(review: &Review, query: &str, token: &str) -> Answer {
    review.server.get(&format!("/api/v1/evaluations/export?{query}"), token)
}

/// The objects of JSON lines.
fn objects(answer: &Answer) -> Vec<Value> {
    let text = std::str::from_utf8(&answer.body).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The cells of a table, the headings first.
fn cells(answer: &Answer) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let visited = sheet::visit(&answer.body, Limits { bytes: 1 << 20, rows: 1_000 }, |line| {
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Broken(text) => panic!("a formula: {text}"),
        };
        rows.push(line.cells.iter().map(text).collect());
        ControlFlow::Continue(())
    });
    visited.unwrap();
    rows
}

#[test]
fn a_list_is_exported_in_the_order_and_for_the_readers_of_the_list() {
    let review = scored();
    let totals = |query: &str, token: &str| -> Vec<Value> {
        let answer = export(&review, &format!("format=jsonl&{query}"), token);
        assert_eq!(answer.status, 200, "{query}: {answer:?}");
        objects(&answer).iter().map(|object| object["total"].clone()).collect()
    };
    for reader in [&review.manager, &review.leader] {
        assert_eq!(totals("view=results&sort=total", reader), [json!(96.0), json!(100.0)]);
        assert_eq!(totals("view=results&sort=-total", reader), [json!(100.0), json!(96.0)]);
    }
    assert_eq!(totals("view=feedback&sort=total", &review.agent), [json!(96.0), json!(100.0)]);
    assert_eq!(totals("view=mine", &review.inspector), [json!(null), json!(100.0), json!(96.0)]);
    assert!(totals("view=results&passed=false", &review.manager).is_empty());
    assert_eq!(export(&review, "view=results&format=csv", &review.inspector).status, 403);
    assert_eq!(export(&review, "view=feedback&format=csv", &review.manager).status, 403);
    for query in [
        "view=results",
        "view=results&format=pdf",
        "view=results&format=csv&rows=calls",
        "view=results&format=csv&language=fr",
        "view=all&format=csv",
        "view=results&format=csv&from=yesterday",
    ] {
        assert_eq!(export(&review, query, &review.manager).status, 422, "{query}");
    }
}

#[test]
fn programs_read_stable_keys_and_codes() {
    let review = scored();
    let answer = export(&review, "view=results&format=jsonl&sort=total&language=zh-CN", &review.manager);
    assert_eq!(answer.header("content-type"), Some("application/x-ndjson"));
    let first = objects(&answer).remove(0);
    let known = |key: &str| first[key].clone();
    for (key, value) in [
        ("agent", "agent"),
        ("team", "north"),
        ("project", "cards"),
        ("evaluator", "inspector"),
        ("card_key", "inbound-service"),
        ("state", "released"),
        ("purpose", "quality"),
        ("grade", "excellent"),
    ] {
        assert_eq!(known(key), value, "{key}");
    }
    assert_eq!(known("answer"), Value::Null);
    assert_eq!((known("passed"), known("fatal"), known("revision")), (json!(true), json!(false), json!(1.0)));
    assert_eq!(known("released_at"), json!("2026-11-21T12:00:10.000Z"));

    let items = export(&review, "view=results&format=jsonl&rows=items&sort=total", &review.manager);
    let recap: Vec<Value> = objects(&items).into_iter().filter(|object| object["item"] == "recap").collect();
    assert_eq!(recap.len(), 2, "one of each evaluation");
    assert_eq!(
        (&recap[0]["option"], &recap[0]["lost"], &recap[0]["fatal_item"]),
        (&json!("no"), &json!(4.0), &json!(false))
    );
    assert_eq!(recap[0]["comment"], "=never summed up, \"nothing\"");
    assert_eq!(recap[0]["evidence"], "01:01–01:15; Not said in the call");
    assert_eq!((&recap[1]["option"], &recap[1]["lost"]), (&json!("full"), &json!(0.0)));
    let hidden = objects(&items).into_iter().any(|object| object["item"] == "promise");
    assert!(!hidden, "what was not asked has no row");
}

#[test]
fn people_read_words_in_a_table() {
    let review = scored();
    let card = review.server.get("/api/v1/directory", &review.manager).json()["scorecards"][0]["id"].clone();
    let query = |format: &str| {
        format!("view=results&sort=total&language=zh-CN&scorecard={}&format={format}", card.as_str().unwrap())
    };
    for format in ["csv", "xlsx"] {
        let answer = export(&review, &query(format), &review.manager);
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(
            answer.header("content-disposition"),
            Some(format!("attachment; filename=\"evaluations-2026-11-21-200020.{format}\"").as_str())
        );
        let table = cells(&answer);
        let column = |heading: &str| table[0].iter().position(|cell| cell == heading).unwrap();
        assert_eq!(table.len(), 3, "{format}");
        assert_eq!(
            (table[1][column("坐席")].as_str(), table[1][column("状态")].as_str()),
            ("agent", "已下发")
        );
        assert_eq!((table[1][column("得分")].as_str(), table[1][column("等级")].as_str()), ("96", "优秀"));
        assert_eq!(table[1][column("下发时间")], "2026-11-21 20:00:10");
        // Each item of the card has a column, with the words of what was chosen.
        let differing: Vec<usize> = (27..table[1].len().min(table[2].len()))
            .filter(|place| table[1][*place] != table[2][*place])
            .collect();
        assert_eq!(differing.len(), 1, "the two differ in one item: {format}");
    }
    let csv = export(&review, "view=results&rows=items&sort=total&format=csv", &review.manager);
    let text = std::str::from_utf8(&csv.body).unwrap();
    assert!(text.starts_with('\u{feff}') && text.contains("\"'=never summed up, \"\"nothing\"\"\""));
}

#[test]
fn an_export_stands_in_the_audit_trail() {
    let review = scored();
    export(&review, "view=results&format=csv&from=2026-11-01", &review.manager);
    let me =
        review.server.get("/api/v1/me", &review.manager).json()["person_id"].as_str().unwrap().to_owned();
    let lines = review.server.read(move |reading| audit::about(reading, "person", &me, 50));
    let line = lines.iter().find(|line| line.action == "evaluations.exported").unwrap();
    assert!(line.detail_json.contains("2026-11-01"), "{line:?}");
}

#[test]
fn agents_find_the_items_of_their_own_calls_once_they_have_answered() {
    let review = scored();
    let items = |query: &str| objects(&export(&review, query, &review.agent)).len();
    let of_feedback = || items("view=feedback&format=jsonl&rows=items");
    assert_eq!((of_feedback(), items("view=results&format=jsonl&rows=items")), (0, 0));
    let list = review.server.get("/api/v1/evaluations?view=feedback&sort=total", &review.agent).json();
    let path = format!("/api/v1/evaluations/{}/acknowledge", list["items"][0]["id"].as_str().unwrap());
    assert_eq!(review.server.send_json("POST", &path, &review.agent, &json!({"reply": null})).status, 200);
    assert!(of_feedback() > 5, "of the one that was answered");
    let comments = export(&review, "view=feedback&format=csv&rows=items", &review.agent);
    assert!(std::str::from_utf8(&comments.body).unwrap().contains("never summed up"));
    assert!(export(&review, "view=results&format=jsonl&rows=items", &review.manager).body.len() > 10_000);
}
