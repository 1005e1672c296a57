use super::*;
use crate::judge::Exercise;

fn double(answer: impl Fn(i32) -> i32 + Send + Sync + 'static) -> Exercise {
    Exercise::new("double", 5, "2·x")
        .probes([(3, 6), (-5, -10), (0, 0)])
        .answer(move |&x| answer(x))
        .solution(|&x| 2 * x)
        .mistake("squares", "You squared x.", |&x| x * x)
        .mistake("divides", "You divided.", |&x| x / (x - 3))
        .done()
}

#[test]
fn a_number_worked_out_by_hand_is_not_given_away() {
    let exercise = Exercise::new("by_hand", 5, "6·7")
        .probes([((), vec![6.0, 42.0])])
        .answer(|()| vec![6.0, 41.0])
        .solution(|()| vec![6.0, 42.0])
        .mistake("adds", "You added.", |()| vec![6.0, 13.0])
        .done();
    let Verdict::Wrong(probe) = exercise.verdict_here() else {
        panic!()
    };
    assert!(probe.got.contains("41"));
    assert!(!Verdict::Wrong(probe).explain().contains("42"));
}

#[test]
fn the_order_of_verdicts() {
    assert_eq!(double(|_| todo!()).verdict_here(), Verdict::Unanswered);
    assert_eq!(
        double(|x| if x > 0 { 6 } else { todo!() }).verdict_here(),
        Verdict::Unanswered
    );
    assert_eq!(double(|x| x + x).verdict_here(), Verdict::Right);
    let Verdict::Mistake { name, probe, .. } = double(|x| x * x).verdict_here() else {
        panic!()
    };
    assert_eq!(
        (name.as_str(), probe.call.as_str(), probe.got.as_str()),
        ("squares", "double(3)", "9")
    );
    let Verdict::Wrong(probe) = double(|x| x + 3).verdict_here() else {
        panic!()
    };
    assert_eq!(
        (probe.call.as_str(), probe.expected.as_str()),
        ("double(-5)", "-10")
    );
    let panics = |x| if x < 0 { panic!("below zero") } else { 2 * x };
    let Verdict::Panicked { call, place, .. } = double(panics).verdict_here() else {
        panic!()
    };
    assert_eq!(call, "double(-5)");
    assert!(place.contains("bench/tests.rs:"), "{place}");
}

#[test]
fn a_mistake_may_panic() {
    let Verdict::Mistake { name, .. } = double(|x| x / (x - 3)).verdict_here() else {
        panic!()
    };
    assert_eq!(name, "divides");
}

#[test]
#[should_panic(expected = "exercise `f` has no .solution(…)")]
fn a_missing_solution_is_said_plainly() {
    Exercise::new("f", 5, "t")
        .probes([(1, 1)])
        .answer(|&x| x)
        .done();
}

#[test]
fn a_mistake_that_panics_must_panic_alike() {
    let exercise = |answer: fn(&Vec<f64>) -> f64| {
        Exercise::new("last", 5, "the last")
            .probes([
                (vec![1.0, 2.0], 2.0),
                (vec![3.0], 3.0),
                (vec![4.0, 5.0, 6.0], 6.0),
            ])
            .answer(answer)
            .solution(|v| v[v.len() - 1])
            .mistake("counts from 1", "Counting starts at 0.", |v| v[v.len()])
            .done()
            .verdict_here()
    };
    assert_eq!(
        exercise(|v| *v.get(v.len()).unwrap_or_else(|| &v[v.len()])).state(),
        "mistake"
    );
    assert_eq!(exercise(|v| v[v.len() + 1]).state(), "panicked");
    assert_eq!(exercise(|_| panic!("hm")).state(), "panicked");
}

#[test]
fn a_mistake_is_named_only_if_no_other_fits() {
    let exercise = |tolerance: f64, answer: f64| {
        Exercise::new("by_hand", 5, "6·7")
            .probes([((), 42.0)])
            .tolerance(tolerance)
            .answer(move |()| answer)
            .solution(|()| 42.0)
            .mistake("adds", "You added.", |()| 13.0)
            .mistake("adds one more", "You added one more.", |()| 14.0)
            .mistake("divides by zero", "You divided by zero.", |()| f64::NAN)
            .done()
            .verdict_here()
    };
    assert_eq!(exercise(0.01, 13.1).state(), "mistake");
    assert_eq!(
        exercise(0.06, 13.5).state(),
        "wrong",
        "between two mistakes"
    );
    assert_eq!(
        exercise(0.01, f64::NAN).state(),
        "wrong",
        "NaN comes from anywhere"
    );
    assert_eq!(exercise(0.01, 13.2).state(), "wrong");
}

#[test]
fn a_property_is_shown_like_a_probe() {
    let exercise = |answer: fn(&Vec<f64>) -> Vec<f64>| {
        Exercise::new("softmax", 5, "scores to probabilities")
            .probes([(vec![0.0, 0.0], vec![0.5, 0.5])])
            .property(
                "Scores in another order give the probabilities in that order.",
                |draws| draws.numbers(3, 1.0..4.0),
                |softmax, x| {
                    let turned: Vec<f64> = x.iter().rev().copied().collect();
                    (
                        turned.clone(),
                        softmax(&turned),
                        softmax(x).into_iter().rev().collect(),
                    )
                },
            )
            .answer(answer)
            .solution(|x| softmax(x))
            .done()
            .verdict_here()
    };
    fn softmax(x: &[f64]) -> Vec<f64> {
        let sum: f64 = x.iter().map(|s| s.exp()).sum();
        x.iter().map(|s| s.exp() / sum).collect()
    }
    assert_eq!(exercise(|x| softmax(x)), Verdict::Right);
    let wrong = exercise(|x| softmax(x).iter().map(|p| p * (1.0 + 0.01 * x[0])).collect());
    assert_eq!(
        wrong.sentence(),
        "Scores in another order give the probabilities in that order."
    );
    let shown = wrong.explain();
    assert!(
        shown.contains("\n\n    call      softmax([") && shown.contains("\n    expected  ["),
        "{shown}"
    );
    let panics = exercise(|x| {
        if x.len() > 2 {
            panic!("too many")
        } else {
            softmax(x)
        }
    });
    assert!(panics.explain().starts_with("softmax(["), "{panics:?}");
    assert_eq!(
        exercise(|x| if x.len() > 2 { todo!() } else { softmax(x) }),
        Verdict::Unanswered
    );
}

#[test]
fn right_with_fewer_decimals_is_told_so() {
    let exercise = |answer: [f64; 2]| {
        Exercise::new("by_hand", 5, "two numbers with four decimals")
            .probes([((), [0.904_081_2, 12.5])])
            .digits(4)
            .answer(move |()| answer)
            .solution(|()| [0.904_081_2, 12.5])
            .mistake("stops", "You stopped.", |()| [2.243_4, 12.5])
            .done()
            .verdict_here()
    };
    assert_eq!(exercise([0.9041, 12.5]), Verdict::Right);
    let short = exercise([0.9, 12.5]);
    assert_eq!(
        short.sentence(),
        "Right as far as it goes: give four decimals."
    );
    assert!(
        !short.explain().contains("yours to find"),
        "{}",
        short.explain()
    );
    let wrong = exercise([0.9, 12.4]).explain();
    assert!(
        !wrong.contains("Right as far") && !wrong.contains("904"),
        "{wrong}"
    );
    assert_eq!(exercise([2.2434, 12.5]).state(), "mistake");
}

#[test]
fn the_entry_that_is_off_is_named_and_not_given_away() {
    let paper = |names: &[&'static str], answer: (i32, f64)| {
        let verdict = Exercise::new("find", 5, "t")
            .probes([((), (4, 0.1396))])
            .entries(names.to_vec())
            .answer(move |()| answer)
            .solution(|()| (4, 0.1396))
            .done()
            .verdict_here();
        verdict.explain()
    };
    let shown = paper(&[], (4, 0.5));
    assert!(
        shown.ends_with("differs   in the second value; the first is right"),
        "{shown}"
    );
    assert!(!shown.contains("1396"), "{shown}");
    let shown = paper(&["the line", "the loss"], (3, 0.1396));
    assert!(
        shown.ends_with("differs   in the line; the loss is right"),
        "{shown}"
    );
    let open = Exercise::new("pair", 5, "t")
        .probes([(1.0, (1.0, 2.0))])
        .answer(|&x| (x, x))
        .solution(|&x| (x, 2.0 * x))
        .done();
    assert_eq!(
        open.verdict_here().sentence(),
        "pair(1.0) differs in the second value, at .1: 1.0 instead of 2.0; the first is right."
    );
}

#[test]
fn a_filler_is_explained_where_it_shows() {
    let exercise = |answer: fn(f64) -> Vec<f64>| {
        Exercise::new("kernel", 5, "t")
            .probes([(1.0, vec![1.0, -77.0])])
            .filler(-77.0, "−77 fills what lies behind the result.")
            .answer(move |&x| answer(x))
            .solution(|&x| vec![x, -77.0])
            .done()
            .verdict_here()
            .explain()
    };
    let meaning = "−77 fills what lies behind the result.\n\n    call";
    assert!(
        exercise(|x| vec![x, 0.0]).starts_with(meaning),
        "overwritten"
    );
    assert!(
        exercise(|_| vec![-77.0, -77.0]).starts_with(meaning),
        "not written"
    );
    assert!(
        !exercise(|_| vec![5.0, -77.0]).contains("fills"),
        "simply wrong"
    );
}

#[test]
fn a_matrix_is_shown_as_one() {
    let exercise = Exercise::new("square", 5, "t")
        .probes([(1.0, vec![vec![1.0, 2.0], vec![3.0, 4.5]])])
        .answer(|_| vec![vec![1.0, 2.0], vec![3.0, 9.0]])
        .solution(|_| vec![vec![1.0, 2.0], vec![3.0, 4.5]])
        .done();
    let shown = exercise.verdict_here().explain();
    assert!(
        shown.contains(
            "    got        1.0  2.0\n               3.0 >9.0<\n    expected   1.0  2.0\n"
        ) && shown.ends_with("differs   at [1][1]: 9.0 instead of 4.5"),
        "{shown}"
    );
}
