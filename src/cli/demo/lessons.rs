//! What is learned by scoring: three reference calls with their reasons, what two people made of them, and what
//! certifies somebody for the card of the service.

use super::cast::{INSPECTORS, NEW_INSPECTOR, SERVICE};
use super::desk::TRAINER;
use super::evenings::LIBRARY_SINCE;
use super::hearings::WHOLE_CALL;
use super::history::Workspace;
use super::judgement::{Judgement, Mark};
use super::phrases::{Both, words};
use super::verdicts::draft;
use crate::access::{By, Who};
use crate::cli::Failure;
use crate::db::certification_rule::CertificationRule;
use crate::db::listening::Place;
use crate::db::reference_call::ReferenceWords;
use crate::ids::ReferenceCallId;
use crate::library::references::{
    NewReference, begin_attempt, make_reference, put_certification_rule, rewrite_reference,
};
use crate::library::{Lesson as Given, NewTask, give_tasks};
use crate::review::{find_evaluation, release_draft, save_draft};
use crate::scoring::{Requirement, Scorecard};
use crate::time::Instant;

/// A reference call to be made of a scene.
struct Lesson {
    native_id: &'static str,
    /// How many days ago.
    made: u32,
    title: Both,
    why: Both,
    /// Why the agreed answer is right, by item.
    reasons: &'static [(&'static str, Both)],
}

/// None of these scenes is a case: whoever has learned from one knows what to answer.
const LESSONS: [Lesson; 3] = [
    Lesson {
        native_id: "demo-07a",
        made: 28,
        title: ["A bill three times too high: the first call", "账单多了两倍：第一通"],
        why: [
            "She is friendly and finds the cause, and nothing is done. Score what was promised apart from how \
             it sounded.",
            "态度好，原因也查到了，事情却没有办。说得好听和真正办成，要分开评。",
        ],
        reasons: &[
            (
                "greeting",
                [
                    "Company and name are there, the ID is not: partly.",
                    "报了公司和姓名，没有报工号：部分做到。",
                ],
            ),
            (
                "complete",
                [
                    "He asks for a reference and whether the bank will collect; both answers are empty.",
                    "客户问工单号、问银行会不会扣款，两次都没有实在的回答。",
                ],
            ),
            (
                "resolved",
                [
                    "The line could have been taken off on the call. A promise without a ticket is not one.",
                    "当场就能取消那条线路。没有工单的承诺不算承诺。",
                ],
            ),
            (
                "empathy",
                [
                    "\"Don't worry about it\" ends his question, it does not answer it.",
                    "“不用担心”是结束话题，不是回应。",
                ],
            ),
            (
                "recap",
                [
                    "She asks whether there is anything else, and does not say again what was agreed.",
                    "问了还有没有别的事，没有复述约定了什么。",
                ],
            ),
            (
                "record",
                [
                    "\"Explained. Resolved.\" Whoever reads it on Thursday knows nothing.",
                    "小结只写“已解释，已解决”，星期四接手的人什么也看不到。",
                ],
            ),
        ],
    },
    Lesson {
        native_id: "demo-07b",
        made: 28,
        title: ["A bill three times too high: the second call", "账单多了两倍：第二通"],
        why: [
            "Judge each agent by their own call. What went wrong on Monday is not hers to pay for.",
            "每位坐席只按自己的那一通评。星期一的问题不算在她头上。",
        ],
        reasons: &[
            (
                "greeting",
                [
                    "The ID is missing, also in an excellent call. An item is not forgiven for the rest.",
                    "没有报工号。整通再好，这一项也不能放过。",
                ],
            ),
            (
                "resolved",
                [
                    "Done while he waits, and he checks it himself: on the call.",
                    "客户在线时就办完，还请客户当场核对：当场解决。",
                ],
            ),
            (
                "hold",
                [
                    "Four seconds of reading are no hold; he stays on the line and hears why: not applicable.",
                    "几秒钟查看不是等待，也说明了在做什么：不适用。",
                ],
            ),
            (
                "empathy",
                [
                    "She answers that he had to ring again before she asks for anything.",
                    "先回应客户再次来电，再核对信息。",
                ],
            ),
        ],
    },
    Lesson {
        native_id: "demo-04",
        made: LIBRARY_SINCE,
        title: ["A health plan, offered while she shops", "购物时接到的健康险推介"],
        why: [
            "What counts as consent: the words are to leave no doubt, and what comes after them counts too.",
            "什么才算同意：话要说得没有疑问，后面又说了什么也要算进去。",
        ],
        reasons: &[
            (
                "terms",
                [
                    "Price and payment are told in full; cancelling is not told at all.",
                    "费用和缴费方式讲清了，退保全程未提及。",
                ],
            ),
            (
                "objection",
                [
                    "She wants to ask her husband, then to think about it. After the second no, he goes on.",
                    "先说要和家人商量，又说再想想；第二次之后仍继续推进。",
                ],
            ),
            (
                "consent",
                [
                    "\"Send it to me first\" is no consent, and she says so once more.",
                    "“你先发我看看”不是同意，随后又说了一次“我先看看再说吧”。",
                ],
            ),
            (
                "status",
                [
                    "\"Considering\" would have been right. It follows from the consent, and is an item of its own.",
                    "应存“考虑中”。与是否同意有关，但单独成项。",
                ],
            ),
            (
                "closing",
                [
                    "A friendly goodbye, and not a word of what was agreed.",
                    "结束语礼貌，约定了什么却没有复述。",
                ],
            ),
        ],
    },
];

/// An attempt at a reference call: how many days ago it was made, whose it is, at which call, and which items
/// they heard otherwise.
type Attempt = (u32, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Two learn, and agree better from call to call.
const ATTEMPTS: [Attempt; 6] = [
    (21, INSPECTORS[1], "demo-07a", &[("greeting", "full"), ("empathy", "full")]),
    (
        20,
        NEW_INSPECTOR,
        "demo-07a",
        &[
            ("greeting", "full"),
            ("complete", "partly"),
            ("resolved", "promised"),
            ("promise", "partly"),
            ("empathy", "full"),
            ("recap", "full"),
        ],
    ),
    (14, INSPECTORS[1], "demo-07b", &[("empathy", "partly")]),
    (13, NEW_INSPECTOR, "demo-07b", &[("empathy", "partly"), ("tone", "flat"), ("clarify", "partly")]),
    (2, INSPECTORS[1], "demo-04", &[]),
    (1, NEW_INSPECTOR, "demo-04", &[("closing", "none")]),
];
/// What is written at an answer that wants a comment.
const HEARD_SO: &str = "听到的是这样。";

/// What certifies somebody for the card of the service: calls, per cent, days.
const CERTIFIED_BY: (i32, i32, i32) = (2, 85, 180);
/// Who is to score which reference call, and until when, seen from the day on which the library was laid out.
const TO_SCORE: (&str, &str, u64) = (INSPECTORS[0], "demo-07b", 8);

impl Workspace<'_> {
    /// What certifies somebody.
    pub(super) async fn begin_to_certify(&self) -> Result<(), Failure> {
        let Some(scorecard_id) = self.card(SERVICE.card) else { return Ok(()) };
        let trainer = self.who(TRAINER).await?;
        let (calls, agreement, days) = CERTIFIED_BY;
        let (changed_by, changed_at) = (None, Instant::from_millis(0));
        let rule =
            CertificationRule { scorecard_id, calls, agreement, days, edit: 0, changed_by, changed_at };
        put_certification_rule(&self.db, &trainer, By::from(trainer.actor()), rule).await?;
        Ok(())
    }

    /// Makes the reference calls of this day.
    pub(super) async fn make_references(&mut self, days_ago: u32) -> Result<(), Failure> {
        let trainer = self.who(TRAINER).await?;
        for lesson in LESSONS.iter().filter(|lesson| lesson.made == days_ago) {
            if let Some(id) = self.make(&trainer, lesson).await? {
                self.references.insert(lesson.native_id, id);
            }
        }
        let (person, native_id, days) = TO_SCORE;
        if days_ago == LIBRARY_SINCE
            && let Some(id) = self.references.get(native_id).copied()
        {
            let new = NewTask {
                lesson: Given::ReferenceCall(id),
                people: vec![self.person(person)?],
                teams: Vec::new(),
                due_on: self.day_in(days).await?,
                note: Some("各人只评各人那一通。".to_owned()),
            };
            give_tasks(&self.db, &trainer, By::from(trainer.actor()), new).await?;
        }
        Ok(())
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

    /// Lets those score reference calls who did so on this day.
    pub(super) async fn score_to_learn(&self, days_ago: u32) -> Result<(), Failure> {
        for (_, person, native_id, otherwise) in ATTEMPTS.iter().filter(|attempt| attempt.0 == days_ago) {
            let Some(agreed) = self.written(native_id) else { continue };
            let Some(id) = self.references.get(native_id).copied() else { continue };
            let learner = self.who(person).await?;
            let begun = begin_attempt(&self.db, &learner, By::from(learner.actor()), id).await?;
            let view = find_evaluation(&self.db, &learner, begun.evaluation_id).await?;
            self.hear(native_id, &learner, Place::Review, WHOLE_CALL).await?;
            let heard = heard_otherwise(agreed.judgement.clone(), &view.version.definition, otherwise);
            let draft = draft(view.evaluation.edit, &heard);
            let saved = save_draft(&self.db, &learner, begun.evaluation_id, draft).await?;
            release_draft(&self.db, self.zone(), &learner, begun.evaluation_id, saved.edit, None).await?;
        }
        Ok(())
    }
}

/// The same judgement with other answers at these items, without what was written.
fn heard_otherwise(mut judgement: Judgement, card: &Scorecard, otherwise: &[(&str, &str)]) -> Judgement {
    judgement.notes.clear();
    for (item, answer) in otherwise {
        let option = card.question(item).and_then(|question| question.option(answer));
        let wants_comment = option.is_some_and(|option| option.require.contains(&Requirement::Comment));
        let mark = Mark {
            option: Some((*answer).to_owned()),
            comment: wants_comment.then(|| HEARD_SO.to_owned()),
            ..Mark::not_applicable((*item).to_owned())
        };
        match judgement.marks.iter_mut().find(|known| known.question == *item) {
            Some(known) => *known = mark,
            // It is asked only because of another answer.
            None => judgement.marks.push(mark),
        }
    }
    judgement
}
