//! Pictures as words.

use lab13::patches::{
    PATCH, PATCHES, RECIPE, SIDE, VisionTransformer, convolutional, learned, moved, pictures,
    with_pixels,
};
use lab13::{exercises, solutions};
use labkit::numerals::{count, give_or_take, list, percent};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Module, Rng, parameters};
use trainer::{Examples, accuracy};

/// In which order the patches are put back: one that no row and no column survives.
const ORDER: [usize; PATCHES] = [5, 12, 3, 10, 1, 8, 15, 6, 13, 4, 11, 2, 9, 0, 7, 14];

/// The first so many digits, and how many times as many epochs for them.
const FEW: usize = 150;
const LONGER: usize = 4;

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
    let digits = Digits {
        few: train.split_at(FEW).0,
        whole: [train, test],
        moved: [train_moved, test_moved],
    };
    let (seeds, epochs) = (lesson.seeds(3, 1), lesson.shortened(RECIPE.epochs, 7));
    let mut bar = lesson.progress("digits", (5 + 2 * LONGER) * seeds.len() * epochs);
    let (mut after, run) = (|loss: f32| bar.step(loss, None), (epochs, &seeds[..]));
    let transformer = |places: bool| move |rng: &mut Rng| VisionTransformer::new(places, rng);
    let (cnns, cnn) = trials(convolutional, &digits, run, &mut after);
    let (vits, vit) = trials(transformer(true), &digits, run, &mut after);
    let bags = learned(transformer(false), &digits.whole[0], run, &mut after);
    bar.done();
    let [bag, bag_shown] = [&digits.whole, &digits.moved].map(|[_, test]| shares(&bags, test));
    let sizes = [parameters(&cnns[0]), parameters(&vits[0])].map(count);
    lesson.say(format!("Beside it a convolutional network of its size: {} weights, and {} in the transformer. Both learn from the same {} digits of 8 × 8 pixels by the same rule; epochs: {epochs}, seeds: {}.", sizes[0], sizes[1], count(digits.whole[0].len()), seeds.len()));
    for column in [1, 0] {
        if column == 0 {
            let longer = LONGER * epochs;
            lesson.say(format!(
                "Few digits now: the first {FEW} alone, {longer} epochs."
            ));
        }
        let [cnn, vit] = [&cnn[column], &vit[column]];
        lesson.predict_choice(
            "Which names more of the test digits, by two in a hundred or more?",
            &["the convolutional one", "the transformer", "neither"],
            first(of(cnn) - of(vit), 0.02),
            &format!("{} and {}.", range(cnn), range(vit)),
        );
    }
    lesson.say("Who has seen little does well to take something for granted. A convolution need not learn where to look; attention must.");
    lesson.say("Now put the patches of every picture back in another order, the same for all. To us it is scrap. The networks are shown it.");
    lesson.predict_number(
        "A third network is a transformer without places: nothing says where a patch was. Trained on whole digits, by how many points does its share fall when it is shown moved patches?",
        Quantity::percent(of(&bag) - of(&bag_shown), 1).within(0.005),
        &format!("By {}: {} and {}. It sees a bag of patches, and a bag has no order.", percent(of(&bag) - of(&bag_shown)), range(&bag), range(&bag_shown)),
    );
    lesson.say("Last trial: fresh networks *learn* from moved patches, too.");
    let loses = [&cnn, &vit].map(|shares| of(&shares[1]) - of(&shares[3]) > 0.02);
    let all = [[true, true], [true, false], [false, true], [false, false]];
    lesson.predict_choice(
        "Which then names fewer test digits than the same network with whole ones, by more than two in a hundred?",
        &["both", "the convolutional one", "the transformer", "neither"],
        all.iter().position(|&each| each == loses).unwrap_or(0),
        &format!("{} and {}.", range(&cnn[3]), range(&vit[3])),
    );
    let networks = [
        ("cnn", "convolutional", cnn),
        ("vit", "transformer", vit),
        ("bag", "without places", [vec![], bag, bag_shown, vec![]]),
    ];
    let rows = networks.map(|(key, name, shares)| {
        for (column, shares) in ["few", "all", "shown", "moved"].iter().zip(&shares) {
            if !shares.is_empty() {
                lesson.number(&format!("{key}_{column}"), of(shares));
            }
        }
        let shares = shares.each_ref().map(|shares| range(shares));
        [name.to_string()].into_iter().chain(shares)
    });
    let header = ["", "few digits", "all", "moved, shown", "moved, learned"];
    let table = Table::new(header).rows(rows);
    lesson.table(&table.caption(format!(
        "Test digits named rightly, of {}: mean and standard deviation over the seeds.",
        count(digits.whole[1].len())
    )));
    lesson.say("To a transformer places are only names: learn them in one order or in another, it is all the same. The convolutional network hardly minds either. Each patch is still whole, and behind the two convolutions stands a dense layer with weights of its own for each place.");
    attention(&vits[0], &digits.whole[1], lesson)
}

/// What is learned from, and what is asked: some digits, and `[train, test]` of all, whole and with moved patches.
struct Digits {
    few: Examples,
    whole: [Examples; 2],
    moved: [Examples; 2],
}

/// Networks that learned from whole digits, and the shares of test digits: of those that learned from few, of these, of
/// these where patches are moved, and of those that learned from moved patches.
fn trials<M: Module>(
    fresh: impl Fn(&mut Rng) -> M,
    digits: &Digits,
    (epochs, seeds): (usize, &[u64]),
    after: &mut dyn FnMut(f32),
) -> (Vec<M>, [Vec<f64>; 4]) {
    let ([train, test], [train_moved, test_moved]) = (&digits.whole, &digits.moved);
    let few = learned(&fresh, &digits.few, (LONGER * epochs, seeds), after);
    let whole = learned(&fresh, train, (epochs, seeds), after);
    let moved = learned(&fresh, train_moved, (epochs, seeds), after);
    let all = [
        shares(&few, test),
        shares(&whole, test),
        shares(&whole, test_moved),
        shares(&moved, test_moved),
    ];
    (whole, all)
}

/// The share of these digits that each network names rightly.
fn shares<M: Module>(models: &[M], digits: &Examples) -> Vec<f64> {
    let share = |model: &M| accuracy(model, digits);
    models.iter().map(share).collect()
}

/// 0 for the first of two networks, by how much it is ahead; 1 for the second, 2 if they are closer than this.
pub fn first(ahead: f64, close: f64) -> usize {
    match ahead {
        d if d.abs() < close => 2,
        d if d > 0.0 => 0,
        _ => 1,
    }
}

/// The mean.
fn of(shares: &[f64]) -> f64 {
    mean(shares.iter().copied())
}

/// In print.
fn range(shares: &[f64]) -> String {
    match shares {
        [] => "–".to_string(),
        _ => give_or_take(shares.iter().copied()),
    }
}

/// A small picture, cut.
fn by_hand(cut: Patches, lesson: &mut Lesson) {
    let picture = vec![vec![1.0, 2.0, 3.0, 4.0], vec![5.0, 6.0, 7.0, 8.0]];
    let patches = cut(&picture, 2);
    let [rows, patches] = [picture, patches].map(|rows| {
        let lines = rows.into_iter().map(|row| list(row, 0));
        lines.collect::<Vec<_>>().join("\n")
    });
    let patches = lesson.reveal("patches", patches);
    lesson.show(format!(
        "{rows}\n\npatches of 2 × 2, a row each:\n{patches}"
    ));
}

/// Eight digits, and what the class token looks at.
fn attention(model: &VisionTransformer, test: &Examples, lesson: &mut Lesson) -> Result<()> {
    let eight = test.images.rows(0..8);
    let looks = model.looks(&eight);
    let pixel = |i: usize, row: &[f32]| row[i / SIDE / PATCH * (SIDE / PATCH) + i % SIDE / PATCH];
    let maps = looks.data().chunks_exact(PATCHES).map(|row| {
        let most = row.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        (0..SIDE * SIDE).map(move |i| pixel(i, row) / most)
    });
    let maps: Vec<Vec<f32>> = maps.map(Iterator::collect).collect();
    let digits = eight.data().chunks_exact(SIDE * SIDE).collect();
    let caption = "Eight test digits, and below each how much its class token looks at each patch in the last block, the mean of four heads; the darkest patch is looked at most.";
    let maps = maps.iter().map(Vec::as_slice).collect();
    let rows = [("digit", digits), ("looked at", maps)];
    lesson.sheet("class-token", caption, SIDE, &rows)
}
