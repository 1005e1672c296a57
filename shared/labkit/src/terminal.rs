//! What is at the other end of standard output.

use std::io::{self, IsTerminal, Write};
use std::process;

use textwrap::{Options, WordSplitter};

use crate::markup::{self, Block};

/// The widest that prose gets.
const WIDEST: usize = 88;
/// The width where there is no terminal to ask.
const PLAIN: usize = 80;
/// Set by tests that play a person at a pipe.
const PERSON: &str = "LABKIT_TEST_PERSON";

/// How to write to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terminal {
    /// Columns for prose.
    pub width: usize,
    /// Lines that can be seen at once.
    pub rows: usize,
    /// Whether ANSI styles are understood and wanted.
    pub styled: bool,
    /// Whether a person can press Enter.
    pub interactive: bool,
}

/// More than anybody has, where there is nothing to scroll.
const ENDLESS: usize = usize::MAX;

impl Terminal {
    /// No terminal: 80 columns, no styles, nobody there.
    pub(crate) const PIPE: Terminal = Terminal {
        width: PLAIN,
        rows: ENDLESS,
        styled: false,
        interactive: false,
    };

    /// Looks at the real standard output.
    pub(crate) fn detect() -> Terminal {
        if !io::stdout().is_terminal() {
            let interactive = std::env::var_os(PERSON).is_some();
            return Terminal {
                interactive,
                ..Terminal::PIPE
            };
        }
        let (columns, rows) = terminal_size::terminal_size()
            .map_or((PLAIN, ENDLESS), |(width, height)| {
                (usize::from(width.0), usize::from(height.0))
            });
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var("TERM").is_ok_and(|term| term == "dumb");
        Terminal {
            width: columns.clamp(20, WIDEST),
            rows,
            styled: !unwanted && understands_ansi(),
            interactive: io::stdin().is_terminal(),
        }
    }

    /// `text` in an ANSI style, such as `"1"` for bold, where styles are wanted.
    pub(crate) fn paint(&self, style: &str, text: &str) -> String {
        if self.styled {
            format!("\x1b[{style}m{text}\x1b[0m")
        } else {
            text.to_string()
        }
    }

    /// Prose as wrapped lines, with a blank line between paragraphs.
    pub(crate) fn prose(&self, blocks: &[Block]) -> String {
        let mut text = String::new();
        for (i, block) in blocks.iter().enumerate() {
            if i > 0 {
                let list_goes_on = block.item && blocks[i - 1].item;
                text.push_str(if list_goes_on { "\n" } else { "\n\n" });
            }
            let (first, next) = if block.item {
                ("  • ", "    ")
            } else {
                ("", "")
            };
            text.push_str(&self.wrap(&markup::to_terminal(&block.spans, self.styled), first, next));
        }
        text
    }

    /// Text as wrapped lines, with `first` before the first and `next` before the others.
    pub(crate) fn wrap(&self, text: &str, first: &str, next: &str) -> String {
        let options = Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(next)
            .word_splitter(WordSplitter::NoHyphenation)
            .break_words(false);
        markup::unglue(&textwrap::fill(text, options))
    }
}

/// The old console of Windows must be told; everything else understands.
fn understands_ansi() -> bool {
    #[cfg(windows)]
    return anstyle_query::windows::enable_ansi_colors().unwrap_or(false);
    #[cfg(not(windows))]
    true
}

/// Writes to standard output. A reader that has gone (`| head`) ends the program without a fuss; what cannot be written
/// for another reason, such as a full disk, ends it with a word.
pub(crate) fn print(text: &str) {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => process::exit(0),
        Err(error) => {
            eprintln!("error: cannot write what the lesson says: {error}");
            process::exit(1);
        }
    }
}

/// A line from standard input, trimmed; `None` if it is closed or cannot be read.
pub(crate) fn read_line() -> Option<String> {
    let mut line = Vec::new();
    // By bytes: what is no UTF-8 is no reason to end.
    let read = io::BufRead::read_until(&mut io::stdin().lock(), b'\n', &mut line);
    match read {
        Ok(1..) => Some(String::from_utf8_lossy(&line).trim().to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::blocks;

    fn at(width: usize, styled: bool) -> Terminal {
        Terminal {
            width,
            styled,
            ..Terminal::PIPE
        }
    }

    #[test]
    fn prose_is_folded_and_wrapped() {
        let text = at(20, false).prose(&blocks("One two three\n   four five six.\n\nSeven."));
        assert_eq!(text, "One two three four\nfive six.\n\nSeven.");
    }

    #[test]
    fn code_is_not_broken() {
        let text = at(20, false).prose(&blocks("The call is `f(a, b, c)` here."));
        assert_eq!(text, "The call is\n`f(a, b, c)` here.");
    }

    #[test]
    fn items_hang() {
        let text = at(20, false).prose(&blocks("Two:\n- one two three four five\n- six"));
        assert_eq!(text, "Two:\n\n  • one two three\n    four five\n  • six");
    }

    #[test]
    fn styles_take_no_room() {
        let plain = at(24, false).prose(&blocks("The word strong is **strong** and wraps alike."));
        let styled = at(24, true).prose(&blocks("The word strong is **strong** and wraps alike."));
        let stripped = styled.replace("\x1b[1m", "").replace("\x1b[22m", "");
        assert_eq!(stripped, plain);
        assert_ne!(styled, plain);
    }

    #[test]
    fn long_words_are_left_whole() {
        let text = at(10, false).prose(&blocks("cargo-run-something-very-long 1.0−0.25"));
        assert_eq!(text, "cargo-run-something-very-long\n1.0−0.25");
    }
}
