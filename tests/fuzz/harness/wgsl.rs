//! A shader as the judge of shaders reads it, without running it.

use super::Target;

#[path = "../../../shared/shaders/src/stub.rs"]
mod stub;

pub const TARGET: Target = Target {
    name: "wgsl",
    run,
    seeds,
    words: &[
        "fn ",
        "row_sums",
        "(",
        ")",
        "{",
        "}",
        "parts[",
        "]",
        "=",
        "==",
        "+=",
        "/*",
        "*/",
        "//",
        "\n",
        "for",
        "while",
        "loop",
        "workgroupBarrier();",
        "if ",
        ";",
        "var ",
        "@compute ",
    ],
};

fn run(data: &[u8]) {
    let Ok(source) = str::from_utf8(data) else {
        return;
    };
    let code = stub::without_comments(source);
    assert!(code.len() <= source.len());
    let _ = stub::is_open(source, "row_sums");
}

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        include_str!("../../../labs/06-convolution/exercises/row_sums.wgsl"),
        include_str!("../../../labs/06-convolution/solutions/row_sums.wgsl"),
        include_str!("../../../labs/06-convolution/solutions/relu_backward.wgsl"),
    ];
    texts.map(|text| text.as_bytes().to_vec()).to_vec()
}
