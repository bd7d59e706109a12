use super::*;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Instant;
use tempfile::TempDir;

/// An ffmpeg that does what this shell script says; its last argument is `file:` and the output.
fn pretended(script: &str) -> (TempDir, Ffmpeg) {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("ffmpeg");
    let whole = format!("#!/bin/sh\nfor output in \"$@\"; do :; done\noutput=${{output#file:}}\n{script}\n");
    std::fs::write(&program, whole).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let ffmpeg = Ffmpeg { program: program.into(), time: Duration::from_secs(20), ..Ffmpeg::default() };
    (folder, ffmpeg)
}

fn foreign() -> (&'static str, Foreign) {
    let Err(AudioError::NeedsFfmpeg { foreign, .. }) =
        crate::audio::probe(std::io::Cursor::new(b"no header"), Some("call.g722"))
    else {
        panic!("G.722 takes ffmpeg");
    };
    ("G.722", foreign)
}

fn decode(ffmpeg: &Ffmpeg, folder: &TempDir) -> (Result<(), AudioError>, PathBuf) {
    let output = folder.path().join("output.wav");
    (ffmpeg.decode(Path::new("call.g722"), foreign(), &output, Extent::Whole), output)
}

#[test]
fn it_is_told_what_the_file_is_and_opens_nothing_but_files() {
    let (folder, ffmpeg) = pretended("echo \"$@\" > \"$output\"");
    let (decoded, output) = decode(&ffmpeg, &folder);
    decoded.unwrap();
    let told = std::fs::read_to_string(output).unwrap();
    assert!(told.contains("-protocol_whitelist file,pipe -f g722 -i file:call.g722 -map 0:a:0"), "{told}");
}

#[test]
fn without_one_the_codec_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = Ffmpeg { program: "/no/such/ffmpeg".into(), ..Ffmpeg::default() };
    let refused = decode(&nowhere, &folder).0.unwrap_err();
    assert!(refused.to_string().contains("codec G.722 is not supported; install ffmpeg"), "{refused}");
}

#[test]
fn what_it_cannot_decode_is_damaged() {
    let (folder, ffmpeg) = pretended("echo 'private: +49 170 1234567' >&2; exit 1");
    let refused = decode(&ffmpeg, &folder).0.unwrap_err();
    assert!(matches!(refused, AudioError::Damaged { .. }));
    assert!(!refused.to_string().contains("private"), "what it says of the content stays with it");
}

#[test]
fn it_is_killed_when_its_time_is_over() {
    let (folder, ffmpeg) = pretended("exec sleep 60");
    let hurried = Ffmpeg { time: Duration::from_millis(100), ..ffmpeg };
    let began = Instant::now();
    let refused = decode(&hurried, &folder).0.unwrap_err();
    assert!(refused.to_string().contains("more time than it may have"), "{refused}");
    assert!(began.elapsed() < Duration::from_secs(30));
}

#[test]
fn it_writes_no_more_than_it_may() {
    let (folder, ffmpeg) = pretended("exec head -c 1000000 /dev/zero > \"$output\"");
    let narrow = Ffmpeg { output: 65_536, ..ffmpeg };
    let (refused, output) = decode(&narrow, &folder);
    assert!(matches!(refused, Err(AudioError::Damaged { .. })), "{refused:?}");
    assert!(std::fs::metadata(output).unwrap().len() <= 65_536);
}

#[test]
fn it_takes_no_more_memory_than_it_may() {
    // The shell says itself what it may: nothing that asks for more is at hand everywhere.
    let (folder, ffmpeg) =
        pretended("ulimit -v > \"$output\"; ulimit -t >> \"$output\"; ulimit -c >> \"$output\"");
    let narrow = Ffmpeg { memory: 512 * 1024 * 1024, ..ffmpeg };
    let (decoded, output) = decode(&narrow, &folder);
    decoded.unwrap();
    assert_eq!(std::fs::read_to_string(output).unwrap(), "524288\n20\n0\n");
}
