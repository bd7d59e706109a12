//! The tables of learning together: reference calls and their attempts, certification.

diesel::table! {
    reference_call (id) {
        id -> Binary,
        evaluation_id -> Binary,
        revision -> Integer,
        scorecard_id -> Binary,
        scorecard_version_id -> Binary,
        answers_json -> Text,
        score_json -> Text,
        title_json -> Text,
        why_json -> Text,
        reasons_json -> Text,
        edit -> Integer,
        made_by -> Binary,
        made_at -> BigInt,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    reference_attempt (evaluation_id) {
        evaluation_id -> Binary,
        reference_call_id -> Binary,
        person_id -> Binary,
        items -> Integer,
        alike -> Integer,
        apart_hundredths -> Nullable<BigInt>,
        verdicts_json -> Text,
    }
}

diesel::table! {
    reference_look (reference_call_id, person_id) {
        reference_call_id -> Binary,
        person_id -> Binary,
        looked_at -> BigInt,
    }
}

diesel::table! {
    certification_rule (scorecard_id) {
        scorecard_id -> Binary,
        calls -> Integer,
        agreement -> Integer,
        days -> Integer,
        edit -> Integer,
        changed_by -> Nullable<Binary>,
        changed_at -> BigInt,
    }
}
