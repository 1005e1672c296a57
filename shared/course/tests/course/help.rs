//! Hints, solutions, lists and places, whatever compiles.

use std::fs;

use crate::ROLE;
use crate::fixture::{Fixture, assert_has};

pub fn hints_are_remembered() {
    let course = Fixture::new("hints");
    let first = course.run(&["hint", "bump"]).unwrap();
    assert_has(
        &first,
        "bump (5 min): double it\nlabs/01-first-lab/src/exercises.rs:6\n\n1. first\n\n2 more: cargo run -p course -- hint bump --more",
    );
    assert_eq!(course.run(&["hint", "bump"]).unwrap(), first);
    assert_has(
        &course.run(&["hint", "lab01::bump", "--more"]).unwrap(),
        "1. first\n2. second\n\n1 more",
    );
    assert_has(
        &course.run(&["hint", "bump", "--more"]).unwrap(),
        "3. third\n\nThat was the last hint.",
    );
    assert_has(
        &course.run(&["hint", "neuron"]).unwrap(),
        "What the judge says to your answer: cargo test -p lab01 neuron\n\n1. first",
    );
    assert_has(
        &course.run(&["hint", "bumb"]).unwrap_err(),
        "did you mean `bump`?",
    );
    assert_eq!(course.calls(), 0, "no hint needs a compiler");
    course.run(&[]).unwrap();
    assert_has(
        &course.run(&["hint", "neuron"]).unwrap(),
        "You have solved it. Two is enough.",
    );
    course.answer("x");
    course.run(&[]).unwrap();
    assert_has(
        &course.run(&["hint", "neuron"]).unwrap(),
        "Your answer so far:\nIt is wrong.\n\n1. first",
    );
}

pub fn solutions_wait_until_solved() {
    let course = Fixture::new("solutions");
    let solved = course.run(&["solution", "neuron"]).unwrap();
    assert_eq!(
        solved,
        "pub fn neuron(x: f64) -> f64 {\n    x + x\n}\n\nTwo is enough.\n"
    );
    assert_has(
        &course.run(&["solution", "bump"]).unwrap_err(),
        "`bump` is not solved yet.",
    );
    assert_eq!(course.calls(), 1);
    let anyway = course.run(&["solution", "bump", "--anyway"]).unwrap();
    assert!(
        anyway.starts_with("Here is one way.") && anyway.ends_with("\n\nfn bump() {}\n"),
        "{anyway}"
    );
    course.write("labs/02-second-lab/src/exercises.rs", "fn softmax() { y }");
    course.write(
        "labs/02-second-lab/src/solutions.rs",
        "// ANCHOR: softmax\n// ANCHOR_END: softmax\n",
    );
    assert_has(
        &course.run(&["solution", "softmax"]).unwrap_err(),
        "lab02 does not build, so nobody can tell whether `softmax` is solved:\n\nerror[E0425]",
    );
}

pub fn lists_are_by_lab_and_short() {
    let course = Fixture::new("lists");
    let list =
        "lab01 first lab\n  – neuron   5 min  not judged yet\n  · bump     5 min  double it\n";
    for name in ["lab01", "lab1", "1", "01", "01-first-lab", "first"] {
        let text = course.run(&["hint", name]).unwrap();
        assert_eq!(
            text,
            format!("{list}\nhints for one of them: cargo run -p course -- hint bump\n")
        );
    }
    let next = course.run(&["hint"]).unwrap();
    assert_has(&next, "bump (5 min): double it\n");
    let complaint = course.run(&["hint", "zebra"]).unwrap_err();
    assert_has(
        &complaint,
        "there are\n  lab01  neuron, bump\n  lab02  softmax\n",
    );
    assert_has(
        &course.run(&["watch", "lab3"]).unwrap_err(),
        "did you mean `lab01` or `lab02`?",
    );
    assert_eq!(course.calls(), 0);
}

pub fn an_editor_opens_the_line() {
    let course = Fixture::new("open");
    let place = "labs/01-first-lab/src/exercises.rs:6";
    assert!(course.run(&["open"]).unwrap().starts_with(place));
    let mut command = course.command(&["open", "bump"]);
    // This very test plays the editor as well, and lists itself.
    let editor = std::env::current_exe().unwrap();
    command.env("EDITOR", &editor).env_remove(ROLE);
    let output = command.env("VISUAL", " ").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let mut command = course.command(&["open", "bump"]);
    let output = command
        .env("VISUAL", "there-is-no-editor --wait")
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert_has(
        &String::from_utf8(output.stderr).unwrap(),
        &format!("the place is {place}"),
    );
    assert_has(
        &course.run(&["open", "lab01"]).unwrap(),
        "cargo run -p book builds it",
    );
    course.write("book/book/01-first.html", "<p>");
    let mut command = course.command(&["open", "lab01"]);
    // No browser shall come up in a test.
    let output = command.env("PATH", "").output().unwrap();
    assert_has(
        &String::from_utf8(output.stdout).unwrap(),
        "01-first.html\n",
    );
}

pub fn nothing_needs_a_lab_that_compiles() {
    let course = Fixture::new("broken");
    course.write(
        "labs/02-second-lab/src/exercises.rs",
        "pub fn softmax() -> f64 { y }\n",
    );
    let hint = course.run(&["hint", "softmax"]).unwrap();
    assert_has(
        &hint,
        "labs/02-second-lab/src/exercises.rs:1\n\nWhat the judge says to your answer",
    );
    assert_has(&hint, "1. first");
    assert_has(
        &course.run(&["open", "softmax"]).unwrap(),
        "exercises.rs:1\n",
    );
    assert_has(
        &course.run(&["solution", "bump", "--anyway"]).unwrap(),
        "fn bump() {}",
    );
    // The lab beside it is judged all the same.
    assert_has(&course.run(&[]).unwrap(), "lab01  first lab   ■□ ");
    assert_has(
        &course.run(&["reset", "lab2"]).unwrap(),
        ".course/kept/lab02-exercises-1.rs",
    );
}

pub fn a_closed_pipe_ends_quietly_and_a_full_disk_does_not() {
    let course = Fixture::new("pipe");
    for arguments in [
        &[][..],
        &["hint", "bump"],
        &["reset", "lab01"],
        &["solution", "bump", "--anyway"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = course.command(arguments).stdout(writer).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.success() && stderr.is_empty(),
            "{arguments:?}: {stderr}"
        );
        if cfg!(target_os = "linux") {
            let full = fs::OpenOptions::new()
                .write(true)
                .open("/dev/full")
                .unwrap();
            let output = course.command(arguments).stdout(full).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{arguments:?}");
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert_has(&stderr, "cannot write to standard output: ");
        }
    }
}
