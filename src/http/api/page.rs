//! What lists have in common on the wire: a page, and something with a name.

use crate::db::named::Named;
use crate::db::person::Person;
use crate::db::project::Queue;
use crate::db::{Cursor, NotACursor, Page, Window};
use crate::http::errors::{ApiError, RequestError};
use serde::Serialize;
use std::fmt::Display;
use utoipa::ToSchema;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Page)]
pub struct PageBody<T: ToSchema> {
    /// The rows, in the order that was asked for.
    items: Vec<T>,
    /// What to send as `cursor` for the next page; none: this is the last.
    next: Option<String>,
    /// How many rows there are in all, counted to 10,000.
    total: i64,
    /// Whether that is all of them.
    total_is_exact: bool,
}

impl<T: ToSchema> PageBody<T> {
    /// The wire form of a page, row by row.
    pub(super) fn of<R>(page: Page<R>, row: impl FnMut(R) -> T) -> Self {
        let page = page.map(row);
        Self {
            items: page.items,
            next: page.next.map(|cursor| cursor.to_string()),
            total: page.total,
            total_is_exact: page.total_is_exact,
        }
    }
}

/// How many rows a page has unless the reader says.
const ROWS_DEFAULT: i64 = 50;

/// How much of a list is wanted, by the `cursor` and `limit` of a query.
pub(super) fn window(cursor: Option<&str>, limit: Option<i64>) -> Result<Window, ApiError> {
    let after: Option<Cursor> = cursor
        .map(str::parse)
        .transpose()
        .map_err(|error: NotACursor| RequestError::BadQuery(error.to_string()))?;
    Ok(Window::new(after, limit.unwrap_or(ROWS_DEFAULT)))
}

/// Something with a name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Named)]
pub struct NamedBody {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// Its name as people write it.
    name: String,
}

impl From<Person> for NamedBody {
    fn from(person: Person) -> Self {
        Self { id: person.id.to_string(), name: person.name }
    }
}

impl From<Queue> for NamedBody {
    fn from(queue: Queue) -> Self {
        Self { id: queue.id.to_string(), name: queue.name }
    }
}

impl<Id: Display> From<Named<Id>> for NamedBody {
    fn from(named: Named<Id>) -> Self {
        Self { id: named.id.to_string(), name: named.name }
    }
}
