//! What the sections on boxes share.

use lab12::detect::Found;
use lab12::detect::average::Ap;
use lab12::detect::localiser::{self, BoxLoss};
use lab12::detect::network::{self, Balance};
use lab12::detect::report::{Seen, Suppress, best_threshold, kept, said};
use lab12::detect::training;
use lab12::scene::{self, Plan, SIDE, Scene, Sources};
use lab12::{exercises, solutions};
use labkit::{Lesson, Mark, Marked, Result};
use nabla::{Device, Sequential};
use std::cell::OnceCell;
use trainer::Training;

/// Scenes of an epoch of the detector, and its epochs.
const EPOCH: (usize, usize) = (2_000, 10);
/// Scenes of a step: few, so that there are many steps.
const BATCH: usize = 16;
/// Channels of the detector at first, and its layers that see further.
const SIZE: (usize, usize) = (12, 2);
/// Scenes with one digit, and how often each is shown.
const LOCALISER: (usize, usize) = (2_000, 6);
/// Scenes to choose by, and scenes to test with.
const HELD_OUT: usize = 300;

/// The digits, scenes that are held out, and a detector.
pub struct Boxes {
    /// What scenes are made of.
    pub sources: Sources,
    detector: OnceCell<Detector>,
}

/// A trained detector, and what it says.
pub struct Detector {
    /// Scenes of test digits.
    pub test: Vec<Scene>,
    /// What it says of them.
    pub said: Seen,
    /// The certainty from which on a cell counts, chosen on other scenes.
    pub least: f64,
}

impl Boxes {
    /// With the digits that `--data` names.
    pub fn new(lesson: &Lesson) -> Result<Self> {
        Ok(Boxes {
            sources: Sources::load(&lesson.flags().data)?,
            detector: OnceCell::new(),
        })
    }

    /// A seed of its own for each use.
    pub fn seed(lesson: &Lesson, use_of: u64) -> u64 {
        lesson.flags().seed.wrapping_mul(1_000).wrapping_add(use_of)
    }

    /// What a network that gives four numbers, trained by this loss, finds in `test`: boxes, and their overlap with the truth.
    pub fn localised(
        &self,
        lesson: &Lesson,
        (loss, seed): (BoxLoss, u64),
        test: &[Scene],
    ) -> Vec<([f64; 4], f64)> {
        let recipe = localiser::recipe(lesson.shortened(LOCALISER.1, 4), seed);
        let scenes = ONE.scenes(&self.sources.train, lesson.shortened(LOCALISER.0, 2), seed);
        let (pictures, boxes) = (scene::pixels(&scenes), localiser::targets(&scenes));
        let model = localiser::network(0.3, &mut nabla::rng(seed));
        let training = Training::new(model, &recipe, scenes.len(), &Device::Cpu);
        let model = training.finish(lesson, "four numbers", |training, step| {
            localiser::epoch(training, (&pictures, &boxes), loss, step)
        });
        let found = localiser::boxes(&model, test).into_iter().zip(test);
        let overlap = |found, scene: &Scene| solutions::iou(found, scene.objects[0].bounds.edges());
        let judged = found.map(|(found, scene)| (found, overlap(found, scene)));
        judged.collect()
    }

    /// A detector after so many epochs of so many scenes.
    pub fn trained(
        &self,
        lesson: &Lesson,
        what: &str,
        balance: Balance,
        (scenes, epochs): (usize, usize),
    ) -> Sequential {
        let recipe = training::recipe(BATCH, epochs, lesson.flags().seed);
        let model = network::network(SIZE.0, SIZE.1, &mut nabla::rng(recipe.seed));
        let training = Training::new(model, &recipe, scenes, &Device::Cpu);
        training.finish(lesson, what, |training, step| {
            training::epoch(training, &self.sources.train, balance, step)
        })
    }

    /// Scenes to choose by.
    pub fn valid(&self, lesson: &Lesson) -> Vec<Scene> {
        Plan::USUAL.scenes(&self.sources.valid, HELD_OUT, Self::seed(lesson, 1))
    }

    /// The detector of these sections, trained once.
    pub fn detector(&self, lesson: &Lesson) -> &Detector {
        self.detector.get_or_init(|| {
            let plan = (lesson.shortened(EPOCH.0, 2), lesson.shortened(EPOCH.1, 4));
            let model = self.trained(lesson, "the detector", Balance::Focal, plan);
            let test = Plan::USUAL.scenes(&self.sources.test, HELD_OUT, Self::seed(lesson, 2));
            let valid = said(&model, &self.valid(lesson));
            Detector {
                said: said(&model, &test),
                least: best_threshold(&valid, solutions::non_maximum_suppression),
                test,
            }
        })
    }
}

/// Scenes with a single digit, which may be small or large, and no clutter.
pub const ONE: Plan = Plan {
    clutter: (0, 0),
    sizes: (10, 44),
    ..Plan::USUAL.of(1, 1)
};

/// The learner's suppression, or ours.
pub fn suppress(lesson: &mut Lesson) -> Suppress {
    use {exercises::non_maximum_suppression as yours, solutions::non_maximum_suppression as ours};
    lesson.answer("non_maximum_suppression", yours as Suppress, ours)
}

/// The learner's average precision, or ours.
pub fn ap(lesson: &mut Lesson) -> Ap {
    use {exercises::average_precision as yours, solutions::average_precision as ours};
    lesson.answer("average_precision", yours as Ap, ours)
}

/// A scene with boxes over it.
pub fn marked<'a>(scene: &'a Scene, label: &str, boxes: Vec<Mark>) -> Marked<'a> {
    Marked {
        label: label.to_string(),
        size: (SIDE, SIDE),
        pixels: &scene.pixels,
        boxes,
        ..Marked::default()
    }
}

/// A scene with boxes that were found in it, each with its digit.
pub fn with_found<'a>(scene: &'a Scene, label: &str, found: &[Found]) -> Marked<'a> {
    let mark = |f: &Found| Mark::new(f.edges, f.class.to_string(), 1);
    marked(scene, label, found.iter().map(mark).collect())
}

/// The first test scenes, and what is found in them.
pub fn drawn(lesson: &mut Lesson, test: &[Scene], said: &Seen, suppress: Suppress) -> Result<()> {
    let found = said.iter().map(|(all, _)| kept(all, 0.3, suppress));
    let shown = test.iter().zip(found).take(8);
    let shown = shown.map(|(scene, found)| with_found(scene, "", &found));
    let caption = "Eight test scenes, none of them chosen, and what is found in them with a score of 0.3 and more.";
    lesson.marked("found", caption, &shown.collect::<Vec<_>>())
}

/// The true boxes of a scene, each with its digit.
pub fn true_marks(scene: &Scene) -> Vec<Mark> {
    let objects = scene.objects.iter();
    let mark = objects.map(|o| Mark::new(o.bounds.edges(), o.class.to_string(), 0));
    mark.collect()
}
