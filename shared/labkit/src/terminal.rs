//! What is at the other end of standard output.

use std::io::{self, IsTerminal, Write};

use textwrap::{Options, WordSplitter};

use crate::markup::{self, Block};

/// The widest that prose gets.
const WIDEST: usize = 88;
/// The width where there is no terminal to ask.
const PLAIN: usize = 80;

/// How to write to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terminal {
    /// Columns for prose.
    pub width: usize,
    /// Whether ANSI styles are understood and wanted.
    pub styled: bool,
    /// Whether a person can press Enter.
    pub interactive: bool,
}

impl Terminal {
    /// No terminal: 80 columns, no styles, nobody there.
    pub(crate) const PIPE: Terminal = Terminal {
        width: PLAIN,
        styled: false,
        interactive: false,
    };

    /// Looks at the real standard output.
    pub(crate) fn detect() -> Terminal {
        if !io::stdout().is_terminal() {
            return Terminal::PIPE;
        }
        let columns =
            terminal_size::terminal_size().map_or(PLAIN, |(width, _)| usize::from(width.0));
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var("TERM").is_ok_and(|term| term == "dumb");
        Terminal {
            width: columns.clamp(20, WIDEST),
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

    fn wrap(&self, text: &str, first: &str, next: &str) -> String {
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

/// Writes to standard output. A reader that has gone (`| head`) ends the program without a fuss.
pub(crate) fn print(text: &str) {
    let mut stdout = io::stdout().lock();
    if stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .is_err()
    {
        std::process::exit(0);
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
            interactive: false,
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
