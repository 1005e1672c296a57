//! Two classes of points in the plane, as plain numbers.

use datasets::synthetic::{self, Points};

use crate::plane::Point;

/// Points and the class of each: 0.0 or 1.0.
#[derive(Clone, Debug)]
pub struct Samples {
    /// Where each point is.
    pub points: Vec<Point>,
    /// Which class it belongs to, 0.0 or 1.0.
    pub labels: Vec<f64>,
}

impl Samples {
    /// A ring of radius ½ (class 0) inside a ring of radius 1 (class 1), 120 points in all.
    pub fn rings(seed: u64) -> Self {
        synthetic::rings(120, 0.05, seed).into()
    }

    /// Two spiral arms that wind once around each other, 200 points in all.
    pub fn spirals(seed: u64) -> Self {
        synthetic::spirals(200, 2, 0.02, seed).into()
    }

    /// The points with their labels.
    pub fn iter(&self) -> impl Iterator<Item = (Point, f64)> {
        self.points.iter().copied().zip(self.labels.iter().copied())
    }

    /// The points of one class.
    pub fn of_class(&self, class: f64) -> impl Iterator<Item = Point> {
        self.iter()
            .filter(move |&(_, label)| label == class)
            .map(|(point, _)| point)
    }

    /// The share of points whose score falls on the right side of 0 (above 0 means class 1).
    pub fn accuracy(&self, score: impl Fn(Point) -> f64) -> f64 {
        let right = self
            .iter()
            .filter(|&(point, label)| (score(point) > 0.0) == (label == 1.0));
        right.count() as f64 / self.points.len() as f64
    }
}

impl From<Points> for Samples {
    fn from(points: Points) -> Self {
        Self {
            points: points
                .xy
                .rows()
                .into_iter()
                .map(|p| [f64::from(p[0]), f64::from(p[1])])
                .collect(),
            labels: points
                .labels
                .iter()
                .map(|&label| f64::from(label))
                .collect(),
        }
    }
}

/// The log-loss of lab 1, written for a score `s` instead of a probability: `ln(1 + eˢ) − y·s`.
///
/// It is the same number as `−ln σ(s)` for `y = 1` and `−ln(1 − σ(s))` for `y = 0`, but it never takes the
/// logarithm of a zero.
pub fn log_loss(s: f64, y: f64) -> f64 {
    s.max(0.0) + (-s.abs()).exp().ln_1p() - y * s
}
