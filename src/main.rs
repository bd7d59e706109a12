//! The `earmark` command: a command line in, an exit code out.

fn main() -> std::process::ExitCode {
    earmark::cli::run()
}
