//! Between named tensors and the bytes of a safetensors file.

use super::Checked;
use super::header::{self, LARGEST_HEADER, NOTES, Notes};
use super::near::near;
use super::numbers::Kind;
use crate::{Shape, Tensor};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Read;

/// No model of this course comes near; a larger file is something else.
pub const LARGEST_FILE: u64 = 1 << 30;
/// The most axes that a tensor may have.
const MAX_AXES: usize = crate::shape::MAX_RANK;

/// The notes that every file of ours has: one says that there must be a checksum, the other is it.
const FORMAT: (&str, &str) = ("nabla.format", "1");
const CHECKSUM: &str = "nabla.checksum";

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contents {
    pub tensors: BTreeMap<String, Stored>,
    pub notes: Notes,
}

/// A tensor as a file has it. Whether it can be computed with is a question for when somebody asks for it: a
/// file may hold more than that.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    pub dtype: String,
    pub dims: Vec<usize>,
    bytes: Vec<u8>,
}

/// What [`Checkpoint::tensors`](crate::Checkpoint::tensors) says of a tensor without looking into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredTensor<'a> {
    /// What the file calls it, `"0.weight"`.
    pub name: &'a str,
    /// The kind of its numbers, as the format calls them: `"F32"`, `"F16"`, `"I64"`.
    pub dtype: &'a str,
    /// Its shape; a file may have more than six axes.
    pub dims: &'a [usize],
}

impl StoredTensor<'_> {
    /// Whole numbers, which no layer learns: PyTorch's `num_batches_tracked`.
    pub(super) fn is_counter(&self) -> bool {
        Kind::of(self.dtype).is_some_and(|kind| kind.is_whole)
    }
}

impl From<&Tensor> for Stored {
    fn from(tensor: &Tensor) -> Self {
        Stored {
            dtype: "F32".to_string(),
            dims: tensor.dims().to_vec(),
            bytes: tensor.data().iter().flat_map(|x| x.to_le_bytes()).collect(),
        }
    }
}

impl Stored {
    pub fn kind(&self) -> Option<&'static Kind> {
        Kind::of(&self.dtype)
    }

    /// Its numbers as numbers of 32 bits, all of them finite; or what is wrong with them, as the end of "holds weight …".
    fn numbers(&self) -> Checked<Vec<f32>> {
        let kind = self.kind().ok_or_else(|| {
            let (dtype, known) = (&self.dtype, Kind::names());
            format!("as {dtype}, and only {known} are read")
        })?;
        let numbers = (kind.read)(&self.bytes)?;
        match numbers.iter().all(|x| x.is_finite()) {
            true => Ok(numbers),
            false => Err("with a number that is not finite".to_string()),
        }
    }

    fn tensor(&self) -> Checked<Tensor> {
        match self.dims.len() {
            0..=MAX_AXES => Ok(Tensor::from_vec(self.numbers()?, Shape::new(&self.dims))),
            axes => Err(format!("with {axes} axes, more than {MAX_AXES}")),
        }
    }
}

impl Contents {
    /// The tensor with this name.
    pub fn tensor(&self, name: &str) -> Checked<Tensor> {
        self.stored(name)?
            .tensor()
            .map_err(|wrong| format!("holds {name} {wrong}"))
    }

    /// The same, not looked into yet.
    pub fn stored(&self, name: &str) -> Checked<&Stored> {
        self.tensors.get(name).ok_or_else(|| {
            let near = near(name, self.tensors.keys().map(String::as_str));
            match near.is_empty() {
                true => format!("holds no {name}, nor any other tensor"),
                false => format!("holds no {name}; nearest to it: {}", near.join(", ")),
            }
        })
    }

    /// The pieces of the file, one after the other. What could not be read and used is refused here already, before it
    /// takes the place of a file that can.
    pub fn pieces(&self) -> Checked<(Vec<u8>, impl Iterator<Item = &[u8]>)> {
        for (name, stored) in &self.tensors {
            let is_learned = stored.kind().is_some_and(|kind| !kind.is_whole);
            if let (true, Err(wrong)) = (is_learned, stored.numbers()) {
                return Err(format!(
                    "would hold {name} {wrong}: this training has failed"
                ));
            }
        }
        if self.tensors.contains_key(NOTES) {
            return Err(format!("cannot hold a tensor called {NOTES}"));
        }
        let mut notes = self.notes.clone();
        notes.insert(FORMAT.0.to_string(), FORMAT.1.to_string());
        notes.insert(CHECKSUM.to_string(), self.checksum());
        // The widest first: then each begins at a multiple of its own width.
        let mut tensors: Vec<(&String, &Stored)> = self.tensors.iter().collect();
        tensors.sort_by_key(|(_, stored)| Reverse(stored.kind().map(|kind| kind.width)));
        let described = tensors.iter().map(|(name, stored)| {
            let Stored { dtype, dims, bytes } = stored;
            (name.as_str(), dtype.as_str(), dims.as_slice(), bytes.len())
        });
        let header = header::render(&notes, described);
        let numbers: usize = tensors.iter().map(|(_, stored)| stored.bytes.len()).sum();
        check_sizes(header.len() as u64 - 8, (header.len() + numbers) as u64)?;
        let numbers = tensors.into_iter().map(|(_, stored)| &stored.bytes[..]);
        Ok((header, numbers))
    }

    /// What a file of `length` bytes says, all of it checked before more than its header is read. The checksum of a
    /// file of ours must be right; anybody else's has none.
    pub fn read(mut source: impl Read, length: u64) -> Checked<Self> {
        let mut take = |length: u64| {
            let mut bytes = vec![0; length as usize];
            let read = source.read_exact(&mut bytes);
            read.map_err(|error| format!("cannot be read: {error}"))?;
            Ok::<_, String>(bytes)
        };
        let none = "is no safetensors file";
        let room = length.checked_sub(8).ok_or(none)?;
        let start = take(8)?.try_into().map_or(u64::MAX, u64::from_le_bytes);
        if start > LARGEST_HEADER {
            return Err(none.to_string());
        }
        let room = room
            .checked_sub(start)
            .ok_or("is truncated, or no safetensors file")?;
        let (notes, places) = header::parse(&take(start)?, room)?;
        let mut contents = Contents {
            notes,
            ..Contents::default()
        };
        for place in places {
            let stored = Stored {
                dtype: place.dtype,
                dims: place.dims,
                bytes: take(place.span[1] - place.span[0])?,
            };
            contents.tensors.insert(place.name, stored);
        }
        contents.checked()
    }

    fn checked(mut self) -> Checked<Self> {
        let sum = self.notes.remove(CHECKSUM);
        match self.notes.remove(FORMAT.0).as_deref() {
            None if sum.is_none() => Ok(self),
            Some(format) if format != FORMAT.1 && sum.is_some() => {
                Err("was written by a later version".to_string())
            }
            Some(_) if sum == Some(self.checksum()) => Ok(self),
            _ => Err("is damaged: its checksum is wrong".to_string()),
        }
    }

    /// The hash of Fowler, Noll and Vo (FNV-1a) of all that is in it: it finds accidents, not forgers.
    fn checksum(&self) -> String {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut add = |bytes: &[u8]| {
            for &byte in bytes {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
            }
        };
        for (key, note) in &self.notes {
            add(format!("{key:?}{note:?}").as_bytes());
        }
        for (name, stored) in &self.tensors {
            add(format!("{name:?}{:?}", stored.dims).as_bytes());
            // Files were summed like this when they held no other kind.
            if stored.dtype != "F32" {
                add(stored.dtype.as_bytes());
            }
            add(&stored.bytes);
        }
        format!("{hash:016x}")
    }
}

/// Refuses to write what would not be read back.
fn check_sizes(header: u64, file: u64) -> Checked<()> {
    if header > LARGEST_HEADER {
        return Err(format!(
            "would have names and notes of {header} bytes, and at most {LARGEST_HEADER} are read"
        ));
    }
    if file > LARGEST_FILE {
        return Err(format!(
            "would have {file} bytes, and at most {LARGEST_FILE} are read"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_read_back_is_not_written() {
        let wrong = |header, file| check_sizes(header, file).expect_err("too large");
        assert_eq!(check_sizes(LARGEST_HEADER, LARGEST_FILE), Ok(()));
        assert!(wrong(LARGEST_HEADER + 1, 2 << 20).contains("names and notes of 1048577 bytes"));
        assert!(wrong(100, LARGEST_FILE + 1).contains("would have 1073741825 bytes"));
    }
}
