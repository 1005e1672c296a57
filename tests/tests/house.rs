//! The rules of the house that a compiler does not check: who may use whom, and what the README
//! promises.

mod built;

use book::workspace_root;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The packages of ours that one depends on, and whether for its tests and examples alone.
type Uses = Vec<(String, bool)>;

/// Every package: its name, its folder, and what it uses.
fn packages() -> Vec<(String, PathBuf, Uses)> {
    let output = Command::new(env!("CARGO"))
        .current_dir(workspace_root())
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .output()
        .expect("cargo can be started");
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let text = |value: &serde_json::Value| value.as_str().expect("a string").to_string();
    let package = |package: &serde_json::Value| {
        let folder = PathBuf::from(text(&package["manifest_path"]));
        let ours = |dependency: &&serde_json::Value| dependency["path"].is_string();
        let dependencies = package["dependencies"].as_array().expect("a list");
        (
            text(&package["name"]),
            folder
                .parent()
                .expect("a manifest lies in a folder")
                .to_path_buf(),
            dependencies
                .iter()
                .filter(ours)
                .map(|dependency| {
                    let is_for_tests = dependency["kind"] == "dev";
                    (text(&dependency["name"]), is_for_tests)
                })
                .collect(),
        )
    };
    let all: Vec<_> = metadata["packages"]
        .as_array()
        .expect("a list")
        .iter()
        .map(package)
        .collect();
    assert!(
        all.len() >= 16,
        "ten labs, the shared crates, datasets, book and scoreboard"
    );
    all
}

fn is_lab(name: &str) -> bool {
    name.strip_prefix("lab")
        .is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}

#[test]
fn nothing_uses_what_it_may_not() {
    for (name, _, uses) in packages() {
        for (used, is_for_tests) in uses {
            let allowed = match name.as_str() {
                _ if ["place", "same-features", "syntax"].contains(&used.as_str()) => true,
                // An example reads handwriting.
                "nabla" => used == "datasets" && is_for_tests,
                // Its tests switch on what its users may do without.
                "datasets" => used == "datasets" && is_for_tests,
                "labkit" | "course" => false,
                // What its figures say in a browser is compared with what they say here.
                "book" => ["live", "datasets"].contains(&used.as_str()) && is_for_tests,
                "scoreboard" | "live" => true,
                "trainer" => ["labkit", "nabla", "datasets"].contains(&used.as_str()),
                // Kernels of a lesson run on the card that nabla takes.
                "shaders" => ["labkit", "nabla"].contains(&used.as_str()),
                // What several labs need is in these, never in a lab.
                _ => ["labkit", "nabla", "datasets", "trainer", "shaders"].contains(&used.as_str()),
            };
            assert!(allowed, "{name} must not depend on {used}");
        }
    }
}

/// Mesa asks the screen which card it hangs on, and complains aloud where there is none. What cargo starts is told not to ask:
/// this test too.
#[test]
fn what_cargo_starts_asks_no_screen() {
    let told = std::env::var("NODEVICE_SELECT");
    assert_eq!(told.as_deref(), Ok("1"), "see .cargo/config.toml");
}

#[test]
fn every_lab_has_the_same_files() {
    let labs: Vec<_> = packages()
        .into_iter()
        .filter(|(name, ..)| is_lab(name))
        .collect();
    assert!(labs.len() >= 10);
    for (name, folder, _) in labs {
        for file in [
            "main",
            "lib",
            "exercises",
            "solutions",
            "mistakes",
            "judging",
        ] {
            let path = folder.join("src").join(file).with_extension("rs");
            assert!(path.is_file(), "{name} has no {}", path.display());
        }
        // The judge finds the learner's files by this; misspelt, it would never notice that it is out of date.
        let judging = fs::read_to_string(folder.join("src/judging.rs")).expect("it is there");
        let own = folder.file_name().expect("a name").to_string_lossy();
        let own = format!("folder: \"labs/{own}\",");
        assert!(
            judging.contains(&own),
            "{name}: src/judging.rs has no `{own}`"
        );
        // A lab's program is not built as a test (`test = false`): a test in it would never run.
        for part in ["main.rs", "story", "figures"] {
            let lost = holding("#[test]", &folder.join("src").join(part));
            assert!(lost.is_empty(), "{name}: tests that never run: {lost:?}");
        }
        let has = |file: &str| folder.join(file).is_file();
        assert!(has("tests/answers.rs"), "{name} has no tests/answers.rs");
        assert!(
            has("tests/lesson.rs") || has("tests/lesson/main.rs"),
            "{name} has neither tests/lesson.rs nor tests/lesson/main.rs"
        );
    }
}

/// The files at or below this path in which `what` stands.
fn holding(what: &str, path: &Path) -> Vec<PathBuf> {
    if path.is_dir() {
        let entries = fs::read_dir(path).expect("it can be read").flatten();
        return entries.flat_map(|e| holding(what, &e.path())).collect();
    }
    let holds = fs::read_to_string(path).is_ok_and(|text| text.contains(what));
    holds.then(|| path.to_path_buf()).into_iter().collect()
}

/// The commands in the README's code blocks, without comments.
fn readme_commands() -> Vec<String> {
    let readme = fs::read_to_string(workspace_root().join("README.md")).expect("there is a README");
    let blocks = readme.split("```").skip(1).step_by(2);
    let lines = blocks.flat_map(|block| block.lines().skip(1));
    lines
        .map(|line| {
            line.split('#')
                .next()
                .unwrap_or_default()
                .trim()
                .to_string()
        })
        .filter(|line| line.contains("cargo "))
        .collect()
}

#[test]
fn the_packages_that_the_readme_names_exist() {
    let names: Vec<String> = packages().into_iter().map(|(name, ..)| name).collect();
    let commands = readme_commands();
    assert!(
        commands.len() >= 8,
        "only {} commands found",
        commands.len()
    );
    for command in commands {
        let mut words = command.split_whitespace();
        if words.find(|&word| word == "-p").is_some() {
            let package = words.next().unwrap_or_default();
            assert!(
                names.iter().any(|name| name == package),
                "README: `{command}` names no package of ours"
            );
        }
    }
}

#[test]
fn the_subcommands_that_the_readme_names_exist() {
    for command in readme_commands() {
        // `cargo run -p datasets -- fetch mnist`: the help must name `fetch`.
        let Some((run, arguments)) = command.split_once(" -- ") else {
            continue;
        };
        let Some(package) = run.split(" -p ").nth(1) else {
            continue;
        };
        let first = arguments.split_whitespace().next().unwrap_or_default();
        let help = help_of(package);
        assert!(
            help.contains(first),
            "README: `{command}`, but {package} --help does not name `{first}`:\n{help}"
        );
    }
}

fn help_of(package: &str) -> String {
    let mut program = built::program(package).unwrap_or_else(|why| panic!("{why}"));
    let output = program.arg("--help").output();
    let output = output.unwrap_or_else(|error| panic!("{program:?}: {error}"));
    assert!(
        output.status.success(),
        "{package} --help ends with {}",
        output.status
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A lab's exercises, as recorded for the book.
fn exercises(package: &str) -> Vec<serde_json::Value> {
    let path = workspace_root().join(format!("book/recorded/{package}/exercises.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    serde_json::from_str(&text).expect("a list of exercises")
}

/// How many exercises a lab has, and their minutes together.
fn exercises_of(package: &str) -> (usize, u64) {
    let list = exercises(package);
    let minutes = list.iter().map(|it| it["minutes"].as_u64());
    let minutes = minutes.sum::<Option<u64>>().expect("each has its minutes");
    (list.len(), minutes)
}

fn names_of_exercises(package: &str) -> Vec<String> {
    let list = exercises(package);
    let names = list.iter().map(|it| it["name"].as_str().map(String::from));
    names.collect::<Option<_>>().expect("each has a name")
}

/// The chapters with this number, whatever else they are called.
fn chapters_of(number: &str) -> Vec<String> {
    let folder = workspace_root().join("book/src");
    let names = book::labs::chapters(&folder, number).into_iter();
    names
        .map(|name| fs::read_to_string(folder.join(name)).expect("a chapter can be read"))
        .collect()
}

/// The minutes that the chapters name between these words, together.
fn said_minutes(chapters: &[String], [before, behind]: [&str; 2]) -> u64 {
    let said = |chapter: &String| -> Option<u64> {
        let (_, after) = chapter.split_once(before)?;
        after.split_once(behind)?.0.parse().ok()
    };
    chapters.iter().filter_map(said).sum()
}

#[test]
fn every_exercise_stands_in_one_chapter() {
    for (name, folder, _) in packages().into_iter().filter(|(name, ..)| is_lab(name)) {
        let folder = folder.file_name().expect("a name").to_string_lossy();
        let chapters = chapters_of(&folder[..2]).concat();
        let mark = format!("{{{{#exercises {name}");
        let lists = chapters.split(&mark).skip(1);
        let lists: Vec<&str> = lists.filter_map(|list| list.split("}}").next()).collect();
        if lists == [""] {
            continue;
        }
        let mut listed: Vec<&str> = lists
            .iter()
            .flat_map(|one| one.split_whitespace())
            .collect();
        let mut all = names_of_exercises(&name);
        listed.sort();
        all.sort();
        assert_eq!(listed, all, "{name}");
    }
}

#[test]
fn the_table_of_labs_says_how_long_each_takes() {
    let readme = fs::read_to_string(workspace_root().join("README.md")).expect("there is a README");
    for (name, folder, _) in packages() {
        if !is_lab(&name) {
            continue;
        }
        let (count, minutes) = exercises_of(&name);
        let row = readme
            .lines()
            .find(|line| line.starts_with(&format!("| [`{name}`]")));
        let row = row.unwrap_or_else(|| panic!("the README's table has no row for {name}"));
        let folder = folder.file_name().expect("a name").to_string_lossy();
        assert!(row.contains(&format!("(labs/{folder})")), "{row}");
        let chapters = chapters_of(&folder[..2]);
        let read = said_minutes(&chapters, [" About ", " minutes;"]);
        assert!(
            row.ends_with(&format!("| {read} min | {count}, {minutes} min |")),
            "the chapters say {read} minutes, the exercises are {count}, {minutes} minutes: {row}"
        );
        let said = said_minutes(&chapters, ["the exercises take ", " more"]);
        assert_eq!(said, minutes, "{name}");
    }
}

/// Whoever comes by reads no more than this before deciding to stay or to leave.
#[test]
fn the_readme_comes_to_the_point() {
    let readme = fs::read_to_string(workspace_root().join("README.md")).expect("there is a README");
    let (first, details) = readme
        .split_once("\n## Details\n")
        .expect("the README has a heading `## Details`");
    let words = first.split_whitespace().count();
    assert!(
        words <= 600,
        "{words} words stand before the README's details, at most 600 may"
    );
    assert!(details.split_whitespace().count() > 300, "nothing is lost");
}

/// 99.40 % and its like: accuracies with two decimals, of which the scoreboard has a record.
#[test]
fn the_accuracies_of_the_readme_are_recorded() {
    let read = |name: &str| fs::read_to_string(workspace_root().join(name)).expect("it is there");
    let (readme, record) = (read("README.md"), read("book/recorded/scoreboard/mnist.md"));
    let words: Vec<&str> = readme.split_whitespace().collect();
    let mut accuracies = words
        .windows(2)
        .filter(|pair| pair[1].starts_with('%') && pair[0].len() == 5)
        .map(|pair| format!("{} %", pair[0]))
        .peekable();
    assert!(accuracies.peek().is_some(), "the README names none");
    for accuracy in accuracies {
        assert!(record.contains(&accuracy), "nobody measured {accuracy}");
    }
}
