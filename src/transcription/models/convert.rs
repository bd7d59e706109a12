//! From CTranslate2's Whisper files to whisper.cpp's ggml files: the same weights under other
//! names and in another order.
//!
//! What differs: CTranslate2 fuses the query, key and value projections of an attention into one
//! matrix (and a bias that is zero where the key has none), which is cut apart again; ggml wants
//! the mel filter bank and the token bytes in the same file; vectors and positions are single
//! precision there, matrices half precision.

use super::ctranslate::{Element, Weights};
use super::error::ModelError;
use super::float16::{narrowed, widened};
use super::ggml::{self, Header, Storage};
use super::{folder, mel, vocabulary};
use std::fs::File;
use std::io::{BufRead, BufWriter, Read, Seek, Write};
use std::path::Path;

/// The ggml number of "matrices are f16".
const MOSTLY_F16: u32 = 1;
/// Elements that are converted at a time.
const CHUNK: u64 = 16_384;

/// One tensor of a ggml file, and the tensor of CTranslate2's that it is taken from.
pub(super) struct Planned {
    pub(super) name: String,
    /// Slowest first.
    pub(super) dimensions: Vec<u32>,
    pub(super) storage: Storage,
    pub(super) source: String,
    pub(super) elements: u64,
    /// Elements that the source must have; more than are taken where it is cut apart.
    pub(super) source_elements: u64,
    /// The first element to take from the source.
    pub(super) from: u64,
}

/// Converts the CTranslate2 file `weights` with its `tokenizer.json` into a ggml file at `out`.
///
/// The file appears under its name only when it is whole and on the disk.
pub fn convert(weights: &Path, tokenizer: &Path, out: &Path) -> Result<(), ModelError> {
    let part = folder::part_of(out);
    let written = convert_into_part(weights, tokenizer, &part)
        .and_then(|()| ggml::inspect(&part))
        .and_then(|_| folder::publish(&part, out));
    if written.is_err() {
        folder::remove_if_there(&part);
    }
    written
}

/// The same without giving the file its name.
pub(super) fn convert_into_part(weights: &Path, tokenizer: &Path, part: &Path) -> Result<(), ModelError> {
    let tokenizer_json = std::fs::read(tokenizer).map_err(|error| ModelError::storage(tokenizer, error))?;
    let source = File::open(weights).map_err(|error| ModelError::storage(weights, error))?;
    let mut model = WhisperWeights::open(source, &tokenizer_json)?;
    let file = File::create(part).map_err(|error| ModelError::storage(part, error))?;
    let mut out = BufWriter::new(file);
    model.write(&mut out).map_err(|error| match error {
        WriteError::Source(error) => error,
        WriteError::Out(error) => ModelError::storage(part, error),
    })?;
    let file = out.into_inner().map_err(|error| ModelError::storage(part, error.into_error()))?;
    file.sync_all().map_err(|error| ModelError::storage(part, error))
}

/// Either side of a conversion can fail.
enum WriteError {
    Source(ModelError),
    Out(std::io::Error),
}

impl From<std::io::Error> for WriteError {
    fn from(error: std::io::Error) -> Self {
        Self::Out(error)
    }
}

impl From<ModelError> for WriteError {
    fn from(error: ModelError) -> Self {
        Self::Source(error)
    }
}

/// A checked CTranslate2 file together with everything that its ggml form needs besides.
struct WhisperWeights<R> {
    weights: Weights<R>,
    header: Header,
    mels: u16,
    tokens: Vec<Vec<u8>>,
    plan: Vec<Planned>,
}

impl<R: Read + Seek> WhisperWeights<R> {
    /// Reads and checks everything but the elements, so that nothing is written for nothing.
    fn open(source: R, tokenizer_json: &[u8]) -> Result<Self, ModelError> {
        let mut weights = Weights::open(source)?;
        let header = header_of(&mut weights)?;
        let mels = u16::try_from(header.mels)
            .map_err(|_| ModelError::NotConvertible("it wants too many mel bands".to_owned()))?;
        let tokens = vocabulary::tokens(tokenizer_json)?;
        if tokens.len() as u64 > u64::from(header.tokens) {
            return Err(ModelError::Tokenizer(
                "it has more tokens than the model; it is another model's".to_owned(),
            ));
        }
        let plan = Plan::of(&header).tensors;
        for planned in &plan {
            check(&weights, planned)?;
        }
        Ok(Self { weights, header, mels, tokens, plan })
    }

    fn write(&mut self, out: &mut impl Write) -> Result<(), WriteError> {
        ggml::write_front(out, self.header, &mel::filter_bank(self.mels), &self.tokens)?;
        for planned in &self.plan {
            ggml::write_tensor_head(out, &planned.name, &planned.dimensions, planned.storage)?;
            let mut at = 0;
            while at < planned.elements {
                let count = CHUNK.min(planned.elements - at);
                let (element, stored) = self.weights.read(&planned.source, planned.from + at, count)?;
                write_elements(out, element, stored, planned.storage)?;
                at += count;
            }
        }
        out.flush()?;
        Ok(())
    }
}

/// What a ggml file holds, in its order.
pub(super) struct Plan {
    pub(super) tensors: Vec<Planned>,
}

impl Plan {
    pub(super) fn of(header: &Header) -> Self {
        let mut plan = Self { tensors: Vec::new() };
        let (audio, text) = (header.audio_state, header.text_state);
        plan.positions("encoder", header.audio_context, audio);
        plan.convolution("conv1", audio, header.mels);
        plan.convolution("conv2", audio, audio);
        for layer in 0..header.audio_layers {
            plan.encoder_layer(layer, audio);
        }
        for layer in 0..header.text_layers {
            plan.decoder_layer(layer, text);
        }
        plan.norm("encoder.ln_post", "encoder/layer_norm", audio);
        plan.norm("decoder.ln", "decoder/layer_norm", text);
        plan.positions("decoder", header.text_context, text);
        plan.whole(
            "decoder.token_embedding.weight",
            "decoder/embeddings/weight",
            &[header.tokens, text],
            Storage::Half,
        );
        plan
    }

    fn encoder_layer(&mut self, layer: u32, state: u32) {
        let (to, from) = (format!("encoder.blocks.{layer}"), format!("encoder/layer_{layer}"));
        self.self_attention(&to, &from, state);
        self.feed_forward(&to, &from, state);
    }

    fn decoder_layer(&mut self, layer: u32, state: u32) {
        let (to, from) = (format!("decoder.blocks.{layer}"), format!("decoder/layer_{layer}"));
        self.self_attention(&to, &from, state);
        self.norm(&format!("{to}.cross_attn_ln"), &format!("{from}/attention/layer_norm"), state);
        self.linear(&format!("{to}.cross_attn.query"), &format!("{from}/attention/linear_0"), [state, state]);
        self.fused(
            &format!("{to}.cross_attn"),
            &format!("{from}/attention/linear_1"),
            &["key", "value"],
            state,
        );
        self.linear(&format!("{to}.cross_attn.out"), &format!("{from}/attention/linear_2"), [state, state]);
        self.feed_forward(&to, &from, state);
    }

    fn self_attention(&mut self, to: &str, from: &str, state: u32) {
        let from = format!("{from}/self_attention");
        self.norm(&format!("{to}.attn_ln"), &format!("{from}/layer_norm"), state);
        self.fused(&format!("{to}.attn"), &format!("{from}/linear_0"), &["query", "key", "value"], state);
        self.linear(&format!("{to}.attn.out"), &format!("{from}/linear_1"), [state, state]);
    }

    fn feed_forward(&mut self, to: &str, from: &str, state: u32) {
        let wide = state.saturating_mul(4);
        self.norm(&format!("{to}.mlp_ln"), &format!("{from}/ffn/layer_norm"), state);
        self.linear(&format!("{to}.mlp.0"), &format!("{from}/ffn/linear_0"), [wide, state]);
        self.linear(&format!("{to}.mlp.2"), &format!("{from}/ffn/linear_1"), [state, wide]);
    }

    fn positions(&mut self, side: &str, context: u32, state: u32) {
        let source = format!("{side}/position_encodings/encodings");
        self.whole(&format!("{side}.positional_embedding"), &source, &[context, state], Storage::Single);
    }

    /// A convolution over three frames; ggml adds its bias to rows of one, hence the second dimension.
    fn convolution(&mut self, name: &str, outputs: u32, inputs: u32) {
        let (to, from) = (format!("encoder.{name}"), format!("encoder/{name}"));
        self.whole(&format!("{to}.weight"), &format!("{from}/weight"), &[outputs, inputs, 3], Storage::Half);
        self.whole(&format!("{to}.bias"), &format!("{from}/bias"), &[outputs, 1], Storage::Single);
    }

    fn norm(&mut self, to: &str, from: &str, state: u32) {
        self.whole(&format!("{to}.weight"), &format!("{from}/gamma"), &[state], Storage::Single);
        self.whole(&format!("{to}.bias"), &format!("{from}/beta"), &[state], Storage::Single);
    }

    fn linear(&mut self, to: &str, from: &str, [outputs, inputs]: [u32; 2]) {
        self.whole(&format!("{to}.weight"), &format!("{from}/weight"), &[outputs, inputs], Storage::Half);
        self.whole(&format!("{to}.bias"), &format!("{from}/bias"), &[outputs], Storage::Single);
    }

    /// Projections that lie one after the other in one matrix. Whisper's keys have no bias.
    fn fused(&mut self, to: &str, from: &str, parts: &[&str], state: u32) {
        for (part, place) in parts.iter().zip(0..) {
            let (weight, bias) = (format!("{from}/weight"), format!("{from}/bias"));
            self.cut(
                &format!("{to}.{part}.weight"),
                &weight,
                &[state, state],
                Storage::Half,
                place,
                parts.len(),
            );
            if *part != "key" {
                self.cut(&format!("{to}.{part}.bias"), &bias, &[state], Storage::Single, place, parts.len());
            }
        }
    }

    fn whole(&mut self, to: &str, source: &str, dimensions: &[u32], storage: Storage) {
        self.cut(to, source, dimensions, storage, 0, 1);
    }

    /// Takes piece number `place` of the `pieces` equal pieces of a source.
    fn cut(
        &mut self,
        to: &str,
        source: &str,
        dimensions: &[u32],
        storage: Storage,
        place: u64,
        pieces: usize,
    ) {
        let elements =
            dimensions.iter().fold(1u64, |product, dimension| product.saturating_mul(u64::from(*dimension)));
        self.tensors.push(Planned {
            name: to.to_owned(),
            dimensions: dimensions.to_vec(),
            storage,
            source: source.to_owned(),
            elements,
            from: elements.saturating_mul(place),
            source_elements: elements.saturating_mul(pieces as u64),
        });
    }
}

fn header_of<R: Read + Seek>(weights: &mut Weights<R>) -> Result<Header, ModelError> {
    let [tokens, text_state] = dimensions(weights, "decoder/embeddings/weight")?;
    let [audio_state, mels, _width] = dimensions(weights, "encoder/conv1/weight")?;
    let [audio_context, _] = dimensions(weights, "encoder/position_encodings/encodings")?;
    let [text_context, _] = dimensions(weights, "decoder/position_encodings/encodings")?;
    Ok(Header {
        tokens,
        audio_context,
        audio_state,
        audio_heads: weights.number("encoder/num_heads")?,
        audio_layers: layers(weights, "encoder"),
        text_context,
        text_state,
        text_heads: weights.number("decoder/num_heads")?,
        text_layers: layers(weights, "decoder"),
        mels,
        storage: MOSTLY_F16,
    })
}

fn dimensions<R: Read + Seek, const RANK: usize>(
    weights: &Weights<R>,
    name: &str,
) -> Result<[u32; RANK], ModelError> {
    let found = weights.tensor(name)?.dimensions.as_slice();
    found
        .try_into()
        .map_err(|_| ModelError::NotConvertible(format!("{name} does not have {RANK} dimensions")))
}

fn layers<R: Read + Seek>(weights: &Weights<R>, side: &str) -> u32 {
    let mut count = 0;
    while weights.has(&format!("{side}/layer_{count}/self_attention/linear_0/weight")) {
        count += 1;
    }
    count
}

/// Whether the source has the planned elements, stored in a way that keeps them.
fn check<R: Read + Seek>(weights: &Weights<R>, planned: &Planned) -> Result<(), ModelError> {
    let tensor = weights.tensor(&planned.source)?;
    if !matches!(tensor.element, Element::F16 | Element::F32) {
        return Err(ModelError::Quantised {
            tensor: planned.source.clone(),
            stored: tensor.element.name().to_owned(),
        });
    }
    if tensor.elements() == planned.source_elements {
        return Ok(());
    }
    Err(ModelError::NotConvertible(format!(
        "the tensor {} has another size than the model's others",
        planned.source
    )))
}

fn write_elements(
    out: &mut impl Write,
    element: Element,
    mut stored: impl BufRead,
    storage: Storage,
) -> Result<(), WriteError> {
    let unreadable =
        |error: std::io::Error| ModelError::NotConvertible(format!("it cannot be read ({error})"));
    let mut bytes = Vec::new();
    stored.read_to_end(&mut bytes).map_err(unreadable)?;
    match (element, storage) {
        (Element::F16, Storage::Half) | (Element::F32, Storage::Single) => out.write_all(&bytes)?,
        (Element::F16, _) => {
            for half in bytes.as_chunks().0 {
                out.write_all(&widened(u16::from_le_bytes(*half)).to_le_bytes())?;
            }
        }
        _ => {
            for single in bytes.as_chunks().0 {
                out.write_all(&narrowed(f32::from_le_bytes(*single)).to_le_bytes())?;
            }
        }
    }
    Ok(())
}
