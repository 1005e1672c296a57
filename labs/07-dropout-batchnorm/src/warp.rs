//! New digits from old ones: turned, moved, made larger or smaller, sprinkled with noise.

use nabla::Rng;
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};

/// One way to move a picture. Turning and scaling are about its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Warp {
    /// In degrees, counter-clockwise.
    pub angle: f32,
    /// 1 leaves it as it is, 1.2 makes it a fifth larger.
    pub scale: f32,
    /// In pixels.
    pub down: f32,
    /// In pixels.
    pub right: f32,
}

impl Warp {
    /// Moves nothing.
    pub const NONE: Warp = Warp {
        angle: 0.0,
        scale: 1.0,
        down: 0.0,
        right: 0.0,
    };

    /// Moves only.
    pub fn shift(down: f32, right: f32) -> Self {
        Warp {
            down,
            right,
            ..Warp::NONE
        }
    }

    /// Turns only, counter-clockwise.
    pub fn turn(angle: f32) -> Self {
        Warp {
            angle,
            ..Warp::NONE
        }
    }

    // ANCHOR: warp
    /// The moved picture. Each pixel of the result asks where it comes from: the
    /// way back is moved, turned and scaled the other way round, so no pixel is
    /// left out and none is written twice. Beyond the edge lies empty paper.
    ///
    /// `picture` has `height` rows of `width` pixels.
    pub fn apply(&self, picture: &[f32], (height, width): (usize, usize)) -> Vec<f32> {
        let (sin, cos) = self.angle.to_radians().sin_cos();
        let middle = ((height as f32 - 1.0) / 2.0, (width as f32 - 1.0) / 2.0);
        let mut moved = Vec::with_capacity(picture.len());
        for row in 0..height {
            for column in 0..width {
                let y = row as f32 - middle.0 - self.down;
                let x = column as f32 - middle.1 - self.right;
                let from_row = (cos * y + sin * x) / self.scale + middle.0;
                let from_column = (cos * x - sin * y) / self.scale + middle.1;
                moved.push(between(picture, (height, width), from_row, from_column));
            }
        }
        moved
    }
    // ANCHOR_END: warp
}

// ANCHOR: between
/// The value between four pixels, each weighted by how near it is: linear in
/// both directions, hence *bilinear*.
pub fn between(picture: &[f32], (height, width): (usize, usize), row: f32, column: f32) -> f32 {
    let (top, left) = (row.floor(), column.floor());
    let (below, beside) = (row - top, column - left);
    let at = |row: f32, column: f32| {
        let inside = row >= 0.0 && column >= 0.0 && row < height as f32 && column < width as f32;
        if inside {
            picture[row as usize * width + column as usize]
        } else {
            0.0
        }
    };
    let upper = (1.0 - beside) * at(top, left) + beside * at(top, left + 1.0);
    let lower = (1.0 - beside) * at(top + 1.0, left) + beside * at(top + 1.0, left + 1.0);
    (1.0 - below) * upper + below * lower
}
// ANCHOR_END: between

/// How far pictures are moved at most, each time anew.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Augment {
    /// Degrees to either side.
    pub angle: f32,
    /// Larger or smaller by this share.
    pub scale: f32,
    /// Pixels, in each direction.
    pub shift: f32,
    /// The standard deviation of the noise on each pixel.
    pub noise: f32,
}

impl Augment {
    /// Leaves everything as it is.
    pub const NONE: Augment = Augment {
        angle: 0.0,
        scale: 0.0,
        shift: 0.0,
        noise: 0.0,
    };

    /// A warp from these ranges, all values equally likely.
    pub fn draw(&self, rng: &mut Rng) -> Warp {
        let mut within = |limit: f32| limit * rng.random_range(-1.0..1.0_f32);
        Warp {
            angle: within(self.angle),
            scale: 1.0 + within(self.scale),
            down: within(self.shift),
            right: within(self.shift),
        }
    }

    // ANCHOR: augment
    /// Another picture of the same digit. Pixels stay between 0 and 1.
    pub fn apply(&self, picture: &[f32], size: (usize, usize), rng: &mut Rng) -> Vec<f32> {
        let mut other = self.draw(rng).apply(picture, size);
        if self.noise > 0.0 {
            for pixel in &mut other {
                let grain: f32 = StandardNormal.sample(rng);
                *pixel = (*pixel + self.noise * grain).clamp(0.0, 1.0);
            }
        }
        other
    }
    // ANCHOR_END: augment
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 3 × 4, all different.
    const PICTURE: [f32; 12] = [
        0.1, 0.2, 0.3, 0.4, //
        0.5, 0.6, 0.7, 0.8, //
        0.9, 1.0, 0.15, 0.25,
    ];

    fn near(got: &[f32], want: &[f32]) {
        assert_eq!(got.len(), want.len());
        for (got, want) in got.iter().zip(want) {
            assert!((got - want).abs() < 1e-5, "{got} {want}");
        }
    }

    #[test]
    fn nothing_moves_nothing() {
        near(&Warp::NONE.apply(&PICTURE, (3, 4)), &PICTURE);
    }

    #[test]
    fn down_and_right_are_down_and_right() {
        let moved = Warp::shift(1.0, 2.0).apply(&PICTURE, (3, 4));
        near(
            &moved,
            &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 0.2, 0.0, 0.0, 0.5, 0.6],
        );
        // Half a pixel is the mean of two.
        let moved = Warp::shift(0.0, 0.5).apply(&PICTURE, (3, 4));
        near(&moved[4..8], &[0.25, 0.55, 0.65, 0.75]);
    }

    #[test]
    fn a_quarter_turn_of_a_square_is_counter_clockwise() {
        let square = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        near(
            &Warp::turn(90.0).apply(&square, (3, 3)),
            &[3.0, 6.0, 9.0, 2.0, 5.0, 8.0, 1.0, 4.0, 7.0],
        );
    }

    #[test]
    fn twice_as_large_keeps_the_middle() {
        let larger = Warp {
            scale: 2.0,
            ..Warp::NONE
        };
        let square = [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0];
        near(
            &larger.apply(&square, (3, 3)),
            &[0.25, 0.5, 0.25, 0.5, 1.0, 0.5, 0.25, 0.5, 0.25],
        );
    }

    #[test]
    fn noise_stays_between_empty_and_full_and_has_the_standard_deviation_asked_for() {
        let noisy = Augment {
            noise: 0.1,
            ..Augment::NONE
        };
        let grey = vec![0.5; 4_000];
        let got = noisy.apply(&grey, (50, 80), &mut nabla::rng(3));
        assert!(got.iter().all(|p| (0.0..=1.0).contains(p)));
        let variance = got.iter().map(|p| (p - 0.5).powi(2)).sum::<f32>() / 4_000.0;
        assert!((variance.sqrt() - 0.1).abs() < 0.01, "{variance}");
    }
}
