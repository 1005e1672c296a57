//! A reservoir: a random network of tanh units that is never trained. Only what reads its state is learned (Jaeger 2001; Pathak
//! and others 2018).

use nabla::Rng;
use nalgebra::DMatrix;
use rand::RngExt;

/// What a unit hears: the number of a unit or of an input, and the weight.
pub type Link = (usize, f64);
/// A step: links, inputs, state and what comes in; the next state, and what the readout sees of it.
pub type Step = fn(&[Vec<Link>], &[Link], &[f64], &[f64]) -> (Vec<f64>, Vec<f64>);
/// The weights `[outputs, N]` from the sums of φ φᵀ and of y φᵀ and the penalty.
pub type Ridge = fn(&DMatrix<f64>, &DMatrix<f64>, f64) -> DMatrix<f64>;

/// What a reservoir is like.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// Units.
    pub units: usize,
    /// Units that each hears.
    pub links: usize,
    /// The spectral radius of the links.
    pub radius: f64,
    /// The largest weight of an input.
    pub input: f64,
    /// The penalty of the readout.
    pub penalty: f64,
}

impl Recipe {
    /// The lesson's, with so many units.
    pub const fn of(units: usize) -> Recipe {
        Recipe {
            units,
            links: 3,
            radius: 0.1,
            input: 0.5,
            penalty: 1e-8,
        }
    }
}

/// The network.
#[derive(Clone, Debug)]
pub struct Reservoir {
    /// What each unit hears of others.
    pub links: Vec<Vec<Link>>,
    /// The one input that each unit hears.
    pub inputs: Vec<Link>,
}

impl Reservoir {
    // ANCHOR: random
    /// Random links and weights, for so many inputs.
    pub fn new(recipe: &Recipe, inputs: usize, rng: &mut Rng) -> Reservoir {
        let units = recipe.units;
        let mut link = |from| (rng.random_range(0..from), rng.random_range(-1.0..1.0));
        let mut links: Vec<Vec<Link>> = (0..units)
            .map(|_| (0..recipe.links).map(|_| link(units)).collect())
            .collect();
        let mut inputs: Vec<Link> = (0..units).map(|_| link(inputs)).collect();
        let scale = recipe.radius / radius(&links);
        links.iter_mut().flatten().for_each(|link| link.1 *= scale);
        inputs.iter_mut().for_each(|link| link.1 *= recipe.input);
        Reservoir { links, inputs }
    }
    // ANCHOR_END: random
}

/// The spectral radius of a network of links: by how much a vector grows in a step in the long run.
pub fn radius(links: &[Vec<Link>]) -> f64 {
    let (skipped, counted) = (100, 400);
    let mut x = vec![1.0; links.len()];
    let mut grown = 0.0;
    for step in 0..skipped + counted {
        let hears = |heard: &Vec<Link>| heard.iter().map(|&(j, weight)| weight * x[j]).sum::<f64>();
        x = links.iter().map(hears).collect();
        let norm = x.iter().map(|x| x * x).sum::<f64>().sqrt();
        x.iter_mut().for_each(|x| *x /= norm);
        // Where the largest eigenvalues are a pair of complex numbers, the norm swings: so the mean of many steps.
        grown += if step < skipped { 0.0 } else { norm.ln() };
    }
    (grown / f64::from(counted)).exp()
}

// ANCHOR: sums
/// The two sums that the readout is computed from, as samples come in: nothing else of them is kept.
pub struct Sums {
    /// `[N, N]`, the sum of φ φᵀ: its lower half.
    gram: DMatrix<f64>,
    /// `[outputs, N]`, the sum of y φᵀ.
    cross: DMatrix<f64>,
}

/// Columns of the gram matrix that are computed at a time.
const PANEL: usize = 250;

impl Sums {
    /// Of nothing yet.
    pub fn new(outputs: usize, units: usize) -> Sums {
        Sums {
            gram: DMatrix::zeros(units, units),
            cross: DMatrix::zeros(outputs, units),
        }
    }

    /// Adds samples: φ `[N, samples]` and y `[outputs, samples]`.
    pub fn add(&mut self, features: &DMatrix<f64>, targets: &DMatrix<f64>) {
        let turned = features.transpose();
        self.cross.gemm(1.0, targets, &turned, 1.0);
        let units = features.nrows();
        // It is symmetric: below the diagonal is enough.
        for from in (0..units).step_by(PANEL) {
            let wide = PANEL.min(units - from);
            let lower = units - from;
            self.gram.view_mut((from, from), (lower, wide)).gemm(
                1.0,
                &features.rows(from, lower),
                &turned.columns(from, wide),
                1.0,
            );
        }
    }

    /// The readout, `[outputs, N]`.
    pub fn readout(mut self, ridge: Ridge, penalty: f64) -> DMatrix<f64> {
        self.gram.fill_upper_triangle_with_lower_triangle();
        ridge(&self.gram, &self.cross, penalty)
    }
}
// ANCHOR_END: sums
