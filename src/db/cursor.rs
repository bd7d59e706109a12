//! Lists in pages: where the next page begins, and how many there are in all.
//!
//! A list is sorted by one number (an instant, a total, a length) and, where that is equal, by id.
//! A cursor is the place of the last row that was given out; a page begins right behind it, so
//! that rows which arrive meanwhile neither shift nor repeat what follows.

use std::fmt;
use std::str::FromStr;

/// How far a list is counted; beyond, the exact number helps nobody and costs a scan.
pub const COUNTED_TO: i64 = 10_000;

/// How many rows a list has, for [`Page::of`]; `beyond`: the row behind the first [`COUNTED_TO`], where there
/// is one and nothing needs to be counted.
pub(super) fn counted<Row, E>(beyond: Option<Row>, exact: impl FnOnce() -> Result<i64, E>) -> Result<i64, E> {
    if beyond.is_some() { Ok(COUNTED_TO + 1) } else { exact() }
}

/// The most rows that a page holds.
pub const PAGE_MOST: i64 = 200;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the order that was asked for.
    pub items: Vec<T>,
    /// Where the next page begins; none: this is the last.
    pub next: Option<Cursor>,
    /// How many rows there are in all, counted to [`COUNTED_TO`].
    pub total: i64,
    /// Whether that is all of them.
    pub total_is_exact: bool,
}

/// The place of a row in a sorted list. As text it is opaque: only we read it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The number that the list is sorted by.
    pub key: i64,
    /// The sixteen bytes of the row's id.
    pub id: [u8; 16],
}

/// The text is no cursor that we gave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a place in a list; begin again without the cursor")]
pub struct NotACursor;

/// How much of a list is wanted, and from where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Behind this row; none: from the beginning.
    pub after: Option<Cursor>,
    limit: i64,
}

impl Window {
    /// A page of `limit` rows, held within 1 and [`PAGE_MOST`].
    #[must_use]
    pub fn new(after: Option<Cursor>, limit: i64) -> Self {
        Self { after, limit: limit.clamp(1, PAGE_MOST) }
    }

    /// How many rows the page holds at most.
    #[must_use]
    pub fn limit(&self) -> i64 {
        self.limit
    }
}

impl<T> Page<T> {
    /// The page of rows that were read with one more than `window` asks for: that one only says
    /// that another page follows. `counted` is at most one above [`COUNTED_TO`].
    #[must_use]
    pub fn of(mut rows: Vec<T>, window: Window, counted: i64, place: impl Fn(&T) -> Cursor) -> Self {
        let limit = usize::try_from(window.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(place);
        Self { items: rows, next, total: counted.min(COUNTED_TO), total_is_exact: counted <= COUNTED_TO }
    }

    /// The same page of something else.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
            total: self.total,
            total_is_exact: self.total_is_exact,
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{:032x}", self.key.cast_unsigned(), u128::from_be_bytes(self.id))
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        if text.len() != 48 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotACursor);
        }
        let (key, id) = text.split_at(16);
        let key = u64::from_str_radix(key, 16).map_err(|_| NotACursor)?.cast_signed();
        let id = u128::from_str_radix(id, 16).map_err(|_| NotACursor)?.to_be_bytes();
        Ok(Self { key, id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(rows: Vec<i64>, limit: i64, counted: i64) -> Page<i64> {
        Page::of(rows, Window::new(None, limit), counted, |key| Cursor { key: *key, id: [7; 16] })
    }

    #[test]
    fn a_page_ends_where_the_next_begins() {
        let first = page(vec![3, 2, 1], 2, 3);
        assert_eq!((first.items, first.next.map(|next| next.key)), (vec![3, 2], Some(2)));
        assert_eq!(page(vec![1], 2, 3).next, None);
        assert_eq!(page(vec![2, 1], 2, 2).next, None);
    }

    #[test]
    fn a_list_is_counted_so_far_and_no_further() {
        assert!(page(vec![1], 1, COUNTED_TO).total_is_exact);
        let long = page(vec![1], 1, COUNTED_TO + 1);
        assert_eq!((long.total, long.total_is_exact), (COUNTED_TO, false));
    }

    #[test]
    fn what_we_did_not_give_out_is_no_cursor() {
        let long = "0".repeat(49);
        for text in ["", "12", long.as_str(), &"+".repeat(48), &"é".repeat(24)] {
            assert_eq!(text.parse::<Cursor>(), Err(NotACursor), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_cursor_reads_back_as_it_is_written(key in any::<i64>(), id in any::<[u8; 16]>()) {
            let cursor = Cursor { key, id };
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
    }
}
