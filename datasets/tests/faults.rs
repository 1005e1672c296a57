//! What the system refuses: rights, room, and time to finish. Some of it cannot be had on every machine, and is then shown as
//! ignored.

mod support;

use std::path::Path;
use std::process::{Command, ExitCode, Output};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use datasets::catalog::family;
use libtest_mimic::{Arguments, Failed, Trial};
use support::{Folder, gzip, idx, labels};

/// With this the program reads `mnist` from a folder and ends.
const LOAD: &str = "LOAD_FROM";

fn main() -> ExitCode {
    if let Some(folder) = env::var_os(LOAD) {
        return match datasets::images_in("mnist", Path::new(&folder)) {
            Ok(_) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }
    let rights = if rights_count() {
        ""
    } else {
        " (rights do not count here)"
    };
    let unix = if cfg!(unix) {
        ""
    } else {
        " (no limit can be set here)"
    };
    let trials = vec![
        Trial::test(
            format!("a_file_nobody_may_read_is_named{rights}"),
            unreadable_file,
        )
        .with_ignored_flag(!rights.is_empty()),
        Trial::test(
            format!("a_folder_nobody_may_look_into_is_named{rights}"),
            unreadable_folder,
        )
        .with_ignored_flag(!rights.is_empty()),
        Trial::test(
            format!("a_folder_nobody_may_write_to_is_named{rights}"),
            unwritable_folder,
        )
        .with_ignored_flag(!rights.is_empty()),
        Trial::test(format!("a_full_disk_is_called_full{unix}"), full)
            .with_ignored_flag(!unix.is_empty()),
        Trial::test("a_temporary_folder_that_is_a_file_is_named", occupied),
        Trial::test("what_a_killed_process_left_the_next_one_removes", leftovers),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// Whether a right that is taken away is gone: root keeps it.
fn rights_count() -> bool {
    let folder = Folder::new();
    let file = folder.write("file", b"");
    deny(&file);
    fs::File::open(&file).is_err()
}

#[cfg(unix)]
fn deny(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
}

#[cfg(unix)]
fn allow(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
}

/// Elsewhere rights are too different; the tests are shown as ignored.
#[cfg(not(unix))]
fn deny(_: &Path) {}
#[cfg(not(unix))]
fn allow(_: &Path) {}

fn ensure(text: &str, words: &[&str]) -> Result<(), Failed> {
    match words.iter().find(|words| !text.contains(**words)) {
        Some(words) => Err(format!("`{words}` is not in: {text}").into()),
        None => Ok(()),
    }
}

/// Right labels, packed, and image files that are only there. Labels are unpacked and checked first.
fn labelled() -> Folder {
    let folder = Folder::new();
    for file in &family("mnist").unwrap().files {
        let packed = if file.name.contains("labels") {
            gzip(&labels(file.count as usize))
        } else {
            Vec::new()
        };
        folder.write(&format!("{}.gz", file.name), &packed);
    }
    folder
}

fn load(folder: &Path, temporary: &Path) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.env(LOAD, folder);
    for variable in ["TMPDIR", "TEMP", "TMP"] {
        command.env(variable, temporary);
    }
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn unreadable_file() -> Result<(), Failed> {
    let folder = labelled();
    let file = folder.path().join("train-labels-idx1-ubyte.gz");
    deny(&file);
    let text = datasets::images_in("mnist", folder.path())
        .unwrap_err()
        .to_string();
    ensure(
        &text,
        &[
            &file.display().to_string(),
            "give yourself the right to read it",
        ],
    )
}

fn unreadable_folder() -> Result<(), Failed> {
    let folder = labelled();
    deny(folder.path());
    let text = datasets::images_in("mnist", folder.path())
        .unwrap_err()
        .to_string();
    allow(folder.path());
    ensure(
        &text,
        &[
            &folder.path().display().to_string(),
            "give yourself the right to read it",
        ],
    )
}

fn unwritable_folder() -> Result<(), Failed> {
    let folder = Folder::new();
    deny(folder.path());
    let mut command = Command::new(support::program());
    command.args(["fetch", "mnist", "--mirror", "http://127.0.0.1:9/"]);
    let output = command.arg("--dir").arg(folder.path()).output()?;
    allow(folder.path());
    ensure(
        &stderr(&output),
        &[
            "cannot write",
            "choose a folder in which you may write",
            "DATASETS_DIR",
        ],
    )
}

/// A limit on the size of files does what a full disk does.
fn full() -> Result<(), Failed> {
    let (folder, temporary) = (labelled(), Folder::new());
    let mut command = Command::new("sh");
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\"";
    command.args(["-c", limited]).arg(env::current_exe()?);
    let with = load(folder.path(), temporary.path());
    command.envs(
        with.get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    let output = command.output()?;
    let text = stderr(&output);
    ensure(
        &text,
        &[
            "cannot write",
            &temporary.path().display().to_string(),
            "make room",
            "TMPDIR",
        ],
    )?;
    ensure_empty(temporary.path())
}

fn occupied() -> Result<(), Failed> {
    let folder = labelled();
    let file = folder.write("a-file", b"");
    let output = load(folder.path(), &file).output()?;
    ensure(
        &stderr(&output),
        &[
            "cannot write",
            &file.display().to_string(),
            "move that away",
        ],
    )
}

fn ensure_empty(folder: &Path) -> Result<(), Failed> {
    let left: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    if left.is_empty() {
        Ok(())
    } else {
        Err(format!("{left:?} is left").into())
    }
}

/// Killed while it unpacks, a process leaves its copies. The next one removes them.
fn leftovers() -> Result<(), Failed> {
    let (folder, temporary) = (labelled(), Folder::new());
    let images = &family("mnist").unwrap().files[0];
    let mut black = idx(&images.header(), &[]);
    black.resize(images.size() as usize, 0);
    folder.write(&format!("{}.gz", images.name), &gzip(&black));
    let mut child = load(folder.path(), temporary.path()).spawn()?;
    let start = Instant::now();
    while fs::read_dir(temporary.path())?.next().is_none() {
        if start.elapsed() > Duration::from_secs(20) {
            return Err("it unpacked nothing".into());
        }
        thread::yield_now();
    }
    child.kill()?;
    child.wait()?;
    if ensure_empty(temporary.path()).is_ok() {
        return Err("it was not killed in time".into());
    }
    load(folder.path(), temporary.path()).output()?;
    ensure_empty(temporary.path())
}
