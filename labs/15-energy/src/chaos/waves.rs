//! The Kuramoto–Sivashinsky equation u_t = −u u_x − u_xx − u_xxxx on a ring, solved by ETDRK4 (Cox and Matthews 2002; Kassam
//! and Trefethen 2005).

use nabla::Rng;
use nalgebra::DMatrix;
use rand::RngExt;
use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};
use std::f64::consts::{PI, TAU};
use std::sync::Arc;

/// The ring of the lesson: its length, its points, and the time of a step.
pub const LENGTH: f64 = 22.0;
/// Points on it.
pub const POINTS: usize = 64;
/// Time of a step.
pub const STEP: f64 = 0.25;

/// Points on the circle around each number that the coefficients are a mean over; half of it is enough for a real number.
const CIRCLE: usize = 32;
/// After so much time a start is forgotten.
const SETTLED: f64 = 500.0;

type Spectrum = Vec<Complex<f64>>;

/// A wave that forgets how it began: u at equal distances on a ring of some length, and the step that moves it on.
pub struct Waves {
    points: usize,
    length: f64,
    step: f64,
    modes: Vec<Mode>,
    to_modes: Arc<dyn RealToComplex<f64>>,
    to_points: Arc<dyn ComplexToReal<f64>>,
}

/// What a step does to one Fourier mode.
struct Mode {
    /// e^{hσ}, and of half a step.
    whole: f64,
    half: f64,
    /// The weights of the nonlinear term: in a half step, and three in the whole.
    q: f64,
    f: [f64; 3],
    /// −iq/2, which makes of u² the nonlinear term −½ (u²)_x.
    slope: Complex<f64>,
}

/// The rate σ by which a small wave of wave number `q` grows: u_xx brings q², u_xxxx takes q⁴.
pub fn rate(q: f64) -> f64 {
    q.powi(2) - q.powi(4)
}

// ANCHOR: mode
impl Mode {
    /// A mode of wave number `q`, moved on by a time of `h`.
    fn new(q: f64, h: f64, is_last: bool) -> Mode {
        let z = h * rate(q);
        // Each formula divides by a power of z, and near z = 0 loses all its digits. Its mean over a circle around z is
        // the same number (Cauchy), and on the circle nothing is near 0.
        let mean = |formula: fn(Complex<f64>) -> Complex<f64>| {
            let on_circle = (0..CIRCLE).map(|j| (j as f64 + 0.5) / CIRCLE as f64 * PI);
            let values = on_circle.map(|angle| formula(z + Complex::from_polar(1.0, angle)).re);
            h * values.sum::<f64>() / CIRCLE as f64
        };
        Mode {
            whole: z.exp(),
            half: (z / 2.0).exp(),
            q: mean(|z| ((z / 2.0).exp() - 1.0) / z),
            f: [
                mean(|z| (-4.0 - z + z.exp() * (4.0 - 3.0 * z + z * z)) / z.powi(3)),
                mean(|z| (2.0 + z + z.exp() * (z - 2.0)) / z.powi(3)),
                mean(|z| (-4.0 - 3.0 * z - z * z + z.exp() * (4.0 - z)) / z.powi(3)),
            ],
            // The shortest wave of all has a slope that the points do not see.
            slope: Complex::new(0.0, if is_last { 0.0 } else { -q / 2.0 }),
        }
    }
}
// ANCHOR_END: mode

impl Waves {
    /// On a ring of `length` with an even number of `points`, in steps of time `step`.
    pub fn new(length: f64, points: usize, step: f64) -> Waves {
        let mut planner = RealFftPlanner::new();
        let mode = |k| Mode::new(TAU * k as f64 / length, step, 2 * k == points);
        Waves {
            points,
            length,
            step,
            modes: (0..=points / 2).map(mode).collect(),
            to_modes: planner.plan_fft_forward(points),
            to_points: planner.plan_fft_inverse(points),
        }
    }

    /// The ring of the lesson.
    pub fn lesson() -> Waves {
        Waves::new(LENGTH, POINTS, STEP)
    }

    /// The time of a step.
    pub fn step(&self) -> f64 {
        self.step
    }

    fn spectrum(&self, mut u: Vec<f64>) -> Spectrum {
        let mut v = self.to_modes.make_output_vec();
        let done = self.to_modes.process(&mut u, &mut v);
        done.expect("as many numbers as the ring has points");
        v
    }

    fn values(&self, mut v: Spectrum) -> Vec<f64> {
        let mut u = self.to_points.make_output_vec();
        let done = self.to_points.process(&mut v, &mut u);
        done.expect("a spectrum of real numbers");
        // The transform there and back multiplies by the number of points.
        u.iter().map(|u| u / self.points as f64).collect()
    }

    /// The nonlinear term −u u_x = −½ (u²)_x, as a spectrum.
    fn nonlinear(&self, u: &[f64]) -> Spectrum {
        let squares = self.spectrum(u.iter().map(|u| u * u).collect());
        let modes = self.modes.iter().zip(squares);
        modes.map(|(mode, square)| mode.slope * square).collect()
    }

    // ANCHOR: advance
    /// One step on.
    pub fn advance(&self, u: &[f64]) -> Vec<f64> {
        let mix = |part: &dyn Fn(usize, &Mode) -> Complex<f64>| -> Spectrum {
            let modes = self.modes.iter().enumerate();
            modes.map(|(k, mode)| part(k, mode)).collect()
        };
        let n = |v: &Spectrum| self.nonlinear(&self.values(v.clone()));
        let (v, nv) = (self.spectrum(u.to_vec()), self.nonlinear(u));
        let a = mix(&|k, m| m.half * v[k] + m.q * nv[k]);
        let na = n(&a);
        let b = mix(&|k, m| m.half * v[k] + m.q * na[k]);
        let nb = n(&b);
        let c = mix(&|k, m| m.half * a[k] + m.q * (2.0 * nb[k] - nv[k]));
        let nc = n(&c);
        self.values(mix(&|k, m| {
            let [f1, f2, f3] = m.f;
            m.whole * v[k] + f1 * nv[k] + 2.0 * f2 * (na[k] + nb[k]) + f3 * nc[k]
        }))
    }
    // ANCHOR_END: advance

    /// `[points, steps]`: the states after 1, 2, … steps.
    pub fn run(&self, start: &[f64], steps: usize) -> DMatrix<f64> {
        let mut u = start.to_vec();
        let mut all = DMatrix::zeros(self.points, steps);
        for mut column in all.column_iter_mut() {
            u = self.advance(&u);
            column.copy_from_slice(&u);
        }
        all
    }

    /// A state that has forgotten its start: random heights, left alone for some time. Its mean is 0, and stays so.
    pub fn settled(&self, rng: &mut Rng) -> Vec<f64> {
        self.settled_for(SETTLED, rng)
    }

    /// The same after so much time.
    pub fn settled_for(&self, time: f64, rng: &mut Rng) -> Vec<f64> {
        let heights: Vec<f64> = (0..self.points)
            .map(|_| rng.random_range(-0.5..0.5))
            .collect();
        let mean = heights.iter().sum::<f64>() / self.points as f64;
        let mut u: Vec<f64> = heights.iter().map(|height| height - mean).collect();
        for _ in 0..(time / self.step) as usize {
            u = self.advance(&u);
        }
        u
    }

    /// The places of the points.
    pub fn places(&self) -> impl Iterator<Item = f64> {
        let apart = self.length / self.points as f64;
        (0..self.points).map(move |i| i as f64 * apart)
    }
}
