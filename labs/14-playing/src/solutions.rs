//! Reference answers: what the lesson uses where the learner has not answered yet.

// ANCHOR: has_four
/// Two neighbours in a direction, and two such pairs two steps apart. The spare bit of each column ends what runs over its top.
pub fn has_four(stones: u64) -> bool {
    // Up, right, down and to the right, up and to the right.
    [1, 7, 6, 8].iter().any(|step| {
        let pairs = stones & (stones >> step);
        pairs & (pairs >> (2 * step)) != 0
    })
}
// ANCHOR_END: has_four

// ANCHOR: minimax_by_hand
/// The other takes what is least for me, I take the most of that.
pub fn minimax_by_hand() -> [f64; 6] {
    let pairs: [[f64; 2]; 3] = [[3.0, -5.0], [1.0, 2.0], [-4.0, 9.0]];
    let [a, b, c] = pairs.map(|[left, right]| left.min(right));
    let means = pairs.map(|[left, right]| (left + right) / 2.0);
    let most = |numbers: [f64; 3]| numbers.into_iter().fold(f64::NEG_INFINITY, f64::max);
    [a, b, c, most([a, b, c]), most(means), -c]
}
// ANCHOR_END: minimax_by_hand

// ANCHOR: puct
/// What is known of the move, and what is still to be known of it.
pub fn puct(total: f64, visits: u32, prior: f64, parent: u32, c: f64) -> f64 {
    let mean = if visits == 0 {
        0.0
    } else {
        total / f64::from(visits)
    };
    mean + c * prior * f64::from(parent).sqrt() / f64::from(1 + visits)
}
// ANCHOR_END: puct

// ANCHOR: back_up
/// From the last move to the first, the sign turned at each.
pub fn back_up(edges: &[(u32, f64)], value: f64) -> Vec<(u32, f64)> {
    let mut edges = edges.to_vec();
    let mut value = value;
    for (visits, total) in edges.iter_mut().rev() {
        value = -value;
        *visits += 1;
        *total += value;
    }
    edges
}
// ANCHOR_END: back_up

// ANCHOR: from_visits
/// Shares of the largest are at most 1, and what underflows was nearly nothing.
pub fn from_visits(visits: &[u32], temperature: f64) -> Vec<f64> {
    let most = visits.iter().copied().max().unwrap_or(0);
    let first = visits.iter().position(|&n| n == most);
    let weight = |(i, &n): (usize, &u32)| match temperature > 0.0 {
        true => (f64::from(n) / f64::from(most)).powf(1.0 / temperature),
        false => f64::from(u8::from(Some(i) == first)),
    };
    let weights: Vec<f64> = visits.iter().enumerate().map(weight).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}
// ANCHOR_END: from_visits
