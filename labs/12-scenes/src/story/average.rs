//! Average precision.

use super::boxes::{Boxes, Detector, ap, drawn, suppress};
use lab12::detect::average::{curve, mean_average_precision};
use lab12::detect::report::{LEAST, Report, Suppress, count, seen};
use labkit::numerals::{self, num, percent};
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// The section.
pub fn average(boxes: &Boxes, lesson: &mut Lesson) -> Result<()> {
    let (suppress, ap) = (suppress(lesson), ap(lesson));
    let detector = boxes.detector(lesson);
    lesson.say("How good is a detector? A box is right if it names the digit, and its IoU with a digit that no surer box has taken is ½ or more. *Precision*: how many of the boxes are right. *Recall*: how many of the digits are found. A threshold buys one with the other; so show all of them.");
    let seen = seen(&detector.said, LEAST, suppress);
    let mut chart = Chart::new("recall", "precision");
    for (least, name) in [(0.5, "IoU ≥ ½"), (0.75, "IoU ≥ ¾"), (0.9, "IoU ≥ 0.9")] {
        chart = chart.line(name, curve(&seen, least));
    }
    let chart = chart.x_range(0.0..1.0).y_range(0.0..1.0);
    lesson.chart("precision-recall", "Precision and recall of all boxes while the threshold falls, by the IoU that is asked for.", &chart)?;
    let report = Report::new(&detector.said, detector.least, (suppress, ap));
    lesson.number("map_half", report.half);
    lesson.number("counts", report.counts);
    lesson.say("*Average precision* is the area under such a curve, for each digit by itself; the mean over the ten digits is called mAP. COCO takes it at ten IoUs, .5, .55, … .95, and averages again.");
    lesson.predict_number(
        &format!("At an IoU of ½ mAP is {}. And the average over the ten IoUs?", percent(report.half)),
        Quantity::percent(report.coco, 0).within(0.06),
        &format!("{}. A box of 20 × 20 that is too small by one pixel on each side has an IoU of 18²/20² = 0.81, and is wrong for three of the ten.", percent(report.coco)),
    );
    let rows = [0.5, 0.6, 0.7, 0.8, 0.9].map(|least| {
        let reached = mean_average_precision(&seen, least, ap);
        [num(least, 1), percent(reached)]
    });
    let table = Table::new(["IoU asked for", "mAP"]).rows(rows);
    lesson.table(&table.row(["mean of ten", &percent(report.coco)]));
    counting(lesson, detector, suppress);
    drawn(lesson, &detector.test, &detector.said, suppress)?;
    let digits = numerals::count(boxes.sources.train.len());
    lesson.say(format!("Every scene was new, its digits were not: there are but {digits} to learn from. `--network detector --data mnist` takes more of both."));
    Ok(())
}

/// How many digits there are, and how many are counted.
fn counting(lesson: &mut Lesson, detector: &Detector, suppress: Suppress) {
    let mut said = [[0_usize; 7]; 5];
    for (all, truths) in &detector.said {
        said[truths.len() - 1][count(all, detector.least, suppress).min(6)] += 1;
    }
    let rows = (1..).zip(said).map(|(digits, row)| {
        let cells = row.map(|n| if n == 0 { String::new() } else { n.to_string() });
        [digits.to_string()].into_iter().chain(cells)
    });
    let table = Table::new(["digits", "none", "1", "2", "3", "4", "5", "more"]).rows(rows);
    let caption = "Test scenes by how many digits they hold, and by how many are counted.";
    lesson.table(&table.caption(caption));
}
