//! Long runs that are killed, and go on: the files that they end with are, byte by byte, those of a run that nobody
//! disturbed, and nothing else lies beside them.
//!
//! All long runs take minutes, so a plain `cargo test` kills one of them only;
//! `KILLS=50 cargo test -p scoreboard --test kills -- --ignored --nocapture` kills them all.

mod built;

use rand::RngExt;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A long run of a lab: its network, and so many epochs.
type Case = (&'static str, &'static str, usize);

const ALL: [Case; 27] = [
    ("lab05", "softmax", 30),
    ("lab05", "mlp64", 10),
    ("lab05", "mlp512", 4),
    ("lab05", "mlp512x3", 3),
    ("lab06", "lenet5", 3),
    ("lab06", "cnn1", 2),
    ("lab06", "cnn2", 2),
    ("lab06", "deep5x5", 1),
    ("lab07", "cnn2_dropout", 2),
    ("lab07", "cnn_bn", 2),
    ("lab07", "cnn2_adadelta", 2),
    ("lab08", "char", 2),
    ("lab08", "sentiment", 1),
    ("lab09", "autoencoder", 4),
    ("lab09", "anomaly", 1),
    ("lab09", "vae", 4),
    ("lab10", "dense", 2),
    ("lab10", "dcgan", 1),
    ("lab11", "residual15", 2),
    ("lab12", "detector", 1),
    ("lab12", "unet", 1),
    ("lab12", "siamese", 1),
    ("lab12", "captions", 1),
    ("lab13", "gpt", 2),
    ("lab14", "critic", 1),
    ("lab14", "deepq", 1),
    ("lab14", "noughts", 1),
];

/// What ends a run, in turn; only the first is known everywhere.
#[cfg(unix)]
const SIGNALS: [&str; 5] = ["KILL", "TERM", "KILL", "INT", "HUP"];
#[cfg(not(unix))]
const SIGNALS: [&str; 1] = ["KILL"];

#[test]
fn a_run_that_is_killed_ends_with_the_same_files() {
    let counts = torment(("lab05", "mlp64", 3), 3, 1);
    println!("{counts:?}");
}

#[test]
#[ignore = "takes minutes: KILLS=50 cargo test -p scoreboard --test kills -- --ignored --nocapture"]
fn every_long_run_that_is_killed_ends_with_the_same_files() {
    let kills = std::env::var("KILLS").ok().and_then(|n| n.parse().ok());
    let kills: usize = kills.unwrap_or(50);
    let mut counts = BTreeMap::new();
    for (i, case) in ALL.into_iter().enumerate() {
        let begin = Instant::now();
        let here = kills * (i + 1) / ALL.len() - kills * i / ALL.len();
        for (signal, count) in torment(case, here, i) {
            *counts.entry(signal).or_insert(0) += count;
        }
        let seconds = begin.elapsed().as_secs();
        println!(
            "{} {}: the same files, {seconds} s; so far {counts:?}",
            case.0, case.1
        );
    }
}

/// Runs a case undisturbed, then again with so many kills at random times, and compares; how often by which signal.
fn torment(case: Case, kills: usize, seed: usize) -> BTreeMap<&'static str, usize> {
    let folder = built::folder().join("kills").join(case.1);
    let _ = fs::remove_dir_all(&folder);
    let [whole, killed] = ["whole", "killed"].map(|name| folder.join(name));
    let begin = Instant::now();
    let mut run = start(case, &whole);
    let status = run.wait().expect("it was started");
    assert!(status.success(), "{case:?} ended with {status}");
    let time = begin.elapsed();

    let mut rng = nabla::rng(seed as u64);
    let mut counts = BTreeMap::new();
    for i in 0..kills {
        let mut run = start(case, &killed);
        let share = rng.random_range(0.1..1.9) / (kills + 1) as f64;
        let signal = SIGNALS[(i + seed) % SIGNALS.len()];
        if end(&mut run, signal, time.mul_f64(share)) {
            *counts.entry(signal).or_insert(0) += 1;
        }
    }
    let status = start(case, &killed).wait().expect("it was started");
    assert!(status.success(), "{case:?}, resumed, ended with {status}");
    assert_eq!(names(&killed), names(&whole), "{case:?}");
    for name in names(&whole) {
        // The page tells that the run was resumed, and a figure of each epoch shows those since then.
        if name.ends_with(".safetensors") || name.ends_with(".json") {
            let [ours, theirs] = [&killed, &whole].map(|f| fs::read(f.join(&name)).ok());
            assert!(
                ours == theirs,
                "{case:?}: {name} is another after {counts:?}"
            );
        }
    }
    let _ = fs::remove_dir_all(&folder);
    counts
}

/// The run, gone on with if there is anything to go on from.
fn start((lab, network, epochs): Case, out: &Path) -> Child {
    fs::create_dir_all(out).expect("a scratch folder");
    let mut command = built::program(lab).unwrap_or_else(|why| panic!("{why}"));
    // A GPT learns for so many hundreds of steps.
    let length = match network {
        "gpt" => ["--steps".into(), (100 * epochs).to_string()],
        _ => ["--epochs".into(), epochs.to_string()],
    };
    command
        .args(["--network", network])
        .args(length)
        .args(["--threads", "1", "--no-wait", "--out"])
        .arg(out);
    let kept = |name: &String| name.starts_with("checkpoint-") && name.ends_with(".safetensors");
    if names(out).iter().any(kept) {
        command.arg("--resume");
    }
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null());
    quiet.spawn().expect("it can be started")
}

/// Ends the run after some time; false if it was done before.
fn end(run: &mut Child, signal: &str, after: Duration) -> bool {
    std::thread::sleep(after);
    if run.try_wait().expect("it was started").is_some() {
        return false;
    }
    if signal == "KILL" {
        run.kill().expect("it runs");
    } else {
        let id = run.id().to_string();
        let mut kill = Command::new("kill");
        let sent = kill.args([&format!("-{signal}"), &id]).status();
        assert!(sent.is_ok_and(|status| status.success()));
    }
    let status = run.wait().expect("it was started");
    if status.success() {
        return false; // It was done before the signal came.
    }
    assert!(
        is_by(signal, status),
        "after {signal} it ended with {status}"
    );
    true
}

/// Whether the program says by its code, or the system does, that this signal ended it.
#[cfg(unix)]
fn is_by(signal: &str, status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    let number = match signal {
        "HUP" => 1,
        "INT" => 2,
        "KILL" => 9,
        _ => 15,
    };
    status.signal() == Some(number) || status.code() == Some(128 + number)
}

#[cfg(not(unix))]
fn is_by(_signal: &str, status: ExitStatus) -> bool {
    !status.success()
}

/// What lies in a folder, and in the folder of its figures.
fn names(folder: &Path) -> Vec<String> {
    let inside = |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().flatten();
    let figures = inside(folder.join("figures"));
    let all = inside(folder.to_path_buf()).chain(figures);
    let mut names: Vec<String> = all
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
