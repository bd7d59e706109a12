//! The ggml file format of whisper.cpp: writing it, and looking at a file without loading it.
//!
//! All numbers are little-endian 32-bit. The file is: magic, eleven hyper-parameters, the mel
//! filter bank (bands, bins, f32 weights), the vocabulary (count; each token a length and
//! bytes), then tensors up to the end. A tensor is: rank, length of its name, storage kind,
//! dimensions (fastest first), name, elements.

use super::error::ModelError;
use super::fields::{FieldError, Fields};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::Path;

/// The first four bytes, as a number.
const MAGIC: u32 = 0x6767_6d6c;
/// Models with at least this many tokens know more than English.
const MULTILINGUAL_TOKENS: u32 = 51_865;
/// Tokens of a multilingual model that do not stand for a language.
const TOKENS_WITHOUT_LANGUAGES: u32 = 51_766;

/// The hyper-parameters of a model, in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Tokens that the decoder chooses from.
    pub tokens: u32,
    /// Audio frames of a window, after the encoder halves them.
    pub audio_context: u32,
    /// Width of the encoder.
    pub audio_state: u32,
    /// Attention heads of the encoder.
    pub audio_heads: u32,
    /// Layers of the encoder.
    pub audio_layers: u32,
    /// Tokens that the decoder looks back on.
    pub text_context: u32,
    /// Width of the decoder.
    pub text_state: u32,
    /// Attention heads of the decoder.
    pub text_heads: u32,
    /// Layers of the decoder.
    pub text_layers: u32,
    /// Mel bands of the input.
    pub mels: u32,
    /// How the matrices are stored, as whisper.cpp numbers it; 1 is f16.
    pub storage: u32,
}

impl Header {
    /// How many languages the model knows: 1 is English only.
    #[must_use]
    pub fn languages(&self) -> u32 {
        if self.tokens < MULTILINGUAL_TOKENS { 1 } else { self.tokens - TOKENS_WITHOUT_LANGUAGES }
    }

    fn in_file_order(self) -> [u32; 11] {
        [
            self.tokens,
            self.audio_context,
            self.audio_state,
            self.audio_heads,
            self.audio_layers,
            self.text_context,
            self.text_state,
            self.text_heads,
            self.text_layers,
            self.mels,
            self.storage,
        ]
    }

    /// Tensors of such a model: 15 an encoder layer, 24 a decoder layer, 11 besides.
    fn tensors(&self) -> u64 {
        11 + 15 * u64::from(self.audio_layers) + 24 * u64::from(self.text_layers)
    }
}

/// How a tensor's elements are stored, where we write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    Single,
    Half,
}

/// Writes magic, hyper-parameters, filter bank (band after band) and vocabulary.
pub(super) fn write_front(
    out: &mut impl Write,
    header: Header,
    mel_weights: &[f32],
    tokens: &[Vec<u8>],
) -> io::Result<()> {
    write_number(out, MAGIC)?;
    for number in header.in_file_order() {
        write_number(out, number)?;
    }
    write_number(out, header.mels)?;
    write_count(out, super::mel::BINS)?;
    for weight in mel_weights {
        out.write_all(&weight.to_le_bytes())?;
    }
    write_count(out, tokens.len())?;
    for token in tokens {
        write_count(out, token.len())?;
        out.write_all(token)?;
    }
    Ok(())
}

/// Writes what stands before a tensor's elements; `dimensions` come slowest first.
pub(super) fn write_tensor_head(
    out: &mut impl Write,
    name: &str,
    dimensions: &[u32],
    storage: Storage,
) -> io::Result<()> {
    write_count(out, dimensions.len())?;
    write_count(out, name.len())?;
    write_number(out, u32::from(storage == Storage::Half))?;
    for dimension in dimensions.iter().rev() {
        write_number(out, *dimension)?;
    }
    out.write_all(name.as_bytes())
}

fn write_number(out: &mut impl Write, number: u32) -> io::Result<()> {
    out.write_all(&number.to_le_bytes())
}

fn write_count(out: &mut impl Write, count: usize) -> io::Result<()> {
    write_number(out, u32::try_from(count).map_err(io::Error::other)?)
}

/// Reads the hyper-parameters of a model file and walks over everything after them, so that a
/// file that was cut off or glued together is found without loading its weights.
pub fn inspect(path: &Path) -> Result<Header, ModelError> {
    let file = File::open(path).map_err(|error| ModelError::storage(path, error))?;
    walk(file).map_err(|reason| ModelError::NotGgml { path: path.to_owned(), reason })
}

fn walk<R: Read + Seek>(file: R) -> Result<Header, String> {
    Contents::open(file).map(|contents| contents.header)
}

/// A tensor of a file: how it is stored, by its number and by its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored {
    /// The kind of its elements, as ggml numbers them: 0 is f32, 1 is f16.
    pub(super) kind: u32,
    pub(super) bytes: u64,
    offset: u64,
}

/// A whole and sound file; the elements of its tensors stay in it.
pub(super) struct Contents<R> {
    fields: Fields<R>,
    pub(super) header: Header,
    /// The bytes of every token of the language.
    pub(super) tokens: Vec<Vec<u8>>,
    tensors: BTreeMap<Vec<u8>, Stored>,
}

impl<R: Read + Seek> Contents<R> {
    /// Where the tensor of this name is, and how it is stored.
    pub(super) fn tensor(&self, name: &str) -> Option<Stored> {
        self.tensors.get(name.as_bytes()).copied()
    }

    /// The bytes of a tensor.
    pub(super) fn elements(&mut self, stored: Stored) -> Result<impl std::io::BufRead + '_, FieldError> {
        self.fields.slice(stored.offset, stored.bytes)
    }

    /// Reads all but the elements, so that a file that was cut off or glued together is found.
    pub(super) fn open(file: R) -> Result<Self, String> {
        let unreadable = |error: FieldError| error.to_string();
        let mut fields = Fields::new(file).map_err(unreadable)?;
        if fields.u32().map_err(unreadable)? != MAGIC {
            return Err("it does not begin like one".to_owned());
        }
        let header = read_header(&mut fields).map_err(unreadable)?;
        check_header(&header)?;
        let tokens = read_vocabulary(&mut fields, &header)?;
        let (mut tensors, mut count) = (BTreeMap::new(), 0);
        while !fields.is_at_end() {
            let (name, stored) = read_tensor(&mut fields)?;
            tensors.insert(name, stored);
            count += 1;
        }
        match header.tensors() {
            expected if expected == count => Ok(Self { fields, header, tokens, tensors }),
            expected => Err(format!("it holds {count} tensors instead of {expected}")),
        }
    }
}

fn read_header<R: Read + Seek>(fields: &mut Fields<R>) -> Result<Header, FieldError> {
    Ok(Header {
        tokens: fields.u32()?,
        audio_context: fields.u32()?,
        audio_state: fields.u32()?,
        audio_heads: fields.u32()?,
        audio_layers: fields.u32()?,
        text_context: fields.u32()?,
        text_state: fields.u32()?,
        text_heads: fields.u32()?,
        text_layers: fields.u32()?,
        mels: fields.u32()?,
        storage: fields.u32()?,
    })
}

/// Whether the numbers can be those of a Whisper model at all.
fn check_header(header: &Header) -> Result<(), String> {
    let divides = |heads: u32, state: u32| heads > 0 && state > 0 && state.is_multiple_of(heads);
    let plausible = header.tokens > 0
        && (1..=8_192).contains(&header.audio_context)
        && (1..=8_192).contains(&header.text_context)
        && (1..=1_024).contains(&header.mels)
        && (1..=256).contains(&header.audio_layers)
        && (1..=256).contains(&header.text_layers)
        && divides(header.audio_heads, header.audio_state)
        && divides(header.text_heads, header.text_state);
    if plausible { Ok(()) } else { Err("its hyper-parameters are not those of a Whisper model".to_owned()) }
}

/// Passes the filter bank and reads the tokens.
fn read_vocabulary<R: Read + Seek>(fields: &mut Fields<R>, header: &Header) -> Result<Vec<Vec<u8>>, String> {
    let unreadable = |error: FieldError| error.to_string();
    let (bands, bins) = (fields.u32().map_err(unreadable)?, fields.u32().map_err(unreadable)?);
    if bands != header.mels {
        return Err(format!("its filter bank has {bands} bands instead of {}", header.mels));
    }
    fields.skip(u64::from(bands) * u64::from(bins) * 4).map_err(unreadable)?;
    let tokens = fields.u32().map_err(unreadable)?;
    if tokens > header.tokens {
        return Err(format!("its vocabulary has {tokens} tokens instead of {}", header.tokens));
    }
    let read = |_| {
        let length = fields.u32().map_err(unreadable)?;
        let length = u16::try_from(length).map_err(|_| format!("a token of it has {length} bytes"))?;
        fields.bytes(length).map_err(unreadable)
    };
    (0..tokens).map(read).collect()
}

/// Reads a tensor's name and form, and passes its elements.
fn read_tensor<R: Read + Seek>(fields: &mut Fields<R>) -> Result<(Vec<u8>, Stored), String> {
    let start = fields.position();
    let unreadable = |error: FieldError| error.to_string();
    let mut number = || fields.u32().map_err(unreadable);
    let (rank, name_length, kind) = (number()?, number()?, number()?);
    let name_length = u16::try_from(name_length).ok().filter(|length| *length <= 128);
    let Some(name_length) = name_length.filter(|_| (1..=4).contains(&rank)) else {
        return Err(format!("what begins at byte {start} is not a tensor"));
    };
    let (block_elements, block_bytes) = block_of(kind)
        .ok_or_else(|| format!("the tensor at byte {start} is stored in an unknown way ({kind})"))?;
    let mut elements = 1u64;
    for _ in 0..rank {
        elements = elements
            .checked_mul(u64::from(number()?))
            .ok_or_else(|| format!("the tensor at byte {start} is larger than any file"))?;
    }
    let bytes = (elements / block_elements).saturating_mul(block_bytes);
    let name = fields.bytes(name_length).map_err(unreadable)?;
    let offset = fields.position();
    fields.skip(bytes).map_err(unreadable)?;
    Ok((name, Stored { kind, offset, bytes }))
}

/// Elements and bytes of the blocks that ggml stores this kind of tensor in (`ggml-common.h`).
fn block_of(kind: u32) -> Option<(u64, u64)> {
    match kind {
        0 => Some((1, 4)),
        1 | 30 => Some((1, 2)),
        2 => Some((32, 18)),
        3 => Some((32, 20)),
        6 => Some((32, 22)),
        7 => Some((32, 24)),
        8 => Some((32, 34)),
        10 => Some((256, 84)),
        11 => Some((256, 110)),
        12 => Some((256, 144)),
        13 => Some((256, 176)),
        14 => Some((256, 210)),
        _ => None,
    }
}
