//! What a name says of a file in a watched folder: whether it is meant, what it is, and by which
//! name audio and description find each other.

use crate::db::watched_file::FileKind;

/// What recordings are called where a source says nothing else.
const AUDIO_ENDINGS: &[&str] = &[
    "wav", "wave", "mp3", "ogg", "oga", "opus", "flac", "m4a", "mp4", "aac", "aiff", "aif", "webm", "gsm",
    "ulaw", "ul", "alaw", "al", "sln", "raw", "g722", "g726", "amr", "wma", "au",
];
/// What copying programs call a file that they have not finished.
const UNFINISHED_ENDINGS: &[&str] = &[
    "part",
    "partial",
    "tmp",
    "temp",
    "filepart",
    "crdownload",
    "download",
    "inprogress",
    "incomplete",
    "swp",
    "lock",
    "writing",
];

/// What a file is, by its name. `path` is relative to the folder, with `/` between its parts; no
/// patterns: every name that reads like audio is meant. None: it is not meant.
#[must_use]
pub(super) fn kind_of(path: &str, patterns: &[String]) -> Option<FileKind> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let lower = name.to_lowercase();
    let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
    if name.starts_with('.') || name.ends_with('~') || UNFINISHED_ENDINGS.contains(&ending) {
        return None;
    }
    let described = match ending {
        "vcon" => Some(FileKind::Vcon),
        "json" if lower.ends_with(".vcon.json") => Some(FileKind::Vcon),
        "json" => Some(FileKind::Sidecar),
        "csv" | "tsv" | "xlsx" => Some(FileKind::Table),
        _ => None,
    };
    if described.is_some() {
        return described;
    }
    let is_meant = match patterns {
        [] => AUDIO_ENDINGS.contains(&ending),
        patterns => patterns.iter().any(|pattern| matches(&pattern.to_lowercase(), &lower)),
    };
    is_meant.then_some(FileKind::Audio)
}

/// The path by which a file and its description find each other: without the ending of its format
/// and, of a description, without `_metadata` and the ending of the recording it may repeat.
#[must_use]
pub(super) fn stem_of(path: &str, kind: FileKind) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let stem = without_ending(name);
    let stem = if kind == FileKind::Audio { stem } else { stem.strip_suffix("_metadata").unwrap_or(stem) };
    let repeated = stem.rsplit_once('.').filter(|(_, ending)| {
        kind != FileKind::Audio && AUDIO_ENDINGS.contains(&ending.to_lowercase().as_str())
    });
    let stem = repeated.map_or(stem, |(stem, _)| stem);
    if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") }
}

fn without_ending(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// Whether a name fits a pattern with `*` (anything) and `?` (one character).
#[must_use]
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut of) = (0, 0);
    // Where the last star stood, and how far the name was when it was met.
    let mut star: Option<(usize, usize)> = None;
    while at < name.len() {
        match pattern.get(of) {
            Some('*') => {
                star = Some((of, at));
                of += 1;
            }
            Some(one) if *one == '?' || Some(one) == name.get(at) => {
                at += 1;
                of += 1;
            }
            _ => {
                let Some((stood, met)) = star else { return false };
                star = Some((stood, met + 1));
                of = stood + 1;
                at = met + 1;
            }
        }
    }
    pattern.get(of..).unwrap_or_default().iter().all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_file_is_stands_in_its_name() {
        for (path, kind) in [
            ("2026/11/21/call.WAV", Some(FileKind::Audio)),
            ("call.json", Some(FileKind::Sidecar)),
            ("call.vcon.json", Some(FileKind::Vcon)),
            ("call.vcon", Some(FileKind::Vcon)),
            ("cdr.csv", Some(FileKind::Table)),
            ("call.wav.part", None),
            (".call.wav", None),
            ("call.wav~", None),
            ("notes.txt", None),
            ("Thumbs.db", None),
        ] {
            assert_eq!(kind_of(path, &[]), kind, "{path}");
        }
        let patterns = ["out-*.wav".to_owned(), "*.V3".to_owned()];
        assert_eq!(kind_of("a/out-1.WAV", &patterns), Some(FileKind::Audio));
        assert_eq!(kind_of("a/1.v3", &patterns), Some(FileKind::Audio));
        assert_eq!(kind_of("a/in-1.wav", &patterns), None);
    }

    #[test]
    fn audio_and_description_meet_under_one_name() {
        for path in ["d/call.json", "d/call_metadata.json", "d/call.wav.json", "d/call.wav_metadata.json"] {
            assert_eq!(stem_of(path, FileKind::Sidecar), "d/call", "{path}");
        }
        assert_eq!(stem_of("d/call.csv", FileKind::Table), "d/call");
        assert_eq!(stem_of("d/call.wav", FileKind::Audio), "d/call");
        assert_eq!(stem_of("q-1743042317.12206.wav", FileKind::Audio), "q-1743042317.12206");
        assert_eq!(stem_of("q-1743042317.12206.json", FileKind::Sidecar), "q-1743042317.12206");
    }

    #[test]
    fn a_pattern_fits_with_stars_and_question_marks() {
        for (pattern, name, fits) in [
            ("*.wav", "a.wav", true),
            ("*.wav", "a.wav.x", false),
            ("a?c*", "abcdef", true),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b", "ab", true),
            ("a*a", "a", false),
            ("", "", true),
            ("*", "", true),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }

    proptest! {
        #[test]
        fn no_pattern_hangs_or_panics(pattern in "[*?ab]{0,40}", name in "[ab]{0,60}") {
            let _ = matches(&pattern, &name);
            prop_assert!(matches("*", &name));
            prop_assert!(matches(&name, &name));
        }

        #[test]
        fn no_path_makes_it_panic(path in ".{0,60}") {
            let _ = kind_of(&path, &[]);
            let _ = stem_of(&path, FileKind::Sidecar);
        }
    }
}
