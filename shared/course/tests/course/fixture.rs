//! A small course of its own, and programs that run in it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::json;

use crate::ROLE;

pub const ANSWERS: &str = "pub fn neuron(x: f64) -> f64 {\n    // A brace in a comment: {\n    2.0 * x\n}\n\npub fn bump(x: f64) -> f64 {\n    todo!()\n}\n";

/// A workspace of two labs; the second has one exercise.
pub struct Fixture {
    pub root: PathBuf,
}

impl Fixture {
    pub fn new(name: &str) -> Fixture {
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

    pub fn record(&self, package: &str, names: &[&str]) {
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

    pub fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Answers `neuron` with `body`; `bump` stays open.
    pub fn answer(&self, body: &str) {
        self.write(
            "labs/01-first-lab/src/exercises.rs",
            &ANSWERS.replace("2.0 * x", body),
        );
    }

    pub fn answers(&self) -> String {
        fs::read_to_string(self.root.join("labs/01-first-lab/src/exercises.rs")).unwrap()
    }

    /// How often cargo has been started.
    pub fn calls(&self) -> usize {
        let calls = fs::read_to_string(self.root.join("calls")).unwrap_or_default();
        calls.lines().count()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
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
    pub fn run(&self, arguments: &[&str]) -> Result<String, String> {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        if output.status.success() {
            Ok(text(output.stdout))
        } else {
            Err(text(output.stderr))
        }
    }
}

/// A program that ends with the test, however that ends, and its lines so far.
pub struct Running {
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Running {
    pub fn start(mut command: Command) -> Running {
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
    pub fn until(&self, part: &str) -> String {
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

#[track_caller]
pub fn assert_has(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is not in:\n{text}");
}
