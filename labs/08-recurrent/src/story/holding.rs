//! "Hold that thought" and "The race": a letter to be remembered over a gap, by an RNN alone, then by three kinds of layer.

use lab08::gates::parameters;
use lab08::holding::{CAPITALS, SYMBOLS, learn, right};
use lab08::reader::{Kind, Reader};
use labkit::numerals::count;
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Result, Table};
use nabla::Rng;
use nabla::rnn::{Gru, Lstm, Recurrent};

/// Hidden units.
const HIDDEN: usize = 16;

/// A layer that runs, and what it is called.
struct Runner {
    name: &'static str,
    layer: fn(&mut Rng) -> Box<dyn Recurrent>,
}

const RNN: Runner = Runner {
    name: "RNN",
    layer: |rng| Kind::Rnn.layer(SYMBOLS, HIDDEN, rng),
};

/// The field of the race.
const FIELD: [Runner; 6] = [
    RNN,
    Runner {
        name: "LSTM, b_f = 0",
        layer: |rng| Box::new(Lstm::new(SYMBOLS, HIDDEN, rng).forget_bias(0.0)),
    },
    Runner {
        name: "LSTM, b_f = 1",
        layer: |rng| Box::new(Lstm::new(SYMBOLS, HIDDEN, rng)),
    },
    Runner {
        name: "LSTM, b_f = 3",
        layer: |rng| Box::new(Lstm::new(SYMBOLS, HIDDEN, rng).forget_bias(3.0)),
    },
    Runner {
        name: "GRU, b_z = 0",
        layer: |rng| Box::new(Gru::new(SYMBOLS, HIDDEN, rng)),
    },
    Runner {
        name: "GRU, b_z = 3",
        layer: |rng| {
            let mut layer = Gru::new(SYMBOLS, HIDDEN, rng);
            layer.b_x.value_mut().data_mut()[HIDDEN..2 * HIDDEN].fill(3.0);
            Box::new(layer)
        },
    },
];

/// What three networks of one kind answer right after training with this gap.
fn runs(lesson: &Lesson, runner: &Runner, gap: usize) -> Vec<f64> {
    let steps = lesson.shortened(1_000, 5);
    let one = |seed| {
        let mut rng = nabla::rng(seed);
        let layer = (runner.layer)(&mut rng);
        let mut reader = Reader::of(layer, CAPITALS, &mut rng);
        learn(&mut reader, gap, steps, &mut rng);
        right(&reader, gap, &mut rng)
    };
    lesson.seeds(3, 1).into_iter().map(one).collect()
}

/// How many of them can do it.
fn verdict(runs: &[f64]) -> String {
    match runs.iter().filter(|&&right| right > 0.9).count() {
        0 => "none",
        n if n == runs.len() => "all",
        _ => "some",
    }
    .to_string()
}

/// "Hold that thought".
pub fn hold(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Counting is one kind of memory; keeping is another. A row begins with one of four capitals. Then comes a gap of small letters drawn at random, which mean nothing, and then a question mark: which capital was it?");
    lesson.show("B x y y x y x x ?          →  B");
    lesson.say("There is nothing to compute: two bits have to be left alone for a while. The RNN has 16 hidden units and takes 1,000 steps of Adam with 32 new rows in each; for each gap three of them learn it.");
    lesson.predict(
        "With a gap of 5 it learns the task. Up to which gap will it learn it: 10, 100, 1,000?",
        "Somewhere between 15 and 60 it ends.",
    );
    let gaps = [5, 10, 15, 30, 60];
    let mut table = Table::new(["gap", "networks that learn it"]);
    let mut points = Vec::new();
    let mut bar = lesson.progress("gaps", gaps.len());
    for gap in gaps {
        let runs = runs(lesson, &RNN, gap);
        // In between it depends on chance, and so on the processor: that is in the figure only.
        if gap != 30 {
            table.push([gap.to_string(), verdict(&runs)]);
        }
        points.extend(runs.iter().map(|&right| (gap as f64, 100.0 * right)));
        bar.step(0.0, None);
    }
    bar.done();
    lesson.table(&table.caption(
        "Learned means: more than 90 % of 500 new rows right. What lies between 15 and 60 is in the figure: there it depends on chance.",
    ));
    lesson.chart(
        "holding-rnn",
        "What three RNNs for each gap answer right. Guessing gives 25 %.",
        &Chart::new("gap", "answered right, %")
            .points("one RNN each", points)
            .hline(25.0, "guessing")
            .x_range(0.0..70.0)
            .y_range(0.0..105.0),
    )?;
    lesson.say("It does not become slowly worse: between 15 and 60 it breaks down, at gaps that a child would laugh at. The network has room enough, 16 numbers for one letter of four. It could hold the letter, but it does not *learn* to. So look at what learning has to go by: the gradient.");
    Ok(())
}

/// "The race".
pub fn race(lesson: &mut Lesson) -> Result<()> {
    lesson.say("The capital and the gap again, the same 1,000 steps, three networks each: RNN, LSTM and GRU with 16 units, whose gates start in different ways. b_f is the bias of the LSTM's forget gate, b_z that of the GRU's gate that keeps; everything else is as nabla starts it.");
    lesson.predict(
        "The LSTM was built for this task. How does it do if its forget gates start at σ(0) = ½?",
        "No better than the RNN.",
    );
    let gaps = [10, 40, 80];
    let mut table = Table::new(["", "gap 10", "gap 80", "parameters"]);
    let mut bars = vec![Vec::new(); gaps.len()];
    let mut bar = lesson.progress("race", FIELD.len() * gaps.len());
    for (at, runner) in FIELD.iter().enumerate() {
        let mut cells = vec![runner.name.to_string()];
        for (gap, bars) in gaps.into_iter().zip(&mut bars) {
            let runs = runs(lesson, runner, gap);
            // With 40 it depends on chance for some of them, and so on the processor.
            if gap != 40 {
                cells.push(verdict(&runs));
            }
            bars.push((runner.name, 100.0 * mean(runs.iter().copied())));
            bar.step(0.0, None);
        }
        let (gates, biases) = [(1, 1), (4, 1), (4, 1), (4, 1), (3, 2), (3, 2)][at];
        cells.push(count(parameters(SYMBOLS, HIDDEN, gates, biases)));
        table.push(cells);
    }
    bar.done();
    lesson.table(&table.caption("How many of three networks learn it. A gap of 40 is in the figure: there chance decides for those that start half shut."));
    let mut chart = Chart::new("", "answered right, % (mean of three)");
    for (gap, bars) in gaps.into_iter().zip(bars) {
        chart = chart.bars(format!("gap {gap}"), bars);
    }
    lesson.chart(
        "race",
        "The race; guessing gives 25 %. What decides is not the kind of cell alone, but how far its gates are open at the start.",
        &chart.y_range(0.0..105.0).size(760, 380),
    )?;
    lesson.say("A road is of no use while the gate on it is half shut. σ(0)⁴⁰ is about 10⁻¹², and from that nothing is learned, whether it is called an LSTM or not. σ(3)⁴⁰ is 0.14: the gradient arrives, the gate finds that keeping pays, and opens further. Whoever knows how long the gaps are sets the bias to about the logarithm of the gap (Tallec and Ollivier, 2018).");
    lesson.say("So the rule of thumb: a gated cell, its keeping gates open at the start, gradients clipped. GRU or LSTM matters less: on many tasks they are equally good (Chung and others, 2014); for counting, the LSTM has the memory that can grow.");
    Ok(())
}
