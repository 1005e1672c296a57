//! What the sections on pictures share: the digits, the networks that draw, and the jury. Each network is trained when
//! the first section asks for it.

use lab10::latent::noise;
use lab10::measured::{Bench, FRESH, drawings};
use lab10::networks::{DENSE, Recipe, SMALL};
use lab10::score::{Judge, Jury, Score};
use lab10::training::{Pair, draw, train};
use lab10::vae::{LATENT, Vae};
use labkit::{Lesson, Result};
use nabla::{Device, Tensor};
use std::cell::OnceCell;
use trainer::Examples;

/// How many pictures of a large set the lesson takes: to learn from, and to test.
const AT_MOST: (usize, usize) = (1_500, 360);
/// How many pictures a row of a sheet has.
pub const IN_A_ROW: usize = 9;
/// Epochs of the judge.
const JUDGE: usize = 10;
/// After so many parts of a training in sixteen the drawings are looked at.
const LOOKS: [usize; 4] = [1, 3, 7, 16];

/// Pictures, and who draws them.
pub struct Drawn {
    /// What the networks learn from.
    pub train: Examples,
    /// What nobody learns from.
    pub test: Examples,
    dense: OnceCell<Film>,
    dcgan: OnceCell<Film>,
    vae: OnceCell<Vae>,
    bench: OnceCell<Bench>,
}

/// A pair in training, watched.
pub struct Film {
    /// How it was trained.
    pub recipe: Recipe,
    /// As it is in the end.
    pub pair: Pair,
    /// After so many steps, what it makes of the same noise: `[9, 28, 28, 1]`.
    pub frames: Vec<(usize, Tensor)>,
    /// Step, discriminator's loss, generator's loss: means over a few steps.
    pub losses: Vec<[f64; 3]>,
}

/// How many recorded points a curve of losses has.
const POINTS: usize = 60;

impl Film {
    fn shoot(lesson: &Lesson, usual: &Recipe, pictures: &Tensor) -> Self {
        let mut recipe = *usual;
        if lesson.flags().quick {
            recipe.epochs = recipe.epochs.div_ceil(20);
        }
        let seed = lesson.flags().seed;
        let steps = recipe.epochs * pictures.dims()[0].div_ceil(recipe.batch);
        let mut bar = lesson.progress(recipe.name, steps);
        let z = noise(IN_A_ROW, recipe.latent, &mut nabla::rng(seed ^ 0xf11a));
        let looks = LOOKS.map(|part| (part * steps / 16).max(1));
        let every = steps.div_ceil(POINTS);
        let (mut frames, mut losses, mut sums) = (Vec::new(), Vec::new(), [0.0; 2]);
        let pair = train(&recipe, pictures, seed, |pair, now, step| {
            bar.step(now.discriminator, None);
            sums[0] += f64::from(now.discriminator);
            sums[1] += f64::from(now.generator);
            if step % every == 0 {
                let [discriminator, generator] = sums.map(|sum| sum / every as f64);
                losses.push([step as f64, discriminator, generator]);
                sums = [0.0; 2];
            }
            if looks.contains(&step) {
                frames.push((step, draw(&pair.generator, &z)));
            }
        });
        bar.done();
        Film {
            recipe,
            pair,
            frames,
            losses,
        }
    }

    /// As many drawings as are wanted, of noise that was never trained on.
    pub fn drawings(&self, count: usize) -> Tensor {
        drawings(&self.pair, &self.recipe, count)
    }
}

impl Drawn {
    /// The pictures that `--data` names.
    pub fn new(lesson: &Lesson) -> Result<Self> {
        let split = datasets::images(&lesson.flags().data)?;
        let part = |images: datasets::Images| Examples::from(images).as_pictures();
        Ok(Drawn {
            train: part(split.train.take(AT_MOST.0)),
            test: part(split.test.take(AT_MOST.1)),
            dense: OnceCell::new(),
            dcgan: OnceCell::new(),
            vae: OnceCell::new(),
            bench: OnceCell::new(),
        })
    }

    /// The dense pair.
    pub fn dense(&self, lesson: &Lesson) -> &Film {
        self.dense
            .get_or_init(|| Film::shoot(lesson, &DENSE, &self.train.images))
    }

    /// The convolutional pair.
    pub fn dcgan(&self, lesson: &Lesson) -> &Film {
        self.dcgan
            .get_or_init(|| Film::shoot(lesson, &SMALL, &self.train.images))
    }

    /// Lab 9's variational autoencoder, trained on the same pictures.
    pub fn vae(&self, lesson: &Lesson) -> &Vae {
        self.vae.get_or_init(|| {
            let epochs = lesson.shortened(60, 30);
            let rows = flat(&self.train.images);
            let mut bar = lesson.progress("vae", epochs * rows.dims()[0].div_ceil(32));
            let vae = Vae::learn(&rows, epochs, lesson.flags().seed, |loss| {
                bar.step(loss, None)
            });
            bar.done();
            vae
        })
    }

    /// What the autoencoder draws of noise.
    pub fn vae_drawings(&self, lesson: &Lesson, count: usize) -> Tensor {
        let vae = self.vae(lesson);
        let z = noise(count, LATENT, &mut nabla::rng(FRESH));
        vae.draw(&z).reshape([count, 28, 28, 1])
    }

    /// A judge that learned from the training pictures, and as many of these as there are test pictures.
    pub fn jury(&self, lesson: &Lesson) -> &Jury {
        let bench = self.bench.get_or_init(|| {
            let epochs = if lesson.flags().quick { 3 } else { JUDGE };
            let seed = lesson.flags().seed;
            let judge = Judge::learn(&self.train, epochs, seed, &Device::Cpu, |_| {});
            Bench::new(judge, &self.train, &self.test)
        });
        &bench.jury
    }

    /// What the jury thinks of as many drawings as there are test pictures.
    pub fn score(&self, lesson: &Lesson, drawings: &Tensor) -> Score {
        self.jury(lesson).score(drawings)
    }
}

/// Pictures as rows of pixels: `[N, 28, 28, 1]` → `[N, 784]`.
pub fn flat(pictures: &Tensor) -> Tensor {
    pictures.reshape([pictures.dims()[0], 784])
}

/// The pixels of the first [`IN_A_ROW`] pictures.
pub fn first(pictures: &Tensor) -> Vec<&[f32]> {
    pictures.data().chunks_exact(784).take(IN_A_ROW).collect()
}

/// Of digits that were read, each with how sure the judge was: where it was surest of `wanted`; 0 if it never read that.
pub fn surest(read: &[(usize, f32)], wanted: usize) -> usize {
    let places = (0..read.len()).filter(|&i| read[i].0 == wanted);
    places
        .max_by(|&a, &b| read[a].1.total_cmp(&read[b].1))
        .unwrap_or(0)
}
