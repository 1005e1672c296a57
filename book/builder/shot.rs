//! A terminal, drawn: the recorded wrong answer of the first hour as an SVG for pages that show no terminal of ours.
//!
//! It has a background of its own, so that it can be read on a light page and on a dark one, and its text stays text.

use crate::inline::escape;

/// Where the recording of the wrong answer begins, and where it ends.
const PART: (&str, &str) = ("# ANCHOR: wrong", "# ANCHOR_END: wrong");
const TITLE: &str =
    "A terminal: cargo test says FAILED, and which misconception is behind the wrong answer";

pub(crate) const FONT: &str =
    "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";
const SIZE: f64 = 14.0;
/// The widest of the usual fonts: a character takes this part of the size.
const ADVANCE: f64 = 0.61;
const LINE: f64 = 20.0;
const MARGIN: f64 = 18.0;
/// The bar with the three buttons.
const BAR: f64 = 36.0;

/// What a piece of a line is, and so its colour.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Ink {
    Plain,
    Quiet,
    Command,
    Wrong,
    Right,
    Diagnosis,
}

impl Ink {
    pub(crate) const fn style(self) -> &'static str {
        match self {
            Self::Plain => "fill=\"#d5dce4\"",
            Self::Quiet => "fill=\"#99a4b0\"",
            Self::Command => "fill=\"#7cc4ff\"",
            Self::Wrong => "fill=\"#ff8078\" font-weight=\"bold\"",
            Self::Right => "fill=\"#5fd875\"",
            Self::Diagnosis => "fill=\"#ffd166\" font-weight=\"bold\"",
        }
    }
}

type Inked = Vec<(char, Ink)>;

/// The terminal with the wrong answer, so many characters wide.
///
/// # Errors
/// When `session` has no wrong answer, or one that is not named.
pub(crate) fn draw(session: &str, columns: usize) -> Result<String, String> {
    let said = wrong(session)?;
    let diagnosis = diagnosis(session)?;
    let lines = said.iter().map(|line| inked(line, line == &diagnosis));
    let lines: Vec<Inked> = lines.flat_map(|line| wrapped(&line, columns)).collect();
    let width = (2.0 * MARGIN + columns as f64 * SIZE * ADVANCE).ceil();
    let height = BAR + lines.len() as f64 * LINE + MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{TITLE}</title>\n<desc>{}</desc>\n\
         <rect x=\"1\" y=\"1\" width=\"{}\" height=\"{}\" rx=\"10\" fill=\"#171c24\" stroke=\"#58616c\" stroke-width=\"2\"/>\n",
        escape(&diagnosis),
        width - 2.0,
        height - 2.0,
    );
    for (place, colour) in ["#ff5f57", "#febc2e", "#28c840"].iter().enumerate() {
        let x = MARGIN + 6.0 + 20.0 * place as f64;
        svg += &format!("<circle cx=\"{x}\" cy=\"18\" r=\"6\" fill=\"{colour}\"/>\n");
    }
    svg += &format!("<g font-family=\"{FONT}\" font-size=\"{SIZE}\">\n");
    for (row, line) in lines.iter().enumerate() {
        let y = BAR + LINE * (row as f64 + 0.75);
        svg += &text(line, MARGIN, y);
    }
    svg += "</g>\n</svg>\n";
    Ok(svg)
}

/// One line of a terminal. An empty one draws nothing.
pub(crate) fn text(line: &[(char, Ink)], x: f64, y: f64) -> String {
    let same = line.chunk_by(|(_, one), (_, next)| one == next);
    let spans: String = same
        .map(|span| {
            let text: String = span.iter().map(|(c, _)| c).collect();
            format!("<tspan {}>{}</tspan>", span[0].1.style(), escape(&text))
        })
        .collect();
    match spans.as_str() {
        "" => String::new(),
        _ => format!("<text x=\"{x}\" y=\"{y}\" xml:space=\"preserve\">{spans}</text>\n"),
    }
}

/// What the terminal shows up to the hint. Behind it stands what every failed test ends with.
fn wrong(session: &str) -> Result<Vec<String>, String> {
    let behind = session.lines().skip_while(|line| *line != PART.0).skip(1);
    let mut lines: Vec<String> = Vec::new();
    for line in behind.take_while(|line| *line != PART.1) {
        lines.push(line.to_string());
        if line.starts_with("a hint: ") {
            lines.push("…".into());
            return Ok(lines);
        }
    }
    Err(format!("the session has no hint behind `{}`", PART.0))
}

/// The line that says which test failed.
pub(crate) fn failed(session: &str) -> Result<String, String> {
    let mut lines = wrong(session)?.into_iter();
    let found = lines.find(|line| line.starts_with("test ") && line.ends_with("FAILED"));
    found.ok_or_else(|| "no test failed in the session".into())
}

/// The sentence that names the misconception: the last one before the call that shows it.
pub(crate) fn diagnosis(session: &str) -> Result<String, String> {
    let lines = wrong(session)?;
    let call = lines.iter().position(|line| line.starts_with("    call "));
    let before = &lines[..call.unwrap_or(0)];
    let sentence = before.iter().rfind(|line| !line.is_empty());
    match sentence {
        Some(line) if line.ends_with('.') => Ok(line.clone()),
        _ => Err("the session names no misconception before the call".into()),
    }
}

/// A line in the colours of a terminal.
pub(crate) fn inked(line: &str, is_diagnosis: bool) -> Inked {
    let pieces: Vec<(&str, Ink)> = if is_diagnosis {
        vec![(line, Ink::Diagnosis)]
    } else if let Some(command) = line.strip_prefix("$ ") {
        vec![("$ ", Ink::Right), (command, Ink::Command)]
    } else if let Some(test) = line.strip_suffix("FAILED") {
        vec![(test, Ink::Plain), ("FAILED", Ink::Wrong)]
    } else if let Some(command) = line.strip_prefix("a hint: ") {
        vec![("a hint: ", Ink::Quiet), (command, Ink::Command)]
    } else if line.starts_with("    got ") {
        vec![(line, Ink::Wrong)]
    } else if line.starts_with("    expected ") {
        vec![(line, Ink::Right)]
    } else if ["running ", "failures:", "---- ", "…"]
        .iter()
        .any(|start| line.starts_with(start))
    {
        vec![(line, Ink::Quiet)]
    } else {
        vec![(line, Ink::Plain)]
    };
    let inked = |(text, ink): (&str, Ink)| text.chars().map(|c| (c, ink)).collect::<Inked>();
    pieces.into_iter().flat_map(inked).collect()
}

/// The line in pieces of at most so many characters, broken between words.
pub(crate) fn wrapped(line: &[(char, Ink)], columns: usize) -> Vec<Inked> {
    let mut rows = Vec::new();
    let mut rest = line;
    while rest.len() > columns {
        let space = rest[..=columns].iter().rposition(|(c, _)| *c == ' ');
        let end = space.filter(|at| *at > 0).unwrap_or(columns);
        rows.push(rest[..end].to_vec());
        rest = &rest[end + usize::from(rest[end].0 == ' ')..];
    }
    rows.push(rest.to_vec());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    const SESSION: &str = "# ANCHOR: wrong\n$ cargo test\ntest bump ... FAILED\n\n---- bump ----\n\
        a & b\n\nYour sign < mine.\n\n    call      bump(1)\n    got       1\n    expected  2\n\na hint: course\n\
        failures:\n# ANCHOR_END: wrong\n";

    #[test]
    fn the_misconception_is_named_and_shines() {
        let svg = draw(SESSION, 80).unwrap();
        let shining = format!("<tspan {}>Your sign &lt; mine.<", Ink::Diagnosis.style());
        assert!(svg.contains(&shining), "{svg}");
        let failed = format!("<tspan {}>FAILED<", Ink::Wrong.style());
        assert!(svg.contains(&failed), "{svg}");
        assert!(
            svg.contains("a &amp; b") && !svg.contains("failures"),
            "{svg}"
        );
    }

    #[test]
    fn what_names_nothing_is_refused() {
        let nameless = SESSION.replace("Your sign < mine.\n", "");
        let why = draw(&nameless, 80).unwrap_err();
        assert!(why.contains("no misconception"), "{why}");
        assert!(draw("", 80).unwrap_err().contains("no hint"));
    }

    #[test]
    fn long_lines_break_between_words() {
        let row = |text: &Inked| text.iter().map(|(c, _)| c).collect::<String>();
        let rows = |text: &str| {
            wrapped(&inked(text, false), 8)
                .iter()
                .map(row)
                .collect::<Vec<_>>()
        };
        assert_eq!(rows("one two three"), ["one two", "three"]);
        assert_eq!(rows("12345678 9"), ["12345678", "9"]);
        assert_eq!(rows("1234567890"), ["12345678", "90"]);
        assert_eq!(rows(""), [""]);
    }
}
