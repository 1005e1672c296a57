//! `cargo run -p course`: where you stand, and help when you are stuck.
//!
//! It imports no lab. What is answered is read in the sources; what an answer is worth, the lab's judge is asked
//! through cargo, once. So a lab whose exercises do not compile is shown as such and the others still work.

mod answers;
mod command;
mod files;
mod hint;
mod judge;
mod labs;
mod map;
mod names;
mod open;
mod paint;
mod reset;
mod say;
mod screen;
mod solution;
mod standing;
mod verdicts;
mod watch;

use std::process::ExitCode;

use clap::ArgMatches;
use labs::Course;
use syntax as rust;

/// What went wrong, in words for the learner.
type Result<T> = std::result::Result<T, String>;

fn main() -> ExitCode {
    let matches = command::command().get_matches();
    match run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say::complain(&message);
            ExitCode::FAILURE
        }
    }
}

fn run(matches: &ArgMatches) -> Result<()> {
    let course = Course::find()?;
    let Some((command, matches)) = matches.subcommand() else {
        return map::run(&course);
    };
    let name = matches.get_one::<String>("name").map(String::as_str);
    // Clap has seen to it that it is there where it is required.
    let required = name.unwrap_or_default();
    match command {
        "hint" => hint::run(&course, name, matches.get_flag("more")),
        "watch" => watch::run(&course, name, matches.get_flag("stay")),
        "open" => open::run(&course, name),
        "reset" => reset::run(&course, required),
        "solution" => solution::run(&course, required, matches.get_flag("anyway")),
        _ => unreachable!("clap knows no other command"),
    }
}
