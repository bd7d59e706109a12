//! The tables of the bell: what people are told of, and whom.

diesel::table! {
    outbox (id) {
        id -> Binary,
        number -> Nullable<BigInt>,
        kind -> Text,
        subject_id -> Binary,
        actor_id -> Nullable<Binary>,
        count -> BigInt,
        due_at -> BigInt,
    }
}

diesel::table! {
    outbox_head (id) {
        id -> BigInt,
        number -> BigInt,
    }
}

diesel::table! {
    notice (outbox_id, person_id) {
        outbox_id -> Binary,
        person_id -> Binary,
        number -> Nullable<BigInt>,
        read_at -> Nullable<BigInt>,
    }
}
