//! Tags as sources write them: a list, or one text that parts them. The same tag twice is one.

/// The longest tag, in characters.
pub(super) const TAG_MOST: usize = 500;
/// The most tags of a call that one text names.
const TAGS_MOST: usize = 100;

/// The tags of a text, parted by commas, semicolons and what stands for them in Chinese, or by bars.
pub(super) fn in_text(text: &str) -> Vec<String> {
    let parted = text.split([',', ';', '，', '、', '；', '|']).map(str::trim).filter(|tag| !tag.is_empty());
    let mut tags = once(parted.map(str::to_owned));
    tags.truncate(TAGS_MOST);
    tags
}

/// Each of these once, in their order.
pub(super) fn once(tags: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for tag in tags {
        if !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_parts_its_tags_and_names_each_once() {
        assert_eq!(in_text("vip， 老客户;vip|a b,,、c"), ["vip", "老客户", "a b", "c"]);
        assert!(in_text(" ; ").is_empty());
        let many: Vec<String> = (0..300).map(|number| number.to_string()).collect();
        assert_eq!(in_text(&many.join(",")).len(), TAGS_MOST);
    }
}
