//! Games.

use crate::solutions;

/// Whether four bits lie in a line along one of these steps.
fn lines(stones: u64, steps: &[u32]) -> bool {
    let runs = |step: &u32| (1..4).fold(stones, |run, k| run & (stones >> (k * step))) != 0;
    steps.iter().any(runs)
}

/// A column of six bits.
pub fn six_bits(stones: u64) -> bool {
    lines(stones, &[1, 6, 5, 7])
}

/// No diagonal that falls.
pub fn one_diagonal(stones: u64) -> bool {
    lines(stones, &[1, 7, 8])
}

/// Two pairs that share a stone.
pub fn three_in_a_row(stones: u64) -> bool {
    [1, 7, 6, 8].iter().any(|step| {
        let pairs = stones & (stones >> step);
        pairs & (pairs >> step) != 0
    })
}

/// Two pairs in a line, wherever they are.
pub fn any_two_pairs(stones: u64) -> bool {
    [1, 7, 6, 8].iter().any(|step| {
        let pairs = stones & (stones >> step);
        pairs & (pairs >> (2 * step)) != 0 || pairs & (pairs >> (3 * step)) != 0
    })
}

/// The root of its own visits.
pub fn puct_own_visits(total: f64, visits: u32, prior: f64, _: u32, c: f64) -> f64 {
    solutions::puct(total, visits, prior, visits, c)
}

/// The sum in the place of the mean.
pub fn puct_sum(total: f64, visits: u32, prior: f64, parent: u32, c: f64) -> f64 {
    total + solutions::puct(0.0, visits, prior, parent, c)
}

/// No root.
pub fn puct_no_root(total: f64, visits: u32, prior: f64, parent: u32, c: f64) -> f64 {
    let parent = f64::from(parent);
    solutions::puct(total, visits, prior * parent.sqrt(), parent as u32, c)
}

/// The logarithm of the other rule.
pub fn puct_log(total: f64, visits: u32, prior: f64, parent: u32, c: f64) -> f64 {
    let (mean, parent) = (
        solutions::puct(total, visits, 0.0, parent, c),
        f64::from(parent),
    );
    mean + c * prior * (parent.ln() / f64::from(1 + visits)).sqrt()
}

type Edges = Vec<(u32, f64)>;

/// What somebody wrote.
pub fn sign_kept(edges: &[(u32, f64)], value: f64) -> Edges {
    let add = |(visits, total): &(u32, f64)| (visits + 1, total + value);
    edges.iter().map(add).collect()
}

/// The last move gets the value of who moves next.
pub fn turned_late(edges: &[(u32, f64)], value: f64) -> Edges {
    solutions::back_up(edges, -value)
}

/// Turned from the root on.
pub fn from_the_root(edges: &[(u32, f64)], value: f64) -> Edges {
    let turned: Edges = edges.iter().rev().copied().collect();
    solutions::back_up(&turned, value)
        .into_iter()
        .rev()
        .collect()
}

/// All signs turned, and not one after the other.
pub fn always_turned(edges: &[(u32, f64)], value: f64) -> Edges {
    sign_kept(edges, -value)
}

/// To the power of the temperature.
pub fn power(visits: &[u32], temperature: f64) -> Vec<f64> {
    match temperature > 0.0 {
        true => solutions::from_visits(visits, 1.0 / temperature),
        false => solutions::from_visits(visits, temperature),
    }
}

/// A softmax of the visits.
pub fn softmax(visits: &[u32], temperature: f64) -> Vec<f64> {
    if temperature <= 0.0 {
        return solutions::from_visits(visits, temperature);
    }
    let most = visits.iter().copied().max().unwrap_or(0);
    let weight = |&n: &u32| ((f64::from(n) - f64::from(most)) / temperature).exp();
    let total: f64 = visits.iter().map(weight).sum();
    visits.iter().map(|n| weight(n) / total).collect()
}

/// The last of those that are equal.
pub fn last_of_equals(visits: &[u32], temperature: f64) -> Vec<f64> {
    if temperature > 0.0 {
        return solutions::from_visits(visits, temperature);
    }
    let turned: Vec<u32> = visits.iter().rev().copied().collect();
    let shares = solutions::from_visits(&turned, 0.0);
    shares.into_iter().rev().collect()
}

/// The temperature is not looked at.
pub fn no_temperature(visits: &[u32], _: f64) -> Vec<f64> {
    solutions::from_visits(visits, 1.0)
}
