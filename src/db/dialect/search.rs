//! The indexes of what was said: full-text tables on SQLite, `tsvector` columns on PostgreSQL. Both
//! take the tokens that the search room makes, as they are: SQLite's tokenizer cuts at blanks only,
//! and PostgreSQL is given literals, which no text search configuration parses.

use crate::db::call::Condition;
use crate::db::connection::AnyConnection;
use crate::db::recording::ChannelRole;
use crate::db::schema::{call, search_side};
use crate::ids::{CallId, RecordingId};
use crate::search::{HIDDEN, Plan};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Text};

/// How one of the databases is asked for words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::db) enum SearchDialect {
    Sqlite,
    Postgres,
}

impl SearchDialect {
    pub(in crate::db) fn of(connection: &AnyConnection) -> Self {
        match connection {
            AnyConnection::Sqlite(_) => Self::Sqlite,
            AnyConnection::Postgres(_) => Self::Postgres,
        }
    }

    /// The call has what is planned, said in this role or by anybody. Looked up from the words to the
    /// call, once for the whole list.
    pub(in crate::db) fn is_said(self, plan: &Plan, role: Option<ChannelRole>) -> Condition {
        let (asked, table, begins) = match (self, plan) {
            (Self::Sqlite, Plan::Entry { entry, is_open }) => {
                (match_text(&[entry], *is_open), "search_side", SQLITE_ENTRY)
            }
            (Self::Sqlite, Plan::Sequence { tokens, is_open }) => {
                (match_text(tokens, *is_open), "wording", SQLITE_SEQUENCE)
            }
            (Self::Postgres, Plan::Entry { entry, is_open }) => {
                (ts_query(&[entry], *is_open), "search_side", POSTGRES_ENTRY)
            }
            (Self::Postgres, Plan::Sequence { tokens, is_open }) => {
                (ts_query(tokens, *is_open), "wording", POSTGRES_SEQUENCE)
            }
        };
        let closes = if self == Self::Postgres { " AS tsquery)" } else { "" };
        let in_role = role.map(|role| format!(" AND {table}.role = '{}'", role.as_str()));
        let ends = format!("{closes}{})", in_role.unwrap_or_default());
        let is_found = sql::<Bool>(begins).bind::<Text, _>(asked).sql(&ends);
        Box::new(call::id.is_not_null().and(is_found))
    }
}

/// `CROSS JOIN` keeps SQLite from beginning with the other table.
const SQLITE_ENTRY: &str = "call.id IN (SELECT search_side.call_id FROM search_word \
    CROSS JOIN search_side ON search_side.id = search_word.rowid WHERE search_word MATCH ";
const SQLITE_SEQUENCE: &str = "call.id IN (SELECT wording.call_id FROM search_utterance \
    CROSS JOIN wording ON wording.id = search_utterance.rowid WHERE search_utterance MATCH ";
const POSTGRES_ENTRY: &str = "call.id IN (SELECT search_side.call_id FROM search_word \
    JOIN search_side ON search_side.id = search_word.id WHERE search_word.words @@ CAST(";
const POSTGRES_SEQUENCE: &str = "call.id IN (SELECT wording.call_id FROM search_utterance \
    JOIN wording ON wording.id = search_utterance.id WHERE search_utterance.tokens @@ CAST(";

/// A phrase in FTS5's words: `"my card"`, `"my car" *`.
fn match_text<T: AsRef<str>>(tokens: &[T], is_open: bool) -> String {
    let tokens: Vec<String> = tokens.iter().map(|token| token.as_ref().replace('"', "\"\"")).collect();
    format!("\"{}\"{}", tokens.join(" "), if is_open { " *" } else { "" })
}

/// The same as a `tsquery`: `'my' <-> 'card'`, `'my' <-> 'car':*`.
fn ts_query<T: AsRef<str>>(tokens: &[T], is_open: bool) -> String {
    let tokens: Vec<String> = tokens.iter().map(|token| literal(token.as_ref())).collect();
    format!("{}{}", tokens.join(" <-> "), if is_open { ":*" } else { "" })
}

/// A lexeme in quotes.
fn literal(token: &str) -> String {
    format!("'{}'", token.replace('\\', "\\\\").replace('\'', "''"))
}

/// Takes the utterances of a recording out of their index.
pub(in crate::db) fn forget_utterances(
    connection: &mut AnyConnection,
    recording_id: RecordingId,
) -> QueryResult<()> {
    let delete = match connection {
        AnyConnection::Sqlite(_) => {
            "DELETE FROM search_utterance WHERE rowid IN (SELECT id FROM wording WHERE recording_id = ?)"
        }
        AnyConnection::Postgres(_) => {
            "DELETE FROM search_utterance WHERE id IN (SELECT id FROM wording WHERE recording_id = $1)"
        }
    };
    diesel::sql_query(delete).bind::<Binary, _>(recording_id).execute(connection)?;
    Ok(())
}

/// Indexes an utterance, whose row in `wording` has this number.
pub(in crate::db) fn index_utterance(
    connection: &mut AnyConnection,
    id: i64,
    tokens: &[String],
) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            diesel::sql_query("INSERT INTO search_utterance (rowid, tokens) VALUES (?, ?)")
                .bind::<BigInt, _>(id)
                .bind::<Text, _>(tokens.join(" "))
                .execute(sqlite)?
        }
        AnyConnection::Postgres(postgres) => {
            let placed = tokens.iter().zip(1..).filter(|(token, _)| *token != HIDDEN);
            let vector: Vec<String> =
                placed.map(|(token, place)| format!("{}:{place}", literal(token))).collect();
            diesel::sql_query("INSERT INTO search_utterance (id, tokens) VALUES ($1, CAST($2 AS tsvector))")
                .bind::<BigInt, _>(id)
                .bind::<Text, _>(vector.join(" "))
                .execute(postgres)?
        }
    };
    Ok(())
}

/// Indexes what one side says in a recording.
pub(in crate::db) fn index_side(
    connection: &mut AnyConnection,
    call_id: CallId,
    recording_id: RecordingId,
    role: Option<ChannelRole>,
    entries: &[String],
) -> QueryResult<()> {
    let side = (
        search_side::recording_id.eq(recording_id),
        search_side::call_id.eq(call_id),
        search_side::role.eq(role),
    );
    let insert = diesel::insert_into(search_side::table).values(side).returning(search_side::id);
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            let id: i64 = insert.get_result(sqlite)?;
            diesel::sql_query("INSERT INTO search_word (rowid, words) VALUES (?, ?)")
                .bind::<BigInt, _>(id)
                .bind::<Text, _>(entries.join(" "))
                .execute(sqlite)?
        }
        AnyConnection::Postgres(postgres) => {
            let id: i64 = insert.get_result(postgres)?;
            let vector: Vec<String> = entries.iter().map(|entry| literal(entry)).collect();
            diesel::sql_query("INSERT INTO search_word (id, words) VALUES ($1, CAST($2 AS tsvector))")
                .bind::<BigInt, _>(id)
                .bind::<Text, _>(vector.join(" "))
                .execute(postgres)?
        }
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_worded_for_either_database() {
        assert_eq!(match_text(&["my", "card"], false), "\"my card\"");
        assert_eq!(match_text(&["退"], true), "\"退\" *");
        assert_eq!(ts_query(&["my", "card"], false), "'my' <-> 'card'");
        assert_eq!(ts_query(&["办", "卡"], true), "'办' <-> '卡':*");
        assert_eq!(literal("a'b\\"), "'a''b\\\\'");
    }
}
