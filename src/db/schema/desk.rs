//! The tables of the inspector's desk: what was heard before a release, what was said of the
//! disposition, standard answers, stock phrases and moved keys.

diesel::table! {
    evaluation_coverage (evaluation_id) {
        evaluation_id -> Binary,
        duration_ms -> BigInt,
        heard_ms -> BigInt,
        sped_ms -> BigInt,
        skipped_ms -> BigInt,
        unheard_json -> Text,
    }
}

diesel::table! {
    evaluation_disposition (evaluation_id) {
        evaluation_id -> Binary,
        is_right -> Bool,
        corrected -> Nullable<Text>,
        said_at -> BigInt,
    }
}

diesel::table! {
    standard_answer (id) {
        id -> Binary,
        scorecard_id -> Binary,
        question -> Text,
        created_at -> BigInt,
        changed_at -> BigInt,
        retired_from -> Nullable<Text>,
    }
}

diesel::table! {
    standard_answer_version (standard_answer_id, number) {
        standard_answer_id -> Binary,
        number -> Integer,
        title_json -> Text,
        text_json -> Text,
        valid_from -> Text,
        written_by -> Binary,
        written_at -> BigInt,
    }
}

diesel::table! {
    stock_phrase (id) {
        id -> Binary,
        owner_id -> Nullable<Binary>,
        scorecard_id -> Binary,
        question -> Text,
        option -> Nullable<Text>,
        text -> Text,
        changed_by -> Binary,
        changed_at -> BigInt,
    }
}

diesel::table! {
    review_keys (person_id) {
        person_id -> Binary,
        keys_json -> Text,
        changed_at -> BigInt,
    }
}

diesel::table! {
    improvement (id) {
        id -> Binary,
        scorecard_id -> Binary,
        question -> Text,
        fault -> Text,
        project_id -> Nullable<Binary>,
        state -> Text,
        owner_id -> Nullable<Binary>,
        due_date -> Nullable<Text>,
        reply -> Nullable<Text>,
        opened_at -> BigInt,
        changed_at -> BigInt,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    improvement_finding (improvement_id, evaluation_id) {
        improvement_id -> Binary,
        evaluation_id -> Binary,
        found_by -> Binary,
        found_at -> BigInt,
    }
}
