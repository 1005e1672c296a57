//! Where to draw the nodes of a graph.

use super::Graph;
use rand::RngExt;
use std::f64::consts::TAU;

/// Rounds of pulling and pushing.
const ROUNDS: usize = 300;

/// A place in the unit square for each node: links pull their ends together, all nodes push each other away, and the steps become
/// smaller and smaller (Fruchterman and Reingold, 1991).
pub fn layout(graph: &Graph, seed: u64) -> Vec<[f64; 2]> {
    let mut rng = nabla::rng(seed);
    let mut places: Vec<[f64; 2]> = (0..graph.nodes)
        .map(|_| {
            let angle = rng.random_range(0.0..TAU);
            [angle.cos(), angle.sin()]
        })
        .collect();
    let usual = (4.0 / graph.nodes as f64).sqrt();
    for round in 0..ROUNDS {
        let longest = 0.1 * (1.0 - round as f64 / ROUNDS as f64);
        let forces = forces(graph, &places, usual);
        for (place, [x, y]) in places.iter_mut().zip(forces) {
            let shrink = (longest / x.hypot(y).max(1e-9)).min(1.0);
            *place = [place[0] + shrink * x, place[1] + shrink * y];
        }
    }
    fitted(places)
}

fn forces(graph: &Graph, places: &[[f64; 2]], usual: f64) -> Vec<[f64; 2]> {
    let apart = |i: usize, j: usize| [places[i][0] - places[j][0], places[i][1] - places[j][1]];
    let mut forces = vec![[0.0; 2]; places.len()];
    let mut add = |i: usize, [x, y]: [f64; 2], strength: f64| {
        forces[i] = [forces[i][0] + strength * x, forces[i][1] + strength * y];
    };
    for i in 0..places.len() {
        for j in 0..places.len() {
            let [x, y] = apart(i, j);
            add(i, [x, y], usual * usual / (x * x + y * y).max(1e-6));
        }
    }
    for &[a, b] in &graph.links {
        let (a, b) = (a as usize, b as usize);
        let [x, y] = apart(a, b);
        let pull = x.hypot(y) / usual;
        add(a, [x, y], -pull);
        add(b, [x, y], pull);
    }
    forces
}

/// The same, from 0 to 1 in both directions.
fn fitted(places: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
    let range = |k: usize| {
        let all = places.iter().map(|place| place[k]);
        let (low, high) = (
            all.clone().fold(f64::MAX, f64::min),
            all.fold(f64::MIN, f64::max),
        );
        (low, (high - low).max(1e-9))
    };
    let [(left, width), (low, height)] = [0, 1].map(range);
    let fit = |[x, y]: &[f64; 2]| [(x - left) / width, (y - low) / height];
    places.iter().map(fit).collect()
}
