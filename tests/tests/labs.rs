//! Every lab runs, and says what the book says it says.
//!
//! The second part runs each lesson in full, some minutes in all, so a plain `cargo test` shows it as
//! ignored; `CHECK_BOOK=1 cargo test --test labs` runs it.

mod built;

use book::labs::{Lab, all};
use book::record::run_lesson;
use book::{TOLERANCE, check_numbers, check_transcript, workspace_root};
use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

fn main() {
    let arguments = Arguments::from_args();
    let threads = threads_each(&arguments);
    let mut labs = all(&workspace_root());
    // Later labs take longer; they go first, so that none is left alone at the end.
    labs.reverse();
    let in_full = std::env::var("CHECK_BOOK").is_ok_and(|value| value == "1");
    let quick = labs.iter().cloned().map(|lab| {
        let name = format!("{} --quick ends well", lab.package);
        Trial::test(name, move || ends_well(&lab, &threads.to_string()))
    });
    let book = labs.iter().cloned().map(|lab| {
        let name = format!("{} says what the book says", lab.package);
        Trial::test(name, move || matches_the_book(&lab, &threads.to_string()))
            .with_ignored_flag(!in_full)
    });
    let trials: Vec<Trial> = quick.chain(book).collect();
    assert!(trials.len() >= 20, "there are ten labs, each twice");
    if !in_full {
        println!("(the lessons in full, against the book: CHECK_BOOK=1 runs them too)");
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// Threads for one lesson. As many lessons run at once as there are cores: two with a thread each are done
/// sooner than one after the other with two, which wait for each other; what they print does not depend on it.
fn threads_each(arguments: &Arguments) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let at_once = arguments.test_threads.unwrap_or(cores);
    (cores / at_once.max(1)).max(1)
}

fn ends_well(lab: &Lab, threads: &str) -> Result<(), Failed> {
    let out = scratch(&format!("{}-quick", lab.package))?;
    let run = built::program(&lab.package)?
        .args(["--quick", "--threads", threads, "--out"])
        .arg(&out)
        .stdin(Stdio::null())
        .output()?;
    let (said, errors) = (
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr),
    );
    if !run.status.success() {
        return Err(format!("it ended with {}:\n{errors}", run.status).into());
    }
    let page = fs::read_to_string(out.join("index.html"))?;
    let drew = page.matches("<svg").count();
    if said.lines().count() < 40 || drew == 0 {
        return Err(format!(
            "it said {} lines and drew {drew} figures",
            said.lines().count()
        )
        .into());
    }
    Ok(())
}

fn matches_the_book(lab: &Lab, threads: &str) -> Result<(), Failed> {
    let (root, out) = (workspace_root(), scratch(&lab.package)?);
    let mut lesson = built::program(&lab.package)?;
    lesson.args(["--threads", threads]);
    run_lesson(lesson, &out)?;
    let say = |findings: book::Findings| Failed::from(findings.to_string());
    let sections = check_transcript(&root, &lab.package, &out, TOLERANCE).map_err(say)?;
    let numbers = check_numbers(&root, &lab.package, &out, TOLERANCE).map_err(say)?;
    if sections < 3 || numbers == 0 {
        return Err(format!("only {sections} sections and {numbers} numbers are recorded").into());
    }
    Ok(())
}

/// An empty folder, which stays so that one can look at what the lesson left.
fn scratch(name: &str) -> Result<PathBuf, Failed> {
    let folder = built::folder().join("lessons").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
