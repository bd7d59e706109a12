//! Converting a CTranslate2 file that these tests write themselves.

use super::ctranslate::{Element, Weights};
use super::error::ModelError;
use super::float16::widened;
use super::{convert, inspect};
use proptest::prelude::*;
use std::fs;
use std::io::{Cursor, Read};

/// Width of the tiny model.
const STATE: u32 = 8;
const TOKENS: u32 = 12;
const LAYERS: u32 = 2;

fn counted(things: usize) -> u32 {
    u32::try_from(things).unwrap()
}

/// A CTranslate2 file under construction.
#[derive(Clone, Default)]
struct Source {
    tensors: Vec<(String, Vec<u32>, u8, Vec<u8>)>,
    aliases: Vec<(String, String)>,
}

impl Source {
    /// A tensor of f32 whose elements count up from `first`.
    fn counting(&mut self, name: &str, dimensions: &[u32], first: f32) {
        let count = u16::try_from(dimensions.iter().product::<u32>()).unwrap();
        let bytes = (0..count).flat_map(|index| (first + f32::from(index)).to_le_bytes()).collect();
        self.tensors.push((name.to_owned(), dimensions.to_vec(), 0, bytes));
    }

    fn layer(&mut self, at: &str, crosses: bool) {
        let wide = STATE * 4;
        let attentions: &[(&str, &[u32])] = if crosses {
            &[("self_attention", &[3, 1]), ("attention", &[1, 2, 1])]
        } else {
            &[("self_attention", &[3, 1])]
        };
        for (attention, widths) in attentions {
            self.norm(&format!("{at}/{attention}/layer_norm"));
            for (index, width) in widths.iter().enumerate() {
                self.linear(&format!("{at}/{attention}/linear_{index}"), width * STATE, STATE);
            }
        }
        self.norm(&format!("{at}/ffn/layer_norm"));
        self.linear(&format!("{at}/ffn/linear_0"), wide, STATE);
        self.linear(&format!("{at}/ffn/linear_1"), STATE, wide);
    }

    fn norm(&mut self, at: &str) {
        self.counting(&format!("{at}/gamma"), &[STATE], 1.0);
        self.counting(&format!("{at}/beta"), &[STATE], 2.0);
    }

    fn linear(&mut self, at: &str, outputs: u32, inputs: u32) {
        self.counting(&format!("{at}/weight"), &[outputs, inputs], 0.0);
        self.counting(&format!("{at}/bias"), &[outputs], 100.0);
    }

    fn bytes(&self) -> Vec<u8> {
        let mut file = Vec::new();
        let text = |file: &mut Vec<u8>, text: &str| {
            file.extend(u16::try_from(text.len() + 1).unwrap().to_le_bytes());
            file.extend(text.as_bytes());
            file.push(0);
        };
        file.extend(6u32.to_le_bytes());
        text(&mut file, "WhisperSpec");
        file.extend(3u32.to_le_bytes());
        file.extend(counted(self.tensors.len()).to_le_bytes());
        for (name, dimensions, kind, bytes) in &self.tensors {
            text(&mut file, name);
            file.push(u8::try_from(dimensions.len()).unwrap());
            file.extend(dimensions.iter().flat_map(|dimension| dimension.to_le_bytes()));
            file.push(*kind);
            file.extend(counted(bytes.len()).to_le_bytes());
            file.extend(bytes);
        }
        file.extend(counted(self.aliases.len()).to_le_bytes());
        for (alias, name) in &self.aliases {
            text(&mut file, alias);
            text(&mut file, name);
        }
        file
    }
}

/// A whole Whisper model of two layers on each side, eight wide.
fn tiny_model() -> Source {
    let mut source = Source::default();
    source.counting("encoder/position_encodings/encodings", &[10, STATE], 0.5);
    source.counting("encoder/conv1/weight", &[STATE, 80, 3], 0.0);
    source.counting("encoder/conv1/bias", &[STATE], 0.0);
    source.counting("encoder/conv2/weight", &[STATE, STATE, 3], 0.0);
    source.counting("encoder/conv2/bias", &[STATE], 0.0);
    for layer in 0..LAYERS {
        source.layer(&format!("encoder/layer_{layer}"), false);
        source.layer(&format!("decoder/layer_{layer}"), true);
    }
    source.norm("encoder/layer_norm");
    source.norm("decoder/layer_norm");
    source.counting("decoder/position_encodings/encodings", &[6, STATE], 0.0);
    source.counting("decoder/embeddings/weight", &[TOKENS, STATE], 0.0);
    for side in ["encoder", "decoder"] {
        source.tensors.push((format!("{side}/num_heads"), vec![], 2, 2i16.to_le_bytes().to_vec()));
    }
    source.aliases.push(("decoder/projection/weight".to_owned(), "decoder/embeddings/weight".to_owned()));
    source
}

const TOKENIZER: &str = r#"{"model": {"vocab": {"a": 0, "Ġb": 1, "<|en|>": 50259}}}"#;

fn converted(source: &[u8]) -> Result<Vec<u8>, ModelError> {
    let folder = tempfile::tempdir().unwrap();
    let [weights, tokenizer, out] =
        ["model.bin", "tokenizer.json", "ggml-x.bin"].map(|name| folder.path().join(name));
    fs::write(&weights, source).unwrap();
    fs::write(&tokenizer, TOKENIZER).unwrap();
    let result = convert(&weights, &tokenizer, &out);
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, if result.is_ok() { 3 } else { 2 }, "no part file stays");
    result.map(|()| fs::read(&out).unwrap())
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number)).collect()
}

/// The tensors of a ggml file from byte `at` on: name, dimensions, kind, elements.
fn tensors_from(file: &[u8], mut at: usize) -> Vec<(String, Vec<u32>, u32, Vec<u8>)> {
    let mut tensors = Vec::new();
    while at < file.len() {
        let head = numbers(&file[at..at + 12]);
        let (rank, name_length) = (head[0] as usize, head[1] as usize);
        let dimensions = numbers(&file[at + 12..at + 12 + 4 * rank]);
        let name_at = at + 12 + 4 * rank;
        let data_at = name_at + name_length;
        let width = if head[2] == 1 { 2 } else { 4 };
        at = data_at + width * dimensions.iter().product::<u32>() as usize;
        let name = String::from_utf8(file[name_at..data_at].to_vec()).unwrap();
        tensors.push((name, dimensions, head[2], file[data_at..at].to_vec()));
    }
    tensors
}

#[test]
fn the_layout_is_the_one_whisper_cpp_reads() {
    let file = converted(&tiny_model().bytes()).unwrap();
    let front = numbers(&file[..56]);
    assert_eq!(front, [0x6767_6d6c, TOKENS, 10, STATE, 2, LAYERS, 6, STATE, 2, LAYERS, 80, 1, 80, 201]);
    let vocabulary_at = 56 + 80 * 201 * 4;
    let vocabulary = [2, 0, 0, 0, 1, 0, 0, 0, b'a', 2, 0, 0, 0, b' ', b'b'];
    assert_eq!(file[vocabulary_at..vocabulary_at + vocabulary.len()], vocabulary);

    let tensors = tensors_from(&file, vocabulary_at + vocabulary.len());
    assert_eq!(counted(tensors.len()), 11 + LAYERS * (15 + 24));
    let find = |name: &str| tensors.iter().find(|tensor| tensor.0 == name).unwrap();
    assert_eq!(find("encoder.conv1.weight").1, [3, 80, STATE]);
    assert_eq!((&find("encoder.conv1.bias").1[..], find("encoder.conv1.bias").2), (&[1, STATE][..], 0));
    assert_eq!(find("encoder.positional_embedding").2, 0);
    assert_eq!(find("decoder.token_embedding.weight").2, 1);
    assert!(tensors.iter().all(|tensor| !tensor.0.ends_with("key.bias")));
}

#[test]
fn fused_projections_are_cut_apart_in_order() {
    let file = converted(&tiny_model().bytes()).unwrap();
    let tensors = tensors_from(&file, 56 + 80 * 201 * 4 + 15);
    let first_of = |name: &str| {
        let (_, _, kind, bytes) = tensors.iter().find(|tensor| tensor.0 == name).unwrap();
        if *kind == 1 {
            super::float16::widened(u16::from_le_bytes([bytes[0], bytes[1]]))
        } else {
            f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
        }
    };
    // Elements count up, so the first of a piece tells where it was cut.
    for (name, first) in [
        ("encoder.blocks.1.attn.query.weight", 0.0),
        ("encoder.blocks.1.attn.key.weight", 64.0),
        ("encoder.blocks.1.attn.value.weight", 128.0),
        ("encoder.blocks.1.attn.value.bias", 116.0),
        ("decoder.blocks.0.cross_attn.query.bias", 100.0),
        ("decoder.blocks.0.cross_attn.key.weight", 0.0),
        ("decoder.blocks.0.cross_attn.value.weight", 64.0),
        ("decoder.blocks.0.cross_attn.value.bias", 108.0),
    ] {
        assert!((first_of(name) - first).abs() < f32::EPSILON, "{name}: {}", first_of(name));
    }
}

#[test]
fn a_whole_file_is_known_and_a_cut_or_glued_one_too() {
    let file = converted(&tiny_model().bytes()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ggml-x.bin");
    let look = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        inspect(&path)
    };
    assert_eq!(look(&file).unwrap().languages(), 1);
    assert!(look(&file[..file.len() - 1]).is_err());
    assert!(look(&[&file[..], &[0; 12]].concat()).is_err());
    let last_tensor = tensors_from(&file, 56 + 80 * 201 * 4 + 15).pop().unwrap();
    let without_last = file.len() - last_tensor.3.len() - last_tensor.0.len() - 20;
    let error = look(&file[..without_last]).unwrap_err().to_string();
    assert!(error.contains("88 tensors instead of 89"), "{error}");
}

#[test]
fn integers_for_weights_are_refused_by_name() {
    let mut source = tiny_model();
    let (name, dimensions, kind, bytes) = &mut source.tensors[5 + 2];
    *kind = 1;
    *bytes = vec![1; dimensions.iter().product::<u32>() as usize];
    let name = name.clone();
    let error = converted(&source.bytes()).unwrap_err();
    assert!(matches!(&error, ModelError::Quantised { tensor, .. } if *tensor == name), "{error}");
    assert!(error.to_string().contains("int8"));
}

#[test]
fn another_models_file_and_a_missing_tensor_are_refused() {
    let mut source = tiny_model();
    source.tensors.remove(9);
    source.aliases.clear();
    assert!(matches!(converted(&source.bytes()), Err(ModelError::NotConvertible(_))));
    let mut bytes = tiny_model().bytes();
    bytes[6] = b'T';
    let error = converted(&bytes).unwrap_err().to_string();
    assert!(error.contains("not a Whisper model"), "{error}");
}

#[test]
fn what_was_taken_apart_is_laid_together_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ggml-x.bin");
    fs::write(&path, converted(&tiny_model().bytes()).unwrap()).unwrap();
    let restored = super::restored::restored(&path).unwrap();
    assert_eq!((restored.header.tokens, restored.tokens), (TOKENS, vec![b"a".to_vec(), b" b".to_vec()]));
    let mut again = Weights::open(Cursor::new(restored.weights)).unwrap();
    for (name, dimensions, kind, bytes) in &tiny_model().tensors {
        assert_eq!(&again.tensor(name).unwrap().dimensions, dimensions, "{name}");
        if *kind != 0 {
            assert_eq!(again.number(name).unwrap(), 2, "{name}");
            continue;
        }
        let mut first: Vec<f32> =
            bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        let keys = match name.as_str() {
            fused if fused.ends_with("self_attention/linear_0/bias") => first.len() / 3..first.len() / 3 * 2,
            fused if fused.ends_with("/attention/linear_1/bias") => 0..first.len() / 2,
            _ => 0..0,
        };
        // Whisper's keys have no bias.
        first[keys].fill(0.0);
        let (element, mut stored) = again.read(name, 0, first.len() as u64).unwrap();
        let mut bytes = Vec::new();
        stored.read_to_end(&mut bytes).unwrap();
        let second: Vec<f32> = match element {
            Element::F16 => {
                bytes.as_chunks().0.iter().map(|half| widened(u16::from_le_bytes(*half))).collect()
            }
            _ => bytes.as_chunks().0.iter().map(|single| f32::from_le_bytes(*single)).collect(),
        };
        assert_eq!(first, second, "{name}");
    }
    assert!(again.has("decoder/projection/weight"));
}

#[test]
fn what_is_quantised_cannot_be_restored() {
    let mut file = converted(&tiny_model().bytes()).unwrap();
    let last = tensors_from(&file, 56 + 80 * 201 * 4 + 15).pop().unwrap();
    // The kind of the last tensor, before its two dimensions, its name and its elements.
    let kind_at = file.len() - last.3.len() - last.0.len() - 12;
    assert_eq!(numbers(&file[kind_at..kind_at + 4]), [1]);
    file[kind_at] = 30;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ggml-x.bin");
    fs::write(&path, file).unwrap();
    let refused = super::restored::restored(&path).map(|_| ()).unwrap_err();
    assert!(
        matches!(&refused, ModelError::Quantised { stored, .. } if stored == "ggml kind 30"),
        "{refused}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever bytes come, the answer is a file or an error.
    #[test]
    fn no_damage_to_the_source_makes_us_panic(
        front in prop::collection::vec((0usize..150, any::<u8>()), 0..3),
        anywhere in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        keep in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let mut bytes = tiny_model().bytes();
        for (at, value) in front {
            bytes[at] = value;
        }
        for (at, value) in anywhere {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if cuts {
            bytes.truncate(keep.index(bytes.len()));
        }
        let _ = converted(&bytes);
    }

    #[test]
    fn no_damage_to_a_model_makes_the_inspection_panic(
        place in 0usize..200, in_tensors in any::<bool>(), value in any::<u8>(), keep in any::<prop::sample::Index>(),
    ) {
        let mut file = converted(&tiny_model().bytes()).unwrap();
        file[if in_tensors { 56 + 80 * 201 * 4 + place } else { place }] = value;
        file.truncate(keep.index(file.len()));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ggml-x.bin");
        fs::write(&path, &file).unwrap();
        prop_assert!(inspect(&path).is_err());
        prop_assert!(super::restored::restored(&path).is_err());
    }
}

/// The tiny model in CTranslate2's form, and its tokenizer.
pub(super) fn tiny_source() -> (Vec<u8>, &'static str) {
    (tiny_model().bytes(), TOKENIZER)
}

/// A whole ggml file of the tiny model.
pub(super) fn tiny_ggml() -> Vec<u8> {
    converted(&tiny_model().bytes()).unwrap()
}
