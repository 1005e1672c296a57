//! A folder that was moved together with what is built in it: every program acts on the folder that it lies in,
//! whatever the current folder is, and never on the one that it was built in.

mod built;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

const ANSWERS: &str = "labs/01-sigmoid-neuron/src/exercises.rs";

/// A program cannot be started while any process has it open for writing. One that another test starts while this
/// one copies would: it inherits what is open.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A workspace with one lab, copied from the one that was built, then moved.
struct Moved {
    root: PathBuf,
    program: PathBuf,
    _alone: MutexGuard<'static, ()>,
}

impl Moved {
    fn with(program: &str, test: &str) -> Moved {
        let alone = ONE_AT_A_TIME.lock();
        let built = built::program(program).unwrap_or_else(|why| panic!("{why}"));
        let built = PathBuf::from(built.get_program());
        // It lies within the workspace that was built: who looks too far finds that one.
        let folder = home().join("target/tmp/moved").join(test);
        let _ = fs::remove_dir_all(&folder);
        let (first, root) = (folder.join("first"), folder.join("then"));
        for part in [
            "Cargo.toml",
            "labs/01-sigmoid-neuron",
            "book/recorded/lab01/exercises.json",
        ] {
            copy(&home().join(part), &first.join(part));
        }
        let name = built.file_name().expect("a program has a name");
        let copied = Path::new("target/debug").join(name);
        copy(&built, &first.join(&copied));
        fs::rename(&first, &root).expect("it can be moved");
        Moved {
            program: root.join(copied),
            root,
            _alone: alone.unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The program as cargo starts it, in another folder; as a person does, in the workspace it was built in; and in a
    /// shell that cargo has started in that workspace, for something else.
    fn commands(&self, arguments: &[&str]) -> [Command; 3] {
        let command = || command(&self.program, arguments);
        let (mut by_cargo, mut by_hand, mut inherited) = (command(), command(), command());
        by_cargo
            .env(
                "CARGO_MANIFEST_DIR",
                self.root.join("labs/01-sigmoid-neuron"),
            )
            .current_dir(std::env::temp_dir());
        by_hand.current_dir(home());
        inherited
            .env("CARGO_MANIFEST_DIR", home().join("shared/course"))
            .env("CARGO_TARGET_DIR", "")
            .current_dir(&self.root);
        [by_cargo, by_hand, inherited]
    }

    fn read(&self, path: &str) -> String {
        let path = self.root.join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    /// Every exercise of the lab, answered wrongly.
    fn answer_all(&self) {
        let list: serde_json::Value =
            serde_json::from_str(&self.read("book/recorded/lab01/exercises.json")).expect("JSON");
        let names = list.as_array().expect("a list").iter();
        let answer = |it: &serde_json::Value| {
            format!(
                "fn {}() {{\n    42\n}}\n",
                it["name"].as_str().expect("a name")
            )
        };
        self.write(ANSWERS, &names.map(answer).collect::<String>());
    }
}

/// The workspace that was built.
fn home() -> PathBuf {
    place::root().expect("a test lies in the workspace")
}

/// Without what cargo and the person at the keyboard may have set.
fn command(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env("CARGO", "there-is-no-cargo");
    for name in ["CARGO_MANIFEST_DIR", "CARGO_TARGET_DIR", "DATASETS_DIR"] {
        command.env_remove(name);
    }
    command
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).expect("a folder").flatten() {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
        return;
    }
    fs::create_dir_all(to.parent().expect("a folder")).expect("it can be made");
    fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
}

/// What a program says that ends well.
#[track_caller]
fn said(mut program: Command) -> String {
    let output = program.output().expect("it can be started");
    let text = [&output.stdout[..], &output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(output.status.success(), "{}: {text}", output.status);
    text
}

/// What a program says that refuses.
#[track_caller]
fn complaint(mut program: Command) -> String {
    let output = program.output().expect("it can be started");
    assert!(!output.status.success(), "it should have failed");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_lesson_writes_where_it_lies() {
    let moved = Moved::with("lab01", "page");
    let page = moved.root.join("target/labs/lab01/index.html");
    for program in moved.commands(&["--quick", "--section", "1"]) {
        let text = said(program);
        assert!(!text.contains("not judged"), "{text}");
        fs::remove_file(&page).expect("the page was written here");
    }
}

#[test]
fn a_lesson_notices_answers_that_were_put_back() {
    let moved = Moved::with("lab01", "put-back");
    moved.answer_all();
    for program in moved.commands(&["--quick", "--section", "1"]) {
        let text = said(program);
        let told = text.matches("not judged: save the file once more").count();
        assert!(told >= 8, "{text}");
    }
}

#[test]
fn course_resets_and_maps_where_it_lies() {
    let moved = Moved::with("course", "map");
    let ours = fs::read_to_string(home().join(ANSWERS)).expect("the lab is here");
    for program in moved.commands(&["reset", "lab01"]) {
        moved.answer_all();
        let text = said(program);
        assert!(text.contains(".course/kept/lab01-"), "{text}");
        let emptied = moved.read(ANSWERS);
        assert!(!emptied.contains("42"), "{emptied}");
    }
    for program in moved.commands(&[]) {
        let text = said(program);
        assert!(text.contains("lab01") && text.contains(" 0 of "), "{text}");
        assert!(
            !text.contains("lab02"),
            "that is another folder's map: {text}"
        );
    }
    let now = fs::read_to_string(home().join(ANSWERS)).expect("the lab is here");
    assert_eq!(now, ours, "the answers of the folder that was built");
}

#[test]
fn datasets_looks_where_it_lies() {
    let moved = Moved::with("datasets", "cache");
    let cache = moved.root.join("datasets/cache").display().to_string();
    for program in moved.commands(&["list"]) {
        let text = said(program);
        assert!(text.contains(&cache), "{cache} is not in {text}");
    }
}

#[test]
fn the_scoreboard_keeps_its_record_where_it_lies() {
    let moved = Moved::with("scoreboard", "record");
    // A record that cannot be read is complained about before anything is trained.
    let record = "book/recorded/scoreboard/digits.json";
    moved.write(record, "no JSON");
    let record = moved.root.join(record).display().to_string();
    for program in moved.commands(&["accuracy", "--write"]) {
        let text = complaint(program);
        assert!(text.contains(&record), "{record} is not in {text}");
    }
}

#[test]
fn who_has_lost_the_workspace_says_where_it_was_looked_for() {
    let name = format!("lost-{}", std::process::id());
    let alone = std::env::temp_dir().join(name);
    for (program, arguments) in [
        ("datasets", &["list"][..]),
        ("lab01", &["--list"]),
        ("course", &[]),
    ] {
        let moved = Moved::with(program, "lost");
        let program = alone.join(moved.program.file_name().expect("a name"));
        copy(&moved.program, &program);
        let mut command = command(&program, arguments);
        command.current_dir(&alone);
        let text = complaint(command);
        assert!(text.contains(&program.display().to_string()), "{text}");
        assert!(
            text.contains("run this inside the folder of the course"),
            "{text}"
        );
    }
    let _ = fs::remove_dir_all(&alone);
}
