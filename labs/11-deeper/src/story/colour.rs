//! Colour.

use super::fifteen::trained;
use super::sight::photograph;
use lab11::blocks::Around;
use lab11::sight::canvas::resized;
use lab11::sight::maps::nested;
use lab11::trial::pictures;
use lab11::{exercises, solutions};
use labkit::numerals::{give_or_take, percent};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};
use nabla::Sequential;
use trainer::{Augment, accuracy};

type Picture = Vec<Vec<Vec<f64>>>;
type Crop = fn(&[Vec<Vec<f64>>], usize, [usize; 2], bool) -> Picture;

/// The section.
pub fn colour(lesson: &mut Lesson) -> Result<()> {
    lesson.say("CIFAR-10 is 60,000 photographs of 32 × 32 pixels in ten classes, from airplane to truck (Krizhevsky, 2009); 50,000 to learn from. Its files are as plain as can be: a byte for the class, then all of the picture's red, all of its green, all of its blue, a byte a pixel, and the next.");
    lesson.predict_number(
        "How many bytes are a picture with its class?",
        Quantity::new((1 + 3 * 32 * 32) as f64, 0).within(0.5),
        "1 + 3·1,024 = 3,073.",
    );
    moved(lesson)?;
    gained(lesson)?;
    lesson.say("For ResNet-20, plain or residual, and beside it lab 6's CNN2 in colour. The chapter has what they read:");
    lesson.show(
        "cargo run -p datasets -- fetch cifar10
         cargo run --release -p lab11 -- --network resnet20 --data cifar10
         cargo run --release -p lab11 -- --network plain20 --data cifar10
         cargo run --release -p lab11 -- --network cnn2_colour --data cifar10",
    );
    Ok(())
}

/// A photograph, cut out and flipped.
fn moved(lesson: &mut Lesson) -> Result<()> {
    lesson.say("50,000 pictures are few for that many weights. So none is shown twice alike: a margin of 4 is put around it, a piece of the old size is cut out at random, and half of the pieces are flipped.");
    let (yours, ours) = (exercises::crop_and_flip, solutions::crop_and_flip);
    let crop: Crop = lesson.answer("crop_and_flip", yours, ours);
    let cat = nested(&resized(&photograph("cat")?, 32, 32));
    let drawn = [([4, 4], false), ([0, 7], false), ([8, 2], true)].map(|(corner, flip)| {
        let numbers = crop(&cat, 4, corner, flip).concat().concat();
        numbers.iter().map(|&x| x as f32).collect::<Vec<f32>>()
    });
    let [whole, cut, flipped] = &drawn;
    let pictures = [
        ("as it is", 32, 32, &whole[..]),
        ("cut out", 32, 32, &cut[..]),
        ("and flipped", 32, 32, &flipped[..]),
    ];
    let caption = "A cat of 32 × 32 pixels, and two of the 162 pieces that the network may be shown in its place.";
    lesson.colour("moved", caption, &pictures)
}

/// What it buys, on few digits: little for test digits that stand as still as those, much for others.
fn gained(lesson: &mut Lesson) -> Result<()> {
    let split = datasets::digits8();
    let (train, test) = (pictures(split.train.take(100)), pictures(split.test));
    let (epochs, seeds) = (lesson.shortened(60, 10), lesson.seeds(4, 1));
    let augment = Augment {
        padding: 1,
        flips: false,
    };
    let mut moved = test.clone();
    moved.images = augment.apply(&test.images, &mut lesson.rng());
    let read = [None, Some(augment)].map(|augment| {
        let learn = |&seed| trained(lesson, Around::Input, &train, epochs, augment, seed);
        let models: Vec<Sequential> = seeds.iter().map(learn).collect();
        [&test, &moved].map(|on| models.iter().map(|model| accuracy(model, on)).collect())
    });
    let means = |right: &Vec<f64>| mean(right.iter().copied());
    let [as_still, when_moved] = read[0].each_ref().map(means);
    lesson.predict_number(
        &format!("Fifteen layers learn from 100 digits of 8 × 8, {epochs} epochs, and read {} of the test digits. How many when these are moved by up to a pixel, down or up, left or right?", percent(as_still)),
        Quantity::percent(when_moved, 1).within(0.05),
        &format!("{}. Nobody has told them that a digit which has moved is the same digit.", percent(when_moved)),
    );
    let shown = ["as they are", "moved by up to a pixel"].into_iter();
    let rows = shown
        .zip(read)
        .map(|(words, [test, moved])| [words.to_string(), give_or_take(test), give_or_take(moved)]);
    let header = [
        "100 digits, shown",
        "test digits read",
        "if these are moved",
    ];
    let table = Table::new(header).rows(rows);
    lesson.table(&table.caption(format!(
        "Nothing is flipped: a 3 would be no digit any more. Mean ± standard deviation, {} seeds.",
        seeds.len()
    )));
    Ok(())
}
