//! Finds the body of a function in Rust source, without being fooled by braces in text and comments. Shaders in
//! WGSL are close enough: the same comments and braces, and no text.

use std::ops::Range;

/// The bytes of the body of `fn name`, braces included; `None` if there is no such function.
pub(crate) fn body(source: &str, name: &str) -> Option<Range<usize>> {
    let code = blank(source);
    let start = definition(&code, name)?;
    let open = start + opening(&code[start..])?;
    let mut depth = 0_usize;
    for (offset, byte) in code[open..].bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(open..open + offset + 1);
        }
    }
    None
}

/// The bytes of `fn name` from that word to the end of its body.
pub(crate) fn function(source: &str, name: &str) -> Option<Range<usize>> {
    Some(definition(&blank(source), name)?..body(source, name)?.end)
}

/// The line (from 1) on which `fn name` stands.
pub(crate) fn line(source: &str, name: &str) -> Option<usize> {
    let code = blank(source);
    let start = definition(&code, name)?;
    Some(code[..start].matches('\n').count() + 1)
}

/// Where `fn name` begins.
fn definition(code: &str, name: &str) -> Option<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices("fn").map(|(at, _)| at).find(|&at| {
        let after = &code[at + 2..];
        let called = after.trim_start();
        let called_so = called
            .strip_prefix(name)
            .is_some_and(|rest| !rest.starts_with(is_word));
        !code[..at].ends_with(is_word) && after.len() > called.len() && called_so
    })
}

/// The brace that opens the body, counted from the definition. Braces within brackets, as in `[f64; { 2 }]`,
/// belong to a type.
fn opening(code: &str) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, byte) in code.bytes().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'{' if depth == 0 => return Some(at),
            b';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The source with comments, text and characters replaced by spaces, byte for byte.
pub(crate) fn blank(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = skip(rest, code.chars().last());
        if skipped > 0 {
            code.extend(
                rest[..skipped]
                    .bytes()
                    .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
            );
            rest = &rest[skipped..];
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    code
}

/// How many bytes at the start of `rest` are a comment, a text or a character; 0 if it is code.
fn skip(rest: &str, before: Option<char>) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if rest.starts_with('"') {
        return quoted(rest, 1, '"');
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    // The r of `for` or `var` starts no raw text.
    if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return 0;
    }
    let raw = rest
        .strip_prefix("br")
        .or_else(|| rest.strip_prefix("cr"))
        .or_else(|| rest.strip_prefix('r'));
    raw.map_or(0, |after| raw_text(rest, after))
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let (mut depth, mut at) = (0, 0);
    while at < bytes.len() {
        match &bytes[at..(at + 2).min(bytes.len())] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// Text up to its closing quote, from byte `start` on; a backslash takes the next character with it.
fn quoted(rest: &str, start: usize, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip_while(|&(at, _)| at < start) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// `'x'` and `'\n'` are characters, `'a` is a lifetime.
fn character(rest: &str) -> usize {
    let mut inner = rest.chars().skip(1);
    match (inner.next(), inner.next()) {
        (Some('\\'), _) => quoted(rest, 1, '\''),
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 0,
    }
}

/// `r#"…"#` with any number of hashes; `after` is what follows the `r`.
fn raw_text(rest: &str, after: &str) -> usize {
    let hashes = after.bytes().take_while(|&byte| byte == b'#').count();
    if !after[hashes..].starts_with('"') {
        return 0;
    }
    let prefix = rest.len() - after.len() + hashes + 1;
    let close = format!("\"{}", "#".repeat(hashes));
    rest[prefix..]
        .find(&close)
        .map_or(rest.len(), |end| prefix + end + close.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(source: &'a str, name: &str) -> Option<&'a str> {
        body(source, name).map(|range| &source[range])
    }

    #[test]
    fn a_plain_function() {
        let source =
            "pub fn f(x: f64) -> f64 {\n    if x > 0.0 { 1.0 } else { 2.0 }\n}\npub fn g() {}\n";
        assert_eq!(
            found(source, "f"),
            Some("{\n    if x > 0.0 { 1.0 } else { 2.0 }\n}")
        );
        assert_eq!(found(source, "g"), Some("{}"));
        assert_eq!(found(source, "h"), None);
        assert_eq!((line(source, "f"), line(source, "g")), (Some(1), Some(4)));
        let whole = function(source, "g").map(|at| &source[at]);
        assert_eq!(whole, Some("fn g() {}"));
    }

    #[test]
    fn braces_in_text_and_comments_do_not_count() {
        let source = r###"
// fn f() { not me }
/* fn f() { /* nor me { */ } */
/// fn f() {
const TEXT: &str = "fn f() { \" {";
pub fn f<'a>(s: &'a str) -> usize {
    let _c = '{'; // }
    let _d = '\''; let _e = '"';
    let _s = "}} \" }"; /* } /* } */ } */
    let _r = r#"} " }"#;
    let _b = br"}\";
    let _for = b'}';
    s.len()
}
fn after() {}
"###;
        let body = found(source, "f").unwrap();
        assert!(
            body.starts_with("{\n    let _c") && body.ends_with("s.len()\n}"),
            "{body}"
        );
    }

    #[test]
    fn names_must_match_whole() {
        let source = "fn neuron_sum() { 1 }\nfn my_neuron() { 2 }\nfn neuron <T>() { 3 }\n";
        assert_eq!(found(source, "neuron"), Some("{ 3 }"));
        assert_eq!(found("fn r#fn() {}", "n"), None);
    }

    #[test]
    fn types_with_braces_are_no_bodies() {
        assert_eq!(
            found("fn f(x: [u8; { 2 }]) -> [u8; { 2 }] { x }", "f"),
            Some("{ x }")
        );
        assert_eq!(found("trait T { fn f(&self); }\nfn f() { 1 }", "f"), None);
    }

    #[test]
    fn half_written_code_is_no_panic() {
        for source in [
            "fn f() { \"",
            "fn f() {",
            "fn f(",
            "fn",
            "fn f() { '",
            "fn f() { /*",
            "fn f() { r#\"",
            "fn f",
        ] {
            assert_eq!(found(source, "f"), None, "{source}");
        }
    }

    #[test]
    fn other_alphabets_keep_their_places() {
        let source = "// σ(z) = 1/(1+e⁻ᶻ) {\nfn f() -> &'static str { \"σ}\" }\n";
        assert_eq!(found(source, "f"), Some("{ \"σ}\" }"));
    }
}
