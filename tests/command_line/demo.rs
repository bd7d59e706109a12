//! The demonstration: made in full or not at all, found again, and kept apart from everything else.

use super::program::{Place, Running, earmark, succeed, text};
use rustix::process::Signal;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A place for a demonstration that is not there yet.
fn nowhere() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    (folder, data)
}

fn demo(data: &Path, options: &[&str]) -> Command {
    let mut command = earmark(&["demo"]);
    command.arg("--data").arg(data).args(options);
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("EARMARK_DATABASE_URL");
    command
}

fn password_in(said: &str) -> &str {
    said.lines().find_map(|line| line.trim().strip_prefix("password for everybody: ")).unwrap()
}

/// Every file below the folder, with its content.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// The files that are new, gone, or not as they were.
fn changed<'a>(before: &'a [(PathBuf, Vec<u8>)], after: &'a [(PathBuf, Vec<u8>)]) -> Vec<&'a Path> {
    let only_in = |one: &'a [(PathBuf, Vec<u8>)], other: &[(PathBuf, Vec<u8>)]| -> Vec<&'a Path> {
        one.iter().filter(|file| !other.contains(file)).map(|(path, _)| path.as_path()).collect()
    };
    [only_in(before, after), only_in(after, before)].concat()
}

/// Waits for what another process does, within limits.
fn until(what: &str, happened: impl Fn() -> bool) {
    let patience = Instant::now() + Duration::from_mins(5);
    while !happened() {
        assert!(Instant::now() < patience, "{what} did not happen");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn an_interrupted_start_leaves_nothing_and_the_next_makes_all_of_it() {
    let (_folder, data) = nowhere();
    let making = data.with_file_name("demo.making");
    let mut interrupted = demo(&data, &["--no-serve"]).stderr(Stdio::null()).spawn().unwrap();
    until("the first recording", || {
        fs::read_dir(making.join("objects")).is_ok_and(|mut objects| objects.next().is_some())
    });
    interrupted.kill().unwrap();
    interrupted.wait().unwrap();
    assert!(!data.exists(), "half a workspace is none");

    let first = text(&succeed(demo(&data, &["--no-serve"])));
    assert!(!making.exists());
    for sign_in in ["zhoumin", "dean", "linyue", "olivia", "lifang", "priya", "wangjianguo", "sam"] {
        assert!(first.contains(&format!("  {sign_in} ")), "{first}");
    }

    let (objects, lived_in) = (contents(&data.join("objects")), numbers(&data));
    let second = text(&succeed(demo(&data, &["--no-serve"])));
    assert_eq!(password_in(&first), password_in(&second));
    assert_eq!(changed(&objects, &contents(&data.join("objects"))), Vec::<&Path>::new());
    assert_eq!(numbers(&data), lived_in, "a second start changes nothing");

    let Numbers { released, failed, unopened, acknowledged, .. } = lived_in;
    assert_eq!((lived_in.recorded, lived_in.due), (10, 2));
    assert!(lived_in.scored > 200 && lived_in.too_short >= 5 && lived_in.too_long >= 10, "{lived_in:?}");
    // The manager may arbitrate: what stands under an open appeal is withheld from them.
    let withheld: u64 = lived_in.at_each_step.iter().sum();
    assert_eq!(released + withheld, lived_in.scored, "{lived_in:?}");
    assert_eq!(lived_in.generated, released - 5, "{lived_in:?}");
    assert!(failed > 20 && failed < released / 2, "{lived_in:?}");
    assert!(unopened > 0 && acknowledged > released / 3, "{lived_in:?}");
    assert!(lived_in.lapsed > 5 && lived_in.found_right > 5, "{lived_in:?}");
    assert_eq!(lived_in.at_each_step, [1, 1, 1], "an appeal waits at every step");
    assert!(lived_in.decided >= 4 && lived_in.asked == 2, "{lived_in:?}");
    assert_eq!((lived_in.flagged, lived_in.answers, lived_in.tickets), (3, 3, [1, 1]), "the desk");
    assert_eq!(lived_in.cases, [6, 1, 5, 1], "a warning is there for others once its agent agreed");
    assert_eq!(lived_in.explained, BTreeMap::from([("en".to_owned(), 3), ("zh".to_owned(), 3)]));
    assert_eq!(lived_in.reviews, [("sent".to_owned(), 2)], "a case review that can be presented");
    assert_eq!(lived_in.references, 2);
    assert!(lived_in.of_dean > 15 && lived_in.of_dean < released / 4, "{lived_in:?}");
}

/// What a workspace holds.
#[derive(Debug, PartialEq, Eq)]
struct Numbers {
    recorded: u64,
    scored: u64,
    too_short: u64,
    too_long: u64,
    released: u64,
    generated: u64,
    failed: u64,
    unopened: u64,
    acknowledged: u64,
    lapsed: u64,
    found_right: u64,
    at_each_step: [u64; 3],
    flagged: u64,
    /// On the shelves, proposed, there for an agent, given to learn.
    cases: [u64; 4],
    /// Cases of the shelves whose points are told in both languages, by the language that is spoken.
    explained: BTreeMap<String, usize>,
    /// Case reviews by their state, with how many entries ask the room in both languages.
    reviews: Vec<(String, usize)>,
    references: u64,
    answers: u64,
    /// Open, and answered.
    tickets: [u64; 2],
    decided: u64,
    asked: u64,
    of_dean: u64,
    due: u64,
}

/// Looks at a workspace through a server, as people of it.
fn numbers(data: &Path) -> Numbers {
    let earmark_here = |arguments: &[&str]| {
        let mut command = earmark(arguments);
        command.arg("--data").arg(data).env_remove("EARMARK_DATABASE_URL");
        command
    };
    let token_of = |sign_in| text(&succeed(earmark_here(&["token", "create", "--person", sign_in])));
    let [manager, dean, inspector, trainer] = ["wangjianguo", "dean", "linyue", "priya"].map(token_of);
    let server = Running::listening(earmark_here(&["serve", "--no-worker", "--listen", "127.0.0.1:0"]));
    let total = |token: &str, path: &str| {
        server.get_json(token, &format!("/api/v1/{path}"))["total"].as_u64().unwrap()
    };
    let found = Numbers {
        recorded: total(&manager, "calls?has_recording=true"),
        scored: total(&manager, "calls?evaluated=true"),
        too_short: total(&manager, "calls?shorter_than_ms=20000"),
        too_long: total(&manager, "calls?longer_than_ms=600000"),
        released: total(&manager, "evaluations?view=results"),
        generated: total(&manager, "evaluations?view=results&generated=true"),
        failed: total(&manager, "evaluations?view=results&passed=false"),
        unopened: total(&manager, "evaluations?view=results&answered=unopened"),
        acknowledged: total(&manager, "evaluations?view=results&answered=acknowledged"),
        lapsed: total(&manager, "evaluations?view=results&answered=lapsed"),
        found_right: total(&manager, "evaluations?view=results&answered=no_objection"),
        at_each_step: ["first_review", "recheck", "arbitration"]
            .map(|step| total(&manager, &format!("appeals?view=all&state={step}"))),
        flagged: total(&manager, "calls?flag=good_case"),
        cases: [
            total(&manager, "cases?state=shelved"),
            total(&manager, "cases?state=proposed"),
            total(&dean, "cases"),
            total(&manager, "learning-tasks?state=open"),
        ],
        explained: explained(&server, &trainer),
        reviews: reviews(&server, &trainer),
        references: total(&trainer, "reference-calls"),
        answers: total(&manager, "standard-answers"),
        tickets: [false, true]
            .map(|closed| total(&manager, &format!("improvements?view=all&closed={closed}"))),
        decided: total(&manager, "appeals?view=all&state=decided"),
        asked: total(&manager, "call-requests?view=all"),
        of_dean: total(&dean, "evaluations?view=feedback"),
        due: total(&inspector, "assignments?inspector=me&state=open"),
    };
    server.stop_and_listen();
    found
}

/// Every one of a list, with its own page.
fn each(server: &Running, token: &str, list: &str) -> Vec<Value> {
    let known = server.get_json(token, &format!("/api/v1/{list}"));
    let path = list.split('?').next().unwrap();
    let ids = known["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
    ids.map(|id| server.get_json(token, &format!("/api/v1/{path}/{id}"))).collect()
}

/// Whether there are points, and what each of them says here stands there in both languages.
fn says_in_both(points: &Value, field: &str) -> bool {
    let points = points.as_array().unwrap();
    let both = |point: &Value| ["en", "zh-CN"].iter().all(|language| point[field][language].is_string());
    !points.is_empty() && points.iter().all(both)
}

fn explained(server: &Running, trainer: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for case in each(server, trainer, "cases?state=shelved") {
        if says_in_both(&case["points"], "happened") {
            *found.entry(case["language"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    found
}

fn reviews(server: &Running, trainer: &str) -> Vec<(String, usize)> {
    let asks = |entry: &&Value| says_in_both(&entry["heard"]["points"], "question");
    let told = |one: Value| {
        let entries = one["entries"].as_array().unwrap().iter().filter(asks).count();
        (one["review"]["state"].as_str().unwrap().to_owned(), entries)
    };
    each(server, trainer, "case-reviews").into_iter().map(told).collect()
}

#[test]
fn it_is_served_on_this_machine_alone_beside_whoever_has_the_port_and_stops_politely() {
    let (_folder, data) = nowhere();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();

    let server = Running::listening(demo(&data, &["--port", &port, "--lanes", "light"]));

    assert!(!server.address.ends_with(&port), "{}", server.address);
    assert_eq!(server.get("nobody", "/healthz").0, 200);
    server.signal(Signal::INT);
    assert!(server.wait().success());
}

#[test]
fn a_folder_that_is_no_demonstration_is_left_as_it_is() {
    let place = Place::sqlite();
    place.source_token("pbx");
    let before = contents(place.data());

    let refused = demo(place.data(), &["--no-serve"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is not a demonstration"), "{refused:?}");
    assert_eq!(changed(&before, &contents(place.data())), Vec::<&Path>::new());

    // Its database has to say so too, not only a file.
    fs::write(place.data().join("demonstration-password"), "guessed").unwrap();
    let refused = demo(place.data(), &["--no-serve"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is not a demonstration"), "{refused:?}");
}

#[test]
fn without_the_demonstration_calls_it_says_where_they_are() {
    let (_folder, data) = nowhere();
    let refused = demo(&data, &["--no-serve", "--fixtures", "nowhere"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--fixtures"), "{refused:?}");
    assert!(!data.exists());
}
