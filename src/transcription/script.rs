//! Chinese in one script. The model writes simplified and traditional characters as it likes; telling it by a
//! sentence put before the window what it is to write costs it more characters than it saves
//! (docs/BENCHMARKS.md), so what it wrote is rewritten.

use super::guards::is_han;
use super::heard::Word;
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Which characters Chinese is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Script {
    /// Simplified ones (简体).
    #[default]
    Simplified,
    /// Traditional ones (繁體).
    Traditional,
}

/// OpenCC's tables, which are part of the program; none if they could not be read, and nothing is rewritten.
static SIMPLIFY: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());
static TO_TRADITIONAL: LazyLock<Option<OpenCC>> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::S2t).ok());

/// 著 is no other way to write 着, but the model, which learned from both sides of the strait, writes 享受著.
/// On the mainland it stays in these: before 名 in 著名, after 显 in 显著 …
const KEEPS_BEFORE: &str = "名作称述者书录文有";
const KEEPS_AFTER: &str = "显卓昭名原专巨论译编合遗拙土新所";

/// Rewrites words in this script. They are rewritten as one text, because some characters depend on their
/// neighbours: 头发 is 頭髮, 发现 is 發現.
pub(super) fn rewrite(script: Script, words: &mut [Word]) {
    let tables = match script {
        Script::Simplified => &SIMPLIFY,
        Script::Traditional => &TO_TRADITIONAL,
    };
    let Some(tables) = &**tables else { return };
    let text: String = words.iter().map(|word| word.text.as_str()).collect();
    if !text.chars().any(is_han) {
        return;
    }
    let rewritten = tables.convert(&text);
    if rewritten.chars().count() == text.chars().count() {
        let rewritten = if script == Script::Simplified { with_particles(&rewritten) } else { rewritten };
        let mut characters = rewritten.chars();
        for word in words {
            word.text = characters.by_ref().take(word.text.chars().count()).collect();
        }
    } else {
        for word in words {
            word.text = tables.convert(&word.text);
        }
    }
}

/// A text in simplified characters, byte for byte as long as it was: a place in the one is the same place in the
/// other. What would be longer or shorter stays.
pub(super) fn simplified(text: &str) -> Cow<'_, str> {
    let Some(tables) = SIMPLIFY.as_ref().filter(|_| text.chars().any(is_han)) else { return text.into() };
    let rewritten = with_particles(&tables.convert(text));
    if rewritten.chars().count() == text.chars().count() {
        let as_long =
            |(one, other): (char, char)| if one.len_utf8() == other.len_utf8() { other } else { one };
        return text.chars().zip(rewritten.chars()).map(as_long).collect();
    }
    let as_long = |one: char| {
        let rewritten = tables.convert(one.encode_utf8(&mut [0; 4]));
        let mut others = rewritten.chars();
        match (others.next(), others.next()) {
            (Some(other), None) if other.len_utf8() == one.len_utf8() => other,
            _ => one,
        }
    };
    text.chars().map(as_long).collect()
}

/// Simplified text with 着 where it is the particle.
fn with_particles(text: &str) -> String {
    let mut before = None;
    let mut after = text.chars().skip(1);
    text.chars()
        .map(|one| {
            let next = after.next();
            let is_in = |letters: &str, one: Option<char>| one.is_some_and(|one| letters.contains(one));
            let stays = is_in(KEEPS_AFTER, before) || is_in(KEEPS_BEFORE, next);
            before = Some(one);
            if one == '著' && !stays { '着' } else { one }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(script: Script, words: &[&str]) -> Vec<String> {
        let word = |text: &&str| Word {
            text: (*text).to_owned(),
            start_ms: 0,
            end_ms: 0,
            probability: 0.9,
            phrase: 0,
        };
        let mut words: Vec<Word> = words.iter().map(word).collect();
        rewrite(script, &mut words);
        words.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn a_mixture_comes_out_in_one_script_word_for_word() {
        let mixed = ["發", "現", "头", "髮", "，", "OK", " 了", "128", "元。"];
        let simplified = ["发", "现", "头", "发", "，", "OK", " 了", "128", "元。"];
        assert_eq!(rewritten(Script::Simplified, &mixed), simplified);
        let traditional = ["發", "現", "頭", "髮", "，", "OK", " 了", "128", "元。"];
        assert_eq!(rewritten(Script::Traditional, &simplified), traditional);
    }

    #[test]
    fn a_particle_is_written_as_on_the_mainland_and_a_famous_work_stays_one() {
        let said =
            ["享受", "著", "涼爽，", "看", "著", "他", "的", "著", "作，", "效果", "顯", "著，", "跟", "著"];
        let simplified =
            ["享受", "着", "凉爽，", "看", "着", "他", "的", "著", "作，", "效果", "显", "著，", "跟", "着"];
        assert_eq!(rewritten(Script::Simplified, &said), simplified);
        assert_eq!(rewritten(Script::Traditional, &["享受", "著"]), ["享受", "著"]);
    }

    #[test]
    fn a_simplified_text_is_as_long_as_it_was() {
        assert_eq!(simplified("卡號是四個八，兩個陸 OK"), "卡号是四个八，两个陆 OK");
        assert_eq!(simplified("Good morning, é"), "Good morning, é");
        assert_eq!(simplified("𨦀四個"), "𨦀四个", "a character beyond the first plane");
    }

    #[test]
    fn what_is_not_chinese_stays() {
        let words = [" Good", " morning,", " é"];
        assert_eq!(rewritten(Script::Traditional, &words), words);
        assert_eq!(rewritten(Script::Simplified, &[]), [] as [String; 0]);
    }
}
