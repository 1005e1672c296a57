//! A grid that answers.

use super::boxes::{Boxes, marked, true_marks, with_found};
use lab12::detect::network::{Balance, Batch, CELL, GRID};
use lab12::detect::report::{Seen, said};
use lab12::scene::Scene;
use labkit::numerals::percent;
use labkit::{Lesson, Mark, Quantity, Result, Table};
use nabla::Device;

/// Scenes that a network sees before we look whether it dares to say anything: in an epoch, and epochs.
const SHORT: (usize, usize) = (1_000, 1);

/// The section.
pub fn grid(boxes: &Boxes, lesson: &mut Lesson) -> Result<()> {
    lesson.say("One digit had four numbers. For any number of digits, lay a grid of 8 × 8 cells over the scene, and let each cell give fifteen numbers: is the middle of a digit in me, where is its box, which digit is it? Three halvings by convolutions make 64 × 64 into 8 × 8 anyhow, so this is a convolutional network without a dense layer, and looks at the scene once.");
    let valid = boxes.valid(lesson);
    let four = valid.iter().find(|s| s.objects.len() == 4);
    let scene = four.unwrap_or(&valid[0]);
    let mut marks = true_marks(scene);
    marks.extend(scene.objects.iter().map(|object| {
        let (x, y) = object.bounds.centre();
        let corner = [x, y].map(|p| f64::from((p / CELL as f32).floor()) * CELL as f64);
        let [right, below] = corner.map(|edge| edge + CELL as f64);
        Mark::new([corner[0], corner[1], right, below], "", 1)
    }));
    let caption = "A scene, its boxes, and in orange the cells that have to answer for them: those with the middle of a box. All others should say that there is nothing.";
    lesson.marked("cells", caption, &[marked(scene, "who answers", marks)])?;
    let batch = Batch::of(&valid, &Device::Cpu);
    let share = batch.count as f64 / (valid.len() * GRID * GRID) as f64;
    lesson.predict_number(
        "In what share of the cells is the middle of a digit?",
        Quantity::percent(share, 1).within(0.02),
        &format!("{}: three of 64. A network that says \"nothing\" everywhere is right in all other cells, before it has seen anything.", percent(share)),
    );
    dares(boxes, lesson, &valid);
    let detector = boxes.detector(lesson);
    let said = detector.test.iter().zip(&detector.said).take(4);
    let shown = said.map(|(scene, (all, _))| {
        let sure = all.iter().filter(|f| f.any >= detector.least).copied();
        with_found(scene, "", &sure.collect::<Vec<_>>())
    });
    let shown: Vec<_> = shown.collect();
    lesson.marked("answers", "After the whole training: four test scenes, and the boxes of all cells that are sure of a digit.", &shown)?;
    lesson.say("It sees them. Look closely: is each found once?");
    Ok(())
}

/// Of the cells with a digit, the share that says so with ½ and more; and of the cells that say so, the share that is right.
fn daring(said: &Seen, scenes: &[Scene]) -> (f64, f64) {
    let batch = Batch::of(scenes, &Device::Cpu);
    let cells = said.iter().flat_map(|(found, _)| found);
    let cells = cells.zip(batch.is_digit.data());
    let sure: Vec<_> = cells.filter(|(cell, _)| cell.any >= 0.5).collect();
    let right = sure.iter().filter(|(_, is_digit)| **is_digit > 0.0).count() as f64;
    (right / batch.count as f64, right / sure.len().max(1) as f64)
}

/// Three ways to weigh the few cells against the many.
fn dares(boxes: &Boxes, lesson: &mut Lesson, valid: &[Scene]) {
    lesson.say("Three losses for \"is there a digit\": the cross-entropy averaged over all cells; the same added up and divided by the number of digits; and *focal loss*, where each cell's cross-entropy is multiplied by the square of how wrong it is, so that thousands of empty cells that are nearly right weigh next to nothing. After 1,000 scenes:");
    let ways = [
        ("mean over all cells", Balance::None),
        ("sum for each digit", Balance::EachDigit),
        ("focal", Balance::Focal),
    ];
    let mut table = Table::new(["loss", "digits seen", "of the cells that say so, right"]);
    let mut found = Vec::new();
    for (words, balance) in ways {
        let model = boxes.trained(lesson, words, balance, SHORT);
        let (dares, right) = daring(&said(&model, valid), valid);
        found.push(dares);
        table.push([words.to_string(), percent(dares), percent(right)]);
    }
    lesson.predict_number(
        "With the mean over all cells: of the digits in new scenes, for how many does their cell say \"a digit\" with a probability of ½ or more?",
        Quantity::percent(found[0], 0).within(0.08),
        &format!("{}. The mean divides by 64 cells a scene, most of them empty. What a digit's own cell has to say is one voice among many, and a soft one beside the losses for box and class, which are divided by the number of digits.", percent(found[0])),
    );
    lesson.table(&table.caption("A digit is seen if its cell says ½ or more."));
    lesson.say("Given time, the first learns it too: 64 cells are few. The detectors that focal loss was made for ask at 100,000 places.");
}
