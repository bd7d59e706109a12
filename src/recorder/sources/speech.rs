//! The part of a source's settings that says what is spoken (languages, the script of Chinese, names) and what
//! hears it.

use super::problem::{ProblemKind, Report};
use super::spot::{Fields, Spot};
use crate::db::source::speech::{
    ChineseScript, EngineName, LANGUAGES, NAME_MOST, NAMES_MOST, QUEUES_MOST, QueueSpeech, SpeechSettings,
    WEIGHT_MOST, weight,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The longest name of a queue, in characters.
const QUEUE_MOST: usize = 200;

/// Reads what is known of what is said.
pub(super) fn read(spot: &Spot<'_>, report: &mut Report) -> SpeechSettings {
    let Some(mut fields) = spot.fields(report) else { return SpeechSettings::default() };
    let QueueSpeech { languages, vocabulary } = both(&mut fields, report);
    let chinese = fields.take("chinese");
    let chinese = chinese
        .and_then(|spot| spot.word(ChineseScript::parse, &ChineseScript::WORDS, report))
        .unwrap_or_default();
    let built: Vec<&str> = EngineName::BUILT.iter().map(|engine| engine.as_str()).collect();
    let engine = fields.take("engine");
    let engine =
        engine.and_then(|spot| spot.word(EngineName::parse_built, &built, report)).unwrap_or_default();
    let queues = fields.take("queues").map(|spot| queues(&spot, report)).unwrap_or_default();
    fields.close(report);
    SpeechSettings { languages, chinese, vocabulary, engine, queues }
}

/// What a source and a queue can both say.
fn both(fields: &mut Fields<'_>, report: &mut Report) -> QueueSpeech {
    QueueSpeech {
        languages: fields.take("languages").map(|spot| languages(&spot, report)).unwrap_or_default(),
        vocabulary: fields.take("vocabulary").map(|spot| vocabulary(&spot, report)).unwrap_or_default(),
    }
}

fn queues(spot: &Spot<'_>, report: &mut Report) -> BTreeMap<String, QueueSpeech> {
    let entries = spot.entries(report);
    if entries.len() > QUEUES_MOST {
        spot.report(report, ProblemKind::TooMany, format!("at most {QUEUES_MOST} queues are taken"));
        return BTreeMap::new();
    }
    let mut queues = BTreeMap::new();
    for (name, spot) in entries {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > QUEUE_MOST || name.chars().any(char::is_control) {
            let message = format!("the name of a queue has 1 to {QUEUE_MOST} characters");
            spot.report(report, ProblemKind::BadText, message);
            continue;
        }
        let Some(mut fields) = spot.fields(report) else { continue };
        queues.insert(name.to_owned(), both(&mut fields, report));
        fields.close(report);
    }
    queues
}

/// One or a list.
fn each<'n>(spot: &Spot<'n>, report: &mut Report) -> Vec<Spot<'n>> {
    if spot.is_list() { spot.items(report) } else { vec![Spot::again(spot)] }
}

fn languages(spot: &Spot<'_>, report: &mut Report) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    for item in each(spot, report) {
        let Some(code) = item.text(10, report).map(str::to_lowercase) else { continue };
        if !LANGUAGES.contains(&code.as_str()) {
            let message =
                format!("\"{code}\" is no language that the speech model knows; use codes such as en or zh");
            item.report(report, ProblemKind::UnknownValue, message);
        } else if !languages.contains(&code) {
            languages.push(code);
        }
    }
    languages
}

fn vocabulary(spot: &Spot<'_>, report: &mut Report) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for item in each(spot, report) {
        let name = item.text(NAME_MOST, report).map(str::to_owned);
        names.extend(name.filter(|name| !names.contains(name)));
    }
    let weighs: usize = names.iter().map(|name| weight(name)).sum();
    if names.len() > NAMES_MOST || weighs > WEIGHT_MOST {
        let message = format!(
            "that is too much for the speech model: at most {NAMES_MOST} names, about {WEIGHT_MOST} letters or \
             {} Chinese characters together",
            WEIGHT_MOST / 4
        );
        spot.report(report, ProblemKind::TooMany, message);
        return Vec::new();
    }
    names
}

/// The same as it is read; none where nothing is known.
pub(super) fn to_json(speech: &SpeechSettings) -> Option<Value> {
    if speech.is_empty() {
        return None;
    }
    let mut fields = both_json(&speech.languages, &speech.vocabulary);
    if speech.chinese != ChineseScript::default() {
        fields.insert("chinese".to_owned(), json!(speech.chinese.as_str()));
    }
    if speech.engine != EngineName::default() {
        fields.insert("engine".to_owned(), json!(speech.engine.as_str()));
    }
    if !speech.queues.is_empty() {
        let queues = speech.queues.iter();
        let queues = queues
            .map(|(name, own)| (name.clone(), Value::Object(both_json(&own.languages, &own.vocabulary))));
        fields.insert("queues".to_owned(), Value::Object(queues.collect()));
    }
    Some(Value::Object(fields))
}

fn both_json(languages: &[String], vocabulary: &[String]) -> Map<String, Value> {
    let lists = [("languages", languages), ("vocabulary", vocabulary)];
    let said = lists.into_iter().filter(|(_, list)| !list.is_empty());
    said.map(|(name, list)| (name.to_owned(), json!(list))).collect()
}
