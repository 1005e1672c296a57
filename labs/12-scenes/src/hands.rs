//! What is different each time that a character is written: how it is turned, bent and pressed.

use nabla::Rng;
use rand::RngExt;

/// What is different this time.
pub struct Hand {
    turn: Turn,
    bend: Option<Bend>,
    /// The ink to this power: below 1 strokes are broader, above it thinner.
    pressure: f32,
}

impl Hand {
    /// Turned, stretched and leaning a little.
    pub fn steady(rng: &mut Rng) -> Self {
        Hand {
            turn: Turn::draw(rng, 0.25, 0.15, 0.2),
            bend: None,
            pressure: 1.0,
        }
    }

    /// Bent as well, with a pen that presses more or less.
    pub fn free(rng: &mut Rng) -> Self {
        Hand {
            bend: Some(Bend::draw(rng)),
            pressure: rng.random_range(-0.5..0.5_f32).exp(),
            ..Hand::steady(rng)
        }
    }

    /// The picture, `[side * side]`, as this hand writes it, and all of it turned before.
    pub fn write(&self, turned: &Turn, picture: &[f32], side: usize) -> Vec<f32> {
        let turn = turned.then(&self.turn);
        let mut written = turn.apply(self.bend.as_ref(), picture, side);
        if self.pressure != 1.0 {
            let press = |ink: &mut f32| *ink = ink.powf(self.pressure);
            written.iter_mut().for_each(press);
        }
        written
    }
}

/// Points along each side of a net that bends the plane.
const NET: usize = 5;
/// How far a point of the net is moved, at most, in shares of the side.
const FAR: f32 = 0.043;

/// Where the points of a net are moved to; the plane between them follows.
struct Bend([[f32; 2]; NET * NET]);

impl Bend {
    fn draw(rng: &mut Rng) -> Self {
        Bend([(); NET * NET].map(|()| [(); 2].map(|()| rng.random_range(-FAR..FAR))))
    }

    /// How far a pixel is moved, in pixels: by the four points of the net around it, by how near each is.
    fn at(&self, x: f32, y: f32, side: usize) -> [f32; 2] {
        let mesh = (side as f32 - 1.0) / (NET as f32 - 1.0);
        let within = |x: f32| {
            let before = ((x / mesh) as usize).min(NET - 2);
            (before, x / mesh - before as f32)
        };
        let ((column, right), (row, down)) = (within(x), within(y));
        let point = |below: usize, beside: usize| self.0[(row + below) * NET + column + beside];
        [0, 1].map(|axis| {
            let at = |below, beside| point(below, beside)[axis];
            let along = |below| (1.0 - right) * at(below, 0) + right * at(below, 1);
            ((1.0 - down) * along(0) + down * along(1)) * side as f32
        })
    }
}

/// A straight map of the plane about the middle of a picture: where each pixel looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn([[f32; 2]; 2]);

impl Turn {
    /// Nothing is turned.
    pub const NONE: Turn = Turn([[1.0, 0.0], [0.0, 1.0]]);

    /// Turned by up to `angle`, stretched by up to e to ± `stretch` along each axis, leaning by up to `lean`.
    pub fn draw(rng: &mut Rng, angle: f32, stretch: f32, lean: f32) -> Self {
        let mut within = |limit: f32| rng.random_range(-limit..limit);
        let (sin, cos) = within(angle).sin_cos();
        let (wide, high, lean) = (within(stretch).exp(), within(stretch).exp(), within(lean));
        Turn([[cos, -sin], [sin, cos]]).then(&Turn([[wide, lean], [0.0, high]]))
    }

    /// Left is right, if so.
    pub fn mirrored(self, is_so: bool) -> Self {
        let sign = if is_so { -1.0 } else { 1.0 };
        Turn(self.0.map(|[a, b]| [sign * a, b]))
    }

    /// The product: first the other, then this.
    fn then(&self, other: &Turn) -> Turn {
        let (a, b) = (self.0, other.0);
        let entry = |i: usize, j: usize| a[i][0] * b[0][j] + a[i][1] * b[1][j];
        Turn([[entry(0, 0), entry(0, 1)], [entry(1, 0), entry(1, 1)]])
    }

    /// The picture so seen, and bent; the ink between four pixels by how near each is, and none beyond the edge.
    fn apply(&self, bend: Option<&Bend>, picture: &[f32], side: usize) -> Vec<f32> {
        let middle = (side as f32 - 1.0) / 2.0;
        let ink = |row: f32, column: f32| {
            let inside = |x: f32| (0.0..side as f32).contains(&x);
            match inside(row) && inside(column) {
                true => picture[row as usize * side + column as usize],
                false => 0.0,
            }
        };
        let [[a, b], [c, d]] = self.0;
        let seen = |p: usize| {
            let (x, y) = ((p % side) as f32, (p / side) as f32);
            let [to_x, to_y] = bend.map_or([0.0; 2], |bend| bend.at(x, y, side));
            let (x, y) = (x - middle + to_x, y - middle + to_y);
            let (column, row) = (a * x + b * y + middle, c * x + d * y + middle);
            let (left, top) = (column.floor(), row.floor());
            let (beside, below) = (column - left, row - top);
            let along = |row| (1.0 - beside) * ink(row, left) + beside * ink(row, left + 1.0);
            (1.0 - below) * along(top) + below * along(top + 1.0)
        };
        (0..side * side).map(seen).collect()
    }
}
