//! Colour, where a terminal wants it.

use std::io::IsTerminal;
use std::sync::OnceLock;

/// `text` in an ANSI style such as `"32"`, on a terminal that wants colour.
pub(crate) fn paint(style: &str, text: &str) -> String {
    if wanted() {
        format!("\x1b[{style}m{text}\x1b[0m")
    } else {
        text.to_string()
    }
}

fn wanted() -> bool {
    static WANTED: OnceLock<bool> = OnceLock::new();
    *WANTED.get_or_init(|| {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        std::io::stdout().is_terminal() && !refused && moves()
    })
}

/// Whether the terminal can go back to a line that it has written.
pub(crate) fn moves() -> bool {
    std::env::var("TERM").map_or(true, |term| term != "dumb") && understands_ansi()
}

/// The old console of Windows must be told; everything else understands.
fn understands_ansi() -> bool {
    #[cfg(windows)]
    return anstyle_query::windows::enable_ansi_colors().unwrap_or(false);
    #[cfg(not(windows))]
    true
}
