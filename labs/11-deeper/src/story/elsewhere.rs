//! Opened elsewhere: a training that goes on, and a file from PyTorch.

use lab11::transfer::interrupted::{Kept, different, interrupted, through};
use lab11::transfer::opened::{file, network, opened, poured, turned, written};
use lab11::transfer::tasks::halves;
use lab11::trial::pictures;
use lab11::{exercises, solutions};
use labkit::numerals::{count, num, percent, power_above};
use labkit::reference::Stored;
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Checkpoint, Tensor, pytorch};
use trainer::{accuracy, outputs};

/// What PyTorch itself made of two pictures.
const STORED: Stored = Stored(include_str!("../../tests/reference/opened.txt"));
/// Steps before the break, and behind it.
const HALF: usize = 60;

type Array = (String, Vec<usize>);
type Fit = fn(&[Array], &[Array]) -> [Vec<String>; 4];
type Layout = fn(&[f32], [usize; 4]) -> Vec<f32>;

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
    let lost = |kept| {
        let reader = interrupted(&task.learn, half, seed, &path, kept);
        reader.map(|reader| different(&reader, &whole))
    };
    let (weights_alone, all) = lost(Kept::Weights)?;
    let (training, _) = lost(Kept::Training)?;
    std::fs::remove_file(&path)?;
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
    let rows = file.tensors().map(|array| {
        let here = ours.iter().find(|(name, _)| name == array.name);
        let here = here.map_or("–".to_string(), |(_, dims)| format!("{dims:?}"));
        let [name, kind] = [array.name, array.dtype].map(str::to_string);
        [name, kind, format!("{:?}", array.dims), here]
    });
    lesson.table(&Table::new(["array", "kind", "its shape there", "and here"]).rows(rows));
    let test = pictures(datasets::digits8().test);
    let ways = [poured(&file)?, turned(&file)?, opened(&file)?];
    let right = ways.each_ref().map(|model| accuracy(model, &test));
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
    let images = STORED.values("images").iter().map(|&x| x as f32).collect();
    let images = Tensor::from_vec(images, [2, 8, 8, 1]);
    let logits = STORED.values("logits");
    let rows = [
        ("as the numbers lie", 0),
        ("each array turned", 1),
        ("and the rows behind Flatten", 2),
    ];
    let rows = rows.map(|(name, way)| {
        let ours = outputs(&ways[way], &images);
        let pairs = ours.data().iter().zip(&logits);
        let off = pairs.map(|(&a, b)| (f64::from(a) - b).abs());
        let off = match off.fold(0.0, f64::max) {
            off if off > 0.01 => num(off, 1),
            off => format!("< {}", power_above(off)),
        };
        [name.to_string(), percent(right[way]), off]
    });
    let table = Table::new(["opened", "read right", "off PyTorch's logits, at most"]);
    lesson.table(&table.rows(rows));
    lesson.say("So shapes prove little. What proves that a file was opened rightly is a picture whose logits are known: ask whoever sends you weights for one.");
    Ok(())
}

/// A part of the file, for another task.
fn fits(lesson: &mut Lesson) -> Result<()> {
    let (yours, ours) = (exercises::which_fit, solutions::which_fit);
    let which_fit: Fit = lesson.answer("which_fit", yours, ours);
    let file = file()?;
    let mut five = network(5);
    let wanted = shapes(&pytorch::state_dict(&five));
    let [fitting, misshapen, ..] = which_fit(&shapes(&file), &wanted).map(|list| list.len());
    lesson.predict_number(
        "A network that tells five classes apart wants this file. How many of its 12 arrays fit?",
        Quantity::new(fitting as f64, 0).within(0.0),
        &format!("{fitting}: all but the {misshapen} of the last layer."),
    );
    let fit = pytorch::load_what_fits(&mut five, &file)?;
    lesson.show(fit.to_string());
    lesson.say("A loader that takes what fits has to say what did not. One that keeps silent is content with a file of which nothing fits, and you train from scratch and never know. (What is passed over is PyTorch's count of the batches that a batch normalisation has seen. No answer depends on it.)");
    Ok(())
}

/// What PyTorch would read.
fn goes_back(lesson: &mut Lesson) -> Result<()> {
    let (yours, ours) = (exercises::to_their_layout, solutions::to_their_layout);
    let to_their_layout: Layout = lesson.answer("to_their_layout", yours, ours);
    let theirs = file()?;
    let model = opened(&theirs)?;
    let back = written(&model);
    let (mut same, mut all) = (0, 0);
    for name in back.names() {
        let [ours, theirs] = [back.tensor(name)?, theirs.tensor(name)?];
        let pairs = ours.data().iter().zip(theirs.data());
        same += pairs.filter(|(a, b)| a.to_bits() == b.to_bits()).count();
        all += theirs.len();
    }
    let ours = Checkpoint::of(&model).tensor("4.weight")?;
    let &[height, width, inputs, outputs] = ours.dims() else {
        unreachable!("a convolution has four axes")
    };
    let kernel = to_their_layout(ours.data(), [height, width, inputs, outputs]);
    let is_theirs = kernel == theirs.tensor("4.weight")?.data();
    lesson.say(format!("And back: the same network, written as PyTorch wants it, has {} of its {} numbers where they were, in 32 bits. The second convolution by `to_their_layout`: {}.", count(same), count(all), if is_theirs { "the same" } else { "others" }));
    Ok(())
}

/// Names and shapes, without whole numbers, which no layer learns.
fn shapes(file: &Checkpoint) -> Vec<Array> {
    let arrays = file.tensors().filter(|array| !array.dtype.starts_with('I'));
    let named = arrays.map(|array| (array.name.to_string(), array.dims.to_vec()));
    named.collect()
}
