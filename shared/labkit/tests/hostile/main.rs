//! The judge, tried on answers that mean no good.

#[path = "src/exercises.rs"]
mod exercises;

use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use labkit::judge::{Exercise, Source};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

/// Set when this program plays a lab's `tests/answers.rs`.
const ROLE: &str = "LABKIT_TEST_ROLE";

const SOURCE: Source = Source {
    folder: "shared/labkit/tests/hostile",
    answers: include_str!("src/exercises.rs"),
};

fn exercises() -> Vec<Exercise> {
    let double = |name: &'static str, answer: fn(f64) -> f64| {
        Exercise::new(name, 5, "2·x")
            .hints(["once more", "add it", "x + x"])
            .probes([(1.5, 3.0), (-2.5, -5.0), (0.25, 0.5)])
            .answer(move |&x| answer(x))
            .solution(|&x| x + x)
            .done()
    };
    vec![
        double("multiplies", exercises::multiplies),
        double("relies", exercises::relies),
        double("forges", exercises::forges),
        double("slanders", exercises::slanders),
        double("leaves_a_child", exercises::leaves_a_child),
        double("waits_for_a_child", exercises::waits_for_a_child),
        double("greedy", exercises::greedy),
        double("paints", exercises::paints),
        double("talks", exercises::talks),
    ]
}

fn main() {
    if std::env::var_os(ROLE).is_some() {
        labkit::judge::main(SOURCE, exercises());
    }
    let trials = vec![
        trial(
            "a_printed_verdict_is_not_believed",
            a_printed_verdict_is_not_believed,
        ),
        trial("a_child_left_behind_is_ended", a_child_left_behind_is_ended),
        trial("a_child_waited_for_is_ended", a_child_waited_for_is_ended),
        trial(
            "a_library_does_not_speak_for_itself",
            a_library_does_not_speak_for_itself,
        ),
        trial(
            "who_relies_on_a_wrong_answer_is_told",
            who_relies_on_a_wrong_answer_is_told,
        ),
        trial("memory_has_a_limit", memory_has_a_limit),
        trial("nothing_paints_the_terminal", nothing_paints_the_terminal),
        trial("megabytes_are_cut", megabytes_are_cut),
        trial("a_closed_pipe_ends_quietly", a_closed_pipe_ends_quietly),
        trial(
            "a_judge_that_is_killed_takes_its_answers_along",
            a_judge_that_is_killed_takes_its_answers_along,
        ),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn trial(name: &str, body: fn()) -> Trial {
    Trial::test(name, move || {
        body();
        Ok::<(), Failed>(())
    })
}

fn command(seconds: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .env(ROLE, "judge")
        .env("LABKIT_JUDGE_SECONDS", seconds)
        .env_remove("STRICT")
        .env_remove("LABKIT_REPORT");
    command
}

/// What the judge prints about one exercise.
fn judged(name: &str, seconds: &str) -> String {
    let Output { stdout, stderr, .. } = command(seconds).args([name, "--exact"]).output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&stderr),
        "",
        "nothing should reach standard error"
    );
    String::from_utf8(stdout).unwrap()
}

/// The state that the judge reports of one exercise.
fn state(name: &str) -> String {
    let output = command("20")
        .args([name, "--exact"])
        .env("LABKIT_REPORT", "json")
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["state"].as_str().unwrap().to_string()
}

#[track_caller]
fn assert_has(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is not in:\n{text}");
}

fn a_printed_verdict_is_not_believed() {
    assert_eq!(state("forges"), "crashed");
    assert_eq!(state("slanders"), "right");
}

/// The process whose number the answer printed.
#[cfg(unix)]
#[track_caller]
fn assert_its_child_is_gone(text: &str) {
    let number = text.split_once("its number is ").map(|(_, rest)| rest);
    let number = number
        .and_then(|rest| rest.split_whitespace().next())
        .unwrap();
    // A process that was ended is there until its parent's parent has been told.
    let gone = || {
        let state = Command::new("ps")
            .args(["-o", "stat=", "-p", number])
            .output()
            .unwrap();
        let state = String::from_utf8_lossy(&state.stdout).trim().to_string();
        state.is_empty() || state.starts_with('Z')
    };
    let start = Instant::now();
    while !gone() {
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "process {number} is still there"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(not(unix))]
fn assert_its_child_is_gone(_: &str) {}

fn a_child_left_behind_is_ended() {
    let start = Instant::now();
    let text = judged("leaves_a_child", "20");
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    assert_has(&text, "got       3.25");
    assert_its_child_is_gone(&text);
}

fn a_child_waited_for_is_ended() {
    let start = Instant::now();
    let text = judged("waits_for_a_child", "1");
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    assert_has(&text, "It did not return within 1 seconds");
    assert_its_child_is_gone(&text);
}

fn a_library_does_not_speak_for_itself() {
    let text = judged("multiplies", "20");
    assert_has(
        &text,
        "The product of a [3, 4] and a [2, 4] does not exist: 4 and 2 would have to be equal. Is the second one to be \
         transposed?\n\nmultiplies(1.5) panicked at src/exercises.rs:8:\n    ndarray: inputs 3 × 4 and 2 × 4",
    );
}

/// The other one is judged although the filter leaves it out.
fn who_relies_on_a_wrong_answer_is_told() {
    let text = judged("relies", "20");
    assert_has(
        &text,
        "`relies` calls your `multiplies`, which is not right yet: mend that first.\n\n    call      relies(1.5)",
    );
    assert!(!text.contains("multiplies(1.5)"), "{text}");
}

/// Only Linux keeps to the limit.
fn memory_has_a_limit() {
    if cfg!(target_os = "linux") {
        assert_has(
            &judged("greedy", "20"),
            "It asked for more memory than an answer gets",
        );
    }
}

fn nothing_paints_the_terminal() {
    let text = judged("paints", "20");
    assert!(
        !text.contains(['\u{1b}', '\u{7}', '\r', '\u{202e}']),
        "{text:?}"
    );
    assert_has(&text, "    \\u{1b}[2J of 1.5");
    assert_has(&text, "\\u{1b}[31mred\n    \\u{202e}round");
}

fn megabytes_are_cut() {
    let text = judged("talks", "20");
    assert!(text.len() < 8_000, "{} bytes", text.len());
    assert_has(&text, "cut here: it has 188,000 characters");
    assert_has(&text, "cut here: it printed more than is shown");
}

/// Whoever reads the verdicts may have seen enough.
fn a_closed_pipe_ends_quietly() {
    for format in ["text", "json"] {
        let mut judge = command("20")
            .args(["slanders", "--exact"])
            .env("LABKIT_REPORT", format)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(judge.stdout.take());
        let output = judge.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
        assert_eq!(output.status.code(), Some(0), "{format}");
    }
}

#[cfg(unix)]
fn a_judge_that_is_killed_takes_its_answers_along() {
    use std::io::{BufRead, BufReader};
    let mut judge = command("30")
        .args(["waits_for_a_child", "--exact"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    // Kept to the end: a judge that nobody reads ends by itself.
    let mut stdout = BufReader::new(judge.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    let of_the_judge = || {
        let all = Command::new("ps")
            .args(["-A", "-o", "pid=,ppid="])
            .output()
            .unwrap();
        let all = String::from_utf8_lossy(&all.stdout).into_owned();
        let pairs = all
            .lines()
            .filter_map(|line| line.trim().split_once(char::is_whitespace));
        let own = pairs.filter(|(_, parent)| parent.trim() == judge.id().to_string());
        own.map(|(child, _)| format!("its number is {child}"))
            .collect::<Vec<_>>()
    };
    let start = Instant::now();
    let mut answers = of_the_judge();
    while answers.is_empty() {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "no answer is being judged"
        );
        answers = of_the_judge();
    }
    judge.kill().unwrap();
    judge.wait().unwrap();
    answers
        .iter()
        .for_each(|answer| assert_its_child_is_gone(answer));
}

#[cfg(not(unix))]
fn a_judge_that_is_killed_takes_its_answers_along() {}
