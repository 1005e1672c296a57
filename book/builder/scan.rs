//! Cuts Markdown into what may be rewritten and what must stay as it is.
//!
//! A formula or a directive counts only in prose. Fenced blocks, inline code and HTML comments pass through
//! untouched. (Code indented by four spaces is not recognised: inside a list the same indentation is prose.
//! Use fences.)

use std::ops::Range;

/// A stretch of the text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Rewrite here.
    Prose(Range<usize>),
    /// Leave alone.
    Verbatim(Range<usize>),
}

/// The pieces of `text`, in order and without gaps.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut at, mut prose_from) = (0, 0);
    while at < text.len() {
        let Some(end) = verbatim_end(text, at) else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        if prose_from < at {
            pieces.push(Piece::Prose(prose_from..at));
        }
        pieces.push(Piece::Verbatim(at..end));
        (at, prose_from) = (end, end);
    }
    if prose_from < text.len() {
        pieces.push(Piece::Prose(prose_from..text.len()));
    }
    pieces
}

/// Where the verbatim stretch that begins at `at` ends, if one begins there.
fn verbatim_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    if rest.starts_with("<!--") {
        return Some(rest.find("-->").map_or(text.len(), |end| at + end + 3));
    }
    if rest.starts_with('\\') {
        // An escaped backtick opens nothing; an escaped anything else is prose as well.
        return rest.starts_with("\\`").then_some(at + 2);
    }
    let mark = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let run = rest.chars().take_while(|&c| c == mark).count();
    if run >= 3 && opens_line(text, at) {
        return Some(fence_end(text, at, mark, run));
    }
    if mark == '`' {
        Some(inline_code_end(text, at, run))
    } else {
        None
    }
}

/// Whether only indentation, quote marks or list marks stand before `at` on its line.
fn opens_line(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let before = text[line..at].trim();
    before
        .chars()
        .all(|c| matches!(c, '>' | '-' | '*' | '+' | ' '))
        || before.trim_end_matches(['.', ')']).parse::<u32>().is_ok()
}

fn fence_end(text: &str, at: usize, mark: char, run: usize) -> usize {
    let mut end = at;
    for (i, line) in text[at..].split_inclusive('\n').enumerate() {
        end += line.len();
        let bare = line.trim().trim_start_matches(['>', ' ']);
        if i > 0 && bare.len() >= run && bare.chars().all(|c| c == mark) {
            break;
        }
    }
    end
}

/// Inline code closes with a run of the same length in the same paragraph; otherwise the backticks are letters.
fn inline_code_end(text: &str, at: usize, run: usize) -> usize {
    let paragraph = paragraph_end(text, at);
    let mut i = at + run;
    while i < paragraph {
        let here = text[i..paragraph]
            .bytes()
            .take_while(|&b| b == b'`')
            .count();
        if here == run {
            return i + run;
        }
        i += here.max(text[i..].chars().next().map_or(1, char::len_utf8));
    }
    at + run
}

/// The next blank line after `at`, or the end.
pub(crate) fn paragraph_end(text: &str, at: usize) -> usize {
    let mut end = at;
    for (i, line) in text[at..].split_inclusive('\n').enumerate() {
        if i > 0 && line.trim().is_empty() {
            return end;
        }
        end += line.len();
    }
    text.len()
}

/// The line number, counted from one, of a byte position.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text[..at].bytes().filter(|&b| b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verbatim(text: &str) -> Vec<&str> {
        pieces(text)
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Verbatim(range) => Some(&text[range]),
                Piece::Prose(_) => None,
            })
            .collect()
    }

    #[test]
    fn fences_inline_code_and_comments_are_verbatim() {
        let text = "a `b $c$` d\n\n```rust\nlet x = \"$1\";\n```\n<!-- $e$ -->\n~~~\n$f$\n~~~\nend";
        assert_eq!(
            verbatim(text),
            [
                "`b $c$`",
                "```rust\nlet x = \"$1\";\n```\n",
                "<!-- $e$ -->",
                "~~~\n$f$\n~~~\n"
            ]
        );
    }

    #[test]
    fn a_fence_in_a_list_and_a_longer_fence_close_where_they_should() {
        assert_eq!(
            verbatim("- ```text\n  $a$\n  ```\n- $b$"),
            ["```text\n  $a$\n  ```\n"]
        );
        assert_eq!(
            verbatim("````\n```\n$a$\n````\n$b$"),
            ["````\n```\n$a$\n````\n"]
        );
    }

    #[test]
    fn a_lone_backtick_swallows_nothing_beyond_its_paragraph() {
        assert_eq!(verbatim("one ` only\n\n$x$ `y`"), ["`", "`y`"]);
        assert_eq!(verbatim("``a`b``"), ["``a`b``"]);
    }

    #[test]
    fn pieces_cover_the_text() {
        let text = "é `σ` \\` $x$ ``` not a fence";
        let whole: String = pieces(text)
            .into_iter()
            .map(|p| match p {
                Piece::Prose(r) | Piece::Verbatim(r) => text[r].to_string(),
            })
            .collect();
        assert_eq!(whole, text);
    }
}
