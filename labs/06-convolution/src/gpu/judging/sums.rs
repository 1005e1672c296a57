//! A workgroup adds up a row together.

use labkit::judge::Exercise;
use shaders::{Fault, Kernel, Outcome, Played, Question, kernel};

pub const KERNEL: Kernel = kernel!("labs/06-convolution", "row_sums");

/// A probe of a matrix whose row r holds r + 1, 2·(r + 1), 3·(r + 1), …
fn probe((rows, columns): (usize, usize)) -> (Question, Outcome) {
    let numbers = (0..rows).flat_map(|row| (1..=columns).map(move |i| ((row + 1) * i) as f32));
    Question::new(&[("rows", rows), ("columns", columns)])
        .input("x", &numbers.collect::<Vec<_>>(), &[])
        .shown(format!(
            "rows {rows}, columns {columns}, x = r, 2r, 3r, … in row number r = 1, 2, …"
        ))
        .workgroups([rows as u32, 1, 1])
        .watched(move |played| alone(played, rows, columns))
        .gives(rows, &sums(rows, columns))
}

/// Whether one invocation does what the workgroup should do together, with the right result.
fn alone(played: &Played, rows: usize, columns: usize) -> Option<Fault> {
    if played.output[..rows] != sums(rows, columns) {
        return None;
    }
    let of = |name: &'static str, too_many: usize, enough: usize| {
        let reads = played.reads.get(name).copied().unwrap_or(0);
        (reads >= too_many).then_some(Fault::Alone {
            name,
            reads,
            enough,
        })
    };
    // In six rounds number 0 reads its own part and another one, and at last the sum.
    let row = (columns > 64)
        .then(|| of("x", columns, columns.div_ceil(64)))
        .flatten();
    row.or_else(|| of("parts", 60, 13))
}

/// (r + 1)·n·(n + 1)/2 for row r: Gauss's sum.
fn sums(rows: usize, columns: usize) -> Vec<f32> {
    let triangle = columns * (columns + 1) / 2;
    (1..=rows).map(|row| (row * triangle) as f32).collect()
}

pub fn row_sums() -> Exercise {
    KERNEL.draft(
        30,
        "WGSL: 64 invocations add up a row together, with barriers",
        [probe((3, 100)), probe((2, 256)), probe((5, 7)), probe((1, 64)), probe((2, 65)), probe((3, 1))],
    )
    .hints([
        "Three parts: everyone adds up a share; the shares become one; one invocation writes. Between the parts, and \
         between the rounds of the second, all have to wait.",
        "The share: `for (var column = here.x; column < shape.columns; column += 64u)`. Leave it in parts[here.x], and \
         wait: `workgroupBarrier();`.",
        "The rounds: `for (var apart = 32u; apart > 0u; apart /= 2u)`, in it `if here.x < apart { parts[here.x] += \
         parts[here.x + apart]; }`, and behind that `if` a barrier. In the end invocation 0 writes parts[0].",
    ])
    .mistake(
        "no barrier",
        "Nobody waits for anybody: there is no workgroupBarrier() on the way. Whoever adds up a part may come before it is \
         written, and then the sum depends on who is quicker. On some cards it would come out right all the same, by luck.",
        KERNEL.but(&[("part;\n    workgroupBarrier();", "part;"), ("}\n        workgroupBarrier();", "}")]),
    )
    .mistake(
        "no barrier between the rounds",
        "In your loop a part is read that another invocation may not have brought up to date. Put a workgroupBarrier() \
         into each round, behind the `if`. On some cards it would come out right all the same, by luck.",
        KERNEL.but(&[("}\n        workgroupBarrier();", "}")]),
    )
    .mistake(
        "no barrier before the rounds",
        "The first round reads shares that may not be written yet. All have to leave their share, and wait, before anybody \
         adds up another's.",
        KERNEL.but(&[("part;\n    workgroupBarrier();", "part;")]),
    )
    .mistake(
        "barrier in the if",
        "Some invocations come to your barrier and others do not; those who came wait for ever, or the card does what it \
         likes. A barrier stands where all 64 pass: behind the `if`, not in it.",
        KERNEL.but(&[(
            "        }\n        workgroupBarrier();",
            "            workgroupBarrier();\n        }",
        )]),
    )
    .mistake(
        "leaves early",
        "Invocations without a share go home before the barrier, and the others wait for them for ever. Whoever has \
         nothing to add leaves a 0 in its part, and stays.",
        KERNEL.but(&[("    var part = 0.0;", "    if here.x >= shape.columns { return; }\n    var part = 0.0;")]),
    )
    .mistake(
        "all of them add",
        "In each round all 64 read the part `apart` places behind their own, and the last ones read behind the end of \
         `parts`. Only the first `apart` invocations have somebody to add: `if here.x < apart`.",
        KERNEL.but(&[("        if here.x < apart {", "        {")]),
    )
    .mistake(
        "never ends",
        "Your loop never ends: a `u32` is never below 0, so `apart >= 0u` always holds. Go on while `apart > 0u`.",
        KERNEL.but(&[("apart > 0u", "apart >= 0u")]),
    )
    .mistake(
        "one for all",
        "The sums are right, but one invocation adds up the whole row, and 63 look on. Each has a share: the numbers here.x, \
         here.x + 64, … of the row.",
        KERNEL.but(&[
            ("var column = here.x; column < shape.columns; column += 64u", "var column = 0u; column < shape.columns && here.x == 0u; column++"),
        ]),
    )
    .mistake(
        "one adds the parts",
        "The sums are right, but one invocation adds up all 64 parts, and 63 look on. In pairs it takes six rounds: 32 add, \
         then 16, and so on.",
        KERNEL.but(&[
            ("for (var apart = 32u; apart > 0u; apart /= 2u) {", "for (var apart = 1u; apart < 64u; apart++) {"),
            ("if here.x < apart {", "if here.x == 0u {"),
        ]),
    )
    .mistake(
        "all into one",
        "All invocations add to one number at once: each of them reads the old sum, and the last to write wins. In one round \
         only pairs may be added that share no number.",
        KERNEL.but(&[
            ("for (var apart = 32u; apart > 0u; apart /= 2u) {", "for (var apart = 1u; apart < 2u; apart++) {"),
            ("if here.x < apart {\n            parts[here.x] += parts[here.x + apart];", "if here.x > 0u {\n            parts[0] += parts[here.x];"),
        ]),
    )
    .mistake(
        "from 64 on",
        "Your first round adds the part 64 places behind, and there are only 64 parts: begin with half of them, 32.",
        KERNEL.but(&[("apart = 32u", "apart = 64u")]),
    )
    .mistake(
        "one less",
        "Your distance shrinks by one, so parts that were added already are added again. Halve it.",
        KERNEL.but(&[("apart /= 2u", "apart -= 1u")]),
    )
    .mistake(
        "barrier in the share",
        "Your barrier stands in the loop that adds up a share. Shares differ in length: some invocations go round once more, \
         and wait for others that are done. One barrier behind that loop is enough.",
        KERNEL.but(&[(
            "part += x[group.x * shape.columns + column];",
            "part += x[group.x * shape.columns + column];\n        workgroupBarrier();",
        )]),
    )
    .mistake(
        "all write",
        "All 64 invocations write into sums[group.x], each its own part, and the last one wins, whoever that is. One of them \
         writes: the first, parts[0].",
        KERNEL.but(&[("    if here.x == 0u {\n        sums[group.x] = parts[0];\n    }", "    sums[group.x] = parts[here.x];")]),
    )
    .mistake(
        "nothing written",
        "You left `sums` untouched. In the end one invocation has to write the sum there.",
        KERNEL.but(&[("sums[group.x] = parts[0]", "parts[0] = parts[0]")]),
    )
    .mistake(
        "always the first row",
        "You added up the first row every time. Row r begins at number r·columns of x.",
        KERNEL.but(&[("x[group.x * shape.columns + column]", "x[column]")]),
    )
    .mistake(
        "64 columns at most",
        "You counted the first 64 columns only. Rows are longer than that: each invocation goes on in steps of 64.",
        KERNEL.but(&[("column += 64u", "column += shape.columns")]),
    )
    .mistake(
        "the rest is lost",
        "You gave each invocation columns / 64 numbers, rounded down. The rest of the row is added by nobody.",
        KERNEL.but(&[(
            "column = here.x; column < shape.columns; column += 64u",
            "column = here.x * (shape.columns / 64u); column < (here.x + 1u) * (shape.columns / 64u); column++",
        )]),
    )
    .mistake(
        "one round",
        "After one round 32 parts are left, and you handed out the first of them. Halve the distance until it is 0.",
        KERNEL.but(&[("apart /= 2u", "apart = 0u")]),
    )
    .mistake(
        "last round missing",
        "Two parts are left at the end, not one: the round with distance 1 is missing.",
        KERNEL.but(&[("apart > 0u", "apart > 1u")]),
    )
    .mistake(
        "overwrites",
        "You replaced a part by the one behind it. It has to be added: `+=`.",
        KERNEL.but(&[("parts[here.x] += ", "parts[here.x] = ")]),
    )
    .mistake(
        "its own share",
        "You handed out invocation 0's own share. The whole sum is in parts[0].",
        KERNEL.but(&[("= parts[0]", "= part")]),
    )
    .why("Softmax, every mean and every norm are sums like this one: six rounds where a single invocation would take 64 steps.")
    .done()
}
