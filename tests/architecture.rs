//! The law of the house, kept by reading the sources.
//!
//! `src/lib.rs` says which room may import which; this test reads every path in every file below
//! `src/` and fails with the file, the line and the rule that was broken. It also keeps files
//! short, and keeps the paths of anybody's machine out of the repository.

#[path = "architecture/law.rs"]
mod law;
#[path = "architecture/mentions.rs"]
mod mentions;
#[path = "architecture/repository.rs"]
mod repository;
#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/snippets.rs"]
mod snippets;

use repository::Repository;

/// More than this and a file has a seam to be split along.
const LONGEST_FILE: usize = 600;

/// Fails the test with every sentence on its own line.
fn expect_none(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_path_in_the_sources_obeys_the_law() {
    let sources = Repository::here().rust_sources();
    assert!(sources.len() > 3, "only {} files below src/: is this the repository?", sources.len());
    let broken: Vec<String> = sources.iter().flat_map(|(path, text)| rules::broken_in(path, text)).collect();
    expect_none(&broken);
}

#[test]
fn no_file_is_too_long() {
    let broken: Vec<String> = Repository::here()
        .texts_below(&["src/", "tests/", "web/src/"])
        .into_iter()
        .filter_map(|(path, text)| rules::too_long(&path, &text, LONGEST_FILE))
        .collect();
    expect_none(&broken);
}

#[test]
fn nothing_names_the_machine_it_was_written_on() {
    let broken: Vec<String> = Repository::here()
        .texts_below(&[""])
        .into_iter()
        .filter(|(path, _)| !rules::is_lock_file(path))
        .flat_map(|(path, text)| rules::foreign_names_in(&path, &text))
        .collect();
    expect_none(&broken);
}
