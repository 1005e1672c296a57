//! The knobs of a figure. Every value is also a text: that is how it stands in an address, and how a page hands it over.

use serde_json::{Value as Json, json};
use std::ops::RangeInclusive;

/// A row of knobs in the order in which they are shown.
#[derive(Clone, Debug, Default)]
pub struct Board {
    knobs: Vec<Knob>,
}

/// One knob.
#[derive(Clone, Debug)]
struct Knob {
    id: &'static str,
    label: String,
    kind: Kind,
    value: Value,
    first: Value,
    /// Knobs of one group stand together, `columns` in a row.
    group: Option<(&'static str, usize)>,
}

#[derive(Clone, Debug)]
enum Kind {
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
enum Value {
    Number(f64),
    Point([f64; 2]),
    Index(usize),
    On(bool),
    Text(String),
    Nothing,
}

/// From where to where, and in which steps.
#[derive(Clone, Debug)]
struct Scale {
    least: f64,
    most: f64,
    step: f64,
}

impl Scale {
    fn new(range: RangeInclusive<f64>, step: f64) -> Self {
        Scale {
            least: *range.start(),
            most: *range.end(),
            step,
        }
    }

    /// The nearest value on the scale.
    fn snap(&self, value: f64) -> f64 {
        let steps = ((value - self.least) / self.step).round();
        (self.least + steps * self.step).clamp(self.least, self.most)
    }

    fn write(&self, value: f64) -> String {
        let digits = (0..6).find(|&digits| {
            let scaled = self.step * 10f64.powi(digits);
            (scaled - scaled.round()).abs() < 1e-6
        });
        // Without a minus before a zero.
        format!("{:.*}", digits.unwrap_or(6) as usize, value + 0.0)
    }

    fn json(&self) -> Json {
        json!({ "min": self.least, "max": self.most, "step": self.step })
    }
}

impl Board {
    /// Without a knob.
    pub fn new() -> Self {
        Self::default()
    }

    /// A number on a slider.
    pub fn slider(
        self,
        id: &'static str,
        label: &str,
        range: RangeInclusive<f64>,
        step: f64,
        value: f64,
    ) -> Self {
        self.add(
            id,
            label,
            Kind::Slider(Scale::new(range, step)),
            Value::Number(value),
        )
    }

    /// A number to be typed.
    pub fn field(
        self,
        id: &'static str,
        label: &str,
        range: RangeInclusive<f64>,
        step: f64,
        value: f64,
    ) -> Self {
        self.add(
            id,
            label,
            Kind::Field(Scale::new(range, step)),
            Value::Number(value),
        )
    }

    /// One of these numbers, on a slider: rates and the like, where each is some times the one before.
    pub fn ladder(self, id: &'static str, label: &str, rungs: &'static [f64], value: f64) -> Self {
        self.add(id, label, Kind::Ladder(rungs), Value::Number(value))
    }

    /// One of some words: the name in addresses, and what is shown. The first is taken at first.
    pub fn choice(
        self,
        id: &'static str,
        label: &str,
        options: &'static [(&'static str, &'static str)],
    ) -> Self {
        self.add(id, label, Kind::Choice(options), Value::Index(0))
    }

    /// Yes or no.
    pub fn switch(self, id: &'static str, label: &str, on: bool) -> Self {
        self.add(id, label, Kind::Switch, Value::On(on))
    }

    /// A button, which has no value.
    pub fn button(self, id: &'static str, label: &str) -> Self {
        self.add(id, label, Kind::Button, Value::Nothing)
    }

    /// A point to drag. Where it can be dragged says the panel that shows it: [`crate::Panel::handle`].
    pub fn handle(
        self,
        id: &'static str,
        label: &str,
        x: RangeInclusive<f64>,
        y: RangeInclusive<f64>,
        step: [f64; 2],
        value: [f64; 2],
    ) -> Self {
        let kind = Kind::Handle {
            x: Scale::new(x, step[0]),
            y: Scale::new(y, step[1]),
        };
        self.add(id, label, kind, Value::Point(value))
    }

    /// A line of text.
    pub fn line(self, id: &'static str, label: &str, limit: usize, text: &str) -> Self {
        let kind = Kind::Text {
            limit,
            hidden: false,
        };
        self.add(id, label, kind, Value::Text(text.into()))
    }

    /// What only the address shows: strokes, points that were added.
    pub fn hidden(self, id: &'static str, limit: usize) -> Self {
        let kind = Kind::Text {
            limit,
            hidden: true,
        };
        self.add(id, "", kind, Value::Text(String::new()))
    }

    /// Puts the last `count` knobs into a group of this name, `columns` in a row.
    pub fn grouped(mut self, name: &'static str, count: usize, columns: usize) -> Self {
        let from = self.knobs.len() - count;
        for knob in &mut self.knobs[from..] {
            knob.group = Some((name, columns));
        }
        self
    }

    fn add(mut self, id: &'static str, label: &str, kind: Kind, value: Value) -> Self {
        debug_assert!(
            self.knobs.iter().all(|knob| knob.id != id),
            "two knobs are called {id}"
        );
        self.knobs.push(Knob {
            id,
            label: label.into(),
            kind,
            first: value.clone(),
            value,
            group: None,
        });
        self
    }

    /// The number on a slider, a field or a ladder.
    ///
    /// # Panics
    /// If there is no such knob, as all of these do: the names are the figure's own.
    pub fn number(&self, id: &str) -> f64 {
        match self.knob(id).value {
            Value::Number(number) => number,
            ref other => panic!("{id} is {other:?}, not a number"),
        }
    }

    /// The number, for sizes and counts.
    ///
    /// # Panics
    /// As [`Board::number`].
    pub fn count(&self, id: &str) -> usize {
        self.number(id).round() as usize
    }

    /// Where a handle is.
    ///
    /// # Panics
    /// As [`Board::number`].
    pub fn point(&self, id: &str) -> [f64; 2] {
        match self.knob(id).value {
            Value::Point(point) => point,
            ref other => panic!("{id} is {other:?}, not a point"),
        }
    }

    /// The name of what is chosen.
    ///
    /// # Panics
    /// As [`Board::number`].
    pub fn chosen(&self, id: &str) -> &'static str {
        match (&self.knob(id).kind, &self.knob(id).value) {
            (Kind::Choice(options), Value::Index(index)) => options[*index].0,
            _ => panic!("{id} is not a choice"),
        }
    }

    /// Whether a switch is on.
    ///
    /// # Panics
    /// As [`Board::number`].
    pub fn on(&self, id: &str) -> bool {
        self.knob(id).value == Value::On(true)
    }

    /// What a line of text says.
    ///
    /// # Panics
    /// As [`Board::number`].
    pub fn text(&self, id: &str) -> &str {
        match &self.knob(id).value {
            Value::Text(text) => text,
            other => panic!("{id} is {other:?}, not a text"),
        }
    }

    /// Sets a number, to the nearest on its scale.
    ///
    /// # Panics
    /// As [`Board::number`].
    pub fn put(&mut self, id: &str, number: f64) {
        let knob = self.knob_mut(id);
        knob.value = Value::Number(knob.kind.near(number));
    }

    /// Sets a handle, to the nearest point on its scales.
    ///
    /// # Panics
    /// As [`Board::number`].
    pub fn move_to(&mut self, id: &str, [x, y]: [f64; 2]) {
        let knob = self.knob_mut(id);
        if let Kind::Handle { x: across, y: up } = &knob.kind {
            knob.value = Value::Point([across.snap(x), up.snap(y)]);
        }
    }

    /// Turns a switch, chooses an option by its name, or writes a text: what [`Board::texts`] would give for it. Returns
    /// whether the value is another one now; what cannot be read changes nothing.
    pub fn set(&mut self, id: &str, text: &str) -> bool {
        let Some(knob) = self.knobs.iter_mut().find(|knob| knob.id == id) else {
            return false;
        };
        let Some(value) = knob.kind.read(text) else {
            return false;
        };
        let changed = value != knob.value;
        knob.value = value;
        changed
    }

    /// Moves a handle by steps of its scales, or by one that the keyboard makes of an arrow.
    pub(crate) fn nudge(&mut self, id: &str, [across, upwards]: [f64; 2]) -> bool {
        let Some(knob) = self.knobs.iter_mut().find(|knob| knob.id == id) else {
            return false;
        };
        let (Kind::Handle { x, y }, Value::Point(at)) = (&knob.kind, &knob.value) else {
            return false;
        };
        let to = Value::Point([
            x.snap(at[0] + across * x.step),
            y.snap(at[1] + upwards * y.step),
        ]);
        let changed = to != knob.value;
        knob.value = to;
        changed
    }

    /// Whether there is a button of this name.
    pub(crate) fn has_button(&self, id: &str) -> bool {
        let knob = self.knobs.iter().find(|knob| knob.id == id);
        knob.is_some_and(|knob| matches!(knob.kind, Kind::Button))
    }

    /// The knobs that have a value, with it as a text.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, String)> {
        let with_value = |knob: &&Knob| knob.value != Value::Nothing;
        let knobs = self.knobs.iter().filter(with_value);
        knobs.map(|knob| (knob.id, knob.kind.write(&knob.value)))
    }

    /// The knobs whose value is not their first one.
    pub(crate) fn turned(&self) -> impl Iterator<Item = (&'static str, String)> {
        // As texts: a number that comes back to where it was may differ in its last bit.
        let both = |knob: &Knob| [&knob.value, &knob.first].map(|value| knob.kind.write(value));
        let knobs = self.knobs.iter().map(move |knob| (knob.id, both(knob)));
        let turned = knobs.filter(|(_, [now, first])| now != first);
        turned.map(|(id, [now, _])| (id, now))
    }

    /// What a page has to know to show the knobs.
    pub fn json(&self) -> Json {
        self.knobs.iter().map(Knob::json).collect()
    }

    fn knob(&self, id: &str) -> &Knob {
        let found = self.knobs.iter().find(|knob| knob.id == id);
        found.unwrap_or_else(|| panic!("there is no knob {id}"))
    }

    fn knob_mut(&mut self, id: &str) -> &mut Knob {
        let found = self.knobs.iter_mut().find(|knob| knob.id == id);
        found.unwrap_or_else(|| panic!("there is no knob {id}"))
    }
}

impl Knob {
    fn json(&self) -> Json {
        let mut knob = self.kind.json();
        knob["id"] = json!(self.id);
        knob["label"] = json!(self.label);
        if let Some((name, columns)) = self.group {
            knob["group"] = json!(name);
            knob["columns"] = json!(columns);
        }
        knob
    }
}

impl Kind {
    /// The nearest number that the knob can show.
    fn near(&self, number: f64) -> f64 {
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

    fn read(&self, text: &str) -> Option<Value> {
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

    fn write(&self, value: &Value) -> String {
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

    fn json(&self) -> Json {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn board() -> Board {
        Board::new()
            .slider("w", "weight", -4.0..=4.0, 0.05, 1.0)
            .ladder("rate", "rate", &[0.01, 0.1, 1.0], 0.1)
            .choice("data", "data", &[("xor", "XOR"), ("moons", "moons")])
            .switch("run", "run", false)
            .button("step", "step")
            .handle("p", "point", 0.0..=1.0, 0.0..=2.0, [0.1, 0.1], [0.5, 0.5])
            .line("say", "say", 5, "")
    }

    #[test]
    fn values_are_texts_and_back() {
        let mut board = board();
        for (knob, text, reads) in [
            ("w", "1.26", "1.25"),
            ("w", "-99", "-4.00"),
            ("w", "-0.01", "0.00"),
            ("rate", "0.7", "1"),
            ("data", "moons", "moons"),
            ("run", "on", "on"),
            ("p", "0.33,9", "0.3,2.0"),
            ("say", "too long", "too l"),
        ] {
            assert!(board.set(knob, text), "{knob} {text}");
            let now: Vec<_> = board.texts().filter(|(id, _)| *id == knob).collect();
            assert_eq!(now, [(knob, reads.to_string())]);
            assert!(!board.set(knob, reads), "{knob} {reads}: nothing new");
        }
        assert_eq!(board.turned().count(), 6);
    }

    #[test]
    fn what_comes_back_is_not_turned() {
        let mut board = Board::new().field("w", "weight", -99.0..=99.0, 0.01, 0.9);
        board.put("w", 0.5);
        assert_eq!(board.turned().count(), 1);
        board.put("w", 0.9);
        assert_eq!(board.turned().count(), 0);
    }

    #[test]
    fn what_cannot_be_read_changes_nothing() {
        let mut board = board();
        for (knob, text) in [
            ("w", "NaN"),
            ("w", "inf"),
            ("w", ""),
            ("data", "toast"),
            ("run", "maybe"),
            ("p", "1"),
            ("p", "x,1"),
            ("step", "on"),
            ("nobody", "1"),
        ] {
            assert!(!board.set(knob, text), "{knob} {text}");
        }
        assert_eq!(board.turned().count(), 0);
    }

    #[test]
    fn arrows_move_a_handle_as_far_as_its_scale() {
        let mut board = board();
        assert!(board.nudge("p", [1.0, -1.0]));
        assert!((board.point("p")[0] - 0.6).abs() < 1e-12);
        assert!(board.nudge("p", [99.0, 99.0]));
        assert_eq!(board.point("p"), [1.0, 2.0]);
        assert!(!board.nudge("p", [1.0, 0.0]), "it is at the end");
        assert!(!board.nudge("w", [1.0, 0.0]), "no handle");
    }
}
