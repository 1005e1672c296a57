//! The whole program, on a small course of its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

const ANSWERS: &str = "pub fn neuron(x: f64) -> f64 {\n    // A brace in a comment: {\n    2.0 * x\n}\n\npub fn bump(x: f64) -> f64 {\n    todo!()\n}\n";

const JUDGE: &str = r##"
fn main() {
    assert_eq!(std::env::var("LABKIT_REPORT").as_deref(), Ok("json"));
    std::panic::set_hook(Box::new(|_| {}));
    let neuron = std::panic::catch_unwind(|| lab01::exercises::neuron(1.5));
    let bump = std::panic::catch_unwind(|| lab01::exercises::bump(1.5));
    for (name, got) in [("neuron", neuron), ("bump", bump)] {
        let state = match got {
            Err(_) => "unanswered",
            Ok(value) if value == 3.0 => "right",
            Ok(_) => "wrong",
        };
        println!(
            r#"{{"name":"{name}","minutes":5,"task":"double it","state":"{state}","sentence":"It is {state}.","explain":"It is {state}.","hints":["first","second","third"],"why":"Two is enough.","file":"labs/01-first-lab/src/exercises.rs","line":1}}"#
        );
    }
}
"##;

/// A workspace of two labs; the second does not compile.
struct Fixture {
    root: PathBuf,
}

impl Fixture {
    fn new(name: &str) -> Fixture {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(root.join("target").join("course"));
        let _ = fs::remove_dir_all(root.join("labs"));
        let fixture = Fixture { root };
        fixture.write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"labs/*\"]\n",
        );
        for (directory, package) in [("01-first-lab", "lab01"), ("02-second-lab", "lab02")] {
            let manifest = format!(
                "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[[test]]\nname = \"answers\"\nharness = false\n"
            );
            fixture.write(&format!("labs/{directory}/Cargo.toml"), &manifest);
            fixture.write(
                &format!("labs/{directory}/src/lib.rs"),
                "#![allow(unused_variables)]\npub mod exercises;\n",
            );
        }
        fixture.write("labs/01-first-lab/src/exercises.rs", ANSWERS);
        fixture.write(
            "labs/01-first-lab/src/solutions.rs",
            "// ANCHOR: neuron\npub fn neuron(x: f64) -> f64 {\n    x + x\n}\n// ANCHOR_END: neuron\n\n// ANCHOR: bump\nfn bump() {}\n// ANCHOR_END: bump\n",
        );
        fixture.write("labs/01-first-lab/tests/answers.rs", JUDGE);
        fixture.write(
            "labs/02-second-lab/src/exercises.rs",
            "pub fn softmax() -> f64 { y }\n",
        );
        fixture.write(
            "labs/02-second-lab/src/solutions.rs",
            "// ANCHOR: softmax\n// ANCHOR_END: softmax\n",
        );
        fixture.write(
            "labs/02-second-lab/tests/answers.rs",
            "fn main() { lab02::exercises::softmax(); }\n",
        );
        fixture
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn answers(&self) -> String {
        fs::read_to_string(self.root.join("labs/01-first-lab/src/exercises.rs")).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_course"));
        command
            .args(arguments)
            .env("COURSE_WORKSPACE", &self.root)
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

#[test]
fn the_map_survives_a_lab_that_does_not_build() {
    let text = Fixture::new("map").run(&[]).unwrap();
    assert_has(&text, "lab01  first lab   ■□        1 of 2, 5 min left\n");
    assert_has(&text, "lab02  second lab  does not build\n");
    assert_has(&text, "error[E0425]: cannot find value `y` in this scope");
    assert_has(
        &text,
        "Next: `bump` (5 min): double it\n  write  labs/01-first-lab/src/exercises.rs:1\n",
    );
    assert_has(
        &text,
        "check  cargo test -p lab01 bump\n  stuck  cargo run -p course -- hint bump\n",
    );
}

#[test]
fn hints_are_remembered() {
    let course = Fixture::new("hints");
    let first = course.run(&["hint", "bump"]).unwrap();
    assert_has(
        &first,
        "1. first\n\n2 more: cargo run -p course -- hint bump --more",
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
        "You have solved it. Two is enough.",
    );
    let broken = course.run(&["hint", "softmax"]).unwrap_err();
    assert_has(
        &broken,
        "lab02 does not build, so its hints cannot be read:\n\nerror[E0425]",
    );
    assert_has(
        &course.run(&["hint", "bumb"]).unwrap_err(),
        "did you mean `bump`?",
    );
}

#[test]
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
    let anyway = course.run(&["solution", "bump", "--anyway"]).unwrap();
    assert!(
        anyway.starts_with("Here is one way.") && anyway.ends_with("\n\nfn bump() {}\n"),
        "{anyway}"
    );
}

#[test]
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

#[test]
fn a_shader_is_an_exercise_like_any_other() {
    let course = Fixture::new("shader");
    let head = "struct Shape { n: u32 }\n\n@compute @workgroup_size(64)\nfn glow(@builtin(workgroup_id) id: vec3<u32>) ";
    let (stub, answer) = (
        format!("{head}{{\n    // your code here\n}}\n"),
        format!("{head}{{\n    if id.x > 0u {{ return; }}\n}}\n"),
    );
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
        &course.run(&["hint", "glov"]).unwrap_err(),
        "did you mean `glow`?",
    );
}

/// A program that ends with the test, however that ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
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
    // Cargo takes a lab for unchanged unless its files get a later time.
    std::thread::sleep(Duration::from_millis(1100));
    course.write(
        "labs/01-first-lab/src/exercises.rs",
        &ANSWERS.replace("2.0 * x", "x"),
    );
    assert_has(&until("neuron   5 min  It is wrong."), "lab01 first lab");
}
