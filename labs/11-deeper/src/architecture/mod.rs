//! A network as data: what is in it, before there is a single weight.
//!
//! A `Sequential` says "one after the other". Networks since 2014 also say "two ways at once": [`Layer::Sum`] and
//! [`Layer::Concat`] hold whole [`Architecture`]s as their paths. Such a description is counted ([`count`]) without allocating
//! anything, and built into a real model ([`build`]) whose parameters have the names of PyTorch's `nn.Sequential`.

pub mod build;
pub mod count;

use nabla::Window;
use std::fmt;

// ANCHOR: layer
/// One layer. What comes in is known only once a picture does, so a layer says what goes *out*.
#[derive(Debug, Clone, PartialEq)]
pub enum Layer {
    /// A convolution to so many channels.
    Conv {
        /// Channels that go out.
        outputs: usize,
        /// Size, stride, margins, groups.
        window: Window,
        /// A number for each output besides?
        bias: bool,
    },
    /// Batch normalisation of each channel.
    Norm,
    /// max(0, x).
    Relu,
    /// Pooling with a window.
    Pool {
        /// The largest number under the window; otherwise the mean.
        is_max: bool,
        /// Where it stands.
        window: Window,
        /// Does a window count that reaches beyond the lower or right edge (PyTorch's `ceil_mode`)?
        rounds_up: bool,
    },
    /// The mean of each channel over the whole picture.
    GlobalAvgPool,
    /// A picture in one row.
    Flatten,
    /// The share that is left out in training.
    Dropout(f32),
    /// A dense layer to so many units, with a bias.
    Linear(usize),
    /// He and others' way around without a parameter: every `stride`-th pixel, and zeros for the channels that are new,
    /// half of them before and half of them behind the old ones.
    Subsample {
        /// Channels that go out.
        outputs: usize,
        /// Of so many pixels in a row, and in a column, the first.
        stride: usize,
    },
    /// The same input into each path, and what comes out added. A path without layers hands on what it gets.
    Sum(Vec<Architecture>),
    /// The same, with the channels of one path behind those of the other.
    Concat(Vec<Architecture>),
}
// ANCHOR_END: layer

/// Layers in a row, some of which may be paths side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Architecture(
    /// In the order in which a picture meets them.
    pub Vec<Layer>,
);

impl Architecture {
    /// No layer yet: what comes in goes out.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more layer at the end.
    pub fn push(mut self, layer: Layer) -> Self {
        self.0.push(layer);
        self
    }

    /// All layers of another one at the end.
    pub fn then(mut self, other: Architecture) -> Self {
        self.0.extend(other.0);
        self
    }

    /// A convolution to `outputs` channels, with a bias unless a [`norm`](Self::norm) follows.
    pub fn conv(self, outputs: usize, window: Window) -> Self {
        self.push(Layer::Conv {
            outputs,
            window,
            bias: true,
        })
    }

    /// Batch normalisation. It has a β of its own, so a convolution right before it loses its bias.
    pub fn norm(mut self) -> Self {
        if let Some(Layer::Conv { bias, .. }) = self.0.last_mut() {
            *bias = false;
        }
        self.push(Layer::Norm)
    }

    /// max(0, x).
    pub fn relu(self) -> Self {
        self.push(Layer::Relu)
    }

    /// The largest number under each place of a window.
    pub fn max_pool(self, window: Window) -> Self {
        self.pool(true, window, false)
    }

    /// The same, with a last window that reaches beyond the edge where one fits only in part.
    pub fn max_pool_rounding_up(self, window: Window) -> Self {
        self.pool(true, window, true)
    }

    /// The mean under each place of a window. (What lies beyond the edge is not counted; PyTorch's default counts it as 0.)
    pub fn avg_pool(self, window: Window) -> Self {
        self.pool(false, window, false)
    }

    fn pool(self, is_max: bool, window: Window, rounds_up: bool) -> Self {
        self.push(Layer::Pool {
            is_max,
            window,
            rounds_up,
        })
    }

    /// The mean of each channel: `[H, W, C]` becomes `[C]`.
    pub fn global_avg_pool(self) -> Self {
        self.push(Layer::GlobalAvgPool)
    }

    /// `[H, W, C]` becomes `[H·W·C]`.
    pub fn flatten(self) -> Self {
        self.push(Layer::Flatten)
    }

    /// Leaves out this share of the numbers in training.
    pub fn dropout(self, rate: f32) -> Self {
        self.push(Layer::Dropout(rate))
    }

    /// A dense layer.
    pub fn linear(self, outputs: usize) -> Self {
        self.push(Layer::Linear(outputs))
    }

    /// See [`Layer::Subsample`].
    pub fn subsample(self, outputs: usize, stride: usize) -> Self {
        self.push(Layer::Subsample { outputs, stride })
    }

    /// The same input into each path; what comes out is added.
    pub fn sum(self, paths: impl Into<Vec<Architecture>>) -> Self {
        self.push(Layer::Sum(paths.into()))
    }

    /// The same input into each path; the channels that come out lie one behind the other.
    pub fn concat(self, paths: impl Into<Vec<Architecture>>) -> Self {
        self.push(Layer::Concat(paths.into()))
    }
}

/// `conv 3×3 → 64, stride 2`.
impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Layer::Conv {
                outputs, window, ..
            } => {
                write!(f, "conv {} → {outputs}", sizes(window))?;
                match window.groups {
                    1 => Ok(()),
                    groups => write!(f, ", {groups} groups"),
                }
            }
            Layer::Norm => f.write_str("batch norm"),
            Layer::Relu => f.write_str("ReLU"),
            Layer::Pool { is_max, window, .. } => {
                let kind = if *is_max { "max" } else { "mean" };
                write!(f, "{kind} {}", sizes(window))
            }
            Layer::GlobalAvgPool => f.write_str("mean of all"),
            Layer::Flatten => f.write_str("flatten"),
            Layer::Dropout(rate) => write!(f, "dropout {rate}"),
            Layer::Linear(outputs) => write!(f, "dense → {outputs}"),
            Layer::Subsample { stride: 1, .. } => f.write_str("the input itself"),
            Layer::Subsample { outputs, stride } => write!(f, "1 pixel in {stride}² → {outputs}"),
            Layer::Sum(_) => f.write_str("sum"),
            Layer::Concat(_) => f.write_str("concat"),
        }
    }
}

/// `3×3 /2`.
fn sizes(window: &Window) -> String {
    let [height, width] = window.size;
    match window.stride {
        [1, 1] => format!("{height}×{width}"),
        [down, right] if down == right => format!("{height}×{width} /{down}"),
        [down, right] => format!("{height}×{width} /{down}×{right}"),
    }
}
