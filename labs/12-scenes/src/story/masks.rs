//! Which pixels.

use lab12::scene::{Plan, SIDE, Scene, Sources};
use lab12::segment::{Confusion, KINDS, Objective, Pixels, epoch, masks as answers, recipe};
use lab12::unet::{self, UNet};
use lab12::{exercises, solutions};
use labkit::numerals::{count, list, num, percent};
use labkit::{Lesson, Marked, Quantity, Result, Table};
use nabla::Device;
use trainer::Training;

/// Channels at full size: half of the large network's.
const WIDTH: usize = 8;

type Dice = fn(&[f64], &[f64]) -> (f64, Vec<f64>);

/// The section.
pub fn masks(lesson: &mut Lesson) -> Result<()> {
    let sources = Sources::load(&lesson.flags().data)?;
    let seed = lesson.flags().seed;
    lesson.say("A box is a rough answer: most of what is in it is paper. Now each *pixel* is to say what it shows: no digit, or which. That is a classification with eleven classes, 4,096 times a picture.");
    let scene = &Plan::USUAL.scenes(&sources.test, 1, seed)[0];
    lesson.say("Here is one truth, every second column and every fourth row of it; strokes and bits of digits that lie about are nothing, too:");
    lesson.show(letters(scene));
    let counts = [lesson.shortened(300, 6), 100];
    let [train, test] = Pixels::pair(&sources, counts, seed).map(Pixels::any_digit);
    let shown = test.share();
    lesson.predict_number(
        "Of all pixels of all scenes, what share shows a digit?",
        Quantity::percent(shown, 1).within(0.03),
        &format!(
            "{}. A network that says “no digit” everywhere is right at all others.",
            percent(shown)
        ),
    );
    by_hand(lesson);
    lesson.say(format!("To know *what* it is part of, a pixel needs a wide view, and that is what pooling gives. To know *where exactly* the digit ends, it needs the pixels as they were, and that is what pooling takes. A **U-Net** has both: down in two steps, up again in two, and on each step up it is also handed what was seen on the way down. This one has {} parameters; the large one, for `--network unet`, {}.", count(unet::size(WIDTH, 2)), count(unet::size(unet::WIDTH, KINDS))));
    lesson.say("To be quick, the small one only says *digit* or *none*, which asks enough: bits of digits and strokes look much like it.");
    let (all, said) = trained(lesson, &train, &test);
    lesson.predict_choice(
        "Two such networks: one learns by cross-entropy, one by the Dice loss. Which gets the larger IoU, mean of both classes?",
        &["the one that learns by cross-entropy", "the one that learns by Dice", "they differ by less than a hundredth"],
        winner(&all),
        "The table has it class by class. A loss that is made like the measure need not win: in a cross-entropy each pixel pulls for itself, and hardest where it is most wrong.",
    );
    table(lesson, &all, &["class", "cross-entropy", "Dice"]);
    let caption = "Four test scenes, their truth, and what the small U-Net says that learned by cross-entropy.";
    drawn(lesson, "masks", caption, &test, &said)?;
    lesson.say("The background has a high IoU for everybody, so say whether it is in your mean. *Which* digit a pixel belongs to takes more scenes and more time: `--network unet --data mnist` learns eleven classes from eight thousand.");
    Ok(())
}

/// The Dice loss of three pixels.
fn by_hand(lesson: &mut Lesson) {
    let dice: Dice = lesson.answer("dice_loss", exercises::dice_loss, solutions::dice_loss);
    lesson.say("How good is a mask? As with boxes, by what both share: **IoU**, pixels in both over pixels in either. Its sister **Dice** counts what is shared twice, over the sum of both; and with probabilities in place of pixels it can be descended:");
    let y = [1.0, 0.0, 0.0, 0.0];
    let rows = [[0.2; 4], [0.6, 0.2, 0.2, 0.2], [0.9, 0.1, 0.1, 0.1]].map(|p| {
        let (loss, slopes) = dice(&p, &y);
        [list(p, 1), num(loss, 3), list(slopes, 3)]
    });
    let table = Table::new(["p at the four pixels", "Dice loss", "gradient"]).rows(rows);
    lesson.table(&table.caption("One class, which is at the first pixel alone."));
}

/// Trains both: how they do, and what the first says of each pixel.
fn trained(lesson: &Lesson, train: &Pixels, test: &Pixels) -> (Vec<Confusion>, Vec<u32>) {
    let recipe = recipe(lesson.shortened(4, 4), lesson.flags().seed);
    let both = [
        ("cross-entropy", Objective::CrossEntropy),
        ("Dice", Objective::Dice),
    ];
    let both = both.map(|(name, objective)| {
        let model = UNet::new(WIDTH, 2, &mut nabla::rng(recipe.seed));
        let training = Training::new(model, &recipe, train.count(), &Device::Cpu);
        let model = training.finish(lesson, name, |training, step| {
            epoch(training, (train, 2), objective, step)
        });
        answers(&model, &test.pictures)
    });
    let counted = |said: &Vec<u32>| Confusion::of(said, &test.classes, 2);
    let all = both.each_ref().map(counted);
    let [first, _] = both;
    (all.into(), first)
}

/// 0 for cross-entropy, 1 for Dice, 2 where they hardly differ.
fn winner(all: &[Confusion]) -> usize {
    match all[0].mean_iou(0) - all[1].mean_iou(0) {
        by if by.abs() < 0.01 => 2,
        by if by > 0.0 => 0,
        _ => 1,
    }
}

/// IoU class by class, with the means.
pub fn table(lesson: &mut Lesson, all: &[Confusion], columns: &[&str]) {
    let mut table = Table::new(columns.iter().copied());
    let mut push = |name: &str, of: &dyn Fn(&Confusion) -> f64| {
        let cells = all.iter().map(|confusion| num(of(confusion), 3));
        table.push([name.to_string()].into_iter().chain(cells));
    };
    let kinds = all.first().map_or(0, |first| first.kinds);
    for k in 0..kinds {
        let name = match k {
            0 => "none".to_string(),
            _ if kinds == 2 => "digit".to_string(),
            _ => (k - 1).to_string(),
        };
        push(&name, &|c| c.iou(k).unwrap_or(0.0));
    }
    push("mean of all", &|c| c.mean_iou(0));
    push("mean without none", &|c| c.mean_iou(1));
    push("pixels right", &Confusion::accuracy);
    let caption = "IoU on test scenes, over all their pixels; the last row is no IoU.";
    lesson.table(&table.caption(caption));
}

/// The first four scenes of these, their truth, and what was said of them: a colour for each class.
pub fn drawn(
    lesson: &mut Lesson,
    slug: &str,
    caption: &str,
    scenes: &Pixels,
    said: &[u32],
) -> Result<()> {
    let (size, said) = (SIDE * SIDE, said.iter().map(|&k| k as u8));
    let (blank, said) = (vec![0.0; size], said.collect::<Vec<u8>>());
    let panel = |label: &str, pixels, hues| Marked {
        label: label.to_string(),
        size: (SIDE, SIDE),
        pixels,
        hues,
        ..Marked::default()
    };
    let mut panels = Vec::new();
    for pixels in scenes.pictures.data().chunks_exact(size).take(4) {
        panels.push(panel("scene", pixels, &[]));
    }
    for (label, classes) in [("truth", &scenes.classes), ("answer", &said)] {
        let four = classes.chunks_exact(size).take(4);
        panels.extend(four.map(|classes| panel(label, &blank, classes)));
    }
    lesson.marked(slug, caption, &panels)
}

/// Every second column and fourth row: a dot for no digit.
fn letters(scene: &Scene) -> String {
    let row = |y: usize| -> String {
        let of = |x: usize| match scene.classes[y * SIDE + x] {
            0 => '·',
            k => char::from(b'0' + k - 1),
        };
        (0..SIDE).step_by(2).map(of).collect()
    };
    (1..SIDE).step_by(4).map(row).collect::<Vec<_>>().join("\n")
}
