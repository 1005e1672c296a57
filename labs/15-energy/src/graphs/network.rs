//! The graph convolutional network of Kipf and Welling, as deep as one likes.

use nabla::{Init, Linear, Module, Rng, Sparse, Tape, Var};

/// What is done so that a deep network does not forget where it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cure {
    /// Nothing.
    None,
    /// What came into a layer is added to what leaves it (He and others, 2015).
    Residual,
    /// Messages are mixed with the first layer's vectors at each step, and the weights with the unit matrix, the more the deeper
    /// the layer lies (Chen and others, 2020: GCNII).
    Initial,
}

/// How much of the first layer is mixed in, and how fast the weights fade: GCNII's α and λ.
const ALPHA: f32 = 0.1;
const LAMBDA: f32 = 0.5;

/// Layers H ← relu(Â·H·W); the last gives logits. Without a graph a node hears only itself: a dense network.
#[derive(Clone, Debug)]
pub struct Gcn {
    layers: Vec<Linear>,
    drop: f32,
    cure: Cure,
}
nabla::parts!(Gcn { layers });

impl Gcn {
    /// So many layers, at least two, from `inputs` numbers a node by way of `hidden` to `kinds` logits. `drop` is the share of the
    /// numbers that come into a layer which are left out in training.
    pub fn new(
        [inputs, hidden, kinds]: [usize; 3],
        layers: usize,
        drop: f32,
        cure: Cure,
        rng: &mut Rng,
    ) -> Self {
        let mut sizes = vec![hidden; layers.max(2) + 1];
        (sizes[0], sizes[layers.max(2)]) = (inputs, kinds);
        let mut layer = |s: &[usize]| Linear::new(s[0], s[1], Init::Xavier, rng).without_bias();
        let layers = sizes.windows(2).map(&mut layer).collect();
        Gcn { layers, drop, cure }
    }

    // ANCHOR: gcn
    /// Logits `[N, kinds]` of all nodes, and the vectors `[N, hidden]` that they are made of.
    pub fn run<'t>(&self, tape: &'t Tape, x: Var<'t>, graph: Option<&Sparse>) -> [Var<'t>; 2] {
        let heard = |x: Var<'t>| graph.map_or(x, |graph| x.sparse_matmul(graph));
        // The weights first: sixteen numbers a node are sent on, not a thousand.
        let layer =
            |k: usize, x: Var<'t>| heard(self.layers[k].forward(tape, x.dropout(self.drop)));
        let last = self.layers.len() - 1;
        let first = layer(0, x).relu();
        let mut h = first;
        for k in 1..last {
            h = match self.cure {
                Cure::None => layer(k, h).relu(),
                Cure::Residual => layer(k, h).relu() + h,
                Cure::Initial => {
                    let mixed = heard(h.dropout(self.drop)) * (1.0 - ALPHA) + first * ALPHA;
                    let beta = LAMBDA / k as f32;
                    (self.layers[k].forward(tape, mixed) * beta + mixed * (1.0 - beta)).relu()
                }
            };
        }
        [layer(last, h), h]
    }
    // ANCHOR_END: gcn

    /// ½·Σw² of the first layer: what weight decay makes small.
    pub fn first_weights<'t>(&self, tape: &'t Tape) -> Var<'t> {
        tape.param(&self.layers[0].weight).square().sum() * 0.5
    }
}
