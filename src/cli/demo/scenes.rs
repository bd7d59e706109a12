//! The recorded scenes: calls that were spoken for the demonstration, some of which were received more than
//! once. `fixtures/README.md` tells them one by one.

use super::again::{Again, again};
use super::calendar::Calendar;
use super::cast::{self, Agent};
use super::error::DemoError;
use super::hearings::Appeal;
use super::judgement::Judgement;
use super::written::{AgentsAnswer, OfPart, read, written_about};
use crate::db::call::CustomerNumber;
use crate::recorder::{AgentPart, CallMetadata};
use crate::time::{Instant, Stamp};
use jiff::civil::{Time, Weekday};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A call that can be heard.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub(super) native_id: String,
    pub(super) audio: PathBuf,
    pub(super) metadata: CallMetadata,
    pub(super) ended_at: Instant,
    /// What was made of it, one for each part that was scored.
    pub(super) evaluations: Vec<Evaluation>,
}

/// What an inspector made of somebody's part in a scene.
#[derive(Debug, Clone)]
pub(super) struct Evaluation {
    /// The native id of the call, or `ID/AGENT` where it is not the part of whoever took the call first.
    pub(super) key: String,
    pub(super) agent: &'static Agent,
    /// Where their part begins and ends on the call's timeline.
    pub(super) part: (i64, i64),
    /// The inspector's sign-in.
    pub(super) inspector: &'static str,
    pub(super) judgement: Judgement,
    pub(super) then: Then,
}

/// What became of the feedback.
#[derive(Debug, Clone)]
pub(super) enum Then {
    /// Nobody opened it.
    Nothing,
    /// The agent opened it and, with a reply, acknowledged it.
    Answered(AgentsAnswer),
    /// The agent appealed.
    Appealed(Appeal),
}

/// Every scene in the fixtures folder, in the order of their names, and then those that were received again.
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
    let told: Result<Vec<Scene>, DemoError> =
        sounds.iter().map(|sound| scene(fixtures, sound, calendar)).collect();
    let mut scenes = told?;
    for (number, call) in (1..).zip(again(fixtures)?) {
        scenes.push(received_again(&scenes, call, number, calendar)?);
    }
    Ok(scenes)
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
    let native_id = metadata.native_id.clone().ok_or_else(|| bad("it has no native_id"))?;
    let evaluations = written_about(fixtures, sound)?
        .into_iter()
        .map(|written| evaluation(&native_id, &metadata, written))
        .collect::<Option<_>>()
        .ok_or_else(|| bad("something is written about a part that it does not have"))?;
    Ok(Scene {
        native_id,
        audio: sound.to_owned(),
        ended_at: ended_at(started_at, length_ms),
        metadata,
        evaluations,
    })
}

fn evaluation(native_id: &str, metadata: &CallMetadata, written: OfPart) -> Option<Evaluation> {
    let (key, part) = match &written.part {
        None => (native_id.to_owned(), metadata.agents.first()?),
        Some(id) => {
            let part = metadata.agents.iter().find(|part| part.external_id == *id)?;
            (format!("{native_id}/{id}"), part)
        }
    };
    Some(Evaluation {
        key,
        agent: cast::agent(&part.external_id)?,
        part: range_of(part),
        inspector: written.inspector,
        judgement: written.judgement,
        then: written.answer.map_or(Then::Nothing, Then::Answered),
    })
}

fn range_of(part: &AgentPart) -> (i64, i64) {
    (part.start_ms.unwrap_or(0), part.end_ms.unwrap_or(0))
}

/// The same sound as another call: another day, another customer, and what was made of it then.
fn received_again(
    scenes: &[Scene],
    call: Again,
    number: usize,
    calendar: &Calendar,
) -> Result<Scene, DemoError> {
    let bad = |problem: &str| call.bad(problem);
    let known = scenes.iter().find(|scene| scene.native_id == call.scene);
    let mut scene = known.cloned().ok_or_else(|| bad("there is no such scene"))?;
    let stage =
        Stage { days_ago: call.days_ago, weekday: call.weekday.clone(), local_time: call.local_time.clone() };
    let started_at =
        stage.started_at(calendar).ok_or_else(|| bad("its local_time or weekday cannot be read"))?;
    scene.native_id.clone_from(&call.native_id);
    scene.metadata.native_id = Some(call.native_id.clone());
    scene.metadata.started_at = Some(Stamp::Exact(started_at));
    scene.metadata.ticket = None;
    scene.metadata.customer_number =
        scene.metadata.customer_number.take().map(|known| another_number(&known, number));
    scene.ended_at = ended_at(started_at, scene.metadata.duration_ms.unwrap_or(0));
    let evaluations = std::mem::take(&mut scene.evaluations);
    if call.inspector.is_some() {
        let of_it = evaluations.into_iter().find(|one| call.is_about(one));
        let evaluation = of_it.ok_or_else(|| bad("nothing is written about this part of the scene"))?;
        scene.evaluations =
            vec![call.judged(evaluation).ok_or_else(|| bad("nobody scores under that name"))?];
    }
    Ok(scene)
}

/// A number that nobody else has: two calls of one customer would be the same matter.
fn another_number(known: &CustomerNumber, number: usize) -> CustomerNumber {
    let kept: String = known.0.chars().take(known.0.chars().count().saturating_sub(2)).collect();
    CustomerNumber(format!("{kept}{:02}", 10 + number))
}

fn ended_at(started_at: Instant, length_ms: i64) -> Instant {
    started_at.plus(Duration::from_millis(length_ms.unsigned_abs()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::Evidence;
    use jiff::tz::TimeZone;
    use std::collections::BTreeSet;

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
        assert!(scenes.len() > 10 && scenes[10].native_id == "demo-11");
        assert_eq!(began("demo-01"), "2026-11-13T02:12:40.000Z");
        assert_eq!(began("demo-07a"), "2026-10-12T05:15:44.000Z");
        assert_eq!(began("demo-07b"), "2026-10-15T01:22:10.000Z");
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
    fn all_but_the_silent_one_were_evaluated_with_evidence_where_it_was_said() {
        let told: Vec<Scene> = all().into_iter().take(10).collect();
        let evaluated = |scene: &&Scene| !scene.evaluations.is_empty();
        assert_eq!(told.iter().filter(evaluated).count(), 9);
        let of_parts = told.iter().flat_map(|scene| scene.evaluations.iter().map(move |one| (scene, one)));
        assert_eq!(of_parts.clone().count(), 10, "two agents spoke in the sixth");
        for (scene, evaluation) in of_parts {
            let judgement = &evaluation.judgement;
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
    fn what_was_received_again_is_another_call_of_somebody_else() {
        let scenes = all();
        let numbers: BTreeSet<&str> = scenes
            .iter()
            .filter_map(|scene| Some(scene.metadata.customer_number.as_ref()?.0.as_str()))
            .collect();
        let names: BTreeSet<&str> = scenes.iter().map(|scene| scene.native_id.as_str()).collect();
        // The two calls about one bill are one customer's.
        assert_eq!((names.len(), numbers.len()), (scenes.len(), scenes.len() - 1));
        let known = |id: &str| scenes.iter().find(|scene| scene.native_id == id).unwrap();
        let (told, again) = (known("demo-02"), known("demo-12"));
        assert_eq!((&told.audio, told.metadata.duration_ms), (&again.audio, again.metadata.duration_ms));
        assert!(matches!(again.evaluations[0].then, Then::Appealed(_)));
        let given = |scene: &Scene| {
            let marks = &scene.evaluations[0].judgement.marks;
            marks.iter().find(|mark| mark.question == "identity").unwrap().option.clone()
        };
        assert_eq!((given(told).as_deref(), given(again).as_deref()), (Some("done"), Some("incomplete")));
    }

    #[test]
    fn a_folder_without_scenes_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let calendar = Calendar::new(Instant::from_millis(0), TimeZone::UTC);
        assert!(matches!(scenes(folder.path(), &calendar), Err(DemoError::NoFixtures { .. })));
    }
}
