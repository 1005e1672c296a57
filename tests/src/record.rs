//! What `accuracy --write` keeps for the book: a JSON file, and the same as a table.

use serde::{Deserialize, Serialize};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The result of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The row of the scoreboard.
    pub name: String,
    /// Who trains this network.
    pub source: String,
    /// The accuracy that the source prints.
    pub printed: Option<f64>,
    /// The fraction of the test images read right.
    pub accuracy: f64,
    /// The same, if the network takes the mean over several views of each image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub views: Option<f64>,
    /// How many numbers the network consists of.
    pub parameters: usize,
    /// How often it saw every training image.
    pub epochs: usize,
    /// How long the training took, on the clock.
    pub seconds: f64,
    /// How long processors worked for it, all threads together: other programs on the same machine
    /// lengthen that less than the time on the clock.
    pub processor_seconds: f64,
    /// Of the weights, of the shuffling, of what was dropped.
    pub seed: u64,
    /// Where it was trained.
    pub machine: String,
}

/// Where the book's tables are kept.
///
/// # Errors
/// If this program lies in no workspace.
pub fn folder() -> Result<PathBuf, place::Lost> {
    Ok(place::root()?.join("book/recorded/scoreboard"))
}

/// The results kept for a data set, in the order of the table.
///
/// # Errors
/// If the file exists and is not one of ours.
pub fn kept(data: &str) -> Result<Vec<Line>, Box<dyn Error>> {
    let path = folder()?.join(format!("{data}.json"));
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&path)?;
    serde_json::from_str(&text)
        .map_err(|error| format!("{}: {error}; remove it and run again", path.display()).into())
}

/// Puts `line` in its place (`order` is that of the table), over an older result of the same row.
///
/// # Errors
/// If the files cannot be read or written.
pub fn keep(data: &str, line: Line, order: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut lines = kept(data)?;
    lines.retain(|old| old.name != line.name);
    lines.push(line);
    lines.sort_by_key(|line| order.iter().position(|name| *name == line.name));
    let folder = folder()?;
    fs::create_dir_all(&folder)?;
    let json = serde_json::to_string_pretty(&lines)? + "\n";
    replace(&folder.join(format!("{data}.json")), &json)?;
    replace(&folder.join(format!("{data}.md")), &table(&lines))?;
    Ok(())
}

/// Writes a file beside the old one, then in its place: an hour of results is not lost halfway.
pub fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let fresh = path.with_extension("new");
    fs::write(&fresh, text)?;
    fs::rename(&fresh, path)
}

/// The results as a table of the book. Where a network looked at several views, there is a column more.
pub fn table(lines: &[Line]) -> String {
    let percent = |share: f64| format!("{:.2} %", share * 100.0);
    let or_none = |share: Option<f64>| share.map_or("–".to_string(), percent);
    let with_views = lines.iter().any(|line| line.views.is_some());
    let [head, rule] = if with_views {
        [" mean of ten views |", "---:|"]
    } else {
        [""; 2]
    };
    let mut text = format!(
        "| network | parameters | the source prints | we measured |{head} epochs | processor seconds | seed |\n\
         |---|---:|---:|---:|{rule}---:|---:|---:|\n",
    );
    for line in lines {
        let views = match with_views {
            true => format!(" {} |", or_none(line.views)),
            false => String::new(),
        };
        let _ = writeln!(
            text,
            "| `{}` [{}] | {} | {} | **{}** |{views} {} | {:.1} | {} |",
            line.name,
            line.source,
            thousands(line.parameters),
            or_none(line.printed),
            percent(line.accuracy),
            line.epochs,
            line.processor_seconds,
            line.seed
        );
    }
    let mut machines: Vec<&str> = lines.iter().map(|line| line.machine.as_str()).collect();
    machines.sort_unstable();
    machines.dedup();
    let _ = writeln!(text, "\nMeasured on: {}.", machines.join("; "));
    text
}

/// 1199882 → "1,199,882".
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// The processor, as the system calls it, and how many threads work.
pub fn machine() -> String {
    let model = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_string())
    });
    let model = model.unwrap_or_else(|| std::env::consts::ARCH.to_string());
    match nabla::threads() {
        1 => format!("{model}, one thread"),
        several => format!("{model}, {several} threads"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows;
    use trainer::Network;

    /// `cnn1` by three pictures of 10,000 with seed 1, since biases' gradients over many rows are added in blocks; `resnet20`, which
    /// takes less than a quarter of the paper's steps. Take one off the list when it is there again.
    const BELOW: [(&str, &[&str]); 2] = [("mnist", &["cnn1"]), ("cifar10", &["resnet20"])];

    #[test]
    fn the_tables_of_the_book_are_what_was_measured() {
        for (data, known) in BELOW {
            let lines = kept(data).expect("the record can be read");
            let reads = |row: &Network| row.is_coloured() == (data == "cifar10");
            for row in rows::all()
                .iter()
                .filter(|row| row.printed.is_some() && reads(row))
            {
                let line = lines.iter().find(|line| line.name == row.name);
                let line = line.unwrap_or_else(|| panic!("{} was not recorded", row.name));
                let parameters = nabla::parameters(&(row.build)(&mut nabla::rng(1)));
                assert_eq!(
                    (line.parameters, line.epochs, line.printed),
                    (parameters, row.recipe.epochs, row.printed),
                    "{}: its recipe has changed since; record it again",
                    row.name
                );
            }
            let folder = folder().expect("a test lies in the workspace");
            let page = fs::read_to_string(folder.join(format!("{data}.md")));
            assert_eq!(page.expect("there is a table"), table(&lines));
            let below = |line: &&Line| line.printed.is_some_and(|p| line.accuracy < p - 1e-9);
            let below = lines.iter().filter(below).map(|line| line.name.as_str());
            let below: Vec<&str> = below.collect();
            assert_eq!(below, known, "these read less than the source prints");
        }
    }
}
