//! XOR by 2-2-1, and what happens when all weights start equal.

use super::fixed;
use crate::figures;
use lab03::xor::{CASES, EngineNet, XorNet, successes};
use labkit::{Chart, Lesson, Result, Table};

const RATE: f64 = 1.0;
const STEPS: usize = 2000;

/// Section 9.
pub fn xor(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "One neuron cannot learn XOR: no straight line parts the cases. Two hidden neurons draw two lines, and a third \
         combines them. Here is a 2-2-1 net of sigmoids, nine numbers, with cross-entropy. We write the loss; the \
         engine of section 7 finds the gradient.",
    );
    let first = lesson.flags().seed;
    let seeds: Vec<u64> = (first..first + 6).collect();
    let mut table = Table::new([
        "start",
        "loss before",
        "loss after",
        "0 xor 0",
        "0 xor 1",
        "1 xor 0",
        "1 xor 1",
    ]);
    let (mut solved, mut stuck) = (None, None);
    let mut bar = lesson.progress("six nets", seeds.len() * STEPS);
    for &seed in &seeds {
        let start = XorNet::random(2, seed);
        let net = EngineNet::from_net(&start);
        for _ in 0..STEPS {
            bar.step(net.step(RATE), None);
        }
        let net = net.to_net();
        let mut row = vec![
            format!("seed {seed}"),
            fixed(start.loss(), 4),
            fixed(net.loss(), 4),
        ];
        row.extend(CASES.iter().map(|&(x, _)| fixed(net.answer(x), 3)));
        table.push(row);
        let place = if net.solved() {
            &mut solved
        } else {
            &mut stuck
        };
        place.get_or_insert((seed, net));
    }
    bar.done();
    lesson.table(&table.caption(format!(
        "{STEPS} steps of gradient descent at rate {RATE}, from six random starts."
    )));
    lesson.predict(
        "Some starts end at a loss near 0, others near 0.35 = ½ ln 2, with two answers at one half. Would more steps \
         help those?",
        "No. They sit in a hollow of the loss: every small change makes it worse. More descent leads to its bottom.",
    );
    if let (Some((good, solved)), Some((bad, stuck))) = (&solved, &stuck) {
        lesson.figure(
            "xor-surface",
            &format!(
                "Left: what the net of seed {good} answers over the whole plane; blue is 0, orange is 1. Middle: the same \
                 four cases as its hidden neurons see them; now one straight line parts them. Right: seed {bad}, stuck: \
                 one line does the work of two."
            ),
            (780, 310),
            |area| figures::surface::xor(area, solved, stuck),
        )?;
    }
    rates(lesson)
}

fn rates(lesson: &mut Lesson) -> Result<()> {
    let runs = if lesson.flags().quick { 20 } else { 200 };
    let first = lesson.flags().seed;
    let widths = [1, 2, 3, 4, 6];
    let mut bar = lesson.progress("counting successes", widths.len());
    let share: Vec<(usize, f64)> = widths
        .iter()
        .map(|&hidden| {
            let solved = successes(hidden, first..first + runs, RATE, STEPS);
            let share = solved as f64 / runs as f64;
            bar.step(1.0 - share, Some(share));
            (hidden, share)
        })
        .collect();
    bar.done();
    for &(hidden, share) in &share {
        lesson.number(&format!("xor_success_{hidden}"), share);
    }
    lesson.chart(
        "xor-success",
        &format!(
            "Of {runs} random starts, how many percent learn XOR, by the number of hidden neurons."
        ),
        &Chart::new("hidden neurons", "% solved")
            .bars(
                "solved",
                share
                    .iter()
                    .map(|(hidden, share)| (hidden.to_string(), 100.0 * share)),
            )
            .y_range(0.0..105.0),
    )?;
    let of = |hidden: usize| {
        share
            .iter()
            .find(|s| s.0 == hidden)
            .map_or(0.0, |s| 100.0 * s.1)
    };
    lesson.say(&format!(
        "Two hidden neurons can do it, and {:.0} % of the starts get there; with four it is {:.0} %. This is a lesson \
         for all that follows: a few neurons more than needed make the search easier, because in more dimensions it is \
         harder to be walled in on every side.",
        of(2),
        of(4)
    ));
    Ok(())
}

/// Section 10.
pub fn symmetry(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Why did we start from *random* weights? Take the same net and start every weight at 0.5, or at 0.",
    );
    lesson.predict(
        "Both hidden neurons now have the same weights, so they compute the same number. When will they part?",
        "Never. Same output and same outgoing weight give the same gradient, so they take the same step. And again.",
    );
    let steps = [0, 1, 10, 100, 1000, 5000];
    let mut table = Table::new([
        "step",
        "w into H1",
        "w into H2",
        "H1 to O",
        "H2 to O",
        "loss",
    ]);
    let mut net = XorNet::equal(2, 0.5);
    let mut done = 0;
    for step in steps {
        net.train(RATE, step - done);
        done = step;
        table.push([
            step.to_string(),
            fixed(net.w1[0][0], 6),
            fixed(net.w1[1][0], 6),
            fixed(net.w2[0], 6),
            fixed(net.w2[1], 6),
            fixed(net.loss(), 4),
        ]);
    }
    lesson.table(
        &table.caption(
            "Every weight starts at 0.5. The two columns agree to the last bit, for ever.",
        ),
    );
    let track = |mut net: XorNet| {
        let mut tracks = vec![Vec::new(); 2];
        for step in 0..=600 {
            for (j, track) in tracks.iter_mut().enumerate() {
                track.push((f64::from(step), net.w1[j][0]));
            }
            net.step(RATE);
        }
        tracks
    };
    let mut nearly = XorNet::equal(2, 0.5);
    nearly.w1[1][0] += 0.01;
    let [equal, parted] = [XorNet::equal(2, 0.5), nearly].map(track);
    lesson.chart(
        "symmetry",
        "The weight from the first input into each hidden neuron. Started equal, the two lines are one; with 0.01 of \
         difference between them they part.",
        &Chart::new("step", "weight")
            .line("equal: H1 and H2", equal[0].clone())
            .line("0.01 apart: H1", parted[0].clone())
            .line("0.01 apart: H2", parted[1].clone()),
    )?;
    let zero = XorNet::equal(2, 0.0).gradient();
    lesson.say(&format!(
        "Two neurons in step are one neuron, and one cannot do XOR. Zero is worse still: the gradient of every \
         hidden weight is H's outgoing weight times something, here 0 ({} exactly), and that of the outgoing weights \
         adds up to {} over the four cases. Nothing moves at all. Random starts are not there for luck, but to \
         break the symmetry. Biases may well start at 0.",
        fixed(zero.w1[0][0], 1),
        fixed(zero.w2[0], 1)
    ));
    Ok(())
}
