//! What a recorder says about a call, as JSON beside the recording.
#![no_main]

use earmark::recorder::CallMetadata;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = CallMetadata::parse(data);
});
