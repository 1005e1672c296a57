use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::about::About;

/// The flags that every lesson understands.
#[derive(Debug, Clone, PartialEq)]
pub struct Flags {
    /// `--data`: the name of the pictures to learn from: `digits`, `mnist` or `fashion`; or what a flag `data` of the lab's
    /// own allows in their place.
    pub data: String,
    /// `--epochs`: passes through the data, where the lesson's own number should not be used.
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

/// A flag of one lab's own.
#[derive(Debug, Clone)]
pub struct Flag {
    name: &'static str,
    help: &'static str,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Choice {
        choices: Vec<&'static str>,
        default: &'static str,
    },
    Value {
        default: &'static str,
    },
    Switch,
}

impl Flag {
    /// `--name CHOICE`, one of `choices`.
    ///
    /// # Panics
    /// If `default` is none of them.
    pub fn choice(
        name: &'static str,
        choices: &[&'static str],
        default: &'static str,
        help: &'static str,
    ) -> Flag {
        assert!(
            choices.contains(&default),
            "--{name}: the default {default} is none of {choices:?}"
        );
        Flag {
            name,
            help,
            kind: Kind::Choice {
                choices: choices.to_vec(),
                default,
            },
        }
    }

    /// `--name TEXT`; the lesson makes sense of the text.
    pub fn value(name: &'static str, default: &'static str, help: &'static str) -> Flag {
        Flag {
            name,
            help,
            kind: Kind::Value { default },
        }
    }

    /// `--name`: the choice is `"yes"` when given, `"no"` when not.
    pub fn switch(name: &'static str, help: &'static str) -> Flag {
        Flag {
            name,
            help,
            kind: Kind::Switch,
        }
    }

    fn argument(&self) -> Arg {
        let argument = Arg::new(self.name).long(self.name).help(self.help);
        match &self.kind {
            Kind::Choice { choices, default } => argument
                .value_name("CHOICE")
                .value_parser(PossibleValuesParser::new(choices))
                .default_value(default),
            Kind::Value { default } => argument.value_name("TEXT").default_value(default),
            Kind::Switch => argument.action(ArgAction::SetTrue),
        }
    }

    fn read(&self, matches: &ArgMatches) -> String {
        match self.kind {
            Kind::Switch => if matches.get_flag(self.name) {
                "yes"
            } else {
                "no"
            }
            .to_string(),
            _ => matches
                .get_one::<String>(self.name)
                .cloned()
                .unwrap_or_default(),
        }
    }
}

/// What a command line asked for.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub flags: Flags,
    /// The lab's own flags, by name.
    pub own: Vec<(&'static str, String)>,
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
    let mut command = command(about, own);
    let matches = command
        .try_get_matches_from_mut(arguments)
        .map_err(|error| stop(&mut command, &error))?;
    let out = match matches.get_one("out") {
        Some(out) => PathBuf::clone(out),
        None => default_out.map_err(|lost| Stop {
            text: format!("error: {lost}, or say with --out where the page should go\n"),
            code: 1,
        })?,
    };
    let flags = Flags {
        data: matches
            .get_one::<String>("data")
            .cloned()
            .unwrap_or_default(),
        epochs: matches.get_one::<u64>("epochs").map(|&n| n as usize),
        seed: matches.get_one("seed").copied().unwrap_or(1),
        section: matches.get_one("section").cloned(),
        out,
        page: matches.get_flag("page"),
        quick: matches.get_flag("quick"),
        threads: matches.get_one::<u64>("threads").map(|&n| n as usize),
        no_wait: matches.get_flag("no-wait"),
        list: matches.get_flag("list"),
    };
    Ok(Parsed {
        flags,
        own: own
            .iter()
            .map(|flag| (flag.name, flag.read(&matches)))
            .collect(),
    })
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
    let count = || value_parser!(u64).range(1..);
    // A lab that learns from other things than pictures brings a `--data` of its own.
    let pictures = (!own.iter().any(|flag| flag.name == "data")).then(|| {
        flag(
            "data",
            "NAME",
            "The pictures to learn from, where the lab learns from pictures",
        )
        .value_parser(["digits", "mnist", "fashion"])
        .default_value("digits")
    });
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
        .args(pictures)
        .arg(flag("epochs", "N", "Passes through the data").value_parser(count()))
        .arg(
            flag("seed", "N", "Where all randomness starts")
                .value_parser(value_parser!(u64))
                .default_value("1"),
        )
        .arg(flag("threads", "N", "Threads to compute with").value_parser(count()))
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
fn stop(command: &mut Command, error: &clap::Error) -> Stop {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return Stop {
            text: error.render().to_string(),
            code: 0,
        };
    }
    let mut text = error.render().to_string();
    if error.kind() == ErrorKind::UnknownArgument {
        let names: Vec<String> = command
            .get_arguments()
            .filter_map(|a| a.get_long())
            .map(|name| format!("--{name}"))
            .collect();
        // Without clap's own usage lines, which say less.
        let first = text.split("\n\n").next().unwrap_or_default().to_string();
        text = format!("{first}\n\nFlags of this lab: {}\n", names.join(", "));
    }
    Stop { text, code: 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Source;

    const ABOUT: About = About {
        lab: 5,
        title: "Digits",
        question: "Why?",
        minutes: 90,
        source: Source {
            folder: "labs/05-softmax-digits",
            answers: "",
        },
    };

    fn read(arguments: &[&str]) -> Result<Parsed, Stop> {
        let own = [
            Flag::choice(
                "network",
                &["softmax", "64-64"],
                "softmax",
                "which network to train",
            ),
            Flag::value("rate", "0.1", "learning rate"),
            Flag::switch("slow", "the slow way"),
        ];
        let arguments = ["lab05"].iter().chain(arguments);
        parse(&ABOUT, &own, Ok(PathBuf::from("out")), arguments)
    }

    #[test]
    fn defaults() {
        let parsed = read(&[]).unwrap();
        let flags = parsed.flags;
        assert_eq!(
            (flags.data.as_str(), flags.epochs, flags.seed),
            ("digits", None, 1)
        );
        assert_eq!(
            (flags.section, flags.threads, flags.quick),
            (None, None, false)
        );
        assert_eq!(flags.out, PathBuf::from("out"));
        let own: Vec<_> = parsed.own.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert_eq!(
            own,
            [("network", "softmax"), ("rate", "0.1"), ("slow", "no")]
        );
    }

    #[test]
    fn everything_given() {
        let line = "--data mnist --epochs 3 --seed 7 --section 2 --out x/y --page --quick --threads 4 --no-wait --list \
                    --network 64-64 --rate 1 --slow";
        let parsed = read(&line.split_whitespace().collect::<Vec<_>>()).unwrap();
        let expected = Flags {
            data: "mnist".into(),
            epochs: Some(3),
            seed: 7,
            section: Some("2".into()),
            out: PathBuf::from("x/y"),
            page: true,
            quick: true,
            threads: Some(4),
            no_wait: true,
            list: true,
        };
        assert_eq!(parsed.flags, expected);
        assert_eq!(parsed.own[0].1, "64-64");
        assert_eq!(parsed.own[2].1, "yes");
    }

    #[test]
    fn a_lab_may_have_data_of_its_own() {
        let own = [Flag::choice(
            "data",
            &["none", "imdb"],
            "none",
            "what to read",
        )];
        let parse = |line: &[&str]| {
            let arguments = ["lab05"].iter().chain(line);
            parse(&ABOUT, &own, Ok(PathBuf::from("out")), arguments)
        };
        let given = parse(&["--data", "imdb"]).unwrap();
        assert_eq!(
            (given.flags.data.as_str(), given.own[0].1.as_str()),
            ("imdb", "imdb")
        );
        assert_eq!(parse(&[]).unwrap().flags.data, "none");
        let refused = parse(&["--data", "mnist"]).unwrap_err();
        assert!(refused.text.contains("none, imdb"), "{}", refused.text);
    }

    #[test]
    fn mistakes_name_what_would_be_valid() {
        for (line, words) in [
            (
                vec!["--epoch", "3"],
                vec!["--epoch'", "--epochs", "--network", "--seed"],
            ),
            (
                vec!["--data", "cifar"],
                vec!["cifar", "digits, mnist, fashion"],
            ),
            (vec!["--network", "deep"], vec!["deep", "softmax, 64-64"]),
            (vec!["--epochs", "0"], vec!["--epochs", "0"]),
            (vec!["--seed", "x"], vec!["--seed", "x"]),
        ] {
            let stop = read(&line).unwrap_err();
            assert_eq!(stop.code, 2);
            for word in words {
                assert!(stop.text.contains(word), "{word} is not in: {}", stop.text);
            }
        }
    }

    #[test]
    fn help_is_no_error() {
        let stop = read(&["--help"]).unwrap_err();
        assert_eq!(stop.code, 0);
        assert!(
            stop.text.contains("cargo run -p lab05 --")
                && stop.text.contains("which network to train")
        );
    }
}
