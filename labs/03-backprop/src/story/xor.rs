//! XOR by 2-2-1, and what happens when all weights start equal.

use crate::figures;
use lab03::xor::{CASES, EngineNet, XorNet, successes};
use labkit::numerals::{count, num};
use labkit::{Chart, Lesson, Result, Table};

/// The rate where nothing else is asked for.
const RATE: f64 = 1.0;
const STEPS: usize = 2000;

pub fn xor(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "One neuron cannot learn XOR: no straight line parts the cases. Two hidden neurons draw two lines, and a third \
         combines them. Here is a 2-2-1 net of sigmoids, nine numbers, with cross-entropy. We write the loss; [the engine](#an-engine-that-differentiates-anything) finds the gradient.",
    );
    let (hidden, rate) = (lesson.count_of("hidden"), lesson.number_of("rate"));
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
        let start = XorNet::random(hidden, seed);
        let net = EngineNet::from_net(&start);
        for _ in 0..STEPS {
            bar.step(net.step(rate), None);
        }
        let net = net.to_net();
        let mut row = vec![
            format!("seed {seed}"),
            num(start.loss(), 4),
            num(net.loss(), 4),
        ];
        row.extend(CASES.iter().map(|&(x, _)| num(net.answer(x), 3)));
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
        "{} steps of gradient descent at rate {}, from six random starts; {hidden} hidden neurons.",
        count(STEPS),
        num(rate, 1)
    )));
    lesson.predict_choice(
        "With two hidden neurons some starts end at a loss near 0, others near 0.35, with two answers at one half. Would more steps \
         help those?",
        &["Yes, ten times as many.", "Yes, a hundred times as many.", "No."],
        2,
        "No. See below: the loss creeps towards ½ ln 2 = 0.3466 and never gets under it.",
    );
    if let Some((seed, stuck)) = &stuck {
        valley(lesson, *seed, stuck.clone());
    }
    if hidden == 2
        && let (Some((good, solved)), Some((bad, stuck))) = (&solved, &stuck)
    {
        lesson.figure(
            "xor-surface",
            &format!(
                "Left: what the net of seed {good} answers over the whole plane; blue is 0, orange is 1, blank is ½. Middle: the \
                 four cases as its hidden neurons see them: both 0s fall on one place, and one straight line parts them \
                 from the 1s. Right: seed {bad}, stuck, with two of the four answers at ½."
            ),
            (780, 285),
            |area| figures::surface::xor(area, solved, stuck),
        )?;
    }
    rates(lesson)
}

/// The same net for a hundred times as long.
fn valley(lesson: &mut Lesson, seed: u64, mut net: XorNet) {
    let lengths = if lesson.flags().quick {
        vec![2_000, 20_000]
    } else {
        vec![2_000, 20_000, 200_000]
    };
    let mut table = Table::new([
        format!("seed {seed}: steps"),
        "loss".into(),
        "largest weight".into(),
    ]);
    let mut done = STEPS;
    for steps in lengths {
        net.train(RATE, steps - done);
        done = steps;
        let weights = net.w1.as_flattened().iter().chain(&net.w2);
        table.push([
            count(steps),
            num(net.loss(), 6),
            num(weights.fold(0.0, |a, w| w.abs().max(a)), 2),
        ]);
    }
    lesson.table(&table);
    lesson.say(
        "Often called a *local minimum*, it is stranger than that: a valley whose floor falls for ever, ever more \
         gently, while the weights grow without end. (For the squared error it has been proved that the 2-2-1 net has \
         no local minimum at finite weights: Hamey 1998.) To the one who trains, it is all the same: stuck.",
    );
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
    lesson.say(format!(
        "Two hidden neurons can do it, and {:.0} % of the starts get there; with four it is {:.0} %. This is a lesson \
         for all that follows: a few neurons more than needed make the search easier, because in more dimensions it is \
         harder to be walled in on every side.",
        of(2),
        of(4)
    ));
    Ok(())
}

pub fn symmetry(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Why did we start from *random* weights? Take the same net and start every weight at 0.5, or at 0.",
    );
    lesson.predict_choice(
        "Both hidden neurons now have the same weights, so they compute the same number. When will they part?",
        &[
            "after the first step",
            "after some thousand steps, when roundings have added up",
            "never",
        ],
        2,
        "Never. Same output and same outgoing weight give the same gradient, so they take the same step. And again.",
    );
    let apart = || {
        let mut net = XorNet::equal(2, 0.5);
        net.w1[1][0] += 0.1;
        net
    };
    let mut table = Table::new([
        "step",
        "w into H1",
        "w into H2",
        "H1 to O",
        "H2 to O",
        "loss",
        "loss, 0.1 apart",
    ]);
    let (mut net, mut parted) = (XorNet::equal(2, 0.5), apart());
    let mut done = 0;
    for step in [0, 1, 10, 100, 1000, 5000] {
        net.train(RATE, step - done);
        parted.train(RATE, step - done);
        done = step;
        table.push([
            count(step),
            num(net.w1[0][0], 6),
            num(net.w1[1][0], 6),
            num(net.w2[0], 6),
            num(net.w2[1], 6),
            num(net.loss(), 4),
            num(parted.loss(), 4),
        ]);
    }
    lesson.number("symmetric_loss", net.loss());
    lesson.number("parted_loss", parted.loss());
    lesson.table(&table.caption(
        "Every weight starts at 0.5: H1 and H2 agree to the last bit, for ever. Last column: the same start, but one \
         weight 0.6.",
    ));
    lesson.chart(
        "symmetry",
        "The weights from the hidden neurons to the output. Started equal they are one line; with 0.1 between two \
         other weights at the start they part, one neuron saying yes and one no, and XOR is solved.",
        &Chart::new("step", "weight to the output")
            .line("equal: H1 and H2", track(XorNet::equal(2, 0.5), 0))
            .line("0.1 apart: H1", track(apart(), 0))
            .line("0.1 apart: H2", track(apart(), 1)),
    )?;
    let zero = XorNet::equal(2, 0.0).gradient();
    let largest = zero
        .w1
        .as_flattened()
        .iter()
        .chain(&zero.w2)
        .chain(&zero.b1)
        .fold(zero.b2.abs(), |a, g| g.abs().max(a));
    lesson.say(format!(
        "Two neurons in step are one neuron, and one cannot do XOR. Zero is worse still: nothing flows back through an \
         outgoing weight of 0, every answer is ½, and the four errors cancel in the outgoing weights. The largest of the \
         nine gradients is {}, exactly: this start is a stationary point. So weights start at random, not for luck, but \
         to break the symmetry. Biases may well start at 0.",
        num(largest, 0),
    ));
    Ok(())
}

/// The weight from hidden neuron `j` to the output, over 1000 steps.
fn track(mut net: XorNet, j: usize) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    for step in 0..=1000 {
        if step % 5 == 0 {
            points.push((f64::from(step), net.w2[j]));
        }
        net.step(RATE);
    }
    points
}
