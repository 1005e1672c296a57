//! `cargo run -p datasets -- list | fetch | verify`: which data there is, and getting the rest.

mod checking;
mod coloured;
mod flags;
mod listing;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use datasets::catalog::Family;
use datasets::fetch::{Event, Options, fetch, fetch_archive, fetch_text};
use datasets::plays::SHAKESPEARE;
use datasets::{Error, places, reviews};
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
        Command::List => listing::list(&mut out, &roots),
        Command::Fetch => fetch_all(&mut out, &flags, &roots),
        Command::Verify => checking::verify_all(&mut out, &flags, &roots),
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
