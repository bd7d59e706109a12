//! Speech of which no word is known: what is said there may be just what is to be hidden.

use super::context::Context;
use super::hiding::WIDER_MS;
use crate::db::redaction::{RedactionKind, RedactionSpan};
use crate::db::wordless_speech::WordlessSpeech;

/// This near to something that is hidden it may be a part of it, or another try.
const NEAR_MS: i64 = 30_000;

/// What of the speech without words is hidden: where somebody had spoken of a number, a code or an address, and
/// beside what is hidden anyhow.
pub(super) fn find(
    wordless: &[WordlessSpeech],
    context: &Context,
    hidden: &[RedactionSpan],
) -> Vec<RedactionSpan> {
    let hide = |one: &WordlessSpeech| {
        let kind = context.expected(one.start_ms, one.end_ms).or_else(|| beside(one, hidden))?;
        Some(RedactionSpan {
            start_ms: (one.start_ms - WIDER_MS).max(0),
            end_ms: one.end_ms + WIDER_MS,
            channel: one.channel,
            kind,
        })
    };
    wordless.iter().filter_map(hide).collect()
}

/// What is hidden near a stretch, on either channel.
fn beside(one: &WordlessSpeech, hidden: &[RedactionSpan]) -> Option<RedactionKind> {
    let is_near = |span: &&RedactionSpan| {
        span.start_ms - NEAR_MS <= one.end_ms && span.end_ms + NEAR_MS >= one.start_ms
    };
    hidden.iter().find(is_near).map(|span| span.kind)
}

#[cfg(test)]
mod tests {
    use super::super::{Said, find_beside};
    use super::*;

    /// What is hidden of speech without words from 12 to 14 s, after a line that is said from 8 to 10 s.
    fn hidden_after(text: &str, wordless_ms: i64) -> Vec<RedactionSpan> {
        let said = [Said { start_ms: 8_000, end_ms: 10_000, text, ..Said::default() }];
        let stretch = WordlessSpeech { channel: 1, start_ms: wordless_ms, end_ms: wordless_ms + 2_000 };
        let found = find_beside(&said, &[stretch]);
        let spans = found.spans(&said);
        spans.into_iter().filter(|span| span.channel == 1).collect()
    }

    #[test]
    fn where_a_number_was_asked_for_it_is_hidden_and_elsewhere_not() {
        let hidden = hidden_after("Could you read me the long number on the card?", 12_000);
        let expected =
            RedactionSpan { start_ms: 11_750, end_ms: 14_250, channel: 1, kind: RedactionKind::LongNumber };
        assert_eq!(hidden, [expected]);
        assert_eq!(hidden_after("And the security code?", 12_000)[0].kind, RedactionKind::SecurityCode);
        assert_eq!(hidden_after("背面三位是多少？", 12_000)[0].kind, RedactionKind::SecurityCode);
        assert_eq!(hidden_after("您的手机号是多少？", 12_000)[0].kind, RedactionKind::MobileNumber);
        let misheard = hidden_after("麻烦您抱一下卡厚", 12_000);
        assert_eq!(misheard[0].kind, RedactionKind::LongNumber, "卡号, as the model now and then hears it");
        assert!(hidden_after("Could you tell me what happened?", 12_000).is_empty());
        assert!(hidden_after("And the security code?", 40_000).is_empty(), "too late for a code");
        assert!(
            hidden_after("Could you read me the long number on the card?", 3_000).is_empty(),
            "before it"
        );
    }

    #[test]
    fn an_address_may_come_before_anybody_calls_it_one() {
        assert_eq!(hidden_after("So that is your email.", 3_000)[0].kind, RedactionKind::Email);
        assert_eq!(hidden_after("And your email?", 12_000)[0].kind, RedactionKind::Email);
    }

    #[test]
    fn beside_what_is_hidden_it_is_hidden_too() {
        assert_eq!(hidden_after("4111 1111 1111 1111", 12_000)[0].kind, RedactionKind::Card);
        assert_eq!(hidden_after("4111 1111 1111 1111", 2_000)[0].kind, RedactionKind::Card);
        assert!(hidden_after("4111 1111 1111 1111", 50_000).is_empty());
    }
}
