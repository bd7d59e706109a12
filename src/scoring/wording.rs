//! What an administrator words in several languages: titles, guidance.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// One text in several languages, in the order in which they were written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording(Vec<(String, String)>);

impl Wording {
    /// Language tags (`en`, `zh-CN`) with their texts.
    #[must_use]
    pub fn new(texts: Vec<(String, String)>) -> Self {
        Self(texts)
    }

    /// Whether it is worded in no language at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The languages it is worded in, as written.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(language, _)| language.as_str())
    }

    /// The text in exactly this language.
    #[must_use]
    pub fn in_language(&self, language: &str) -> Option<&str> {
        self.0.iter().find(|(tag, _)| tag == language).map(|(_, text)| text.as_str())
    }

    /// The text for a reader: in the language asked for, else the workspace's, else English, else
    /// the first there is. `None` where there is none.
    #[must_use]
    pub fn pick(&self, asked: &str, workspace: &str) -> Option<&str> {
        [asked, workspace, "en"]
            .into_iter()
            .find_map(|language| self.in_language(language))
            .or_else(|| self.0.first().map(|(_, text)| text.as_str()))
    }

    /// As [`Wording::pick`], and the key of what it names where it is not worded at all.
    #[must_use]
    pub fn pick_or<'a>(&'a self, asked: &str, workspace: &str, key: &'a str) -> &'a str {
        self.pick(asked, workspace).unwrap_or(key)
    }
}

impl Serialize for Wording {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (language, text) in &self.0 {
            map.serialize_entry(language, text)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(languages: &[&str]) -> Wording {
        Wording::new(languages.iter().map(|tag| ((*tag).to_owned(), format!("in {tag}"))).collect())
    }

    #[test]
    fn a_missing_language_falls_back_asked_workspace_english_first() {
        assert_eq!(wording(&["fr", "en", "zh-CN", "de"]).pick("de", "zh-CN"), Some("in de"));
        assert_eq!(wording(&["fr", "en", "zh-CN"]).pick("de", "zh-CN"), Some("in zh-CN"));
        assert_eq!(wording(&["fr", "en"]).pick("de", "zh-CN"), Some("in en"));
        assert_eq!(wording(&["fr", "it"]).pick("de", "zh-CN"), Some("in fr"));
    }

    #[test]
    fn what_is_not_worded_shows_its_key() {
        assert_eq!(Wording::default().pick_or("en", "en", "partly"), "partly");
    }
}
