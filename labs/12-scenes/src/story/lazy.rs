//! The lazy answer.

use lab12::rare::{SIDE, best_threshold, called, maps, network, probabilities, recipe};
use lab12::segment::{Confusion, Objective, Pixels, epoch};
use lab12::{exercises, solutions};
use labkit::numerals::{num, percent, percentage};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::Device;
use trainer::Training;

/// How much a front stands out, where noise has a standard deviation of 0.2.
const STRENGTH: f32 = 0.37;

type OnPaper = fn() -> [f64; 4];

/// The section.
pub fn lazy(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Where are hurricanes? A network that answers “no hurricane anywhere” is 98 % right [PSC]. The team that won the Gordon Bell prize of 2018 met it: of their climate maps 98.2 % of the pixels show nothing, and tropical cyclones less than one in a thousand.");
    let seed = lesson.flags().seed;
    let learn = maps(300, STRENGTH, seed);
    let test = maps(200, STRENGTH, seed ^ 0x7465);
    lesson.say(format!("Our maps are small: {SIDE} × {SIDE} pixels of noise, and in each a front of about twenty pixels, a little lighter. That is {} of the pixels.", percentage(test.share(), 1)));
    drawn(lesson, &test)?;
    let lazy: OnPaper = lesson.answer("lazy", exercises::lazy, solutions::lazy);
    lesson.say(format!("What saying nothing is worth is exercise `lazy`: in a map with 1.8 % of storm, a mean IoU of {}.", lesson.reveal("lazy", num(lazy()[1], 3))));
    let rows = compare(lesson, &learn, &test);
    let plain = &rows[1].1;
    lesson.predict_number(
        "Four convolutions learn where the front is, by cross-entropy. What share of its pixels do they find?",
        Quantity::percent(plain.recall(1), 1).within(0.1),
&format!("{}, and {} of all pixels are right. That fronts are rare it has learned at once, for nothing lowers the loss so much; *where* they are lowers it by little, and is left for later.", percent(plain.recall(1)), percentage(plain.accuracy(), 1)),
    );
    let cells = rows.iter().map(|(words, confusion)| {
        let [right, found] = [confusion.accuracy(), confusion.recall(1)].map(percent);
        let precise = confusion.precision(1).map_or("–".to_string(), percent);
        [words.clone(), right, found, precise, num(iou(confusion), 3)]
    });
    let table = Table::new(["", "right", "found", "of those called, true", "IoU"]).rows(cells);
    let best = (0..3).max_by(|&a, &b| iou(&rows[2 + a].1).total_cmp(&iou(&rows[2 + b].1)));
    lesson.predict_choice(
        "Three cures: weigh each pixel of the front as much as all others together do; the root of that weight; the Dice loss. Which gives the front the largest IoU?",
        &["the whole weight", "its root", "Dice"],
        best.unwrap_or(0),
        "The whole weight finds most, and calls much else a front: it tells the network that a pixel is as likely front as not. The root goes half of the way; Kurth and others took it. Dice asks for the overlap itself.",
    );
    lesson.table(&table.caption("200 test maps. The last row is the network of the third, with the threshold that has the largest IoU on the maps it learned from."));
    lesson.say("The last row is the surprise. The weight made the network look for fronts at all; after that, its probabilities are too high by as much as the weight was, and a threshold of ½ is the wrong question. Choose one, on examples that are not the test. And do not add cross-entropy to Dice without a thought: its pull towards “nothing” comes back with it.");
    Ok(())
}

/// That of the front.
fn iou(confusion: &Confusion) -> f64 {
    confusion.iou(1).unwrap_or(0.0)
}

/// How each does on the test maps: nothing; plain; two weights; Dice; plain and Dice; the first weight with another threshold.
fn compare(lesson: &Lesson, learn: &Pixels, test: &Pixels) -> Vec<(String, Confusion)> {
    let whole = ((1.0 - learn.share()) / learn.share()) as f32;
    let weight = |weight: f32| format!("weight {}", num(f64::from(weight), 1));
    let recipe = recipe(lesson.shortened(12, 6), lesson.flags().seed);
    let trained = |words: &str, objective| {
        let model = network(&mut nabla::rng(recipe.seed));
        let training = Training::new(model, &recipe, learn.count(), &Device::Cpu);
        training.finish(lesson, words, |training, step| {
            epoch(training, (learn, 2), objective, step)
        })
    };
    let nothing = called(&vec![0.0; test.classes.len()], &test.classes, 0.5);
    let mut rows = vec![("nothing anywhere".to_string(), nothing)];
    let mut last = None;
    for (words, objective) in [
        ("cross-entropy".to_string(), Objective::Weighted(1.0)),
        (weight(whole), Objective::Weighted(whole)),
        (weight(whole.sqrt()), Objective::Weighted(whole.sqrt())),
        ("Dice".to_string(), Objective::Dice),
        ("cross-entropy + Dice".to_string(), Objective::Both),
    ] {
        let model = trained(&words, objective);
        let p = probabilities(&model, test);
        rows.push((words, called(&p, &test.classes, 0.5)));
        if objective == Objective::Weighted(whole) {
            let threshold = best_threshold(&probabilities(&model, learn), &learn.classes);
            let words = format!("{}, above {}", weight(whole), num(f64::from(threshold), 2));
            last = Some((words, called(&p, &test.classes, threshold)));
        }
    }
    rows.extend(last);
    rows
}

/// Six maps and their fronts.
fn drawn(lesson: &mut Lesson, maps: &Pixels) -> Result<()> {
    let truth: Vec<f32> = maps.classes.iter().map(|&t| f32::from(t)).collect();
    let six = |all| -> Vec<&[f32]> { <[f32]>::chunks_exact(all, SIDE * SIDE).take(6).collect() };
    let rows = [("map", six(maps.pictures.data())), ("front", six(&truth))];
    let caption = "Six maps, and where their fronts are.";
    lesson.sheet("fronts", caption, SIDE, &rows)
}
