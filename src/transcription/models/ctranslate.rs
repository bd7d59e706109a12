//! Reading CTranslate2's model files (`model.bin`, binary versions 4 to 6).
//!
//! Numbers are little-endian; a text is a 16-bit length, counting the closing zero byte, and
//! the bytes. The file is: binary version (u32), name of the specification (text), its revision
//! (u32), number of tensors (u32), the tensors, number of aliases (u32), the aliases. A tensor
//! is: name (text), rank (u8), that many dimensions (u32), element kind (u8), bytes (u32), the
//! elements, last dimension fastest. An alias is a second name (text) of a tensor (text).

use super::error::ModelError;
use super::fields::{FieldError, Fields};
use std::collections::BTreeMap;
use std::io::{BufRead, Read, Seek};

/// How one element of a tensor is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    F32,
    I8,
    I16,
    I32,
    F16,
    BF16,
}

impl Element {
    fn of(code: u8) -> Option<Self> {
        [Self::F32, Self::I8, Self::I16, Self::I32, Self::F16, Self::BF16].get(usize::from(code)).copied()
    }

    fn bytes(self) -> u64 {
        match self {
            Self::I8 => 1,
            Self::I16 | Self::F16 | Self::BF16 => 2,
            Self::F32 | Self::I32 => 4,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::I8 => "int8",
            Self::I16 => "int16",
            Self::I32 => "int32",
            Self::F16 => "f16",
            Self::BF16 => "bf16",
        }
    }
}

/// Where a tensor lies in the file and how to read it.
#[derive(Debug, Clone)]
pub(super) struct Tensor {
    pub(super) dimensions: Vec<u32>,
    pub(super) element: Element,
    offset: u64,
    bytes: u64,
}

impl Tensor {
    /// Elements in the tensor.
    pub(super) fn elements(&self) -> u64 {
        self.bytes / self.element.bytes()
    }
}

/// A CTranslate2 file whose tensors are known by name; the elements stay in the file.
pub(super) struct Weights<R> {
    fields: Fields<R>,
    tensors: BTreeMap<String, Tensor>,
}

fn broken(reason: impl std::fmt::Display) -> ModelError {
    ModelError::NotConvertible(reason.to_string())
}

impl From<FieldError> for ModelError {
    fn from(error: FieldError) -> Self {
        broken(error)
    }
}

impl<R: Read + Seek> Weights<R> {
    /// Reads the names and places of all tensors.
    pub(super) fn open(file: R) -> Result<Self, ModelError> {
        let mut fields = Fields::new(file)?;
        let version = fields.u32()?;
        if !(4..=6).contains(&version) {
            return Err(broken(format!("its binary version is {version}; versions 4 to 6 are known")));
        }
        let specification = text(&mut fields)?;
        if specification != "WhisperSpec" {
            return Err(broken(format!("it holds a \"{specification}\", not a Whisper model")));
        }
        let _revision = fields.u32()?;
        let mut tensors = BTreeMap::new();
        for _ in 0..fields.u32()? {
            let name = text(&mut fields)?;
            let tensor = tensor(&mut fields, &name)?;
            tensors.insert(name, tensor);
        }
        for _ in 0..fields.u32()? {
            let (alias, name) = (text(&mut fields)?, text(&mut fields)?);
            let known = tensors.get(&name).cloned();
            tensors.insert(alias, known.ok_or_else(|| broken(format!("it names a missing tensor, {name}")))?);
        }
        Ok(Self { fields, tensors })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    pub(super) fn tensor(&self, name: &str) -> Result<&Tensor, ModelError> {
        self.tensors.get(name).ok_or_else(|| broken(format!("the tensor {name} is missing")))
    }

    /// A tensor of one whole number.
    pub(super) fn number(&mut self, name: &str) -> Result<u32, ModelError> {
        let tensor = self.tensor(name)?.clone();
        let mut bytes = [0; 4];
        let width = match tensor.element {
            Element::I8 => 1,
            Element::I16 => 2,
            Element::I32 => 4,
            other => {
                return Err(broken(format!("{name} is stored as {}, not as a whole number", other.name())));
            }
        };
        if tensor.elements() != 1 {
            return Err(broken(format!("{name} is not one number")));
        }
        let mut stored = self.fields.slice(tensor.offset, tensor.bytes)?;
        let target = bytes.get_mut(..width).unwrap_or_default();
        stored.read_exact(target).map_err(|error| broken(FieldError::Io(error)))?;
        Ok(u32::from_le_bytes(bytes))
    }

    /// The stored bytes of `count` elements from element `from` on.
    pub(super) fn read(
        &mut self,
        name: &str,
        from: u64,
        count: u64,
    ) -> Result<(Element, impl BufRead + '_), ModelError> {
        let tensor = self.tensor(name)?;
        let (element, offset, elements) = (tensor.element, tensor.offset, tensor.elements());
        if from.saturating_add(count) > elements {
            return Err(broken(format!("the tensor {name} is too short")));
        }
        let slice = self.fields.slice(offset + from * element.bytes(), count * element.bytes())?;
        Ok((element, slice))
    }
}

fn text<R: Read + Seek>(fields: &mut Fields<R>) -> Result<String, ModelError> {
    let length = fields.u16()?;
    let mut bytes = fields.bytes(length)?;
    if bytes.pop() != Some(0) {
        return Err(broken(format!("a name before byte {} has no end", fields.position())));
    }
    String::from_utf8(bytes).map_err(|_| broken("a name in it is not text"))
}

fn tensor<R: Read + Seek>(fields: &mut Fields<R>, name: &str) -> Result<Tensor, ModelError> {
    let rank = fields.u8()?;
    let dimensions = (0..rank).map(|_| fields.u32()).collect::<Result<Vec<_>, _>>()?;
    let code = fields.u8()?;
    let element =
        Element::of(code).ok_or_else(|| broken(format!("{name} has elements of an unknown kind")))?;
    let bytes = u64::from(fields.u32()?);
    let expected = dimensions
        .iter()
        .try_fold(element.bytes(), |product, dimension| product.checked_mul(u64::from(*dimension)));
    if expected != Some(bytes) {
        return Err(broken(format!("the tensor {name} has another size than its dimensions say")));
    }
    let offset = fields.position();
    fields.skip(bytes)?;
    Ok(Tensor { dimensions, element, offset, bytes })
}
