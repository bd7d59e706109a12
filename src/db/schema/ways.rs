//! The tables of the ways of monitoring: sales to be verified and what verifying them found, sittings
//! and reminders, text contacts.

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

diesel::table! {
    contact (id) {
        id -> Binary,
        channel -> Text,
        project_id -> Nullable<Binary>,
        queue_id -> Nullable<Binary>,
        agent_id -> Binary,
        person_id -> Nullable<Binary>,
        team_id -> Nullable<Binary>,
        began_at -> BigInt,
        local_date -> Text,
        customer -> Nullable<Text>,
        turns -> Integer,
        added_by -> Binary,
        added_at -> BigInt,
        removed_at -> Nullable<BigInt>,
        removal_cause -> Nullable<Text>,
        removal_rule_version_id -> Nullable<Binary>,
        removal_keep_days -> Nullable<Integer>,
    }
}

diesel::table! {
    contact_turn (contact_id, number) {
        contact_id -> Binary,
        number -> Integer,
        speaker -> Text,
        written_at -> Nullable<BigInt>,
        text -> Text,
    }
}

diesel::table! {
    contact_evaluation (evaluation_id) {
        evaluation_id -> Binary,
        contact_id -> Binary,
    }
}
