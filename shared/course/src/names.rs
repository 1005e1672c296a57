//! Turns what a learner typed into a lab or an exercise.

use crate::Result;
use crate::labs::{Course, Exercise, Lab};

/// The lab called `name`: `lab01`, `1`, `01`, or its directory.
pub(crate) fn lab<'a>(course: &'a Course, name: &str) -> Result<&'a Lab> {
    find_lab(course, name).ok_or_else(|| {
        let known: Vec<&str> = course.labs.iter().map(|lab| lab.name.as_str()).collect();
        format!("there is no lab `{name}`; there are {}", known.join(", "))
    })
}

pub(crate) fn find_lab<'a>(course: &'a Course, name: &str) -> Option<&'a Lab> {
    let number = name
        .parse::<u32>()
        .ok()
        .map(|number| format!("lab{number:02}"));
    let directory = |lab: &Lab| {
        lab.dir
            .file_name()
            .is_some_and(|dir| dir.to_string_lossy() == name)
    };
    course
        .labs
        .iter()
        .find(|lab| lab.name == name || Some(&lab.name) == number.as_ref() || directory(lab))
}

/// The exercise called `name`, as `neuron`, `lab01::neuron` or `lab01/neuron`, and its lab.
pub(crate) fn exercise<'a>(course: &'a Course, name: &str) -> Result<(&'a Lab, &'a Exercise)> {
    let (wanted_lab, wanted) = match name.split_once("::").or_else(|| name.split_once('/')) {
        Some((lab_name, wanted)) => (Some(lab(course, lab_name)?), wanted),
        None => (None, name),
    };
    let labs = course
        .labs
        .iter()
        .filter(|lab| wanted_lab.is_none_or(|wanted| wanted.name == lab.name));
    let all: Vec<(&Lab, &Exercise)> = labs
        .flat_map(|lab| lab.exercises.iter().map(move |exercise| (lab, exercise)))
        .collect();
    let found: Vec<(&Lab, &Exercise)> = all
        .iter()
        .copied()
        .filter(|(_, exercise)| exercise.name == wanted)
        .collect();
    match found[..] {
        [only] => Ok(only),
        [] => {
            let names: Vec<&str> = all.iter().map(|(_, it)| it.name.as_str()).collect();
            Err(unknown(name, wanted, &names))
        }
        _ => {
            let choices: Vec<String> = found
                .iter()
                .map(|(lab, _)| format!("{}::{wanted}", lab.name))
                .collect();
            Err(format!(
                "`{name}` is an exercise of more than one lab; say {}",
                choices.join(" or ")
            ))
        }
    }
}

fn unknown(name: &str, wanted: &str, all: &[&str]) -> String {
    let mut near: Vec<(usize, &str)> = all
        .iter()
        .map(|exercise| (distance(wanted, exercise), *exercise))
        .collect();
    near.sort();
    near.dedup();
    let close = |&&(distance, exercise): &&(usize, &str)| {
        distance <= 1 + wanted.chars().count() / 4
            || exercise.contains(wanted)
            || wanted.contains(exercise)
    };
    let close: Vec<String> = near
        .iter()
        .filter(close)
        .take(3)
        .map(|(_, exercise)| format!("`{exercise}`"))
        .collect();
    if close.is_empty() {
        return format!(
            "there is no exercise `{name}`; there are {}",
            all.join(", ")
        );
    }
    format!(
        "there is no exercise `{name}`; did you mean {}?",
        close.join(" or ")
    )
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
        let lab = |number: u32, exercises: &[&str]| Lab {
            name: format!("lab{number:02}"),
            title: String::new(),
            dir: PathBuf::from(format!("labs/{number:02}-some-lab")),
            exercises: exercises.iter().map(|name| named(name)).collect(),
        };
        Course {
            root: PathBuf::new(),
            memory: PathBuf::new(),
            labs: vec![lab(1, &["neuron", "loss"]), lab(2, &["softmax", "loss"])],
        }
    }

    fn found(name: &str) -> Result<(String, String)> {
        exercise(&course(), name).map(|(lab, exercise)| (lab.name.clone(), exercise.name.clone()))
    }

    #[test]
    fn a_name_alone_or_with_its_lab() {
        assert_eq!(found("neuron"), Ok(("lab01".into(), "neuron".into())));
        for name in ["lab02::loss", "lab02/loss", "2::loss", "02-some-lab/loss"] {
            assert_eq!(found(name), Ok(("lab02".into(), "loss".into())), "{name}");
        }
    }

    #[test]
    fn an_ambiguous_name_lists_the_choices() {
        let message = found("loss").unwrap_err();
        assert_eq!(
            message,
            "`loss` is an exercise of more than one lab; say lab01::loss or lab02::loss"
        );
    }

    #[test]
    fn an_unknown_name_suggests_near_ones() {
        assert_eq!(
            found("nuron").unwrap_err(),
            "there is no exercise `nuron`; did you mean `neuron`?"
        );
        assert_eq!(
            found("soft").unwrap_err(),
            "there is no exercise `soft`; did you mean `softmax`?"
        );
        assert_eq!(
            found("lab01::los").unwrap_err(),
            "there is no exercise `lab01::los`; did you mean `loss`?"
        );
        assert!(
            found("zebra")
                .unwrap_err()
                .ends_with("there are neuron, loss, softmax, loss")
        );
        assert_eq!(
            found("lab09::loss").unwrap_err(),
            "there is no lab `lab09`; there are lab01, lab02"
        );
    }

    #[test]
    fn distances() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
