//! Normalisation layers.

use super::{Module, Param, Parameters, Row, weighted_visits};
use crate::ops::Moments;
use crate::{Mode, Shape, Tape, Tensor, Var};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Batch normalisation of each channel, the last axis of `[N, C]` or `[N, H, W, C]`
/// ([`Var::batch_norm`]).
///
/// On a [training](Tape::training) tape it looks at the batch, and moves its running mean and
/// variance a step towards what it sees there; on an evaluating tape the running ones are what
/// counts. As in PyTorch, the running variance is the unbiased one (divided by M − 1), and all four lists have PyTorch's
/// names: [`pytorch::load`](crate::pytorch::load) takes them as they are, and leaves its counter alone.
#[derive(Debug)]
pub struct BatchNorm {
    /// γ `[C]`, ones at first.
    pub weight: Param,
    /// β `[C]`, zeros at first.
    pub bias: Param,
    /// Behind a lock, because a forward pass only borrows its model, and models are shared between
    /// threads.
    running: Mutex<Running>,
    momentum: f32,
    epsilon: f32,
}

#[derive(Debug, Clone)]
struct Running {
    mean: Param,
    variance: Param,
}

impl BatchNorm {
    /// For this many channels, with ε = 10⁻⁵ and a momentum of 0.1.
    pub fn new(channels: usize) -> Self {
        BatchNorm {
            weight: Param::new("weight", Tensor::ones([channels])),
            bias: Param::new("bias", Tensor::zeros([channels])),
            running: Mutex::new(Running {
                mean: Param::statistic("running_mean", Tensor::zeros([channels])),
                variance: Param::statistic("running_var", Tensor::ones([channels])).not_negative(),
            }),
            momentum: 0.1,
            epsilon: 1e-5,
        }
    }

    /// How much of the running statistics is new at each step: running ← (1 − m)·running + m·batch,
    /// PyTorch's convention. (Keras calls the share of the *old* momentum: its 0.8 is 0.2 here.)
    ///
    /// # Panics
    /// If it is not in 0 ≤ momentum ≤ 1.
    #[track_caller]
    pub fn momentum(mut self, momentum: f32) -> Self {
        assert!(
            (0.0..=1.0).contains(&momentum),
            "batch norm's momentum is the share of the new, from 0 to 1; it is {momentum}"
        );
        self.momentum = momentum;
        self
    }

    /// Another ε, which is added to the variance.
    pub fn epsilon(mut self, epsilon: f32) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// The running mean `[C]` now.
    pub fn running_mean(&self) -> Tensor {
        self.statistics().mean.value().clone()
    }

    /// The running variance `[C]` now.
    pub fn running_variance(&self) -> Tensor {
        self.statistics().variance.value().clone()
    }

    /// Both as they are now: nobody should compute, or call who knows whom, while the lock is held.
    fn statistics(&self) -> Running {
        let running = self.running();
        Running {
            mean: running.mean.shared(),
            variance: running.variance.shared(),
        }
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        // A panic while it was held leaves numbers, which are as good as before.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The running statistics move towards those of a batch with `count` numbers a channel.
    fn follow(&self, batch: &Moments, count: usize) {
        let mut running = self.running();
        let unbiased = count as f32 / (count - 1) as f32;
        let running = &mut *running;
        for (running, batch, factor) in [
            (&mut running.mean, &batch.mean, 1.0),
            (&mut running.variance, &batch.variance, unbiased),
        ] {
            if let Some(gpu) = batch.gpu() {
                let shares = [1.0 - self.momentum, self.momentum * factor];
                crate::ops::follow_on(gpu, running.value_mut(), batch, shares);
                continue;
            }
            let numbers = running.value_mut().data_mut().iter_mut();
            for (running, batch) in numbers.zip(batch.data()) {
                *running = (1.0 - self.momentum) * *running + self.momentum * factor * batch;
            }
        }
    }
}

impl Clone for BatchNorm {
    /// A copy learns on its own.
    fn clone(&self) -> Self {
        BatchNorm {
            weight: self.weight.clone(),
            bias: self.bias.clone(),
            running: Mutex::new(self.running().clone()),
            momentum: self.momentum,
            epsilon: self.epsilon,
        }
    }
}

impl Module for BatchNorm {
    #[track_caller]
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let (gamma, beta) = (tape.param(&self.weight), tape.param(&self.bias));
        if tape.mode() == Mode::Evaluating {
            let running = self.statistics();
            let moments = Moments {
                mean: running.mean.value().clone(),
                variance: running.variance.value().clone(),
            };
            return x.batch_norm_by(gamma, beta, &moments, self.epsilon);
        }
        let (y, moments) = x.batch_norm_with_moments(gamma, beta, self.epsilon);
        let (count, _) = x.shape().as_rows();
        self.follow(&moments, count);
        y
    }

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        let channels = self.weight.value().len();
        assert!(
            input.rank() > 0 && input.last() == channels,
            "batch_norm: the layer takes {channels} channels, here {input} comes in"
        );
        rows.push(Row {
            layer: "BatchNorm".to_string(),
            output: input,
            parameters: 4 * channels,
        });
        input
    }
}

impl Parameters for BatchNorm {
    fn visit(&self, f: &mut dyn FnMut(&Param)) {
        f(&self.weight);
        f(&self.bias);
        let running = self.statistics();
        f(&running.mean);
        f(&running.variance);
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
        f(&mut self.weight);
        f(&mut self.bias);
        let running = self
            .running
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        f(&mut running.mean);
        f(&mut running.variance);
    }
}

/// A layer with γ and β and nothing that runs along: writes what the three below share.
macro_rules! within_an_example {
    ($Layer:ident, $name:literal, |$self:ident, $x:ident, $gamma:ident, $beta:ident| $forward:expr) => {
        impl $Layer {
            /// Another ε, which is added to the variance.
            pub fn epsilon(mut self, epsilon: f32) -> Self {
                self.epsilon = epsilon;
                self
            }

            /// The same layer without β.
            pub fn without_bias(mut self) -> Self {
                self.bias = None;
                self
            }
        }

        impl Module for $Layer {
            #[track_caller]
            fn forward<'t>(&$self, tape: &'t Tape, $x: Var<'t>) -> Var<'t> {
                let $gamma = tape.param(&$self.weight);
                let $beta = $self.bias.as_ref().map(|bias| tape.param(bias));
                $forward
            }

            fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
                let channels = self.weight.value().len();
                assert!(
                    input.rank() > 0 && input.last() == channels,
                    "{}: the layer takes {channels} channels, here {input} comes in",
                    $name
                );
                rows.push(Row {
                    layer: stringify!($Layer).to_string(),
                    output: input,
                    parameters: super::parameters(self),
                });
                input
            }
        }

        impl Parameters for $Layer {
            weighted_visits!();
        }
    };
}

/// γ ones, β zeros.
fn scale_and_shift(channels: usize) -> (Param, Option<Param>) {
    (
        Param::new("weight", Tensor::ones([channels])),
        Some(Param::new("bias", Tensor::zeros([channels]))),
    )
}

/// Layer normalisation along the last axis ([`Var::layer_norm`]): each row by itself.
#[derive(Debug, Clone)]
pub struct LayerNorm {
    /// γ `[C]`, ones at first.
    pub weight: Param,
    /// β `[C]`, zeros at first, unless the layer has none.
    pub bias: Option<Param>,
    epsilon: f32,
}

impl LayerNorm {
    /// For rows of this length, with ε = 10⁻⁵.
    pub fn new(channels: usize) -> Self {
        let (weight, bias) = scale_and_shift(channels);
        LayerNorm {
            weight,
            bias,
            epsilon: 1e-5,
        }
    }
}

within_an_example!(LayerNorm, "layer_norm", |self, x, gamma, beta| x
    .layer_norm(gamma, beta, self.epsilon));

/// Group normalisation ([`Var::group_norm`]): neighbouring channels of one example together.
#[derive(Debug, Clone)]
pub struct GroupNorm {
    /// γ `[C]`, ones at first.
    pub weight: Param,
    /// β `[C]`, zeros at first, unless the layer has none.
    pub bias: Option<Param>,
    groups: usize,
    epsilon: f32,
}

impl GroupNorm {
    /// For this many channels in equal groups, with ε = 10⁻⁵.
    ///
    /// # Panics
    /// If the channels do not make that many equal groups.
    #[track_caller]
    pub fn new(groups: usize, channels: usize) -> Self {
        super::equal_parts(channels, groups);
        let (weight, bias) = scale_and_shift(channels);
        GroupNorm {
            weight,
            bias,
            groups,
            epsilon: 1e-5,
        }
    }
}

within_an_example!(GroupNorm, "group_norm", |self, x, gamma, beta| x
    .group_norm(self.groups, gamma, beta, self.epsilon));

/// Instance normalisation ([`Var::instance_norm`]): each channel of each image by itself. (PyTorch's
/// has no γ and β unless `affine=True`.)
#[derive(Debug, Clone)]
pub struct InstanceNorm {
    /// γ `[C]`, ones at first.
    pub weight: Param,
    /// β `[C]`, zeros at first, unless the layer has none.
    pub bias: Option<Param>,
    epsilon: f32,
}

impl InstanceNorm {
    /// For this many channels, with ε = 10⁻⁵.
    pub fn new(channels: usize) -> Self {
        let (weight, bias) = scale_and_shift(channels);
        InstanceNorm {
            weight,
            bias,
            epsilon: 1e-5,
        }
    }
}

within_an_example!(InstanceNorm, "instance_norm", |self, x, gamma, beta| x
    .instance_norm(gamma, beta, self.epsilon));
