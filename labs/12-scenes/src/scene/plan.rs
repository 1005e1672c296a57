//! How many digits, how large, how much else; and a scene by such a plan.

use super::bounds::BBox;
use super::clutter;
use super::glyph::{Glyph, INK};
use super::{Object, SIDE, Scene};
use datasets::Images;
use nabla::Rng;
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};

/// What scenes have in common. Ends of ranges are included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// The fewest digits, and the most.
    pub digits: (usize, usize),
    /// Pixels of a digit's longer side.
    pub sizes: (usize, usize),
    /// Strokes and bits of digits.
    pub clutter: (usize, usize),
    /// The standard deviation of the noise on each pixel.
    pub noise: f32,
    /// How much of a digit's box, at most, another's may cover: a share of the smaller box.
    pub overlap: f32,
}

impl Plan {
    /// One to five digits with clutter and noise.
    pub const USUAL: Plan = Plan {
        digits: (1, 5),
        sizes: (14, 28),
        clutter: (2, 6),
        noise: 0.1,
        overlap: 0.15,
    };

    /// The same with so many digits.
    pub const fn of(self, fewest: usize, most: usize) -> Plan {
        Plan {
            digits: (fewest, most),
            ..self
        }
    }

    /// `count` scenes of these digits, each from the same `seed` the same.
    ///
    /// # Panics
    /// If there are no digits, or if so many of that size find no room.
    pub fn scenes(&self, digits: &Images, count: usize, seed: u64) -> Vec<Scene> {
        let mut rng = nabla::rng(seed);
        (0..count).map(|_| self.scene(digits, &mut rng)).collect()
    }

    /// A scene of these digits.
    ///
    /// # Panics
    /// As [`scenes`](Self::scenes).
    pub fn scene(&self, digits: &Images, rng: &mut Rng) -> Scene {
        let count = rng.random_range(self.digits.0..=self.digits.1);
        let placed = (0..1000).find_map(|_| self.places(digits, count, rng));
        let smallest = self.sizes.0;
        let placed = placed.unwrap_or_else(|| {
            panic!("{count} digits of {smallest} pixels and more find no room in a scene of {SIDE} × {SIDE}: ask for fewer or smaller ones")
        });
        let mut scene = paint(&placed, rng);
        for _ in 0..rng.random_range(self.clutter.0..=self.clutter.1) {
            let ink = rng.random_range(0.4..0.9);
            if rng.random_bool(0.5) {
                clutter::stroke(&mut scene.pixels, ink, rng);
            } else {
                let glyph = self.glyph(digits, rng.random_range(0..digits.len()), rng);
                clutter::bit(&mut scene.pixels, &glyph, ink, rng);
            }
        }
        if self.noise > 0.0 {
            for pixel in &mut scene.pixels {
                let noise: f32 = StandardNormal.sample(rng);
                *pixel = (*pixel + self.noise * noise).clamp(0.0, 1.0);
            }
        }
        scene
    }

    fn glyph(&self, digits: &Images, i: usize, rng: &mut Rng) -> Glyph {
        Glyph::cut(digits, i).scaled(rng.random_range(self.sizes.0..=self.sizes.1))
    }

    /// Digits one after another, each where it hides little of the others; none if one finds no room.
    fn places(&self, digits: &Images, count: usize, rng: &mut Rng) -> Option<Vec<Placed>> {
        let mut placed: Vec<Placed> = Vec::with_capacity(count);
        for _ in 0..count {
            let i = rng.random_range(0..digits.len());
            let class = digits.labels[i];
            let found = (0..30).find_map(|_| {
                let glyph = self.glyph(digits, i, rng);
                let mut corner = |long: usize| rng.random_range(0..=SIDE - long.min(SIDE));
                let at = (corner(glyph.width), corner(glyph.height));
                let it = Placed { class, glyph, at };
                let is_free = placed.iter().all(|other| {
                    let (a, b) = (it.frame(), other.frame());
                    a.common(&b) <= self.overlap * a.area().min(b.area())
                });
                is_free.then_some(it)
            });
            placed.push(found?);
        }
        Some(placed)
    }
}

/// A digit, and where its upper left corner is to be: `(left, top)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// 0 to 9.
    pub class: u8,
    /// Its ink.
    pub glyph: Glyph,
    /// From the left edge of the picture, and from the upper one.
    pub at: (usize, usize),
}

impl Placed {
    fn frame(&self) -> BBox {
        let ((x, y), w, h) = (self.at, self.glyph.width, self.glyph.height);
        BBox::new(x as f32, y as f32, (x + w) as f32, (y + h) as f32)
    }
}

/// These digits on an empty canvas, each with an ink of its own strength. Where two meet, the stronger is seen.
pub fn paint(placed: &[Placed], rng: &mut Rng) -> Scene {
    let mut pixels = vec![0.0_f32; SIDE * SIDE];
    let mut owner = vec![0; SIDE * SIDE];
    let mut bounds = Vec::with_capacity(placed.len());
    for (number, it) in placed.iter().enumerate() {
        let strength = rng.random_range(0.7..1.0);
        let mut own = vec![false; SIDE * SIDE];
        for (place, ink) in it.glyph.on_canvas(it.at) {
            own[place] = ink >= INK;
            if strength * ink > pixels[place] {
                pixels[place] = strength * ink;
                if own[place] {
                    owner[place] = number + 1;
                }
            }
        }
        bounds.push(BBox::of(&own, SIDE).unwrap_or(it.frame()));
    }
    let objects = placed.iter().zip(bounds).enumerate();
    let objects = objects.map(|(number, (it, bounds))| Object {
        class: it.class,
        bounds,
        mask: owner.iter().map(|&o| o == number + 1).collect(),
    });
    let class = |&o: &usize| if o > 0 { placed[o - 1].class + 1 } else { 0 };
    Scene {
        objects: objects.collect(),
        classes: owner.iter().map(class).collect(),
        pixels,
    }
}
