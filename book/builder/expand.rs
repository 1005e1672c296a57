//! One chapter, from what its author wrote to what mdBook reads.

use crate::directive::{self, Expansion};
use crate::math::{Display, to_mathml};
use crate::scan::{Piece, line_of, paragraph_end, pieces};
use crate::{Findings, Records, number};
use std::ops::Range;

/// Expands the formulas and directives of a chapter. `file` is only named in complaints.
pub fn expand(file: &str, text: &str, records: &Records, findings: &mut Findings) -> String {
    let mut chapter = Chapter {
        file,
        text,
        records,
        findings,
        out: String::with_capacity(text.len() * 2),
    };
    for piece in pieces(text) {
        match piece {
            Piece::Prose(range) => chapter.prose(range),
            Piece::Verbatim(range) => chapter.out.push_str(&text[range]),
        }
    }
    chapter.out
}

struct Chapter<'a> {
    file: &'a str,
    text: &'a str,
    records: &'a Records,
    findings: &'a mut Findings,
    out: String,
}

impl Chapter<'_> {
    fn prose(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.text[at..range.end];
            at += if let Some(escaped) = escaped(rest) {
                self.out.push_str(escaped);
                escaped.len()
            } else if rest.starts_with("{{#") {
                self.directive(at, rest)
            } else if rest.starts_with("$$") {
                self.formula(at, rest, "$$")
            } else if opens_formula(self.text, at) {
                self.formula(at, rest, "$")
            } else {
                let length = rest.chars().next().map_or(1, char::len_utf8);
                self.out.push_str(&rest[..length]);
                length
            };
        }
    }

    /// Writes what the directive at the start of `rest` stands for; returns how much of `rest` that used up.
    fn directive(&mut self, at: usize, rest: &str) -> usize {
        let Some(length) = rest.find("}}").map(|end| end + 2) else {
            self.complain(at, "`{{#` is never closed with `}}`");
            return rest.len();
        };
        let source = &rest[..length];
        match directive::expand(&source[3..length - 2], self.records) {
            None => self.out.push_str(source),
            Some(Err(why)) => self.complain(at, &format!("{source}: {why}")),
            Some(Ok(Expansion::Number(number))) => self.out.push_str(&number::as_html(&number)),
            Some(Ok(Expansion::Block(html))) => self.block(at, source, &html),
        }
        length
    }

    /// A block needs its line for itself, and a blank line after it, or Markdown reads on as HTML.
    fn block(&mut self, at: usize, source: &str, html: &str) {
        let before = self.text[..at].rsplit('\n').next().unwrap_or("");
        let after = self.text[at + source.len()..]
            .split('\n')
            .next()
            .unwrap_or("");
        if !before.trim().is_empty() || !after.trim().is_empty() {
            self.complain(at, &format!("{source} must stand on a line of its own"));
        }
        self.out.push_str(html);
        self.out.push('\n');
    }

    /// Writes the formula at the start of `rest`; returns how much of `rest` that used up.
    fn formula(&mut self, at: usize, rest: &str, mark: &str) -> usize {
        // A formula does not reach over a blank line: otherwise one lost dollar sign would eat the chapter.
        let paragraph = &rest[..(paragraph_end(self.text, at) - at).min(rest.len())];
        let display = if mark == "$$" {
            Display::Block
        } else {
            Display::Inline
        };
        let Some(end) = closing(paragraph, mark) else {
            self.complain(at, &format!("`{mark}` opens a formula that this paragraph never closes; for a dollar sign write `\\$`"));
            self.out.push_str(mark);
            return mark.len();
        };
        let latex = self.with_numbers(at, &paragraph[mark.len()..end]);
        match to_mathml(&latex, display) {
            Ok(math) => self.out.push_str(&math),
            Err(why) => self.complain(
                at,
                &format!("the formula `{}` does not work: {why}", latex.trim()),
            ),
        }
        end + mark.len()
    }

    /// A recorded number may stand inside a formula.
    fn with_numbers(&mut self, at: usize, latex: &str) -> String {
        let mut out = String::new();
        let mut rest = latex;
        while let Some((before, from)) = rest.split_once("{{#") {
            out.push_str(before);
            let Some((inside, after)) = from.split_once("}}") else {
                self.complain(at, "`{{#` is never closed with `}}`");
                return out;
            };
            match directive::expand(inside, self.records) {
                Some(Ok(Expansion::Number(number))) => out.push_str(&number::as_latex(&number)),
                Some(Err(why)) => self.complain(at, &format!("{{{{#{inside}}}}}: {why}")),
                _ => self.complain(
                    at,
                    &format!("{{{{#{inside}}}}} cannot stand inside a formula"),
                ),
            }
            rest = after;
        }
        out + rest
    }

    fn complain(&mut self, at: usize, what: &str) {
        self.findings
            .push(format!("{}:{}: {what}", self.file, line_of(self.text, at)));
    }
}

/// A backslash and the sign it protects: `\$`, or a directive that is to be shown.
fn escaped(rest: &str) -> Option<&str> {
    if !rest.starts_with('\\') {
        return None;
    }
    if rest.starts_with("\\{{#") {
        return rest.find("}}").map(|end| &rest[..end + 2]);
    }
    let next = rest[1..].chars().next()?;
    Some(&rest[..1 + next.len_utf8()])
}

/// A dollar sign opens a formula unless white space follows it (`$ cargo run`).
fn opens_formula(text: &str, at: usize) -> bool {
    let mut after = text[at..].chars();
    after.next() == Some('$') && after.next().is_some_and(|c| !c.is_whitespace())
}

/// Where the closing mark stands. One dollar sign closes only directly after the formula.
fn closing(paragraph: &str, mark: &str) -> Option<usize> {
    let mut from = mark.len();
    loop {
        let at = from + paragraph.get(from..)?.find(mark)?;
        let before = paragraph[..at].chars().next_back()?;
        let escaped = before == '\\';
        if !escaped && (mark == "$$" || (!before.is_whitespace() && at > 1)) {
            return Some(at);
        }
        from = at + mark.len();
    }
}

#[cfg(test)]
#[path = "expand_tests.rs"]
mod tests;
