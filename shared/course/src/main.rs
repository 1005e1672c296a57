//! `cargo run -p course`: where you stand, and help when you are stuck.
//!
//! It imports no lab. What is answered is read in the sources; what an answer is worth, the lab's judge is asked
//! through cargo, once. So a lab whose exercises do not compile is shown as such and the others still work.

mod answers;
mod hint;
mod judge;
mod labs;
mod map;
mod names;
mod paint;
mod reset;
mod rust;
mod solution;
mod standing;
mod verdicts;
mod watch;

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use labs::Course;

/// What went wrong, in words for the learner.
type Result<T> = std::result::Result<T, String>;

fn main() -> ExitCode {
    let matches = command().get_matches();
    match run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Command {
    let name = |what: &'static str| {
        Arg::new("name")
            .value_name("NAME")
            .required(true)
            .help(what)
    };
    let flag = |flag: &'static str, what: &'static str| {
        Arg::new(flag)
            .long(flag)
            .action(ArgAction::SetTrue)
            .help(what)
    };
    let exercise = "The exercise: `bump`, or `lab05::softmax` where two labs have one";
    Command::new("course")
        .bin_name("cargo run -p course --")
        .about("Where you stand in the course, and help when you are stuck")
        .after_help("Without a command: the map of labs, and the next exercise.")
        .subcommand(
            Command::new("hint")
                .about("Shows the hints for an exercise, one after the other")
                .arg(name(exercise))
                .arg(flag("more", "One hint more than last time")),
        )
        .subcommand(
            Command::new("watch")
                .about("Judges a lab again whenever its exercises change; Ctrl-C ends it")
                .arg(
                    Arg::new("lab")
                        .value_name("LAB")
                        .help("The lab, such as lab01; all labs if left out"),
                ),
        )
        .subcommand(
            Command::new("reset")
                .about(
                    "Puts todo!() back (in a shader: its comment), and keeps a copy of your file",
                )
                .arg(name("An exercise, or a lab for all of its exercises")),
        )
        .subcommand(
            Command::new("solution")
                .about("Shows the reference once you have solved the exercise")
                .arg(name(exercise))
                .arg(flag("anyway", "Show it before")),
        )
}

fn run(matches: &ArgMatches) -> Result<()> {
    let course = Course::find()?;
    let text = |matches: &ArgMatches, id: &str| matches.get_one::<String>(id).cloned();
    let name = |matches: &ArgMatches| text(matches, "name").unwrap_or_default();
    match matches.subcommand() {
        Some(("hint", matches)) => hint::run(&course, &name(matches), matches.get_flag("more")),
        Some(("watch", matches)) => watch::run(&course, text(matches, "lab").as_deref()),
        Some(("reset", matches)) => reset::run(&course, &name(matches)),
        Some(("solution", matches)) => {
            solution::run(&course, &name(matches), matches.get_flag("anyway"))
        }
        _ => map::run(&course),
    }
}
