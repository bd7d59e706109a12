//! The bell: who is told what, and the stream that tells it as it happens.

use super::review::Review;
use super::server::{PASSWORD, TestServer};
use earmark::access::Secret;
use earmark::db::person::Role;
use earmark::db::session;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

/// One message of a stream.
#[derive(Debug, PartialEq)]
struct Told {
    id: Option<i64>,
    event: String,
    data: Value,
}

/// An open stream.
struct Stream(BufReader<TcpStream>);

impl Stream {
    /// Opens a stream with this header (a token, a cookie); the status where it is refused.
    fn open(server: &TestServer, query: &str, header: &str) -> Result<Self, u16> {
        let mut connection = TcpStream::connect(server.address()).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let request = format!("GET /api/v1/events{query} HTTP/1.1\r\nhost: test\r\n{header}\r\n\r\n");
        connection.write_all(request.as_bytes()).unwrap();
        let mut stream = Self(BufReader::new(connection));
        let status: u16 = stream.line().split(' ').nth(1).unwrap().parse().unwrap();
        if status != 200 {
            return Err(status);
        }
        while !stream.line().is_empty() {}
        Ok(stream)
    }

    fn of(server: &TestServer, token: &str) -> Self {
        let mut stream = Self::open(server, "", &bearer(token)).unwrap();
        assert_eq!(stream.next().unwrap().event, "ready");
        stream
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// The next message; none: the stream has ended.
    fn next(&mut self) -> Option<Told> {
        let (mut id, mut event) = (None, String::new());
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            // Between the messages stand the sizes of the chunks; the last one is 0.
            match line.trim_end().split_once(": ") {
                Some(("id", text)) => id = Some(text.parse().unwrap()),
                Some(("event", text)) => text.clone_into(&mut event),
                Some(("data", text)) => {
                    return Some(Told { id, event, data: serde_json::from_str(text).unwrap() });
                }
                _ if line.trim_end() == "0" => return None,
                _ => {}
            }
        }
    }
}

fn bearer(token: &str) -> String {
    format!("authorization: Bearer {token}")
}

fn cookie_of(server: &TestServer, name: &str) -> String {
    let signed_in = server.post_json("/api/v1/session", &json!({"sign_in": name, "password": PASSWORD}), &[]);
    let set = signed_in.header("set-cookie").unwrap();
    format!("cookie: {}", set.split(';').next().unwrap())
}

fn unread(server: &TestServer, token: &str) -> Vec<Value> {
    let page = server.get("/api/v1/notices?unread=true", token).json();
    assert_eq!(page["total"], page["items"].as_array().unwrap().len());
    page["items"].as_array().unwrap().clone()
}

fn streams_open(server: &TestServer) -> String {
    let text = String::from_utf8(server.send("GET", "/metrics", &[]).body).unwrap();
    let line = text.lines().find(|line| line.starts_with("earmark_event_streams ")).unwrap();
    line.split(' ').next_back().unwrap().to_owned()
}

#[test]
fn the_agent_is_told_when_an_evaluation_is_out_and_the_inspector_when_it_is_acknowledged() {
    let review = Review::start();
    let server = &review.server;
    let (mut agent, mut inspector) =
        (Stream::of(server, &review.agent), Stream::of(server, &review.inspector));
    let evaluation = review.release(&review.call_id, &json!({}));
    assert_eq!(unread(server, &review.agent), [] as [Value; 0], "it is not out yet");
    server.clock.advance(Duration::from_secs(10));
    let told = agent.next().unwrap();
    let data = json!({"number": 1, "code": "feedback_released", "subject_id": evaluation, "count": 1});
    assert_eq!(told, Told { id: Some(1), event: "notice".to_owned(), data });
    let notices = unread(server, &review.agent);
    assert_eq!(
        (&notices[0]["code"], &notices[0]["subject_id"]),
        (&json!("feedback_released"), &json!(evaluation))
    );
    assert_eq!((&notices[0]["actor"], &notices[0]["read_at"]), (&Value::Null, &Value::Null));

    // Whoever opens the feedback has read the notice of it.
    let open = format!("/api/v1/evaluations/{evaluation}/open");
    assert_eq!(server.send_json("POST", &open, &review.agent, &Value::Null).status, 204);
    assert_eq!(unread(server, &review.agent), [] as [Value; 0]);
    let acknowledge = format!("/api/v1/evaluations/{evaluation}/acknowledge");
    assert_eq!(server.send_json("POST", &acknowledge, &review.agent, &json!({"reply": null})).status, 200);
    assert_eq!(inspector.next().unwrap().data["code"], "feedback_acknowledged");
    let notices = unread(server, &review.inspector);
    assert_eq!((&notices[0]["actor"]["name"], &notices[0]["number"]), (&json!("agent"), &json!(2)));
    assert_eq!(unread(server, &review.leader), [] as [Value; 0], "it does not concern them");
}

#[test]
fn each_step_of_an_appeal_is_told_to_whoever_takes_the_next() {
    let review = Review::start();
    let server = &review.server;
    let evaluation = review.release_for_good(&review.call_id, &json!({}));
    let [mut leader, mut inspector, mut manager, mut agent] =
        [&review.leader, &review.inspector, &review.manager, &review.agent]
            .map(|token| Stream::of(server, token));
    let post = |path: &str, token: &str, body: Value| {
        let answer = server.send_json("POST", &format!("/api/v1/{path}"), token, &body);
        assert!(answer.status < 300, "{path}: {answer:?}");
        answer.json()
    };
    let item = json!({"question": "greeting", "reason": "I said it"});
    let appeal = post(
        &format!("evaluations/{evaluation}/appeal"),
        &review.agent,
        json!({"revision": 1, "items": [item]}),
    );
    let id = appeal["id"].as_str().unwrap().to_owned();
    let waits = |stream: &mut Stream| {
        let told = stream.next().unwrap().data;
        assert_eq!((&told["code"], &told["subject_id"]), (&json!("appeal_waits"), &json!(id)));
    };
    waits(&mut leader);
    let review_body = json!({"upholds": false, "reason": "listen again"});
    post(&format!("appeals/{id}/first-review"), &review.leader, review_body);
    waits(&mut inspector);
    let kept = json!({"items": [{"question": "greeting", "change": null, "reason": "it was not said"}]});
    post(&format!("appeals/{id}/recheck"), &review.inspector, kept.clone());
    waits(&mut manager);
    post(&format!("appeals/{id}/arbitration"), &review.manager, kept);
    for stream in [&mut inspector, &mut leader] {
        assert_eq!(stream.next().unwrap().data["code"], "appeal_decided");
    }
    // Before it, the agent was told that there is an evaluation at all.
    while agent.next().unwrap().data["code"] != "appeal_decided" {}
    let notices = unread(server, &review.agent);
    let decided = notices.iter().find(|one| one["code"] == "appeal_decided").unwrap();
    assert_eq!(decided["actor"], Value::Null, "who arbitrated is hidden");
}

#[test]
fn nobody_is_told_of_what_was_taken_back() {
    let review = Review::start();
    let mut agent = Stream::of(&review.server, &review.agent);
    let first = review.release(&review.call_id, &json!({}));
    assert_eq!(review.take_back(&first).status, 200);
    let second = review.release(&review.another_call("second"), &json!({}));
    review.server.clock.advance(Duration::from_secs(10));
    assert_eq!(agent.next().unwrap().data["subject_id"], second);
    assert_eq!(unread(&review.server, &review.agent).len(), 1);
}

#[test]
fn inspectors_are_told_of_what_others_do_with_their_queue() {
    let review = Review::start();
    let server = &review.server;
    let me = server.get("/api/v1/me", &review.inspector).json();
    let mut stream = Stream::of(server, &review.inspector);
    let calls = [review.call_id.clone(), review.another_call("second")];
    let body = json!({"call_ids": calls, "inspector_id": me["person_id"]});
    let made = server.send_json("POST", "/api/v1/assignments", &review.manager, &body).json();
    let told = stream.next().unwrap();
    assert_eq!((&told.data["code"], &told.data["count"]), (&json!("calls_assigned"), &json!(2)));
    let assignment = made["assigned"][0]["id"].as_str().unwrap();
    assert_eq!(review.delete(&format!("/api/v1/assignments/{assignment}"), &review.manager).status, 204);
    let told = stream.next().unwrap();
    assert_eq!(
        (&told.data["code"], &told.data["subject_id"]),
        (&json!("assignment_withdrawn"), &json!(assignment))
    );
    let notices = unread(server, &review.inspector);
    assert!(notices.iter().all(|one| one["actor"]["name"] == "manager"), "{notices:?}");

    // What they do themselves they know.
    let own = json!({"call_id": review.call_id});
    let taken = server.send_json("POST", "/api/v1/assignments/self", &review.inspector, &own).json();
    let path = format!("/api/v1/assignments/{}", taken["id"].as_str().unwrap());
    assert_eq!(review.delete(&path, &review.inspector).status, 204);
    assert_eq!(unread(server, &review.inspector).len(), 2);
}

#[test]
fn a_stream_goes_on_from_where_it_was() {
    let review = Review::start();
    let server = &review.server;
    let mut watching = Stream::of(server, &review.agent);
    for native_id in ["a", "b", "c"] {
        review.release_for_good(&review.another_call(native_id), &json!({}));
        watching.next().unwrap();
    }
    let numbers = |query: &str, header: &str| {
        let header = format!("{}{header}", bearer(&review.agent));
        let mut stream = Stream::open(server, query, &header).unwrap();
        let mut told = Vec::new();
        while let Some(one) = stream.next() {
            told.push((one.event, one.id.unwrap()));
        }
        told
    };
    let notice = |number| ("notice".to_owned(), number);
    let ready = ("ready".to_owned(), 3);
    assert_eq!(numbers("?after=1&follow=false", ""), [notice(2), notice(3), ready.clone()]);
    assert_eq!(numbers("?follow=false", ""), [ready.clone()], "whoever comes new begins now");
    // What the browser says when it comes again is younger than its address.
    assert_eq!(numbers("?after=0&follow=false", "\r\nlast-event-id: 2"), [notice(3), ready.clone()]);
    // A number that was never given comes from another database.
    assert_eq!(numbers("?after=9&follow=false", ""), [("reset".to_owned(), 3)]);
    let spoiled = format!("{}\r\nlast-event-id: x", bearer(&review.agent));
    assert!(matches!(Stream::open(server, "", &spoiled), Err(422)));

    // Nothing is lost between what was missed and what happens.
    let mut again = Stream::open(server, "?after=2", &bearer(&review.agent)).unwrap();
    review.release_for_good(&review.another_call("d"), &json!({}));
    let told: Vec<_> =
        (0..3).map(|_| again.next().unwrap()).map(|one| (one.event, one.id.unwrap())).collect();
    assert_eq!(told, [notice(3), ready, notice(4)]);
}

#[test]
fn streams_are_bounded_counted_and_closed() {
    let mut server = TestServer::start_with(|limits| {
        limits.streams.most = 3;
        limits.streams.of_session = 2;
        limits.streams.check = Duration::from_millis(100);
    });
    server.person("mei", Role::Inspector, None, None);
    server.person("lan", Role::Trainer, None, None);
    let (first, second) = (cookie_of(&server, "mei"), cookie_of(&server, "mei"));
    let source = server.source_token("pbx");
    assert!(matches!(Stream::open(&server, "", &bearer(&source)), Err(403)), "a source is told nothing");
    assert!(matches!(Stream::open(&server, "", "x: y"), Err(401)));

    let mut one = Stream::open(&server, "", &first).unwrap();
    let mut same = Stream::open(&server, "", &first).unwrap();
    assert!(matches!(Stream::open(&server, "", &first), Err(429)));
    let mut other = Stream::open(&server, "", &second).unwrap();
    assert!(matches!(Stream::open(&server, "", &cookie_of(&server, "lan")), Err(503)));
    assert_eq!(streams_open(&server), "3");
    for stream in [&mut one, &mut same, &mut other] {
        assert_eq!(stream.next().unwrap().event, "ready");
    }

    // Signing out ends the streams of that session alone.
    let cookie = first.strip_prefix("cookie: ").unwrap();
    let out =
        server.send("DELETE", "/api/v1/session", &[("cookie", cookie), ("sec-fetch-site", "same-origin")]);
    assert_eq!(out.status, 204);
    for stream in [&mut one, &mut same] {
        let end = stream.next().unwrap();
        assert_eq!((end.event.as_str(), &end.data["reason"]), ("end", &json!("signed_out")));
        assert_eq!(stream.next(), None);
    }
    assert_eq!(streams_open(&server), "1");

    // A session that another process ended is noticed.
    let secret = second.split_once('=').unwrap().1.to_owned();
    server.write(move |writing| {
        let id = session::live(writing, &Secret::received(&secret).hash())?.unwrap().id;
        session::end(writing, id)
    });
    assert_eq!(other.next().unwrap().event, "end");
    assert_eq!(other.next(), None);

    // A server that stops ends its streams first.
    let third = cookie_of(&server, "lan");
    let mut last = Stream::open(&server, "", &third).unwrap();
    assert_eq!(last.next().unwrap().event, "ready");
    server.stop();
    assert_eq!(last.next(), None);
}

#[test]
fn what_is_read_here_is_read_everywhere() {
    let review = Review::start();
    let server = &review.server;
    let mut stream = Stream::of(server, &review.agent);
    for native_id in ["a", "b", "c"] {
        review.release_for_good(&review.another_call(native_id), &json!({}));
        stream.next().unwrap();
    }
    let read = |path: &str, token: &str, body: Value| server.send_json("POST", path, token, &body).status;
    assert_eq!(read("/api/v1/notices/2/read", &review.leader, Value::Null), 404, "it is not theirs");
    assert_eq!(read("/api/v1/notices/2/read", &review.agent, Value::Null), 204);
    assert_eq!(stream.next().unwrap().event, "read");
    let numbers =
        || unread(server, &review.agent).iter().map(|one| one["number"].clone()).collect::<Vec<_>>();
    assert_eq!(numbers(), [json!(3), json!(1)]);
    assert_eq!(read("/api/v1/notices/read", &review.agent, json!({"through": 1})), 204);
    assert_eq!(numbers(), [json!(3)]);
    let first = server.get("/api/v1/notices?limit=2", &review.agent).json();
    assert_eq!((&first["total"], first["items"].as_array().unwrap().len()), (&json!(3), 2));
    let next = format!("/api/v1/notices?limit=2&cursor={}", first["next"].as_str().unwrap());
    assert_eq!(server.get(&next, &review.agent).json()["items"][0]["number"], 1);
}
