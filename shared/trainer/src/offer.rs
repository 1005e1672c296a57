//! What becomes of an earlier checkpoint when a long run begins.

use crate::checkpoint::Found;
use crate::long_run::LongRun;
use labkit::{Error, Lesson, Result};
use nabla::Checkpoint;
use std::path::{Path, PathBuf};

/// Whether to go on from the checkpoints of these runs: as `--resume` says, or as a person does who is asked. Those that are
/// not gone on from are put aside.
pub fn goes_on(lesson: &mut Lesson, runs: &[LongRun]) -> Result<bool> {
    if lesson.choice("resume") == "yes" {
        return Ok(true);
    }
    let earlier: Vec<&LongRun> = runs.iter().filter(|run| exists(&run.place)).collect();
    let found: Result<Vec<Found>> = earlier.iter().map(|r| r.run.look(&r.place)).collect();
    let said = match (found.as_deref(), earlier.last()) {
        (Ok([.., last]), Some(run)) => {
            let (what, goes_on, anew) = lies_here(last, run.run.epochs);
            let question = format!("{what} Enter {goes_on}; `n` {anew}, and puts that aside.");
            match lesson.question(&question) {
                Some(answer) if !answer.starts_with(['n', 'N']) => return Ok(true),
                Some(_) => String::new(),
                None => {
                    format!("{what} The same command with `--resume` {goes_on}; this one {anew}.")
                }
            }
        }
        (Err(error), Some(_)) => format!(
            "An earlier checkpoint lies here, from which this run cannot go on. {error}",
            error = error.message()
        ),
        _ => return Ok(false),
    };
    let mut places = Vec::new();
    for run in earlier {
        places.push(put_aside(&run.place)?);
    }
    let kept: Vec<String> = places
        .iter()
        .map(|place| format!("`{}`", place.display()))
        .collect();
    lesson.say(format!("{said} It is kept as {}.", kept.join(", ")));
    Ok(false)
}

/// What lies here, what can be done with it, and what else.
fn lies_here(found: &Found, epochs: usize) -> (String, &'static str, &'static str) {
    let (position, planned) = (&found.position, found.planned);
    let done = position.in_words();
    match position.epochs == epochs {
        true => (
            format!("This training has been done: its checkpoint of {done} lies here."),
            "shows what it has learned",
            "trains again",
        ),
        false => (
            format!("A checkpoint of this training lies here, after {done} of {planned}."),
            "goes on from there",
            "starts over",
        ),
    }
}

/// Also of a link that leads nowhere.
fn exists(place: &Path) -> bool {
    place.symlink_metadata().is_ok()
}

/// Moves a file to the first free name: it may be hours of work.
fn put_aside(place: &Path) -> Result<PathBuf> {
    let aside = aside(place);
    std::fs::rename(place, &aside).map_err(|error| {
        Error::new(format!("{} cannot be put aside: {error}", place.display()))
            .remedy("move it, or choose another directory with --out")
    })?;
    Ok(aside)
}

/// `NAME.old`, `NAME.old2`, … None is replaced but by the same training, as far or further: nothing of it is lost.
fn aside(place: &Path) -> PathBuf {
    let numbers = std::iter::once(String::new()).chain((2..).map(|i: usize| i.to_string()));
    let mut names = numbers.map(|number| {
        let mut name = place.as_os_str().to_os_string();
        name.push(format!(".old{number}"));
        PathBuf::from(name)
    });
    let free = names.find(|name| !exists(name) || holds_no_more(name, place));
    free.unwrap_or_else(|| place.with_extension("old"))
}

/// Whether all that `old` holds can be had from `new`: it is the same training, and not as far.
fn holds_no_more(old: &Path, new: &Path) -> bool {
    let (Ok(old), Ok(new)) = (Checkpoint::read(old), Checkpoint::read(new)) else {
        return false;
    };
    let same = [
        "network", "data", "examples", "seed", "rule", "recipe", "planned",
    ];
    let far = |file: &Checkpoint| {
        let number = |key| file.get(key)?.parse::<usize>().ok();
        Some((number("epochs")?, number("steps")?))
    };
    same.iter().all(|key| old.get(key) == new.get(key))
        && far(&old).is_some()
        && far(&old) <= far(&new)
}
