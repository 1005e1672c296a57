//! An expression as a reader types it, put on lab 3's tape.

use super::recorded::{LETTERS, One, Recorded, Two};

/// More than this nobody can read.
const MOST: usize = 14;
/// The same for an exponent.
const MOST_POWER: i32 = 99;
const FUNCTIONS: [(&str, One); 5] = [
    ("tanh", One::Tanh),
    ("exp", One::Exp),
    ("ln", One::Ln),
    ("sigmoid", One::Sigmoid),
    ("relu", One::Relu),
];

/// What is wrong, and at which sign, counted from 1.
#[derive(Debug, PartialEq)]
pub struct Mistake {
    pub at: usize,
    pub why: String,
}

/// Reads an expression from left to right, and records each operation as it is done.
///
/// # Errors
/// Where it is no expression of numbers, a, b, c, + − · / ^ and the functions tanh, exp, ln, sigmoid, relu.
pub fn record(text: &str, values: [f64; 3]) -> Result<Recorded, Mistake> {
    let mut reader = Reader {
        signs: text.chars().collect(),
        at: 0,
        depth: 0,
        values,
        recorded: Recorded::new(),
    };
    reader.sum()?;
    match reader.next() {
        None => Ok(reader.recorded),
        Some(sign) => Err(reader.stray(sign)),
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

    /// The signs from here on that are such ones, passed over.
    fn run(&mut self, such: impl Fn(char) -> bool) -> String {
        let run: String = self.signs[self.at..]
            .iter()
            .take_while(|sign| such(**sign))
            .collect();
        self.at += run.chars().count();
        run
    }

    /// `product + product − …`
    fn sum(&mut self) -> Result<usize, Mistake> {
        let mut left = self.product()?;
        while let Some(sign) = self.take(&['+', '-', '−']) {
            let right = self.product()?;
            let two = if sign == '+' { Two::Add } else { Two::Sub };
            let place = self.recorded.two(two, [left, right]);
            left = self.fits(place)?;
        }
        Ok(left)
    }

    /// `factor · factor / …`
    fn product(&mut self) -> Result<usize, Mistake> {
        let mut left = self.factor()?;
        while let Some(sign) = self.take(&['*', '·', '×', '/']) {
            let right = self.factor()?;
            let two = if sign == '/' { Two::Div } else { Two::Mul };
            let place = self.recorded.two(two, [left, right]);
            left = self.fits(place)?;
        }
        Ok(left)
    }

    /// A power, or a factor with a minus before it: −x² is −(x²).
    fn factor(&mut self) -> Result<usize, Mistake> {
        if self.depth > MOST {
            return Err(self.mistake(&format!(
                "more than {MOST} things stand inside of each other"
            )));
        }
        self.depth += 1;
        let factor = if self.take(&['-', '−']).is_some() {
            self.factor().map(|of| self.recorded.one(One::Minus, of))
        } else {
            self.power()
        };
        self.depth -= 1;
        self.fits(factor?)
    }

    /// A single thing, and perhaps an exponent.
    fn power(&mut self) -> Result<usize, Mistake> {
        let base = self.single()?;
        if self.take(&['^']).is_none() {
            return Ok(base);
        }
        let exponent = self.exponent()?;
        if self.next() == Some('^') {
            let why = "two powers in a row can be read in two ways: put brackets around the first, as in (a^2)^3";
            return Err(self.mistake(why));
        }
        Ok(self.recorded.one(One::Power(exponent), base))
    }

    /// A whole number, perhaps negative, perhaps in parentheses.
    fn exponent(&mut self) -> Result<i32, Mistake> {
        let bracket = self.take(&['(']).is_some();
        let minus = self.take(&['-', '−']).is_some();
        let Some(next) = self.next() else {
            return Err(self.mistake("after `^` a whole number is missing, such as 2"));
        };
        let begun = self.at;
        let digits = self.run(|sign| sign.is_ascii_digit() || sign == '.');
        let why = match digits.parse() {
            Ok(exponent @ 0..=MOST_POWER) => {
                if bracket && self.take(&[')']).is_none() {
                    return Err(self
                        .mistake("an exponent is one whole number: here it should end with `)`"));
                }
                return Ok(if minus { -exponent } else { exponent });
            }
            _ if digits.is_empty() => {
                format!("after `^` a whole number should stand, such as 2, not `{next}`")
            }
            _ if digits.contains('.') => format!(
                "an exponent has to be a whole number, and `{digits}` is none: for such a power of a write exp({digits}*ln(a))"
            ),
            _ => format!("an exponent of more than {MOST_POWER} is not recorded here"),
        };
        self.at = begun;
        Err(self.mistake(&why))
    }

    /// A number, a letter, a function of something, or something in parentheses.
    fn single(&mut self) -> Result<usize, Mistake> {
        match self.next() {
            Some('(') => self.parenthesis(),
            Some(sign) if sign.is_ascii_digit() || sign == '.' => self.number(),
            Some(sign) if sign.is_alphabetic() => self.word(),
            next => Err(self.missing(next)),
        }
    }

    fn parenthesis(&mut self) -> Result<usize, Mistake> {
        let opened = self.at + 1;
        self.at += 1;
        let inside = self.sum()?;
        match self.next() {
            Some(')') => {
                self.at += 1;
                Ok(inside)
            }
            Some(sign) => Err(self.stray(sign)),
            None => Err(self.mistake(&format!(
                "a `)` is missing: the `(` at sign {opened} stays open"
            ))),
        }
    }

    fn number(&mut self) -> Result<usize, Mistake> {
        let begun = self.at;
        let text = self.run(|sign| sign.is_ascii_digit() || sign == '.');
        let Ok(value) = text.parse() else {
            self.at = begun;
            return Err(self.mistake(&format!("`{text}` is no number")));
        };
        Ok(self.recorded.number(&text, value))
    }

    /// A letter with a value, or a function.
    fn word(&mut self) -> Result<usize, Mistake> {
        let begun = self.at;
        let word = self.run(char::is_alphabetic);
        let letter = LETTERS.iter().position(|letter| word == letter.to_string());
        if let Some(letter) = letter {
            return Ok(self.recorded.letter(letter, self.values[letter]));
        }
        let Some((_, function)) = FUNCTIONS.into_iter().find(|(name, _)| *name == word) else {
            self.at = begun;
            return Err(self.mistake(&unknown(&word)));
        };
        if self.next() != Some('(') {
            let why = format!("after `{word}` a `(` should stand, as in {word}(a)");
            return Err(self.mistake(&why));
        }
        let of = self.parenthesis()?;
        Ok(self.recorded.one(function, of))
    }

    fn fits(&self, place: usize) -> Result<usize, Mistake> {
        if place >= MOST {
            return Err(self.mistake(&format!("more than {MOST} numbers do not fit on this tape")));
        }
        Ok(place)
    }

    fn mistake(&self, why: &str) -> Mistake {
        Mistake {
            at: self.at + 1,
            why: why.into(),
        }
    }

    /// Where something should begin, and this stands there.
    fn missing(&self, next: Option<char>) -> Mistake {
        let mut before = self.signs[..self.at].iter().rev();
        let before = before.find(|sign| !sign.is_whitespace()).copied();
        let wanted = "a number, a letter or `(`";
        let why = match (before, next) {
            (None, None) => "nothing is typed yet, such as a*b + c".into(),
            (None, Some(next)) => format!("an expression cannot begin with `{next}`"),
            (Some(before), None) => format!("after `{before}` {wanted} is missing"),
            (Some('*'), Some('*')) => {
                "`*` follows `*`: a power is written with `^`, as in a^2".into()
            }
            (Some(before), Some(next)) if is_operator(before) && is_operator(next) => {
                format!("`{next}` follows `{before}`: between two operators {wanted} is missing")
            }
            (Some(before), Some(next)) => {
                format!("after `{before}` {wanted} should stand, not `{next}`")
            }
        };
        self.mistake(&why)
    }

    /// Where something has ended, and this is none of the signs that go on.
    fn stray(&self, sign: char) -> Mistake {
        let why = match sign {
            ')' => "this `)` closes nothing: no `(` is open".into(),
            ',' => "a decimal point is written `.`, not `,`".into(),
            _ if sign.is_alphanumeric() && sign.is_ascii() || "(.".contains(sign) => {
                format!("before `{sign}` an operator is missing, such as `*`")
            }
            _ => format!("`{sign}` is no operator: there are + - * / ^"),
        };
        self.mistake(&why)
    }
}

fn is_operator(sign: char) -> bool {
    "+-−*·×/^".contains(sign)
}

fn unknown(word: &str) -> String {
    if word.chars().all(|sign| LETTERS.contains(&sign)) {
        let letters: Vec<String> = word.chars().map(String::from).collect();
        return format!(
            "`{word}` is no letter: a product is written {}",
            letters.join("*")
        );
    }
    let functions = FUNCTIONS.map(|(name, _)| name).join(", ");
    format!("`{word}` is unknown: there are the letters a, b, c and the functions {functions}")
}

#[cfg(test)]
#[path = "expression_tests.rs"]
mod tests;
