//! Five ways to draw the first weights.

use super::Story;
use lab05::cost::{Cost, Order, descend};
use lab05::network::{RECIPES, Recipe};
use labkit::numerals::{num, percent, scientific};
use labkit::{Chart, Lesson, Result, Table};
use nabla::{Init, Tape};
use trainer::score;

const STARTS: [(&str, Init); 5] = [
    ("zeros", Init::Zeros),
    ("tiny, 0.001", Init::Normal(0.001)),
    ("Xavier", Init::Xavier),
    ("He", Init::He),
    ("large, 1", Init::Normal(1.0)),
];

pub fn start(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.predict_choice(
        "All weights are zero at the start, of the softmax network and of one with hidden layers of ReLU, 64 and 64. Which can learn?",
        &["both", "only the softmax network", "only the one with hidden layers", "neither"],
        1,
        "The first can: the ten classes get different gradients, p − y, and part at once. The second cannot: the gradient of a weight is what comes in times what \
         comes back, and in both hidden layers one of the two is zero.",
    );
    let deep = Recipe::find("mlp64").unwrap_or(&RECIPES[1]);
    let passes = lesson.shortened(20, 4);
    let mut table = Table::new([
        "first weights",
        "network",
        "first loss",
        "gradient, layer 1",
        "last loss",
        "read right",
    ]);
    let mut chart = Chart::new("step", "validation loss").hline(10_f64.ln(), "ln 10");
    let softmax = descent(story, lesson, &RECIPES[0], Init::Zeros, passes);
    table.push(softmax.row("zeros", "softmax"));
    for (name, init) in STARTS {
        let descent = descent(story, lesson, deep, init, passes);
        table.push(descent.row(name, "64-64"));
        lesson.number(
            &format!(
                "start_{}",
                name.split(',').next().unwrap_or(name).to_lowercase()
            ),
            descent.right,
        );
        chart = match init {
            // It lies on the zeros.
            Init::Normal(deviation) if deviation < 0.01 => chart.dashed(name, descent.points),
            _ => chart.line(name, descent.points),
        };
    }
    lesson.table(&table.caption("*Gradient, layer 1*: the root mean square of the gradient of the loss with respect to the first layer's weights, before the first step. The last two columns: validation pictures, in the end."));
    lesson.chart(
        "starts",
        "Five starts of the 64-64 network, by plain descent at the rate 0.1.",
        &chart.y_range(0.0..4.0),
    )?;
    lesson.say(
        "- *Zeros*: nothing comes out of the hidden layers, nothing comes back. Only the last biases learn, and they learn how frequent each class is.
         - *Tiny*: the same, for a long while. Each layer shrinks the signal, and the gradient with it; lab 3 measured how it fades with depth.
         - *Xavier* and *He* keep the size of the signal from layer to layer. He's weights are larger, as they make up for the half that ReLU throws away. With two hidden \
           layers both are fine.
         - *Large*: the logits start in the hundreds. The network is sure of nonsense, the loss is enormous, and the first steps throw the weights so far that most ReLUs die: what is left answers nearly the same to every picture.

         Biases start at zero in all of them. They need no symmetry broken: the weights do that.",
    );
    Ok(())
}

/// What one start led to.
struct Descent {
    first: f64,
    gradient: f64,
    last: f64,
    right: f64,
    points: Vec<(f64, f64)>,
}

impl Descent {
    fn row(&self, name: &str, network: &str) -> [String; 6] {
        [
            name.to_string(),
            network.to_string(),
            num(self.first, 3),
            scientific(self.gradient, 1),
            num(self.last, 3),
            percent(self.right),
        ]
    }
}

fn descent(story: &Story, lesson: &Lesson, recipe: &Recipe, init: Init, passes: usize) -> Descent {
    let seed = lesson.flags().seed;
    let mut model = recipe.build_with(init, &mut nabla::rng(seed));
    let (images, labels) = story.examples.train.gather(&(0..100).collect::<Vec<_>>());
    let gradient = {
        let tape = Tape::new();
        let x = tape.constant(images);
        let loss = nabla::Module::forward(&model, &tape, x).softmax_cross_entropy(&labels);
        rms_of_first_layer(&model, &loss.backward())
    };
    let mut points = Vec::new();
    let how = (Cost::CrossEntropy, Order::Shuffled);
    descend(
        &mut model,
        &story.examples.train,
        how,
        (0.1, passes),
        seed,
        |step, model| {
            if step % 10 == 0 {
                points.push((step as f64, score(model, &story.examples.valid).loss));
            }
        },
    );
    let end = score(&model, &story.examples.valid);
    Descent {
        first: points.first().map_or(f64::NAN, |p| p.1),
        gradient,
        last: end.loss,
        right: end.accuracy,
        points,
    }
}

fn rms_of_first_layer(model: &dyn nabla::Module, grads: &nabla::Grads) -> f64 {
    let mut first = None;
    model.visit(&mut |param| {
        if first.is_none() {
            let grad = grads.param(param).map_or(&[][..], |g| g.data());
            let squares: f64 = grad.iter().map(|&g| f64::from(g) * f64::from(g)).sum();
            first = Some((squares / grad.len().max(1) as f64).sqrt());
        }
    });
    first.unwrap_or(0.0)
}
