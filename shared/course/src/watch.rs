//! Judges a lab whenever its exercises change, and goes on to the next when all is right.

use std::fs;
use std::thread;
use std::time::{Duration, SystemTime};

use crate::Result;
use crate::answers::{self, Answer};
use crate::labs::{Course, Lab};
use crate::names;
use crate::paint::paint;
use crate::say::say;
use crate::standing::{self, Standing};

/// Looking twice a second is quick enough, needs nothing of the system, and works on every file system.
const PAUSE: Duration = Duration::from_millis(500);

/// Watches the lab called `name`, or where the learner works. When all of it is right it goes on to the next lab, unless
/// it is to `stay`. Ends with Ctrl-C, or when nothing is left.
pub(crate) fn run(course: &Course, name: Option<&str>, stay: bool) -> Result<()> {
    let mut lab = match name {
        Some(name) => names::lab(course, name)?,
        None => workplace(course),
    };
    // Who named no lab may turn to another.
    let roams = name.is_none() && !stay;
    let mut right: Vec<String> = Vec::new();
    loop {
        let labs: Vec<&Lab> = course
            .labs
            .iter()
            .filter(|it| roams || **it == *lab)
            .collect();
        let before: Vec<Vec<String>> = labs.iter().map(|lab| contents(lab)).collect();
        let judged = show(course, lab, &mut right);
        let is_done = judged.as_ref().is_some_and(|it| is_done(it));
        if is_done && !stay {
            match standing::next(course, Some(lab)) {
                Some((next, _)) => {
                    say!(
                        "\n{}: nothing is left to answer. On to {}.",
                        lab.name,
                        next.name
                    );
                    lab = next;
                    continue;
                }
                None => {
                    say!("\nNothing is left to answer in any lab.");
                    return Ok(());
                }
            }
        }
        say!("\n{}", waiting(course, lab, judged.as_deref()));
        lab = changed(&labs, before);
    }
}

/// The lab whose answers were changed last, unless it is done; then, or if nothing is answered, the first that is not
/// done.
fn workplace(course: &Course) -> &Lab {
    let answered = |lab: &&Lab| {
        let is_written = |name| matches!(answers::of(lab, name), Answer::Written);
        lab.exercises
            .iter()
            .any(|exercise| is_written(&exercise.name))
    };
    let modified = |lab: &&Lab| {
        let time = |file| fs::metadata(file).and_then(|data| data.modified()).ok();
        lab.files()
            .into_iter()
            .filter_map(time)
            .max()
            .unwrap_or(SystemTime::UNIX_EPOCH)
    };
    let last = course.labs.iter().filter(answered).max_by_key(modified);
    let last = last.filter(|lab| !is_done(&standing::known(course, lab)));
    let first = || standing::next(course, None).map(|(lab, _)| lab);
    last.or_else(first).unwrap_or(&course.labs[0])
}

/// Whether nothing is left that could be answered here.
fn is_done(standings: &[Standing]) -> bool {
    standings
        .iter()
        .all(|it| it.verdict.is_right() || it.verdict.is_missing())
}

/// Shows how the exercises stand; `None` if the lab does not build. `right` holds what was right before.
fn show<'a>(course: &Course, lab: &'a Lab, right: &mut Vec<String>) -> Option<Vec<Standing<'a>>> {
    say!("\n{} {}", paint("1", &lab.name), lab.title);
    let standings = match standing::of(course, lab) {
        Ok(standings) => standings,
        Err(error) => {
            say!("it does not build:\n\n{error}");
            return None;
        }
    };
    standing::lines(&standings)
        .iter()
        .for_each(|line| say!("  {line}"));
    for it in standings.iter().filter(|it| it.verdict.is_right()) {
        let name = format!("{}::{}", lab.name, it.exercise.name);
        if !right.contains(&name) {
            say!("\n`{}` is right. {}", it.exercise.name, it.exercise.why);
            right.push(name);
        }
    }
    let wrong = standing::first_unsolved(&standings).filter(|it| it.verdict.is_wrong());
    if let Some(it) = wrong {
        say!(
            "\n{}\n{}",
            paint("1", &it.exercise.name),
            it.verdict.explain
        );
    }
    Some(standings)
}

/// What is waited for.
fn waiting(course: &Course, lab: &Lab, standings: Option<&[Standing]>) -> String {
    let next = standings.and_then(standing::first_unsolved);
    let what = match next {
        Some(it) => format!(
            "{}, exercise `{}`",
            course.short(&lab.file_of(&it.exercise.name)),
            it.exercise.name
        ),
        None => course.short(&lab.answers()),
    };
    format!("waiting for a change in {what}; Ctrl-C ends")
}

/// Waits until the answers of one of `labs` are others than those in `before`.
fn changed<'a>(labs: &[&'a Lab], mut before: Vec<Vec<String>>) -> &'a Lab {
    loop {
        for (lab, before) in labs.iter().zip(&mut before) {
            let now = contents(lab);
            // Some editors empty a file before they fill it.
            if now != *before && now.iter().all(|text| !text.is_empty()) {
                return lab;
            }
        }
        thread::sleep(PAUSE);
    }
}

fn contents(lab: &Lab) -> Vec<String> {
    let read = |file| fs::read_to_string(file).unwrap_or_default();
    lab.files().into_iter().map(read).collect()
}
