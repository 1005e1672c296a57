//! Pictures as words.

use lab13::patches::{
    PATCH, PATCHES, RECIPE, SIDE, VisionTransformer, convolutional, learned, moved, pictures,
    with_pixels,
};
use lab13::{exercises, solutions};
use labkit::numerals::{count, give_or_take, num};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Module, Rng, parameters};
use trainer::{Examples, accuracy};

/// In which order the patches are put back: one that no row and no column survives.
const ORDER: [usize; PATCHES] = [5, 12, 3, 10, 1, 8, 15, 6, 13, 4, 11, 2, 9, 0, 7, 14];

type Patches = fn(&[Vec<f64>], usize) -> Vec<Vec<f64>>;

/// The section.
pub fn words(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A block does not know that its tokens are words. Cut a picture into **patches**, make a token of each by one linear layer, and read the picture as a sentence: a *vision transformer* (Dosovitskiy and others, 2020). One more token belongs to no patch. It starts as a learned vector, looks at all of them, and says at the end which digit it saw: the **class token**.");
    let cut: Patches = lesson.answer("patches", exercises::patches, solutions::patches);
    by_hand(cut, lesson);
    let split = datasets::digits8();
    let [train, test] = [split.train, split.test].map(pictures);
    let from = moved(cut, &ORDER);
    let [train_moved, test_moved] = [&train, &test].map(|digits| with_pixels(digits, &from));
    let (seeds, epochs) = (lesson.seeds(3, 1), lesson.shortened(RECIPE.epochs, 7));
    let mut bar = lesson.progress("digits", 5 * seeds.len() * epochs);
    let (mut after, run) = (|loss: f32| bar.step(loss, None), (epochs, &seeds[..]));
    let vit = |rng: &mut Rng| VisionTransformer::new(true, rng);
    let bag = |rng: &mut Rng| VisionTransformer::new(false, rng);
    let cnns = learned(convolutional, &train, run, &mut after);
    let vits = learned(vit, &train, run, &mut after);
    let bags = learned(bag, &train, run, &mut after);
    let moved_cnns = learned(convolutional, &train_moved, run, &mut after);
    let moved_vits = learned(vit, &train_moved, run, &mut after);
    bar.done();
    let [cnn, cnn_shown, cnn_moved] = [
        shares(&cnns, &test),
        shares(&cnns, &test_moved),
        shares(&moved_cnns, &test_moved),
    ];
    let [vit, vit_shown, vit_moved] = [
        shares(&vits, &test),
        shares(&vits, &test_moved),
        shares(&moved_vits, &test_moved),
    ];
    let [bag, bag_shown] = [&test, &test_moved].map(|digits| shares(&bags, digits));
    let sizes = [parameters(&cnns[0]), parameters(&vits[0])].map(count);
    lesson.say(format!("Beside it a convolutional network of its size: {} weights, and {} in the transformer. Both learn from the same {} digits of 8 × 8 pixels, {epochs} epochs by the same rule, from {} seeds each.", sizes[0], sizes[1], count(train.len()), seeds.len()));
    lesson.predict_choice(
        "Which names more of the test digits?",
        &[
            "the convolutional one",
            "the transformer",
            "they differ by less than one in a hundred",
        ],
        match of(&cnn) - of(&vit) {
            d if d.abs() < 0.01 => 2,
            d if d > 0.0 => 0,
            _ => 1,
        },
        &format!("{} and {}.", range(&cnn), range(&vit)),
    );
    lesson.say("Now put the patches of every picture back in another order, the same for all. To us it is scrap. The networks are shown it.");
    lesson.predict_number(
        "A third network is a transformer without places: nothing says where a patch was. Trained on whole digits, by how many points does its share fall when it is shown moved patches?",
        Quantity::percent(of(&bag) - of(&bag_shown), 1).within(0.005),
        &format!("From {} to {}. It sees a bag of patches, and a bag has no order.", range(&bag), range(&bag_shown)),
    );
    lesson.say("Last trial: fresh networks *learn* from moved patches, too.");
    let loses = [of(&cnn) - of(&cnn_moved), of(&vit) - of(&vit_moved)].map(|fall| fall > 0.02);
    lesson.predict_choice(
        "Which then names fewer test digits than the same network with whole ones, by more than two in a hundred?",
        &["both", "the convolutional one", "the transformer", "neither"],
        match loses {
            [true, true] => 0,
            [true, false] => 1,
            [false, true] => 2,
            [false, false] => 3,
        },
        &format!("{} and {}.", range(&cnn_moved), range(&vit_moved)),
    );
    let rows = [
        ("convolutional", cnn, cnn_shown, Some(cnn_moved)),
        ("transformer", vit, vit_shown, Some(vit_moved)),
        ("transformer without places", bag, bag_shown, None),
    ];
    let mut table = Table::new([
        "",
        "whole digits",
        "moved, shown only",
        "moved, learned too",
    ]);
    for (name, whole, shown, moved) in &rows {
        let moved = moved.as_deref().map_or("–".to_string(), range);
        table.push([name.to_string(), range(whole), range(shown), moved]);
    }
    let keys = ["cnn", "vit", "bag"];
    for (key, (_, whole, shown, moved)) in keys.iter().zip(&rows) {
        lesson.number(key, of(whole));
        lesson.number(&format!("{key}_shown"), of(shown));
        if let Some(moved) = moved {
            lesson.number(&format!("{key}_moved"), of(moved));
        }
    }
    lesson.table(&table.caption(format!(
        "Test digits named rightly, of {}: mean and standard deviation over the seeds.",
        count(test.len())
    )));
    lesson.say("To a transformer places are only names: learn them in one order or in another, it is all the same. And this convolutional network looks at neighbours, but behind its two small windows stands a dense layer with weights of its own for each place.");
    attention(&vits[0], &test, lesson)
}

/// The share of these digits that each network names rightly.
fn shares<M: Module>(models: &[M], digits: &Examples) -> Vec<f64> {
    let share = |model| accuracy(model, digits);
    models
        .iter()
        .map(|model| share(model as &dyn Module))
        .collect()
}

/// The mean.
fn of(shares: &[f64]) -> f64 {
    mean(shares.iter().copied())
}

/// In print.
fn range(shares: &[f64]) -> String {
    give_or_take(shares.iter().copied())
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
