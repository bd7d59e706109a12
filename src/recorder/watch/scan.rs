//! Looking into a watched folder: which files are there, links neither followed nor read.

use super::names::kind_of;
use super::quiet::Sight;
use crate::db::watched_file::FileKind;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// How deep folders are looked into: year, month, day, hour, agent, and some.
const DEPTH_MOST: usize = 16;

/// A file that lies in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its path below the folder, with `/` between its parts.
    pub(super) path: String,
    /// What its name says it is.
    pub(super) kind: FileKind,
    /// How it is seen.
    pub(super) sight: Sight,
}

/// What of a folder is looked at.
#[derive(Debug, Clone)]
pub(super) struct Look<'a> {
    /// The folder, with links resolved.
    pub(super) root: &'a Path,
    /// Whether folders below it are looked into.
    pub(super) is_recursive: bool,
    /// Which names are meant.
    pub(super) patterns: &'a [String],
    /// Folders that are left out: where files go that are done, or refused.
    pub(super) left_out: &'a [PathBuf],
}

/// The files that are meant, in the order of their paths. A folder below that cannot be read is left
/// for the next time; the folder itself must be there.
pub(super) fn files(look: &Look<'_>) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    walk(look, look.root, 0, &mut found)?;
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn walk(look: &Look<'_>, folder: &Path, depth: usize, found: &mut Vec<Found>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let Ok(entry) = entry else { continue };
        // Not followed: what a link points to may lie anywhere.
        let Ok(kind) = entry.file_type() else { continue };
        let path = entry.path();
        if kind.is_dir() {
            if look.is_recursive && depth < DEPTH_MOST && !look.left_out.contains(&path) {
                let _ = walk(look, &path, depth + 1, found);
            }
            continue;
        }
        if !kind.is_file() {
            continue;
        }
        let Some(relative) = relative(look.root, &path) else { continue };
        let Some(meant) = kind_of(&relative, look.patterns) else { continue };
        // It may have gone since.
        let Ok(metadata) = entry.metadata() else { continue };
        found.push(Found { path: relative, kind: meant, sight: sight_of(&metadata) });
    }
    Ok(())
}

/// A path below the folder as text; none where it is no text.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// How a file is seen.
pub(super) fn sight_of(metadata: &fs::Metadata) -> Sight {
    let modified = metadata.modified().ok().and_then(|moment| moment.duration_since(UNIX_EPOCH).ok());
    let modified_ms = modified.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
    Sight { bytes: metadata.len(), modified_ms }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn paths(root: &Path, is_recursive: bool, left_out: &[PathBuf]) -> Vec<String> {
        let look = Look { root, is_recursive, patterns: &[], left_out };
        files(&look).unwrap().into_iter().map(|found| found.path).collect()
    }

    #[test]
    fn files_are_found_in_their_order_and_links_are_not() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = folder.path();
        fs::create_dir_all(root.join("2026/11")).unwrap();
        fs::create_dir(root.join("done")).unwrap();
        for path in ["b.wav", "a.json", "notes.txt", "2026/11/c.mp3", "done/d.wav"] {
            fs::write(root.join(path), b"x").unwrap();
        }
        fs::write(elsewhere.path().join("secret.wav"), b"x").unwrap();
        symlink(elsewhere.path().join("secret.wav"), root.join("link.wav")).unwrap();
        symlink(elsewhere.path(), root.join("linked")).unwrap();
        let done = [root.join("done")];
        assert_eq!(paths(root, true, &done), ["2026/11/c.mp3", "a.json", "b.wav"]);
        assert_eq!(paths(root, false, &done), ["a.json", "b.wav"]);
        assert!(
            files(&Look { root: &root.join("none"), is_recursive: true, patterns: &[], left_out: &[] })
                .is_err()
        );
    }
}
