//! One file a resource: its wire types and its handlers.
//!
//! Times are RFC 3339 with `Z`, positions integer milliseconds, names `snake_case`; lists are
//! paged.

pub mod assignments;
pub mod call_rows;
pub mod calls;
pub mod directory;
pub mod me;
pub mod page;
pub mod recordings;
pub mod session;
pub mod setup;

mod upload;
