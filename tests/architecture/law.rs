//! Who may import whom: the table of `src/lib.rs`, as code.

/// The rooms from the ground up. A room may import the floors below its own. Rooms on one floor do
/// not know each other, except on the ground floor.
const FLOORS: &[&[&str]] = &[
    &["config", "document", "error", "ids", "time"],
    &["scoring", "audio", "search", "sheet"],
    &["db", "storage"],
    &["access"],
    &["recorder"],
    &["transcription"],
    &["review"],
    &["library"],
    &["coaching"],
    &["insight"],
    &["http", "jobs"],
    &["cli"],
    &["main"],
];

/// Rooms that compute and do nothing else.
const PURE_ROOMS: &[&str] = &["scoring", "audio", "search", "sheet"];

/// What only one room may name: the beginning of a crate's name, and the room.
const KEPT_TO_ONE_ROOM: &[(&str, &str)] = &[("actix", "http"), ("diesel", "db"), ("libsqlite3_sys", "db")];

/// What reaches outside: files, the network, the process, the clock, chance.
const OUTSIDE: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "net"],
    &["std", "env"],
    &["std", "process"],
    &["std", "thread"],
    &["std", "time", "SystemTime"],
    &["std", "time", "Instant"],
    &["SystemTime"],
    &["tokio"],
    &["getrandom"],
    &["rustix"],
    &["ureq"],
];

/// Whether the law knows this room.
pub(crate) fn knows(room: &str) -> bool {
    floor_of(room).is_some()
}

/// Whether code in one room may name another; both are known to the law.
pub(crate) fn may_import(room: &str, imported: &str) -> bool {
    let (from, into) = (floor_of(room), floor_of(imported));
    room == imported || from > into || (from == into && from == Some(0))
}

/// Whether a room does no I/O, has no `async`, and takes time and randomness as arguments.
pub(crate) fn is_pure(room: &str) -> bool {
    PURE_ROOMS.contains(&room)
}

/// The one room that may name this crate, where there is such a room.
pub(crate) fn only_room_for(crate_name: &str) -> Option<&'static str> {
    KEPT_TO_ONE_ROOM.iter().find(|(beginning, _)| crate_name.starts_with(beginning)).map(|(_, room)| *room)
}

/// Whether a path leaves the program: `std::fs::read` does, `std::io::Read` does not.
pub(crate) fn reaches_outside(path: &[String]) -> bool {
    OUTSIDE.iter().any(|outside| {
        path.len() >= outside.len() && path.iter().zip(outside.iter()).all(|(name, kept)| name == kept)
    })
}

fn floor_of(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}
