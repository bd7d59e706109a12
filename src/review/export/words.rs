//! The words of exports. They are those of the pages, from the same files: whoever exports a list
//! finds in the table what stood on the screen.

use serde_json::Value;
use std::sync::LazyLock;

/// In whose words an export is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExportLanguage {
    /// English.
    #[default]
    English,
    /// Chinese, simplified.
    Chinese,
}

impl ExportLanguage {
    /// Both.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// Its tag, as in a card's wording.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// The language with this tag.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// What a column is called.
    pub(super) fn heading(self, column: &str) -> String {
        self.word("exporting", "column", column)
    }

    /// The word for a code; the code itself where there is none.
    pub(in crate::review) fn word(self, file: &str, group: &str, code: &str) -> String {
        let found = catalogue(self, file).get(group).and_then(|words| words.get(code));
        found.and_then(Value::as_str).unwrap_or(code).to_owned()
    }
}

macro_rules! catalogues {
    ($($file:literal),* $(,)?) => {
        /// The files that exports take words from.
        #[cfg(test)]
        const FILES: &[&str] = &[$($file),*];

        fn catalogue(language: ExportLanguage, file: &str) -> &'static Value {
            static NOTHING: Value = Value::Null;
            match (language, file) {
                $(
                    (ExportLanguage::English, $file) => {
                        static WORDS: LazyLock<Value> =
                            LazyLock::new(|| read(include_str!(concat!("../../../web/src/i18n/en/", $file, ".json"))));
                        &WORDS
                    }
                    (ExportLanguage::Chinese, $file) => {
                        static WORDS: LazyLock<Value> =
                            LazyLock::new(|| read(include_str!(concat!("../../../web/src/i18n/zh-CN/", $file, ".json"))));
                        &WORDS
                    }
                )*
                _ => &NOTHING,
            }
        }
    };
}

catalogues!("appeals", "cards", "codes", "contacts", "exporting", "results", "sales", "scorecard", "search");

/// A file that cannot be read has no words: codes stand in their place. A test reads them all.
fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read_in_both_languages() {
        for language in ExportLanguage::ALL {
            for file in FILES {
                assert!(catalogue(language, file).is_object(), "{file} in {}", language.tag());
            }
            assert_eq!(ExportLanguage::parse(language.tag()), Some(language));
        }
        assert_eq!(ExportLanguage::parse("fr"), None);
    }

    #[test]
    fn a_code_without_a_word_stands_for_itself() {
        assert_eq!(ExportLanguage::English.word("results", "state", "released"), "Released");
        assert_eq!(ExportLanguage::Chinese.word("results", "state", "released"), "已下发");
        assert_eq!(ExportLanguage::Chinese.word("results", "state", "of_tomorrow"), "of_tomorrow");
        assert_eq!(ExportLanguage::Chinese.word("nowhere", "state", "released"), "released");
    }
}
