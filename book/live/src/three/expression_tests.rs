use super::*;

fn value(text: &str, values: [f64; 3]) -> f64 {
    let recorded = record(text, values).unwrap_or_else(|why| panic!("{text}: {why:?}"));
    recorded.tape.value(recorded.numbers() - 1)
}

#[test]
fn expressions_have_the_value_they_should() {
    let values: [f64; 3] = [1.3, -0.7, 2.0];
    let [a, b, c] = values;
    for (text, want) in [
        ("a*b + tanh(a - b)", a * b + (a - b).tanh()),
        ("a - b - c", a - b - c),
        ("-a * -(b)", a * b),
        ("c / 4 / a", c / 4.0 / a),
        (
            "sigmoid(2·a) + exp(b) − ln(c)",
            1.0 / (1.0 + (-2.0 * a).exp()) + b.exp() - c.ln(),
        ),
        (" 2.5×a ", 2.5 * a),
        ("relu(a) + relu(b)", a),
    ] {
        assert!((value(text, values) - want).abs() < 1e-12, "{text}");
    }
}

#[test]
fn a_power_binds_before_every_other_sign() {
    for (text, want) in [
        ("-a^2", -9.0),
        ("(-a)^2", 9.0),
        ("2*a^2", 18.0),
        ("a^2*2", 18.0),
        ("-a^2 + a", -6.0),
        ("a ^ -1", 1.0 / 3.0),
        ("a^(−2)", 1.0 / 9.0),
        ("(a^2)^3", 729.0),
        ("a^0 + a^1", 4.0),
        ("relu(a)^2/a", 3.0),
    ] {
        assert!((value(text, [3.0; 3]) - want).abs() < 1e-12, "{text}");
    }
}

#[test]
fn a_letter_is_on_the_tape_once() {
    let recorded = record("a*a + a^2", [1.0; 3]).unwrap();
    let names: Vec<String> = (0..recorded.numbers()).map(|n| recorded.name(n)).collect();
    assert_eq!(names, ["a", "×", "^2", "+"]);
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (text, at, why) in [
        ("", 1, "nothing is typed yet, such as a*b + c"),
        ("a +", 4, "after `+` a number, a letter or `(` is missing"),
        (
            "a + * b",
            5,
            "`*` follows `+`: between two operators a number, a letter or `(` is missing",
        ),
        (
            "a**2",
            3,
            "`*` follows `*`: a power is written with `^`, as in a^2",
        ),
        ("*a", 1, "an expression cannot begin with `*`"),
        (
            "a*()",
            4,
            "after `(` a number, a letter or `(` should stand, not `)`",
        ),
        (
            "b - (a + b",
            11,
            "a `)` is missing: the `(` at sign 5 stays open",
        ),
        ("a + b)", 6, "this `)` closes nothing: no `(` is open"),
        ("a b", 3, "before `b` an operator is missing, such as `*`"),
        ("(2a)", 3, "before `a` an operator is missing, such as `*`"),
        ("a(b)", 2, "before `(` an operator is missing, such as `*`"),
        ("a & b", 3, "`&` is no operator: there are + - * / ^"),
        ("1,5", 2, "a decimal point is written `.`, not `,`"),
        (
            "a + sin(b)",
            5,
            "`sin` is unknown: there are the letters a, b, c and the functions tanh, exp, ln, sigmoid, relu",
        ),
        ("ab", 1, "`ab` is no letter: a product is written a*b"),
        ("1.2.3", 1, "`1.2.3` is no number"),
        (
            "tanh a",
            6,
            "after `tanh` a `(` should stand, as in tanh(a)",
        ),
        ("é", 1, "`é` is unknown: there are the letters"),
        ("a^", 3, "after `^` a whole number is missing, such as 2"),
        (
            "a^b",
            3,
            "after `^` a whole number should stand, such as 2, not `b`",
        ),
        (
            "a^0.5",
            3,
            "an exponent has to be a whole number, and `0.5` is none: for such a power of a write exp(0.5*ln(a))",
        ),
        (
            "a^100",
            3,
            "an exponent of more than 99 is not recorded here",
        ),
        (
            "a^(2+1)",
            5,
            "an exponent is one whole number: here it should end with `)`",
        ),
        (
            "2^3^2",
            4,
            "two powers in a row can be read in two ways: put brackets around the first, as in (a^2)^3",
        ),
    ] {
        let mistake = record(text, [1.0; 3]).expect_err(text);
        assert!(
            mistake.at == at && mistake.why.starts_with(why),
            "{text}: {mistake:?}"
        );
    }
}

#[test]
fn what_is_too_much_is_refused() {
    let why = |text: &str| record(text, [1.0; 3]).unwrap_err().why;
    for open in ["(", "-", "exp("] {
        assert!(
            why(&open.repeat(500)).contains("inside of each other"),
            "{open}"
        );
    }
    assert!(why(&"a+b*".repeat(99)).contains("do not fit"));
    // Fourteen numbers do.
    assert_eq!(record("1+2+3+4+5+6+a", [1.0; 3]).unwrap().numbers(), 13);
    assert_eq!(record("-(1+2+3+4+5+6+a)", [1.0; 3]).unwrap().numbers(), 14);
    assert!(why("-(-(1+2+3+4+5+6+a))").contains("do not fit"));
}
