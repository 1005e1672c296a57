//! The sections of the lesson, in order.

pub mod by_hand;
pub mod checks;
pub mod costs;
pub mod depth;
pub mod engine;
pub mod tape;
pub mod terrain;
pub mod xor;
pub mod yours;

/// The lines between `// ANCHOR: name` and its end in `source`, without other anchors' marks.
pub fn anchored(source: &str, name: &str) -> String {
    let start = format!("// ANCHOR: {name}");
    let end = format!("// ANCHOR_END: {name}");
    source
        .lines()
        .skip_while(|line| line.trim() != start)
        .skip(1)
        .take_while(|line| line.trim() != end)
        .filter(|line| !line.trim_start().starts_with("// ANCHOR"))
        .collect::<Vec<_>>()
        .join("\n")
}
