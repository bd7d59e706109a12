//! The files of the repository: those that git tracks, and those that it would.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The checkout this test was built from.
pub(crate) struct Repository {
    root: PathBuf,
    paths: Vec<String>,
}

impl Repository {
    /// Asks git for the list, so that build folders and other people's files are left out.
    #[expect(clippy::expect_used, reason = "a test that cannot list the files has failed")]
    pub(crate) fn here() -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"])
            .current_dir(&root)
            .output()
            .expect("git must be installed: it knows which files are ours");
        let reason = String::from_utf8_lossy(&listed.stderr);
        assert!(listed.status.success(), "git cannot list the files of {}: {reason}", root.display());
        let names = String::from_utf8(listed.stdout).expect("a file's name must be UTF-8");
        let paths: Vec<String> =
            names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        assert!(!paths.is_empty(), "git lists no file in {}", root.display());
        Self { root, paths }
    }

    /// Path and text of every text file below any of these folders (`""` is everywhere).
    pub(crate) fn texts_below(&self, folders: &[&str]) -> Vec<(String, String)> {
        self.paths
            .iter()
            .filter(|path| folders.iter().any(|folder| path.starts_with(folder)))
            .filter_map(|path| Some((path.clone(), text_of(&self.root.join(path))?)))
            .collect()
    }

    /// Path and text of every Rust file below `src/`.
    pub(crate) fn rust_sources(&self) -> Vec<(String, String)> {
        let mut sources = self.texts_below(&["src/"]);
        sources.retain(|(path, _)| Path::new(path).extension().is_some_and(|end| end == "rs"));
        sources
    }
}

/// Nothing for what is not text, and for a file that was deleted but is still in git's list.
fn text_of(path: &Path) -> Option<String> {
    let text = String::from_utf8(std::fs::read(path).ok()?).ok()?;
    (!text.contains('\0')).then_some(text)
}
