//! What may be typed after `course`.

use clap::{Arg, ArgAction, Command};

/// The commands and their flags.
pub(crate) fn command() -> Command {
    let name = |what: &'static str| Arg::new("name").value_name("NAME").help(what);
    let flag = |flag: &'static str, what: &'static str| {
        Arg::new(flag)
            .long(flag)
            .action(ArgAction::SetTrue)
            .help(what)
    };
    let exercise = "The exercise: `bump`, or `lab05::softmax` where two labs have one";
    let or_next =
        "An exercise, `bump` or `lab05::softmax`; a lab for a list; the next exercise if left out";
    Command::new("course")
        .bin_name("cargo run -p course --")
        .about("Where you stand in the course, and help when you are stuck")
        .after_help("Without a command: the map of labs, and the next exercise.")
        .subcommand(
            Command::new("hint")
                .about("Shows the hints for an exercise, one after the other")
                .arg(name(or_next))
                .arg(flag("more", "One hint more than last time")),
        )
        .subcommand(
            Command::new("watch")
                .about("Judges your answers again whenever they change, and goes on with the next lab; Ctrl-C ends it")
                .arg(name("The lab: `lab01`, `1`, `sigmoid`; where you work if left out"))
                .arg(flag("stay", "Stay with the lab when all of it is right")),
        )
        .subcommand(
            Command::new("open")
                .about("Opens an exercise in your editor ($VISUAL or $EDITOR), or a lab's chapter")
                .arg(name("An exercise, or a lab for its chapter; the next exercise if left out")),
        )
        .subcommand(
            Command::new("reset")
                .about(
                    "Puts todo!() back (in a shader: its comment), and keeps a copy of your file",
                )
                .arg(name("An exercise, or a lab for all of its exercises").required(true)),
        )
        .subcommand(
            Command::new("solution")
                .about("Shows the reference once you have solved the exercise")
                .arg(name(exercise).required(true))
                .arg(flag("anyway", "Show it before")),
        )
}
