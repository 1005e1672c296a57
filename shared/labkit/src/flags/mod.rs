//! What may be typed after a lesson's name.

mod numbers;
mod own;

pub use own::Flag;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, value_parser};

use crate::about::About;
use numbers::Span;

/// More threads than any machine of today has cores.
const MOST_THREADS: usize = 1024;

/// What a lesson was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Flags {
    /// `--data`: the name of the pictures to learn from, `digits`, `mnist` or `fashion` ([`Flag::pictures`]); or what another
    /// flag `data` of the lab's own allows in their place. `digits` where there is no such flag.
    pub data: String,
    /// `--epochs` ([`Flag::epochs`]): passes through the data, where the lesson's own number should not be used.
    pub epochs: Option<usize>,
    /// `--seed`: where all randomness starts.
    pub seed: u64,
    /// `--section`: run this section only, by number or name.
    pub section: Option<String>,
    /// `--out`: where the page and the figures go.
    pub out: PathBuf,
    /// `--page`: serve the page on this computer's own address.
    pub page: bool,
    /// `--quick`: do less and ask nothing.
    pub quick: bool,
    /// `--threads`: how many threads to compute with, where the default should not be used.
    pub threads: Option<usize>,
    /// `--no-wait`: do not wait for Enter.
    pub no_wait: bool,
    /// `--list`: list sections and exercises instead of running.
    pub list: bool,
}

impl Flags {
    /// What a lesson with these flags of its own takes a command line for, the program's name first: the flags, and its own by
    /// name.
    ///
    /// # Errors
    /// The text that the lesson would print in the place of running, `--help` among them.
    pub fn read<T: Into<OsString> + Clone>(
        about: &About,
        own: &[Flag],
        arguments: impl IntoIterator<Item = T>,
    ) -> Result<(Flags, Own), String> {
        let parsed = parse(about, own, about.default_out(), arguments);
        parsed
            .map(|parsed| (parsed.flags, parsed.own))
            .map_err(|stop| stop.text)
    }
}

/// A lab's own flags, by name, with what was given or the default.
pub type Own = Vec<(&'static str, String)>;

/// What a command line asked for.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub flags: Flags,
    /// The lab's own flags, by name.
    pub own: Own,
}

/// Why there is nothing to run: a text to print, and the exit code (0 for `--help`).
#[derive(Debug)]
pub(crate) struct Stop {
    pub text: String,
    pub code: u8,
}

/// Reads a command line; the first argument is the program's name.
pub(crate) fn parse<T: Into<OsString> + Clone>(
    about: &About,
    own: &[Flag],
    default_out: Result<PathBuf, place::Lost>,
    arguments: impl IntoIterator<Item = T>,
) -> Result<Parsed, Stop> {
    let own = latest(own);
    let mut command = command(about, &own);
    let matches = command
        .try_get_matches_from_mut(arguments)
        .map_err(|error| stop(&command, &error))?;
    if let Some(why) = own.iter().find_map(|flag| flag.ignored(&own, &matches)) {
        return Err(Stop {
            text: format!("error: {why}\n"),
            code: 2,
        });
    }
    let out = match matches.get_one("out") {
        Some(out) => PathBuf::clone(out),
        None => default_out.map_err(|lost| Stop {
            text: format!("error: {lost}, or say with --out where the page should go\n"),
            code: 1,
        })?,
    };
    let read = |flag: &Flag| (flag.name, flag.read(&matches));
    let own: Vec<_> = own.iter().map(read).collect();
    let chosen = |name| {
        let found = own.iter().find(|(own, _)| *own == name);
        found.map(|(_, text)| text.clone())
    };
    let flags = Flags {
        data: chosen("data").unwrap_or_else(|| "digits".to_string()),
        epochs: chosen("epochs").and_then(|epochs| epochs.parse().ok()),
        seed: matches.get_one("seed").copied().unwrap_or(1),
        section: matches.get_one("section").cloned(),
        out,
        page: matches.get_flag("page"),
        quick: matches.get_flag("quick"),
        threads: matches.get_one("threads").copied(),
        no_wait: matches.get_flag("no-wait"),
        list: matches.get_flag("list"),
    };
    Ok(Parsed { flags, own })
}

/// A flag of the same name as an earlier one takes its place: a lab may have one in its own way.
fn latest(own: &[Flag]) -> Vec<Flag> {
    let mut flags: Vec<Flag> = Vec::new();
    for flag in own {
        match flags.iter_mut().find(|earlier| earlier.name == flag.name) {
            Some(earlier) => *earlier = flag.clone(),
            None => flags.push(flag.clone()),
        }
    }
    flags
}

fn command(about: &About, own: &[Flag]) -> Command {
    let flag = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let switch = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .help(help)
            .action(ArgAction::SetTrue)
    };
    Command::new("lab")
        .about(format!(
            "Lab {}: {}\n{}",
            about.lab, about.title, about.question
        ))
        .bin_name(format!("cargo run -p {} --", about.package()))
        .args(own.iter().map(Flag::argument))
        .arg(flag(
            "section",
            "SECTION",
            "Run one section only: its number or its name in the list",
        ))
        .arg(switch("list", "List the sections and exercises, and end"))
        .arg(
            flag("seed", "N", "Where all randomness starts")
                .value_parser(value_parser!(u64))
                .default_value("1"),
        )
        .arg(own::count(
            flag("threads", "N", "Threads to compute with"),
            Span::of(1..=MOST_THREADS),
        ))
        .arg(
            flag(
                "out",
                "DIRECTORY",
                "Where the page and the figures go [default: target/labs/<lab>]",
            )
            .value_parser(value_parser!(PathBuf)),
        )
        .arg(switch(
            "page",
            "Serve the page on an address of this computer, which follows the lesson",
        ))
        .arg(switch("quick", "Do less and ask nothing"))
        .arg(switch(
            "no-wait",
            "Never wait: ask nothing and stop nowhere",
        ))
}

/// A clear text for whatever stopped us, with all flags named when one was unknown.
fn stop(command: &Command, error: &clap::Error) -> Stop {
    let code = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => 0,
        _ => 2,
    };
    let mut text = error.render().to_string();
    if error.kind() == ErrorKind::UnknownArgument {
        // Without clap's own usage lines, which say less.
        let first = text.split("\n\n").next().unwrap_or_default();
        let meant = error.get(ContextKind::SuggestedArg);
        let meant = meant.map_or(String::new(), |flag| format!("; did you mean {flag}?"));
        let names: Vec<String> = command
            .get_arguments()
            .filter_map(|a| a.get_long())
            .map(|name| format!("--{name}"))
            .collect();
        text = format!(
            "{first}{meant}\n\nFlags of this lab: {}\n",
            names.join(", ")
        );
    }
    Stop { text, code }
}

#[cfg(test)]
mod tests;
