//! Judges a lab whenever its exercises change.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::Result;
use crate::labs::{Course, Lab};
use crate::names;
use crate::paint::paint;
use crate::standing;

/// Looking twice a second is quick enough, needs nothing of the system, and works on every file system.
const PAUSE: Duration = Duration::from_millis(500);

/// Watches one lab, or all of them. Ends with Ctrl-C.
pub(crate) fn run(course: &Course, lab: Option<&str>) -> Result<()> {
    let labs: Vec<&Lab> = match lab {
        Some(name) => vec![names::lab(course, name)?],
        None => course.labs.iter().collect(),
    };
    let mut known: Vec<Vec<String>> = labs.iter().map(|lab| contents(lab)).collect();
    if let [only] = labs[..] {
        show(course, only);
    }
    let files: Vec<String> = labs
        .iter()
        .flat_map(|lab| lab.files())
        .map(|file| course.short(&file))
        .collect();
    println!("watching {}; Ctrl-C ends", files.join(", "));
    loop {
        thread::sleep(PAUSE);
        for (lab, known) in labs.iter().zip(&mut known) {
            let now = contents(lab);
            // Some editors empty a file before they fill it.
            if now != *known && now.iter().all(|text| !text.is_empty()) {
                *known = now;
                show(course, lab);
            }
        }
    }
}

fn contents(lab: &Lab) -> Vec<String> {
    let read = |file| fs::read_to_string(file).unwrap_or_default();
    lab.files().into_iter().map(read).collect()
}

fn show(course: &Course, lab: &Lab) {
    println!("\n{} {}", paint("1", &lab.name), lab.title);
    match standing::of(course, lab) {
        Ok(standings) => {
            let names = standings.iter().map(|it| it.exercise.name.len());
            let width = names.max().unwrap_or(0);
            for standing in &standings {
                println!("  {}", standing.line(width));
            }
        }
        Err(error) => println!("{error}"),
    }
}
