//! Conversations as vCons.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| earmark_fuzz::readers::vcon(data));
