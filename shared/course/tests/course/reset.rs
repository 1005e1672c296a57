//! What is emptied, and what is kept.

use std::fs;

use crate::fixture::{ANSWERS, Fixture, assert_has};

pub fn a_reset_keeps_the_old_file() {
    let course = Fixture::new("reset");
    let text = course.run(&["reset", "neuron"]).unwrap();
    assert_has(
        &text,
        "reset in labs/01-first-lab/src/exercises.rs: neuron\n",
    );
    assert_has(
        &text,
        "your old file is kept as .course/kept/lab01-exercises-1.rs",
    );
    let stub = ANSWERS.replace(
        "    // A brace in a comment: {\n    2.0 * x\n",
        "    todo!()\n",
    );
    assert_eq!(course.answers(), stub);
    let kept = course.root.join(".course/kept/lab01-exercises-1.rs");
    assert_eq!(fs::read_to_string(kept).unwrap(), ANSWERS);
    assert_has(&course.run(&["reset", "lab01"]).unwrap(), "nothing to do");
    course.write("labs/01-first-lab/src/exercises.rs", ANSWERS);
    assert_has(
        &course.run(&["reset", "1"]).unwrap(),
        "lab01-exercises-2.rs",
    );
    course.write("labs/01-first-lab/src/exercises.rs", "pub fn neuron() {\n");
    let refused = course.run(&["reset", "neuron"]).unwrap_err();
    assert_has(&refused, "has no `fn neuron` with a whole body");
}

pub fn a_shader_is_an_exercise_like_any_other() {
    let course = Fixture::new("shader");
    let head = "struct Shape { n: u32 }\n\n@compute @workgroup_size(64)\nfn glow(@builtin(workgroup_id) id: vec3<u32>) ";
    let (stub, answer) = (
        format!("{head}{{\n    // your code here\n}}\n"),
        format!("{head}{{\n    if id.x > 0u {{ return; }}\n}}\n"),
    );
    course.record("lab01", &["neuron", "bump", "glow"]);
    course.write("labs/01-first-lab/exercises/glow.wgsl", &answer);
    course.write("labs/01-first-lab/solutions/glow.wgsl", "// One way.\n");
    assert_has(
        &course.run(&["solution", "glow", "--anyway"]).unwrap(),
        "\n\n// One way.\n",
    );
    let text = course.run(&["reset", "lab01"]).unwrap();
    assert_has(
        &text,
        "reset in labs/01-first-lab/src/exercises.rs: neuron\n",
    );
    assert_has(
        &text,
        "reset in labs/01-first-lab/exercises/glow.wgsl: glow\nyour old file is kept as .course/kept/lab01-glow-1.wgsl\n",
    );
    let emptied = course.root.join("labs/01-first-lab/exercises/glow.wgsl");
    assert_eq!(fs::read_to_string(emptied).unwrap(), stub);
    assert_has(&course.run(&["reset", "glow"]).unwrap(), "nothing to do");
    assert_has(
        &course.run(&["hint", "glow"]).unwrap(),
        "labs/01-first-lab/exercises/glow.wgsl:4\n\n1. first",
    );
    assert_has(
        &course.run(&["hint", "glov"]).unwrap_err(),
        "did you mean `glow`?",
    );
    assert_eq!(course.calls(), 0);
}

pub fn old_answers_move_in() {
    let course = Fixture::new("old");
    course.write("target/course/kept/lab01-exercises-1.rs", "mine");
    course.write("target/course/hints.json", r#"{ "lab01::bump": 2 }"#);
    assert_has(
        &course.run(&["hint", "bump"]).unwrap(),
        "2. second\n\n1 more",
    );
    let read = |path: &str| fs::read_to_string(course.root.join(path)).unwrap();
    assert_eq!(read(".course/kept/lab01-exercises-1.rs"), "mine");
    // And `cargo clean` loses nothing.
    fs::remove_dir_all(course.root.join("target")).unwrap();
    course.run(&["reset", "neuron"]).unwrap();
    assert_eq!(read(".course/kept/lab01-exercises-1.rs"), "mine");
    assert_eq!(read(".course/kept/lab01-exercises-2.rs"), ANSWERS);
}

/// A place where nothing can be kept: the judge's word is heard all the same, and nothing is emptied.
pub fn nothing_is_lost_where_nothing_can_be_kept() {
    let course = Fixture::new("full");
    course.write(".course", "a file where the folder should be");
    let output = course.command(&[]).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert_has(&text, "lab01  first lab   ■□ ");
    assert_has(
        &String::from_utf8(output.stderr).unwrap(),
        "cannot write .course/lab01.json: ",
    );
    let refused = course.run(&["reset", "lab01"]).unwrap_err();
    assert_has(&refused, "cannot keep a copy in ");
    assert_has(&refused, "; nothing was changed");
    assert_eq!(course.answers(), ANSWERS);
}
