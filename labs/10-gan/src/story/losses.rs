//! The losses of the generator, and what gradient it gets from each.

use super::made;
use lab10::game::{GeneratorLoss, adam};
use lab10::line::{DATA, Plan, play};
use lab10::theory::Gaussian;
use lab10::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use trainer::Rule;

type Gradients = fn(&[f64]) -> [Vec<f64>; 3];

/// Far from the data.
const FAR: Gaussian = Gaussian {
    mean: -3.0,
    std_dev: 1.0,
};

/// Both losses, a race, and smooth labels.
pub fn losses(lesson: &mut Lesson) -> Result<()> {
    lesson.say("At the beginning forgeries are bad, and a discriminator is soon quite sure of itself. The generator can be given two losses, ln(1 − D) as the game is written down, or −ln D, as if forgeries were to be taken for real. Both fall as the logit s grows, everywhere; how steeply, is the exercise `generator_gradients`.");
    let gradients = lesson.answer(
        "generator_gradients",
        exercises::generator_gradients as Gradients,
        solutions::generator_gradients,
    );
    let logit = |output: f64| (output / (1.0 - output)).ln();
    let ratio = |output: f64| {
        let [saturating, turned, _] = gradients(&[logit(output)]);
        turned[0] / saturating[0]
    };
    lesson.predict_number(
        "A forgery with D(G(z)) = 0.001: how many times steeper is −ln D there than ln(1 − D)?",
        Quantity::new(ratio(0.001), 0).factor(2.0),
        "About a thousand times.",
    );
    let mut table = Table::new(["D(G(z))", "logit s", "slope of −ln D / slope of ln(1 − D)"]);
    for output in [0.9, 0.5, 0.1, 0.01, 0.001, 0.0001] {
        let times = match ratio(output) {
            few if few < 100.0 => num(few, 1),
            many => count(many.round() as usize),
        };
        table.push([num(output, 4), num(logit(output), 3), times]);
    }
    lesson.table(&table);
    lesson.say("The first one *saturates*: just when the forgery is bad, and the gradient is needed most, there is next to none. The second is steepest there, and fades where nothing is left to learn. So the paper of 2014 already plays with −ln D, and so does everybody.");
    race(lesson)?;
    smoothing(lesson);
    Ok(())
}

/// From a start at which the discriminator has already won.
fn race(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A race from a start where the discriminator has won: the generator begins at −3, seven units from the data, and the discriminator learned for 300 steps before. Each loss with plain gradient descent and with Adam:");
    lesson.predict_choice(
        "Which of the four generators reach the data?",
        &["all four", "the two with −ln D", "the two that learn by Adam", "all but descent on ln(1 − D)"],
        3,
        "Adam divides a gradient by its usual size, and one of a millionth makes the same step as one of 1. It hides the flaw, as long as the gradient is not drowned in noise or rounded to 0.",
    );
    let total = lesson.shortened(1_600, 8);
    let runs = [
        (
            "descent, ln(1 − D)",
            Rule::sgd(0.02),
            GeneratorLoss::Saturating,
        ),
        (
            "descent, −ln D",
            Rule::sgd(0.02),
            GeneratorLoss::NonSaturating,
        ),
        (
            "Adam, ln(1 − D)",
            adam(0.02, 0.5),
            GeneratorLoss::Saturating,
        ),
        ("Adam, −ln D", adam(0.02, 0.5), GeneratorLoss::NonSaturating),
    ];
    let mut chart = Chart::new("round", "mean of the forged bell").hline(DATA.mean, "data");
    let mut table = Table::new([
        "generator",
        "mean",
        "standard deviation",
        "widest on the way",
    ]);
    for (name, generator, loss) in runs {
        let plan = Plan {
            start: FAR,
            head_start: 300,
            rounds: total,
            generator,
            loss,
            ..Plan::usual(lesson.flags().seed)
        };
        let (mut way, mut end, mut widest) = (Vec::new(), FAR, 0.0_f64);
        play(&plan, |state| {
            end = state.forged();
            widest = widest.max(end.std_dev);
            if state.round % 10 == 0 {
                way.push((state.round as f64, end.mean));
            }
        });
        chart = chart.line(name, way);
        table.push([
            made(name),
            num(end.mean, 1),
            num(end.std_dev, 1),
            num(widest, 1),
        ]);
    }
    lesson.chart(
        "race",
        "Four generators start where the discriminator is already sure.",
        &chart,
    )?;
    lesson.table(&table.caption(format!(
        "After {} rounds; the data have mean 4 and standard deviation 0.8. The third arrives by a detour: Adam makes the gradient of the width as large as that of the mean, and the bell first becomes very wide.",
        count(total)
    )));
    Ok(())
}

/// Labels of 0.9.
fn smoothing(lesson: &mut Lesson) {
    lesson.say("*Label smoothing* (Salimans and others, 2016): let the label of what is real be 0.9. Where nothing is forged the best logit is then ln(0.9/0.1) = 2.2 in place of ∞, and the discriminator has no reason to become ever surer. After 300 steps against the far generator:");
    let mut table = Table::new(["label of real", "best D of real", "D of real", "logit"]);
    for label in [1.0, 0.9] {
        let plan = Plan {
            start: FAR,
            head_start: 300,
            rounds: 0,
            real_label: label,
            ..Plan::usual(lesson.flags().seed)
        };
        play(&plan, |state| {
            let around: Vec<f64> = (-10..=10)
                .map(|i| DATA.mean + DATA.std_dev * f64::from(i) / 10.0)
                .collect();
            let output = mean(state.outputs(&around));
            let logit = (output / (1.0 - output)).ln();
            table.push([
                made(format!("{label:.1}")),
                num(f64::from(label), 1),
                num(output, if label < 1.0 { 2 } else { 4 }),
                num(logit, 1),
            ]);
        });
    }
    lesson.table(&table);
    lesson.say("Only the *real* label is smoothed. With a label above 0 for the forged, forgeries would be praised for staying where only they lie.");
}
