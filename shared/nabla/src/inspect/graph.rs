//! What a tape has recorded, as a graph: to be drawn, or told to another program.

use crate::Shape;
use std::fmt::Write;
use std::time::Duration;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Computed.
    Operation,
    /// A parameter that learns.
    Parameter,
    /// A parameter that does not, on this tape: held, or a statistic.
    Held,
    /// A value whose gradient was asked for.
    Variable,
    /// A constant: the data.
    Data,
}

/// A value on the tape and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The operation, `"Linear"`; empty for a leaf.
    pub op: String,
    /// What it is.
    pub kind: Kind,
    /// A parameter's name in its model, `"0.weight"`.
    pub name: Option<String>,
    /// The shape of the value.
    pub shape: Shape,
    /// Which nodes it was computed from, each before it.
    pub inputs: Vec<usize>,
    /// The layer that it belongs to, as files call it (`"decoder.0"`); empty if no layer is known.
    pub layer: String,
    /// How long it took to compute; zero if nobody asked.
    pub forward: Duration,
    /// How long its backward rule took; `None` if the loss did not need it.
    pub backward: Option<Duration>,
}

/// A step's values in the order in which they were computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// Inputs stand before what is made of them.
    pub nodes: Vec<Node>,
}

impl Node {
    /// In a few words: `Linear`, `0.weight`, `data`.
    pub fn title(&self) -> String {
        match (self.kind, &self.name) {
            (Kind::Operation, _) => self.op.clone(),
            (_, Some(name)) => name.clone(),
            (Kind::Variable, _) => "variable".to_string(),
            _ => "data".to_string(),
        }
    }
}

impl Graph {
    /// As a drawing: the tape from top to bottom, an operation a row, with what comes in from outside at its left. Follows
    /// the reader's light or dark theme. `title` is for those who cannot see it.
    pub fn svg(&self, title: &str) -> String {
        super::svg::draw(self, title)
    }

    /// In the language of Graphviz: `dot -Tpng FILE`.
    pub fn dot(&self, title: &str) -> String {
        let mut dot = format!(
            "digraph {} {{\n  rankdir=TB;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n",
            quoted(title)
        );
        for (at, node) in self.nodes.iter().enumerate() {
            let look = match node.kind {
                Kind::Operation => "",
                Kind::Parameter => ", shape=ellipse",
                Kind::Held => ", shape=ellipse, style=dashed",
                Kind::Variable | Kind::Data => ", shape=plain",
            };
            let label = quoted(&format!("{}\n{}", node.title(), node.shape));
            let _ = writeln!(dot, "  n{at} [label={label}{look}];");
        }
        for layer in self.layers() {
            let _ = writeln!(dot, "  subgraph {} {{", quoted(&format!("cluster_{layer}")));
            let _ = writeln!(dot, "    label={};\n    style=dashed;", quoted(layer));
            for (at, _) in self
                .nodes
                .iter()
                .enumerate()
                .filter(|(_, n)| n.layer == layer)
            {
                let _ = writeln!(dot, "    n{at};");
            }
            dot.push_str("  }\n");
        }
        for (at, node) in self.nodes.iter().enumerate() {
            for input in &node.inputs {
                let _ = writeln!(dot, "  n{input} -> n{at};");
            }
        }
        dot.push_str("}\n");
        dot
    }

    /// The layers, each once, in the order of their first use.
    pub fn layers(&self) -> Vec<&str> {
        let mut layers: Vec<&str> = Vec::new();
        for node in self.nodes.iter().filter(|node| !node.layer.is_empty()) {
            if !layers.contains(&node.layer.as_str()) {
                layers.push(&node.layer);
            }
        }
        layers
    }
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n"))
}
