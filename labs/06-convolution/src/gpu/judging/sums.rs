//! A workgroup adds up a row together.

use super::barriers::{Missing, missing};
use super::stub::{is_open, without_comments};
use super::{Dispatch, Exercise, Outcome, draft, exercise_file, replaced, run, shader};

/// Rows and columns of the matrix.
type Input = (usize, usize);

const SOLUTION: &str = shader!("solutions/row_sums.wgsl");

fn ask(source: &str, &(rows, columns): &Input) -> Outcome {
    let lacks = match is_open(source, "row_sums") {
        true => None,
        false => missing(&without_comments(source), "parts"),
    };
    if let Some(missing) = lacks {
        // What comes out depends on who is quicker, so nothing is run. These are no sums of rows.
        return Ok(match missing {
            Missing::All => Vec::new(),
            Missing::First => vec![f32::NEG_INFINITY],
            Missing::InLoop => vec![f32::INFINITY],
        });
    }
    // Row r holds r + 1, 2·(r + 1), 3·(r + 1), …
    let numbers = (0..rows).flat_map(|row| (1..=columns).map(move |i| ((row + 1) * i) as f32));
    let x: Vec<f32> = numbers.collect();
    run(&Dispatch {
        file: "labs/06-convolution/exercises/row_sums.wgsl",
        source,
        entry: "row_sums",
        shape: &[rows as u32, columns as u32],
        inputs: &[&x],
        output: &vec![-77.0; rows],
        workgroups: [rows as u32, 1, 1],
    })
}

/// (r + 1)·n·(n + 1)/2 for row r: Gauss's sum.
fn probe((rows, columns): Input) -> (Input, Outcome) {
    let triangle = columns * (columns + 1) / 2;
    let sums = (1..=rows).map(|row| (row * triangle) as f32);
    ((rows, columns), Ok(sums.collect()))
}

/// The solution, but with these words replaced.
fn but(words: &'static [(&'static str, &'static str)]) -> impl Fn(&Input) -> Outcome {
    let shader = replaced(SOLUTION, words);
    move |input| ask(&shader, input)
}

pub fn row_sums() -> Exercise {
    draft(
        "row_sums",
        exercise_file!("exercises/row_sums.wgsl"),
        30,
        "WGSL: 64 invocations add up a row together, with barriers",
    )
    .hints([
        "Three parts: everyone adds up a share; the shares become one; one invocation writes. Between the parts, and \
         between the rounds of the second, all have to wait.",
        "The share: `for (var column = here.x; column < shape.columns; column += 64u)`. Leave it in parts[here.x], and \
         wait: `workgroupBarrier();`.",
        "The rounds: `for (var apart = 32u; apart > 0u; apart /= 2u)`, in it `if here.x < apart { parts[here.x] += \
         parts[here.x + apart]; }`, and behind that `if` a barrier. In the end invocation 0 writes parts[0].",
    ])
    .probes([probe((3, 100)), probe((2, 256)), probe((5, 7)), probe((1, 64))])
    .answer(|input| ask(shader!("exercises/row_sums.wgsl"), input))
    .solution(|input| ask(SOLUTION, input))
    .mistake(
        "no barrier",
        "There is no workgroupBarrier() in it, so it was not even run: whoever adds up a part may come before it is \
         written, and then the sum depends on who is quicker.",
        but(&[("part;\n    workgroupBarrier();", "part;"), ("}\n        workgroupBarrier();", "}")]),
    )
    .mistake(
        "no barrier between the rounds",
        "In your loop a part is read that another invocation may not have brought up to date, so it was not run. Put a \
         workgroupBarrier() into each round, behind the `if`. On some cards it would come out right all the same, by luck.",
        but(&[("}\n        workgroupBarrier();", "}")]),
    )
    .mistake(
        "no barrier before the rounds",
        "The first round reads shares that may not be written yet, so it was not run. All have to leave their share, and \
         wait, before anybody adds up another's.",
        but(&[("part;\n    workgroupBarrier();", "part;")]),
    )
    .mistake(
        "64 columns at most",
        "You counted the first 64 columns only. Rows are longer than that: each invocation goes on in steps of 64.",
        but(&[("column += 64u", "column += shape.columns")]),
    )
    .mistake(
        "the rest is lost",
        "You gave each invocation columns / 64 numbers, rounded down. The rest of the row is added by nobody.",
        but(&[(
            "column = here.x; column < shape.columns; column += 64u",
            "column = here.x * (shape.columns / 64u); column < (here.x + 1u) * (shape.columns / 64u); column++",
        )]),
    )
    .mistake(
        "one round",
        "After one round 32 parts are left, and you handed out the first of them. Halve the distance until it is 0.",
        but(&[("apart /= 2u", "apart = 0u")]),
    )
    .mistake(
        "last round missing",
        "Two parts are left at the end, not one: the round with distance 1 is missing.",
        but(&[("apart > 0u", "apart > 1u")]),
    )
    .mistake(
        "overwrites",
        "You replaced a part by the one behind it. It has to be added: `+=`.",
        but(&[("parts[here.x] += ", "parts[here.x] = ")]),
    )
    .mistake(
        "its own share",
        "You handed out invocation 0's own share. The whole sum is in parts[0].",
        but(&[("= parts[0]", "= part")]),
    )
    .why("Softmax, every mean and every norm are sums like this one: six rounds where a single invocation would take 64 steps.")
    .done()
}
