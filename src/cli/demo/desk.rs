//! What lies on the desk beside the calls: standard answers, one of which was out of date, stock
//! phrases, flags on the scenes, and the ticket that came of the old answer.

use super::cast::{QA_MANAGER, SERVICE};
use super::history::Workspace;
use super::phrases::{Both, words};
use crate::access::{By, Who};
use crate::cli::Failure;
use crate::db::flag::FlagKind;
use crate::db::improvement::{ImprovementState, ProcessFault};
use crate::db::standard_answer::AnswerFilter;
use crate::db::{DbError, Scope, Window};
use crate::library::set_flag;
use crate::review::{
    AnswerLine, AnswerText, ImprovementChange, ImprovementLine, ImprovementList, NewAnswer, NewFlag,
    NewPhrase, change_improvement, list_answers, list_improvements, rewrite_answer, write_answer,
    write_phrase,
};

/// Who looks after standard answers.
pub(super) const TRAINER: &str = "priya";

/// A standard answer: the item, its title and its text.
struct Standard {
    item: &'static str,
    title: Both,
    text: Both,
}

/// In force from the first day on. The first is the one that scene 8 trips over.
const ANSWERS: [Standard; 6] = [
    Standard {
        item: "accuracy",
        title: ["Return period", "无理由退货期限"],
        text: [
            "Goods may be returned within 7 days of receipt, unworn and in their box.",
            "签收后 7 天内可无理由退货，商品未使用、包装完好。",
        ],
    },
    Standard {
        item: "identity",
        title: ["Verification by phone", "电话核身"],
        text: [
            "Two of three: full name, last four digits of the order or card, date of birth. Name nothing \
             before both are right.",
            "姓名、订单或卡片尾号后四位、出生日期，三项核对两项；两项都对之前不透露任何信息。",
        ],
    },
    Standard {
        item: "promise",
        title: ["Call-backs", "回电承诺"],
        text: [
            "Say the day, the hour and the number we shall call. A ticket is opened before the call ends.",
            "说清哪一天、几点前、拨打哪个号码；挂机前先建工单。",
        ],
    },
    Standard {
        item: "greeting",
        title: ["Opening", "开头语"],
        text: [
            "\"Good morning, COMPANY, ID …, how can I help?\" Company and ID before the first question.",
            "“您好，（公司），工号……，请问有什么可以帮您？”先报公司和工号，再提问。",
        ],
    },
    Standard {
        item: "hold",
        title: ["Hold and transfer", "等待与转接"],
        text: [
            "Say why and how long, and ask. Be back within a minute, with or without an answer. Before a \
             transfer, leave a note and tell the next colleague; the customer repeats nothing.",
            "先说明原因和大概时间，征得同意；一分钟内回来一次，有没有结果都要说。转接前留备注并口头交接，不让客户重复。",
        ],
    },
    Standard {
        item: "wording",
        title: ["Payment cards by phone", "电话中的银行卡信息"],
        text: [
            "A card number is never read back: the system checks it. The security code is never asked for; \
             send the link on which the customer enters it.",
            "不复述卡号，由系统校验。不询问安全码，发链接由客户自行填写。",
        ],
    },
];

/// What the trainer made of the first, when scene 8 had shown that it was old.
const RENEWED: Both = [
    "Goods may be returned within 15 days of receipt, unworn and in their box.",
    "签收后 15 天内可无理由退货，商品未使用、包装完好。",
];

/// What is often written: the item, the answer that it is for, the phrase.
const PHRASES: [(&str, Option<&str>, &str); 5] = [
    ("greeting", Some("partly"), "开头语缺工号。"),
    ("greeting", Some("partly"), "Company and name; the ID is missing."),
    ("complete", Some("partly"), "费用等客户问起才说。"),
    ("resolved", Some("avoidable-open"), "当场可以办结，没有办。"),
    ("empathy", None, "The facts were right; a word for how it feels came too late."),
];

/// The part of the second agent in scene 6, in milliseconds.
const SECOND_PART: (i64, i64) = (197_900, 280_690);

/// The call, who flagged it, the flag, and why.
const FLAGS: [(&str, &str, FlagKind, &str); 7] = [
    ("demo-01", "linyue", FlagKind::GoodCase, "慢下来、先核身、请客户复述：一分钟都没有多花。"),
    ("demo-02", "olivia", FlagKind::WarningCase, "The fix is right and the customer still leaves angry."),
    ("demo-03", "olivia", FlagKind::GoodCase, "How to find the way out of an argument."),
    ("demo-04", "linyue", FlagKind::Risk, "客户没有同意投保，存成了成功单。"),
    ("demo-07b", "olivia", FlagKind::RepeatContact, "“This is the second time I call.”"),
    ("demo-06", "linyue", FlagKind::GoodCase, "接手的一段：道歉说到了两件事，当场改签办好。"),
    ("demo-08", "linyue", FlagKind::Coaching, "态度可以当榜样；口径的事另外处理。"),
];

/// What is replied to those who found the old answer.
const REPLY: &str = "口径已改为 15 天，今天起生效；七天的旧文已从知识库撤下。";

impl Workspace<'_> {
    /// Before the first call.
    pub(super) async fn write_standard_answers(&self) -> Result<(), Failure> {
        let Some(scorecard_id) = self.card(SERVICE.card) else { return Ok(()) };
        let who = self.who(TRAINER).await?;
        for one in &ANSWERS {
            let text = self.answer_text(one.title, one.text).await?;
            let new = NewAnswer { scorecard_id, question: one.item.to_owned(), text };
            write_answer(&self.db, self.zone(), &who, By::from(who.actor()), new).await?;
        }
        Ok(())
    }

    /// The desk as it stands once the calls of last week were gone through.
    pub(super) async fn lay_out_desk(&self) -> Result<(), Failure> {
        self.write_phrases().await?;
        self.flag_scenes().await?;
        self.renew_the_old_answer().await?;
        self.answer_the_ticket().await
    }

    /// A wording that is in force from the day that the clock shows.
    async fn answer_text(&self, title: Both, text: Both) -> Result<AnswerText, Failure> {
        let now = self.db.read(|reading| Ok::<_, DbError>(reading.now())).await?;
        let valid_from = now.local_date(self.zone()).to_string();
        Ok(AnswerText { title: words(title), text: words(text), valid_from })
    }

    async fn write_phrases(&self) -> Result<(), Failure> {
        let Some(scorecard_id) = self.card(SERVICE.card) else { return Ok(()) };
        let who = self.who(QA_MANAGER).await?;
        for (item, option, text) in PHRASES {
            let new = NewPhrase {
                scorecard_id,
                question: item.to_owned(),
                option: option.map(str::to_owned),
                text: text.to_owned(),
                is_shared: true,
            };
            write_phrase(&self.db, &who, By::from(who.actor()), new).await?;
        }
        Ok(())
    }

    async fn flag_scenes(&self) -> Result<(), Failure> {
        for (native_id, inspector, kind, note) in FLAGS {
            let Some(call_id) = self.call(native_id) else { continue };
            let who = self.who(inspector).await?;
            let range = (native_id == "demo-06").then_some(SECOND_PART);
            let new = NewFlag { kind, range, channel: None, note: Some(note.to_owned()) };
            set_flag(&self.db, &who, By::from(who.actor()), Scope::Everything, call_id, new).await?;
        }
        Ok(())
    }

    /// The standard answer to this item, as it is worded now.
    pub(super) async fn answer_to(&self, item: &str) -> Result<Option<AnswerLine>, Failure> {
        let filter = AnswerFilter {
            scorecard_id: self.card(SERVICE.card),
            question: Some(item.to_owned()),
            ..AnswerFilter::default()
        };
        let found = list_answers(&self.db, self.zone(), filter, Window::new(None, 1)).await?;
        Ok(found.items.into_iter().next())
    }

    async fn renew_the_old_answer(&self) -> Result<(), Failure> {
        let [old, ..] = &ANSWERS;
        let Some(line) = self.answer_to(old.item).await? else { return Ok(()) };
        let who = self.who(TRAINER).await?;
        let text = self.answer_text(old.title, RENEWED).await?;
        let number = line.shown.version.number;
        let by = By::from(who.actor());
        rewrite_answer(&self.db, self.zone(), &who, by, line.answer.id, number, text).await?;
        Ok(())
    }

    async fn answer_the_ticket(&self) -> Result<(), Failure> {
        let manager: Who = self.who(QA_MANAGER).await?;
        let window = Window::new(None, 10);
        let open = vec![ImprovementState::Open];
        let found = list_improvements(&self.db, &manager, ImprovementList::All, open, window).await?;
        // The others wait: what the script says of fees, and a screen that wants the security code, have no
        // owner yet.
        let of_rule = |line: &ImprovementLine| line.improvement.fault == ProcessFault::Rule;
        let Some(line) = found.items.into_iter().find(of_rule) else { return Ok(()) };
        let change = ImprovementChange {
            state: ImprovementState::Done,
            owner_id: Some(self.person(TRAINER)?),
            due_date: None,
            reply: Some(REPLY.to_owned()),
        };
        let by = By::from(manager.actor());
        change_improvement(&self.db, &manager, by, line.improvement.id, change).await?;
        Ok(())
    }
}
