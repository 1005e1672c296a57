//! Two paths.

use crate::figures;
use lab11::architecture::Architecture;
use lab11::architecture::count::{Counted, Row};
use lab11::blocks::{self, inception, residual, resnet20};
use lab11::{exercises, solutions};
use labkit::numerals::{count, num, percent};
use labkit::{Lesson, Quantity, Result, Table};

type Cost = fn([usize; 3], usize, usize, usize, usize, bool) -> [usize; 2];

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
    lesson.predict_choice(
        "A picture of [8, 8, 16] goes into a convolution of 3×3 to 16 channels with stride 2, and around it. Which can be made of what comes out?",
        &["the sum", "the concatenation", "both", "neither"],
        3,
        "Neither. One path has [4, 4, 16], the other [8, 8, 16]. Adding wants all of it alike, concatenating everything but the channels.",
    );
    let path = Architecture::new;
    let sum = path().sum([path().conv_norm(16, 3, 2), path()]);
    if let Err(misfit) = sum.count([8, 8, 16]) {
        lesson.say(format!(
            "The description says so, before anything is built: `{misfit}`"
        ));
    }
}

/// A block of ResNet-20, and one of GoogLeNet.
fn picture(lesson: &mut Lesson) -> Result<()> {
    let blocks = [halving(), inception([64, 96, 128, 16, 32, 32], 5)];
    let caption = "Two blocks, drawn from their data. Left two paths that are added, right four whose channels are put one behind the other. Blue has weights.";
    lesson.figure("blocks", caption, (800, 330), |area| {
        for (net, width, x) in [(&blocks[0], 260, 135), (&blocks[1], 520, 535)] {
            figures::paths::draw(area, net, (x, 6), width)?;
        }
        Ok(())
    })
}

/// The first block of ResNet-20 that makes the picture smaller.
fn halving() -> Architecture {
    let path = Architecture::new().conv_norm(32, 3, 2).relu();
    let path = path.conv_norm(32, 3, 1);
    residual(path, Architecture::new().subsample(32, 2))
}

/// Layer by layer.
fn block(lesson: &mut Lesson) -> Result<()> {
    lesson.say("With the same stride on both paths it fits. A *residual block*: two convolutions, and a way around them that learns nothing. It takes the first of every 2×2 pixels, and zeros stand in for the channels that are new.");
    let mut table = Table::new(["place", "layer", "output", "parameters", "multiply-adds"]);
    for row in halving().count([32, 32, 16])?.rows {
        let [parameters, work] = [row.parameters, row.multiply_adds].map(|n| count(n as usize));
        let [place, output] = [row.name(), row.output.to_string()];
        table.push([place, row.layer, output, parameters, work]);
    }
    lesson.table(&table.caption("*place*: layer, path, layer in the path. Multiply-adds: of convolutions and dense layers, for one picture."));
    let (yours, ours) = (exercises::conv_cost, solutions::conv_cost);
    let conv_cost: Cost = lesson.answer("conv_cost", yours, ours);
    let [weights, work] = conv_cost([32, 32, 16], 32, 3, 2, 1, false).map(count);
    lesson.show(format!(
        "the first row by `conv_cost`: {weights} parameters, {work} multiply-adds"
    ));
    Ok(())
}

/// Parameters and work of some rows together.
fn sums<'a>(rows: impl IntoIterator<Item = &'a Row>) -> [u64; 2] {
    rows.into_iter().fold([0, 0], |[weights, work], row| {
        [weights + row.parameters, work + row.multiply_adds]
    })
}

/// The same, as shares of the whole.
pub fn shares(counted: &Counted, belongs: impl Fn(&Row) -> bool) -> [f64; 2] {
    let some = sums(counted.rows.iter().filter(|row| belongs(row)));
    let all = sums(&counted.rows);
    [0, 1].map(|i| some[i] as f64 / all[i] as f64)
}

/// ResNet-20, stage by stage.
fn stages(lesson: &mut Lesson) -> Result<()> {
    let counted = resnet20().count([32, 32, 3])?;
    let parameters = lesson.number("resnet20_parameters", counted.parameters());
    let millions = num(counted.multiply_adds() as f64 / 1e6, 1);
    lesson.say(format!("Nine blocks, in three stages of 16, 32 and 64 channels, of which two make the picture smaller, with a convolution before and a dense layer behind, are ResNet-20: {} parameters, {millions} million multiply-adds for a picture of CIFAR-10.", count(parameters as usize)));
    // Three layers at the beginning, then a sum and a ReLU for each block.
    let stages = [0, 1, 2].map(|stage| {
        let places = 3 + 6 * stage..9 + 6 * stage;
        shares(&counted, |row| places.contains(&row.place[0]))
    });
    let [weights, work] = stages[2];
    lesson.predict_number(
        "Each stage has three blocks. What share of the parameters is in the last stage?",
        Quantity::percent(weights, 0),
        &format!(
            "{}. A convolution of twice the channels has four times the weights.",
            percent(weights)
        ),
    );
    lesson.predict_number(
        "And what share of the work?",
        Quantity::percent(work, 0),
        &format!(
            "{}. A quarter of the pixels, four times the weights for each.",
            percent(work)
        ),
    );
    let outputs = ["[32, 32, 16]", "[16, 16, 32]", "[8, 8, 64]"];
    let rows = [0, 1, 2].map(|stage| {
        let [weights, work] = stages[stage].map(percent);
        [count(stage + 1), outputs[stage].to_string(), weights, work]
    });
    let table = Table::new(["stage", "output", "parameters", "multiply-adds"]).rows(rows);
    lesson.table(&table.caption("The three stages of ResNet-20, as shares of the whole."));
    Ok(())
}

/// Four paths side by side, and a narrow place in two of them.
fn bottlenecks(lesson: &mut Lesson) -> Result<()> {
    lesson.say("An *Inception block* does not choose a window: 1×1, 3×3, 5×5 and a maximum all look at the same picture, and their channels are put one behind the other. Before the large windows stands a 1×1 that makes few channels of many. GoogLeNet's first block takes [28, 28, 192]:");
    let narrow = inception([64, 96, 128, 16, 32, 32], 5).count([28, 28, 192])?;
    let wide = blocks::paths("64@1 | 128@3 | 32@5 | max@3 32@1").count([28, 28, 192])?;
    let ratio = wide.multiply_adds() as f64 / narrow.multiply_adds() as f64;
    lesson.predict_number(
        "The 3×3 sees 96 channels and the 5×5 sees 16, in place of 192. How many times the work is the block without these two 1×1?",
        Quantity::new(ratio, 1).factor(1.15),
        &format!("{} times. The two 1×1 cost something themselves, and save much more.", num(ratio, 1)),
    );
    let mut table = Table::new(["path", "output", "with 1×1 before", "without"]);
    let mut row = |name: &str, belongs: &dyn Fn(&&Row) -> bool| {
        let [narrow, wide] = [&narrow, &wide].map(|block| block.rows.iter().filter(belongs));
        let output = narrow.clone().last().map(|row| row.output.to_string());
        let [narrow, wide] = [narrow, wide].map(|rows| count(sums(rows)[1] as usize));
        table.push([name.to_string(), output.unwrap_or_default(), narrow, wide]);
    };
    for (path, name) in ["1×1", "3×3", "5×5", "max 3×3"].into_iter().enumerate() {
        row(name, &|row| row.place.get(1) == Some(&path));
    }
    row("concat", &|_| true);
    lesson.table(&table.caption("Multiply-adds of each path. What comes out has the same shape."));
    Ok(())
}
