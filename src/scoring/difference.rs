//! What changed between two scorecards, item by item: keys tell what is the same.

use super::scorecard::{Question, Scorecard, Section};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// One thing that is different.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Which part of the card it is about.
    pub place: Place,
    /// What happened there.
    #[serde(flatten)]
    pub change: DifferenceKind,
}

/// A part of a card, by keys. All empty: the card itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The key of the section, as it is now, or as it was where it is gone.
    pub section: Option<String>,
    /// The key of the question.
    pub question: Option<String>,
    /// The key of an option of the question.
    pub option: Option<String>,
    /// The key of a cause of the question.
    pub cause: Option<String>,
    /// The key of a grade.
    pub band: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum DifferenceKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands elsewhere.
    Moved {
        /// The key of the section that a question was in before, where it changed its section.
        from_section: Option<String>,
    },
    /// One of its fields says something else.
    Changed {
        /// The field.
        field: String,
        /// What it said; null: it was left out, so its default held.
        before: Value,
        /// What it says.
        after: Value,
    },
}

/// Everything that is different in `after`, in the order of the page: the card, its grades, then
/// section by section; what is gone comes last in its list.
#[must_use]
pub fn differences(before: &Scorecard, after: &Scorecard) -> Vec<Difference> {
    let mut found = Found(Vec::new());
    let card = Place::default();
    found.fields(&card, &fields(before, &["bands", "sections"]), &fields(after, &["bands", "sections"]));
    found.list(
        &before.bands,
        &after.bands,
        |band| &band.key,
        |found, key, pair| {
            let place = Place { band: Some(key.to_owned()), ..Place::default() };
            found.pair(&place, pair, &[]);
        },
    );
    found.list(
        &before.sections,
        &after.sections,
        |section| &section.key,
        |found, key, pair| {
            let place = Place { section: Some(key.to_owned()), ..Place::default() };
            found.pair(&place, pair, &["questions"]);
        },
    );
    found.questions(before, after);
    found.0
}

/// A part in both cards.
struct Pair<'c, T> {
    before: Option<&'c T>,
    after: Option<&'c T>,
    moved: bool,
}

struct Found(Vec<Difference>);

impl Found {
    fn add(&mut self, place: &Place, change: DifferenceKind) {
        self.0.push(Difference { place: place.clone(), change });
    }

    /// The fields of one part that say something else.
    fn fields(&mut self, place: &Place, before: &Map<String, Value>, after: &Map<String, Value>) {
        let gone = before.keys().filter(|field| !after.contains_key(*field));
        for field in after.keys().chain(gone) {
            let of = |fields: &Map<String, Value>| fields.get(field).cloned().unwrap_or_default();
            let (before, after) = (of(before), of(after));
            if before != after {
                self.add(place, DifferenceKind::Changed { field: field.clone(), before, after });
            }
        }
    }

    /// Whether a part is new, gone, moved, or says something else. The lists `without` are told by
    /// themselves.
    fn pair<T: Serialize>(&mut self, place: &Place, pair: &Pair<'_, T>, without: &[&str]) {
        match (pair.before, pair.after) {
            (None, Some(_)) => self.add(place, DifferenceKind::Added),
            (Some(_), None) => self.add(place, DifferenceKind::Removed),
            (Some(before), Some(after)) => {
                if pair.moved {
                    self.add(place, DifferenceKind::Moved { from_section: None });
                }
                self.fields(place, &fields(before, without), &fields(after, without));
            }
            (None, None) => {}
        }
    }

    /// Tells of every part of two lists, in the order of the later one.
    fn list<'c, T>(
        &mut self,
        before: &'c [T],
        after: &'c [T],
        key_of: impl Fn(&T) -> &String,
        tell: impl Fn(&mut Self, &str, &Pair<'c, T>),
    ) {
        let keys = |parts: &'c [T]| parts.iter().map(|part| key_of(part).as_str()).collect::<Vec<_>>();
        let moved = moved(&keys(before), &keys(after));
        let same = |parts: &'c [T], key: &str| parts.iter().find(|part| key_of(part) == key);
        for part in after {
            let key = key_of(part);
            let pair =
                Pair { before: same(before, key), after: Some(part), moved: moved.contains(key.as_str()) };
            tell(self, key, &pair);
        }
        for part in before.iter().filter(|part| same(after, key_of(part)).is_none()) {
            tell(self, key_of(part), &Pair { before: Some(part), after: None, moved: false });
        }
    }

    /// The questions: one may move to another section.
    fn questions(&mut self, before: &Scorecard, after: &Scorecard) {
        for section in &after.sections {
            let stayed: Vec<&str> = in_section(before, &section.key);
            let moved = moved(&stayed, &in_section(after, &section.key));
            for question in &section.questions {
                let place = place_of(section, question);
                match placed(before, &question.key) {
                    None => self.add(&place, DifferenceKind::Added),
                    Some((from, earlier)) => {
                        if from.key != section.key {
                            let from_section = Some(from.key.clone());
                            self.add(&place, DifferenceKind::Moved { from_section });
                        } else if moved.contains(question.key.as_str()) {
                            self.add(&place, DifferenceKind::Moved { from_section: None });
                        }
                        self.question(&place, earlier, question);
                    }
                }
            }
        }
        for section in &before.sections {
            for question in &section.questions {
                if placed(after, &question.key).is_none() {
                    self.add(&place_of(section, question), DifferenceKind::Removed);
                }
            }
        }
    }

    fn question(&mut self, place: &Place, before: &Question, after: &Question) {
        let lists = ["options", "causes"];
        self.fields(place, &fields(before, &lists), &fields(after, &lists));
        self.list(
            &before.options,
            &after.options,
            |option| &option.key,
            |found, key, pair| {
                found.pair(&Place { option: Some(key.to_owned()), ..place.clone() }, pair, &[]);
            },
        );
        self.list(
            &before.causes,
            &after.causes,
            |cause| &cause.key,
            |found, key, pair| {
                found.pair(&Place { cause: Some(key.to_owned()), ..place.clone() }, pair, &[]);
            },
        );
    }
}

fn place_of(section: &Section, question: &Question) -> Place {
    Place { section: Some(section.key.clone()), question: Some(question.key.clone()), ..Place::default() }
}

fn placed<'c>(card: &'c Scorecard, key: &str) -> Option<(&'c Section, &'c Question)> {
    let all =
        card.sections.iter().flat_map(|section| section.questions.iter().map(move |one| (section, one)));
    all.into_iter().find(|(_, question)| question.key == key)
}

fn in_section<'c>(card: &'c Scorecard, section: &str) -> Vec<&'c str> {
    let of_key = card.sections.iter().filter(|one| one.key == section);
    of_key.flat_map(|one| &one.questions).map(|question| question.key.as_str()).collect()
}

/// The fields of a part as it is written, without these lists.
fn fields<T: Serialize>(part: &T, without: &[&str]) -> Map<String, Value> {
    match serde_json::to_value(part) {
        Ok(Value::Object(mut fields)) => {
            fields.retain(|field, _| !without.contains(&field.as_str()));
            fields
        }
        _ => Map::new(),
    }
}

/// The fewest keys whose moving makes the one order of the common keys from the other: all but the
/// longest run that kept its order.
fn moved<'k>(before: &[&'k str], after: &[&'k str]) -> HashSet<&'k str> {
    let places: Vec<(usize, &str)> = after
        .iter()
        .filter_map(|key| Some((before.iter().position(|earlier| earlier == key)?, *key)))
        .collect();
    // For each place: how long the longest rising run is that ends there, and where it came from.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(places.len());
    for (at, (place, _)) in places.iter().enumerate() {
        let best = (0..at)
            .filter(|&earlier| places.get(earlier).is_some_and(|(other, _)| other < place))
            .max_by_key(|&earlier| runs.get(earlier).map_or(0, |run| run.0));
        let length = best.and_then(|earlier| runs.get(earlier)).map_or(0, |run| run.0);
        runs.push((length + 1, best));
    }
    let mut kept = HashSet::new();
    let mut at = (0..runs.len()).max_by_key(|&at| runs.get(at).map_or(0, |run| run.0));
    while let Some(place) = at {
        kept.insert(place);
        at = runs.get(place).and_then(|run| run.1);
    }
    let others = places.iter().enumerate().filter(|(at, _)| !kept.contains(at));
    others.map(|(_, (_, key))| *key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::read_template;
    use serde_json::json;

    const INBOUND: &str = include_str!("../../scoring-templates/inbound-service.yaml");

    fn card() -> Value {
        json!({"key": "c", "method": "weighted", "pass": 80, "bands": [{"key": "good", "from": 80}], "sections": [
            {"key": "one", "questions": [question("a"), question("b"), question("c")]},
            {"key": "two", "questions": [question("d")]},
        ]})
    }

    fn question(key: &str) -> Value {
        json!({"key": key, "options": [{"key": "right", "score": 1}, {"key": "wrong", "score": 0}]})
    }

    fn told(after: &Value) -> Vec<String> {
        let read = |value: &Value| read_template(&value.to_string()).unwrap();
        let found = differences(&read(&card()), &read(after));
        let text = |difference: &Difference| {
            let place = &difference.place;
            let keys = [&place.section, &place.question, &place.option, &place.cause, &place.band];
            let keys: Vec<&str> = keys.into_iter().flatten().map(String::as_str).collect();
            let change = match &difference.change {
                DifferenceKind::Added => "added".to_owned(),
                DifferenceKind::Removed => "removed".to_owned(),
                DifferenceKind::Moved { from_section: None } => "moved".to_owned(),
                DifferenceKind::Moved { from_section: Some(from) } => format!("moved from {from}"),
                DifferenceKind::Changed { field, before, after } => format!("{field}: {before} -> {after}"),
            };
            format!("{} {change}", keys.join("/"))
        };
        found.iter().map(text).collect()
    }

    #[test]
    fn nothing_is_different_from_itself() {
        assert_eq!(told(&card()), [""; 0]);
        let inbound = read_template(INBOUND).unwrap();
        assert_eq!(differences(&inbound, &inbound), []);
    }

    #[test]
    fn fields_are_told_with_what_they_said() {
        let mut after = card();
        after["pass"] = json!(85);
        after["redistribute"] = json!("card");
        after["bands"][0]["from"] = json!(85);
        after["sections"][0]["weight"] = json!(2);
        after["sections"][0]["questions"][1]["options"][1]["fatal"] = json!("section");
        after["sections"][1]["questions"][0]["causes"] = json!([{"key": "forgot"}]);
        assert_eq!(
            told(&after),
            [
                " redistribute: null -> \"card\"",
                " pass: 80 -> 85",
                "good from: 80 -> 85",
                "one weight: null -> 2",
                "one/b/wrong fatal: null -> \"section\"",
                "two/d/forgot added",
            ]
        );
    }

    #[test]
    fn what_comes_goes_or_moves_is_told_once() {
        let mut after = card();
        after["sections"][0]["questions"] = json!([question("c"), question("a"), question("new")]);
        after["sections"][1]["questions"] = json!([question("b"), question("d")]);
        assert_eq!(told(&after), ["one/c moved", "one/new added", "two/b moved from one"]);
        let mut after = card();
        after["sections"] = json!([{"key": "two", "questions": [question("d")]}]);
        assert_eq!(told(&after), ["one removed", "one/a removed", "one/b removed", "one/c removed"]);
    }

    #[test]
    fn the_fewest_keys_have_moved() {
        let moved_in = |after: [&'static str; 4]| {
            let mut keys: Vec<&str> = moved(&["a", "b", "c", "d"], &after).into_iter().collect();
            keys.sort_unstable();
            keys.join("")
        };
        assert_eq!(moved_in(["a", "b", "c", "d"]), "");
        assert_eq!(moved_in(["d", "a", "b", "c"]), "d");
        assert_eq!(moved_in(["b", "c", "a", "d"]), "a");
        assert_eq!(moved_in(["a", "x", "b", "d"]), "");
        assert_eq!(moved_in(["d", "c", "b", "a"]).len(), 3);
    }
}
