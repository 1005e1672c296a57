//! The prose of a lesson.

use super::Target;

#[path = "../../../shared/labkit/src/markup.rs"]
#[allow(dead_code, reason = "labkit uses the rest")]
mod prose;

pub const TARGET: Target = Target {
    name: "markup",
    run,
    seeds,
    words: &[
        "`",
        "*",
        "**",
        "[",
        "](#",
        "](lab05#",
        ")",
        "- ",
        "\n\n",
        "\n- ",
        " ",
        "lab",
        "\u{a0}",
        "4294967296",
    ],
};

fn run(data: &[u8]) {
    let Ok(prose) = str::from_utf8(data) else {
        return;
    };
    let blocks = prose::blocks(prose);
    assert_eq!(blocks.len(), prose::lines(prose).len());
    for block in &blocks {
        assert!(!block.spans.is_empty());
        for styled in [false, true] {
            assert!(!prose::to_terminal(&block.spans, styled).contains('\n'));
        }
    }
    // Nothing of a line without marks is lost.
    if !prose.contains(['`', '*', '[', '\n']) {
        assert_eq!(prose::to_terminal(&prose::spans(prose), false), prose);
        assert_eq!(prose::unlinked(prose), prose);
    }
    let _ = prose::unlinked(prose);
}

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "A *neuron* is **one** `f(w x + b)`; see [Downhill](#downhill).\n\n- First\n- second, [there](lab05#digits)",
        "3*4*5 = a * b, **not closed, `nor this, [nor](this",
    ];
    texts.map(|text| text.as_bytes().to_vec()).to_vec()
}
