//! What a step does with the gradients, as data: an optimiser, its learning rate, and how the rate falls.

use nabla::optim::{Adadelta, Adam, AdamW, Momentum, Optimizer, Schedule, Sgd};
use std::fmt;

/// An optimiser, its learning rate, and how the rate falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Which optimiser.
    pub kind: Kind,
    /// The learning rate at the start.
    pub rate: f32,
    /// What becomes of it.
    pub fall: Fall,
}

/// Which optimiser, with what it needs besides a rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Plain gradient descent.
    Sgd,
    /// Descent that keeps this share of its last step.
    Momentum(f32),
    /// The same, with this weight decay beside it.
    DecayingMomentum {
        /// That share.
        share: f32,
        /// How much of ½·w² of every weight is added to the loss.
        decay: f32,
    },
    /// Adam; the share of its mean of gradients that it keeps is 0.9 as a rule.
    Adam {
        /// That share, β₁.
        beta1: f32,
    },
    /// Adam with this weight decay beside it.
    AdamW(f32),
    /// Adadelta.
    Adadelta,
}

/// How the learning rate falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fall {
    /// It stays, unless somebody sets it.
    Never,
    /// Along half a cosine to 0 at the last step. At a fixed rate the accuracy still jumps by a few tenths of a per cent from
    /// epoch to epoch at the end, and the last epoch is luck.
    Cosine,
    /// It rises along a line for this share of the training, then falls along half a cosine to 0 (Smith, 2017: one cycle). Fresh
    /// weights would be thrown far by a rate that later is the right one.
    OneCycle(f32),
    /// It rises along a line in so many steps, then falls along half a cosine to this share of itself: for a transformer,
    /// a hundred steps and a tenth (nanoGPT).
    Warm {
        /// Steps up.
        steps: usize,
        /// The share that is left at the end.
        floor: f32,
    },
    /// It is multiplied by this after each epoch.
    EachEpoch(f32),
}

impl Fall {
    /// Whether the rate of a step depends on how many are planned.
    pub fn knows_the_end(self) -> bool {
        !matches!(self, Fall::Never | Fall::EachEpoch(_))
    }
}

impl Rule {
    const fn new(kind: Kind, rate: f32) -> Self {
        let fall = Fall::Never;
        Rule { kind, rate, fall }
    }

    /// Plain gradient descent.
    pub const fn sgd(rate: f32) -> Self {
        Rule::new(Kind::Sgd, rate)
    }

    /// Descent that keeps `share` of its last step.
    pub const fn momentum(rate: f32, share: f32) -> Self {
        Rule::new(Kind::Momentum(share), rate)
    }

    /// The same, with this weight decay beside it.
    pub const fn decaying_momentum(rate: f32, share: f32, decay: f32) -> Self {
        Rule::new(Kind::DecayingMomentum { share, decay }, rate)
    }

    /// Adam.
    pub const fn adam(rate: f32) -> Self {
        Rule::new(Kind::Adam { beta1: 0.9 }, rate)
    }

    /// Adam with weight decay beside it.
    pub const fn adamw(rate: f32, decay: f32) -> Self {
        Rule::new(Kind::AdamW(decay), rate)
    }

    /// Adadelta.
    pub const fn adadelta(rate: f32) -> Self {
        Rule::new(Kind::Adadelta, rate)
    }

    /// The same with a rate that falls along half a cosine to 0.
    pub const fn cosine(mut self) -> Self {
        self.fall = Fall::Cosine;
        self
    }

    /// The same with a rate that rises along a line for the first `warm` of the training, then falls along half a cosine to 0.
    pub const fn one_cycle(mut self, warm: f32) -> Self {
        self.fall = Fall::OneCycle(warm);
        self
    }

    /// The same with a rate that rises along a line in `steps` steps, then falls along half a cosine to `floor` of itself.
    pub const fn warm(mut self, steps: usize, floor: f32) -> Self {
        self.fall = Fall::Warm { steps, floor };
        self
    }

    /// The same with a rate that is multiplied by `factor` after each epoch.
    pub const fn each_epoch(mut self, factor: f32) -> Self {
        self.fall = Fall::EachEpoch(factor);
        self
    }

    /// All of it in words, so that two rules with the same words are the same.
    pub fn exactly(self) -> String {
        let kind = match self.kind {
            Kind::Adam { beta1 } => format!(", β₁ {beta1}"),
            Kind::AdamW(decay) | Kind::DecayingMomentum { decay, .. } => {
                format!(", decay {decay}")
            }
            Kind::Sgd | Kind::Momentum(_) | Kind::Adadelta => String::new(),
        };
        let fall = match self.fall {
            Fall::Never => String::new(),
            Fall::Cosine => ", falling along half a cosine".to_string(),
            Fall::OneCycle(warm) => {
                format!(", rising for {warm} of the way, then falling along half a cosine")
            }
            Fall::Warm { steps, floor } => {
                format!(
                    ", rising in {steps} steps, then falling along half a cosine to {floor} of itself"
                )
            }
            Fall::EachEpoch(factor) => format!(", times {factor} after each epoch"),
        };
        format!("{self}{kind}{fall}")
    }

    // ANCHOR: optimizer
    /// A fresh optimiser.
    pub fn optimizer(self) -> Box<dyn Optimizer> {
        match self.kind {
            Kind::Sgd => Box::new(Sgd::new(self.rate)),
            Kind::Momentum(share) => Box::new(Momentum::new(self.rate, share)),
            Kind::DecayingMomentum { share, decay } => {
                Box::new(Momentum::new(self.rate, share).weight_decay(decay))
            }
            Kind::Adam { beta1 } => Box::new(Adam::new(self.rate).betas(beta1, 0.999)),
            Kind::AdamW(decay) => Box::new(AdamW::new(self.rate).weight_decay(decay)),
            Kind::Adadelta => Box::new(Adadelta::new(self.rate)),
        }
    }

    /// The learning rate at `step` of `steps`, with `every` steps in an epoch.
    pub fn rate(self, step: usize, steps: usize, every: usize) -> f32 {
        let cosine = |steps| Schedule::Cosine { steps, floor: 0.0 };
        match self.fall {
            Fall::Never => Schedule::Constant.rate(self.rate, step),
            Fall::Cosine => cosine(steps).rate(self.rate, step),
            Fall::OneCycle(warm) => {
                let rising = (warm * steps as f32).round() as usize;
                match step < rising {
                    true => self.rate * (step + 1) as f32 / (rising + 1) as f32,
                    false => cosine(steps - rising).rate(self.rate, step - rising),
                }
            }
            Fall::Warm { steps: warm, floor } => {
                let floor = floor * self.rate;
                Schedule::WarmCosine { warm, steps, floor }.rate(self.rate, step)
            }
            Fall::EachEpoch(factor) => Schedule::Step { every, factor }.rate(self.rate, step),
        }
    }
    // ANCHOR_END: optimizer
}

/// `Adam 0.001`, `SGD 0.01, momentum 0.9`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = self.rate;
        match self.kind {
            Kind::Sgd => write!(f, "SGD {rate}"),
            Kind::Momentum(share) | Kind::DecayingMomentum { share, .. } => {
                write!(f, "SGD {rate}, momentum {share}")
            }
            Kind::Adam { .. } => write!(f, "Adam {rate}"),
            Kind::AdamW(_) => write!(f, "AdamW {rate}"),
            Kind::Adadelta => write!(f, "Adadelta {rate}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fall_ends_where_it_should() {
        let rates = |rule: Rule| [0, 5, 10].map(|step| rule.rate(step, 10, 5));
        assert_eq!(rates(Rule::sgd(0.5)), [0.5, 0.5, 0.5]);
        assert_eq!(rates(Rule::adam(0.5).cosine()), [0.5, 0.25, 0.0]);
        let stairs = Rule::adadelta(0.5).each_epoch(0.5);
        assert_eq!(rates(stairs), [0.5, 0.25, 0.125]);
        let cycle = Rule::sgd(0.5).one_cycle(0.4);
        let rates = [0, 3, 4, 7, 10].map(|step| cycle.rate(step, 10, 5));
        // Fifths of the way up, at the top as the fall begins, half of it in the middle of that.
        assert_eq!(rates, [0.1, 0.4, 0.5, 0.25, 0.0]);
        let warm = Rule::adam(0.5).warm(4, 0.5);
        // Half of the way down is three quarters.
        assert_eq!(
            [0, 3, 4, 7, 10].map(|step| warm.rate(step, 10, 5)),
            [0.1, 0.4, 0.5, 0.375, 0.25]
        );
    }

    #[test]
    fn whatever_differs_is_said() {
        let rules = [
            Rule::sgd(0.5),
            Rule::sgd(0.25),
            Rule::momentum(0.5, 0.9),
            Rule::momentum(0.5, 0.8),
            Rule::decaying_momentum(0.5, 0.8, 0.1),
            Rule::decaying_momentum(0.5, 0.8, 0.2),
            Rule::adam(0.5),
            Rule {
                kind: Kind::Adam { beta1: 0.5 },
                ..Rule::adam(0.5)
            },
            Rule::adamw(0.5, 0.1),
            Rule::adamw(0.5, 0.2),
            Rule::adadelta(0.5),
            Rule::adam(0.5).cosine(),
            Rule::adam(0.5).one_cycle(0.1),
            Rule::adam(0.5).one_cycle(0.2),
            Rule::adam(0.5).warm(10, 0.1),
            Rule::adam(0.5).warm(20, 0.1),
            Rule::adam(0.5).warm(20, 0.2),
            Rule::adam(0.5).each_epoch(0.7),
            Rule::adam(0.5).each_epoch(0.6),
        ];
        let mut words = rules.map(Rule::exactly).to_vec();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), rules.len(), "{words:?}");
    }

    #[test]
    fn each_kind_makes_its_optimiser() {
        let rules = [
            (Rule::sgd(0.25), "Sgd"),
            (Rule::momentum(0.25, 0.9), "Momentum"),
            (Rule::decaying_momentum(0.25, 0.9, 0.1), "Momentum"),
            (Rule::adam(0.25), "Adam"),
            (Rule::adamw(0.25, 0.1), "AdamW"),
            (Rule::adadelta(0.25), "Adadelta"),
        ];
        for (rule, name) in rules {
            let optimizer = rule.optimizer();
            assert!(optimizer.name().starts_with(name), "{}", optimizer.name());
            assert_eq!(optimizer.rate(), 0.25);
        }
    }
}
