//! Jobs that crash on purpose, so that the tests can see what a crash costs. Never part of a
//! release: only the feature `crash-jobs` compiles them.

use super::{JobError, payload};
use crate::db::job::Job;
use rustix::process::{Resource, Signal, getpid, getrlimit, kill_process};
use serde::Deserialize;
use std::process::Command;
use std::time::Duration;

/// Kills itself by signal 9.
pub const KILL: &str = "crash_kill";
/// Aborts, as a failed assertion in C does.
pub const ABORT: &str = "crash_abort";
/// Executes an instruction that no processor has.
pub const ILLEGAL_INSTRUCTION: &str = "crash_illegal_instruction";
/// Fills memory until the allocator gives up; needs a memory limit.
pub const MEMORY: &str = "crash_memory";
/// Panics.
pub const PANIC: &str = "crash_panic";
/// Blocks its thread for `{"ms": …}`, as a native call does.
pub const SLEEP: &str = "crash_sleep";
/// Starts another program, as a decoder may, and then both block for ever.
pub const COMPANY: &str = "crash_company";
/// Does nothing, well.
pub const SUCCEED: &str = "crash_succeed";

/// Every kind above.
pub const KINDS: [&str; 8] = [KILL, ABORT, ILLEGAL_INSTRUCTION, MEMORY, PANIC, SLEEP, COMPANY, SUCCEED];

const PIECE: usize = 16 << 20;

#[derive(Deserialize)]
struct Sleep {
    ms: u64,
}

/// Does what its kind says.
pub(super) fn run(job: &Job) -> Result<(), JobError> {
    match job.kind.as_str() {
        KILL => {
            let _ = kill_process(getpid(), Signal::KILL);
        }
        ABORT => std::process::abort(),
        ILLEGAL_INSTRUCTION => execute_illegal_instruction(),
        MEMORY => fill_memory(),
        PANIC => fall_over(),
        SLEEP => {
            let sleep: Sleep = payload(job)?;
            std::thread::sleep(Duration::from_millis(sleep.ms));
        }
        COMPANY => {
            let _ = Command::new("sleep").arg("3600").status();
        }
        _ => {}
    }
    Ok(())
}

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "there is no safe way to crash like a native library")]
fn execute_illegal_instruction() {
    unsafe { core::arch::asm!("ud2") }
}

#[cfg(target_arch = "aarch64")]
#[expect(unsafe_code, reason = "there is no safe way to crash like a native library")]
fn execute_illegal_instruction() {
    unsafe { core::arch::asm!("udf #0") }
}

/// Only under a limit: without one it would take the whole machine with it.
fn fill_memory() {
    let mut pieces = Vec::new();
    while getrlimit(Resource::As).current.is_some() {
        pieces.push(vec![1_u8; PIECE]);
    }
}

#[expect(clippy::panic, reason = "this is what it is for")]
fn fall_over() {
    panic!("a message that may quote personal data");
}
