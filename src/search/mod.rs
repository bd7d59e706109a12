//! Finding words: text → tokens, a query → what the indexes are asked.
//!
//! Both databases are fed with tokens made here and never parse a text of their own, so that they
//! find the same. [`units`] takes a text apart, [`tokens`] and [`entries`] say what of it stands in
//! the two indexes, [`Query`] reads what people type, [`Phrase::plan`] says what to ask of an index,
//! and [`Query::parts`] marks what was found in the text that people read.

mod error;
mod grammar;
mod parts;
mod phrase;
#[cfg(test)]
mod tests;
mod text;

pub use error::{QueryError, QueryProblem};
pub use grammar::{Query, Side, Term};
pub use parts::Part;
pub use phrase::{Phrase, Plan};
pub use text::{HIDDEN, Placed, Unit, entries, tokens, units};
