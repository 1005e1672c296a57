//! The map of labs, and the next exercise.

use crate::Result;
use crate::answers;
use crate::labs::{Course, Exercise, Lab};
use crate::paint::paint;
use crate::standing::{self, Standing};

/// Prints where the learner stands.
pub(crate) fn run(course: &Course) -> Result<()> {
    let mut next: Option<(&Lab, Standing)> = None;
    let mut broken = Vec::new();
    let mut missing = Vec::new();
    let width = course
        .labs
        .iter()
        .map(|lab| lab.title.len())
        .max()
        .unwrap_or(0);
    println!("{}\n", paint("1", "Where you stand"));
    for lab in &course.labs {
        let start = format!("  {}  {:width$}  ", lab.name, lab.title);
        if lab.exercises.is_empty() {
            println!(
                "{start}not recorded yet: cargo run -p book -- record {}",
                lab.name
            );
            continue;
        }
        match standing::of(course, lab) {
            Ok(standings) => {
                println!("{start}{}", bar(&standings));
                let lacking = standings.iter().filter(|it| it.verdict.is_missing());
                missing.extend(lacking.map(|it| format!("{}: {}", lab.name, it.verdict.sentence)));
                next = next.or_else(|| Some((lab, first_unsolved(&standings)?.clone())));
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
    // The exercises of a file mostly lack the same.
    missing.dedup();
    for sentence in &missing {
        println!("\n{sentence}");
    }
    match &next {
        Some((lab, standing)) => println!("\n{}", step(course, lab, standing)),
        None if broken.is_empty() && !missing.is_empty() => {
            println!("\nAll that can be judged here is right.")
        }
        None if broken.is_empty() => {
            println!("\nAll exercises are right. What will you build now?")
        }
        None => {}
    }
    Ok(())
}

/// The first exercise that is answered but wrong, or else the first that is open.
fn first_unsolved<'a, 'b>(standings: &'b [Standing<'a>]) -> Option<&'b Standing<'a>> {
    let wrong = standings.iter().find(|Standing { verdict, .. }| {
        !verdict.is_right() && !verdict.is_open() && !verdict.is_missing()
    });
    wrong.or_else(|| standings.iter().find(|it| it.verdict.is_open()))
}

/// A cell for each exercise, the count, and the minutes left.
fn bar(standings: &[Standing]) -> String {
    let cell = |Standing { verdict, .. }: &Standing| match verdict {
        verdict if verdict.is_right() => paint("32", "■"),
        verdict if verdict.is_open() || verdict.is_missing() => "□".to_string(),
        _ => paint("31", "▨"),
    };
    let cells: String = standings.iter().map(cell).collect();
    let count = standings.len();
    let left = standings.iter().filter(|it| !it.verdict.is_right());
    let right = count - left.clone().count();
    let left = match left.map(|it| it.exercise.minutes).sum() {
        0_u64 => "done".to_string(),
        minutes => format!("{minutes} min left"),
    };
    format!(
        "{cells}{}  {right} of {count}, {left}",
        " ".repeat(8_usize.saturating_sub(count))
    )
}

fn step(course: &Course, lab: &Lab, standing: &Standing) -> String {
    let Exercise {
        name,
        minutes,
        task,
        ..
    } = standing.exercise;
    let mut text = format!("{} `{name}` ({minutes} min): {task}\n", paint("1", "Next:"));
    if !standing.verdict.is_open() {
        text += &format!("  so far: {}\n", standing.verdict.sentence);
    }
    // Two labs may have exercises of one name.
    let namesakes = course.labs.iter().flat_map(|lab| &lab.exercises);
    let full = match namesakes.filter(|it| it.name == *name).count() {
        1 => name.clone(),
        _ => format!("{}::{name}", lab.name),
    };
    let place = answers::place(course, lab, name);
    text += &format!(
        "  write  {place}\n  check  cargo test -p {} {name}\n",
        lab.name
    );
    text + &format!("  stuck  cargo run -p course -- hint {full}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdicts::Verdict;

    fn exercise(name: &str, minutes: u64) -> Exercise {
        let name = name.to_string();
        Exercise {
            name,
            minutes,
            ..Exercise::default()
        }
    }

    fn standing<'a>(exercise: &'a Exercise, state: &str) -> Standing<'a> {
        let state = state.to_string();
        let verdict = Verdict {
            state,
            ..Verdict::default()
        };
        Standing { exercise, verdict }
    }

    #[test]
    fn bars_count() {
        let (a, b, c) = (exercise("a", 5), exercise("b", 10), exercise("c", 15));
        let standings = [
            standing(&a, "right"),
            standing(&b, "mistake"),
            standing(&c, "unanswered"),
        ];
        assert_eq!(bar(&standings), "■▨□       1 of 3, 25 min left");
        assert_eq!(bar(&standings[..1]), "■         1 of 1, done");
    }

    #[test]
    fn what_is_wrong_comes_before_what_is_open() {
        let (a, b, c) = (exercise("a", 5), exercise("b", 10), exercise("c", 15));
        let standings = [
            standing(&a, "right"),
            standing(&b, "unanswered"),
            standing(&c, "wrong"),
        ];
        let first = |standings: &[Standing]| Some(first_unsolved(standings)?.exercise.name.clone());
        assert_eq!(first(&standings).as_deref(), Some("c"));
        assert_eq!(first(&standings[..2]).as_deref(), Some("b"));
        assert_eq!(first(&standings[..1]), None);
        let missing = [standing(&a, "unavailable"), standing(&b, "unanswered")];
        assert_eq!(first(&missing).as_deref(), Some("b"));
        assert_eq!(first(&missing[..1]), None);
    }
}
