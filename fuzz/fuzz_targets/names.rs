//! The names of files.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| earmark_fuzz::readers::names(data));
