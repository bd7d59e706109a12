//! From a ggml file back to CTranslate2's form, in memory: one model file serves both engines.
//!
//! What the conversion to ggml takes apart ([`super::convert`]) is laid together again. CTranslate2 makes
//! int8 of the matrices itself while it loads them.

use super::convert::{Plan, Planned};
use super::error::ModelError;
use super::ggml::{Contents, Header, Storage, Stored};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// CTranslate2's binary version and the revision of its Whisper specification, as of its release 4.
const BINARY_VERSION: u32 = 6;
const REVISION: u32 = 3;
/// How CTranslate2 numbers kinds of elements.
const F32: u8 = 0;
const I8: u8 = 1;
const I16: u8 = 2;
const F16: u8 = 4;
/// The activation of Whisper's layers (GELU), as CTranslate2 numbers it.
const GELU: i8 = 3;

/// A model in CTranslate2's form.
pub struct Restored {
    /// Its measures.
    pub header: Header,
    /// The bytes of every token of the language.
    pub tokens: Vec<Vec<u8>>,
    /// What CTranslate2 calls `model.bin`.
    pub weights: Vec<u8>,
}

/// Reads the ggml file at `path` and restores the other form of it.
///
/// # Errors
/// A file that is no model, and one whose matrices are quantised: only f16 and f32 can be restored.
pub fn restored(path: &Path) -> Result<Restored, ModelError> {
    let file = File::open(path).map_err(|error| ModelError::storage(path, error))?;
    let not_ggml = |reason| ModelError::NotGgml { path: path.to_owned(), reason };
    let mut contents = Contents::open(file).map_err(not_ggml)?;
    let weights = weights(&mut contents)?;
    Ok(Restored { header: contents.header, tokens: contents.tokens, weights })
}

fn weights(contents: &mut Contents<File>) -> Result<Vec<u8>, ModelError> {
    let header = contents.header;
    let planned = Plan::of(&header).tensors;
    let sources = by_source(&planned);
    let numbers = numbers(&header);
    let mut out = Vec::new();
    number(&mut out, BINARY_VERSION);
    text(&mut out, "WhisperSpec");
    number(&mut out, REVISION);
    count(&mut out, sources.len() + numbers.len());
    for pieces in &sources {
        tensor(&mut out, contents, pieces)?;
    }
    for (name, kind, bytes) in &numbers {
        text(&mut out, name);
        out.extend([0, *kind]);
        count(&mut out, bytes.len());
        out.extend(bytes);
    }
    number(&mut out, 1);
    text(&mut out, "decoder/projection/weight");
    text(&mut out, "decoder/embeddings/weight");
    Ok(out)
}

/// The pieces of each tensor, in the order in which the first of them comes.
fn by_source(planned: &[Planned]) -> Vec<Vec<&Planned>> {
    let mut sources: Vec<Vec<&Planned>> = Vec::new();
    for piece in planned {
        let known = sources.iter_mut().find(|pieces| pieces.iter().any(|other| other.source == piece.source));
        match known {
            Some(pieces) => pieces.push(piece),
            None => sources.push(vec![piece]),
        }
    }
    sources
}

/// What CTranslate2 wants to know besides the weights: name, kind, bytes.
fn numbers(header: &Header) -> Vec<(&'static str, u8, Vec<u8>)> {
    let flag = |name, value: i8| (name, I8, value.to_le_bytes().to_vec());
    let short = |name, value: i16| (name, I16, value.to_le_bytes().to_vec());
    let heads = |heads: u32| i16::try_from(heads).unwrap_or(i16::MAX);
    vec![
        short("encoder/num_heads", heads(header.audio_heads)),
        short("decoder/num_heads", heads(header.text_heads)),
        flag("decoder/activation", GELU),
        flag("decoder/alibi", 0),
        flag("decoder/pre_norm", 1),
        flag("decoder/scale_embeddings", 0),
        flag("decoder/start_from_zero_embedding", 0),
        // Which heads align is said when they are asked.
        short("decoder/alignment_heads", 1),
        short("decoder/alignment_layer", -1),
    ]
}

/// One tensor out of its pieces; the bias that Whisper's keys do not have is zero.
fn tensor(out: &mut Vec<u8>, contents: &mut Contents<File>, pieces: &[&Planned]) -> Result<(), ModelError> {
    let Some(first) = pieces.first() else { return Ok(()) };
    // Before anything is set aside for them.
    let stored = pieces.iter().map(|piece| found(contents, piece)).collect::<Result<Vec<_>, _>>()?;
    let (kind, width) = form(first.storage);
    // ggml's biases of a convolution have a second dimension, of one.
    let mut dimensions = first.dimensions.clone();
    if dimensions.len() == 2 && dimensions.last() == Some(&1) {
        dimensions.pop();
    }
    let rest: u64 = dimensions.iter().skip(1).map(|dimension| u64::from(*dimension)).product();
    let length = size(first.source_elements * width);
    text(out, &first.source);
    out.push(u8::try_from(dimensions.len()).unwrap_or(u8::MAX));
    count(out, size(first.source_elements / rest.max(1)));
    for dimension in dimensions.iter().skip(1) {
        number(out, *dimension);
    }
    out.push(kind);
    count(out, length);
    let begin = out.len();
    out.resize(begin + length, 0);
    for (piece, stored) in pieces.iter().zip(stored) {
        let from = begin + size(piece.from * width);
        let place = out.get_mut(from..from + size(piece.elements * width)).unwrap_or_default();
        let broken = |error| ModelError::NotConvertible(format!("{} cannot be read ({error})", piece.name));
        contents.elements(stored)?.read_exact(place).map_err(broken)?;
    }
    Ok(())
}

/// How CTranslate2 numbers the elements, and the bytes of one.
fn form(storage: Storage) -> (u8, u64) {
    match storage {
        Storage::Single => (F32, 4),
        Storage::Half => (F16, 2),
    }
}

/// Where a piece lies in the file, if it is stored as it has to be and has the size that it has to have.
fn found(contents: &Contents<File>, piece: &Planned) -> Result<Stored, ModelError> {
    let broken = |what: &str| ModelError::NotConvertible(format!("{} {what}", piece.name));
    let stored = contents.tensor(&piece.name).ok_or_else(|| broken("is missing"))?;
    if stored.kind != u32::from(piece.storage == Storage::Half) {
        return Err(ModelError::Quantised {
            tensor: piece.name.clone(),
            stored: format!("ggml kind {}", stored.kind),
        });
    }
    let (_, width) = form(piece.storage);
    if piece.elements.checked_mul(width) != Some(stored.bytes) {
        return Err(broken("has another size than the model's others"));
    }
    Ok(stored)
}

/// What lies in a file that was read has a size that fits into memory.
fn size(value: u64) -> usize {
    usize::try_from(value).unwrap_or_default()
}

fn number(out: &mut Vec<u8>, value: u32) {
    out.extend(value.to_le_bytes());
}

/// No model has four thousand million of anything.
fn count(out: &mut Vec<u8>, value: usize) {
    number(out, u32::try_from(value).unwrap_or(u32::MAX));
}

/// A 16-bit length, counting the closing zero byte, and the bytes.
fn text(out: &mut Vec<u8>, value: &str) {
    let length = u16::try_from(value.len() + 1).unwrap_or(u16::MAX);
    out.extend(length.to_le_bytes());
    out.extend(value.bytes());
    out.push(0);
}
