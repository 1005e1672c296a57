//! Whether a shader has been written at all.

/// Whether the body of `fn name` holds nothing but comments. A shader without such a function is not open: it is
/// broken, and the compiler says so.
pub fn is_open(source: &str, name: &str) -> bool {
    let code = without_comments(source);
    let start = code.match_indices("fn ").find_map(|(at, _)| {
        let rest = code[at + 3..].trim_start().strip_prefix(name)?;
        rest.trim_start().starts_with('(').then_some(at)
    });
    let body = start.and_then(|start| code[start..].split_once('{'));
    body.is_some_and(|(_, body)| body.trim_start().starts_with('}'))
}

/// The source without its `// …` and `/* … */` comments; the latter nest.
pub fn without_comments(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    let mut depth = 0_usize;
    while let Some(next) = rest.chars().next() {
        let skip = if rest.starts_with("/*") {
            depth += 1;
            2
        } else if depth > 0 && rest.starts_with("*/") {
            depth -= 1;
            2
        } else if depth == 0 && rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else {
            if depth == 0 {
                code.push(next);
            }
            next.len_utf8()
        };
        rest = &rest[skip..];
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "// fn f() { x }\n@compute @workgroup_size(64)\nfn f(@builtin(workgroup_id) id: vec3<u32>) ";

    #[test]
    fn a_body_of_comments_is_open() {
        for body in [
            "{}",
            "{\n    // your code here\n}",
            "{ /* not /* yet */ } */ }",
        ] {
            assert!(is_open(&format!("{HEAD}{body}"), "f"), "{body}");
        }
        for body in ["{ x = 1; }", "{ // your code here\n x = 1; }", "{", ""] {
            assert!(!is_open(&format!("{HEAD}{body}"), "f"), "{body}");
        }
    }

    #[test]
    fn another_function_is_not_asked() {
        let two = "fn first() { return; }\nfn second ( ) { }";
        assert!(!is_open(two, "first"));
        assert!(is_open(two, "second"));
        assert!(!is_open(two, "sec"));
        assert!(!is_open(two, "third"));
    }

    #[test]
    fn comments_end_where_they_end() {
        assert_eq!(
            without_comments("a // b\nc /* d /* e */ f */ g"),
            "a \nc  g"
        );
    }
}
