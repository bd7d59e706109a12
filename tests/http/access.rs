//! Every endpoint for every role, from every distance.

#![expect(clippy::match_same_arms, reason = "one line a need and an endpoint, in the order of the table")]

mod needs;
mod requests;

use self::needs::{Needs, needs};
use self::requests::ask;
use super::review::best_answers;
use super::server::{TestServer, noon};
use super::tone::tone;
use earmark::access::Secret;
use earmark::audio::PeakMeter;
use earmark::db::person::Role;
use earmark::db::redaction::Cover;
use earmark::db::source::Source;
use earmark::db::{agent, source, team, token};
use earmark::http::routes::TABLE;
use earmark::review::publish_shipped;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// How somebody stands to the call in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Relation {
    /// They took the call.
    Own,
    /// They belong to, or lead, the team of whoever took it.
    OwnTeam,
    /// They belong to, or lead, another team.
    OtherTeam,
    /// They belong to no team.
    Stranger,
}

const RELATIONS: [Relation; 4] = [Relation::Own, Relation::OwnTeam, Relation::OtherTeam, Relation::Stranger];

/// Whether a role that may do something with calls reaches this one: the table of DESIGN's roles.
fn reaches(role: Role, relation: Relation) -> bool {
    match role {
        Role::Agent => relation == Relation::Own,
        Role::TeamLeader => relation == Relation::OwnTeam,
        Role::Inspector | Role::Trainer | Role::QaManager | Role::Administrator => true,
    }
}

/// Whether a role brings calls in.
fn brings_in(role: Role) -> bool {
    matches!(role, Role::QaManager | Role::Administrator)
}

/// Whether a role scores calls.
fn scores(role: Role) -> bool {
    matches!(role, Role::Inspector | Role::QaManager)
}

/// Whether a role may hear and read what is hidden from others.
fn hears_originals(role: Role) -> bool {
    matches!(role, Role::Inspector | Role::QaManager | Role::Administrator)
}

/// Whether a role flags calls.
fn flags(role: Role) -> bool {
    !matches!(role, Role::Agent | Role::Administrator)
}

/// Whether a role says on which days somebody is away.
fn enters_days(role: Role) -> bool {
    matches!(role, Role::TeamLeader | Role::QaManager | Role::Administrator)
}

/// Whether a role edits libraries.
fn edits(role: Role) -> bool {
    matches!(role, Role::Trainer | Role::QaManager)
}

/// Whether a role answers for what is kept, and for who heard it.
fn keeps(role: Role) -> bool {
    matches!(role, Role::QaManager | Role::Administrator)
}

/// Whether a role scores to learn scoring.
fn learns_scoring(role: Role) -> bool {
    matches!(role, Role::Inspector | Role::Trainer | Role::QaManager)
}

/// Whether a role prepares what others learn from.
fn teaches(role: Role) -> bool {
    matches!(role, Role::Trainer | Role::QaManager)
}

/// Whether a role reads the results of others.
fn reads_results(role: Role) -> bool {
    matches!(role, Role::Agent | Role::Trainer | Role::TeamLeader | Role::QaManager)
}

fn expected(needs: Needs, role: Role, relation: Relation) -> &'static [u16] {
    const FINE: &[u16] = &[200, 201, 204];
    const DENIED: &[u16] = &[403];
    const NOT_THERE: &[u16] = &[404];
    // Whoever may ask is answered; what they ask about may not be there, or be there already.
    const DONE_OR_REFUSED: &[u16] = &[200, 201, 204, 404, 409, 422];
    match needs {
        Needs::Nothing => &[200, 204, 401, 410, 422],
        Needs::ToReadANotice => NOT_THERE,
        Needs::ToWriteAnswers if matches!(role, Role::QaManager | Role::Trainer) => &[200, 404],
        Needs::ToWriteAnswers => DENIED,
        Needs::ToSeeImprovements | Needs::ToSeeTheImprovement if role == Role::Agent => DENIED,
        Needs::ToSeeImprovements => FINE,
        Needs::ToSeeTheImprovement => NOT_THERE,
        Needs::ToChangePhrase if !scores(role) => DENIED,
        Needs::ToChangePhrase => NOT_THERE,
        Needs::ToFlag | Needs::ToTakeFlagAway if !flags(role) => DENIED,
        Needs::ToTakeFlagAway => NOT_THERE,
        Needs::AnybodySignedIn
        | Needs::ToBeTold
        | Needs::ToFind
        | Needs::ToKeepFilters
        | Needs::ToReadScorecards => FINE,
        Needs::ToIngest | Needs::ToListUploads | Needs::ToContinue if !brings_in(role) => DENIED,
        Needs::ToIngest => &[422],
        Needs::ToListUploads => FINE,
        Needs::ToContinue => NOT_THERE,
        Needs::ToManagePeople | Needs::ToManageSources if role == Role::Administrator => DONE_OR_REFUSED,
        Needs::ToViewSources if matches!(role, Role::QaManager | Role::Administrator) => &[200, 404],
        Needs::ToManageScorecards | Needs::ToManageCalendar
            if matches!(role, Role::QaManager | Role::Administrator) =>
        {
            DONE_OR_REFUSED
        }
        Needs::ToSeeDaysAway if role == Role::Agent => FINE,
        Needs::ToSeeDaysAway | Needs::ToEnterDaysAway if enters_days(role) => FINE,
        Needs::ToChangeDaysAway if enters_days(role) => NOT_THERE,
        Needs::ToSeeDaysAway | Needs::ToEnterDaysAway | Needs::ToChangeDaysAway => DENIED,
        // There is no draft.
        Needs::ToBackTest if role == Role::QaManager => NOT_THERE,
        Needs::ToBackTest => DENIED,
        Needs::ToSeeImports if matches!(role, Role::QaManager | Role::Administrator) => FINE,
        Needs::ToFollowImport if matches!(role, Role::QaManager | Role::Administrator) => NOT_THERE,
        Needs::ToSeeImports
        | Needs::ToFollowImport
        | Needs::ToManagePeople
        | Needs::ToManageScorecards
        | Needs::ToManageCalendar => DENIED,
        Needs::ToViewSources | Needs::ToManageSources => DENIED,
        Needs::ToChangeFilters => NOT_THERE,
        Needs::ToReadResults if reads_results(role) => FINE,
        Needs::ToReadResults => DENIED,
        // An inspector reads evaluations, but only their own.
        Needs::ToReadTheEvaluation if role == Role::Inspector => NOT_THERE,
        Needs::ToReadTheEvaluation if !reads_results(role) => DENIED,
        // They have begun to score the call themselves: what others say of it is closed until then.
        Needs::ToReadTheEvaluation if role == Role::QaManager && relation != Relation::Own => &[409],
        Needs::ToUseTheDesk if learns_scoring(role) => FINE,
        Needs::ToGoOnMaking if learns_scoring(role) => NOT_THERE,
        Needs::ToUseTheDesk | Needs::ToGoOnMaking => DENIED,
        Needs::ToSeeReferences if learns_scoring(role) => FINE,
        Needs::ToScoreTheReference if learns_scoring(role) => NOT_THERE,
        Needs::ToSeeReferences | Needs::ToScoreTheReference => DENIED,
        Needs::ToSeeCaseReviews if role != Role::Administrator => FINE,
        Needs::ToSeeTheCaseReview if role != Role::Administrator => NOT_THERE,
        Needs::ToSeeCaseReviews | Needs::ToSeeTheCaseReview => DENIED,
        Needs::ToMakeReferences | Needs::ToRunCaseReviews if teaches(role) => DONE_OR_REFUSED,
        Needs::ToChangeTheReference if teaches(role) => NOT_THERE,
        Needs::ToMakeReferences | Needs::ToChangeTheReference | Needs::ToRunCaseReviews => DENIED,
        Needs::ToBegin | Needs::ToGoOnScoring if !scores(role) => DENIED,
        // Nobody scores a call that they took.
        Needs::ToBegin if relation == Relation::Own => DENIED,
        // Somebody else makes this evaluation.
        Needs::ToGoOnScoring => NOT_THERE,
        Needs::ToAnswer
        | Needs::ToAppeal
        | Needs::ToWithdrawAppeal
        | Needs::ToAskAboutCall
        | Needs::ToWithdrawRequest
            if role != Role::Agent =>
        {
            DENIED
        }
        Needs::ToAskAboutCall if relation == Relation::Own => &[201],
        Needs::ToAskAboutCall | Needs::ToWithdrawRequest => NOT_THERE,
        Needs::ToSeeRequests if matches!(role, Role::Agent | Role::QaManager) => &[200, 403],
        Needs::ToSeeRequests => DENIED,
        Needs::ToDecideRequests if role == Role::QaManager => NOT_THERE,
        Needs::ToDecideRequests => DENIED,
        Needs::ToReply if role == Role::Administrator => DENIED,
        // A leader and a trainer read it and have no part in the talk.
        Needs::ToReply => &[403, 404],
        Needs::ToSeeRatings if scores(role) => FINE,
        Needs::ToSeeRatings => DENIED,
        Needs::ToAppeal if relation == Relation::Own => &[409],
        Needs::ToAppeal | Needs::ToWithdrawAppeal => NOT_THERE,
        Needs::ToSeeAppeals if scores(role) || role == Role::TeamLeader => FINE,
        Needs::ToSeeAppeals => DENIED,
        Needs::ToSeeTheAppeal if role == Role::Trainer => DENIED,
        Needs::ToReviewAppeals if role != Role::TeamLeader => DENIED,
        Needs::ToRecheckAppeals if !scores(role) => DENIED,
        Needs::ToArbitrateAppeals if role != Role::QaManager => DENIED,
        Needs::ToSeeTheAppeal
        | Needs::ToReviewAppeals
        | Needs::ToRecheckAppeals
        | Needs::ToArbitrateAppeals => NOT_THERE,
        Needs::ToScore | Needs::ToTake | Needs::ToAssign | Needs::ToWithdraw if !scores(role) => DENIED,
        Needs::ToScore => FINE,
        Needs::ToSeeText => NOT_THERE,
        Needs::ToReadText if role == Role::Administrator => DENIED,
        Needs::ToReadOriginalText if !hears_originals(role) => DENIED,
        Needs::ToReadText | Needs::ToReadOriginalText => NOT_THERE,
        Needs::ToVerify if scores(role) => NOT_THERE,
        Needs::ToRuleSales if role == Role::QaManager => DONE_OR_REFUSED,
        Needs::ToVerify | Needs::ToRuleSales => DENIED,
        // Their own call is not theirs to score; the only one there is stands in one queue.
        Needs::ToTake if relation == Relation::Own => &[403, 404, 409],
        Needs::ToTake => &[201, 404, 409],
        Needs::ToAssign if role == Role::Inspector => DENIED,
        // There is no such inspector, no such assignment.
        Needs::ToAssign | Needs::ToWithdraw => NOT_THERE,
        Needs::ToHear | Needs::ToRead | Needs::ToHearAndRead | Needs::ToReport
            if role == Role::Administrator =>
        {
            DENIED
        }
        Needs::ToHearOriginals if !hears_originals(role) => DENIED,
        // Whoever runs the machine does not hear, and takes nothing away to hear it elsewhere.
        Needs::ToCorrect if !scores(role) => DENIED,
        Needs::ToCorrect => &[404, 409],
        Needs::ToSetSides if !scores(role) => DENIED,
        Needs::ToSetSides => NOT_THERE,
        Needs::ToDownload | Needs::ToTakeWords if role != Role::QaManager => DENIED,
        // Nobody has transcribed it.
        Needs::ToTakeWords => &[409],
        Needs::ToSeeWhoHeard | Needs::ToHold | Needs::ToLift | Needs::ToSeeHolds if !keeps(role) => DENIED,
        Needs::ToSeeHolds => FINE,
        Needs::ToLift => NOT_THERE,
        Needs::ToManageRetention | Needs::ToEraseCustomers if role == Role::Administrator => DONE_OR_REFUSED,
        Needs::ToManageRetention | Needs::ToEraseCustomers => DENIED,
        Needs::ToHearClipsOfCall | Needs::ToHearAnyClips | Needs::ToHearTheClip
            if role == Role::Administrator =>
        {
            DENIED
        }
        Needs::ToHearAnyClips => FINE,
        Needs::ToHearTheClip => NOT_THERE,
        Needs::ToChangeTheClip | Needs::ToMakeClips if !flags(role) => DENIED,
        Needs::ToChangeTheClip => NOT_THERE,
        Needs::ToMakeClips if reaches(role, relation) => &[422],
        Needs::ToDownloadTheClip if role == Role::QaManager => NOT_THERE,
        Needs::ToDownloadTheClip => DENIED,
        Needs::ToLearn | Needs::ToLearnFromTheCase | Needs::ToPropose if role == Role::Administrator => {
            DENIED
        }
        Needs::ToLearn => FINE,
        Needs::ToLearnFromTheCase => NOT_THERE,
        Needs::ToPropose if reaches(role, relation) => &[201, 409],
        Needs::ToSeeTheDesk if edits(role) => FINE,
        Needs::ToImportACase if edits(role) => &[422],
        Needs::ToEditTheCase if edits(role) => NOT_THERE,
        Needs::ToManageLibraries if role == Role::QaManager => DONE_OR_REFUSED,
        Needs::ToAssignLearning if edits(role) || role == Role::TeamLeader => NOT_THERE,
        Needs::ToSeeLearners if edits(role) || role == Role::TeamLeader => FINE,
        Needs::ToSeeTheDesk
        | Needs::ToImportACase
        | Needs::ToEditTheCase
        | Needs::ToManageLibraries
        | Needs::ToAssignLearning
        | Needs::ToSeeLearners => DENIED,
        _ if reaches(role, relation) => FINE,
        _ => NOT_THERE,
    }
}

struct Stage {
    server: TestServer,
    call_id: String,
    recording_id: String,
    evaluation_id: String,
    version_id: String,
    scorecard_id: String,
    tokens: BTreeMap<(Role, Relation), String>,
    own_source: String,
    other_source: String,
}

/// A call that somebody of team "north" took, and one person for every role and relation.
fn stage() -> Stage {
    let server = TestServer::start();
    server.runtime.block_on(publish_shipped(&server.db)).unwrap();
    let own_source = server.source_token("pbx");
    let other_source = server.source_token("another");
    let mut tokens = BTreeMap::new();
    let mut takers = Vec::new();
    for role in Role::ALL {
        for relation in RELATIONS {
            let name = format!("{}-{relation:?}", role.as_str()).to_lowercase();
            let team = match relation {
                Relation::OwnTeam => Some("north"),
                Relation::OtherTeam => Some("south"),
                Relation::Own | Relation::Stranger => None,
            };
            let person_id = server.person(&name, *role, team, None);
            if relation == Relation::Own {
                takers.push((name.clone(), person_id));
            }
            tokens.insert((*role, relation), server.person_token(&name));
        }
    }
    let external_ids: Vec<String> = takers.iter().map(|(name, _)| name.clone()).collect();
    server.write(move |writing| {
        let source = source::find_or_make(writing, "pbx")?;
        let north = team::find_or_make(writing, None, "north")?;
        for (name, person_id) in &takers {
            let agent = agent::find_or_make(writing, source.id, name, None)?;
            agent::tie_to_person(writing, agent.id, *person_id, noon(), None)?;
            team::add_member(writing, north.id, *person_id, noon())?;
        }
        Ok(())
    });
    let agents: Vec<_> =
        external_ids.iter().map(|id| serde_json::json!({ "external_id": id, "channel": 0 })).collect();
    let metadata =
        serde_json::json!({ "agents": agents, "customer_number": "13800138000", "secret_field": 1 });
    let accepted = server
        .post_call(&own_source, &[("metadata", metadata.to_string().as_bytes()), ("audio", &tone(440))]);
    assert_eq!(accepted.status, 201, "{accepted:?}");
    let ids = accepted.json();
    let (call_id, recording_id) =
        (ids["call_id"].as_str().unwrap().to_owned(), ids["recording_id"].as_str().unwrap().to_owned());
    server.put_peaks(&recording_id, PeakMeter::new(8000, 1).finish().to_bytes());
    let evaluation = evaluation(&server, &call_id, "agent-own");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (evaluation_id, version_id) = (text(&evaluation["id"]), text(&evaluation["scorecard_version"]["id"]));
    let scorecard_id = text(&evaluation["scorecard_version"]["scorecard_id"]);
    Stage {
        server,
        call_id,
        recording_id,
        evaluation_id,
        version_id,
        scorecard_id,
        tokens,
        own_source,
        other_source,
    }
}

/// An evaluation of this agent's part in the call, made by somebody else and out.
fn evaluation(server: &TestServer, call_id: &str, agent: &str) -> Value {
    server.person("scorer", Role::Inspector, None, None);
    let scorer = server.person_token("scorer");
    let parts = server.get(&format!("/api/v1/calls/{call_id}"), &scorer).json()["agents"].clone();
    let part = parts.as_array().unwrap().iter().find(|part| part["external_id"] == agent).unwrap();
    let beginning = json!({"call_id": call_id, "participation_id": part["id"]});
    let begun = server.send_json("POST", "/api/v1/evaluations", &scorer, &beginning).json();
    let path = format!("/api/v1/evaluations/{}", begun["id"].as_str().unwrap());
    let draft = json!({"edit": 0, "answers": best_answers(&begun), "notes": []});
    server.send_json("PUT", &format!("{path}/draft"), &scorer, &draft);
    let released = server.send_json("POST", &format!("{path}/release"), &scorer, &json!({"edit": 1}));
    assert_eq!(released.status, 200, "{released:?}");
    server.clock.advance(Duration::from_secs(10));
    released.json()
}

#[test]
fn every_endpoint_answers_every_role_from_every_distance_as_written() {
    let stage = stage();
    let mut wrong = Vec::new();
    for (method, path) in TABLE {
        let needs = needs(method, path);
        for role in Role::ALL {
            for relation in RELATIONS {
                let answer = ask(&stage, method, path, Some(&stage.tokens[&(*role, relation)]));
                let expected = expected(needs, *role, relation);
                if !expected.contains(&answer.status) {
                    wrong.push(format!(
                        "{method} {path} as {role:?} {relation:?}: {} not in {expected:?}",
                        answer.status
                    ));
                }
            }
        }
        let nobody = ask(&stage, method, path, None).status;
        if needs != Needs::Nothing && nobody != 401 {
            wrong.push(format!("{method} {path} as nobody: {nobody}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_source_sees_its_own_calls_and_no_others() {
    let stage = stage();
    for (method, path) in TABLE {
        let (own, other): (&[u16], &[u16]) = match needs(method, path) {
            Needs::ToView
            | Needs::ToHear
            | Needs::ToRead
            | Needs::ToHearOriginals
            | Needs::ToHearAndRead
            | Needs::ToHearClipsOfCall => (&[200, 204], &[404]),
            Needs::ToHearAnyClips => (&[200], &[200]),
            Needs::ToHearTheClip => (&[404], &[404]),
            Needs::ToIngest => (&[422], &[422]),
            Needs::ToListUploads | Needs::ToSeeImports => (&[200], &[200]),
            Needs::ToContinue
            | Needs::ToFollowImport
            | Needs::ToSeeText
            | Needs::ToReadText
            | Needs::ToReadOriginalText => (&[404], &[404]),
            Needs::AnybodySignedIn => (&[200, 204], &[200, 204]),
            Needs::ToFind => (&[200], &[200]),
            Needs::ToBeTold
            | Needs::ToReadANotice
            | Needs::ToWriteAnswers
            | Needs::ToChangePhrase
            | Needs::ToSeeImprovements
            | Needs::ToSeeTheImprovement
            | Needs::ToFlag
            | Needs::ToTakeFlagAway
            | Needs::ToKeepFilters
            | Needs::ToChangeFilters
            | Needs::ToScore
            | Needs::ToTake
            | Needs::ToAssign
            | Needs::ToWithdraw
            | Needs::ToVerify
            | Needs::ToRuleSales
            | Needs::ToManagePeople
            | Needs::ToManageScorecards
            | Needs::ToManageCalendar
            | Needs::ToSeeDaysAway
            | Needs::ToEnterDaysAway
            | Needs::ToChangeDaysAway
            | Needs::ToAskAboutCall
            | Needs::ToSeeRequests
            | Needs::ToDecideRequests
            | Needs::ToWithdrawRequest
            | Needs::ToReply
            | Needs::ToSeeRatings
            | Needs::ToBackTest
            | Needs::ToViewSources
            | Needs::ToManageSources
            | Needs::ToReadScorecards
            | Needs::ToReadResults
            | Needs::ToReadTheEvaluation
            | Needs::ToBegin
            | Needs::ToGoOnScoring
            | Needs::ToGoOnMaking
            | Needs::ToUseTheDesk
            | Needs::ToSeeReferences
            | Needs::ToScoreTheReference
            | Needs::ToMakeReferences
            | Needs::ToChangeTheReference
            | Needs::ToSeeCaseReviews
            | Needs::ToSeeTheCaseReview
            | Needs::ToRunCaseReviews
            | Needs::ToAnswer
            | Needs::ToAppeal
            | Needs::ToSeeAppeals
            | Needs::ToSeeTheAppeal
            | Needs::ToWithdrawAppeal
            | Needs::ToReviewAppeals
            | Needs::ToRecheckAppeals
            | Needs::ToArbitrateAppeals
            | Needs::ToReport
            | Needs::ToSetSides
            | Needs::ToCorrect
            | Needs::ToDownload
            | Needs::ToTakeWords
            | Needs::ToSeeWhoHeard
            | Needs::ToHold
            | Needs::ToLift
            | Needs::ToSeeHolds
            | Needs::ToManageRetention
            | Needs::ToChangeTheClip
            | Needs::ToDownloadTheClip
            | Needs::ToMakeClips
            | Needs::ToLearn
            | Needs::ToLearnFromTheCase
            | Needs::ToPropose
            | Needs::ToSeeTheDesk
            | Needs::ToImportACase
            | Needs::ToEditTheCase
            | Needs::ToManageLibraries
            | Needs::ToAssignLearning
            | Needs::ToSeeLearners
            | Needs::ToEraseCustomers => (&[403], &[403]),
            Needs::Nothing => continue,
        };
        let as_own = ask(&stage, method, path, Some(&stage.own_source)).status;
        let as_other = ask(&stage, method, path, Some(&stage.other_source)).status;
        assert!(own.contains(&as_own), "{method} {path} as its own source: {as_own}");
        assert!(other.contains(&as_other), "{method} {path} as another source: {as_other}");
    }
}

/// Where the source redacts and nothing is worked out yet: whoever may hear originals hears and reads, by
/// the same rules as ever; everybody else is told that the call is being prepared, if it is there for them.
#[test]
fn what_is_not_redacted_yet_is_closed_to_everybody_but_those_who_may_hear_originals() {
    let stage = stage();
    stage.server.write(|writing| {
        let known = source::by_name(writing, "pbx")?.unwrap();
        source::update(writing, &Source { redaction: Some(Cover::Silence), ..known })
    });
    let mut wrong = Vec::new();
    for (method, path) in TABLE {
        let needs = needs(method, path);
        let closes = matches!(needs, Needs::ToHear | Needs::ToRead | Needs::ToHearAndRead)
            && !path.ends_with("/peaks")
            && !path.ends_with("/signals")
            // Finds nothing instead.
            && !path.ends_with("/hits")
            // To ask for words is open while they are not there.
            && *method == "GET";
        if !closes && needs != Needs::ToDownload && needs != Needs::ToHearOriginals {
            continue;
        }
        for role in Role::ALL {
            for relation in RELATIONS {
                let answer = ask(&stage, method, path, Some(&stage.tokens[&(*role, relation)]));
                let as_ever = expected(needs, *role, relation);
                let is_there = as_ever.contains(&200);
                let closed = closes && is_there && !hears_originals(*role);
                let expected = if closed { &[409][..] } else { as_ever };
                if !expected.contains(&answer.status) || (closed && answer.code() != "being_redacted") {
                    wrong.push(format!("{method} {path} as {role:?} {relation:?}: {answer:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_role_in_one_project_ends_at_that_project() {
    let stage = stage();
    let server = &stage.server;
    server.person("outside", Role::Inspector, None, Some("telesales"));
    let outside = server.person_token("outside");
    assert_eq!(server.get(&format!("/api/v1/calls/{}", stage.call_id), &outside).status, 404);

    let metadata = br#"{"project": "telesales", "native_id": "p1"}"#;
    let accepted = server.post_call(&stage.own_source, &[("metadata", metadata), ("audio", &tone(440))]);
    let inside = accepted.json()["call_id"].as_str().unwrap().to_owned();
    assert_eq!(server.get(&format!("/api/v1/calls/{inside}"), &outside).status, 200);
}

#[test]
fn personal_data_is_masked_for_those_who_need_not_see_it() {
    let stage = stage();
    let path = format!("/api/v1/calls/{}", stage.call_id);
    let shown = |role| stage.server.get(&path, &stage.tokens[&(role, Relation::Stranger)]).json();
    let inspector = shown(Role::Inspector);
    assert_eq!(inspector["customer_number"], "138*******0");
    assert!(inspector["metadata"].is_null());
    assert!(inspector["recordings"][0]["file_name"].is_null());
    let manager = shown(Role::QaManager);
    assert_eq!(manager["customer_number"], "13800138000");
    assert_eq!(manager["metadata"]["secret_field"], 1);
    assert_eq!(manager["recordings"][0]["file_name"], "13800138000-call.wav");
}

#[test]
fn an_unknown_and_a_revoked_token_are_nobodys() {
    let server = TestServer::start();
    let unknown = server.get("/api/v1/me", "earmark_0000");
    assert_eq!((unknown.status, unknown.code().as_str()), (401, "not_signed_in"));
    assert_eq!(unknown.header("www-authenticate"), Some("Bearer"));

    let text = server.source_token("pbx");
    assert_eq!(server.get("/api/v1/me", &text).status, 200);
    let hash = Secret::received(&text).hash();
    server.write(move |writing| {
        let id = token::live(writing, &hash)?.unwrap().id;
        token::revoke(writing, id)
    });
    assert_eq!(server.get("/api/v1/me", &text).status, 401);
}
