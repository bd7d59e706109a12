use super::super::utterances::SpokenWord;
use super::*;
use proptest::prelude::*;

/// Speech-like sound: pulses of a pitch through two resonances that move as vowels do.
fn voice(pitch_hz: f32, size: f32, turn: u32, ms: u64) -> Vec<f32> {
    let samples = usize::try_from(ms).unwrap() * 16;
    let mut sound = vec![0.0; samples];
    let mut phase = 0.0;
    for (at, sample) in sound.iter_mut().enumerate() {
        let syllable = (u32::try_from(at / 2_400).unwrap() + turn * 7) % 5;
        let (first, second) =
            [(300.0, 2_200.0), (600.0, 1_200.0), (750.0, 1_600.0), (400.0, 900.0), (500.0, 1_900.0)]
                [syllable as usize];
        phase += pitch_hz / 16_000.0;
        for harmonic in 1..30_u8 {
            let hz = pitch_hz * f32::from(harmonic);
            let near = |formant: f32| 1.0 / (1.0 + ((hz - formant * size) / 90.0).powi(2));
            *sample += 0.1
                * (near(first) + 0.5 * near(second))
                * (std::f32::consts::TAU * phase * f32::from(harmonic)).sin();
        }
    }
    sound
}

/// What is heard of voices that take turns of two seconds each.
fn heard(turns: &[(f32, f32)]) -> (Voices, Vec<Span>) {
    let mut voices = Voices::default();
    let mut spans = Vec::new();
    for (turn, (pitch, size)) in (0_u32..).zip(turns) {
        let start_ms = u64::from(turn) * 2_500;
        let call = Span { start_ms, end_ms: start_ms + 2_000 };
        let piece = super::super::windows::Piece { call, at_ms: 0 };
        let window = Window { channel: 0, pieces: vec![piece], regions: vec![call] };
        voices.hear(&window, &voice(*pitch, *size, turn, 2_000));
        spans.push(call);
    }
    (voices, spans)
}

const LOW: (f32, f32) = (110.0, 0.9);
const HIGH: (f32, f32) = (210.0, 1.15);

#[test]
fn two_voices_are_told_apart_and_the_first_heard_is_the_first() {
    let turns: Vec<(f32, f32)> = (0..12).map(|turn| if turn % 3 == 2 { LOW } else { HIGH }).collect();
    let (voices, spans) = heard(&turns);
    let expected = |turn: usize| if turn % 3 == 2 { Speaker::Second } else { Speaker::First };
    let told = voices.part(&spans);
    assert_eq!(told, (0..12).map(|turn| Some(expected(turn))).collect::<Vec<_>>());
}

#[test]
fn one_voice_is_not_parted_and_too_little_is_not_told() {
    let (voices, spans) = heard(&[LOW; 12]);
    assert_eq!(voices.part(&spans), [None; 12]);
    let (voices, spans) = heard(&[LOW, HIGH, LOW]);
    assert_eq!(voices.part(&spans), [None; 3]);
    assert_eq!(Voices::default().part(&spans), [None; 3]);
}

#[test]
fn an_utterance_in_which_nobody_was_heard_stays_unknown() {
    let turns: Vec<(f32, f32)> = (0..12).map(|turn| if turn % 2 == 0 { LOW } else { HIGH }).collect();
    let (voices, mut spans) = heard(&turns);
    spans.push(Span { start_ms: 90_000, end_ms: 91_000 });
    let told = voices.part(&spans);
    assert_eq!((told[0], told[12]), (Some(Speaker::First), None));
}

#[test]
fn the_agent_is_named_by_what_is_said() {
    let turns: Vec<(f32, f32)> = (0..12).map(|turn| if turn % 2 == 0 { LOW } else { HIGH }).collect();
    let (voices, spans) = heard(&turns);
    let utterances: Vec<Utterance> = spans
        .iter()
        .enumerate()
        .map(|(at, span)| Utterance {
            channel: 0,
            start_ms: span.start_ms,
            end_ms: span.end_ms,
            text: if at == 1 { "How can I help you?".to_owned() } else { "Well.".to_owned() },
            confidence: 0.9,
            words: vec![SpokenWord {
                text: if at == 1 { "How can I help you?".to_owned() } else { "Well.".to_owned() },
                start_ms: span.start_ms,
                end_ms: span.end_ms,
                confidence: 0.9,
            }],
            speaker: None,
        })
        .collect();
    let utterances = tell(&voices, utterances, ChannelRole::Agent);
    assert_eq!(utterances[0].speaker, Some(ChannelRole::Customer));
    assert_eq!(utterances[1].speaker, Some(ChannelRole::Agent));
}

proptest! {
    #[test]
    fn no_sound_and_no_spans_make_it_panic(
        samples in prop::collection::vec(-1.0_f32..1.0, 0..20_000),
        spans in prop::collection::vec((0_u64..2_000, 0_u64..2_000), 0..12),
    ) {
        let call = Span { start_ms: 0, end_ms: 1_250 };
        let piece = super::super::windows::Piece { call, at_ms: 0 };
        let mut voices = Voices::default();
        voices.hear(&Window { channel: 0, pieces: vec![piece], regions: vec![call] }, &samples);
        let spans: Vec<Span> =
            spans.into_iter().map(|(start_ms, length)| Span { start_ms, end_ms: start_ms + length }).collect();
        prop_assert_eq!(voices.part(&spans).len(), spans.len());
    }
}
