//! Two paths.

use crate::figures;
use lab11::architecture::Architecture;
use lab11::architecture::count::{Counted, Row};
use lab11::blocks::{inception, residual, resnet20, window};
use lab11::{exercises, solutions};
use labkit::numerals::{count, num, percent};
use labkit::{Lesson, Quantity, Result, Table};

/// What comes into GoogLeNet's first block.
const INPUT: [usize; 3] = [28, 28, 192];

/// The section.
pub fn paths(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A `Sequential` says \"and then\". It cannot say \"and at the same time\": one input into two paths whose results are added, or put one behind the other. So here a network is data: a list of layers, where a layer may be a sum or a concatenation of lists.");
    picture(lesson)?;
    misfit(lesson);
    block(lesson)?;
    stages(lesson)?;
    bottlenecks(lesson)
}

/// Adding asks for more than concatenating.
fn misfit(lesson: &mut Lesson) {
    let path = || Architecture::new().conv_norm(16, 3, 2);
    let around = Architecture::new;
    lesson.predict_choice(
        "A picture of [8, 8, 16] goes into a convolution of 3×3 to 16 channels with stride 2, and around it. Which can be made of what comes out?",
        &["the sum", "the concatenation", "both", "neither"],
        3,
        "Neither. One path has [4, 4, 16], the other [8, 8, 16]. Adding wants all of it alike, concatenating everything but the channels.",
    );
    if let Err(misfit) = around().sum([path(), around()]).count([8, 8, 16]) {
        lesson.say(format!(
            "The description says so, before anything is built: `{misfit}`"
        ));
    }
}

/// A block of ResNet-20, and one of GoogLeNet.
fn picture(lesson: &mut Lesson) -> Result<()> {
    let blocks = [halving(), inception([64, 96, 128, 16, 32, 32], 5)];
    let widths = [260, 520];
    lesson.figure(
        "blocks",
        "Two blocks, drawn from their data. Left two paths that are added, right four whose channels are put one behind the other. Blue has weights.",
        (800, 330),
        |area| {
            for ((net, width), x) in blocks.iter().zip(widths).zip([135, 535]) {
                figures::paths::draw(area, net, (x, 6), width)?;
            }
            Ok(())
        },
    )
}

/// The first block of ResNet-20 that makes the picture smaller.
fn halving() -> Architecture {
    let path = Architecture::new().conv_norm(32, 3, 2).relu();
    let path = path.conv_norm(32, 3, 1);
    residual(path, Architecture::new().subsample(32, 2))
}

fn table(rows: &[Row]) -> Table {
    let mut table = Table::new(["place", "layer", "output", "parameters", "multiply-adds"]);
    for row in rows {
        let [parameters, work] = [row.parameters, row.multiply_adds].map(|n| count(n as usize));
        table.push([
            row.name(),
            row.layer.clone(),
            row.output.to_string(),
            parameters,
            work,
        ]);
    }
    table
}

/// Layer by layer.
fn block(lesson: &mut Lesson) -> Result<()> {
    let block = halving();
    lesson.say("With the same stride on both paths it fits. A *residual block*: two convolutions, and a way around them that learns nothing. It takes the first of every 2×2 pixels, and zeros stand in for the channels that are new.");
    lesson.table(&table(&block.count([32, 32, 16])?.rows).caption(
        "*place*: layer, path, layer in the path. Multiply-adds: of convolutions and dense layers, for one picture.",
    ));
    let conv_cost = lesson.answer(
        "conv_cost",
        exercises::conv_cost as fn([usize; 3], usize, usize, usize, usize, bool) -> [usize; 2],
        solutions::conv_cost,
    );
    let [weights, work] = conv_cost([32, 32, 16], 32, 3, 2, 1, false);
    lesson.show(format!(
        "the first row by `conv_cost`: {} parameters, {} multiply-adds",
        count(weights),
        count(work)
    ));
    Ok(())
}

/// The sum of some rows, as shares of all: parameters and work.
pub fn shares(counted: &Counted, belongs: impl Fn(&Row) -> bool) -> [f64; 2] {
    let rows = counted.rows.iter().filter(|row| belongs(row));
    let (weights, work) = rows.fold((0, 0), |(weights, work), row| {
        (weights + row.parameters, work + row.multiply_adds)
    });
    [
        weights as f64 / counted.parameters() as f64,
        work as f64 / counted.multiply_adds() as f64,
    ]
}

/// ResNet-20, stage by stage.
fn stages(lesson: &mut Lesson) -> Result<()> {
    let counted = resnet20().count([32, 32, 3])?;
    let parameters = lesson.number("resnet20_parameters", counted.parameters());
    let work = lesson.number("resnet20_work", counted.multiply_adds());
    lesson.say(format!("Nine blocks, in three stages of 16, 32 and 64 channels, of which two make the picture smaller, with a convolution before and a dense layer behind, are ResNet-20: {} parameters, {} million multiply-adds for a picture of CIFAR-10.", count(parameters as usize), num(work as f64 / 1e6, 1)));
    // Three layers at the beginning, then a sum and a ReLU for each block.
    let stage = |i: usize| {
        let places = 3 + 6 * i..9 + 6 * i;
        shares(&counted, |row| places.contains(&row.place[0]))
    };
    let [last, last_work] = stage(2);
    lesson.number("last_stage_parameters", last);
    lesson.number("last_stage_work", last_work);
    lesson.predict_number(
        "Each stage has three blocks. What share of the parameters is in the last stage?",
        Quantity::percent(last, 0),
        &format!(
            "{}. A convolution of twice the channels has four times the weights.",
            percent(last)
        ),
    );
    lesson.predict_number(
        "And what share of the work?",
        Quantity::percent(last_work, 0),
        &format!(
            "{}. A quarter of the pixels, four times the weights for each.",
            percent(last_work)
        ),
    );
    let mut table = Table::new(["stage", "output", "parameters", "multiply-adds"]);
    for (i, output) in ["[32, 32, 16]", "[16, 16, 32]", "[8, 8, 64]"]
        .into_iter()
        .enumerate()
    {
        let [weights, work] = stage(i);
        table.push([
            (i + 1).to_string(),
            output.to_string(),
            percent(weights),
            percent(work),
        ]);
    }
    lesson.table(&table.caption("The three stages of ResNet-20, as shares of the whole."));
    Ok(())
}

/// Four paths side by side, and a narrow place in two of them.
fn bottlenecks(lesson: &mut Lesson) -> Result<()> {
    lesson.say("An *Inception block* does not choose a window: 1×1, 3×3, 5×5 and a maximum all look at the same picture, and their channels are put one behind the other. Before the large windows stands a 1×1 that makes few channels of many. GoogLeNet's first block takes [28, 28, 192]:");
    let narrow = inception([64, 96, 128, 16, 32, 32], 5);
    let path = Architecture::new;
    let conv = |net: Architecture, channels, size| net.conv_norm(channels, size, 1).relu();
    let wide = path().concat([
        conv(path(), 64, 1),
        conv(path(), 128, 3),
        conv(path(), 32, 5),
        conv(path().max_pool(window(3, 1)), 32, 1),
    ]);
    let (narrow, wide) = (narrow.count(INPUT)?, wide.count(INPUT)?);
    let ratio = wide.multiply_adds() as f64 / narrow.multiply_adds() as f64;
    lesson.number("inception_work", narrow.multiply_adds());
    lesson.number("inception_wide_work", wide.multiply_adds());
    lesson.number("inception_ratio", ratio);
    lesson.predict_number(
        "The 3×3 sees 96 channels and the 5×5 sees 16, in place of 192. How many times the work is the block without these two 1×1?",
        Quantity::new(ratio, 1).factor(1.15),
        &format!("{} times. The two 1×1 cost something themselves, and save much more.", num(ratio, 1)),
    );
    let names = ["1×1", "3×3", "5×5", "max 3×3"];
    let mut table = Table::new(["path", "output", "with 1×1 before", "without"]);
    for (i, name) in names.into_iter().enumerate() {
        let work = |counted: &Counted| {
            let rows = counted
                .rows
                .iter()
                .filter(|row| row.place.get(1) == Some(&i));
            count(rows.map(|row| row.multiply_adds).sum::<u64>() as usize)
        };
        let end = narrow.rows.iter().rfind(|row| row.place.get(1) == Some(&i));
        let output = end.map_or(String::new(), |row| row.output.to_string());
        table.push([name.to_string(), output, work(&narrow), work(&wide)]);
    }
    table.push([
        "concat".to_string(),
        narrow.output.to_string(),
        count(narrow.multiply_adds() as usize),
        count(wide.multiply_adds() as usize),
    ]);
    lesson.table(&table.caption("Multiply-adds of each path. What comes out has the same shape."));
    Ok(())
}
