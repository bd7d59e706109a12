//! Case reviews found by words: of their titles, and of the notes and decisions that their reader is told.

use super::CaseReviewError;
use super::reader::Reader;
use super::room::Room;
use crate::db::case_review::{self, CaseReview, Decision, Entry, Heard, ReviewFilter, ShownReviews};
use crate::db::{COUNTED_TO, PAGE_MOST, Page, Reading, Window};
use crate::ids::CaseReviewId;
use crate::library::texts::{query, search_text};

/// Which case reviews are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewSearch {
    /// Beginnings of words, all of which are found; empty: whatever they say.
    pub words: String,
    /// What must hold of them besides.
    pub filter: ReviewFilter,
}

/// One page of the reviews that the search finds, the last held first.
pub(super) fn search(
    reading: &mut Reading<'_>,
    reader: &Reader<'_>,
    (shown, is_run): (&ShownReviews, bool),
    search: &ReviewSearch,
    window: Window,
) -> Result<Page<CaseReview>, CaseReviewError> {
    let words = query(&search.words);
    if words.is_empty() {
        // What holds no word (a comma) is found nowhere; nothing at all is found everywhere.
        return if search.words.trim().is_empty() {
            Ok(case_review::list(reading, shown, &search.filter, window)?)
        } else {
            Ok(Page::of(Vec::new(), window, 0, case_review::place_of))
        };
    }
    // Of what is withheld depends on who reads: no index knows it, so the list is walked, a page at a time.
    let (mut rows, mut counted) = (Vec::new(), 0_i64);
    let mut walk = Window::new(None, PAGE_MOST);
    while counted <= COUNTED_TO {
        let page = case_review::list(reading, shown, &search.filter, walk)?;
        for review in found_among(reading, reader, is_run, &words, page.items)? {
            counted += 1;
            let is_behind = window.after.is_none_or(|after| {
                let place = case_review::place_of(&review);
                (place.key, place.id) < (after.key, after.id)
            });
            // One more than asked for says that there is another page.
            if is_behind && i64::try_from(rows.len()).is_ok_and(|known| known <= window.limit()) {
                rows.push(review);
            }
        }
        let Some(next) = page.next else { break };
        walk = Window::new(Some(next), PAGE_MOST);
    }
    Ok(Page::of(rows, window, counted.min(COUNTED_TO + 1), case_review::place_of))
}

/// Those of these reviews in which the reader finds every word.
fn found_among(
    reading: &mut Reading<'_>,
    reader: &Reader<'_>,
    is_run: bool,
    words: &[String],
    reviews: Vec<CaseReview>,
) -> Result<Vec<CaseReview>, CaseReviewError> {
    let ids: Vec<CaseReviewId> = reviews.iter().map(|review| review.id).collect();
    let mut orders = case_review::running_orders(reading, &ids)?;
    let mut decided = case_review::decisions_of(reading, &ids)?;
    decided.retain(|decision| reader.reads(is_run, decision));
    let mut found = Vec::new();
    for review in reviews {
        let order = orders.remove(&review.id).unwrap_or_default();
        let heard: Vec<Heard> = order.into_iter().filter_map(|entry: Entry| entry.range).collect();
        let of_it = decided.iter().filter(|decision: &&Decision| decision.case_review_id == review.id);
        let mut texts: Vec<&str> = vec![&review.title];
        texts.extend(of_it.map(|decision| decision.text.as_str()));
        if !holds_all(words, &texts) {
            let notes = heard.iter().map(|one| one.note.as_str());
            if !holds_all(words, &texts.iter().copied().chain(notes).collect::<Vec<_>>()) {
                continue;
            }
            // Only now it is worth asking which of the notes they are told.
            let room = Room::of(reading, &review)?;
            for one in &heard {
                if !reader.is_denied(reading, (&review, is_run), &room, one)? {
                    texts.push(&one.note);
                }
            }
            if !holds_all(words, &texts) {
                continue;
            }
        }
        found.push(review);
    }
    Ok(found)
}

/// Whether each of these beginnings begins a word of these texts.
fn holds_all(words: &[String], texts: &[&str]) -> bool {
    let held = search_text(texts.iter().copied());
    words.iter().all(|word| held.contains(&format!(" {word}")))
}
