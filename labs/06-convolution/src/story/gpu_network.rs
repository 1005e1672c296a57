//! The whole network on the device, beside the processor, step by step.

use super::gpu_hello::{measured, nothing_to_run_on};
use super::{Story, chosen};
use datasets::Batches;
use lab06::network::Small;
use labkit::numerals::{num, percent, scientific};
use labkit::{Chart, Lesson, Result, Table};
use nabla::{Device, Module, Tape, Tensor};
use std::time::Instant;
use trainer::{Learner, Rule, accuracy};

/// Steps of training, and the pictures in each.
const STEPS: usize = 20;
const BATCH: usize = 32;

/// What a training on one device was like.
struct Run {
    losses: Vec<f32>,
    /// Of a step, without the first, which compiles kernels and makes room.
    seconds: f64,
    accuracy: f64,
}

/// The section.
pub fn whole(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Now all of it: forward, backward and the optimiser of `small`, on the card. nabla has a kernel for each operation and each of its rules, and the program does not change. The model and the pictures move over, and every operation looks where its inputs are:",
    );
    lesson.show(
        "let device = Device::gpu()?;
         nabla::move_to(&mut model, &device);
         let images = images.to(&device);      // the rest as before",
    );
    lesson.say(
        "A step *records* dozens of dispatches and hands them over at once. While the card works, the processor records the next step. It waits only when it wants to see a number, and so the loss is read now and then, not at every step.",
    );
    lesson.predict_choice(
        "The same seed, so the same first weights and the same batches on both. What becomes of the losses in twenty steps?",
        &[
            "They stay equal, to the last digit.",
            "They part in the first steps.",
            "They stay equal to some digits.",
        ],
        2,
        "Both round every sum to 24 bits, and add in another order; that is worth some 10⁻⁷ at first. Each step starts from what the last has left, so the difference may grow: hardly in a smooth training, a thousandfold where the loss jumps about. A wrong kernel is off in the first step already.",
    );
    let shape = chosen(lesson);
    let steps = if lesson.flags().quick { 10 } else { STEPS };
    let here = train(story, shape, &Device::Cpu, steps);
    let shown = [1, 2, 5, 10, 20].into_iter().filter(|&s| s <= steps);
    let shown: Vec<usize> = shown.collect();
    let mut table = Table::new(["step", "loss on the processor"]);
    for &step in &shown {
        let loss = f64::from(here.losses[step - 1]);
        table.push([step.to_string(), num(loss, 4)]);
    }
    lesson.table(&table);
    let points = |run: &Run| -> Vec<(f64, f64)> {
        let losses = run.losses.iter().zip(1..);
        losses
            .map(|(&loss, step)| (f64::from(step), f64::from(loss)))
            .collect()
    };
    let mut chart = Chart::new("step", "loss").line("processor", points(&here));
    match on_card(story, shape, steps) {
        Err(reason) => nothing_to_run_on(lesson, &reason),
        Ok((device, there)) => {
            compared(lesson, (&here, &there), &shown, &device);
            chart = chart.points("graphics card", points(&there));
        }
    }
    lesson.chart(
        "both-devices",
        "The loss of the first steps, on both devices from the same seed.",
        &chart,
    )?;
    lesson.say(
        "How close is close enough? Our tests ask for 10⁻⁵ in the first step and 2·10⁻³ after fifty; and they compare every operation with its gradient alone, on odd sizes. `--network cnn1 --device gpu` trains one of the large networks over there.",
    );
    Ok(())
}

/// The training on the card, if there is one and it holds out.
fn on_card(
    story: &Story,
    shape: Small,
    steps: usize,
) -> std::result::Result<(Device, Run), String> {
    let short = |error: nabla::GpuError| {
        let text = error.to_string();
        text.split(['\n', ';', ':'])
            .next()
            .unwrap_or_default()
            .to_string()
    };
    let device = Device::gpu().map_err(short)?;
    let run = train(story, shape, &device, steps);
    device.status().map_err(short)?;
    Ok((device, run))
}

// ANCHOR: both
/// `steps` steps of the same training on `device`.
fn train(story: &Story, shape: Small, device: &Device, steps: usize) -> Run {
    let examples = &story.pictures.train;
    let mut model = shape.build(&mut nabla::rng(story.seed));
    nabla::move_to(&mut model, device);
    let mut learner = Learner::new(Rule::momentum(0.01, 0.9), steps);
    let mut batches = Batches::new(examples.len(), BATCH, story.seed);
    let mut rng = nabla::rng(story.seed);
    let mut losses: Vec<Tensor> = Vec::new();
    let mut clock = Instant::now();
    while losses.len() < steps {
        for batch in batches.epoch().take(steps - losses.len()) {
            let (images, labels) = examples.gather(batch);
            let images = images.to(device);
            let tape = Tape::training(&mut rng);
            losses.push(learner.learn(&mut model, tape, |model, tape| {
                let x = tape.constant(images);
                model.forward(tape, x).softmax_cross_entropy(&labels)
            }));
            if losses.len() == 1 {
                losses[0].item();
                clock = Instant::now();
            }
        }
    }
    // The card may be steps behind; reading the last loss waits for it.
    let losses: Vec<f32> = losses.iter().rev().map(Tensor::item).collect();
    Run {
        seconds: clock.elapsed().as_secs_f64() / (steps - 1) as f64,
        losses: losses.into_iter().rev().collect(),
        accuracy: accuracy(&model, &story.pictures.test),
    }
}
// ANCHOR_END: both

fn compared(lesson: &mut Lesson, (here, there): (&Run, &Run), shown: &[usize], device: &Device) {
    let mut lines = vec![
        device.to_string(),
        format!(
            "{:>4}  {:>9}  {:>9}  {:>9}",
            "step", "processor", "card", "apart"
        ),
    ];
    for &step in shown {
        let [a, b] = [here, there].map(|run| run.losses[step - 1]);
        let [shown_a, shown_b] = [a, b].map(|loss| num(f64::from(loss), 6));
        let apart = scientific(f64::from((a - b).abs()), 0);
        lines.push(format!("{step:>4}  {shown_a:>9}  {shown_b:>9}  {apart:>9}"));
    }
    let [a, b] = [here, there].map(|run| percent(run.accuracy));
    lines.push(format!("test pictures read right: {a} here, {b} there"));
    measured(lesson, lines);
    let time = |run: &Run| format!("{} ms", num(1e3 * run.seconds, 1));
    let times = format!("a step: {} here, {} there", time(here), time(there));
    measured(lesson, [times]);
}
