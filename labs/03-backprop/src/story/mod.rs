//! The sections of the lesson, in order.

pub mod by_hand;
pub mod checks;
pub mod costs;
pub mod depth;
pub mod engine;
pub mod tape;
pub mod terrain;
pub mod xor;

/// `value` with `digits` decimals and a real minus sign; never "−0.000".
pub fn fixed(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_string(),
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}

/// `value` as a power of ten with two digits, such as `3.1e-13`.
pub fn power(value: f64) -> String {
    format!("{value:.1e}").replace('-', "−")
}

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
