//! What long runs say and do with what lies in their folder, and with what was typed.

mod built;
#[cfg(unix)]
#[path = "../../shared/labkit/tests/pty/mod.rs"]
mod pty;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

const CHECKPOINT: &str = "checkpoint-softmax-digits-1.safetensors";

fn folder(name: &str) -> PathBuf {
    let folder = built::folder().join("runs").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a scratch folder");
    folder
}

/// Lab 5 with these words, without a terminal.
fn run(out: &Path, words: &str) -> Output {
    let mut lab = built::program("lab05").unwrap_or_else(|why| panic!("{why}"));
    let lab = lab.arg("--out").arg(out);
    let lab = lab.args(words.split_whitespace()).stdin(Stdio::null());
    lab.output().expect("it can be started")
}

/// What a run said that ended well, on one line.
fn said(out: &Path, words: &str) -> String {
    let run = run(out, words);
    let errors = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{words}: {errors}");
    folded(&run.stdout)
}

/// Why a run ended with this code.
fn refused(out: &Path, words: &str, code: i32) -> String {
    let run = run(out, words);
    assert_eq!(run.status.code(), Some(code), "{words}");
    folded(&run.stderr)
}

fn folded(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bytes(out: &Path, name: &str) -> Vec<u8> {
    fs::read(out.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn an_earlier_checkpoint_is_told_of_and_never_replaced() {
    let out = folder("earlier");
    said(&out, "--network softmax --epochs 2");
    let two = bytes(&out, CHECKPOINT);
    let again = said(&out, "--network softmax --epochs 2");
    let words = "This training has been done: its checkpoint of epoch 2 lies here. The same command with `--resume`";
    assert!(again.contains(words), "{again}");
    assert!(
        bytes(&out, CHECKPOINT) == two,
        "the same training, the same bytes"
    );

    let longer = said(&out, "--network softmax --epochs 3");
    let words = "A checkpoint of this training lies here, after epoch 2 of 2.";
    assert!(longer.contains(words), "{longer}");
    let old = format!("{CHECKPOINT}.old");
    assert!(longer.contains(&old), "{longer}");
    assert!(bytes(&out, &old) == two);
    let three = bytes(&out, CHECKPOINT);

    // Neither another seed nor a shorter run replaces anything.
    said(&out, "--network softmax --epochs 1 --seed 2");
    assert!(bytes(&out, CHECKPOINT) == three);
    let shorter = said(&out, "--network softmax --epochs 1");
    let words = "An earlier checkpoint lies here, from which this run cannot go on.";
    assert!(shorter.contains(words), "{shorter}");
    assert!(bytes(&out, &old) == two);
    assert!(bytes(&out, &format!("{CHECKPOINT}.old2")) == three);
}

/// Lab 5 at a terminal, in a workspace of its own, where nobody has stopped before.
#[cfg(unix)]
fn typed(out: &Path, words: &str, keys: &str) -> String {
    let mark = "[workspace.metadata]\ncourse = \"one-neuron-up\"\n";
    fs::write(out.join("Cargo.toml"), mark).expect("it can be written");
    let mut lab = built::program("lab05").unwrap_or_else(|why| panic!("{why}"));
    lab.arg("--out").arg(out).args(words.split_whitespace());
    lab.env("CARGO_MANIFEST_DIR", out).current_dir(out);
    let (status, text) = pty::typed(lab, keys);
    assert!(status.success(), "{words}: {text}");
    text
}

#[cfg(unix)]
#[test]
fn at_a_terminal_one_is_asked_whether_to_go_on_from_a_checkpoint() {
    let out = folder("asked");
    said(&out, "--network softmax --epochs 1");
    let one = bytes(&out, CHECKPOINT);
    let longer = "--network softmax --epochs 2";
    let question = "A checkpoint of this training lies here, after epoch 1 of 1. Enter goes on from there; n starts over, \
                    and puts that aside.";
    let over = typed(&out, longer, "n\n");
    assert!(over.contains(question), "{over}");
    assert!(!over.contains("Resumed"), "{over}");
    let old = format!("{CHECKPOINT}.old");
    assert!(bytes(&out, &old) == one);

    fs::rename(out.join(&old), out.join(CHECKPOINT)).expect("both are files");
    let on = typed(&out, longer, "\n");
    assert!(on.contains(question), "{on}");
    assert!(on.contains("Resumed after epoch 1."), "{on}");
    assert!(!out.join(&old).exists(), "nothing was put aside");
    let done = typed(&out, longer, "\n");
    let question = "This training has been done: its checkpoint of epoch 2 lies here. Enter shows what it has learned;";
    assert!(done.contains(question), "{done}");
    assert!(!out.join(&old).exists());
}

#[test]
fn a_longer_plan_is_explained() {
    let out = folder("longer");
    said(&out, "--network mlp64 --epochs 1");
    let more = said(&out, "--network mlp64 --epochs 2 --resume");
    for words in [
        "Resumed after epoch 1. It was planned for 1 epochs, and now for 2.",
        "falls along half a cosine to the end of the plan",
        "neither the shorter training nor the longer one",
    ] {
        assert!(more.contains(words), "{more}");
    }
    let name = "checkpoint-mlp64-digits-1.safetensors";
    let resumed = bytes(&out, name);
    said(&out, "--network mlp64 --epochs 2");
    assert!(
        bytes(&out, name) != resumed,
        "the file says that it is another"
    );
}

/// Each row of its table comes when it is known, and what asks it to end is answered after the step: with a checkpoint and a
/// word on how to go on.
#[cfg(unix)]
#[test]
fn who_is_asked_to_end_keeps_all_and_says_how_to_go_on() {
    use std::io::{BufRead, BufReader, Read};
    for (signal, number) in [("TERM", 15), ("INT", 2), ("HUP", 1)] {
        if is_left_alone(number) {
            continue;
        }
        let out = folder(&format!("asked-{signal}"));
        let mut lab = built::program("lab05").unwrap_or_else(|why| panic!("{why}"));
        let lab = lab.arg("--out").arg(&out).stdin(Stdio::null());
        let lab = lab.args(["--network", "mlp64", "--epochs", "500"]);
        let mut run = lab
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it is built");
        let mut stdout = BufReader::new(run.stdout.take().expect("it is a pipe"));
        let mut text = String::new();
        let first = |line: &str| line.trim_start().starts_with("1  ");
        while !text.lines().last().is_some_and(first) {
            let count = stdout.read_line(&mut text).expect("it is text");
            assert!(count > 0, "{text}");
        }
        assert!(run.try_wait().expect("it is ours").is_none(), "{text}");
        let mut kill = std::process::Command::new("kill");
        let sent = kill
            .args([format!("-{signal}"), run.id().to_string()])
            .status();
        assert!(sent.is_ok_and(|status| status.success()));
        stdout.read_to_string(&mut text).expect("it is text");
        let run = run.wait_with_output().expect("it is ours");
        assert_eq!(run.status.code(), Some(128 + number), "{signal}: {text}");
        let error = folded(&run.stderr);
        let word = "with 500 epochs planned. The same command with `--resume` goes on from there";
        assert!(
            error.contains("Stopped after") && error.contains(word),
            "{signal}: {error}"
        );
        assert!(out.join("checkpoint-mlp64-digits-1.safetensors").is_file());
    }
}

/// Whether whoever started this test had it ignore a signal, and so all that it starts; elsewhere than on Linux nothing says
/// so, and TERM alone is sure to come.
#[cfg(unix)]
fn is_left_alone(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.map_or(signal != 15, |mask| mask >> (signal - 1) & 1 == 1)
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_long_run_cannot_say_is_an_error() {
    let out = folder("full");
    let mut lab = built::program("lab05").unwrap_or_else(|why| panic!("{why}"));
    let lab = lab.arg("--out").arg(&out).args(["--network", "softmax"]);
    let full = File::options().write(true).open("/dev/full");
    let run = lab.stdin(Stdio::null()).stdout(full.expect("Linux has it"));
    let run = run.output().expect("it is built");
    assert_eq!(run.status.code(), Some(1));
    let error = folded(&run.stderr);
    assert!(
        error.contains("cannot write what the lesson says"),
        "{error}"
    );
}

/// A disk with room for small files only: what is larger cannot be written to its end.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_costs_no_checkpoint() {
    let out = folder("narrow");
    said(&out, "--network mlp64 --epochs 1");
    let name = "checkpoint-mlp64-digits-1.safetensors";
    let before = bytes(&out, name);
    let lab = built::program("lab05").unwrap_or_else(|why| panic!("{why}"));
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 100; exec \"$@\"", "sh"]);
    shell.arg(lab.get_program()).arg("--out").arg(&out);
    shell.args(["--network", "mlp64", "--epochs", "2", "--resume"]);
    let run = shell.stdin(Stdio::null()).output().expect("a shell");
    let error = folded(&run.stderr);
    assert_eq!(run.status.code(), Some(1), "{error}");
    assert!(
        error.contains(name) && error.contains("--resume"),
        "{error}"
    );
    assert!(bytes(&out, name) == before, "the one of epoch 1");
    let left = fs::read_dir(&out).expect("the folder");
    let names = left.map(|entry| entry.expect("it is there").file_name());
    let half = names.filter(|name| name.to_string_lossy().ends_with(".new"));
    assert_eq!(half.count(), 0);
}

#[test]
fn one_training_at_a_time() {
    let out = folder("twice");
    let lock = File::create(out.join("training.lock")).expect("it can be made");
    lock.lock().expect("nobody has it");
    let error = refused(&out, "--network softmax --epochs 1", 1);
    assert!(error.contains("another training runs in"), "{error}");
    drop(lock);
    said(&out, "--network softmax --epochs 1");
    assert!(!out.join("training.lock").exists());
}

#[test]
fn what_a_killed_run_left_half_written_is_removed_at_the_start() {
    let out = folder("leftovers");
    said(&out, "--network softmax --epochs 1");
    let before = fs::read_dir(&out).expect("the folder").count();
    for (name, text) in [("12-3", "half"), ("0123456789abcdef", "")] {
        let name = format!("{CHECKPOINT}.{name}.new");
        fs::write(out.join(name), text).expect("it can be written");
    }
    said(&out, "--network softmax --epochs 1 --resume");
    assert_eq!(fs::read_dir(&out).expect("the folder").count(), before);
}

#[test]
fn no_file_of_another_kind_is_waited_for() {
    let out = folder("kinds");
    let giant = File::create(out.join(CHECKPOINT)).expect("it can be made");
    giant.set_len(3 << 30).expect("a disk with holes");
    let error = refused(&out, "--network softmax --resume", 1);
    assert!(error.contains("at most 1073741824 are read"), "{error}");
    #[cfg(unix)]
    {
        fs::remove_file(out.join(CHECKPOINT)).expect("it is there");
        let mut pipe = std::process::Command::new("mkfifo");
        let made = pipe.arg(out.join(CHECKPOINT)).status();
        assert!(made.is_ok_and(|status| status.success()));
        let error = refused(&out, "--network softmax --resume", 1);
        assert!(error.contains("no regular file"), "{error}");
    }
}

#[test]
fn a_place_that_is_none_gets_the_remedy_that_fits() {
    let out = folder("places");
    fs::write(out.join("file"), "").expect("it can be written");
    let long = "n".repeat(300);
    for place in ["file", "file/below", &long] {
        let error = refused(&out.join(place), "--network softmax", 1);
        assert!(error.contains("--out"), "{error}");
        assert!(!error.contains("make room"), "{error}");
    }
}

#[test]
fn what_would_be_ignored_or_makes_no_sense_is_refused() {
    let out = folder("flags");
    for (words, why) in [
        (
            "--resume",
            "only looked at with --network: add --network softmax",
        ),
        ("--device gpu", "only looked at with --network"),
        ("--netwrok softmax", "did you mean --network?"),
        ("--epochs 18446744073709551615", "from 1 to 1000000"),
        ("--epochs -1", "from 1 to 1000000"),
        ("--epochs 1e9", "written out: 1000000000"),
        ("--threads 0", "from 1 to 1024"),
    ] {
        let error = refused(&out, words, 2);
        assert!(error.contains(why), "{words}: {error}");
    }
    let left = fs::read_dir(&out).expect("the folder").count();
    assert_eq!(left, 0, "nothing was begun");
}

/// The scoreboard's program, which times a small network for a moment.
fn scoreboard(words: &str) -> std::process::Command {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_scoreboard"));
    program.args(words.split_whitespace()).stdin(Stdio::null());
    program
}

#[test]
fn the_scoreboard_refuses_numbers_without_sense() {
    for (words, why) in [
        ("accuracy --epochs 0", "from 1 to 1000000"),
        ("unlabelled --epochs -1", "from 1 to 1000000"),
        ("speed --threads 0", "from 1 to 1024"),
        ("speed --seconds 0", "above 0"),
        ("speed --turns 0", "from 1 to 1000"),
    ] {
        let run = scoreboard(words).output().expect("it can be started");
        let error = folded(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{words}: {error}");
        assert!(error.contains(why), "{words}: {error}");
    }
}

#[test]
fn the_scoreboard_ends_quietly_when_nobody_reads_on() {
    for words in ["", "--json"] {
        let mut program = scoreboard(&format!("speed softmax --seconds 0.001 {words}"));
        let program = program.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut run = program.spawn().expect("it can be started");
        drop(run.stdout.take());
        let run = run.wait_with_output().expect("it was started");
        assert_eq!(folded(&run.stderr), "");
        assert!(run.status.success(), "{}", run.status);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_scoreboard_cannot_write_is_an_error() {
    for words in ["", "--json"] {
        let mut program = scoreboard(&format!("speed softmax --seconds 0.001 {words}"));
        let full = File::options().write(true).open("/dev/full");
        let program = program.stdout(full.expect("Linux has it"));
        let run = program.output().expect("it can be started");
        assert_eq!(run.status.code(), Some(1));
        assert!(folded(&run.stderr).contains("No space left"));
    }
}
