//! The query of the calls page, read in this one place: the list shows what it finds, and a call is
//! drawn at random from the same.

use super::ReviewError;
use crate::db::call::Direction;
use crate::db::call_list::{CallFilter, CallOrder, WordsState};
use crate::db::flag::FlagKind;
use crate::db::{PAGE_MOST, Window};
use crate::ids::PersonId;
use crate::search::Query;
use jiff::civil::Date;
use std::str::FromStr;

/// How many rows a page holds unless the query says so.
const PAGE_USUAL: i64 = 50;
/// The longest text that is looked for, in characters.
const TEXT_MOST: usize = 200;
/// The most values that one field takes.
const VALUES_MOST: usize = 100;

/// What the calls page asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallQuery {
    /// Which calls.
    pub filter: CallFilter,
    /// In which order.
    pub order: CallOrder,
    /// Which part of them.
    pub window: Window,
}

impl CallQuery {
    /// Reads a query string such as `project=…&project=…&from=2026-11-01&sort=-duration`, asked by
    /// `person` (none: a program of a source). An empty value counts as missing.
    pub fn parse(query: &str, person: Option<PersonId>) -> Result<Self, ReviewError> {
        let mut filter = CallFilter::default();
        let mut order = CallOrder::NewestFirst;
        let (mut after, mut limit) = (None, PAGE_USUAL);
        let given = form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
        for (field, value) in given.filter(|(_, value)| !value.is_empty()) {
            let given = Given { field: &field, value: &value };
            match given.field {
                "sort" => {
                    order = given.word(CallOrder::parse, CallOrder::ALL.iter().map(|one| one.as_str()))?;
                }
                "cursor" => after = Some(given.read("is not a place in this list; begin again without it")?),
                "limit" => limit = given.number(1, PAGE_MOST)?,
                _ => given.narrow(&mut filter, person)?,
            }
        }
        Ok(Self { filter, order, window: Window::new(after, limit) })
    }
}

/// One field of the query with its value.
struct Given<'a> {
    field: &'a str,
    value: &'a str,
}

impl Given<'_> {
    /// Adds what this field asks for to the filter.
    fn narrow(&self, filter: &mut CallFilter, person: Option<PersonId>) -> Result<(), ReviewError> {
        match self.field {
            "q" => filter.text = Some(self.text()?),
            "project" => self.add_id(&mut filter.projects)?,
            "queue" => self.add_id(&mut filter.queues)?,
            "team" => self.add_id(&mut filter.teams)?,
            "person" => self.add_id(&mut filter.people)?,
            "agent" => self.add_id(&mut filter.agents)?,
            "source" => self.add_id(&mut filter.sources)?,
            "direction" => {
                filter.direction =
                    Some(self.word(Direction::parse, Direction::ALL.iter().map(|one| one.as_str()))?);
            }
            "disposition" => self.add(&mut filter.dispositions, self.text()?)?,
            "tag" => self.add(&mut filter.tags, self.text()?)?,
            "from" => filter.from = Some(self.day()?),
            "to" => filter.to = Some(self.day()?),
            "shorter_than_ms" => filter.shorter_than_ms = Some(self.number(0, i64::MAX)?),
            "longer_than_ms" => filter.longer_than_ms = Some(self.number(0, i64::MAX)?),
            "has_recording" => filter.has_recording = Some(self.flag()?),
            "transcript" => {
                filter.words =
                    Some(self.word(WordsState::parse, WordsState::ALL.iter().map(|one| one.as_str()))?);
            }
            "poor_transcript" => filter.poor_words = Some(self.flag()?),
            "evaluated" => filter.evaluated = Some(self.flag()?),
            "score_from" => filter.score_from = Some(self.points()?),
            "score_below" => filter.score_below = Some(self.points()?),
            "one_sided" => filter.one_sided = Some(self.flag()?),
            "clipped" => filter.clipped = Some(self.flag()?),
            "silence_from_ms" => filter.silence_from_ms = Some(self.number(0, i64::MAX)?),
            "overtalk_from_ms" => filter.overtalk_from_ms = Some(self.number(0, i64::MAX)?),
            "assigned" => filter.assigned = Some(self.flag()?),
            "flag" => {
                let kind = self.word(FlagKind::parse, FlagKind::ALL.iter().map(|one| one.as_str()))?;
                self.add(&mut filter.flags, kind)?;
            }
            "said" => filter.said = Some(Query::parse(&self.text()?)?),
            "mine" => {
                if self.flag()? {
                    let taker = person.ok_or_else(|| self.wrong("is for people; a source takes no calls"))?;
                    filter.taken_by = Some(taker);
                }
            }
            _ => return Err(self.wrong("is no field of this query")),
        }
        Ok(())
    }

    fn wrong(&self, problem: impl Into<String>) -> ReviewError {
        // The sender chose this name: an error repeats its beginning, not a novel.
        let field = self.field.chars().take(40).collect();
        ReviewError::BadQuery { field, problem: problem.into() }
    }

    fn read<T: FromStr>(&self, problem: &str) -> Result<T, ReviewError> {
        self.value.parse().map_err(|_| self.wrong(problem))
    }

    fn word<T>(
        &self,
        parse: impl Fn(&str) -> Option<T>,
        words: impl Iterator<Item = &'static str>,
    ) -> Result<T, ReviewError> {
        parse(self.value)
            .ok_or_else(|| self.wrong(format!("must be one of: {}", words.collect::<Vec<_>>().join(", "))))
    }

    fn flag(&self) -> Result<bool, ReviewError> {
        self.read("must be true or false")
    }

    fn number(&self, least: i64, most: i64) -> Result<i64, ReviewError> {
        let problem = || self.wrong(format!("must be a whole number from {least} to {most}"));
        let number: i64 = self.value.parse().map_err(|_| problem())?;
        if (least..=most).contains(&number) { Ok(number) } else { Err(problem()) }
    }

    /// Points with at most two decimals, as hundredths.
    fn points(&self) -> Result<i64, ReviewError> {
        let (whole, decimals) = self.value.split_once('.').unwrap_or((self.value, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_points = (1..=9).contains(&whole.len()) && decimals.len() <= 2;
        let read = (is_points && is_digits(whole) && is_digits(decimals))
            .then(|| format!("{whole}{decimals:0<2}").parse().ok());
        read.flatten().ok_or_else(|| self.wrong("must be points with at most two decimals, such as 92.5"))
    }

    fn day(&self) -> Result<String, ReviewError> {
        let day: Date = self.read("must be a day such as 2026-11-21")?;
        Ok(day.to_string())
    }

    fn text(&self) -> Result<String, ReviewError> {
        let text = self.value.trim();
        if text.chars().count() > TEXT_MOST || text.contains('\0') {
            return Err(self.wrong(format!("must have at most {TEXT_MOST} characters and no NUL")));
        }
        Ok(text.to_owned())
    }

    fn add_id<Id: FromStr + PartialEq>(&self, ids: &mut Vec<Id>) -> Result<(), ReviewError> {
        self.add(ids, self.read("is not an id")?)
    }

    fn add<T: PartialEq>(&self, values: &mut Vec<T>, value: T) -> Result<(), ReviewError> {
        if values.contains(&value) {
            return Ok(());
        }
        if values.len() == VALUES_MOST {
            return Err(self.wrong(format!("has more than {VALUES_MOST} values")));
        }
        values.push(value);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Cursor;
    use crate::ids::ProjectId;
    use proptest::prelude::*;

    fn parse(query: &str) -> Result<CallQuery, ReviewError> {
        CallQuery::parse(query, Some(PersonId::new()))
    }

    fn wrong_field(query: &str) -> String {
        match parse(query) {
            Err(ReviewError::BadQuery { field, .. }) => field,
            other => panic!("{query}: {other:?}"),
        }
    }

    #[test]
    fn an_empty_query_asks_for_everything_newest_first() {
        let query = parse("").unwrap();
        assert_eq!(query.filter, CallFilter::default());
        assert_eq!((query.order, query.window.limit()), (CallOrder::NewestFirst, 50));
        assert_eq!(parse("?project=&q=&sort=").unwrap(), query);
    }

    #[test]
    fn every_field_is_read() {
        let (person, project, other) = (PersonId::new(), ProjectId::new(), ProjectId::new());
        let cursor = Cursor { key: -5, id: [7; 16] };
        let query = format!(
            "q=T-7&project={project}&project={other}&project={project}&direction=inbound&tag=%E6%8A%95%E8%AF%89\
             &disposition=a+b&from=2026-11-01&to=2026-11-30&shorter_than_ms=9&longer_than_ms=1&has_recording=true\
             &transcript=ready&poor_transcript=false&evaluated=false&score_from=80&score_below=92.5\
             &one_sided=true&clipped=false&silence_from_ms=30000&overtalk_from_ms=5000&assigned=true&flag=risk&flag=good_case&mine=true&said=agent%3Arefund&sort=-duration&limit=10&cursor={cursor}"
        );
        let read = CallQuery::parse(&query, Some(person)).unwrap();
        let expected = CallFilter {
            text: Some("T-7".to_owned()),
            projects: vec![project, other],
            direction: Some(Direction::Inbound),
            tags: vec!["投诉".to_owned()],
            dispositions: vec!["a b".to_owned()],
            from: Some("2026-11-01".to_owned()),
            to: Some("2026-11-30".to_owned()),
            shorter_than_ms: Some(9),
            longer_than_ms: Some(1),
            has_recording: Some(true),
            words: Some(WordsState::Ready),
            poor_words: Some(false),
            evaluated: Some(false),
            score_from: Some(8_000),
            score_below: Some(9_250),
            one_sided: Some(true),
            clipped: Some(false),
            silence_from_ms: Some(30_000),
            overtalk_from_ms: Some(5_000),
            assigned: Some(true),
            flags: vec![FlagKind::Risk, FlagKind::GoodCase],
            taken_by: Some(person),
            said: Some(Query::parse("agent:refund").unwrap()),
            ..CallFilter::default()
        };
        assert_eq!(read.filter, expected);
        assert_eq!(read.order, CallOrder::LongestFirst);
        assert_eq!(read.window, Window::new(Some(cursor), 10));
    }

    #[test]
    fn a_wrong_value_is_named_by_its_field() {
        for query in [
            "project=1",
            "direction=sideways",
            "from=yesterday",
            "to=2026-13-01",
            "shorter_than_ms=-1",
            "has_recording=yes",
            "transcript=lost",
            "poor_transcript=very",
            "evaluated=1",
            "score_from=-1",
            "score_from=92.125",
            "score_below=.5",
            "score_below=1e2",
            "score_below=12345678901",
            "one_sided=left",
            "clipped=much",
            "silence_from_ms=30s",
            "overtalk_from_ms=-1",
            "flag=red",
            "mine=maybe",
            "sort=name",
            "cursor=x",
            "limit=0",
            "limit=201",
            "said=%00",
            "nonsense=1",
            "q=%00",
        ] {
            assert_eq!(wrong_field(query), query.split('=').next().unwrap());
        }
        assert!(matches!(parse("said=%22"), Err(ReviewError::Search(_))), "it names the character");
        assert!(matches!(CallQuery::parse("mine=true", None), Err(ReviewError::BadQuery { .. })));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}") {
            let _ = parse(&text);
        }
    }
}
