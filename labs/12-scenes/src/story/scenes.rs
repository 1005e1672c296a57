//! Scenes from a seed.

use super::boxes::{Boxes, marked, true_marks};
use lab12::scene::{BBox, Plan, Scene};
use lab12::segment::Pixels;
use labkit::numerals::{count, num, percent};
use labkit::statistics::mean;
use labkit::{Lesson, Marked, Quantity, Result, Table};

/// Scenes that are counted.
const COUNTED: usize = 1_000;

/// The section.
pub fn scenes(boxes: &Boxes, lesson: &mut Lesson) -> Result<()> {
    lesson.say("So far every picture showed one thing, in the middle, and the question was which. Here a picture of 64 × 64 shows one to five digits, anywhere and of any size, between strokes and scraps that are none, under noise. A program draws it from a seed; so it knows the truth about each pixel.");
    let (plan, seed) = (Plan::USUAL, lesson.flags().seed);
    let some = plan.scenes(&boxes.sources.train, 8, seed);
    let bare: Vec<Marked<'_>> = some[..4].iter().map(|s| marked(s, "", vec![])).collect();
    lesson.marked("scenes", "Four scenes, as a network sees them.", &bare)?;
    let scene = &some[0];
    let owner = |place: usize| scene.objects.iter().position(|o| o.mask[place]);
    let owners = (0..scene.pixels.len()).map(|place| owner(place).map_or(0, |i| i as u8 + 1));
    let owners: Vec<u8> = owners.collect();
    let mut pixels = marked(scene, "pixels", vec![]);
    pixels.hues = &owners;
    let truth = [marked(scene, "boxes and digits", true_marks(scene)), pixels];
    let caption = "What is known of the first: a box and a digit for each object, and the pixels that belong to it, in a colour for each.";
    lesson.marked("truth", caption, &truth)?;
    lesson.say("Scenes to learn from are made of digits to learn from, scenes to choose by of digits held out from those, scenes to test with of the test digits: no handwriting that a network is tested with was ever shown to it.");
    counted(lesson, &plan.scenes(&boxes.sources.train, COUNTED, seed));
    Ok(())
}

/// How many digits, how large, and how much of a scene is ink.
fn counted(lesson: &mut Lesson, scenes: &[Scene]) {
    let share = Pixels::of(scenes).share();
    lesson.predict_number(
        "What share of the pixels of such scenes belongs to a digit?",
        Quantity::percent(share, 1),
        &format!("{}: strokes are thin. Who answers \"nothing\" everywhere is right for all other pixels, which is going to matter.", percent(share)),
    );
    let header = "digits, scenes, mean side of a box, digits that touch another's box";
    let rows = (1..=5).map(|digits| {
        let of = || scenes.iter().filter(|s| s.objects.len() == digits);
        let objects = || of().flat_map(|s| s.objects.iter().map(move |o| (&o.bounds, s)));
        let sides = objects().map(|(bounds, _)| f64::from(bounds.area().sqrt()));
        let touching = objects().map(|(bounds, s)| f64::from(u8::from(touches(bounds, s))));
        let cells = [digits.to_string(), count(of().count()), num(mean(sides), 1)];
        cells.into_iter().chain([percent(mean(touching))])
    });
    let table = Table::new(header.split(", ")).rows(rows);
    lesson.table(&table.caption(format!("{} scenes.", count(COUNTED))));
}

/// Whether a digit's box has something in common with another than itself.
fn touches(bounds: &BBox, scene: &Scene) -> bool {
    let others = scene.objects.iter();
    let common = others.filter(|other| bounds.common(&other.bounds) > 0.0);
    common.count() > 1
}
