//! Starting programs and waiting for them.

use rustix::process::Signal;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use ureq::Agent;

/// Generous: the machine may be busy.
const PATIENCE: Duration = Duration::from_mins(2);

/// Where a test's programs keep their things.
pub(crate) struct Place {
    pub(crate) data: tempfile::TempDir,
    pub(crate) database: Option<String>,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self { data: tempfile::tempdir().unwrap(), database: None }
    }

    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    /// `earmark COMMAND… --data DIR`, with the database in its environment.
    pub(crate) fn earmark(&self, arguments: &[&str]) -> Command {
        let mut command = earmark(arguments);
        command.arg("--data").arg(self.data());
        match &self.database {
            Some(url) => command.env("EARMARK_DATABASE_URL", url),
            None => command.env_remove("EARMARK_DATABASE_URL"),
        };
        command
    }

    pub(crate) fn source_token(&self, source: &str) -> String {
        text(&succeed(self.earmark(&["token", "create", "--source", source])))
    }
}

pub(crate) fn earmark(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_earmark"));
    command.args(arguments).env("EARMARK_LOG", "warn").env_remove("EARMARK_DATA");
    command
}

pub(crate) fn succeed(mut command: Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

pub(crate) fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap().trim_end().to_owned()
}

/// A program that runs until it is stopped; killed if the test ends first.
pub(crate) struct Running {
    pub(crate) child: Child,
    /// Where it listens, for a server.
    pub(crate) address: String,
    /// What else it says, once it has ended.
    rest: Option<JoinHandle<String>>,
}

impl Running {
    /// Starts `earmark serve` on a free port and waits until it listens.
    pub(crate) fn serve(place: &Place, options: &[&str]) -> Self {
        let mut command = place.earmark(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(options);
        Self::listening(command)
    }

    /// Starts a program that serves on this machine, and waits until it says where it listens.
    pub(crate) fn listening(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        while !said.contains("http://127.0.0.1:") {
            said.clear();
            assert!(output.read_line(&mut said).unwrap() > 0, "it ended before it listened");
        }
        let address = said.trim_end().rsplit(' ').next().unwrap_or_default().to_owned();
        let rest = std::thread::spawn(move || {
            let mut rest = String::new();
            let _ = output.read_to_string(&mut rest);
            rest
        });
        Self { child, address, rest: Some(rest) }
    }

    /// Starts any other program.
    pub(crate) fn start(mut command: Command) -> Self {
        Self { child: command.spawn().unwrap(), address: String::new(), rest: None }
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Stops it politely and returns what it said after its first line.
    pub(crate) fn stop_and_listen(mut self) -> String {
        self.signal(Signal::TERM);
        let rest = self.rest.take();
        assert!(self.wait().success());
        rest.map(|rest| rest.join().unwrap()).unwrap_or_default()
    }

    /// Waits for its end, within limits.
    pub(crate) fn wait(mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "the program did not end");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Asks the server, as the holder of a token.
    pub(crate) fn get(&self, token: &str, path: &str) -> (u16, Vec<u8>) {
        let agent: Agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .new_agent();
        let mut answer = agent
            .get(format!("{}{path}", self.address))
            .header("authorization", format!("Bearer {token}"))
            .call()
            .unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_vec().unwrap())
    }

    pub(crate) fn get_json(&self, token: &str, path: &str) -> Value {
        let (status, body) = self.get(token, path);
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap()
    }

    /// Asks again until the answer is as wanted.
    pub(crate) fn get_until(&self, token: &str, path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + PATIENCE * 4;
        loop {
            let answer = self.get_json(token, path);
            if wanted(&answer) {
                return answer;
            }
            assert!(Instant::now() < until, "{path} stayed {answer}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
