//! The pages beside the API: found by address, kept by the browser, never in the API's place.

use super::server::TestServer;

/// Whether this test's program carries the pages; without them one page says how to build them.
fn are_built(server: &TestServer) -> bool {
    server.send("GET", "/", &[]).status == 200
}

#[test]
fn every_page_address_answers_with_the_one_page() {
    let server = TestServer::start();
    let at_root = server.send("GET", "/", &[]);
    assert!(at_root.header("content-type").is_some_and(|kind| kind.starts_with("text/html")), "{at_root:?}");
    assert!(
        at_root.header("content-security-policy").is_some_and(|policy| policy.contains("script-src 'self';"))
    );
    for path in ["/calls", "/calls/01936f5e-0000-7000-8000-000000000000", "/setup", "/index.html"] {
        let answer = server.send("GET", path, &[]);
        if path == "/index.html" {
            assert_eq!(answer.status, 404, "the page has one address, or links differ");
        } else {
            assert_eq!((answer.status, &answer.body), (at_root.status, &at_root.body), "{path}");
        }
    }
}

#[test]
fn what_is_no_page_stays_missing() {
    let server = TestServer::start();
    for (method, path) in [
        ("GET", "/api/v1/nothing"),
        ("GET", "/api/"),
        ("POST", "/calls"),
        ("GET", "/assets/of-an-earlier-build.js"),
        ("GET", "/assets/../Cargo.toml"),
        ("GET", "/assets/%2e%2e/%2e%2e/Cargo.toml"),
        ("GET", "/favicon.ico"),
    ] {
        let answer = server.send(method, path, &[]);
        assert_eq!((answer.status, answer.code().as_str()), (404, "no_such_address"), "{method} {path}");
    }
}

#[test]
fn an_asset_is_kept_and_comes_packed() {
    let server = TestServer::start();
    if !are_built(&server) {
        let page = String::from_utf8(server.send("GET", "/", &[]).body).unwrap();
        assert!(page.contains("make ui"), "{page}");
        return;
    }
    let page = String::from_utf8(server.send("GET", "/", &[]).body).unwrap();
    let script = page.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let plain = server.send("GET", script, &[("accept-encoding", "identity")]);
    assert_eq!(plain.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert!(plain.header("cache-control").is_some_and(|caching| caching.contains("immutable")));
    let tag = plain.header("etag").unwrap().to_owned();
    let again = server.send("GET", script, &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    let at_root = server.send("GET", "/", &[]);
    assert_eq!(at_root.header("cache-control"), Some("no-cache"));
}
