//! The sets of coloured pictures on the command line.

use std::io::{self, Write};
use std::path::PathBuf;

use datasets::cifar::{self, Cifar};
use datasets::verify::verify_batch;

use super::checking::{not_here, out_of_order, verdict};
use super::listing::entry;

/// An entry for each.
pub fn list(out: &mut impl Write, roots: &[PathBuf]) -> io::Result<()> {
    for set in &cifar::SETS {
        let place = match place_of(set, roots) {
            Some(folder) => folder.display().to_string(),
            None => format!("not here: `cargo run -p datasets -- fetch {}`", set.name),
        };
        let what = format!("{}, 32×32: 50,000 to learn, 10,000 to test", set.title);
        entry(out, set.name, &what, cifar::CREDIT, cifar::TERMS, &place)?;
    }
    Ok(())
}

/// The folder from which the set is read.
fn place_of(set: &Cifar, roots: &[PathBuf]) -> Option<PathBuf> {
    let mut places = roots.iter().flat_map(|root| set.places_under(root));
    places.find(|place| set.is_complete(place))
}

/// Checks every file found: whether there are any, and whether all is well. A set that was asked for must be there.
pub fn verify(
    out: &mut impl Write,
    set: &Cifar,
    roots: &[PathBuf],
    asked: bool,
) -> io::Result<(bool, bool)> {
    let mut right = true;
    let mut found = false;
    for folder in roots.iter().flat_map(|root| set.places_under(root)) {
        let is_there = |name: &str| folder.join(name).exists();
        if !set.files.iter().any(|file| is_there(file.name)) {
            continue;
        }
        found = true;
        writeln!(out, "{} in {}", set.name, folder.display())?;
        let mut in_order = true;
        for file in set.files {
            let path = folder.join(file.name);
            let outcome = is_there(file.name).then(|| verify_batch(&path, set, file));
            in_order &= verdict(out, file.name, outcome)?;
        }
        if !in_order {
            out_of_order(set.name);
        }
        right &= in_order;
    }
    if !found && asked {
        not_here(set.name);
        right = false;
    }
    Ok((found, right))
}
