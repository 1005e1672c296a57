//! Games.

use crate::solutions::{back_up, from_visits, puct};

/// Whether four bits lie in a line along one of these steps.
fn lines(stones: u64, steps: &[u32]) -> bool {
    let runs = |step: &u32| (1..4).fold(stones, |run, k| run & (stones >> (k * step))) != 0;
    steps.iter().any(runs)
}

/// A column of six bits.
pub fn six_bits(&stones: &u64) -> bool {
    lines(stones, &[1, 6, 5, 7])
}

/// No diagonal that falls.
pub fn one_diagonal(&stones: &u64) -> bool {
    lines(stones, &[1, 7, 8])
}

/// Two pairs that share a stone.
pub fn three_in_a_row(&stones: &u64) -> bool {
    [1, 7, 6, 8].iter().any(|step| {
        let pairs = stones & (stones >> step);
        pairs & (pairs >> step) != 0
    })
}

/// Total, visits, prior, parent, c.
pub type Asked = (f64, u32, f64, u32, f64);

/// The root of its own visits.
pub fn puct_own_visits(&(total, visits, prior, _, c): &Asked) -> f64 {
    puct(total, visits, prior, visits, c)
}

/// The sum in the place of the mean.
pub fn puct_sum(&(total, visits, prior, parent, c): &Asked) -> f64 {
    total + puct(0.0, visits, prior, parent, c)
}

/// No root.
pub fn puct_no_root(&(total, visits, prior, parent, c): &Asked) -> f64 {
    puct(total, visits, prior * f64::from(parent).sqrt(), parent, c)
}

/// Edges, and a value.
pub type Path = (Vec<(u32, f64)>, f64);

/// What somebody wrote.
pub fn sign_kept((edges, value): &Path) -> Vec<(u32, f64)> {
    let add = |(visits, total): &(u32, f64)| (visits + 1, total + value);
    edges.iter().map(add).collect()
}

/// The last move gets the value of who moves next.
pub fn turned_late((edges, value): &Path) -> Vec<(u32, f64)> {
    back_up(edges, -value)
}

/// All signs turned, and not one after the other.
pub fn always_turned((edges, value): &Path) -> Vec<(u32, f64)> {
    sign_kept(&(edges.clone(), -value))
}

/// Visits, and a temperature.
pub type Visits = (Vec<u32>, f64);

/// To the power of the temperature.
pub fn power((visits, temperature): &Visits) -> Vec<f64> {
    from_visits(
        visits,
        if *temperature > 0.0 {
            1.0 / temperature
        } else {
            0.0
        },
    )
}

/// The last of those that are equal.
pub fn last_of_equals((visits, temperature): &Visits) -> Vec<f64> {
    let turned: Vec<u32> = visits.iter().rev().copied().collect();
    from_visits(&turned, *temperature)
        .into_iter()
        .rev()
        .collect()
}

/// The temperature is not looked at.
pub fn no_temperature((visits, _): &Visits) -> Vec<f64> {
    from_visits(visits, 1.0)
}
