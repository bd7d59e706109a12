//! The tables of what comes in and of what is kept: signals, stores, uploads, listening, retention,
//! watched folders, call records, flags.

diesel::table! {
    recording_signal (recording_id) {
        recording_id -> Binary,
        silence_ms -> BigInt,
        longest_silence_ms -> BigInt,
        overtalk_ms -> BigInt,
        one_sided -> Bool,
    }
}

diesel::table! {
    channel_signal (recording_id, channel) {
        recording_id -> Binary,
        channel -> Integer,
        heard_ms -> BigInt,
        level_dbfs_hundredths -> Integer,
        peak_dbfs_hundredths -> Integer,
        clipped_ppm -> Integer,
        speech_ms -> Nullable<BigInt>,
        pace_per_minute -> Nullable<Integer>,
    }
}

diesel::table! {
    storage_check (id) {
        id -> Binary,
        store -> Text,
        began_at -> BigInt,
        changed_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        held_by -> Nullable<Binary>,
        held_until -> BigInt,
        seen_to -> Nullable<Binary>,
        expected -> BigInt,
        objects -> BigInt,
        bytes -> BigInt,
        damaged -> BigInt,
        missing -> BigInt,
        strays -> BigInt,
    }
}

diesel::table! {
    storage_finding (id) {
        id -> BigInt,
        check_id -> Binary,
        key -> Binary,
        problem -> Text,
        purpose -> Nullable<Text>,
        recording_id -> Nullable<Binary>,
        call_id -> Nullable<Binary>,
    }
}

diesel::table! {
    object_copy (key) {
        key -> Binary,
    }
}

diesel::table! {
    upload (id) {
        id -> Binary,
        source_id -> Nullable<Binary>,
        person_id -> Nullable<Binary>,
        place -> Binary,
        state -> Text,
        length -> BigInt,
        received -> BigInt,
        file_name -> Nullable<Text>,
        fingerprint -> Nullable<Text>,
        metadata_json -> Text,
        call_id -> Nullable<Binary>,
        recording_id -> Nullable<Binary>,
        was_known -> Nullable<Bool>,
        failure_code -> Nullable<Text>,
        failure_message -> Nullable<Text>,
        failure_params_json -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    listening (call_id, person_id) {
        call_id -> Binary,
        person_id -> Binary,
        heard_json -> Text,
        sped_json -> Text,
        skipped_json -> Text,
        places_json -> Text,
        heard_ms -> BigInt,
        first_at -> BigInt,
        last_at -> BigInt,
    }
}

diesel::table! {
    retention_rule (id) {
        id -> Binary,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    retention_rule_version (id) {
        id -> Binary,
        rule_id -> Binary,
        number -> Integer,
        name -> Text,
        definition_json -> Text,
        made_by -> Nullable<Binary>,
        made_at -> BigInt,
    }
}

diesel::table! {
    retention_run (id) {
        id -> Binary,
        state -> Text,
        started_by -> Nullable<Binary>,
        stopped_by -> Nullable<Binary>,
        due -> BigInt,
        removed -> BigInt,
        bytes -> BigInt,
        started_at -> BigInt,
        finished_at -> Nullable<BigInt>,
        contacts -> BigInt,
    }
}

diesel::table! {
    hold (id) {
        id -> Binary,
        kind -> Text,
        reason -> Text,
        origin -> Text,
        origin_id -> Nullable<Binary>,
        owner_id -> Nullable<Binary>,
        calls -> BigInt,
        placed_at -> BigInt,
        lifted_at -> Nullable<BigInt>,
        lifted_by -> Nullable<Binary>,
        lift_reason -> Nullable<Text>,
    }
}

diesel::table! {
    held_call (call_id, hold_id) {
        call_id -> Binary,
        hold_id -> Binary,
        kind -> Text,
    }
}

diesel::table! {
    erasure (id) {
        id -> Binary,
        masked_number -> Text,
        reference -> Text,
        state -> Text,
        requested_by -> Nullable<Binary>,
        found -> BigInt,
        removed -> BigInt,
        bytes -> BigInt,
        requested_at -> BigInt,
        finished_at -> Nullable<BigInt>,
        descriptions -> BigInt,
        files -> BigInt,
        imports -> BigInt,
        contacts -> BigInt,
    }
}

diesel::table! {
    erasure_call (call_id, erasure_id) {
        call_id -> Binary,
        erasure_id -> Binary,
    }
}

diesel::table! {
    removal (id) {
        id -> Binary,
        call_id -> Binary,
        source_id -> Binary,
        project_id -> Nullable<Binary>,
        cause -> Text,
        rule_version_id -> Nullable<Binary>,
        run_id -> Nullable<Binary>,
        erasure_id -> Nullable<Binary>,
        keep_days -> Nullable<Integer>,
        recordings -> BigInt,
        bytes -> BigInt,
        removed_at -> BigInt,
    }
}

diesel::table! {
    watch_folder (source_id) {
        source_id -> Binary,
        path -> Text,
        is_recursive -> Bool,
        patterns_json -> Text,
        move_to -> Nullable<Text>,
        quarantine -> Nullable<Text>,
        quiet_ms -> BigInt,
        is_enabled -> Bool,
        holder -> Nullable<Binary>,
        lease_until -> Nullable<BigInt>,
        scanned_at -> Nullable<BigInt>,
        trouble -> Nullable<Text>,
        changed_at -> BigInt,
    }
}

diesel::table! {
    watched_file (id) {
        id -> Binary,
        source_id -> Binary,
        path -> Text,
        stem -> Text,
        kind -> Text,
        bytes -> BigInt,
        modified_at -> BigInt,
        content_hash -> Nullable<Binary>,
        state -> Text,
        lies_in -> Text,
        call_id -> Nullable<Binary>,
        recording_id -> Nullable<Binary>,
        code -> Nullable<Text>,
        reason -> Nullable<Text>,
        attempts -> Integer,
        retry_at -> Nullable<BigInt>,
        created_at -> BigInt,
        changed_at -> BigInt,
    }
}

diesel::table! {
    waiting_sidecar (id) {
        id -> Binary,
        source_id -> Binary,
        stem -> Text,
        description_json -> Text,
        call_id -> Nullable<Binary>,
        created_at -> BigInt,
    }
}

diesel::table! {
    refused_arrival (id) {
        id -> Binary,
        source_id -> Binary,
        name -> Text,
        code -> Text,
        times -> BigInt,
        first_at -> BigInt,
        last_at -> BigInt,
    }
}

diesel::table! {
    cdr_columns (source_id) {
        source_id -> Binary,
        columns_json -> Text,
        changed_at -> BigInt,
    }
}

diesel::table! {
    cdr_import (id) {
        id -> Binary,
        source_id -> Binary,
        person_id -> Nullable<Binary>,
        file -> Nullable<Binary>,
        columns_json -> Text,
        state -> Text,
        rows_total -> Integer,
        rows_done -> Integer,
        added -> Integer,
        changed -> Integer,
        same -> Integer,
        refused -> Integer,
        problems_json -> Text,
        failure -> Nullable<Text>,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    flag (id) {
        id -> Binary,
        call_id -> Binary,
        kind -> Text,
        start_ms -> Nullable<BigInt>,
        end_ms -> Nullable<BigInt>,
        channel -> Nullable<Integer>,
        note -> Nullable<Text>,
        flagged_by -> Binary,
        flagged_at -> BigInt,
    }
}
