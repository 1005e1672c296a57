//! How long the operations of many steps took.

use super::{Graph, Kind};
use std::collections::HashMap;
use std::time::Duration;

/// The time of many steps, by operation. Give it the graph of each tape that was watched with
/// [`Watch::times`](super::Watch::times).
#[derive(Debug, Clone, Default)]
pub struct Profile {
    lines: HashMap<String, Line>,
    steps: usize,
}

/// What one kind of operation took.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The operation, without its numbers: `Scale(0.5)` and `Scale(2)` are one.
    pub op: String,
    /// How often it was computed.
    pub calls: usize,
    /// Together, on the way forward.
    pub forward: Duration,
    /// Together, its backward rule.
    pub backward: Duration,
}

impl Line {
    /// Both ways.
    pub fn both(&self) -> Duration {
        self.forward + self.backward
    }
}

impl Profile {
    /// One more step.
    pub fn add(&mut self, graph: &Graph) {
        self.steps += 1;
        for node in graph.nodes.iter().filter(|n| n.kind == Kind::Operation) {
            let op = node.op.split('(').next().unwrap_or_default();
            let line = self.lines.entry(op.to_string()).or_insert_with(|| Line {
                op: op.to_string(),
                calls: 0,
                forward: Duration::ZERO,
                backward: Duration::ZERO,
            });
            line.calls += 1;
            line.forward += node.forward;
            line.backward += node.backward.unwrap_or_default();
        }
    }

    /// How many steps there were.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// The operations, the slowest first.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = self.lines.values().cloned().collect();
        lines.sort_by(|a, b| b.both().cmp(&a.both()).then_with(|| a.op.cmp(&b.op)));
        lines
    }

    /// What all of them took.
    pub fn total(&self) -> Duration {
        self.lines.values().map(Line::both).sum()
    }
}
