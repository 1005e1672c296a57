//! Command lines, one word a line. The first byte says whose.

use super::Target;
use labkit::judge::Source;
use labkit::{About, Flag, Flags};
use std::ffi::OsString;
use std::sync::OnceLock;

#[path = "../../../shared/course/src/command.rs"]
mod course;
#[path = "../../../datasets/src/flags.rs"]
#[allow(dead_code, missing_docs, reason = "the program uses the rest")]
mod datasets_flags;

pub const TARGET: Target = Target {
    name: "commands",
    run,
    seeds,
    words: &[
        "\n",
        "--",
        "-",
        "=",
        "fetch",
        "list",
        "verify",
        "mnist",
        "fashion",
        "imdb",
        "digits",
        "--dir",
        "--mirror",
        "--timeout",
        "--help",
        "http://",
        "https://",
        "1e308",
        "NaN",
        "inf",
        "-1",
        "0",
        "0,5",
        "1_000",
        "\u{2212}3",
        "18446744073709551616",
        "--epochs",
        "--seed",
        "--threads",
        "--section",
        "--out",
        "--quick",
        "--no-wait",
        "--data",
        "--rate",
        "--layers",
        "--slow",
        "--resume",
        "--network",
        "hint",
        "--more",
        "watch",
        "--stay",
        "open",
        "reset",
        "solution",
        "--anyway",
        "lab01",
        "help",
    ],
};

fn run(data: &[u8]) {
    let Some((&whose, data)) = data.split_first() else {
        return;
    };
    let words = data.split(|&byte| byte == b'\n').map(word);
    let named = |name: &str| [OsString::from(name)].into_iter();
    let refused = match whose % 3 {
        0 => datasets_flags::Flags::parse(words).err(),
        1 => lesson(named("lab05").chain(words)),
        _ => {
            let matches = course::command().try_get_matches_from(named("course").chain(words));
            matches.err().map(|error| error.to_string())
        }
    };
    assert!(refused.is_none_or(|text| !text.trim().is_empty()));
}

/// What a lesson says of a command line, if it does not take it.
fn lesson(words: impl Iterator<Item = OsString>) -> Option<String> {
    let about = About {
        lab: 5,
        title: "Digits",
        question: "Why?",
        minutes: 90,
        source: Source {
            folder: "labs/05-softmax-digits",
            answers: "",
        },
    };
    let (flags, own) = match Flags::read(&about, own(), words) {
        Ok(read) => read,
        Err(text) => return Some(text),
    };
    assert!(flags.epochs.is_none_or(|epochs| epochs > 0));
    assert!(
        flags
            .threads
            .is_none_or(|threads| (1..=1024).contains(&threads))
    );
    assert!(["digits", "mnist", "fashion"].contains(&flags.data.as_str()));
    let text = |name: &str| {
        own.iter()
            .find(|(own, _)| *own == name)
            .map(|(_, text)| text)
    };
    let rate: f64 = text("rate")
        .and_then(|rate| rate.parse().ok())
        .expect("a number");
    assert!((0.0..=10.0).contains(&rate));
    let layers: usize = text("layers")
        .and_then(|count| count.parse().ok())
        .expect("a count");
    assert!((1..=64).contains(&layers));
    None
}

/// One flag of each kind.
fn own() -> &'static [Flag] {
    static OWN: OnceLock<Vec<Flag>> = OnceLock::new();
    OWN.get_or_init(|| {
        vec![
            Flag::pictures(),
            Flag::epochs().only_with("network"),
            Flag::choice("network", &["softmax", "64-64"], "softmax", "which"),
            Flag::number("rate", 0.0..=10.0, 0.1, "learning rate"),
            Flag::count("layers", 1..=64, 2, "layers"),
            Flag::value("text", "", "a text"),
            Flag::switch("slow", "the slow way").not_with("network"),
        ]
    })
}

/// A word as the system would hand it over: on Unix any bytes at all.
#[cfg(unix)]
fn word(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn word(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

fn seeds() -> Vec<Vec<u8>> {
    let lines = [
        "0fetch\nmnist\n--timeout\n2.5\n--mirror\nhttp://localhost/",
        "0verify\nfashion\n--dir\n/tmp",
        "1--data\nmnist\n--network\n64-64\n--epochs\n3\n--rate=0.5",
        "1--layers\n3\n--seed\n7\n--quick\n--section\n2",
        "2hint\nbump\n--more",
        "2watch\n1\n--stay",
        "2reset\nlab01",
    ];
    lines.map(|line| line.as_bytes().to_vec()).to_vec()
}
