//! What is known beforehand of what is said in a source's recordings: languages, the script of Chinese, names;
//! and what hears them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most names of a vocabulary.
pub const NAMES_MOST: usize = 60;
/// The longest name, in characters.
pub const NAME_MOST: usize = 60;
/// How much the names of a vocabulary may weigh together ([`weight`]): 400 Latin letters or 100 Chinese
/// characters.
pub const WEIGHT_MOST: usize = 400;
/// The most queues that have settings of their own.
pub const QUEUES_MOST: usize = 100;

/// The languages that the speech model knows, as it calls them: ISO 639-1, some ISO 639-3.
pub const LANGUAGES: [&str; 100] = [
    "en", "zh", "yue", "de", "es", "ru", "ko", "fr", "ja", "pt", "tr", "pl", "ca", "nl", "ar", "sv", "it",
    "id", "hi", "fi", "vi", "he", "uk", "el", "ms", "cs", "ro", "da", "hu", "ta", "no", "th", "ur", "hr",
    "bg", "lt", "la", "mi", "ml", "cy", "sk", "te", "fa", "lv", "bn", "sr", "az", "sl", "kn", "et", "mk",
    "br", "eu", "is", "hy", "ne", "mn", "bs", "kk", "sq", "sw", "gl", "mr", "pa", "si", "km", "sn", "yo",
    "so", "af", "oc", "ka", "be", "tg", "sd", "gu", "am", "yi", "lo", "uz", "fo", "ht", "ps", "tk", "nn",
    "mt", "sa", "lb", "my", "bo", "tl", "mg", "as", "tt", "haw", "ln", "ha", "ba", "jw", "su",
];

/// What is known beforehand of what is said. Empty: English or Mandarin, whichever is likelier, and no names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SpeechSettings {
    /// The languages that are spoken, as codes; of several, the likeliest is taken for each recording.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Which characters Chinese is written with.
    #[serde(skip_serializing_if = "ChineseScript::is_usual")]
    pub chinese: ChineseScript,
    /// Names that are said: products, plans, towns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vocabulary: Vec<String>,
    /// What hears them.
    #[serde(skip_serializing_if = "EngineName::is_usual")]
    pub engine: EngineName,
    /// What is otherwise in queues, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub queues: BTreeMap<String, QueueSpeech>,
}

/// What is otherwise in a queue; what is empty is as in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueSpeech {
    /// The languages that are spoken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Names that are said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vocabulary: Vec<String>,
}

/// Which characters Chinese is written with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChineseScript {
    /// Simplified ones (简体).
    #[default]
    Simplified,
    /// Traditional ones (繁體).
    Traditional,
}

impl ChineseScript {
    /// Both, as words.
    pub const WORDS: [&str; 2] = ["simplified", "traditional"];

    /// The word in files and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Simplified => "simplified",
            Self::Traditional => "traditional",
        }
    }

    /// The script of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Simplified, Self::Traditional].into_iter().find(|script| script.as_str() == word)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    fn is_usual(&self) -> bool {
        *self == Self::Simplified
    }
}

/// A speech engine: what runs the speech model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EngineName {
    /// whisper.cpp: in every earmark, on every processor, on graphics cards.
    #[default]
    WhisperCpp,
    /// CTranslate2: int8 on the processor, in an earmark that was built with the feature `ctranslate2`.
    Ctranslate2,
}

impl EngineName {
    /// Those that this earmark was built with.
    pub const BUILT: &[Self] = if cfg!(feature = "ctranslate2") {
        &[Self::WhisperCpp, Self::Ctranslate2]
    } else {
        &[Self::WhisperCpp]
    };

    /// The word in files and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WhisperCpp => "whisper_cpp",
            Self::Ctranslate2 => "ctranslate2",
        }
    }

    /// The program as its makers call it; a transcript remembers what heard it by this.
    #[must_use]
    pub fn program(self) -> &'static str {
        match self {
            Self::WhisperCpp => "whisper.cpp",
            Self::Ctranslate2 => "CTranslate2",
        }
    }

    /// The engine of this word, where this earmark was built with it.
    #[must_use]
    pub fn parse_built(word: &str) -> Option<Self> {
        Self::BUILT.iter().copied().find(|engine| engine.as_str() == word)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl SpeechSettings {
    /// Whether nothing is known beforehand.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is known of a call of this queue: what the queue says in place of what the source says.
    #[must_use]
    pub fn in_queue(&self, queue: Option<&str>) -> Self {
        let own = queue.and_then(|queue| self.queues.get(queue)).cloned().unwrap_or_default();
        let or = |own: Vec<String>, source: &Vec<String>| if own.is_empty() { source.clone() } else { own };
        Self {
            languages: or(own.languages, &self.languages),
            chinese: self.chinese,
            vocabulary: or(own.vocabulary, &self.vocabulary),
            engine: self.engine,
            queues: BTreeMap::new(),
        }
    }
}

/// How much a name weighs, with the comma behind it: a Latin letter 1, any other character 4, which is about
/// what they cost of the places that the speech model has for what was written before.
#[must_use]
pub fn weight(name: &str) -> usize {
    name.chars().map(|c| if c.is_ascii() { 1 } else { 4 }).sum::<usize>() + 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_says_otherwise_only_what_it_says() {
        let settings: SpeechSettings = serde_json::from_str(
            r#"{"languages":["zh","en"],"chinese":"traditional","vocabulary":["花呗"],"engine":"ctranslate2",
                "queues":{"Cards":{"vocabulary":["Platinum"]},"English":{"languages":["en"]}}}"#,
        )
        .unwrap();
        let cards = settings.in_queue(Some("Cards"));
        assert_eq!((cards.languages.len(), cards.vocabulary), (2, vec!["Platinum".to_owned()]));
        let english = settings.in_queue(Some("English"));
        assert_eq!((english.languages, english.vocabulary), (vec!["en".to_owned()], vec!["花呗".to_owned()]));
        assert_eq!(settings.in_queue(None).chinese, ChineseScript::Traditional);
        assert_eq!(settings.in_queue(Some("Cards")).engine, EngineName::Ctranslate2);
        assert_eq!(settings.in_queue(Some("Other")).vocabulary, ["花呗"]);
        assert_eq!(serde_json::to_string(&SpeechSettings::default()).unwrap(), "{}");
    }

    #[test]
    fn names_weigh_what_they_cost() {
        assert_eq!((weight("Kensington"), weight("增值宝")), (12, 14));
    }
}
