//! Which data there is, and where.

use std::io::{self, Write};
use std::path::PathBuf;

use datasets::catalog::FAMILIES;
use datasets::plays::{self, SHAKESPEARE};
use datasets::{places, reviews};

use super::{coloured, places_of, plays_in, reviews_folder};

pub fn list(out: &mut impl Write, roots: &[PathBuf]) -> io::Result<bool> {
    let inside = [
        (
            "digits",
            "1,797 handwritten digits, 8×8 (also scaled to 28×28): 1,437 to learn, 360 to test",
            "E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits, UCI, 1998",
            "CC BY 4.0",
        ),
        (
            "diabetes",
            "442 patients, 10 measurements each, and the progress of the disease",
            "B. Efron, T. Hastie, I. Johnstone, R. Tibshirani: Least Angle Regression, 2004",
            "published with the paper",
        ),
        (
            "photos",
            "7 photographs, 128×128: cat, coffee, rocket, galaxies (coloured), brick, grass, gravel (grey)",
            "S. van der Walt, R. Michetti, SpaceX, NASA, cc0textures.com, linolafett; by way of scikit-image",
            "CC0 or public domain",
        ),
        (
            "synthetic",
            "xor, moons, rings, spirals, blobs, a sine, waves and moving squares, made when asked for",
            "this crate",
            "that of this crate",
        ),
    ];
    for (name, what, credit, licence) in inside {
        entry(out, name, what, credit, licence, "inside the crate")?;
    }
    for family in &FAMILIES {
        let folder = places_of(roots, family).find(|folder| places::is_complete(folder, family));
        let place = match folder {
            Some(folder) => folder.display().to_string(),
            None => format!("not here: `cargo run -p datasets -- fetch {}`", family.name),
        };
        let what = format!("{}, 28×28: 60,000 to learn, 10,000 to test", family.title);
        entry(
            out,
            family.name,
            &what,
            family.credit,
            family.licence,
            &place,
        )?;
    }
    coloured::list(out, roots)?;
    shakespeare(out, roots)?;
    film_reviews(out, roots)?;
    Ok(true)
}

fn shakespeare(out: &mut impl Write, roots: &[PathBuf]) -> io::Result<()> {
    let place = match plays_in(roots) {
        Some(path) => path.display().to_string(),
        None => "not here: `cargo run -p datasets -- fetch shakespeare`".to_string(),
    };
    let what = "plays, 1,115,394 letters of 65 kinds, to learn to write from";
    entry(
        out,
        SHAKESPEARE.name,
        what,
        plays::CREDIT,
        plays::TERMS,
        &place,
    )
}

/// The reviews: too large to come with the course, and not ours to hand on.
fn film_reviews(out: &mut impl Write, roots: &[PathBuf]) -> io::Result<()> {
    let place = match reviews_folder(roots) {
        Some(folder) => folder.display().to_string(),
        None => format!(
            "not here: unpack {} into {}",
            reviews::SOURCE,
            roots[0].display()
        ),
    };
    let what = "50,000 film reviews, half of them praise: 25,000 to learn, 25,000 to test";
    entry(out, "imdb", what, reviews::CREDIT, reviews::TERMS, &place)
}

pub fn entry(
    out: &mut impl Write,
    name: &str,
    what: &str,
    credit: &str,
    licence: &str,
    place: &str,
) -> io::Result<()> {
    writeln!(out, "{name:<10} {what}")?;
    writeln!(out, "{:<10} credit   {credit}", "")?;
    writeln!(out, "{:<10} licence  {licence}", "")?;
    writeln!(out, "{:<10} where    {place}\n", "")
}
