//! "The cliff": a training that blows up, the cliff behind it, and clipping.

use super::in_a_row;
use lab08::cliff::{Descent, UNIT, descend, train};
use lab08::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// Of the hidden matrix at the start.
const RADIUS: f32 = 1.5;
/// The learning rate.
const RATE: f32 = 0.1;
/// The longest gradient allowed.
const CLIP: f32 = 1.0;

type Clip = fn(&[Vec<f64>], f64) -> Vec<Vec<f64>>;

/// "The cliff".
pub fn cliff(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A network with 32 hidden units reads 30 random numbers and is to say the sum of the first four. So that its gradient reaches back that far, its W_hh starts with ρ = 1.5. Plain descent, learning rate 0.1.");
    let steps = lesson.shortened(400, 5);
    let bare = train(RADIUS, RATE, f32::INFINITY, steps, &mut lesson.rng());
    let broken = bare.losses.iter().position(|loss| !loss.is_finite());
    let at = broken.unwrap_or(steps);
    lesson.predict_choice(
        "Some of its gradients will be a hundred times as long as others. What happens to the training?",
        &[
            "It learns, but slowly.",
            "It ends in NaN.",
            "It jumps about, and settles in the end.",
        ],
        if broken.is_some() { 1 } else { 2 },
        match broken {
            Some(at) if at < 20 => "It takes less than twenty steps. The loss jumps to a hundred, to a million, to infinity, and after that everything is NaN: not a number, and no weight ever becomes one again.",
            Some(_) => "It takes a while, but so it ends: after one jump everything is NaN, not a number, and no weight ever becomes one again.",
            None => "This time it came through. Try another --seed.",
        },
    );
    lesson.say("What happened can be seen with a single hidden unit: h ← tanh(2h + b), forty times, from h = 0.9. Only the bias b is learned; wanted is h = 0.5 in the end. Above b = −0.533 the unit stays up at 0.7, and a smaller b is better. Just below, it cannot hold itself, and within forty steps it falls to −1.");
    lesson.predict_choice(
        "So the loss has a cliff, and descent comes down to its edge. What will a step do that starts from the face of the cliff?",
        &["slide down to its foot", "climb back to the edge", "throw it far out"],
        2,
        "The gradient is enormous there.",
    );
    small_cliff(lesson)?;
    lesson.say("The direction of the gradient is right, even at the cliff. Its length misleads: it tells how steep the cliff is *here*, and nothing of how soon it ends. So keep the direction and shorten what is too long. This is **gradient clipping**:");
    lesson.show("g ← g · min(1, longest/|g|)       |g| = √Σ g², over all parameters together");
    let clip = lesson.answer(
        "clip_by_norm",
        exercises::clip_by_norm as Clip,
        solutions::clip_by_norm,
    );
    let cut = clip(&[vec![3.0, -4.0], vec![12.0]], 6.5);
    lesson.predict_number(
        "The gradient of one parameter is (3, −4), that of another is (12), and 6.5 is the longest allowed. What becomes of the 12?",
        Quantity::new(cut[1][0], 1).within(0.05),
        &format!(
            "|g| = √(9 + 16 + 144) = 13, so the factor is 6.5/13 = 0.5: the two become ({}, {}) and ({}).",
            num(cut[0][0], 1),
            num(cut[0][1], 1),
            num(cut[1][0], 1)
        ),
    );
    lesson.say("In nabla it is one line between backward and step, `grads.clip_norm(&model, 1.0)`. The same network, the same learning rate, the same seed, and that line:");
    let clipped = train(RADIUS, RATE, CLIP, steps, &mut lesson.rng());
    draw_training(lesson, &bare, &clipped, at)?;
    let longest = clipped.lengths.iter().copied().fold(0.0, f64::max);
    let table = Table::new(["", "loss, first step", "loss in the end"])
        .row(["without clipping", &num(bare.losses[0], 2), &ends(&bare)])
        .row(["clipped to 1", &num(clipped.losses[0], 2), &ends(&clipped)]);
    lesson.table(&table.caption("Saying 0 whatever comes has a loss of 1.33: the variance of a sum of four numbers between −1 and 1. 0.66 is half of that."));
    lesson.say(format!("Gradients longer than {} came with clipping, too, and did no harm. The other trouble is not cured by this: a gradient that has vanished does not come back by being clipped.", if longest > 10.0 { "10" } else { "1" }));
    Ok(())
}

fn ends(descent: &Descent) -> String {
    let last = &descent.losses[descent.losses.len().saturating_sub(40)..];
    let loss = mean(last.iter().copied());
    if !loss.is_finite() {
        "NaN".to_string()
    } else if loss < 0.66 {
        "below 0.66".to_string()
    } else {
        "above 0.66".to_string()
    }
}

fn small_cliff(lesson: &mut Lesson) -> Result<()> {
    let (rate, clip) = (0.05, 0.3);
    let bare = descend(&UNIT, -0.3, rate, 60, f64::INFINITY);
    let clipped = descend(&UNIT, -0.3, rate, 60, clip);
    let thrown = bare.iter().position(|b| b.abs() > 1.0).unwrap_or(59);
    let curve = (0..=700).map(|i| -0.63 + 0.0005 * f64::from(i));
    let at =
        |path: &[f64]| -> Vec<(f64, f64)> { path.iter().map(|&b| (b, UNIT.loss(b).0)).collect() };
    lesson.chart(
        "cliff",
        "The loss against the bias, and the path of descent. A small step down the gentle slope leads over the edge.",
        &Chart::new("bias b", "loss")
            .line("loss", curve.map(|b| (b, UNIT.loss(b).0)))
            .points("without clipping, until it is thrown", at(&bare[..thrown]))
            .points("gradient clipped to 0.3", at(&clipped)),
    )?;
    let mut table = Table::new(["step", "b", "h in the end", "∂L/∂b", "next b"]);
    for step in [0, 10, 13, 14, thrown - 1, thrown] {
        let (_, gradient) = UNIT.loss(bare[step]);
        table.push([
            step.to_string(),
            num(bare[step], 3),
            num(UNIT.end(bare[step]).0, 2),
            steepness(gradient),
            num(bare[step + 1], 3),
        ]);
    }
    lesson.table(&table.caption("Learning rate 0.05, without clipping."));
    lesson.say(format!("Descent steps over the edge and back until it happens to land on the face of the cliff, at step {}, and is thrown out to b = {}. There the tanh is saturated, h = 1, the gradient is 0, and nothing will ever bring it back.", thrown - 1, num(bare[thrown], 0)));
    Ok(())
}

/// A derivative: far out whole numbers will do.
fn steepness(gradient: f64) -> String {
    if gradient.abs() < 1_000.0 {
        return num(gradient, 2);
    }
    let sign = if gradient < 0.0 { "−" } else { "" };
    format!("{sign}{}", count(gradient.abs().round() as usize))
}

fn draw_training(lesson: &mut Lesson, bare: &Descent, clipped: &Descent, at: usize) -> Result<()> {
    lesson.chart(
        "blow-up",
        "The first 120 steps, with and without clipping, on a logarithmic axis.",
        &Chart::new("step", "loss")
            .line("without clipping", in_a_row(&bare.losses[..at], 1))
            .line("gradient clipped to 1", in_a_row(&clipped.losses, 1))
            .log_y()
            .x_range(0.0..120.0)
            .y_range(0.05..1e6),
    )
}
