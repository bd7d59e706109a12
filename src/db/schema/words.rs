//! The tables of what is made of a transcript.

diesel::table! {
    wording (id) {
        id -> BigInt,
        recording_id -> Binary,
        call_id -> Binary,
        number -> Integer,
        channel -> Integer,
        role -> Nullable<Text>,
        start_ms -> BigInt,
        end_ms -> BigInt,
        text -> Text,
        confidence -> Double,
        words -> Nullable<Text>,
    }
}

diesel::table! {
    wordless_speech (id) {
        id -> BigInt,
        transcript_id -> Binary,
        channel -> Integer,
        start_ms -> BigInt,
        end_ms -> BigInt,
    }
}

diesel::table! {
    transcript_quality (recording_id) {
        recording_id -> Binary,
        call_id -> Binary,
        words -> Integer,
        doubtful -> Integer,
        windows -> Integer,
        repeated -> Integer,
        discarded -> Integer,
        is_poor -> Bool,
    }
}

diesel::table! {
    search_side (id) {
        id -> BigInt,
        recording_id -> Binary,
        call_id -> Binary,
        role -> Nullable<Text>,
    }
}

diesel::table! {
    redaction (recording_id) {
        recording_id -> Binary,
        call_id -> Binary,
        rules -> Integer,
        spans -> BigInt,
        edition -> BigInt,
        sound_edition -> Nullable<BigInt>,
        worked_out_at -> BigInt,
    }
}

diesel::table! {
    redaction_span (id) {
        id -> BigInt,
        recording_id -> Binary,
        start_ms -> BigInt,
        end_ms -> BigInt,
        channel -> Integer,
        kind -> Text,
    }
}

diesel::table! {
    correction (id) {
        id -> Binary,
        recording_id -> Binary,
        call_id -> Binary,
        channel -> Integer,
        start_ms -> BigInt,
        end_ms -> BigInt,
        before -> Text,
        text -> Nullable<Text>,
        speaker -> Nullable<Text>,
        new_start_ms -> Nullable<BigInt>,
        new_end_ms -> Nullable<BigInt>,
        made_by -> Nullable<Binary>,
        made_at -> BigInt,
        undone_by -> Nullable<Binary>,
        undone_at -> Nullable<BigInt>,
    }
}
