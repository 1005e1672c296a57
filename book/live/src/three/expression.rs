//! An expression as a reader types it, put on lab 3's tape.

use lab03::solutions::{mul, walk_backward};
use lab03::tape::{Engine, Tape};

/// The letters that have a value of their own.
pub const LETTERS: [char; 3] = ['a', 'b', 'c'];
/// More than this nobody can read.
const MOST: usize = 14;

/// A tape that was filled, and what each of its numbers is.
#[derive(Debug)]
pub struct Recorded {
    pub tape: Tape,
    /// `a`, `2`, `×`, `tanh`: a name for each number.
    pub names: Vec<String>,
    /// Where on the tape each letter is, if the expression has it.
    pub letters: [Option<usize>; 3],
}

/// What is wrong, and at which sign, counted from 1.
#[derive(Debug, PartialEq)]
pub struct Mistake {
    pub at: usize,
    pub why: String,
}

/// Reads an expression from left to right, and records each operation as it is done.
///
/// # Errors
/// Where it is no expression of numbers, a, b, c, + − · / and the functions tanh, exp, ln, sigmoid.
pub fn record(text: &str, values: [f64; 3]) -> Result<Recorded, Mistake> {
    let engine = Engine {
        mul,
        walk: walk_backward,
    };
    let mut reader = Reader {
        signs: text.chars().collect(),
        at: 0,
        depth: 0,
        values,
        recorded: Recorded {
            tape: engine.tape(),
            names: Vec::new(),
            letters: [None; 3],
        },
    };
    reader.sum()?;
    match reader.next() {
        None => Ok(reader.recorded),
        Some(sign) => Err(reader.mistake(&format!("`{sign}` belongs to nothing"))),
    }
}

struct Reader {
    signs: Vec<char>,
    at: usize,
    depth: usize,
    values: [f64; 3],
    recorded: Recorded,
}

impl Reader {
    fn mistake(&self, why: &str) -> Mistake {
        Mistake {
            at: self.at + 1,
            why: why.into(),
        }
    }

    /// The next sign that is no blank.
    fn next(&mut self) -> Option<char> {
        while self
            .signs
            .get(self.at)
            .is_some_and(|sign| sign.is_whitespace())
        {
            self.at += 1;
        }
        self.signs.get(self.at).copied()
    }

    /// Passes over the next sign if it is one of these, and says which.
    fn take(&mut self, these: &[char]) -> Option<char> {
        let sign = self.next().filter(|sign| these.contains(sign))?;
        self.at += 1;
        Some(sign)
    }

    /// `product + product − …`
    fn sum(&mut self) -> Result<usize, Mistake> {
        let mut left = self.product()?;
        while let Some(sign) = self.take(&['+', '-', '−']) {
            let right = self.product()?;
            left = if sign == '+' {
                let sum = self.recorded.tape.add(left, right);
                self.named("+", sum)?
            } else {
                let value = self.value(left) - self.value(right);
                self.push("−", value, vec![(left, 1.0), (right, -1.0)])?
            };
        }
        Ok(left)
    }

    /// `factor · factor / …`
    fn product(&mut self) -> Result<usize, Mistake> {
        let mut left = self.factor()?;
        while let Some(sign) = self.take(&['*', '·', '×', '/']) {
            let right = self.factor()?;
            left = if sign == '/' {
                let (a, b) = (self.value(left), self.value(right));
                self.push("/", a / b, vec![(left, 1.0 / b), (right, -a / (b * b))])?
            } else {
                let product = self.recorded.tape.mul(left, right);
                self.named("×", product)?
            };
        }
        Ok(left)
    }

    /// A number, a letter, a function of something, something in parentheses, or one of these with a minus before it.
    fn factor(&mut self) -> Result<usize, Mistake> {
        if self.depth > MOST {
            return Err(self.mistake("this is too deep inside of other things"));
        }
        self.depth += 1;
        let factor = self.one();
        self.depth -= 1;
        factor
    }

    fn one(&mut self) -> Result<usize, Mistake> {
        match self.next() {
            None => Err(self.mistake("something is missing at the end")),
            Some('-' | '−') => {
                self.at += 1;
                let of = self.factor()?;
                let value = -self.value(of);
                self.push("minus", value, vec![(of, -1.0)])
            }
            Some('(') => self.parenthesis(),
            Some(sign) if sign.is_ascii_digit() || sign == '.' => self.number(),
            Some(sign) if sign.is_alphabetic() => self.word(),
            Some(sign) => Err(self.mistake(&format!(
                "a number, a letter or `(` should stand here, not `{sign}`"
            ))),
        }
    }

    fn parenthesis(&mut self) -> Result<usize, Mistake> {
        if self.take(&['(']).is_none() {
            return Err(self.mistake("a `(` should stand here"));
        }
        let inside = self.sum()?;
        match self.take(&[')']) {
            Some(_) => Ok(inside),
            None => Err(self.mistake("a `)` is missing here")),
        }
    }

    fn number(&mut self) -> Result<usize, Mistake> {
        let digits = self.signs[self.at..]
            .iter()
            .take_while(|sign| sign.is_ascii_digit() || **sign == '.');
        let text: String = digits.collect();
        let value: f64 = text
            .parse()
            .map_err(|_| self.mistake(&format!("`{text}` is no number")))?;
        self.at += text.len();
        let place = self.recorded.tape.number(value);
        self.named(&text, place)
    }

    /// A letter with a value, or a function.
    fn word(&mut self) -> Result<usize, Mistake> {
        let begun = self.at;
        let letters = self.signs[self.at..]
            .iter()
            .take_while(|sign| sign.is_alphabetic());
        let word: String = letters.collect();
        self.at += word.chars().count();
        let letter = LETTERS.iter().position(|letter| word == letter.to_string());
        if let Some(letter) = letter {
            return self.letter(letter);
        }
        if !["tanh", "exp", "ln", "sigmoid"].contains(&word.as_str()) {
            self.at = begun;
            return Err(self.mistake(&format!(
                "`{word}` is no letter of a, b, c and no function of tanh, exp, ln, sigmoid"
            )));
        }
        let of = self.parenthesis()?;
        let x = self.value(of);
        match word.as_str() {
            "tanh" => self.push("tanh", x.tanh(), vec![(of, 1.0 - x.tanh() * x.tanh())]),
            "exp" => self.push("exp", x.exp(), vec![(of, x.exp())]),
            "ln" => {
                let place = self.recorded.tape.ln(of);
                self.named("ln", place)
            }
            _ => {
                let place = self.recorded.tape.sigmoid(of);
                self.named("σ", place)
            }
        }
    }

    /// A letter is on the tape once, however often it is used.
    fn letter(&mut self, letter: usize) -> Result<usize, Mistake> {
        if let Some(place) = self.recorded.letters[letter] {
            return Ok(place);
        }
        let place = self.recorded.tape.number(self.values[letter]);
        self.recorded.letters[letter] = Some(place);
        self.named(&LETTERS[letter].to_string(), place)
    }

    fn value(&self, place: usize) -> f64 {
        self.recorded.tape.value(place)
    }

    fn push(
        &mut self,
        name: &str,
        value: f64,
        made_from: Vec<(usize, f64)>,
    ) -> Result<usize, Mistake> {
        let place = self.recorded.tape.push(value, made_from);
        self.named(name, place)
    }

    fn named(&mut self, name: &str, place: usize) -> Result<usize, Mistake> {
        self.recorded.names.push(name.into());
        if place >= MOST {
            return Err(self.mistake(&format!("more than {MOST} numbers do not fit on this tape")));
        }
        Ok(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            let recorded = record(text, values).unwrap();
            let last = recorded.names.len() - 1;
            assert!((recorded.tape.value(last) - want).abs() < 1e-12, "{text}");
        }
        assert_eq!(record("a*a + a", values).unwrap().names, ["a", "×", "+"]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (text, at, why) in [
            ("", 1, "missing at the end"),
            ("a +", 4, "missing at the end"),
            ("a + * b", 5, "not `*`"),
            ("(a + b", 7, "`)` is missing"),
            ("a b", 3, "`b` belongs to nothing"),
            ("a + sin(b)", 5, "`sin` is no letter"),
            ("1.2.3", 1, "no number"),
            ("tanh a", 6, "`(` should stand"),
            ("é", 1, "no letter"),
        ] {
            let mistake = record(text, [1.0; 3]).unwrap_err();
            assert!(
                mistake.at == at && mistake.why.contains(why),
                "{text}: {mistake:?}"
            );
        }
        assert!(
            record(&"(".repeat(500), [1.0; 3])
                .unwrap_err()
                .why
                .contains("too deep")
        );
        assert!(
            record(&"a+b*".repeat(99), [1.0; 3])
                .unwrap_err()
                .why
                .contains("do not fit")
        );
    }
}
