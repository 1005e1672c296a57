//! What can be wrong with one exercise.

use std::fmt::Debug;

use super::answer::{Answer, Closeness};
use super::bench::Bench;
use super::verdict::Verdict;

/// What is wrong with the probes, the solution and the mistakes of one exercise.
pub(super) fn flaws<I, E>(bench: &Bench<I, E>) -> Vec<String>
where
    I: Clone + Debug + Send + Sync + 'static,
    E: Answer + Send + Sync,
{
    let mut flaws = Vec::new();
    let takes_input = std::mem::size_of::<I>() > 0;
    if bench.probes.len() < if takes_input { 3 } else { 1 } {
        flaws.push("it needs three probes or more (one if the function takes nothing)".to_string());
    }
    if !(bench.tolerance.is_finite() && bench.tolerance > 0.0) {
        flaws.push(format!(
            "the tolerance {} is not a positive number",
            bench.tolerance
        ));
    }
    let closeness = Closeness {
        tolerance: bench.tolerance,
        nan_is_nan: false,
    };
    if bench
        .probes
        .iter()
        .any(|(_, want)| want.compare(want, &closeness).is_err())
    {
        flaws.push("a probe expects NaN, which never passes".to_string());
    }
    let solved = bench.behaviour(&bench.solution);
    if let Some(failure) = bench.first_failure(&solved) {
        flaws.push(format!(
            "the solution fails a probe: {}",
            failure.sentence()
        ));
    }
    if !bench.alike(&solved, &bench.behaviour(&bench.solution)) {
        flaws.push("the solution answers differently the second time".to_string());
    }
    flaws.extend(mistake_flaws(bench));
    flaws
}

fn mistake_flaws<I, E>(bench: &Bench<I, E>) -> Vec<String>
where
    I: Clone + Debug + Send + Sync + 'static,
    E: Answer + Send + Sync,
{
    let mut flaws = Vec::new();
    if bench.mistakes.is_empty() {
        flaws.push("it knows no mistakes, so nothing proves that its probes bite".to_string());
    }
    let behaviours: Vec<_> = bench
        .mistakes
        .iter()
        .map(|m| bench.behaviour(&m.function))
        .collect();
    for (i, (mistake, behaviour)) in bench.mistakes.iter().zip(&behaviours).enumerate() {
        let name = mistake.name;
        let earlier = bench.mistakes.iter().zip(&behaviours).take(i);
        // Variants of one misconception may agree.
        for (earlier, same) in earlier.filter(|(earlier, _)| earlier.name != name) {
            if bench.alike(behaviour, same) {
                flaws.push(format!(
                    "the mistakes `{}` and `{name}` give the same answers",
                    earlier.name
                ));
            }
            if earlier.sentence == mistake.sentence {
                flaws.push(format!(
                    "the mistakes `{}` and `{name}` say the same sentence",
                    earlier.name
                ));
            }
        }
        if mistake.sentence.split_whitespace().count() < 3 {
            flaws.push(format!("the mistake `{name}` needs a sentence"));
        }
        match bench.judge(behaviour) {
            Verdict::Right => flaws.push(format!("no probe catches the mistake `{name}`")),
            Verdict::Mistake { name: named, .. } if named == name => {}
            other => flaws.push(format!(
                "the mistake `{name}` is judged otherwise: {}",
                other.sentence()
            )),
        }
    }
    flaws
}
