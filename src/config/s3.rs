//! The keys of a bucket: from the environment, or from a file that it names. Never from a flag or
//! an address, which every user of the machine can read.

use super::ConfigError;
use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::Path;

/// The environment variable with the access key.
pub const ACCESS_KEY: &str = "EARMARK_S3_ACCESS_KEY";
/// The environment variable with the secret key.
pub const SECRET_KEY: &str = "EARMARK_S3_SECRET_KEY";
/// The environment variable that names a file with both.
pub const KEYS_FILE: &str = "EARMARK_S3_KEYS_FILE";

/// The keys that requests to a bucket are signed with.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Keys {
    /// Who is asking; sent along with every request.
    pub access: String,
    /// What requests are signed with; never sent.
    pub secret: String,
}

impl fmt::Debug for S3Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("S3Keys(…)")
    }
}

/// The keys of the environment: both variables, else the file.
#[expect(clippy::disallowed_methods, reason = "the environment is read in this room only")]
pub fn keys() -> Result<S3Keys, ConfigError> {
    keys_from(|name| std::env::var_os(name), |path| std::fs::read_to_string(path))
}

/// The keys of the environment that `lookup` answers for, and of the files that `read` reads.
pub fn keys_from(
    lookup: impl Fn(&str) -> Option<OsString>,
    read: impl Fn(&Path) -> io::Result<String>,
) -> Result<S3Keys, ConfigError> {
    let text = |name: &str| {
        lookup(name).and_then(|value| value.into_string().ok()).filter(|value| !value.is_empty())
    };
    match (text(ACCESS_KEY), text(SECRET_KEY), text(KEYS_FILE)) {
        (Some(access), Some(secret), _) => Ok(S3Keys { access, secret }),
        (None, None, Some(path)) => in_file(Path::new(&path), read),
        (None, None, None) => Err(ConfigError::NoS3Keys),
        _ => Err(ConfigError::HalfOfS3Keys),
    }
}

/// The keys in a file of two lines: the access key, then the secret key.
pub fn keys_in_file(path: &Path) -> Result<S3Keys, ConfigError> {
    in_file(path, |path| std::fs::read_to_string(path))
}

fn in_file(path: &Path, read: impl Fn(&Path) -> io::Result<String>) -> Result<S3Keys, ConfigError> {
    let text = read(path).map_err(|error| ConfigError::S3KeysFile { problem: error.kind().to_string() })?;
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    match (lines.next(), lines.next(), lines.next()) {
        (Some(access), Some(secret), None) => {
            Ok(S3Keys { access: access.to_owned(), secret: secret.to_owned() })
        }
        _ => Err(ConfigError::S3KeysFile { problem: "it does not have two lines".to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_environment(set: &[(&str, &str)]) -> Result<S3Keys, ConfigError> {
        let lookup =
            |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value));
        keys_from(lookup, |path| match path.to_str() {
            Some("/run/two") => Ok("GK1\n  geheim\n\n".to_owned()),
            Some("/run/one") => Ok("geheim".to_owned()),
            _ => Err(io::ErrorKind::NotFound.into()),
        })
    }

    #[test]
    fn the_variables_win_over_the_file() {
        let all = [(ACCESS_KEY, "a"), (SECRET_KEY, "b"), (KEYS_FILE, "/run/two")];
        assert_eq!(in_environment(&all).unwrap(), S3Keys { access: "a".into(), secret: "b".into() });
        let of_file = in_environment(&all[2..]).unwrap();
        assert_eq!(of_file, S3Keys { access: "GK1".into(), secret: "geheim".into() });
    }

    #[test]
    fn what_is_missing_is_named_and_no_key_is_shown() {
        assert_eq!(in_environment(&[]), Err(ConfigError::NoS3Keys));
        assert_eq!(in_environment(&[(ACCESS_KEY, "a"), (SECRET_KEY, "")]), Err(ConfigError::HalfOfS3Keys));
        for file in ["/run/one", "/run/none"] {
            let error = in_environment(&[(KEYS_FILE, file)]).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("geheim"), "{error}");
        }
        let keys = in_environment(&[(KEYS_FILE, "/run/two")]).unwrap();
        assert!(!format!("{keys:?}").contains("geheim"));
    }
}
