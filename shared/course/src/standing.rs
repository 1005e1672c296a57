//! How the exercises of a lab stand. The judge is asked only about answers that it has not judged before.

use crate::Result;
use crate::answers::{self, Answer};
use crate::judge;
use crate::labs::{Course, Exercise, Lab};
use crate::paint::paint;
use crate::verdicts::{self, Verdict};

/// An exercise, and the verdict on it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Standing<'a> {
    pub exercise: &'a Exercise,
    pub verdict: Verdict,
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
            verdict if verdict.is_missing() => ("2", "–", verdict.sentence.as_str()),
            verdict => ("31", "✗", verdict.sentence.as_str()),
        };
        paint(
            style,
            &format!("{mark} {name:width$} {minutes:>3} min  {remark}"),
        )
    }
}

/// What is known about every exercise without asking the judge; `None` for an answer that is not judged yet.
pub(crate) fn known<'a>(course: &Course, lab: &'a Lab) -> Vec<(&'a Exercise, Option<Verdict>)> {
    let kept = verdicts::kept(course, lab);
    let known = |exercise: &'a Exercise| {
        let verdict = match answers::of(lab, &exercise.name) {
            Answer::Open => Some(Verdict::open()),
            Answer::Absent => Some(Verdict::unknown(&lab.name, &exercise.name)),
            Answer::Written => kept.get(&exercise.name).cloned(),
        };
        (exercise, verdict)
    };
    lab.exercises.iter().map(known).collect()
}

/// How every exercise stands; asks the judge if there are answers that it has not judged.
///
/// The error is the compiler's first, if the lab does not build.
pub(crate) fn of<'a>(course: &Course, lab: &'a Lab) -> Result<Vec<Standing<'a>>> {
    let known = known(course, lab);
    let judged = match known.iter().all(|(_, verdict)| verdict.is_some()) {
        true => verdicts::Verdicts::new(),
        false => judge::ask(course, lab)?,
    };
    let standing = |(exercise, verdict): (&'a Exercise, Option<Verdict>)| {
        let verdict = judged.get(&exercise.name).cloned().or(verdict);
        let verdict = verdict.unwrap_or_else(|| Verdict::unknown(&lab.name, &exercise.name));
        Standing { exercise, verdict }
    };
    Ok(known.into_iter().map(standing).collect())
}
