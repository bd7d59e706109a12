//! This week's case review: which parts of the recorded scenes the room hears, and what it is asked.

use super::cast::{SERVICE_EN, SERVICE_ZH};
use super::desk::TRAINER;
use super::history::Workspace;
use super::phrases::{Both, words};
use crate::access::By;
use crate::cli::Failure;
use crate::db::case_review::Point;
use crate::db::{DbError, team};
use crate::library::reviews::{EntrySource, NewEntry, NewReview, make_review, send_review};
use std::time::Duration;

/// A part of a scene that a room hears.
struct HeardScene {
    native_id: &'static str,
    start_ms: i64,
    end_ms: i64,
    minutes: i32,
    note: &'static str,
    points: &'static [Asked],
}

/// What the room is asked at a moment.
struct Asked {
    at_ms: i64,
    is_strength: bool,
    question: Both,
    happened: Both,
    matters: Both,
    instead: Option<Both>,
}

const REVIEW_TITLE: &str = "本周听评会 · This week’s case review";
/// How far ahead it is held.
const HELD_IN: Duration = Duration::from_hours(4);

const ENTRIES: [HeardScene; 2] = [
    HeardScene {
        native_id: "demo-01",
        start_ms: 150_000,
        end_ms: 170_000,
        minutes: 8,
        note: "费用什么时候说？ When to speak of fees",
        points: &[Asked {
            at_ms: 155_950,
            is_strength: false,
            question: [
                "He asks whether blocking the card costs anything. When should he have heard it?",
                "客户问挂失收不收费。这句话应该什么时候说？",
            ],
            happened: [
                "It is free, and she says so, but only when he asks.",
                "不收费，也说了，但等客户问起才说。",
            ],
            matters: [
                "An old man who has lost his card counts what it will cost him from the first minute.",
                "老人丢了卡，从第一分钟就在担心要花多少钱。",
            ],
            instead: Some([
                "Blocking and replacing it costs you nothing, please do not worry.",
                "挂失和补卡都不收钱，您放心。",
            ]),
        }],
    },
    HeardScene {
        native_id: "demo-02",
        start_ms: 100_000,
        end_ms: 116_000,
        minutes: 10,
        note: "Right, and left behind · 答对了，客户没跟上",
        points: &[Asked {
            at_ms: 111_160,
            is_strength: false,
            question: [
                "The line works again. What does the customer still need?",
                "网络恢复了。客户还需要什么？",
            ],
            happened: [
                "She says that it was hard to follow; he asks whether there is anything else.",
                "客户说跟不上，得到的回应是“还有别的吗”。",
            ],
            matters: ["Who has not understood rings again.", "没听懂的客户会再打来。"],
            instead: Some([
                "I am sorry, I did go fast. Shall I go through it once more?",
                "抱歉，我说快了。我再跟您说一遍，好吗？",
            ]),
        }],
    },
];

impl Workspace<'_> {
    /// This week's case review, sent and ready to be presented.
    pub(super) async fn prepare_review(&self) -> Result<(), Failure> {
        let trainer = &self.who(TRAINER).await?;
        let (now, names) =
            self.db.read(|reading| Ok::<_, DbError>((reading.now(), team::all(reading)?))).await?;
        let invited = [&SERVICE_ZH, &SERVICE_EN];
        let teams = names.into_iter().filter(|team| invited.iter().any(|one| one.name == team.name));
        let entries: Vec<NewEntry> = ENTRIES.iter().filter_map(|entry| self.entry(entry)).collect();
        if entries.is_empty() {
            return Ok(());
        }
        let new = NewReview {
            title: REVIEW_TITLE.to_owned(),
            held_at: now.plus(HELD_IN),
            teams: teams.map(|team| team.id).collect(),
            entries,
        };
        let by = By::from(trainer.actor());
        let made = make_review(&self.db, trainer, by, new).await?;
        send_review(&self.db, trainer, by, made.line.review.id).await?;
        Ok(())
    }

    fn entry(&self, heard: &HeardScene) -> Option<NewEntry> {
        let point = |one: &Asked| Point {
            at_ms: one.at_ms,
            is_strength: one.is_strength,
            question: words(one.question),
            happened: words(one.happened),
            matters: words(one.matters),
            instead: one.instead.map(words).unwrap_or_default(),
        };
        Some(NewEntry {
            source: EntrySource::Range {
                call_id: self.call(heard.native_id)?,
                start_ms: heard.start_ms,
                end_ms: heard.end_ms,
            },
            minutes: heard.minutes,
            note: heard.note.to_owned(),
            points: heard.points.iter().map(point).collect(),
            altered_voice: false,
        })
    }
}
