//! Speech without words: where somebody speaks and nothing that was heard could be believed.

use super::utterances::Utterance;
use super::windows::Window;

/// Two stretches closer than this are one, unless something was heard between them.
const SAME_STRETCH_MS: u64 = 1_000;
/// In a window that is believed a shorter one is a breath, or its words stand a region too far.
const WITHIN_BELIEVED_MS: u64 = 2_500;

/// A stretch in which somebody speaks and of which no word is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wordless {
    /// Which channel, counted from 0.
    pub channel: u16,
    /// Where it begins on the call's timeline, in milliseconds.
    pub start_ms: u64,
    /// Where it ends.
    pub end_ms: u64,
}

/// The regions of a window in which none of its utterances lies: all where there are none, else the long ones.
#[must_use]
pub fn of(window: &Window, utterances: &[Utterance]) -> Vec<Wordless> {
    let mut stretches: Vec<Wordless> = Vec::new();
    let mut goes_on = false;
    for region in &window.regions {
        if utterances.iter().any(|one| one.start_ms < region.end_ms && one.end_ms > region.start_ms) {
            goes_on = false;
            continue;
        }
        match stretches.last_mut() {
            Some(last) if goes_on && region.start_ms < last.end_ms + SAME_STRETCH_MS => {
                last.end_ms = region.end_ms;
            }
            _ => stretches.push(Wordless {
                channel: window.channel,
                start_ms: region.start_ms,
                end_ms: region.end_ms,
            }),
        }
        goes_on = true;
    }
    let least_ms = if utterances.is_empty() { 0 } else { WITHIN_BELIEVED_MS };
    stretches.retain(|one| one.end_ms - one.start_ms >= least_ms);
    stretches
}

#[cfg(test)]
mod tests {
    use super::super::Span;
    use super::super::windows::Piece;
    use super::*;

    fn window(regions: &[(u64, u64)]) -> Window {
        let regions: Vec<Span> =
            regions.iter().map(|(start_ms, end_ms)| Span { start_ms: *start_ms, end_ms: *end_ms }).collect();
        let call = Span { start_ms: regions[0].start_ms, end_ms: regions[regions.len() - 1].end_ms };
        Window { channel: 1, pieces: vec![Piece { call, at_ms: 0 }], regions }
    }

    fn said(start_ms: u64, end_ms: u64) -> Utterance {
        Utterance {
            channel: 1,
            start_ms,
            end_ms,
            text: "yes".to_owned(),
            confidence: 0.9,
            words: Vec::new(),
            speaker: None,
        }
    }

    fn times(stretches: &[Wordless]) -> Vec<(u64, u64)> {
        stretches.iter().map(|one| (one.start_ms, one.end_ms)).collect()
    }

    #[test]
    fn of_a_window_that_was_given_up_all_speech_is_left() {
        let left = of(&window(&[(1_000, 2_000), (2_500, 3_000), (6_000, 7_000)]), &[]);
        assert_eq!(times(&left), [(1_000, 3_000), (6_000, 7_000)]);
        assert!(left.iter().all(|one| one.channel == 1));
    }

    #[test]
    fn of_a_window_that_is_believed_only_what_is_long_is_left() {
        let window = window(&[(1_000, 2_000), (3_500, 5_400), (8_000, 11_000), (13_000, 14_000)]);
        assert_eq!(times(&of(&window, &[said(800, 2_000), said(12_900, 14_000)])), [(8_000, 11_000)]);
        assert!(of(&window, &[said(800, 14_000)]).is_empty());
    }

    #[test]
    fn what_was_heard_between_two_stretches_keeps_them_apart() {
        let window = window(&[(1_000, 4_000), (4_100, 4_500), (4_600, 8_000)]);
        assert_eq!(times(&of(&window, &[said(4_100, 4_500)])), [(1_000, 4_000), (4_600, 8_000)]);
    }
}
