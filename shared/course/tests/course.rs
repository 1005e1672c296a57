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
    let tests: [(&str, fn()); 16] = [
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
            "the_map_comes_before_the_judge_is_asked",
            the_map_comes_before_the_judge_is_asked,
        ),
        (
            "a_verdict_is_remembered_when_something_else_changes",
            a_verdict_is_remembered_when_something_else_changes,
        ),
        (
            "nothing_needs_a_lab_that_compiles",
            nothing_needs_a_lab_that_compiles,
        ),
        ("lists_are_by_lab_and_short", lists_are_by_lab_and_short),
        ("old_answers_move_in", old_answers_move_in),
        ("an_editor_opens_the_line", an_editor_opens_the_line),
        (
            "a_closed_pipe_ends_quietly_and_a_full_disk_does_not",
            a_closed_pipe_ends_quietly_and_a_full_disk_does_not,
        ),
        (
            "watching_judges_again_after_a_change",
            watching_judges_again_after_a_change,
        ),
        (
            "watching_finds_where_one_works_and_goes_on",
            watching_finds_where_one_works_and_goes_on,
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

/// Writes down that it was called, and reports as the judge of the lab would, once there is no file `wait`. Lab 2
/// compiles only if its answer is 1.0.
fn play_cargo() -> ! {
    assert_eq!(std::env::var("LABKIT_REPORT").as_deref(), Ok("json"));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let calls = fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open("calls");
    writeln!(calls.unwrap(), "{}", arguments.join(" ")).unwrap();
    // Cargo refuses an empty one.
    assert!(std::env::var_os("CARGO_TARGET_DIR").is_none_or(|it| !it.is_empty()));
    while fs::exists("wait").unwrap() {
        std::thread::sleep(Duration::from_millis(5));
    }
    if arguments.contains(&"lab02".to_string()) {
        let answers = fs::read_to_string("labs/02-second-lab/src/exercises.rs").unwrap();
        if answers.contains("1.0") {
            println!(
                "{}",
                json!({ "name": "softmax", "state": "right", "sentence": "", "explain": "" })
            );
            std::process::exit(0);
        }
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
            .current_dir(&self.root)
            .env("CARGO", std::env::current_exe().unwrap())
            .env(ROLE, "cargo")
            .env("CARGO_MANIFEST_DIR", &self.root)
            .env("CARGO_TARGET_DIR", "")
            .env_remove("VISUAL")
            .env_remove("EDITOR");
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

fn the_map_comes_before_the_judge_is_asked() {
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

fn a_verdict_is_remembered_when_something_else_changes() {
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

fn nothing_needs_a_lab_that_compiles() {
    let course = Fixture::new("broken");
    course.write(
        "labs/02-second-lab/src/exercises.rs",
        "pub fn softmax() -> f64 { y }\n",
    );
    let hint = course.run(&["hint", "softmax"]).unwrap();
    assert_has(
        &hint,
        "labs/02-second-lab/src/exercises.rs:1\n\nYour answer has not been judged",
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

fn lists_are_by_lab_and_short() {
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

fn old_answers_move_in() {
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

fn an_editor_opens_the_line() {
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

fn a_closed_pipe_ends_quietly_and_a_full_disk_does_not() {
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

/// A program that ends with the test, however that ends, and its lines so far.
struct Running {
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Running {
    fn start(mut command: Command) -> Running {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            stdout
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        Running { child, lines }
    }

    /// What it writes up to the line that has `part` in it.
    fn until(&self, part: &str) -> String {
        let mut seen = String::new();
        while !seen.contains(part) {
            let line = self.lines.recv_timeout(Duration::from_secs(60));
            seen += &line.unwrap_or_else(|_| panic!("`{part}` did not come after:\n{seen}"));
            seen.push('\n');
        }
        seen
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn watching_judges_again_after_a_change() {
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
    assert_has(&second, "neuron   5 min  It is wrong.");
    // Where one has named a lab, the others wait.
    course.write(
        "labs/02-second-lab/src/exercises.rs",
        "pub fn softmax() -> f64 { 1.0 }",
    );
    course.answer("2.0 * x");
    let third = running.until(waiting);
    assert!(!third.contains("lab02"), "{third}");
}

fn watching_finds_where_one_works_and_goes_on() {
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
