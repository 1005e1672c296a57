//! Four ways to give the encoder a gradient, on the network itself.

use super::network::{Code, Vae};
use nabla::{Tape, Var};

/// How the gradient gets past the draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It does not: z is a constant.
    Blocked,
    /// By the score function.
    Score,
    /// The same, with the batch's mean taken off.
    ScoreWithBaseline,
    /// By z = μ + σε.
    Reparameterised,
}

impl Way {
    /// All of them, the worst first.
    pub const ALL: [Way; 4] = [
        Way::Blocked,
        Way::Score,
        Way::ScoreWithBaseline,
        Way::Reparameterised,
    ];

    /// For a table.
    pub fn name(self) -> &'static str {
        match self {
            Way::Blocked => "z a constant",
            Way::Score => "score function",
            Way::ScoreWithBaseline => "the same with a baseline",
            Way::Reparameterised => "z = μ + σε",
        }
    }

    // ANCHOR: race
    /// A loss whose gradient is this way's. Its *value* is that of the bound only where z is not scored.
    pub fn loss<'t>(self, vae: &Vae, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let Code { mean, log_variance } = vae.encode(tape, x);
        let drawn = mean.reparameterize(log_variance);
        let z = match self {
            Way::Reparameterised => drawn,
            _ => drawn.detach(),
        };
        let logits = vae.decode(tape, z);
        let costs = (logits.softplus() - logits * x).sum_axis(1); // [N, 1]
        let loss = costs.mean() + mean.gaussian_kl(log_variance);
        let reward = match self {
            Way::Blocked | Way::Reparameterised => return loss,
            Way::Score => costs.detach(),
            Way::ScoreWithBaseline => costs.detach() - costs.mean().detach(),
        };
        // ln q(z | x) but for its constant; z stays where it is, μ and λ move.
        let off = (z - mean).square() * (-log_variance).exp();
        let ln_q = -0.5 * (off + log_variance).sum_axis(1);
        loss + (reward * ln_q).mean()
    }
    // ANCHOR_END: race
}
