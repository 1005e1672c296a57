use super::*;
use crate::Session;

fn open(text: &str) -> Session {
    let mut session = Session::open(&ENTRY);
    session.set("expression", text);
    session
}

/// The words when the record is pointed to.
fn rule(session: &mut Session, place: usize) -> String {
    session.point(Some(&format!("record {place}")));
    session.frame().words.clone()
}

#[test]
fn the_walk_ends_with_the_gradients_of_a_nudge() {
    for text in [
        FIRST,
        "a*a*a - b/c",
        "sigmoid(2*a) * exp(b) + ln(c*c)",
        "a",
        "-a^2 + b^-1 * relu(c - a*b)",
        "relu(a - 1) + a",
        "relu(a)^3/exp(a)",
    ] {
        let mut session = open(text);
        session.press("end");
        for [by_tape, by_nudge] in [["da", "na"], ["db", "nb"], ["dc", "nc"]] {
            let [one, other] = [by_tape, by_nudge].map(|id| session.number(id));
            assert!(
                (one - other).abs() < 2e-4 || one.is_nan() && other.is_nan(),
                "{text}: {one} {other}"
            );
        }
        assert!(session.number("da").is_finite(), "{text}");
    }
    // d/da of (ab + c)·tanh a at ½, 2, ½: b·tanh a + (ab + c)(1 − tanh² a) = 2 · 0.46212 + 1.5 · 0.78645.
    let mut session = open(FIRST);
    session.press("end");
    assert_eq!(session.number("da"), 2.1039);
}

#[test]
fn each_step_says_what_happens() {
    let mut session = Session::open(&ENTRY);
    let mut said = Vec::new();
    for _ in 0..14 {
        session.press("forth");
        said.push(session.frame().words.clone());
    }
    assert_eq!(
        said[2],
        "Number 2: × of number 0, 0.5000 and number 1, 2.0000: 1.0000."
    );
    assert_eq!(
        said[7],
        "Number 6 hands on 1.0000 · 0.4621 = 0.4621 to number 4, and 1.0000 · 1.5000 = 1.5000 to number 5."
    );
    session.press("back");
    assert_eq!(session.frame().words, said[12]);
}

#[test]
fn a_record_says_its_rule_and_more_of_it_the_further_one_has_walked() {
    let mut session = open(FIRST);
    assert_eq!(
        rule(&mut session, 2),
        "Number 2 = a · b. It hands its gradient times b to a, and times a to b."
    );
    session.set("step", "7");
    assert_eq!(
        rule(&mut session, 2),
        "Number 2 = a · b = 1.0000. It hands its gradient times b, here 2.0000, to a, and times a, here 0.5000, to b."
    );
    session.press("end");
    assert_eq!(
        rule(&mut session, 2),
        "Number 2 = a · b = 1.0000. It hands its gradient, 0.4621, times b, here 2.0000, to a, and times a, here 0.5000, to b."
    );
    assert_eq!(
        rule(&mut session, 0),
        "Number 0 = a = 0.5000. It is made from nothing and hands nothing on; its gradient is what numbers 2 and 5 hand to it, added."
    );
    assert!(rule(&mut session, 6).contains("It is the whole, so its own gradient is 1."));
}

#[test]
fn every_operation_has_its_rule() {
    for (text, place, said) in [
        ("a + b", 2, "to a as it is, and to b as it is."),
        ("a - b", 2, "to a as it is, and times −1 to b."),
        ("a / b", 2, "times 1 / b to a, and times −a / b^2 to b."),
        (
            "(a+b) / (a*b)",
            4,
            "times 1 / (number 3) to number 2, and times −(number 2) / (number 3)^2 to number 3.",
        ),
        ("2*a", 2, "times a to number 0, and times 2 to a."),
        (
            "a*a",
            1,
            "times a to a, and times a to a. The two parts are added there.",
        ),
        ("-a", 1, "times −1 to a."),
        ("a^2", 1, "times 2 · a to a."),
        ("a^-1", 1, "times −1 · a^−2 to a."),
        ("exp(a)", 1, "times its own value to a."),
        ("ln(a)", 1, "times 1 / a to a."),
        ("tanh(a)", 1, "times (1 − its value squared) to a."),
        ("sigmoid(a)", 1, "times its value · (1 − its value) to a."),
        ("relu(a)", 1, "times 1 if a is above 0 and 0 if not to a."),
        ("a", 0, "It is made from nothing and hands nothing on."),
    ] {
        let mut session = open(text);
        let words = rule(&mut session, place);
        assert!(words.ends_with(said), "{text}: {words}");
    }
}

/// A factor that is a formula of letters can be typed, and then has the value that the rule says it has here.
#[test]
fn a_rules_factor_is_the_derivative_on_the_tape() {
    for (text, place) in [
        ("a*b", 2),
        ("a/b", 2),
        ("a^2", 1),
        ("b^3", 1),
        ("b^-2", 1),
        ("ln(b)", 1),
    ] {
        let mut session = open(text);
        session.press("end");
        let words = rule(&mut session, place);
        let factors: Vec<&str> = words.split("times ").skip(1).collect();
        assert!(!factors.is_empty(), "{words}");
        for factor in factors {
            let (formula, rest) = factor.split_once(", here ").expect(factor);
            let recorded = record(formula, [0.5, 2.0, 0.5]).expect(formula);
            let value = shown(recorded.tape.value(recorded.numbers() - 1));
            assert!(rest.starts_with(&format!("{value}, to ")), "{words}");
        }
    }
}

#[test]
fn relu_tells_of_its_corner() {
    let mut session = open("relu(a)");
    for (a, slope, corner) in [("0.5", "here 1.0000", false), ("0", "here 0.0000", true)] {
        session.set("a", a);
        session.press("end");
        let words = rule(&mut session, 1);
        assert!(words.contains(slope), "{words}");
        assert_eq!(words.contains("a corner"), corner, "{words}");
    }
    assert_eq!(["da", "na"].map(|id| session.number(id)), [0.0, 0.5]);
}

#[test]
fn the_records_it_reads_light_up_and_all_can_be_pointed_to() {
    let mut session = open(FIRST);
    let lit = |session: &Session| {
        session.frame().panels[0]
            .body
            .matches("orange faint")
            .count()
    };
    let parts = session.frame().panels[0]
        .body
        .matches("data-part=\"record ")
        .count();
    assert_eq!((parts, lit(&session)), (7, 0));
    for (part, want) in [
        ("record 2", 2),
        ("record 5", 1),
        ("record 0", 0),
        ("record 9", 0),
        ("x", 0),
    ] {
        session.point(Some(part));
        assert_eq!(lit(&session), want, "{part}");
    }
    // At the start again the walk stands on a, which number 2 reads: it has one colour, not two.
    session.press("end");
    let walked = |session: &Session| session.frame().panels[0].body.matches("blue faint").count();
    assert_eq!(walked(&session), 1);
    session.point(Some("record 2"));
    assert_eq!((lit(&session), walked(&session)), (2, 0));
    session.point(None);
    assert_eq!((lit(&session), walked(&session)), (0, 1));
}

#[test]
fn a_step_is_told_even_while_a_record_is_pointed_to() {
    let mut session = open(FIRST);
    session.point(Some("record 2"));
    session.press("forth");
    assert_eq!(session.frame().words, "Number 0 is a: 0.5000.");
    assert!(rule(&mut session, 3).starts_with("Number 3 = c."));
    session.set("step", "2");
    assert_eq!(session.frame().words, "Number 1 is b: 2.0000.");
}

#[test]
fn where_there_is_no_number_the_figure_says_why_and_where() {
    for (text, said) in [
        (
            "a + ln(a - b)",
            "Number 3 = ln(number 2): number 2 is −1.5000, and a negative number has no logarithm. The tape stops here.",
        ),
        (
            "ln(c - a)",
            "Number 3 = ln(number 2): number 2 is 0, and 0 has no logarithm. The tape stops here.",
        ),
        (
            "b / 0",
            "Number 2 = b / 0: number 1 is 0, and nothing can be divided by 0. The tape stops here.",
        ),
        (
            "(a - c)^-2",
            "Number 3 = (number 2)^−2: number 2 is 0, and 0^−2 divides by 0. The tape stops here.",
        ),
        (
            "exp(b * 400) * a",
            "Number 3 = exp(number 2): its value is larger than 1.8e308, the largest number that fits. The tape stops here.",
        ),
        (
            "ln(exp(-740))",
            "Number 3 = ln(number 2): it has a value, but its derivative is larger than 1.8e308, the largest number that fits. The tape stops here.",
        ),
        (
            "(a - c)*exp(460)*exp(460)",
            "Number 5 would hand on 5.963e199 · 5.963e199: that is larger than 1.8e308, the largest number that fits. The walk stops here.",
        ),
    ] {
        let mut session = open(text);
        session.press("end");
        assert_eq!(session.frame().words, said, "{text}");
        // Further on there is nothing, and there is a way back.
        session.press("forth");
        assert_eq!(session.frame().words, said, "{text}");
        let body = &session.frame().panels[0].body;
        assert!(
            body.contains("red faint") && !body.contains("NaN"),
            "{text}"
        );
        assert!(session.number("da").is_nan(), "{text}");
        session.press("back");
        assert_ne!(session.frame().words, said, "{text}");
        assert!(
            !session.frame().panels[0].body.contains("red faint"),
            "{text}"
        );
    }
}

#[test]
fn large_and_small_numbers_keep_to_their_columns() {
    for (value, said) in [
        (-1.25, "−1.2500"),
        (0.0, "0.0000"),
        (99_999.0, "99,999.0000"),
        (-1e300, "−1.000e300"),
        (2.5e-9, "2.500e−9"),
        (f64::INFINITY, "∞"),
        (f64::NAN, "no number"),
    ] {
        assert_eq!(shown(value), said);
    }
    let session = open("3.14159265358979323846*a");
    let body = &session.frame().panels[0].body;
    assert!(body.contains(">3.14159265358979…<"), "{body}");
}

#[test]
fn a_mistake_is_told_and_nothing_is_lost() {
    let mut session = open("(a +");
    assert_eq!(
        session.frame().words,
        "At the end: after `+` a number, a letter or `(` is missing."
    );
    for button in ["forth", "end", "back"] {
        session.press(button);
    }
    session.point(Some("record 1"));
    session.set("expression", "a + sin(b)");
    let words = &session.frame().words;
    assert!(words.starts_with("At sign 5: `sin` is unknown"), "{words}");
    session.point(None);
    session.set("expression", "a + b");
    let words = &session.frame().words;
    assert!(words.starts_with("The tape is empty"), "{words}");
}

/// Sixty signs do not fit beside each other: those around the wrong one are shown.
#[test]
fn the_wrong_sign_is_marked_on_the_paper() {
    for (text, cut) in [
        ("(a +", false),
        (&format!("1{}", "-".repeat(59)), false),
        (&format!("a{}b", " ".repeat(50)), true),
    ] {
        let session = open(text);
        let panel = &session.frame().panels[0];
        let marks = panel.body.matches("red faint").count();
        let signs = panel.body.matches("in mono").count();
        assert!(marks == 1 && signs <= SIGNS && signs > 0, "{text}: {signs}");
        assert_eq!(panel.body.contains('…'), cut, "{text}");
        let x = panel
            .body
            .split("red faint\" x=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let x: f64 = x.unwrap().parse().unwrap();
        assert!((0.0..400.0 - APART).contains(&x), "{text}: {x}");
    }
}
