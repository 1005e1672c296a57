//! The map, and what it asks the judge.

use std::fs;

use crate::fixture::{Fixture, Running, assert_has};

pub fn nothing_answered_starts_no_cargo() {
    let course = Fixture::new("nothing");
    course.answer("todo!()");
    let text = course.run(&[]).unwrap();
    assert_has(&text, "lab01  first lab   □□        0 of 2, 10 min left\n");
    assert_has(&text, "lab02  second lab  □         0 of 1, 5 min left\n");
    assert_has(&text, "Next: `neuron` (5 min): double it\n");
    assert_eq!(course.calls(), 0);
    // Nor does a record that is out of date, or none.
    course.record("lab01", &["neuron", "gone"]);
    assert_has(
        &course.run(&[]).unwrap(),
        "\nlab01: There is no `gone`; if ",
    );
    fs::remove_file(course.root.join("book/recorded/lab02/exercises.json")).unwrap();
    let text = course.run(&[]).unwrap();
    assert_has(
        &text,
        "lab02  second lab  not recorded yet: cargo run -p book",
    );
    assert_eq!(course.calls(), 0);
}

pub fn an_answer_is_judged_once() {
    let course = Fixture::new("once");
    course.write(
        "labs/02-second-lab/src/exercises.rs",
        "pub fn softmax() -> f64 { y }\n",
    );
    let text = course.run(&[]).unwrap();
    assert_has(&text, "lab01  first lab   ■□        1 of 2, 5 min left\n");
    assert_has(&text, "lab02  second lab  does not build\n");
    assert_has(
        &text,
        "\nlab02 does not build; the compiler's first error:\n\nerror[E0425]: cannot find value `y` in this scope\n",
    );
    assert_has(
        &text,
        "Next: `bump` (5 min): double it\n  write  labs/01-first-lab/src/exercises.rs:6\n",
    );
    assert_has(
        &text,
        "check  cargo test -p lab01 bump\n  stuck  cargo run -p course -- hint bump\n",
    );
    assert_eq!(course.calls(), 2, "one for each lab");
    // What does not build is built again, what was judged is not judged again.
    let again = course.run(&[]).unwrap();
    assert!(
        !again.contains("first lab   ■□        1 of 2, 5 min left  … judging"),
        "{again}"
    );
    let calls = fs::read_to_string(course.root.join("calls")).unwrap();
    assert_eq!(calls.matches("--package lab01").count(), 1, "{calls}");
    assert_eq!(calls.matches("--package lab02").count(), 2, "{calls}");
    course.answer("x");
    let text = course.run(&[]).unwrap();
    assert_has(&text, "lab01  first lab   ▨□        0 of 2, 10 min left\n");
    assert_has(
        &text,
        "Next: `neuron` (5 min): double it\n  so far: It is wrong.\n",
    );
    // A judge that judges otherwise is asked again, too.
    course.write("labs/01-first-lab/src/judging.rs", "// Stricter.\n");
    course.run(&[]).unwrap();
    let calls = fs::read_to_string(course.root.join("calls")).unwrap();
    assert_eq!(calls.matches("--package lab01").count(), 3, "{calls}");
}

pub fn what_may_change_is_judged_again() {
    let course = Fixture::new("again");
    for (body, cell) in [("loop {}", "▨"), ("old", "□")] {
        course.answer(body);
        let before = course.calls();
        let text = course.run(&[]).unwrap();
        assert_has(&text, &format!("lab01  first lab   {cell}□ "));
        course.run(&[]).unwrap();
        assert_eq!(course.calls(), before + 2, "{body}");
    }
    assert_has(&course.run(&[]).unwrap(), "\nlab01: It is stale.\n");
}

pub fn the_map_comes_before_the_judge_is_asked() {
    let course = Fixture::new("at-once");
    course.write("wait", "");
    let running = Running::start(course.command(&[]));
    let map = running.until("lab02  second lab");
    assert_has(
        &map,
        "lab01  first lab   ▢□        0 of 2, 10 min left  … judging\n",
    );
    fs::remove_file(course.root.join("wait")).unwrap();
    let judged = running.until("stuck  cargo run -p course -- hint bump");
    assert_has(
        &judged,
        "\n  lab01  first lab   ■□        1 of 2, 5 min left\n\nNext: `bump`",
    );
}

pub fn a_verdict_is_remembered_when_something_else_changes() {
    let course = Fixture::new("remembered");
    course.run(&[]).unwrap();
    let other = course.answers().replace("todo!()", "3.0");
    course.write("labs/01-first-lab/src/exercises.rs", &other);
    let text = course.run(&[]).unwrap();
    // Before the judge is asked, `neuron` is known and `bump` is not.
    assert_has(
        &text,
        "lab01  first lab   ■▢        1 of 2, 5 min left  … judging\n",
    );
    assert_has(&text, "lab01  first lab   ■▨        1 of 2, 5 min left\n");
    // An answer that was judged in other words is not.
    course.answer("x + 2.0 * x");
    let text = course.run(&[]).unwrap();
    assert_has(&text, "lab01  first lab   ▢□ ");
}
