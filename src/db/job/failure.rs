//! Why work failed, as it stands beside the job: a stable code, which pages put words of their language to, and
//! the sentence of the server.

/// As it is kept: the code, a colon, the sentence.
#[must_use]
pub fn coded(code: &str, sentence: &str) -> String {
    format!("{code}: {sentence}")
}

/// Its code and its sentence. An earlier earmark kept the sentence alone.
pub(super) fn read(kept: Option<String>) -> (Option<String>, Option<String>) {
    let Some(kept) = kept else { return (None, None) };
    match kept.split_once(": ") {
        Some((code, sentence)) if is_code(code) => (Some(code.to_owned()), Some(sentence.to_owned())),
        _ => (None, Some(kept)),
    }
}

fn is_code(text: &str) -> bool {
    let is_in_one = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_';
    !text.is_empty() && text.chars().all(is_in_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(kept: &str) -> (Option<String>, Option<String>) {
        read(Some(kept.to_owned()))
    }

    #[test]
    fn the_code_stands_before_the_sentence() {
        let kept = coded("speech_engine_failed", "the speech library failed: try again");
        let (code, sentence) = parts(&kept);
        assert_eq!(code.as_deref(), Some("speech_engine_failed"));
        assert_eq!(sentence.as_deref(), Some("the speech library failed: try again"));
        assert_eq!(read(None), (None, None));
    }

    #[test]
    fn what_was_kept_without_a_code_is_the_sentence() {
        for kept in ["somebody stopped it", "the worker was killed by signal 9 (SIGKILL): by hand", ": no"] {
            assert_eq!(parts(kept), (None, Some(kept.to_owned())));
        }
    }
}
