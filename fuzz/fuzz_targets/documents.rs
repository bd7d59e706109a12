//! The settings of a source as a file, and its extension map as a table.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| earmark_fuzz::readers::documents(data));
