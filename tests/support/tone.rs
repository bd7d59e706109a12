//! A recording for tests: the programs' tests and the web interface's share it.

/// One second of a tone: 8 kHz, 16 bit, mono. Another pitch is another content.
pub(crate) fn tone(hertz: u16) -> Vec<u8> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 8000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
    for frame in 0..8000_u16 {
        let phase = f32::from(frame) * f32::from(hertz) * std::f32::consts::TAU / 8000.0;
        #[expect(clippy::cast_possible_truncation, reason = "the tone stays within 16 bits")]
        writer.write_sample((phase.sin() * 8000.0) as i16).unwrap();
    }
    writer.finalize().unwrap();
    bytes.into_inner()
}
