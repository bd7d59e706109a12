//! SHA-256 sums of files.

use super::error::ModelError;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes that pass through at a time.
pub(super) const BUFFER: usize = 1 << 16;

/// Fails where the file's SHA-256 is not the expected one; `what` names the file in the error.
pub(super) fn check(path: &Path, what: &str, expected: &str) -> Result<(), ModelError> {
    let found = of(path).map_err(|error| ModelError::storage(path, error))?;
    if found == expected {
        return Ok(());
    }
    Err(ModelError::WrongSum { what: what.to_owned(), expected: expected.to_owned(), found })
}

/// The sum in lower-case hexadecimal digits.
pub(super) fn of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut sum = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        sum.update(buffer.get(..count).unwrap_or_default());
    }
    Ok(sum.finalize().iter().fold(String::new(), |mut digits, byte| {
        // Writing into a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    }))
}
