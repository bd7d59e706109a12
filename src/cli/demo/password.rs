//! The one password of a demonstration: made by chance when it is made, kept beside its database so
//! that every start can print it again. The database has only its hash.

use super::error::DemoError;
use crate::access::Secret;
use crate::cli::Failure;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The file, which also says that a folder is a demonstration.
pub(super) const PASSWORD_FILE: &str = "demonstration-password";

/// Groups of hexadecimal digits: 48 bits, easy to type on a page that only this machine reaches.
const GROUPS: usize = 3;
const DIGITS: usize = 4;

/// Makes a password and keeps it in the folder, readable by its owner alone.
pub(super) fn make(folder: &Path) -> Result<String, Failure> {
    let secret = Secret::new()?;
    let digits: Vec<char> = secret.reveal().chars().rev().take(GROUPS * DIGITS).collect();
    let groups: Vec<String> = digits.chunks(DIGITS).map(|group| group.iter().collect()).collect();
    let password = groups.join("-");
    let path = folder.join(PASSWORD_FILE);
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    file.and_then(|mut file| writeln!(file, "{password}").and_then(|()| file.sync_all()))
        .map_err(DemoError::disk(path))?;
    Ok(password)
}

/// The password of a demonstration that is there.
pub(super) fn read(folder: &Path) -> Result<String, DemoError> {
    let path = folder.join(PASSWORD_FILE);
    let text = fs::read_to_string(&path).map_err(DemoError::disk(path))?;
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_password_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let made = make(folder.path()).unwrap();
        assert_eq!(made.len(), 14, "{made}");
        assert_eq!(read(folder.path()).unwrap(), made);
        let kept = fs::metadata(folder.path().join(PASSWORD_FILE)).unwrap().permissions();
        assert_eq!(kept.mode() & 0o777, 0o600);
        assert!(make(folder.path()).is_err(), "another would lock everybody out");
    }
}
