//! One reservoir, or several side by side, that forecast a wave and feed on what they said.

use super::reservoir::{Recipe, Reservoir, Ridge, Step, Sums};
use super::waves::Waves;
use nabla::Rng;
use nalgebra::{DMatrix, DVector};

/// Steps that a reservoir hears before it says anything: by then it has forgotten that it began with zeros.
pub const WARM: usize = 100;
/// Samples that are added at a time.
const BLOCK: usize = 512;
/// The seed of the first unseen start.
const FIRST: u64 = 1000;

/// How a ring is shared out among reservoirs.
#[derive(Clone, Copy, Debug)]
pub struct Pieces {
    /// Pieces of the ring.
    pub count: usize,
    /// Points of each.
    pub core: usize,
    /// Points beyond its piece that a reservoir hears on each side.
    pub overlap: usize,
}

impl Pieces {
    /// The ring in one piece.
    pub fn one(points: usize) -> Pieces {
        Pieces {
            count: 1,
            core: points,
            overlap: 0,
        }
    }

    // ANCHOR: window
    /// What the reservoir of a piece hears of the ring.
    fn window(&self, u: &[f64], piece: usize) -> Vec<f64> {
        let first = piece * self.core + u.len() - self.overlap;
        let heard = first..first + self.core + 2 * self.overlap;
        heard.map(|i| u[i % u.len()]).collect()
    }
    // ANCHOR_END: window
}

/// A reservoir with its readout. It serves every piece: the equation is the same everywhere on the ring.
pub struct Forecaster {
    pieces: Pieces,
    reservoir: Reservoir,
    step: Step,
    /// `[core, N]`.
    readout: DMatrix<f64>,
}

/// Where a forecaster stands: of each piece its state, and what the readout sees of it.
type Stand = Vec<(Vec<f64>, Vec<f64>)>;

impl Forecaster {
    /// One that has learned already: the same reservoir from the same seed, with this readout, `[core, N]`.
    pub fn learned(
        (recipe, pieces): (&Recipe, Pieces),
        readout: DMatrix<f64>,
        step: Step,
        rng: &mut Rng,
    ) -> Forecaster {
        let reservoir = Reservoir::new(recipe, pieces.core + 2 * pieces.overlap, rng);
        Forecaster {
            pieces,
            reservoir,
            step,
            readout,
        }
    }

    /// What was learned, `[core, N]`.
    pub fn readout(&self) -> &DMatrix<f64> {
        &self.readout
    }

    // ANCHOR: learn
    /// Learns from a series `[points, steps]`: the state after each moment is to say the next one. `done` is called after
    /// each of [`blocks`] blocks of samples.
    pub fn learn(
        (recipe, pieces): (&Recipe, Pieces),
        series: &DMatrix<f64>,
        (step, ridge): (Step, Ridge),
        rng: &mut Rng,
        mut done: impl FnMut(),
    ) -> Forecaster {
        let reservoir = Reservoir::new(recipe, pieces.core + 2 * pieces.overlap, rng);
        let mut sums = Sums::new(pieces.core, recipe.units);
        let mut learner = Forecaster {
            pieces,
            reservoir,
            step,
            readout: DMatrix::zeros(0, 0),
        };
        let mut stand = learner.fresh();
        for t in 0..WARM {
            learner.hear(&mut stand, series.column(t).as_slice());
        }
        let moments: Vec<usize> = (WARM..series.ncols() - 1).collect();
        for block in moments.chunks(BLOCK / pieces.count) {
            let (mut seen, mut wanted) = (Vec::new(), Vec::new());
            for &t in block {
                learner.hear(&mut stand, series.column(t).as_slice());
                let features = stand
                    .iter()
                    .map(|(_, features)| DVector::from_row_slice(features));
                seen.extend(features);
                // The pieces of the next moment, one after the other, are its points in order.
                let next = series.column(t + 1);
                wanted.extend(
                    next.as_slice()
                        .chunks(pieces.core)
                        .map(DVector::from_row_slice),
                );
            }
            sums.add(
                &DMatrix::from_columns(&seen),
                &DMatrix::from_columns(&wanted),
            );
            done();
        }
        learner.readout = sums.readout(ridge, recipe.penalty);
        learner
    }
    // ANCHOR_END: learn

    /// Blocks of a series of so many steps.
    pub fn blocks(pieces: Pieces, steps: usize) -> usize {
        (steps - 1 - WARM).div_ceil(BLOCK / pieces.count)
    }

    fn fresh(&self) -> Stand {
        vec![(vec![0.0; self.reservoir.links.len()], Vec::new()); self.pieces.count]
    }

    // ANCHOR: forecast
    /// Every reservoir hears its window of `u`.
    fn hear(&self, stand: &mut Stand, u: &[f64]) {
        let Reservoir { links, inputs } = &self.reservoir;
        for (piece, place) in stand.iter_mut().enumerate() {
            *place = (self.step)(links, inputs, &place.0, &self.pieces.window(u, piece));
        }
    }

    /// What they say comes next: each its own piece.
    fn say(&self, stand: &Stand) -> Vec<f64> {
        let piece = |(_, features): &(Vec<f64>, Vec<f64>)| {
            let said = &self.readout * DVector::from_row_slice(features);
            said.as_slice().to_vec()
        };
        stand.iter().flat_map(piece).collect()
    }

    /// Hears what has been, `[points, steps]`, and then goes on alone for so many steps: what it says is what it hears next.
    pub fn forecast(&self, past: &DMatrix<f64>, steps: usize) -> DMatrix<f64> {
        let mut stand = self.fresh();
        for u in past.column_iter() {
            self.hear(&mut stand, u.as_slice());
        }
        let mut said = DMatrix::zeros(past.nrows(), steps);
        for mut column in said.column_iter_mut() {
            let next = self.say(&stand);
            self.hear(&mut stand, &next);
            column.copy_from_slice(&next);
        }
        said
    }
    // ANCHOR_END: forecast
}

// ANCHOR: horizon
/// The error that ends a forecast, in standard deviations of the wave.
pub const LOST: f64 = 0.5;

/// The error of each step of a forecast: root of the mean square over the ring, in standard deviations of the wave.
pub fn errors(truth: &DMatrix<f64>, said: &DMatrix<f64>, deviation: f64) -> Vec<f64> {
    let difference = truth - said;
    let columns = difference.column_iter();
    let error = |e: nalgebra::DVectorView<'_, f64>| e.norm() / (e.len() as f64).sqrt() / deviation;
    columns.map(error).collect()
}

/// Steps until the error is [`LOST`].
pub fn horizon(errors: &[f64]) -> usize {
    // An error that is no number is one, too.
    let good = |error: &f64| *error < LOST;
    errors.iter().take_while(|error| good(error)).count()
}
// ANCHOR_END: horizon

/// The standard deviation of a series whose mean is 0.
pub fn deviation(series: &DMatrix<f64>) -> f64 {
    series.norm() / (series.len() as f64).sqrt()
}

/// A ring, and what was seen of it.
pub struct Film {
    /// The ring.
    pub waves: Waves,
    /// `[points, moments]`: what may be learned from.
    pub series: DMatrix<f64>,
    /// Its standard deviation.
    pub deviation: f64,
}

impl Film {
    /// So many moments.
    pub fn new(waves: Waves, moments: usize, rng: &mut Rng) -> Film {
        let series = waves.run(&waves.settled(rng), moments);
        let deviation = deviation(&series);
        Film {
            waves,
            series,
            deviation,
        }
    }

    /// A past of [`WARM`] moments that is not in the series, and the steps that follow.
    pub fn unseen(&self, start: usize, steps: usize) -> [DMatrix<f64>; 2] {
        let mut rng = nabla::rng(FIRST + start as u64);
        let past = self.waves.run(&self.waves.settled(&mut rng), WARM);
        let truth = self.waves.run(past.column(WARM - 1).as_slice(), steps);
        [past, truth]
    }

    /// The shortest, the median and the longest horizon of forecasts from so many unseen starts, in time.
    pub fn horizons(
        &self,
        (starts, steps): (usize, usize),
        forecast: impl Fn(&DMatrix<f64>, usize) -> DMatrix<f64>,
    ) -> [f64; 3] {
        let one = |start| {
            let [past, truth] = self.unseen(start, steps);
            let errors = errors(&truth, &forecast(&past, steps), self.deviation);
            horizon(&errors) as f64 * self.waves.step()
        };
        let mut all: Vec<f64> = (0..starts).map(one).collect();
        all.sort_by(f64::total_cmp);
        let middle = (all[(starts - 1) / 2] + all[starts / 2]) / 2.0;
        [all[0], middle, all[starts - 1]]
    }
}
