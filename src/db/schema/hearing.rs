//! The tables of a fair hearing: what an evaluation said before, and appeals.

diesel::table! {
    evaluation_revision (evaluation_id, revision) {
        evaluation_id -> Binary,
        revision -> Integer,
        answers_json -> Text,
        score_json -> Text,
        replaced_at -> BigInt,
        appeal_id -> Nullable<Binary>,
        reason -> Nullable<Text>,
        revised_by -> Nullable<Binary>,
        opened_at -> Nullable<BigInt>,
        answer -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
        reply -> Nullable<Text>,
        outcome -> Nullable<Text>,
        outcome_detail -> Nullable<Text>,
        disposition_is_right -> Nullable<Bool>,
        disposition_corrected -> Nullable<Text>,
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
        turn -> Nullable<Integer>,
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
        grounds_json -> Nullable<Text>,
    }
}

diesel::table! {
    calendar_day (date) {
        date -> Text,
        is_working -> Bool,
        name -> Nullable<Text>,
    }
}

diesel::table! {
    days_away (id) {
        id -> Binary,
        person_id -> Binary,
        first_day -> BigInt,
        last_day -> BigInt,
        entered_by -> Binary,
        entered_at -> BigInt,
    }
}

diesel::table! {
    evaluation_clock (evaluation_id) {
        evaluation_id -> Binary,
        release_due_at -> BigInt,
        hear_due_at -> Nullable<BigInt>,
        running_until -> Nullable<BigInt>,
        told_at -> Nullable<BigInt>,
        tell_again_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    hearing_rule (scorecard_id) {
        scorecard_id -> Binary,
        edit -> Integer,
        answer_days -> Integer,
        appeals_a_month -> Nullable<Integer>,
        has_first_review -> Bool,
        has_recheck -> Bool,
        has_arbitration -> Bool,
        listen_first -> Text,
        changed_at -> BigInt,
    }
}

diesel::table! {
    appeal_draft (evaluation_id) {
        evaluation_id -> Binary,
        edit -> Integer,
        items_json -> Text,
        changed_at -> BigInt,
    }
}

diesel::table! {
    note_reply (id) {
        id -> Binary,
        evaluation_id -> Binary,
        note_id -> Binary,
        person_id -> Binary,
        text -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    feedback_rating (evaluation_id) {
        evaluation_id -> Binary,
        evaluator_id -> Binary,
        is_helpful -> Bool,
        words -> Nullable<Text>,
        rated_at -> BigInt,
    }
}

diesel::table! {
    call_request (id) {
        id -> Binary,
        kind -> Text,
        call_id -> Binary,
        person_id -> Binary,
        team_id -> Nullable<Binary>,
        project_id -> Nullable<Binary>,
        reason -> Text,
        state -> Text,
        asked_at -> BigInt,
        decided_at -> Nullable<BigInt>,
        decided_by -> Nullable<Binary>,
        answer -> Nullable<Text>,
        assignment_id -> Nullable<Binary>,
    }
}

diesel::table! {
    release_talk (evaluation_id) {
        evaluation_id -> Binary,
        asked_at -> BigInt,
        due_at -> BigInt,
        closed_at -> Nullable<BigInt>,
        talked_by -> Nullable<Binary>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    self_listening (evaluation_id) {
        evaluation_id -> Binary,
        marks_json -> Text,
        was_skipped -> Bool,
        found -> Integer,
        of_all -> Integer,
        finished_at -> BigInt,
    }
}
