//! A mask on the graphics card.

use labkit::judge::Exercise;
use shaders::{Kernel, Outcome, Question, kernel};

/// The files of the exercise.
pub const KERNEL: Kernel = kernel!("labs/12-scenes", "mask_argmax");

/// Logits, pixel by pixel, and the mask. Behind them stand numbers that would win, if anybody looked at them.
fn probe(kinds: usize, logits: &[f32], mask: &[f32]) -> (Question, Outcome) {
    let question = Question::new(&[("count", mask.len()), ("kinds", kinds)]);
    let behind: Vec<f32> = (0..64 * kinds).map(|i| 90.0 + i as f32).collect();
    question
        .input("logits", logits, &behind)
        .gives(mask.len(), mask)
}

/// 70 pixels of three kinds; the largest moves on, and all lie below 0.
fn long() -> (Question, Outcome) {
    let logit = |i| match i % 3 == i / 3 % 5 % 3 {
        true => -1.0,
        false => -2.0 - i as f32,
    };
    let logits: Vec<f32> = (0..210).map(logit).collect();
    let mask: Vec<f32> = (0..70).map(|i| (i % 5 % 3) as f32).collect();
    probe(3, &logits, &mask)
}

pub fn mask_argmax() -> Exercise {
    // By hand.
    let probes = [
        probe(
            3,
            &[0.5, 2.0, -1.0, 4.0, -3.0, 1.0, -0.5, -0.25, 0.75],
            &[1.0, 0.0, 2.0],
        ),
        // Equal ones: the first.
        probe(
            4,
            &[1.0, 3.0, 3.0, 2.0, -5.0, -5.0, -6.0, -5.0],
            &[1.0, 0.0],
        ),
        probe(2, &[-0.5, -0.125], &[1.0]),
        long(),
    ];
    KERNEL
        .draft(15, "WGSL: the class of each pixel, an invocation for each", probes)
        .hints([
            "Which pixel is this invocation's, and where do its logits begin?",
            "Pixel i has the logits from i * kinds on. Remember the number of the best so far, and begin with 0.",
            "`for (var k = 1u; k < shape.kinds; k += 1u) { if logits[start + k] > logits[start + best] { best = k; } }`",
        ])
        .mistake(
            "no bounds",
            "You wrote behind the last pixel. Workgroups are whole: an invocation with `id.x >= shape.count` has to return at once.",
            KERNEL.but(&[("i >= shape.count", "false")]),
        )
        .mistake(
            "the last of equals",
            "Of equal logits you took the last: `>` keeps the first, `>=` does not.",
            KERNEL.but(&[("] > logits", "] >= logits")]),
        )
        .mistake(
            "the logit itself",
            "You wrote the largest logit. Wanted is its number: which class.",
            KERNEL.but(&[("f32(best)", "logits[start + best]")]),
        )
        .mistake(
            "side by side",
            "The logits of pixel i begin at i * kinds, not at i: each pixel has `kinds` of them.",
            KERNEL.but(&[("i * shape.kinds", "i")]),
        )
        .mistake(
            "better than 0",
            "You compared with 0 in place of the best so far. Logits may all be negative.",
            KERNEL.but(&[("> logits[start + best]", "> 0.0")]),
        )
        .mistake(
            "counts in the workgroup",
            "Every workgroup did the first 64 pixels. `global_invocation_id` counts over all of them.",
            KERNEL.but(&[("global_invocation_id", "local_invocation_id")]),
        )
        .why("The logits of a scene are 45,056 numbers, its mask 4,096. What can be made small on the card need not be carried.")
        .done()
}
