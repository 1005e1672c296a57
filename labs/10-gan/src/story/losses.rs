//! Section 7: what the forger pays, and what slope it gets for that.

use super::made;
use lab10::game::{GeneratorLoss, adam};
use lab10::line::{DATA, Plan, play};
use lab10::theory::Gaussian;
use lab10::{exercises, solutions};
use labkit::numerals::num;
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Result, Table};
use trainer::Rule;

type Gradients = fn(&[f64]) -> [Vec<f64>; 2];

/// Far from the data.
const FAR: Gaussian = Gaussian {
    mean: -3.0,
    std_dev: 1.0,
};

/// Section 7.
pub fn losses(lesson: &mut Lesson) -> Result<()> {
    lesson.say("At the beginning forgeries are bad, and an expert is soon quite sure of itself: D(G(z)) is 0.001. What slope does the forger get then? With s for the expert's logit, D = σ(s), and σ' = σ·(1 − σ):");
    lesson.show(
        "
        as written     ln(1 − D)        d/ds = −D·(1 − D)/(1 − D)  =  −D
        turned round   −ln D            d/ds = −D·(1 − D)/D        =  −(1 − D)",
    );
    lesson.say("Both want the logit larger, everywhere. But the first is *saturating*: just when the forgery is bad, and the slope is needed most, there is none. The second is steepest there, and fades where D is near 1 and nothing is left to learn. So the paper of 2014 already plays with −ln D; everybody does, and the formula with min and max in front is not quite what is computed.");
    let slopes = lesson.answer(
        "generator_gradients",
        exercises::generator_gradients as Gradients,
        solutions::generator_gradients,
    );
    let mut table = Table::new([
        "D(G(z))",
        "logit s",
        "slope of ln(1 − D)",
        "slope of −ln D",
        "ratio",
    ]);
    for output in [0.9_f64, 0.5, 0.1, 0.01, 0.001, 0.0001] {
        let logit = (output / (1.0 - output)).ln();
        let [as_written, turned] = slopes(&[logit]);
        table.push([
            num(output, 4),
            num(logit, 3),
            num(as_written[0], 4),
            num(turned[0], 4),
            num(turned[0] / as_written[0], 1),
        ]);
    }
    lesson.table(&table);
    race(lesson)?;
    smoothing(lesson);
    Ok(())
}

/// From a start at which the expert has already won.
fn race(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A race from a start where the expert has won: the forger begins at −3, seven units from the data, and the expert learned for 300 steps before. Both prices, each with plain descent and with Adam:");
    lesson.predict(
        "Which of the four forgers reach the data?",
        "With plain descent the saturating one hardly moves. With Adam both arrive: Adam divides a slope by its usual size, and a slope of one millionth makes the same step as a slope of 1. It hides the flaw, as long as the slope is not drowned in noise or rounded to 0.",
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
    let mut table = Table::new(["forger", "mean", "deviation", "widest on the way"]);
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
        "Four forgers start where the expert is already sure.",
        &chart,
    )?;
    lesson.table(&table.caption(format!(
        "After {total} rounds; the data have mean 4 and deviation 0.8. The third arrives by a detour: Adam makes the slope in the width as large as that in the mean, and the bell first becomes as wide as it takes to reach the data."
    )));
    Ok(())
}

/// Labels of 0.9.
fn smoothing(lesson: &mut Lesson) {
    lesson.say("*Label smoothing*, a remark with a number (Salimans and others, 2016). Let the label of what is real be 0.9. Then the best opinion becomes 0.9·p/(p + q), and where nothing is forged the best logit is ln(0.9/0.1) = 2.2 in place of ∞: the expert has no reason to become ever surer. Logits of real numbers after 300 steps against the far forger:");
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
    lesson.say("Only the *real* label is smoothed. With β > 0 for the forged, the best opinion would be (0.9·p + β·q)/(p + q), and where only forgeries lie (p = 0) it would be β and not 0: forgeries would be praised for staying where they are.");
}
