//! "How far a gradient reaches": measured.

use lab08::reach::{inputs, of_radius, reach, spectral_radius};
use labkit::numerals::{num, scientific};
use labkit::{Chart, Lesson, Result, Table};

/// Hidden units.
const HIDDEN: usize = 32;
/// Steps back.
const STEPS: usize = 100;

/// "How far a gradient reaches".
pub fn reach_of_gradients(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Why does the gap hurt? What is wrong at the end has to change what was done at the beginning, and its gradient has to come back through all steps between. One step, from h_t to h_{t−1}, multiplies it by the matrix of derivatives (the **Jacobian**) of that step:");
    lesson.show(
        "
        ∂h_t/∂h_{t−1} = W_hh·diag(1 − h_t²)

        ∂h_T/∂h_t     = such a factor for each step from t + 1 to T: T − t factors",
    );
    lesson.say("First without the tanh. Then all factors are the same, and their product is a power, W_hh to the T − t. An eigenvector of W_hh, v·W_hh = λ·v, becomes λ times as long with each step. In the long run the largest |λ| decides; it is called the **spectral radius** ρ.");
    lesson
        .show("0.5¹⁰⁰ ≈ 8·10⁻³¹   0.9¹⁰⁰ ≈ 3·10⁻⁵   1¹⁰⁰ = 1   1.1¹⁰⁰ ≈ 14,000   1.5¹⁰⁰ ≈ 4·10¹⁷");
    lesson.predict(
        "A random W_hh, 32 × 32, scaled to ρ = 0.5, 1 and 1.5; 100 steps; the size of ∂h_T/∂h_t against the distance, on a logarithmic axis. Which curves do you expect without tanh? And what can the tanh change, whose derivative is 1 − h², between 0 and 1?",
        "Straight lines in the long run, one falling, one level, one rising. The tanh can only shorten, at every step.",
    );
    let mut rng = lesson.rng();
    let row = inputs(HIDDEN, STEPS, 0.3, &mut rng);
    let base = of_radius(HIDDEN, 1.0, &mut rng);
    let mut table = Table::new(["ρ", "10 steps", "100 steps", "with tanh: 10", "100"]);
    let mut bare = Chart::new("steps back", "size of ∂h_T/∂h_t").log_y();
    let mut squashed = Chart::new("steps back", "size of ∂h_T/∂h_t").log_y();
    for radius in [0.5, 1.0, 1.5, 3.0] {
        let w = &base * radius;
        let name = format!("ρ = {}", num(radius, 1));
        let (without, with) = (reach(&w, &row, false), reach(&w, &row, true));
        let points = |sizes: &[f64]| -> Vec<(f64, f64)> {
            let numbered = sizes.iter().enumerate();
            numbered.map(|(d, &size)| (d as f64, size)).collect()
        };
        squashed = squashed.line(&name, points(&with));
        if radius < 2.0 {
            bare = bare.line(&name, points(&without));
        }
        table.push([
            num(spectral_radius(&w), 1),
            power(without[10]),
            power(without[100]),
            power(with[10]),
            power(with[100]),
        ]);
    }
    lesson.chart(
        "reach-bare",
        "What is left of a gradient, without tanh. Vanishing and exploding are the two normal cases; only ρ = 1 exactly is neither.",
        &bare,
    )?;
    lesson.chart(
        "reach-tanh",
        "The same with tanh and random inputs. What held its length is lost now. At ρ = 1.5 the tanh takes away about what the matrix adds; at ρ = 3 it is not enough.",
        &squashed,
    )?;
    lesson.table(&table.caption(
        "The size of ∂h_T/∂h_t: how much a direction is stretched in the mean, 1 at the start.",
    ));
    lesson.say("At ρ = 1 without tanh a part is lost in the first steps, and hardly more after that: only the largest |λ| is 1, and what lies along the other eigenvectors dies out.");
    lesson.say("So there is a narrow ridge between two abysses. On one side gradients **vanish**, and what was long ago cannot be learned from, because it does not seem to matter: every W_hh that *can* keep a bit safely against noise lies on this side (Bengio, Simard and Frasconi, 1994). On the other side they **explode**. The same happened in depth, in [Gradients through many layers](lab03#gradients-through-many-layers); but there each layer had another matrix, and here it is the same one again and again, so nothing averages out. Exploding is the easier one to cure, so it comes first.");
    Ok(())
}

/// A size in powers of ten, as far as it holds on every machine.
fn power(size: f64) -> String {
    if (0.01..100.0).contains(&size) {
        num(size, 2)
    } else {
        scientific(10_f64.powf(size.log10().round()), 0)
    }
}
