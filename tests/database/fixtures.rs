//! Rows to test with: complete, plain, each of its own.

use crate::harness::{START, TestDatabase};
use earmark::db::assignment::{Assignment, AssignmentReason, AssignmentState};
use earmark::db::call::Call;
use earmark::db::call_list::Sight;
use earmark::db::evaluation::Purpose;
use earmark::db::participation::Participation;
use earmark::db::person::Person;
use earmark::db::recording::{Recording, RecordingState};
use earmark::db::transcript::Transcript;
use earmark::db::{Scope, agent, call, person, recording, source};
use earmark::ids::{
    AgentId, AssignmentId, CallId, EvaluationId, ParticipationId, PersonId, RecordingId, ScorecardId,
    ScorecardVersionId, SourceId, TranscriptId,
};
use earmark::scoring::{Scorecard, read_template};
use earmark::time::Instant;
use serde_json::Map;

/// Every call, all of it known, by nobody.
pub(crate) fn everything() -> Sight {
    Sight {
        reader: None,
        calls: Scope::Everything,
        personal_data: Scope::Everything,
        results: Scope::Everything,
        scores: Scope::Everything,
        arbitrates: Scope::nothing(),
        reviews: Scope::nothing(),
        assignments: Scope::Everything,
        flags: Scope::Everything,
        words: Scope::Everything,
    }
}

/// A call of this source, known to it by `native_id`.
pub(crate) fn plain_call(source_id: SourceId, native_id: &str) -> Call {
    Call {
        id: CallId::new(),
        source_id,
        identity: native_id.to_owned(),
        native_id: Some(native_id.to_owned()),
        direction: None,
        customer_number: None,
        queue_id: None,
        project_id: None,
        started_at: START,
        local_date: "2026-11-21".to_owned(),
        disposition: None,
        wrap_up: None,
        ticket: None,
        tags: Vec::new(),
        metadata: Map::new(),
        created_at: START,
        duration_ms: 0,
    }
}

/// A recording of this call whose content hash is 32 times `content`.
pub(crate) fn plain_recording(call_id: CallId, content: u8) -> Recording {
    Recording {
        id: RecordingId::new(),
        call_id,
        content_hash: [content; 32],
        bytes: 1_000,
        file_name: None,
        offset_ms: 0,
        channel_roles: [].into(),
        state: RecordingState::Accepted,
        failure: None,
        audio: None,
        created_at: START,
        leg: None,
        paired_into: None,
        started_at: None,
    }
}

/// The transcript of this recording that is shown, by no engine in particular.
pub(crate) fn plain_transcript(recording_id: RecordingId) -> Transcript {
    Transcript {
        id: TranscriptId::new(),
        recording_id,
        engine: "e".to_owned(),
        model: "m".to_owned(),
        settings: Map::new(),
        language: None,
        is_current: true,
        created_at: START,
    }
}

/// Somebody who does not sign in.
pub(crate) fn plain_person(name: &str) -> Person {
    Person {
        id: PersonId::new(),
        name: name.to_owned(),
        sign_in: None,
        password_hash: None,
        created_at: START,
        retired_at: None,
        staff_number: None,
        sort_key: name.to_lowercase(),
    }
}

/// The agent's part in the call, by nobody known and in no team.
pub(crate) fn plain_participation(call_id: CallId, agent_id: AgentId) -> Participation {
    Participation {
        id: ParticipationId::new(),
        call_id,
        agent_id,
        recording_id: None,
        channel: None,
        start_ms: None,
        end_ms: None,
        person_id: None,
        team_id: None,
    }
}

/// A call that waits in the inspector's queue, for its quality score.
pub(crate) fn plain_assignment(call_id: CallId, inspector_id: PersonId, card: ScorecardId) -> Assignment {
    Assignment {
        id: AssignmentId::new(),
        call_id,
        participation_id: None,
        inspector_id,
        scorecard_id: card,
        purpose: Purpose::Quality,
        reason: AssignmentReason::Assigned,
        filter: None,
        pool_size: None,
        assigned_by: None,
        due_at: None,
        state: AssignmentState::Waiting,
        created_at: START,
        changed_at: START,
    }
}

/// A scorecard with one version, which nobody reads here.
pub(crate) async fn a_scorecard(database: &TestDatabase) -> (ScorecardId, ScorecardVersionId) {
    let (card, version) = (ScorecardId::new(), ScorecardVersionId::new());
    let (card_blob, version_blob) = (database.blob(card.as_bytes()), database.blob(version.as_bytes()));
    database.execute(&format!(
        "INSERT INTO scorecard (id, key, created_at) VALUES ({card_blob}, 'card', 0);
         INSERT INTO scorecard_version (id, scorecard_id, number, definition_json, published_at)
         VALUES ({version_blob}, {card_blob}, 1, '{{}}', 0)"
    ));
    (card, version)
}

/// A quality evaluation of the call, in that state.
pub(crate) fn a_quality_evaluation(
    database: &TestDatabase,
    call_id: CallId,
    evaluator_id: PersonId,
    version: ScorecardVersionId,
    state: &str,
    released_at: Option<Instant>,
) -> EvaluationId {
    let new = EvaluationId::new();
    let id = database.blob(new.as_bytes());
    let (call, evaluator) = (database.blob(call_id.as_bytes()), database.blob(evaluator_id.as_bytes()));
    let version = database.blob(version.as_bytes());
    let released = released_at.map_or("NULL".to_owned(), |at| at.as_millis().to_string());
    let no = if database.is_postgres() { "FALSE" } else { "0" };
    database.execute(&format!(
        "INSERT INTO evaluation (id, call_id, scorecard_version_id, evaluator_id, purpose, revision, state, edit,
             answers_json, is_fatal, is_generated, started_at, changed_at, released_at)
         VALUES ({id}, {call}, {version}, {evaluator}, 'quality', 1, '{state}', 1, '{{}}', {no}, {no}, 0, 0, {released})"
    ));
    new
}

/// The source of this name.
pub(crate) async fn source_named(database: &TestDatabase, name: &'static str) -> SourceId {
    database.write(move |writing| Ok(source::find_or_make(writing, name)?.id)).await
}

/// A stored person of this name.
pub(crate) async fn person_named(database: &TestDatabase, name: &str) -> PersonId {
    let new = plain_person(name);
    let id = new.id;
    database.write(move |writing| person::add(writing, &new)).await;
    id
}

/// The agent 8001 of the source `pbx`.
pub(crate) async fn an_agent(database: &TestDatabase) -> AgentId {
    database
        .write(|writing| {
            let source_id = source::find_or_make(writing, "pbx")?.id;
            Ok(agent::find_or_make(writing, source_id, "8001", None)?.id)
        })
        .await
}

/// A stored call of the source `pbx`.
pub(crate) async fn a_call(database: &TestDatabase, native_id: &'static str) -> CallId {
    database
        .write(move |writing| {
            let new = plain_call(source::find_or_make(writing, "pbx")?.id, native_id);
            call::insert(writing, &new)?;
            Ok(new.id)
        })
        .await
}

/// A stored recording of a call of its own.
pub(crate) async fn a_recording(database: &TestDatabase) -> (CallId, RecordingId) {
    let call_id = a_call(database, "with-a-recording").await;
    let new = plain_recording(call_id, 1);
    let id = new.id;
    database.write(move |writing| recording::insert(writing, &new)).await;
    (call_id, id)
}

/// A scorecard with this key and pass mark: `manner` loses 40 points when it is `cold` and voids
/// the evaluation when it is `rude`, `promise` is critical and loses 60 when it is `no`.
pub(crate) fn card(key: &str, pass: u8) -> Scorecard {
    let text = format!(
        "{{key: {key}, title: {{en: Card}}, method: weighted, pass: {pass}, bands: [{{key: good, from: 80}}, {{key: poor, from: 0}}],
          sections: [{{key: all, questions: [
            {{key: manner, weight: 4, options: [{{key: warm, score: 1}}, {{key: cold, score: 0}},
              {{key: rude, score: 0, fatal: evaluation}}]}},
            {{key: promise, weight: 6, critical: true, options: [{{key: kept, score: 1}}, {{key: 'no', score: 0}}]}}]}}]}}"
    );
    read_template(&text).unwrap()
}
