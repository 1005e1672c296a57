//! What a record does, in words: its rule, and why it cannot be written.

use super::recorded::{LETTERS, One, Recorded, Two, What};
use labkit::numerals::num;

impl Recorded {
    /// A short name: `a`, `2`, `×`, `tanh`.
    pub fn name(&self, place: usize) -> String {
        match &self.whats[place] {
            What::Letter(letter) => LETTERS[*letter].into(),
            What::Number(text) => text.clone(),
            What::One(One::Power(n), _) => format!("^{}", whole(*n)),
            What::One(one, _) => one.name().into(),
            What::Two(Two::Add, _) => "+".into(),
            What::Two(Two::Sub, _) => "−".into(),
            What::Two(Two::Mul, _) => "×".into(),
            What::Two(Two::Div, _) => "/".into(),
        }
    }

    /// How a sentence calls it.
    fn called(&self, place: usize) -> String {
        match &self.whats[place] {
            What::Letter(letter) => LETTERS[*letter].into(),
            _ => format!("number {place}"),
        }
    }

    /// How a formula calls it.
    fn operand(&self, place: usize) -> String {
        match &self.whats[place] {
            What::Number(text) => text.clone(),
            _ => self.called(place),
        }
    }

    /// The same where a sign stands close to it.
    fn closed(&self, place: usize) -> String {
        match &self.whats[place] {
            What::One(..) | What::Two(..) => format!("(number {place})"),
            _ => self.operand(place),
        }
    }

    /// What it was made from, as a formula.
    fn formula(&self, place: usize) -> String {
        match &self.whats[place] {
            What::Letter(_) | What::Number(_) => self.operand(place),
            What::One(One::Minus, x) => format!("−{}", self.closed(*x)),
            What::One(One::Power(n), x) => format!("{}^{}", self.closed(*x), whole(*n)),
            What::One(one, x) => format!("{}({})", one.name(), self.operand(*x)),
            What::Two(two, [x, y]) => {
                let sign = match two {
                    Two::Add => "+",
                    Two::Sub => "−",
                    Two::Mul => "·",
                    Two::Div => "/",
                };
                format!("{} {sign} {}", self.operand(*x), self.operand(*y))
            }
        }
    }

    /// By what it multiplies its gradient for each number it was made from; by nothing where that is handed on as it is.
    fn factors(&self, place: usize) -> Vec<Option<String>> {
        match &self.whats[place] {
            What::Letter(_) | What::Number(_) => vec![],
            What::Two(Two::Add, _) => vec![None, None],
            What::Two(Two::Sub, _) => vec![None, Some("−1".into())],
            What::Two(Two::Mul, [x, y]) => vec![Some(self.operand(*y)), Some(self.operand(*x))],
            What::Two(Two::Div, [x, y]) => {
                let (x, y) = (self.closed(*x), self.closed(*y));
                vec![Some(format!("1 / {y}")), Some(format!("−{x} / {y}^2"))]
            }
            What::One(one, x) => vec![Some(self.factor(*one, *x))],
        }
    }

    fn factor(&self, one: One, x: usize) -> String {
        let closed = self.closed(x);
        match one {
            One::Minus => "−1".into(),
            One::Power(0) => "0".into(),
            One::Power(1) => "1".into(),
            One::Power(2) => format!("2 · {closed}"),
            One::Power(n) => format!("{} · {closed}^{}", whole(n), whole(n - 1)),
            One::Exp => "its own value".into(),
            One::Ln => format!("1 / {closed}"),
            One::Tanh => "(1 − its value squared)".into(),
            One::Sigmoid => "its value · (1 − its value)".into(),
            One::Relu => format!("1 if {} is above 0 and 0 if not", self.called(x)),
        }
    }

    /// What a number is and what it does with its gradient. Values are said once they are made, the gradient once it is whole.
    pub fn rule(&self, place: usize, made: bool, gradient: Option<f64>) -> String {
        let value = match made {
            true => format!(" = {}", shown(self.tape.value(place))),
            false => String::new(),
        };
        let mut said = format!("Number {place} = {}{value}.", self.formula(place));
        if place + 1 == self.numbers() {
            said += " It is the whole, so its own gradient is 1.";
        }
        let record = &self.tape.records()[place];
        if record.is_empty() {
            return said + &self.source(place);
        }
        let hands = record.iter().zip(self.factors(place));
        let hands: Vec<String> = hands
            .map(|(&(to, slope), factor)| self.hand(to, slope, factor, made))
            .collect();
        let gradient = gradient.map_or(String::new(), |gradient| format!(", {},", shown(gradient)));
        said += &format!(" It hands its gradient{gradient} {}.", hands.join(", and "));
        if let [(one, _), (other, _)] = record[..]
            && one == other
        {
            said += " The two parts are added there.";
        }
        if let What::One(One::Relu, x) = self.whats[place]
            && made
            && self.tape.value(x) == 0.0
        {
            said += " At 0 it has a corner: the engine takes the slope 0; a nudge sees both slopes, 0 and 1, and takes the middle.";
        }
        said
    }

    fn hand(&self, to: usize, slope: f64, factor: Option<String>, made: bool) -> String {
        let to = self.called(to);
        match factor {
            None => format!("to {to} as it is"),
            // A factor that is a number has said what it is.
            Some(factor) if !made || factor.replace('−', "-").parse::<f64>().is_ok() => {
                format!("times {factor} to {to}")
            }
            Some(factor) => format!("times {factor}, here {}, to {to}", shown(slope)),
        }
    }

    /// Where the gradient of a number that was made from nothing comes from.
    fn source(&self, place: usize) -> String {
        let reads = |record: &Vec<(usize, f64)>| record.iter().any(|(from, _)| *from == place);
        let records = self.tape.records().iter().enumerate();
        let readers: Vec<String> = records
            .filter(|(_, record)| reads(record))
            .map(|(n, _)| n.to_string())
            .collect();
        let made = " It is made from nothing and hands nothing on";
        match readers.split_last() {
            None => format!("{made}."),
            Some((one, [])) => format!("{made}; its gradient is what number {one} hands to it."),
            Some((last, others)) => format!(
                "{made}; its gradient is what numbers {} and {last} hand to it, added.",
                others.join(", ")
            ),
        }
    }

    /// Why the tape cannot go on at this number.
    pub fn break_of(&self, at: usize) -> String {
        format!(
            "Number {at} = {}: {}. The tape stops here.",
            self.formula(at),
            self.cause(at)
        )
    }

    fn cause(&self, at: usize) -> String {
        let is = |place: usize| {
            let value = self.tape.value(place);
            let value = if value == 0.0 {
                "0".into()
            } else {
                shown(value)
            };
            format!("{} is {value}", self.called(place))
        };
        let value = |place: usize| self.tape.value(place);
        match self.whats[at] {
            What::One(One::Ln, x) if value(x) < 0.0 => {
                format!("{}, and a negative number has no logarithm", is(x))
            }
            What::One(One::Ln, x) if value(x) == 0.0 => {
                format!("{}, and 0 has no logarithm", is(x))
            }
            What::Two(Two::Div, [_, y]) if value(y) == 0.0 => {
                format!("{}, and nothing can be divided by 0", is(y))
            }
            What::One(One::Power(0), x) if value(x) == 0.0 => format!(
                "{}, and the engine's rule for the derivative, 0 · 0^−1, divides by 0",
                is(x)
            ),
            What::One(One::Power(n), x) if value(x) == 0.0 => {
                format!("{}, and 0^{} divides by 0", is(x), whole(n))
            }
            _ if value(at).is_finite() => {
                format!("it has a value, but its derivative {}", too_large())
            }
            _ => format!("its value {}", too_large()),
        }
    }

    /// Why the walk back cannot go on at this number.
    pub fn burst_of(&self, at: usize) -> String {
        let gradient = self.arrived(self.numbers() - at)[at];
        let slopes = self.tape.records()[at].iter().map(|(_, slope)| *slope);
        let largest = slopes.max_by(|one, other| one.abs().total_cmp(&other.abs()));
        format!(
            "Number {at} would hand on {} · {}: that {}. The walk stops here.",
            shown(gradient),
            shown(largest.unwrap_or(f64::NAN)),
            too_large()
        )
    }
}

impl One {
    /// As it is typed, but for the logistic function.
    pub fn name(self) -> &'static str {
        match self {
            One::Minus => "minus",
            One::Power(_) => "^",
            One::Exp => "exp",
            One::Ln => "ln",
            One::Tanh => "tanh",
            One::Sigmoid => "σ",
            One::Relu => "relu",
        }
    }
}

fn too_large() -> String {
    format!(
        "is larger than {:.1e}, the largest number that fits",
        f64::MAX
    )
}

fn whole(n: i32) -> String {
    n.to_string().replace('-', "−")
}

/// A number with four decimals, or with its power of ten where these would say nothing or too much.
pub fn shown(value: f64) -> String {
    let size = value.abs();
    if value.is_nan() {
        "no number".into()
    } else if size.is_finite() && (size >= 1e5 || size < 1e-4 && size > 0.0) {
        format!("{value:.3e}").replace('-', "−")
    } else {
        num(value, 4)
    }
}
