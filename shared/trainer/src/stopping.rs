//! Stopping in time: the best epoch so far, and its weights.

use nabla::{Parameters, Tensor};

// ANCHOR: stopping
/// Watches the validation loss, and keeps the weights of the best epoch.
pub struct EarlyStopping {
    patience: usize,
    best: Option<Best>,
}

/// The epoch with the lowest validation loss so far.
pub struct Best {
    /// Counted from 1, or as the caller counts.
    pub epoch: usize,
    /// Its validation loss.
    pub loss: f64,
    weights: Vec<Tensor>,
}

impl EarlyStopping {
    /// Waits for `patience` epochs without a new lowest loss.
    pub fn new(patience: usize) -> Self {
        EarlyStopping {
            patience,
            best: None,
        }
    }

    /// Says whether to go on. A tensor's clone is cheap until one of the two
    /// changes, so keeping weights costs one copy an epoch at most.
    pub fn goes_on(&mut self, epoch: usize, loss: f64, model: &(impl Parameters + ?Sized)) -> bool {
        if !loss.is_nan() && self.best.as_ref().is_none_or(|best| loss < best.loss) {
            let mut weights = Vec::new();
            model.visit(&mut |param| weights.push(param.value().clone()));
            self.best = Some(Best {
                epoch,
                loss,
                weights,
            });
        }
        let best = self.best.as_ref().map_or(0, |best| best.epoch);
        epoch < best + self.patience
    }

    /// Gives `model` the weights of the best epoch back.
    pub fn restore(&self, model: &mut (impl Parameters + ?Sized)) {
        let Some(best) = &self.best else { return };
        let mut kept = best.weights.iter();
        model.visit_mut(&mut |param| {
            if let Some(weights) = kept.next() {
                *param.value_mut() = weights.clone();
            }
        });
    }
    // ANCHOR_END: stopping

    /// The best epoch so far, if there was any.
    pub fn best(&self) -> Option<&Best> {
        self.best.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla::{Init, Linear, Parameters};

    fn weights(model: &(impl Parameters + ?Sized)) -> Vec<f32> {
        let mut all = Vec::new();
        model.visit(&mut |param| all.extend_from_slice(param.value().data()));
        all
    }

    #[test]
    fn it_waits_as_long_as_it_was_told_and_gives_the_best_back() {
        let mut model = Linear::new(2, 3, Init::He, &mut nabla::rng(1));
        let mut watch = EarlyStopping::new(2);
        let mut best = Vec::new();
        let losses = [0.9, 0.5, 0.6, 0.4, 0.41, 0.4, 0.1];
        let mut seen = 0;
        for (epoch, loss) in (1..).zip(losses) {
            seen = epoch;
            model.visit_mut(&mut |param| param.value_mut().data_mut()[0] = loss as f32);
            if epoch == 4 {
                best = weights(&model);
            }
            if !watch.goes_on(epoch, loss, &model) {
                break;
            }
        }
        // 0.4 again is no improvement: two epochs without one, and the end.
        assert_eq!(seen, 6);
        let kept = watch.best().expect("an epoch");
        assert_eq!((kept.epoch, kept.loss), (4, 0.4));
        watch.restore(&mut model);
        assert_eq!(weights(&model), best);
    }

    #[test]
    fn nothing_seen_nothing_restored() {
        let mut model = Linear::new(2, 3, Init::He, &mut nabla::rng(1));
        let before = weights(&model);
        EarlyStopping::new(1).restore(&mut model);
        assert_eq!(weights(&model), before);
    }

    #[test]
    fn not_a_number_is_no_improvement() {
        let model = Linear::new(2, 3, Init::He, &mut nabla::rng(1));
        let mut watch = EarlyStopping::new(1);
        assert!(watch.goes_on(1, 0.5, &model));
        assert!(!watch.goes_on(2, f64::NAN, &model));
        assert_eq!(watch.best().map(|best| best.epoch), Some(1));
    }

    #[test]
    fn an_epoch_that_failed_is_not_the_best_even_if_it_is_the_first() {
        let model = Linear::new(2, 3, Init::He, &mut nabla::rng(1));
        let mut watch = EarlyStopping::new(2);
        assert!(watch.goes_on(1, f64::NAN, &model));
        assert!(watch.goes_on(2, 0.5, &model));
        assert_eq!(watch.best().map(|best| best.epoch), Some(2));
    }
}
