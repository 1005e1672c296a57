//! The knobs of a figure. Every value is also a text: that is how it stands in an address, and how a page hands it over.

mod kind;

use kind::{Kind, Scale, Value};
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

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
