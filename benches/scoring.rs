//! What a change of one answer costs on a large card: 60 items, scored anew 100,000 times, exactly and
//! with its whole trace; beside it the same sums in floating point, without trace or conditions.
//!
//! `cargo bench --bench scoring`, part of `make bench`.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a measurement says what it measured, and ends where it cannot measure"
)]

use earmark::scoring::{Answer, Answers, read_template, score};
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

const SECTIONS: usize = 6;
const ITEMS_A_SECTION: usize = 10;
const TIMES: usize = 100_000;
const OPTIONS: [(&str, f64); 3] = [("full", 10.0), ("partly", 5.0), ("none", 0.0)];

/// Six sections of ten items of different weight; one item in ten is asked only sometimes.
fn card() -> String {
    let mut text = "{key: large, title: {en: Large}, method: weighted, pass: 80, sections: [".to_owned();
    for section in 0..SECTIONS {
        let _ = write!(text, "{{key: s{section}, weight: {}, questions: [", section + 1);
        for item in 0..ITEMS_A_SECTION {
            let _ = write!(text, "{{key: q{section}-{item}, weight: {}, options: [", item + 1);
            for (key, worth) in OPTIONS {
                let _ = write!(text, "{{key: {key}, score: {worth}}}, ");
            }
            text.push(']');
            if item == ITEMS_A_SECTION - 1 {
                let _ = write!(text, ", show_when: {{question: q{section}-0, is: [full, partly]}}");
            }
            text.push_str("}, ");
        }
        text.push_str("]}, ");
    }
    text + "]}"
}

/// Everything done in full but one item, in each way in which one item can be answered.
fn variants(keys: &[String]) -> Vec<Answers> {
    let answer = |option: &str| Answer { options: vec![option.to_owned()], ..Answer::default() };
    // The last item of a section is asked only where the first was met at least in part.
    let is_asked = |key: &String, changed: &str, option: &str| {
        let hides = changed.strip_suffix("-0").filter(|_| option == "none");
        hides.is_none_or(|section| *key != format!("{section}-{}", ITEMS_A_SECTION - 1))
    };
    let all_but = |changed: &str, option: &str| {
        let asked = keys.iter().filter(|key| is_asked(key, changed, option));
        asked.map(|key| (key.clone(), answer(if key == changed { option } else { OPTIONS[0].0 }))).collect()
    };
    keys.iter().flat_map(|key| OPTIONS.map(|(option, _)| all_but(key, option))).collect()
}

/// The weighted sum of the same card, as a spreadsheet would form it.
fn in_floating_point(chosen: &[[usize; ITEMS_A_SECTION]; SECTIONS]) -> f64 {
    let (mut total, mut weights) = (0.0, 0.0);
    for (section, items) in chosen.iter().enumerate() {
        let (mut reached, mut most) = (0.0, 0.0);
        for (item, option) in items.iter().enumerate() {
            let weight = (item + 1) as f64;
            reached += weight * OPTIONS[*option].1 / OPTIONS[0].1;
            most += weight;
        }
        total += (section + 1) as f64 * reached / most;
        weights += (section + 1) as f64;
    }
    100.0 * total / weights
}

fn main() {
    let card = read_template(&card()).unwrap();
    let keys: Vec<String> = card.questions().map(|question| question.key.clone()).collect();
    let variants = variants(&keys);
    let began = Instant::now();
    for answers in variants.iter().cycle().take(TIMES) {
        black_box(score(black_box(&card), black_box(answers)).unwrap());
    }
    let exact = began.elapsed();
    let mut chosen = [[0; ITEMS_A_SECTION]; SECTIONS];
    let began = Instant::now();
    for time in 0..TIMES {
        let place = time % (SECTIONS * ITEMS_A_SECTION);
        chosen[place / ITEMS_A_SECTION][place % ITEMS_A_SECTION] = time % OPTIONS.len();
        black_box(in_floating_point(black_box(&chosen)));
    }
    let floating = began.elapsed();
    println!(
        "a card of {} items, scored {TIMES} times with its trace: {:.2} s, {:.1} µs each; sums in floating point \
         alone: {:.3} s (ratio {:.0})",
        keys.len(),
        exact.as_secs_f64(),
        exact.as_secs_f64() * 1e6 / TIMES as f64,
        floating.as_secs_f64(),
        exact.as_secs_f64() / floating.as_secs_f64()
    );
}
