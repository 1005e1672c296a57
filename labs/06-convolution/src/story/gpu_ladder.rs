//! The matmul ladder: naive, shared tile, register block.

use super::gpu_hello::{measured, nothing_to_run_on, told};
use crate::figures;
use lab06::gpu::kernels::{LADDER, Product, Rung};
use lab06::gpu::{self, Gpu};
use labkit::numerals::{count, num, percentage};
use labkit::{Chart, Lesson, Result, Table};
use nabla::{Tape, Tensor};
use std::time::Instant;

/// What one card can do, by its maker's data sheet: NVIDIA's Tesla P100 PCIe with 16 GB. Operations on floats of 32 bits in a second, and
/// bytes from its memory.
const P100: (f64, f64) = (9.3e12, 732e9);

/// The section.
pub fn ladder(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Lab 5 spent its time in matrix products, and a convolution is one in disguise. So this is the kernel to get right. Two square matrices with a side of n hold 2n² numbers, and their product takes 2n³ multiplications and additions: *every number is used n times*. The question \
         is only how often it is fetched.

         **First rung, naive.** One invocation computes one number of the product, as in the picture above:",
    );
    lesson.show(body(LADDER[0].source));
    let balance = P100.0 / P100.1;
    lesson.number("p100_balance", balance);
    lesson.number("p100_naive", reached(&LADDER[0]));
    lesson.predict(
        &format!(
            "For each product and its addition this fetches two numbers from the card's memory. A Tesla P100 does {} operations in the time in which one number arrives. What will it mostly do?",
            num(4.0 * balance, 0)
        ),
        &format!(
            "Wait. Two operations for two numbers: without a cache, {} of its arithmetic at most.",
            percentage(reached(&LADDER[0]), 0)
        ),
    );
    lesson.predict(
        "One thing is right about it already: the invocations that run together have neighbouring `id.x`, so neighbouring columns. What if `id.x` were the row, and `id.y` the column?",
        "The same arithmetic, several times slower. As it is, they read numbers of B at every step that lie side by side, and memory hands out such neighbours in one wide piece. That is called *coalesced*. The other way each would read from another line of memory.",
    );
    lesson.figure(
        "coalescing",
        "Eight invocations read at the same moment. Above: neighbours, one piece of memory. Below: four apart, all four pieces, of which two numbers each are used.",
        (640, 250),
        figures::gpu::coalescing,
    )?;
    tile(lesson)?;
    lesson.say(
        "**Third rung, register block.** In the tile kernel every product still takes two numbers from the shared memory. The fastest memory is the one that belongs to a single invocation: its registers. So let each invocation compute a block of 4 × 4 numbers. It takes 4 numbers of A and 4 of B, and multiplies each with each. The four of B sit side by side, and WGSL has a word for that: `vec4`.",
    );
    lesson.predict(
        "How many numbers does a product then take from the shared memory?",
        "Half a number: 8 numbers are taken for 16 products.",
    );
    lesson.show(body(LADDER[2].source));
    counted(lesson)?;
    lesson.predict(
        "How much faster than the naive kernel will the block be on your adapter?",
        "It depends on the card; the lines below tell. As a rule of thumb, several times where a card has memory of its own. An adapter made of software has one memory for all: there the tile gains nothing and pays for its barriers, and what the block gains it owes to its `vec4`s.",
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

/// The fraction of a P100's arithmetic that its memory lets a rung reach, if no cache helps.
fn reached(rung: &Rung) -> f64 {
    (rung.operations_a_byte() * P100.1 / P100.0).min(1.0)
}

/// What each rung fetches and waits for: counts, the same on every card.
fn counted(lesson: &mut Lesson) -> Result<()> {
    let mut table = Table::new([
        "rung",
        "from memory",
        "from shared memory",
        "operations a byte",
        "products a barrier",
        "P100, at most",
    ]);
    let or_none = |number: Option<String>| number.unwrap_or("–".to_string());
    for rung in &LADDER {
        table.push([
            rung.name.to_string(),
            rung.fetched().to_string(),
            or_none(rung.from_shared_memory().map(|numbers| numbers.to_string())),
            rung.operations_a_byte().to_string(),
            or_none(rung.products_a_barrier().map(count)),
            percentage(reached(rung), 0),
        ]);
    }
    lesson.table(&table.caption("Numbers fetched for one product and its addition; operations for each byte from memory; products that an invocation makes for each barrier; and the part of a Tesla P100's arithmetic that its memory lets them reach, if no cache helps."));
    let bars = LADDER
        .iter()
        .map(|rung| (rung.name, rung.operations_a_byte()));
    lesson.chart(
        "ladder",
        "Operations for each byte that is fetched from memory: counted, not timed. The line is what a Tesla P100 can do for each byte; below it, the card waits for its memory.",
        &Chart::new("", "operations a byte")
            .bars("", bars)
            .hline(P100.0 / P100.1, ""),
    )
}

/// What a kernel does, without its head.
pub fn body(source: &str) -> String {
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
                "This adapter is software: it runs the kernels on the processor. Its times",
                "say how long that takes, and nothing about a card.",
            ],
        );
    }
    lesson.say(
        "Every product was compared with the processor's, number by number, before its time was taken: the matrices hold small whole numbers, so all sums are exact and have to be *equal*. A kernel that is fast and wrong is of no use.

         The ladder goes on: larger blocks, tiles fetched ahead of time, the card's matrix units. nabla's own kernel stands on this third rung, and takes any size.",
    );
    Ok(())
}
