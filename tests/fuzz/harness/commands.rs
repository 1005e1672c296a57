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
#[path = "../../src/flags.rs"]
#[allow(dead_code, reason = "the program uses the rest")]
mod scoreboard;

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
        "speed",
        "accuracy",
        "unlabelled",
        "softmax",
        "cnn2",
        "--beside",
        "--turns",
        "--seconds",
        "--write",
        "--json",
        "--device",
        "gpu",
    ],
};

fn run(data: &[u8]) {
    let Some((&whose, data)) = data.split_first() else {
        return;
    };
    let words = data.split(|&byte| byte == b'\n').map(word);
    let named = |name: &str| [OsString::from(name)].into_iter();
    let refused = match whose % 4 {
        0 => datasets_flags::Flags::parse(words).err(),
        1 => lesson(named("lab05").chain(words)),
        2 => scoreboard_line(named("scoreboard").chain(words)),
        _ => {
            let matches = course::command().try_get_matches_from(named("course").chain(words));
            matches.err().map(|error| error.to_string())
        }
    };
    assert!(refused.is_none_or(|text| !text.trim().is_empty()));
}

/// What the scoreboard says of a command line, if it does not take it.
fn scoreboard_line(words: impl Iterator<Item = OsString>) -> Option<String> {
    let tables = ["speed", "accuracy", "unlabelled"];
    let what = match scoreboard::read(words, tables.map(|table| (table, ROWS.to_vec()))) {
        Ok(what) => what,
        Err(error) => return Some(error.to_string()),
    };
    let common = match &what {
        scoreboard::What::Speed(speed) => {
            assert!(speed.seconds > 0.0 && speed.seconds <= 3600.0);
            assert!((1..=1000).contains(&speed.turns));
            assert!(!speed.write || speed.beside.is_some() && speed.common.rows.is_empty());
            &speed.common
        }
        scoreboard::What::Accuracy(training) | scoreboard::What::Unlabelled(training) => {
            assert!(
                training
                    .epochs
                    .is_none_or(|epochs| epochs > 0 && !training.write)
            );
            &training.common
        }
    };
    assert!(
        common
            .threads
            .is_none_or(|threads| (1..=1024).contains(&threads))
    );
    assert!(common.rows.iter().all(|row| ROWS.contains(&row.as_str())));
    None
}

const ROWS: [&str; 2] = ["softmax", "cnn2"];

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
        "2speed\n--seconds\n0.5\n--turns=3\n--beside\npython3",
        "2accuracy\n--epochs\n3\n--threads\n2\nsoftmax\ncnn2",
        "2unlabelled\n--write\n--json\n--device\ngpu",
        "3hint\nbump\n--more",
        "3watch\n1\n--stay",
        "3reset\nlab01",
    ];
    lines.map(|line| line.as_bytes().to_vec()).to_vec()
}
