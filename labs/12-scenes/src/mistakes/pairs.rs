//! Nearer than the other.

use crate::solutions::triplet_loss;

/// Anchor, positive, negative, margin.
pub type Asked = (Vec<f64>, Vec<f64>, Vec<f64>, f64);
/// The loss, and its gradients in a, p and n.
type Answer = (f64, [Vec<f64>; 3]);

/// Each gradient times a number of its own.
pub fn scaled([of_a, of_p, of_n]: [f64; 3], (a, p, n, margin): &Asked) -> Answer {
    let (loss, [a, p, n]) = triplet_loss(a, p, n, *margin);
    let times = |factor: f64, slope: Vec<f64>| slope.iter().map(|s| factor * s).collect();
    (loss, [times(of_a, a), times(of_p, p), times(of_n, n)])
}

/// Never cut off: with a margin that is always missed, which the loss is then given back.
pub fn uncut((a, p, n, margin): &Asked) -> Answer {
    let (loss, slopes) = triplet_loss(a, p, n, margin + 100.0);
    (loss - 100.0, slopes)
}

/// The loss is cut off, the gradients are not.
pub fn slopes_uncut(asked: &Asked) -> Answer {
    let (loss, slopes) = uncut(asked);
    (loss.max(0.0), slopes)
}

/// Positive and negative exchanged.
pub fn exchanged((a, p, n, margin): &Asked) -> Answer {
    let (loss, [of_a, of_n, of_p]) = triplet_loss(a, n, p, *margin);
    (loss, [of_a, of_p, of_n])
}

/// The anchor moves towards the positive alone.
pub fn half_of_the_anchor((a, p, n, margin): &Asked) -> Answer {
    let (loss, [_, of_p, of_n]) = triplet_loss(a, p, n, *margin);
    (loss, [of_p.iter().map(|s| -s).collect(), of_p, of_n])
}
