//! What keeps a child's end from hurting anyone else.

use rustix::process::{
    Resource, Rlimit, Signal, getpgrp, getpid, kill_current_process_group, kill_process, setrlimit,
};
use std::io;

/// How willing the child is to be the one that the kernel kills when memory runs out (0 to 1000;
/// the service itself keeps the ordinary 0).
const OUT_OF_MEMORY_SCORE: &str = "500";

/// Prepares this process to be a child: it dies with its parent, writes no core file (that would
/// hold people's voices), is the first to go when the machine runs out of memory, and fills at
/// most `memory_limit` bytes of address space.
///
/// To be called from the main thread, before anything is loaded.
pub fn confine(memory_limit: Option<u64>) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
        // Where this is not allowed, the kernel chooses by size, which comes to the same.
        let _ = std::fs::write("/proc/self/oom_score_adj", OUT_OF_MEMORY_SCORE);
    }
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    if memory_limit.is_some() {
        setrlimit(Resource::As, Rlimit { current: memory_limit, maximum: memory_limit })?;
    }
    Ok(())
}

/// Ends this process and whatever it started, without running anything else. An ordinary exit would first run the exit
/// handlers of native libraries, beside their threads that still compute.
pub(super) fn end_at_once() -> ! {
    // Its supervisor made it the leader of a group; started by hand it is in the shell's.
    if getpgrp() == getpid() {
        let _ = kill_current_process_group(Signal::KILL);
    }
    let _ = kill_process(getpid(), Signal::KILL);
    std::process::exit(1)
}
