//! Batch norm's sisters.

use crate::figures;
use lab07::sisters::Kind;
use labkit::numerals::{count, list};
use labkit::{Lesson, Result, Table};

/// The four.
const KINDS: [Kind; 4] = [
    Kind::Batch,
    Kind::Layer,
    Kind::Instance,
    Kind::Group { groups: 2 },
];

pub fn sisters(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Batch norm needs a batch. With one or two pictures at a time, or where the neighbours in the batch must not matter, other numbers have to share the mean. The formula stays; only the *set* changes:");
    lesson.figure(
        "sets",
        "Which numbers share a mean. Each box is one channel of one picture, all its rows and columns; the blue boxes form one set.",
        (760, 200),
        |area| figures::sets::draw(area, &KINDS),
    )?;
    lesson.predict_choice(
        "Which of the four give the same answer in training and in use?",
        &["batch and layer norm", "layer, instance and group norm", "instance norm alone", "all four"],
        1,
        "Their sets lie within one picture, which is always there. They need no running statistics, and a batch of one is no trouble.",
    );
    let size @ [pictures, height, width, channels] = [8, 12, 12, 64];
    let mut table = Table::new([
        "norm",
        "numbers in a set",
        "sets",
        "needs a batch",
        "running statistics",
    ]);
    for kind in KINDS {
        let shared = kind.shared(size);
        let sets = size.iter().product::<usize>() / shared;
        let (batch, kept) = if kind == Kind::Batch {
            ("yes", "2 a channel")
        } else {
            ("no", "none")
        };
        table.push([
            kind.name(),
            count(shared),
            count(sets),
            batch.to_string(),
            kept.to_string(),
        ]);
    }
    lesson.table(&table.caption("For [8, 12, 12, 64]: 8 pictures, 12 × 12 places, 64 channels. In nabla γ and β are one a channel in all four."));
    lesson.say(format!(
        "The name *layer norm* is used for two sets. The figure's is the whole picture, {} numbers, which is group norm with a single group: `group_norm(1, …)` in nabla. In a text the set is one *position*, with all its channels, and `layer_norm` in nabla, Keras and burn does the same to pictures: {channels} numbers, {} sets. PyTorch's `LayerNorm` is told which axes, and has a γ and a β for every number of them.",
        count(height * width * channels),
        count(pictures * height * width),
    ));
    numbers(lesson);
    lesson.say("Layer norm is at home where sequences are read (Ba, Kiros and Hinton, 2016), and in every transformer; instance norm where the contrast of a single picture should not matter, as in style transfer; group norm where pictures are so large that few fit in a batch (Wu and He, 2018).");
    Ok(())
}

/// Two pictures of one place and four channels: small enough to be read.
fn numbers(lesson: &mut Lesson) {
    let x = [1.0, 2.0, 10.0, 30.0, 3.0, 6.0, 20.0, 10.0];
    let size = [2, 1, 1, 4];
    let mut table = Table::new([
        "",
        "picture 1: channels 1 to 4",
        "picture 2: channels 1 to 4",
    ]);
    let row = |name: &str, y: &[f64], decimals| {
        let part = |y: &[f64]| list(y.iter().copied(), decimals);
        [name.to_string(), part(&y[..4]), part(&y[4..])]
    };
    table.push(row("x", &x, 0));
    for kind in KINDS {
        let y = kind.normalise(&x, size, 1e-5);
        table.push(row(&kind.name(), &y, 2));
    }
    lesson.table(&table.caption("Two pictures with a single place: batch norm compares down (1 with 3), layer norm along (1, 2, 10, 30), group norm in pairs. Instance norm has sets of one number here, and nothing is left."));
    lesson.number(
        "sisters_batch_first",
        Kind::Batch.normalise(&x, size, 1e-5)[0],
    );
}
