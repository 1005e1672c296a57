//! Ten families.

use super::paths::shares;
use lab11::architecture::Architecture;
use lab11::architecture::count::Counted;
use lab11::blocks::units;
use lab11::families::{self, Family, vgg_convolutions};
use lab11::{exercises, solutions};
use labkit::numerals::{count, num, percent};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::Window;

type Sees = fn(&[(usize, usize)]) -> usize;

/// The section.
pub fn families(lesson: &mut Lesson) -> Result<()> {
    let families = families::families();
    let of = |family: &Family| family.architecture.count([family.side, family.side, 3]);
    let counted = families.iter().map(of).collect::<Result<Vec<_>>>()?;
    small_windows(lesson)?;
    ten(lesson, &families, &counted)?;
    dense(lesson, &counted[1])?;
    strides(lesson)
}

/// VGG's idea.
fn small_windows(lesson: &mut Lesson) -> Result<()> {
    lesson.say("The networks that won ImageNet's contest differ in few ideas. VGG has one: no window is larger than 3×3.");
    let sees: Sees = lesson.answer("sees", exercises::sees, solutions::sees);
    let [one, two] = [1, 2].map(|windows| sees(&vec![(3, 1); windows]));
    lesson.show(format!(
        "one 3×3 sees {one}×{one}, two in a row see {two}×{two}"
    ));
    let [small, large] = ["64@3 64@3", "64@5"].map(|text| units(text).count([56, 56, 64]));
    let share = small?.multiply_adds() as f64 / large?.multiply_adds() as f64;
    lesson.predict_number(
        "64 channels in, 64 out. What share of the weights of one 5×5 have two of 3×3 together?",
        Quantity::percent(share, 0).within(0.015),
        &format!(
            "{}, that is 18 of 25. They see as much, and have a ReLU more.",
            percent(share)
        ),
    );
    Ok(())
}

fn million(number: u64) -> f64 {
    number as f64 / 1e6
}

/// The table.
fn ten(lesson: &mut Lesson, families: &[Family], counted: &[Counted]) -> Result<()> {
    let millions = [0, 2, 4, 9].map(|i| million(counted[i].parameters()));
    let most = (0..4).max_by(|&a, &b| millions[a].total_cmp(&millions[b]));
    lesson.predict_choice(
        "Which of these has the most parameters?",
        &[
            "AlexNet, 8 layers",
            "VGG-19, 19 layers",
            "Inception v3, 48 layers",
            "ResNet-152",
        ],
        most.unwrap_or(0),
        &format!(
            "VGG-19: {} million. ResNet-152 has eight times its layers and {} million.",
            num(millions[1], 0),
            num(millions[3], 0)
        ),
    );
    let times = counted[7].multiply_adds() as f64 / counted[0].multiply_adds() as f64;
    lesson.predict_number(
        "ResNet-50 has less than half of AlexNet's parameters. How many times AlexNet's multiply-adds does it need for a picture?",
        Quantity::new(times, 1).factor(1.3),
        &format!("{} times.", num(times, 1)),
    );
    let rows = families.iter().zip(counted).map(|(family, counted)| {
        let (parameters, work) = (counted.parameters(), counted.multiply_adds());
        let used = num(work as f64 / parameters as f64, 0);
        let [year, side] = [family.year, family.side].map(|n| n.to_string());
        let [parameters, work] = [parameters, work].map(|n| count(n as usize));
        [family.name.to_string(), year, side, parameters, work, used]
    });
    let header = [
        "network",
        "year",
        "side",
        "parameters",
        "multiply-adds",
        "each is used",
    ];
    let table = Table::new(header).rows(rows);
    lesson.table(&table.caption("Ten networks for 1,000 classes, as torchvision defines them, without the heads that only help in training. *Each is used*: multiply-adds by parameters, so how often a weight is used for one picture, on average."));
    let mut chart = Chart::new("parameters, millions", "multiply-adds, billions")
        .log_x()
        .log_y();
    for (name, members) in [
        ("AlexNet", 0..1),
        ("VGG-16, 19", 1..3),
        ("GoogLeNet", 3..4),
        ("Inception v3", 4..5),
        ("ResNet-18, 34", 5..7),
        ("ResNet-50, 101, 152", 7..10),
    ] {
        let work = |net: &Counted| million(net.multiply_adds()) / 1e3;
        let members = counted[members].iter();
        chart = chart.points(
            name,
            members.map(|net| (million(net.parameters()), work(net))),
        );
    }
    let caption = "Where the weights are and where the work is are different places.";
    let chart = chart.x_range(4.0..200.0).y_range(0.4..30.0);
    lesson.chart("weights-and-work", caption, &chart)
}

/// Where VGG-16 keeps its weights.
fn dense(lesson: &mut Lesson, vgg: &Counted) -> Result<()> {
    let [weights, work] = shares(vgg, |row| row.layer.starts_with("dense"));
    let all = lesson.number("vgg_16_parameters", vgg.parameters());
    lesson.predict_number(
        "VGG-16 ends in three dense layers, the first from [7, 7, 512] to 4,096. What share of all its parameters do the three have?",
        Quantity::percent(weights, 0),
        &format!("{}. And of the work {}: a weight of a dense layer is used once a picture, a weight of a convolution at every place.", percent(weights), percent(work)),
    );
    let net = vgg_convolutions([2, 2, 3, 3, 3]);
    let pooled = net.global_avg_pool().linear(1_000).count([224, 224, 3])?;
    let left = lesson.number("vgg16_pooled_parameters", pooled.parameters());
    lesson.say(format!("*Global average pooling*, the mean of each channel over the whole picture, and one dense layer to the classes behind it: the same convolutions then end with {} million parameters in place of {}, and take pictures of any size. All of this table but AlexNet and VGG end like that.", num(million(left), 1), num(million(all), 1)));
    Ok(())
}

/// A smaller picture, in two ways.
fn strides(lesson: &mut Lesson) -> Result<()> {
    let path = Architecture::new;
    let pooled = path().conv_norm(128, 3, 1);
    let pooled = pooled.max_pool(Window::new(2).stride(2));
    let work = |net: Architecture| net.count([56, 56, 64]).map(|net| net.multiply_adds());
    let [stride, pool] = [work(path().conv_norm(128, 3, 2))?, work(pooled)?];
    let times = pool as f64 / stride as f64;
    lesson.predict_number(
        "[56, 56, 64] becomes [28, 28, 128]: by a convolution of 3×3 with stride 2, or by one with stride 1 and a maximum over 2×2. How many times the work is the second way?",
        Quantity::new(times, 0),
        &format!("{} times: {} multiply-adds in place of {}. It computes four results for each that it keeps. Later networks let the stride do it, and so did AlexNet's first layer.", num(times, 0), count(pool as usize), count(stride as usize)),
    );
    let first = path().conv(96, Window::new(11).stride(4));
    let first = first.count([227, 227, 3])?;
    let filters = lesson.number("alexnet_filters", first.parameters());
    lesson.say(format!("That layer of 2012 has 96 filters of 11×11×3 [PSC], {} parameters with their biases, and steps of 4. It was so much for the cards of that year that two shared it, 48 filters each; one card came to see edges without colour, the other colours. (torchvision's AlexNet has the 64 filters of a later paper.)", count(filters as usize)));
    Ok(())
}
