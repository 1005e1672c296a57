//! Runs a lab and keeps what it said, drew and measured for the book.

use crate::{labs, readme};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a lab writes when it is recorded, and what a record consists of.
const PARTS: [&str; 5] = [
    "transcript",
    "figures",
    "figures.json",
    "numbers.json",
    "exercises.json",
];

/// Long trainings whose results the book quotes, and how they are started. They want real data and minutes of all cores, so `all` leaves
/// them out.
const LONG_RUNS: [(&str, &str); 11] = [
    ("lab12-detector", "--network detector --data mnist"),
    ("lab12-unet", "--network unet --data mnist"),
    ("lab12-siamese", "--network siamese --data mnist"),
    ("lab12-captions", "--network captions --data mnist"),
    ("lab13-gpt", "--network gpt --data shakespeare"),
    (
        "lab13-larger",
        "--network gpt --data shakespeare --layers 5 --heads 5 --width 160 --context 128 --batch 16 --steps 3800 --rate 0.003",
    ),
    ("lab14-critic", "--network critic"),
    ("lab14-deepq", "--network deepq"),
    ("lab14-four", "--network four"),
    ("lab15-reservoir", "--network reservoir"),
    ("lab15-gcn", "--network gcn --data cora"),
];

/// How a long training is started.
fn started(run: &str) -> Option<&'static str> {
    let found = LONG_RUNS.iter().find(|(name, _)| *name == run);
    found.map(|(_, flags)| *flags)
}

/// The figures that answer, as they are when nobody has touched them.
const LIVE: &str = "live";
/// The pictures of the first page, drawn from what the labs and the first hour left.
const README: &str = "readme";

/// Records `which` (`lab01`, `lab12-unet`, `live`, `readme` or `all`) into `root/book/recorded`. Returns what was recorded.
///
/// # Errors
/// When there is no such lab, or one of them failed. A lab that fails keeps its old record.
pub fn record(root: &Path, which: &str) -> Result<Vec<String>, String> {
    let labs = labs::all(root);
    let known = labs.iter().map(|lab| lab.package.as_str());
    let known = known.chain([LIVE, README]);
    let known: Vec<&str> = known.chain(LONG_RUNS.map(|(name, _)| name)).collect();
    let asked_for = |one: &&&str| which == **one || which == "all" && started(one).is_none();
    let wanted: Vec<&str> = known.iter().filter(asked_for).copied().collect();
    if wanted.is_empty() {
        return Err(format!(
            "there is no lab `{which}`; record one of {}, or `all`",
            known.join(", ")
        ));
    }
    let failed: Vec<String> = wanted
        .iter()
        .filter_map(|lab| record_one(root, lab).err())
        .collect();
    if failed.is_empty() {
        Ok(wanted.into_iter().map(str::to_string).collect())
    } else {
        Err(failed.join("\n"))
    }
}

fn record_one(root: &Path, lab: &str) -> Result<(), String> {
    if lab == LIVE {
        return draw_figures(root);
    }
    if lab == README {
        return readme::draw(root);
    }
    let fresh = std::env::temp_dir().join(format!("one-neuron-up-{}-{lab}", std::process::id()));
    let outcome = run_lab(root, lab, &fresh)
        .and_then(|()| keep(&fresh, &root.join("book/recorded").join(lab)));
    // The folder is scratch; that it could not be removed is no reason to fail.
    let _ = fs::remove_dir_all(&fresh);
    outcome.map_err(|why| format!("{lab}: {why}; its old record is kept"))
}

/// As they are when nobody has touched them, and the one that moves on the front page.
fn draw_figures(root: &Path) -> Result<(), String> {
    let recorded = root.join("book/recorded");
    draw(root, "stills", &recorded.join(LIVE))?;
    draw(root, "front", &recorded.join("front"))
}

fn draw(root: &Path, example: &str, folder: &Path) -> Result<(), String> {
    let mut cargo = cargo(root);
    cargo.args(["run", "--quiet", "-p", LIVE, "--example", example, "--"]);
    let status = cargo.arg(folder).stdin(Stdio::null()).status();
    let status = status.map_err(|error| format!("{cargo:?} could not be started: {error}"))?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| format!("{cargo:?} ended with {status}"))
}

fn cargo(root: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root);
    cargo
}

/// Runs `lab`, or a long training of it, through cargo, so that everything it says and draws lands in `out`, as a record.
///
/// # Errors
/// When the lab does not build or does not end well.
pub fn run_lab(root: &Path, asked: &str, out: &Path) -> Result<(), String> {
    let mut cargo = cargo(root);
    let lab = asked.split('-').next().unwrap_or(asked);
    cargo.args(["run", "--quiet", "-p", lab]);
    match started(asked) {
        None => cargo.arg("--"),
        Some(flags) => cargo.args(["--release", "--"]).args(flags.split(' ')),
    };
    run_lesson(cargo, out)
}

/// Runs the lesson that `program` starts, with seed 1, so that everything it says and draws lands in `out`,
/// as a record.
///
/// # Errors
/// When `program` cannot be started or does not end well.
pub fn run_lesson(mut program: Command, out: &Path) -> Result<(), String> {
    fs::create_dir_all(out)
        .map_err(|error| format!("{} cannot be made: {error}", out.display()))?;
    program.args(["--seed", "1", "--out"]).arg(out);
    let status = program
        .env("LABKIT_RECORD", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .map_err(|error| format!("{program:?} could not be started: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{program:?} ended with {status}"))
    }
}

/// Replaces the record `old` by what lies in `fresh`.
///
/// # Errors
/// When `fresh` is not a whole record, or the files cannot be copied; `old` is then as it was.
pub fn keep(fresh: &Path, old: &Path) -> Result<(), String> {
    for part in PARTS {
        if !fresh.join(part).exists() {
            return Err(format!("it wrote no {part}"));
        }
    }
    let staged = old.with_extension("new");
    let copied = copy_parts(fresh, &staged).and_then(|()| {
        if old.exists() {
            fs::remove_dir_all(old)?;
        }
        fs::rename(&staged, old)
    });
    copied.map_err(|error| format!("{} cannot be written: {error}", old.display()))
}

fn copy_parts(fresh: &Path, staged: &Path) -> io::Result<()> {
    if staged.exists() {
        fs::remove_dir_all(staged)?;
    }
    fs::create_dir_all(staged)?;
    for part in PARTS {
        let (from, to) = (fresh.join(part), staged.join(part));
        if from.is_file() {
            copy_text(&from, &to, fresh)?;
            continue;
        }
        fs::create_dir_all(&to)?;
        for file in sorted_files(&from)? {
            let Some(name) = file.file_name() else {
                continue;
            };
            copy_text(&file, &to.join(name), fresh)?;
        }
    }
    Ok(())
}

/// Records are text; the same record on every system ends its lines the same way, and does not say in which folder it was made.
fn copy_text(from: &Path, to: &Path, scratch: &Path) -> io::Result<()> {
    let folder = format!("{}{}", scratch.display(), std::path::MAIN_SEPARATOR);
    let text = fs::read_to_string(from)?.replace("\r\n", "\n");
    fs::write(to, text.replace(&folder, ""))
}

fn sorted_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = folder
        .read_dir()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_record(folder: &Path, text: &str) {
        fs::create_dir_all(folder.join("transcript")).unwrap();
        fs::create_dir_all(folder.join("figures")).unwrap();
        fs::write(
            folder.join("transcript").join(format!("{text}.json")),
            format!("{text}\r\n"),
        )
        .unwrap();
        for file in ["figures.json", "numbers.json", "exercises.json"] {
            fs::write(folder.join(file), "{}").unwrap();
        }
    }

    #[test]
    fn a_new_record_replaces_the_old_one_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (fresh, old) = (
            folder.path().join("fresh"),
            folder.path().join("recorded/lab01"),
        );
        a_record(&fresh, "new");
        a_record(&old, "stale");
        keep(&fresh, &old).unwrap();
        assert_eq!(
            fs::read_to_string(old.join("transcript/new.json")).unwrap(),
            "new\n"
        );
        assert!(!old.join("transcript/stale.json").exists());
        assert!(!old.with_extension("new").exists());
    }

    #[test]
    fn half_a_record_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (fresh, old) = (folder.path().join("fresh"), folder.path().join("lab01"));
        a_record(&fresh, "new");
        fs::remove_file(fresh.join("numbers.json")).unwrap();
        a_record(&old, "old");
        assert!(keep(&fresh, &old).unwrap_err().contains("numbers.json"));
        assert!(old.join("transcript/old.json").exists());
    }

    #[test]
    fn an_unknown_lab_is_named_with_the_known_ones() {
        let complaint = record(&crate::workspace_root(), "lab99").unwrap_err();
        assert!(
            complaint.contains("lab99") && complaint.contains("lab01"),
            "{complaint}"
        );
    }
}
