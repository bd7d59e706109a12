//! The tables of learning together: reference calls and their attempts, certification, case reviews.

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

diesel::table! {
    case_review (id) {
        id -> Binary,
        title -> Text,
        held_at -> BigInt,
        state -> Text,
        code -> Nullable<Text>,
        repeats -> Nullable<Binary>,
        edit -> Integer,
        made_by -> Binary,
        made_at -> BigInt,
        sent_at -> Nullable<BigInt>,
        started_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    case_review_team (case_review_id, team_id) {
        case_review_id -> Binary,
        team_id -> Binary,
    }
}

diesel::table! {
    case_review_entry (id) {
        id -> Binary,
        case_review_id -> Binary,
        number -> Integer,
        minutes -> Integer,
    }
}

diesel::table! {
    case_review_range (entry_id) {
        entry_id -> Binary,
        call_id -> Binary,
        start_ms -> BigInt,
        end_ms -> BigInt,
        note -> Text,
        points_json -> Text,
        case_id -> Nullable<Binary>,
        altered_voice -> Bool,
    }
}

diesel::table! {
    case_review_attendance (case_review_id, person_id) {
        case_review_id -> Binary,
        person_id -> Binary,
        attended_at -> BigInt,
    }
}

diesel::table! {
    case_review_wrong_code (case_review_id, person_id) {
        case_review_id -> Binary,
        person_id -> Binary,
        count -> Integer,
        since -> BigInt,
    }
}

diesel::table! {
    case_review_decision (case_review_id, number) {
        case_review_id -> Binary,
        number -> Integer,
        text -> Text,
        owner_id -> Binary,
        due_date -> Text,
        made_by -> Binary,
        made_at -> BigInt,
        done_at -> Nullable<BigInt>,
    }
}
