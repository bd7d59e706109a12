//! The recorded scenes: calls that were spoken for the demonstration, and what an inspector wrote
//! about some of them. `fixtures/README.md` tells them one by one.

use super::calendar::Calendar;
use super::cast::{self, Agent, INSPECTORS};
use super::error::DemoError;
use super::judgement::{Judgement, Mark, Remark, Span};
use crate::recorder::CallMetadata;
use crate::scoring::{Attribution, Evidence};
use crate::time::{Instant, Stamp};
use jiff::civil::{Time, Weekday};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A call that can be heard.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) native_id: String,
    /// Who took the call first.
    pub(super) agent: &'static Agent,
    pub(super) audio: PathBuf,
    pub(super) metadata: CallMetadata,
    pub(super) ended_at: Instant,
    pub(super) evaluation: Option<Evaluation>,
}

/// What an inspector made of a scene.
#[derive(Debug)]
pub(super) struct Evaluation {
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
    pub(super) reply: Option<String>,
}

/// Every scene in the fixtures folder, in the order of their names.
pub(super) fn scenes(fixtures: &Path, calendar: &Calendar) -> Result<Vec<Scene>, DemoError> {
    let recordings = fixtures.join("recordings");
    let missing = || DemoError::NoFixtures { folder: recordings.clone() };
    let mut sounds: Vec<PathBuf> = fs::read_dir(&recordings)
        .map_err(|_| missing())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "wav"))
        .collect();
    sounds.sort();
    if sounds.is_empty() {
        return Err(missing());
    }
    sounds.iter().map(|sound| scene(fixtures, sound, calendar)).collect()
}

fn scene(fixtures: &Path, sound: &Path, calendar: &Calendar) -> Result<Scene, DemoError> {
    let description = sound.with_extension("json");
    let mut fields: Map<String, Value> = read(&description)?;
    let bad =
        |problem: &str| DemoError::BadFixture { file: description.clone(), problem: problem.to_owned() };
    let stage: Stage = fields
        .shift_remove("demo")
        .and_then(|stage| serde_json::from_value(stage).ok())
        .ok_or_else(|| bad("it has no \"demo\" that says when the call took place"))?;
    let bytes = Value::Object(fields).to_string();
    let mut metadata = CallMetadata::parse(bytes.as_bytes()).map_err(|error| bad(&error.to_string()))?;
    let agent = metadata
        .agents
        .first()
        .and_then(|part| cast::agent(&part.external_id))
        .ok_or_else(|| bad("nobody in the demonstration has its agent's id"))?;
    let started_at =
        stage.started_at(calendar).ok_or_else(|| bad("its local_time or weekday cannot be read"))?;
    let length_ms = metadata.agents.iter().filter_map(|part| part.end_ms).max().unwrap_or(0);
    place(&mut metadata, agent, started_at, length_ms);
    Ok(Scene {
        native_id: metadata.native_id.clone().ok_or_else(|| bad("it has no native_id"))?,
        evaluation: evaluation(fixtures, sound)?,
        agent,
        audio: sound.to_owned(),
        metadata,
        ended_at: started_at.plus(Duration::from_millis(length_ms.unsigned_abs())),
    })
}

/// Its client becomes a tag: in the demonstration, a project is what a card belongs to.
fn place(metadata: &mut CallMetadata, agent: &Agent, started_at: Instant, length_ms: i64) {
    let client = metadata.project.replace(agent.team.project.name.to_owned());
    metadata.tags.extend(client);
    metadata.started_at = Some(Stamp::Exact(started_at));
    metadata.duration_ms = Some(length_ms);
}

/// When a scene took place, seen from the day of loading.
#[derive(Deserialize)]
struct Stage {
    days_ago: u32,
    weekday: Option<String>,
    local_time: String,
}

impl Stage {
    fn started_at(&self, calendar: &Calendar) -> Option<Instant> {
        let weekday = match self.weekday.as_deref() {
            Some(name) => Some(weekday(name)?),
            None => None,
        };
        let time: Time = self.local_time.parse().ok()?;
        Some(calendar.moment(calendar.days_ago(self.days_ago, weekday), time))
    }
}

fn weekday(name: &str) -> Option<Weekday> {
    const NAMES: [(&str, Weekday); 7] = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, weekday)| *weekday)
}

// What was written about a scene ----------------------------------------------------------------

/// A file in `fixtures/evaluations`, named as the scene.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    inspector: String,
    answers: Map<String, Value>,
    notes: Vec<WrittenNote>,
    answer: Option<AgentsAnswer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAnswer {
    option: String,
    #[serde(default)]
    at: Vec<At>,
    #[serde(default)]
    not_said: bool,
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

fn evaluation(fixtures: &Path, sound: &Path) -> Result<Option<Evaluation>, DemoError> {
    let Some(name) = sound.file_stem() else { return Ok(None) };
    let file = fixtures.join("evaluations").join(name).with_extension("json");
    if !file.exists() {
        return Ok(None);
    }
    let written: Written = read(&file)?;
    let truth: Truth = read(&sound.with_extension("truth.json"))?;
    let mut marks = Vec::with_capacity(written.answers.len());
    for (question, answer) in written.answers {
        marks.push(
            mark(question, answer, &truth)
                .map_err(|problem| DemoError::BadFixture { file: file.clone(), problem })?,
        );
    }
    let mut notes = Vec::with_capacity(written.notes.len());
    for note in written.notes {
        notes.push(
            remark(note, &truth).map_err(|problem| DemoError::BadFixture { file: file.clone(), problem })?,
        );
    }
    let inspector =
        INSPECTORS.into_iter().find(|sign_in| *sign_in == written.inspector).ok_or_else(|| {
            let problem = format!("nobody scores under the name {}", written.inspector);
            DemoError::BadFixture { file, problem }
        })?;
    let judgement = Judgement { marks, notes };
    Ok(Some(Evaluation { inspector, judgement, answer: written.answer }))
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

fn read<T: for<'de> Deserialize<'de>>(file: &Path) -> Result<T, DemoError> {
    let text = fs::read_to_string(file).map_err(DemoError::disk(file))?;
    serde_json::from_str(&text)
        .map_err(|error| DemoError::BadFixture { file: file.to_owned(), problem: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    fn all() -> Vec<Scene> {
        let now = "2026-11-22T20:00:00+08:00".parse().unwrap();
        let calendar = Calendar::new(now, TimeZone::get("Asia/Shanghai").unwrap());
        scenes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &calendar).unwrap()
    }

    #[test]
    fn the_ten_scenes_took_place_when_they_say() {
        let scenes = all();
        let began = |native_id: &str| {
            let scene = scenes.iter().find(|scene| scene.native_id == native_id).unwrap();
            scene.metadata.started_at.unwrap().in_zone(&TimeZone::UTC).to_string()
        };
        assert_eq!(scenes.len(), 10);
        assert_eq!(began("demo-01"), "2026-11-13T02:12:40.000Z");
        assert_eq!(began("demo-07a"), "2026-11-09T05:15:44.000Z");
        assert_eq!(began("demo-07b"), "2026-11-12T01:22:10.000Z");
    }

    #[test]
    fn a_scene_belongs_to_the_project_of_its_agent_and_keeps_its_client() {
        for scene in all() {
            let agent = cast::agent(&scene.metadata.agents[0].external_id).unwrap();
            assert_eq!(scene.metadata.project.as_deref(), Some(agent.team.project.name));
            assert!(scene.metadata.tags.len() >= 2 && scene.metadata.duration_ms > Some(50_000));
            assert!(!scene.metadata.rest.contains_key("demo"));
        }
    }

    #[test]
    fn five_were_evaluated_with_evidence_where_it_was_said() {
        let evaluated: Vec<Scene> = all().into_iter().filter(|scene| scene.evaluation.is_some()).collect();
        assert_eq!(evaluated.len(), 5);
        for scene in evaluated {
            let judgement = scene.evaluation.unwrap().judgement;
            assert!(judgement.notes.iter().any(|note| note.is_strength));
            assert_eq!(judgement.notes.iter().filter(|note| note.is_one_change).count(), 1);
            let end_ms = scene.metadata.duration_ms.unwrap();
            let spans =
                judgement.marks.iter().flat_map(|mark| &mark.evidence).filter_map(|proof| match proof {
                    Evidence::Range { start_ms, end_ms, .. } => Some((*start_ms, *end_ms)),
                    _ => None,
                });
            assert!(spans.clone().count() > 3);
            assert!(spans.into_iter().all(|(from, to)| from < to && to <= end_ms));
        }
    }

    #[test]
    fn a_folder_without_scenes_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let calendar = Calendar::new(Instant::from_millis(0), TimeZone::UTC);
        assert!(matches!(scenes(folder.path(), &calendar), Err(DemoError::NoFixtures { .. })));
    }
}
