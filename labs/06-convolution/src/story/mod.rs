//! The sections of the lesson, in order: [`neighbours`], [`sliding`], [`volumes`], [`pools`], [`gradients`], [`eyes`],
//! [`receptive`],
//! [`filters`], [`time`], then those on the graphics card.

pub mod eyes;
pub mod filters;
pub mod gpu_conv;
pub mod gpu_hello;
pub mod gpu_ladder;
pub mod gpu_network;
pub mod gradients;
pub mod neighbours;
pub mod pools;
pub mod receptive;
pub mod sliding;
pub mod time;
pub mod volumes;

use lab06::filter::Grid;
use lab06::network::{DENSE, Small, wide};
use labkit::numerals::num;
use labkit::{Lesson, Result};
use nabla::{Device, Rng, Sequential};
use std::cell::OnceCell;
use trainer::{Examples, Recipe, Rule, Training, accuracy};

/// How many pictures of a large set the lesson takes, so that it stays short: to learn from, and to test.
const AT_MOST: (usize, usize) = (3_000, 500);
/// By how many pixels pictures are moved at most. The embedded digits have a margin of four.
pub const MOST_SHIFT: usize = 4;

/// The pictures of the lesson, and networks that several sections look at.
pub struct Story {
    /// Pictures as lists of 784 numbers.
    pub flat: Pair,
    /// The same as `[N, 28, 28, 1]`.
    pub pictures: Pair,
    /// `--seed`.
    pub seed: u64,
    dense: OnceCell<Trained>,
    small: OnceCell<Trained>,
    wide: OnceCell<Trained>,
}

/// What is learned from, and what is tested with.
pub struct Pair {
    /// To learn from.
    pub train: Examples,
    /// To test with.
    pub test: Examples,
}

/// A network and how well it reads the test pictures.
pub struct Trained {
    /// As it is in the end.
    pub model: Sequential,
    /// The fraction of test pictures read right.
    pub accuracy: f64,
}

impl Story {
    /// The pictures that `--data` names.
    pub fn new(lesson: &Lesson) -> Result<Self> {
        let split = datasets::images(&lesson.flags().data)?;
        let (train, test) = (split.train.take(AT_MOST.0), split.test.take(AT_MOST.1));
        let flat = Pair {
            train: Examples::from(train),
            test: Examples::from(test),
        };
        Ok(Story {
            pictures: Pair {
                train: flat.train.as_pictures(),
                test: flat.test.as_pictures(),
            },
            flat,
            seed: lesson.flags().seed,
            dense: OnceCell::new(),
            small: OnceCell::new(),
            wide: OnceCell::new(),
        })
    }

    /// Lab 5's network with two hidden layers of 64, trained once.
    pub fn dense(&self, lesson: &Lesson) -> &Trained {
        self.dense.get_or_init(|| {
            let model = self.train_dense(&self.flat.train, lesson);
            let accuracy = accuracy(&model, &self.flat.test);
            Trained { model, accuracy }
        })
    }

    /// Such a network, trained on these examples.
    pub fn train_dense(&self, examples: &Examples, lesson: &Lesson) -> Sequential {
        let recipe = DENSE.recipe.epochs(lesson.shortened(20, 4));
        self.run(DENSE.build, recipe, examples, |_| {})
    }

    /// The small network of two convolutions, trained once.
    pub fn small(&self, lesson: &Lesson) -> &Trained {
        self.small.get_or_init(|| {
            self.train(
                "small",
                |rng| chosen(lesson).build(rng),
                &self.pictures,
                lesson,
            )
        })
    }

    /// The network of large filters, trained once.
    pub fn wide(&self, lesson: &Lesson) -> &Trained {
        self.wide
            .get_or_init(|| self.train("9 × 9", wide, &self.pictures, lesson))
    }

    /// A small network, trained on these pictures.
    pub fn train(
        &self,
        name: &'static str,
        build: impl FnOnce(&mut Rng) -> Sequential,
        pictures: &Pair,
        lesson: &Lesson,
    ) -> Trained {
        let usual = lesson.shortened(LESSON_RECIPE.epochs, 4);
        let recipe = LESSON_RECIPE.epochs(lesson.flags().epochs.unwrap_or(usual));
        let steps = recipe.epochs * pictures.train.len().div_ceil(recipe.batch);
        let mut bar = lesson.progress(name, steps);
        let model = self.run(build, recipe, &pictures.train, |loss| bar.step(loss, None));
        bar.done();
        Trained {
            accuracy: accuracy(&model, &pictures.test),
            model,
        }
    }

    fn run(
        &self,
        build: impl FnOnce(&mut Rng) -> Sequential,
        recipe: Recipe,
        examples: &Examples,
        mut after: impl FnMut(f32),
    ) -> Sequential {
        let recipe = recipe.seed(self.seed);
        let model = build(&mut nabla::rng(self.seed));
        let mut training = Training::new(model, &recipe, examples.len(), &Device::Cpu);
        for _ in 0..recipe.epochs {
            training.classify(examples, &mut after);
        }
        training.model
    }
}

/// `small` by the flags.
pub fn chosen(lesson: &Lesson) -> Small {
    Small {
        kernel: lesson.count_of("kernel"),
        filters: lesson.count_of("filters"),
        pool: lesson.count_of("pool"),
    }
}

/// How the lesson trains its small networks: few pictures, few epochs, so a higher rate than the sources'.
const LESSON_RECIPE: Recipe = Recipe::new(Rule::momentum(0.03, 0.9).cosine(), 32, 6);

/// A number as short as it can be written: whole if it is whole.
pub fn short(value: f64) -> String {
    num(value, if value.fract() == 0.0 { 0 } else { 2 })
}

/// The rows of a grid as lines, columns aligned.
pub fn lines(grid: &Grid) -> Vec<String> {
    let cells: Vec<Vec<String>> = grid
        .iter()
        .map(|row| row.iter().map(|&x| short(x)).collect())
        .collect();
    let widest = cells.iter().flatten().map(|cell| cell.chars().count());
    let width = widest.max().unwrap_or(1);
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().map(|cell| format!("{cell:>width$}")).collect();
        cells.join(" ")
    };
    cells.iter().map(line).collect()
}

/// Grids side by side, each under its name.
pub fn beside(grids: &[(&str, &Grid)]) -> String {
    let blocks: Vec<(Vec<String>, usize)> = grids
        .iter()
        .map(|(name, grid)| {
            let mut block = vec![(*name).to_string()];
            block.extend(lines(grid));
            let width = block.iter().map(|line| line.chars().count()).max();
            (block, width.unwrap_or(0))
        })
        .collect();
    let height = blocks.iter().map(|(block, _)| block.len()).max();
    let line = |i: usize| {
        let parts: Vec<String> = blocks
            .iter()
            .map(|(block, width)| format!("{:<width$}", block.get(i).map_or("", String::as_str)))
            .collect();
        parts.join("     ").trim_end().to_string()
    };
    (0..height.unwrap_or(0))
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}
