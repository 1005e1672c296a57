//! Opened elsewhere: a training that goes on, and a file from PyTorch.

use lab11::transfer::interrupted::{Kept, different, interrupted, through};
use lab11::transfer::opened::{file, network, opened, poured, turned, written};
use lab11::transfer::tasks::halves;
use lab11::{exercises, solutions};
use labkit::numerals::{count, percent, power_above};
use labkit::reference::Stored;
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Checkpoint, Labels, Tensor, pytorch};
use trainer::{Examples, accuracy, outputs};

/// What PyTorch itself made of two pictures.
const STORED: Stored = Stored(include_str!("../../tests/reference/opened.txt"));
/// Steps before the break, and behind it.
const HALF: usize = 60;

type Array = (String, Vec<usize>);

/// The section.
pub fn elsewhere(lesson: &mut Lesson) -> Result<()> {
    goes_on(lesson)?;
    opens(lesson)?;
    fits(lesson)?;
    goes_back(lesson)
}

/// Save, close, open, continue.
fn goes_on(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A program ends, and its network is gone. So let it leave a file. Here one takes 120 steps without a break; another stops in the middle, saves and ends; a third has other weights, opens the file and takes the 60 steps that are left, on the same pictures.");
    let [task, _] = halves(&datasets::digits8());
    let (half, seed) = (lesson.shortened(HALF, 6), lesson.flags().seed);
    let path = lesson.flags().out.join("half-way.safetensors");
    let whole = through(&task.learn, half, seed);
    let mut lost = Vec::new();
    for kept in [Kept::Weights, Kept::Training] {
        let reader = interrupted(&task.learn, half, seed, &path, kept)?;
        lost.push(different(&reader, &whole));
    }
    std::fs::remove_file(&path)?;
    let [(weights_alone, all), (training, _)] = lost[..] else {
        unreachable!("two ways were tried")
    };
    lesson.number("resumed_numbers", all);
    lesson.number("resumed_weights_alone", weights_alone);
    lesson.number("resumed_training", training);
    lesson.predict_choice(
        &format!("The file has all {} weights, bit for bit. Is the network in the end the one of the training without a break?", count(all)),
        &["yes, bit for bit", "yes, up to rounding", "no"],
        2,
        &format!("{} of them are others. Adam divides by what it remembers of past gradients, and a fresh Adam remembers nothing: its first steps are as long as on the first day.", count(weights_alone)),
    );
    lesson.say(format!("A training is more than its weights. With Adam's memory and its count of steps in the file as well, {} of {} weights differ.", count(training), count(all)));
    Ok(())
}

/// Three ways to open what PyTorch wrote.
fn opens(lesson: &mut Lesson) -> Result<()> {
    let file = file()?;
    lesson.say("Now somebody else's file. PyTorch has trained a small network on the same digits of 8 × 8 pixels, and saved it. To make it harder, or just as in life, with four kinds of numbers:");
    let ours: Vec<Array> = shapes(&Checkpoint::of(&network(10)));
    let mut table = Table::new(["array", "kind", "its shape there", "and here"]);
    for array in file.tensors() {
        let here = ours.iter().find(|(name, _)| name == array.name);
        let here = here.map_or("–".to_string(), |(_, dims)| format!("{dims:?}"));
        table.push([
            array.name.to_string(),
            array.dtype.to_string(),
            format!("{:?}", array.dims),
            here,
        ]);
    }
    lesson.table(&table);
    let test = test();
    let ways = [poured(&file)?, turned(&file)?, opened(&file)?];
    let [poured, turned, opened] = &ways;
    let right = ways.each_ref().map(|model| accuracy(model, &test));
    for (name, right) in ["poured", "turned", "opened"].iter().zip(right) {
        lesson.number(&format!("opened_right_{name}"), right);
    }
    lesson.predict_number(
        &format!("Every array has as many numbers as its counterpart here. Somebody gives each the shape that is wanted, and leaves the numbers in their order. Nothing complains. How many of the {} test digits are read right?", count(test.len())),
        Quantity::percent(right[0], 1),
        &format!("{}. Each weight is there, and stands in front of the wrong pixel. A tenth is luck.", percent(right[0])),
    );
    lesson.predict_number(
        "Now each array is turned, so that outputs come last. The convolutions are right. But behind the `Flatten` PyTorch's dense layer counts channel by channel, and ours place by place, both to 64. How many now?",
        Quantity::percent(right[1], 1),
        &format!("{}. The shapes fit, because 4 × 4 × 4 numbers are 64 in any order.", percent(right[1])),
    );
    let images = Tensor::from_vec(
        STORED.values("images").iter().map(|&x| x as f32).collect(),
        [2, 8, 8, 1],
    );
    let logits = STORED.values("logits");
    let off = |model| {
        let ours = outputs(model, &images);
        let pairs = ours.data().iter().zip(&logits);
        pairs
            .map(|(a, b)| (f64::from(*a) - b).abs())
            .fold(0.0, f64::max)
    };
    let mut table = Table::new(["opened", "read right", "off PyTorch's logits, at most"]);
    for (words, model, right) in [
        ("as the numbers lie", poured, right[0]),
        ("each array turned", turned, right[1]),
        ("and the rows behind Flatten", opened, right[2]),
    ] {
        let off = off(model);
        let off = if off > 0.01 {
            labkit::numerals::num(off, 1)
        } else {
            format!("< {}", power_above(off))
        };
        table.push([words.to_string(), percent(right), off]);
    }
    lesson.table(&table);
    lesson.say("So shapes prove little. What proves that a file was opened rightly is a picture whose logits are known: ask whoever sends you weights for one.");
    Ok(())
}

/// A part of the file, for another task.
fn fits(lesson: &mut Lesson) -> Result<()> {
    let which_fit = lesson.answer(
        "which_fit",
        exercises::which_fit as fn(&[Array], &[Array]) -> _,
        solutions::which_fit,
    );
    let file = file()?;
    let mut five = network(5);
    let [fitting, misshapen, missing, unexpected] =
        which_fit(&shapes(&file), &shapes(&pytorch::state_dict(&five)));
    lesson.predict_number(
        "A network that tells five classes apart wants this file. How many of its 12 arrays fit?",
        Quantity::new(fitting.len() as f64, 0).within(0.0),
        &format!(
            "{}: all but the {} of the last layer.",
            fitting.len(),
            misshapen.len()
        ),
    );
    let told = [fitting, misshapen, missing, unexpected].map(|list| list.len());
    let fit = pytorch::load_what_fits(&mut five, &file)?;
    lesson.show(fit.to_string());
    lesson.number("fits", told[0]);
    lesson.say("A loader that takes what fits has to say what did not. One that keeps silent is content with a file of which nothing fits, and you train from scratch and never know. (What is passed over is PyTorch's count of the batches that a batch normalisation has seen. No answer depends on it.)");
    Ok(())
}

/// What PyTorch would read.
fn goes_back(lesson: &mut Lesson) -> Result<()> {
    let to_their_layout = lesson.answer(
        "to_their_layout",
        exercises::to_their_layout as fn(&[f32], [usize; 4]) -> _,
        solutions::to_their_layout,
    );
    let theirs = file()?;
    let model = opened(&theirs)?;
    let back = written(&model);
    let (mut same, mut all) = (0, 0);
    for name in back.names() {
        let pair = [back.tensor(name)?, theirs.tensor(name)?];
        let pairs = pair[0].data().iter().zip(pair[1].data());
        same += pairs.filter(|(a, b)| a.to_bits() == b.to_bits()).count();
        all += pair[1].len();
    }
    let ours = Checkpoint::of(&model).tensor("4.weight")?;
    let &[height, width, inputs, outputs] = ours.dims() else {
        unreachable!("a convolution has four axes")
    };
    let kernel = to_their_layout(ours.data(), [height, width, inputs, outputs]);
    let is_theirs = kernel == theirs.tensor("4.weight")?.data();
    lesson.number("written_same", same);
    lesson.say(format!("And back: the same network, written as PyTorch wants it, has {} of its {} numbers where they were, in 32 bits. The second convolution by `to_their_layout`: {}.", count(same), count(all), if is_theirs { "the same" } else { "others" }));
    Ok(())
}

/// The test digits, 8 × 8.
fn test() -> Examples {
    let test = datasets::digits8().test;
    Examples {
        labels: Labels::new(&test.labels, test.classes),
        images: Tensor::from(test.pixels).reshape([test.labels.len(), 8, 8, 1]),
    }
}

/// Names and shapes, without whole numbers, which no layer learns.
fn shapes(file: &Checkpoint) -> Vec<Array> {
    let arrays = file.tensors().filter(|array| !array.dtype.starts_with('I'));
    arrays
        .map(|array| (array.name.to_string(), array.dims.to_vec()))
        .collect()
}
