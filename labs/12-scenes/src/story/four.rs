//! Four numbers.

use super::boxes::{Boxes, ONE, marked};
use lab12::detect::localiser::LOSSES;
use lab12::scene::Scene;
use lab12::solutions;
use labkit::numerals::{num, percent};
use labkit::statistics::mean;
use labkit::{Lesson, Mark, Quantity, Result};

/// Scenes to test with.
pub const TEST: usize = 300;

/// The section.
pub fn four(boxes: &Boxes, lesson: &mut Lesson) -> Result<()> {
    lesson.say("One digit in the scene: where is it? A box is four numbers (its middle, its width, its height), and a network that gives four numbers is nothing new: convolutions, a dense layer, no softmax. The loss compares each number with what it should be: *smooth L1*, a parabola near 0 and a line far away.");
    let test = ONE.scenes(&boxes.sources.test, TEST, Boxes::seed(lesson, 3));
    // Who always says the same.
    let edges = |s: &Scene| s.objects[0].bounds.edges();
    let middle = [0, 1, 2, 3].map(|i| mean(test.iter().map(|s| edges(s)[i])));
    let overlap = |s: &Scene| solutions::iou(middle, edges(s));
    let always = num(mean(test.iter().map(overlap)), 2);
    lesson.say(format!("How good is an answer? By *IoU*: what both boxes cover, as a share of what either covers. The mean box of all scenes, said of each of {TEST} test scenes, has a mean IoU of {always}."));
    let found = boxes.localised(lesson, (LOSSES[0].1, lesson.flags().seed), &test);
    let reached = mean(found.iter().map(|it| it.1));
    lesson.predict_number(
        "The network has seen 2,000 scenes, six times each. Which mean IoU does it reach on scenes of test digits?",
        Quantity::new(reached, 2).within(0.07),
        &format!("{}. Two boxes of 20 × 20 that differ by 3 pixels in x and in y have 0.57.", num(reached, 2)),
    );
    let half = found.iter().filter(|it| it.1 >= 0.5).count() as f64 / TEST as f64;
    let (reached, half) = (num(reached, 3), percent(half));
    lesson.show(format!(
        "mean IoU             {reached}\nIoU of ½ and more    {half} of the scenes"
    ));
    let shown = [0, 1, 2, 3].map(|i| {
        let truth = Mark::new(edges(&test[i]), "", 0).dashed();
        let label = format!("IoU {}", num(found[i].1, 2));
        marked(&test[i], &label, vec![truth, Mark::new(found[i].0, "", 1)])
    });
    let caption =
        "The first four test scenes: the truth in blue, the network's four numbers in orange.";
    lesson.marked("four", caption, &shown)?;
    lesson.say("Four outputs are four outputs: for two digits it has no words, and for none it still gives a box.");
    Ok(())
}
