//! How the two tasks are learned. Chosen on the validation pictures of 0 to 4, and of 5 to 9 with ten examples a class, among
//! rates of 0.005, 0.01 and 0.02 and bodies that follow at 0.3 and 0.1 times the rate; no test picture had a say.

use super::reader::{Body, Plan};
use trainer::Rule;

/// The digits 0 to 4, of which there are many.
pub const OLD: Plan = Plan {
    rule: Rule::adam(0.002).cosine(),
    steps: 600,
    body: Body::Follows(1.0),
};

/// Few examples, and nothing known before.
pub const SCRATCH: Plan = Plan {
    rule: Rule::adam(0.01).cosine(),
    steps: 100,
    body: Body::Follows(1.0),
};

/// Few examples for a fresh head; the body is held.
pub const FROZEN: Plan = SCRATCH.body(Body::Held);

/// Few examples for a fresh head, and a body that follows.
pub const FINE_TUNED: Plan = SCRATCH.body(Body::Follows(0.3));
