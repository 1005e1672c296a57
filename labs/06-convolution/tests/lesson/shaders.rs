//! Shaders as learners write them: what does the judge say to each?

use lab06::gpu::judging::{KERNELS, kernel, says};

/// What is said to the file of the exercise with this body.
fn with(exercise: &str, body: &str) -> String {
    says(exercise, &kernel(exercise).with_body(body))
}

fn row_sums(body: &str) -> String {
    with("row_sums", body)
}

const SHARE: &str = "
    var part = 0.0;
    for (var column = here.x; column < shape.columns; column += 64u) {
        part += x[group.x * shape.columns + column];
    }
    parts[here.x] = part;
    workgroupBarrier();";

#[test]
fn the_solutions_are_right_without_a_card() {
    for kernel in KERNELS {
        assert_eq!(says(kernel.name, kernel.solution), "right");
    }
}

#[test]
fn right_in_other_words() {
    let by_half = "var half = 32u;
    while half >= 1u {
        if here.x < half { let other = parts[half + here.x]; parts[here.x] = parts[here.x] + other; }
        half = half / 2u;
        workgroupBarrier();
    }
    if here.x == 0u { sums[group.x] = parts[here.x]; }";
    assert_eq!(row_sums(&format!("{SHARE}\n{by_half}")), "right");
    let neighbours = "for (var apart = 1u; apart < 64u; apart *= 2u) {
        if here.x % (2u * apart) == 0u { parts[here.x] += parts[here.x + apart]; }
        workgroupBarrier();
    }
    if here.x == 0u { sums[group.x] = parts[0]; }";
    assert_eq!(row_sums(&format!("{SHARE}\n{neighbours}")), "right");
    let all_write_the_same = "for (var apart = 32u; apart > 0u; apart >>= 1u) {
        if here.x < apart { parts[here.x] += parts[here.x + apart]; }
        workgroupBarrier();
    }
    sums[group.x] = parts[0];";
    assert_eq!(row_sums(&format!("{SHARE}\n{all_write_the_same}")), "right");
    let in_blocks = "let each = (shape.columns + 63u) / 64u;
    let end = min((here.x + 1u) * each, shape.columns);
    parts[here.x] = 0.0;
    for (var i = here.x * each; i < end; i++) { parts[here.x] += x[group.x * shape.columns + i]; }
    workgroupBarrier();";
    assert_eq!(row_sums(&format!("{in_blocks}\n{by_half}")), "right");
}

#[test]
fn a_row_that_goes_wrong() {
    let tree = |tree: &str| row_sums(&format!("{SHARE}\n{tree}"));
    let end = "if here.x == 0u { sums[group.x] = parts[0]; }";
    let barrier_inside = format!(
        "var half = 32u;
        loop {{
            if half == 0u {{ break; }}
            if here.x < half {{ parts[here.x] += parts[here.x + half]; workgroupBarrier(); }}
            half /= 2u;
        }} {end}"
    );
    assert_eq!(tree(&barrier_inside), "barrier in the if");
    let without_if = format!(
        "for (var half = 32u; half > 0u; half /= 2u) {{ parts[here.x] += parts[here.x + half]; workgroupBarrier(); }} {end}"
    );
    assert_eq!(tree(&without_if), "all of them add");
    let endless = format!(
        "for (var half = 32u; half >= 0u; half = half >> 1u) {{
            if here.x < half {{ parts[here.x] += parts[here.x + half]; }} workgroupBarrier(); }} {end}"
    );
    assert_eq!(tree(&endless), "never ends");
    let alone = "if here.x == 0u {
        var sum = 0.0;
        for (var c = 0u; c < shape.columns; c++) { sum += x[group.x * shape.columns + c]; }
        sums[group.x] = sum;
    }";
    assert_eq!(row_sums(alone), "one for all");
    let parts_alone = "if here.x == 0u {
        var sum = 0.0;
        for (var c = 0u; c < 64u; c++) { sum += parts[c]; }
        sums[group.x] = sum;
    }";
    assert_eq!(tree(parts_alone), "one adds the parts");
    assert_eq!(tree("sums[group.x] = parts[here.x];"), "all write");
    assert_eq!(row_sums("let part = 0.0;"), "nothing written");
    // Further ones.
    let all_into_the_first =
        format!("if here.x > 0u {{ parts[0] += parts[here.x]; }} workgroupBarrier(); {end}");
    assert_eq!(tree(&all_into_the_first), "all into one");
    let from_64 = format!(
        "for (var apart = 64u; apart > 0u; apart /= 2u) {{
            if here.x < apart {{ parts[here.x] += parts[here.x + apart]; }} workgroupBarrier(); }} {end}"
    );
    assert_eq!(tree(&from_64), "from 64 on");
    let by_one = format!(
        "for (var apart = 32u; apart > 0u; apart -= 1u) {{
            if here.x < apart {{ parts[here.x] += parts[here.x + apart]; }} workgroupBarrier(); }} {end}"
    );
    assert_eq!(tree(&by_one), "one less");
    let barrier_in_the_share = SHARE.replace("column];\n", "column];\n workgroupBarrier();\n");
    let good = format!(
        "for (var apart = 32u; apart > 0u; apart /= 2u) {{
            if here.x < apart {{ parts[here.x] += parts[here.x + apart]; }} workgroupBarrier(); }} {end}"
    );
    assert_eq!(
        row_sums(&format!("{barrier_in_the_share}\n{good}")),
        "barrier in the share"
    );
}

#[test]
fn a_number_or_a_window_that_goes_wrong() {
    let relu = |body: &str| with("relu_backward", body);
    assert_eq!(
        relu("let i = id.x; if i < shape.count { dx[i] += select(0.0, dy[i], x[i] > 0.0); }"),
        "added"
    );
    assert_eq!(
        relu("let i = id.x; if i < shape.count && x[i] > 0.0 { dx[i] = dy[i]; }"),
        "zeros not written"
    );
    assert_eq!(
        relu("if id.x < shape.count { dx[id.x] = dy[id.x] * sign(x[id.x]); }"),
        "the sign of x"
    );
    assert_eq!(
        relu("for (var i = 0u; i < shape.count; i++) { dx[i] = select(0.0, dy[i], x[i] > 0.0); }"),
        "right"
    );
    let pool = |index: &str, start: &str| {
        with(
            "max_pool_kernel",
            &format!(
                "if id.x >= shape.batch * shape.rows * shape.columns * shape.channels {{ return; }}
                let k = id.x % shape.channels; let c = id.x / shape.channels % shape.columns;
                let r = id.x / shape.channels / shape.columns % shape.rows;
                let n = id.x / shape.channels / shape.columns / shape.rows;
                var best = {start};
                for (var i = 0u; i < shape.size; i++) {{ for (var j = 0u; j < shape.size; j++) {{
                    best = max(best, x[{index}]);
                }} }}
                y[id.x] = best;"
            ),
        )
    };
    let right = "((n * shape.height + r * shape.stride + i) * shape.width + c * shape.stride + j) * shape.channels + k";
    assert_eq!(pool(right, "-3.4e38"), "right");
    assert_eq!(pool(right, "-100.0"), "starts from a small number");
    let by_output = "((n * shape.rows + r * shape.stride + i) * shape.columns + c * shape.stride + j) * shape.channels + k";
    assert_eq!(pool(by_output, "-3.4e38"), "counts in y");
    assert_eq!(pool(right, "x[0]"), "starts from the first of all");
}
