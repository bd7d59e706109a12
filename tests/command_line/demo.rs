//! The demonstration: made in full or not at all, found again, and kept apart from everything else.

use super::program::{Place, Running, earmark, succeed, text};
use rustix::process::Signal;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
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
    assert_eq!((lived_in.recorded, lived_in.due), (31, 2));
    assert!(lived_in.scored > 200 && lived_in.too_short >= 5 && lived_in.too_long >= 10, "{lived_in:?}");
    // The manager may arbitrate: what stands under an open appeal is withheld from them.
    let withheld: u64 = lived_in.at_each_step.iter().sum();
    assert_eq!(released + withheld, lived_in.scored_parts, "{lived_in:?}");
    assert_eq!(lived_in.scored + 1, lived_in.scored_parts, "two agents spoke in one call: {lived_in:?}");
    // Ten parts of nine scenes, and fifteen that were received again.
    assert_eq!(lived_in.generated, lived_in.scored_parts - 25, "{lived_in:?}");
    assert!(failed > 20 && failed < released / 2, "{lived_in:?}");
    assert!(unopened > 0 && acknowledged > released / 3, "{lived_in:?}");
    assert!(lived_in.lapsed >= 3 && lived_in.found_right > 5, "{lived_in:?}");
    assert_eq!(lived_in.waiting_unheard, [0; 3], "what waits for its agent, or lapsed, can be heard");
    assert_eq!(lived_in.appeals_unheard, (10, 0), "and so can what was appealed");
    assert_eq!(lived_in.at_each_step, [1, 1, 1], "an appeal waits at every step");
    assert!(lived_in.decided >= 4 && lived_in.asked == 2, "{lived_in:?}");
    assert_eq!((lived_in.flagged, lived_in.answers, lived_in.tickets), (3, 6, [2, 1]), "the desk");
    assert_eq!(lived_in.cases, [8, 1, 6], "a warning is there for others once its agent agreed");
    assert_eq!(lived_in.tasks.map(|count| count > 0), [true; 3], "open, overdue and done: {lived_in:?}");
    assert!(lived_in.learned >= 6, "{lived_in:?}");
    assert_eq!(lived_in.explained, BTreeMap::from([("en".to_owned(), 4), ("zh".to_owned(), 4)]));
    assert_eq!(lived_in.reviews, [("sent".to_owned(), 2)], "a case review that can be presented");
    let [first, second] = &lived_in.agreement[..] else { panic!("two learn by scoring: {lived_in:?}") };
    assert!(first.len() == 3 && first.is_sorted() && second.len() == 3 && second.is_sorted(), "{lived_in:?}");
    assert_eq!(lived_in.certified, ["certified", "below"], "one of them agrees enough");
    assert_eq!(lived_in.sales, [2, 1, 1], "confirmed, corrected, rejected");
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
    /// Parts of calls that were scored, also what is under an open appeal.
    scored_parts: u64,
    /// Feedback about calls without a recording that is unopened, unanswered, or lapsed.
    waiting_unheard: [u64; 3],
    /// Appeals, and those about calls without a recording.
    appeals_unheard: (usize, usize),
    flagged: u64,
    /// On the shelves, proposed, there for an agent.
    cases: [u64; 3],
    /// Learning tasks that are open, overdue and done.
    tasks: [u64; 3],
    /// How many cases were learned from, all learners together.
    learned: u64,
    /// How far each of those who learn by scoring agreed, attempt by attempt, in per cent.
    agreement: Vec<Vec<u64>>,
    /// Where they stand with the card of the service.
    certified: Vec<String>,
    /// Sales that were confirmed, corrected and rejected.
    sales: [u64; 3],
    /// Cases of the shelves whose points are told in both languages, by the language that is spoken.
    explained: BTreeMap<String, usize>,
    /// Case reviews by their state, with how many entries ask the room in both languages.
    reviews: Vec<(String, usize)>,
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
        scored_parts: total(&trainer, "evaluations?view=results"),
        waiting_unheard: ["unopened", "opened", "lapsed"].map(|state| {
            total(&trainer, &format!("evaluations?view=results&generated=true&answered={state}"))
        }),
        appeals_unheard: appeals(&server, &manager),
        flagged: total(&manager, "calls?flag=good_case"),
        cases: [
            total(&manager, "cases?state=shelved"),
            total(&manager, "cases?state=proposed"),
            total(&dean, "cases"),
        ],
        tasks: ["open", "overdue", "done"]
            .map(|state| total(&manager, &format!("learning-tasks?state={state}"))),
        learned: learned(&server, &trainer),
        agreement: agreement(&server, &trainer),
        certified: certified(&server, &trainer),
        sales: ["confirmed", "corrected", "rejected"].map(|outcome| {
            total(&manager, &format!("evaluations?view=results&purpose=verification&outcome={outcome}"))
        }),
        explained: explained(&server, &trainer),
        reviews: reviews(&server, &trainer),
        answers: total(&manager, "standard-answers"),
        tickets: [false, true]
            .map(|closed| total(&manager, &format!("improvements?view=all&closed={closed}"))),
        decided: total(&manager, "appeals?view=all&state=decided"),
        asked: total(&manager, "call-requests?view=all"),
        of_dean: total(&dean, "evaluations?view=feedback"),
        due: total(&inspector, "assignments?inspector=me&state=open"),
    };
    library_holds_together(&server, &trainer);
    for one in listed(&server, &manager, "evaluations?view=results&generated=false&limit=200") {
        assert_eq!(one["coverage"]["percent"], 100, "heard before it was scored: {one}");
    }
    server.stop_and_listen();
    found
}

/// Every case says which standard answers and items it illustrates and when it is looked at again; none is
/// about a call that somebody scores blind; what shows somebody doing badly asks its agent.
fn library_holds_together(server: &Running, trainer: &str) {
    let references = listed(server, trainer, "reference-calls");
    let blind: BTreeSet<&str> = references.iter().filter_map(|one| one["call_id"].as_str()).collect();
    assert_eq!(blind.len(), 3);
    let mut asked = BTreeMap::new();
    for state in ["shelved", "proposed"] {
        for case in each(server, trainer, &format!("cases?state={state}")) {
            let line = &case["teaching_line"];
            assert!(!blind.contains(case["desk"]["call_id"].as_str().unwrap()), "{line} is scored blind");
            if state == "proposed" {
                continue;
            }
            assert_ne!(case["answers"], json!([]), "{line} illustrates no standard answer");
            assert_ne!(case["items"], json!([]), "{line} illustrates no item");
            assert!(case["desk"]["review_on"].is_string(), "{line} is never looked at again");
            assert!(says_in_both(&case["points"], "happened"), "{line}");
            let id = case["id"].as_str().unwrap();
            let related = server.get_json(trainer, &format!("/api/v1/cases/{id}/related"));
            assert_ne!(related["items"], json!([]), "{line} stands alone");
            let points = case["points"].as_array().unwrap();
            let faults = points.iter().filter(|point| point["kind"] == "improve").count();
            let kind = case["library"]["kind"].as_str().unwrap();
            assert!(kind == "warning" || faults * 2 < points.len(), "{line} shows faults on an open shelf");
            if kind == "warning" {
                *asked.entry(case["desk"]["is_consented"].as_bool().unwrap()).or_insert(0) += 1;
            }
        }
    }
    assert_eq!(asked, BTreeMap::from([(false, 2), (true, 2)]), "warnings with and without consent");
}

fn learned(server: &Running, trainer: &str) -> u64 {
    let learners = listed(server, trainer, "learners?limit=200");
    learners.iter().filter_map(|one| one["cases"].as_u64()).sum()
}

/// Of each who learns by scoring, by name, the share of items alike of each attempt, the first first.
fn agreement(server: &Running, trainer: &str) -> Vec<Vec<u64>> {
    let mut of_people: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for one in listed(server, trainer, "reference-results").iter().rev() {
        let count = |field: &str| one["outcome"][field].as_u64().unwrap();
        let person = one["person"]["name"].as_str().unwrap().to_owned();
        of_people.entry(person).or_default().push(100 * count("alike") / count("items"));
    }
    of_people.into_values().collect()
}

fn certified(server: &Running, trainer: &str) -> Vec<String> {
    let references = listed(server, trainer, "reference-calls");
    let card = references.iter().find(|one| one["card"]["key"] == "inbound-service").unwrap();
    let card = card["scorecard_id"].as_str().unwrap();
    let found = listed(server, trainer, &format!("certifications?scorecard_id={card}"));
    found.iter().map(|one| one["standing"].as_str().unwrap().to_owned()).collect()
}

/// How many appeals there are, and how many of them are about calls without a recording.
fn appeals(server: &Running, manager: &str) -> (usize, usize) {
    let calls = listed(server, manager, "calls?has_recording=true&limit=200");
    let heard: BTreeSet<&str> = calls.iter().filter_map(|call| call["id"].as_str()).collect();
    let all = each(server, manager, "appeals?view=all");
    let unheard = all.iter().filter(|one| one["call_id"].as_str().is_none_or(|id| !heard.contains(id)));
    (all.len(), unheard.count())
}

fn listed(server: &Running, token: &str, list: &str) -> Vec<Value> {
    server.get_json(token, &format!("/api/v1/{list}"))["items"].as_array().unwrap().clone()
}

/// Every one of a list, with its own page.
fn each(server: &Running, token: &str, list: &str) -> Vec<Value> {
    let path = list.split('?').next().unwrap();
    let page =
        |one: &Value| server.get_json(token, &format!("/api/v1/{path}/{}", one["id"].as_str().unwrap()));
    listed(server, token, list).iter().map(page).collect()
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
