//! Turns what a learner typed into a lab or an exercise.

use crate::Result;
use crate::labs::{Course, Exercise, Lab};

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Named<'a> {
    Lab(&'a Lab),
    Exercise(&'a Lab, &'a Exercise),
}

/// The lab called `name`: `lab01`, `lab1`, `01`, `1`, `01-sigmoid-neuron`, or as much of its title as only one lab has.
pub(crate) fn lab<'a>(course: &'a Course, name: &str) -> Result<&'a Lab> {
    let found = numbered(course, name).or_else(|| titled(course, name));
    found.ok_or_else(|| {
        let close = close(&plain(name), course.labs.iter().flat_map(spellings));
        let known: Vec<&str> = course.labs.iter().map(|lab| lab.name.as_str()).collect();
        match close.is_empty() {
            true => format!("there is no lab `{name}`; there are {}", known.join(", ")),
            false => format!(
                "there is no lab `{name}`; did you mean {}?",
                close.join(" or ")
            ),
        }
    })
}

/// What `name` means, an exercise or a lab. One word may be both, such as `softmax`: then it is the exercise.
pub(crate) fn find<'a>(course: &'a Course, name: &str) -> Result<Named<'a>> {
    if let Some(lab) = numbered(course, name) {
        return Ok(Named::Lab(lab));
    }
    match (exercise(course, name), titled(course, name)) {
        (Err(_), Some(lab)) if of_name(course, None, name).is_empty() => Ok(Named::Lab(lab)),
        (found, _) => found.map(|(lab, exercise)| Named::Exercise(lab, exercise)),
    }
}

/// The exercise called `name`, as `neuron`, `lab01::neuron` or `lab01/neuron`, and its lab.
pub(crate) fn exercise<'a>(course: &'a Course, name: &str) -> Result<(&'a Lab, &'a Exercise)> {
    let (wanted_lab, wanted) = match name.split_once("::").or_else(|| name.split_once('/')) {
        Some((lab_name, wanted)) => (Some(lab(course, lab_name)?), wanted),
        None => (None, name),
    };
    match of_name(course, wanted_lab, wanted)[..] {
        [only] => Ok(only),
        [] => Err(unknown(course, wanted_lab, name, wanted)),
        ref found => {
            let choices = found
                .iter()
                .map(|(lab, exercise)| full(course, lab, exercise));
            Err(format!(
                "`{name}` is an exercise of more than one lab; say {}",
                choices.collect::<Vec<_>>().join(" or ")
            ))
        }
    }
}

/// `neuron`, or `lab05::softmax` where two labs have one of that name: what a command is to be given.
pub(crate) fn full(course: &Course, lab: &Lab, exercise: &Exercise) -> String {
    match of_name(course, None, &exercise.name).len() {
        1 => exercise.name.clone(),
        _ => format!("{}::{}", lab.name, exercise.name),
    }
}

fn of_name<'a>(course: &'a Course, lab: Option<&Lab>, name: &str) -> Vec<(&'a Lab, &'a Exercise)> {
    let wanted = plain(name);
    all(course, lab)
        .filter(|(_, exercise)| plain(&exercise.name) == wanted)
        .collect()
}

/// Every exercise, or those of one lab.
fn all<'a>(course: &'a Course, lab: Option<&Lab>) -> impl Iterator<Item = (&'a Lab, &'a Exercise)> {
    let only = lab.map(|lab| lab.name.clone());
    let labs = course.labs.iter();
    let labs = labs.filter(move |lab| only.as_ref().is_none_or(|only| *only == lab.name));
    labs.flat_map(|lab| lab.exercises.iter().map(move |exercise| (lab, exercise)))
}

/// Small letters, and one kind of line between words.
fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace(['_', ' '], "-")
}

/// The lab that `name` calls by its number or by its whole directory.
fn numbered<'a>(course: &'a Course, name: &str) -> Option<&'a Lab> {
    let name = plain(name);
    let name = name
        .strip_prefix("labs/")
        .unwrap_or(&name)
        .trim_end_matches('/');
    let digits = name
        .strip_prefix("lab")
        .unwrap_or(name)
        .trim_start_matches('-');
    let number: Option<u32> = digits.parse().ok();
    course.labs.iter().find(|lab| {
        let own = lab.name.trim_start_matches("lab").parse().ok();
        (own.is_some() && own == number) || directory(lab) == name
    })
}

/// The lab whose title alone has the words that `name` has, or begins with it.
fn titled<'a>(course: &'a Course, name: &str) -> Option<&'a Lab> {
    let name = plain(name);
    let has = |lab: &&Lab| {
        let title = plain(&lab.title);
        let words = format!("-{title}-").contains(&format!("-{name}-"));
        words || (name.len() >= 3 && title.starts_with(&name))
    };
    let mut found = course.labs.iter().filter(has);
    found.next().filter(|_| found.next().is_none())
}

fn directory(lab: &Lab) -> String {
    plain(&lab.dir.file_name().unwrap_or_default().to_string_lossy())
}

/// What a lab may be called, each with the name to suggest.
fn spellings(lab: &Lab) -> [(String, String); 3] {
    [lab.name.clone(), plain(&lab.title), directory(lab)]
        .map(|spelling| (spelling, lab.name.clone()))
}

fn unknown(course: &Course, lab: Option<&Lab>, name: &str, wanted: &str) -> String {
    let exercises = all(course, lab).map(|(lab, it)| (plain(&it.name), full(course, lab, it)));
    let labs = course
        .labs
        .iter()
        .filter(|_| lab.is_none())
        .flat_map(spellings);
    let close = close(&plain(wanted), exercises.chain(labs));
    match close.is_empty() {
        true => format!(
            "there is no exercise `{name}`; there are\n{}",
            list(course, lab)
        ),
        false => format!(
            "there is no exercise `{name}`; did you mean {}?",
            close.join(" or ")
        ),
    }
}

/// All exercises, a line for each lab.
fn list(course: &Course, only: Option<&Lab>) -> String {
    let labs = course
        .labs
        .iter()
        .filter(|lab| only.is_none_or(|only| only == *lab));
    let lines = labs.map(|lab| {
        let names: Vec<&str> = lab.exercises.iter().map(|it| it.name.as_str()).collect();
        format!("  {}  {}", lab.name, names.join(", "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// At most three of the names to suggest whose spelling is near to `wanted`, the nearest first, each once.
fn close(wanted: &str, spellings: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let near = spellings.filter_map(|(spelling, name)| {
        let distance = distance(wanted, &spelling);
        let part = wanted.len() >= 3 && (spelling.contains(wanted) || wanted.contains(&spelling));
        (distance <= 1 + wanted.chars().count() / 4 || part)
            .then(|| (distance, format!("`{name}`")))
    });
    let mut near: Vec<(usize, String)> = near.collect();
    near.sort();
    let mut names: Vec<String> = Vec::new();
    for (_, name) in near {
        if !names.contains(&name) && names.len() < 3 {
            names.push(name);
        }
    }
    names
}

/// How many letters must be put in, taken out or exchanged (Levenshtein 1965).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let exchanged = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = exchanged.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn named(name: &str) -> Exercise {
        let name = name.to_string();
        Exercise {
            name,
            ..Exercise::default()
        }
    }

    fn course() -> Course {
        let lab = |number: u32, title: &str, exercises: &[&str]| Lab {
            name: format!("lab{number:02}"),
            title: title.replace('-', " "),
            dir: PathBuf::from(format!("labs/{number:02}-{title}")),
            exercises: exercises.iter().map(|name| named(name)).collect(),
        };
        Course {
            root: PathBuf::new(),
            memory: PathBuf::new(),
            labs: vec![
                lab(1, "sigmoid-neuron", &["neuron", "loss"]),
                lab(2, "forward-pass", &["softmax", "loss", "log_loss"]),
                lab(5, "softmax-digits", &["dense_parameters"]),
                lab(10, "sigmoid-gan", &[]),
            ],
        }
    }

    fn found(name: &str) -> Result<String> {
        let course = course();
        find(&course, name).map(|named| match named {
            Named::Lab(lab) => lab.name.clone(),
            Named::Exercise(lab, exercise) => format!("{}::{}", lab.name, exercise.name),
        })
    }

    #[test]
    fn a_lab_in_every_spelling() {
        for (name, wanted) in [
            ("lab1", "lab01"),
            ("lab01", "lab01"),
            ("LAB01", "lab01"),
            ("lab-1", "lab01"),
            ("1", "lab01"),
            ("01", "lab01"),
            ("01-sigmoid-neuron", "lab01"),
            ("labs/01-sigmoid-neuron/", "lab01"),
            ("sigmoid neuron", "lab01"),
            ("forward", "lab02"),
            ("forw", "lab02"),
            ("forward_pass", "lab02"),
            ("digits", "lab05"),
            ("10", "lab10"),
        ] {
            assert_eq!(found(name).as_deref(), Ok(wanted), "{name}");
            let course = course();
            assert_eq!(
                lab(&course, name).map(|lab| lab.name.as_str()),
                Ok(wanted),
                "{name}"
            );
        }
        // Two labs have this word, and 0 is none.
        for name in ["sigmoid", "0", "lab", "100", ""] {
            assert!(lab(&course(), name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_name_alone_or_with_its_lab() {
        assert_eq!(found("neuron").as_deref(), Ok("lab01::neuron"));
        for name in [
            "lab02::loss",
            "lab2/loss",
            "2::loss",
            "02-forward-pass/loss",
            "forward::Loss",
        ] {
            assert_eq!(found(name).as_deref(), Ok("lab02::loss"), "{name}");
        }
        assert_eq!(found("log-loss").as_deref(), Ok("lab02::log_loss"));
        // The fifth lab has this word in its title; `reset softmax` shall not empty the whole lab.
        assert_eq!(found("softmax").as_deref(), Ok("lab02::softmax"));
    }

    #[test]
    fn an_ambiguous_name_lists_the_choices() {
        let message = found("loss").unwrap_err();
        assert_eq!(
            message,
            "`loss` is an exercise of more than one lab; say lab01::loss or lab02::loss"
        );
        let course = course();
        assert_eq!(
            full(&course, &course.labs[0], &course.labs[0].exercises[0]),
            "neuron"
        );
        assert_eq!(
            full(&course, &course.labs[0], &course.labs[0].exercises[1]),
            "lab01::loss"
        );
    }

    #[test]
    fn an_unknown_name_suggests_near_ones() {
        for (name, end) in [
            ("nuron", "did you mean `neuron`?"),
            ("softmx", "did you mean `softmax`?"),
            ("lab01::los", "did you mean `lab01::loss`?"),
            (
                "los",
                "did you mean `lab01::loss` or `lab02::loss` or `log_loss`?",
            ),
            ("forwad-pass", "did you mean `lab02`?"),
            ("lab12", "did you mean `lab02` or `lab10` or `lab01`?"),
        ] {
            let message = found(name).unwrap_err();
            assert_eq!(message, format!("there is no exercise `{name}`; {end}"));
        }
        assert_eq!(
            found("zebra").unwrap_err(),
            "there is no exercise `zebra`; there are\n  lab01  neuron, loss\n  lab02  softmax, loss, log_loss\n  \
             lab05  dense_parameters\n  lab10  "
        );
        assert_eq!(
            found("lab01::zebra").unwrap_err(),
            "there is no exercise `lab01::zebra`; there are\n  lab01  neuron, loss"
        );
        assert_eq!(
            found("zebra::loss").unwrap_err(),
            "there is no lab `zebra`; there are lab01, lab02, lab05, lab10"
        );
    }

    #[test]
    fn distances() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
