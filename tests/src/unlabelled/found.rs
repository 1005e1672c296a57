//! What was found, in words, as a table of the book, and as a file.

use crate::record::{folder, replace};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;

/// What one network came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The row.
    pub name: String,
    /// The network and its training, in words.
    pub network: String,
    /// What was measured of it.
    pub numbers: Vec<Number>,
    /// Of the weights, the shuffling and the noise.
    pub seed: u64,
    /// How long processors worked for it, all threads together.
    pub processor_seconds: f64,
    /// Where it was trained.
    pub machine: String,
}

/// A measured number, and what to hold it against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// What it is.
    pub what: String,
    /// What was measured.
    pub value: f64,
    /// How it is written.
    pub unit: Unit,
    /// The same of something else.
    pub beside: Option<Beside>,
}

/// What a number is held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// Whose number it is.
    pub whose: String,
    /// The number.
    pub value: f64,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A small error.
    Error,
    /// Natural units of information.
    Nats,
    /// An area from 0 to 1.
    Area,
    /// A part of a whole.
    Share,
}

impl Unit {
    fn write(self, value: f64) -> String {
        let text = match self {
            Unit::Error => format!("{value:.5}"),
            Unit::Nats => format!("{value:.2} nats"),
            Unit::Area => format!("{value:.3}"),
            Unit::Share => format!("{:.1} %", value * 100.0),
        };
        text.replace('-', "−")
    }
}

impl Number {
    pub fn new(what: &str, value: f64, unit: Unit) -> Self {
        Number {
            what: what.to_string(),
            value,
            unit,
            beside: None,
        }
    }

    pub fn beside(mut self, whose: &str, value: f64) -> Self {
        let whose = whose.to_string();
        self.beside = Some(Beside { whose, value });
        self
    }
}

impl Found {
    /// Some lines for a terminal.
    pub fn in_words(&self) -> String {
        let mut text = format!(
            "{} ({}; seed {}, {:.0} processor seconds)\n",
            self.name, self.network, self.seed, self.processor_seconds
        );
        for number in &self.numbers {
            let beside = number.beside.as_ref().map_or(String::new(), |beside| {
                format!("  ({}: {})", beside.whose, number.unit.write(beside.value))
            });
            let measured = number.unit.write(number.value);
            let _ = writeln!(text, "  {:<46} {measured:>14}{beside}", number.what);
        }
        text
    }
}

fn path(data: &str, extension: &str) -> Result<std::path::PathBuf, place::Lost> {
    Ok(folder()?.join(format!("unlabelled-{data}.{extension}")))
}

/// What is kept for a data set.
///
/// # Errors
/// If the file exists and is not one of ours.
pub fn kept(data: &str) -> Result<Vec<Found>, Box<dyn Error>> {
    let path = path(data, "json")?;
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&path)?;
    serde_json::from_str(&text)
        .map_err(|error| format!("{}: {error}; remove it and run again", path.display()).into())
}

/// Puts `found` in its place, over an older result of the same row.
///
/// # Errors
/// If the files cannot be read or written.
pub fn keep(data: &str, found: Found) -> Result<(), Box<dyn Error>> {
    let mut all = kept(data)?;
    all.retain(|old| old.name != found.name);
    all.push(found);
    all.sort_by_key(|found| super::NAMES.iter().position(|name| *name == found.name));
    fs::create_dir_all(folder()?)?;
    replace(
        &path(data, "json")?,
        &(serde_json::to_string_pretty(&all)? + "\n"),
    )?;
    replace(&path(data, "md")?, &table(&all))?;
    Ok(())
}

/// The results as a table of the book.
pub fn table(all: &[Found]) -> String {
    let mut text = String::from("| row | what | we measured | beside it |\n|---|---|---:|---:|\n");
    for found in all {
        for number in &found.numbers {
            let beside = number.beside.as_ref().map_or("–".to_string(), |beside| {
                format!("{}: {}", beside.whose, number.unit.write(beside.value))
            });
            let measured = number.unit.write(number.value);
            let _ = writeln!(
                text,
                "| `{}` | {} | **{measured}** | {beside} |",
                found.name, number.what
            );
        }
    }
    text.push('\n');
    for found in all {
        let _ = writeln!(
            text,
            "- `{}`: {}; seed {}, {:.0} processor seconds ({})",
            found.name, found.network, found.seed, found.processor_seconds, found.machine
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(name: &str) -> Found {
        let all = kept("mnist").expect("the record can be read");
        let found = all.into_iter().find(|found| found.name == name);
        found.unwrap_or_else(|| panic!("{name} was not recorded"))
    }

    #[test]
    fn the_table_of_the_book_is_what_was_measured() {
        let all = kept("mnist").expect("the record can be read");
        let page = path("mnist", "md").expect("a test lies in the workspace");
        let page = fs::read_to_string(page).expect("there is a table");
        assert_eq!(page, table(&all));
    }

    /// A record of another recipe would be a record of another network.
    #[test]
    fn the_recipes_are_still_those_that_were_measured() {
        use lab09::against_pca::{LARGE_LATENT, LARGE_RECIPE};
        let plain = find("autoencoder");
        let want = format!(
            "{LARGE_LATENT} latent numbers, {} epochs",
            LARGE_RECIPE.epochs
        );
        assert_eq!(plain.network, want);
        assert_eq!(
            find("vae").network,
            lab09::vae::training::LARGE.recipe.in_words()
        );
        let (dcgan, recipe) = (find("dcgan").network, lab10::networks::WIDE.in_words());
        assert!(dcgan.starts_with(&recipe), "{dcgan}, now {recipe}");
        let (odd, latent) = (find("anomaly").network, lab09::anomaly::LARGE_LATENT);
        let epochs = lab09::anomaly::LARGE_RECIPE.epochs;
        let want = format!("{latent} latent numbers, {epochs} epochs without the class");
        assert_eq!(odd, want);
    }

    #[test]
    fn a_code_of_32_numbers_redraws_better_than_32_components() {
        let error = &find("autoencoder").numbers[0];
        let pca = error.beside.as_ref().expect("PCA beside it").value;
        assert!(error.value < pca, "{} and {pca}", error.value);
    }

    #[test]
    fn every_class_left_out_was_looked_for() {
        let areas = find("anomaly").numbers;
        assert_eq!(areas.len(), 10);
        assert!(areas.iter().all(|area| (0.0..=1.0).contains(&area.value)));
    }

    #[test]
    fn the_bound_is_as_high_as_the_literature_has_it() {
        let bound = find("vae").numbers[0].value;
        assert!((-106.0..-90.0).contains(&bound), "{bound} nats");
    }

    #[test]
    fn what_is_drawn_is_read_with_confidence_and_is_every_digit() {
        let numbers = find("dcgan").numbers;
        let [confidence, rarest] = [numbers[0].value, numbers[1].value];
        assert!(confidence >= 0.9, "{confidence}");
        assert!(rarest >= 0.03, "{rarest}");
    }
}
