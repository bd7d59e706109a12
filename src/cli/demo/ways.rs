//! The other ways of monitoring: sales of the last days that wait to be verified and a few that were,
//! and an afternoon beside an agent.

use super::cast::SALES;
use super::past_calls::SOURCE;
use crate::access::{By, Who};
use crate::cli::Failure;
use crate::db::call::CustomerNumber;
use crate::db::contact::Channel;
use crate::db::evaluation::{self, Purpose};
use crate::db::sale::SalePlace;
use crate::db::scorecard_use::UsePlace;
use crate::db::verification::{Finding, Outcome};
use crate::db::{Db, DbError, agent, project, source};
use crate::ids::{AgentId, CallId, EvaluationId, ScorecardId};
use crate::review::{
    Beginning, Draft, EvaluationView, NewContact, NewSaleRule, NewSitting, SaleChoice, Text, TextFormat,
    add_contact, begin_evaluation, begin_sitting, end_sitting, find_right, make_sale_rule, open_feedback,
    put_card_use, release_draft, remind, save_draft, take_next_sale,
};
use crate::scoring::{Evidence, Response, Responses};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::time::Duration;

/// How calls are closed that are sales.
const SOLD: &str = "成功单";
/// Since when sales are verified.
const VERIFIED_FOR: Duration = Duration::from_hours(24 * 21);
/// The sign-in of who verifies, and sits beside an agent.
pub(super) const INSPECTOR: &str = "linyue";
/// What the recorder calls that agent.
const BESIDE: &str = "6042";
/// The card that sales are verified with.
pub(super) const VERIFIED_WITH: &str = "sale-verification";
/// The sale that does not stand, by native id.
pub(super) const REJECTED: &str = "demo-04";

/// What a sale was found to be.
struct Verdict {
    outcome: Outcome,
    detail: Option<&'static str>,
    /// What is not in order: the item, its answer, why, and what shows it.
    faults: &'static [(&'static str, &'static str, &'static str, &'static [Evidence])],
}

/// What became of [`REJECTED`].
const NO_SALE: Verdict = Verdict {
    outcome: Outcome::Rejected,
    detail: Some("客户只同意先看资料，没有同意投保"),
    faults: &[
        (
            "consent",
            "none",
            "“嗯，行吧，你先发我看看”不是同意，随后又说“我先看看再说吧”。",
            &[Evidence::Range { start_ms: 95_210, end_ms: 104_620, channel: None }],
        ),
        ("cooling-off", "not-told", "犹豫期和退保全程未提及。", &[Evidence::NotSaid]),
    ],
};

/// And of the oldest of the others.
const FINDINGS: [Verdict; 3] = [
    Verdict { outcome: Outcome::Confirmed, detail: None, faults: &[] },
    Verdict { outcome: Outcome::Confirmed, detail: None, faults: &[] },
    Verdict {
        outcome: Outcome::Corrected,
        detail: Some("保费为每月 89 元，录入为 98 元"),
        faults: &[("entry", "slip", "保费录成每月 98 元，已更正为 89 元。", &[])],
    },
];
/// What the agent was reminded of, and how many minutes after the beginning.
const REMINDERS: [(u64, &str); 2] = [(4, "先核身，再谈方案"), (17, "说完价格停一下，等客户回应")];
/// What was written in a chat; the card number is hidden from its readers.
const CHAT: &str = "客服：您好，工号 6042，请问有什么可以帮您？\n客户：我想改缴费的银行卡，卡号 6222 0212 3456 7890 128\n客服：为了您的安全，请不要在会话里发送卡号。我为您转到安全页面填写。\n客户：好的，谢谢";
/// And in a letter.
const LETTER: &str =
    "尊敬的客户：\n\n您的来信已收到。保单的更正已经完成，新的保单将于三个工作日内寄出。\n\n客户服务中心";
/// How long before.
const WRITTEN_BEFORE: Duration = Duration::from_hours(2);
/// How long the afternoon was.
const BESIDE_FOR: Duration = Duration::from_mins(25);

/// Who does what in it.
pub(super) struct People {
    /// Says which calls are sales, and how they are verified.
    pub(super) manager: Who,
    /// Verifies, and sits beside an agent: [`INSPECTOR`].
    pub(super) inspector: Who,
}

/// Lets all of it happen at this moment.
pub(super) async fn live(db: &Db, zone: &TimeZone, people: &People) -> Result<(), Failure> {
    let found = db.read(move |reading| {
        let Some(source) = source::by_name(reading, SOURCE)? else { return Ok::<_, DbError>(None) };
        Ok(agent::by_external_id(reading, source.id, BESIDE)?.map(|agent| agent.id))
    });
    match found.await? {
        Some(agent_id) => {
            sit_beside(db, zone, &people.inspector, agent_id).await?;
            score_chat(db, zone, &people.inspector, agent_id).await
        }
        None => Ok(()),
    }
}

/// Says which calls are sales and which card they are verified with, and verifies some: first the one that
/// does not stand, then the oldest.
pub(super) async fn verify_sales(
    db: &Db,
    zone: &TimeZone,
    people: &People,
    card: Option<ScorecardId>,
    rejected: Option<CallId>,
) -> Result<Vec<EvaluationId>, Failure> {
    let named = |name: &'static str| db.read(move |reading| project::by_name(reading, name));
    let (project, now) =
        (named(SALES.name).await?, db.read(|reading| Ok::<_, DbError>(reading.now())).await?);
    let project_id = project.map(|project| project.id);
    let of_manager = By::from(people.manager.actor());
    if let Some(card) = card {
        let place = UsePlace { project_id, queue_id: None, purpose: Some(Purpose::Verification) };
        put_card_use(db, &people.manager, of_manager, place, card).await?;
    }
    let rule = NewSaleRule {
        disposition: SOLD.to_owned(),
        place: SalePlace { project_id, queue_id: None },
        since: Some(now.minus(VERIFIED_FOR)),
    };
    let joined = make_sale_rule(db, &people.manager, of_manager, rule).await?;
    let by = By::from(people.inspector.actor());
    let first = rejected.map(|call_id| (SaleChoice::Call(call_id), &NO_SALE));
    let others = FINDINGS.iter().map(|verdict| (SaleChoice::Oldest(None), verdict));
    let mut verified = Vec::new();
    for (_, (choice, verdict)) in (0..joined).zip(first.into_iter().chain(others)) {
        let taken = take_next_sale(db, &people.inspector, by, choice).await?;
        let beginning = Beginning::Assignment(taken.assignment.id);
        let begun = begin_evaluation(db, &people.inspector, beginning, None).await?;
        let finding = Finding { outcome: verdict.outcome, detail: verdict.detail.map(str::to_owned) };
        let faults = verdict.faults.iter().map(|(item, option, comment, evidence)| {
            let (comment, evidence) = (Some((*comment).to_owned()), evidence.to_vec());
            let options = vec![(*option).to_owned()];
            ((*item).to_owned(), Response { options, comment, evidence, ..Response::default() })
        });
        release(db, zone, &people.inspector, &begun.view, faults.collect(), Some(finding)).await?;
        verified.push(begun.view.evaluation.id);
    }
    Ok(verified)
}

/// Whoever sold what can be heard has yet to read why it does not stand; of the others, nothing waits.
pub(super) async fn answer_verified(db: &Db, verified: &[EvaluationId]) -> Result<(), Failure> {
    for id in verified.iter().skip(1).copied() {
        let found = db.read(move |reading| evaluation::by_id(reading, id)).await?;
        let Some(agent) = found.and_then(|evaluation| evaluation.subject.person_id) else { continue };
        let who = db.read(move |reading| Who::person(reading, agent)).await?;
        open_feedback(db, &who, id, None).await?;
        find_right(db, &who, id, None, None).await?;
    }
    Ok(())
}

async fn sit_beside(db: &Db, zone: &TimeZone, inspector: &Who, agent_id: AgentId) -> Result<(), Failure> {
    let now = db.read(|reading| Ok::<_, DbError>(reading.now())).await?;
    let began_at = now.minus(BESIDE_FOR);
    let new = NewSitting {
        agent_id,
        purpose: Purpose::Beside,
        queue_id: None,
        scorecard_id: None,
        since: Some(began_at),
    };
    let begun = begin_sitting(db, inspector, By::from(inspector.actor()), new).await?;
    let id = begun.evaluation.id;
    for (minutes, text) in REMINDERS {
        let at = began_at.plus(Duration::from_secs(60 * minutes));
        remind(db, inspector, id, Some(at), text.to_owned()).await?;
    }
    let ended = end_sitting(db, inspector, By::from(inspector.actor()), id).await?;
    release_best(db, zone, inspector, &ended).await
}

/// A chat of the morning, scored as it should be; a letter waits.
async fn score_chat(db: &Db, zone: &TimeZone, inspector: &Who, agent_id: AgentId) -> Result<(), Failure> {
    let now = db.read(|reading| Ok::<_, DbError>(reading.now())).await?;
    let text = |channel, text: &str| NewContact {
        agent_id,
        channel,
        queue_id: None,
        project_id: None,
        customer: Some(CustomerNumber("13900139000".to_owned())),
        began_at: Some(now.minus(WRITTEN_BEFORE)),
        format: TextFormat::Plain,
        text: Text(text.to_owned()),
    };
    let by = By::from(inspector.actor());
    let chat = add_contact(db, zone, inspector, by, text(Channel::Chat, CHAT)).await?;
    add_contact(db, zone, inspector, by, text(Channel::Letter, LETTER)).await?;
    let beginning = Beginning::Contact { contact_id: chat.line.contact.id, scorecard_id: None };
    let begun = begin_evaluation(db, inspector, beginning, None).await?;
    release_best(db, zone, inspector, &begun.view).await
}

/// Everything was as it should be.
async fn release_best(db: &Db, zone: &TimeZone, who: &Who, begun: &EvaluationView) -> Result<(), Failure> {
    release(db, zone, who, begun, BTreeMap::new(), None).await
}

/// Everything but this was as it should be: the first option of each item that is asked. Where the card wants
/// more than that, the draft stays one.
async fn release(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    begun: &EvaluationView,
    faults: BTreeMap<String, Response>,
    finding: Option<Finding>,
) -> Result<(), Failure> {
    let sections = begun.version.definition.sections.iter();
    let asked = sections.flat_map(|section| &section.questions).filter(|one| one.show_when.is_none());
    let best = asked.filter_map(|question| {
        let options = vec![question.options.first()?.key.clone()];
        Some((question.key.clone(), Response { options, ..Response::default() }))
    });
    let id = begun.evaluation.id;
    let draft = Draft {
        edit: begun.evaluation.edit,
        responses: Responses(best.chain(faults).collect()),
        notes: Vec::new(),
        finding,
    };
    let saved = save_draft(db, who, id, draft).await?;
    if saved.progress.open.is_empty() {
        release_draft(db, zone, who, id, saved.edit, None).await?;
    }
    Ok(())
}
