//! What is learned from the recorded scenes: two reference calls with their reasons, one of which an
//! inspector has scored, what certifies somebody for the card of the service, and this week's case review.

use super::cast::{SERVICE, SERVICE_EN, SERVICE_ZH};
use super::desk::TRAINER;
use super::history::Workspace;
use super::judgement::Judgement;
use super::verdicts::draft;
use crate::access::{By, Who};
use crate::cli::Failure;
use crate::db::case_review::Point;
use crate::db::certification_rule::CertificationRule;
use crate::db::reference_call::ReferenceWords;
use crate::db::standard_answer::Words;
use crate::db::{DbError, team};
use crate::ids::ReferenceCallId;
use crate::library::references::{
    NewReference, ReferenceError, begin_attempt, make_reference, put_certification_rule, rewrite_reference,
};
use crate::library::reviews::{EntrySource, NewEntry, NewReview, make_review, send_review};
use crate::review::{find_evaluation, release_draft, save_draft};
use crate::scoring::Scorecard;
use crate::time::Instant;
use std::time::Duration;

/// In English and in Chinese.
type Both = [&'static str; 2];

/// A reference call to be made of a scene.
struct Lesson {
    native_id: &'static str,
    title: Both,
    why: Both,
    /// Why the agreed answer is right, by item.
    reasons: &'static [(&'static str, Both)],
}

const LESSONS: [Lesson; 2] = [
    Lesson {
        native_id: "demo-01",
        title: ["A lost card, late at night", "深夜挂失"],
        why: [
            "Calm costs no time: hear how she slows down, verifies first, and lets the customer repeat what \
             happens next.",
            "稳住节奏并不费时：先放慢语速，再核身，最后请客户复述下一步。",
        ],
        reasons: &[
            (
                "complete",
                [
                    "That blocking and replacing the card is free is what he worries about, and he has to ask \
                     for it.",
                    "挂失和补卡免费正是客户最担心的，却等客户问起才说。",
                ],
            ),
            (
                "identity",
                [
                    "Two facts are checked before anything is said about the card: that is the whole rule.",
                    "说到卡片之前已核对两项身份信息，符合要求。",
                ],
            ),
            (
                "recap",
                [
                    "The customer repeats in his own words what to prepare: more than the item asks for.",
                    "请客户自己复述要准备什么，超出了本项要求。",
                ],
            ),
        ],
    },
    Lesson {
        native_id: "demo-02",
        title: ["Broadband that keeps failing", "反复断线的宽带"],
        why: [
            "The fix is right, and the customer is left behind: score what was done and how it was said apart.",
            "处理正确，客户却没跟上：做了什么与怎么说，要分开评。",
        ],
        reasons: &[
            (
                "listening",
                [
                    "Four times the customer is cut off before she has finished; once would be a slip.",
                    "四次在客户说完之前打断；一次可以算偶然，四次不是。",
                ],
            ),
            (
                "wording",
                [
                    "Sync, power cycled, noise margin: none of it means anything to her, and none is explained.",
                    "“同步”“断电重启”“噪声容限”，客户都听不懂，也没有解释。",
                ],
            ),
            (
                "empathy",
                [
                    "She says plainly that it was hard to follow; the answer is “anything else?”.",
                    "客户明说跟不上，得到的回应却是“还有别的吗”。",
                ],
            ),
            (
                "accuracy",
                [
                    "The diagnosis is right. How it was said belongs to other items and is not counted twice.",
                    "判断正确；表达方式在其他项考核，不重复扣分。",
                ],
            ),
        ],
    },
];

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

/// Who scores the first of them, and what they hear otherwise.
const LEARNER: &str = "olivia";
/// What certifies somebody for the card of the service: calls, per cent, days.
const CERTIFIED_BY: (i32, i32, i32) = (2, 85, 180);

impl Workspace<'_> {
    /// Makes the reference calls, and lets an inspector score the first.
    pub(super) async fn teach(&self) -> Result<(), Failure> {
        let trainer = self.who(TRAINER).await?;
        let mut made = Vec::new();
        for lesson in &LESSONS {
            if let Some(id) = self.make(&trainer, lesson).await? {
                made.push((lesson, id));
            }
        }
        if let Some(scorecard_id) = self.card(SERVICE.card) {
            let (calls, agreement, days) = CERTIFIED_BY;
            let (changed_by, changed_at) = (None, Instant::from_millis(0));
            let rule =
                CertificationRule { scorecard_id, calls, agreement, days, edit: 0, changed_by, changed_at };
            put_certification_rule(&self.db, &trainer, By::from(trainer.actor()), rule).await?;
        }
        if let Some((lesson, id)) = made.first() {
            self.score_to_learn(lesson.native_id, *id).await?;
        }
        self.prepare_review(&trainer).await
    }

    async fn make(&self, trainer: &Who, lesson: &Lesson) -> Result<Option<ReferenceCallId>, Failure> {
        let Some(evaluation_id) = self.evaluation(lesson.native_id) else { return Ok(None) };
        let by = By::from(trainer.actor());
        let new = NewReference { evaluation_id, title: words(lesson.title), why: words(lesson.why) };
        let view = make_reference(&self.db, trainer, by, new).await?;
        let (title, why) = (words(lesson.title), words(lesson.why));
        let known = view.agreed.map(|agreed| agreed.words.reasons).unwrap_or_default();
        let asked = |item: &str| view.version.definition.question(item).is_some();
        let mut reasons = known;
        for (item, reason) in lesson.reasons.iter().filter(|(item, _)| asked(item)) {
            reasons.insert((*item).to_owned(), words(*reason));
        }
        let rewritten = ReferenceWords { title, why, reasons };
        rewrite_reference(&self.db, trainer, by, view.line.id, 0, rewritten).await?;
        Ok(Some(view.line.id))
    }

    /// Hears nearly what was agreed on: one deduction is missed.
    async fn score_to_learn(&self, native_id: &str, reference_id: ReferenceCallId) -> Result<(), Failure> {
        let Some(agreed) = self.judgement_of(native_id) else { return Ok(()) };
        let learner = self.who(LEARNER).await?;
        let by = By::from(learner.actor());
        let begun = match begin_attempt(&self.db, &learner, by, reference_id).await {
            Ok(begun) => begun,
            // Who scored it cannot score it blind.
            Err(ReferenceError::Known) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let view = find_evaluation(&self.db, &learner, begun.evaluation_id).await?;
        let heard = heard_otherwise(agreed, &view.version.definition);
        let saved =
            save_draft(&self.db, &learner, begun.evaluation_id, draft(view.evaluation.edit, &heard)).await?;
        release_draft(&self.db, self.zone(), &learner, begun.evaluation_id, saved.edit, None).await?;
        Ok(())
    }
}

impl Workspace<'_> {
    /// This week's case review, sent and ready to be presented.
    async fn prepare_review(&self, trainer: &Who) -> Result<(), Failure> {
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

/// The same judgement with the last deduction forgiven, or, where nothing was deducted, as it is: without
/// what was written.
fn heard_otherwise(mut judgement: Judgement, card: &Scorecard) -> Judgement {
    judgement.notes.clear();
    let lesser = judgement.marks.iter_mut().rev().find(|mark| {
        let first = card.question(&mark.question).and_then(|question| question.options.first());
        mark.option.is_some() && first.is_some_and(|first| Some(&first.key) != mark.option.as_ref())
    });
    if let Some(mark) = lesser {
        let first = card.question(&mark.question).and_then(|question| question.options.first());
        mark.option = first.map(|option| option.key.clone());
        (mark.comment, mark.causes, mark.evidence) = (None, Vec::new(), Vec::new());
        mark.attribution = None;
    }
    judgement
}

fn words([english, chinese]: Both) -> Words {
    [("en", english), ("zh-CN", chinese)]
        .into_iter()
        .map(|(language, text)| (language.to_owned(), text.to_owned()))
        .collect()
}
