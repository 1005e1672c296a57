//! What kinds of knobs there are, and how each reads and writes its value.

use serde_json::{Value as Json, json};
use std::ops::RangeInclusive;

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Slider(Scale),
    Field(Scale),
    /// A slider that knows these values only.
    Ladder(&'static [f64]),
    Choice(&'static [(&'static str, &'static str)]),
    Switch,
    Button,
    Handle {
        x: Scale,
        y: Scale,
    },
    /// Text of at most so many characters; hidden where it only remembers something.
    Text {
        limit: usize,
        hidden: bool,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Point([f64; 2]),
    Index(usize),
    On(bool),
    Text(String),
    Nothing,
}

/// From where to where, and in which steps.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    pub(super) least: f64,
    pub(super) most: f64,
    pub(super) step: f64,
}

impl Scale {
    pub(super) fn new(range: RangeInclusive<f64>, step: f64) -> Self {
        Scale {
            least: *range.start(),
            most: *range.end(),
            step,
        }
    }

    /// The nearest value on the scale.
    pub(super) fn snap(&self, value: f64) -> f64 {
        let steps = ((value - self.least) / self.step).round();
        (self.least + steps * self.step).clamp(self.least, self.most)
    }

    pub(super) fn write(&self, value: f64) -> String {
        let digits = (0..6).find(|&digits| {
            let scaled = self.step * 10f64.powi(digits);
            (scaled - scaled.round()).abs() < 1e-6
        });
        // Without a minus before a zero.
        format!("{:.*}", digits.unwrap_or(6) as usize, value + 0.0)
    }

    pub(super) fn json(&self) -> Json {
        json!({ "min": self.least, "max": self.most, "step": self.step })
    }
}

impl Kind {
    /// The nearest number that the knob can show.
    pub(super) fn near(&self, number: f64) -> f64 {
        match self {
            Kind::Slider(scale) | Kind::Field(scale) => scale.snap(number),
            Kind::Ladder(rungs) => {
                let far = |rung: &f64| (rung - number).abs();
                let nearest = rungs
                    .iter()
                    .copied()
                    .min_by(|a, b| far(a).total_cmp(&far(b)));
                nearest.unwrap_or(number)
            }
            _ => number,
        }
    }

    pub(super) fn read(&self, text: &str) -> Option<Value> {
        let number = |text: &str| text.trim().parse().ok().filter(|n: &f64| n.is_finite());
        Some(match self {
            Kind::Slider(_) | Kind::Field(_) | Kind::Ladder(_) => {
                Value::Number(self.near(number(text)?))
            }
            Kind::Choice(options) => {
                Value::Index(options.iter().position(|(name, _)| *name == text)?)
            }
            Kind::Switch => Value::On(match text {
                "on" => true,
                "off" => false,
                _ => return None,
            }),
            Kind::Handle { x, y } => {
                let (across, up) = text.split_once(',')?;
                Value::Point([x.snap(number(across)?), y.snap(number(up)?)])
            }
            Kind::Text { limit, .. } => Value::Text(text.chars().take(*limit).collect()),
            Kind::Button => return None,
        })
    }

    pub(super) fn write(&self, value: &Value) -> String {
        match (self, value) {
            (Kind::Slider(scale) | Kind::Field(scale), Value::Number(number)) => {
                scale.write(*number)
            }
            (Kind::Choice(options), Value::Index(index)) => options[*index].0.into(),
            (Kind::Handle { x, y }, Value::Point([across, up])) => {
                format!("{},{}", x.write(*across), y.write(*up))
            }
            (_, Value::Number(number)) => number.to_string(),
            (_, Value::On(on)) => if *on { "on" } else { "off" }.into(),
            (_, Value::Text(text)) => text.clone(),
            _ => String::new(),
        }
    }

    pub(super) fn json(&self) -> Json {
        let scaled = |kind: &str, scale: &Scale| {
            let mut json = scale.json();
            json["kind"] = json!(kind);
            json
        };
        match self {
            Kind::Slider(scale) => scaled("slider", scale),
            Kind::Field(scale) => scaled("field", scale),
            Kind::Ladder(rungs) => {
                let rungs: Vec<String> = rungs.iter().map(f64::to_string).collect();
                json!({ "kind": "ladder", "rungs": rungs })
            }
            Kind::Choice(options) => json!({ "kind": "choice", "options": options }),
            Kind::Switch => json!({ "kind": "switch" }),
            Kind::Button => json!({ "kind": "button" }),
            Kind::Handle { .. } => json!({ "kind": "handle" }),
            Kind::Text { limit, hidden } => {
                json!({ "kind": if *hidden { "hidden" } else { "line" }, "limit": limit })
            }
        }
    }
}
