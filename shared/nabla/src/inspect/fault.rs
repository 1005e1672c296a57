//! The first number that is none.

use super::{Kind, Node};
use crate::Shape;
use std::fmt;

/// When a number stopped being one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// It was there before anything was computed: in the data, or in a parameter.
    Before,
    /// Computed by an operation.
    Forward,
    /// Handed on by an operation's backward rule.
    Backward,
}

/// Where the first NaN or infinity of a step came from; [`Display`](fmt::Display) says it in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The operation that made it, with its layer; or the leaf where it lay.
    pub node: Node,
    /// On the way forward or backward.
    pub pass: Pass,
    /// What it is: NaN, or an infinity.
    pub value: f32,
    /// What the operation computed with: what that is, its shape, and its largest absolute value.
    pub inputs: Vec<(String, Shape, f32)>,
    /// In the backward pass, the largest absolute value of the gradient that came to it.
    pub came: f32,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match (self.value.is_nan(), self.value > 0.0) {
            (true, _) => "NaN",
            (_, true) => "infinity",
            _ => "negative infinity",
        };
        let (title, shape) = (self.node.title(), self.node.shape);
        match (self.pass, self.node.kind) {
            (Pass::Before, Kind::Parameter | Kind::Held) => {
                return write!(
                    f,
                    "the first {what} lies in {title} {shape} before this step: the optimiser's last step made it, or the file that it was read from"
                );
            }
            (Pass::Before, _) => {
                return write!(f, "the first {what} lies in {title} {shape} itself");
            }
            _ => {}
        }
        let pass = match self.pass {
            Pass::Backward => "backward",
            _ => "forward",
        };
        write!(f, "the first {what} came from {title} in the {pass} pass")?;
        if !self.node.layer.is_empty() {
            write!(f, " of layer `{}`", self.node.layer)?;
        }
        write!(f, ", whose result is {shape}")?;
        for (title, shape, largest) in &self.inputs {
            write!(
                f,
                "; its input {title} {shape} was finite, up to {}",
                short(*largest)
            )?;
        }
        if self.pass == Pass::Backward {
            write!(
                f,
                "; the gradient that came to it was finite, up to {}",
                short(self.came)
            )?;
        }
        Ok(())
    }
}

/// Three digits: `1.2e38`, `0.035`.
fn short(x: f32) -> String {
    match x.abs() {
        0.0 => "0".to_string(),
        1e-3..1e5 => format!("{}", format!("{x:.2e}").parse::<f32>().unwrap_or(x)),
        _ => format!("{x:.1e}"),
    }
}
