//! What `--network detector` asks for: a larger detector, on many more scenes.

use super::boxes::{Boxes, marked};
use lab12::detect::network::{self, Balance};
use lab12::detect::report::{Report, best_threshold, kept, said};
use lab12::detect::training;
use lab12::scene::{Plan, Scene};
use lab12::solutions;
use labkit::numerals::{count, num, percent, percentage};
use labkit::{Lesson, Mark, Result, Table};
use nabla::Device;
use trainer::{Fingerprint, Job, LongRun, Seen, Training, measured};

/// Scenes of an epoch, and epochs.
const EPOCH: (usize, usize) = (20_000, 30);
/// Channels at first, and layers that see further.
const SIZE: (usize, usize) = (16, 3);
/// Scenes to choose by after each epoch, and to test with at the end.
const HELD_OUT: (usize, usize) = (500, 2_000);

/// The section.
pub fn detector(lesson: &mut Lesson) -> Result<()> {
    let boxes = Boxes::new(lesson)?;
    let data = lesson.flags().data.clone();
    let recipe = training::recipe(32, EPOCH.1, lesson.flags().seed);
    let digits = &boxes.sources.train;
    let pixels = digits.pixels.as_slice().unwrap_or_default();
    let examples = Fingerprint::new().reals(pixels).done();
    let mut run = LongRun::new(lesson, Job::new("detector", &data, examples, &recipe))?;
    let recipe = recipe.epochs(run.run.epochs).seed(run.run.seed);
    let model = network::network(SIZE.0, SIZE.1, &mut nabla::rng(recipe.seed));
    let mut training = Training::new(model, &recipe, EPOCH.0, &run.device);
    lesson.say(format!(
        "A detector on scenes of {} digits of {data}: {}, of {} new scenes each, on {}.",
        count(digits.len()),
        recipe.in_words(),
        count(EPOCH.0),
        run.device,
    ));
    lesson.show(nabla::summary(&training.model, [64, 64, 1]));
    run.resume(lesson, &mut training)?;
    let nms = solutions::non_maximum_suppression;
    let ap = solutions::average_precision;
    let valid = Plan::USUAL.scenes(&boxes.sources.valid, HELD_OUT.0, Boxes::seed(lesson, 1));
    let columns = ["training loss", "mAP at ½", "mAP", "counts right"];
    let learn = |training: &mut Training<_>, step: &mut dyn FnMut(f32)| {
        training::epoch(training, digits, Balance::Focal, step)
    };
    run.train(lesson, &mut training, &columns, learn, |training, loss| {
        let said = said(&training.model, &valid);
        let report = Report::new(&said, best_threshold(&said, nms), (nms, ap));
        measured([("valid/map", report.half), ("valid/counts", report.counts)]);
        Ok(Seen {
            cells: [num(f64::from(loss), 3)]
                .into_iter()
                .chain(cells(&report))
                .collect(),
            right: Some(report.counts),
        })
    })?;
    let mut model = training.model;
    nabla::move_to(&mut model, &Device::Cpu);
    let least = best_threshold(&said(&model, &valid), nms);
    let test = Plan::USUAL.scenes(&boxes.sources.test, HELD_OUT.1, Boxes::seed(lesson, 2));
    let said = said(&model, &test);
    let report = Report::new(&said, least, (nms, ap));
    lesson.number("map_half", report.half);
    lesson.number("map_coco", report.coco);
    lesson.number("counts", report.counts);
    let mut table = Table::new(["", "mAP at ½", "mAP", "counts right"]);
    table.push(
        [format!("{} test scenes", count(test.len()))]
            .into_iter()
            .chain(cells(&report)),
    );
    lesson.table(&table.caption(format!(
        "Scenes of test digits, looked at once. A cell counts from a certainty of {} on, chosen on {} scenes of other digits.",
        num(least, 2),
        HELD_OUT.0
    )));
    drawn(lesson, &test, &said)
}

fn cells(report: &Report) -> [String; 3] {
    [
        percentage(report.half, 1),
        percentage(report.coco, 1),
        percent(report.counts),
    ]
}

/// Eight test scenes, and what is found in them.
fn drawn(lesson: &mut Lesson, test: &[Scene], said: &lab12::detect::report::Seen) -> Result<()> {
    let found = said
        .iter()
        .map(|(all, _)| kept(all, 0.3, solutions::non_maximum_suppression));
    let shown = test.iter().zip(found).take(8).map(|(scene, found)| {
        let marks = found
            .iter()
            .map(|f| Mark::new(f.edges, f.class.to_string(), 1));
        marked(scene, "", marks.collect())
    });
    let shown: Vec<_> = shown.collect();
    lesson.marked("found", "Eight test scenes, none of them chosen, and what is found in them with a score of 0.3 and more.", &shown)
}
