//! An actor and a critic: one says what to do, the other what that is worth, long before the game is over.

use super::agent::{Agent, SCALE, drawn, network, outputs};
use super::cart::{Carts, End, State, batch};
use super::reinforce::DISCOUNT;
use labkit::statistics::{mean, standard_deviation};
use nabla::{Labels, Module, Rng, Sequential, Tape, Tensor, Var};
use trainer::{Learner, Rule};

/// Carts side by side.
pub const CARTS: usize = 8;
/// Steps of each before something is learned.
pub const STEPS: usize = 8;
/// How far an advantage looks ahead: λ of generalised advantages.
pub const LAMBDA: f64 = 0.95;
/// How much a policy is drawn towards what is open.
const ENTROPY: f32 = 0.01;

/// Rewards, values, values of the states after, ends, discount, λ: see `solutions::advantages`.
pub type Advantages = fn(&[f64], &[f64], &[f64], &[End], f64, f64) -> Vec<f64>;

/// Both, and the carts they play with.
pub struct ActorCritic {
    actor: Sequential,
    critic: Sequential,
    carts: Carts,
    /// What a step is worth that came to this state.
    pub reward: fn(&State) -> f64,
    /// What makes advantages of it.
    pub advantages: Advantages,
}
nabla::parts!(ActorCritic {
    actor,
    critic,
    carts
});

impl ActorCritic {
    /// The optimiser, and how its rate falls.
    pub const RULE: Rule = Rule::adam(3e-3).cosine();

    /// With fresh weights, and a reward of 1 for each step.
    pub fn new(rng: &mut Rng) -> Self {
        ActorCritic {
            actor: network(2, rng),
            critic: network(1, rng),
            carts: Carts::new(CARTS, rng),
            reward: |_| 1.0,
            advantages: crate::solutions::advantages,
        }
    }

    /// How it learns, in so many turns.
    pub fn learner(turns: usize) -> Learner {
        Learner::new(Self::RULE, turns).clip(0.5)
    }

    fn values(&self, states: &[State]) -> Vec<f64> {
        let out = outputs(&self.critic, batch(states));
        out.data().iter().map(|&v| SCALE * f64::from(v)).collect()
    }
}

impl Agent for ActorCritic {
    // ANCHOR: turn
    fn turn(&mut self, learner: &mut Learner, rng: &mut Rng) -> f32 {
        const ALL: usize = CARTS * STEPS; // cart after cart: row cart · STEPS + t
        let (mut states, mut after) = ([[0.0; 4]; ALL], [[0.0; 4]; ALL]);
        let (mut right, mut ends) = ([0; ALL], [End::Not; ALL]);
        for t in 0..STEPS {
            let before = self.carts.states.clone();
            let chosen = drawn(&self.actor, &before, rng);
            let came = self.carts.push(&chosen, rng);
            for (cart, (state, end)) in came.into_iter().enumerate() {
                let i = cart * STEPS + t;
                (states[i], after[i]) = (before[cart], state);
                right[i] = u8::from(chosen[cart]);
                // For who looks at this list its end is as if the time were up: a forecast stands for the rest.
                ends[i] = if t + 1 == STEPS && end == End::Not {
                    End::Late
                } else {
                    end
                };
            }
        }
        let rewards = after.map(|state| (self.reward)(&state));
        let (values, nexts) = (self.values(&states), self.values(&after));
        let advantages = (self.advantages)(&rewards, &values, &nexts, &ends, DISCOUNT, LAMBDA);
        let targets = advantages
            .iter()
            .zip(&values)
            .map(|(a, v)| ((a + v) / SCALE) as f32);
        let targets = Tensor::from_vec(targets.collect(), [ALL, 1]);
        let (advantages, right) = (standard(&advantages), Labels::new(&right, 2));
        let loss = learner.learn(self, Tape::new(), |agent, tape| {
            let x = tape.constant(batch(&states));
            let advantages = tape.constant(advantages);
            let policy = policy_loss(agent.actor.forward(tape, x), &right, advantages);
            policy + agent.critic.forward(tape, x).mse(&targets)
        });
        loss.item()
    }
    // ANCHOR_END: turn

    fn carts(&mut self) -> Option<&mut Carts> {
        Some(&mut self.carts)
    }

    fn actor(&self) -> &Sequential {
        &self.actor
    }

    fn played(&self) -> usize {
        self.carts.played()
    }
}

// ANCHOR: policy
/// −mean(A·ln π(a|s)), less a little of the entropy: a policy that is sure too early tries nothing any more.
pub fn policy_loss<'t>(logits: Var<'t>, right: &Labels, advantages: Var<'t>) -> Var<'t> {
    let logs = logits.log_softmax();
    let entropy = -(logs.exp() * logs).sum_axis(1).mean();
    -(logs.pick(right) * advantages).mean() - entropy * ENTROPY
}
// ANCHOR_END: policy

/// With mean 0 and deviation 1: how large values are must not say how large a step is.
fn standard(numbers: &[f64]) -> Tensor {
    let all = || numbers.iter().copied();
    let (middle, deviation) = (mean(all()), standard_deviation(all()) + 1e-8);
    let numbers = all().map(|x| ((x - middle) / deviation) as f32);
    Tensor::from_vec(numbers.collect(), [all().len()])
}
