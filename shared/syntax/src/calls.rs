//! Which functions a function calls.

use super::{blank, body, function};

/// Those of `wanted` that `fn name` calls, itself or through functions of the same file that are not `wanted`; the
/// nearest first. Handing one on, as in `map(logistic)`, is calling it. A name that is bound anywhere in the function
/// stands for a value there.
pub fn calls(source: &str, name: &str, wanted: &[&str]) -> Vec<String> {
    let mut called: Vec<String> = Vec::new();
    let mut seen = vec![name.to_string()];
    let mut next = 0;
    while next < seen.len() {
        for word in used(source, &seen[next]) {
            if word == name || called.contains(&word) || seen.contains(&word) {
                continue;
            }
            match wanted.contains(&word.as_str()) {
                true => called.push(word),
                false if body(source, &word).is_some() => seen.push(word),
                false => {}
            }
        }
        next += 1;
    }
    called
}

/// The words in `fn name` that may stand for functions of the same file.
fn used(source: &str, name: &str) -> Vec<String> {
    let Some(at) = function(source, name) else {
        return Vec::new();
    };
    let code = blank(&source[at]);
    let words: Vec<(usize, &str)> = words(&code).collect();
    let mut used: Vec<String> = Vec::new();
    for &(start, word) in &words {
        let (before, after) = (
            code[..start].trim_end(),
            code[start + word.len()..].trim_start(),
        );
        let calls = after.starts_with('(') || is_handed_on(before, after);
        if calls && is_of_this_file(before) && !is_bound(&code, &words, word) {
            used.push(word.to_string());
        }
    }
    used
}

/// The identifiers in `code`, each with the byte it starts at.
fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + code[from..].find(is_letter)?;
        let len = code[start..].find(|c| !is_letter(c) && !c.is_ascii_digit());
        let end = len.map_or(code.len(), |len| start + len);
        from = end;
        Some((start, &code[start..end]))
    })
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// Whether what stands between `before` and `after` is an argument of its own.
fn is_handed_on(before: &str, after: &str) -> bool {
    let path = ["exercises::", "self::", "super::"];
    let before = path
        .iter()
        .find_map(|path| before.strip_suffix(path))
        .unwrap_or(before);
    before.ends_with(['(', ',']) && after.starts_with([')', ','])
}

/// Neither a method nor a function of another module.
fn is_of_this_file(before: &str) -> bool {
    match before.strip_suffix("::") {
        Some(path) => ["exercises", "self", "super"]
            .iter()
            .any(|own| path.ends_with(own)),
        None => !before.ends_with('.') || before.ends_with(".."),
    }
}

/// Whether `word` is the name of an argument, a variable or a function within.
fn is_bound(code: &str, words: &[(usize, &str)], word: &str) -> bool {
    words
        .iter()
        .filter(|(_, other)| *other == word)
        .any(|&(start, _)| {
            let (before, after) = (code[..start].trim_end(), &code[start + word.len()..]);
            let after = after.trim_start();
            let is_typed = after.starts_with(':') && !after.starts_with("::");
            let is_assigned = after.starts_with('=') && !after.starts_with("==");
            // `|x, y|`, and not what follows it.
            let of_a_closure = before.ends_with('|') && after.starts_with(['|', ',']);
            let statement = before.rsplit([';', '{', '}', '=']).next();
            let in_pattern = statement.is_some_and(|start| start.trim_start().starts_with("let "));
            is_typed || is_assigned || of_a_closure || in_pattern || follows_a_binder(before)
        })
}

fn follows_a_binder(before: &str) -> bool {
    ["let", "mut", "for", "fn"].iter().any(|word| {
        let start = before.strip_suffix(word);
        start.is_some_and(|start| !start.ends_with(is_letter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: [&str; 3] = ["logistic", "softmax", "gradient"];

    fn found(body: &str) -> Vec<String> {
        calls(&format!("fn it(x: f64) -> f64 {{ {body} }}"), "it", &WANTED)
    }

    #[test]
    fn calls_of_every_shape() {
        for body in [
            "logistic(x)",
            "let p = 1.0 - logistic (x); p",
            "self::logistic(x)",
            "crate::exercises::logistic(x)",
            "xs.iter().map(logistic).sum()",
            "fold(0.0, logistic, x)",
            "(0..logistic(x)).len()",
            "xs.map(|x| logistic(x))",
            "if p == logistic(x) { p }",
        ] {
            assert_eq!(found(body), ["logistic"], "{body}");
        }
    }

    #[test]
    fn what_only_looks_like_a_call() {
        for body in [
            "// logistic(x)",
            "\"logistic(x)\"",
            "x.logistic()",
            "neuron::logistic(x)",
            "my_logistic(x)",
            "logistic",
            "let logistic = |s: f64| s; logistic(x)",
            "let (a, logistic) = x; f(logistic)",
            "for logistic in xs { f(logistic) }",
            "xs.map(|logistic| f(logistic))",
            "it(x)",
        ] {
            assert!(found(body).is_empty(), "{body}");
        }
        assert!(calls("fn it(logistic: f64) { f(logistic) }", "it", &WANTED).is_empty());
    }

    #[test]
    fn through_functions_of_the_file() {
        let source = "fn it() { helper() + softmax() }\nfn helper() { logistic(); helper(); it() }\n\
                      fn logistic() { gradient() }";
        assert_eq!(calls(source, "it", &WANTED), ["softmax", "logistic"]);
        assert_eq!(calls(source, "logistic", &WANTED), ["gradient"]);
        assert!(calls(source, "absent", &WANTED).is_empty());
    }
}
