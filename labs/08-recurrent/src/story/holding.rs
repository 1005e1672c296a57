//! "Hold that thought" and "The race": a letter to be remembered over a gap, by an RNN alone, then by three kinds of layer.

use lab08::gates::parameters;
use lab08::holding::{CAPITALS, SYMBOLS, learn, right};
use lab08::reader::{Kind, Reader};
use labkit::numerals::count;
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::Rng;
use nabla::rnn::{Gru, Lstm, Recurrent};

/// Hidden units.
const HIDDEN: usize = 16;

/// A layer that runs, and the bias of its gate that keeps.
#[derive(Clone, Copy)]
enum Runner {
    Rnn,
    Lstm(f64),
    Gru(f64),
}

impl Runner {
    fn name(self) -> String {
        match self {
            Runner::Rnn => "RNN".to_string(),
            Runner::Lstm(bias) => format!("LSTM, b_f = {}", super::bias(bias)),
            Runner::Gru(bias) => format!("GRU, b_z = {}", super::bias(bias)),
        }
    }

    fn layer(self, rng: &mut Rng) -> Box<dyn Recurrent> {
        match self {
            Runner::Rnn => Kind::Rnn.layer(SYMBOLS, HIDDEN, rng),
            Runner::Lstm(bias) => {
                Box::new(Lstm::new(SYMBOLS, HIDDEN, rng).forget_bias(bias as f32))
            }
            Runner::Gru(bias) => {
                let mut layer = Gru::new(SYMBOLS, HIDDEN, rng);
                layer.b_x.value_mut().data_mut()[HIDDEN..2 * HIDDEN].fill(bias as f32);
                Box::new(layer)
            }
        }
    }

    fn parameters(self) -> usize {
        let (gates, biases) = match self {
            Runner::Rnn => (1, 1),
            Runner::Lstm(_) => (4, 1),
            Runner::Gru(_) => (3, 2),
        };
        parameters(SYMBOLS, HIDDEN, gates, biases)
    }
}

/// What three networks of one kind answer right after training with this gap.
fn runs(lesson: &Lesson, runner: Runner, gap: usize) -> Vec<f64> {
    let steps = lesson.shortened(1_000, 5);
    let one = |seed| {
        let mut rng = nabla::rng(seed);
        let layer = runner.layer(&mut rng);
        let mut reader = Reader::of(layer, CAPITALS, &mut rng);
        learn(&mut reader, gap, steps, &mut rng);
        right(&reader, gap, &mut rng)
    };
    lesson.seeds(3, 1).into_iter().map(one).collect()
}

/// How many of them have learned it.
fn able(runs: &[f64]) -> usize {
    runs.iter().filter(|&&right| right > 0.9).count()
}

/// How many of them can do it.
fn verdict(runs: &[f64]) -> String {
    match able(runs) {
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
    let longest = lesson.count_of("gap");
    let mut gaps = vec![5, 10, 15, 30];
    gaps.retain(|&gap| gap < longest);
    gaps.push(longest);
    let mut bar = lesson.progress("gaps", gaps.len());
    let runs: Vec<Vec<f64>> = gaps
        .iter()
        .map(|&gap| {
            let runs = runs(lesson, Runner::Rnn, gap);
            bar.step(0.0, None);
            runs
        })
        .collect();
    bar.done();
    let right = mean(runs.last().into_iter().flatten().copied());
    lesson.predict_number(
        &format!("With a gap of 5 all three learn to answer nearly every row. How many rows do they answer right that have a gap of {longest}?"),
        Quantity::percent(right, 0).within(0.1),
        "One in four would be guessing.",
    );
    let mut table = Table::new(["gap", "networks that learn it"]);
    let mut points = Vec::new();
    for (&gap, runs) in gaps.iter().zip(&runs) {
        // In between it depends on chance, and so on the processor: that is in the figure only.
        if gap != 30 || gap == longest {
            table.push([gap.to_string(), verdict(runs)]);
        }
        points.extend(runs.iter().map(|&right| (gap as f64, 100.0 * right)));
    }
    lesson.table(&table.caption(
        "Learned means: more than 90 % of 500 new rows right. What is left out here is in the figure: there it depends on chance.",
    ));
    lesson.chart(
        "holding-rnn",
        "What three RNNs for each gap answer right. Guessing gives 25 %.",
        &Chart::new("gap", "answered right, %")
            .points("one RNN each", points)
            .hline(25.0, "guessing")
            .x_range(0.0..longest as f64 + 10.0)
            .y_range(0.0..105.0),
    )?;
    lesson.say("It does not become slowly worse, it breaks down. The network has room enough, 16 numbers for one letter of four: it could hold the letter, but it does not *learn* to. So look at what learning has to go by: the gradient.");
    Ok(())
}

/// "The race".
pub fn race(lesson: &mut Lesson) -> Result<()> {
    let open = lesson.number_of("forget-bias");
    let field = [
        Runner::Rnn,
        Runner::Lstm(0.0),
        Runner::Lstm(1.0),
        Runner::Lstm(open),
        Runner::Gru(0.0),
        Runner::Gru(3.0),
    ];
    let longest = lesson.count_of("gap");
    let gaps = [10, 40, longest];
    lesson.say("The letter over a gap once more, with the same training for all, three networks of each kind. b_f is the bias of the LSTM's forget gate at the start, b_z that of the GRU's gate that keeps.");
    let mut bar = lesson.progress("race", field.len() * gaps.len());
    let results = field.map(|runner| {
        gaps.map(|gap| {
            bar.step(0.0, None);
            runs(lesson, runner, gap)
        })
    });
    bar.done();
    let [_, [.., half_shut], ..] = &results;
    let learned = able(half_shut);
    lesson.predict_number(
        &format!("The LSTM was built for this task. Of {} that start with their forget gates at σ(0) = ½, how many learn it with a gap of {longest}?", half_shut.len()),
        Quantity::new(learned as f64, 0).within(0.5),
        &format!("{learned} of {}.", half_shut.len()),
    );
    let mut table = Table::new(["", "gap 10", &format!("gap {longest}"), "parameters"]);
    for (runner, [short, _, long]) in field.iter().zip(&results) {
        let parameters = count(runner.parameters());
        table.push([runner.name(), verdict(short), verdict(long), parameters]);
    }
    lesson.table(&table.caption("How many of three networks learn it. A gap of 40 is in the figure: there chance decides for those that start half shut."));
    let mut chart = Chart::new("", "answered right, % (mean of three)");
    for (i, gap) in gaps.into_iter().enumerate() {
        let bars = field.iter().zip(&results).map(|(runner, results)| {
            let right = mean(results[i].iter().copied());
            (runner.name(), 100.0 * right)
        });
        chart = chart.bars(format!("gap {gap}"), bars);
    }
    lesson.chart(
        "race",
        "The race; guessing gives 25 %. What decides is not the kind of cell alone, but how far its gates are open at the start.",
        &chart.y_range(0.0..105.0).size(760, 380),
    )?;
    lesson.say("A road is of no use while the gate on it is half shut. σ(0)⁴⁰ is about 10⁻¹², and from that nothing is learned, whether it is called an LSTM or not. σ(3)⁴⁰ is 0.14: the gradient arrives, the gate finds that keeping pays, and opens further. So the rule of thumb: a gated cell, its keeping gates open at the start, gradients clipped. GRU or LSTM matters less.");
    Ok(())
}
