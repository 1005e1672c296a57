//! Between a file and a model, and a body that is frozen.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

type Array = (String, Vec<usize>);
type Lists = [Vec<String>; 4];
type Kernel = (Vec<f32>, [usize; 4]);

/// `head.bias 10, scale`: an array of one axis of 10, and one without axes.
fn arrays(all: &str) -> Vec<Array> {
    let array = |text: &str| {
        let mut words = text.split_whitespace();
        let name = words.next().expect("a name comes first");
        let shape = words.map(|size| size.parse().expect("sizes follow"));
        (name.to_string(), shape.collect())
    };
    let arrays = all.split(',').filter(|text| !text.is_empty());
    arrays.map(array).collect()
}

fn lists(all: [&str; 4]) -> Lists {
    all.map(|list| list.split_whitespace().map(String::from).collect())
}

pub fn which_fit() -> Exercise {
    fn count(shape: &[usize]) -> usize {
        shape.iter().product()
    }
    let probe = |file, model, expected| ((arrays(file), arrays(model)), lists(expected));
    // Sorted by hand, name by name.
    let probes = [
        probe(
            "head.bias 10, body.0.weight 8 3, head.weight 10 8, body.0.bias 8, ema.decay 1, body.1.weight 4 6",
            "body.0.weight 8 3, body.0.bias 8, body.1.weight 6 4, head.weight 5 8, head.bias 5, head.scale 5, crown.bias 5",
            [
                "body.0.weight body.0.bias",
                "body.1.weight head.weight head.bias",
                "head.scale crown.bias",
                "ema.decay",
            ],
        ),
        // Part of a name is no name; no axes are another shape than one axis of one.
        probe(
            "z 3 3, 0.weight 2 2 2 2, scale, 0 7, b 12, a 2",
            "0.weight 2 2 2 2, weight 2 2 2 2, scale 1, b 3 4, z 3 3",
            ["0.weight z", "scale b", "weight", "0 a"],
        ),
        probe("", "b 1, a 2", ["", "", "b a", ""]),
        probe("b 1, a 2", "", ["", "", "", "b a"]),
    ];
    Exercise::new("which_fit", 20, "which arrays of a file a model can take, and what about the others")
        .entries(["those that fit", "those of another shape", "those missing", "those unexpected"])
        .hints([
            "Go through the model's arrays, and look for each name in the file. There are three outcomes.",
            "The names are the same: compare the shapes as lists. The same count of numbers is not enough.",
            "What is unexpected needs a second walk, through the file: `model.iter().any(|(wanted, _)| wanted == name)`.",
        ])
        .probes(probes)
        .answer(|(file, model): &(Vec<Array>, Vec<Array>)| exercises::which_fit(file, model))
        .solution(|(file, model)| solutions::which_fit(file, model))
        .mistake(
            "by count",
            "Yours takes 3 × 4 numbers for 4 × 3, as the count is the same. The numbers would all be there, and in the wrong places.",
            |(file, model)| mistakes::which_fit_if(file, model, |found, wanted| count(found) == count(wanted)),
        )
        .mistake(
            "by name",
            "You looked at names alone. A head for ten classes has the name of one for five, and does not fit.",
            |(file, model)| mistakes::which_fit_if(file, model, |_, _| true),
        )
        .mistake(
            "exchanged",
            "Your last two lists are exchanged: missing is what the *model* wants, unexpected what the *file* has.",
            |(file, model)| {
                let [fits, misshapen, missing, unexpected] = solutions::which_fit(file, model);
                [fits, misshapen, unexpected, missing]
            },
        )
        .mistake(
            "absent",
            "What has another shape is neither missing nor unexpected: it is in both. It has a list of its own.",
            |(file, model)| mistakes::which_fit_absent(file, model),
        )
        .mistake(
            "the file's order",
            "You went through the file. The first three lists are wanted in the order of the model.",
            |(file, model)| mistakes::which_fit_in_file_order(file, model),
        )
        .why("PyTorch's `load_state_dict(…, strict=False)` returns `missing_keys` and `unexpected_keys`, and raises an error where a shape differs. Read both lists: a loader that is not strict is also content when nothing fits at all.")
        .done()
}

pub fn to_their_layout() -> Exercise {
    // numpy.arange(n).reshape(height, width, inputs, outputs).transpose(3, 2, 0, 1).ravel()
    let probe = |sizes: [usize; 4], order: &[u8]| {
        let number = |i: usize| i as f32 * 0.5 - 2.0;
        let ours: Vec<f32> = (0..order.len()).map(number).collect();
        let theirs: Vec<f32> = order.iter().map(|&i| number(usize::from(i))).collect();
        ((ours, sizes), theirs)
    };
    let probes = [
        probe([2, 1, 3, 2], &[0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11]),
        probe([1, 3, 2, 2], &[0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11]),
        probe(
            [3, 2, 2, 4],
            &[
                0, 8, 16, 24, 32, 40, 4, 12, 20, 28, 36, 44, 1, 9, 17, 25, 33, 41, 5, 13, 21, 29,
                37, 45, 2, 10, 18, 26, 34, 42, 6, 14, 22, 30, 38, 46, 3, 11, 19, 27, 35, 43, 7, 15,
                23, 31, 39, 47,
            ],
        ),
    ];
    Exercise::new("to_their_layout", 20, "a convolution's weights in the order in which PyTorch keeps them")
        .hints([
            "Write four loops, one an axis, in the order of the *result*: outputs outside, columns inside.",
            "In each round push one number. Where is it in `ours`? The last axis there, the output, takes steps of 1, the input steps of `outputs`.",
            "`ours[((row * width + column) * inputs + input) * outputs + output]`.",
        ])
        .probes(probes)
        .answer(|(ours, sizes): &Kernel| exercises::to_their_layout(ours, *sizes))
        .solution(|(ours, sizes)| solutions::to_their_layout(ours, *sizes))
        .mistake(
            "reshaped",
            "You left the numbers where they are. Another shape alone does not move them: the second number is the second output's here, and the second column's there.",
            |(ours, sizes)| mistakes::in_order(ours, *sizes, [0, 1, 2, 3]),
        )
        .mistake(
            "inputs first",
            "Yours has the inputs first. PyTorch begins with the outputs: `[outputs, inputs, height, width]`.",
            |(ours, sizes)| mistakes::in_order(ours, *sizes, [2, 3, 0, 1]),
        )
        .mistake(
            "turned round",
            "You turned all four axes round, and so transposed each window: rows stay before columns.",
            |(ours, sizes)| mistakes::in_order(ours, *sizes, [3, 2, 1, 0]),
        )
        .mistake(
            "inputs last",
            "You moved the outputs to the front and left the inputs at the end. In PyTorch they come second, before the window.",
            |(ours, sizes)| mistakes::in_order(ours, *sizes, [3, 0, 1, 2]),
        )
        .mistake(
            "backwards",
            "That is the way from theirs to ours. Here `ours` goes in.",
            |&(ref theirs, [h, w, i, o])| mistakes::in_order(theirs, [o, i, h, w], [2, 3, 1, 0]),
        )
        .why("Pictures are `[N, H, W, C]` here, so the outputs of one place lie side by side and a product of matrices writes them so. PyTorch's `[N, C, H, W]` keeps each channel together. Neither is better; to take one for the other is a mistake that no shape need betray.")
        .done()
}

pub fn frozen_but_awake() -> Exercise {
    // The four numbers, where the statistics end with these two.
    let ending = |mean: f64, variance: f64| {
        [
            mean,
            variance,
            3.0,
            2.0 * (3.0 - mean) / variance.sqrt() + 1.0,
        ]
    };
    Exercise::new("frozen_but_awake", 15, "predict, then see: a frozen layer whose statistics follow the new task; four decimals")
        .entries(["the running mean", "the running variance", "the old answer", "the new answer"])
        .hints([
            "Frozen means that no gradient changes γ and β. What moves the running statistics is no gradient: it is the forward pass in training mode.",
            "running ← 0.75·running + 0.25·batch, once for each batch. In use: γ·(x − mean)/√variance + β.",
            "The running variance takes in the *unbiased* one: 16·5/4 = 20, then 9.6·5/4 = 12. So 4 becomes 8, and 8 becomes 9.",
        ])
        // By hand: 1 → 3 → 4; 4 → 8 → 9; 2·2/2 + 1; 2·(−1)/3 + 1.
        .probes([((), [4.0, 9.0, 3.0, 1.0 / 3.0])])
        .digits(4)
        .answer(|()| exercises::frozen_but_awake())
        .solution(|()| solutions::frozen_but_awake())
        .slips([
            ("asleep", "You trust the word frozen. It says that no optimiser touches the layer; its statistics follow every batch that passes in training mode.",
                ending(1.0, 4.0)),
            ("biased", "You took the batch's variance as it is. What runs along is the unbiased one, divided by 4 and not by 5: 20 and 12.",
                ending(4.0, 7.65)),
            ("Keras's momentum", "You took 0.25 for the share of the old, as Keras has it. In PyTorch's way it is the share of the new.",
                ending(7.0, 13.0)),
            ("without the root", "You divided by the variance. It is the standard deviation, its root, that a batch normalisation divides by.",
                [4.0, 9.0, 2.0, 2.0 * (3.0 - 4.0) / 9.0 + 1.0]),
            ("without γ and β", "γ and β are missing: frozen, they still take part.",
                [4.0, 9.0, 1.0, -1.0 / 3.0]),
        ])
        .why("That is why who freezes a body also puts it into evaluation mode: `model.body.eval()` in PyTorch, `trainable = False` in Keras, which since version 2 does both at once for this layer.")
        .done()
}
