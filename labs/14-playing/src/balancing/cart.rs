//! A cart on a track, with a pole on a hinge: pushed to the left or to the right, fifty times a second.
//!
//! Barto, Sutton and Anderson (1983), with the numbers of gymnasium's `CartPole-v1`. The equations are solved by
//! [`cart_step`], which is an exercise.

use crate::solutions::cart_step;
use nabla::{Param, Rng, Tensor};
use rand::RngExt;

/// The cart's place (m) and speed (m/s), the pole's angle from upright (rad) and its spin (rad/s); all to the right.
pub type State = [f64; 4];

/// The cart may be so far from the middle, in metres.
pub const EDGE: f64 = 2.4;
/// The pole may lean so far: 12 degrees.
pub const TILT: f64 = 12.0 * std::f64::consts::PI / 180.0;
/// A game ends after so many steps, however well it goes.
pub const LIMIT: usize = 500;

// ANCHOR: game
/// Whether the game is lost: the cart is off the track, or the pole leans too far.
pub fn fell([place, _, angle, _]: &State) -> bool {
    place.abs() > EDGE || angle.abs() > TILT
}

/// A game begins nearly at rest: each number is drawn from −0.05 to 0.05.
pub fn start(rng: &mut Rng) -> State {
    std::array::from_fn(|_| rng.random_range(-0.05..0.05))
}

/// What a network is shown: the state, with each number about as large as 1.
pub fn seen([place, speed, angle, spin]: &State) -> [f32; 4] {
    [place / EDGE, speed / 2.0, angle / TILT, spin / 2.0].map(|x| x as f32)
}
// ANCHOR_END: game

/// `[N, 4]`, from N states.
pub fn batch<'a>(states: impl IntoIterator<Item = &'a State>) -> Tensor {
    let numbers: Vec<f32> = states.into_iter().flat_map(seen).collect();
    let rows = numbers.len() / 4;
    Tensor::from_vec(numbers, [rows, 4])
}

/// What became of a game at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It goes on.
    Not,
    /// It is lost: nothing comes any more. Gymnasium calls that *terminated*.
    Fell,
    /// Only the time is up: the pole still stands. *Truncated*.
    Late,
}

/// Carts side by side, each in a game of its own: a network that is asked for all of them at once is hardly slower than one
/// that is asked for one.
pub struct Carts {
    /// Where they are.
    pub states: Vec<State>,
    ages: Vec<usize>,
    /// Steps of all of them so far: a parameter, so that a checkpoint keeps it.
    played: Param,
}
nabla::parts!(Carts { played });

impl Carts {
    /// So many, at the start of a game.
    pub fn new(count: usize, rng: &mut Rng) -> Self {
        let states = (0..count).map(|_| start(rng)).collect();
        let ages = vec![0; count];
        let played = Param::statistic("played", Tensor::scalar(0.0));
        Carts {
            states,
            ages,
            played,
        }
    }

    /// Steps of all carts so far.
    pub fn played(&self) -> usize {
        self.played.value().item() as usize
    }

    /// All of them in fresh games.
    pub fn begin(&mut self, rng: &mut Rng) {
        self.states.fill_with(|| start(rng));
        self.ages.fill(0);
    }

    // ANCHOR: push
    /// One step of each, to the right where `right` says so. Returns where each came to, and whether that was the end of its
    /// game. Whose game is over, starts the next one.
    pub fn push(&mut self, right: &[bool], rng: &mut Rng) -> Vec<(State, End)> {
        self.played.value_mut().data_mut()[0] += right.len() as f32;
        let carts = self.states.iter_mut().zip(&mut self.ages).zip(right);
        let one = |((state, age), &right): ((&mut State, &mut usize), &bool)| {
            let after = cart_step(*state, right);
            (*state, *age) = (after, *age + 1);
            let end = match fell(&after) {
                true => End::Fell,
                false if *age == LIMIT => End::Late,
                false => End::Not,
            };
            if end != End::Not {
                (*state, *age) = (start(rng), 0);
            }
            (after, end)
        };
        carts.map(one).collect()
    }
    // ANCHOR_END: push
}
