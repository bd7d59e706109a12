//! What people type into a search box, as a pattern for `LIKE … ESCAPE '\\'`.

/// The text as a pattern that matches nothing but itself.
pub(super) fn literal(text: &str) -> String {
    text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_no_pattern() {
        assert_eq!(literal(r"50%_\"), r"50\%\_\\");
    }
}
