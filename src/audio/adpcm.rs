//! Microsoft's and the IMA's ADPCM as WAV files hold them: four bits a sample, in blocks that each
//! begin anew. Layouts: Microsoft "New Multimedia Data Types and Data Techniques"; IMA "Recommended
//! Practices for Enhancing Digital Audio Compatibility".
//!
//! A block that was cut decodes as far as it goes.

/// How far the step of Microsoft's ADPCM grows with each code, in 256ths.
const MS_GROWTH: [i32; 16] = [230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230];
/// The smallest step of Microsoft's ADPCM.
const MS_STEP_LEAST: i32 = 16;
/// The pairs of coefficients that every file has; one may bring more.
pub(super) const MS_COEFFICIENTS: [(i16, i16); 7] =
    [(256, 0), (512, -256), (0, 0), (192, 64), (240, 0), (460, -208), (392, -232)];

/// How far each code of the IMA's moves in the table of steps.
const IMA_MOVES: [i32; 8] = [-1, -1, -1, -1, 2, 4, 6, 8];
const IMA_STEPS: [i32; 89] = [
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88,
    97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658,
    724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660,
    4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818,
    18500, 20350, 22385, 24623, 27086, 29794, 32767,
];

/// Appends the samples of one block of Microsoft's ADPCM, one lane a channel. False: it is damaged.
pub(super) fn decode_ms(block: &[u8], coefficients: &[(i16, i16)], lanes: &mut [Vec<f32>]) -> bool {
    let channels = lanes.len();
    let Some((head, codes)) = block.split_at_checked(7 * channels) else { return false };
    let word = |group: usize, channel: usize| {
        let at = channels + 2 * (group * channels + channel);
        i32::from(i16::from_le_bytes([head[at], head[at + 1]]))
    };
    let mut states = Vec::with_capacity(channels);
    for (channel, lane) in lanes.iter_mut().enumerate() {
        let Some((near, far)) = coefficients.get(usize::from(head[channel])) else { return false };
        let state = MsState {
            coefficients: (i32::from(*near), i32::from(*far)),
            step: word(0, channel),
            last: word(1, channel),
            before: word(2, channel),
        };
        lane.extend([fraction(state.before), fraction(state.last)]);
        states.push(state);
    }
    let codes = codes.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    let count = (block.len() - head.len()) * 2;
    for (number, code) in codes.take(count - count % channels).enumerate() {
        let channel = number % channels;
        lanes[channel].push(fraction(states[channel].next(code)));
    }
    true
}

struct MsState {
    coefficients: (i32, i32),
    step: i32,
    last: i32,
    before: i32,
}

impl MsState {
    fn next(&mut self, code: u8) -> i32 {
        let near = self.last * self.coefficients.0;
        let expected = near.saturating_add(self.before * self.coefficients.1) / 256;
        let difference = if code < 8 { i32::from(code) } else { i32::from(code) - 16 };
        self.before = self.last;
        self.last = sixteen_bits(expected.saturating_add(difference.saturating_mul(self.step)));
        let grown = self.step.saturating_mul(MS_GROWTH[usize::from(code & 0x0F)]) / 256;
        self.step = grown.clamp(MS_STEP_LEAST, i32::MAX / 768);
        self.last
    }
}

/// Appends the samples of one block of the IMA's ADPCM, one lane a channel. False: it is damaged.
pub(super) fn decode_ima(block: &[u8], lanes: &mut [Vec<f32>]) -> bool {
    let channels = lanes.len();
    let Some((head, codes)) = block.split_at_checked(4 * channels) else { return false };
    let mut states = Vec::with_capacity(channels);
    for (head, lane) in head.chunks_exact(4).zip(lanes.iter_mut()) {
        let state =
            ImaState { last: i32::from(i16::from_le_bytes([head[0], head[1]])), place: i32::from(head[2]) };
        if state.place >= 89 {
            return false;
        }
        lane.push(fraction(state.last));
        states.push(state);
    }
    // Four bytes, eight samples, of each channel in turn; of each byte the low half first.
    for group in codes.chunks_exact(4 * channels) {
        for ((codes, state), lane) in group.chunks_exact(4).zip(&mut states).zip(lanes.iter_mut()) {
            lane.extend(
                codes.iter().flat_map(|byte| [byte & 0x0F, byte >> 4]).map(|code| fraction(state.next(code))),
            );
        }
    }
    if let ([lane], [state]) = (&mut *lanes, states.as_mut_slice()) {
        let rest = codes.chunks_exact(4).remainder();
        lane.extend(
            rest.iter().flat_map(|byte| [byte & 0x0F, byte >> 4]).map(|code| fraction(state.next(code))),
        );
    }
    true
}

struct ImaState {
    last: i32,
    place: i32,
}

impl ImaState {
    fn next(&mut self, code: u8) -> i32 {
        let step =
            usize::try_from(self.place).ok().and_then(|place| IMA_STEPS.get(place)).copied().unwrap_or(7);
        let size = i32::from(code & 7);
        let difference = ((2 * size + 1) * step) >> 3;
        let signed = if code & 8 == 0 { difference } else { -difference };
        self.last = sixteen_bits(self.last + signed);
        self.place = (self.place + IMA_MOVES[usize::from(code & 7)]).clamp(0, 88);
        self.last
    }
}

fn sixteen_bits(value: i32) -> i32 {
    value.clamp(i32::from(i16::MIN), i32::from(i16::MAX))
}

#[expect(clippy::cast_precision_loss, reason = "16 bits")]
fn fraction(level: i32) -> f32 {
    level as f32 / 32_768.0
}
