//! `cargo test` for exercises: each is a test that is ok, FAILED or ignored.

use std::sync::Arc;

use libtest_mimic::{Arguments, Completion, FormatSetting, Trial};
use serde_json::json;

use super::child::Judgement;
use super::exercise::Exercise;
use super::panics::end_quietly_without_a_reader;
use super::queue::Judging;
use super::serve::serve;
use super::source::Source;
use super::verdict::Verdict;

/// Judges the exercises of a lab under the usual flags of a test program, then exits.
///
/// - `STRICT=1` or `--strict` makes an unanswered exercise a failure.
/// - `LABKIT_REPORT=json` prints one JSON object a line and exercise instead, for programs.
/// - `LABKIT_JUDGE_SECONDS` sets the time limit of one exercise (10).
pub fn main(source: Source, exercises: Vec<Exercise>) -> ! {
    serve(&exercises);
    end_quietly_without_a_reader();
    let strict_flag = std::env::args().any(|argument| argument == "--strict");
    let mut arguments =
        Arguments::from_iter(std::env::args().filter(|argument| argument != "--strict"));
    if std::env::var("LABKIT_REPORT").is_ok_and(|format| format == "json") {
        report(source, &exercises, &arguments);
        std::process::exit(0);
    }
    let strict = strict_flag
        || std::env::var("STRICT").is_ok_and(|value| !matches!(value.as_str(), "" | "0"));
    let wanted = wanted(&exercises, &arguments);
    let judged = if arguments.list {
        Vec::new()
    } else {
        wanted.clone()
    };
    let judging = Arc::new(Judging::start_some(source, exercises.clone(), judged));
    let trial = |exercise: &Exercise| {
        let (exercise, judging) = (exercise.clone(), Arc::clone(&judging));
        Trial::ignorable_test(exercise.name, move || {
            let judgement = judging.judgement(exercise.name);
            let judgement = judgement.ok_or("it was filtered out, and yet it is run")?;
            outcome(source, &exercise, &judgement, strict)
        })
    };
    // The judging goes on in parallel; one thread prints the verdicts in the order of the exercises.
    arguments.test_threads = Some(1);
    let conclusion = libtest_mimic::run(&arguments, exercises.iter().map(trial).collect());
    let pretty = arguments.format.unwrap_or(FormatSetting::Pretty) == FormatSetting::Pretty;
    if pretty && !arguments.list && !arguments.quiet && !arguments.ignored {
        print!("{}", afterword(&wanted, &judging, strict));
    }
    conclusion.exit()
}

fn outcome(
    source: Source,
    exercise: &Exercise,
    judgement: &Judgement,
    strict: bool,
) -> Result<Completion, libtest_mimic::Failed> {
    let task = exercise.task;
    match &judgement.verdict {
        Verdict::Right => Ok(Completion::Completed),
        Verdict::Unanswered if !strict => Ok(Completion::ignored_with(format!(
            "not answered yet, {} min: {task}",
            exercise.minutes
        ))),
        Verdict::Unavailable { reason } if !exercise.is_required() => {
            Ok(Completion::ignored_with(reason.clone()))
        }
        verdict @ Verdict::Stale => {
            Err(format!("{}\n{}", source.place(exercise), verdict.explain()).into())
        }
        verdict => {
            let place = source.place(exercise);
            let mut message = format!("{place}\n{task}\n\n{}\n", verdict.explain());
            if !judgement.printed.is_empty() {
                message += &format!("\nit printed:\n{}\n", shorten(&judgement.printed));
            }
            let name = full_name(source.folder, exercise.name);
            message += &format!("\na hint: cargo run -p course -- hint {name}");
            Err(message.into())
        }
    }
}

/// `lab05::softmax` for an exercise of `labs/05-…`: two labs may have one of that name.
fn full_name(folder: &str, exercise: &str) -> String {
    let name = folder.rsplit('/').next();
    let number = name
        .and_then(|name| name.split_once('-'))
        .map(|(number, _)| number)
        .filter(|number| number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit()));
    number.map_or(exercise.to_string(), |number| {
        format!("lab{number}::{exercise}")
    })
}

/// The first lines of what an answer printed.
fn shorten(printed: &str) -> String {
    const LINES: usize = 12;
    let mut lines: Vec<String> = printed
        .lines()
        .take(LINES)
        .map(|line| line.chars().take(160).collect::<String>())
        .collect();
    if printed.lines().count() > LINES {
        lines.push("… cut here: it printed more than is shown".to_string());
    }
    lines
        .iter()
        .map(|line| format!("    {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// What follows the test result: why the right answers matter, and what comes next.
fn afterword(exercises: &[Exercise], judging: &Judging, strict: bool) -> String {
    let are = |wanted: fn(&Verdict) -> bool| -> Vec<&Exercise> {
        let is = |e: &&Exercise| {
            judging
                .verdict(e.name)
                .is_some_and(|verdict| wanted(&verdict))
        };
        exercises.iter().filter(is).collect()
    };
    let (right, open) = (are(Verdict::is_right), are(Verdict::is_unanswered));
    let mut text = String::new();
    for exercise in right.iter().filter(|e| !e.why.is_empty()) {
        text += &format!("`{}` is right. {}\n", exercise.name, exercise.why);
    }
    if strict && !open.is_empty() {
        let names: Vec<&str> = open.iter().map(|e| e.name).collect();
        text += &format!(
            "strict: {} not answered yet: {}\n",
            open.len(),
            names.join(", ")
        );
    } else if let Some(next) = open.first() {
        text += &format!(
            "next: `{}` ({} min): {}\n",
            next.name, next.minutes, next.task
        );
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// One line of JSON for each exercise that the filter lets through.
fn report(source: Source, exercises: &[Exercise], arguments: &Arguments) {
    let wanted = wanted(exercises, arguments);
    let judging = Judging::start_some(source, exercises.to_vec(), wanted.clone());
    for exercise in &wanted {
        let verdict = judging
            .verdict(exercise.name)
            .unwrap_or(Verdict::Unanswered);
        println!(
            "{}",
            json!({
                "name": exercise.name, "state": verdict.state(), "sentence": verdict.sentence(),
                "explain": verdict.explain(),
            })
        );
    }
}

/// The exercises that the filters of the command line let through.
fn wanted(exercises: &[Exercise], arguments: &Arguments) -> Vec<Exercise> {
    let matches = |name: &str, filter: &String| match arguments.exact {
        true => name == filter,
        false => name.contains(filter.as_str()),
    };
    let passes = |e: &&Exercise| {
        let chosen = arguments
            .filter
            .as_ref()
            .is_none_or(|filter| matches(e.name, filter));
        chosen && !arguments.skip.iter().any(|filter| matches(e.name, filter))
    };
    exercises.iter().filter(passes).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::full_name;

    #[test]
    fn a_hint_names_the_lab() {
        assert_eq!(
            full_name("labs/05-softmax-digits", "softmax"),
            "lab05::softmax"
        );
        assert_eq!(full_name("shared/tests/fixture", "wrong"), "wrong");
        assert_eq!(full_name("labs/5-x", "wrong"), "wrong");
    }
}
