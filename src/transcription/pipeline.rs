//! One recording → one transcript.
//!
//! The recording is decoded twice instead of being kept: the first pass keeps two numbers for
//! every 16 ms of a channel, the second a few windows of samples. So a call of four hours takes
//! some 15 MB beside the model, and decoding twice costs about a hundredth of the time that the
//! model takes.

use super::Span;
use super::engine::{Cancel, SpeechEngine, is_known_language};
use super::error::TranscriptionError;
use super::hearing::{self, Answer, Manner};
use super::language;
use super::regions;
use super::script::Script;
use super::speakers::{self, Voices};
use super::utterances::{self, Utterance};
use super::vocabulary::Vocabulary;
use super::voice::{VoiceMeter, VoiceTrack};
use super::windows::{self, Window, WindowCutter};
use super::wordless::Wordless;
use crate::audio::{AudioError, Decoder, Resampler, frames_to_ms};
use crate::db::recording::ChannelRole;
use std::ops::ControlFlow;

/// A side that says its first word later than this after the first of all is not waited for when the call's
/// language is told: the recording would have to be decoded once more to its end.
const LANGUAGE_IS_TOLD_WITHIN_MS: u64 = 120_000;

/// How a recording is to be transcribed.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The languages that it may be in, as codes. One: it is in that one. More: the likeliest.
    pub languages: Vec<String>,
    /// The longest window, in milliseconds; at most 30 s, which is what the model can hear. Short windows
    /// let the encoder do less and give a loop less room. None: what measured best for the language.
    pub longest_window_ms: Option<u64>,
    /// Which characters Chinese is written with.
    pub script: Script,
    /// Names that may be said.
    pub vocabulary: Vocabulary,
    /// Whether two voices are to be told apart in a recording of one channel, and who speaks first where
    /// their words do not tell the agent from the customer.
    pub two_voices: Option<ChannelRole>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            languages: language::EXPECTED.map(str::to_owned).to_vec(),
            longest_window_ms: None,
            script: Script::default(),
            vocabulary: Vocabulary::default(),
            two_voices: None,
        }
    }
}

/// What was said in a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Transcript {
    /// The language, as a code; `None` where nobody spoke and it was not given.
    pub language: Option<String>,
    /// How long the recording lasts.
    pub duration_ms: u64,
    /// How many channels it has.
    pub channels: u16,
    /// What was said, by start and then by channel.
    pub utterances: Vec<Utterance>,
    /// Where somebody speaks and nothing that was heard could be believed.
    pub wordless: Vec<Wordless>,
    /// What the work consisted of.
    pub stats: Stats,
}

/// What the work consisted of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Milliseconds of speech, all channels together.
    pub speech_ms: u64,
    /// Windows that the model heard.
    pub windows: u32,
    /// Windows that it had to hear again.
    pub repeated: u32,
    /// Windows in which somebody speaks and of which nothing could be believed.
    pub discarded: u32,
}

/// Transcribes the recording that `open` opens; it is opened two or three times. `progress` is
/// told the share of the speech that is done, 0 to 1.
///
/// # Errors
/// Those of decoding and of the model; [`TranscriptionError::Cancelled`].
pub fn transcribe_call<'s>(
    engine: &dyn SpeechEngine,
    mut open: impl FnMut() -> Result<Decoder<'s>, AudioError>,
    settings: &Settings,
    progress: &mut dyn FnMut(f32),
    cancel: &Cancel,
) -> Result<Transcript, TranscriptionError> {
    if let Some(unknown) = settings.languages.iter().find(|code| !is_known_language(code)) {
        return Err(TranscriptionError::Language { code: unknown.clone() });
    }
    let survey = survey(open()?, cancel)?;
    let windows = plan(&survey, longest_ms(settings, None));
    let mut transcript = Transcript {
        language: None,
        duration_ms: survey.duration_ms,
        channels: survey.channels,
        utterances: Vec::new(),
        wordless: Vec::new(),
        stats: Stats { speech_ms: windows.iter().flatten().map(Window::speech_ms).sum(), ..Stats::default() },
    };
    transcript.language = match settings.languages.as_slice() {
        [only] => Some(only.clone()),
        _ if transcript.stats.speech_ms == 0 => None,
        several => language::detect(engine, &first_speech(open()?, &windows, cancel)?, several, cancel)?,
    };
    let Some(language) = transcript.language.clone().filter(|_| transcript.stats.speech_ms > 0) else {
        return Ok(transcript);
    };
    let windows = plan(&survey, longest_ms(settings, Some(&language)));
    let count = windows.iter().map(Vec::len).sum();
    let decoder = open()?;
    let manner = Manner { language: &language, script: settings.script, vocabulary: &settings.vocabulary };
    let mut voices = Voices::default();
    let first_is = settings.two_voices.filter(|_| survey.channels == 1);
    hearing::listen(
        engine,
        count,
        manner,
        cancel,
        |hear| {
            cut(decoder, &windows, cancel, &mut |window, samples| {
                if first_is.is_some() {
                    voices.hear(&window, &samples);
                }
                hear(window, samples)
            })
        },
        |answer| {
            transcript.take(answer);
            progress(share(transcript.stats.windows, count));
        },
    )?;
    utterances::sort(&mut transcript.utterances);
    transcript.wordless.sort_by_key(|one| (one.start_ms, one.channel));
    if let Some(first_is) = first_is {
        transcript.utterances = speakers::tell(&voices, transcript.utterances, first_is);
    }
    Ok(transcript)
}

impl Transcript {
    fn take(&mut self, answer: Answer) {
        self.utterances.extend(answer.utterances);
        self.wordless.extend(answer.wordless);
        self.stats.windows += 1;
        self.stats.repeated += u32::from(answer.repeated);
        self.stats.discarded += u32::from(answer.discarded);
    }
}

/// What the first pass finds.
struct Survey {
    tracks: Vec<VoiceTrack>,
    duration_ms: u64,
    channels: u16,
}

/// The first pass: how likely each channel speaks at each moment.
fn survey(mut decoder: Decoder<'_>, cancel: &Cancel) -> Result<Survey, TranscriptionError> {
    let (rate, channels) = (decoder.format().sample_rate, decoder.format().channels);
    let mut meters: Vec<VoiceMeter> = (0..channels).map(|_| VoiceMeter::default()).collect();
    stream(&mut decoder, cancel, |channel, samples| {
        if let Some(meter) = meters.get_mut(channel) {
            meter.push(samples);
        }
        ControlFlow::Continue(())
    })?;
    Ok(Survey {
        tracks: meters.into_iter().map(VoiceMeter::finish).collect(),
        duration_ms: frames_to_ms(decoder.frames(), rate),
        channels,
    })
}

/// The longest window for a language. A sentence of Chinese that is cut is understood worse than one of
/// English: it is the sentence that tells which of the characters of one sound is meant.
fn longest_ms(settings: &Settings, language: Option<&str>) -> u64 {
    let usual = if matches!(language, Some("zh" | "yue")) { 16_000 } else { 12_000 };
    settings.longest_window_ms.unwrap_or(usual).clamp(2_000, 30_000)
}

fn plan(survey: &Survey, longest_ms: u64) -> Vec<Vec<Window>> {
    let mut regions = regions::find(&survey.tracks);
    // The last frame may reach a few milliseconds beyond the recording.
    for region in regions.iter_mut().flatten() {
        region.end_ms = region.end_ms.min(survey.duration_ms);
    }
    let pack = |(channel, (regions, track)): (u16, (&Vec<Span>, &VoiceTrack))| {
        windows::pack(channel, regions, track, longest_ms)
    };
    (0..).zip(regions.iter().zip(&survey.tracks)).map(pack).collect()
}

/// What is said first on every channel, as much as telling the language takes.
fn first_speech(
    decoder: Decoder<'_>,
    windows: &[Vec<Window>],
    cancel: &Cancel,
) -> Result<Vec<f32>, TranscriptionError> {
    let first_ms = windows.iter().flatten().map(Window::start_ms).min().unwrap_or_default();
    let is_early = |window: &&Window| window.start_ms() <= first_ms + LANGUAGE_IS_TOLD_WITHIN_MS;
    let early: Vec<Vec<Window>> =
        windows.iter().map(|windows| windows.iter().take_while(is_early).cloned().collect()).collect();
    let mut left = early.iter().map(Vec::len).sum::<usize>();
    let mut sample = language::Sample::of(early.iter().filter(|windows| !windows.is_empty()).count());
    cut(decoder, &early, cancel, &mut |window, samples| {
        sample.take(window.channel, &samples);
        left = left.saturating_sub(1);
        if left == 0 || sample.is_enough() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(sample.speech())
}

/// The second pass: cuts the windows of every channel out of the recording and hands each over as
/// soon as it is complete, until `take` has enough.
fn cut(
    mut decoder: Decoder<'_>,
    windows: &[Vec<Window>],
    cancel: &Cancel,
    take: &mut dyn FnMut(Window, Vec<f32>) -> ControlFlow<()>,
) -> Result<(), TranscriptionError> {
    let mut cutters: Vec<WindowCutter> = windows.iter().cloned().map(WindowCutter::new).collect();
    let mut flow = ControlFlow::Continue(());
    stream(&mut decoder, cancel, |channel, samples| {
        if let Some(cutter) = cutters.get_mut(channel) {
            cutter.push(samples, |window, cut| {
                if flow.is_continue() {
                    flow = take(window, cut);
                }
            });
        }
        flow
    })?;
    for cutter in &mut cutters {
        cutter.finish(|window, cut| {
            if flow.is_continue() {
                flow = take(window, cut);
            }
        });
    }
    Ok(())
}

/// Hands every channel's samples at 16 kHz to `take`, block by block, until it has enough.
fn stream(
    decoder: &mut Decoder<'_>,
    cancel: &Cancel,
    mut take: impl FnMut(usize, &[f32]) -> ControlFlow<()>,
) -> Result<(), TranscriptionError> {
    let rate = decoder.format().sample_rate;
    let resamplers = (0..decoder.format().channels).map(|_| Resampler::new(rate));
    let mut resamplers = resamplers.collect::<Result<Vec<_>, _>>()?;
    let mut samples = Vec::new();
    while let Some(block) = decoder.next_block()? {
        cancel.check()?;
        for (channel, (resampler, lane)) in resamplers.iter_mut().zip(&block.channels).enumerate() {
            samples.clear();
            resampler.push(lane, &mut samples)?;
            if take(channel, &samples).is_break() {
                return Ok(());
            }
        }
    }
    for (channel, resampler) in resamplers.iter_mut().enumerate() {
        samples.clear();
        resampler.finish(&mut samples)?;
        if take(channel, &samples).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a share for people to see")]
fn share(done: u32, total: usize) -> f32 {
    (done as f32 / total.max(1) as f32).min(1.0)
}
