//! Lines that are written at once and replaced when more is known: on a terminal in their place, elsewhere below.

use std::io::IsTerminal;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::paint;
use crate::say::say;

/// Some lines and what follows them.
pub(crate) enum Screen {
    /// One bar for each line, and one for what follows; none of them is a bar to look at.
    Live(Vec<ProgressBar>, ProgressBar),
    Plain {
        replaced: bool,
    },
}

impl Screen {
    /// Shows `lines`, on a terminal also `rest`, of which some will be replaced.
    pub(crate) fn show(lines: &[String], rest: &str) -> Screen {
        if !(std::io::stdout().is_terminal() && paint::moves()) {
            lines.iter().for_each(|line| say!("{line}"));
            return Screen::Plain { replaced: false };
        }
        let all = MultiProgress::with_draw_target(ProgressDrawTarget::stdout());
        let bar = |text: &str| {
            let bar = all.add(ProgressBar::new_spinner());
            // The template is fixed, so an error in it would be a mistake of ours; the default then serves.
            if let Ok(style) = ProgressStyle::with_template("{msg}") {
                bar.set_style(style);
            }
            bar.set_message(text.to_string());
            bar.tick();
            bar
        };
        let lines = lines.iter().map(|line| bar(line)).collect();
        Screen::Live(lines, bar(&format!("\n{rest}")))
    }

    /// Line number `at` is now `line`, and what follows is `rest`.
    pub(crate) fn replace(&mut self, at: usize, line: &str, rest: &str) {
        match self {
            Screen::Live(lines, last) => {
                lines[at].set_message(line.to_string());
                last.set_message(format!("\n{rest}"));
            }
            Screen::Plain { replaced } => {
                if !*replaced {
                    say!("");
                }
                *replaced = true;
                say!("{line}");
            }
        }
    }

    /// What is shown stays; `rest` follows if it does not stand there.
    pub(crate) fn done(self, rest: &str) {
        match self {
            Screen::Live(lines, last) => {
                lines.iter().for_each(ProgressBar::abandon);
                last.abandon();
            }
            Screen::Plain { .. } => say!("\n{rest}"),
        }
    }
}
