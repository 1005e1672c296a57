//! Colour.

use super::fifteen::trained;
use lab11::architecture::count::Row;
use lab11::blocks::{Around, resnet20};
use lab11::trial::digits;
use lab11::{exercises, solutions};
use labkit::numerals::{count, give_or_take, percent};
use labkit::statistics::mean;
use labkit::{Error, Lesson, Quantity, Result, Table};
use nabla::Sequential;
use trainer::{Augment, Examples, accuracy};

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
    aloud(lesson)?;
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

/// What ResNet-20 consists of.
fn aloud(lesson: &mut Lesson) -> Result<()> {
    let counted = resnet20().count([32, 32, 3]);
    let counted = counted.map_err(|misfit| Error::new(misfit.to_string()))?;
    let mut table = Table::new(["channels", "picture", "parameters", "multiply-adds"]);
    for channels in [16, 32, 64, 10] {
        let of = |row: &&Row| row.output.last() == channels;
        let rows: Vec<_> = counted.rows.iter().filter(of).collect();
        let picture = match rows
            .first()
            .map(|row| row.output.dims().to_vec())
            .as_deref()
        {
            Some([height, width, _]) => format!("{height} × {width}"),
            _ => "one number each".to_string(),
        };
        let sum = |f: fn(&Row) -> u64| rows.iter().map(|row| f(row)).sum::<u64>();
        table.push([
            channels.to_string(),
            picture,
            count(sum(|row| row.parameters) as usize),
            count(sum(|row| row.multiply_adds) as usize),
        ]);
    }
    lesson.number("resnet20_parameters", counted.parameters() as usize);
    lesson.number("resnet20_work", counted.multiply_adds() as usize);
    lesson.table(&table.caption(format!("ResNet-20 in its stages, {} parameters and {} multiply-adds a picture. Half the picture and twice the channels: the same work in every stage, and four times the weights.", count(counted.parameters() as usize), count(counted.multiply_adds() as usize))));
    Ok(())
}

/// A photograph, cut out and flipped.
fn moved(lesson: &mut Lesson) -> Result<()> {
    lesson.say("50,000 pictures are few for that many weights. So none is shown twice alike: a margin of 4 is put around it, a piece of the old size is cut out at random, and half of the pieces are flipped.");
    let crop = lesson.answer(
        "crop_and_flip",
        exercises::crop_and_flip as Crop,
        solutions::crop_and_flip,
    );
    let cat = small(&datasets::photo("cat")?);
    let pieces = [
        ("as it is", [4, 4], false),
        ("cut out", [0, 7], false),
        ("and flipped", [8, 2], true),
    ];
    let drawn = pieces.map(|(words, corner, flip)| {
        let piece = crop(&cat, 4, corner, flip);
        let numbers = piece.iter().flatten().flatten().map(|&x| x as f32);
        (words, numbers.collect::<Vec<f32>>())
    });
    let pictures = drawn
        .each_ref()
        .map(|(words, pixels)| (*words, 32, 32, &pixels[..]));
    lesson.colour("moved", "A cat of 32 × 32 pixels, and two of the 162 pieces that the network may be shown in its place.", &pictures)
}

/// 32 × 32: each pixel the mean of 4 × 4.
fn small(photo: &datasets::Picture) -> Picture {
    let side = photo.height() / 32;
    let middle = |row: usize, column: usize, channel: usize| {
        let places =
            (0..side * side).map(|i| [row * side + i / side, column * side + i % side, channel]);
        places
            .map(|place| f64::from(photo.pixels[place]))
            .sum::<f64>()
            / (side * side) as f64
    };
    let pixel = |row, column| (0..3).map(|channel| middle(row, column, channel)).collect();
    (0..32)
        .map(|row| (0..32).map(|column| pixel(row, column)).collect())
        .collect()
}

/// What it buys, on few digits: little for test digits that stand as still as those, much for others.
fn gained(lesson: &mut Lesson) -> Result<()> {
    let split = datasets::digits8();
    let (train, test) = (digits(split.train.take(100)), digits(split.test));
    let (epochs, seeds) = (lesson.shortened(60, 10), lesson.seeds(4, 1));
    let augment = Augment {
        padding: 1,
        flips: false,
    };
    let moved = Examples {
        images: augment.apply(&test.images, &mut nabla::rng(lesson.flags().seed)),
        ..test.clone()
    };
    let mut table = Table::new([
        "100 digits, shown",
        "test digits read",
        "if these are moved",
    ]);
    let mut means = Vec::new();
    for (name, words, augment) in [
        ("still", "as they are", None),
        ("moved", "moved by up to a pixel", Some(augment)),
    ] {
        let learn = |&seed: &u64| trained(lesson, Around::Padded, &train, epochs, augment, seed);
        let models: Vec<Sequential> = seeds.iter().map(learn).collect();
        let mut row = vec![words.to_string()];
        for (which, examples) in [("", &test), ("_on_moved", &moved)] {
            let right = models.iter().map(|model| accuracy(model, examples));
            let right: Vec<f64> = right.collect();
            let mean = mean(right.iter().copied());
            means.push(lesson.number(&format!("augment_{name}{which}"), mean));
            row.push(give_or_take(right));
        }
        table.push(row);
    }
    lesson.predict_number(
        &format!("Fifteen layers learn from 100 digits of 8 × 8, {epochs} epochs, and read {} of the test digits. How many when these are moved by up to a pixel, down or up, left or right?", percent(means[0])),
        Quantity::percent(means[1], 1).within(0.05),
        &format!("{}. Nobody has told them that a digit which has moved is the same digit.", percent(means[1])),
    );
    lesson.table(&table.caption(format!(
        "Nothing is flipped: a 3 would be no digit any more. Mean ± standard deviation, {} seeds.",
        seeds.len()
    )));
    Ok(())
}
