//! What a query finds in an utterance, marked.

use super::grammar::{Query, Side};
use super::text::units;
use std::ops::Range;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Whether the query finds it.
    pub is_match: bool,
}

impl Query {
    /// An utterance, cut where what is looked for begins and ends; none: it has nothing of it. What
    /// must not be said marks nothing.
    #[must_use]
    pub fn parts(&self, text: &str, by: Option<Side>) -> Option<Vec<Part>> {
        let units = units(text);
        let terms = self.wanted().filter(|term| term.by.is_none() || term.by == by);
        let places = merged(terms.flat_map(|term| term.phrase.places(&units)).collect());
        (!places.is_empty()).then(|| cut(text, &places))
    }
}

/// The places in their order, those that touch or overlap as one.
fn merged(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_by_key(|place| (place.start, place.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for place in places {
        match merged.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => merged.push(place),
        }
    }
    merged
}

fn cut(text: &str, places: &[Range<usize>]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut put = |range: Range<usize>, is_match: bool| {
        if let Some(text) = text.get(range).filter(|text| !text.is_empty()) {
            parts.push(Part { text: text.to_owned(), is_match });
        }
    };
    let mut from = 0;
    for place in places {
        put(from..place.start, false);
        put(place.clone(), true);
        from = place.end;
    }
    put(from..text.len(), false);
    parts
}
