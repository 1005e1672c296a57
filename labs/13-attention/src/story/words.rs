//! Pictures as words.

use lab13::patches::{
    Kind, PATCH, PATCHES, SIDE, VisionTransformer, learned, moved, pictures, with_pixels,
};
use lab13::{exercises, solutions};
use labkit::numerals::{count, give_or_take, num};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};
use nabla::parameters;
use trainer::{Examples, accuracy};

/// In which order the patches are put back: one that no row and no column survives.
const ORDER: [usize; PATCHES] = [5, 12, 3, 10, 1, 8, 15, 6, 13, 4, 11, 2, 9, 0, 7, 14];

type Patches = fn(&[Vec<f64>], usize) -> Vec<Vec<f64>>;

/// The section.
pub fn words(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A block does not know that its tokens are words. Cut a picture into **patches**, make of each by one linear layer a token, and read the picture as a sentence: a *vision transformer* (Dosovitskiy and others, 2020). One more token belongs to no patch. It starts as a learned vector, looks at all of them, and says at the end which digit it saw: the **class token**.");
    let cut: Patches = lesson.answer("patches", exercises::patches, solutions::patches);
    by_hand(cut, lesson);
    let split = datasets::digits8();
    let from = moved(cut, &ORDER);
    let [train, test] = [&split.train, &split.test].map(pictures);
    let [train_moved, test_moved] =
        [&split.train, &split.test].map(|images| pictures(&with_pixels(images, &from)));
    let seeds = lesson.seeds(3, 1);
    let epochs = lesson.shortened(lab13::patches::RECIPE.epochs, 6);
    let mut bar = lesson.progress("digits", 6 * seeds.len() * epochs);
    let mut results = Vec::new();
    for kind in [Kind::Convolutional, Kind::Places, Kind::NoPlaces] {
        let mut shares = [(); 3].map(|()| Vec::new());
        for &seed in &seeds {
            let mut learn = |from: &Examples| {
                learned(kind.network(seed), from, (epochs, seed), |loss| {
                    bar.step(loss, None)
                })
            };
            let (model, again) = (learn(&train), learn(&train_moved));
            shares[0].push(accuracy(model.as_ref(), &test));
            shares[1].push(accuracy(model.as_ref(), &test_moved));
            shares[2].push(accuracy(again.as_ref(), &test_moved));
        }
        results.push((kind, shares));
    }
    bar.done();
    let of = |kind: usize, column: usize| mean(results[kind].1[column].iter().copied());
    let sizes =
        [Kind::Convolutional, Kind::Places].map(|kind| parameters(kind.network(1).as_ref()));
    lesson.say(format!("Beside it a convolutional network of its size: {} weights, and {} in the transformer. Both learn from the same {} digits of 8 × 8 pixels for {epochs} epochs by the same rule, each from {} seeds.", count(sizes[0]), count(sizes[1]), count(train.len()), seeds.len()));
    lesson.predict_choice(
        "Which names more of the test digits?",
        &[
            "the convolutional one",
            "the transformer",
            "they differ by less than one in a hundred",
        ],
        winner(of(0, 0) - of(1, 0)),
        &format!(
            "{} and {}.",
            give_or_take(results[0].1[0].iter().copied()),
            give_or_take(results[1].1[0].iter().copied())
        ),
    );
    lesson.say("Now the patches of every picture are put back in another order, the same for all. To us it is scrap. Two trials: the networks that learned from whole digits are shown such pictures; and fresh ones learn from such pictures and are shown such pictures.");
    lesson.predict_number(
        "A third network is a transformer without places: tokens of patches, and nothing that says where each was. Trained on whole digits, by how many points does its share fall when it is shown moved patches?",
        Quantity::percent(of(2, 0) - of(2, 1), 1).within(0.005),
        "By nothing. It sees a bag of patches, and a bag has no order. The class token gets the same sum, whoever comes first.",
    );
    let mut table = Table::new([
        "",
        "whole digits",
        "moved, shown only",
        "moved, learned too",
    ]);
    for (kind, shares) in &results {
        let cells = shares
            .iter()
            .map(|shares| give_or_take(shares.iter().copied()));
        table.push([kind.name().to_string()].into_iter().chain(cells));
    }
    for (key, kind, column) in [
        ("cnn", 0, 0),
        ("vit", 1, 0),
        ("bag", 2, 0),
        ("cnn_moved", 0, 2),
        ("vit_moved", 1, 2),
    ] {
        lesson.number(key, of(kind, column));
    }
    lesson.table(&table.caption(format!(
        "Test digits named rightly, of {}: mean and standard deviation over the seeds.",
        count(test.len())
    )));
    lesson.say("A transformer with places learns moved patches as well as whole digits: its places are only names. A convolution looks at neighbours, and in scrap neighbours have nothing to do with each other. What it takes for granted helps where it is true.");
    let seed = lesson.flags().seed;
    let model = learned(
        VisionTransformer::new(true, &mut nabla::rng(seed)),
        &train,
        (epochs, seed),
        |_| {},
    );
    attention(&model, &test, lesson)
}

/// 0 for the first, 1 for the second, 2 if they hardly differ.
fn winner(difference: f64) -> usize {
    match difference {
        d if d.abs() < 0.01 => 2,
        d if d > 0.0 => 0,
        _ => 1,
    }
}

/// A small picture, cut.
fn by_hand(cut: Patches, lesson: &mut Lesson) {
    let picture: Vec<Vec<f64>> = (0..2)
        .map(|y| (1..=4).map(|x| f64::from(4 * y + x)).collect())
        .collect();
    let list = |row: &Vec<f64>| {
        row.iter()
            .map(|&x| num(x, 0))
            .collect::<Vec<_>>()
            .join("  ")
    };
    let [rows, patches] = [picture.clone(), cut(&picture, 2)]
        .map(|rows| rows.iter().map(list).collect::<Vec<_>>().join("\n"));
    lesson.show(format!(
        "{rows}\n\npatches of 2 × 2, a row each:\n{}",
        lesson.reveal("patches", patches)
    ));
}

/// Eight digits, and what the class token looks at.
fn attention(model: &VisionTransformer, test: &Examples, lesson: &mut Lesson) -> Result<()> {
    let eight = test.images.rows(0..8);
    let looks = model.looks(&eight);
    let pixel = |i: usize, row: &[f32]| row[i / SIDE / PATCH * (SIDE / PATCH) + i % SIDE / PATCH];
    let maps = looks.data().chunks_exact(PATCHES).map(|row| {
        let most = row.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        (0..SIDE * SIDE)
            .map(|i| pixel(i, row) / most)
            .collect::<Vec<f32>>()
    });
    let maps: Vec<Vec<f32>> = maps.collect();
    let digits = eight.data().chunks_exact(SIDE * SIDE).collect();
    let caption = "Eight test digits, and below each how much its class token looks at each patch in the last block, the mean of four heads; the darkest patch is looked at most.";
    lesson.sheet(
        "class-token",
        caption,
        SIDE,
        &[
            ("digit", digits),
            ("looked at", maps.iter().map(Vec::as_slice).collect()),
        ],
    )
}
