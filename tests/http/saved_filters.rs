//! Saved filters: one's own, shared with a team, changed and deleted by their owner.

use super::review::Review;
use super::server::Answer;
use earmark::db::team;
use serde_json::{Value, json};

fn send(review: &Review, method: &str, path: &str, token: &str, body: &Value) -> Answer {
    review.server.send_json(method, &format!("/api/v1/filters{path}"), token, body)
}

fn names(review: &Review, page: &str, token: &str) -> Vec<String> {
    let list = send(review, "GET", &format!("?page={page}"), token, &Value::Null).json();
    let items = list["items"].as_array().unwrap().iter();
    items.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

fn filter(name: &str, team_id: Option<&str>) -> Value {
    json!({ "page": "calls", "name": name, "query": "tag=vip", "team_id": team_id })
}

fn north(review: &Review) -> String {
    review.server.write(|writing| Ok(team::find_or_make(writing, None, "north")?.id)).to_string()
}

#[test]
fn a_filter_is_its_owners_alone() {
    let review = Review::start();
    let saved = send(&review, "POST", "", &review.inspector, &filter(" mine ", None));
    assert_eq!(saved.status, 201, "{saved:?}");
    let saved = saved.json();
    assert_eq!(
        (&saved["name"], &saved["query"], &saved["mine"]),
        (&json!("mine"), &json!("tag=vip"), &json!(true))
    );
    assert_eq!((&saved["team"], &saved["owner"]["name"]), (&Value::Null, &json!("inspector")));
    assert_eq!(names(&review, "calls", &review.inspector), ["mine"]);
    assert!(names(&review, "results", &review.inspector).is_empty());
    assert!(names(&review, "calls", &review.manager).is_empty());
    let path = format!("/{}", saved["id"].as_str().unwrap());
    for method in ["PUT", "DELETE"] {
        let body = if method == "PUT" { filter("theirs", None) } else { Value::Null };
        assert_eq!(send(&review, method, &path, &review.manager, &body).status, 404);
    }
    let changed = send(&review, "PUT", &path, &review.inspector, &json!({ "name": "b", "query": "q=1" }));
    assert_eq!((changed.status, changed.json()["query"].as_str()), (200, Some("q=1")));
    assert_eq!(send(&review, "DELETE", &path, &review.inspector, &Value::Null).status, 204);
    assert!(names(&review, "calls", &review.inspector).is_empty());
}

#[test]
fn a_team_sees_what_is_shared_with_it_and_only_some_may_share() {
    let review = Review::start();
    let north = north(&review);
    let denied = send(&review, "POST", "", &review.inspector, &filter("shared", Some(&north)));
    assert_eq!((denied.status, denied.code().as_str()), (403, "not_permitted"));
    let saved = send(&review, "POST", "", &review.manager, &filter("shared", Some(&north)));
    assert_eq!((saved.status, saved.json()["team"]["name"].as_str()), (201, Some("north")));
    for sees in [&review.agent, &review.leader, &review.manager] {
        assert_eq!(names(&review, "calls", sees), ["shared"]);
    }
    assert!(names(&review, "calls", &review.inspector).is_empty());
    let list = send(&review, "GET", "?page=calls", &review.agent, &Value::Null).json();
    assert_eq!(
        (&list["items"][0]["mine"], &list["items"][0]["owner"]["name"]),
        (&json!(false), &json!("manager"))
    );
    let nowhere = "00000000-0000-7000-8000-000000000000";
    assert_eq!(send(&review, "POST", "", &review.manager, &filter("x", Some(nowhere))).status, 404);
}

#[test]
fn names_are_unique_for_their_owner_and_readable() {
    let review = Review::start();
    let post = |token: &str, name: &str| send(&review, "POST", "", token, &filter(name, None));
    let id = post(&review.inspector, "one").json()["id"].as_str().unwrap().to_owned();
    let again = post(&review.inspector, "one");
    assert_eq!((again.status, again.code().as_str()), (409, "filter_name_taken"));
    assert_eq!(post(&review.manager, "one").status, 201);
    post(&review.inspector, "two");
    let renamed = json!({ "name": "two", "query": "" });
    assert_eq!(send(&review, "PUT", &format!("/{id}"), &review.inspector, &renamed).status, 409);
    let kept = json!({ "name": "one", "query": "" });
    assert_eq!(send(&review, "PUT", &format!("/{id}"), &review.inspector, &kept).status, 200);
    for name in [" ", "a\nb", &"x".repeat(101)] {
        assert_eq!(post(&review.inspector, name).status, 422, "{name:?}");
    }
    let wrong_page = json!({ "page": "people", "name": "n", "query": "" });
    assert_eq!(send(&review, "POST", "", &review.inspector, &wrong_page).status, 422);
}
