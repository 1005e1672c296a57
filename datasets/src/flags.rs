//! The command line: one command, names of sets, three flags.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use datasets::catalog::{FAMILIES, Family, family};
use datasets::cifar::{self, Cifar};
use datasets::reviews;

pub const HELP: &str = "\
The data of the course: what there is, and how to get the rest.

  cargo run -p datasets -- list                  every set: what, whose, on which terms, where
  cargo run -p datasets -- fetch mnist|fashion   download, check, and keep: handwriting, clothes
  cargo run -p datasets -- fetch cifar10|cifar100
                                                 download, check, and unpack: coloured pictures
  cargo run -p datasets -- fetch shakespeare     download, check, and keep: his plays, to learn to write from
  cargo run -p datasets -- fetch imdb            says where the film reviews are, and where to unpack them
  cargo run -p datasets -- verify [mnist|fashion|cifar10|cifar100|shakespeare|imdb]
                                                 check what is on disk, byte by byte

  --dir DIR        look in, and fetch into, DIR/mnist, DIR/cifar10 and so on
                   (otherwise $DATASETS_DIR, or datasets/cache of the workspace)
  --mirror URL     fetch from URL/train-images-idx3-ubyte.gz or URL/cifar-10-binary.tar.gz
                   and so on, and nowhere else
  --timeout SECS   how long to wait for a server that says nothing (20)
  --help           this text";

/// What can be asked for by name.
const CHOICE: &str = "mnist, fashion, cifar10, cifar100, shakespeare or imdb";

pub enum Command {
    Help,
    List,
    Fetch,
    Verify,
}

pub struct Flags {
    pub command: Command,
    pub families: Vec<&'static Family>,
    /// The coloured pictures.
    pub coloured: Vec<&'static Cifar>,
    /// Shakespeare's plays.
    pub plays: bool,
    /// The film reviews, which nobody downloads but the reader.
    pub reviews: bool,
    pub dir: Option<PathBuf>,
    pub mirror: Option<String>,
    pub timeout: Option<Duration>,
}

impl Flags {
    /// Reads the arguments; the error says in one sentence what is wrong with them.
    pub fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Self, String> {
        let mut flags = Self {
            command: Command::Help,
            families: Vec::new(),
            coloured: Vec::new(),
            plays: false,
            reviews: false,
            dir: None,
            mirror: None,
            timeout: None,
        };
        let mut command = None;
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let word = argument.to_string_lossy();
            match (&*word, &command) {
                ("--help" | "-h" | "help", _) => return Ok(flags),
                ("--dir", _) => flags.dir = Some(value(&word, &mut arguments)?.into()),
                ("--mirror", _) => flags.mirror = Some(url(&text(&word, &mut arguments)?)?),
                ("--timeout", _) => flags.timeout = Some(seconds(&text(&word, &mut arguments)?)?),
                (flag, _) if flag.starts_with('-') => {
                    return Err(format!("there is no flag `{flag}`"));
                }
                ("list", None) => command = Some(Command::List),
                ("fetch", None) => command = Some(Command::Fetch),
                ("verify", None) => command = Some(Command::Verify),
                (other, None) => return Err(format!("there is no command `{other}`")),
                (_, Some(Command::List)) => return Err("`list` takes no names".into()),
                ("imdb" | reviews::FOLDER, Some(_)) => flags.reviews = true,
                ("shakespeare", Some(_)) => flags.plays = true,
                (name, Some(_)) => match cifar::set(name) {
                    Some(set) => flags.coloured.push(set),
                    None => flags.families.push(known(name)?),
                },
            }
        }
        flags.command = command.unwrap_or(Command::Help);
        if matches!(flags.command, Command::Fetch) && !flags.names_a_set() {
            return Err(format!("fetch what? Name a set: {CHOICE}"));
        }
        Ok(flags)
    }

    /// Whether the command line names any set.
    pub fn names_a_set(&self) -> bool {
        self.reviews || self.plays || !self.families.is_empty() || !self.coloured.is_empty()
    }

    /// The families named on the command line, or all of them if no set was.
    pub fn families_or_all(&self) -> Vec<&'static Family> {
        if self.names_a_set() {
            self.families.clone()
        } else {
            FAMILIES.iter().collect()
        }
    }

    /// The coloured sets named on the command line, or all of them if no set was.
    pub fn coloured_or_all(&self) -> Vec<&'static Cifar> {
        if self.names_a_set() {
            self.coloured.clone()
        } else {
            cifar::SETS.iter().collect()
        }
    }
}

fn known(name: &str) -> Result<&'static Family, String> {
    family(name).ok_or_else(|| match name {
        "digits" | "digits8" | "diabetes" | "synthetic" | "photos" => {
            format!("`{name}` is inside the crate: there is nothing to fetch or to verify")
        }
        _ => format!("there is no set `{name}` to fetch: choose {CHOICE}"),
    })
}

fn value(flag: &str, rest: &mut impl Iterator<Item = OsString>) -> Result<OsString, String> {
    rest.next()
        .ok_or_else(|| format!("{flag} wants a value after it"))
}

fn text(flag: &str, rest: &mut impl Iterator<Item = OsString>) -> Result<String, String> {
    value(flag, rest)?
        .into_string()
        .map_err(|_| format!("the value of {flag} is not valid Unicode"))
}

fn url(text: &str) -> Result<String, String> {
    if text.starts_with("http://") || text.starts_with("https://") {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "--mirror wants an address that begins with http:// or https://, not `{text}`"
        ))
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok();
    seconds
        .and_then(|s| Duration::try_from_secs_f64(s).ok())
        .filter(|d| !d.is_zero())
        .ok_or_else(|| format!("--timeout wants a number of seconds greater than 0, not `{text}`"))
}
