//! A part of a file into a model: which names fit, and what about the others.

use super::FileError;
use super::checkpoint::{Checkpoint, OTHER_MODEL, below_zero, put};
use super::error::shown;
use crate::nn::{Param, names};
use crate::{Parameters, Tensor};
use std::fmt;

/// So many names of a kind are printed.
const PRINTED: usize = 4;

/// What became of each name when as much of a file as fits was put into a model: of
/// [`Checkpoint::restore_what_fits`] and [`pytorch::load_what_fits`](crate::pytorch::load_what_fits). All names are the
/// file's. Printed, it is five lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fit {
    /// Taken over by the model, in its order.
    pub fits: Vec<String>,
    /// In both, with different shapes: the model keeps its own.
    pub misshapen: Vec<Misshapen>,
    /// Wanted by the model, and not in the file: the model keeps its own.
    pub missing: Vec<String>,
    /// In the file, and wanted by nothing in the model.
    pub unexpected: Vec<String>,
    /// In the file, and no part of any model: whole numbers such as PyTorch's `num_batches_tracked`, and what an
    /// optimiser remembers.
    pub passed_over: Vec<String>,
}

/// One name, two shapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misshapen {
    /// What the file calls it.
    pub name: String,
    /// Its shape in the file.
    pub in_file: Vec<usize>,
    /// The shape that it would have there if it were the model's.
    pub wanted: Vec<usize>,
}

impl Checkpoint {
    /// As much of [`restore`](Self::restore) as fits: what `model` has under the same name in the same shape is taken over, the
    /// rest of it stays. A trained body goes under a new head like that. What became of each name is said.
    ///
    /// ```
    /// # use nabla::{Checkpoint, Init, Linear, Sequential};
    /// let network = |classes, rng: &mut nabla::Rng| {
    ///     let body = Linear::new(4, 8, Init::He, rng);
    ///     Sequential::new().push(body).push(Linear::new(8, classes, Init::He, rng))
    /// };
    /// let rng = &mut nabla::rng(1);
    /// let (ten, mut five) = (network(10, rng), network(5, rng));
    /// let fit = Checkpoint::of(&ten).restore_what_fits(&mut five)?;
    /// assert_eq!(fit.fits, ["0.weight", "0.bias"]);
    /// assert_eq!(fit.misshapen[0].name, "1.weight");
    /// println!("{fit}");
    /// # Ok::<(), nabla::FileError>(())
    /// ```
    ///
    /// # Errors
    /// If what fits cannot be computed with; the model is then as it was.
    pub fn restore_what_fits(
        &self,
        model: &mut (impl Parameters + ?Sized),
    ) -> Result<Fit, FileError> {
        let place = |name: &str, param: &Param| Place {
            names: vec![name.to_string()],
            dims: param.value().dims().to_vec(),
        };
        take_what_fits(model, self, place, |place, param| {
            let tensor = self.tensor(&place.names[0])?;
            match param.takes(&tensor) {
                true => Ok(tensor),
                false => Err(self.wrong(below_zero(&place.names[0]), OTHER_MODEL)),
            }
        })
    }
}

impl Fit {
    /// Nothing is missing, unexpected or of another shape.
    pub fn is_whole(&self) -> bool {
        self.misshapen.is_empty() && self.missing.is_empty() && self.unexpected.is_empty()
    }
}

impl fmt::Display for Fit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shapes = self.misshapen.iter().map(|m| {
            let Misshapen {
                name,
                in_file,
                wanted,
            } = m;
            format!("{name} {in_file:?} for {wanted:?}")
        });
        writeln!(f, "{}", line("fits", &self.fits))?;
        writeln!(f, "{}", line("other shape", &shapes.collect::<Vec<_>>()))?;
        writeln!(f, "{}", line("missing", &self.missing))?;
        writeln!(f, "{}", line("unexpected", &self.unexpected))?;
        write!(f, "{}", line("passed over", &self.passed_over))
    }
}

fn line(what: &str, names: &[String]) -> String {
    let some: Vec<&str> = names.iter().take(PRINTED).map(String::as_str).collect();
    let more = match names.len().saturating_sub(PRINTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let line = format!(
        "{what:<11} {:>3}  {}{more}",
        names.len(),
        shown(&some.join(", "))
    );
    line.trim_end().to_string()
}

/// Where a parameter's numbers are in a file: in the sum of arrays of these names, each of this shape.
pub(super) struct Place {
    pub names: Vec<String>,
    pub dims: Vec<usize>,
}

/// Puts as much of `file` into `model` as fits. `place` says where each parameter is, by its name here; `read` makes its
/// numbers of what is there.
pub(super) fn take_what_fits(
    model: &mut (impl Parameters + ?Sized),
    file: &Checkpoint,
    place: impl Fn(&str, &Param) -> Place,
    read: impl Fn(&Place, &Param) -> Result<Tensor, FileError>,
) -> Result<Fit, FileError> {
    let names = names(model);
    let mut next = names.iter();
    let (mut fit, mut taken, mut known, mut wrong) = (Fit::default(), vec![], vec![], None);
    model.visit(&mut |param| {
        let Some(name) = next.next() else { return };
        let place = place(name, param);
        let numbers = match fit.sort(file, &place) {
            true => read(&place, param)
                .map_err(|error| wrong = Some(error))
                .ok(),
            false => None,
        };
        taken.push(numbers.unwrap_or_else(|| param.value().clone()));
        known.extend(place.names);
    });
    if let Some(error) = wrong {
        return Err(error);
    }
    for tensor in file
        .tensors()
        .filter(|t| !known.iter().any(|known| known == t.name))
    {
        let rest = match tensor.is_counter() || Checkpoint::is_beside_the_model(tensor.name) {
            true => &mut fit.passed_over,
            false => &mut fit.unexpected,
        };
        rest.push(tensor.name.to_string());
    }
    put(model, taken);
    Ok(fit)
}

impl Fit {
    /// Notes down what is the case with a parameter; whether it fits.
    fn sort(&mut self, file: &Checkpoint, place: &Place) -> bool {
        let mut fits = true;
        for name in &place.names {
            match file.tensors().find(|tensor| tensor.name == name) {
                None => self.missing.push(name.clone()),
                Some(found) if found.dims != place.dims => self.misshapen.push(Misshapen {
                    name: name.clone(),
                    in_file: found.dims.to_vec(),
                    wanted: place.dims.clone(),
                }),
                Some(_) => continue,
            }
            fits = false;
        }
        if fits {
            self.fits.extend(place.names.iter().cloned());
        }
        fits
    }
}
