//! The parts that names are made of.

/// The longest text that is taken from a name, in characters.
const TEXT_MOST: usize = 500;

/// A path, and its last part without the ending.
pub(super) struct Name<'p> {
    /// The whole path.
    pub(super) path: &'p str,
    /// The file's name without folders and ending.
    pub(super) stem: &'p str,
}

impl<'p> Name<'p> {
    pub(super) fn of(path: &'p str) -> Self {
        let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
        Self { path, stem: stem(file) }
    }

    /// The folders and the file's name, from the first to the last.
    pub(super) fn parts(&self) -> impl DoubleEndedIterator<Item = &'p str> {
        self.path.split(['/', '\\']).filter(|part| !part.is_empty())
    }
}

/// A name without its ending. What follows the last dot is an ending only where it has a letter:
/// `1743042317.12206` has none.
fn stem(file: &str) -> &str {
    match file.rsplit_once('.') {
        Some((stem, ending)) if is_ending(ending) && !stem.is_empty() => stem,
        _ => file,
    }
}

fn is_ending(text: &str) -> bool {
    (1..=8).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// A text that a field can hold.
pub(super) fn text(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= TEXT_MOST && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

/// A telephone number; what stands for a withheld one is none.
pub(super) fn number(sent: &str) -> Option<String> {
    text(sent).filter(|number| number.bytes().any(|byte| byte.is_ascii_digit()))
}

/// Whether it reads like an extension of a switchboard: two to six digits.
pub(super) fn is_extension(text: &str) -> bool {
    (2..=6).contains(&text.len()) && all_digits(text)
}

/// Whether it reads like a number of the public network: at least seven digits.
pub(super) fn is_public_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    digits.len() >= 7 && all_digits(digits)
}

pub(super) fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it is a UUID with its dashes.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
