//! Names that a queue speaks of and that the model would not write by itself: products, towns, plans.
//!
//! They are put before the window as if they had just been written. That makes the model prefer them where it
//! hears something like them; and it makes it write them where it hears nothing, which is why a window whose
//! text only repeats them is heard again without them ([`super::guards`]).

use crate::db::source::speech::{NAMES_MOST, WEIGHT_MOST, weight};

/// The names of one transcript; none are the usual case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    names: Vec<String>,
}

impl Vocabulary {
    /// The first of these names, as many as may be.
    #[must_use]
    pub fn new(names: &[String]) -> Self {
        let mut left = WEIGHT_MOST;
        let fits = |name: &&String| {
            let weighs = weight(name);
            let fits = weighs <= left;
            left = left.saturating_sub(weighs);
            fits
        };
        let names = names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        let names: Vec<String> = names.take(NAMES_MOST).collect();
        Self { names: names.iter().take_while(fits).cloned().collect() }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The names as a sentence of the language, to be written before what is heard.
    #[must_use]
    pub fn sentence(&self, language: &str) -> String {
        if self.names.is_empty() {
            return String::new();
        }
        match language {
            "zh" | "yue" | "ja" => self.names.join("、") + "。",
            _ => self.names.join(", ") + ".",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(names: &[&str]) -> Vocabulary {
        Vocabulary::new(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn names_become_a_sentence_of_the_language() {
        let names = vocabulary(&[" Kensington ", "", "SureStart 20"]);
        assert_eq!(names.names(), ["Kensington", "SureStart 20"]);
        assert_eq!(names.sentence("en"), "Kensington, SureStart 20.");
        assert_eq!(vocabulary(&["增值宝", "花呗"]).sentence("zh"), "增值宝、花呗。");
        assert_eq!(vocabulary(&[]).sentence("zh"), "");
    }

    #[test]
    fn what_does_not_fit_is_left_out_from_the_end() {
        let long = "好".repeat(40);
        let names = vocabulary(&[&long, &long, &long, "a"]);
        assert_eq!(names.names().len(), 2);
        assert_eq!(vocabulary(&["a"; 100]).names().len(), NAMES_MOST);
    }
}
