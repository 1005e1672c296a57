//! A network in a file, so that a long training may be interrupted.
//!
//! What is kept: the weights, how many epochs are done, and what was trained on what. Seed and epochs give back the
//! place in the shuffling and in the schedule of the rate. What is *not* kept is the memory of the optimiser: a
//! resumed Adam begins with empty running means, so its first steps differ a little from those of an uninterrupted
//! run. Plain gradient descent has no memory and goes on exactly as if nothing had happened.
//!
//! The file, all numbers little-endian:
//!
//! ```text
//! 8 bytes   "NEURON05"
//! text      network            a text is its length in bytes (u16) and UTF-8
//! text      data
//! u64       seed
//! u32       epochs done
//! u32       how many tensors
//! tensors   each: text name, u8 rank, rank × u32 sizes, f32 numbers in row-major order
//! u64       FNV-1a of all bytes before
//! ```

use labkit::{Error, Result};
use nabla::{Module, Tensor};
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

const MAGIC: &[u8; 8] = b"NEURON05";
/// No network of this lab comes near; a file that is larger is something else.
const LARGEST_FILE: u64 = 64 << 20;

/// A parameter: its name, its sizes, its numbers in row-major order.
pub type Named = (String, Vec<usize>, Vec<f32>);

/// A network at the end of an epoch.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// The flag of the recipe.
    pub network: String,
    /// The name of the data.
    pub data: String,
    /// The seed of weights and shuffling.
    pub seed: u64,
    /// Epochs done.
    pub epochs: u32,
    /// Name, sizes and numbers of each parameter, in the order of the network.
    pub tensors: Vec<Named>,
}

impl Checkpoint {
    /// The state of `model` after `epochs` epochs.
    pub fn of(model: &dyn Module, network: &str, data: &str, seed: u64, epochs: u32) -> Self {
        let mut tensors = Vec::new();
        model.visit(&mut |param| {
            let value = param.value();
            tensors.push((
                param.name().to_string(),
                value.dims().to_vec(),
                value.data().to_vec(),
            ));
        });
        Checkpoint {
            network: network.to_string(),
            data: data.to_string(),
            seed,
            epochs,
            tensors,
        }
    }

    /// Gives `model` the weights kept.
    ///
    /// # Errors
    /// If they are not those of such a network; `model` is then as it was.
    pub fn restore(&self, model: &mut dyn Module) -> Result<()> {
        let mut wanted = Vec::new();
        model.visit(&mut |param| {
            wanted.push((param.name().to_string(), param.value().dims().to_vec()));
        });
        let kept = self.tensors.iter();
        let kept: Vec<_> = kept
            .map(|(name, sizes, _)| (name.clone(), sizes.clone()))
            .collect();
        if kept != wanted {
            return Err(Error::new(format!(
                "the checkpoint holds the parameters {}, but the network {} has {}",
                list(&kept),
                self.network,
                list(&wanted)
            ))
            .remedy(START_AFRESH));
        }
        let mut next = self.tensors.iter();
        model.visit_mut(&mut |param| {
            if let Some((_, sizes, numbers)) = next.next() {
                *param.value_mut() = Tensor::from_slice(numbers, nabla::Shape::new(sizes));
            }
        });
        Ok(())
    }

    /// Says whether this is the run that is to be continued.
    ///
    /// # Errors
    /// If it is another network, other data, another seed, or has more epochs than are wanted.
    pub fn belongs_to(&self, network: &str, data: &str, seed: u64, epochs: usize) -> Result<()> {
        let (ours, theirs) = (
            (network, data, seed),
            (self.network.as_str(), self.data.as_str(), self.seed),
        );
        if ours != theirs {
            return Err(Error::new(format!(
                "the checkpoint is of {} on {} with seed {}, not of {network} on {data} with seed {seed}",
                self.network, self.data, self.seed
            ))
            .remedy(START_AFRESH));
        }
        if self.epochs as usize > epochs {
            return Err(Error::new(format!(
                "the checkpoint has {} epochs behind it, and {epochs} were asked for",
                self.epochs
            ))
            .remedy("ask for more with --epochs, or start afresh without --resume"));
        }
        Ok(())
    }

    /// Writes the file: first beside it, then in its place, so that an interruption leaves the old one whole.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn save(&self, path: &Path) -> Result<()> {
        let fresh = path.with_extension("new");
        let write = || -> io::Result<()> {
            let mut file = fs::File::create(&fresh)?;
            file.write_all(&self.to_bytes())?;
            file.sync_all()?;
            fs::rename(&fresh, path)
        };
        write().map_err(|error| {
            Error::new(format!("cannot write {}: {error}", path.display()))
                .remedy("make room for it there, or choose another directory with --out")
        })
    }

    /// Reads a file that [`save`](Self::save) wrote.
    ///
    /// # Errors
    /// If it is absent, unreadable, not such a file, truncated or damaged.
    pub fn load(path: &Path) -> Result<Self> {
        let about = |what: String| Error::new(format!("checkpoint {}: {what}", path.display()));
        let file = fs::File::open(path).map_err(|error| {
            about(error.to_string())
                .remedy("start afresh without --resume, or name its directory with --out")
        })?;
        let mut bytes = Vec::new();
        file.take(LARGEST_FILE + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| about(error.to_string()).remedy(START_AFRESH))?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(about(format!("is larger than {LARGEST_FILE} bytes")).remedy(START_AFRESH));
        }
        Checkpoint::from_bytes(&bytes).map_err(|what| about(what).remedy(START_AFRESH))
    }

    /// The bytes of the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        put_text(&mut bytes, &self.network);
        put_text(&mut bytes, &self.data);
        bytes.extend(self.seed.to_le_bytes());
        bytes.extend(self.epochs.to_le_bytes());
        bytes.extend((self.tensors.len() as u32).to_le_bytes());
        for (name, sizes, numbers) in &self.tensors {
            put_text(&mut bytes, name);
            bytes.push(sizes.len() as u8);
            for &size in sizes {
                bytes.extend((size as u32).to_le_bytes());
            }
            for number in numbers {
                bytes.extend(number.to_le_bytes());
            }
        }
        let sum = fnv1a(&bytes);
        bytes.extend(sum.to_le_bytes());
        bytes
    }

    /// The network in `bytes`.
    ///
    /// # Errors
    /// One clause about what is wrong with them. Nothing is allocated before the bytes for it were seen.
    pub fn from_bytes(bytes: &[u8]) -> Parsed<Self> {
        if !bytes.starts_with(MAGIC) {
            return Err("is no checkpoint of this lab".to_string());
        }
        let (body, sum) = bytes.split_at(bytes.len().saturating_sub(8).max(MAGIC.len()));
        let mut sums = Cursor { rest: sum };
        if sums.number(u64::from_le_bytes)? != fnv1a(body) {
            return Err("is truncated or damaged: its checksum is wrong".to_string());
        }
        let mut cursor = Cursor {
            rest: &body[MAGIC.len()..],
        };
        let checkpoint = Checkpoint {
            network: cursor.text()?,
            data: cursor.text()?,
            seed: cursor.number(u64::from_le_bytes)?,
            epochs: cursor.number(u32::from_le_bytes)?,
            tensors: cursor.tensors()?,
        };
        if cursor.rest.is_empty() {
            Ok(checkpoint)
        } else {
            Err(format!("has {} bytes too many", cursor.rest.len()))
        }
    }
}

/// What reading gives: a clause about what is wrong, where something is.
type Parsed<T> = std::result::Result<T, String>;

const START_AFRESH: &str = "start afresh without --resume";

fn list(parameters: &[(String, Vec<usize>)]) -> String {
    let shown: Vec<String> = parameters
        .iter()
        .map(|(name, sizes)| format!("{name} {sizes:?}"))
        .collect();
    shown.join(", ")
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u16).to_le_bytes());
    bytes.extend(text.as_bytes());
}

/// The hash of Fowler, Noll and Vo: finds accidents, not forgers.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    })
}

/// Bytes not read yet.
struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn bytes(&mut self, count: usize) -> Parsed<&'a [u8]> {
        let (taken, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or_else(|| format!("ends {} bytes too early", count - self.rest.len()))?;
        self.rest = rest;
        Ok(taken)
    }

    fn number<const N: usize, T>(&mut self, decode: fn([u8; N]) -> T) -> Parsed<T> {
        let mut array = [0; N];
        array.copy_from_slice(self.bytes(N)?);
        Ok(decode(array))
    }

    fn text(&mut self) -> Parsed<String> {
        let length = self.number(u16::from_le_bytes)?;
        let bytes = self.bytes(usize::from(length))?.to_vec();
        String::from_utf8(bytes).map_err(|_| "holds a name that is not UTF-8".to_string())
    }

    fn tensors(&mut self) -> Parsed<Vec<Named>> {
        let count = self.number(u32::from_le_bytes)?;
        let mut tensors = Vec::new();
        for _ in 0..count {
            tensors.push(self.tensor()?);
        }
        Ok(tensors)
    }

    fn tensor(&mut self) -> Parsed<Named> {
        let name = self.text()?;
        let [rank] = self.number(|byte: [u8; 1]| byte)?;
        let sizes: Vec<usize> = (0..rank)
            .map(|_| self.number(u32::from_le_bytes).map(|size| size as usize))
            .collect::<Parsed<_>>()?;
        let size = sizes
            .iter()
            .try_fold(4_usize, |product, &size| product.checked_mul(size));
        let size = size.ok_or_else(|| format!("says that {name} has sizes {sizes:?}"))?;
        let (numbers, _) = self.bytes(size)?.as_chunks::<4>();
        let numbers: Vec<f32> = numbers.iter().map(|&n| f32::from_le_bytes(n)).collect();
        match numbers.iter().all(|n| n.is_finite()) {
            true => Ok((name, sizes, numbers)),
            false => Err(format!("holds a {name} that is not finite")),
        }
    }
}
