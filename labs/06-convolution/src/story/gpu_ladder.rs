//! The matmul ladder: naive, shared tile, register block.

use super::gpu_hello::{measured, nothing_to_run_on, told};
use crate::figures;
use lab06::gpu::kernels::{LADDER, Product, Rung};
use lab06::gpu::{self, Gpu};
use labkit::numerals::{count, num};
use labkit::{Chart, Lesson, Result, Table};
use nabla::{Tape, Tensor};
use std::time::Instant;

/// The section.
pub fn ladder(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Lab 5 spent its time in matrix products, and a convolution is one in disguise. So this is the kernel to get right. Two square matrices with a side of n hold 2n² numbers, and their product takes 2n³ multiplications and additions: *every number is used n times*. The question \
         is only how often it is fetched.

         **First rung, naive.** One invocation computes one number of C, as in the picture above:",
    );
    lesson.show(body(LADDER[0].source));
    lesson.predict(
        "For each product and its addition this fetches two numbers from the card's memory. A card does some fifty operations in the time in which one number arrives. What will it mostly do?",
        "Wait. It may reach a few per cent of what its arithmetic could do.",
    );
    lesson.say(
        "One thing is right about it already. The invocations that run together have neighbouring `id.x`, so they have neighbouring columns, and at every step they read numbers of B that lie side by side. Memory hands out such neighbours in one wide piece. That is called *coalesced*. If `id.x` were the \
         row, each would read from another line of memory: the same arithmetic, several times slower.",
    );
    lesson.figure(
        "coalescing",
        "Eight invocations read at the same moment. Above: neighbours, one piece of memory. Below: some numbers apart, all four pieces, of which two numbers each are used.",
        (640, 250),
        figures::gpu::coalescing,
    )?;
    tile(lesson)?;
    lesson.say(
        "**Third rung, register block.** In the tile kernel every product still takes two numbers from the shared memory. The fastest memory is the one that belongs to a single invocation: its registers. So let each invocation compute a block of 4 × 4 numbers of C. It takes 4 numbers of A and 4 of B, and makes all 16 \
         products of them. The four of B sit side by side, and WGSL has a word for that: `vec4`.",
    );
    lesson.show(body(LADDER[2].source));
    lesson.table(
        &Table::new([
            "rung",
            "numbers of C a workgroup",
            "from memory",
            "from shared memory",
        ])
        .row(["naive", "16 × 16", "2", "–"])
        .row(["tile", "16 × 16", "1/8", "2"])
        .row(["block", "64 × 64", "1/32", "1/2"])
        .caption("Numbers fetched for one product and its addition."),
    );
    lesson.predict(
        "How much faster than the naive kernel will the block be on your adapter?",
        "It depends on the card; the lines below tell. As a rule of thumb, several times where a card has memory of its own. On an adapter made of software the shared memory is ordinary memory, and a barrier costs dearly; there the block wins by its `vec4`s and by fetching less.",
    );
    lesson.say(
        "How does one time a kernel? Not with a stopwatch on this side alone: an order to the card returns at once, and the kernel runs when its turn comes. But most cards have a clock. We ask for two *timestamps*: the card notes its time when it begins and when it has finished, and the two numbers come back in a buffer, as results do. Their difference is a number of ticks, and the queue knows how many nanoseconds a tick has. \
         A kernel is started up to fifty times between the two, and the best of some such rounds counts. Where a card has no such clock, ours must do, stopped when the card is done. It is `Gpu::seconds` in `src/gpu/device.rs`.",
    );
    measure(lesson)
}

/// The second rung, and what happens without its barriers.
fn tile(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "**Second rung, shared tile.** A workgroup has a little memory of its own, a few thousand numbers, close by. So its 256 invocations fetch a tile of A and a tile of B together, one number of each for everybody. Then every number fetched is used 16 times, by 16 invocations. Then come the next two tiles.",
    );
    lesson.figure(
        "tiles",
        "The same product by tiles: the workgroup on the upper right moves its two tiles along A's rows and down B's columns, and adds up as it goes.",
        (640, 330),
        |area| figures::gpu::workgroups(area, true),
    )?;
    lesson.show(body(LADDER[1].source));
    lesson.predict(
        "Twice in the loop stands `workgroupBarrier()`: everybody waits there until all have come. Leave both out. What comes out?",
        "Whatever the order of events makes of it. Some multiply with tiles that are not filled yet, others find their tile overwritten already. The worst: it may come out right, on your card, today.",
    );
    match gpu::opened() {
        Err(reason) => nothing_to_run_on(lesson, &reason),
        Ok(gpu) => {
            let product = Product::of_side(128);
            let inputs = [&product.a[..], &product.b[..]];
            let without = LADDER[1].source.replace("workgroupBarrier();", "");
            let dispatch = product.dispatch(&LADDER[1], &without, &inputs);
            let wrong = wrong_numbers(&told(gpu.run(&dispatch))?, &product);
            let all = count(product.n * product.n);
            measured(
                lesson,
                [match wrong {
                    0 => format!("without barriers: all {all} numbers right, by luck"),
                    wrong => format!("without barriers: {} of {all} numbers wrong", count(wrong)),
                }],
            );
        }
    }
    lesson.say(
        "How would you notice? Not by running it once. Compare with a slow version that cannot be wrong, on odd sizes, many times, on more than one card. And read: whoever reads what another invocation has written needs a barrier in between, and whoever overwrites what another may still read needs one, too. These are the two.",
    );
    Ok(())
}

/// What a kernel does, without its head.
fn body(source: &str) -> String {
    let start = source.find("@compute").unwrap_or(0);
    source[start..].trim_end().to_string()
}

fn wrong_numbers(got: &[f32], product: &Product) -> usize {
    let right = on_processor(product).1;
    // Whole numbers below 2²⁴: every order of adding gives the same.
    let pairs = got.iter().zip(right.data());
    pairs.filter(|(got, right)| got != right).count()
}

/// The seconds nabla takes for the product on the processor, at best, and the product.
fn on_processor(product: &Product) -> (f64, Tensor) {
    let n = product.n;
    let [a, b] = [&product.a, &product.b].map(|m| Tensor::from_slice(m, [n, n]));
    let mut best = f64::INFINITY;
    let mut right = Tensor::zeros([1]);
    for _ in 0..3 {
        let tape = Tape::new();
        let clock = Instant::now();
        right = tape
            .constant(a.clone())
            .matmul(tape.constant(b.clone()))
            .value();
        best = best.min(clock.elapsed().as_secs_f64());
    }
    (best, right)
}

/// A side that keeps the card busy for a moment: what a card of software needs a second for, others do in no time.
fn side(gpu: &Gpu) -> Result<usize> {
    let product = Product::of_side(256);
    let mut n = product.n;
    let mut seconds = on_card(gpu, &LADDER[0], &product, 1)?;
    while n < 2048 && seconds * 8.0 < 0.08 {
        n *= 2;
        seconds *= 8.0;
    }
    Ok(n)
}

fn on_card(gpu: &Gpu, rung: &Rung, product: &Product, rounds: usize) -> Result<f64> {
    let inputs = [&product.a[..], &product.b[..]];
    let prepared = told(gpu.prepare(&product.dispatch(rung, rung.source, &inputs)))?;
    let once = told(gpu.seconds(&prepared, 1))?;
    let repeats = (0.1 / once.max(1e-6)).clamp(1.0, 50.0) as u32;
    let mut best = once;
    for _ in 0..rounds {
        best = best.min(told(gpu.seconds(&prepared, repeats))?);
    }
    Ok(best)
}

/// All rungs on the learner's adapter, beside the processor.
fn measure(lesson: &mut Lesson) -> Result<()> {
    let opened = gpu::opened();
    let n = match &opened {
        Ok(gpu) => side(gpu)?,
        Err(_) => 512,
    };
    let product = Product::of_side(n);
    let rate = |seconds: f64| product.operations() / seconds / 1e9;
    let (seconds, right) = on_processor(&product);
    let mut rates = vec![("processor", rate(seconds))];
    let mut lines = vec![format!(
        "n = {n}: {} million operations",
        num(product.operations() / 1e6, 0)
    )];
    if let Ok(gpu) = &opened {
        lines.push(format!("adapter: {}", gpu.name()));
        for rung in &LADDER {
            let inputs = [&product.a[..], &product.b[..]];
            let c = told(gpu.run(&product.dispatch(rung, rung.source, &inputs)))?;
            if c != right.data() {
                return Err(labkit::Error::new(format!(
                    "{} gives another product than the processor does on {}",
                    rung.file,
                    gpu.name()
                ))
                .remedy("choose another adapter with WGPU_ADAPTER_NAME"));
            }
            rates.push((rung.name, rate(on_card(gpu, rung, &product, 3)?)));
        }
    }
    let line = |&(name, rate): &(&str, f64)| format!("{name:<10} {:>8} GFLOP/s", num(rate, 1));
    lines.extend(rates.iter().map(line));
    measured(lesson, lines);
    if opened.as_ref().is_ok_and(|gpu| gpu.is_software()) {
        measured(
            lesson,
            [
                "This adapter is software: it runs the kernels on the processor, and cannot",
                "win against code that was written for it. The rungs still tell.",
            ],
        );
    }
    // Beside a fast processor the rungs of a card made of software would not show.
    let rungs: Vec<(&str, f64)> = rates[1..].to_vec();
    let adapter = match &opened {
        Err(_) => "no adapter: on the processor".to_string(),
        Ok(gpu) if gpu.is_software() => format!("{}, made of software", gpu.name()),
        Ok(gpu) => gpu.name(),
    };
    let chart = Chart::new(adapter, "GFLOP/s");
    let chart = match rungs.iter().map(|rung| rung.1).reduce(f64::max) {
        None => chart.bars("", rates),
        Some(best) if best < rates[0].1 / 5.0 => chart.bars("", rungs),
        Some(_) => {
            let label = "nabla on the processor";
            chart.bars("", rungs).hline(rates[0].1, label)
        }
    };
    lesson.chart(
        "ladder",
        "Billions of operations a second of the three kernels, on the adapter that the figure names.",
        &chart,
    )?;
    lesson.say(
        "Every product was compared with the processor's, number by number, before its time was taken: the matrices hold small whole numbers, so all sums are exact and have to be *equal*. A kernel that is fast and wrong is of no use.

         The ladder goes on: larger blocks, tiles fetched ahead of time, the card's matrix units. nabla's own kernel stands on this third rung, and takes any size.",
    );
    Ok(())
}
