//! The drawing of a tape: an operation a row, in the order of the tape. Whatever is made in the row before comes straight
//! from above; what is older comes round at the right, in lanes that do not meet; leaves stand at the left of their first
//! use.

use super::{Graph, Kind, Node};
use std::fmt::Write;

const ROW: usize = 46;
const BOX: usize = 30;
const LEAF: usize = 250;
const OPERATION: usize = 270;
const GAP: usize = 28;
const LANE: usize = 12;
const EDGE: usize = 16;

const STYLE: &str = "\
<style>
  svg { --ink: #1f2933; --paper: #ffffff; --band: #eef3f8; --leaf: #f7efdc; --line: #7b8794; }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #e6e8eb; --paper: #16191d; --band: #232a32; --leaf: #3a3220; --line: #8a94a0; }
  }
  text { font: 13px system-ui, sans-serif; fill: var(--ink); }
  .paper { fill: var(--paper); }
  .band { fill: var(--band); }
  .op { fill: var(--paper); stroke: var(--ink); }
  .leaf { fill: var(--leaf); stroke: var(--line); }
  .held { stroke-dasharray: 4 3; }
  .edge { fill: none; stroke: var(--line); stroke-width: 1.5; }
  .tip { fill: var(--line); }
</style>
";

/// Where everything stands.
struct Plan<'a> {
    graph: &'a Graph,
    /// For each node the row of its operation, or that of its first use.
    rows: Vec<usize>,
    /// For each leaf its place among those of its row, from the operation outwards.
    seats: Vec<usize>,
    /// (from, to, lane) of what comes round at the right.
    rounds: Vec<(usize, usize, usize)>,
    /// The height of each row, in leaves.
    heights: Vec<usize>,
}

impl<'a> Plan<'a> {
    fn new(graph: &'a Graph) -> Self {
        let count = graph.nodes.len();
        let (mut rows, mut seats) = (vec![usize::MAX; count], vec![0; count]);
        let mut heights: Vec<usize> = Vec::new();
        let mut rounds = Vec::new();
        for (at, node) in graph.nodes.iter().enumerate() {
            if node.kind != Kind::Operation {
                continue;
            }
            let row = heights.len();
            rows[at] = row;
            heights.push(0);
            for &input in &node.inputs {
                let is_leaf = graph.nodes[input].kind != Kind::Operation;
                if is_leaf && rows[input] == usize::MAX {
                    rows[input] = row;
                    seats[input] = heights[row];
                    heights[row] += 1;
                } else if rows[input] + 1 != row && rows[input] != row {
                    rounds.push((input, at, 0));
                }
            }
        }
        heights
            .iter_mut()
            .for_each(|height| *height = (*height).max(1));
        let mut plan = Plan {
            graph,
            rows,
            seats,
            rounds,
            heights,
        };
        plan.find_lanes();
        plan
    }

    /// A lane is free again below the row where its line ends.
    fn find_lanes(&mut self) {
        let mut ends: Vec<usize> = Vec::new();
        let rows = &self.rows;
        self.rounds
            .sort_by_key(|&(from, to, _)| (rows[from], rows[to]));
        for (from, to, lane) in &mut self.rounds {
            let free = ends.iter().position(|&end| end < rows[*from]);
            *lane = free.unwrap_or(ends.len());
            match ends.get_mut(*lane) {
                Some(end) => *end = rows[*to],
                None => ends.push(rows[*to]),
            }
        }
    }

    fn top(&self, row: usize) -> usize {
        EDGE + self.heights[..row].iter().sum::<usize>() * ROW
    }

    fn left(&self) -> usize {
        EDGE + LEAF + GAP
    }

    /// The right of a node, and its middle.
    fn out(&self, at: usize) -> (usize, usize) {
        let y = self.top(self.rows[at]) + self.seats[at] * ROW + BOX / 2;
        match self.graph.nodes[at].kind {
            Kind::Operation => (self.left() + OPERATION, y),
            _ => (EDGE + LEAF, y),
        }
    }
}

pub fn draw(graph: &Graph, title: &str) -> String {
    let plan = Plan::new(graph);
    let lanes = plan
        .rounds
        .iter()
        .map(|round| round.2 + 1)
        .max()
        .unwrap_or(0);
    let width = plan.left() + OPERATION + GAP + lanes * LANE + 150;
    let height = plan.top(plan.heights.len()) + EDGE;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{}</title>\n{STYLE}<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n",
        escaped(title)
    );
    bands(&plan, width, &mut svg);
    for (at, node) in graph.nodes.iter().enumerate() {
        // A leaf that nothing was made of has no row, and no place in the picture.
        if plan.rows[at] != usize::MAX {
            boxed(&plan, at, node, &mut svg);
        }
    }
    for (at, node) in graph.nodes.iter().enumerate() {
        for &input in &node.inputs {
            straight(&plan, input, at, &mut svg);
        }
    }
    for &(from, to, lane) in &plan.rounds {
        round(&plan, from, to, lane, &mut svg);
    }
    svg.push_str("</svg>\n");
    svg
}

/// A band behind the neighbouring rows of one layer, with its name.
fn bands(plan: &Plan<'_>, width: usize, svg: &mut String) {
    let operations = plan
        .graph
        .nodes
        .iter()
        .filter(|node| node.kind == Kind::Operation);
    let layers: Vec<&str> = operations.map(|node| node.layer.as_str()).collect();
    let mut row = 0;
    for run in layers.chunk_by(|a, b| a == b) {
        let (top, bottom) = (plan.top(row), plan.top(row + run.len()));
        row += run.len();
        if !run[0].is_empty() {
            let _ = writeln!(
                svg,
                "<rect class=\"band\" x=\"4\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                top - 6,
                width - 8,
                bottom - top - 4,
                width - 14,
                top + BOX / 2 + 5,
                escaped(&format!("layer {}", run[0]))
            );
        }
    }
}

fn boxed(plan: &Plan<'_>, at: usize, node: &Node, svg: &mut String) {
    let (right, middle) = plan.out(at);
    let (wide, class, round) = match node.kind {
        Kind::Operation => (OPERATION, "op", 4),
        Kind::Held => (LEAF, "leaf held", BOX / 2),
        _ => (LEAF, "leaf", BOX / 2),
    };
    let _ = writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{wide}\" height=\"{BOX}\" rx=\"{round}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{} {}</text>",
        right - wide,
        middle - BOX / 2,
        right - wide / 2,
        middle + 5,
        escaped(&node.title()),
        node.shape
    );
}

fn arrow(path: &str, tip: (usize, usize), from: (i32, i32), svg: &mut String) {
    let (x, y, dx, dy) = (tip.0 as i32, tip.1 as i32, from.0, from.1);
    let _ = writeln!(
        svg,
        "<path class=\"edge\" d=\"{path}\"/><path class=\"tip\" d=\"M{x} {y}l{} {}l{} {}z\"/>",
        dx * 7 - dy * 4,
        dy * 7 + dx * 4,
        dy * 8,
        dx * -8,
    );
}

/// From the row above, or from a leaf of the same row.
fn straight(plan: &Plan<'_>, from: usize, to: usize, svg: &mut String) {
    let (row_from, row_to) = (plan.rows[from], plan.rows[to]);
    let is_leaf = plan.graph.nodes[from].kind != Kind::Operation;
    let (x, y) = plan.out(from);
    let (_, end) = plan.out(to);
    if is_leaf && row_from == row_to {
        let left = plan.left();
        arrow(
            &format!("M{x} {y}C{} {y} {} {end} {left} {end}", x + 14, left - 14),
            (left, end),
            (-1, 0),
            svg,
        );
    } else if !is_leaf && row_from + 1 == row_to {
        let middle = x - OPERATION / 2;
        let (start, end) = (y + BOX / 2, end - BOX / 2);
        arrow(
            &format!("M{middle} {start}V{end}"),
            (middle, end),
            (0, -1),
            svg,
        );
    }
}

/// Round at the right, in its lane.
fn round(plan: &Plan<'_>, from: usize, to: usize, lane: usize, svg: &mut String) {
    let ((x, y), (right, end)) = (plan.out(from), plan.out(to));
    let lane = right + GAP / 2 + lane * LANE;
    // A leaf's line leaves below its box, not through the operation beside it.
    let start = match plan.graph.nodes[from].kind {
        Kind::Operation => format!("M{x} {y}H{lane}"),
        _ => format!("M{} {}v4H{lane}", x - BOX / 2, y + BOX / 2),
    };
    arrow(&format!("{start}V{end}H{right}"), (right, end), (1, 0), svg);
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
