//! A made-up captioner with so few words that all that it can say fits on half a page.

/// What the made-up model says, a phrase for a word. The first is the end.
pub const PHRASES: [&str; 7] = [
    "",
    "a large",
    "seven",
    "one",
    "right of a three",
    "a three",
    "left of a large",
];

// ANCHOR: made_up
/// In front of a three and, to the right of it, a large digit that may be a seven or a one: the
/// logarithms of the probabilities of what comes next. After "a three" it `stops` with this
/// probability.
pub fn made_up(stops: f64, said: &[usize]) -> Vec<f64> {
    let likely: &[(usize, f64)] = match said {
        [] => &[(1, 0.55), (5, 0.45)],
        [1] => &[(2, 0.52), (3, 0.48)],
        [1, _] => &[(4, 1.0)],
        [5] => &[(0, stops), (6, 1.0 - stops)],
        [5, 6] => &[(2, 0.8), (3, 0.2)],
        _ => &[(0, 1.0)],
    };
    let mut log_p = vec![f64::NEG_INFINITY; PHRASES.len()];
    for &(word, p) in likely {
        log_p[word] = p.ln();
    }
    log_p
}
// ANCHOR_END: made_up

/// What was said, in words.
pub fn spoken(said: &[usize]) -> String {
    let said: Vec<&str> = said.iter().map(|&phrase| PHRASES[phrase]).collect();
    said.join(" ").trim().to_string()
}
