//! What a recording is made of, and whether a browser can play it.

/// The shape of a recording as its content tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudioFormat {
    /// The container's short name: `wave`, `ogg`, `mp3`, `flac`, `isomp4`, `matroska`, `aiff` …
    pub container: &'static str,
    /// The codec's short name: `pcm_s16le`, `pcm_mulaw`, `opus`, `aac` …
    pub codec: &'static str,
    /// Samples a second of each channel.
    pub sample_rate: u32,
    /// How many channels; at least one.
    pub channels: u16,
}

/// How the browser gets to hear a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Playback {
    /// The file as it came: every current browser plays it, and a position in it is exactly the
    /// position that we measured.
    AsItIs,
    /// A PCM copy ([`crate::audio::Rendition`]). Compressed formats seek by estimate and differ
    /// from browser to browser by what they trim at the start; some are not played at all.
    Rendition,
}

/// Uncompressed and G.711 codecs that every current browser plays inside WAV.
const PLAYED_IN_WAV: [&str; 6] = ["pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_f32le", "pcm_alaw", "pcm_mulaw"];

impl AudioFormat {
    /// Whether a browser plays a sound file of this format with an exact timeline.
    ///
    /// `header_is_sound` is false for a file whose header had to be mended: a browser reads the
    /// header as it stands.
    #[must_use]
    pub fn playback(&self, header_is_sound: bool) -> Playback {
        let plain_wav = self.container == "wave" && PLAYED_IN_WAV.contains(&self.codec);
        let usual_shape = self.channels <= 2 && (8_000..=96_000).contains(&self.sample_rate);
        if plain_wav && usual_shape && header_is_sound { Playback::AsItIs } else { Playback::Rendition }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(codec: &'static str) -> AudioFormat {
        AudioFormat { container: "wave", codec, sample_rate: 8000, channels: 2 }
    }

    #[test]
    fn pcm_and_g711_in_wav_play_as_they_are() {
        assert_eq!(wav("pcm_s16le").playback(true), Playback::AsItIs);
        assert_eq!(wav("pcm_mulaw").playback(true), Playback::AsItIs);
        assert_eq!(wav("pcm_alaw").playback(true), Playback::AsItIs);
    }

    #[test]
    fn everything_else_gets_a_rendition() {
        assert_eq!(wav("adpcm_ms").playback(true), Playback::Rendition);
        assert_eq!(wav("pcm_s16le").playback(false), Playback::Rendition);
        let opus = AudioFormat { container: "ogg", codec: "opus", sample_rate: 48_000, channels: 1 };
        assert_eq!(opus.playback(true), Playback::Rendition);
        let surround = AudioFormat { channels: 6, ..wav("pcm_s16le") };
        assert_eq!(surround.playback(true), Playback::Rendition);
    }
}
