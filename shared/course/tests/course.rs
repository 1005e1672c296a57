//! The whole program, on a small course of its own. This very test plays cargo: nothing is built.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::json;

const ANSWERS: &str = "pub fn neuron(x: f64) -> f64 {\n    // A brace in a comment: {\n    2.0 * x\n}\n\npub fn bump(x: f64) -> f64 {\n    todo!()\n}\n";

/// Set when this program plays cargo.
const ROLE: &str = "COURSE_TEST_ROLE";

fn main() {
    if std::env::var_os(ROLE).is_some() {
        play_cargo();
    }
    let tests: [(&str, fn()); 8] = [
        (
            "nothing_answered_starts_no_cargo",
            nothing_answered_starts_no_cargo,
        ),
        ("an_answer_is_judged_once", an_answer_is_judged_once),
        (
            "what_may_change_is_judged_again",
            what_may_change_is_judged_again,
        ),
        ("hints_are_remembered", hints_are_remembered),
        ("solutions_wait_until_solved", solutions_wait_until_solved),
        ("a_reset_keeps_the_old_file", a_reset_keeps_the_old_file),
        (
            "a_shader_is_an_exercise_like_any_other",
            a_shader_is_an_exercise_like_any_other,
        ),
        (
            "watching_judges_again_after_a_change",
            watching_judges_again_after_a_change,
        ),
    ];
    let trials = tests.map(|(name, body)| {
        Trial::test(name, move || {
            body();
            Ok::<(), Failed>(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit();
}

/// Writes down that it was called, and reports as the judge of the lab would. Lab 2 never compiles.
fn play_cargo() -> ! {
    assert_eq!(std::env::var("LABKIT_REPORT").as_deref(), Ok("json"));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let calls = fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open("calls");
    writeln!(calls.unwrap(), "{}", arguments.join(" ")).unwrap();
    if arguments.contains(&"lab02".to_string()) {
        eprintln!("error[E0425]: cannot find value `y` in this scope\n\nerror: no more");
        std::process::exit(101);
    }
    let answers = fs::read_to_string("labs/01-first-lab/src/exercises.rs").unwrap();
    let (neuron, bump) = answers.split_once("pub fn bump").unwrap();
    for (name, body) in [("neuron", neuron), ("bump", bump)] {
        let state = match body {
            _ if body.contains("todo!()") => "unanswered",
            _ if body.contains("2.0 * x") => "right",
            _ if body.contains("loop") => "timeout",
            _ if body.contains("old") => "stale",
            _ => "wrong",
        };
        let sentence = format!("It is {state}.");
        println!(
            "{}",
            json!({ "name": name, "state": state, "sentence": sentence, "explain": sentence })
        );
    }
    std::process::exit(0)
}

/// A workspace of two labs; the second has one exercise.
struct Fixture {
    root: PathBuf,
}

impl Fixture {
    fn new(name: &str) -> Fixture {
        let root = place::target().unwrap().join("tmp/course").join(name);
        let _ = fs::remove_dir_all(&root);
        let fixture = Fixture { root };
        fixture.write(
            "Cargo.toml",
            "[workspace]\n\n[workspace.metadata]\ncourse = \"one-neuron-up\"\n",
        );
        for (directory, package, names) in [
            ("01-first-lab", "lab01", &["neuron", "bump"][..]),
            ("02-second-lab", "lab02", &["softmax"]),
        ] {
            let manifest = format!("[package]\nname = \"{package}\"\n");
            fixture.write(&format!("labs/{directory}/Cargo.toml"), &manifest);
            fixture.record(package, names);
        }
        fixture.write("labs/01-first-lab/src/exercises.rs", ANSWERS);
        fixture.write(
            "labs/01-first-lab/src/solutions.rs",
            "// ANCHOR: neuron\npub fn neuron(x: f64) -> f64 {\n    x + x\n}\n// ANCHOR_END: neuron\n\n// ANCHOR: bump\nfn bump() {}\n// ANCHOR_END: bump\n",
        );
        fixture.write(
            "labs/02-second-lab/src/exercises.rs",
            "pub fn softmax() -> f64 {\n    todo!()\n}\n",
        );
        fixture
    }

    fn record(&self, package: &str, names: &[&str]) {
        let exercise = |name: &&str| {
            json!({
                "name": name, "minutes": 5, "task": "double it", "hints": ["first", "second", "third"],
                "why": "Two is enough.",
            })
        };
        let list: serde_json::Value = names.iter().map(exercise).collect();
        let path = format!("book/recorded/{package}/exercises.json");
        self.write(&path, &list.to_string());
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Answers `neuron` with `body`; `bump` stays open.
    fn answer(&self, body: &str) {
        self.write(
            "labs/01-first-lab/src/exercises.rs",
            &ANSWERS.replace("2.0 * x", body),
        );
    }

    fn answers(&self) -> String {
        fs::read_to_string(self.root.join("labs/01-first-lab/src/exercises.rs")).unwrap()
    }

    /// How often cargo has been started.
    fn calls(&self) -> usize {
        let calls = fs::read_to_string(self.root.join("calls")).unwrap_or_default();
        calls.lines().count()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let program = std::env::var_os("CARGO_BIN_EXE_course").expect("cargo says where it is");
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env("CARGO", std::env::current_exe().unwrap())
            .env(ROLE, "cargo")
            .env("CARGO_MANIFEST_DIR", &self.root)
            .env("CARGO_TARGET_DIR", self.root.join("target"));
        command
    }

    /// Standard output of a run that succeeds, standard error of one that fails.
    fn run(&self, arguments: &[&str]) -> Result<String, String> {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        if output.status.success() {
            Ok(text(output.stdout))
        } else {
            Err(text(output.stderr))
        }
    }
}

#[track_caller]
fn assert_has(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is not in:\n{text}");
}

fn nothing_answered_starts_no_cargo() {
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

fn an_answer_is_judged_once() {
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
        "error[E0425]: cannot find value `y` in this scope\n\nNext: `bump`",
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
    assert_eq!(course.run(&[]).unwrap(), text);
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

fn what_may_change_is_judged_again() {
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

fn hints_are_remembered() {
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
        "Your answer has not been judged: cargo test -p lab01 neuron\n\n1. first",
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

fn solutions_wait_until_solved() {
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

fn a_reset_keeps_the_old_file() {
    let course = Fixture::new("reset");
    let text = course.run(&["reset", "neuron"]).unwrap();
    assert_has(
        &text,
        "reset in labs/01-first-lab/src/exercises.rs: neuron\n",
    );
    assert_has(
        &text,
        "your old file is kept as target/course/kept/lab01-exercises-1.rs",
    );
    let stub = ANSWERS.replace(
        "    // A brace in a comment: {\n    2.0 * x\n",
        "    todo!()\n",
    );
    assert_eq!(course.answers(), stub);
    let kept = course.root.join("target/course/kept/lab01-exercises-1.rs");
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

fn a_shader_is_an_exercise_like_any_other() {
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
        "reset in labs/01-first-lab/exercises/glow.wgsl: glow\nyour old file is kept as target/course/kept/lab01-glow-1.wgsl\n",
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

/// A program that ends with the test, however that ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn watching_judges_again_after_a_change() {
    let course = Fixture::new("watch");
    let child = course
        .command(&["watch", "lab01"])
        .stdout(Stdio::piped())
        .spawn();
    let mut child = Running(child.unwrap());
    let stdout = BufReader::new(child.0.stdout.take().unwrap());
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        stdout
            .lines()
            .map_while(Result::ok)
            .try_for_each(|line| sender.send(line))
    });
    let until = |part: &str| {
        let mut seen = String::new();
        while !seen.contains(part) {
            let line = lines.recv_timeout(Duration::from_secs(60));
            seen += &line.unwrap_or_else(|_| panic!("`{part}` did not come after:\n{seen}"));
            seen.push('\n');
        }
        seen
    };
    assert_has(
        &until("watching labs/01-first-lab/src/exercises.rs"),
        "✓ neuron   5 min  right",
    );
    course.answer("x");
    assert_has(&until("neuron   5 min  It is wrong."), "lab01 first lab");
}
