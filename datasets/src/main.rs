//! `cargo run -p datasets -- list | fetch | verify`: which data there is, and getting the rest.

mod coloured;
mod flags;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use datasets::catalog::{FAMILIES, Family};
use datasets::fetch::{Event, Options, fetch, fetch_archive, fetch_text};
use datasets::idx::Fault;
use datasets::plays::{self, SHAKESPEARE};
use datasets::verify::{Trust, verify, verify_table};
use datasets::{Error, places, reviews, reviews_in};
use flags::{Command, Flags, HELP};
use indicatif::{ProgressBar, ProgressStyle};

fn main() -> ExitCode {
    let flags = match Flags::parse(std::env::args_os().skip(1)) {
        Ok(flags) => flags,
        Err(mistake) => {
            eprintln!("{mistake}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    let roots = match roots(&flags) {
        Ok(roots) => roots,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let mut out = io::stdout().lock();
    let outcome = match flags.command {
        Command::Help => writeln!(out, "{HELP}").map(|()| true),
        Command::List => list(&mut out, &roots),
        Command::Fetch => fetch_all(&mut out, &flags, &roots),
        Command::Verify => verify_all(&mut out, &flags, &roots),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever reads our output (`| head`) has seen enough.
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("cannot print: {e}");
            ExitCode::FAILURE
        }
    }
}

/// The folders in which the sets' own folders may lie; one at least, unless help is all that is wanted.
fn roots(flags: &Flags) -> Result<Vec<PathBuf>, Error> {
    match (&flags.command, &flags.dir) {
        (Command::Help, _) => Ok(Vec::new()),
        (_, Some(dir)) => Ok(vec![dir.clone()]),
        _ => places::roots(),
    }
}

fn list(out: &mut impl Write, roots: &[PathBuf]) -> io::Result<bool> {
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

/// Every folder in which the set may lie.
fn places_of<'a>(
    roots: &'a [PathBuf],
    family: &'a Family,
) -> impl Iterator<Item = PathBuf> + use<'a> {
    roots.iter().flat_map(|root| places::under(root, family))
}

fn reviews_folder(roots: &[PathBuf]) -> Option<PathBuf> {
    let mut folders = roots.iter().map(|root| root.join(reviews::FOLDER));
    folders.find(|folder| folder.is_dir())
}

fn plays_in(roots: &[PathBuf]) -> Option<PathBuf> {
    let mut folders = roots.iter().map(|root| root.join(SHAKESPEARE.name));
    folders.find_map(|folder| SHAKESPEARE.find(&folder))
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

fn entry(
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

fn fetch_all(out: &mut impl Write, flags: &Flags, roots: &[PathBuf]) -> io::Result<bool> {
    let mut options = Options {
        mirror: flags.mirror.clone(),
        ..Options::default()
    };
    if let Some(patience) = flags.timeout {
        options.patience = patience;
    }
    for family in &flags.families {
        let get = |folder: &Path, report: &mut dyn FnMut(Event<'_>)| {
            fetch(family, folder, &options, report)
        };
        if !fetch_set(out, family.name, roots, get)? {
            return Ok(false);
        }
    }
    for set in &flags.coloured {
        let get = |folder: &Path, report: &mut dyn FnMut(Event<'_>)| {
            fetch_archive(set, folder, &options, report)
        };
        if !fetch_set(out, set.name, roots, get)? {
            return Ok(false);
        }
    }
    if flags.plays {
        let get = |folder: &Path, report: &mut dyn FnMut(Event<'_>)| {
            fetch_text(&SHAKESPEARE, folder, &options, report)
        };
        if !fetch_set(out, SHAKESPEARE.name, roots, get)? {
            return Ok(false);
        }
    }
    Ok(!flags.reviews || reviews_by_hand(out, roots)?)
}

/// Fetches a set into its folder by `get`, and says how it went.
fn fetch_set(
    out: &mut impl Write,
    name: &str,
    roots: &[PathBuf],
    get: impl FnOnce(&Path, &mut dyn FnMut(Event<'_>)) -> Result<(), Error>,
) -> io::Result<bool> {
    let folder = roots[0].join(name);
    writeln!(out, "{name} into {}", folder.display())?;
    if let Err(e) = shown(|report| get(&folder, report)) {
        eprintln!("{e}");
        return Ok(false);
    }
    writeln!(out, "{name} is complete: use it with --data {name}")?;
    Ok(true)
}

/// The reviews are their writers': whoever wants them gets them where their collectors offer them.
fn reviews_by_hand(out: &mut impl Write, roots: &[PathBuf]) -> io::Result<bool> {
    if let Some(folder) = reviews_folder(roots) {
        writeln!(out, "imdb is here already: {}", folder.display())?;
        return Ok(true);
    }
    let folder = roots[0].display();
    let archive = reviews::SOURCE.rsplit('/').next().unwrap_or_default();
    eprintln!(
        "imdb is not fetched by this program: {}. Download {} (84 MB), make the folder {folder}, and unpack it there, \
         so that {folder}/{}/train/pos comes to be: tar -xzf {archive} -C \"{folder}\"",
        reviews::TERMS,
        reviews::SOURCE,
        reviews::FOLDER,
    );
    Ok(false)
}

/// Shows on a bar what `get` reports.
fn shown(get: impl FnOnce(&mut dyn FnMut(Event<'_>)) -> Result<(), Error>) -> Result<(), Error> {
    let bar = ProgressBar::no_length().with_style(
        ProgressStyle::with_template("  {bar:30} {bytes} of {total_bytes}, {bytes_per_sec}")
            .expect("the template is well formed"),
    );
    get(&mut |event| match event {
        Event::Progress(received, total) => {
            if let Some(total) = total {
                bar.set_length(total);
            }
            bar.set_position(received);
        }
        // Above the bar on a terminal, plain lines elsewhere.
        other => bar.suspend(|| eprintln!("{}", describe(&other))),
    })
    .inspect(|()| bar.finish_and_clear())
    .inspect_err(|_| bar.finish_and_clear())
}

fn describe(event: &Event<'_>) -> String {
    match event {
        Event::Present(path) => format!("  here already and right: {}", path.display()),
        Event::Replacing(path, problem) => {
            format!("  {} {problem}: fetching it again", path.display())
        }
        Event::Asking(url) => format!("  asking {url}"),
        Event::Unpacking(path) => format!("  unpacking {}", path.display()),
        Event::Failed(_, reason) => format!("  no: {reason}"),
        Event::Done(path) => format!("  done: {}", path.display()),
        Event::Progress(received, _) => format!("  {received} bytes"),
    }
}

/// Checks every file found. Sets asked for by name must be there; the others may be absent.
fn verify_all(out: &mut impl Write, flags: &Flags, roots: &[PathBuf]) -> io::Result<bool> {
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
fn verdict(
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

fn out_of_order(name: &str) {
    eprintln!("{name} is not in order: repair it with `cargo run -p datasets -- fetch {name}`");
}

fn not_here(name: &str) {
    eprintln!("{name} is not here: get it with `cargo run -p datasets -- fetch {name}`");
}
