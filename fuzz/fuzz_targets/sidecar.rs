//! What a recorder says about a call, beside the recording.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| earmark_fuzz::readers::sidecar(data));
