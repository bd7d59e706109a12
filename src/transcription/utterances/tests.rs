use super::super::windows::Piece;
use super::*;
use proptest::prelude::*;

fn span(start_ms: u64, end_ms: u64) -> Span {
    Span { start_ms, end_ms }
}

/// A window of one piece a region, as the packing makes it for regions far apart.
fn window(regions: &[Span]) -> Window {
    let mut at_ms = 0;
    let mut pieces = Vec::new();
    for region in regions {
        let call = span(region.start_ms - 200, region.end_ms + 200);
        pieces.push(Piece { call, at_ms });
        at_ms += call.length_ms() + 200;
    }
    Window { channel: 1, pieces, regions: regions.to_vec() }
}

fn word(text: &str, start_ms: u64, end_ms: u64, phrase: usize) -> Word {
    Word { text: text.to_owned(), start_ms, end_ms, probability: 0.9, phrase }
}

fn heard(words: Vec<Word>) -> Heard {
    Heard { words, no_speech: 0.0, log_probability: -0.1 }
}

fn said(utterances: &[Utterance]) -> Vec<(u64, u64, &str)> {
    utterances.iter().map(|said| (said.start_ms, said.end_ms, said.text.as_str())).collect()
}

#[test]
fn an_utterance_takes_its_times_from_its_region_and_begins_a_moment_before_it() {
    let window = window(&[span(5_000, 6_000), span(60_000, 61_500)]);
    let heard = heard(vec![
        word(" Good", 700, 900, 0),
        word(" morning.", 900, 1_300, 0),
        word(" Who", 2_400, 2_600, 1),
        word(" is", 2_600, 2_700, 1),
        word(" it?", 2_700, 3_000, 1),
    ]);
    let utterances = cut(&window, &heard);
    assert_eq!(said(&utterances), [(4_800, 6_000, "Good morning."), (59_800, 61_500, "Who is it?")]);
    assert!((utterances[0].confidence - 0.9).abs() < 0.001);
    assert_eq!(utterances[0].channel, 1);
    assert_eq!(utterances[0].words[0].start_ms, 5_500, "a word has no moment before it");
    let words: Vec<(u64, u64, &str)> =
        utterances[1].words.iter().map(|word| (word.start_ms, word.end_ms, word.text.as_str())).collect();
    assert_eq!(words, [(60_600, 60_800, "Who"), (60_800, 60_900, " is"), (60_900, 61_200, " it?")]);
}

#[test]
fn a_word_that_strays_goes_back_to_its_sentence() {
    // "Could" is timed into the region before, but the sentence before it has ended.
    let window = window(&[span(5_000, 6_000), span(60_000, 61_500)]);
    let heard = heard(vec![
        word(" Thanks.", 300, 700, 0),
        word(" Could", 1_000, 1_300, 0),
        word(" you", 1_900, 2_000, 0),
        word(" wait?", 2_000, 2_300, 0),
    ]);
    let utterances = cut(&window, &heard);
    assert_eq!(said(&utterances), [(4_800, 6_000, "Thanks."), (59_800, 61_500, "Could you wait?")]);
}

#[test]
fn a_sentence_with_a_short_pause_stays_whole_and_a_new_one_begins_anew() {
    let regions = [span(1_000, 2_000), span(2_400, 3_000)];
    let piece = Piece { call: span(800, 3_200), at_ms: 0 };
    let window = Window { channel: 0, pieces: vec![piece], regions: regions.to_vec() };
    let together =
        heard(vec![word(" I", 300, 400, 0), word(" think", 900, 1_100, 0), word(" so.", 1_700, 2_000, 0)]);
    assert_eq!(said(&cut(&window, &together)), [(800, 3_000, "I think so.")]);
    let apart = heard(vec![word(" Yes.", 300, 1_100, 0), word(" Now.", 1_700, 2_000, 0)]);
    assert_eq!(said(&cut(&window, &apart)), [(800, 2_000, "Yes."), (2_200, 3_000, "Now.")]);
}

#[test]
fn a_long_region_is_cut_where_the_model_marks_a_phrase() {
    let region = span(1_000, 26_000);
    let piece = Piece { call: span(800, 26_200), at_ms: 0 };
    let window = Window { channel: 0, pieces: vec![piece], regions: vec![region] };
    let heard = heard(
        (0..25_u32)
            .map(|n| word(" word", u64::from(n) * 1_000 + 200, u64::from(n) * 1_000 + 900, n as usize / 9))
            .collect(),
    );
    let utterances = cut(&window, &heard);
    let times: Vec<(u64, u64)> = utterances.iter().map(|said| (said.start_ms, said.end_ms)).collect();
    assert_eq!(times, [(800, 10_000), (10_000, 19_000), (19_000, 26_000)]);
}

#[test]
fn sounds_and_subtitle_talk_are_no_utterances() {
    let window = window(&[span(5_000, 6_000)]);
    assert!(cut(&window, &heard(vec![word(" [Music]", 300, 900, 0)])).is_empty());
    let mut invented =
        heard(vec![word(" Thanks", 300, 500, 0), word(" for", 500, 600, 0), word(" watching!", 600, 900, 0)]);
    invented.no_speech = 0.5;
    assert!(cut(&window, &invented).is_empty());
}

#[test]
fn overlapping_utterances_are_kept_in_order() {
    let utterance = |channel, start_ms| Utterance {
        channel,
        start_ms,
        end_ms: 9_000,
        text: String::new(),
        confidence: 1.0,
        words: Vec::new(),
        speaker: None,
    };
    let mut all = vec![utterance(1, 500), utterance(1, 100), utterance(0, 500)];
    sort(&mut all);
    assert_eq!(
        all.iter().map(|said| (said.start_ms, said.channel)).collect::<Vec<_>>(),
        [(100, 1), (500, 0), (500, 1)]
    );
}

proptest! {
    #[test]
    fn no_word_is_lost_and_every_utterance_lies_in_the_window(
        lengths in prop::collection::vec((300_u64..4_000, 100_u64..4_000), 1..6),
        words in prop::collection::vec((0_u64..20_000, 0_u64..900, 0_usize..2, any::<bool>()), 0..40),
    ) {
        let mut regions = Vec::new();
        let mut at = 1_000;
        for (length, gap) in lengths {
            regions.push(span(at, at + length));
            at += length + gap + 700;
        }
        let window = window(&regions);
        let mut start = 0;
        let mut phrase = 0;
        let all: Vec<Word> = words.into_iter().enumerate().map(|(n, (step, length, next, ends))| {
            start += step % 900;
            phrase += next;
            word(&format!(" w{n}{}", if ends { "." } else { "" }), start, start + length, phrase)
        }).collect();
        let heard = heard(all);
        let utterances = cut(&window, &heard);
        let text: Vec<&str> = utterances.iter().map(|said| said.text.as_str()).collect();
        let everything = heard.text();
        prop_assert_eq!(text.join(" "), everything.trim());
        let last = regions.last().unwrap().end_ms;
        for said in &utterances {
            prop_assert!(said.start_ms < said.end_ms && said.end_ms <= last + 1, "{said:?}");
            prop_assert!((0.0..=1.0).contains(&said.confidence));
            let words: Vec<&str> = said.words.iter().map(|word| word.text.as_str()).collect();
            prop_assert_eq!(words.concat(), said.text.clone());
            let mut at = said.start_ms;
            for word in &said.words {
                prop_assert!(at <= word.start_ms && word.start_ms <= word.end_ms && word.end_ms <= said.end_ms);
                at = word.end_ms;
            }
        }
    }
}
