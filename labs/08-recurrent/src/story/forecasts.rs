//! The sections on what comes next where it is a number or a picture.

use super::in_a_row;
use lab08::conv_lstm::{ConvLstm, FRAMES, PIXELS, SIDE, films, frames, go_on, predict, score};
use lab08::waves::{Forecast, NOISE, error, run, test_waves, turn};
use lab08::{conv_lstm, waves};
use labkit::numerals::{count, num, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Tensor, parameters};

/// Numbers of the memory for waves.
const HIDDEN: usize = 32;
/// Steps of training on waves.
const WAVE_STEPS: usize = 600;
/// Waves to test on; measurements of each that are shown, and steps beyond them.
const WAVES: usize = 60;
const SEEN: usize = 60;
const BEYOND: usize = 60;
/// The first of them are not counted: there is not much to go by yet.
const WARM: usize = 20;

/// "A wave behind noise".
pub fn wave(lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("Numbers can be read like letters. Here is a wave, measured once a step, with noise whose standard deviation is {NOISE}. Its period is between 12 and 24 steps, and nobody says which. What will the next measurement be?"));
    lesson.say("For a sine a without noise two values are enough, whatever its height:");
    lesson.show(
        "sin(ωt + ω) + sin(ωt − ω) = 2 cos ω · sin ωt\nso   a(t + 1) = 2 cos ω · a(t) − a(t − 1)",
    );
    let mut model = Forecast::new(HIDDEN, &mut lesson.rng());
    let steps = lesson.shortened(WAVE_STEPS, 5);
    let mut bar = lesson.progress("waves", steps);
    waves::train(&mut model, steps, lesson.flags().seed, |loss| {
        bar.step(loss, None);
    });
    bar.done();
    let test = test_waves(WAVES, SEEN + BEYOND);
    let mut said = Vec::new();
    let (mut same, mut rule, mut network) = (Vec::new(), Vec::new(), Vec::new());
    let mut later: [Vec<(f32, f32)>; 3] = Default::default();
    for (clean, noisy) in test.clean.rows().into_iter().zip(test.noisy.rows()) {
        let (clean, noisy) = (clean.to_vec(), noisy.to_vec());
        let own = run(&model, &noisy[..SEEN], BEYOND);
        let turn = turn(&clean) as f32;
        for t in WARM..SEEN {
            same.push((noisy[t], clean[t + 1]));
            rule.push((turn * noisy[t] - noisy[t - 1], clean[t + 1]));
            network.push((own[t], clean[t + 1]));
        }
        for t in SEEN..SEEN + BEYOND - 1 {
            later[(t - SEEN) / 20].push((own[t], clean[t + 1]));
        }
        said.push(own);
    }
    let [same, rule, network] = [same, rule, network].map(error);
    lesson.predict_choice(
        &format!("“The same as now” is off by {} in the mean. Give the formula the true ω, and measurements with noise. How far off is it?", num(same, 2)),
        &["less", "about the same", "more"],
        2,
        "It multiplies the noise: its two measurements are off independently of each other, so the forecast is off by √(4 cos² ω + 1) times as much.",
    );
    lesson.predict_number(
        &format!("An LSTM learns from such measurements alone: it never sees a wave without noise. How far from the true wave is its forecast, if a measurement is off by {NOISE}?"),
        Quantity::new(network, 2).within(0.03),
        &format!("{}, nearer than the measurements themselves: noise cannot be predicted, so the best forecast is what lies behind it.", num(network, 2)),
    );
    let table = Table::new(["forecast of the next value", "off by"])
        .row(["the same as now", &num(same, 2)])
        .row(["the formula, with the true ω", &num(rule, 2)])
        .row(["LSTM", &num(network, 2)]);
    lesson.table(&table.caption(format!(
        "{WAVES} new waves; root of the mean square, against the wave itself without noise."
    )));
    free(
        &said[0],
        &test.clean.row(0).to_vec(),
        &test.noisy.row(0).to_vec(),
        lesson,
    )?;
    let names = ["free_run_20", "free_run_40", "free_run_60"];
    let far = later.map(error).into_iter().zip(names);
    let far: Vec<String> = far
        .map(|(error, name)| num(lesson.number(name, error), 1))
        .collect();
    lesson.say(format!("Then the measurements stop, and the network takes its own forecasts for measurements: a **free run**. In steps 1 to 20 it is off by {}, in 21 to 40 by {}, in 41 to 60 by {}; a forecast of 0, always, is off by 0.7. It keeps the form of the wave and slowly loses the beat.", far[0], far[1], far[2]));
    Ok(())
}

/// One wave, measured, and then freely run.
fn free(said: &[f32], clean: &[f32], noisy: &[f32], lesson: &mut Lesson) -> Result<()> {
    let at = |values: &[f32], from: usize| -> Vec<(f64, f64)> {
        let all = values.iter().enumerate().skip(from);
        all.map(|(t, &y)| (t as f64, f64::from(y))).collect()
    };
    // What is said at step t is about step t + 1.
    let forecast: Vec<f32> = std::iter::once(0.0).chain(said.iter().copied()).collect();
    let length = clean.len();
    lesson.chart(
        "free-run",
        "A wave (dashed), its measurements (dots, the first 60 steps), and the LSTM: one step ahead of them, from step 60 on by itself.",
        &Chart::new("step", "y")
            .dashed("wave", at(clean, 0))
            .points("measured", at(&noisy[..SEEN], 0))
            .line("one step ahead", at(&forecast[..=SEEN], WARM))
            .line("free run", at(&forecast[..length], SEEN))
            .size(900, 320),
    )
}

/// Channels of the memory for films.
const CHANNELS: usize = 8;
/// Steps of training on films; the network without memory is done sooner.
const FILM_STEPS: usize = 900;
const FORGETFUL_STEPS: usize = 150;
/// Films to test on.
const FILMS: usize = 200;
/// Frames that are shown before a free run.
const SHOWN: usize = 3;
/// Frames of the free run.
const AHEAD: usize = 3;

/// "Where the square goes".
pub fn square(lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("And pictures: a square of 3 × 3 pixels moves over a field of {SIDE} × {SIDE}, one pixel a frame along both axes, and comes back from the walls. Wanted is the next frame."));
    let test = films(FILMS, FRAMES, u64::MAX);
    let pixels =
        |film: usize, t: usize| test.data()[(film * FRAMES + t) * PIXELS..][..PIXELS].to_vec();
    let all = (0..SHOWN + AHEAD).map(|t| (t + 1, pixels(0, t)));
    pictures("The film.", "", all, lesson)?;
    let directions = 2 * 2; // to and fro along each of two axes
    lesson.predict_number(
        "You see one frame. In how many places may the square be in the next?",
        Quantity::new(f64::from(directions), 0).within(0.5),
        "Four: a single frame has no direction. The best that can be done is a little of all four, which is right nowhere.",
    );
    lesson.say("A dense layer would need weights from every pixel to every other, and would learn at each place anew what a movement is. So take the LSTM's formulas, and put a convolution by 3 × 3, ∗, where the matrix products are (Shi and others, 2015). x, h and c are pictures now; [x, h] is both with their channels side by side:");
    lesson.show("i = σ(W_i ∗ [x, h])      f = σ(W_f ∗ [x, h] + 1)\ng = tanh(W_g ∗ [x, h])   o = σ(W_o ∗ [x, h])\nc′ = f ⊙ c + i ⊙ g       h′ = o ⊙ tanh(c′)");
    let seed = lesson.flags().seed;
    let mut model = ConvLstm::new(CHANNELS, &mut lesson.rng());
    let mut forgetful = ConvLstm::new(CHANNELS, &mut lesson.rng()).without_memory();
    let counts = [
        lesson.shortened(FILM_STEPS, 10),
        lesson.shortened(FORGETFUL_STEPS, 10),
    ];
    let mut bar = lesson.progress("films", counts[0] + counts[1]);
    for (network, steps) in [(&mut model, counts[0]), (&mut forgetful, counts[1])] {
        conv_lstm::train(network, steps, seed, |loss| bar.step(loss, None));
    }
    bar.done();
    let (seen, truth) = (frames(&test, 0, FRAMES - 1), frames(&test, 1, FRAMES - 1));
    let mut table = Table::new(["forecast", "squared error of a pixel", "whole frame right"]);
    let mut lines = Vec::new();
    for (name, predicted) in [
        ("the last frame again", seen.clone()),
        ("ConvLSTM without memory", predict(&forgetful, &seen)),
        ("ConvLSTM", predict(&model, &seen)),
    ] {
        let score = score(&predicted, &truth);
        // From the second frame on: with the first alone nobody can know.
        let (error, right) = (
            mean(score.error[1..].iter().copied()),
            mean(score.right[1..].iter().copied()),
        );
        let right = match right {
            // How many exactly depends on chance.
            most if most > 0.75 => "most".to_string(),
            few => percent(few),
        };
        let error = match error {
            small if small < 0.01 => "below 0.01".to_string(),
            large => num(large, 3),
        };
        table.push([name.to_string(), error, right]);
        lines.push(score.error);
    }
    lesson.table(&table.caption(format!("{FILMS} new films, each frame from the third on. *Right*: every pixel on its right side of one half. The network has {} weights.", count(parameters(&model)))));
    lesson.say("Without a memory 0.05 is the best there is: a grey of four squares.");
    lesson.chart(
        "frames-seen",
        "The error by how many frames of the film were seen. One is not enough for anybody.",
        &Chart::new("frames seen", "squared error of a pixel")
            .line("last frame again", in_a_row(&lines[0], 1))
            .line("without memory", in_a_row(&lines[1], 1))
            .line("ConvLSTM", in_a_row(&lines[2], 1))
            .y_range(0.0..0.12),
    )?;
    let go_on = |film: usize| {
        let begin = (0..SHOWN).flat_map(|t| pixels(film, t)).collect();
        go_on(
            &model,
            &Tensor::from_vec(begin, [1, SHOWN, SIDE, SIDE]),
            AHEAD,
        )
    };
    let is_right = |film: &usize| {
        let truth = (SHOWN..).flat_map(|t| pixels(*film, t));
        let mut pairs = go_on(*film).into_iter().flatten().zip(truth);
        pairs.all(|(own, truth)| (own > 0.5) == (truth > 0.5))
    };
    let right = (0..FILMS).filter(is_right).count();
    lesson.predict_number(
        &format!("A free run: the network sees the first {SHOWN} frames of a film, and then only its own, with each pixel made black or white. In how many of the {FILMS} films does it get the {AHEAD} frames that follow right, every pixel of them?"),
        Quantity::new(right as f64, 0).within(20.0),
        "In far fewer than it gets a single frame right: each mistake is read as if it had been seen. And so it goes on with the film above:",
    );
    pictures(
        "How the network goes on after the first three frames, on its own.",
        "?",
        (SHOWN + 1..).zip(go_on(0)),
        lesson,
    )?;
    lesson.say("Nobody told it what a square is, that there are walls, or that things go on as they went. It has the same few weights at every pixel, a memory there, and films to look at.");
    Ok(())
}

/// Numbered frames.
fn pictures(
    caption: &str,
    mark: &str,
    frames: impl Iterator<Item = (usize, Vec<f32>)>,
    lesson: &mut Lesson,
) -> Result<()> {
    let frames: Vec<(String, Vec<f32>)> = frames
        .map(|(number, frame)| (format!("{number}{mark}"), frame))
        .collect();
    let shown: Vec<(&str, usize, usize, &[f32])> = frames
        .iter()
        .map(|(label, frame)| (label.as_str(), SIDE, SIDE, frame.as_slice()))
        .collect();
    lesson.grey(caption, &shown)
}
