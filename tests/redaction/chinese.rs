//! Chinese conversations in which somebody says what is to be hidden.

use crate::conversation::{AGENT, CUSTOMER, Conversation, card, groups, identity, mobile};
use crate::dice::Dice;
use crate::english::on_any_channel;

const HAN: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// How a caller says digits.
#[derive(Clone, Copy)]
enum Manner {
    Written,
    Han,
    Yao,
    SeveralOf,
    Mixed,
}

const MANNERS: [Manner; 5] = [Manner::Written, Manner::Han, Manner::Yao, Manner::SeveralOf, Manner::Mixed];

fn han(dice: &mut Dice, digit: char, yao: bool) -> &'static str {
    match digit {
        '0' => dice.one_of(&["零", "零", "〇"]),
        '1' if yao => "幺",
        '2' => dice.one_of(&["二", "二", "两"]),
        digit => HAN[digit.to_digit(10).unwrap() as usize],
    }
}

/// 四个八 for four eights, 两个零 for two zeros.
fn several_of(dice: &mut Dice, group: &str) -> String {
    let digits: Vec<char> = group.chars().collect();
    let mut said = String::new();
    let mut at = 0;
    while at < digits.len() {
        let run = digits[at..].iter().take_while(|one| **one == digits[at]).count();
        if run >= 2 {
            let count = if run == 2 { "两" } else { HAN[run.min(9)] };
            said.push_str(&format!("{count}个"));
        }
        said.push_str(han(dice, digits[at], true));
        at += run;
    }
    said
}

fn spoken(dice: &mut Dice, manner: Manner, group: &str) -> String {
    let digits: String = group.chars().filter(char::is_ascii_digit).collect();
    let said = match manner {
        Manner::Written => digits.clone(),
        Manner::Han => digits.chars().map(|digit| han(dice, digit, false)).collect(),
        Manner::Yao => digits.chars().map(|digit| han(dice, digit, true)).collect(),
        Manner::SeveralOf => several_of(dice, &digits),
        Manner::Mixed => {
            let (head, tail) = digits.split_at(digits.len() / 2);
            let head: String = head.chars().map(|digit| han(dice, digit, true)).collect();
            format!("{head}{tail}")
        }
    };
    let x = if group.ends_with('X') { dice.one_of(&["X", "叉", "x"]) } else { "" };
    format!("{{{said}{x}}}")
}

fn in_one(dice: &mut Dice, manner: Manner, digits: &str) -> String {
    let joint = dice.one_of(&["", "，", " ", "，嗯，", "，然后"]);
    groups(dice, digits).iter().map(|group| spoken(dice, manner, group)).collect::<Vec<_>>().join(joint)
}

fn tell(conversation: &mut Conversation, dice: &mut Dice, lead: &str, digits: &str) {
    let manner = dice.one_of(&MANNERS);
    match dice.below(5) {
        0 => {
            let said = in_one(dice, manner, digits);
            conversation.say(
                CUSTOMER,
                &format!("{lead}{said}{}", dice.one_of(&["。", "，对的。", "，麻烦了。", ""])),
            );
        }
        1 => {
            let mut lead = lead.to_owned();
            for group in groups(dice, digits) {
                let said = spoken(dice, manner, &group);
                conversation.say(CUSTOMER, &format!("{lead}{said}，"));
                conversation.say(AGENT, dice.one_of(&["嗯。", "好的。", "您说。", "嗯，请继续。", "对。"]));
                lead = dice.one_of(&["", "然后", "后面是", "再"]).to_owned();
            }
        }
        2 => {
            let mut lead = lead.to_owned();
            for group in groups(dice, digits) {
                let said = spoken(dice, manner, &group);
                conversation.say(CUSTOMER, &format!("{lead}{said}。"));
                let theirs = dice.one_of(&[Manner::Written, Manner::Yao, manner]);
                let back = spoken(dice, theirs, &group);
                conversation.say(AGENT, &format!("{}{back}。", dice.one_of(&["", "嗯，", "好的，"])));
                lead = String::new();
            }
        }
        3 => {
            let said = in_one(dice, manner, digits);
            conversation.say(CUSTOMER, &format!("{lead}{said}"));
            let theirs = dice.one_of(&[Manner::Written, Manner::Yao]);
            let back = in_one(dice, theirs, digits);
            conversation.say(AGENT, &format!("跟您核对一遍，{back}，对吗？"));
            conversation.say(CUSTOMER, "对，没错。");
        }
        _ => {
            let (head, tail) = digits.split_at(digits.len() / 2);
            let (head, tail) = (spoken(dice, manner, head), spoken(dice, manner, tail));
            conversation.say(CUSTOMER, &format!("{lead}{head}"));
            conversation.say(CUSTOMER, &format!("{}{tail}。", dice.one_of(&["", "呃，", "然后是"])));
        }
    }
}

fn email(dice: &mut Dice) -> String {
    let name = dice.one_of(&["zhangsan", "l i n a", "wang wei", "chenjie"]);
    let number = dice.one_of(&["", "88", "一二三", "2019"]);
    let sign = dice.one_of(&["艾特", "@", "圈a", "at"]);
    let host = dice.one_of(&["qq点com", "163 点 com", "126.com", "一六三点com", "foxmail 点 com"]);
    format!("{{{name} {number}{sign} {host}}}")
}

/// One conversation.
pub(crate) fn conversation(dice: &mut Dice) -> Conversation {
    let mut made = Conversation::default();
    match dice.below(10) {
        0..=2 => {
            if dice.happens(70) {
                let asked = [
                    "请报一下您的银行卡号。",
                    "卡号是多少？",
                    "麻烦您提供一下信用卡正面的号码。",
                    "您请讲。",
                ];
                made.say(AGENT, dice.one_of(&asked));
            }
            let number = card(dice);
            let lead = dice.one_of(&["", "好的，", "是", "卡号是", "我看一下啊，"]);
            tell(&mut made, dice, lead, &number);
        }
        3 => {
            let asked =
                ["卡背面的三位安全码是多少？", "请问安全码？", "背面三位数字麻烦您说一下。", "CVV是多少呢？"];
            made.say(AGENT, dice.one_of(&asked));
            let digits = dice.digits(3);
            let manner = dice.one_of(&[Manner::Written, Manner::Han, Manner::Yao]);
            let said = spoken(dice, manner, &digits);
            made.say(CUSTOMER, &format!("{}{said}。", dice.one_of(&["", "是", "安全码是", "嗯，"])));
            if dice.happens(50) {
                let back = spoken(dice, Manner::Yao, &digits);
                made.say(AGENT, &format!("{back}，好的，已经扣款成功了。"));
            }
        }
        4 | 5 => {
            if dice.happens(70) {
                made.say(AGENT, dice.one_of(&["请核实一下身份证号码。", "您的身份证号是？"]));
            }
            let number = identity(dice);
            tell(&mut made, dice, dice_lead(0), &number);
        }
        6 | 7 => {
            if dice.happens(60) {
                made.say(AGENT, dice.one_of(&["留一个联系电话吧。", "您的手机号是多少？"]));
            }
            let number = mobile(dice);
            let lead = dice.one_of(&["我的电话是", "", "就是", "手机"]);
            tell(&mut made, dice, lead, &number);
        }
        _ => {
            if dice.happens(75) {
                made.say(AGENT, dice.one_of(&["您的邮箱是多少？", "发票发到哪个邮箱？"]));
            }
            let said = email(dice);
            made.say(CUSTOMER, &format!("{} {said}。", dice.one_of(&["是", "邮箱是", "发到"])));
            if dice.happens(40) {
                made.say(AGENT, &format!("好的，{said}，我记下来了。"));
            }
        }
    }
    if dice.happens(20) { made.mixed() } else { made }
}

fn dice_lead(which: usize) -> &'static str {
    ["身份证是", "我的是"][which]
}

/// The same as in English: an agent who asks for every group, a first attempt that is broken off, digits that were
/// not heard.
pub(crate) fn hard(dice: &mut Dice) -> Conversation {
    let mut made = Conversation::default();
    let asked = ["请报一下您的银行卡号。", "卡号是多少？", "麻烦您提供一下信用卡号。"];
    made.say(AGENT, dice.one_of(&asked));
    let number = card(dice);
    let manner = dice.one_of(&MANNERS);
    match dice.below(3) {
        0 => {
            for group in groups(dice, &number) {
                let said = spoken(dice, manner, &group);
                made.say(CUSTOMER, &format!("{}{said}。", dice.one_of(&["", "是", "上面写的是"])));
                let next = [
                    "好的谢谢，麻烦您再报一下后面四位数字。",
                    "记下来了，接下来的数字呢？",
                    "系统有点慢，您稍等一下，好，请继续往后报。",
                    "明白，那后面的四位是多少？",
                ];
                made.say(AGENT, dice.one_of(&next));
            }
            made.say(CUSTOMER, "已经报完了。");
        }
        1 => {
            let length = dice.one_of(&[4, 4, 6, 8]);
            let begun = spoken(dice, manner, &number[..length]);
            let why = [
                "哎呀不行，字太小看不清楚，我先去拿一下眼镜",
                "等等，不好意思，门口有人敲门，我去看看马上回来",
            ];
            made.say(CUSTOMER, &format!("{begun}，{}。", dice.one_of(&why)));
            made.say(AGENT, "没关系，您慢慢来，不着急的。");
            made.say(CUSTOMER, "好了我回来了，我从头开始报啊。");
            made.say(AGENT, "好的，您请讲。");
            tell(&mut made, dice, "", &number);
        }
        _ => {
            let length = 8 + dice.below(5);
            let heard = spoken(dice, manner, &number[..length]);
            made.say(CUSTOMER, &format!("{}{heard}。", dice.one_of(&["", "是", "嗯，"])));
            made.say(AGENT, "好的，已经扣款成功了。");
        }
    }
    on_any_channel(dice, made)
}
