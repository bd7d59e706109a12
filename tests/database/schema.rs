//! `src/db/schema.rs` and the two migrations say the same: tables, columns, types, what may be
//! missing; and both migrations make the same indexes.

use crate::harness::{TestDatabase, on_postgres, on_sqlite};
use std::collections::{BTreeMap, BTreeSet};

contract_suite! {
    the_schema_file_says_what_the_tables_are,
}

/// Table → column → (type as the schema file calls it, whether it may be missing).
type Tables = BTreeMap<String, BTreeMap<String, (String, bool)>>;

const SCHEMA: &str = concat!(
    include_str!("../../src/db/schema.rs"),
    include_str!("../../src/db/schema/bell.rs"),
    include_str!("../../src/db/schema/desk.rs"),
    include_str!("../../src/db/schema/hearing.rs"),
    include_str!("../../src/db/schema/learning.rs"),
    include_str!("../../src/db/schema/recorder.rs"),
    include_str!("../../src/db/schema/review.rs"),
    include_str!("../../src/db/schema/teaching.rs"),
    include_str!("../../src/db/schema/ways.rs"),
    include_str!("../../src/db/schema/words.rs")
);

async fn the_schema_file_says_what_the_tables_are(database: &TestDatabase) {
    let written = tables_of_the_schema_file();
    assert!(written.len() > 20, "the schema file is read: {} tables", written.len());
    if database.is_postgres() {
        assert_eq!(postgres_tables(database), written);
    } else {
        assert_eq!(sqlite_tables(database), as_sqlite_stores(written));
    }
}

/// Reads `table! { name (key) { column -> Type, … } }`, one column a line.
fn tables_of_the_schema_file() -> Tables {
    let mut tables = Tables::new();
    let mut table = String::new();
    let mut heads = false;
    for line in SCHEMA.lines().map(str::trim) {
        if line == "diesel::table! {" {
            heads = true;
        } else if heads {
            line.split_once(' ').unwrap().0.clone_into(&mut table);
            heads = false;
        } else if let Some((column, kind)) = line.trim_end_matches(',').split_once(" -> ") {
            let nullable = kind.strip_prefix("Nullable<").and_then(|kind| kind.strip_suffix('>'));
            let what = (nullable.unwrap_or(kind).to_owned(), nullable.is_some());
            if !line.starts_with("diesel::joinable!") {
                tables.entry(table.clone()).or_default().insert(column.to_owned(), what);
            }
        }
    }
    tables
}

/// SQLite keeps every whole number, and yes and no, as INTEGER.
fn as_sqlite_stores(mut tables: Tables) -> Tables {
    for (kind, _) in tables.values_mut().flat_map(BTreeMap::values_mut) {
        let stored = match kind.as_str() {
            "BigInt" | "Integer" | "Bool" => "INTEGER",
            "Binary" => "BLOB",
            "Text" => "TEXT",
            "Double" => "REAL",
            other => panic!("a type that this test does not know: {other}"),
        };
        stored.clone_into(kind);
    }
    tables
}

fn sqlite_tables(database: &TestDatabase) -> Tables {
    tables_from(database.lines(
        "SELECT t.name || ' ' || c.name || ' ' || c.type || ' ' || (c.\"notnull\" = 0 AND c.pk = 0) AS line \
         FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\'",
    ))
}

/// Without the two full-text tables, which are virtual ones on SQLite and known to no schema.
fn postgres_tables(database: &TestDatabase) -> Tables {
    let mut tables = tables_from(database.lines(
        "SELECT table_name || ' ' || column_name || ' ' || udt_name || ' ' || \
         CASE is_nullable WHEN 'YES' THEN 1 ELSE 0 END AS line \
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%' \
         AND table_name NOT IN ('search_utterance', 'search_word')",
    ));
    for (kind, _) in tables.values_mut().flat_map(BTreeMap::values_mut) {
        let named = match kind.as_str() {
            "int8" => "BigInt",
            "int4" => "Integer",
            "bool" => "Bool",
            "bytea" => "Binary",
            "text" => "Text",
            "float8" => "Double",
            other => panic!("a type that the schema does not use: {other}"),
        };
        named.clone_into(kind);
    }
    tables
}

fn tables_from(lines: Vec<String>) -> Tables {
    let mut tables = Tables::new();
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        let [table, column, kind, nullable] = words[..] else { panic!("not four words: {line}") };
        let what = (kind.to_owned(), nullable == "1");
        tables.entry(table.to_owned()).or_default().insert(column.to_owned(), what);
    }
    tables
}

/// Names of indexes, with `unique` where they are, without those that a constraint makes and those of
/// full-text tables.
fn indexes(database: &TestDatabase) -> BTreeSet<String> {
    let query = if database.is_postgres() {
        "SELECT c.relname || CASE WHEN i.indisunique THEN ' unique' ELSE '' END AS line \
         FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
         JOIN pg_namespace n ON n.oid = c.relnamespace \
         JOIN pg_am a ON a.oid = c.relam AND a.amname = 'btree' \
         WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = c.oid)"
    } else {
        "SELECT i.name || CASE WHEN i.\"unique\" THEN ' unique' ELSE '' END AS line \
         FROM pragma_table_list AS t JOIN pragma_index_list(t.name) AS i WHERE i.origin = 'c'"
    };
    database.lines(query).into_iter().collect()
}

#[test]
fn both_migrations_make_the_same_indexes() {
    let mut of_sqlite = BTreeSet::new();
    on_sqlite(async |database| of_sqlite = indexes(database));
    assert!(of_sqlite.contains("job_waiting_once unique"));
    assert!(of_sqlite.contains("call_by_start"));
    on_postgres(async |database| assert_eq!(indexes(database), of_sqlite));
}

#[test]
fn sqlite_checks_the_types_of_what_it_stores() {
    on_sqlite(async |database| {
        let loose = "SELECT name AS line FROM pragma_table_list \
                     WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'";
        assert!(database.lines(loose).is_empty(), "every table is STRICT");
    });
}

#[test]
fn postgres_sorts_text_as_sqlite_does() {
    on_postgres(async |database| {
        let otherwise = "SELECT table_name || '.' || column_name AS line FROM information_schema.columns \
                         WHERE table_schema = 'public' AND data_type = 'text' AND table_name NOT LIKE '\\_\\_%' \
                         AND collation_name IS DISTINCT FROM 'C'";
        assert!(database.lines(otherwise).is_empty(), "every text is COLLATE \"C\"");
    });
}

#[test]
fn every_reference_to_a_row_that_dies_has_an_index() {
    on_sqlite(async |database| {
        let without = "SELECT t.name || '.' || f.\"from\" AS line \
                       FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS f \
                       WHERE f.on_delete = 'CASCADE' AND NOT EXISTS ( \
                         SELECT 1 FROM pragma_index_list(t.name) AS i JOIN pragma_index_info(i.name) AS c \
                         WHERE i.partial = 0 AND c.seqno = 0 AND c.name = f.\"from\")";
        assert_eq!(database.lines(without), Vec::<String>::new(), "a cascade would read the whole table");
    });
}
