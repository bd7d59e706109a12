//! Names as they are stored and compared.

use super::AccessError;

/// The longest name or sign-in, in characters.
const NAME_MOST: usize = 200;

/// A sign-in as it is stored and compared: without outer blanks, in lower case.
pub(super) fn normal_sign_in(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A name that people can type and read; `field` names it in the error.
pub(super) fn checked_name(field: &'static str, text: &str) -> Result<String, AccessError> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > NAME_MOST || name.chars().any(char::is_control) {
        return Err(AccessError::BadName { field, most: NAME_MOST });
    }
    Ok(name.to_owned())
}

/// A sign-in that somebody can type.
pub(super) fn checked_sign_in(text: &str) -> Result<String, AccessError> {
    checked_name("sign_in", &normal_sign_in(text))
}
