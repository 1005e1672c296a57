//! The map of labs, and the next exercise.

use crate::Result;
use crate::judge::{self, Report};
use crate::labs::{Course, Lab};
use crate::paint::paint;

/// Asks every judge and prints where the learner stands.
pub(crate) fn run(course: &Course) -> Result<()> {
    let mut next: Option<(&Lab, Report)> = None;
    let mut broken = Vec::new();
    let mut judged = true;
    let width = course
        .labs
        .iter()
        .map(|lab| lab.title.len())
        .max()
        .unwrap_or(0);
    println!("{}\n", paint("1", "Where you stand"));
    for lab in &course.labs {
        let start = format!("  {}  {:width$}  ", lab.name, lab.title);
        match judge::ask(course, lab) {
            Ok(reports) => {
                println!("{start}{}", bar(&reports));
                judged &= !reports.iter().any(Report::is_unavailable);
                next = next.or_else(|| Some((lab, first_unsolved(&reports)?.clone())));
            }
            Err(error) => {
                println!("{start}{}", paint("31", "does not build"));
                broken.push((lab, error));
            }
        }
    }
    for (lab, error) in &broken {
        println!(
            "\n{} does not build; the compiler's first error:\n\n{error}",
            lab.name
        );
    }
    match &next {
        Some((lab, report)) => println!("\n{}", step(course, lab, report)),
        None if broken.is_empty() && !judged => {
            println!("\nAll that can be judged here is right; `hint` says what the others need.")
        }
        None if broken.is_empty() => {
            println!("\nAll exercises are right. What will you build now?")
        }
        None => {}
    }
    Ok(())
}

/// The first exercise that is answered but wrong, or else the first that is open.
fn first_unsolved(reports: &[Report]) -> Option<&Report> {
    let wrong = reports
        .iter()
        .find(|report| !report.is_right() && !report.is_open() && !report.is_unavailable());
    wrong.or_else(|| reports.iter().find(|report| report.is_open()))
}

/// A cell for each exercise, the count, and the minutes left.
fn bar(reports: &[Report]) -> String {
    let cell = |report: &Report| match report.state.as_str() {
        "right" => paint("32", "■"),
        "unanswered" | "unavailable" => "□".to_string(),
        _ => paint("31", "▨"),
    };
    let cells: String = reports.iter().map(cell).collect();
    let right = reports.iter().filter(|report| report.is_right()).count();
    let minutes: u64 = reports
        .iter()
        .filter(|report| !report.is_right())
        .map(|report| report.minutes)
        .sum();
    let left = if minutes > 0 {
        format!(", {minutes} min left")
    } else {
        ", done".to_string()
    };
    format!(
        "{cells}{}  {right} of {}{left}",
        " ".repeat(8_usize.saturating_sub(reports.len())),
        reports.len()
    )
}

fn step(course: &Course, lab: &Lab, report: &Report) -> String {
    let Report {
        name,
        minutes,
        task,
        place,
        ..
    } = report;
    let mut text = format!("{} `{name}` ({minutes} min): {task}\n", paint("1", "Next:"));
    if !report.is_open() {
        text += &format!("  so far: {}\n", report.sentence);
    }
    // Two labs may have exercises of one name.
    let twice = course
        .labs
        .iter()
        .filter(|lab| lab.exercises.contains(name))
        .count()
        > 1;
    let full = if twice {
        format!("{}::{name}", lab.name)
    } else {
        name.clone()
    };
    text += &format!(
        "  write  {place}\n  check  cargo test -p {} {name}\n",
        lab.name
    );
    text + &format!("  stuck  cargo run -p course -- hint {full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(name: &str, state: &str, minutes: u64) -> Report {
        Report {
            name: name.into(),
            state: state.into(),
            minutes,
            ..Report::default()
        }
    }

    #[test]
    fn bars_count() {
        let reports = [
            report("a", "right", 5),
            report("b", "mistake", 10),
            report("c", "unanswered", 15),
        ];
        assert_eq!(bar(&reports), "■▨□       1 of 3, 25 min left");
        assert_eq!(bar(&reports[..1]), "■         1 of 1, done");
    }

    #[test]
    fn what_is_wrong_comes_before_what_is_open() {
        let reports = [
            report("a", "right", 5),
            report("b", "unanswered", 10),
            report("c", "wrong", 15),
        ];
        assert_eq!(first_unsolved(&reports).unwrap().name, "c");
        assert_eq!(first_unsolved(&reports[..2]).unwrap().name, "b");
        assert_eq!(first_unsolved(&reports[..1]), None);
        let missing = [report("d", "unavailable", 5), report("b", "unanswered", 10)];
        assert_eq!(first_unsolved(&missing).unwrap().name, "b");
        assert_eq!(first_unsolved(&missing[..1]), None);
    }
}
