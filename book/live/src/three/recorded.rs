//! What an expression leaves behind: lab 3's tape, and what each number on it is.

use lab03::engine::Value;
use lab03::solutions::{mul, walk_backward};
use lab03::tape::{Engine, Tape};

/// The letters that have a value of their own.
pub const LETTERS: [char; 3] = ['a', 'b', 'c'];

/// What a number is. The numbers it was made from are called by their places.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// One of [`LETTERS`].
    Letter(usize),
    /// As it was typed.
    Number(String),
    One(One, usize),
    Two(Two, [usize; 2]),
}

/// A function of one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum One {
    Minus,
    Power(i32),
    Exp,
    Ln,
    Tanh,
    Sigmoid,
    Relu,
}

/// An operator between two numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Two {
    Add,
    Sub,
    Mul,
    Div,
}

/// A tape that was filled.
#[derive(Debug)]
pub struct Recorded {
    pub tape: Tape,
    /// What each number is.
    pub whats: Vec<What>,
    /// Where on the tape each letter is, if the expression has it.
    pub letters: [Option<usize>; 3],
}

impl Recorded {
    /// An empty tape.
    pub fn new() -> Self {
        let engine = Engine {
            mul,
            walk: walk_backward,
        };
        Recorded {
            tape: engine.tape(),
            whats: Vec::new(),
            letters: [None; 3],
        }
    }

    /// How many numbers are on the tape.
    pub fn numbers(&self) -> usize {
        self.whats.len()
    }

    /// A letter is on the tape once, however often it is used.
    pub fn letter(&mut self, letter: usize, value: f64) -> usize {
        if let Some(place) = self.letters[letter] {
            return place;
        }
        let place = self.tape.number(value);
        self.letters[letter] = Some(place);
        self.named(What::Letter(letter), place)
    }

    /// A number as it was typed, each time anew.
    pub fn number(&mut self, text: &str, value: f64) -> usize {
        let place = self.tape.number(value);
        self.named(What::Number(text.into()), place)
    }

    /// What the tape itself does not know, the lab's other engine differentiates.
    pub fn one(&mut self, one: One, of: usize) -> usize {
        let place = match one {
            One::Ln => self.tape.ln(of),
            One::Sigmoid => self.tape.sigmoid(of),
            One::Minus => self.by_engine([of], |[x]| Value::from(0.0) - x),
            One::Power(n) => self.by_engine([of], |[x]| x.powi(n)),
            One::Exp => self.by_engine([of], |[x]| x.exp()),
            One::Tanh => self.by_engine([of], |[x]| x.tanh()),
            One::Relu => self.by_engine([of], |[x]| x.relu()),
        };
        self.named(What::One(one, of), place)
    }

    /// As [`Recorded::one`].
    pub fn two(&mut self, two: Two, of: [usize; 2]) -> usize {
        let place = match two {
            Two::Add => self.tape.add(of[0], of[1]),
            Two::Mul => self.tape.mul(of[0], of[1]),
            Two::Sub => self.by_engine(of, |[x, y]| x - y),
            Two::Div => self.by_engine(of, |[x, y]| x / y),
        };
        self.named(What::Two(two, of), place)
    }

    /// An expression of a single operation: what its `backward` leaves at the ends are that operation's derivatives.
    fn by_engine<const N: usize>(
        &mut self,
        of: [usize; N],
        make: impl Fn([Value; N]) -> Value,
    ) -> usize {
        let from = of.map(|place| Value::from(self.tape.value(place)));
        let made = make(from.clone());
        made.backward();
        let derivatives = from.iter().map(Value::grad);
        let record = of.into_iter().zip(derivatives).collect();
        self.tape.push(made.data(), record)
    }

    fn named(&mut self, what: What, place: usize) -> usize {
        self.whats.push(what);
        place
    }

    /// What has arrived at each number when so many, from the end, have handed theirs on: the lab's own walk, over a tape on
    /// which the others have nothing to hand to.
    pub fn arrived(&self, handed: usize) -> Vec<f64> {
        let numbers = self.numbers();
        let records = self.tape.records().iter().enumerate();
        let walked: Vec<_> = records
            .map(|(n, record)| match n + handed >= numbers {
                true => record.clone(),
                false => Vec::new(),
            })
            .collect();
        walk_backward(&walked)
    }

    /// The first number that is none, or has a derivative that is none.
    pub fn broken(&self) -> Option<usize> {
        let derivatives = |n: usize| self.tape.records()[n].iter().map(|(_, slope)| *slope);
        let finite =
            |n: usize| self.tape.value(n).is_finite() && derivatives(n).all(f64::is_finite);
        (0..self.numbers()).find(|&n| !finite(n))
    }

    /// The first number, on the way back, that hands on more than fits.
    pub fn burst(&self) -> Option<usize> {
        let numbers = self.numbers();
        let all_finite = |handed: usize| self.arrived(handed).into_iter().all(f64::is_finite);
        let handed = (1..=numbers).find(|&handed| !all_finite(handed))?;
        Some(numbers - handed)
    }

    /// How many steps lead to the end and back to the start, or to where it does not go on.
    pub fn steps(&self) -> usize {
        let numbers = self.numbers();
        match (self.broken(), self.burst()) {
            (Some(at), _) => at + 1,
            (None, Some(at)) => 2 * numbers - at,
            (None, None) => 2 * numbers,
        }
    }
}

#[cfg(test)]
#[path = "recorded_tests.rs"]
mod tests;
