//! The tables of case libraries: clips, cases, consent, learning, playlists and learning tasks.

diesel::table! {
    clip (id) {
        id -> Binary,
        call_id -> Binary,
        recording_id -> Binary,
        start_ms -> BigInt,
        end_ms -> BigInt,
        title -> Text,
        note -> Nullable<Text>,
        search_text -> Text,
        made_by -> Binary,
        made_at -> BigInt,
    }
}

diesel::table! {
    clip_tag (clip_id, tag) {
        clip_id -> Binary,
        tag -> Text,
    }
}

diesel::table! {
    library (id) {
        id -> Binary,
        kind -> Text,
        name_json -> Text,
        project_id -> Nullable<Binary>,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
        allows_altered_voice -> Bool,
        allows_other_sites -> Bool,
    }
}

diesel::table! {
    library_case (id) {
        id -> Binary,
        library_id -> Binary,
        state -> Text,
        call_id -> Binary,
        recording_id -> Binary,
        clip_id -> Nullable<Binary>,
        start_ms -> Nullable<BigInt>,
        end_ms -> Nullable<BigInt>,
        teaching_line -> Text,
        language -> Text,
        level -> Text,
        hides_names -> Bool,
        review_on -> Nullable<Text>,
        edition -> Integer,
        search_text -> Text,
        proposed_by -> Binary,
        proposed_at -> BigInt,
        flag_id -> Nullable<Binary>,
        decided_by -> Nullable<Binary>,
        decided_at -> Nullable<BigInt>,
        reason -> Nullable<Text>,
        shelved_at -> Nullable<BigInt>,
        archive_cause -> Nullable<Text>,
        changed_at -> BigInt,
    }
}

diesel::table! {
    case_edition (case_id, number) {
        case_id -> Binary,
        number -> Integer,
        content_json -> Text,
        written_by -> Binary,
        written_at -> BigInt,
    }
}

diesel::table! {
    case_item (case_id, scorecard_id, question) {
        case_id -> Binary,
        scorecard_id -> Binary,
        question -> Text,
    }
}

diesel::table! {
    case_answer (case_id, standard_answer_id) {
        case_id -> Binary,
        standard_answer_id -> Binary,
        version -> Integer,
    }
}

diesel::table! {
    case_tag (case_id, tag) {
        case_id -> Binary,
        tag -> Text,
    }
}

diesel::table! {
    case_consent (case_id, person_id) {
        case_id -> Binary,
        person_id -> Binary,
        message -> Nullable<Text>,
        asked_by -> Binary,
        asked_at -> BigInt,
        answer -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    case_learning (id) {
        id -> Binary,
        case_id -> Nullable<Binary>,
        library_id -> Binary,
        person_id -> Binary,
        edition -> Integer,
        reached -> Integer,
        answers_json -> Text,
        right_answers -> Nullable<Integer>,
        questions -> Nullable<Integer>,
        begun_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    case_learning_word (learning_id, point) {
        learning_id -> Binary,
        case_id -> Binary,
        point -> Integer,
        text -> Text,
    }
}

diesel::table! {
    case_rating (case_id, person_id) {
        case_id -> Binary,
        person_id -> Binary,
        stars -> Integer,
        rated_at -> BigInt,
    }
}

diesel::table! {
    case_comment (id) {
        id -> Binary,
        case_id -> Binary,
        written_by -> Binary,
        text -> Text,
        written_at -> BigInt,
    }
}

diesel::table! {
    playlist (id) {
        id -> Binary,
        name -> Text,
        made_by -> Binary,
        made_at -> BigInt,
        changed_at -> BigInt,
    }
}

diesel::table! {
    playlist_case (playlist_id, case_id) {
        playlist_id -> Binary,
        case_id -> Binary,
        place -> Integer,
    }
}

diesel::table! {
    learning_task (id) {
        id -> Binary,
        giving_id -> Binary,
        case_id -> Nullable<Binary>,
        playlist_id -> Nullable<Binary>,
        reference_call_id -> Nullable<Binary>,
        person_id -> Binary,
        team_id -> Nullable<Binary>,
        due_on -> Text,
        due_day -> BigInt,
        note -> Nullable<Text>,
        given_by -> Binary,
        given_at -> BigInt,
        done_at -> Nullable<BigInt>,
    }
}
