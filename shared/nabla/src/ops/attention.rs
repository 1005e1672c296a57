//! Scaled dot-product attention with several heads, as one operation (Vaswani et al., 2017).
//!
//! ```text
//! q [N, T, C]   k, v [N, S, C]   y [N, T, C]      C = heads·d; a head is d columns side by side
//!
//! of each head:   p = softmax(q·kᵀ/√d)            over the keys that the query may look at
//!                 y = p·v
//!
//! dv = pᵀ·dy    dp = dy·vᵀ    ds = p ⊙ (dp − Σ_keys dp·p)/√d    dq = ds·k    dk = dsᵀ·q
//! ```
//!
//! The p of all queries and keys at once would be T × S numbers a head, and most of what a long sequence
//! costs. They are never there: `kernels/attention.rs` goes through them tile by tile, forward and back, and
//! keeps one number of each query (Dao et al., 2022).

mod check;
mod gpu;

use super::Backward;
use crate::Tensor;
use crate::kernels::attention::{self as kernel, Gradients, Rows, Seen, Sight, Sizes};
use crate::tape::{Grads, Id, Values, Var};

/// In how many heads attention looks, and at what.
///
/// ```
/// # use nabla::{Heads, Tape, Tensor};
/// let tape = Tape::new();
/// // Queries, keys and values of two texts of at most five words, 12 numbers each.
/// let x = tape.constant(Tensor::ones([2, 5, 3 * 12]));
/// let y = x.self_attention(Heads::new(4).causal().lengths(&[5, 3]));
/// assert_eq!(y.shape().dims(), [2, 5, 12]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Heads<'l> {
    count: usize,
    causal: bool,
    lengths: Option<&'l [usize]>,
}

impl<'l> Heads<'l> {
    /// So many heads, which share the columns out among themselves: head h has the h-th piece of them. Each
    /// looks at all keys.
    pub fn new(count: usize) -> Self {
        Heads {
            count,
            causal: false,
            lengths: None,
        }
    }

    /// No query looks at keys after its own place. The T queries stand at the *last* T places of the S keys:
    /// query t sees keys 0 to S − T + t. So it is with a text that grows, where the keys of what was read are
    /// kept and only the new letters ask. With T = S query t sees keys 0 to t. (For T ≠ S PyTorch's
    /// `is_causal` puts the queries at the first places.)
    pub fn causal(self) -> Self {
        let causal = true;
        Heads { causal, ..self }
    }

    /// Of example n only the first `lengths[n]` keys are looked at. A query that is left with nothing to look
    /// at gives zeros, and hands back a gradient of 0.
    pub fn lengths(self, lengths: &'l [usize]) -> Self {
        let lengths = Some(lengths);
        Heads { lengths, ..self }
    }
}

pub(crate) struct Attention {
    inputs: Inputs<Id>,
    sizes: Sizes,
    causal: bool,
    /// How many keys each example has, `[N]`
    lengths: Option<Tensor>,
    /// ln Σ eˢ of each query, `[N, heads, T]`
    logs: Tensor,
}

/// Queries, keys and values.
#[derive(Clone, Copy)]
enum Inputs<T> {
    Apart([T; 3]),
    /// Beside each other, `[N, T, 3C]`.
    Packed(T),
}

impl<T: Copy> Inputs<T> {
    fn map<U>(self, f: impl Fn(T) -> U) -> Inputs<U> {
        match self {
            Inputs::Apart(all) => Inputs::Apart(all.map(f)),
            Inputs::Packed(one) => Inputs::Packed(f(one)),
        }
    }
}

impl<T> Inputs<T> {
    fn as_slice(&self) -> &[T] {
        match self {
            Inputs::Apart(all) => all,
            Inputs::Packed(one) => std::slice::from_ref(one),
        }
    }
}

impl Inputs<&Tensor> {
    fn rows(&self, sizes: &Sizes) -> [Rows<'_>; 3] {
        match self {
            Inputs::Apart(all) => all.map(|it| Rows::alone(it.data(), sizes)),
            Inputs::Packed(one) => Rows::packed(one.data(), sizes),
        }
    }
}

impl<'t> Var<'t> {
    /// Scaled dot-product attention: these queries `[N, T, C]` look at `keys` and `values`, both `[N, S, C]`;
    /// the result is `[N, T, C]`. Of each head, softmax(q·kᵀ/√d)·v with d = C/heads (Vaswani et al., 2017). It
    /// takes memory for T + S rows, not for T × S scores.
    ///
    /// # Panics
    /// If the sizes do not fit; the message says which.
    #[track_caller]
    pub fn attention(self, keys: Var<'t>, values: Var<'t>, heads: Heads<'_>) -> Var<'t> {
        self.check_same_tape(keys);
        self.check_same_tape(values);
        let shapes = [self, keys, values].map(Var::shape);
        let sizes = check::apart(shapes, heads);
        self.attend(Inputs::Apart([self, keys, values]), sizes, heads)
    }

    /// [`attention`](Self::attention) of a sequence to itself. Here are queries, keys and values beside each
    /// other, `[N, T, 3C]`, as one dense layer makes them; the result is `[N, T, C]`.
    ///
    /// # Panics
    /// If the sizes do not fit; the message says which.
    #[track_caller]
    pub fn self_attention(self, heads: Heads<'_>) -> Var<'t> {
        let sizes = check::packed(self.shape(), heads);
        self.attend(Inputs::Packed(self), sizes, heads)
    }

    #[track_caller]
    fn attend(self, inputs: Inputs<Var<'t>>, sizes: Sizes, heads: Heads<'_>) -> Var<'t> {
        let lengths = heads.lengths.map(|lengths| {
            let mut tensor = Tensor::scratch([lengths.len()]);
            for (to, from) in tensor.data_mut().iter_mut().zip(lengths) {
                *to = *from as f32;
            }
            tensor.to(&self.value().device())
        });
        let mut op = Attention {
            inputs: inputs.map(|it| it.id),
            sizes,
            causal: heads.causal,
            lengths,
            logs: Tensor::scratch([0]),
        };
        let y = match inputs {
            Inputs::Apart(all) => {
                let [q, k, v] = all.map(Var::value);
                op.forward(Inputs::Apart([&q, &k, &v]))
            }
            Inputs::Packed(one) => op.forward(Inputs::Packed(&one.value())),
        };
        let ids = op.inputs;
        self.tape.record(y, ids.as_slice(), op)
    }
}

impl Attention {
    fn sight(&self) -> Sight<'_> {
        Sight {
            causal: self.causal,
            lengths: self.lengths.as_ref().map(Tensor::data),
        }
    }

    #[track_caller]
    fn forward(&mut self, inputs: Inputs<&Tensor>) -> Tensor {
        if let Some(gpu) = crate::gpu::of("attention", inputs.as_slice().iter().copied()) {
            let [y, logs] = gpu::forward(&gpu, self, &inputs);
            self.logs = logs;
            return y;
        }
        let sizes = &self.sizes;
        let shape = [sizes.examples, sizes.queries, sizes.columns()];
        let mut logs = Tensor::scratch([sizes.examples, sizes.heads, sizes.queries]);
        let mut y = Tensor::scratch(shape);
        let rows = inputs.rows(sizes);
        kernel::forward(sizes, self.sight(), rows, y.data_mut(), logs.data_mut());
        self.logs = logs;
        y
    }
}

impl Backward for Attention {
    fn backward(&self, y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let inputs = self.inputs.map(|id| values.get(id));
        if let Some(gpu) = y.gpu() {
            return gpu::backward(gpu, self, &inputs, [y, &dy], grads);
        }
        let seen = Seen {
            inputs: inputs.rows(&self.sizes),
            y: y.data(),
            logs: self.logs.data(),
            dy: dy.data(),
        };
        let run = |to| kernel::backward(&self.sizes, self.sight(), &seen, to);
        match (self.inputs, inputs) {
            (Inputs::Apart(ids), Inputs::Apart(all)) => {
                let mut to = all.map(|it| Tensor::scratch(it.shape()));
                run(Gradients::Apart(to.each_mut().map(Tensor::data_mut)));
                for (id, grad) in ids.into_iter().zip(to) {
                    grads.add(id, grad);
                }
            }
            (Inputs::Packed(id), Inputs::Packed(one)) => {
                let mut to = Tensor::scratch(one.shape());
                run(Gradients::Packed(to.data_mut()));
                grads.add(id, to);
            }
            _ => unreachable!("`inputs` is made of `self.inputs`"),
        }
    }
}

#[cfg(test)]
mod tests;
