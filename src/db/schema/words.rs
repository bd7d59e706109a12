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
