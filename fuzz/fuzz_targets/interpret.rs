//! What a source sends along with a file, understood by its settings.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| earmark_fuzz::readers::interpret(data));
