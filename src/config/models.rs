//! Where the speech models live.

use super::ConfigError;
use std::ffi::OsString;
use std::path::PathBuf;

/// The environment variable that names the models folder.
pub const VARIABLE: &str = "EARMARK_MODELS";

/// The models folder: `EARMARK_MODELS`, else `$XDG_DATA_HOME/earmark/models`, else
/// `~/.local/share/earmark/models`. It need not exist yet.
#[expect(clippy::disallowed_methods, reason = "the environment is read in this room only")]
pub fn directory() -> Result<PathBuf, ConfigError> {
    directory_from(|name| std::env::var_os(name))
}

/// The models folder in the environment that `lookup` answers for.
///
/// An empty variable counts as unset, and so does an `XDG_DATA_HOME` that is not absolute
/// (XDG Base Directory Specification 0.8).
pub fn directory_from(lookup: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, ConfigError> {
    let folder = |name: &str| lookup(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(chosen) = folder(VARIABLE) {
        return Ok(chosen);
    }
    if let Some(data) = folder("XDG_DATA_HOME").filter(|path| path.is_absolute()) {
        return Ok(data.join("earmark/models"));
    }
    match folder("HOME") {
        Some(home) => Ok(home.join(".local/share/earmark/models")),
        None => Err(ConfigError::NoFolder { what: "speech models", variable: VARIABLE }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_environment(set: &[(&str, &str)]) -> Result<PathBuf, ConfigError> {
        directory_from(|name| {
            set.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_setting_wins_over_the_data_folder_and_that_over_home() {
        let all = [("EARMARK_MODELS", "/srv/models"), ("XDG_DATA_HOME", "/data"), ("HOME", "/home/li")];
        assert_eq!(in_environment(&all).unwrap(), PathBuf::from("/srv/models"));
        assert_eq!(in_environment(&all[1..]).unwrap(), PathBuf::from("/data/earmark/models"));
        assert_eq!(in_environment(&all[2..]).unwrap(), PathBuf::from("/home/li/.local/share/earmark/models"));
    }

    #[test]
    fn an_empty_setting_and_a_relative_data_folder_count_as_unset() {
        let set = [("EARMARK_MODELS", ""), ("XDG_DATA_HOME", "data"), ("HOME", "/home/li")];
        assert_eq!(in_environment(&set).unwrap(), PathBuf::from("/home/li/.local/share/earmark/models"));
    }

    #[test]
    fn without_any_folder_the_error_names_the_setting() {
        let error = in_environment(&[]).unwrap_err();
        assert!(error.to_string().contains("set EARMARK_MODELS"));
    }
}
