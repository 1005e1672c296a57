//! Between named tensors and the bytes of a safetensors file.

use crate::{Shape, Tensor};
use safetensors::tensor::{Dtype, SafeTensorError, SafeTensors, View, serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// No model of this course comes near; a larger file is something else.
pub const LARGEST_FILE: u64 = 1 << 30;
/// Nor does a list of names: parsing a hostile one would take many times its size.
const LARGEST_HEADER: u64 = 1 << 20;
/// The most axes that a tensor of a file may have.
const MAX_AXES: usize = crate::shape::MAX_RANK;

/// The notes that every file of ours has: one says that there must be a checksum, the other is it.
const FORMAT: (&str, &str) = ("nabla.format", "1");
const CHECKSUM: &str = "nabla.checksum";

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contents {
    pub tensors: BTreeMap<String, Tensor>,
    pub notes: BTreeMap<String, String>,
}

/// A clause about what is wrong.
pub type Checked<T> = Result<T, String>;

struct Bytes<'a>(&'a [usize], Vec<u8>);

impl View for Bytes<'_> {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }

    fn shape(&self) -> &[usize] {
        self.0
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.1)
    }

    fn data_len(&self) -> usize {
        self.1.len()
    }
}

impl Contents {
    /// The bytes of the file.
    pub fn to_bytes(&self) -> Checked<Vec<u8>> {
        let tensors = self.tensors.iter().map(|(name, tensor)| {
            let numbers = tensor.data().iter().flat_map(|x| x.to_le_bytes()).collect();
            (name, Bytes(tensor.dims(), numbers))
        });
        let mut notes: HashMap<String, String> = self.notes.clone().into_iter().collect();
        notes.insert(FORMAT.0.to_string(), FORMAT.1.to_string());
        notes.insert(CHECKSUM.to_string(), self.checksum());
        serialize(tensors, Some(notes)).map_err(|error| format!("cannot be written: {error}"))
    }

    /// What the bytes say, all of it checked. The checksum of a file of ours must be right; anybody
    /// else's has none.
    pub fn from_bytes(bytes: &[u8]) -> Checked<Self> {
        check_header(bytes)?;
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(explain)?;
        let file = SafeTensors::deserialize(bytes).map_err(explain)?;
        let mut contents = Contents::default();
        for (name, view) in file.tensors() {
            let tensor = tensor(&name, view.dtype(), view.shape(), view.data())?;
            contents.tensors.insert(name, tensor);
        }
        contents
            .notes
            .extend(header.metadata().clone().unwrap_or_default());
        let sum = contents.notes.remove(CHECKSUM);
        match contents.notes.remove(FORMAT.0).as_deref() {
            None if sum.is_none() => Ok(contents),
            Some(format) if format != FORMAT.1 && sum.is_some() => {
                Err("was written by a later version".to_string())
            }
            Some(_) if sum == Some(contents.checksum()) => Ok(contents),
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
        for (name, tensor) in &self.tensors {
            add(format!("{name:?}{:?}", tensor.dims()).as_bytes());
            tensor.data().iter().for_each(|x| add(&x.to_le_bytes()));
        }
        format!("{hash:016x}")
    }
}

/// Refuses what would cost the parser much, or make it add up numbers beyond the largest `usize`.
fn check_header(bytes: &[u8]) -> Checked<()> {
    let length = bytes
        .first_chunk()
        .map_or(0, |&first| u64::from_le_bytes(first));
    if length > LARGEST_HEADER {
        return Err("is no safetensors file".to_string());
    }
    let header = bytes.iter().skip(8).take(length as usize);
    let (mut in_text, mut escaped, mut digits) = (false, false, 0);
    for byte in header {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            _ => {}
        }
        digits = if byte.is_ascii_digit() && !in_text {
            digits + 1
        } else {
            0
        };
        if digits >= usize::MAX.ilog10() {
            return Err("is damaged: it names a place beyond the end of any file".to_string());
        }
    }
    Ok(())
}

fn tensor(name: &str, dtype: Dtype, sizes: &[usize], bytes: &[u8]) -> Checked<Tensor> {
    if dtype != Dtype::F32 {
        return Err(format!("holds {name} as {dtype:?}, and only F32 is read"));
    }
    if sizes.len() > MAX_AXES {
        return Err(format!(
            "holds {name} with {} axes, more than {MAX_AXES}",
            sizes.len()
        ));
    }
    let (numbers, _) = bytes.as_chunks::<4>();
    let numbers: Vec<f32> = numbers.iter().map(|&n| f32::from_le_bytes(n)).collect();
    if !numbers.iter().all(|n| n.is_finite()) {
        return Err(format!(
            "holds {name} with a number that is not finite: that training had failed"
        ));
    }
    Ok(Tensor::from_vec(numbers, Shape::new(sizes)))
}

fn explain(error: SafeTensorError) -> String {
    match error {
        SafeTensorError::HeaderTooSmall
        | SafeTensorError::InvalidHeader(_)
        | SafeTensorError::InvalidHeaderStart
        | SafeTensorError::HeaderTooLarge
        | SafeTensorError::InvalidHeaderDeserialization(_) => "is no safetensors file".to_string(),
        SafeTensorError::InvalidHeaderLength | SafeTensorError::MetadataIncompleteBuffer => {
            "is truncated, or more than a safetensors file".to_string()
        }
        SafeTensorError::InvalidOffset(name) => {
            format!("is damaged: the place of {name} is not where it should be")
        }
        other => format!("is damaged: its list of tensors contradicts itself ({other})"),
    }
}

/// Reads a file, unless it is too large.
pub fn read(path: &Path) -> Checked<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| format!("cannot be read: {error}"))?;
    file.take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(format!("is larger than {} MiB", LARGEST_FILE >> 20));
    }
    Ok(bytes)
}

/// Writes a file beside its place, then moves it there: an interruption leaves the old one whole.
pub fn write(path: &Path, bytes: &[u8]) -> Checked<()> {
    let fresh = beside(path)?;
    let write = || -> io::Result<()> {
        // A new file, so that no link that lies there is followed.
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&fresh, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&fresh);
        format!("cannot be written: {error}")
    })
}

/// A name in the same folder that nobody else uses.
fn beside(path: &Path) -> Checked<PathBuf> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let name = path.file_name().ok_or("is no name of a file")?;
    let mut fresh = name.to_os_string();
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    // Two programs may save to one place. In a browser there are no processes (and no files).
    let process = if cfg!(target_family = "wasm") {
        0
    } else {
        std::process::id()
    };
    fresh.push(format!(".{process}-{number}.new"));
    Ok(path.with_file_name(fresh))
}
