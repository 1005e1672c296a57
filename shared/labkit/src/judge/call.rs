//! Shows the call of a probe.

use std::fmt::Debug;

/// Inputs longer than this are cut in messages.
const CALL_LIMIT: usize = 240;

/// `neuron(0.5, 2.0, -1.0)`: the input's `Debug` text as arguments.
pub(crate) fn show_call<I: Debug>(name: &str, input: &I) -> String {
    let text = format!("{input:?}");
    let arguments = if text.starts_with('(') && text.ends_with(')') {
        text
    } else {
        format!("({text})")
    };
    // ndarray adds layout details that say nothing to a learner.
    let arguments = match arguments.find(", shape=[") {
        Some(cut) if !arguments[..cut].contains("shape=") => strip_array_details(&arguments),
        _ => arguments,
    };
    if arguments.chars().count() <= CALL_LIMIT {
        return format!("{name}{arguments}");
    }
    let head: String = arguments.chars().take(CALL_LIMIT).collect();
    format!("{name}{head} …)")
}

/// Removes `, shape=[2, 3], strides=[3, 1], layout=Cc (0x5), const ndim=2` wherever it stands, and the line
/// breaks of matrices.
fn strip_array_details(text: &str) -> String {
    let mut rest = text;
    let mut clean = String::new();
    while let Some(start) = rest.find(", shape=[") {
        clean.push_str(&rest[..start]);
        let after = &rest[start..];
        let marker = "const ndim=";
        let Some(end) = after.find(marker) else { break };
        let digits = after[end + marker.len()..]
            .chars()
            .take_while(char::is_ascii_digit)
            .count();
        rest = &after[end + marker.len() + digits..];
    }
    clean.push_str(rest);
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn calls_read_like_rust() {
        assert_eq!(show_call("f", &(0.5, 2.0, -1.0)), "f(0.5, 2.0, -1.0)");
        assert_eq!(show_call("f", &0.5), "f(0.5)");
        assert_eq!(show_call("f", &()), "f()");
        assert_eq!(show_call("f", &vec![1, 2]), "f([1, 2])");
        assert_eq!(
            show_call("f", &(array![[1.0, 2.0], [3.0, 4.0]], 5)),
            "f([[1.0, 2.0], [3.0, 4.0]], 5)"
        );
        assert_eq!(show_call("f", &array![1.5, 2.0]), "f([1.5, 2.0])");
    }

    #[test]
    fn long_inputs_are_cut() {
        let call = show_call("f", &vec![1.0; 1000]);
        assert!(
            call.ends_with(" …)") && call.chars().count() < 260,
            "{call}"
        );
    }
}
