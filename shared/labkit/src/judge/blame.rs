//! A wrong answer that uses another one which is wrong.

use super::exercise::Exercise;
use super::source::Source;
use super::verdict::{Probe, Verdict, first_line};

/// What to say of `exercise` instead of `verdict`, if its answer calls that of another exercise which is not right:
/// that one comes first. `verdict_on` judges the others.
pub(super) fn blamed(
    source: &Source,
    exercise: &Exercise,
    verdict: &Verdict,
    all: &[Exercise],
    verdict_on: impl Fn(&Exercise) -> Verdict,
) -> Option<Verdict> {
    let unanswered = match verdict {
        Verdict::Right | Verdict::Stale | Verdict::Rejected { .. } => return None,
        Verdict::Unavailable { .. } => return None,
        // The `todo!()` that it reached may be another's.
        Verdict::Unanswered if source.is_open(exercise) => return None,
        verdict => verdict.is_unanswered(),
    };
    let mut called = source.called_by(exercise, all).into_iter();
    let (culprit, open) = called.find_map(|other| {
        let found = verdict_on(other);
        let is_to_blame = match unanswered {
            true => found.is_unanswered(),
            false => !(found.is_right() || found.is_unavailable() || found == Verdict::Stale),
        };
        // Two that call each other would each wait for the other.
        let calls_back = || {
            source
                .called_by(other, all)
                .iter()
                .any(|e| e.name == exercise.name)
        };
        (is_to_blame && !calls_back()).then_some((other.name, found.is_unanswered()))
    })?;
    let name = exercise.name;
    let says = match open {
        true => format!(
            "`{name}` calls your `{culprit}`, which is not answered yet: answer that first."
        ),
        false => {
            format!("`{name}` calls your `{culprit}`, which is not right yet: mend that first.")
        }
    };
    Some(Verdict::Wrong(Probe {
        says,
        ..shown(verdict)
    }))
}

/// What there is to see of it so far.
fn shown(verdict: &Verdict) -> Probe {
    match verdict {
        Verdict::Wrong(probe) | Verdict::Mistake { probe, .. } => probe.clone(),
        Verdict::Panicked { message, call, .. } => Probe {
            call: call.clone(),
            got: format!("a panic: {}", first_line(message)),
            ..Probe::default()
        },
        _ => Probe::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: Source = Source {
        folder: "nowhere",
        answers: "fn logistic() { 1 }\nfn gradient() { logistic() }\nfn open() { todo!() }\nfn uses() { open() }\n\
                  fn ping() { pong() }\nfn pong() { ping() }\nfn alone() { 3 }",
    };

    fn all() -> Vec<Exercise> {
        let names = [
            "logistic", "gradient", "open", "uses", "ping", "pong", "alone",
        ];
        let draft = |name| Exercise::new(name, 5, "t").probes([(1, 1)]);
        names
            .map(|name| draft(name).answer(|&x| x).solution(|&x| x).done())
            .to_vec()
    }

    /// What is said of `name`, if the exercises that are not `right` are wrong, and `open` and what uses it unanswered.
    fn said(name: &str, right: &[&str]) -> Option<String> {
        let all = all();
        let verdict_on = |e: &Exercise| match e.name {
            name if right.contains(&name) => Verdict::Right,
            "open" | "uses" => Verdict::Unanswered,
            name => Verdict::Wrong(Probe {
                call: format!("{name}(1)"),
                got: "2".to_string(),
                ..Probe::default()
            }),
        };
        let exercise = all.iter().find(|e| e.name == name).unwrap();
        blamed(&SOURCE, exercise, &verdict_on(exercise), &all, verdict_on).map(|v| v.explain())
    }

    #[test]
    fn what_is_called_and_wrong_comes_first() {
        assert_eq!(
            said("gradient", &[]).unwrap(),
            "`gradient` calls your `logistic`, which is not right yet: mend that first.\n\n    call      gradient(1)\n    \
             got       2"
        );
        assert_eq!(
            said("uses", &[]).unwrap(),
            "`uses` calls your `open`, which is not answered yet: answer that first."
        );
    }

    #[test]
    fn nobody_else_is_blamed_for_ones_own() {
        assert_eq!(said("gradient", &["logistic"]), None);
        assert_eq!(
            said("gradient", &["gradient"]),
            None,
            "right whatever it calls"
        );
        assert_eq!(said("alone", &[]), None);
        assert_eq!(said("logistic", &[]), None);
        assert_eq!(said("open", &[]), None);
        assert_eq!(said("ping", &[]), None, "each would wait for the other");
    }
}
