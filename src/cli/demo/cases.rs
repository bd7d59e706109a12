//! The case library of the demonstration: what `fixtures/cases.json` says of the recorded scenes, proposed,
//! written and put onto the shelf by the same functions as on any working day.

use super::cast::{QA_MANAGER, SERVICE_EN, SERVICE_ZH, Team};
use super::desk::TRAINER;
use super::error::DemoError;
use super::history::Workspace;
use crate::access::By;
use crate::cli::Failure;
use crate::db::case_consent::ConsentAnswer;
use crate::db::library::{self, LibraryKind};
use crate::db::library_case::{self, AnswerTie, CaseFilter, CaseLevel, CaseSort, ItemTie, SeenBy};
use crate::db::{DbError, Scope, Window, call, participation, team};
use crate::ids::{CallId, CaseId, LibraryId, PersonId};
use crate::library::{
    CaseChange, CaseSource, Commentary, LearningProgress, Lesson, NewCase, NewTask, Verdict, answer_consent,
    ask_for_consent, change_case, decide_case, give_tasks, keep_learning, make_library, make_playlist,
    propose_case, rate_case, shelve_case, write_comment,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The library by topic: its name.
const TOPIC: [(&str, &str); 2] = [("en", "Rules and privacy"), ("zh-CN", "规则与隐私")];
/// What is said to whoever is asked.
const MESSAGE: &str = "May your colleagues learn from this call? Your name stays hidden. 可以让同事学习这通录音吗？姓名会隐去。";
/// The playlist for whoever begins.
const PLAYLIST: &str = "新人第一周 · First week";
/// Who is to learn from it, until so many days after the library was laid out.
const LEARNER: (&str, u64) = ("chenxiaoyu", 7);
/// What whole teams are to learn, by the call, until so many days later, and in which words: that day is over
/// by now, and some are late.
const OF_TEAMS: [(&str, &Team, u64, &str); 2] = [
    ("demo-01", &SERVICE_ZH, 2, "晨会前听完，想一想自己会在哪一步慢下来。"),
    ("demo-03", &SERVICE_EN, 2, "Twelve minutes. Write down the sentence with which you would have stopped."),
];
/// The card of the items.
const CARD: &str = "inbound-service";

/// A case as the fixtures tell it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CaseText {
    /// The native id of the call.
    call: String,
    /// `good`, `warning` or `topic`.
    library: String,
    level: String,
    /// Where it stands.
    state: String,
    /// Whether whoever is heard was asked, and said yes.
    #[serde(default)]
    consent: Option<String>,
    /// Keys of items of the service card.
    items: Vec<String>,
    /// The items whose standard answers it illustrates.
    answers: Vec<String>,
    /// After how many days somebody looks at it again.
    review_in_days: u64,
    tags: Vec<String>,
    commentary: Commentary,
    /// What learners did with it.
    #[serde(default)]
    learned: Vec<LearnedText>,
    /// What was said about it then.
    #[serde(default)]
    said: Vec<SaidText>,
}

/// What a learner did with a case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct LearnedText {
    days_ago: u32,
    who: String,
    /// What they wrote, by the number of the point.
    words: BTreeMap<i32, String>,
    /// What they chose at the questions; fewer than there are: they have not come to the end.
    answers: Vec<usize>,
    pledge: Option<String>,
    stars: Option<i32>,
}

/// A comment on a case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidText {
    days_ago: u32,
    who: String,
    text: String,
}

/// The cases that the fixtures tell; none where they tell none.
pub(super) fn cases(fixtures: &Path) -> Result<Vec<CaseText>, DemoError> {
    let path = fixtures.join("cases.json");
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&path).map_err(DemoError::disk(&path))?;
    serde_json::from_str(&text)
        .map_err(|cause| DemoError::BadFixture { file: path, problem: cause.to_string() })
}

impl Workspace<'_> {
    /// The shelves, a playlist, and something to learn.
    pub(super) async fn lay_out_library(&mut self) -> Result<(), Failure> {
        if self.cases.is_empty() {
            return Ok(());
        }
        let manager = self.who(QA_MANAGER).await?;
        let name = TOPIC.map(|(language, name)| (language.to_owned(), name.to_owned())).into();
        let by = By::from(manager.actor());
        let topic = make_library(&self.db, &manager, by, name, None).await?.library.id;
        for (place, text) in self.cases.iter().enumerate() {
            if let Some(id) = self.make_case(text, topic).await? {
                self.shelved.push((place, id));
            }
        }
        self.give_lessons().await
    }

    /// A playlist for whoever is new, and a case for each team of the service.
    async fn give_lessons(&self) -> Result<(), Failure> {
        let trainer = self.who(TRAINER).await?;
        let by = By::from(trainer.actor());
        let is_open = |place: usize| self.cases.get(place).is_some_and(|text| text.library != "warning");
        let open = self.shelved.iter().filter(|(place, _)| is_open(*place)).map(|(_, id)| *id);
        let playlist = make_playlist(&self.db, &trainer, by, PLAYLIST, open.collect()).await?;
        let (learner, days) = LEARNER;
        let new = NewTask {
            lesson: Lesson::Playlist(playlist.playlist.id),
            people: vec![self.person(learner)?],
            teams: Vec::new(),
            due_on: self.day_in(days).await?,
            note: Some("每天听一个案例，最后写一句承诺。".to_owned()),
        };
        give_tasks(&self.db, &trainer, by, new).await?;
        let teams = self.db.read(team::all).await?;
        for (call, of_team, days, note) in OF_TEAMS {
            let is_it = |place: usize| self.cases.get(place).is_some_and(|text| text.call == call);
            let Some((_, id)) = self.shelved.iter().find(|(place, _)| is_it(*place)) else { continue };
            let new = NewTask {
                lesson: Lesson::Case(*id),
                people: Vec::new(),
                teams: teams.iter().filter(|team| team.name == of_team.name).map(|team| team.id).collect(),
                due_on: self.day_in(days).await?,
                note: Some(note.to_owned()),
            };
            give_tasks(&self.db, &trainer, by, new).await?;
        }
        Ok(())
    }

    /// What learners did and said on this day.
    pub(super) async fn learn_from_cases(&self, days_ago: u32) -> Result<(), Failure> {
        for (place, id) in &self.shelved {
            let Some(text) = self.cases.get(*place) else { continue };
            for learned in text.learned.iter().filter(|one| one.days_ago == days_ago) {
                let who = self.who(&learned.who).await?;
                let finished = learned.answers.len() == text.commentary.questions.len();
                let points = i32::try_from(text.commentary.points.len()).unwrap_or(0);
                let last = learned.words.keys().last().copied().unwrap_or(0);
                let progress = LearningProgress {
                    reached: if finished { points } else { last },
                    words: learned.words.clone(),
                    answers: learned.answers.clone(),
                    pledge: learned.pledge.clone(),
                    finished,
                };
                keep_learning(&self.db, &who, By::from(who.actor()), *id, progress).await?;
                if let Some(stars) = learned.stars {
                    rate_case(&self.db, &who, *id, stars).await?;
                }
            }
            for said in text.said.iter().filter(|one| one.days_ago == days_ago) {
                let who = self.who(&said.who).await?;
                write_comment(&self.db, &who, By::from(who.actor()), *id, &said.text).await?;
            }
        }
        Ok(())
    }

    async fn make_case(&self, text: &CaseText, topic: LibraryId) -> Result<Option<CaseId>, Failure> {
        let Some(call_id) = self.call(&text.call) else { return Ok(None) };
        let who = self.who(TRAINER).await?;
        let by = By::from(who.actor());
        let library_id = match LibraryKind::parse(&text.library) {
            Some(LibraryKind::Topic) | None => topic,
            Some(kind) => self.library_of(kind).await?.unwrap_or(topic),
        };
        let view = match self.proposed(call_id, library_id).await? {
            // An inspector's flag proposed it.
            Some(id) => decide_case(&self.db, &who, by, id, Verdict::Accept).await?,
            None => {
                let new = NewCase {
                    library_id,
                    source: CaseSource::Call(call_id),
                    teaching_line: text.commentary.teaching_line.clone(),
                    level: CaseLevel::parse(&text.level),
                    language: None,
                };
                propose_case(&self.db, &who, by, Scope::Everything, new).await?
            }
        };
        let id = view.case.id;
        let card = self.card(CARD);
        let item = |key: &String| Some(ItemTie { scorecard_id: card?, question: key.clone() });
        let mut answers = Vec::new();
        for item in &text.answers {
            answers.extend(self.answer_to(item).await?.map(|line| AnswerTie {
                standard_answer_id: line.answer.id,
                version: line.shown.version.number,
            }));
        }
        let change = CaseChange {
            edition: view.case.edition,
            library_id,
            level: CaseLevel::parse(&text.level).unwrap_or(view.case.level),
            language: view.case.language,
            hides_names: true,
            review_on: Some(self.day_in(text.review_in_days).await?),
            items: text.items.iter().filter_map(item).collect(),
            answers,
            tags: text.tags.clone(),
            commentary: text.commentary.clone(),
        };
        change_case(&self.db, &who, by, id, change).await?;
        if let Some(consent) = &text.consent {
            ask_for_consent(&self.db, &who, by, id, Some(MESSAGE.to_owned())).await?;
            if consent == "given" {
                self.agree(call_id, id).await?;
            }
        }
        if text.state == "shelved" {
            shelve_case(&self.db, &who, by, id).await?;
        }
        Ok(Some(id))
    }

    /// Everybody who is heard agrees.
    async fn agree(&self, call_id: CallId, id: CaseId) -> Result<(), Failure> {
        let parts = self.db.read(move |reading| participation::of_call(reading, call_id)).await?;
        for person_id in parts.into_iter().filter_map(|part| part.person_id) {
            let who = self.who_is(person_id).await?;
            answer_consent(&self.db, &who, By::from(who.actor()), id, ConsentAnswer::Given).await?;
        }
        Ok(())
    }

    async fn library_of(&self, kind: LibraryKind) -> Result<Option<LibraryId>, DbError> {
        let found = self.db.read(move |reading| library::of_kind(reading, kind)).await?;
        Ok(found.map(|library| library.id))
    }

    /// The case that waits in this library for this call.
    async fn proposed(&self, call_id: CallId, library_id: LibraryId) -> Result<Option<CaseId>, DbError> {
        let filter = CaseFilter { library_id: Some(library_id), ..CaseFilter::default() };
        let eyes = SeenBy::Editor { scope: Scope::Everything, scores_blind: Vec::new() };
        let page = self
            .db
            .read(move |reading| {
                call::find(reading, &Scope::Everything, call_id)?;
                let window = Window::new(None, 200);
                library_case::list(reading, &eyes, &filter, CaseSort::Oldest, window)
            })
            .await?;
        Ok(page.items.into_iter().find(|case| case.call_id == call_id).map(|case| case.id))
    }

    async fn who_is(&self, person_id: PersonId) -> Result<crate::access::Who, DbError> {
        self.db.read(move |reading| crate::access::Who::person(reading, person_id)).await
    }
}
