//! Keep the best.

use super::boxes::{Boxes, Detector, suppress, with_found};
use lab12::detect::Found;
use lab12::detect::report::{SAME, Suppress, count, counts_right};
use lab12::solutions::iou;
use labkit::numerals::{num, percent};
use labkit::{Lesson, Quantity, Result, Table};

/// Candidates in a table.
const ROWS: usize = 8;

/// The section.
pub fn keep(boxes: &Boxes, lesson: &mut Lesson) -> Result<()> {
    let suppress = suppress(lesson);
    let detector = boxes.detector(lesson);
    lesson.number("same", SAME);
    let least = num(detector.least, 2);
    lesson.say(format!("A middle near the edge of a cell is seen by both neighbours. A cell counts if it is sure of a digit by {least} or more, a threshold at which most scenes held out for choosing are counted right."));
    let sure = |i: usize| {
        let all = detector.said[i].0.iter().copied();
        let mut sure: Vec<Found> = all.filter(|f| f.any >= detector.least).collect();
        sure.sort_by(|a, b| b.any.total_cmp(&a.any));
        sure
    };
    let scenes = 0..detector.test.len();
    let digits: usize = detector.test.iter().map(|s| s.objects.len()).sum();
    let cells: usize = scenes.clone().map(|i| sure(i).len()).sum();
    let ratio = cells as f64 / digits as f64;
    lesson.predict_number(
        &format!("{} test scenes hold {digits} digits. How many cells a digit are sure of one?", detector.test.len()),
        Quantity::new(ratio, 2).within(0.15),
        &format!("{}. Neighbouring cells were taught that only one of them answers, but where the middle lies on their edge they cannot know which.", num(ratio, 2)),
    );
    // The scene with the most doubles.
    let doubles = |&i: &usize| {
        let counted = count(&detector.said[i].0, detector.least, suppress);
        sure(i).len().saturating_sub(counted)
    };
    let worst = scenes.max_by_key(doubles).unwrap_or(0);
    let all = sure(worst);
    listed(lesson, &all);
    let same = num(SAME, 2);
    lesson.say(format!("*Non-maximum suppression*: take the surest box, drop what overlaps it with an IoU above {same}, and go on with the rest. For counting, whichever digit they are taken for; for judging boxes, among those of the same digit."));
    let edges: Vec<_> = all.iter().map(|f| f.edges).collect();
    let scores: Vec<_> = all.iter().map(|f| f.any).collect();
    let stay = suppress(&edges, &scores, &vec![0; all.len()], SAME);
    let kept: Vec<Found> = stay.into_iter().map(|i| all[i]).collect();
    let scene = &detector.test[worst];
    let before = with_found(scene, "all that are sure", &all);
    let after = with_found(scene, "kept", &kept);
    lesson.marked("kept", "That scene: before, and after.", &[before, after])?;
    counted(lesson, detector, suppress);
    Ok(())
}

/// With doubles and without.
fn counted(lesson: &mut Lesson, detector: &Detector, suppress: Suppress) {
    let right = |suppress| counts_right(&detector.said, detector.least, suppress);
    let everything: Suppress = |boxes, _, _, _| (0..boxes.len()).collect();
    let [without, with] = [everything, suppress].map(|suppress| percent(right(suppress)));
    lesson.show(format!("digits counted right, doubles and all   {without} of the scenes\ndigits counted right, doubles removed   {with}"));
}

/// Candidates of a scene, the surest first.
fn listed(lesson: &mut Lesson, all: &[Found]) {
    let mut table = Table::new(["certainty", "digit", "middle", "IoU with a surer one"]);
    for (place, f) in all.iter().enumerate().take(ROWS) {
        let surer = all[..place].iter().map(|s| iou(s.edges, f.edges));
        let most = surer.fold(0.0, f64::max);
        let [x, y] = [0, 1].map(|i| num(0.5 * (f.edges[i] + f.edges[i + 2]), 0));
        let (any, class) = (num(f.any, 2), f.class.to_string());
        table.push([any, class, format!("({x}, {y})"), num(most, 2)]);
    }
    let caption = "The scene with the most doubles: its cells that are sure, the surest first.";
    lesson.table(&table.caption(caption));
}
