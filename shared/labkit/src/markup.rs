//! The light markup of [`say`](crate::Lesson::say): paragraphs, lists, `code`, *emphasis*, **strong**, and references to
//! sections: `[Title](#slug)`, or `[Title](lab05#slug)` to one of another lab.

/// A paragraph or an item of a list, as styled pieces; whitespace is folded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    pub item: bool,
    pub spans: Vec<Span>,
}

/// A piece of text in one style.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Span {
    Plain(String),
    Code(String),
    Emphasis(String),
    Strong(String),
    /// A section, of another lab where that is named.
    Reference {
        title: String,
        lab: Option<u32>,
        slug: String,
    },
}

/// Splits prose into blocks: a blank line ends one, a line that starts with `- ` begins an item.
pub(crate) fn blocks(prose: &str) -> Vec<Block> {
    let block = |(item, text): (bool, String)| Block {
        item,
        spans: spans(&text),
    };
    paragraphs(prose).into_iter().map(block).collect()
}

/// The blocks as they are written, a line each.
pub(crate) fn lines(prose: &str) -> Vec<String> {
    let line = |(item, text): (bool, String)| if item { format!("- {text}") } else { text };
    paragraphs(prose).into_iter().map(line).collect()
}

/// `text` with its whitespace folded.
pub(crate) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of each block, and whether it is an item.
fn paragraphs(prose: &str) -> Vec<(bool, String)> {
    let mut blocks: Vec<(bool, String)> = Vec::new();
    let mut open = false;
    for line in prose.lines().map(str::trim) {
        if line.is_empty() {
            open = false;
        } else if let Some(item) = line.strip_prefix("- ") {
            blocks.push((true, item.trim().to_string()));
            open = true;
        } else if let (true, Some((_, text))) = (open, blocks.last_mut()) {
            text.push(' ');
            text.push_str(line);
        } else {
            blocks.push((false, line.to_string()));
            open = true;
        }
    }
    for (_, text) in &mut blocks {
        *text = fold(text);
    }
    blocks
}

/// The styled pieces of one line.
pub(crate) fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match marked(rest, plain.chars().last()) {
            Some((span, length)) => {
                if !plain.is_empty() {
                    spans.push(Span::Plain(std::mem::take(&mut plain)));
                }
                spans.push(span);
                rest = &rest[length..];
            }
            None => {
                plain.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    if !plain.is_empty() {
        spans.push(Span::Plain(plain));
    }
    spans
}

/// A marked piece at the start of `rest` and its length, marks included.
fn marked(rest: &str, before: Option<char>) -> Option<(Span, usize)> {
    if let Some(inner) = rest.strip_prefix('`') {
        let end = inner.find('`').filter(|&end| end > 0)?;
        return Some((Span::Code(inner[..end].to_string()), end + 2));
    }
    if let Some(found) = reference(rest) {
        return Some(found);
    }
    // In `3*4*5` and `a * b` the stars are arithmetic.
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let mark = if rest.starts_with("**") { "**" } else { "*" };
    let inner = rest.strip_prefix(mark)?;
    if inner.starts_with([' ', '*']) {
        return None;
    }
    let closes = |&end: &usize| {
        let after = inner[end + mark.len()..].chars().next();
        end > 0
            && !inner[..end].ends_with(' ')
            && !after.is_some_and(|c| c.is_alphanumeric() || c == '*')
    };
    let end = inner.match_indices(mark).map(|(end, _)| end).find(closes)?;
    let text = inner[..end].to_string();
    let span = if mark == "**" {
        Span::Strong(text)
    } else {
        Span::Emphasis(text)
    };
    Some((span, end + 2 * mark.len()))
}

/// A reference at the start of `rest` and its length.
fn reference(rest: &str) -> Option<(Span, usize)> {
    let (title, after) = rest.strip_prefix('[')?.split_once("](")?;
    let (target, _) = after.split_once(')')?;
    let (lab, slug) = target.split_once('#')?;
    let lab = match lab.strip_prefix("lab") {
        Some(number) => Some(number.parse().ok()?),
        None if lab.is_empty() => None,
        None => return None,
    };
    if title.is_empty()
        || title.contains(['[', ']'])
        || slug.is_empty()
        || slug.contains(['(', ' '])
    {
        return None;
    }
    let (title, slug) = (title.to_string(), slug.to_string());
    let length = "[]()".len() + title.len() + target.len();
    Some((Span::Reference { title, lab, slug }, length))
}

/// `text` with its references as a terminal shows them, and all else as it is.
pub(crate) fn unlinked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        out += &rest[..at];
        rest = &rest[at..];
        match reference(rest) {
            Some((span, length)) => {
                out += &to_terminal(&[span], false);
                rest = &rest[length..];
            }
            None => {
                out.push('[');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// The pieces as one line for a terminal, with ANSI styles if `styled`. Without them code keeps its
/// backticks, and the stars are dropped.
pub(crate) fn to_terminal(spans: &[Span], styled: bool) -> String {
    let paint = |span: &Span| match (span, styled) {
        (Span::Plain(text), _) => text.clone(),
        (Span::Code(text), true) => format!("\x1b[36m{}\x1b[39m", glue(text)),
        (Span::Code(text), false) => format!("`{}`", glue(text)),
        (Span::Emphasis(text), true) => format!("\x1b[3m{text}\x1b[23m"),
        (Span::Strong(text), true) => format!("\x1b[1m{text}\x1b[22m"),
        (Span::Emphasis(text) | Span::Strong(text), false) => text.clone(),
        (Span::Reference { title, lab, .. }, _) => quoted(title, *lab),
    };
    spans.iter().map(paint).collect()
}

/// “Downhill”, or “Downhill” of lab 1.
fn quoted(title: &str, lab: Option<u32>) -> String {
    match lab {
        Some(lab) => format!("“{title}” of lab {lab}"),
        None => format!("“{title}”"),
    }
}

/// Short code should not be broken between two lines, so its spaces become unbreakable until the text is
/// wrapped; see [`unglue`].
fn glue(code: &str) -> String {
    const SHORT: usize = 40;
    if code.chars().count() <= SHORT {
        code.replace(' ', "\u{a0}")
    } else {
        code.to_string()
    }
}

/// Wrapped text with plain spaces again.
pub(crate) fn unglue(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// The pieces as HTML. Another lab's page may not be there, so a reference to it is no link.
pub(crate) fn to_html(spans: &[Span]) -> String {
    let tag = |span: &Span| match span {
        Span::Plain(text) => escape(text),
        Span::Code(text) => format!("<code>{}</code>", escape(text)),
        Span::Emphasis(text) => format!("<em>{}</em>", escape(text)),
        Span::Strong(text) => format!("<strong>{}</strong>", escape(text)),
        Span::Reference {
            title,
            lab: Some(lab),
            ..
        } => escape(&quoted(title, Some(*lab))),
        Span::Reference { title, slug, .. } => {
            format!("<a href=\"#{}\">{}</a>", escape(slug), escape(title))
        }
    };
    spans.iter().map(tag).collect()
}

/// `text` with the five characters replaced that mean something in HTML and XML.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// `A curve that says yes or no` → `a-curve-that-says-yes-or-no`.
pub(crate) fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let clean = |word: &str| {
        word.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
            .to_lowercase()
    };
    words
        .map(clean)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// `text` without the indentation that all its lines share, and without blank lines at either end.
pub(crate) fn dedent(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let indent = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    // A text that begins on the line of its opening quote has no indentation there.
    let starts_flush = lines
        .first()
        .is_some_and(|l| !l.is_empty() && indent(l) == 0);
    let measured = usize::from(starts_flush);
    let rest = lines.iter().skip(measured).filter(|l| !l.is_empty());
    let shared = rest.map(indent).min().unwrap_or(0);
    let cut = |(i, line): (usize, &&str)| match i < measured {
        true => line.to_string(),
        false => line[shared.min(line.len())..].to_string(),
    };
    let cut: Vec<String> = lines.iter().enumerate().map(cut).collect();
    let first = cut.iter().position(|line| !line.is_empty()).unwrap_or(0);
    let last = cut
        .iter()
        .rposition(|line| !line.is_empty())
        .map_or(0, |last| last + 1);
    cut[first.min(last)..last].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Span {
        Span::Plain(text.into())
    }

    #[test]
    fn the_three_styles() {
        let expected = [
            plain("a "),
            Span::Code("x * y".into()),
            plain(", "),
            Span::Emphasis("so".into()),
            plain(" and "),
            Span::Strong("not so".into()),
            plain("."),
        ];
        assert_eq!(spans("a `x * y`, *so* and **not so**."), expected);
    }

    #[test]
    fn arithmetic_keeps_its_stars() {
        for text in ["3*4*5 = 60", "a * b * c", "2 ** 3", "w*x + *b", "a ` tick"] {
            assert_eq!(spans(text), [plain(text)], "{text}");
        }
    }

    #[test]
    fn paragraphs_and_items() {
        let found = blocks(
            "\n   One\n   two.\n\n   - first\n     goes on\n   - second\n\n   Three.  Four.\n",
        );
        let text = |b: &Block| (b.item, to_terminal(&b.spans, false));
        let expected = [
            (false, "One two."),
            (true, "first goes on"),
            (true, "second"),
            (false, "Three. Four."),
        ];
        assert_eq!(
            found.iter().map(text).collect::<Vec<_>>(),
            expected.map(|(i, t)| (i, t.to_string()))
        );
    }

    #[test]
    fn html_is_escaped() {
        let html = to_html(&spans("a < b & `\"<script>'` *<i>*"));
        assert_eq!(
            html,
            "a &lt; b &amp; <code>&quot;&lt;script&gt;&#39;</code> <em>&lt;i&gt;</em>"
        );
    }

    #[test]
    fn styles_appear_only_when_wanted() {
        let found = spans("`c` *e* **s**");
        assert_eq!(to_terminal(&found, false), "`c` e s");
        assert_eq!(
            to_terminal(&found, true),
            "\x1b[36mc\x1b[39m \x1b[3me\x1b[23m \x1b[1ms\x1b[22m"
        );
    }

    #[test]
    fn references_have_a_title_on_a_terminal_and_a_link_on_the_page() {
        let text = "see [A *b*](#a-b) and [C](lab05#c), x[0](1) [d](e.md#f) [](#g)";
        let found = spans(text);
        let shown = "see “A *b*” and “C” of lab 5, x[0](1) [d](e.md#f) [](#g)";
        assert_eq!(to_terminal(&found, false), shown);
        assert_eq!(unlinked(text), shown);
        assert_eq!(
            to_html(&found),
            "see <a href=\"#a-b\">A *b*</a> and “C” of lab 5, x[0](1) [d](e.md#f) [](#g)"
        );
        assert_eq!(unlinked("`a` *b* [0]"), "`a` *b* [0]");
    }

    #[test]
    fn slugs() {
        assert_eq!(
            slug("A curve that says yes or no"),
            "a-curve-that-says-yes-or-no"
        );
        assert_eq!(slug("What isn't there: XOR?"), "what-isnt-there-xor");
        assert_eq!(slug("σ(x) & 2-2-1"), "σ-x-2-2-1");
    }

    #[test]
    fn dedenting() {
        assert_eq!(dedent("\n    a\n      b\n\n    c\n"), "a\n  b\n\nc");
        assert_eq!(dedent("a = 1\n    b = 2\n      c"), "a = 1\nb = 2\n  c");
        assert_eq!(dedent("\n\n"), "");
        assert_eq!(dedent("one"), "one");
    }
}
