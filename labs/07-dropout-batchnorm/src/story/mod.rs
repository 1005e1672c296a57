//! The sections of the lesson, in order: [`heart`], [`weights`], [`stop`], [`masks`], [`rates`], [`committee`],
//! [`moved`], [`cures`], [`wins`], [`order`], [`through`], [`remembered`], [`buys`], [`steps`], [`sisters`], [`score`],
//! [`rare`], [`lies`].

pub mod buys;
pub mod committee;
pub mod cures;
pub mod heart;
pub mod lies;
pub mod masks;
pub mod moved;
pub mod order;
pub mod rare;
pub mod rates;
pub mod remembered;
pub mod score;
pub mod sisters;
pub mod steps;
pub mod stop;
pub mod through;
pub mod weights;
pub mod wins;

use datasets::Images;
use lab07::network::Dense;
use lab07::training::{Plan, train};
use labkit::numerals::{give_or_take, num, percent};
use labkit::statistics::{mean, standard_deviation};
use labkit::{Lesson, Result};
use nabla::Sequential;
use std::cell::OnceCell;
use trainer::{Examples, Score, score};

/// How many pictures of a large set the lesson takes, so that it stays short: to learn from, and to test.
const AT_MOST: (usize, usize) = (6_000, 1_000);
/// How many pictures are "few".
pub const FEW: usize = 300;
/// How many are "many".
const MANY: usize = 1_000;
/// Pictures to validate on, at most.
const VALID: usize = 1_200;
/// Epochs on the few pictures.
const EPOCHS: usize = 60;

/// The pictures of the lesson, and networks that several sections look at.
pub struct Story {
    /// The first [`FEW`] training pictures.
    pub few: Examples,
    /// Training pictures after these: validation.
    pub valid: Examples,
    /// The first thousand training pictures, for what needs more of them.
    pub many: Examples,
    /// Training pictures after these: validation for what learned from `many`.
    pub rest: Examples,
    /// Test pictures.
    pub test: Examples,
    /// All training pictures.
    pub all: Images,
    plain: OnceCell<Vec<Run>>,
}

/// A network that learned from the few pictures, watched.
pub struct Run {
    /// As it is in the end.
    pub model: Sequential,
    /// After each epoch: training and validation.
    pub history: Vec<(Score, Score)>,
}

/// How well several networks of one kind do, that differ in their seed alone.
pub struct Outcome {
    /// On the pictures they learned from.
    pub train: Vec<Score>,
    /// On the validation pictures.
    pub valid: Vec<Score>,
}

impl Story {
    /// The pictures that `--data` names.
    pub fn new(lesson: &Lesson) -> Result<Self> {
        let split = datasets::images(&lesson.flags().data)?;
        let all = split.train.take(AT_MOST.0);
        let (few, after_few) = all.split_at(FEW);
        let (many, after_many) = all.split_at(MANY);
        Ok(Story {
            few: Examples::from(few),
            valid: Examples::from(after_few.take(VALID)),
            many: Examples::from(many),
            rest: Examples::from(after_many.take(VALID)),
            test: Examples::from(split.test.take(AT_MOST.1)),
            all,
            plain: OnceCell::new(),
        })
    }

    /// Networks without any cure, one a seed, trained once.
    pub fn plain(&self, lesson: &Lesson) -> &[Run] {
        self.plain.get_or_init(|| {
            let seeds = lesson.seeds(5, 2);
            let mut bar = lesson.progress("no cure", seeds.len() * lesson.shortened(EPOCHS, 4));
            let run = |seed| {
                let mut model = Dense::USUAL.build(&mut nabla::rng(seed));
                let mut history = Vec::new();
                let plan = Plan::new(lesson.shortened(EPOCHS, 4), seed);
                train(&mut model, &self.few, &plan, |_, loss, model| {
                    let train = score(model, &self.few).told_as("train");
                    history.push((train, score(model, &self.valid).told_as("valid")));
                    bar.step(loss, None);
                    true
                });
                Run { model, history }
            };
            let runs = seeds.into_iter().map(run).collect();
            bar.done();
            runs
        })
    }

    /// A digit to show things with: the first 7, or whatever has its number.
    pub fn shown(&self) -> nabla::Tensor {
        let labels = self.few.labels.as_slice();
        let at = labels.iter().position(|&label| label == 7).unwrap_or(0);
        self.few.images.rows(at..at + 1)
    }

    /// One network by this plan.
    pub fn one(&self, lesson: &Lesson, dense: &Dense<'_>, plan: &Plan) -> Sequential {
        let plan = Plan {
            epochs: lesson.shortened(EPOCHS, 4),
            ..plan.clone()
        };
        let mut model = dense.build(&mut nabla::rng(plan.seed));
        train(&mut model, &self.few, &plan, |_, _, _| true);
        model
    }

    /// So many networks by this plan, with other seeds.
    pub fn several(
        &self,
        lesson: &Lesson,
        dense: &Dense<'_>,
        plan: &Plan,
        count: usize,
    ) -> Vec<Sequential> {
        let one = |seed| {
            let plan = Plan {
                seed,
                ..plan.clone()
            };
            self.one(lesson, dense, &plan)
        };
        lesson.seeds(count, 2).into_iter().map(one).collect()
    }

    /// How well these networks do.
    pub fn outcome(&self, models: &[Sequential]) -> Outcome {
        Outcome {
            train: models.iter().map(|m| score(m, &self.few)).collect(),
            valid: models.iter().map(|m| score(m, &self.valid)).collect(),
        }
    }
}

/// These values and the learner's own among them.
pub fn joined(values: &[f32], own: f32) -> Vec<f32> {
    let mut all = values.to_vec();
    if !all.contains(&own) {
        all.push(own);
        all.sort_by(f32::total_cmp);
    }
    all
}

impl Outcome {
    /// Those of the networks without any cure.
    pub fn plain(runs: &[Run]) -> Self {
        let last = |run: &Run| run.history[run.history.len() - 1];
        Outcome {
            train: runs.iter().map(|run| last(run).0).collect(),
            valid: runs.iter().map(|run| last(run).1).collect(),
        }
    }

    /// Mean validation loss.
    pub fn loss(&self) -> f64 {
        mean(self.valid.iter().map(|s| s.loss))
    }

    /// Mean share of validation pictures read right.
    pub fn right(&self) -> f64 {
        mean(self.valid.iter().map(|s| s.accuracy))
    }

    /// How far the mean of [`right`](Self::right) is from that of very many seeds, by luck: its standard error.
    pub fn luck(&self) -> f64 {
        standard_deviation(self.valid.iter().map(|s| s.accuracy)) / (self.valid.len() as f64).sqrt()
    }

    /// Training loss, validation loss, and what is read right of both, as a table has them.
    pub fn cells(&self) -> [String; 4] {
        [
            num(mean(self.train.iter().map(|s| s.loss)), 3),
            num(self.loss(), 3),
            percent(mean(self.train.iter().map(|s| s.accuracy))),
            give_or_take(self.valid.iter().map(|s| s.accuracy)),
        ]
    }
}
