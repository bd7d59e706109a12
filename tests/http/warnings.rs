//! A warning is seen by those who edit libraries and by whoever is asked, and by learners once everybody who
//! is heard agreed or its library allows something instead: at every address that could show it, for every
//! role. The table of addresses is held against the routes: a new one without a line fails.

use super::cases::{HEARD, Stage, WARNING, stage};
use super::review::best_answers;
use super::server::{Answer, noon};
use earmark::db::person::Role;
use earmark::db::{agent, source};
use earmark::http::document;
use earmark::http::routes::TABLE;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Stands in every word that an editor writes of the case, and nowhere else.
const WORD: &str = "quarrelsome";
/// What the clip is called that the case is made of.
const CLIP: &str = "The first three seconds";

/// Who asks: the columns of both tables. `elsewhere` leads a team of another site, `proposer` is an inspector.
const WHO: [&str; 9] =
    [HEARD, "colleague", "elsewhere", "proposer", "inspector", "leader", "trainer", "manager", "admin"];

/// How much of the case somebody sees, from stage to stage: `-` nothing; `asked`, to decide; as learners see
/// it, with the `own` voices or `altered`; `all` of it.
const STAGES: &str = "
                     heard  colleague elsewhere proposer inspector leader  trainer manager admin
nobody_is_asked      -      -         -         -        -         -       all     all     -
the_agent_is_asked   asked  -         -         -        -         -       all     all     -
the_agent_agreed     own    own       own       own      own       own     all     all     -
they_took_it_back    asked  -         -         -        -         -       all     all     -
altered_is_allowed   own    altered   altered   altered  altered   altered all     all     -
elsewhere_is_allowed asked  -         own       -        -         -       all     all     -
nothing_is_allowed   asked  -         -         -        -         -       all     all     -
";

/// What every address answers to everybody:
///
/// | | |
/// | --- | --- |
/// | `s` | the case, to whoever sees any of it |
/// | `l` | the case, to whoever learns from it or edits it; not to whoever is only asked |
/// | `p` | the case to whoever sees any of it; before, what became of the proposal and no more |
/// | `o` | that it is somebody else's, to whoever sees the case (403) |
/// | `r` | the agenda of a case review; what it says of the case where the room that is invited may hear it |
/// | `f` | that a case review is found by what it says of the case, where the room may hear it; elsewhere it is not |
/// | `y` | the same at every stage: the clip, or that the step is taken |
/// | `.` | nothing of it, ever: 404, or a list without it |
/// | `x` | that they may not: 403, ever |
/// | `-` | not tried: the step is theirs and would take away what this test stands on |
const ANSWERS: &str = "
                                             heard colleague elsewhere proposer inspector leader trainer manager admin
GET    /libraries                              l     l         l         l        l         l      l       l       x
POST   /libraries                              x     x         x         x        x         x      x       -       x
PUT    /libraries/{library_id}                 x     x         x         x        x         x      x       -       x
PATCH  /libraries/{library_id}                 x     x         x         x        x         x      x       y       x
GET    /cases                                  l     l         l         l        l         l      l       l       x
GET    /cases?q=quarrel                        l     l         l         l        l         l      l       l       x
GET    /cases?tag=quarrelsome                  l     l         l         l        l         l      l       l       x
GET    /cases?unlearned=true&level=newcomer    l     l         l         l        l         l      l       l       x
GET    /cases?proposed_by=me                   .     .         .         p        .         .      .       .       x
GET    /cases?proposed_by=me&q=quarrel         .     .         .         l        .         .      .       .       x
POST   /cases                                  x     .         .         y        y         y      y       y       x
POST   /cases/recordings                       x     x         x         x        x         x      y       y       x
GET    /cases/shelves                          l     l         l         l        l         l      l       l       x
GET    /cases/recommended                      l     l         .         .        .         .      .       .       x
GET    /cases/{case_id}                        s     s         s         p        s         s      s       s       x
PUT    /cases/{case_id}                        x     x         x         x        x         x      y       y       x
POST   /cases/{case_id}/decision               x     x         x         x        x         x      y       y       x
POST   /cases/{case_id}/shelve                 x     x         x         x        x         x      y       y       x
POST   /cases/{case_id}/archive                x     x         x         x        x         x      -       -       x
POST   /cases/{case_id}/withdraw               .     .         .         y        .         .      .       .       x
GET    /cases/{case_id}/editions               x     x         x         x        x         x      s       s       x
GET    /cases/{case_id}/related                s     s         s         s        s         s      s       s       x
GET    /cases/{case_id}/audio                  s     s         s         s        s         s      s       s       x
GET    /cases/{case_id}/peaks                  s     s         s         s        s         s      s       s       x
GET    /cases/{case_id}/transcript             s     s         s         s        s         s      s       s       x
GET    /cases/{case_id}/consents               x     x         x         x        x         x      s       s       x
POST   /cases/{case_id}/consents               x     x         x         x        x         x      -       -       x
GET    /consents                               s     .         .         .        .         .      .       .       x
PUT    /cases/{case_id}/rating                 s     s         s         s        s         s      s       s       x
GET    /cases/{case_id}/comments               s     s         s         s        s         s      s       s       x
POST   /cases/{case_id}/comments               s     s         s         s        s         s      s       s       x
DELETE /cases/{case_id}/comments/{comment_id}  o     o         o         o        o         o      -       -       x
GET    /cases/{case_id}/learning               s     s         s         s        s         s      s       s       x
PUT    /cases/{case_id}/learning               s     s         s         s        s         s      s       s       x
GET    /cases/{case_id}/learners               x     x         x         x        x         x      s       s       x
GET    /me/learning                            s     s         s         s        s         s      s       s       x
GET    /learners                               x     x         .         x        x         .      .       .       x
GET    /learners/{person_id}/learning          x     x         .         x        x         .      .       .       x
GET    /playlists                              s     s         s         s        s         s      s       s       x
POST   /playlists                              x     x         x         x        x         x      y       y       x
PUT    /playlists/{playlist_id}                x     x         x         x        x         x      y       y       x
DELETE /playlists/{playlist_id}                x     x         x         x        x         x      -       -       x
GET    /learning-tasks                         s     s         .         s        s         s      s       s       x
GET    /learning-tasks?mine=true               s     s         s         s        s         s      .       .       x
POST   /learning-tasks                         x     x         .         x        x         s      s       s       x
DELETE /learning-tasks/{task_id}               x     x         .         x        x         -      -       -       x
GET    /trainer-desk                           x     x         x         x        x         x      y       y       x
GET    /calls/{call_id}/clips                  y     .         .         y        y         y      y       y       x
POST   /calls/{call_id}/clips                  x     x         .         y        y         y      y       y       x
GET    /clips                                  y     .         .         y        y         y      y       y       x
GET    /clips?q=three                          y     .         .         y        y         y      y       y       x
GET    /clips/tags                             .     .         .         .        .         .      .       .       x
GET    /clips/{clip_id}                        y     .         .         y        y         y      y       y       x
PUT    /clips/{clip_id}                        x     x         .         x        y         x      y       y       x
DELETE /clips/{clip_id}                        x     x         .         x        y         x      y       y       x
GET    /clips/{clip_id}/audio                  y     .         .         y        y         y      y       y       x
GET    /clips/{clip_id}/download               x     x         x         x        x         x      x       y       x
GET    /clips/{clip_id}/peaks                  y     .         .         y        y         y      y       y       x
PUT    /cases/{case_id}/consent                s     .         .         .        .         .      .       .       x
GET    /case-reviews                           y     y         y         y        y         y      y       y       x
GET    /case-reviews?q=quarrel                 f     f         f         .        .         f      s       s       x
POST   /case-reviews                           x     x         x         x        x         x      y       y       x
GET    /case-reviews/candidates?from=2026-11-01&to=2026-12-31 x x x      x        x         x      y       y       x
GET    /case-reviews/tasks                     y     y         y         y        y         y      y       y       x
GET    /case-reviews/{review_id}               r     r         r         .        .         r      s       s       x
PUT    /case-reviews/{review_id}               x     x         x         x        x         x      y       y       x
POST   /case-reviews/{review_id}/send          x     x         x         x        x         x      y       y       x
POST   /case-reviews/{review_id}/start         x     x         x         x        x         x      y       y       x
POST   /case-reviews/{review_id}/close         x     x         x         x        x         x      -       -       x
POST   /case-reviews/{review_id}/again         x     x         x         x        x         x      y       y       x
GET    /case-reviews/{review_id}/attendance    x     x         x         x        x         x      y       y       x
POST   /case-reviews/{review_id}/attendance    y     y         y         .        .         y      .       .       x
GET    /case-reviews/{review_id}/entries/{entry_id}/audio x x  x         x        x         x      y       y       x
GET    /case-reviews/{review_id}/entries/{entry_id}/peaks x x  x         x        x         x      y       y       x
POST   /case-reviews/{review_id}/decisions     x     x         x         x        x         x      y       y       x
PUT    /case-reviews/{review_id}/decisions/{number} . y        .         .        .         .      y       y       x
GET    /reference-calls                        x     x         x         y        y         x      y       y       x
POST   /reference-calls                        x     x         x         x        x         x      y       y       x
GET    /reference-calls/{reference_id}         x     x         x         y        y         x      y       y       x
PUT    /reference-calls/{reference_id}         x     x         x         x        x         x      y       y       x
PATCH  /reference-calls/{reference_id}         x     x         x         x        x         x      y       y       x
POST   /reference-calls/{reference_id}/look    x     x         x         x        x         x      y       y       x
GET    /reference-calls/{reference_id}/attempts x    x         x         y        y         x      y       y       x
POST   /reference-calls/{reference_id}/attempts x    x         x         -        y         x      y       -       x
GET    /reference-attempts/{evaluation_id}     x     x         x         .        .         x      .       .       x
GET    /reference-results                      x     x         x         y        y         x      y       y       x
GET    /certification-rules/{scorecard_id}     x     x         x         y        y         x      y       y       x
PUT    /certification-rules/{scorecard_id}     x     x         x         x        x         x      y       y       x
GET    /certifications                         x     x         x         y        y         x      y       y       x
";

/// The lines of a table by what stands before its cells; a cell for everybody of [`WHO`].
fn lines(table: &'static str) -> Vec<(Vec<&'static str>, Vec<&'static str>)> {
    let lines = table.lines().filter(|line| !line.is_empty()).skip(1);
    let split = |line: &'static str| {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let cells = words.split_off(words.len() - WHO.len());
        (words, cells)
    };
    lines.map(split).collect()
}

/// A warning on the shelf, made of a clip that the inspector made and the `proposer` proposed; with a comment,
/// in a playlist, to be learned by everybody who learns, for an item that cost both agents points; in a case
/// review to which both teams are invited, as the case and as the same stretch of its call, which is a reference
/// call too.
struct Warning {
    stage: Stage,
    case_id: String,
    /// What is put into the addresses.
    ids: Vec<(&'static str, String)>,
    everybody: Vec<String>,
}

impl Warning {
    fn shelved() -> Self {
        let mut stage = stage();
        stage.server.person("proposer", Role::Inspector, None, None);
        stage.tokens.insert("proposer", stage.server.person_token("proposer"));
        let person = |who: &&str| {
            let me = stage.get("/me", who).json();
            me["person_id"].as_str().unwrap_or_else(|| panic!("{me}")).to_owned()
        };
        let everybody: Vec<String> = WHO[..6].iter().map(person).collect();
        let colleague_id = everybody[1].parse().unwrap();
        stage.server.write(move |writing| {
            let pbx = source::find_or_make(writing, "pbx")?;
            let made = agent::find_or_make(writing, pbx.id, "8002", None)?;
            agent::tie_to_person(writing, made.id, colleague_id, noon(), None)
        });
        let (of_colleague, _) = stage.another_call_of("8002", "of the colleague");
        let evaluated = [&stage.call_id, &of_colleague].map(|call_id| loses_points(&stage, call_id));
        let reference = json!({"evaluation_id": evaluated[0], "title": {"en": "One to score"}});
        let reference = stage.done("POST", "/reference-calls", "trainer", &reference)["reference"].clone();

        let clip = json!({"recording_id": stage.recording_id, "start_ms": 0, "end_ms": 3_000, "title": CLIP});
        let clip = stage.done("POST", &format!("/calls/{}/clips", stage.call_id), "inspector", &clip);
        let new =
            json!({"library_id": WARNING, "clip_id": clip["id"], "teaching_line": "Hear how it begins"});
        let case = stage.done("POST", "/cases", "proposer", &new);
        let case_id = case["id"].as_str().unwrap().to_owned();
        let path = format!("/cases/{case_id}");
        stage.done("POST", &format!("{path}/decision"), "trainer", &json!({"accept": true}));
        stage.done("PUT", &path, "trainer", &commentary(&stage));
        stage.done("POST", &format!("{path}/shelve"), "trainer", &json!({}));
        let comment = stage.done("POST", &format!("{path}/comments"), "trainer", &json!({"text": WORD}));
        let list = json!({"name": "First week", "case_ids": [case_id]});
        let list = stage.done("POST", "/playlists", "trainer", &list);
        let task = json!({"case_id": case_id, "person_ids": everybody, "due_on": "2026-12-24"});
        let given = stage.done("POST", "/learning-tasks", "trainer", &task)["items"].clone();
        let task = given.as_array().unwrap().iter().find(|task| task["person"]["name"] == HEARD).unwrap();
        let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
        let review = case_review(&stage, &case_id, &everybody[1]);
        let ids = vec![
            ("{review_id}", id(&review["review"])),
            ("{entry_id}", id(&review["entries"][0])),
            ("{number}", "1".to_owned()),
            ("{reference_id}", id(&reference)),
            ("{agreed_id}", evaluated[0].as_str().unwrap().to_owned()),
            ("{scorecard_id}", card(&stage).as_str().unwrap().to_owned()),
            ("{library_id}", WARNING.to_owned()),
            ("{case_id}", case_id.clone()),
            ("{comment_id}", id(&comment)),
            ("{playlist_id}", id(&list)),
            ("{task_id}", id(task)),
            ("{clip_id}", id(&clip)),
            ("{call_id}", stage.call_id.clone()),
            ("{recording_id}", stage.recording_id.to_string()),
        ];
        Self { stage, case_id, ids, everybody }
    }

    /// Brings the case to a stage of the table.
    fn reach(&self, stage: &str) {
        let path = format!("/cases/{}", self.case_id);
        let answer = |answer: &str| {
            self.stage.done("PUT", &format!("{path}/consent"), HEARD, &json!({ "answer": answer }));
        };
        let allow = |altered_voice: bool, other_sites: bool| {
            let instead = json!({"altered_voice": altered_voice, "other_sites": other_sites});
            let name = json!({"en": "Warnings", "zh-CN": "警示"});
            let change = json!({"name": name, "project_id": null, "instead_of_consent": instead});
            self.stage.done("PUT", &format!("/libraries/{WARNING}"), "manager", &change);
        };
        match stage {
            "nobody_is_asked" => {}
            "the_agent_is_asked" => {
                self.stage.done("POST", &format!("{path}/consents"), "trainer", &json!({"message": WORD}));
            }
            "the_agent_agreed" => answer("given"),
            "they_took_it_back" => answer("refused"),
            "altered_is_allowed" => allow(true, false),
            "elsewhere_is_allowed" => allow(false, true),
            "nothing_is_allowed" => allow(false, false),
            other => panic!("{other} is no stage"),
        }
    }

    /// The address with what it stands for here; ids of what there is not are made up.
    fn address(&self, path: &str) -> String {
        let known = |path: String, (name, id): &(&str, String)| path.replace(name, id);
        let path = self.ids.iter().fold(path.replace("{format}", "txt"), known);
        let parts = path
            .split('/')
            .map(|part| if part.starts_with('{') { "01936f5e-0000-7000-8000-000000000000" } else { part });
        parts.collect::<Vec<_>>().join("/")
    }

    fn ask(&self, method: &str, path: &str, who: &str, stage: &str) -> Answer {
        let address = self.address(path);
        if method == "GET" {
            self.stage.get(&address, who)
        } else {
            self.stage.send(method, &address, who, &self.body(method, path, stage))
        }
    }

    /// What is sent: steps that change nothing of the case, or are refused because of what it is.
    fn body(&self, method: &str, path: &str, stage: &str) -> Value {
        let case_id = &self.case_id;
        match (method, path) {
            ("PATCH", "/libraries/{library_id}") => json!({"retired": true}),
            ("POST", "/libraries") => json!({"kind": "topic", "name": {"en": "Topic"}}),
            ("PUT", "/libraries/{library_id}") => json!({"name": {"en": "Warnings"}}),
            ("POST", "/cases") => {
                let clip_id = self.address("{clip_id}");
                json!({"library_id": WARNING, "clip_id": clip_id, "teaching_line": "Again"})
            }
            ("PUT", "/cases/{case_id}") => commentary(&self.stage),
            ("POST", "/cases/{case_id}/decision") => json!({"accept": true}),
            ("PUT", "/cases/{case_id}/rating") => json!({"stars": 3}),
            ("POST", "/cases/{case_id}/comments") => json!({"text": "I try that"}),
            ("PUT", "/cases/{case_id}/learning") => json!({"reached": 0}),
            // What they say anyway; while it is open they say no, and the next stage asks them again.
            ("PUT", "/cases/{case_id}/consent") => {
                json!({"answer": if stage == "the_agent_agreed" { "given" } else { "refused" }})
            }
            (_, "/playlists" | "/playlists/{playlist_id}") => {
                json!({"name": "First week", "case_ids": [case_id]})
            }
            ("POST", "/learning-tasks") => {
                json!({"case_id": case_id, "person_ids": [self.everybody[0]], "due_on": "2026-12-24"})
            }
            ("POST", "/calls/{call_id}/clips") => {
                let recording_id = &self.stage.recording_id;
                json!({"recording_id": recording_id, "start_ms": 0, "end_ms": 1, "title": CLIP})
            }
            ("PUT", "/clips/{clip_id}") => json!({"title": CLIP}),
            ("POST", "/case-reviews") => {
                json!({"title": "T", "held_at": HELD_AT, "team_ids": [], "entries": []})
            }
            ("PUT", "/case-reviews/{review_id}") => {
                json!({"edit": 99, "title": "T", "held_at": HELD_AT, "team_ids": [], "entries": []})
            }
            ("POST", "/case-reviews/{review_id}/again") => json!({"held_at": HELD_AT}),
            ("POST", "/case-reviews/{review_id}/attendance") => json!({"code": "no code"}),
            ("POST", "/case-reviews/{review_id}/decisions") => decision(&self.everybody[1]),
            ("PUT", "/case-reviews/{review_id}/decisions/{number}") => json!({"done": true}),
            ("POST", "/reference-calls") => {
                json!({"evaluation_id": self.address("{agreed_id}"), "title": {"en": "T"}})
            }
            ("PUT", "/reference-calls/{reference_id}") => {
                json!({"edit": 99, "title": {"en": "T"}, "why": {}, "reasons": {}})
            }
            ("PATCH", "/reference-calls/{reference_id}") => json!({"retired": false}),
            ("PUT", "/certification-rules/{scorecard_id}") => {
                json!({"calls": 1, "agreement": 90, "days": 100, "edit": 99})
            }
            _ => json!({}),
        }
    }

    /// What is wrong with this answer; none: nothing.
    fn fault(
        &self,
        stage: &str,
        (method, path): (&str, &str),
        cell: &str,
        sees: &str,
        answer: &Answer,
    ) -> Option<String> {
        let text = String::from_utf8_lossy(&answer.body);
        let (seen, learned) = (sees != "-", ["own", "altered", "all"].contains(&sees));
        let is_list = method == "GET" && !path.contains("{case_id}") && !path.contains("{clip_id}");
        let taken = ![401, 403, 404, 405].contains(&answer.status) && answer.status < 500;
        let shown = if is_list { answer.status == 200 && self.is_in(path, answer) } else { taken };
        let hidden = answer.status == 404 || is_list && answer.status == 200 && !self.is_in(path, answer);
        let refused = answer.status == 403;
        let proposal = answer.status == 200 && text.contains(r#""view":"proposal""#);
        let (is_right, wanted) = match cell {
            "s" if seen => (shown, "shown"),
            "l" if learned => (shown, "shown"),
            "p" if seen => (shown, "shown"),
            "p" => (proposal, "shown as a proposal"),
            "o" if seen => (refused, "refused"),
            "r" if ROOM_HEARS.contains(&stage) => (shown, "shown"),
            "r" => {
                let tells = text.contains(WORD) || text.contains(&self.case_id);
                let withheld = text.matches(r#""is_withheld":true"#).count();
                (answer.status == 200 && !tells && withheld == 2, "an agenda that withholds it")
            }
            "f" if ROOM_HEARS.contains(&stage) => (shown, "found"),
            "f" => (hidden, "not found"),
            "y" if path == "/trainer-desk" || is_elsewhere(path) => (taken, "answered"),
            "y" => (shown, "shown"),
            "x" => (refused, "refused"),
            _ => (hidden, "hidden"),
        };
        // Whoever was given it to learn, or has begun to, knows that it is there.
        let knows_id = cell == "p" || path.starts_with("/learning-tasks") || path == "/me/learning";
        let leaks = !seen && (text.contains(WORD) || !knows_id && text.contains(&self.case_id));
        let leak = if leaks { ", and tells of it" } else { "" };
        (!is_right || leaks).then(|| format!("should be {wanted}, is {}{leak}: {text:.400}", answer.status))
    }

    /// Whether a list holds the case; one of clips: the clip.
    fn is_in(&self, path: &str, answer: &Answer) -> bool {
        let text = String::from_utf8_lossy(&answer.body);
        match path {
            "/libraries" => {
                let libraries = answer.json()["items"].clone();
                libraries.as_array().unwrap().iter().any(|one| one["id"] == WARNING && one["shelved"] == 1)
            }
            path if path.contains("clips") => text.contains(CLIP),
            path if path.starts_with("/case-reviews?") => answer.json()["total"] == 1,
            _ => text.contains(WORD),
        }
    }
}

/// The commentary of the case, illustrating the item that both agents lost points by; on top of none.
fn commentary(stage: &Stage) -> Value {
    let words = |text: &str| json!({"en": format!("{text} {WORD}"), "zh-CN": format!("{WORD} {text}")});
    json!({
        "edition": 0, "library_id": WARNING, "teaching_line": format!("How a {WORD} tone begins"),
        "why": words("because"), "level": "newcomer", "language": "en", "hides_names": true,
        "review_on": null, "items": [{"scorecard_id": card(stage), "item": "greeting"}], "answers": [],
        "tags": [WORD],
        "points": [{"at_ms": 500, "kind": "improve", "happened": words("interrupts")}],
        "questions": [{"text": words("which?"), "options": [words("a"), words("b")], "right": 1}],
    })
}

/// The scorecard that asks for the greeting.
fn card(stage: &Stage) -> Value {
    let cards = stage.get("/standard-answers/cards", "trainer").json();
    let greets = |card: &&Value| {
        card["questions"].as_array().unwrap().iter().any(|question| question["key"] == "greeting")
    };
    cards["items"].as_array().unwrap().iter().find(greets).unwrap()["id"].clone()
}

/// When case reviews are held here.
const HELD_AT: &str = "2026-11-27T15:00:00Z";
/// The stages at which a room of both teams may hear the warning. While other sites are allowed it is none: it
/// holds whoever works beside whom they would hear.
const ROOM_HEARS: [&str; 2] = ["the_agent_agreed", "altered_is_allowed"];

/// Whether the address is one of case reviews and reference calls, whose lists show no case.
fn is_elsewhere(path: &str) -> bool {
    ["/reference-", "/certification", "/case-reviews"].iter().any(|begin| path.starts_with(begin))
}

/// A case review that is being held for both teams; its entries are the case and a stretch of its call. It
/// decided something that `owner` is to do.
fn case_review(stage: &Stage, case_id: &str, owner: &str) -> Value {
    let entries = json!([
        {"case_id": case_id, "minutes": 5, "note": format!("How a {WORD} tone begins"), "altered_voice": false},
        {"call_id": stage.call_id, "start_ms": 0, "end_ms": 2_000, "minutes": 5, "note": WORD,
            "points": [{"at_ms": 100, "is_strength": false, "question": {"en": "What is missing?"},
                "happened": {"en": WORD}}]},
    ]);
    let teams = [stage.team("north"), stage.team("south")];
    let new = json!({"title": "This week", "held_at": HELD_AT, "team_ids": teams, "entries": entries});
    let made = stage.done("POST", "/case-reviews", "trainer", &new);
    let path = format!("/case-reviews/{}", made["review"]["id"].as_str().unwrap());
    stage.done("POST", &format!("{path}/send"), "trainer", &json!({}));
    let open = stage.done("POST", &format!("{path}/start"), "trainer", &json!({}));
    stage.done("POST", &format!("{path}/decisions"), "trainer", &decision(owner));
    open
}

fn decision(owner: &str) -> Value {
    json!({"text": "Greet with the name", "owner_id": owner, "due_date": "2026-12-04"})
}

/// A released evaluation by which the agent of this call lost the points of the greeting; its id.
fn loses_points(stage: &Stage, call_id: &str) -> Value {
    let begun = stage.done("POST", "/evaluations", "inspector", &json!({ "call_id": call_id }));
    let path = format!("/evaluations/{}", begun["id"].as_str().unwrap());
    let mut answers = best_answers(&begun);
    let lost = json!({"options": ["no"], "comment": "c", "evidence": [{"kind": "not_said"}]});
    answers.insert("greeting".to_owned(), lost);
    let draft = json!({"edit": 0, "answers": answers, "notes": []});
    stage.done("PUT", &format!("{path}/draft"), "inspector", &draft);
    stage.done("POST", &format!("{path}/release"), "inspector", &json!({"edit": 1}));
    stage.server.clock.advance(std::time::Duration::from_secs(10));
    begun["id"].clone()
}

#[test]
fn every_address_of_clips_libraries_and_tasks_has_a_line() {
    let document = serde_json::to_value(document()).unwrap();
    let learning = TABLE.iter().filter_map(|(method, path)| {
        let tags = &document["paths"][path][method.to_lowercase()]["tags"];
        let path = path.strip_prefix("/api/v1")?;
        (tags[0] == "learning").then_some((*method, path))
    });
    let lines = lines(ANSWERS);
    let lines = lines.iter().map(|(line, _)| (line[0], line[1].split('?').next().unwrap_or_default()));
    assert_eq!(lines.collect::<BTreeSet<_>>(), learning.collect::<BTreeSet<_>>());
}

#[test]
fn a_warning_is_shown_at_every_address_to_whoever_may_see_it_at_that_stage_and_to_nobody_else() {
    let warning = Warning::shelved();
    let mut faults = Vec::new();
    for (stage, sight) in lines(STAGES) {
        let stage = stage[0];
        warning.reach(stage);
        for (who, sees) in WHO.iter().zip(&sight).filter(|(_, sees)| **sees != "-") {
            let case = warning.ask("GET", "/cases/{case_id}", who, stage).json();
            let voice = if *sees == "altered" { "altered" } else { "own" };
            assert_eq!(case["voice"], voice, "{stage}, {who}");
        }
        for (line, cells) in lines(ANSWERS) {
            let (method, path) = (line[0], line[1]);
            for ((who, cell), sees) in
                WHO.iter().zip(&cells).zip(&sight).filter(|((_, cell), _)| **cell != "-")
            {
                let answer = warning.ask(method, path, who, stage);
                if let Some(fault) = warning.fault(stage, (method, path), cell, sees, &answer) {
                    faults.push(format!("{stage}: {method} {path} as {who} {fault}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// What is not in the table either: whatever can be read, by whoever it is.
#[test]
fn nothing_at_all_that_can_be_read_tells_of_a_warning_before_consent_or_after() {
    let warning = Warning::shelved();
    let mut faults = Vec::new();
    for (stage, sight) in lines(STAGES).into_iter().take(4) {
        let stage = stage[0];
        warning.reach(stage);
        if stage == "the_agent_agreed" {
            continue;
        }
        // The stream of events never ends, and tells what the list of notices tells.
        let read = TABLE.iter().filter(|(method, path)| *method == "GET" && *path != "/api/v1/events");
        for (_, path) in read {
            let address = warning.address(path);
            for (who, _) in WHO.iter().zip(&sight).filter(|(_, sees)| **sees == "-") {
                let answer = warning.stage.server.get(&address, &warning.stage.tokens[who]);
                assert!(answer.status < 500, "{address}: {answer:?}");
                if String::from_utf8_lossy(&answer.body).contains(WORD) {
                    faults.push(format!("{stage}: {path} as {who}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
