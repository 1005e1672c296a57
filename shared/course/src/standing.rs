//! How the exercises of a lab stand. The judge is asked only about answers that it has not judged before.

use crate::Result;
use crate::answers::{self, Answer};
use crate::judge::{self, Note};
use crate::labs::{Course, Exercise, Lab};
use crate::paint::paint;
use crate::verdicts::{self, Verdict};

/// An exercise, and the verdict on it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Standing<'a> {
    pub exercise: &'a Exercise,
    pub verdict: Verdict,
    /// The judge would say the same now; if not, the verdict is remembered, or missing.
    pub sure: bool,
}

impl Standing<'_> {
    /// A coloured mark and what to say about the exercise.
    pub(crate) fn line(&self, width: usize) -> String {
        let Exercise {
            name,
            minutes,
            task,
            ..
        } = self.exercise;
        let (style, mark, remark) = match &self.verdict {
            verdict if verdict.is_right() => ("32", "✓", "right"),
            verdict if verdict.is_open() => ("2", "·", task.as_str()),
            verdict if verdict.is_wrong() => ("31", "✗", verdict.sentence.as_str()),
            verdict => ("2", "–", verdict.sentence.as_str()),
        };
        paint(
            style,
            &format!("{mark} {name:width$} {minutes:>3} min  {remark}"),
        )
    }
}

/// The lines of all `standings`, names in one column.
pub(crate) fn lines(standings: &[Standing]) -> Vec<String> {
    let names = standings.iter().map(|it| it.exercise.name.len());
    let width = names.max().unwrap_or(0);
    standings.iter().map(|it| it.line(width)).collect()
}

/// What is known about every exercise without asking the judge.
pub(crate) fn known<'a>(course: &Course, lab: &'a Lab) -> Vec<Standing<'a>> {
    let kept = verdicts::kept(course, lab);
    let known = |exercise: &'a Exercise| {
        let (verdict, sure) = match answers::of(lab, &exercise.name) {
            Answer::Open => (Verdict::open(), true),
            Answer::Absent => (Verdict::unknown(&lab.name, &exercise.name), true),
            Answer::Written => match kept.on(lab, &exercise.name) {
                Some(verdict) => (verdict.clone(), kept.sure),
                None => (Verdict::waiting(), false),
            },
        };
        Standing {
            exercise,
            verdict,
            sure,
        }
    };
    lab.exercises.iter().map(known).collect()
}

/// How every exercise stands; asks the judge if there are answers that it has not judged.
///
/// The error is the compiler's first, if the lab does not build.
pub(crate) fn of<'a>(course: &Course, lab: &'a Lab) -> Result<Vec<Standing<'a>>> {
    let known = known(course, lab);
    match known.iter().all(|it| it.sure) {
        true => Ok(known),
        false => {
            let _note = Note::show(&format!("{}: building and judging …", lab.name));
            judged(course, lab, known)
        }
    }
}

/// `known` with what the judge says now.
pub(crate) fn judged<'a>(
    course: &Course,
    lab: &Lab,
    known: Vec<Standing<'a>>,
) -> Result<Vec<Standing<'a>>> {
    let verdicts = judge::ask(course, lab)?;
    let now = |it: Standing<'a>| {
        let said = verdicts.get(&it.exercise.name).cloned();
        let verdict = match said {
            None if !it.sure => Verdict::unknown(&lab.name, &it.exercise.name),
            None => it.verdict,
            Some(verdict) => verdict,
        };
        Standing {
            verdict,
            sure: true,
            ..it
        }
    };
    Ok(known.into_iter().map(now).collect())
}

/// The first exercise that is answered but wrong, or else the first that is open.
pub(crate) fn first_unsolved<'a, 'b>(standings: &'b [Standing<'a>]) -> Option<&'b Standing<'a>> {
    let wrong = standings.iter().find(|it| it.verdict.is_wrong());
    wrong.or_else(|| standings.iter().find(|it| it.verdict.is_open()))
}

/// The exercise to go on with and its lab, as far as is known without asking a judge: the first of the labs behind
/// `after`, then of those before it.
pub(crate) fn next<'a>(course: &'a Course, after: Option<&Lab>) -> Option<(&'a Lab, Standing<'a>)> {
    let is_after = |lab: &Lab| after.is_some_and(|after| *after == *lab);
    let start = course.labs.iter().position(is_after).map_or(0, |at| at + 1);
    let (before, behind) = course.labs.split_at(start);
    behind
        .iter()
        .chain(before)
        .find_map(|lab| Some((lab, first_unsolved(&known(course, lab))?.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_comes_before_what_is_open() {
        let exercises = ["a", "b", "c"].map(|name| Exercise {
            name: name.to_string(),
            ..Exercise::default()
        });
        let first = |states: &[&str]| {
            let standing = |(exercise, state): (_, &&str)| Standing {
                exercise,
                verdict: Verdict {
                    state: state.to_string(),
                    ..Verdict::default()
                },
                sure: true,
            };
            let standings: Vec<Standing> = exercises.iter().zip(states).map(standing).collect();
            Some(first_unsolved(&standings)?.exercise.name.clone())
        };
        assert_eq!(
            first(&["right", "unanswered", "wrong"]).as_deref(),
            Some("c")
        );
        assert_eq!(first(&["right", "unanswered"]).as_deref(), Some("b"));
        assert_eq!(first(&["right", "waiting"]), None);
        assert_eq!(first(&["unavailable", "unanswered"]).as_deref(), Some("b"));
        assert_eq!(first(&["unavailable"]), None);
    }
}
