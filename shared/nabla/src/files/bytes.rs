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
/// How many names are tried for a file that is being written.
const ATTEMPTS: usize = 1000;
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
    /// The bytes of the file. What reading would refuse is refused here already, before it takes the
    /// place of a file that can be read.
    pub fn to_bytes(&self) -> Checked<Vec<u8>> {
        if let Some((name, _)) = self.tensors.iter().find(|(_, tensor)| !is_finite(tensor)) {
            return Err(format!(
                "would hold {name} with a number that is not finite: this training has failed"
            ));
        }
        let tensors = self.tensors.iter().map(|(name, tensor)| {
            let numbers = tensor.data().iter().flat_map(|x| x.to_le_bytes()).collect();
            (name, Bytes(tensor.dims(), numbers))
        });
        let mut notes: HashMap<String, String> = self.notes.clone().into_iter().collect();
        notes.insert(FORMAT.0.to_string(), FORMAT.1.to_string());
        notes.insert(CHECKSUM.to_string(), self.checksum());
        let bytes = serialize(tensors, Some(notes))
            .map_err(|error| format!("cannot be written: {error}"))?;
        check_sizes(header_len(&bytes), bytes.len() as u64)?;
        Ok(bytes)
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

fn is_finite(tensor: &Tensor) -> bool {
    tensor.data().iter().all(|x| x.is_finite())
}

/// How long a file says that its header is.
fn header_len(bytes: &[u8]) -> u64 {
    bytes
        .first_chunk()
        .map_or(0, |&first| u64::from_le_bytes(first))
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

/// Refuses what would cost the parser much, or make it add up numbers beyond the largest `usize`.
fn check_header(bytes: &[u8]) -> Checked<()> {
    let length = header_len(bytes);
    if length > LARGEST_HEADER {
        return Err("is no safetensors file".to_string());
    }
    let header = bytes.iter().skip(8).take(length as usize);
    let (mut in_text, mut escaped, mut number) = (false, false, 0_u64);
    for byte in header {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            _ => {}
        }
        number = if byte.is_ascii_digit() && !in_text {
            number
                .saturating_mul(10)
                .saturating_add((byte - b'0').into())
        } else {
            0
        };
        if number > LARGEST_FILE {
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
    let tensor = Tensor::from_vec(numbers, Shape::new(sizes));
    if !is_finite(&tensor) {
        return Err(format!(
            "holds {name} with a number that is not finite: that training had failed"
        ));
    }
    Ok(tensor)
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
    let (fresh, mut file) = beside(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    let moved = written.and_then(|()| fs::rename(&fresh, path));
    moved.map_err(|error| {
        let _ = fs::remove_file(&fresh);
        format!("cannot be written: {error}")
    })
}

/// Part of the name of the next file that is written.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A new file in the same folder. Its name may be taken: by what an interrupted program left there, or
/// by another program's file (in containers each may be process 1). Then the next one is tried.
fn beside(path: &Path) -> Checked<(PathBuf, File)> {
    let name = path.file_name().ok_or("is no name of a file")?;
    // In a browser there are no processes (and no files).
    let process = if cfg!(target_family = "wasm") {
        0
    } else {
        std::process::id()
    };
    for _ in 0..ATTEMPTS {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let mut fresh = name.to_os_string();
        fresh.push(format!(".{process}-{number}.new"));
        let fresh = path.with_file_name(fresh);
        // Only a new file, so that no link that lies there is followed.
        match OpenOptions::new().write(true).create_new(true).open(&fresh) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => {
                return opened
                    .map(|file| (fresh, file))
                    .map_err(|error| format!("cannot be written: {error}"));
            }
        }
    }
    Err(format!(
        "cannot be written: {ATTEMPTS} unfinished files (.new) lie beside it"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_under_the_next_names_is_left_alone() {
        let folder = std::env::temp_dir().join(format!("nabla-beside-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a scratch folder");
        let next = NUMBER.load(Ordering::Relaxed);
        let left = (next..next + 20)
            .map(|number| folder.join(format!("model.{}-{number}.new", std::process::id())));
        let left: Vec<PathBuf> = left.collect();
        for path in &left {
            fs::write(path, "another's").expect("it can be written");
        }
        write(&folder.join("model"), b"ours").expect("under a later name");
        assert_eq!(
            fs::read(folder.join("model")).expect("it is there"),
            b"ours"
        );
        for path in &left {
            assert_eq!(fs::read(path).expect("it is still there"), b"another's");
        }
        fs::remove_dir_all(&folder).expect("it can be removed");
    }

    #[test]
    fn what_could_not_be_read_back_is_not_written() {
        let wrong = |header, file| check_sizes(header, file).expect_err("too large");
        assert_eq!(check_sizes(LARGEST_HEADER, LARGEST_FILE), Ok(()));
        assert!(wrong(LARGEST_HEADER + 1, 2 << 20).contains("names and notes of 1048577 bytes"));
        assert!(wrong(100, LARGEST_FILE + 1).contains("would have 1073741825 bytes"));
    }

    /// 2³⁰ is the end of the largest file on every machine, also where a `usize` has 32 bits.
    #[test]
    fn places_up_to_the_end_of_the_largest_file_may_be_named() {
        let header = |number: u64| {
            let header = format!("{{\"a 9999999999\":[{number}]}}");
            [&(header.len() as u64).to_le_bytes(), header.as_bytes()].concat()
        };
        assert_eq!(check_header(&header(LARGEST_FILE)), Ok(()));
        for number in [LARGEST_FILE + 1, 4_294_967_295, u64::MAX] {
            check_header(&header(number)).expect_err("beyond the end of any file");
        }
    }
}
