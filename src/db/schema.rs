//! The tables, as diesel sees them: one schema for both databases. `tests/database` compares
//! this file with the tables that the migrations make on each, so that they cannot part.

mod bell;
mod desk;
mod hearing;
mod learning;
mod recorder;
mod review;
mod teaching;
mod ways;
mod words;

pub(super) use bell::*;
pub(super) use desk::*;
pub(super) use hearing::*;
pub(super) use learning::*;
pub(super) use recorder::*;
pub(super) use review::*;
pub(super) use teaching::*;
pub(super) use ways::*;
pub(super) use words::*;

diesel::table! {
    setting (name) {
        name -> Text,
        value -> Text,
        changed_at -> BigInt,
    }
}

diesel::table! {
    person (id) {
        id -> Binary,
        name -> Text,
        sign_in -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
        staff_number -> Nullable<Text>,
        sort_key -> Text,
    }
}

diesel::table! {
    team (id) {
        id -> Binary,
        parent_id -> Nullable<Binary>,
        name -> Text,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    team_member (id) {
        id -> BigInt,
        team_id -> Binary,
        person_id -> Binary,
        from_at -> BigInt,
        until_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    team_leader (id) {
        id -> BigInt,
        team_id -> Binary,
        person_id -> Binary,
        from_at -> BigInt,
        until_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    project (id) {
        id -> Binary,
        name -> Text,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
        scorecard_id -> Nullable<Binary>,
    }
}

diesel::table! {
    queue (id) {
        id -> Binary,
        project_id -> Nullable<Binary>,
        name -> Text,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    person_role (id) {
        id -> BigInt,
        person_id -> Binary,
        role -> Text,
        project_id -> Nullable<Binary>,
        from_at -> BigInt,
        until_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    source (id) {
        id -> Binary,
        name -> Text,
        time_zone -> Text,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
        kind -> Text,
        settings_json -> Text,
        project_id -> Nullable<Binary>,
        queue_id -> Nullable<Binary>,
        retention_days -> Nullable<Integer>,
        last_arrival_at -> Nullable<BigInt>,
        silent_since -> Nullable<BigInt>,
        redacts -> Bool,
        redaction_cover -> Text,
        transcribes -> Text,
    }
}

diesel::table! {
    source_extension (id) {
        id -> BigInt,
        source_id -> Binary,
        extension -> Text,
        agent -> Text,
        from_at -> BigInt,
        until_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    source_hour (source_id, hour_at) {
        source_id -> Binary,
        hour_at -> BigInt,
        arrivals -> BigInt,
    }
}

diesel::table! {
    session (id) {
        id -> Binary,
        person_id -> Binary,
        secret_hash -> Binary,
        created_at -> BigInt,
        seen_at -> BigInt,
        expires_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    token (id) {
        id -> Binary,
        source_id -> Nullable<Binary>,
        person_id -> Nullable<Binary>,
        secret_hash -> Binary,
        created_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        name -> Text,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    setup_link (secret_hash) {
        secret_hash -> Binary,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    agent (id) {
        id -> Binary,
        source_id -> Binary,
        external_id -> Text,
        name -> Nullable<Text>,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    agent_person (id) {
        id -> BigInt,
        agent_id -> Binary,
        person_id -> Binary,
        from_at -> BigInt,
        until_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    call (id) {
        id -> Binary,
        source_id -> Binary,
        identity -> Text,
        native_id -> Nullable<Text>,
        direction -> Nullable<Text>,
        customer_number -> Nullable<Text>,
        queue_id -> Nullable<Binary>,
        project_id -> Nullable<Binary>,
        started_at -> BigInt,
        local_date -> Text,
        disposition -> Nullable<Text>,
        wrap_up -> Nullable<Text>,
        ticket -> Nullable<Text>,
        tags_json -> Text,
        metadata_json -> Text,
        created_at -> BigInt,
        duration_ms -> BigInt,
    }
}

diesel::table! {
    recording (id) {
        id -> Binary,
        call_id -> Binary,
        content_hash -> Binary,
        bytes -> BigInt,
        file_name -> Nullable<Text>,
        offset_ms -> BigInt,
        channel_roles_json -> Text,
        state -> Text,
        failure_code -> Nullable<Text>,
        failure_message -> Nullable<Text>,
        container -> Nullable<Text>,
        codec -> Nullable<Text>,
        sample_rate -> Nullable<Integer>,
        channel_count -> Nullable<Integer>,
        duration_ms -> Nullable<BigInt>,
        truncated -> Bool,
        created_at -> BigInt,
        leg -> Nullable<Text>,
        paired_into -> Nullable<Binary>,
        started_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    participation (id) {
        id -> Binary,
        call_id -> Binary,
        agent_id -> Binary,
        recording_id -> Nullable<Binary>,
        channel -> Nullable<Integer>,
        start_ms -> Nullable<BigInt>,
        end_ms -> Nullable<BigInt>,
        person_id -> Nullable<Binary>,
        team_id -> Nullable<Binary>,
    }
}

diesel::table! {
    stored_object (key) {
        key -> Binary,
        call_id -> Binary,
        recording_id -> Nullable<Binary>,
        purpose -> Text,
        bytes -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    tombstone (id) {
        id -> Binary,
        source_id -> Binary,
        native_id -> Nullable<Text>,
        content_hash -> Nullable<Binary>,
        reason -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    transcript (id) {
        id -> Binary,
        recording_id -> Binary,
        engine -> Text,
        model -> Text,
        settings_json -> Text,
        language -> Nullable<Text>,
        is_current -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    utterance (id) {
        id -> BigInt,
        transcript_id -> Binary,
        number -> Integer,
        channel -> Integer,
        start_ms -> BigInt,
        end_ms -> BigInt,
        text -> Text,
        confidence -> Double,
        words -> Nullable<Text>,
        speaker -> Nullable<Text>,
    }
}

diesel::table! {
    job (id) {
        id -> Binary,
        lane -> Text,
        kind -> Text,
        payload_json -> Text,
        deduplication_key -> Nullable<Text>,
        call_id -> Nullable<Binary>,
        priority -> Integer,
        state -> Text,
        attempts -> Integer,
        max_attempts -> Integer,
        run_at -> BigInt,
        worker_id -> Nullable<Binary>,
        lease_until -> Nullable<BigInt>,
        failure -> Nullable<Text>,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
        interruptions -> Integer,
        audio_ms -> Nullable<BigInt>,
        begun_at -> Nullable<BigInt>,
        progress -> Nullable<Integer>,
    }
}

diesel::table! {
    audit (id) {
        id -> Binary,
        at -> BigInt,
        actor_kind -> Text,
        actor_id -> Nullable<Binary>,
        action -> Text,
        noun -> Text,
        noun_id -> Text,
        detail_json -> Text,
        request_id -> Nullable<Binary>,
    }
}

diesel::table! {
    saved_filter (id) {
        id -> Binary,
        page -> Text,
        name -> Text,
        query -> Text,
        owner_id -> Binary,
        team_id -> Nullable<Binary>,
        created_at -> BigInt,
        changed_at -> BigInt,
    }
}

diesel::joinable!(team_member -> team (team_id));
diesel::joinable!(team_member -> person (person_id));
diesel::joinable!(team_leader -> team (team_id));
diesel::joinable!(person_role -> person (person_id));
diesel::joinable!(person_role -> project (project_id));
diesel::joinable!(queue -> project (project_id));
diesel::joinable!(agent -> source (source_id));
diesel::joinable!(agent_person -> agent (agent_id));
diesel::joinable!(call -> source (source_id));
diesel::joinable!(call -> queue (queue_id));
diesel::joinable!(call -> project (project_id));
diesel::joinable!(recording -> call (call_id));
diesel::joinable!(participation -> call (call_id));
diesel::joinable!(participation -> agent (agent_id));
diesel::joinable!(stored_object -> call (call_id));
diesel::joinable!(recording_signal -> recording (recording_id));
diesel::joinable!(channel_signal -> recording (recording_id));
diesel::joinable!(transcript -> recording (recording_id));
diesel::joinable!(job -> call (call_id));
diesel::joinable!(utterance -> transcript (transcript_id));
diesel::joinable!(wordless_speech -> transcript (transcript_id));
diesel::joinable!(redaction -> call (call_id));
diesel::joinable!(transcript_quality -> recording (recording_id));
diesel::joinable!(session -> person (person_id));
diesel::joinable!(token -> person (person_id));
diesel::joinable!(token -> source (source_id));
diesel::joinable!(project -> scorecard (scorecard_id));
diesel::joinable!(scorecard_version -> scorecard (scorecard_id));
diesel::joinable!(scorecard_draft -> scorecard (scorecard_id));
diesel::joinable!(scorecard_use -> scorecard (scorecard_id));
diesel::joinable!(assignment -> call (call_id));
diesel::joinable!(assignment -> person (inspector_id));
diesel::joinable!(assignment -> scorecard (scorecard_id));
diesel::joinable!(evaluation -> call (call_id));
diesel::joinable!(evaluation -> scorecard_version (scorecard_version_id));
diesel::joinable!(evaluation_note -> evaluation (evaluation_id));
diesel::joinable!(feedback -> evaluation (evaluation_id));
diesel::joinable!(evaluation_revision -> evaluation (evaluation_id));
diesel::joinable!(appeal -> evaluation (evaluation_id));
diesel::joinable!(appeal_draft -> evaluation (evaluation_id));
diesel::joinable!(evaluation_clock -> evaluation (evaluation_id));
diesel::joinable!(note_reply -> evaluation (evaluation_id));
diesel::joinable!(release_talk -> evaluation (evaluation_id));
diesel::joinable!(self_listening -> evaluation (evaluation_id));
diesel::joinable!(feedback_rating -> evaluation (evaluation_id));
diesel::joinable!(call_request -> call (call_id));
diesel::joinable!(appeal_item -> appeal (appeal_id));
diesel::joinable!(appeal_ruling -> appeal (appeal_id));
diesel::joinable!(appeal_item_ruling -> appeal (appeal_id));
diesel::joinable!(reminder -> sitting (evaluation_id));
diesel::joinable!(sale -> call (call_id));
diesel::joinable!(sitting -> evaluation (evaluation_id));
diesel::joinable!(contact_turn -> contact (contact_id));
diesel::joinable!(contact_evaluation -> contact (contact_id));
diesel::joinable!(contact_evaluation -> evaluation (evaluation_id));
diesel::joinable!(verification -> evaluation (evaluation_id));
diesel::joinable!(listening -> person (person_id));
diesel::joinable!(evaluation_coverage -> evaluation (evaluation_id));
diesel::joinable!(standard_answer_version -> standard_answer (standard_answer_id));
diesel::joinable!(improvement_finding -> evaluation (evaluation_id));
diesel::joinable!(improvement_finding -> improvement (improvement_id));
diesel::joinable!(flag -> call (call_id));
diesel::joinable!(notice -> outbox (outbox_id));
diesel::joinable!(retention_rule_version -> retention_rule (rule_id));
diesel::joinable!(case_answer -> library_case (case_id));
diesel::joinable!(case_item -> library_case (case_id));
diesel::joinable!(case_tag -> library_case (case_id));
diesel::joinable!(clip_tag -> clip (clip_id));
diesel::joinable!(library_case -> library (library_id));
diesel::joinable!(case_consent -> library_case (case_id));
diesel::joinable!(playlist_case -> playlist (playlist_id));
diesel::joinable!(playlist_case -> library_case (case_id));
diesel::joinable!(held_call -> hold (hold_id));
diesel::joinable!(removal -> retention_rule_version (rule_version_id));
diesel::joinable!(reference_attempt -> evaluation (evaluation_id));
diesel::joinable!(reference_attempt -> reference_call (reference_call_id));
diesel::joinable!(case_review_range -> case_review_entry (entry_id));

diesel::allow_tables_to_appear_in_same_query!(
    setting,
    person,
    team,
    team_member,
    team_leader,
    project,
    queue,
    person_role,
    source,
    source_extension,
    source_hour,
    session,
    token,
    setup_link,
    agent,
    agent_person,
    call,
    recording,
    recording_signal,
    channel_signal,
    participation,
    stored_object,
    storage_check,
    storage_finding,
    object_copy,
    tombstone,
    transcript,
    utterance,
    wordless_speech,
    job,
    audit,
    scorecard,
    scorecard_version,
    scorecard_draft,
    scorecard_use,
    assignment,
    evaluation,
    evaluation_note,
    feedback,
    evaluation_revision,
    appeal,
    appeal_item,
    appeal_ruling,
    appeal_item_ruling,
    appeal_draft,
    calendar_day,
    days_away,
    evaluation_clock,
    hearing_rule,
    note_reply,
    release_talk,
    self_listening,
    feedback_rating,
    call_request,
    sale_rule,
    sale,
    verification,
    sitting,
    reminder,
    contact,
    contact_turn,
    contact_evaluation,
    saved_filter,
    upload,
    listening,
    retention_rule,
    retention_rule_version,
    retention_run,
    hold,
    held_call,
    erasure,
    erasure_call,
    removal,
    watch_folder,
    watched_file,
    waiting_sidecar,
    refused_arrival,
    cdr_columns,
    cdr_import,
    flag,
    outbox,
    outbox_head,
    notice,
    evaluation_coverage,
    evaluation_disposition,
    standard_answer,
    standard_answer_version,
    stock_phrase,
    review_keys,
    improvement,
    improvement_finding,
    wording,
    search_side,
    redaction,
    redaction_span,
    correction,
    transcript_quality,
    clip,
    clip_tag,
    library,
    library_case,
    case_edition,
    case_item,
    case_answer,
    case_tag,
    case_consent,
    case_learning,
    case_learning_word,
    case_rating,
    case_comment,
    playlist,
    playlist_case,
    learning_task,
    reference_call,
    reference_attempt,
    reference_look,
    certification_rule,
    case_review,
    case_review_team,
    case_review_entry,
    case_review_range,
    case_review_attendance,
    case_review_wrong_code,
    case_review_decision
);
