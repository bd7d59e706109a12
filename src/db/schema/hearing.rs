//! The tables of a fair hearing: what an evaluation said before, and appeals.

diesel::table! {
    evaluation_revision (evaluation_id, revision) {
        evaluation_id -> Binary,
        revision -> Integer,
        answers_json -> Text,
        score_json -> Text,
        replaced_at -> BigInt,
        appeal_id -> Nullable<Binary>,
    }
}

diesel::table! {
    appeal (id) {
        id -> Binary,
        evaluation_id -> Binary,
        revision -> Integer,
        scorecard_id -> Binary,
        person_id -> Binary,
        team_id -> Nullable<Binary>,
        project_id -> Nullable<Binary>,
        evaluator_id -> Binary,
        first_reviewer_id -> Nullable<Binary>,
        state -> Text,
        outcome -> Nullable<Text>,
        is_unstaffed -> Bool,
        submitted_at -> BigInt,
        due_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    appeal_item (appeal_id, number) {
        appeal_id -> Binary,
        number -> Integer,
        question -> Text,
        scorecard_id -> Binary,
        reason -> Text,
        proposed_json -> Nullable<Text>,
        start_ms -> Nullable<BigInt>,
        end_ms -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    appeal_ruling (appeal_id, step) {
        appeal_id -> Binary,
        step -> Text,
        judge_id -> Nullable<Binary>,
        verdict -> Text,
        skipped_because -> Nullable<Text>,
        reason -> Nullable<Text>,
        at -> BigInt,
    }
}

diesel::table! {
    appeal_item_ruling (appeal_id, step, question) {
        appeal_id -> Binary,
        step -> Text,
        question -> Text,
        choice_json -> Nullable<Text>,
        reason -> Text,
    }
}
