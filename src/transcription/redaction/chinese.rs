//! Digits as they are said in Chinese.

use super::tokens::{Class, Token, end_of};

/// Said between digits without breaking them off; the longest that fits counts.
const FILLERS: &[&str] = &[
    "不好意思",
    "没问题",
    "没错",
    "对的",
    "好的",
    "是的",
    "然后",
    "后面",
    "接着",
    "接下来",
    "那个",
    "这个",
    "就是",
    "您说",
    "你说",
    "请讲",
    "继续",
    "请继续",
    "空格",
    "横杠",
    "收到",
    "再来",
    "再",
    "嗯",
    "啊",
    "呃",
    "哦",
    "噢",
    "唔",
    "哎",
    "诶",
    "对",
    "好",
    "是",
    "行",
    "杠",
    "呢",
    "吧",
    "了",
];
/// Make the digits before them a quantity: units, measures, what time is told in.
const UNITS: &str = "十百千万亿个下样起点些共直定般边位天年月日号次元块件种份分秒时岁层楼度折期周章条家人口台张笔遍会旦切毛角斤米公小里路班集季届只把本间套双倍半多来几成";

fn digit(character: char) -> Option<char> {
    Some(match character {
        '零' | '〇' | '○' | '洞' => '0',
        '一' | '幺' | '壹' => '1',
        '二' | '两' | '贰' => '2',
        '三' | '叁' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' => '6',
        '七' | '柒' | '拐' => '7',
        '八' | '捌' => '8',
        '九' | '玖' | '勾' => '9',
        _ => return None,
    })
}

fn at(characters: &[(usize, char)], place: usize) -> Option<char> {
    characters.get(place).map(|(_, one)| *one)
}

fn digit_at(characters: &[(usize, char)], place: usize) -> Option<char> {
    let one = at(characters, place)?;
    // 參 is the 3 of traditional cheques; beside another digit it is none of 參加.
    let beside = [place.checked_sub(1), Some(place + 1)];
    let is_beside_digit =
        || beside.iter().flatten().filter_map(|place| at(characters, *place)).any(|one| digit(one).is_some());
    digit(one).or_else(|| (one == '参' && is_beside_digit()).then_some('3'))
}

fn is_unit(characters: &[(usize, char)], place: usize) -> bool {
    at(characters, place).is_some_and(|one| UNITS.contains(one))
}

/// Reads what begins at this character, and returns where the rest begins.
pub(super) fn read(text: &str, characters: &[(usize, char)], place: usize, tokens: &mut Vec<Token>) -> usize {
    let start = characters.get(place).map_or(text.len(), |(byte, _)| *byte);
    let rest = text.get(start..).unwrap_or_default();
    if let Some((digits, until)) = several_of(characters, place) {
        let range = start..end_of(text, characters, until);
        tokens.push(Token { range, class: Class::Digits(digits) });
        return until;
    }
    if digit_at(characters, place).is_some() {
        let until = run(characters, place);
        let range = start..end_of(text, characters, until);
        let class = said(characters, place, until);
        tokens.push(Token { range, class });
        return until;
    }
    if let Some(filler) =
        FILLERS.iter().filter(|filler| rest.starts_with(**filler)).max_by_key(|one| one.len())
    {
        tokens.push(Token { range: start..start + filler.len(), class: Class::Filler });
        return place + filler.chars().count();
    }
    // A written number before a measure is a quantity: 3个, 26日.
    if is_unit(characters, place)
        && let Some(last) = tokens.last_mut()
        && last.range.end == start
        && last.may_be_counted()
    {
        last.class = Class::Quantity;
    }
    let one = at(characters, place).unwrap_or_default();
    let range = start..start + one.len_utf8();
    let class = if one == '叉' { Class::X } else { Class::Word(one.to_string()) };
    tokens.push(Token { range, class });
    place + 1
}

/// 四个八 is 8888; what follows must not be a measure of its own (三个一百).
fn several_of(characters: &[(usize, char)], place: usize) -> Option<(String, usize)> {
    let times = digit_at(characters, place)?.to_digit(10).filter(|times| (2..=9).contains(times))?;
    let before = place.checked_sub(1).and_then(|before| at(characters, before));
    if before == Some('第') || before.is_some_and(|before| "十百千万".contains(before)) {
        return None;
    }
    if at(characters, place + 1) != Some('个') {
        return None;
    }
    let which = digit_at(characters, place + 2)?;
    if is_unit(characters, place + 3) && at(characters, place + 4) != Some('个') {
        return None;
    }
    Some((which.to_string().repeat(usize::try_from(times).ok()?), place + 3))
}

/// Where the digits that begin here end. The count of 四个八 belongs to what follows it.
fn run(characters: &[(usize, char)], place: usize) -> usize {
    let mut until = place;
    while digit_at(characters, until).is_some() {
        if until > place && several_of(characters, until).is_some() {
            break;
        }
        until += 1;
    }
    until
}

/// Few digits before a unit are a quantity, and so is what follows 第 or 十.
fn said(characters: &[(usize, char)], place: usize, until: usize) -> Class {
    let before = place.checked_sub(1).and_then(|before| at(characters, before));
    let ordinal = before.is_some_and(|before| "第十百千万".contains(before));
    let length = until - place;
    if (length <= 4 && is_unit(characters, until)) || (ordinal && length <= 2) {
        return if length == 1 && at(characters, place) == Some('一') && !ordinal {
            Class::Word("一".to_owned())
        } else {
            Class::Quantity
        };
    }
    Class::Digits((place..until).filter_map(|place| digit_at(characters, place)).collect())
}
