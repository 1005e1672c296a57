//! Why there must be a bend, which there are, and what goes wrong with them.

use lab02::activation::Activation;
use lab02::health::{Copyist, active_shares, hidden_values, steps_to_learn};
use lab02::network::{
    HIDDEN, INPUT, LAST, OUTPUT, collapsed, three_bent_layers, three_flat_layers,
};
use lab02::{exercises, solutions};
use labkit::numerals::{count, num, percent, scientific};
use labkit::{Lesson, Quantity, Result, Table};
use nalgebra::SVector;
use ndarray::{Array1, Array2};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::{beside, matrix};
use crate::figures::{FINE, bends as figures};

pub fn collapse(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Why the sigmoid after each sum? Leave it out and see. Take our two layers, add a third one to have more depth, and pass the
         sums on as they are.",
    );
    lesson.predict_choice(
        "Three layers without a bend, 19 weights in all. What can they compute?",
        &[
            "what no single layer can",
            "what a single layer of 6 weights can",
            "less than a single layer",
        ],
        1,
        "No more than one layer. W₃·(W₂·(W₁·x)) is (W₃·W₂·W₁)·x, and the product of three matrices is one matrix.",
    );
    let array =
        |rows: &[Vec<f64>]| Array2::from_shape_fn((rows.len(), rows[0].len()), |(r, c)| rows[r][c]);
    let w1 = array(&HIDDEN.map(|r| r.to_vec()));
    let w2 = array(&OUTPUT.map(|r| r.to_vec()));
    let w3 = array(&LAST.map(|r| r.to_vec()));
    let one = collapsed();
    let product = Array2::from_shape_fn((2, 3), |(r, c)| one[(r, c)]);
    let text = |m: &Array2<f64>| matrix(m.view(), 0);
    lesson.show(beside(&[
        "W₃·W₂·W₁  = ",
        &text(&w3),
        "·",
        &text(&w2),
        "·",
        &text(&w1),
        "=",
        &text(&product),
    ]));
    let x = SVector::from(INPUT);
    let show = |y: &SVector<f64, 2>| format!("({}, {})", num(y[0], 4), num(y[1], 4));
    let mut table = Table::new(["", "three layers", "the one matrix", "three with bends"]);
    for (name, x) in [("x", x), ("2·x", 2.0 * x)] {
        table.push([
            name.to_string(),
            show(&three_flat_layers(&x)),
            show(&(one * x)),
            show(&three_bent_layers(&x)),
        ]);
    }
    lesson.table(
        &table.caption("Without a bend: equal, and twice the input gives twice the output. With a sigmoid after each layer: neither."),
    );
    lesson.say(
        "Nineteen weights did the work of six. Biases do not help: W₂(W₁x + b₁) + b₂ is W₂W₁x plus a fixed vector, so they collapse
         into one bias as well. The bend is what makes depth worth having.",
    );
    Ok(())
}

pub fn nine(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Any curve that is not a straight line keeps the layers apart. Such a curve is called an *activation function*, and nine
         have a name. For each we need two things: its value φ, for the forward pass, and its derivative φ′, for learning:
         lab 1 changed a weight in proportion to it, and lab 3 will do that through many layers.",
    );
    lesson.predict_choice(
        "Which of these could you never train by gradient descent?",
        &["step", "sigmoid", "tanh", "ReLU"],
        0,
        "The step. Its derivative is zero wherever it has one, so no weight ever learns which way to go. The perceptron of the \
         1950s needed a rule of its own.",
    );
    let mut rng = lesson.rng();
    lesson.fine_figure(
        "nine-bends",
        "Value (blue) and derivative (orange, dashed) of nine activations. The randomised leaky ReLU is drawn with eight of its random \
         slopes and their mean, the noisy ReLU with 160 draws.",
        figures::SIZE,
        FINE,
        |area| figures::draw(area, &mut rng),
    )?;
    type Derivative = fn(f64, f64) -> f64;
    let elu = lesson.answer(
        "elu_derivative",
        exercises::elu_derivative as Derivative,
        solutions::elu_derivative,
    );
    let places = [-2.0, -0.5, 0.5, 2.0];
    let mut header = vec!["activation".to_string()];
    header.extend(places.map(|s| format!("φ({s})").replace("-", "−").replace("0.5", "½")));
    header.extend(places.map(|s| format!("φ′({s})").replace("-", "−").replace("0.5", "½")));
    let mut table = Table::new(header);
    for activation in Activation::ALL {
        // Without its noise a noisy ReLU is a ReLU; a table of one draw would say nothing.
        if matches!(activation, Activation::NoisyRelu(_)) {
            continue;
        }
        // Short enough for a terminal of 80 columns.
        let mut row = vec![
            activation
                .name()
                .replace("randomised leaky ReLU", "randomised leaky"),
        ];
        row.extend(places.map(|s| num(activation.value(s), 3)));
        row.extend(places.map(|s| match activation {
            Activation::Elu(alpha) => num(elu(s, alpha), 3),
            _ => num(activation.derivative(s), 3),
        }));
        table.push(row);
    }
    lesson.table(&table);
    lesson.say(
        "How to read them:

         - **step**: yes or no. Where it began, and of no use for gradients.
         - **sigmoid**: a soft step, from 0 to 1. Still the right last bend when the answer is a probability.
         - **tanh**: the same curve, stretched to run from −1 to 1: tanh s = 2σ(2s) − 1.
         - **ReLU**, *rectified linear unit*: max(0, s). One comparison. The usual choice.
         - **leaky ReLU**: lets a little through below zero, say 0.1·s. **PReLU** learns how much; **randomised** leaky ReLU draws
           it anew for each example in training, between 1/8 and 1/3, and uses the mean afterwards.
         - **noisy ReLU**: adds noise to the sum first, the more the larger the sum.
         - **ELU**: α(eˢ − 1) below zero, a rounded edge that ends at −α. With α = 1 it has no corner.",
    );
    Ok(())
}

pub fn trouble(lesson: &mut Lesson) -> Result<()> {
    saturation(lesson);
    off_centre(lesson);
    half_awake(lesson);
    dying(lesson);
    Ok(())
}

fn saturation(lesson: &mut Lesson) {
    lesson.say(
        "**Saturation.** Far from zero a sigmoid is flat. A neuron out there has made up its mind, and its derivative, on which
         all learning depends, is nearly nothing:",
    );
    let bends = [Activation::Sigmoid, Activation::Tanh, Activation::Relu];
    let mut table = Table::new(["s", "σ′(s)", "tanh′(s)", "ReLU′(s)"]);
    for s in [0.0, 1.0, 2.0, 5.0, 10.0] {
        let mut row = vec![format!("{s}")];
        row.extend(bends.map(|bend| small(bend.derivative(s))));
        table.push(row);
    }
    lesson.table(&table);
    let best = Activation::Sigmoid.derivative(0.0).powi(10);
    lesson.number("ten_sigmoids", best);
    lesson.predict_number(
        "Behind one another derivatives multiply. Ten sigmoids in a row, each at its steepest: how much of a nudge comes out?",
        Quantity::new(best, 1).factor(10.0),
        &format!(
            "0.25¹⁰ = {} of it, at the very best. ReLU's derivative is exactly 1 where it is awake.",
            scientific(best, 1)
        ),
    );
}

/// Three decimals, or two digits and a power of ten where three decimals would show none.
fn small(value: f64) -> String {
    if value == 0.0 || value >= 0.001 {
        num(value, 3)
    } else {
        scientific(value, 1)
    }
}

fn off_centre(lesson: &mut Lesson) {
    let mut rng = lesson.rng();
    let width = 20;
    let hidden = hidden_values(400, width, Activation::Sigmoid, &mut rng);
    let centred = &hidden - 0.5;
    // The answer is yes when the hidden values are high on the whole.
    let labels: Array1<f64> = centred
        .rows()
        .into_iter()
        .map(|row| f64::from(row.sum() > 0.0))
        .collect();
    let goal = 0.3;
    let steps = |inputs: &Array2<f64>| steps_to_learn(inputs, &labels, goal, 100_000);
    let all_alike = |inputs: &Array2<f64>| {
        let alike = inputs
            .rows()
            .into_iter()
            .filter(|r| r.iter().all(|&h| h > 0.0) || r.iter().all(|&h| h < 0.0));
        alike.count() as f64 / inputs.nrows() as f64
    };
    lesson.say(
        "**Zero-centring.** A sigmoid's outputs are all positive. For the next neuron they are inputs, and the derivative with
         respect to a weight is the error times its input: one example pushes all weights *up together or down together*, and a
         neuron that needs one up and another down has to zigzag. Below, lab 1's neuron learns from 20 hidden values, once as
         sigmoid gives them and once with ½ taken off, as tanh would:",
    );
    let mut table = Table::new([
        "hidden values",
        "mean",
        "all weights pushed alike",
        "steps to a loss of 0.3",
    ]);
    for (name, inputs) in [("σ(s)", &hidden), ("σ(s) − ½", &centred)] {
        let needed = steps(inputs).map_or_else(|| "never".to_string(), count);
        let mean = inputs.mean().unwrap_or(f64::NAN);
        table.push([
            name.to_string(),
            num(mean, 3),
            percent(all_alike(inputs)),
            needed,
        ]);
    }
    lesson.table(&table);
}

fn half_awake(lesson: &mut Lesson) {
    lesson.say(
        "**Awake and asleep.** Where the sum is negative, a ReLU puts out zero. Three layers of 200 units with freshly drawn random
         weights get 100 random inputs.",
    );
    let mut table = Table::new(["seed", "layer 1", "layer 2", "layer 3"]);
    let mut total = 0.0;
    for seed in 1..=5 {
        let shares = active_shares(&[100, 200, 200, 200], &mut ChaCha8Rng::seed_from_u64(seed));
        total += shares.iter().sum::<f64>() / 15.0;
        let mut row = vec![seed.to_string()];
        row.extend(shares.iter().map(|&share| percent(share)));
        table.push(row);
    }
    lesson.number("active_share", total);
    lesson.predict_number(
        "What share of the units is above zero?",
        Quantity::percent(total, 0).within(0.05),
        "About half: a sum is as likely to be negative as positive.",
    );
    lesson.table(&table.caption("Share of units above zero."));
    lesson.say(
        "That is no waste. Which half is awake depends on the input, so each kind of input gets its own smaller network: straight
         within it, bent between them.",
    );
}

fn dying(lesson: &mut Lesson) {
    let first = lesson.number_of("step");
    lesson.say(format!(
        "**A ReLU can die.** If the sum is negative for *every* example, the derivative is zero for every example, and no
         gradient will ever wake the unit. One step that is too long is enough. Here one neuron learns to copy x/2; its first step has the rate {}, and from then on all goes by the book (rate 0.3).",
        num(first, 1),
    ));
    lesson.predict_choice(
        "After a first step of rate 3, which of the three is dead?",
        &["the ReLU", "the leaky ReLU", "the ELU", "all three"],
        0,
        "The ReLU: its derivative is zero below zero. The two others have one there, and find their way back to w = ½, b = 0.
         That is what the leak is for.",
    );
    let mut table = Table::new(["activation", "", "w", "b", "awake on", "loss"]);
    let mut activations = vec![
        Activation::Relu,
        Activation::LeakyRelu(0.1),
        Activation::Elu(1.0),
    ];
    activations.extend(match lesson.choice("activation") {
        "sigmoid" => Some(Activation::Sigmoid),
        "tanh" => Some(Activation::Tanh),
        _ => None,
    });
    for activation in activations {
        let mut unit = Copyist {
            w: 1.0,
            b: 0.5,
            activation,
        };
        let mut note = |unit: &Copyist, when: &str| {
            table.push([
                if when == "start" {
                    activation.name()
                } else {
                    ""
                }
                .to_string(),
                when.to_string(),
                num(unit.w, 3),
                num(unit.b, 3),
                format!("{} of 11", unit.awake()),
                num(unit.loss(), 4),
            ]);
        };
        note(&unit, "start");
        unit.step(first);
        note(&unit, "the long step");
        (0..500).for_each(|_| unit.step(0.3));
        note(&unit, "500 steps later");
    }
    lesson.table(&table);
}
