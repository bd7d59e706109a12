//! How a long command shows how far it has come: a bar on a terminal, a line every tenth part
//! anywhere else. Both go to standard error.

use crate::transcription::models::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

/// How a bar tells a step of so many bytes.
const BYTES: &str = "{msg} {bar:30} {bytes}/{total_bytes} {eta}";
/// How it tells a step of so many things.
const THINGS: &str = "{msg} {bar:30} {pos}/{len}";

/// Progress on standard error.
pub(super) struct TerminalProgress {
    shows_bars: bool,
    template: &'static str,
    bar: Option<ProgressBar>,
    lines: Tenths,
}

impl TerminalProgress {
    /// Bars where standard error is a terminal, lines otherwise; what is counted are bytes.
    pub(super) fn new() -> Self {
        Self::with(BYTES)
    }

    /// The same for things that are counted one by one.
    pub(super) fn of_things() -> Self {
        Self::with(THINGS)
    }

    fn with(template: &'static str) -> Self {
        Self { shows_bars: std::io::stderr().is_terminal(), template, bar: None, lines: Tenths::default() }
    }
}

impl Progress for TerminalProgress {
    fn say(&mut self, line: &str) {
        eprintln!("{line}");
    }

    fn begin(&mut self, step: &str, total: u64) {
        if self.shows_bars {
            let bar = ProgressBar::new(total).with_message(step.to_owned());
            // The templates are fixed; were one ever wrong, the default one serves as well.
            if let Ok(style) = ProgressStyle::with_template(self.template) {
                bar.set_style(style);
            }
            self.bar = Some(bar);
        } else {
            self.lines = Tenths { step: step.to_owned(), total, told: 0 };
        }
    }

    fn reach(&mut self, done: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        } else if let Some(line) = self.lines.reach(done) {
            eprintln!("{line}");
        }
    }

    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// A step of which every tenth part is told once.
#[derive(Debug, Default)]
struct Tenths {
    step: String,
    total: u64,
    told: u64,
}

impl Tenths {
    /// The line to print now that `done` is done, if there is a new one.
    fn reach(&mut self, done: u64) -> Option<String> {
        let tenths = (done.saturating_mul(10)).checked_div(self.total)?.min(10);
        if tenths <= self.told {
            return None;
        }
        self.told = tenths;
        Some(format!("{}: {} %", self.step, tenths * 10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tenth_is_told_once_and_a_jump_tells_only_the_last() {
        let mut lines = Tenths { step: "base".to_owned(), total: 1_000, told: 0 };
        let told: Vec<String> =
            [0, 99, 100, 150, 370, 380, 1_000, 1_200].iter().filter_map(|done| lines.reach(*done)).collect();
        assert_eq!(told, ["base: 10 %", "base: 30 %", "base: 100 %"]);
    }

    #[test]
    fn a_step_of_unknown_size_is_silent() {
        assert_eq!(Tenths::default().reach(5), None);
    }
}
