//! The tables of scoring: scorecards, queues of inspectors, evaluations and what agents did with them.

diesel::table! {
    scorecard (id) {
        id -> Binary,
        key -> Text,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    scorecard_version (id) {
        id -> Binary,
        scorecard_id -> Binary,
        number -> Integer,
        definition_json -> Text,
        published_by -> Nullable<Binary>,
        published_at -> BigInt,
    }
}

diesel::table! {
    scorecard_draft (scorecard_id) {
        scorecard_id -> Binary,
        edit -> Integer,
        definition_json -> Text,
        based_on -> Nullable<Binary>,
        changed_by -> Nullable<Binary>,
        changed_at -> BigInt,
    }
}

diesel::table! {
    scorecard_use (id) {
        id -> Binary,
        scorecard_id -> Binary,
        project_id -> Nullable<Binary>,
        queue_id -> Nullable<Binary>,
        purpose -> Nullable<Text>,
        place -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    assignment (id) {
        id -> Binary,
        call_id -> Binary,
        participation_id -> Nullable<Binary>,
        inspector_id -> Binary,
        scorecard_id -> Binary,
        purpose -> Text,
        reason -> Text,
        filter -> Nullable<Text>,
        pool_size -> Nullable<BigInt>,
        assigned_by -> Nullable<Binary>,
        due_at -> Nullable<BigInt>,
        state -> Text,
        created_at -> BigInt,
        changed_at -> BigInt,
    }
}

diesel::table! {
    evaluation (id) {
        id -> Binary,
        call_id -> Nullable<Binary>,
        participation_id -> Nullable<Binary>,
        agent_id -> Nullable<Binary>,
        person_id -> Nullable<Binary>,
        team_id -> Nullable<Binary>,
        project_id -> Nullable<Binary>,
        call_started_at -> Nullable<BigInt>,
        scorecard_version_id -> Binary,
        evaluator_id -> Binary,
        assignment_id -> Nullable<Binary>,
        purpose -> Text,
        revision -> Integer,
        state -> Text,
        edit -> Integer,
        answers_json -> Text,
        score_json -> Nullable<Text>,
        total_hundredths -> Nullable<BigInt>,
        critical_hundredths -> Nullable<BigInt>,
        before_fatal_hundredths -> Nullable<BigInt>,
        passed -> Nullable<Bool>,
        band -> Nullable<Text>,
        is_fatal -> Bool,
        no_score_reason -> Nullable<Text>,
        no_score_note -> Nullable<Text>,
        is_generated -> Bool,
        started_at -> BigInt,
        changed_at -> BigInt,
        released_at -> Nullable<BigInt>,
        released_date -> Nullable<Text>,
        removal_id -> Nullable<Binary>,
        answer_until -> Nullable<BigInt>,
    }
}

diesel::table! {
    evaluation_note (id) {
        id -> Binary,
        evaluation_id -> Binary,
        number -> Integer,
        kind -> Text,
        is_one_change -> Bool,
        text -> Text,
        say_instead -> Nullable<Text>,
        start_ms -> Nullable<BigInt>,
        end_ms -> Nullable<BigInt>,
        channel -> Nullable<Integer>,
        first_turn -> Nullable<Integer>,
        last_turn -> Nullable<Integer>,
    }
}

diesel::table! {
    feedback (evaluation_id) {
        evaluation_id -> Binary,
        opened_at -> Nullable<BigInt>,
        acknowledged_at -> Nullable<BigInt>,
        reply -> Nullable<Text>,
        answer -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
    }
}
