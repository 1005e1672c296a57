//! What can be wrong with one exercise.

use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::answer::{Answer, Measure};
use super::bench::{Behaviour, Bench};
use super::property::Property;
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
    if let Measure::Tolerance(tolerance) = bench.measure
        && !(tolerance.is_finite() && tolerance > 0.0)
    {
        flaws.push(format!(
            "the tolerance {tolerance} is not a positive number"
        ));
    }
    let closeness = bench.judged();
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
    flaws.extend(paper_flaw(bench));
    flaws.extend(mistake_flaws(bench, &solved));
    flaws.extend(property_flaws(bench));
    flaws
}

/// What has no input is worked out on paper, and there 0.9 and 0.904 are both 0.9041 to somebody.
fn paper_flaw<I, E: Answer>(bench: &Bench<I, E>) -> Option<String> {
    let on_paper = std::mem::size_of::<I>() == 0;
    let mut broken = false;
    for (_, want) in &bench.probes {
        want.numbers(&mut |number| broken |= number.fract() != 0.0);
    }
    let asks = matches!(bench.measure, Measure::Decimals(_));
    (on_paper && broken && !asks)
        .then(|| "its numbers have decimals: say how many are wanted, with .digits(…)".to_string())
}

/// Properties that the solution does not have, and those that anything has.
fn property_flaws<I, E>(bench: &Bench<I, E>) -> Vec<String>
where
    I: Clone + Debug + Send + Sync + 'static,
    E: Answer + Send + Sync,
{
    let closeness = bench.judged();
    let breaks = |property: &Property<I, E>, function: &dyn Fn(&I) -> E| {
        property.broken(bench.name, function, &closeness)
    };
    // Off by an amount that depends on the input, or f(a) = f(b) would hold of any function.
    let spoiled = |input: &I| {
        let mut hasher = DefaultHasher::new();
        format!("{input:?}").hash(&mut hasher);
        let by = 0.5 + (hasher.finish() % 1000) as f64 / 1000.0;
        (bench.solution)(input).nudged(by)
    };
    let mut flaws = Vec::new();
    for property in &bench.properties {
        let says = property.says;
        if let Some(failure) = breaks(property, &bench.solution) {
            flaws.push(format!(
                "the solution does not have the property `{says}`: {}",
                failure.explain()
            ));
        }
        let bites = bench
            .mistakes
            .iter()
            .any(|m| breaks(property, &m.function).is_some())
            || breaks(property, &spoiled).is_some();
        if !bites {
            flaws.push(format!("anything has the property `{says}`"));
        }
    }
    flaws
}

fn mistake_flaws<I, E>(bench: &Bench<I, E>, solved: &Behaviour<E>) -> Vec<String>
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
            if bench.alike_within(behaviour, same, bench.measure.doubled()) {
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
        if bench.is_short(behaviour) {
            flaws.push(format!(
                "the mistake `{name}` is the right answer with fewer decimals"
            ));
        }
        match bench.judge(&mistake.function) {
            Verdict::Right => flaws.push(format!("no probe catches the mistake `{name}`")),
            Verdict::Mistake { name: named, .. } if named == name => {
                if bench.alike_within(behaviour, solved, bench.measure.doubled()) {
                    flaws.push(format!(
                        "the mistake `{name}` is so near the right answer that one between them is both"
                    ));
                }
            }
            Verdict::Wrong(_) | Verdict::Panicked { .. } if !bench.is_telling(behaviour) => {
                flaws.push(format!(
                    "the mistake `{name}` gives nothing but NaN, as others would too"
                ));
            }
            other => flaws.push(format!(
                "the mistake `{name}` is judged otherwise: {}",
                other.sentence()
            )),
        }
    }
    flaws
}
