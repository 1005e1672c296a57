//! What a watched tape writes down besides its values: inputs, layers, times, and the first number that is none.
//!
//! A tape that nobody watches pays for one look at an `Option` an operation.

use super::{Grads, Id, Tape};
use crate::inspect::{Fault, Graph, Kind, Node, Pass, Watch};
use crate::nn::{ParamId, Parameters, names};
use crate::ops::Op;
use crate::{Shape, Tensor};
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// One for each record of the tape.
#[derive(Default)]
struct Entry {
    op: String,
    inputs: Vec<Id>,
    place: Option<usize>,
    forward: Duration,
    backward: Option<Duration>,
}

/// A layer in a row of layers.
struct Place {
    row: usize,
    index: usize,
    within: Option<usize>,
}

/// See [`Watch`].
#[derive(Default)]
pub(super) struct Trace {
    watch: Watch,
    entries: Vec<Entry>,
    places: Vec<Place>,
    rows: usize,
    place: Option<usize>,
    clock: Option<Instant>,
    /// The gradient that came to the operation whose rule runs now, largest absolute value.
    came: f32,
    fault: Option<Found>,
    /// There are infinities in the data, which may be meant: they hide what is not to be seen. Then only NaN counts.
    infinite_data: bool,
}

/// A fault, before anybody knows what the layers are called.
struct Found {
    at: usize,
    pass: Pass,
    value: f32,
    /// Largest absolute value of what came in.
    came: f32,
}

impl Trace {
    /// The time since the last call.
    fn lap(&mut self) -> Duration {
        let last = match self.watch.times {
            true => self.clock.replace(Instant::now()),
            false => None,
        };
        last.map_or(Duration::ZERO, |last| last.elapsed())
    }

    fn bad(&self, tensor: &Tensor) -> Option<f32> {
        match self.infinite_data {
            true => first_nan(tensor),
            false => not_finite(tensor),
        }
    }

    pub fn leaf(&mut self, value: &Tensor) {
        self.lap(); // What was done before is not the next operation's work.
        let at = self.entries.len();
        self.entries.push(Entry {
            place: self.place,
            ..Entry::default()
        });
        if !self.watch.not_finite {
            return;
        }
        self.infinite_data |= not_finite(value).is_some_and(f32::is_infinite);
        if let (None, Some(nan)) = (&self.fault, first_nan(value)) {
            self.fault = Some(Found {
                at,
                pass: Pass::Before,
                value: nan,
                came: f32::NAN,
            });
        }
    }

    pub fn operation(&mut self, op: &Op, inputs: &[Id], value: &Tensor) {
        if self.watch.times {
            value.device().wait();
        }
        let forward = self.lap();
        let at = self.entries.len();
        self.entries.push(Entry {
            op: op.name(),
            inputs: inputs.to_vec(),
            place: self.place,
            forward,
            backward: None,
        });
        if let (true, None, Some(value)) = (self.watch.not_finite, &self.fault, self.bad(value)) {
            self.fault = Some(Found {
                at,
                pass: Pass::Forward,
                value,
                came: f32::NAN, // Asked of the records, which are at hand when the fault is told.
            });
        }
        self.lap();
    }

    pub fn before(&mut self, grad: &Tensor) {
        if self.watch.not_finite && self.fault.is_none() {
            self.came = largest(grad);
        }
        self.lap(); // What was done before is not the rule's work.
    }

    pub fn after(&mut self, at: usize, grads: &Grads) {
        let inputs = self.entries[at].inputs.iter();
        let given = inputs.filter_map(|id| grads.slots[id.0 as usize].grad.as_ref());
        if self.watch.times {
            given.clone().for_each(|grad| grad.device().wait());
        }
        let bad = match self.watch.not_finite && self.fault.is_none() {
            true => given.clone().find_map(|grad| self.bad(grad)),
            false => None,
        };
        self.entries[at].backward = Some(self.lap());
        if let Some(value) = bad {
            self.fault = Some(Found {
                at,
                pass: Pass::Backward,
                value,
                came: self.came,
            });
        }
    }
}

impl Tape {
    /// The same tape, and it writes down what `watch` asks for. Made before anything is on it.
    ///
    /// ```
    /// use nabla::inspect::Watch;
    /// use nabla::{Init, Linear, Module, Sequential, Tape, Tensor};
    ///
    /// let model = Sequential::new().push(Linear::new(4, 3, Init::He, &mut nabla::rng(1)));
    /// let tape = Tape::new().watched(Watch::default());
    /// let x = tape.constant(Tensor::ones([2, 4]));
    /// model.forward(&tape, x).square().mean();
    /// let graph = tape.graph(&model);
    /// assert_eq!(graph.nodes[3].op, "Linear");
    /// assert_eq!(graph.nodes[3].layer, "0");
    /// assert_eq!(graph.nodes[3].inputs, [0, 1, 2]);
    /// ```
    ///
    /// # Panics
    /// If something is on it already.
    #[track_caller]
    pub fn watched(mut self, watch: Watch) -> Self {
        assert!(
            self.is_empty(),
            "watched: {} records are on this tape already; watch it from its beginning",
            self.len()
        );
        let trace = Trace {
            watch,
            clock: watch.times.then(Instant::now),
            ..Trace::default()
        };
        self.trace = Some(Box::new(RefCell::new(trace)));
        self
    }

    pub(super) fn trace(&self, f: impl FnOnce(&mut Trace)) {
        if let Some(trace) = &self.trace {
            f(&mut trace.borrow_mut());
        }
    }

    /// A row of layers begins.
    pub(crate) fn begin_row(&self) -> usize {
        let mut row = 0;
        self.trace(|trace| {
            row = trace.rows;
            trace.rows += 1;
        });
        row
    }

    /// What `f` records belongs to layer `index` of this row.
    pub(crate) fn in_layer<T>(&self, row: usize, index: usize, f: impl FnOnce() -> T) -> T {
        if self.trace.is_none() {
            return f();
        }
        let mut within = None;
        self.trace(|trace| {
            within = trace.place;
            trace.places.push(Place { row, index, within });
            trace.place = Some(trace.places.len() - 1);
        });
        let result = f();
        self.trace(|trace| trace.place = within);
        result
    }

    /// What was recorded, as a graph; `model` gives the parameters and layers their names.
    ///
    /// # Panics
    /// If the tape is not [`watched`](Self::watched).
    #[track_caller]
    pub fn graph(&self, model: &(impl Parameters + ?Sized)) -> Graph {
        let Some(trace) = &self.trace else {
            panic!(
                "graph: this tape did not write down what is made of what; make it with Tape::new().watched(…)"
            );
        };
        let (trace, records) = (trace.borrow(), self.records.borrow());
        let known = names(model);
        let mut called: HashMap<ParamId, &str> = HashMap::new();
        let mut next = known.iter();
        model.visit(&mut |param| {
            called.extend(next.next().map(|name| (param.id(), name.as_str())));
        });
        let name = |at: usize| Some(*called.get(&records[at].param?).unwrap_or(&ANOTHERS));
        let layers = Layers::new(&trace, name);
        let node = |(at, entry): (usize, &Entry)| {
            let record = &records[at];
            let kind = match (&record.op, record.param) {
                _ if !entry.op.is_empty() => Kind::Operation,
                (_, Some(_)) if record.wants_grad => Kind::Parameter,
                (_, Some(_)) => Kind::Held,
                _ if record.wants_grad => Kind::Variable,
                _ => Kind::Data,
            };
            Node {
                op: entry.op.clone(),
                kind,
                name: name(at).map(str::to_string),
                shape: record.value.shape(),
                inputs: entry.inputs.iter().map(|id| id.0 as usize).collect(),
                layer: layers.of(at),
                forward: entry.forward,
                backward: entry.backward,
            }
        };
        let nodes = trace.entries.iter().enumerate().map(node).collect();
        Graph { nodes }
    }

    /// The first number that was none, forward or backward, if [`Watch::not_finite`] was asked for and there was one.
    pub fn fault(&self, model: &(impl Parameters + ?Sized)) -> Option<Fault> {
        let trace = self.trace.as_ref()?;
        let (found, inputs) = {
            let trace = trace.borrow();
            let found = trace.fault.as_ref()?;
            let Found {
                at,
                pass,
                value,
                came,
            } = *found;
            (
                Found {
                    at,
                    pass,
                    value,
                    came,
                },
                trace.entries[at].inputs.clone(),
            )
        };
        let records = self.records.borrow();
        let inputs = inputs.iter().map(|id| {
            let value = &records[id.0 as usize].value;
            (id.0 as usize, value.shape(), largest(value))
        });
        let inputs: Vec<(usize, Shape, f32)> = inputs.collect();
        drop(records);
        let graph = self.graph(model);
        Some(Fault {
            value: found.value,
            pass: found.pass,
            came: found.came,
            inputs: inputs
                .into_iter()
                .map(|(at, shape, largest)| (graph.nodes[at].title(), shape, largest))
                .collect(),
            node: graph.nodes[found.at].clone(),
        })
    }
}

/// A parameter that the model asked about has not.
const ANOTHERS: &str = "another model's parameter";

/// What the layers of a tape are called.
struct Layers<'a, N> {
    trace: &'a Trace,
    name: N,
    /// Before the number of a layer, for each row.
    prefixes: Vec<Option<String>>,
}

impl<'a, N: Fn(usize) -> Option<&'a str>> Layers<'a, N> {
    fn new(trace: &'a Trace, name: N) -> Self {
        let mut layers = Layers {
            trace,
            name,
            prefixes: vec![None; trace.rows],
        };
        for (at, entry) in trace.entries.iter().enumerate() {
            if let (Some(place), Some(part)) = (entry.place, layers.part(at)) {
                let Place { row, index, .. } = trace.places[place];
                let prefix = match part == ANOTHERS {
                    true => Some("another model's "),
                    false => part.strip_suffix(&index.to_string()),
                };
                let empty = layers.prefixes[row].is_none();
                if let (true, Some(prefix)) = (empty, prefix) {
                    layers.prefixes[row] = Some(prefix.to_string());
                }
            }
        }
        layers
    }

    /// The part whose parameters record `at` uses: `decoder.0` for `decoder.0.weight`.
    fn part(&self, at: usize) -> Option<&'a str> {
        let inputs = self.trace.entries[at].inputs.iter();
        let mut used = inputs.filter_map(|id| (self.name)(id.0 as usize));
        let used = (self.name)(at).or_else(|| used.next())?;
        Some(used.rsplit_once('.').map_or(used, |(part, _)| part))
    }

    fn of(&self, at: usize) -> String {
        match self.trace.entries[at].place {
            Some(place) => self.called(place),
            None => self.part(at).unwrap_or_default().to_string(),
        }
    }

    fn called(&self, place: usize) -> String {
        let Place { row, index, within } = self.trace.places[place];
        match (&self.prefixes[row], within) {
            (Some(prefix), _) => format!("{prefix}{index}"),
            (None, Some(within)) => format!("{}.{index}", self.called(within)),
            (None, None) => index.to_string(),
        }
    }
}

fn first_nan(tensor: &Tensor) -> Option<f32> {
    tensor.data().iter().copied().find(|x| x.is_nan())
}

fn not_finite(tensor: &Tensor) -> Option<f32> {
    tensor.data().iter().copied().find(|x| !x.is_finite())
}

/// The largest absolute value; NaN if there is one.
fn largest(tensor: &Tensor) -> f32 {
    let larger = |m: f32, x: &f32| {
        if x.is_nan() || x.abs() > m {
            x.abs()
        } else {
            m
        }
    };
    tensor.data().iter().fold(0.0, larger)
}
