//! What was written about a scene: the files in `fixtures/evaluations`, with every moment found in the
//! scene's truth.

use super::cast::scores_as;
use super::error::DemoError;
use super::judgement::{Judgement, Mark, Remark, Span};
use crate::scoring::{Attribution, Evidence};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

/// Everything that was written about this scene, of whoever took the call first before the others.
pub(super) fn written_about(fixtures: &Path, sound: &Path) -> Result<Vec<OfPart>, DemoError> {
    let Some(name) = sound.file_stem().and_then(|name| name.to_str()) else { return Ok(Vec::new()) };
    let folder = fixtures.join("evaluations");
    let Ok(entries) = fs::read_dir(&folder) else { return Ok(Vec::new()) };
    let mut parts = Vec::new();
    for file in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let Some(stem) = file.file_stem().and_then(|stem| stem.to_str()) else { continue };
        match stem.split_once('.') {
            None if stem == name => parts.push((None, file)),
            Some((scene, part)) if scene == name => parts.push((Some(part.to_owned()), file)),
            _ => {}
        }
    }
    parts.sort();
    parts.into_iter().map(|(part, file)| of_part(part, &file, sound)).collect()
}

fn of_part(part: Option<String>, file: &Path, sound: &Path) -> Result<OfPart, DemoError> {
    let bad = |problem| DemoError::BadFixture { file: file.to_owned(), problem };
    let written: Written = read(file)?;
    let truth: Truth = read(&sound.with_extension("truth.json"))?;
    let marks = written.answers.into_iter().map(|(question, answer)| mark(question, answer, &truth));
    let notes = written.notes.into_iter().map(|note| remark(note, &truth));
    let judgement = Judgement {
        marks: marks.collect::<Result<_, _>>().map_err(bad)?,
        notes: notes.collect::<Result<_, _>>().map_err(bad)?,
    };
    let inspector = scores_as(&written.inspector)
        .ok_or_else(|| bad(format!("nobody scores under the name {}", written.inspector)))?;
    Ok(OfPart { part, inspector, judgement, answer: written.answer })
}

/// A file in `fixtures/evaluations`, named as the scene; where several agents spoke, `SCENE.ID.json` is of
/// the part of the one whom the recorder calls ID, and the other of the first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    inspector: String,
    answers: Map<String, Value>,
    notes: Vec<WrittenNote>,
    answer: Option<AgentsAnswer>,
}

/// What was written about somebody's part in a scene.
#[derive(Debug, Clone)]
pub(super) struct OfPart {
    /// Who is heard, by what the recorder calls them; none: whoever took the call first.
    pub(super) part: Option<String>,
    /// The inspector's sign-in.
    pub(super) inspector: &'static str,
    pub(super) judgement: Judgement,
    /// What the agent did with it.
    pub(super) answer: Option<AgentsAnswer>,
}

/// What an agent did with the feedback: opened it and, with a reply, acknowledged it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgentsAnswer {
    pub(super) after_hours: u32,
    /// How much of their part they heard, of a hundred.
    pub(super) heard: u32,
    pub(super) reply: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAnswer {
    option: String,
    #[serde(default)]
    at: Vec<At>,
    #[serde(default)]
    not_said: bool,
    #[serde(default)]
    record: bool,
    comment: Option<String>,
    #[serde(default)]
    causes: Vec<String>,
    attribution: Option<Attribution>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNote {
    kind: String,
    #[serde(default)]
    one_change: bool,
    at: At,
    text: String,
    say_instead: Option<String>,
}

/// A moment by the mark that the scene's truth gives it, or by its milliseconds.
#[derive(Deserialize)]
#[serde(untagged)]
enum At {
    Mark(String),
    Range { start_ms: i64, end_ms: i64 },
}

/// What was really said: the scene's truth, as far as it is needed here.
#[derive(Deserialize)]
struct Truth {
    channels: Vec<String>,
    turns: Vec<Turn>,
}

#[derive(Deserialize)]
struct Turn {
    channel: String,
    start_ms: i64,
    end_ms: i64,
    mark: Option<String>,
}

impl Truth {
    /// Every turn with this mark, or the range itself.
    fn spans(&self, at: &At) -> Vec<Span> {
        match at {
            At::Range { start_ms, end_ms } => {
                vec![Span { start_ms: *start_ms, end_ms: *end_ms, channel: None }]
            }
            At::Mark(mark) => self
                .turns
                .iter()
                .filter(|turn| turn.mark.as_ref() == Some(mark))
                .map(|turn| Span {
                    start_ms: turn.start_ms,
                    end_ms: turn.end_ms,
                    channel: self
                        .channels
                        .iter()
                        .position(|name| *name == turn.channel)
                        .and_then(|at| u16::try_from(at).ok()),
                })
                .collect(),
        }
    }
}

fn mark(question: String, answer: Value, truth: &Truth) -> Result<Mark, String> {
    if answer == "not_applicable" {
        return Ok(Mark::not_applicable(question));
    }
    let written: WrittenAnswer =
        serde_json::from_value(answer).map_err(|error| format!("answers.{question}: {error}"))?;
    let mut evidence = Vec::new();
    for at in &written.at {
        let spans = truth.spans(at);
        if spans.is_empty() {
            return Err(format!("answers.{question}: the scene has no such mark"));
        }
        evidence.extend(spans.into_iter().map(Span::evidence));
    }
    if written.not_said {
        evidence.push(Evidence::NotSaid);
    }
    if written.record {
        evidence.push(Evidence::Record);
    }
    Ok(Mark {
        question,
        option: Some(written.option),
        comment: written.comment,
        causes: written.causes,
        attribution: written.attribution,
        evidence,
    })
}

fn remark(note: WrittenNote, truth: &Truth) -> Result<Remark, String> {
    let span = truth.spans(&note.at).first().copied();
    if span.is_none() {
        return Err(format!("a note is at a mark that the scene does not have: {}", note.text));
    }
    Ok(Remark {
        is_strength: note.kind == "strength",
        is_one_change: note.one_change,
        text: note.text,
        say_instead: note.say_instead,
        span,
    })
}

/// A fixture of this form.
pub(super) fn read<T: for<'de> Deserialize<'de>>(file: &Path) -> Result<T, DemoError> {
    let text = fs::read_to_string(file).map_err(DemoError::disk(file))?;
    serde_json::from_str(&text)
        .map_err(|error| DemoError::BadFixture { file: file.to_owned(), problem: error.to_string() })
}
