//! Hello, compute: eight numbers are doubled on the card.

use crate::figures;
use lab06::gpu;
use lab06::gpu::hello::{DOUBLE, double_now};
use labkit::numerals::num;
use labkit::{Error, Lesson, Result};

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
        "All those sums of a convolution: the same nine products, at hundreds of places, and no place waits for another. A processor with a few quick cores does them by turns. A graphics card was built to colour a million \
         pixels at once, and it does not care whether they are pixels. It has thousands of slow arithmetic units, and they do best when all of them do the same.

         We speak to it through *wgpu*, which is Rust's own WebGPU and finds Vulkan, Metal or DirectX below it. What the card runs is written in a small language, WGSL. Here is a whole program for it:",
    );
    lesson.show(DOUBLE);
    lesson.say(
        "It looks like the inside of a loop, and the loop is missing. That is the idea: you write what is to be done for *one* number, and say how many times it is to be started.",
    );
    lesson.figure(
        "workgroups",
        "A kernel started over a product A·B of 8 × 8 numbers in four workgroups of 4 × 4. The marked invocation reads a row of A and a column of B, and writes one number.",
        (640, 330),
        |area| figures::gpu::workgroups(area, false),
    )?;
    lesson.say(
        "Three words, and you can read it:

         - A **kernel** is the function marked `@compute`. Its file is a *shader*, for historical reasons.
         - An **invocation** is one run of it. Which one it is, says `global_invocation_id`.
         - A **workgroup** is the invocations that run together on one place of the card, 64 here. They can share a little memory, and wait for one another at a *barrier*. Different workgroups know nothing of each other.",
    );
    lesson.predict(
        "There are eight numbers, and a workgroup has 64 invocations. How many are started? And what would the others do without the `if`?",
        "64: workgroups are whole. Without the `if`, 56 invocations would write behind the buffer's end. wgpu does not let them (in WGSL that is no crash, the write is dropped or lands inside), but in a larger \
         buffer they would write into somebody else's numbers, and no error would tell you.",
    );
    lesson.say(
        "Around the kernel stand six steps, and `src/gpu/hello.rs` takes them one after the other with nothing hidden: open the adapter; make **buffers**, which are memory on the card's side; compile the shader; make a **bind group**, which says what buffer the kernel means by `@binding(0)`; write down the commands, \
         the **dispatch** of so many workgroups among them (which of them comes first, nobody says); hand them over and wait for the answer.",
    );
    let numbers: Vec<f32> = (1..=8).map(|i| i as f32).collect();
    let list = |numbers: &[f32]| {
        let words: Vec<String> = numbers.iter().map(|&x| num(f64::from(x), 0)).collect();
        words.join(" ")
    };
    match gpu::available().and_then(|()| double_now(&numbers)) {
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
        "Eight numbers are not worth the trip: to open the card, compile and wait takes longer than to double a million numbers here. A card pays when there is much to do, and when the numbers stay over there. So a whole training step is written down first and \
         handed over at once, and the loss is looked at only now and then.",
    );
    Ok(())
}
