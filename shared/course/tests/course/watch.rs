//! Watching: what is judged, what is waited for, what comes next.

use crate::fixture::{ANSWERS, Fixture, Running, assert_has};

pub fn watching_judges_again_after_a_change() {
    let course = Fixture::new("watch");
    let running = Running::start(course.command(&["watch", "lab1"]));
    let waiting =
        "waiting for a change in labs/01-first-lab/src/exercises.rs, exercise `bump`; Ctrl-C ends";
    let first = running.until(waiting);
    assert_has(&first, "✓ neuron   5 min  right");
    assert_has(&first, "`neuron` is right. Two is enough.");
    course.answer("x");
    let second = running.until("exercise `neuron`; Ctrl-C ends");
    assert_has(&second, "lab01 first lab");
    assert_has(&second, "✗ neuron   5 min  not right yet\n");
    assert_has(&second, "\nneuron\nIt is wrong.\n");
    // Where one has named a lab, the others wait.
    course.write(
        "labs/02-second-lab/src/exercises.rs",
        "pub fn softmax() -> f64 { 1.0 }",
    );
    course.answer("2.0 * x");
    let third = running.until(waiting);
    assert!(!third.contains("lab02"), "{third}");
}

pub fn watching_finds_where_one_works_and_goes_on() {
    let course = Fixture::new("workplace");
    course.answer("todo!()");
    // Nothing is answered: the first lab that is not done.
    let running = Running::start(course.command(&["watch"]));
    running.until("exercise `neuron`; Ctrl-C ends");
    // The second is answered and does not compile.
    course.write(
        "labs/02-second-lab/src/exercises.rs",
        "pub fn softmax() -> f64 { y }",
    );
    let broken = running.until("waiting for a change");
    assert_has(
        &broken,
        "lab02 second lab\nit does not build:\n\nerror[E0425]: cannot find value `y`",
    );
    // Now it is right: on to the first, which is not.
    course.write(
        "labs/02-second-lab/src/exercises.rs",
        "pub fn softmax() -> f64 { 1.0 }",
    );
    let on = running.until("exercise `neuron`; Ctrl-C ends");
    assert_has(&on, "✓ softmax   5 min  right");
    assert_has(
        &on,
        "lab02: nothing is left to answer. On to lab01.\n\nlab01 first lab\n",
    );
    // Who comes back is led to where they worked last; that is done, so to the first again.
    let again = Running::start(course.command(&["watch"]));
    again.until("exercise `neuron`; Ctrl-C ends");
    let stays = Running::start(course.command(&["watch", "second", "--stay"]));
    stays.until("waiting for a change in labs/02-second-lab/src/exercises.rs; Ctrl-C ends");
    // When everything is right there is nothing to wait for.
    let all = ANSWERS.replace("todo!()", "2.0 * x");
    course.write("labs/01-first-lab/src/exercises.rs", &all);
    running.until("Nothing is left to answer in any lab.");
}
