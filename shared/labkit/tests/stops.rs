//! A lesson with a person in front of it: stops, guesses, and going on another time.

mod fixture;
#[cfg(unix)]
mod pty;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};

/// Set when this program plays the fixture's lesson.
const ROLE: &str = "LABKIT_TEST_ROLE";

fn main() -> ExitCode {
    if std::env::var_os(ROLE).is_some() {
        return fixture::lesson();
    }
    let trials: [(&str, fn()); 8] = [
        (
            "a_lesson_stops_after_each_section",
            a_lesson_stops_after_each_section,
        ),
        (
            "back_runs_the_section_before_once_more",
            back_runs_the_section_before_once_more,
        ),
        ("a_section_can_be_skipped", a_section_can_be_skipped),
        (
            "who_leaves_can_go_on_another_time",
            who_leaves_can_go_on_another_time,
        ),
        (
            "at_a_terminal_one_is_asked_where_to_go_on",
            at_a_terminal_one_is_asked_where_to_go_on,
        ),
        (
            "guesses_are_told_how_far_off_they_are",
            guesses_are_told_how_far_off_they_are,
        ),
        (
            "what_is_no_guess_is_asked_again",
            what_is_no_guess_is_asked_again,
        ),
        (
            "nobody_waits_for_a_closed_input_or_in_a_hurry",
            nobody_waits_for_a_closed_input_or_in_a_hurry,
        ),
    ];
    let trial = |(name, body): (&str, fn())| {
        Trial::test(name, move || {
            body();
            Ok::<(), Failed>(())
        })
    };
    let trials = trials.into_iter().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// A workspace of its own, so that nothing is remembered in the real one.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Desk {
        let folder = place::target().unwrap().join("tmp/stops").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let mark = "[workspace.metadata]\ncourse = \"one-neuron-up\"\n";
        fs::write(folder.join("Cargo.toml"), mark).unwrap();
        Desk(folder)
    }

    fn memory(&self) -> PathBuf {
        self.0.join(".course/lessons/lab07.json")
    }

    /// The lesson at this desk.
    fn lesson(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(arguments)
            .arg("--out")
            .arg(self.0.join("out"))
            .env(ROLE, "lesson")
            .env("LABKIT_JUDGE_SECONDS", "0.2")
            .env("CARGO_MANIFEST_DIR", &self.0)
            // Who starts it there works there: else the place of the program would count.
            .current_dir(&self.0);
        command
    }

    /// What the lesson says to somebody who types `keys`, a line each, and then closes the input.
    fn run(&self, arguments: &[&str], keys: &str) -> String {
        let mut child = self
            .lesson(arguments)
            .env("LABKIT_TEST_PERSON", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A lesson that asks less than is typed may have ended.
        let _ = child.stdin.take().unwrap().write_all(keys.as_bytes());
        let output = child.wait_with_output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), errors.as_str()), (Some(0), ""));
        String::from_utf8(output.stdout).unwrap()
    }

    fn page(&self) -> String {
        fs::read_to_string(self.0.join("out/index.html")).unwrap()
    }
}

/// The headings in the order in which they were printed.
fn headings(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().collect();
    let ruled = lines
        .windows(2)
        .filter(|pair| pair[1].starts_with("───") && pair[0].contains(" · "));
    ruled.map(|pair| pair[0]).collect()
}

const ALL: [&str; 4] = [
    "1 · Words and numbers",
    "2 · Charts",
    "3 · Pictures",
    "4 · Your answers",
];

#[track_caller]
fn assert_has(text: &str, part: &str) {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        folded(text).contains(&folded(part)),
        "`{part}` is not in:\n{text}"
    );
}

/// What section 1 asks, passed over.
const PASS: &str = "\n\n\n";

fn a_lesson_stops_after_each_section() {
    let desk = Desk::new("each");
    let text = desk.run(&[], &format!("{PASS}\n\n\n"));
    assert_eq!(headings(&text), ALL);
    assert_has(
        &text,
        "Next: 2 · Charts. Enter goes on, `b` goes back to section 1, `s` skips the next one, `q` ends, and the next start \
         goes on here.",
    );
    assert_has(&text, "Next: 3 · Pictures (Enter, `b`, `s`, `q`)");
    assert_eq!(
        text.matches("Enter goes on").count(),
        1,
        "in whole sentences once"
    );
    assert!(!text.contains("Predictions:"), "who passes is not counted");
    assert!(!desk.memory().exists(), "the end is no stop");
    assert!(!desk.page().contains("<script>"));
}

fn back_runs_the_section_before_once_more() {
    let desk = Desk::new("back");
    let text = desk.run(&[], &format!("{PASS}\nb\n{PASS}\nnonsense\n\n\n"));
    assert_eq!(
        headings(&text),
        [ALL[0], ALL[1], ALL[0], ALL[1], ALL[2], ALL[3]]
    );
    assert_has(&text, "Enter, b, s or q.");
    assert_eq!(desk.page().matches("1 · Words and numbers</h2>").count(), 1);
    let first = Desk::new("back-first").run(&[], &format!("{PASS}b\n{PASS}"));
    assert_eq!(
        headings(&first)[..2],
        [ALL[0], ALL[0]],
        "there is none before the first"
    );
}

fn a_section_can_be_skipped() {
    let text = Desk::new("skip").run(&[], &format!("{PASS}s\ns\n\n"));
    assert_eq!(headings(&text), [ALL[0], ALL[3]]);
}

fn who_leaves_can_go_on_another_time() {
    let desk = Desk::new("leave");
    let left = desk.run(&[], "\n0.27\nb\n\nq\n");
    assert_eq!(headings(&left), ALL[..2]);
    assert_has(
        &left,
        "Until next time. The next start goes on at section 3.",
    );
    assert!(desk.page().contains("2 · Charts") && !desk.page().contains("<script>"));
    let on = desk.run(&[], "\n\n");
    assert_has(
        &on,
        "You stopped before section 3, “Pictures”. Enter goes on there, `a` starts over, `q` ends.",
    );
    assert_eq!(headings(&on), ALL[2..]);
    assert_has(
        &on,
        "Predictions: 1 of 2 right or close; the closest number in section 1, 0.0011 too high.",
    );
    for title in ALL {
        assert!(
            desk.page().contains(&format!("{title}</h2>")),
            "{title} is not on the page"
        );
    }
    // In the middle of section 1 nothing is remembered yet; then somebody starts over.
    assert_has(&desk.run(&[], "q\n"), "Until next time.\n");
    desk.run(&[], &format!("{PASS}\nq\n"));
    assert_eq!(headings(&desk.run(&[], &format!("b\na\n{PASS}"))), ALL);
    // The lesson was changed since: no section 3 is called so.
    desk.run(&[], &format!("{PASS}\nq\n"));
    let text = fs::read_to_string(desk.memory()).unwrap();
    fs::write(desk.memory(), text.replace("\"pictures\"", "\"paintings\"")).unwrap();
    assert_eq!(headings(&desk.run(&[], "")), ALL);
}

/// No variable says here that somebody is there: it is seen.
#[cfg(unix)]
fn at_a_terminal_one_is_asked_where_to_go_on() {
    let desk = Desk::new("terminal");
    let typed = |keys: &str| {
        let (status, text) = pty::typed(desk.lesson(&[]), keys);
        assert!(status.success(), "{status}: {text}");
        text
    };
    // Charts fill the screen: two more times Enter.
    let to_section_3 = format!("{PASS}\n\n\nq\n");
    let left = typed(&to_section_3);
    assert_has(&left, "Enter shows more, q ends.");
    assert_has(
        &left,
        "Next: 3 · Pictures (Enter, b, s, q) Until next time. The next start goes on at section 3.",
    );
    let question =
        "You stopped before section 3, “Pictures”. Enter goes on there, a starts over, q ends.";
    let on = typed("\n");
    assert_has(&on, question);
    assert_has(&on, ALL[2]);
    assert!(!on.contains(ALL[1]), "{on}");
    typed(&to_section_3);
    let over = typed("a\n");
    assert_has(&over, question);
    assert_has(&over, ALL[0]);
}

#[cfg(not(unix))]
fn at_a_terminal_one_is_asked_where_to_go_on() {}

fn guesses_are_told_how_far_off_they_are() {
    let text = Desk::new("guess").run(&[], "\n1/2\nC)\n\n\n\n");
    for part in [
        "Enter when you have decided, `q` ends.",
        "Your guess, such as 0.5, 1/2, 50 % or 1e-3; Enter alone passes, `q` ends:",
        "You said 1/2, it is 0.2689: 0.2311 too high.",
        "Answer: 1/(1 + e), so 0.2689.",
        "Your choice, a, b or c; Enter alone passes, `q` ends:",
        "Right.",
        "Predictions: 1 of 2 right or close; the closest number in section 1, 0.2311 too high. Worth another look:",
        "• 1 · Words and numbers",
    ] {
        assert_has(&text, part);
    }
    let close = Desk::new("close").run(&[], "\n30 %\na\n\n\n\n");
    assert_has(
        &close,
        "Close: you said 30 %, it is 0.2689: 0.0311 too high.",
    );
    assert_has(&close, "Not this one.");
}

fn what_is_no_guess_is_asked_again() {
    let text = Desk::new("again").run(&[], "\nhalf\n0,2689\nd\nb\n\n\n\n");
    assert_has(&text, "That is no number: try 0.5, 1/2, 50 % or 1e-3.");
    assert_has(&text, "Exactly.");
    assert_has(&text, "One of a, b or c.");
    assert_has(&text, "Predictions: 1 of 2 right");
}

fn nobody_waits_for_a_closed_input_or_in_a_hurry() {
    let desk = Desk::new("closed");
    assert_eq!(headings(&desk.run(&[], "")), ALL);
    for hurried in [&["--quick"][..], &["--no-wait"], &["--list"]] {
        let text = desk.run(hurried, "q\nq\nq\n");
        assert!(!text.contains("Until next time"), "{hurried:?}: {text}");
    }
    let alone = desk.run(&["--section", "2"], "");
    assert_eq!(headings(&alone), [ALL[1]]);
    assert!(!alone.contains("Next:"));
    assert!(!Path::new(&desk.memory()).exists());
}
