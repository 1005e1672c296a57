//! All that a training needs to go on.

use super::FileError;
use super::contents::{Contents, Stored, StoredTensor};
use super::disk::{read, sweep, write};
use crate::nn::{is_not_negative, names};
use crate::optim::{Optimizer, Remembered};
use crate::{Param, Parameters, Shape, Tensor};
use std::path::{Path, PathBuf};

/// Before the names of the optimiser's tensors and notes.
const OPTIMIZER: &str = "optimizer";
/// Before the names of what belongs to neither.
const BESIDE: &str = "beside";

const NOT_WRITTEN: &str = "nothing was written; an older file that lies there is as it was";
pub(super) const OTHER_MODEL: &str = "load it into the model that it was saved from";
const OTHER_TENSOR: &str = "Checkpoint::names lists what it holds";
const OTHER_OPTIMIZER: &str = "go on with the optimiser that it was saved with, or start afresh";

/// A model, what its optimiser remembers, and notes: one safetensors file.
///
/// ```
/// # fn main() -> Result<(), nabla::FileError> {
/// # use nabla::{Checkpoint, Init, Linear, optim::Adam};
/// # let path = std::env::temp_dir().join(format!("nabla-go-on-{}.safetensors", std::process::id()));
/// # let mut model = Linear::new(4, 3, Init::He, &mut nabla::rng(1));
/// # let mut optimizer = Adam::new(0.001);
/// Checkpoint::of(&model).training(&model, &optimizer).note("epochs", 7).save(&path)?;
///
/// let kept = Checkpoint::read(&path)?;
/// assert_eq!(kept.get("epochs"), Some("7"));
/// kept.resume(&mut model, &mut optimizer)?;
/// # std::fs::remove_file(&path).expect("it is there");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// Where it was read, for messages.
    path: PathBuf,
    contents: Contents,
}

impl Checkpoint {
    /// A model's parameters and statistics as they are now.
    pub fn of(model: &(impl Parameters + ?Sized)) -> Self {
        let mut tensors = Vec::new();
        for_each_named(model, |name, param| {
            tensors.push((name.to_string(), param.value().clone()));
        });
        Self::holding(tensors)
    }

    /// These tensors under these names.
    pub(super) fn holding(tensors: Vec<(String, Tensor)>) -> Self {
        let mut contents = Contents::default();
        let stored = tensors.into_iter();
        let stored = stored.map(|(name, tensor)| (name, Stored::from(&tensor)));
        contents.tensors.extend(stored);
        Checkpoint {
            path: PathBuf::from("a checkpoint in memory"),
            contents,
        }
    }

    /// Adds what `optimizer`, which trains `model`, remembers, and its rate. How it was set up (its β,
    /// its decay) is the program's to say again.
    pub fn training(
        mut self,
        model: &(impl Parameters + ?Sized),
        optimizer: &dyn Optimizer,
    ) -> Self {
        let mut steps = Vec::new();
        for_each_named(model, |name, param| {
            if !param.is_trainable() {
                return;
            }
            let part = optimizer.memory(param);
            steps.push(part.as_ref().map_or(0, |part| part.steps));
            let tensors = part.into_iter().flat_map(|part| part.tensors);
            for (tensor, what) in tensors.zip(optimizer.keeps()) {
                let stored = Stored::from(&tensor);
                self.contents.tensors.insert(place(name, what), stored);
            }
        });
        if steps.iter().all(|&steps| steps == 0) {
            steps.clear(); // Before its first step an optimiser remembers nothing.
        }
        let steps: Vec<String> = steps.iter().map(u32::to_string).collect();
        self.note(OPTIMIZER, optimizer.name())
            .note("optimizer.rate", optimizer.rate())
            .note("optimizer.steps", steps.join(" "))
    }

    /// Adds a tensor that is neither the model's nor the optimiser's, such as the state of a recurrent network between two
    /// steps. [`tensor`](Self::tensor) has it as `beside.NAME`; [`restore`](Self::restore) leaves it alone.
    pub fn beside(mut self, name: &str, tensor: &Tensor) -> Self {
        let name = format!("{BESIDE}.{name}");
        self.contents.tensors.insert(name, Stored::from(tensor));
        self
    }

    /// Adds a note.
    pub fn note(mut self, key: &str, value: impl ToString) -> Self {
        self.contents
            .notes
            .insert(key.to_string(), value.to_string());
        self
    }

    /// The note with this key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.contents.notes.get(key).map(String::as_str)
    }

    /// All notes, in the order of the alphabet.
    pub fn notes(&self) -> impl Iterator<Item = (&str, &str)> {
        let notes = self.contents.notes.iter();
        notes.map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The names of its tensors, in the order of the alphabet. Those of an optimiser begin with `optimizer.`
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.contents.tensors.keys().map(String::as_str)
    }

    /// What it holds, in the order of [`names`](Self::names).
    ///
    /// ```
    /// # use nabla::{BatchNorm, Checkpoint};
    /// let kept = Checkpoint::of(&BatchNorm::new(3));
    /// for tensor in kept.tensors() {
    ///     println!("{}: {} {:?}", tensor.name, tensor.dtype, tensor.dims); // bias: F32 [3]
    /// }
    /// ```
    pub fn tensors(&self) -> impl Iterator<Item = StoredTensor<'_>> {
        let tensors = self.contents.tensors.iter();
        tensors.map(|(name, stored)| StoredTensor {
            name,
            dtype: &stored.dtype,
            dims: &stored.dims,
        })
    }

    /// The numbers of one tensor, as numbers of 32 bits: those of 64 are rounded.
    ///
    /// # Errors
    /// If there is none with this name (the nearest names are listed), or it cannot be computed with: a number is not
    /// finite or too large, a whole number is beyond 2²⁴, there are more than six axes, or it is of a kind that is not
    /// read.
    pub fn tensor(&self, name: &str) -> Result<Tensor, FileError> {
        let tensor = self.contents.tensor(name);
        tensor.map_err(|what| FileError::new(&self.path, what, OTHER_TENSOR))
    }

    /// Writes it, the same contents always as the same bytes. The file appears whole or not at all, and only if
    /// [`read`](Self::read) would take it. Until then it lies beside its place, as `NAME.….new`; what a killed program
    /// has left there like that, the next one to save removes. Of two programs that save at the same time, the one that
    /// is done last has its file there.
    ///
    /// # Errors
    /// If it cannot be written, would be larger than 1 GiB (its names and notes 1 MiB), or holds a
    /// number that is not finite. What lies at `path` is then as it was.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), FileError> {
        let path = path.as_ref();
        let wrong = |what, remedy| FileError::new(path, what, remedy);
        let pieces = self.contents.pieces();
        let (header, numbers) = pieces.map_err(|what| wrong(what, NOT_WRITTEN))?;
        let pieces = std::iter::once(&header[..]).chain(numbers);
        write(path, pieces).map_err(|error| wrong(error.what, error.remedy))
    }

    /// Removes what killed programs have left half-written beside `path`, as the next [`save`](Self::save) there would.
    pub fn tidy(path: impl AsRef<Path>) {
        sweep(path.as_ref());
    }

    /// Reads a file, ours or anybody's in that format.
    ///
    /// # Errors
    /// If it is absent, no regular file, longer than 1 GiB, truncated, damaged or no safetensors file. Whether its
    /// numbers can be computed with is looked at when they are asked for.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, FileError> {
        let path = path.as_ref();
        let remedy = "name a file that nabla::save wrote, or save it again";
        let contents = read(path).map_err(|what| FileError::new(path, what, remedy))?;
        let path = path.to_path_buf();
        Ok(Checkpoint { path, contents })
    }

    /// The same of bytes that are in memory, such as those of `include_bytes!`; messages call them `name`.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, FileError> {
        let path = PathBuf::from(name);
        let contents = Contents::read(bytes, bytes.len() as u64)
            .map_err(|what| FileError::new(&path, what, "take the bytes of a whole file"))?;
        Ok(Checkpoint { path, contents })
    }

    /// Gives `model` the parameters and statistics that were kept. Whole numbers that it has no place for, such as
    /// PyTorch's `num_batches_tracked`, are left alone.
    ///
    /// # Errors
    /// If the tensors are not exactly those of such a model, all of them finite; it is then as it was.
    pub fn restore(&self, model: &mut (impl Parameters + ?Sized)) -> Result<(), FileError> {
        let found = self.tensors_of(model)?;
        put(model, found);
        Ok(())
    }

    /// [`restore`](Self::restore), and the optimiser as well: what it remembers and its rate. The
    /// training then goes on as if it had never stopped, bit for bit.
    ///
    /// # Errors
    /// If the model or the optimiser is another, or no training was kept; both are then as they were.
    pub fn resume(
        &self,
        model: &mut (impl Parameters + ?Sized),
        optimizer: &mut dyn Optimizer,
    ) -> Result<(), FileError> {
        let found = self.tensors_of(model)?;
        let (rate, memory) = self.memory_of(model, optimizer)?;
        put(model, found);
        let mut memory = memory.into_iter();
        model.visit(&mut |param| {
            if param.is_trainable() {
                optimizer.set_memory(param, memory.next().flatten());
            }
        });
        optimizer.set_rate(rate);
        Ok(())
    }

    /// Is this the name of something that an optimiser remembers, or that was put beside the model?
    pub(super) fn is_beside_the_model(name: &str) -> bool {
        let begins = |part| {
            name.strip_prefix(part)
                .is_some_and(|rest: &str| rest.starts_with('.'))
        };
        begins(OPTIMIZER) || begins(BESIDE)
    }

    /// The tensors for each of the model's parameters, in its order.
    fn tensors_of(&self, model: &(impl Parameters + ?Sized)) -> Result<Vec<Tensor>, FileError> {
        let mut found = Vec::new();
        let mut wrong = None;
        for_each_named(model, |name, param| {
            if wrong.is_some() {
                return;
            }
            match self.find(name, param.value().shape()) {
                Ok(tensor) if !param.takes(&tensor) => wrong = Some(below_zero(name)),
                Ok(tensor) => found.push(tensor),
                Err(what) => wrong = Some(what),
            }
        });
        let known = names(model);
        let unknown = self.contents.tensors.iter().find(|(name, stored)| {
            let is_counter = stored.kind().is_some_and(|kind| kind.is_whole);
            !is_counter && !Self::is_beside_the_model(name) && !known.contains(name)
        });
        if let (None, Some((name, _))) = (&wrong, unknown) {
            wrong = Some(format!("holds {name}, which the model has not"));
        }
        match wrong {
            Some(what) => Err(FileError::new(&self.path, what, OTHER_MODEL)),
            None => Ok(found),
        }
    }

    /// The optimiser's rate, and what it remembered of each trainable parameter: nothing of one that had
    /// not made a step.
    fn memory_of(
        &self,
        model: &(impl Parameters + ?Sized),
        optimizer: &dyn Optimizer,
    ) -> Result<(f32, Vec<Option<Remembered>>), FileError> {
        let wrong = |what: String| FileError::new(&self.path, what, OTHER_OPTIMIZER);
        let kept = self.get(OPTIMIZER);
        if kept != Some(optimizer.name()) {
            let kept = kept.unwrap_or("no training at all");
            return Err(wrong(format!("holds {kept}, not {}", optimizer.name())));
        }
        let rate = self
            .get("optimizer.rate")
            .and_then(|rate| rate.parse().ok());
        let rate = rate.filter(|rate: &f32| rate.is_finite());
        let rate = rate.ok_or_else(|| wrong("holds no learning rate".to_string()))?;
        let steps = self
            .get("optimizer.steps")
            .unwrap_or_default()
            .split_whitespace();
        let steps: Vec<u32> = steps
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map_err(|_| wrong("holds numbers of steps that are none".to_string()))?;
        let mut shapes = Vec::new();
        for_each_named(model, |name, param| {
            if param.is_trainable() {
                shapes.push((name.to_string(), param.value().shape()));
            }
        });
        // Before its first step an optimiser remembers nothing.
        if !steps.is_empty() && steps.len() != shapes.len() {
            let what = format!(
                "remembers {} parameters, the model has {}",
                steps.len(),
                shapes.len()
            );
            return Err(wrong(what));
        }
        let part = |(steps, (name, shape)): (u32, (String, Shape))| {
            if steps == 0 {
                return Ok(None); // It has not made its first step.
            }
            let tensors = optimizer.keeps().iter().map(|what| {
                let place = place(&name, what);
                let tensor = self.find(&place, shape)?;
                match optimizer.squares().contains(what) && !is_not_negative(&tensor) {
                    true => Err(below_zero(&place)),
                    false => Ok(tensor),
                }
            });
            let tensors = tensors.collect::<Result<_, _>>()?;
            Ok(Some(Remembered { steps, tensors }))
        };
        let memory = steps
            .into_iter()
            .zip(shapes)
            .map(part)
            .collect::<Result<_, _>>();
        Ok((rate, memory.map_err(wrong)?))
    }

    /// An error about this file.
    pub(super) fn wrong(&self, what: String, remedy: &'static str) -> FileError {
        FileError::new(&self.path, what, remedy)
    }

    fn find(&self, name: &str, shape: Shape) -> Result<Tensor, String> {
        let stored = self.contents.stored(name)?;
        if stored.dims != shape.dims() {
            return Err(format!(
                "holds {name} as {:?}, where the model has {shape}",
                stored.dims
            ));
        }
        self.contents.tensor(name)
    }
}

/// What a file calls the tensor `what` that an optimiser keeps for a parameter.
fn place(parameter: &str, what: &str) -> String {
    format!("{OPTIMIZER}.{parameter}.{what}")
}

pub(super) fn below_zero(name: &str) -> String {
    format!("holds {name} with a number below 0, where a mean of squares belongs")
}

fn for_each_named(model: &(impl Parameters + ?Sized), mut f: impl FnMut(&str, &Param)) {
    let names = names(model);
    let mut next = names.iter();
    model.visit(&mut |param| {
        if let Some(name) = next.next() {
            f(name, param);
        }
    });
}

/// Each tensor to its parameter, on the device where that is.
pub(super) fn put(model: &mut (impl Parameters + ?Sized), tensors: Vec<Tensor>) {
    let mut tensors = tensors.into_iter();
    model.visit_mut(&mut |param| {
        if let Some(tensor) = tensors.next() {
            *param.value_mut() = tensor.to(&param.value().device());
        }
    });
}
