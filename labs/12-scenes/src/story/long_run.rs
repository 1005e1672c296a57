//! What `--network` asks for: larger networks, on many more scenes, in trainings that may be interrupted.

use super::boxes::{Boxes, drawn};
use super::masks;
use super::same::{Pairs, exam};
use datasets::Images;
use lab12::captions::network::Captioner;
use lab12::captions::pictures::Captioned;
use lab12::captions::writing::{bleu, captions as written, epoch, exact, exact_first};
use lab12::detect::network::{self, Balance};
use lab12::detect::report::{Report, best_threshold, said};
use lab12::detect::training;
use lab12::episodes::{self, Made, STEPS};
use lab12::scene::{Plan, Sources};
use lab12::segment::{self, Confusion, KINDS, Pixels};
use lab12::siamese::{self, Objective::Neighbours, points};
use lab12::solutions::{average_precision, clipped_precision, non_maximum_suppression};
use lab12::unet::{UNet, WIDTH};
use labkit::numerals::{count, num, percent, percentage};
use labkit::{Lesson, Result, Table};
use nabla::{Device, Parameters, Rng, trainable_parameters};
use trainer::{Fingerprint, Job, LongRun, Recipe, Rule, Seen, Training, measured};

/// Copies of a picture whose points are averaged.
const COPIES: usize = 9;

/// What a long run learns from, and how.
struct Plans<'a> {
    network: &'a str,
    /// What it is shown, in words.
    shown: String,
    /// By which one training set is told from another.
    pixels: &'a [f32],
    /// Examples an epoch.
    examples: usize,
    recipe: Recipe,
    /// What is measured after each epoch.
    columns: &'a [&'a str],
}

impl<'a> Plans<'a> {
    /// On scenes of these digits that are drawn on the way, and of which none comes twice.
    fn drawn_anew(network: &'a str, digits: &'a Images, recipe: Recipe) -> Self {
        let examples = 20_000;
        let (scenes, digits_of) = (count(examples), count(digits.len()));
        let shown = format!("{scenes} new scenes an epoch, made of {digits_of} digits");
        Plans {
            network,
            shown,
            pixels: digits.pixels.as_slice().unwrap_or_default(),
            examples,
            recipe,
            columns: &[],
        }
    }
}

/// Trains a network as the flags say, and brings it back to the processor.
fn trained<M: Parameters>(
    lesson: &mut Lesson,
    plans: Plans<'_>,
    fresh: impl Fn(&mut Rng) -> M,
    learn: impl FnMut(&mut Training<M>, &mut dyn FnMut(f32)) -> f32,
    mut measure: impl FnMut(&M) -> (Vec<String>, Option<f64>),
) -> Result<M> {
    let (data, recipe) = (lesson.flags().data.clone(), plans.recipe);
    let examples = Fingerprint::new().reals(plans.pixels).done();
    let mut run = LongRun::new(lesson, Job::new(plans.network, &data, examples, &recipe))?;
    let recipe = recipe.epochs(run.run.epochs).seed(run.run.seed);
    let model = fresh(&mut nabla::rng(recipe.seed));
    lesson.say(format!(
        "`{}` has {} parameters, and is shown {} of `{data}`. {}, on {}.",
        plans.network,
        count(trainable_parameters(&model)),
        plans.shown,
        recipe.in_words(),
        run.device,
    ));
    let mut training = Training::new(model, &recipe, plans.examples, &run.device);
    run.resume(lesson, &mut training)?;
    let columns = [&["training loss"], plans.columns].concat();
    run.train(lesson, &mut training, &columns, learn, |training, loss| {
        let (mut cells, right) = measure(&training.model);
        cells.insert(0, num(f64::from(loss), 4));
        Ok(Seen { cells, right })
    })?;
    let mut model = training.model;
    nabla::move_to(&mut model, &Device::Cpu);
    Ok(model)
}

/// A larger detector.
pub fn detector(lesson: &mut Lesson) -> Result<()> {
    let boxes = Boxes::new(lesson)?;
    let digits = &boxes.sources.train;
    let recipe = training::recipe(32, 12, lesson.flags().seed);
    let plans = Plans {
        columns: &["mAP at ½", "mAP", "counts right"],
        ..Plans::drawn_anew("detector", digits, recipe)
    };
    let valid = Plan::USUAL.scenes(&boxes.sources.valid, 500, Boxes::seed(lesson, 1));
    let exercises = (non_maximum_suppression as _, average_precision as _);
    let cells = |report: &Report| {
        let [half, coco] = [report.half, report.coco].map(|share| percentage(share, 1));
        vec![half, coco, percent(report.counts)]
    };
    let model = trained(
        lesson,
        plans,
        |rng| network::network(16, 3, rng),
        |training, step| training::epoch(training, digits, Balance::Focal, step),
        |model| {
            let said = said(model, &valid);
            let report = Report::new(&said, best_threshold(&said, exercises.0), exercises);
            measured([("valid/map", report.half), ("valid/counts", report.counts)]);
            (cells(&report), Some(report.counts))
        },
    )?;
    let least = best_threshold(&said(&model, &valid), exercises.0);
    let test = Plan::USUAL.scenes(&boxes.sources.test, 2_000, Boxes::seed(lesson, 2));
    let said = said(&model, &test);
    let report = Report::new(&said, least, exercises);
    lesson.number("map_half", report.half);
    lesson.number("map_coco", report.coco);
    lesson.number("counts", report.counts);
    let table = Table::new(["mAP at ½", "mAP", "counts right"]).row(cells(&report));
    lesson.table(&table.caption(format!(
        "{} scenes of test digits, looked at once. A cell counts from a certainty of {} on, chosen on {} scenes of other digits.",
        count(test.len()), num(least, 2), count(valid.len())
    )));
    drawn(lesson, &test, &said, exercises.0)
}

/// The large U-Net, with a class for each digit.
pub fn unet(lesson: &mut Lesson) -> Result<()> {
    let sources = Sources::load(&lesson.flags().data)?;
    let digits = &sources.train;
    let plans = Plans {
        columns: &["mean IoU, 100 scenes"],
        ..Plans::drawn_anew("unet", digits, segment::LARGE_RECIPE)
    };
    let seed = lesson.flags().seed;
    let valid = Pixels::draw(&sources.valid, 100, seed ^ 1);
    let model = trained(
        lesson,
        plans,
        |rng| UNet::new(WIDTH, KINDS, rng),
        |training, step| segment::epoch_anew(training, digits, step),
        |model| {
            let said = segment::masks(model, &valid.pictures);
            let iou = Confusion::of(&said, &valid.classes, KINDS).mean_iou(0);
            measured([("valid/iou", iou)]);
            (vec![num(iou, 4)], None)
        },
    )?;
    let test = Pixels::draw(&sources.test, 1_000, seed ^ 2);
    let said = segment::masks(&model, &test.pictures);
    let all = Confusion::of(&said, &test.classes, KINDS);
    lesson.number("large_iou", all.mean_iou(0));
    masks::table(lesson, &[all], &["class", "IoU"]);
    let caption = "Four test scenes, their truth, and what the large U-Net says. A colour is a class; from 6 on they are paler.";
    masks::drawn(lesson, "masks-large", caption, &test, &said)
}

/// A captioner on scenes of which none comes twice.
pub fn captions(lesson: &mut Lesson) -> Result<()> {
    let sources = Sources::load(&lesson.flags().data)?;
    let digits = &sources.train;
    let recipe = Recipe::new(Rule::adam(3e-3).cosine(), 64, 40).clip(1.0);
    let plans = Plans {
        columns: &["exactly right"],
        ..Plans::drawn_anew("captions", digits, recipe)
    };
    let valid = Captioned::several(&sources.valid, 500, 2);
    let model = trained(
        lesson,
        plans,
        |rng| Captioner::new(24, 256, rng),
        |training, step| epoch(training, digits, |batch| batch, step),
        |model| {
            let right = exact(&written(model, &valid), &valid);
            measured([("valid/exact", right)]);
            (vec![percent(right)], Some(right))
        },
    )?;
    let test = Captioned::several(&sources.test, 2_000, 3);
    let sentences = written(&model, &test);
    let right = lesson.number("exact_match", exact(&sentences, &test));
    let first = exact_first(&sentences, &test);
    let bleu = bleu(&sentences, &test, 2, clipped_precision);
    let table = Table::new(["on scenes of test digits", ""])
        .row(["word for word one of the two sentences", &percent(right)])
        .row(["word for word the first of them", &percent(first)])
        .row(["BLEU-4", &num(lesson.number("bleu", bleu), 3)]);
    lesson.table(&table.caption(format!("{} scenes, written greedily.", count(test.len()))));
    Ok(())
}

/// A Siamese network on classes that are made up and invented.
pub fn siamese(lesson: &mut Lesson) -> Result<()> {
    let pairs = Pairs::new(lesson)?;
    let (known, unseen) = (&pairs.known, &pairs.unseen);
    let plans = Plans {
        network: "siamese",
        shown: format!(
            "a hundred batches an epoch of classes that nobody writes, half of them made of {} pictures of 0 to 4, the others invented",
            count(known.digits.len())
        ),
        pixels: known.pictures.data(),
        examples: STEPS,
        recipe: episodes::LARGE_RECIPE,
        columns: &["five-way one-shot, other pictures"],
    };
    let task = (Neighbours, Made::Invented);
    let model = trained(
        lesson,
        plans,
        |rng| siamese::network(known.side, 3, 64, rng),
        |training, step| episodes::epoch(training, known, task, step),
        |model| {
            let valid = &pairs.unseen_valid;
            let (share, _) = exam(&points(model, &valid.pictures), valid);
            measured([("valid/one_shot", share)]);
            (vec![percentage(share, 1)], Some(share))
        },
    )?;
    let averaged = episodes::averaged(&model, &unseen.pictures, COPIES, &mut lesson.rng());
    let rows = [
        ("in pixels", "pixels", unseen.pictures.clone()),
        ("among points", "points", points(&model, &unseen.pictures)),
        ("among means of points", "averaged", averaged),
    ];
    let rows = rows.map(|(words, key, mapped)| {
        let (share, error) = pairs.exam(&mapped);
        let share = lesson.number(&format!("once_{key}"), share);
        [words.to_string(), percent(share), percent(error)]
    });
    let table = Table::new(["nearest", "named rightly", "±"]).rows(rows);
    lesson.table(&table.caption(format!("Digits 5 to 9, never seen, one example of each: 1,000 draws, five questions in each; ± is the standard error of the mean. A mean of points is that of {COPIES} copies, turned and stretched a little.")));
    Ok(())
}
