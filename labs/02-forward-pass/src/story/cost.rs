//! Universal approximation, and the price of connecting everything with everything.

use lab02::bumps::{copy_with_bumps, target, worst_error};
use lab02::{exercises, solutions};
use labkit::numerals;
use labkit::numerals::num;
use labkit::{Chart, Lesson, Quantity, Result, Table};

pub fn any_curve(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "In lab 1 two sigmoid neurons, one stepping up and one stepping down, made a bump. Set bumps side by side, each as high as
         the curve you want, and you have copied the curve. That is a network with one hidden layer:",
    );
    let curve = |f: &dyn Fn(f64) -> f64| {
        (0..=400)
            .map(|i| f64::from(i) / 400.0)
            .map(|x| (x, f(x)))
            .collect::<Vec<_>>()
    };
    lesson.chart(
        "bumps",
        "A curve, and its copies from 10 and from 40 bumps.",
        &Chart::new("x", "y")
            .line("the curve", curve(&target))
            .line("10 bumps", curve(&|x| copy_with_bumps(target, 10, x)))
            .line("40 bumps", curve(&|x| copy_with_bumps(target, 40, x)))
            .y_range(0.0..1.0),
    )?;
    let mut table = Table::new(["bumps", "hidden neurons", "largest error"]);
    for n in [5, 10, 20, 40, 80, 160] {
        table.push([
            n.to_string(),
            (2 * (n + 2)).to_string(),
            num(worst_error(n), 4),
        ]);
    }
    lesson.table(&table.caption("One more bump at each end, so that the ends have a neighbour."));
    lesson.say(
        "Twice the neurons, about half the error: any continuous curve, as closely as you like. This is the *universal approximation theorem*
         (Cybenko 1989, Hornik, Stinchcombe and White 1989), and it is less than it sounds. Weights exist; that does not mean that
         training finds them. And bumps are a lookup table: with d inputs, 10 along each makes 10ᵈ, and for 64 pixels that is more
         than the atoms of the Earth.

         So the point is not that a network *can* copy anything. Tables can, too. The point is that layers reuse what earlier
         layers found: one hidden neuron's cut serves every neuron after it.",
    );
    Ok(())
}

pub fn parameters(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "In every network of this lab each neuron listens to everything in the layer before it: *fully connected*. Between layers of
         widths a and b lie a·b weights, and each of the b neurons has a bias. The 3-3-2 network: 3·3 + 3 + 3·2 + 2 = 20 numbers.",
    );
    lesson.predict_number(
        "A full-HD picture is 1920 × 1080 pixels in three colours. Give it one hidden layer of 1,000 neurons. How many weights are that?",
        Quantity::new(6_220_800_000.0, 0).factor(2.0),
        "6,220,800 inputs times 1,000 neurons: billions.",
    );
    type Count = fn(&[usize]) -> usize;
    let count = lesson.answer(
        "parameters",
        exercises::parameters as Count,
        solutions::parameters,
    );
    let pictures = [
        ("8 × 8 grey digit", 8 * 8),
        ("28 × 28 grey digit", 28 * 28),
        ("224 × 224 colour photo", 224 * 224 * 3),
        ("1920 × 1080 colour frame", 1920 * 1080 * 3),
    ];
    let mut table = Table::new([
        "picture",
        "inputs",
        "weights and biases",
        "in 32-bit floats",
    ]);
    for (name, inputs) in pictures {
        let numbers = count(&[inputs, 1000]);
        let megabytes = 4.0 * numbers as f64 / 1e6;
        let size = if megabytes < 1000.0 {
            format!("{megabytes:.1} MB")
        } else {
            format!("{:.1} GB", megabytes / 1000.0)
        };
        table.push([
            name.to_string(),
            numerals::count(inputs),
            numerals::count(numbers),
            size,
        ]);
    }
    lesson.table(&table);
    let numbers = count(&[pictures[3].1, 1000]);
    lesson.number("full_hd_gigabytes", 4.0 * numbers as f64 / 1e9);
    lesson.number("digits_numbers", count(&[784, 64, 64, 10]));
    lesson.say(
        "Six billion numbers for one layer, and each is used once for each frame. Worse: a neuron that has learned to see a cat in the upper left knows nothing of
         cats in the lower right, because those pixels have other weights. The cure is to connect a neuron to a small patch
         only, and to use the same weights at every place. That is convolution, and a later lab builds it.

         For digits full connection is fine: 784 inputs, two hidden layers of 64 and ten outputs are 55,050 numbers. Lab 5
         will train them. First, lab 3 has to say how.",
    );
    Ok(())
}
