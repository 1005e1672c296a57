//! The judge, tried on a learner who makes every kind of mistake.

mod fixture;

use std::process::{Command, Output};
use std::time::Instant;

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

/// Set when this program plays the fixture's `tests/answers.rs`.
const ROLE: &str = "LABKIT_TEST_ROLE";

fn main() {
    if std::env::var_os(ROLE).is_some() {
        labkit::judge::main(fixture::source(), fixture::exercises());
    }
    let trials = vec![
        trial(
            "every_kind_of_answer_is_judged",
            every_kind_of_answer_is_judged,
        ),
        trial("a_filter_passes_through", a_filter_passes_through),
        trial(
            "unanswered_is_no_failure_unless_strict",
            unanswered_is_no_failure_unless_strict,
        ),
        trial(
            "what_is_missing_is_no_failure_unless_required",
            what_is_missing_is_no_failure_unless_required,
        ),
        trial("the_list_names_all", the_list_names_all),
        trial("the_report_is_json", the_report_is_json),
        trial("a_stale_judge_judges_nothing", a_stale_judge_judges_nothing),
        trial("an_endless_loop_ends_in_time", an_endless_loop_ends_in_time),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn trial(name: &str, body: fn()) -> Trial {
    Trial::test(name, move || {
        body();
        Ok::<(), Failed>(())
    })
}

fn judge(arguments: &[&str], environment: &[(&str, &str)]) -> (String, i32) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(arguments)
        .env(ROLE, "judge")
        .env("LABKIT_JUDGE_SECONDS", "2");
    command
        .env_remove("STRICT")
        .env_remove("LABKIT_REPORT")
        .env_remove("LABKIT_TEST_REQUIRE")
        .envs(environment.iter().copied());
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&stderr);
    assert_eq!(stderr, "", "nothing should reach standard error");
    (String::from_utf8(stdout).unwrap(), status.code().unwrap())
}

#[track_caller]
fn assert_has(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is not in:\n{text}");
}

/// The part of the output about one failed exercise.
fn section<'a>(text: &'a str, name: &str) -> &'a str {
    let start = text
        .find(&format!("---- {name} ----"))
        .unwrap_or_else(|| panic!("{name} did not fail:\n{text}"));
    let rest = &text[start..];
    &rest[..rest[4..].find("\n---- ").map_or(rest.len(), |end| end + 4)]
}

fn every_kind_of_answer_is_judged() {
    let (text, code) = judge(&[], &[]);
    assert_eq!(code, 101);
    assert_has(&text, "1 passed; 9 failed; 3 ignored");
    assert_has(
        &text,
        "test open         ... ignored (not answered yet, 5 min: 2·x)",
    );
    assert_has(&text, "test partial      ... ignored");
    assert_has(&text, "test right        ... ok");
    assert_has(&text, "test lacking      ... ignored (no abacus)");
    let garbled = section(&text, "garbled");
    assert_has(
        garbled,
        "shared/labkit/tests/fixture/exercises/garbled.txt:2\n",
    );
    assert_has(
        garbled,
        "It does not compile.\n\ngarbled.txt:2: two dots\n2 | fn",
    );
    assert_has(
        &text,
        "`right` is right. Adding a number to itself doubles it.",
    );
    assert_has(&text, "next: `partial` (5 min): 2·x");

    let wrong = section(&text, "wrong");
    assert_has(wrong, "shared/labkit/tests/fixture/src/exercises.rs:9\n2·x");
    assert_has(
        wrong,
        "call      wrong(1.5)\n    got       3.25\n    expected  3.0",
    );
    assert_has(wrong, "a hint: cargo run -p course -- hint wrong");
    assert_has(
        section(&text, "squared"),
        "You multiplied x with itself, not with 2.\n\n    call      squared(1.5)",
    );
    let panics = section(&text, "panics");
    assert_has(
        panics,
        "panics(-2.5) panicked at shared/labkit/tests/fixture/src/exercises.rs:22:",
    );
    assert_has(panics, "the len is 3 but the index is 7");
    let endless = section(&text, "endless");
    assert_has(endless, "exercises.rs:26\n");
    assert_has(endless, "It did not return within 2 seconds");
    assert_has(endless, "still at it\n    …");
    assert_has(section(&text, "bottomless"), "It used up the stack");
    assert_has(section(&text, "not_a_number"), "got       NaN");
    assert_has(
        section(&text, "talks"),
        "it printed:\n    x is 1.5\n    x is -2.5",
    );
    assert_has(
        section(&text, "leaves"),
        "It ended the whole program (exit code 0)",
    );
}

fn a_filter_passes_through() {
    let (text, code) = judge(&["right"], &[]);
    assert_eq!(code, 0);
    assert_has(&text, "running 1 test");
    assert_has(
        &text,
        "1 passed; 0 failed; 0 ignored; 0 measured; 12 filtered out",
    );
}

fn unanswered_is_no_failure_unless_strict() {
    let lenient = judge(&["open"], &[("STRICT", "0")]);
    assert_eq!(lenient.1, 0);
    for (arguments, environment) in [
        (vec!["open", "--strict"], vec![]),
        (vec!["open"], vec![("STRICT", "1")]),
    ] {
        let (text, code) = judge(&arguments, &environment);
        assert_eq!(code, 101);
        assert_has(section(&text, "open"), "Not answered yet.");
        assert_has(&text, "strict: 1 not answered yet: open");
    }
}

fn what_is_missing_is_no_failure_unless_required() {
    let (_, code) = judge(&["lacking"], &[("STRICT", "1")]);
    assert_eq!(code, 0);
    let (text, code) = judge(&["lacking"], &[("LABKIT_TEST_REQUIRE", "1")]);
    assert_eq!(code, 101);
    assert_has(
        section(&text, "lacking"),
        "It cannot be judged here: no abacus.",
    );
}

fn the_list_names_all() {
    let (text, code) = judge(&["--list"], &[]);
    assert_eq!(code, 0);
    assert_eq!(text.lines().count(), fixture::exercises().len());
    assert_has(&text, "bottomless: test");
}

fn the_report_is_json() {
    let (text, code) = judge(&[], &[("LABKIT_REPORT", "json")]);
    assert_eq!(code, 0);
    let all: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let states: Vec<&str> = all
        .iter()
        .map(|entry| entry["state"].as_str().unwrap())
        .collect();
    let expected = [
        "right",
        "wrong",
        "mistake",
        "panicked",
        "timeout",
        "crashed",
        "wrong",
        "unanswered",
        "unanswered",
        "wrong",
        "crashed",
        "unavailable",
        "rejected",
    ];
    assert_eq!(states, expected);
    let squared = &all[2];
    assert_eq!(
        squared["sentence"],
        "You multiplied x with itself, not with 2."
    );
    assert_eq!(squared["name"], "squared");
    assert_has(squared["explain"].as_str().unwrap(), "squared(1.5)");
}

fn a_stale_judge_judges_nothing() {
    let stale = (fixture::STALE, "1");
    let (text, code) = judge(&["right"], &[stale]);
    assert_eq!(code, 101);
    let right = section(&text, "right");
    assert_has(right, "shared/labkit/tests/fixture/src/exercises.rs:1\n");
    assert_has(
        right,
        "its file is newer than the program that judges. Save the file once more",
    );
    // Its file is one of its own, and unchanged.
    let (text, _) = judge(&["garbled"], &[stale]);
    assert_has(section(&text, "garbled"), "It does not compile.");
    let (text, _) = judge(&["right"], &[stale, ("LABKIT_REPORT", "json")]);
    assert_has(&text, r#""state":"stale""#);
}

fn an_endless_loop_ends_in_time() {
    let start = Instant::now();
    let (_, code) = judge(&["endless", "--exact"], &[("LABKIT_JUDGE_SECONDS", "0.5")]);
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(code, 101);
    assert!((0.5..5.0).contains(&seconds), "{seconds}");
}
