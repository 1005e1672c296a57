//! The variational half of the lesson: [`holes`], [`bound`], [`draws`], [`price`], [`generates`], [`collapse`], [`walks`],
//! [`chosen`], [`bits`]; and [`long_run`], which takes the lesson's place.

pub mod bits;
pub mod bound;
pub mod chosen;
pub mod collapse;
pub mod draws;
pub mod generates;
pub mod holes;
pub mod long_run;
pub mod price;
pub mod walks;

use super::AT_MOST;
use lab09::vae::evaluate::{Bound, bound};
use lab09::vae::reader::{Verdict, clear, read, reader};
use lab09::vae::training::{epoch, plain};
use lab09::vae::{Plan, Vae};
use labkit::numerals::num;
use labkit::{Lesson, Result};
use nabla::{Device, Sequential, Tape, Tensor};
use std::cell::OnceCell;
use trainer::Examples;

/// Sides of a picture.
pub const SIDE: usize = 28;

/// Codes of so many numbers that one cannot look where they lie.
pub const SIXTEEN: Plan = Plan::small(150, 16, 50);

/// For a code of two numbers, which can be drawn as a map.
pub const PLANE: Plan = Plan::small(200, 2, 80);

/// For pictures that a person reads: few numbers, so that few of the codes drawn lie where nothing was learned.
pub const FEW: Plan = Plan::small(400, 4, 100);

/// A trained network, and the bound on training and test pictures now and then.
pub struct Watched {
    /// As it is in the end.
    pub vae: Vae,
    /// After how many epochs; on training pictures, on test pictures.
    pub history: Vec<(usize, Bound, Bound)>,
}

impl Watched {
    /// The bound on the test pictures in the end.
    pub fn test(&self) -> Bound {
        self.history[self.history.len() - 1].2
    }
}

/// The pictures of this half, in 28 × 28 pixels, and networks that several sections look at, each trained when it is first
/// asked for.
pub struct Models {
    /// To learn from.
    pub train: Examples,
    /// To test with.
    pub test: Examples,
    reader: OnceCell<Sequential>,
    plain: OnceCell<Vae>,
    sixteen: OnceCell<Watched>,
    plane: OnceCell<Watched>,
    few: OnceCell<Watched>,
}

impl Models {
    /// The pictures that `--data` names; nothing is trained yet.
    pub fn new(lesson: &Lesson) -> Result<Self> {
        let split = datasets::images(&lesson.flags().data)?;
        Ok(Models {
            train: Examples::from(split.train.take(AT_MOST.0)),
            test: Examples::from(split.test.take(AT_MOST.1)),
            reader: OnceCell::new(),
            plain: OnceCell::new(),
            sixteen: OnceCell::new(),
            plane: OnceCell::new(),
            few: OnceCell::new(),
        })
    }

    /// What a network that learned to read says about these pictures.
    pub fn read(&self, lesson: &Lesson, pictures: &Tensor) -> Vec<Verdict> {
        let network = self
            .reader
            .get_or_init(|| reader(&self.train, lesson.shortened(40, 10), lesson.flags().seed));
        read(network, pictures)
    }

    /// A plain autoencoder with a code of sixteen numbers.
    pub fn plain(&self, lesson: &Lesson) -> &Vae {
        self.plain.get_or_init(|| {
            let plan = asked(lesson, SIXTEEN);
            let mut bar = lesson.progress("plain autoencoder", plan.recipe.epochs);
            let network = plain(&plan, &self.train.images, |loss| bar.step(loss, None));
            bar.done();
            network
        })
    }

    /// A variational one with as many.
    pub fn sixteen(&self, lesson: &Lesson) -> &Watched {
        self.sixteen
            .get_or_init(|| self.watched(lesson, "VAE, 16 numbers", SIXTEEN))
    }

    /// A variational one with a code of two numbers.
    pub fn plane(&self, lesson: &Lesson) -> &Watched {
        self.plane
            .get_or_init(|| self.watched(lesson, "VAE, 2 numbers", PLANE))
    }

    /// A variational one with a code of a few numbers.
    pub fn few(&self, lesson: &Lesson) -> &Watched {
        self.few.get_or_init(|| {
            let latent = lesson.given("latent").unwrap_or(FEW.latent);
            let what = format!("VAE, {latent} numbers");
            self.watched(lesson, &what, Plan { latent, ..FEW })
        })
    }

    /// Trains a variational autoencoder by `plan`, with what the flags ask of it.
    pub fn watched(&self, lesson: &Lesson, what: &str, plan: Plan) -> Watched {
        let plan = asked(lesson, plan);
        let (epochs, seed, images) = (plan.recipe.epochs, plan.recipe.seed, &self.train.images);
        let mut training = plan.begin(images, &Device::Cpu);
        let mut bar = lesson.progress(what, epochs * training.steps_an_epoch());
        let some = images.rows(0..self.train.len().min(500));
        let mut history = Vec::new();
        for done in 1..=epochs {
            epoch(&mut training, images, plan.beta, |loss| {
                bar.step(loss, None)
            });
            if done <= 10 || done % 5 == 0 || done == epochs {
                let seen = bound(&training.model, &some, seed);
                let unseen = bound(&training.model, &self.test.images, seed);
                history.push((done, seen, unseen));
            }
        }
        bar.done();
        Watched {
            vae: training.model,
            history,
        }
    }
}

/// The same from `--seed` and at the price `--beta`; with `--quick`, a tenth of the epochs.
pub fn asked(lesson: &Lesson, plan: Plan) -> Plan {
    let epochs = lesson.shortened(plan.recipe.epochs, 10);
    let beta = lesson.number_of("beta") as f32;
    Plan { beta, ..plan }.run(lesson.flags().seed, epochs)
}

/// The rows of `pictures` as slices.
pub fn slices(pictures: &Tensor) -> Vec<&[f32]> {
    pictures.data().chunks_exact(SIDE * SIDE).collect()
}

/// Shows rows of pictures, each beside its words.
pub fn sheet(
    lesson: &mut Lesson,
    slug: &str,
    caption: &str,
    rows: &[(impl AsRef<str>, Tensor)],
) -> Result<()> {
    let rows = rows
        .iter()
        .map(|(words, pictures)| (words.as_ref(), slices(pictures)));
    lesson.sheet(slug, caption, SIDE, &rows.collect::<Vec<_>>())
}

/// How far these pictures are from the nearest training picture: squared differences added up over the pixels, mean over
/// the first so many pictures.
pub fn far(models: &Models, pictures: &Tensor) -> f64 {
    const LOOKED_AT: usize = 150;
    let known = &models.train.images;
    let some = pictures.rows(0..pictures.dims()[0].min(LOOKED_AT));
    // |a − b|² = |a|² − 2·a·b + |b|², and all products at once are a product of matrices.
    let tape = Tape::new();
    let (a, b) = (tape.constant(some), tape.constant(known.clone()));
    let both = a.square().sum_axis(1) + b.square().sum_axis(1).t();
    let distances = (both - 2.0 * a.matmul(b.t())).value();
    let nearest = |row: &[f32]| f64::from(row.iter().copied().fold(f32::INFINITY, f32::min));
    let rows = distances.data().chunks_exact(distances.dims()[1]);
    let nearest: Vec<f64> = rows.map(nearest).collect();
    nearest.iter().sum::<f64>() / nearest.len() as f64
}

/// A row of a table: these pictures, how many of them are read clearly, and how far they are from training pictures.
pub fn judged(
    models: &Models,
    lesson: &Lesson,
    name: impl Into<String>,
    pictures: &Tensor,
) -> [String; 3] {
    let clear = clear(&models.read(lesson, pictures));
    let distance = num(far(models, pictures), 0);
    [name.into(), roughly(clear).to_string(), distance]
}

/// The places of the first `count` test pictures of `digit`.
pub fn places(examples: &Examples, digit: u32, count: usize) -> Vec<usize> {
    let labels = examples.labels.as_slice().iter().enumerate();
    let found = labels.filter(|(_, label)| **label == digit).map(|(i, _)| i);
    found.take(count).collect()
}

/// Fractions in words. They depend on a long training, and that on the processor: how many of a thousand drawings are read
/// clearly is not known to the last one.
pub const ROUGHLY: [&str; 5] = ["none, or nearly", "few", "about half", "most", "nearly all"];

/// Which of these words fits.
pub fn how_roughly(fraction: f64) -> usize {
    [0.1, 0.35, 0.6, 0.9]
        .iter()
        .filter(|&&from| fraction >= from)
        .count()
}

/// A fraction in words.
pub fn roughly(fraction: f64) -> &'static str {
    ROUGHLY[how_roughly(fraction)]
}
