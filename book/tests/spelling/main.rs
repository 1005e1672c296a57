//! The spelling of the book, of the pages beside it and of what the labs say: Hunspell's British dictionary, and
//! `book/words.txt` for what it does not know.
//!
//! Debian has the dictionary as `hunspell-en-gb`. Elsewhere `DICTIONARY` names it, a path without `.aff` and `.dic`. Where there
//! is none the tests are ignored; `REQUIRE_DICTIONARY=1` makes that a failure.

mod markdown;
mod slips;
mod speller;
mod texts;
mod words;

use libtest_mimic::{Arguments, Failed, Trial};
use speller::Speller;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;
use texts::Text;

const DEBIANS: &str = "/usr/share/hunspell/en_GB";

/// What was found wrong in the files of each group, and in our own list of words.
struct Report {
    groups: Vec<(&'static str, Vec<String>)>,
    list: Vec<String>,
}

/// All at once, because which of our words nobody uses is known only in the end.
static REPORT: LazyLock<Result<Report, String>> = LazyLock::new(read_everything);

fn read_everything() -> Result<Report, String> {
    let root = book::workspace_root();
    let list = root.join("book/words.txt");
    let list = std::fs::read_to_string(&list).map_err(|why| format!("book/words.txt: {why}"))?;
    let mut speller = Speller::open(&dictionary(), &list)?;
    let mut groups = Vec::new();
    for (name, files) in texts::groups(&root) {
        let mut findings = Vec::new();
        let mut heard = 0;
        for file in files {
            for Text { line, said } in texts::of(&root.join(&file), &file)? {
                heard += 1;
                findings.extend(speller.read(&file, line, &said));
            }
        }
        if heard == 0 {
            findings.push("nothing was read".into());
        }
        groups.push((name, findings));
    }
    let list = speller.complaints_about_the_list();
    Ok(Report { groups, list })
}

fn dictionary() -> PathBuf {
    std::env::var_os("DICTIONARY").map_or_else(|| Path::new(DEBIANS).into(), PathBuf::from)
}

fn verdict(findings: &[String]) -> Result<(), Failed> {
    if findings.is_empty() {
        return Ok(());
    }
    let how = "what is right all the same goes into book/words.txt";
    Err(format!("\n{}\n{how}", findings.join("\n")).into())
}

fn main() -> ExitCode {
    let present = speller::is_there(&dictionary());
    let ignored = !present && std::env::var_os("REQUIRE_DICTIONARY").is_none();
    let kind = if ignored { "no dictionary" } else { "" };
    let of_files = texts::GROUPS.iter().map(|&name| {
        Trial::test(name, move || {
            let report = REPORT.as_ref()?;
            let of_group = report.groups.iter().find(|(group, _)| *group == name);
            verdict(&of_group.ok_or("no such group")?.1)
        })
    });
    let of_list = Trial::test("book/words.txt", || verdict(&REPORT.as_ref()?.list));
    let of_spelling = of_files.chain([of_list]).chain(slips::with_dictionary());
    let mut trials: Vec<Trial> = of_spelling
        .map(|trial| trial.with_kind(kind).with_ignored_flag(ignored))
        .collect();
    trials.extend(slips::without_dictionary());
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
