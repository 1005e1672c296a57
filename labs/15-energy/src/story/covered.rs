//! Digits half covered.

use lab15::energy::digits::Rbm;
use labkit::numerals::{count, num};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Tensor, parameters};

/// Hidden units, and steps of learning: 400 times through the pictures.
const HIDDEN: usize = 128;
const STEPS: usize = 11_500;
/// Steps of a chain over which a completion is the mean.
const WANDER: usize = 200;
/// The edge of a picture, and its pixels.
const EDGE: usize = 8;
const PIXELS: usize = EDGE * EDGE;

/// The section.
pub fn covered(lesson: &mut Lesson) -> Result<()> {
    let split = datasets::digits8();
    let [train, test] = [split.train, split.test].map(|images| {
        let size = [images.len(), PIXELS];
        Tensor::from_vec(images.pixels.into_iter().collect(), size)
    });
    let mut rng = lesson.rng();
    let mut machine = Rbm::new(PIXELS, HIDDEN, &mut rng);
    lesson.say(format!("A larger machine, on nabla's tape: {PIXELS} visible units for the pixels of handwritten digits, {HIDDEN} hidden ones, {} numbers. It learns by persistent chains, and nobody tells it which digit is which.", count(parameters(&machine))));
    let steps = lesson.shortened(STEPS, 40);
    let mut bar = lesson.progress("digits", steps);
    machine.learn(&train, steps, &mut rng, || bar.tick());
    bar.done();
    filters(lesson, &machine)?;
    lesson.say("Then half of a test digit is covered. The machine was trained neither for that nor for any other question: put back what is known after each step, let the chain wander over the rest, and take the mean of what it shows.");
    let known: Vec<bool> = (0..PIXELS).map(|i| i < PIXELS / 2).collect();
    let guess = |k| neighbours(&train, &test, &known, k);
    let [mean, nearest, five] = [train.dims()[0], 1, 5].map(guess);
    let completed = machine.complete(&test, &known, WANDER, &mut rng);
    draw(lesson, [&test, &completed, &nearest])?;
    let (mut table, mut errors) = (Table::new(["", "error"]), Vec::new());
    let names = ["mean", "nearest", "five nearest", "machine"];
    for (name, guess) in names.iter().zip([mean, nearest, five, completed]) {
        let error = error(&guess, &test, &known);
        table.push([name.to_string(), num(error, 3)]);
        errors.push(lesson.number(&format!("covered_{}", name.replace(' ', "_")), error));
    }
    let [all, nearest, machine] = [0, 1, 3].map(|i| errors[i]);
    lesson.predict_number(
        &format!("Whoever answers with the mean of all digits is off by {} in a covered pixel (root of the mean square; full ink is 1). Whoever shows the lower half of the training digit whose upper half is nearest, by {}. The machine?", num(all, 3), num(nearest, 3)),
        Quantity::new(machine, 3).within(0.02),
        &format!("{}. It keeps no digit, and shows the mean of what would fit instead of one guess.", num(machine, 3)),
    );
    lesson.table(&table.caption("Error in the lower halves of the 360 test digits: of the mean digit, of the nearest one, of the mean of the five nearest, and of the machine. The five do best: the same people wrote both sets, and that helps whoever keeps all 1,437 digits."));
    lesson.say("A machine of energy can be asked in any direction, for it has learned how everything goes with everything. An autoencoder, as in [The noise it never saw](lab09#the-noise-it-never-saw), answers one question, and in one pass; here the answer is a walk, and one has to wait for it.");
    Ok(())
}

/// What some hidden units look for.
fn filters(lesson: &mut Lesson, machine: &Rbm) -> Result<()> {
    let weights = machine.weight.value().data();
    let ink = |w: &f32| (0.5 + w / 3.0).clamp(0.0, 1.0);
    let filter = |j: usize| weights.iter().skip(j).step_by(HIDDEN).map(ink).collect();
    let filters: Vec<Vec<f32>> = (0..42).map(filter).collect();
    let row = |row: &'static str, from: usize| {
        let some = &filters[from..from + 14];
        (row, some.iter().map(Vec::as_slice).collect())
    };
    let caption = "Weights of 42 hidden units to the pixels: dark ones want ink, light ones want none, grey ones do not mind.";
    let rows = [row("", 0), row("", 14), row("", 28)];
    lesson.sheet("filters", caption, EDGE, &rows)
}

/// Some digits, what is seen of them, and what becomes of it.
fn draw(lesson: &mut Lesson, [test, completed, nearest]: [&Tensor; 3]) -> Result<()> {
    let seen = test.data().iter().enumerate();
    let seen = seen.map(|(i, x)| if i % PIXELS < PIXELS / 2 { *x } else { 0.3 });
    let seen = Tensor::from_vec(seen.collect(), test.shape());
    let names = ["digit", "seen", "machine", "nearest"].into_iter();
    let rows = names
        .zip([test, &seen, completed, nearest])
        .map(|(name, all)| {
            let picture = |i: usize| &all.data()[(3 + 23 * i) * PIXELS..][..PIXELS];
            (name, (0..14).map(picture).collect())
        });
    let rows: Vec<_> = rows.collect();
    let caption = "Test digits, what is seen of them, what the machine makes of it, and the lower half of the training digit whose upper half is nearest.";
    lesson.sheet("covered", caption, EDGE, &rows)
}

/// Of each test picture the mean of the k training pictures that are nearest in what is known.
fn neighbours(train: &Tensor, test: &Tensor, known: &[bool], k: usize) -> Tensor {
    let all = || train.data().chunks_exact(PIXELS);
    let found = test.data().chunks_exact(PIXELS).flat_map(|picture| {
        let far = |other: &[f32]| -> f32 {
            let square = |i: usize| (picture[i] - other[i]).powi(2);
            (0..PIXELS).filter(|&i| known[i]).map(square).sum()
        };
        let mut order: Vec<(f32, &[f32])> = all().map(|other| (far(other), other)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let sum = move |i: usize| order[..k].iter().map(|(_, other)| other[i]).sum::<f32>();
        (0..PIXELS).map(move |i| sum(i) / k as f32)
    });
    Tensor::from_vec(found.collect(), test.shape())
}

/// The root of the mean square error in the covered pixels.
fn error(guess: &Tensor, test: &Tensor, known: &[bool]) -> f64 {
    let square = |i: usize| f64::from(guess.data()[i] - test.data()[i]).powi(2);
    let covered = (0..test.len()).filter(|i| !known[i % PIXELS]);
    mean(covered.map(square).collect::<Vec<_>>()).sqrt()
}
