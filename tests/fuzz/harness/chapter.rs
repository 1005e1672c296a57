//! A chapter of the book: formulas and directives.

use super::Target;
use book::{Findings, Records, expand};
use std::fs;
use std::sync::OnceLock;
use tempfile::TempDir;

pub const TARGET: Target = Target {
    name: "chapter",
    run,
    seeds,
    words: &[
        "$",
        "$$",
        "{{#",
        "}}",
        "\\",
        "\\boxed{",
        "\\frac{",
        "}{",
        "^",
        "_",
        "\\begin{aligned}",
        "\\end{aligned}",
        "\\text{",
        "'",
        "&",
        "\\\\",
        "{{#transcript lab01 a-curve",
        "{{#number lab01 accuracy",
        " .3",
        " %",
        " 0",
        " 1-2",
        " 2-",
        "{{#figure lab01 curve",
        "{{#exercises lab01",
        "```",
        "`",
        "<!--",
        "-->",
        "\n",
        "\n\n",
        "<div>",
        "</div>",
        "18446744073709551616",
        "[a](#b)",
        "[a](lab01#a-curve)",
    ],
};

fn run(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let mut findings = Findings::new();
    let expanded = expand("chapter.md", text, records(), &mut findings);
    for finding in findings.iter() {
        assert!(finding.contains("chapter.md"), "{finding}");
    }
    let plain = !text.contains(['$', '\\']) && !text.contains("{{#");
    assert!(
        !plain || findings.is_empty() && expanded == text,
        "{expanded:?}"
    );
}

/// One record of everything, written once.
fn records() -> &'static Records {
    static RECORDS: OnceLock<(TempDir, Records)> = OnceLock::new();
    let (_, records) = RECORDS.get_or_init(|| {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let lab = folder.path().join("recorded/lab01");
        for part in ["transcript", "figures"] {
            fs::create_dir_all(lab.join(part)).expect("it can be made");
        }
        let write = |name: &str, text: &str| fs::write(lab.join(name), text).expect("it can be written");
        write(
            "transcript/a-curve.json",
            r#"[{"kind": "prose", "lines": ["A lesson talks."]},
                {"kind": "prediction", "question": "Will `f` *rise*?", "answer": "It is 2*3*4."},
                {"kind": "figure", "slug": "curve", "caption": "The curve"},
                {"kind": "table", "header": ["x", "n"], "numeric": [1], "rows": [["a < b", "1"]], "caption": "`n` grows."},
                {"kind": "lines", "lines": ["f(0) = 0.5 <half>", "", "  {{#include x}}"]}]"#,
        );
        write("figures/curve.svg", "<svg width=\"10\" height=\"5\"><path id=\"p\"/></svg>");
        write("figures.json", r#"{"curve": "The curve for $w = 1$"}"#);
        write(
            "numbers.json",
            r#"{"accuracy": 0.9211, "parameters": 55050.0, "tiny": -5.7e-11, "lost": null}"#,
        );
        write(
            "exercises.json",
            r#"[{"name": "bump", "minutes": 10, "task": "A *bump* of `f`"}]"#,
        );
        let records = Records::new(folder.path().join("recorded"));
        (folder, records)
    });
    records
}

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "# Title\n\nA line with $w x + b$ and `$5`.\n\n$$\\boxed{\\frac{\\partial L}{\\partial w} = \\sum_i x_i}$$\n",
        "{{#transcript lab01 a-curve}}\n\n{{#transcript lab01 a-curve 1 2-3}}\n\n{{#figure lab01 curve}}\n",
        "{{#number lab01 accuracy .3}} of {{#number lab01 parameters}}\n\n{{#exercises lab01}}\n\n```rust\n$x$\n```\n",
        "$\\begin{aligned} f'(x) &= 2x \\\\ g &= \\text{a b} \\end{aligned}$ \\$ <!-- $ -->",
    ];
    texts.map(|text| text.as_bytes().to_vec()).to_vec()
}
