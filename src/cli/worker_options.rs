//! The options of a supervisor and its children, and how a supervisor hands them on.

use super::logging::{LOG_VARIABLE, LogOptions};
use super::place::{DATABASE_VARIABLE, Place, STORAGE_VARIABLE};
use super::speech_options::SpeechOptions;
use crate::db::job::{Backoff, Lane};
use crate::ids::WorkerId;
use crate::jobs::{ChildCommand, SupervisorSettings, WorkerSettings};
use clap::Args;
use std::io;
use std::process::Command;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// How a supervisor works.
#[derive(Debug, Clone, Args)]
pub(super) struct SupervisorOptions {
    /// What to work on: prepare, transcribe, light; with a number for more than one child each
    #[arg(long, value_name = "LANE[=N]", value_delimiter = ',', default_value = "prepare,transcribe,light")]
    lanes: Vec<LaneChildren>,
    /// How many seconds children get at a stop to finish their jobs
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    grace: u64,
    #[command(flatten)]
    worker: WorkerOptions,
    #[command(flatten)]
    speech: SpeechOptions,
}

/// How a child works; the same on both command lines.
#[derive(Debug, Clone, Args)]
pub(super) struct WorkerOptions {
    /// The address space of each child in MiB, at least 1024; a job that needs more fails
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u64).range(1024..=1 << 24))]
    memory_limit: Option<u64>,
    /// After how long a job is taken to hang
    #[arg(long, value_name = "MS", default_value_t = 12 * 3_600_000, hide = true)]
    attempt_limit_ms: u64,
    /// How long a claimed job is a child's own unless it says that it still works on it
    #[arg(long, value_name = "MS", default_value_t = 60_000, hide = true)]
    lease_ms: u64,
    /// How long a job waits after its first failure; twice as long after each further one
    #[arg(long, value_name = "MS", default_value_t = 10_000, hide = true)]
    backoff_ms: u64,
    /// How old an object is that no row knows before it is taken to be left over
    #[arg(long, value_name = "MS", default_value_t = 24 * 3_600_000, hide = true)]
    orphan_age_ms: u64,
}

impl SupervisorOptions {
    /// As the jobs room takes them.
    pub(super) fn settings(&self) -> SupervisorSettings {
        SupervisorSettings {
            children: self.lanes.iter().map(|lane| (lane.lane, lane.children)).collect(),
            grace: self.grace(),
            worker: self.worker.settings(),
        }
    }

    /// How long children may go on with their jobs after a stop.
    pub(super) fn grace(&self) -> Duration {
        Duration::from_secs(self.grace)
    }

    /// What hears, for the command that starts the supervisor to look after.
    pub(super) fn speech(&self) -> &SpeechOptions {
        &self.speech
    }

    /// The command line of a child that works in the same place.
    pub(super) fn child_command(&self, place: &Place, log: &LogOptions) -> io::Result<Arc<ChildCommand>> {
        let program = std::env::current_exe()?;
        let (place, log) = (place.clone(), log.clone());
        let (worker, speech) = (self.worker.clone(), self.speech.clone());
        Ok(Arc::new(move |lane: Lane, worker_id: WorkerId| {
            let mut command = Command::new(&program);
            command.args(["worker-child", "--lane", lane.as_str(), "--worker-id", &worker_id.to_string()]);
            command.arg("--data").arg(place.data());
            worker.add_to(&mut command);
            speech.add_to(&mut command);
            command.env(LOG_VARIABLE, log.level());
            match place.database_text() {
                Some(text) => command.env(DATABASE_VARIABLE, text),
                None => command.env_remove(DATABASE_VARIABLE),
            };
            match place.storage_text() {
                Some(text) => command.env(STORAGE_VARIABLE, text),
                None => command.env_remove(STORAGE_VARIABLE),
            };
            command
        }))
    }
}

impl WorkerOptions {
    /// As the jobs room takes them.
    pub(super) fn settings(&self) -> WorkerSettings {
        let defaults = WorkerSettings::default();
        WorkerSettings {
            lease: Duration::from_millis(self.lease_ms),
            backoff: Backoff { first: Duration::from_millis(self.backoff_ms), ..defaults.backoff },
            attempt_limit: Duration::from_millis(self.attempt_limit_ms),
            memory_limit: self.memory_limit.map(|mib| mib << 20),
            orphan_age: Duration::from_millis(self.orphan_age_ms),
        }
    }

    /// Writes the same options on a child's command line.
    fn add_to(&self, command: &mut Command) {
        if let Some(mib) = self.memory_limit {
            command.arg("--memory-limit").arg(mib.to_string());
        }
        command.arg("--attempt-limit-ms").arg(self.attempt_limit_ms.to_string());
        command.arg("--lease-ms").arg(self.lease_ms.to_string());
        command.arg("--backoff-ms").arg(self.backoff_ms.to_string());
        command.arg("--orphan-age-ms").arg(self.orphan_age_ms.to_string());
    }
}

/// How many children a lane gets: `transcribe`, or `transcribe=2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LaneChildren {
    lane: Lane,
    children: usize,
}

impl FromStr for LaneChildren {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, count) = text.split_once('=').unwrap_or((text, "1"));
        let lane = parse_lane(name)?;
        match count.parse() {
            Ok(children @ 1..=64) => Ok(Self { lane, children }),
            _ => Err("a lane has 1 to 64 children".to_owned()),
        }
    }
}

/// The lane of this name.
pub(super) fn parse_lane(name: &str) -> Result<Lane, String> {
    Lane::parse(name).ok_or_else(|| "a lane is prepare, transcribe or light".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Both {
        #[command(flatten)]
        options: SupervisorOptions,
    }

    fn parsed(arguments: &[&str]) -> Result<SupervisorSettings, clap::Error> {
        Both::try_parse_from(["test"].iter().chain(arguments)).map(|both| both.options.settings())
    }

    #[test]
    fn without_options_every_lane_has_one_child_and_the_usual_settings() {
        let settings = parsed(&[]).unwrap();
        assert_eq!(
            settings.children.into_iter().collect::<Vec<_>>(),
            [(Lane::Prepare, 1), (Lane::Transcribe, 1), (Lane::Light, 1)]
        );
        assert_eq!(settings.worker, WorkerSettings::default());
    }

    #[test]
    fn a_lane_may_have_several_children_and_others_none() {
        let settings = parsed(&["--lanes", "transcribe=3,light"]).unwrap();
        assert_eq!(
            settings.children.into_iter().collect::<Vec<_>>(),
            [(Lane::Transcribe, 3), (Lane::Light, 1)]
        );
        assert!(parsed(&["--lanes", "transcribe=0"]).is_err());
        assert!(parsed(&["--lanes", "fast"]).is_err());
    }

    #[test]
    fn a_child_gets_the_settings_of_its_supervisor() {
        let given = [
            ["--memory-limit", "2048"],
            ["--attempt-limit-ms", "5"],
            ["--lease-ms", "700"],
            ["--backoff-ms", "9"],
            ["--orphan-age-ms", "3"],
        ]
        .concat();
        let options = Both::try_parse_from(["test"].iter().chain(&given)).unwrap().options;

        let mut command = Command::new("child");
        options.worker.add_to(&mut command);
        let handed_on: Vec<&str> = command.get_args().map(|argument| argument.to_str().unwrap()).collect();

        assert_eq!(handed_on, given);
    }
}
