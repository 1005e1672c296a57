//! Parts of a model that learn in their own way.

/// How the parameters of a part differ from the others ([`Optimizer::group`](super::Optimizer::group)).
///
/// The rate is a *factor* of the optimiser's, so that a schedule of the one moves the other too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    factor: f32,
    decay: Option<f32>,
}

impl Group {
    /// Nothing is special.
    pub fn new() -> Self {
        Group {
            factor: 1.0,
            decay: None,
        }
    }

    /// This many times the optimiser's learning rate.
    pub fn rate(mut self, factor: f32) -> Self {
        self.factor = factor;
        self
    }

    /// This weight decay in place of the optimiser's: 0 for biases, as is usual.
    pub fn weight_decay(mut self, decay: f32) -> Self {
        self.decay = Some(decay);
        self
    }

    pub(super) fn rate_of(self, rate: f32) -> f32 {
        self.factor * rate
    }

    pub(super) fn decay_or(self, decay: f32) -> f32 {
        self.decay.unwrap_or(decay)
    }

    pub(super) fn has_decay(self) -> bool {
        self.decay.is_some()
    }
}

impl Default for Group {
    fn default() -> Self {
        Group::new()
    }
}
