//! The OpenAPI document, the route table and the running server say the same.

use super::server::TestServer;
use earmark::http::document;
use earmark::http::routes::TABLE;
use std::collections::BTreeSet;

#[test]
fn the_document_holds_exactly_the_table() {
    let document = serde_json::to_value(document()).unwrap();
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            described.insert((method.to_uppercase(), path.clone()));
        }
    }
    let table: BTreeSet<_> =
        TABLE.iter().map(|(method, path)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(described, table);
}

#[test]
fn the_server_knows_every_line_of_the_table_and_nothing_else() {
    let server = TestServer::start();
    let id = "01936f5e-0000-7000-8000-000000000000";
    for (method, path) in TABLE {
        let path = path.replace("{call_id}", id).replace("{recording_id}", id);
        let answer = server.send(method, &path, &[]);
        assert!(![404, 405].contains(&answer.status), "{method} {path}: {}", answer.status);
    }
    let beside = server.send("GET", "/api/v1/nothing", &[]);
    assert_eq!((beside.status, beside.code().as_str()), (404, "no_such_address"));
    let wrong_method = server.send("DELETE", "/api/v1/me", &[]);
    assert_eq!((wrong_method.status, wrong_method.code().as_str()), (405, "method_not_allowed"));
    assert_eq!(wrong_method.header("allow"), Some("GET, HEAD"));
}

#[test]
fn where_get_is_answered_so_is_head() {
    let server = TestServer::start();
    let id = "01936f5e-0000-7000-8000-000000000000";
    for (_, path) in TABLE.iter().filter(|(method, _)| *method == "GET") {
        let path = path.replace("{call_id}", id).replace("{recording_id}", id);
        let (get, head) = (server.send("GET", &path, &[]), server.send("HEAD", &path, &[]));
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        assert!(
            path == "/metrics" || head.header("content-length") == get.header("content-length"),
            "{path}"
        );
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_and_every_field_a_description() {
    let document = serde_json::to_value(document()).unwrap();
    let mut names = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name), "{name} is the name of {method} {path} and of another");
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        for (field, described) in schema["properties"].as_object().into_iter().flatten() {
            // One that may be missing and has a schema of its own says so inside.
            let said = described["description"].as_str().or(described["oneOf"][0]["description"].as_str());
            assert!(said.is_some_and(|said| !said.is_empty()), "{name}.{field} has no description");
        }
    }
}

#[test]
fn nothing_keeps_what_may_hold_personal_data() {
    let server = TestServer::start();
    let token = server.source_token("pbx");
    for path in ["/api/v1/me", "/api/v1/calls/01936f5e-0000-7000-8000-000000000000", "/api/v1/nothing"] {
        assert_eq!(server.get(path, &token).header("cache-control"), Some("no-store"), "{path}");
    }
}

#[test]
fn the_server_hands_the_document_out() {
    let server = TestServer::start();
    let answer = server.send("GET", "/api/v1/openapi.json", &[]);
    assert_eq!(answer.json(), serde_json::to_value(document()).unwrap());
    assert!(answer.json()["openapi"].as_str().unwrap().starts_with("3.1"));
}

#[test]
fn every_answer_carries_its_request_id_and_is_counted() {
    let server = TestServer::start();
    let answer = server.send("GET", "/healthz", &[]);
    assert_eq!(answer.body, b"alive\n");
    assert!(answer.header("x-request-id").is_some_and(|id| id.len() == 36));
    let ready = server.send("GET", "/readyz", &[]);
    assert_eq!((ready.status, ready.json()["ready"].as_bool()), (200, Some(true)));
    let metrics = String::from_utf8(server.send("GET", "/metrics", &[]).body).unwrap();
    let counted = r#"earmark_http_requests_total{method="GET",route="/healthz",status="200"} 1"#;
    assert!(metrics.contains(counted), "{metrics}");
    assert!(metrics.contains(r#"earmark_jobs{lane="prepare",state="waiting"} 0"#), "{metrics}");
}
