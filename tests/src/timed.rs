//! What `speed --beside … --write` keeps for the book: a JSON file, and the same as a table.

use crate::record::{folder, machine, replace};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;

/// One network, timed in turn with another program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timed {
    /// The row.
    pub name: String,
    /// Examples a step.
    pub batch: usize,
    /// Our milliseconds a step.
    pub ours: f64,
    /// The other program's.
    pub theirs: f64,
    /// What that calls itself.
    pub peer: String,
}

/// All rows of one run, and where it ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    rows: Vec<Timed>,
    machine: String,
}

/// e to the mean of the logarithms: twice as fast in one row and half as fast in another make up for each other.
pub fn geometric_mean(ratios: &[f64]) -> f64 {
    let logs = ratios.iter().map(|ratio| ratio.ln()).sum::<f64>();
    (logs / ratios.len() as f64).exp()
}

impl Timings {
    fn ratios(&self) -> Vec<f64> {
        self.rows.iter().map(|row| row.ours / row.theirs).collect()
    }

    /// The results as a table of the book.
    fn table(&self) -> String {
        let mut text = String::from(
            "| network | batch | ours, ms a step | beside, ms a step | ours / theirs |\n|---|---:|---:|---:|---:|\n",
        );
        for (row, ratio) in self.rows.iter().zip(self.ratios()) {
            let _ = writeln!(
                text,
                "| `{}` | {} | {:.3} | {:.3} | **{ratio:.2}** |",
                row.name, row.batch, row.ours, row.theirs
            );
        }
        let mean = geometric_mean(&self.ratios());
        let _ = writeln!(text, "| geometric mean | | | | **{mean:.2}** |");
        let peers: Vec<&str> = self.rows.iter().map(|row| row.peer.as_str()).collect();
        let peer = peers.first().copied().unwrap_or("nothing");
        let _ = writeln!(text, "\nBeside: {peer}. Measured on: {}.", self.machine);
        text
    }
}

/// Keeps a whole run.
///
/// # Errors
/// If the files cannot be written.
pub fn keep(rows: Vec<Timed>) -> Result<(), Box<dyn Error>> {
    let timings = Timings {
        rows,
        machine: machine(),
    };
    let folder = folder()?;
    fs::create_dir_all(&folder)?;
    let json = serde_json::to_string_pretty(&timings)? + "\n";
    replace(&folder.join("speed.json"), &json)?;
    replace(&folder.join("speed.md"), &timings.table())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Timings {
        let folder = folder().expect("a test lies in the workspace");
        let text = fs::read_to_string(folder.join("speed.json")).expect("there is a record");
        serde_json::from_str(&text).expect("it is one of ours")
    }

    #[test]
    fn the_table_of_the_book_is_what_was_timed() {
        let timings = kept();
        let names: Vec<&str> = timings.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, crate::steps::names(), "time all rows again");
        let folder = folder().expect("a test lies in the workspace");
        let page = fs::read_to_string(folder.join("speed.md")).expect("there is a table");
        assert_eq!(page, timings.table());
    }

    /// The first page of the project quotes the slowest, the fastest and the mean.
    #[test]
    fn the_readme_quotes_the_record() {
        let ratios = kept().ratios();
        let extreme = |better: fn(f64, f64) -> f64| ratios.iter().copied().reduce(better);
        let (fastest, slowest) = (extreme(f64::min), extreme(f64::max));
        let readme = place::root()
            .expect("a test lies in the workspace")
            .join("README.md");
        let readme = fs::read_to_string(readme).expect("there is a README");
        for ratio in [fastest, slowest, Some(geometric_mean(&ratios))] {
            let ratio = format!("{:.2}", ratio.expect("a row"));
            assert!(readme.contains(&ratio), "README.md does not say {ratio}");
        }
    }

    #[test]
    fn the_mean_of_twice_and_half_is_one() {
        assert!((geometric_mean(&[2.0, 0.5]) - 1.0).abs() < 1e-12);
    }
}
