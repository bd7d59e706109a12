//! Which files below a folder some process of this machine still writes to, as far as the kernel
//! lets us see: our own user's processes, or all where we may.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The files below `folder` that are open for writing. Empty where the system does not say, and
/// of no use for writers on other machines: standing still is what counts for those.
pub(super) fn open_for_writing_below(folder: &Path) -> BTreeSet<PathBuf> {
    let mut open = BTreeSet::new();
    let Ok(processes) = fs::read_dir("/proc") else { return open };
    for process in processes.flatten() {
        let is_process = process.file_name().to_string_lossy().bytes().all(|byte| byte.is_ascii_digit());
        if !is_process {
            continue;
        }
        let Ok(files) = fs::read_dir(process.path().join("fd")) else { continue };
        for file in files.flatten() {
            let Ok(target) = fs::read_link(file.path()) else { continue };
            if target.starts_with(folder) && is_written(&process.path(), &file.file_name().to_string_lossy())
            {
                open.insert(target);
            }
        }
    }
    open
}

/// Whether a file of a process was opened to be written: the last octal digit of its flags
/// (`proc_pid_fdinfo(5)`).
fn is_written(process: &Path, number: &str) -> bool {
    let Ok(info) = fs::read_to_string(process.join("fdinfo").join(number)) else { return false };
    let flags = info.lines().find_map(|line| line.strip_prefix("flags:")).map(str::trim);
    let access = flags.and_then(|flags| u32::from_str_radix(flags, 8).ok()).map(|flags| flags & 3);
    matches!(access, Some(1 | 2))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::fs::File;

    #[test]
    fn a_file_is_seen_while_it_is_written_and_not_while_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let path = root.join("call.wav");
        let writer = File::create(&path).unwrap();
        assert_eq!(open_for_writing_below(&root), [path.clone()].into());
        drop(writer);
        let reader = File::open(&path).unwrap();
        assert!(open_for_writing_below(&root).is_empty());
        drop(reader);
    }
}
