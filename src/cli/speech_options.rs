//! Which speech model hears, and with how many threads.

use super::exit::Failure;
use crate::config::models::directory;
use crate::db::source::speech::EngineName;
use crate::jobs::Ears;
use crate::transcription::models::{self, DEFAULT_MODEL, path_of, place_of};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::available_parallelism;

/// Which speech model hears, and with how many threads.
#[derive(Debug, Clone, Args)]
pub(super) struct SpeechOptions {
    /// The speech model: a name such as base or small, or the path of a model file
    #[arg(long, value_name = "NAME|PATH", env = "EARMARK_MODEL", default_value = DEFAULT_MODEL)]
    model: String,
    /// How many threads transcribe; all processors by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

/// Which engine hears, where no source says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Engine {
    /// whisper.cpp
    WhisperCpp,
    /// CTranslate2, where this earmark was built with it
    Ctranslate2,
}

impl From<Engine> for EngineName {
    fn from(engine: Engine) -> Self {
        match engine {
            Engine::WhisperCpp => Self::WhisperCpp,
            Engine::Ctranslate2 => Self::Ctranslate2,
        }
    }
}

impl SpeechOptions {
    /// The model's file; an error says what to type where it is missing.
    pub(super) fn look_for_model(&self) -> Result<PathBuf, Failure> {
        if self.is_a_path() {
            let path = PathBuf::from(&self.model);
            models::inspect(&path)?;
            return Ok(path);
        }
        Ok(path_of(&directory()?, &self.model)?)
    }

    /// Where the model's file lies, or should.
    pub(super) fn model_place(&self) -> Result<PathBuf, Failure> {
        Ok(if self.is_a_path() { PathBuf::from(&self.model) } else { place_of(&directory()?, &self.model)? })
    }

    /// What hears, once the model is there.
    pub(super) fn ears(&self) -> Result<Ears, Failure> {
        Ok(Ears::new(self.model_place()?, self.threads()))
    }

    /// How many threads transcribe.
    pub(super) fn threads(&self) -> usize {
        self.threads.map_or_else(|| available_parallelism().map_or(1, usize::from), usize::from)
    }

    /// Writes the same options on a child's command line.
    pub(super) fn add_to(&self, command: &mut Command) {
        command.arg("--model").arg(&self.model);
        if let Some(threads) = self.threads {
            command.arg("--threads").arg(threads.to_string());
        }
    }

    /// Model names hold no separator, and nobody names a model after its file.
    fn is_a_path(&self) -> bool {
        self.model.contains(std::path::MAIN_SEPARATOR)
            || Path::new(&self.model).extension().is_some_and(|it| it == "bin")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        speech: SpeechOptions,
    }

    fn given(model: &str) -> SpeechOptions {
        Line::parse_from(["test", "--model", model, "--threads", "3"]).speech
    }

    #[test]
    fn a_model_is_a_name_or_a_path() {
        assert!(!given("base").is_a_path());
        assert!(!given("large-v3.5").is_a_path());
        assert!(given("./base").is_a_path());
        assert!(given("ggml-base.bin").is_a_path());
    }

    #[test]
    fn a_child_gets_the_options_of_its_supervisor() {
        let mut command = Command::new("earmark");
        given("small").add_to(&mut command);
        let arguments: Vec<_> =
            std::iter::once("test".into()).chain(command.get_args().map(Into::into)).collect();
        let handed_on = Line::parse_from::<_, std::ffi::OsString>(arguments).speech;
        assert_eq!((handed_on.model.as_str(), handed_on.threads()), ("small", 3));
    }
}
