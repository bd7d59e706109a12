//! Signing in and out, the first administrator, and requests of other sites.

use super::server::{Answer, PASSWORD, TestServer};
use earmark::access::first_start_link;
use earmark::db::person::Role;
use serde_json::json;
use std::time::Duration;

fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie").unwrap();
    set.split(';').next().unwrap().to_owned()
}

fn sign_in(server: &TestServer, name: &str, password: &str) -> Answer {
    server.post_json("/api/v1/session", &json!({ "sign_in": name, "password": password }), &[])
}

#[test]
fn a_session_lives_from_sign_in_to_sign_out() {
    let server = TestServer::start();
    server.person("mei", Role::Inspector, None, None);
    let signed_in = sign_in(&server, " Mei ", PASSWORD);
    assert_eq!(signed_in.status, 201);
    assert_eq!(signed_in.json()["roles"], json!(["inspector"]));
    let set = signed_in.header("set-cookie").unwrap();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");

    let cookie = cookie(&signed_in);
    let me = server.send("GET", "/api/v1/me", &[("cookie", &cookie)]);
    assert_eq!((me.status, me.json()["name"].as_str()), (200, Some("mei")));

    let out =
        server.send("DELETE", "/api/v1/session", &[("cookie", &cookie), ("sec-fetch-site", "same-origin")]);
    assert_eq!(out.status, 204);
    let gone = out.header("set-cookie").unwrap();
    assert!(
        gone.contains("Max-Age=0") && gone.contains("HttpOnly") && gone.contains("SameSite=Lax"),
        "{gone}"
    );
    assert_eq!(server.send("GET", "/api/v1/me", &[("cookie", &cookie)]).status, 401);
}

#[test]
fn a_session_that_is_not_used_ends() {
    let server = TestServer::start();
    server.person("mei", Role::Inspector, None, None);
    let cookie = cookie(&sign_in(&server, "mei", PASSWORD));
    server.clock.advance(Duration::from_hours(13));
    assert_eq!(server.send("GET", "/api/v1/me", &[("cookie", &cookie)]).status, 200);
    server.clock.advance(Duration::from_hours(13));
    assert_eq!(server.send("GET", "/api/v1/me", &[("cookie", &cookie)]).status, 200);
    server.clock.advance(Duration::from_hours(15));
    assert_eq!(server.send("GET", "/api/v1/me", &[("cookie", &cookie)]).status, 401);
}

#[test]
fn a_wrong_name_and_a_wrong_password_say_the_same() {
    let server = TestServer::start();
    server.person("mei", Role::Inspector, None, None);
    let (name, password) =
        (sign_in(&server, "nobody", PASSWORD), sign_in(&server, "mei", "another password"));
    assert_eq!((name.status, password.status), (401, 401));
    assert_eq!(name.body, password.body);
    assert_eq!(name.code(), "wrong_credentials");
}

#[test]
fn a_name_that_nobody_can_have_is_a_wrong_name() {
    let server = TestServer::start();
    for name in ["\0", "", &"x".repeat(100_000)] {
        assert_eq!(sign_in(&server, name, PASSWORD).code(), "wrong_credentials");
    }
}

#[test]
fn of_many_tries_at_once_few_learn_anything() {
    let server = TestServer::start();
    server.person("mei", Role::Inspector, None, None);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let tries: Vec<_> =
            (0..24).map(|_| scope.spawn(|| sign_in(&server, "mei", "another password").status)).collect();
        tries.into_iter().map(|tried| tried.join().unwrap()).collect()
    });
    assert!(statuses.iter().all(|status| [401, 429].contains(status)), "{statuses:?}");
    assert_eq!(sign_in(&server, "mei", PASSWORD).status, 429);
}

#[test]
fn whoever_tries_out_passwords_is_stopped() {
    let server = TestServer::start();
    server.person("mei", Role::Inspector, None, None);
    for _ in 0..10 {
        assert_eq!(sign_in(&server, "mei", "another password").status, 401);
    }
    assert_eq!(sign_in(&server, "mei", PASSWORD).status, 429);
    server.clock.advance(Duration::from_mins(15));
    assert_eq!(sign_in(&server, "mei", PASSWORD).status, 201);
}

#[test]
fn another_site_cannot_use_the_cookie() {
    let server = TestServer::start();
    server.person("mei", Role::Inspector, None, None);
    let cookie = cookie(&sign_in(&server, "mei", PASSWORD));
    for headers in [vec![], vec![("sec-fetch-site", "cross-site")], vec![("origin", "http://evil.example")]] {
        let mut sent = vec![("cookie", cookie.as_str())];
        sent.extend(headers);
        let answer = server.send("DELETE", "/api/v1/session", &sent);
        assert_eq!((answer.status, answer.code().as_str()), (403, "cross_site"), "{sent:?}");
    }
    let body = json!({ "sign_in": "mei", "password": PASSWORD });
    let foreign = server.post_json("/api/v1/session", &body, &[("sec-fetch-site", "cross-site")]);
    assert_eq!(foreign.status, 403);
}

#[test]
fn the_first_administrator_comes_in_once_by_the_link() {
    let server = TestServer::start();
    let link = server.runtime.block_on(first_start_link(&server.db)).unwrap().unwrap();
    let setup = |token: &str, password: &str| {
        let body = json!({ "token": token, "name": "王芳", "sign_in": "Fang", "password": password });
        server.post_json("/api/v1/setup", &body, &[])
    };
    assert_eq!(setup("earmark_wrong", PASSWORD).code(), "setup_link_invalid");
    assert_eq!(setup(link.reveal(), "short").code(), "bad_password");
    let made = setup(link.reveal(), PASSWORD);
    assert_eq!((made.status, made.json()["roles"].clone()), (201, json!(["administrator"])));
    assert_eq!(server.send("GET", "/api/v1/me", &[("cookie", &cookie(&made))]).json()["name"], "王芳");
    assert_eq!(setup(link.reveal(), PASSWORD).status, 410);
    assert!(server.runtime.block_on(first_start_link(&server.db)).unwrap().is_none());
    assert_eq!(sign_in(&server, "fang", PASSWORD).status, 201);
}

#[test]
fn a_set_up_link_works_for_a_day() {
    let server = TestServer::start();
    let link = server.runtime.block_on(first_start_link(&server.db)).unwrap().unwrap();
    server.clock.advance(Duration::from_hours(24));
    let body = json!({ "token": link.reveal(), "name": "n", "sign_in": "s", "password": PASSWORD });
    assert_eq!(server.post_json("/api/v1/setup", &body, &[]).status, 410);
}

#[test]
fn a_body_that_is_not_understood_says_why() {
    let server = TestServer::start();
    let answer = server.post_json("/api/v1/session", &json!({ "sign_in": "mei" }), &[]);
    assert_eq!((answer.status, answer.code().as_str()), (422, "bad_body"));
    assert!(answer.json()["message"].as_str().unwrap().contains("password"));
}
