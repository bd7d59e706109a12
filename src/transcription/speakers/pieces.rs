//! An utterance → the sentences that it may have to be cut into: on one channel, both sides may speak without a
//! pause between them.

use super::super::Span;
use super::super::utterances::{SpokenWord, Utterance, confidence_of, ends_sentence};
use crate::db::recording::ChannelRole;

/// The sentences of an utterance, by how many words each has.
pub(super) fn sentences(utterance: &Utterance) -> Vec<usize> {
    let mut lengths = Vec::new();
    let mut length = 0;
    for word in &utterance.words {
        length += 1;
        if ends_sentence(&word.text) {
            lengths.push(length);
            length = 0;
        }
    }
    lengths.extend((length > 0).then_some(length));
    lengths
}

/// Where these sentences lie: an utterance without words is one.
pub(super) fn spans(utterance: &Utterance, sentences: &[usize]) -> Vec<Span> {
    let whole = Span { start_ms: utterance.start_ms, end_ms: utterance.end_ms };
    if sentences.is_empty() {
        return vec![whole];
    }
    let mut rest = utterance.words.as_slice();
    let mut spans = Vec::with_capacity(sentences.len());
    for length in sentences {
        let (words, after) = rest.split_at((*length).min(rest.len()));
        rest = after;
        let (first, last) = (words.first(), words.last());
        spans.push(Span {
            start_ms: first.map_or(whole.start_ms, |word| word.start_ms),
            end_ms: last.map_or(whole.end_ms, |word| word.end_ms),
        });
    }
    spans
}

/// The utterance cut where another speaks, given who says each of its sentences.
pub(super) fn cut(utterance: Utterance, sentences: &[usize], told: &[Option<ChannelRole>]) -> Vec<Utterance> {
    let mut runs: Vec<(usize, Option<ChannelRole>)> = Vec::new();
    for (length, speaker) in sentences.iter().zip(told) {
        match runs.last_mut() {
            Some((so_far, same)) if same == speaker => *so_far += length,
            _ => runs.push((*length, *speaker)),
        }
    }
    if runs.len() <= 1 {
        let speaker = told.first().copied().flatten();
        return vec![Utterance { speaker, ..utterance }];
    }
    let last = runs.len() - 1;
    let mut rest = utterance.words;
    let mut cut = Vec::with_capacity(runs.len());
    let mut start_ms = utterance.start_ms;
    for (place, (length, speaker)) in runs.into_iter().enumerate() {
        let after = rest.split_off(length.min(rest.len()));
        let words = std::mem::replace(&mut rest, after);
        // The next begins where its first word does, the last ends where the voice does.
        let next_ms = rest.first().map_or(utterance.end_ms, |word| word.start_ms);
        let end_ms = if place == last { utterance.end_ms } else { next_ms }.max(start_ms + 1);
        cut.extend(of_words(words, Span { start_ms, end_ms }, utterance.channel, speaker));
        start_ms = end_ms;
    }
    cut
}

/// The utterance of these words; none where they say nothing.
fn of_words(
    mut words: Vec<SpokenWord>,
    span: Span,
    channel: u16,
    speaker: Option<ChannelRole>,
) -> Option<Utterance> {
    if let Some(first) = words.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    let text: String = words.iter().map(|word| word.text.as_str()).collect();
    text.chars().any(char::is_alphanumeric).then(|| Utterance {
        channel,
        start_ms: span.start_ms,
        end_ms: span.end_ms,
        text,
        confidence: confidence_of(words.iter().map(|word| word.confidence)),
        words,
        speaker,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utterance() -> Utterance {
        let word = |(text, start_ms): (&str, u64)| SpokenWord {
            text: text.to_owned(),
            start_ms,
            end_ms: start_ms + 400,
            confidence: 0.5,
        };
        let words: Vec<SpokenWord> = [
            ("What", 1_000),
            (" number?", 1_500),
            (" It's", 2_400),
            (" two.", 3_000),
            (" Right.", 4_000),
            (" So", 4_500),
        ]
        .map(word)
        .into();
        Utterance {
            channel: 0,
            start_ms: 900,
            end_ms: 5_200,
            text: words.iter().map(|word| word.text.as_str()).collect(),
            confidence: 0.5,
            words,
            speaker: None,
        }
    }

    #[test]
    fn an_utterance_is_cut_where_another_speaks() {
        let whole = utterance();
        let sentences = sentences(&whole);
        assert_eq!(sentences, [2, 2, 1, 1]);
        let spans: Vec<u64> = spans(&whole, &sentences).iter().map(|span| span.start_ms).collect();
        assert_eq!(spans, [1_000, 2_400, 4_000, 4_500]);
        let (agent, customer) = (Some(ChannelRole::Agent), Some(ChannelRole::Customer));
        let parts = cut(whole, &sentences, &[agent, customer, agent, agent]);
        let told: Vec<(u64, u64, &str, Option<ChannelRole>)> =
            parts.iter().map(|part| (part.start_ms, part.end_ms, part.text.as_str(), part.speaker)).collect();
        assert_eq!(
            told,
            [
                (900, 2_400, "What number?", agent),
                (2_400, 4_000, "It's two.", customer),
                (4_000, 5_200, "Right. So", agent)
            ]
        );
        assert!((parts[0].confidence - 0.5).abs() < 0.001);
        for part in &parts {
            assert_eq!(part.words.iter().map(|word| word.text.as_str()).collect::<String>(), part.text);
        }
    }

    #[test]
    fn what_one_says_stays_whole() {
        let whole = utterance();
        let customer = Some(ChannelRole::Customer);
        let parts = cut(whole.clone(), &sentences(&whole), &[customer; 4]);
        assert_eq!(parts, [Utterance { speaker: customer, ..whole }]);
    }
}
