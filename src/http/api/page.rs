//! What lists have in common on the wire: a page, and something with a name.

use crate::db::Page;
use crate::db::named::Named;
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

impl<Id: Display> From<Named<Id>> for NamedBody {
    fn from(named: Named<Id>) -> Self {
        Self { id: named.id.to_string(), name: named.name }
    }
}
