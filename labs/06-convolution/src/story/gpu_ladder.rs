//! The matmul ladder: naive, shared tile, register block.

use super::gpu_hello::{measured, nothing_to_run_on, told};
use crate::figures;
use lab06::gpu::kernels::{LADDER, Product, Rung};
use labkit::numerals::{count, num, percentage};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Tape, Tensor};
use shaders::Gpu;
use std::time::Instant;

/// What one card can do, by its maker's data sheet: NVIDIA's Tesla P100 PCIe with 16 GB. Operations on floats of 32 bits in a second, and
/// bytes from its memory.
const P100: (f64, f64) = (9.3e12, 732e9);

/// The section.
pub fn ladder(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A convolution is a matrix product in disguise, so this is the kernel to get right. Two square matrices with a side of n hold 2n² numbers, and their product takes 2n³ operations: every number is used n times. The question is how often it is fetched.

         **First rung, naive.** One invocation computes one number of the product:",
    );
    lesson.show(part(LADDER[0].source, "@compute", "end"));
    let balance = P100.0 / P100.1;
    lesson.number("p100_balance", balance);
    let at_most = lesson.number("p100_naive", reached(&LADDER[0]));
    lesson.predict_number(
        &format!(
            "For each product and its addition this fetches two numbers from the card's memory. A Tesla P100 does {} operations in the time in which one number arrives. How much of its arithmetic can the kernel use at most, without a cache?",
            num(4.0 * balance, 0)
        ),
        Quantity::percent(at_most, 0).within(0.01),
        &format!("{}: two operations for two numbers. It waits.", percentage(at_most, 0)),
    );
    lesson.predict_choice(
        "Invocations that run together have neighbouring `id.x`, so neighbouring columns. What if `id.x` were the row, and `id.y` the column?",
        &["It would be slower.", "It would be as fast.", "It would be faster."],
        0,
        "The same arithmetic, several times slower on most cards. As it is, they read numbers of B that lie side by side, and memory hands out such neighbours in one wide piece: *coalesced*. The other way each reads from another line of memory.",
    );
    lesson.figure(
        "coalescing",
        "Eight invocations read at the same moment. Above: neighbours, one piece of memory. Below: four apart, all four pieces, of which two numbers each are used.",
        (640, 250),
        figures::gpu::coalescing,
    )?;
    tile(lesson)?;
    lesson.say(
        "**Third rung, register block.** In the tile kernel every product still takes two numbers from the shared memory. The fastest memory belongs to a single invocation: its registers. So let each invocation compute a block of 4 × 4 numbers: it takes 4 numbers of A and 4 of B, and multiplies each with each.",
    );
    let shared = LADDER[2].from_shared_memory().unwrap_or(f64::NAN);
    lesson.predict_number(
        "How many numbers does a product then take from the shared memory?",
        Quantity::new(shared, 1).within(0.0),
        "Half a number: 8 numbers are taken for 16 products. Its heart:",
    );
    lesson.show(part(
        LADDER[2].source,
        "        for (var t",
        "        workgroupBarrier",
    ));
    counted(lesson)?;
    lesson.predict(
        "How much faster than the naive kernel will the block be on your adapter?",
        "It depends on the card; the lines below tell. As a rule of thumb, several times where a card has memory of its own. An adapter made of software has one memory for all: there the tile gains nothing and pays for its barriers.",
    );
    lesson.say(
        "An order to the card returns at once, and the kernel runs when its turn comes. So where a card has a clock we ask it for two *timestamps*, when it begins and when it has finished (`Gpu::seconds` in `shared/shaders/src/device.rs`).",
    );
    measure(lesson)
}

/// The second rung, and what happens without its barriers.
fn tile(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "**Second rung, shared tile.** A workgroup has a little memory of its own, close by. Its 256 invocations fetch a tile of A and a tile of B together, one number of each for everybody, and use each number 16 times.",
    );
    lesson.figure(
        "tiles",
        "The same product by tiles: the workgroup on the upper right moves its two tiles along A's rows and down B's columns, and adds up as it goes.",
        (640, 330),
        |area| figures::gpu::workgroups(area, true),
    )?;
    lesson.show(part(
        LADDER[1].source,
        "    for (var first",
        "    if row < shape.m",
    ));
    lesson.predict_choice(
        "At `workgroupBarrier()` everybody waits until all have come. Leave both out. What comes out?",
        &[
            "What should, only later.",
            "What the order of events makes of it.",
            "An error: the card notices.",
        ],
        1,
        "Some multiply with tiles that are not filled yet, others find their tile overwritten already. The worst: it may come out right, on your card, today.",
    );
    match shaders::opened() {
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
        "How would you notice? Not by running it once. Compare with a slow version that cannot be wrong, on odd sizes, many times, on more than one card.",
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
        "memory",
        "shared memory",
        "operations a byte",
        "products a barrier",
        "P100",
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

/// A kernel from the line that begins with `first`, up to the next one that begins with `end`, if there is one.
pub fn part(source: &str, first: &str, end: &str) -> String {
    let lines = source.lines().skip_while(|line| !line.starts_with(first));
    let lines = lines.take_while(|line| !line.starts_with(end));
    lines.collect::<Vec<_>>().join("\n").trim_end().to_string()
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
    let opened = shaders::opened();
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
        "Every product was compared with the processor's before its time was taken: the matrices hold small whole numbers, so all sums are exact and have to be *equal*. nabla's own kernel stands on this third rung, and takes any size.",
    );
    Ok(())
}
