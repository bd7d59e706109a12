//! The folders of a watched source: where files come, where they go, and that none of it leaves the
//! roots that this machine allows.

use crate::db::watch_folder::WatchFolder;
use crate::db::watched_file::LiesIn;
use crate::ids::WatchedFileId;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path, PathBuf};

/// Where the files of a source lie, links resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shelves {
    /// Where they come.
    pub(super) folder: PathBuf,
    /// Where those go that were taken in.
    done: Option<PathBuf>,
    /// Where those go that were refused.
    quarantine: Option<PathBuf>,
}

impl Shelves {
    /// The folders, made where they are missing but for the one that is watched. The error is a
    /// stable code.
    pub(super) fn open(set: &WatchFolder, roots: &[PathBuf]) -> Result<Self, &'static str> {
        let folder = Path::new(&set.path).canonicalize().map_err(|_| "watch_folder_missing")?;
        let allowed = |path: &Path| roots.iter().any(|root| path.starts_with(root));
        if !folder.is_dir() {
            return Err("watch_folder_missing");
        }
        if !allowed(&folder) {
            return Err("watch_outside_roots");
        }
        let beside = |named: Option<&String>| -> Result<Option<PathBuf>, &'static str> {
            let Some(named) = named else { return Ok(None) };
            let path = folder.join(named);
            // Before it is made: what is not allowed must not come to be.
            if path.components().any(|part| part == Component::ParentDir) || !allowed(&path) {
                return Err("watch_outside_roots");
            }
            fs::create_dir_all(&path).map_err(|_| "watch_target_unwritable")?;
            let path = path.canonicalize().map_err(|_| "watch_target_unwritable")?;
            if path == folder || !allowed(&path) { Err("watch_outside_roots") } else { Ok(Some(path)) }
        };
        let (done, quarantine) = (beside(set.move_to.as_ref())?, beside(set.quarantine.as_ref())?);
        Ok(Self { folder, done, quarantine })
    }

    /// The folders that are not looked into, although they may lie below the watched one.
    pub(super) fn left_out(&self) -> Vec<PathBuf> {
        self.done.iter().chain(&self.quarantine).cloned().collect()
    }

    /// Where a file lies; none where its folder is no longer set, or the path would lead out of it.
    pub(super) fn place(&self, lies_in: LiesIn, path: &str) -> Option<PathBuf> {
        let folder = match lies_in {
            LiesIn::Folder => &self.folder,
            LiesIn::Done => self.done.as_ref()?,
            LiesIn::Quarantine => self.quarantine.as_ref()?,
        };
        let is_plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        is_plain.then(|| folder.join(path))
    }

    /// Opens a file to be read, if it is one and no link leads out of its folder.
    pub(super) fn open_file(&self, lies_in: LiesIn, path: &str) -> io::Result<File> {
        let place = self.place(lies_in, path).ok_or(io::ErrorKind::NotFound)?;
        let resolved = place.canonicalize()?;
        if resolved != place {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let no_link = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or_default();
        let file = OpenOptions::new().read(true).custom_flags(no_link).open(place)?;
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
    }

    /// Where a file goes after it was taken in or refused; none: it stays.
    pub(super) fn target(&self, is_in: bool) -> Option<LiesIn> {
        match (is_in, &self.done, &self.quarantine) {
            (true, Some(_), _) => Some(LiesIn::Done),
            (false, _, Some(_)) => Some(LiesIn::Quarantine),
            _ => None,
        }
    }

    /// Moves a file and returns its path there, which differs where another has its name. Where the
    /// folders are on different disks it is copied, synced, and only then removed.
    pub(super) fn move_file(
        &self,
        (from, path): (LiesIn, &str),
        to: LiesIn,
        id: WatchedFileId,
    ) -> io::Result<String> {
        let source = self.place(from, path).ok_or(io::ErrorKind::NotFound)?;
        let mut moved = path.to_owned();
        let mut target = self.place(to, &moved).ok_or(io::ErrorKind::NotFound)?;
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        if target.exists() {
            moved = renamed(path, id);
            target = self.place(to, &moved).ok_or(io::ErrorKind::NotFound)?;
        }
        match fs::rename(&source, &target) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                copy_and_remove(&source, &target)?;
            }
            renamed => renamed?,
        }
        Ok(moved)
    }
}

/// A name that no other file has: with the id before the ending.
fn renamed(path: &str, id: WatchedFileId) -> String {
    match path.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => format!("{stem}-{id}.{ending}"),
        _ => format!("{path}-{id}"),
    }
}

fn copy_and_remove(source: &Path, target: &Path) -> io::Result<()> {
    let mut unfinished = target.as_os_str().to_owned();
    unfinished.push(".part");
    fs::copy(source, &unfinished)?;
    File::open(&unfinished)?.sync_all()?;
    fs::rename(&unfinished, target)?;
    if let Some(folder) = target.parent() {
        File::open(folder)?.sync_all()?;
    }
    fs::remove_file(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SourceId;
    use std::os::unix::fs::symlink;

    fn set(path: &Path, move_to: Option<&str>) -> WatchFolder {
        WatchFolder {
            source_id: SourceId::new(),
            path: path.to_str().unwrap().to_owned(),
            is_recursive: true,
            patterns: Vec::new(),
            move_to: move_to.map(str::to_owned),
            quarantine: Some("refused".to_owned()),
            quiet_ms: 0,
            is_enabled: true,
        }
    }

    #[test]
    fn nothing_outside_the_roots_is_watched_or_made() {
        let (root, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let roots = [root.path().canonicalize().unwrap()];
        let open = |path: &Path, move_to: Option<&str>| Shelves::open(&set(path, move_to), &roots);
        assert!(open(root.path(), Some("done")).is_ok());
        assert_eq!(open(elsewhere.path(), None).err(), Some("watch_outside_roots"));
        assert_eq!(open(&root.path().join("none"), None).err(), Some("watch_folder_missing"));
        let outside = elsewhere.path().join("made");
        assert_eq!(open(root.path(), outside.to_str()).err(), Some("watch_outside_roots"));
        assert_eq!(open(root.path(), Some("../made")).err(), Some("watch_outside_roots"));
        assert!(!outside.exists() && !root.path().parent().unwrap().join("made").exists());
        symlink(elsewhere.path(), root.path().join("link")).unwrap();
        assert_eq!(open(&root.path().join("link"), None).err(), Some("watch_outside_roots"));
        assert_eq!(open(root.path(), Some("link")).err(), Some("watch_outside_roots"));
    }

    #[test]
    fn a_file_is_moved_without_covering_another_and_a_link_is_not_read() {
        let root = tempfile::tempdir().unwrap();
        let roots = [root.path().canonicalize().unwrap()];
        let shelves = Shelves::open(&set(root.path(), Some("done")), &roots).unwrap();
        let id = WatchedFileId::new();
        fs::create_dir(root.path().join("a")).unwrap();
        for (content, expected) in [("one", "a/call.wav".to_owned()), ("two", format!("a/call-{id}.wav"))] {
            fs::write(root.path().join("a/call.wav"), content).unwrap();
            let moved = shelves.move_file((LiesIn::Folder, "a/call.wav"), LiesIn::Done, id).unwrap();
            assert_eq!(moved, expected);
            assert_eq!(fs::read_to_string(root.path().join("done").join(moved)).unwrap(), content);
        }
        fs::write(root.path().join("real.wav"), "x").unwrap();
        symlink(root.path().join("real.wav"), root.path().join("link.wav")).unwrap();
        assert!(shelves.open_file(LiesIn::Folder, "real.wav").is_ok());
        assert!(shelves.open_file(LiesIn::Folder, "link.wav").is_err());
        assert!(shelves.open_file(LiesIn::Folder, "../real.wav").is_err());
    }
}
