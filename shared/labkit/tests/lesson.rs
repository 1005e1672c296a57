//! A whole lesson, run as a program.

mod disk;
mod fixture;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use disk::{a_full_disk_spoils_no_page, what_cannot_be_written_is_a_failure};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};

/// Set when this program plays the fixture's lesson.
const ROLE: &str = "LABKIT_TEST_ROLE";

fn main() -> ExitCode {
    if std::env::var_os(ROLE).is_some() {
        return fixture::lesson();
    }
    let trials = vec![
        trial(
            "a_run_tells_and_writes_everything",
            a_run_tells_and_writes_everything,
        ),
        trial("one_section_alone", one_section_alone),
        trial(
            "one_section_leaves_the_rest_of_the_page",
            one_section_leaves_the_rest_of_the_page,
        ),
        trial(
            "what_cannot_be_written_is_a_failure",
            what_cannot_be_written_is_a_failure,
        ),
        trial("a_full_disk_spoils_no_page", a_full_disk_spoils_no_page),
        trial("recording_for_the_book", recording_for_the_book),
        trial(
            "a_reference_to_no_section_is_an_error",
            a_reference_to_no_section_is_an_error,
        ),
        trial(
            "a_stale_program_says_so_and_uses_the_reference",
            a_stale_program_says_so_and_uses_the_reference,
        ),
        trial("the_list", the_list),
        trial(
            "wrong_flags_and_sections_end_with_2",
            wrong_flags_and_sections_end_with_2,
        ),
        trial(
            "a_directory_that_cannot_be_written",
            a_directory_that_cannot_be_written,
        ),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial(name: &str, body: fn()) -> Trial {
    Trial::test(name, move || {
        body();
        Ok::<(), Failed>(())
    })
}

/// An empty directory for one test.
fn empty(name: &str) -> PathBuf {
    let directory = place::target().unwrap().join("tmp").join(name);
    let _ = fs::remove_dir_all(&directory);
    directory
}

struct Run {
    stdout: String,
    stderr: String,
    code: i32,
}

fn run(out: &Path, arguments: &[&str], recording: bool) -> Run {
    run_with(
        out,
        arguments,
        &[("LABKIT_RECORD", if recording { "1" } else { "0" })],
    )
}

fn run_with(out: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .arg("--out")
        .arg(out)
        .args(arguments)
        .env(ROLE, "lesson")
        .env("LABKIT_JUDGE_SECONDS", "2")
        .envs(variables.iter().copied());
    let output = command.output().unwrap();
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

fn read(path: PathBuf) -> String {
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[track_caller]
fn assert_has(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is not in:\n{text}");
}

fn a_run_tells_and_writes_everything() {
    let out = empty("whole");
    let run = run(&out, &["--network", "64-64"], false);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let text = &run.stdout;
    assert!(!text.contains('\x1b'), "no styles in a pipe");
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "80 columns in a pipe"
    );
    for part in [
        "Lab 7: A lesson for the tests  (5 min)\nDoes everything that a lesson can do work?",
        "1 · Words and numbers\n─────────────────────\n\nA neuron multiplies",
        "  • second item, which says a little more than the first one so that it has to\n    be continued below\n\na < b",
        "    σ(z) = 1 / (1 + e^−z)\n        so σ(0) = 1/2\n",
        "      100  -0.84079814  0.53192717  far\n",
        "Predict: Which way will the curve move if `b` grows?\n\nAnswer: To the left",
        "Predict: What is σ(large)?\n\n    a  nearly 0\n    b  ½, as for every number that is large\n    c  nearly 1\n\nAnswer: c. The sum",
        "[UCSD] is Intro to Deep Learning using TensorFlow.",
        "/index.html (`--page` serves it).",
        "The network is 64-64; see “Charts”.",
        "▸ Three curves: `w` sets steepness and direction. `figures/sigmoid.svg`",
        "Told: 2·x, ?, ?.",
        "`right`: using your answer.",
        "`open`: not answered yet, the reference stands in.",
        "`squared`: your answer is not right yet (You multiplied x with itself, not with\n2); the reference carries on.",
        "Try this\n  cargo run -p lab07 -- --network 64-64 --section 1\n      Which network does it name?\n",
        "Exercises: 1 of 13 right",
        "  ✓ right          5 min  right",
        "  · open           5 min  2·x",
        "write  shared/labkit/tests/fixture/src/exercises.rs\n       shared/labkit/tests/fixture/exercises/garbled.txt\ncheck  cargo test -p lab07\n",
        "  – lacking        5 min  not judged: no abacus",
    ] {
        assert_has(text, part);
    }
    assert_eq!(text.matches("using your answer").count(), 1);
    assert_eq!(text.matches("[PSC] is John Urbanic").count(), 1);
    assert!(
        !text.contains("Predictions:") && !text.contains("Your guess"),
        "nobody was asked"
    );
    let page = read(out.join("index.html"));
    for part in [
        "<html lang=\"en\">",
        "<h2 id=\"charts\">2 · Charts</h2>",
        "&lt;near&gt;",
        "see <a href=\"#charts\">Charts</a>.",
        "<figcaption>A small chart.",
        "-- --network 64-64 --section 1</code><br>Which network does it <em>name</em>?</li>",
    ] {
        assert_has(&page, part);
    }
    assert_eq!(page.matches("<svg").count(), 6);
    for outside in ["src=", "@import", "url(", "<script"] {
        assert!(
            !page.contains(outside),
            "the page asks for something outside: {outside}"
        );
    }
    let numbers: Value = serde_json::from_str(&read(out.join("numbers.json"))).unwrap();
    assert_eq!(numbers["accuracy"], json!(0.9211));
}

fn one_section_alone() {
    for wanted in ["2", "charts", "Charts", "words", "words-and"] {
        let out = empty("alone");
        let run = run(&out, &["--section", wanted], false);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let (ran, other) = match wanted.starts_with("words") {
            true => ("1 · Words and numbers", "2 · Charts"),
            false => ("2 · Charts", "1 · Words and numbers"),
        };
        assert_has(&run.stdout, ran);
        assert!(!run.stdout.contains(other) && !run.stdout.contains("rings-of-two-sizes"));
    }
}

fn one_section_leaves_the_rest_of_the_page() {
    let out = empty("part");
    let page = || read(out.join("index.html"));
    run(&out, &["--section", "2"], false);
    assert!(!page().contains("words-and-numbers"));
    run(&out, &[], false);
    let whole = page();
    fs::write(out.join("index.html"), whole.replace("1,000", "a thousand")).unwrap();
    run(&out, &["--section", "2"], false);
    assert_eq!(
        page(),
        whole.replace("1,000", "a thousand"),
        "section 2 is as it was"
    );
    run(&out, &["--section", "1"], false);
    assert_eq!(page(), whole, "section 1 is fresh");
}

fn recording_for_the_book() {
    let out = empty("record");
    let run = run(&out, &[], true);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let section = |slug: &str| -> Value {
        serde_json::from_str(&read(out.join(format!("transcript/{slug}.json")))).unwrap()
    };
    let words = section("words-and-numbers");
    let kinds: Vec<_> = words
        .as_array()
        .unwrap()
        .iter()
        .map(|b| &b["kind"])
        .collect();
    assert_eq!(
        kinds,
        [
            "prose",
            "lines",
            "table",
            "prediction",
            "prediction",
            "prediction",
            "prose",
            "prose"
        ]
    );
    let paragraphs = words[0]["lines"].as_array().unwrap();
    assert_eq!(paragraphs[1], "- first item");
    assert_eq!(paragraphs.len(), 4, "each on one line, however long");
    assert_eq!(
        words[1]["lines"],
        json!(["σ(z) = 1 / (1 + e^−z)", "    so σ(0) = 1/2"])
    );
    assert_eq!(
        words[2],
        json!({
            "kind": "table",
            "header": ["step", "W", "b", "note"],
            "numeric": [0, 1, 2],
            "rows": [
                ["100", "-0.84079814", "0.53192717", "far"],
                ["1,000", "-0.9999969", "0.9999908", "<near>"]
            ],
            "caption": "Descent, step by step."
        })
    );
    assert_eq!(words[3]["answer"], "To the left: less x is needed.");
    assert_eq!(words[3]["choices"], Value::Null);
    assert_eq!(words[5]["choices"][0], "nearly 0");
    assert_has(words[5]["answer"].as_str().unwrap(), "**c.** The sum below");
    assert_eq!(
        section("charts")[4],
        json!({ "kind": "figure", "slug": "map", "caption": "A free figure." })
    );
    let rings = &section("pictures")[0];
    assert_eq!(
        (&rings["kind"], &rings["slug"]),
        (&json!("picture"), &json!("rings-of-two-sizes"))
    );
    assert!(rings["lines"][0].as_str().unwrap().starts_with("small"));
    assert_eq!(
        section("your-answers"),
        json!([{ "kind": "prose", "lines": ["Told: ?, ?, ?."] }]),
        "standings depend on the learner"
    );
    let captions: Value = serde_json::from_str(&read(out.join("figures.json"))).unwrap();
    assert_eq!(captions["map"], "A free figure.");
    assert_eq!(captions["rings-of-two-sizes"], "Rings of two sizes.");
    assert_eq!(captions.as_object().unwrap().len(), 6);
    let exercises: Value = serde_json::from_str(&read(out.join("exercises.json"))).unwrap();
    assert_eq!(
        (&exercises[2]["name"], &exercises[2]["task"]),
        (&json!("squared"), &json!("2·x"))
    );
    assert!(!run.stdout.contains("Exercises:"));
    for figure in fs::read_dir(out.join("figures")).unwrap() {
        let size = figure.unwrap().metadata().unwrap().len();
        assert!(size < 150_000, "{size} bytes");
    }
}

fn a_reference_to_no_section_is_an_error() {
    for arguments in [&[][..], &["--quick"], &["--section", "1"]] {
        let run = run_with(
            &empty("lost"),
            arguments,
            &[("LABKIT_TEST_REFERENCE", "sharts")],
        );
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert_has(&run.stderr, "refers to a section `sharts`");
        assert_has(&run.stderr, "2  charts");
    }
}

fn a_stale_program_says_so_and_uses_the_reference() {
    let stale = [(fixture::STALE, "1")];
    let run = run_with(&empty("stale"), &["--section", "4"], &stale);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_has(
        &run.stdout,
        "`right`: its file is newer than this program, so the reference stands in;",
    );
    assert_has(
        &run.stdout,
        "– right          5 min  not judged: save the file once more",
    );
}

fn the_list() {
    let out = empty("list");
    let run = run(&out, &["--list"], false);
    assert_eq!(run.code, 0);
    assert!(
        run.stdout
            .starts_with("sections (--section):\n  1  words-and-numbers\n  2  charts\n"),
        "{}",
        run.stdout
    );
    assert_has(&run.stdout, "exercises:\n  right (5 min): 2·x\n");
    assert!(!out.exists(), "a list writes nothing");
}

fn wrong_flags_and_sections_end_with_2() {
    let out = empty("wrong");
    for (arguments, parts) in [
        (
            ["--section", "graphs"],
            ["no section `graphs`", "2  charts"],
        ),
        (
            ["--section", "word"],
            ["no section `word`", "1  words-and-numbers"],
        ),
        (["--section", "5"], ["no section `5`", "4  your-answers"]),
        (["--network", "deep"], ["'deep'", "softmax, 64-64"]),
        (
            ["--colour", "red"],
            ["--colour", "--network, --section, --list, --seed"],
        ),
    ] {
        let run = run(&out, &arguments, false);
        assert_eq!(run.code, 2, "{}", run.stderr);
        for part in parts {
            assert_has(&run.stderr, part);
        }
    }
}

fn a_directory_that_cannot_be_written() {
    // A file stands where the directory should be.
    let out = empty("blocked");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("file"), "").unwrap();
    let run = run(&out.join("file"), &[], false);
    assert_eq!(run.code, 1);
    assert_has(&run.stderr, "error: cannot write ");
    assert_has(
        &run.stderr,
        "remedy: move the file that lies where a folder should be, or choose another directory with --out",
    );
    assert!(
        !run.stdout.contains("Words and numbers"),
        "this is known before the lesson starts"
    );
}
