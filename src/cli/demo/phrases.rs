//! What the inspectors of the demonstration write, in the agent's language: a sentence for what
//! went well on an item, one for what did not, and words to say instead.

use super::cast::Language;
use crate::db::standard_answer::Words;

/// What is written about one item of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) item: &'static str,
    /// Where it went well.
    pub(super) praise: &'static str,
    /// Where it did not.
    pub(super) fault: &'static str,
    /// How it could have been said; empty where no wording helps.
    pub(super) say_instead: &'static str,
}

/// What is written about this item in this language. Every item that a team is scored on has one.
pub(super) fn about(item: &str, language: Language) -> Option<&'static Phrase> {
    let written: &[Phrase] = match language {
        Language::Chinese => &CHINESE,
        Language::English => &ENGLISH,
    };
    written.iter().find(|phrase| phrase.item == item)
}

/// What the agent answers, where they answer at all.
pub(super) fn replies(language: Language) -> &'static [&'static str] {
    match language {
        Language::Chinese => &[
            "收到，下次注意。",
            "谢谢，这一条我以前没意识到，这周就改。",
            "当时系统卡住了，不过确实应该先跟客户说一声。",
            "明白了，话术我记下来了。",
        ],
        Language::English => &[
            "Thank you, I will try that wording this week.",
            "Fair point. I had not noticed that I do this.",
            "The system was slow that day, but I could have told the customer so.",
            "Understood, and thank you for the exact words.",
        ],
    }
}

/// A text in English and in Chinese.
pub(super) type Both = [&'static str; 2];

/// The same by language.
pub(super) fn words([english, chinese]: Both) -> Words {
    [("en", english), ("zh-CN", chinese)]
        .into_iter()
        .map(|(language, text)| (language.to_owned(), text.to_owned()))
        .collect()
}

/// What an agent answers at a note.
pub(super) fn reply_at_a_note(language: Language) -> &'static str {
    match language {
        Language::Chinese => "这一条记下了，下一通就试。",
        Language::English => "Noted. I will try it on the next one.",
    }
}

/// What is written where an agent lost nothing at all.
pub(super) fn one_step_further(language: Language) -> &'static str {
    match language {
        Language::Chinese => "这通没有扣分。想再进一步：结束前用客户的话把结果说一遍，客户会更踏实。",
        Language::English => {
            "Nothing was lost on this call. To go one step further, say the result back in the customer's own words."
        }
    }
}

const fn phrase(
    item: &'static str,
    praise: &'static str,
    fault: &'static str,
    say_instead: &'static str,
) -> Phrase {
    Phrase { item, praise, fault, say_instead }
}

static CHINESE: [Phrase; 26] = [
    phrase(
        "greeting",
        "开头语完整，公司和工号一次报清，客户马上知道找对了地方。",
        "开头语没有报工号，客户中途又问了一遍“你是哪位”。",
        "您好，这里是客服中心，工号……，请问有什么可以帮您？",
    ),
    phrase(
        "identity",
        "先核身再谈账户信息，核对要素一项不漏，语气也不生硬。",
        "只核了姓名就开始查账户，还差一项要素。",
        "为了保护您的信息，我还需要再核对一项，请您说一下……",
    ),
    phrase(
        "listening",
        "让客户把话说完才回应，客户明显放松下来。",
        "客户还没说完就接话，后面又要重新问一遍。",
        "您请讲，我听着。",
    ),
    phrase(
        "clarify",
        "办理前复述了一遍诉求，客户当场更正了一个日期，省了一次返工。",
        "没有复述诉求就开始操作，办到一半才发现客户要的不是这个。",
        "我跟您确认一下，您是想……，对吗？",
    ),
    phrase(
        "accuracy",
        "答复与现行口径一致，数字和期限都说得准。",
        "期限说错了一处，好在没有给客户造成损失；拿不准时先查再答。",
        "这个期限我帮您查一下最新规定，请稍等十秒钟。",
    ),
    phrase(
        "complete",
        "费用和后续步骤主动说清，客户不用追问。",
        "没有提手续费，客户最后自己问起才补上。",
        "在办理之前跟您说明一下，这项业务的费用是……",
    ),
    phrase(
        "resolved",
        "一次办结，没有让客户再打第二通。",
        "这通电话里其实可以办完，却让客户再打一次。",
        "这个我现在就可以帮您办，请不要挂机。",
    ),
    phrase(
        "promise",
        "回复的时间和方式都说得很具体，客户听得踏实。",
        "只说“尽快回复”，客户不知道等到哪一天。",
        "最晚明天下午五点前，我打这个号码给您答复。",
    ),
    phrase("tone", "语气亲切自然，从头到尾没有变。", "后半段语气平淡，像在念稿。", ""),
    phrase("wording", "用语好懂，语速跟着客户走。", "一连用了三个内部术语，客户听不明白。", "简单说，就是……"),
    phrase(
        "hold",
        "等待前说明原因，回来先道谢，客户没有抱怨。",
        "直接按了等待，没有说明原因，也没有征得同意。",
        "我需要一分钟查一下系统，您方便稍等吗？",
    ),
    phrase(
        "empathy",
        "先接住客户的情绪再办事，一句“我明白您着急”就让通话缓和下来。",
        "客户已经说很着急了，直接进入流程，没有回应情绪。",
        "换了谁都会着急，您放心，我现在就帮您处理。",
    ),
    phrase(
        "recap",
        "挂机前把结果复述了一遍，还问了有没有别的需要。",
        "挂机前没有复述结果，客户不确定办好了没有。",
        "跟您确认一下，今天为您办理了……，还有别的可以帮您吗？",
    ),
    phrase(
        "record",
        "小结简明，工单与通话一致，下一位同事一看就懂。",
        "小结里写的诉求与通话不符，后续会误导同事。",
        "",
    ),
    phrase(
        "intro",
        "开场十秒内报清公司、工号和来意。",
        "没有报工号就开始推介。",
        "您好，我是禾嘉健康险的客户经理，工号……，想用两分钟跟您介绍一下……",
    ),
    phrase(
        "permission",
        "先问方不方便接听，客户愿意听下去。",
        "没有征询是否方便，客户当时正在开车。",
        "您现在方便接听吗？不方便我换个时间再打。",
    ),
    phrase(
        "recording",
        "在询问信息之前告知了录音。",
        "录音告知放到了最后，应在询问个人信息之前说。",
        "为了保障您的权益，本次通话会被录音。",
    ),
    phrase(
        "needs",
        "推介前问了家庭情况，方案因此有针对性。",
        "没有了解客户情况就开始念产品。",
        "请问您家里目前有医疗方面的保障吗？",
    ),
    phrase(
        "product",
        "产品介绍准确，不夸大。",
        "免赔额一项没有讲，属于介绍遗漏。",
        "另外跟您说明，这款计划有一万元的免赔额。",
    ),
    phrase(
        "terms",
        "费用、期限、退保三项都讲清楚了。",
        "费用讲了，退保没有讲，客户同意时并不知道怎么退。",
        "签收之后十五天内可以全额退保，之后退保会有损失。",
    ),
    phrase(
        "objection",
        "针对客户的顾虑只解答了一次，客户拒绝后得体收住。",
        "客户一说“再看看”就放弃了，没有了解顾虑在哪里。",
        "您主要是担心费用，还是保障范围呢？",
    ),
    phrase(
        "eligibility",
        "成交前核实了身份和年龄，资格没有问题。",
        "只核实了姓名，没有核对年龄。",
        "最后跟您核实一下，您的出生年份是……？",
    ),
    phrase(
        "consent",
        "得到了明确的“我同意办理”，没有含糊。",
        "客户只说“行吧”，应该再确认一次。",
        "跟您确认一下，您同意以每年……元办理这份计划，是吗？",
    ),
    phrase("manner", "语气有热情，语速不急，客户听得清。", "介绍条款时语速过快。", ""),
    phrase(
        "status",
        "状态保存准确，与通话结果一致。",
        "客户要再考虑，状态存得比实际乐观；按客户说的话来存。",
        "",
    ),
    phrase(
        "closing",
        "复述了约定内容，等客户先挂机。",
        "没有复述约定内容就结束了通话。",
        "那我们约好，链接今天下午发到您手机上，您看过再决定。",
    ),
];

static ENGLISH: [Phrase; 14] = [
    phrase(
        "greeting",
        "Company, name and ID in the first sentence; the customer knew at once that they were in the right place.",
        "No name and no ID at the start; the customer had to ask who they were speaking to.",
        "Good morning, you are through to … , my name is … , how can I help?",
    ),
    phrase(
        "identity",
        "Every detail was checked before anything of the account was told, and it did not sound like an interrogation.",
        "The postcode was checked and the date of birth was not, and the account was opened.",
        "Before I open your account I need one more detail from you, please: …",
    ),
    phrase(
        "listening",
        "The customer finished the whole story before the first question. It made the rest of the call short.",
        "Talks over the customer while they still explain, so that the same question is asked again later.",
        "Please go on, I am listening.",
    ),
    phrase(
        "clarify",
        "Says the request back before working on it; the customer corrected a date there and then.",
        "Starts to work before the request is clear, and has to begin again half-way through.",
        "Let me check that I have this right: you would like …",
    ),
    phrase(
        "accuracy",
        "The answer was right in every detail, and it was explained why.",
        "The waiting time was given wrongly. No harm was done, but look it up when you are not sure.",
        "I would rather look that up than guess. It takes me ten seconds.",
    ),
    phrase(
        "complete",
        "Told the fee and the next steps without being asked.",
        "The delivery fee came up only because the customer asked.",
        "Before we go on, there is one charge that you should know of: …",
    ),
    phrase(
        "resolved",
        "Settled on the call; nobody has to ring a second time.",
        "This could have been settled on the call, and the customer was asked to ring again.",
        "I can do that for you now, if you stay on the line for a minute.",
    ),
    phrase(
        "promise",
        "A day, an hour and a channel: the customer knows exactly when to expect the answer.",
        "\"As soon as possible\" leaves the customer waiting without a date.",
        "I will ring you on this number before noon on Thursday.",
    ),
    phrase(
        "tone",
        "Warm from the first word to the last, also when the customer was not.",
        "The voice goes flat in the second half, as if reading.",
        "",
    ),
    phrase(
        "wording",
        "Plain words all the way, at a pace that the customer could follow.",
        "Three technical terms in one sentence; the customer gave up asking.",
        "Put simply, it means that …",
    ),
    phrase(
        "hold",
        "Gave the reason, asked, and said thank you on coming back.",
        "Put the customer on hold without saying why or asking.",
        "I need about a minute to check this. Is it all right if I put you on hold?",
    ),
    phrase(
        "empathy",
        "Answers the worry first and the process second. One sentence changed the whole call.",
        "The customer says how annoyed they are, and the answer is the next step of the process.",
        "I am sorry. I can hear how annoying that is, and I will sort it out with you now.",
    ),
    phrase(
        "recap",
        "Said the result once more and asked whether anything was left.",
        "The call ends without a word on what was agreed.",
        "So, to confirm: today we have … Is there anything else I can help with?",
    ),
    phrase(
        "record",
        "A wrap-up that the next colleague can work from without listening to the call.",
        "The wrap-up says \"explained, resolved\"; no ticket was made for what was promised.",
        "",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::demo::cast::AGENTS;
    use crate::scoring::read_template;

    #[test]
    fn whatever_a_team_is_scored_on_can_be_written_about_in_its_language() {
        for agent in &AGENTS {
            let path =
                format!("{}/scoring-templates/{}.yaml", env!("CARGO_MANIFEST_DIR"), agent.team.project.card);
            let card = read_template(&std::fs::read_to_string(path).unwrap()).unwrap();
            for question in card.questions() {
                assert!(
                    about(&question.key, agent.team.language).is_some(),
                    "{}: {}",
                    agent.name,
                    question.key
                );
            }
        }
    }
}
