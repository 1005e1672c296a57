//! A shader as the judge of shaders plays it in the place of a card. The first byte says for which exercise.

use super::Target;
use lab06::gpu::judging;

pub const TARGET: Target = Target {
    name: "played",
    run,
    seeds,
    words: &[
        "fn ",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        ";",
        ",",
        "=",
        "==",
        "<",
        ">=",
        "+=",
        "-",
        "*",
        "/",
        "%",
        ">>",
        "<<",
        "&&",
        "||",
        "!",
        "&",
        "0",
        "0u",
        "1",
        "1u",
        "1i",
        "64u",
        "0.5",
        "4294967295u",
        "-2147483648",
        "3.4e38",
        "true",
        "if ",
        "else ",
        "for ",
        "while ",
        "loop ",
        "switch ",
        "case ",
        "default: ",
        "continuing ",
        "break;",
        "break if ",
        "continue;",
        "return;",
        "return ",
        "let ",
        "var ",
        "var<workgroup> ",
        "var<private> ",
        "var<uniform> ",
        "var<storage, read_write> ",
        "const ",
        "override ",
        "struct ",
        "alias ",
        "workgroupBarrier();",
        "storageBarrier();",
        "workgroupUniformLoad(",
        "arrayLength(",
        "select(",
        "min(",
        "max(",
        "dot(",
        "bitcast<",
        "atomicAdd(",
        "vec3<u32>",
        "vec4<f32>(",
        "mat2x2<f32>(",
        "array<f32, 64>",
        "array<array<f32, 4>, 4>",
        "ptr<function, f32>",
        "atomic<u32>",
        "f32",
        "u32",
        "i32",
        "bool",
        ".x",
        ".xyz",
        ".wwww",
        "@workgroup_size(",
        "@compute ",
        "@vertex ",
        "@builtin(local_invocation_index) ",
        "@group(0) @binding(1) ",
        "shape",
        "shape.columns",
        "here",
        "here.x",
        "group.x",
        "id.x",
        "parts",
        "parts[0]",
        "sums",
        "x[",
        "row_sums",
    ],
};

const EXERCISES: [&str; 3] = ["row_sums", "max_pool_kernel", "relu_backward"];

fn run(data: &[u8]) {
    let Some((&whose, data)) = data.split_first() else {
        return;
    };
    let Ok(source) = str::from_utf8(data) else {
        return;
    };
    let exercise = EXERCISES[usize::from(whose) % EXERCISES.len()];
    assert_ne!(judging::says(exercise, source), "panicked");
}

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        include_str!("../../../labs/06-convolution/solutions/row_sums.wgsl"),
        include_str!("../../../labs/06-convolution/solutions/max_pool_kernel.wgsl"),
        include_str!("../../../labs/06-convolution/solutions/relu_backward.wgsl"),
    ];
    let seed = |(whose, text): (u8, &str)| [&[whose], text.as_bytes()].concat();
    (0..).zip(texts).map(seed).collect()
}
