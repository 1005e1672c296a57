//! What a step costs, counted instead of timed.

use super::reader::{Body, Reader};
use nabla::inspect::Watch;
use nabla::{Module, Tape};
use trainer::Examples;

/// The way back of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Operations whose backward rule ran.
    pub rules: usize,
    /// Numbers in the gradients that an optimiser gets.
    pub gradients: usize,
}

/// Of a step on these examples, with such a body.
pub fn of_a_step(reader: &Reader, examples: &Examples, body: Body) -> Work {
    let watch = Watch {
        times: true,
        ..Watch::default()
    };
    let tape = Tape::new().watched(watch);
    if body == Body::Held {
        tape.hold(&reader.body);
    }
    let logits = reader.forward(&tape, tape.constant(examples.images.clone()));
    let grads = logits.softmax_cross_entropy(&examples.labels).backward();
    let mut gradients = 0;
    grads.for_each(reader, |_, gradient| gradients += gradient.len());
    let nodes = tape.graph(reader).nodes;
    Work {
        rules: nodes.iter().filter(|node| node.backward.is_some()).count(),
        gradients,
    }
}
