//! Scenes with two different digits about which there is no doubt: each has one of three sizes, and lies clearly beside the other, or
//! above it.

use super::grammar::sentences;
use crate::scene::glyph::Glyph;
use crate::scene::plan::{Placed, paint};
use crate::scene::{SIDE, Scene};
use datasets::Images;
use nabla::Rng;
use rand::RngExt;

/// Pixels of a digit's longer side: small, neither, large.
const SIZES: [(usize, usize); 3] = [(13, 15), (20, 22), (28, 30)];
/// So much farther apart are the middles along one axis than along the other, in pixels.
const CLEARLY: usize = 8;

/// A scene, and the sentences that are right for it.
#[derive(Debug, Clone)]
pub struct Captioned {
    /// The picture.
    pub scene: Scene,
    /// Either digit may come first.
    pub sentences: [String; 2],
}

impl Captioned {
    /// A scene with two of these digits.
    pub fn draw(digits: &Images, rng: &mut Rng) -> Self {
        let placed = loop {
            let pair = [digit(digits, rng), digit(digits, rng)];
            if are_clear(&pair) {
                break pair;
            }
        };
        let scene = paint(&placed, rng);
        let sentences = sentences(&scene.objects[0], &scene.objects[1]);
        Captioned { scene, sentences }
    }

    /// So many, from the same seed the same.
    pub fn several(digits: &Images, count: usize, seed: u64) -> Vec<Self> {
        let mut rng = nabla::rng(seed);
        (0..count).map(|_| Self::draw(digits, &mut rng)).collect()
    }

    /// Its sentences as references.
    pub fn references(&self) -> [&str; 2] {
        [&self.sentences[0], &self.sentences[1]]
    }

    /// Whether a sentence is one of those.
    pub fn says(&self, sentence: &str) -> bool {
        self.sentences.iter().any(|right| right == sentence)
    }
}

/// A digit of any class and size, anywhere.
fn digit(digits: &Images, rng: &mut Rng) -> Placed {
    let i = rng.random_range(0..digits.len());
    let (least, most) = SIZES[rng.random_range(0..SIZES.len())];
    let glyph = Glyph::cut(digits, i).scaled(rng.random_range(least..=most));
    let mut corner = |long: usize| rng.random_range(0..=SIDE - long);
    Placed {
        class: digits.labels[i],
        at: (corner(glyph.width), corner(glyph.height)),
        glyph,
    }
}

/// They are different digits, neither covers the other, and nobody has to measure which way the one lies.
fn are_clear([a, b]: &[Placed; 2]) -> bool {
    let middle = |p: &Placed| [2 * p.at.0 + p.glyph.width, 2 * p.at.1 + p.glyph.height];
    let ([x1, y1], [x2, y2]) = (middle(a), middle(b));
    let (across, down) = (x1.abs_diff(x2), y1.abs_diff(y2));
    let beside = a.glyph.width + b.glyph.width <= across;
    let apart = beside || a.glyph.height + b.glyph.height <= down;
    a.class != b.class && apart && across.abs_diff(down) >= 2 * CLEARLY
}
