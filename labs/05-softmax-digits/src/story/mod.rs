//! The sections of the lesson, in order: [`one_hot`], [`softmax`], [`gradient`], [`learning`], [`errors`], [`races`],
//! [`units`], [`start`], [`bugs`], [`gap`], [`deeper`]; and [`long_run`], which `--network` asks for.

pub mod bugs;
pub mod deeper;
pub mod errors;
pub mod gap;
pub mod gradient;
pub mod learning;
pub mod long_run;
pub mod one_hot;
pub mod races;
pub mod softmax;
pub mod start;
pub mod units;

use datasets::Images;
use lab05::network::{RECIPES, Recipe};
use lab05::template::template;
use lab05::training::Training;
use labkit::{Lesson, Result};
use nabla::{Device, Sequential};
use std::cell::OnceCell;
use trainer::{Examples, Rule, Score, score};

/// How many pictures of a large set the lesson takes, so that it stays short: to learn from, and to test.
const AT_MOST: (usize, usize) = (6_000, 1_000);
/// Epochs of the softmax network here: a small set has to be seen more often.
const SOFTMAX_EPOCHS: usize = 60;

/// The pictures of the lesson, and networks that several sections look at.
pub struct Story {
    /// The first four fifths of the training pictures, to learn from.
    pub train: Images,
    /// The last fifth: validation.
    pub valid: Images,
    /// The test pictures.
    pub test: Images,
    /// All of these as examples.
    pub examples: Split,
    softmax: OnceCell<Run>,
    deep: OnceCell<Vec<Deep>>,
}

/// The pictures as nabla wants them.
pub struct Split {
    /// To learn from.
    pub train: Examples,
    /// Validation.
    pub valid: Examples,
    /// `train` and `valid` together.
    pub both: Examples,
    /// Test.
    pub test: Examples,
}

/// A softmax network that was watched while it learned.
pub struct Run {
    /// As it is in the end.
    pub model: Sequential,
    /// Its weights to each class before the first step.
    pub before: Vec<Vec<f32>>,
    /// Before the first epoch, and after each.
    pub history: Vec<Moment>,
}

/// How a network stood at the end of an epoch.
#[derive(Clone, Copy)]
pub struct Moment {
    /// On what it learns from.
    pub train: Score,
    /// On the validation pictures.
    pub valid: Score,
}

/// One of the four networks, trained on all training pictures.
pub struct Deep {
    /// Its recipe.
    pub recipe: &'static Recipe,
    /// As it is in the end.
    pub model: Sequential,
    /// On the training pictures.
    pub train: Score,
    /// On the test pictures.
    pub test: Score,
}

impl Story {
    /// The pictures that `--data` names.
    pub fn new(lesson: &Lesson) -> Result<Self> {
        let split = datasets::images(&lesson.flags().data)?;
        let (all, test) = (split.train.take(AT_MOST.0), split.test.take(AT_MOST.1));
        let (train, valid) = all.split_at(all.len() * 4 / 5);
        let examples = Split {
            train: Examples::from(train.clone()),
            valid: Examples::from(valid.clone()),
            both: Examples::from(all),
            test: Examples::from(test.clone()),
        };
        Ok(Story {
            train,
            valid,
            test,
            examples,
            softmax: OnceCell::new(),
            deep: OnceCell::new(),
        })
    }

    /// The softmax network, trained once and watched.
    pub fn softmax(&self, lesson: &Lesson) -> &Run {
        self.softmax.get_or_init(|| self.train_softmax(lesson))
    }

    fn train_softmax(&self, lesson: &Lesson) -> Run {
        let epochs = lesson
            .flags()
            .epochs
            .unwrap_or(lesson.shortened(SOFTMAX_EPOCHS, 4));
        let seed = lesson.flags().seed;
        let recipe = Recipe {
            rule: Rule::sgd(lesson.number_of("rate") as f32),
            batch: lesson.count_of("batch"),
            ..RECIPES[0]
        };
        let mut training = Training::new(&recipe, epochs, &self.examples.train, seed);
        trainer::begins("softmax");
        let before = (0..10).map(|k| template(&training.model, k)).collect();
        let mut history = vec![self.moment(&training.model)];
        let mut bar = lesson.progress("softmax", epochs);
        for epoch in 1..=epochs {
            let loss = training.epoch(|_| {});
            trainer::at_step(epoch * training.steps_an_epoch());
            let moment = self.moment(&training.model);
            bar.step(loss, Some(moment.valid.accuracy));
            history.push(moment);
        }
        bar.done();
        Run {
            model: training.model,
            before,
            history,
        }
    }

    fn moment(&self, model: &Sequential) -> Moment {
        Moment {
            train: score(model, &self.examples.train).told_as("train"),
            valid: score(model, &self.examples.valid).told_as("valid"),
        }
    }

    /// The four networks by their recipes, trained once on all training pictures.
    pub fn deep(&self, lesson: &Lesson) -> &[Deep] {
        self.deep.get_or_init(|| {
            RECIPES
                .iter()
                .map(|recipe| self.train_deep(recipe, lesson))
                .collect()
        })
    }

    fn train_deep(&self, recipe: &'static Recipe, lesson: &Lesson) -> Deep {
        let usual = if recipe.hidden.is_empty() {
            SOFTMAX_EPOCHS
        } else {
            recipe.epochs
        };
        let epochs = lesson.shortened(usual, 4);
        let examples = &self.examples.both;
        let plan = recipe.train(epochs, lesson.flags().seed);
        let model = recipe.build(&mut nabla::rng(plan.seed));
        let mut training = trainer::Training::new(model, &plan, examples.len(), &Device::Cpu);
        let mut bar = lesson.progress(recipe.layers, epochs * training.steps_an_epoch());
        for _ in 0..epochs {
            training.classify(examples, |loss| bar.step(loss, None));
        }
        bar.done();
        Deep {
            recipe,
            train: score(&training.model, examples),
            test: score(&training.model, &self.examples.test),
            model: training.model,
        }
    }
}
