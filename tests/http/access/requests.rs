//! What is sent to each endpoint: an address whose parts are there or are not, a query and a body that are
//! understood, so that only the permission can be in the way.

use super::Stage;
use crate::server::Answer;
use serde_json::{Value, json};

/// Sends what this endpoint understands.
pub(super) fn ask(stage: &Stage, method: &str, path: &str, token: Option<&str>) -> Answer {
    let body = body_for(stage, method, path);
    let path = path
        .replace("{call_id}", &stage.call_id)
        .replace("{recording_id}", &stage.recording_id)
        .replace("{assignment_id}", NOBODY)
        .replace("{filter_id}", NOBODY)
        .replace("{evaluation_id}", &stage.evaluation_id)
        .replace("{version_id}", &stage.version_id)
        .replace("{format}", "txt");
    let path = with_unknown_ids(&path);
    if let Some(body) = body {
        return stage.server.send_json(method, &path, token.unwrap_or_default(), &body);
    }
    let path = format!("{path}{}", query_for(stage, &path));
    let bearer = token.map(|token| format!("Bearer {token}"));
    let mut headers = vec![("content-type", "multipart/form-data; boundary=XYZ")];
    if path.contains("session") || path.contains("setup") {
        headers = vec![("content-type", "application/json")];
    }
    if path.contains("uploads/") {
        headers = vec![("content-type", "application/offset+octet-stream"), ("upload-offset", "0")];
    }
    if let Some(bearer) = &bearer {
        headers.push(("authorization", bearer));
    }
    stage.server.send(method, &path, &headers)
}

/// Whatever else an address names is something that is not there.
fn with_unknown_ids(path: &str) -> String {
    let unknown = |part: &str| match part {
        "{grant_id}" | "{membership_id}" => "1".to_owned(),
        "{number}" => "999999".to_owned(),
        part if part.starts_with('{') => NOBODY.to_owned(),
        part => part.to_owned(),
    };
    path.split('/').map(unknown).collect::<Vec<_>>().join("/")
}

/// An id that nothing has.
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// A body that is understood, where one is looked at before the permission.
fn body_for(stage: &Stage, method: &str, path: &str) -> Option<Value> {
    let step = path.strip_prefix("/api/v1/evaluations/{evaluation_id}");
    match (method, path, step) {
        ("POST", "/api/v1/assignments", _) => {
            Some(json!({ "call_ids": [stage.call_id], "inspector_id": NOBODY }))
        }
        ("PUT", "/api/v1/transcription/pause", _) => Some(json!({ "paused": false })),
        ("POST", "/api/v1/transcription/failures/retry", _) => Some(json!({})),
        ("POST", "/api/v1/filters", _) => Some(json!({"page": "calls", "name": "mine", "query": ""})),
        ("PUT", "/api/v1/filters/{filter_id}", _) => Some(json!({"name": "mine", "query": ""})),
        ("POST", "/api/v1/assignments/take", _) => Some(json!({ "query": "" })),
        ("POST", "/api/v1/assignments/self", _) => Some(json!({ "call_id": stage.call_id })),
        ("PUT", "/api/v1/calls/{call_id}/listening", _) => Some(json!({"place": "call", "heard": [[0, 50]]})),
        ("PUT", "/api/v1/recordings/{recording_id}/sides", _) => {
            Some(json!({ "channels": { "0": "agent", "1": "customer" } }))
        }
        ("POST", "/api/v1/recordings/{recording_id}/corrections", _) => {
            Some(json!({ "number": 0, "speaker": "agent" }))
        }
        ("POST", "/api/v1/recordings/{recording_id}/corrections/speakers", _) => {
            Some(json!({ "channel": 0 }))
        }
        ("POST", "/api/v1/calls/{call_id}/flags", _) => Some(json!({ "kind": "risk" })),
        ("POST", "/api/v1/standard-answers", _) => Some(json!({ "scorecard_id": NOBODY, "question": "q",
            "title": {"en": "T"}, "text": {"en": "T"}, "valid_from": "2026-11-01" })),
        ("PUT", "/api/v1/standard-answers/{answer_id}", _) => Some(json!({ "based_on": 1,
            "title": {"en": "T"}, "text": {"en": "T"}, "valid_from": "2026-11-01" })),
        ("PATCH", "/api/v1/standard-answers/{answer_id}", _) => Some(json!({ "retired_from": "2026-11-01" })),
        ("POST", "/api/v1/stock-phrases", _) => {
            Some(json!({ "scorecard_id": stage.scorecard_id, "question": "greeting", "text": "T" }))
        }
        ("PUT", "/api/v1/stock-phrases/{phrase_id}", _) => Some(json!({ "text": "T" })),
        ("PUT", "/api/v1/me/review-keys", _) => Some(json!({ "keys": {} })),
        ("PUT", "/api/v1/improvements/{improvement_id}", _) => Some(json!({ "state": "open" })),
        ("POST", "/api/v1/reference-calls", _) => {
            Some(json!({ "evaluation_id": stage.evaluation_id, "title": {"en": "T"} }))
        }
        ("PUT", "/api/v1/reference-calls/{reference_id}", _) => {
            Some(json!({ "edit": 0, "title": {"en": "T"}, "why": {}, "reasons": {} }))
        }
        ("PATCH", "/api/v1/reference-calls/{reference_id}", _) => Some(json!({ "retired": true })),
        ("POST" | "PUT", "/api/v1/case-reviews" | "/api/v1/case-reviews/{review_id}", _) => {
            let entry =
                json!({ "call_id": stage.call_id, "start_ms": 0, "end_ms": 100, "minutes": 5, "note": "N" });
            let mut body = json!({ "title": "T", "held_at": "2026-12-01T09:00:00Z", "team_ids": [],
                "entries": [entry] });
            if method == "PUT" {
                body["edit"] = json!(0);
            }
            Some(body)
        }
        ("POST", "/api/v1/case-reviews/{review_id}/again", _) => {
            Some(json!({ "held_at": "2026-12-01T09:00:00Z" }))
        }
        ("POST", "/api/v1/case-reviews/{review_id}/attendance", _) => Some(json!({ "code": "000000" })),
        ("POST", "/api/v1/case-reviews/{review_id}/decisions", _) => {
            Some(json!({ "text": "T", "owner_id": NOBODY, "due_date": "2026-12-01" }))
        }
        ("PUT", "/api/v1/case-reviews/{review_id}/decisions/{number}", _) => Some(json!({ "done": true })),
        ("PUT", "/api/v1/certification-rules/{scorecard_id}", _) => {
            Some(json!({ "calls": 2, "agreement": 80, "days": 180, "edit": 0 }))
        }
        ("PUT", _, Some("/part")) => Some(json!({ "participation_id": NOBODY })),
        ("PUT", _, Some("/disposition")) => Some(json!({ "right": true })),
        ("POST", "/api/v1/sales/take", _) => Some(json!({})),
        ("POST", "/api/v1/sale-rules", _) => Some(json!({ "disposition": "sold" })),
        ("POST", "/api/v1/notices/read", _) => Some(json!({ "through": 1 })),
        ("POST", "/api/v1/holds", _) => {
            Some(json!({"kind": "legal", "reason": "a letter", "call_ids": [stage.call_id]}))
        }
        ("POST", "/api/v1/holds/{hold_id}/lift", _) => Some(json!({"reason": "it is settled"})),
        ("POST", "/api/v1/retention/preview", _) => Some(json!({})),
        ("POST" | "PUT", path, _) if path.starts_with("/api/v1/retention/rules") => {
            Some(json!({"name": "all", "keep_days": 36_000}))
        }
        ("POST", "/api/v1/erasures" | "/api/v1/erasures/preview", _) => {
            Some(json!({"number": "02079460018", "reference": "T-1"}))
        }
        ("POST", "/api/v1/calls/metadata", _) => Some(json!({ "direction": "sideways" })),
        ("POST", "/api/v1/evaluations", _) => Some(json!({"call_id": stage.call_id})),
        ("POST", "/api/v1/contacts", _) => Some(json!({ "agent_id": NOBODY, "channel": "chat",
            "format": "text", "text": "Agent: hello", "began_at": "2026-11-20T09:00:00Z" })),
        ("POST", "/api/v1/sittings", _) => Some(json!({ "agent_id": NOBODY, "purpose": "beside" })),
        ("POST", _, Some("/reminders")) => Some(json!({ "text": "smile" })),
        ("PUT", _, Some("/call")) => Some(json!({ "call_id": stage.call_id })),
        ("PUT", _, Some("/draft")) => Some(json!({"edit": 0, "answers": {}, "notes": []})),
        ("POST", _, Some("/release")) => Some(json!({"edit": 0})),
        ("POST", _, Some("/cannot-score")) => Some(json!({"reason": "damaged"})),
        ("POST", _, Some("/acknowledge" | "/no-objection")) => Some(json!({"reply": null})),
        ("POST", _, Some("/self-listening")) => Some(json!({"marks": [], "skipped": true})),
        ("POST", _, Some("/talk")) => Some(json!({"note": "we talked"})),
        ("PUT", _, Some("/rating")) => Some(json!({"is_helpful": true, "words": null})),
        ("POST", _, Some("/notes/{note_id}/replies")) => Some(json!({"text": "thanks"})),
        ("POST", "/api/v1/calls/{call_id}/requests", _) => {
            Some(json!({"kind": "nomination", "reason": "it went well"}))
        }
        ("POST", "/api/v1/call-requests/{request_id}/decision", _) => {
            Some(json!({"accepts": false, "answer": "not now"}))
        }
        ("PUT", _, Some("/appeal/draft")) => Some(json!({"edit": 0, "items": []})),
        ("POST" | "PUT", "/api/v1/working-calendar" | "/api/v1/working-calendar/preview", _) => Some(json!({
            "edit": 0, "week": [true, true, true, true, true, false, false], "release_hours": 24,
            "hear_hours": 24, "days": [],
        })),
        ("POST", "/api/v1/days-away" | "/api/v1/days-away/preview", _) => {
            Some(json!({ "person_id": NOBODY, "first_day": "2026-12-01", "last_day": "2026-12-03" }))
        }
        ("POST", _, Some("/appeal")) => {
            Some(json!({"revision": 1, "items": [{"question": "greeting", "reason": "r"}]}))
        }
        ("POST", _, Some("/revisions")) => Some(json!({"revision": 1, "reason": "r", "changes": {}})),
        ("POST", _, Some("/revisions/preview")) => Some(json!({"choices": {}})),
        ("POST", _, Some("/appeal/preview")) => Some(json!({"choices": {}})),
        ("POST", "/api/v1/appeals/{appeal_id}/preview", _) => Some(json!({"choices": {}})),
        ("POST", "/api/v1/appeals/{appeal_id}/first-review", _) => {
            Some(json!({"upholds": true, "reason": "r"}))
        }
        ("POST", "/api/v1/appeals/{appeal_id}/recheck" | "/api/v1/appeals/{appeal_id}/arbitration", _) => {
            Some(json!({"items": []}))
        }
        _ if method != "GET" && is_about_learning(path) => body_about_learning(stage, method, path),
        _ if path.starts_with("/api/v1/sources") && method != "GET" => body_about_sources(path),
        _ if path.starts_with("/api/v1/scorecard") => body_about_scorecards(method, path),
        _ => body_about_people(method, path),
    }
}

fn is_about_learning(path: &str) -> bool {
    ["clips", "libraries", "cases", "playlists", "learning-tasks"]
        .iter()
        .any(|noun| path.starts_with(&format!("/api/v1/{noun}")) || path.ends_with(&format!("/{noun}")))
}

/// What the addresses of clips, libraries, cases, playlists and learning tasks are sent.
fn body_about_learning(stage: &Stage, method: &str, path: &str) -> Option<Value> {
    let last = path.rsplit('/').next();
    match (method, last) {
        ("DELETE", _) | ("POST", Some("shelve" | "withdraw")) => None,
        ("POST", Some("clips")) => Some(json!({
            "recording_id": stage.recording_id, "start_ms": 0, "end_ms": 1_000, "title": "T",
        })),
        ("PUT", Some("{clip_id}")) => Some(json!({ "title": "T" })),
        ("POST", Some("libraries")) => Some(json!({ "kind": "topic", "name": {"en": "T"} })),
        ("PUT", Some("{library_id}")) => Some(json!({ "name": {"en": "T"} })),
        ("PATCH", _) => Some(json!({ "retired": false })),
        ("POST", Some("cases")) => Some(json!({
            "library_id": GOOD, "call_id": stage.call_id, "teaching_line": "T",
        })),
        ("PUT", Some("{case_id}")) => Some(json!({
            "edition": 0, "library_id": GOOD, "teaching_line": "T", "level": "regular", "language": "en",
            "hides_names": true,
        })),
        (_, Some("decision")) => Some(json!({ "accept": true })),
        (_, Some("archive" | "consents")) => Some(json!({})),
        (_, Some("consent")) => Some(json!({ "answer": "given" })),
        (_, Some("rating")) => Some(json!({ "stars": 3 })),
        (_, Some("comments")) => Some(json!({ "text": "T" })),
        (_, Some("learning")) => Some(json!({ "reached": 0 })),
        (_, Some("learning-tasks")) => {
            Some(json!({ "case_id": NOBODY, "person_ids": [NOBODY], "due_on": "2026-12-01" }))
        }
        _ => Some(json!({ "name": "T", "case_ids": [] })),
    }
}

/// The library of good cases, which is there from the start.
const GOOD: &str = "019abc00-0000-7000-8000-000000000001";

/// What the addresses of scorecards are sent.
fn body_about_scorecards(method: &str, path: &str) -> Option<Value> {
    match (method, path.rsplit('/').next()) {
        ("GET" | "DELETE", _) => None,
        (_, Some("scorecards")) => Some(json!({ "key": "new-card" })),
        (_, Some("check")) => Some(json!({ "definition": {} })),
        (_, Some("read")) => Some(json!({ "yaml": "{}" })),
        (_, Some("draft")) => Some(json!({ "edit": 0, "definition": {} })),
        (_, Some("hearing")) => Some(json!({
            "edit": 0, "answer_days": 5, "appeals_a_month": null, "has_first_review": true,
            "has_recheck": true, "has_arbitration": true, "listen_first": "fails",
        })),
        (_, Some("scorecard-uses")) => Some(json!({ "scorecard_id": NOBODY })),
        _ => Some(json!({ "edit": 1, "retired": true })),
    }
}

/// What the addresses of sources are sent.
fn body_about_sources(path: &str) -> Option<Value> {
    let body = json!({ "name": "N", "time_zone": "UTC" });
    match path.rsplit('/').next() {
        Some("sources" | "tokens") => Some(body),
        Some("extensions") => Some(json!({ "text": "" })),
        Some("{token_id}" | "{file_id}" | "{sidecar_id}") => None,
        Some("watch-folder") => Some(json!({ "path": "/srv/recordings" })),
        Some("{source_id}") => Some(json!({ "name": "N", "time_zone": "UTC", "retired": true })),
        _ => Some(json!({})),
    }
}

/// What the addresses of people are sent: every field that any of them asks for.
fn body_about_people(method: &str, path: &str) -> Option<Value> {
    if method == "GET" || !is_about_people(path) || path.ends_with("/imports") {
        return None;
    }
    if path == "/api/v1/projects/{project_id}" {
        return Some(json!({}));
    }
    Some(json!({ "name": "N", "roles": [], "role": "agent", "team_id": NOBODY, "person_id": NOBODY }))
}

pub(super) fn is_about_people(path: &str) -> bool {
    let nouns = ["people", "teams", "projects", "agents"];
    nouns.iter().any(|noun| path.starts_with(&format!("/api/v1/{noun}")))
}

/// A query that is understood, where there must be one.
fn query_for(stage: &Stage, path: &str) -> String {
    match path {
        "/api/v1/evaluations" => "?view=results".to_owned(),
        "/api/v1/evaluations/export" => "?view=results&format=csv".to_owned(),
        "/api/v1/appeals" => "?view=waiting".to_owned(),
        "/api/v1/call-requests" => "?view=all".to_owned(),
        "/api/v1/stock-phrases" => format!("?scorecard={}", stage.scorecard_id),
        "/api/v1/improvements" => "?view=found".to_owned(),
        _ if path.ends_with("/hits") => "?said=refund".to_owned(),
        "/api/v1/case-reviews/candidates" => "?from=2026-11-16&to=2026-11-22".to_owned(),
        "/api/v1/trend" => "?purpose=quality".to_owned(),
        // A stream that goes on would never be read to its end.
        "/api/v1/events" => "?follow=false".to_owned(),
        _ if path.ends_with("/back-test") => "?purpose=quality".to_owned(),
        _ if path.ends_with("/draft") => "?edit=1".to_owned(),
        _ if path.starts_with("/api/v1/scorecard-versions/") => format!("?from={}", stage.version_id),
        _ => String::new(),
    }
}
