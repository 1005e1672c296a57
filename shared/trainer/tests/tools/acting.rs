//! The lesson run as a reader would, and what it wrote read back as they would.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value};

use super::ROLE;

/// The Python that has this package: `$PYTHON`, or what is usually called so.
pub fn python(package: &str) -> Option<String> {
    let asked = std::env::var("PYTHON").ok();
    let usual = ["python3", "python"].map(str::to_string);
    let mut all = asked.into_iter().chain(usual);
    all.find(|python| {
        let found = Command::new(python)
            .args(["-c", &format!("import {package}")])
            .output();
        found.is_ok_and(|output| output.status.success())
    })
}

/// An empty directory for one test.
pub fn empty(name: &str) -> PathBuf {
    let directory =
        std::env::temp_dir().join(format!("trainer-tools-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).expect("a scratch folder");
    directory
}

pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

pub fn run(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(std::env::current_exe().expect("this program"))
        .current_dir(folder)
        .args(["--out", "out", "--no-wait"])
        .args(arguments)
        .env(ROLE, "lesson")
        .output()
        .expect("this program can be started");
    Run {
        stdout: String::from_utf8(output.stdout).expect("text"),
        stderr: String::from_utf8(output.stderr).expect("text"),
        code: output.status.code(),
    }
}

impl Run {
    #[track_caller]
    pub fn well(self) -> Self {
        assert_eq!(
            (self.code, self.stderr.as_str()),
            (Some(0), ""),
            "{}",
            self.stdout
        );
        self
    }

    /// Ended with 1, and these words.
    #[track_caller]
    pub fn failed(self, words: &[&str]) {
        assert_eq!(self.code, Some(1), "{}{}", self.stdout, self.stderr);
        for word in words {
            assert!(
                self.stderr.contains(word),
                "`{word}` is not in:\n{}",
                self.stderr
            );
        }
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
    }

    /// The losses that the lesson printed itself: `loss 1 0.25`.
    pub fn losses(&self) -> Vec<(u64, f32)> {
        let lines = self
            .stdout
            .lines()
            .filter_map(|line| line.trim().strip_prefix("loss "));
        let pair = |line: &str| {
            let (step, loss) = line.split_once(' ').expect("step and loss");
            (step.parse().expect("a step"), loss.parse().expect("a loss"))
        };
        lines.map(pair).collect()
    }
}

pub fn read(python: &str, folder: &Path) -> Map<String, Value> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tools/read_back.py");
    let output = Command::new(python)
        .arg(script)
        .arg(folder)
        .output()
        .expect("it was there before");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

pub fn points(found: &Value, plugin: &str, tag: &str) -> Vec<(u64, Value)> {
    let all = found[plugin][tag].as_array();
    let all = all.unwrap_or_else(|| panic!("no {tag} among the {plugin}: {found}"));
    let point = |point: &Value| (point[0].as_u64().expect("a step"), point[1].clone());
    all.iter().map(point).collect()
}

pub fn steps(points: &[(u64, Value)]) -> Vec<u64> {
    points.iter().map(|point| point.0).collect()
}
