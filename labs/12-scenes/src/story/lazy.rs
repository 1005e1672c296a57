//! The lazy answer.

use lab12::rare::{Maps, Objective, SIDE, best_threshold, called, probabilities, recipe, train};
use lab12::{exercises, segment::Confusion, solutions};
use labkit::numerals::{num, percent, percentage};
use labkit::{Lesson, Quantity, Result, Table};

/// How much a front stands out, where noise has a standard deviation of 0.2.
const STRENGTH: f32 = 0.37;

type OnPaper = fn() -> [f64; 4];

/// The section.
pub fn lazy(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Where are hurricanes? A network that answers “no hurricane anywhere” is 98 % right [PSC]. The team that won the Gordon Bell prize of 2018 met it: of their climate maps 98.2 % of the pixels show nothing, and tropical cyclones less than one in a thousand.");
    let seed = lesson.flags().seed;
    let (learn, test) = (
        Maps::draw(300, STRENGTH, seed),
        Maps::draw(200, STRENGTH, seed ^ 0x7465),
    );
    let share = lesson.number("rare_share", test.share());
    lesson.say(format!("Our maps are small: {SIDE} × {SIDE} pixels of noise, and in each a front of about twenty pixels, a little lighter. That is {} of the pixels.", percentage(share, 1)));
    drawn(lesson, &test)?;
    let lazy = lesson.answer("lazy", exercises::lazy as OnPaper, solutions::lazy);
    lesson.say(format!("What saying nothing is worth is exercise `lazy`: in a map with 1.8 % of storm, a mean IoU of {}.", lesson.reveal("lazy", num(lazy()[1], 3))));
    let rows = compare(lesson, &learn, &test);
    let plain = &rows[1];
    lesson.predict_number(
        "Four convolutions learn where the front is, by cross-entropy. What share of its pixels do they find?",
        Quantity::percent(plain.found, 1).within(0.1),
&format!("{}, and {} of all pixels are right. That fronts are rare it has learned at once, for nothing lowers the loss so much; *where* they are lowers it by little, and is left for later.", percent(plain.found), percentage(plain.confusion.accuracy(), 1)),
    );
    let mut table = Table::new(["", "right", "found", "of those called, true", "IoU"]);
    for row in &rows {
        let iou = row.confusion.iou(1).unwrap_or(0.0);
        lesson.number(&format!("rare_iou_{}", row.key), iou);
        lesson.number(&format!("rare_found_{}", row.key), row.found);
        lesson.number(&format!("rare_right_{}", row.key), row.confusion.accuracy());
        table.push([
            row.words.clone(),
            percentage(row.confusion.accuracy(), 1),
            percent(row.found),
            if row.true_ones.is_nan() {
                "–".to_string()
            } else {
                percent(row.true_ones)
            },
            num(iou, 3),
        ]);
    }
    lesson.predict_choice(
        "Three cures: weigh each pixel of the front as much as all others together do; the root of that weight; the Dice loss. Which gives the front the largest IoU?",
        &["the whole weight", "its root", "Dice"],
        best_of(&rows[2..5]),
        "The whole weight finds most, and calls much else a front: it tells the network that a pixel is as likely front as not. The root goes half of the way; Kurth and others took it. Dice asks for the overlap itself.",
    );
    lesson.table(&table.caption("200 test maps. The last row is the network of the third, with the threshold that has the largest IoU on the maps it learned from."));
    lesson.say("The last row is the surprise. The weight made the network look for fronts at all; after that, its probabilities are too high by as much as the weight was, and a threshold of ½ is the wrong question. Choose one, on examples that are not the test. And do not add cross-entropy to Dice without a thought: its pull towards “nothing” comes back with it.");
    Ok(())
}

/// How somebody does on the test maps.
struct Row {
    key: &'static str,
    words: String,
    confusion: Confusion,
    found: f64,
    true_ones: f64,
}

impl Row {
    fn new(key: &'static str, words: &str, p: &[f32], truth: &[u8], threshold: f32) -> Self {
        let pairs = || p.iter().zip(truth);
        let fronts = truth.iter().filter(|&&t| t == 1).count() as f64;
        let said = p.iter().filter(|&&p| p > threshold).count() as f64;
        let both = pairs().filter(|(p, t)| **p > threshold && **t == 1).count() as f64;
        Row {
            key,
            words: words.to_string(),
            confusion: called(p, truth, threshold),
            found: both / fronts,
            true_ones: both / said,
        }
    }
}

/// Which of these has the largest IoU.
fn best_of(rows: &[Row]) -> usize {
    let iou = |i: &usize| rows[*i].confusion.iou(1).unwrap_or(0.0);
    (0..rows.len())
        .max_by(|a, b| iou(a).total_cmp(&iou(b)))
        .unwrap_or(0)
}

/// Nothing; plain; two weights; Dice; plain with another threshold.
fn compare(lesson: &mut Lesson, learn: &Maps, test: &Maps) -> Vec<Row> {
    let whole = ((1.0 - learn.share()) / learn.share()) as f32;
    let recipe = recipe(lesson.shortened(12, 6), lesson.flags().seed);
    let mut rows = vec![Row::new(
        "nothing",
        "nothing anywhere",
        &vec![0.0; test.truth.len()],
        &test.truth,
        0.5,
    )];
    let mut last = None;
    let mut bar = lesson.progress("five losses", 5 * recipe.epochs * 15);
    for (key, words, objective) in [
        (
            "plain",
            "cross-entropy".to_string(),
            Objective::Weighted(1.0),
        ),
        (
            "weighted",
            format!("weight {}", num(f64::from(whole), 1)),
            Objective::Weighted(whole),
        ),
        (
            "root",
            format!("weight {}", num(f64::from(whole.sqrt()), 1)),
            Objective::Weighted(whole.sqrt()),
        ),
        ("dice", "Dice".to_string(), Objective::Dice),
        ("both", "cross-entropy + Dice".to_string(), Objective::Both),
    ] {
        let model = train(learn, objective, &recipe, |loss| bar.step(loss, None));
        let p = probabilities(&model, test);
        rows.push(Row::new(key, &words, &p, &test.truth, 0.5));
        if key == "weighted" {
            let known = probabilities(&model, learn);
            last = Some((best_threshold(&known, &learn.truth), p));
        }
    }
    bar.done();
    if let Some((threshold, p)) = last {
        lesson.number("rare_threshold", threshold);
        let words = format!(
            "weight {}, above {}",
            num(f64::from(whole), 1),
            num(f64::from(threshold), 2)
        );
        rows.push(Row::new("moved", &words, &p, &test.truth, threshold));
    }
    rows
}

/// Four maps and their fronts.
fn drawn(lesson: &mut Lesson, maps: &Maps) -> Result<()> {
    let truth: Vec<f32> = maps.truth.iter().map(|&t| f32::from(t)).collect();
    let size = SIDE * SIDE;
    let four = |all| -> Vec<&[f32]> { <[f32]>::chunks_exact(all, size).take(6).collect() };
    let rows = [("map", four(maps.pictures.data())), ("front", four(&truth))];
    lesson.sheet(
        "fronts",
        "Six maps, and where their fronts are.",
        SIDE,
        &rows,
    )
}
