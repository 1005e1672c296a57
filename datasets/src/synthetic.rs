//! Points in the plane and sequences, made up on the spot: small worlds whose right answer can be seen.
//!
//! The functions for points: each takes the number of points in all, shares them out evenly among the classes
//! (which differ by one point at most), and gives the same points for the same seed. `noise` is
//! the standard deviation of the normal noise added to both coordinates. Class follows class in
//! turn (0, 1, 0, 1, …), so any prefix is balanced too.

use std::f32::consts::{PI, TAU};
use std::ops::Range;

use ndarray::{Array1, Array2, Array4, s};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Points in the plane and the class of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Shape `[N, 2]`: x and y.
    pub xy: Array2<f32>,
    /// Length `N`: the class of each point.
    pub labels: Vec<u8>,
}

impl Points {
    /// The number of points, `N`.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are no points at all.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }
}

/// A noisy curve: `y` measured at each `x`.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Length `N`, ascending.
    pub x: Array1<f32>,
    /// Length `N`.
    pub y: Array1<f32>,
}

/// The four corners of a square around the origin; equal signs are class 0, unlike signs class 1.
///
/// The corners are (±1, ±1). No straight line separates the classes (Minsky and Papert, 1969).
pub fn xor(n: usize, noise: f32, seed: u64) -> Points {
    points(n, 2, noise, seed, |class, i, _| {
        let x = if i % 2 == 0 { -1.0 } else { 1.0 };
        (x, if class == 0 { x } else { -x })
    })
}

/// Two half circles of radius 1 that reach into each other: class 0 above, class 1 below.
///
/// The upper one is centred on (0, 0), the lower one on (1, 0.5).
pub fn moons(n: usize, noise: f32, seed: u64) -> Points {
    points(n, 2, noise, seed, |class, _, rng| {
        let (sin, cos) = (PI * rng.random::<f32>()).sin_cos();
        if class == 0 {
            (cos, sin)
        } else {
            (1.0 - cos, 0.5 - sin)
        }
    })
}

/// A ring of radius ½ (class 0) inside a ring of radius 1 (class 1), both centred on the origin.
pub fn rings(n: usize, noise: f32, seed: u64) -> Points {
    points(n, 2, noise, seed, |class, _, rng| {
        let (sin, cos) = (TAU * rng.random::<f32>()).sin_cos();
        let radius = if class == 0 { 0.5 } else { 1.0 };
        (radius * cos, radius * sin)
    })
}

/// `arms` spiral arms, one class each, that wind once around the origin out to radius 1.
///
/// # Panics
/// If `arms` is 0 or greater than 256.
pub fn spirals(n: usize, arms: usize, noise: f32, seed: u64) -> Points {
    points(n, arms, noise, seed, |class, _, rng| {
        // The square root spreads the points evenly along the arm instead of crowding the centre.
        let radius = (0.01 + 0.99 * rng.random::<f32>()).sqrt();
        let (sin, cos) = (TAU * (radius + class as f32 / arms as f32)).sin_cos();
        (radius * cos, radius * sin)
    })
}

/// `classes` round clouds, their centres spaced evenly on the circle of radius 1, beginning at
/// the right, (1, 0), and going round anticlockwise. `noise` is the spread of each cloud.
///
/// # Panics
/// If `classes` is 0 or greater than 256.
pub fn blobs(n: usize, classes: usize, noise: f32, seed: u64) -> Points {
    points(n, classes, noise, seed, |class, _, _| {
        let (sin, cos) = (TAU * class as f32 / classes as f32).sin_cos();
        (cos, sin)
    })
}

/// One turn of a sine, `y = sin(2πx)` plus noise, at `n` places evenly spread from 0 to 1.
pub fn sine(n: usize, noise: f32, seed: u64) -> Curve {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let x = Array1::linspace(0.0, 1.0, n);
    let y = x.mapv(|x: f32| (TAU * x).sin() + noise * normal(&mut rng));
    Curve { x, y }
}

/// Sines as they are, and as they are measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Waves {
    /// Shape `[N, length]`: between −1 and 1.
    pub clean: Array2<f32>,
    /// The same with normal noise added to every number.
    pub noisy: Array2<f32>,
}

/// `n` sines of height 1, `length` numbers each. The period, in steps, is drawn evenly from `periods`, and where the sine
/// begins from all of its turn.
///
/// # Panics
/// If `periods` is empty or not above 0.
pub fn waves(n: usize, length: usize, periods: Range<f32>, noise: f32, seed: u64) -> Waves {
    assert!(
        periods.start > 0.0 && periods.start < periods.end,
        "periods from {} to {} are none",
        periods.start,
        periods.end
    );
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut clean = Array2::zeros((n, length));
    for mut wave in clean.rows_mut() {
        let step = TAU / rng.random_range(periods.clone());
        let begin = TAU * rng.random::<f32>();
        for (t, y) in wave.iter_mut().enumerate() {
            *y = (begin + step * t as f32).sin();
        }
    }
    let noisy = clean.mapv(|y| y + noise * normal(&mut rng));
    Waves { clean, noisy }
}

/// `n` films of a white square on black, shape `[N, frames, side, side]`. The square has `square` pixels a side; it
/// begins anywhere, moves one pixel a frame along both axes, and comes back from the walls as light from a mirror.
///
/// # Panics
/// If the square is as large as its world.
pub fn moving_squares(
    n: usize,
    frames: usize,
    side: usize,
    square: usize,
    seed: u64,
) -> Array4<f32> {
    assert!(
        square > 0 && square < side,
        "a square of {square} pixels has no room to move on {side}"
    );
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let room = (side - square) as i32;
    let mut films = Array4::zeros((n, frames, side, side));
    for mut film in films.outer_iter_mut() {
        let mut start = || (rng.random_range(0..=room), [-1, 1][rng.random_range(0..2)]);
        let (mut down, mut across) = (start(), start());
        for mut frame in film.outer_iter_mut() {
            let (y, x) = (down.0 as usize, across.0 as usize);
            frame.slice_mut(s![y..y + square, x..x + square]).fill(1.0);
            (down, across) = (bounce(down, room), bounce(across, room));
        }
    }
    films
}

/// One step along one axis between the walls at 0 and `room`.
fn bounce((place, speed): (i32, i32), room: i32) -> (i32, i32) {
    match place + speed {
        next if next < 0 => (-next, -speed),
        next if next > room => (2 * room - next, -speed),
        next => (next, speed),
    }
}

/// `n` points whose place without noise is `place(class, how many of this class came before, rng)`.
fn points(
    n: usize,
    classes: usize,
    noise: f32,
    seed: u64,
    mut place: impl FnMut(usize, usize, &mut ChaCha8Rng) -> (f32, f32),
) -> Points {
    assert!(
        (1..=256).contains(&classes),
        "there can be 1 to 256 classes, not {classes}"
    );
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut xy = Array2::zeros((n, 2));
    let mut labels = Vec::with_capacity(n);
    for (i, mut point) in xy.rows_mut().into_iter().enumerate() {
        let (x, y) = place(i % classes, i / classes, &mut rng);
        point[0] = x + noise * normal(&mut rng);
        point[1] = y + noise * normal(&mut rng);
        labels.push((i % classes) as u8);
    }
    Points { xy, labels }
}

/// A standard normal number: Box and Muller, Annals of Mathematical Statistics 29 (2), 1958.
fn normal(rng: &mut ChaCha8Rng) -> f32 {
    let (u, v): (f32, f32) = (rng.random(), rng.random());
    // 1 - u is never 0, and the logarithm of 0 is not a number we want.
    (-2.0 * (1.0 - u).ln()).sqrt() * (TAU * v).cos()
}
