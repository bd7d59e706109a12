//! The keys of the review page that somebody moved. Which keys there are and where they lie by
//! themselves the page knows; here is seen to it that nothing odd is kept.

use super::super::{ReviewError, person_of};
use super::DeskError;
use crate::access::Who;
use crate::db::Db;
use crate::db::review_keys::{self, MovedKeys};
use std::collections::BTreeMap;

/// The most keys that somebody moves.
const KEYS_MOST: usize = 100;
/// The longest name of a command or of a key's place.
const NAME_MOST: usize = 40;

/// The keys that the caller moved.
pub async fn moved_keys(db: &Db, who: &Who) -> Result<MovedKeys, ReviewError> {
    let own = person_of(who)?;
    Ok(db.read(move |reading| review_keys::of_person(reading, own)).await?)
}

/// Stores the keys that the caller moved, in place of those that stood there.
pub async fn move_keys(db: &Db, who: &Who, keys: MovedKeys) -> Result<MovedKeys, ReviewError> {
    let own = person_of(who)?;
    check(&keys)?;
    db.write(move |writing| {
        review_keys::store(writing, own, &keys)?;
        Ok(keys.clone())
    })
    .await
}

fn check(keys: &MovedKeys) -> Result<(), DeskError> {
    if keys.len() > KEYS_MOST {
        return Err(DeskError::BadKeys { problem: "there are too many" });
    }
    let is_name = |text: &str| (1..=NAME_MOST).contains(&text.len());
    let mut taken = BTreeMap::new();
    for (command, place) in keys {
        if !is_name(command) || !command.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            return Err(DeskError::BadKeys { problem: "there is no such command" });
        }
        if !is_name(&place.code) || !place.code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(DeskError::BadKeys { problem: "there is no such key" });
        }
        if let Some(one) = taken.insert(place, command) {
            return Err(DeskError::KeyTaken { one: String::clone(one), other: command.clone() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::review_keys::KeyPlace;

    fn keys(moved: &[(&str, &str, bool)]) -> MovedKeys {
        let place = |code: &str, shift| KeyPlace { code: code.to_owned(), shift, alt: false };
        moved.iter().map(|(command, code, shift)| ((*command).to_owned(), place(code, *shift))).collect()
    }

    #[test]
    fn one_key_does_one_thing() {
        assert!(check(&keys(&[("note", "KeyM", false), ("loop", "KeyM", true)])).is_ok());
        let taken = check(&keys(&[("note", "KeyM", false), ("loop", "KeyM", false)]));
        assert!(matches!(taken, Err(DeskError::KeyTaken { one, other }) if one == "loop" && other == "note"));
    }

    #[test]
    fn what_is_no_key_is_not_kept() {
        for (command, code) in [("", "KeyM"), ("Note", "KeyM"), ("note", ""), ("note", "Key M")] {
            let refused = check(&keys(&[(command, code, false)]));
            assert!(matches!(refused, Err(DeskError::BadKeys { .. })), "{command} {code}");
        }
    }
}
