//! The checker itself, on small files that break the law, and on ones that keep it.

use crate::rules::{broken_in, foreign_names_in, too_long};

/// The one rule that this file breaks.
fn rule(path: &str, text: &str) -> String {
    let broken = broken_in(path, text);
    assert_eq!(broken.len(), 1, "one rule should be broken: {broken:?}");
    broken.concat()
}

/// Asserts that a file keeps the law.
fn keeps(path: &str, text: &str) {
    assert_eq!(broken_in(path, text), Vec::<String>::new());
}

#[test]
fn a_room_imports_what_is_below_it() {
    keeps("src/http/api/calls.rs", "use crate::{db::{Call, Scope}, error::Coded};");
    keeps("src/config/mod.rs", "use crate::error::Coded;");
    keeps("src/db/call.rs", "use crate::db::Scope;");
    keeps("src/main.rs", "fn main() { earmark::cli::run() }");
}

#[test]
fn a_room_does_not_import_what_is_above_it() {
    assert_eq!(
        rule("src/db/call.rs", "\nuse crate::http::Answer;"),
        "src/db/call.rs:2: `db` may not import `http`; the import law is in src/lib.rs"
    );
}

#[test]
fn rooms_on_one_floor_do_not_know_each_other() {
    assert!(rule("src/http/mod.rs", "use crate::jobs::Runner;").contains("`http` may not import `jobs`"));
    assert!(rule("src/jobs/mod.rs", "use crate::http::App;").contains("`jobs` may not import `http`"));
    assert!(rule("src/audio/mod.rs", "use crate::scoring::Card;").contains("may not import `scoring`"));
}

#[test]
fn a_path_is_seen_wherever_it_stands() {
    let hidden = [
        "use crate::{error::Coded, http::{self, App}};",
        "use crate::http as web;",
        "pub use crate::http::*;",
        "fn f() { crate::http::run() }",
        "fn f() -> Vec<crate::http::App> { loop {} }",
        "fn f<T: crate::http::Answer>(_: T) {}",
        "fn f(x: u8) { if let crate::http::LIMIT = x {} }",
        "fn f() { println!(\"{}\", vec![crate::http::LIMIT]) }",
        "macro_rules! m { () => { $crate::http::run() }; }",
        "m! { use crate::{http::App, error::Coded}; }",
        "#[derive(crate::http::Answer)] struct A;",
        "#[serde(with = \"crate::http::text\")] struct A;",
        "impl crate::http::Answer for A {}",
        "use crate::r#http::App;",
    ];
    for text in hidden {
        let broken = broken_in("src/db/call.rs", text);
        assert!(!broken.is_empty(), "unseen: {text}");
        assert!(broken.iter().all(|rule| rule.contains("may not import `http`")), "{text}: {broken:?}");
    }
}

#[test]
fn words_about_a_room_are_not_imports() {
    keeps("src/db/mod.rs", "//! See [`crate::http`].\n/// Used by [`crate::http::App`].\npub struct Db;");
    keeps("src/db/mod.rs", "// crate::http\nconst NAME: &str = \"http\";");
}

#[test]
fn a_path_has_to_name_a_room() {
    assert!(rule("src/db/mod.rs", "use crate::Something;").contains("`crate::Something` is no room"));
    assert!(rule("src/db/mod.rs", "use crate::*;").contains("`crate::*` is no room"));
    assert!(rule("src/lib.rs", "pub use crate::db::Call;").contains("src/lib.rs is the map"));
}

#[test]
fn super_stays_inside_the_room() {
    keeps("src/db/call.rs", "use super::Scope;");
    keeps("src/db/dialect/lock.rs", "use super::super::Scope; pub(super) fn f() {}");
    keeps("src/ids.rs", "mod tests { use super::*; } pub(super) fn f() {}");
    keeps("src/db/mod.rs", "mod tests { use super::*; }");
    keeps("src/main.rs", "mod tests { use super::*; }");
    let climbs_out = "src/db/call.rs:1: `super` climbs out of `db`; write `crate::` and the room's name";
    assert_eq!(rule("src/db/call.rs", "use super::super::http::App;"), climbs_out);
    assert!(rule("src/db/mod.rs", "use super::http::App;").contains("climbs out of `db`"));
    assert!(rule("src/ids.rs", "fn f() { super::time::now() }").contains("climbs out of `ids`"));
    assert!(rule("src/db/mod.rs", "mod tests { use super::super::*; }").contains("climbs out"));
    assert!(rule("src/db/mod.rs", "use self::super::http::App;").contains("climbs out"));
}

#[test]
fn an_unknown_room_has_to_find_its_place() {
    assert!(rule("src/helpers/mod.rs", "").contains("give it a place in the law"));
    assert!(rule("src/helpers.rs", "").contains("give it a place in the law"));
}

#[test]
fn some_crates_are_kept_to_one_room() {
    keeps("src/http/mod.rs", "use actix_web::App; #[actix_web::main] async fn main() {}");
    keeps("src/db/mod.rs", "use diesel::prelude::*; use diesel_migrations::embed_migrations;");
    assert!(rule("src/cli/serve.rs", "use actix_web::App;").contains("only `http` names actix_web"));
    assert!(rule("src/cli/serve.rs", "fn f() { actix_rt::spawn() }").contains("only `http` names actix_rt"));
    assert!(rule("src/jobs/mod.rs", "use diesel::prelude::*;").contains("only `db` names diesel"));
    assert!(rule("src/http/mod.rs", "use libsqlite3_sys as sqlite;").contains("names libsqlite3_sys"));
}

#[test]
fn pure_rooms_do_not_reach_outside() {
    keeps("src/audio/mod.rs", "use std::{io::Read, time::Duration};");
    let reaching = [
        "use std::{fs, io};",
        "fn f() { std::env::var(\"HOME\") }",
        "use std::time::{Duration, SystemTime};",
        "fn f() -> std::process::ExitCode { loop {} }",
        "use tokio::sync::Mutex;",
        "fn f() { let _ = dbg!(std::net::TcpListener::bind(\"\")); }",
    ];
    for text in reaching {
        for room in ["scoring", "audio", "search"] {
            assert!(rule(&format!("src/{room}/mod.rs"), text).contains("is a pure room"), "{text}");
        }
        keeps("src/storage/mod.rs", text);
    }
}

#[test]
fn pure_rooms_have_no_async() {
    let texts =
        ["async fn f() {}", "fn f() { async {}; }", "fn f() { async || 1; }", "fn f() { m!(async {}) }"];
    for text in texts {
        assert!(rule("src/scoring/mod.rs", text).contains("has no `async`"), "{text}");
        keeps("src/storage/mod.rs", text);
    }
    assert_eq!(broken_in("src/search/mod.rs", "async fn f() { g().await }").len(), 2);
}

#[test]
fn the_tests_of_a_pure_room_may_read_files_but_not_break_the_law() {
    keeps("src/scoring/mod.rs", "#[cfg(test)] mod tests { fn f() { std::fs::read(\"card.yaml\") } }");
    keeps("src/scoring/tests.rs", "fn f() { std::fs::read(\"card.yaml\") }");
    assert!(rule("src/scoring/tests.rs", "use crate::db::Db;").contains("may not import `db`"));
    assert!(rule("src/scoring/mod.rs", "mod inner { use std::fs; }").contains("pure room"));
}

#[test]
fn a_file_that_is_not_rust_is_said_to_be_so() {
    assert!(rule("src/db/mod.rs", "fn (").contains("this is not Rust"));
}

#[test]
fn a_long_file_is_found() {
    assert_eq!(too_long("src/a.rs", &"\n".repeat(600), 600), None);
    let sentence = too_long("src/a.rs", &"\n".repeat(601), 600).expect("601 lines are too many");
    assert!(sentence.starts_with("src/a.rs: 601 lines"));
    assert!(too_long("web/src/a.tsx", &"\n".repeat(601), 600).is_some());
    assert_eq!(too_long("tests/data.json", &"\n".repeat(601), 600), None);
}

#[test]
fn a_foreign_name_is_found_with_its_line() {
    let text = format!("fine\nsee {}{} for it\n", "../", "shared");
    let broken = foreign_names_in("docs/a.md", &text);
    assert_eq!(broken.len(), 1);
    assert!(broken.concat().starts_with("docs/a.md:2: "));
    assert_eq!(foreign_names_in("docs/a.md", "a shared library, and the works"), Vec::<String>::new());
}
