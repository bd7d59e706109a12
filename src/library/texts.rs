//! What people type, as it is stored and found.

use super::LibraryError;
use crate::db::standard_answer::Words;
use crate::search::{tokens, units};
use crate::time::days_since_1970;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The longest text of a point, a comment, a note, in characters.
pub(super) const TEXT_MOST: usize = 2_000;
/// The longest title or line.
pub(super) const LINE_MOST: usize = 200;
/// The languages that something is written in.
const LANGUAGES_MOST: usize = 10;
/// The most tags of a clip or a case.
const TAGS_MOST: usize = 20;
/// The longest tag.
const TAG_MOST: usize = 40;
/// How many words of a query are looked for.
const QUERY_MOST: usize = 20;

/// A text that must be there, without its margins.
pub(super) fn text(field: &'static str, text: &str, most: usize) -> Result<String, LibraryError> {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 || length > most || text.contains('\0') {
        return Err(LibraryError::Text { field, most });
    }
    Ok(text.to_owned())
}

/// A text that may be there.
pub(super) fn optional_text(
    field: &'static str,
    given: Option<&str>,
    most: usize,
) -> Result<Option<String>, LibraryError> {
    match given.map(str::trim) {
        None | Some("") => Ok(None),
        Some(given) => text(field, given, most).map(Some),
    }
}

/// Texts by language, at least one.
pub(super) fn words(field: &'static str, given: Words, most: usize) -> Result<Words, LibraryError> {
    let tidy = optional_words(field, given, most)?;
    if tidy.is_empty() { Err(LibraryError::Text { field, most }) } else { Ok(tidy) }
}

/// Texts by language; what is empty is left out.
pub(super) fn optional_words(field: &'static str, given: Words, most: usize) -> Result<Words, LibraryError> {
    let mut tidy = Words::new();
    for (language, given) in given {
        let is_tag = (2..=20).contains(&language.len())
            && language.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
        if !is_tag || tidy.len() >= LANGUAGES_MOST {
            return Err(LibraryError::Text { field, most });
        }
        if let Some(given) = optional_text(field, Some(&given), most)? {
            tidy.insert(language, given);
        }
    }
    Ok(tidy)
}

/// Tags: each once, by name.
pub(super) fn tags(given: &[String]) -> Result<Vec<String>, LibraryError> {
    let mut tags = BTreeSet::new();
    for tag in given {
        tags.insert(text("tag", tag, TAG_MOST)?);
    }
    if tags.len() > TAGS_MOST {
        let most = i64::try_from(TAGS_MOST).unwrap_or(i64::MAX);
        return Err(LibraryError::TooMany { what: "tags", most });
    }
    Ok(tags.into_iter().collect())
}

/// A day as it is stored, and as it is counted since 1970.
pub(super) fn day(field: &'static str, given: &str) -> Result<(String, i64), LibraryError> {
    let date: Date = given.trim().parse().map_err(|_: jiff::Error| LibraryError::BadDay { field })?;
    Ok((date.to_string(), days_since_1970(date)))
}

/// What somebody looks for, as tokens that begin words.
pub(super) fn query(text: &str) -> Vec<String> {
    let mut words = tokens(&units(text));
    words.truncate(QUERY_MOST);
    words
}

/// What something is found by: its tokens, each between blanks.
pub(super) fn search_text<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut found = String::from(" ");
    for text in texts {
        for token in tokens(&units(text)) {
            found.push_str(&token);
            found.push(' ');
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(text: &str, asked: &str) -> bool {
        let found = search_text([text]);
        query(asked).iter().all(|word| found.contains(&format!(" {word}")))
    }

    #[test]
    fn words_are_found_by_their_beginning_in_both_languages() {
        assert!(finds("Calms an angry customer", "ang cust"));
        assert!(finds("安抚情绪激动的客户", "情绪") && finds("安抚情绪激动的客户", "客户"));
        assert!(finds("安抚情绪激动的客户", "户"));
        assert!(!finds("安抚情绪激动的客户", "客情") && !finds("Calms", "alms"));
    }

    #[test]
    fn a_day_is_counted() {
        assert_eq!(day("due_on", "1970-01-02").unwrap(), ("1970-01-02".to_owned(), 1));
        assert_eq!(day("due_on", "2026-11-27").unwrap().1, 20_784);
        assert!(day("due_on", "tomorrow").is_err());
    }

    #[test]
    fn texts_lose_their_margins_and_empty_languages() {
        let given: Words = [("en", " a "), ("zh-CN", " ")].map(|(l, t)| (l.to_owned(), t.to_owned())).into();
        assert_eq!(words("why", given, 5).unwrap(), [("en".to_owned(), "a".to_owned())].into());
        assert!(words("why", Words::new(), 5).is_err());
        assert!(text("title", "toolong", 5).is_err() && text("title", "  ", 5).is_err());
        let tags = tags(&["b".to_owned(), " a".to_owned(), "a ".to_owned()]).unwrap();
        assert_eq!(tags, ["a", "b"]);
    }
}
