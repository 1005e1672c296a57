//! Hello, compute: eight numbers are doubled on the card.

use crate::figures;
use lab06::gpu::hello::{DOUBLE, double_now};
use labkit::numerals::num;
use labkit::{Error, Lesson, Quantity, Result};

/// Lines that depend on the adapter: they begin with a clock, and are not compared with what the book recorded.
pub fn measured(lesson: &mut Lesson, lines: impl IntoIterator<Item = impl AsRef<str>>) {
    let lines: Vec<String> = lines
        .into_iter()
        .map(|line| format!("⏱ {}", line.as_ref()))
        .collect();
    lesson.show(lines.join("\n"));
}

/// A failure on the card, as the lesson tells it.
pub fn told<T>(outcome: std::result::Result<T, String>) -> Result<T> {
    outcome.map_err(|message| {
        Error::new(message).remedy("choose another adapter with WGPU_ADAPTER_NAME")
    })
}

/// What to say in place of results where there is no card.
pub fn nothing_to_run_on(lesson: &mut Lesson, reason: &str) {
    let line = format!("{reason}: nothing is run here, and the lesson goes on.");
    measured(lesson, [line]);
}

/// The section.
pub fn hello(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "All those sums of a convolution: the same nine products, at hundreds of places, and no place waits for another. A graphics card was built to colour a million pixels at once, and has thousands of slow arithmetic units that do best when all do the same. We speak to it through *wgpu*; what it runs is written in a small language, WGSL. A whole program:",
    );
    lesson.show(DOUBLE);
    lesson.say(
        "It looks like the inside of a loop, and the loop is missing: you write what is to be done for *one* number. A **kernel** is the function marked `@compute`, an **invocation** one run of it, and a **workgroup** the invocations that run together, 64 here. These can share a little memory, and wait for one another.",
    );
    lesson.figure(
        "workgroups",
        "A kernel started over a product A·B of 8 × 8 numbers in four workgroups of 4 × 4. The marked invocation reads a row of A and a column of B, and writes one number.",
        (640, 330),
        |area| figures::gpu::workgroups(area, false),
    )?;
    let (wanted, started) = (100_usize, 100_usize.next_multiple_of(64));
    lesson.predict_number(
        &format!("It is to double {wanted} numbers. How many invocations are started?"),
        Quantity::new(started as f64, 0).within(0.0),
        &format!(
            "{started}: workgroups are whole. Without the `if`, {} of them would write behind the buffer's end. wgpu does not let them (the write is dropped, or lands inside); in a larger buffer they would write into somebody else's numbers, and no error would tell you.",
            started - wanted
        ),
    );
    lesson.say(
        "Around the kernel stand six steps, which `src/gpu/hello.rs` takes one after the other: open the adapter; make **buffers**, memory on the card's side; compile; make a **bind group**, which says what buffer is meant by `@binding(0)`; write down the commands, the **dispatch** of so many workgroups among them; hand them over and wait. Eight numbers:",
    );
    let numbers: Vec<f32> = (1..=8).map(|i| i as f32).collect();
    let list = |numbers: &[f32]| {
        let words: Vec<String> = numbers.iter().map(|&x| num(f64::from(x), 0)).collect();
        words.join(" ")
    };
    match shaders::available().and_then(|()| double_now(&numbers)) {
        Ok((name, doubled)) => measured(
            lesson,
            [
                format!("adapter: {name}"),
                format!("there    {}", list(&numbers)),
                format!("and back {}", list(&doubled)),
            ],
        ),
        Err(reason) => {
            nothing_to_run_on(lesson, &reason);
            measured(
                lesson,
                [
                    "On Linux, Mesa's lavapipe is an adapter made of software: install the",
                    "package mesa-vulkan-drivers and come back. It is slow, and right.",
                ],
            );
        }
    }
    lesson.say(
        "Eight numbers are not worth the trip. A card pays when there is much to do, and when the numbers stay over there.",
    );
    Ok(())
}
