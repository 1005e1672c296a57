//! The operations, one file each: the formula, the forward function, a record that keeps exactly
//! what the backward rule needs, the rule, its tests.
//!
//! The notation of the rules: `y` is the operation's result, `dy` the gradient of the loss with
//! respect to it, `dx` the one with respect to an input. A new operation is a new file and one line
//! in the list below.

mod activation;
mod attention;
mod batch_norm;
mod binary;
mod broadcast;
mod concat;
mod conv1d;
mod conv2d;
mod conv_transpose2d;
mod dropout;
mod elementwise;
mod embedding;
mod gaussian_kl;
mod group_norm;
mod gru;
mod linear;
mod loss;
mod lstm;
mod matmul;
mod max_axis;
mod noise;
mod pad;
mod pick;
mod pool2d;
mod prelu;
mod recurrent;
mod reduce;
mod reparameterize;
mod reshape;
mod reverse;
mod rnn;
mod segment_sum;
mod slice;
mod softmax;
mod softmax_cross_entropy;
mod sparse_matmul;
mod swap_axes;
mod upsample2d;
mod where_cond;

pub use activation::Activation;
pub use attention::Heads;
pub use batch_norm::Moments;
pub(crate) use batch_norm::gpu::follow as follow_on;
#[cfg(test)]
pub(crate) use broadcast::Offsets;
pub(crate) use concat::gpu::add_part as add_part_on;
pub(crate) use dropout::check as check_dropout_rate;
pub use elementwise::Elementwise;
pub(crate) use reduce::gpu::total as total_on;

use crate::Tensor;
use crate::tape::{Grads, Values};

// ANCHOR: rule
/// A backward rule: given the result `y` and its gradient `dy`, hand each input its own gradient
/// with `grads.add`. `dy` is the rule's own, to be overwritten in place where that saves a buffer.
pub(crate) trait Backward {
    fn backward(&self, y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads);
}
// ANCHOR_END: rule

/// All operations as one enum: a record on the tape then needs no allocation of its own.
macro_rules! ops {
    ($($Name:ident: $Type:ty),* $(,)?) => {
        pub(crate) enum Op {
            /// Not computed: data, a parameter, or a value nobody wants a gradient of.
            Leaf,
            $($Name($Type)),*
        }

        impl Op {
            fn family(&self) -> &'static str {
                match self {
                    Op::Leaf => "Leaf",
                    $(Op::$Name(_) => stringify!($Name)),*
                }
            }
        }

        impl Backward for Op {
            fn backward(&self, y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
                match self {
                    Op::Leaf => {}
                    $(Op::$Name(op) => op.backward(y, dy, values, grads)),*
                }
            }
        }

        $(impl From<$Type> for Op {
            fn from(op: $Type) -> Op {
                Op::$Name(op)
            }
        })*
    };
}

impl Op {
    /// What the operation is called: `MatMul`, `Add`, `Scale(3.0)`.
    pub fn name(&self) -> String {
        match self {
            Op::Binary(op) => op.name(),
            Op::Elementwise(op) => op.name(),
            Op::Loss(op) => op.name(),
            other => other.family().to_string(),
        }
    }
}

// ANCHOR: ops
ops! {
    Attention: attention::Attention,
    BatchNorm: batch_norm::BatchNorm,
    Binary: binary::Binary,
    BroadcastTo: broadcast::BroadcastTo,
    Concat: concat::Concat,
    Conv2d: conv2d::Conv2d,
    ConvTranspose2d: conv_transpose2d::ConvTranspose2d,
    Dropout: dropout::Dropout,
    Elementwise: elementwise::Apply,
    Embedding: embedding::Embedding,
    GaussianKl: gaussian_kl::GaussianKl,
    GroupNorm: group_norm::GroupNorm,
    Gru: recurrent::Sequence<gru::GruCell>,
    Linear: linear::Linear,
    Loss: loss::Loss,
    Lstm: recurrent::Sequence<lstm::LstmCell>,
    MatMul: matmul::MatMul,
    MaxAxis: max_axis::MaxAxis,
    Pad: pad::Pad,
    Pick: pick::Pick,
    Pool2d: pool2d::Pool2d,
    Prelu: prelu::Prelu,
    Reduce: reduce::Reduce,
    Reparameterize: reparameterize::Reparameterize,
    Reshape: reshape::Reshape,
    Reverse: reverse::Reverse,
    Rnn: recurrent::Sequence<rnn::RnnCell>,
    SegmentSum: segment_sum::SegmentSum,
    Slice: slice::Slice,
    Softmax: softmax::Softmax,
    LogSoftmax: softmax::LogSoftmax,
    SoftmaxCrossEntropy: softmax_cross_entropy::SoftmaxCrossEntropy,
    SparseMatMul: sparse_matmul::SparseMatMul,
    SwapAxes: swap_axes::SwapAxes,
    Upsample2d: upsample2d::Upsample2d,
    WhereCond: where_cond::WhereCond,
}
// ANCHOR_END: ops
