//! Whether the files that are here are right.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use datasets::catalog::Family;
use datasets::idx::Fault;
use datasets::plays::SHAKESPEARE;
use datasets::verify::{Trust, verify, verify_table};
use datasets::{places, reviews_in};

use super::flags::Flags;
use super::{coloured, places_of, plays_in, reviews_folder};

/// Checks every file found. Sets asked for by name must be there; the others may be absent.
pub fn verify_all(out: &mut impl Write, flags: &Flags, roots: &[PathBuf]) -> io::Result<bool> {
    let mut right = true;
    let mut found = false;
    for family in flags.families_or_all() {
        let has_some = |folder: &PathBuf| {
            let mut files = family.files.iter();
            files.any(|file| places::find(folder, file).is_some())
                || (0..2).any(|part| places::find_table(folder, family, part).is_some())
        };
        let folders: Vec<PathBuf> = places_of(roots, family).filter(has_some).collect();
        for folder in &folders {
            found = true;
            right &= verify_folder(out, family, folder)?;
        }
        if folders.is_empty() && !flags.families.is_empty() {
            not_here(family.name);
            right = false;
        }
    }
    for set in flags.coloured_or_all() {
        let asked = !flags.coloured.is_empty();
        let (there, fine) = coloured::verify(out, set, roots, asked)?;
        found |= there;
        right &= fine;
    }
    if flags.plays || !flags.names_a_set() {
        let path = plays_in(roots);
        found |= path.is_some();
        right &= verify_plays(out, path, flags.plays)?;
    }
    if flags.reviews {
        right &= verify_reviews(out, roots)?;
    }
    if !found && !flags.names_a_set() {
        writeln!(
            out,
            "nothing has been fetched, so there is nothing to verify"
        )?;
    }
    Ok(right)
}

/// Checks the plays, if they are there; they must be if they were asked for.
fn verify_plays(out: &mut impl Write, path: Option<PathBuf>, asked: bool) -> io::Result<bool> {
    let Some(path) = path else {
        if asked {
            not_here(SHAKESPEARE.name);
        }
        return Ok(!asked);
    };
    writeln!(out, "{} in {}", SHAKESPEARE.name, path.display())?;
    let outcome = SHAKESPEARE.checked(&path).map(|_| Trust::Checksum);
    let right = verdict(out, SHAKESPEARE.file, Some(outcome))?;
    if !right {
        out_of_order(SHAKESPEARE.name);
    }
    Ok(right)
}

/// Reads every review; there is no checksum of the unpacked texts.
fn verify_reviews(out: &mut impl Write, roots: &[PathBuf]) -> io::Result<bool> {
    let Some(folder) = reviews_folder(roots) else {
        eprintln!("imdb is not here: `cargo run -p datasets -- fetch imdb` says how to get it");
        return Ok(false);
    };
    match reviews_in(&folder) {
        Ok(all) => {
            let (train, test) = (all.train.len(), all.test.len());
            writeln!(
                out,
                "imdb in {}: {train} to learn, {test} to test",
                folder.display()
            )?;
            Ok((train, test) == (25_000, 25_000))
        }
        Err(error) => {
            eprintln!("{error}");
            Ok(false)
        }
    }
}

/// What is to be said of file number `i` of the set, or of the table that holds the same.
fn outcome(family: &Family, folder: &Path, i: usize) -> Option<Result<Trust, Fault>> {
    if let Some(path) = places::find(folder, &family.files[i]) {
        return Some(verify(&path, &family.files[i]));
    }
    let part = i / 2;
    let table = places::find_table(folder, family, part)?;
    let files = [&family.files[2 * part], &family.files[2 * part + 1]];
    Some(verify_table(&table, files, i % 2))
}

fn verify_folder(out: &mut impl Write, family: &Family, folder: &Path) -> io::Result<bool> {
    writeln!(out, "{} in {}", family.name, folder.display())?;
    let mut right = true;
    for (i, file) in family.files.iter().enumerate() {
        right &= verdict(out, file.name, outcome(family, folder, i))?;
    }
    if !right {
        out_of_order(family.name);
    }
    Ok(right)
}

/// One line about a file; whether it is right, as far as can be known.
pub fn verdict(
    out: &mut impl Write,
    name: &str,
    outcome: Option<Result<Trust, Fault>>,
) -> io::Result<bool> {
    let (mark, remark) = match outcome {
        None => ("MISSING", String::new()),
        Some(Ok(Trust::Checksum)) => ("right", "its SHA-256 is the published one".into()),
        Some(Ok(Trust::Form)) => (
            "likely",
            "its form is right; only the gzipped file has a published SHA-256".into(),
        ),
        Some(Err(fault)) => ("WRONG", format!("it {fault}")),
    };
    writeln!(out, "  {mark:<8} {name:<24} {remark}")?;
    Ok(mark != "MISSING" && mark != "WRONG")
}

pub fn out_of_order(name: &str) {
    eprintln!("{name} is not in order: repair it with `cargo run -p datasets -- fetch {name}`");
}

pub fn not_here(name: &str) {
    eprintln!("{name} is not here: get it with `cargo run -p datasets -- fetch {name}`");
}
