//! The sections of the lesson, in order.

pub mod by_hand;
pub mod checks;
pub mod costs;
pub mod depth;
pub mod engine;
pub mod tape;
pub mod terrain;
pub mod xor;

/// `value` as a power of ten with two digits, such as `3.1e−13`; a plain `1e−4` or `0` where that is exact.
pub fn power(value: f64) -> String {
    let text = format!("{value:.1e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    match digits {
        "0.0" => "0".to_string(),
        "1.0" if (value / 10f64.powi(exponent.parse().unwrap_or(0)) - 1.0).abs() < 1e-9 => {
            format!("1e{exponent}")
        }
        _ => text,
    }
    .replace('-', "−")
}

/// A power of ten safely above `value`: for differences that are rounding noise, other on every machine.
pub fn below(value: f64) -> String {
    format!("1e{:.0}", (3.0 * value).max(1e-300).log10().ceil()).replace('-', "−")
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
