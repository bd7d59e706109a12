//! `earmark transcribe`: recordings in, transcripts out, without a database.

use super::Outcome;
use super::speech_options::{Engine, SpeechOptions};
use crate::db::recording::ChannelRole;
use crate::error::{Coded, Kind};
use crate::recorder::{Ffmpeg, Readable};
use crate::transcription::engine::is_known_language;
use crate::transcription::{
    Cancel, Script, Settings, SpeechEngine, Transcript, TranscriptionError, Vocabulary, engine, format,
    language, transcribe_call,
};
use clap::ValueEnum;
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

/// What `earmark transcribe` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The recordings.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The language: `auto` tells English from Mandarin; otherwise a code such as `en`, or
    /// several with commas, of which the likeliest is taken.
    #[arg(long, default_value = "auto")]
    language: String,
    /// Names that may be said, with commas: products, towns. They are told to the speech model.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    vocabulary: Vec<String>,
    /// Writes Chinese with traditional characters.
    #[arg(long)]
    traditional: bool,
    /// Tells two voices on one channel apart; where their words do not tell who the agent is, it is who
    /// speaks first.
    #[arg(long)]
    two_voices: bool,
    #[command(flatten)]
    speech: SpeechOptions,
    /// What runs the speech model.
    #[arg(long, value_enum, default_value_t = Engine::WhisperCpp)]
    engine: Engine,
    /// How the transcript is written.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Writes DIR/NAME.FORMAT for every recording instead of writing to standard output.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Ends with one JSON line on standard error: files, seconds, `channel_seconds`,
    /// `times_real_time`. Loading the model does not count.
    #[arg(long)]
    stats: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Srt,
    Vtt,
    Txt,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Srt => "srt",
            Self::Vtt => "vtt",
            Self::Txt => "txt",
        }
    }

    fn write(self, file: &str, transcript: &Transcript) -> String {
        match self {
            Self::Json => format::json(file, transcript) + "\n",
            Self::Srt => format::srt(&format::cues(transcript, "")),
            Self::Vtt => format::vtt(&format::cues(transcript, "Channel "), None),
            Self::Txt => format::txt(&format::cues(transcript, "")),
        }
    }
}

/// Why the command does not begin.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("several recordings can only be written as JSON to standard output; add --out DIR")]
    OutNeeded,
    #[error("\"{first}\" and \"{second}\" would both be written to {target}; transcribe them one by one")]
    SameName { first: String, second: String, target: String },
    #[error("no language was given; use `auto` or a code such as en or zh")]
    NoLanguage,
    #[error(
        "\"{code}\" is not a language that the speech model knows; use `auto` or a code such as en or zh"
    )]
    UnknownLanguage { code: String },
    #[error("the folder {} cannot be made", path.display())]
    NoFolder { path: PathBuf, source: io::Error },
}

impl Coded for Refusal {
    fn kind(&self) -> Kind {
        match self {
            Self::OutNeeded | Self::SameName { .. } | Self::NoLanguage | Self::UnknownLanguage { .. } => {
                Kind::Invalid
            }
            Self::NoFolder { .. } => Kind::Unavailable,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::OutNeeded => "transcribe_out_needed",
            Self::SameName { .. } => "transcribe_same_name",
            Self::NoLanguage => "transcribe_no_language",
            Self::UnknownLanguage { .. } => "speech_language_unknown",
            Self::NoFolder { .. } => "transcribe_folder_unusable",
        }
    }
}

/// Where one transcript goes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    StandardOutput,
    File(PathBuf),
}

/// Why one recording of several failed.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Transcription(#[from] TranscriptionError),
    #[error("the transcript could not be written")]
    Write(#[from] io::Error),
}

/// Transcribes the files, as many at once as there are threads. A bad one is reported, the others are done.
pub(super) fn run(args: &Args) -> Outcome {
    let targets = targets(args)?;
    let settings = Settings {
        languages: languages(&args.language)?,
        script: if args.traditional { Script::Traditional } else { Script::Simplified },
        vocabulary: Vocabulary::new(&args.vocabulary),
        two_voices: args.two_voices.then_some(ChannelRole::Agent),
        ..Settings::default()
    };
    let model = args.speech.look_for_model()?;
    if let Some(folder) = &args.out {
        fs::create_dir_all(folder).map_err(|source| Refusal::NoFolder { path: folder.clone(), source })?;
    }
    let engine = engine::load(args.engine.into(), &model, args.speech.threads())?;

    let begun = Instant::now();
    let mut tally = Tally::default();
    let mut all_well = true;
    let hear = |file: &PathBuf| transcribe_one(engine.as_ref(), file, &settings);
    in_order(&args.files, engine.threads(), hear, |place, heard| {
        let (Some(file), Some(target)) = (args.files.get(place), targets.get(place)) else { return };
        match heard.and_then(|transcript| write(file, target, args.format, transcript)) {
            Ok(transcript) => tally.add(&transcript),
            Err(failed) => {
                all_well = false;
                report(file, &failed);
            }
        }
    });
    if args.stats {
        eprintln!("{}", tally.line(begun.elapsed()));
    }
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn transcribe_one(engine: &dyn SpeechEngine, file: &Path, settings: &Settings) -> Result<Transcript, Failed> {
    // A file that is not there is another matter than one that is no recording.
    File::open(file).map_err(TranscriptionError::Open)?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let readable = Readable::find(file, name.as_deref(), &std::env::temp_dir(), &Ffmpeg::default())
        .map_err(TranscriptionError::from)?;
    Ok(transcribe_call(engine, || readable.open(), settings, &mut |_| {}, &Cancel::default())?)
}

fn write(file: &Path, target: &Target, format: Format, transcript: Transcript) -> Result<Transcript, Failed> {
    let text = format.write(&file.to_string_lossy(), &transcript);
    match target {
        Target::StandardOutput => {
            let mut output = io::stdout().lock();
            output.write_all(text.as_bytes())?;
            output.flush()?;
        }
        Target::File(path) => write_whole(path, text.as_bytes())?,
    }
    Ok(transcript)
}

/// Does `work` on `items`, so many at once, and hands what came of each to `take`, in their order.
fn in_order<Item: Sync, Done: Send>(
    items: &[Item],
    at_once: usize,
    work: impl Fn(&Item) -> Done + Sync,
    mut take: impl FnMut(usize, Done),
) {
    let next = AtomicUsize::new(0);
    let (done, finished) = channel();
    thread::scope(|scope| {
        for _ in 0..at_once.min(items.len()) {
            let (done, next, work) = (done.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(place) else { return };
                    if done.send((place, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (place, outcome) in finished {
            early.insert(place, outcome);
            while let Some(outcome) = early.remove(&due) {
                take(due, outcome);
                due += 1;
            }
        }
    });
}

/// Names the file and tells what is wrong, with its causes.
fn report(file: &Path, failed: &Failed) {
    eprintln!("earmark: {}: {failed}", file.display());
    let mut cause = std::error::Error::source(failed);
    while let Some(inner) = cause {
        eprintln!("  because: {inner}");
        cause = inner.source();
    }
}

/// Where each transcript goes; refused before anything runs.
fn targets(args: &Args) -> Result<Vec<Target>, Refusal> {
    let Some(folder) = &args.out else {
        let readable = args.files.len() == 1 || args.format == Format::Json;
        return if readable {
            Ok(vec![Target::StandardOutput; args.files.len()])
        } else {
            Err(Refusal::OutNeeded)
        };
    };
    let mut taken: HashMap<PathBuf, &Path> = HashMap::new();
    let mut targets = Vec::new();
    for file in &args.files {
        let mut name = file.file_stem().unwrap_or(file.as_os_str()).to_owned();
        name.push(".");
        name.push(args.format.extension());
        let path = folder.join(name);
        if let Some(first) = taken.insert(path.clone(), file) {
            return Err(Refusal::SameName {
                first: first.display().to_string(),
                second: file.display().to_string(),
                target: path.display().to_string(),
            });
        }
        targets.push(Target::File(path));
    }
    Ok(targets)
}

fn languages(given: &str) -> Result<Vec<String>, Refusal> {
    if given == "auto" {
        return Ok(language::EXPECTED.map(str::to_owned).to_vec());
    }
    let codes: Vec<String> =
        given.split(',').map(|code| code.trim().to_lowercase()).filter(|code| !code.is_empty()).collect();
    if codes.is_empty() {
        return Err(Refusal::NoLanguage);
    }
    match codes.iter().find(|code| !is_known_language(code)) {
        Some(unknown) => Err(Refusal::UnknownLanguage { code: unknown.clone() }),
        None => Ok(codes),
    }
}

/// Writes a file so that it is there completely or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = write_synced(&part, bytes).and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// What the stats line counts: the recordings that were transcribed.
#[derive(Debug, Default)]
struct Tally {
    files: u64,
    channel_ms: u64,
}

impl Tally {
    fn add(&mut self, transcript: &Transcript) {
        self.files += 1;
        self.channel_ms += transcript.duration_ms * u64::from(transcript.channels);
    }

    fn line(&self, elapsed: Duration) -> String {
        let seconds = elapsed.as_secs_f64();
        let channel_seconds = Duration::from_millis(self.channel_ms).as_secs_f64();
        let round = |value: f64| (value * 100.0).round() / 100.0;
        serde_json::json!({
            "files": self.files,
            "seconds": round(seconds),
            "channel_seconds": round(channel_seconds),
            "times_real_time": round(channel_seconds / seconds.max(0.001)),
        })
        .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    fn args(line: &str) -> Args {
        Line::parse_from(format!("earmark {line}").split(' ')).args
    }

    #[test]
    fn several_recordings_go_to_standard_output_only_as_json() {
        assert_eq!(targets(&args("a.wav b.wav")).unwrap().len(), 2);
        assert_eq!(targets(&args("a.wav --format srt")).unwrap(), [Target::StandardOutput]);
        assert!(matches!(targets(&args("a.wav b.wav --format srt")), Err(Refusal::OutNeeded)));
    }

    #[test]
    fn with_a_folder_each_recording_gets_a_file_of_its_own() {
        let found = targets(&args("x/a.wav b.mp3 --out o --format vtt")).unwrap();
        assert_eq!(found, [Target::File("o/a.vtt".into()), Target::File("o/b.vtt".into())]);
        assert!(matches!(targets(&args("x/a.wav y/a.mp3 --out o")), Err(Refusal::SameName { .. })));
    }

    #[test]
    fn what_is_done_at_once_comes_back_in_order() {
        let items: Vec<u64> = (0..40).collect();
        let mut taken = Vec::new();
        let slow_first = |item: &u64| {
            thread::sleep(Duration::from_millis((40 - item) % 7));
            item * 2
        };
        in_order(&items, 3, slow_first, |place, doubled| taken.push((place as u64, doubled)));
        assert_eq!(taken, items.iter().map(|item| (*item, item * 2)).collect::<Vec<_>>());
        in_order(&[] as &[u64], 3, slow_first, |_, _| panic!("there is nothing"));
    }

    #[test]
    fn languages_are_auto_one_or_several() {
        assert_eq!(languages("auto").unwrap(), ["en", "zh"]);
        assert_eq!(languages("EN").unwrap(), ["en"]);
        assert_eq!(languages("en, ja").unwrap(), ["en", "ja"]);
        assert!(languages(" ,").is_err());
    }

    #[test]
    fn the_stats_line_is_json() {
        let tally = Tally { files: 2, channel_ms: 120_000 };
        assert_eq!(
            tally.line(Duration::from_secs(4)),
            r#"{"files":2,"seconds":4.0,"channel_seconds":120.0,"times_real_time":30.0}"#
        );
    }
}
