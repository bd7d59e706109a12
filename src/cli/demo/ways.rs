//! The other ways of monitoring: sales of the last days that wait to be verified and a few that were,
//! and an afternoon beside an agent.

use super::cast::SALES;
use super::past_calls::SOURCE;
use crate::access::{By, Who};
use crate::cli::Failure;
use crate::db::call::CustomerNumber;
use crate::db::contact::Channel;
use crate::db::evaluation::Purpose;
use crate::db::sale::SalePlace;
use crate::db::verification::{Finding, Outcome};
use crate::db::{Db, DbError, agent, project, source};
use crate::ids::AgentId;
use crate::review::{
    Beginning, Draft, EvaluationView, NewContact, NewSaleRule, NewSitting, SaleChoice, Text, TextFormat,
    add_contact, begin_evaluation, begin_sitting, end_sitting, make_sale_rule, release_draft, remind,
    save_draft, take_next_sale,
};
use crate::scoring::{Response, Responses};
use jiff::tz::TimeZone;
use std::time::Duration;

/// How calls are closed that are sales.
const SOLD: &str = "成功单";
/// Since when sales are verified.
const VERIFIED_FOR: Duration = Duration::from_hours(24 * 7);
/// The sign-in of who verifies, and sits beside an agent.
pub(super) const INSPECTOR: &str = "linyue";
/// What the recorder calls that agent.
const BESIDE: &str = "6042";
/// What became of the first sales.
const FINDINGS: [(Outcome, Option<&str>); 4] = [
    (Outcome::Confirmed, None),
    (Outcome::Confirmed, None),
    (Outcome::Corrected, Some("保费为每月 89 元，录入为 98 元")),
    (Outcome::Rejected, Some("客户只同意考虑，没有同意投保")),
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
    /// Says which calls are sales.
    pub(super) manager: Who,
    /// Verifies, and sits beside an agent: [`INSPECTOR`].
    pub(super) inspector: Who,
}

/// Lets all of it happen at this moment.
pub(super) async fn live(db: &Db, zone: &TimeZone, people: &People) -> Result<(), Failure> {
    verify_sales(db, zone, people).await?;
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

async fn verify_sales(db: &Db, zone: &TimeZone, people: &People) -> Result<(), Failure> {
    let named = |name: &'static str| db.read(move |reading| project::by_name(reading, name));
    let (project, now) =
        (named(SALES.name).await?, db.read(|reading| Ok::<_, DbError>(reading.now())).await?);
    let rule = NewSaleRule {
        disposition: SOLD.to_owned(),
        place: SalePlace { project_id: project.map(|project| project.id), queue_id: None },
        since: Some(now.minus(VERIFIED_FOR)),
    };
    let joined = make_sale_rule(db, &people.manager, By::from(people.manager.actor()), rule).await?;
    let by = By::from(people.inspector.actor());
    for (_, (outcome, detail)) in (0..joined).zip(FINDINGS) {
        let taken = take_next_sale(db, &people.inspector, by, SaleChoice::Oldest(None)).await?;
        let beginning = Beginning::Assignment(taken.assignment.id);
        let begun = begin_evaluation(db, &people.inspector, beginning, None).await?;
        let finding = Finding { outcome, detail: detail.map(str::to_owned) };
        release_best(db, zone, &people.inspector, &begun.view, Some(finding)).await?;
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
    release_best(db, zone, inspector, &ended, None).await
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
    release_best(db, zone, inspector, &begun.view, None).await
}

/// Everything was as it should be: the first option of each item that is asked. Where the card wants
/// more than that, the draft stays one.
async fn release_best(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    begun: &EvaluationView,
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
        responses: Responses(best.collect()),
        notes: Vec::new(),
        finding,
    };
    let saved = save_draft(db, who, id, draft).await?;
    if saved.progress.open.is_empty() {
        release_draft(db, zone, who, id, saved.edit, None).await?;
    }
    Ok(())
}
