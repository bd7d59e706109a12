//! The tables of the ways of monitoring: sales to be verified and what verifying them found, sittings
//! and reminders.

diesel::table! {
    sale_rule (id) {
        id -> Binary,
        disposition -> Text,
        project_id -> Nullable<Binary>,
        queue_id -> Nullable<Binary>,
        place -> Text,
        since -> BigInt,
        made_by -> Nullable<Binary>,
        made_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sale (call_id) {
        call_id -> Binary,
        rule_id -> Binary,
        call_started_at -> BigInt,
        assignment_id -> Nullable<Binary>,
        joined_at -> BigInt,
    }
}

diesel::table! {
    verification (evaluation_id) {
        evaluation_id -> Binary,
        person_id -> Nullable<Binary>,
        agent_id -> Nullable<Binary>,
        queue_id -> Nullable<Binary>,
        disposition -> Nullable<Text>,
        outcome -> Nullable<Text>,
        detail -> Nullable<Text>,
    }
}

diesel::table! {
    sitting (evaluation_id) {
        evaluation_id -> Binary,
        queue_id -> Nullable<Binary>,
        began_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        tied_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    reminder (id) {
        id -> Binary,
        evaluation_id -> Binary,
        given_at -> BigInt,
        text -> Text,
    }
}
