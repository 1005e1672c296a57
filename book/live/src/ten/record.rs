//! A game on a line while it is played: what can be looked at again later.

use lab10::line::{DATA, Game, Plan, State};
use lab10::paper::sigmoid;
use lab10::theory::{Gaussian, value};

/// Rounds between two moments that are kept.
pub const EVERY: usize = 10;
/// Where the discriminator is asked: from here on, in steps of so much.
const FROM: f64 = -14.0;
const STEP: f64 = 0.1;
const PLACES: usize = 321;

/// Both players at one moment.
pub struct Moment {
    /// What was forged.
    pub forged: Gaussian,
    /// What the game was worth against the discriminator of the moment.
    pub value: f64,
    logits: Vec<f64>,
}

impl Moment {
    fn of(state: &State<'_>) -> Self {
        let places: Vec<f64> = (0..PLACES).map(|i| FROM + STEP * i as f64).collect();
        let mut moment = Moment {
            forged: state.forged(),
            value: 0.0,
            logits: state.logits(&places),
        };
        moment.value = value(DATA, moment.forged, |x| moment.logit(x));
        moment
    }

    /// The discriminator's logit. Its layers are linear but for their kinks, so a straight line between two near places is
    /// right nearly everywhere, and beyond the last ones as well.
    fn logit(&self, x: f64) -> f64 {
        let at = (x - FROM) / STEP;
        let below = (at.max(0.0) as usize).min(PLACES - 2);
        let [low, high] = [self.logits[below], self.logits[below + 1]];
        low + (at - below as f64) * (high - low)
    }

    /// The discriminator's output.
    pub fn output(&self, x: f64) -> f64 {
        sigmoid(self.logit(x))
    }
}

/// A game, and what it was after every [`EVERY`] rounds.
pub struct Record {
    game: Game,
    moments: Vec<Moment>,
}

impl Record {
    /// Before the first round.
    pub fn new(plan: &Plan) -> Self {
        let game = Game::new(plan);
        let moments = vec![Moment::of(&game.state())];
        Record { game, moments }
    }

    /// Plays so many rounds more.
    pub fn play(&mut self, rounds: usize) {
        for _ in 0..rounds {
            self.game.round();
            if self.game.state().round.is_multiple_of(EVERY) {
                self.moments.push(Moment::of(&self.game.state()));
            }
        }
    }

    /// The last round of which something is kept.
    pub fn last(&self) -> usize {
        EVERY * (self.moments.len() - 1)
    }

    /// The moment after this round, or the last before it.
    pub fn at(&self, round: usize) -> &Moment {
        &self.moments[(round / EVERY).min(self.moments.len() - 1)]
    }

    /// What was forged until then.
    pub fn way(&self, round: usize) -> impl Iterator<Item = Gaussian> + '_ {
        let until = (round / EVERY + 1).min(self.moments.len());
        self.moments[..until].iter().map(|moment| moment.forged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab10::line::play;

    #[test]
    fn a_record_is_the_labs_game() {
        let plan = Plan {
            rounds: 60,
            ..Plan::usual(1)
        };
        let mut record = Record::new(&plan);
        record.play(25);
        record.play(35);
        assert_eq!(record.last(), 60);
        let mut known = Vec::new();
        play(&plan, |state| {
            if state.round % EVERY == 0 {
                known.push((state.forged(), state.value(), state.outputs(&[1.23])[0]));
            }
        });
        for (i, (forged, value, output)) in known.into_iter().enumerate() {
            let moment = record.at(EVERY * i);
            assert_eq!(moment.forged, forged);
            assert!(
                (moment.value - value).abs() < 1e-3,
                "{} {value}",
                moment.value
            );
            assert!((moment.output(1.23) - output).abs() < 1e-3);
        }
    }
}
