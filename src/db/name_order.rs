//! The order of names in lists: Chinese names by their pinyin, others by their letters, capitals
//! or not. The same on both databases, because the key is made here and compared byte by byte.

use pinyin::ToPinyin;

/// What a list sorts this name by. Two readers of the same name always get the same key.
#[must_use]
pub fn sort_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for character in name.trim().chars() {
        match character.to_pinyin() {
            Some(reading) => {
                key.push_str(reading.plain());
                // A syllable ends here: 西安 comes before 先 as in a dictionary.
                key.push(' ');
            }
            None => key.extend(character.to_lowercase()),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_names_lie_among_latin_ones_by_their_sound() {
        let mut names = ["张伟", "Bob", "陈静", "alice", "西安", "先生", "周敏"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["alice", "Bob", "陈静", "西安", "先生", "张伟", "周敏"]);
    }
}
