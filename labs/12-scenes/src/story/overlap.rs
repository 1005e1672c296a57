//! Two losses for a box.

use super::boxes::{Boxes, ONE};
use super::four::TEST;
use lab12::detect::localiser::LOSSES;
use lab12::{exercises, solutions};
use labkit::numerals::{give_or_take, num, percentage};
use labkit::statistics::mean;
use labkit::{Lesson, Mark, Marked, Quantity, Result, Table};

type Edges = [f64; 4];
type Iou = fn(Edges, Edges) -> f64;

/// Two truths.
const LARGE: Edges = [14.0, 12.0, 46.0, 52.0];
const SMALL: Edges = [24.0, 24.0, 36.0, 38.0];
/// A truth, and an answer that is off by 8 pixels in all: added up over x, y, width and height.
const OFF: [(&str, Edges, Edges); 4] = [
    ("8 to the right", LARGE, [22.0, 12.0, 54.0, 52.0]),
    ("4 right, 4 down", LARGE, [18.0, 16.0, 50.0, 56.0]),
    ("4 wider, 4 higher", LARGE, [12.0, 10.0, 48.0, 54.0]),
    ("small, 8 to the right", SMALL, [32.0, 24.0, 44.0, 38.0]),
];

/// The section.
pub fn overlap(boxes: &Boxes, lesson: &mut Lesson) -> Result<()> {
    let iou: Iou = lesson.answer("iou", exercises::iou, solutions::iou);
    lesson.say("The loss counted pixels in four numbers; we judge by overlap. Are these the same? Four answers, each off by 8 pixels if you add up x, y, width and height:");
    let blank = vec![0.0; 64 * 64];
    let panels = OFF.map(|(label, truth, answer)| Marked {
        label: label.into(),
        size: (64, 64),
        pixels: &blank,
        boxes: vec![Mark::new(truth, "", 0).dashed(), Mark::new(answer, "", 1)],
        ..Marked::default()
    });
    let caption = "Blue the truth, orange the answer: 8 pixels off, four times.";
    lesson.marked("off", caption, &panels)?;
    let overlaps = OFF.map(|(_, truth, answer)| iou(truth, answer));
    lesson.predict_number(
        "The first answer, a box of 32 × 40 moved by 8, has an IoU of 0.6. What does the fourth have, a box of 12 × 14 moved by 8?",
        Quantity::new(overlaps[3], 2).within(0.05),
        "0.2: 4 of 12 columns are common, and 20 are covered by either. The same 8 pixels, a third of the overlap.",
    );
    let rows = [0, 1, 2, 3].map(|i| [OFF[i].0.into(), "8".into(), num(overlaps[i], 2)]);
    lesson.table(&Table::new(["answer", "pixels off", "IoU"]).rows(rows));
    lesson.say("So let the loss be the overlap: 1 − IoU. It has a flaw: boxes apart have an IoU of 0 however far apart they are, and no gradient at all. *GIoU* subtracts from the IoU the share of the smallest box around both that neither covers: that falls as the boxes come nearer.");
    race(boxes, lesson)
}

/// The same network by three losses.
fn race(boxes: &Boxes, lesson: &mut Lesson) -> Result<()> {
    let test = ONE.scenes(&boxes.sources.test, TEST, Boxes::seed(lesson, 3));
    let (seeds, mut means) = (lesson.seeds(3, 1), Vec::new());
    let mut table = Table::new(["loss", "mean IoU", "IoU ≥ ½", "IoU ≥ ¾"]);
    for (name, loss) in LOSSES {
        let runs = seeds.iter().map(|&seed| {
            let found = boxes.localised(lesson, (loss, seed), &test);
            let share = |least| mean(found.iter().map(|it| f64::from(u8::from(it.1 >= least))));
            [mean(found.iter().map(|it| it.1)), share(0.5), share(0.75)]
        });
        let runs: Vec<[f64; 3]> = runs.collect();
        let column = |i: usize| runs.iter().map(move |run| run[i]);
        means.push(mean(column(0)));
        let cells = [0, 1, 2].map(|i| give_or_take(column(i)));
        table.push([name.to_string()].into_iter().chain(cells));
    }
    let gain = means[2] - means[0];
    lesson.predict_number(
        "The network of the last section, by each of the three losses. By how much does 1 − GIoU raise its mean IoU, compared with smooth L1?",
        Quantity::percent(gain, 1).within(0.02),
        &format!("{}, and a single training differs from the next by about as much. Both losses pull in the same direction, they only weigh boxes differently. Boxes begin in the middle of the scene and soon meet the truth, so that 1 − IoU has a gradient, too.", percentage(gain, 1)),
    );
    let trainings = seeds.len();
    let caption = format!("In per cent, on {TEST} test scenes; trainings of each: {trainings}.");
    lesson.table(&table.caption(caption));
    Ok(())
}
