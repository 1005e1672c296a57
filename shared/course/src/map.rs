//! The map of labs, and the next exercise: at once from what is known, then with what the judges say.

use crate::Result;
use crate::answers;
use crate::labs::{Course, Exercise, Lab};
use crate::names;
use crate::paint::paint;
use crate::say::say;
use crate::screen::Screen;
use crate::standing::{self, Standing};

/// Prints where the learner stands.
pub(crate) fn run(course: &Course) -> Result<()> {
    let width = course.labs.iter().map(|lab| lab.title.len()).max();
    let mut map = Map {
        course,
        width: width.unwrap_or(0),
        rows: course
            .labs
            .iter()
            .map(|lab| Row::known(course, lab))
            .collect(),
    };
    say!("{}\n", paint("1", "Where you stand"));
    let lines: Vec<String> = map.rows.iter().map(|row| map.line(row)).collect();
    if map.rows.iter().any(Row::is_unsure) {
        let mut screen = Screen::show(&lines, &map.next());
        for at in 0..map.rows.len() {
            if map.rows[at].is_unsure() {
                map.rows[at].judge(course);
                screen.replace(at, &map.line(&map.rows[at]), &map.next());
            }
        }
        screen.done(&map.next());
    } else {
        lines.iter().for_each(|line| say!("{line}"));
        say!("\n{}", map.next());
    }
    map.remarks().iter().for_each(|remark| say!("\n{remark}"));
    Ok(())
}

struct Map<'a> {
    course: &'a Course,
    /// Of the longest title.
    width: usize,
    rows: Vec<Row<'a>>,
}

/// A lab, and how its exercises stand.
struct Row<'a> {
    lab: &'a Lab,
    standings: Vec<Standing<'a>>,
    /// The compiler's first error.
    broken: Option<String>,
}

impl<'a> Row<'a> {
    fn known(course: &Course, lab: &'a Lab) -> Row<'a> {
        Row {
            lab,
            standings: standing::known(course, lab),
            broken: None,
        }
    }

    fn is_unsure(&self) -> bool {
        self.broken.is_none() && self.standings.iter().any(|it| !it.sure)
    }

    fn judge(&mut self, course: &Course) {
        match standing::judged(course, self.lab, self.standings.clone()) {
            Ok(standings) => self.standings = standings,
            Err(error) => self.broken = Some(error),
        }
    }
}

impl Map<'_> {
    fn line(&self, row: &Row) -> String {
        let Lab { name, title, .. } = row.lab;
        let state = match row {
            Row {
                broken: Some(_), ..
            } => paint("31", "does not build"),
            Row { standings, .. } if standings.is_empty() => {
                format!("not recorded yet: cargo run -p book -- record {name}")
            }
            row if row.is_unsure() => format!("{}  … judging", bar(&row.standings)),
            row => bar(&row.standings),
        };
        format!("  {name}  {title:width$}  {state}", width = self.width)
    }

    fn missing(&self) -> Vec<String> {
        let of = |row: &Row| {
            let lacking = row.standings.iter().filter(|it| it.verdict.is_missing());
            let sentence = |it: &Standing| format!("{}: {}", row.lab.name, it.verdict.sentence);
            lacking.map(sentence).collect::<Vec<_>>()
        };
        let mut sentences: Vec<String> = self.rows.iter().flat_map(of).collect();
        // The exercises of a file mostly lack the same.
        sentences.dedup();
        sentences
    }

    /// What to do now.
    fn next(&self) -> String {
        let of = |row: &Row| match row.broken {
            Some(_) => None,
            None => Some(step(
                self.course,
                row.lab,
                standing::first_unsolved(&row.standings)?,
            )),
        };
        self.rows.iter().find_map(of).unwrap_or_else(|| {
            let what = if self.rows.iter().any(|row| row.broken.is_some()) {
                "What does not build comes next."
            } else if self.rows.iter().any(Row::is_unsure) {
                "Every exercise is answered."
            } else if self.missing().is_empty() {
                "All exercises are right. What will you build now?"
            } else {
                "All that can be judged here is right."
            };
            what.to_string()
        })
    }

    /// What else is to be told: compilers' errors, and what could not be judged.
    fn remarks(&self) -> Vec<String> {
        let error = |row: &Row| {
            let error = row.broken.as_ref()?;
            let name = &row.lab.name;
            Some(format!(
                "{name} does not build; the compiler's first error:\n\n{error}"
            ))
        };
        self.rows
            .iter()
            .filter_map(error)
            .chain(self.missing())
            .collect()
    }
}

/// A cell for each exercise, the count, and the minutes left.
fn bar(standings: &[Standing]) -> String {
    let cell = |Standing { verdict, .. }: &Standing| match verdict {
        verdict if verdict.is_right() => paint("32", "■"),
        verdict if verdict.is_wrong() => paint("31", "▨"),
        verdict if verdict.is_waiting() => "▢".to_string(),
        _ => "□".to_string(),
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
    let full = names::full(course, lab, standing.exercise);
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

    #[test]
    fn bars_count() {
        let exercise = |minutes| Exercise {
            minutes,
            ..Exercise::default()
        };
        let exercises = [5, 10, 15, 20].map(exercise);
        let states = ["right", "mistake", "unanswered", "waiting"];
        let standing = |(exercise, state): (_, &str)| Standing {
            exercise,
            verdict: Verdict {
                state: state.to_string(),
                ..Verdict::default()
            },
            sure: true,
        };
        let standings: Vec<Standing> = exercises.iter().zip(states).map(standing).collect();
        assert_eq!(bar(&standings), "■▨□▢      1 of 4, 45 min left");
        assert_eq!(bar(&standings[..1]), "■         1 of 1, done");
    }
}
