//! Grey pictures, such as digits, in the terminal and on the page.

use textwrap::core::display_width;

use crate::markup::escape;
use crate::svg;
use crate::table::pad;
use crate::terminal::Terminal;

/// A picture of height × width pixels in rows, 0 for the page and 1 for full ink.
pub(crate) struct Picture<'a> {
    label: &'a str,
    height: usize,
    width: usize,
    pixels: &'a [f32],
}

/// Letters from no ink to full ink.
const SHADES: &[u8] = b" .:-=+*#%@";
/// Columns between two pictures.
const GAP: usize = 3;
/// Up to this width a pixel gets two columns and a line of its own.
const SMALL: usize = 10;

impl<'a> Picture<'a> {
    pub(crate) fn new(label: &'a str, height: usize, width: usize, pixels: &'a [f32]) -> Self {
        assert_eq!(
            pixels.len(),
            height * width,
            "the picture `{label}` is {height} × {width} but has {} pixels",
            pixels.len()
        );
        Picture {
            label,
            height,
            width,
            pixels,
        }
    }

    /// Ink at a place, 0 outside of 0..=1 and for NaN.
    fn ink(&self, row: usize, column: usize) -> f32 {
        let value = if row < self.height {
            self.pixels[row * self.width + column]
        } else {
            0.0
        };
        if value.is_nan() {
            0.0
        } else {
            value.clamp(0.0, 1.0)
        }
    }

    fn columns(&self) -> usize {
        let drawn = if self.width <= SMALL {
            2 * self.width
        } else {
            self.width
        };
        drawn.max(display_width(self.label))
    }

    /// The lines of the picture, without its label, each `self.columns()` wide.
    fn lines(&self, styled: bool) -> Vec<String> {
        let small = self.width <= SMALL;
        let (step, drawn) = if small {
            (1, 2 * self.width)
        } else {
            (2, self.width)
        };
        let fill = " ".repeat(self.columns() - drawn);
        let line = |row: usize| {
            let cell = |column: usize| {
                let (upper, lower) = (self.ink(row, column), self.ink(row + step - 1, column));
                match (styled, small) {
                    (true, true) => format!("\x1b[48;5;{}m  ", grey_code(upper)),
                    (true, false) => {
                        format!("\x1b[38;5;{};48;5;{}m▀", grey_code(upper), grey_code(lower))
                    }
                    (false, true) => shade(upper).to_string().repeat(2),
                    (false, false) => shade(0.5 * (upper + lower)).to_string(),
                }
            };
            let cells: String = (0..self.width).map(cell).collect();
            if styled {
                format!("{cells}\x1b[0m{fill}")
            } else {
                cells + &fill
            }
        };
        (0..self.height).step_by(step).map(line).collect()
    }
}

/// One of the 24 greys of the 256-colour terminal, or its black or white.
fn grey_code(ink: f32) -> u8 {
    match (ink * 25.0).round() as u8 {
        0 => 16,
        25.. => 231,
        level => 231 + level,
    }
}

fn shade(ink: f32) -> char {
    let last = SHADES.len() - 1;
    char::from(SHADES[((ink * last as f32).round() as usize).min(last)])
}

/// The pictures in rows as wide as the terminal, each under its label.
pub(crate) fn to_terminal(pictures: &[Picture<'_>], terminal: &Terminal) -> String {
    let mut bands: Vec<Vec<&Picture<'_>>> = Vec::new();
    let mut used = 0;
    for picture in pictures {
        if bands.is_empty() || used + GAP + picture.columns() > terminal.width {
            bands.push(Vec::new());
            used = 0;
        }
        used += picture.columns() + GAP;
        bands
            .last_mut()
            .expect("a band was just pushed")
            .push(picture);
    }
    bands
        .iter()
        .map(|band| self::band(band, terminal.styled))
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// Pictures beside one another.
fn band(band: &[&Picture<'_>], styled: bool) -> String {
    let gap = " ".repeat(GAP);
    let labels: Vec<String> = band
        .iter()
        .map(|p| pad(p.label, p.columns(), false))
        .collect();
    let drawn: Vec<Vec<String>> = band.iter().map(|p| p.lines(styled)).collect();
    let height = drawn.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = vec![labels.join(&gap)];
    for row in 0..height {
        let cells = drawn
            .iter()
            .zip(band)
            .map(|(d, p)| d.get(row).cloned().unwrap_or(" ".repeat(p.columns())));
        lines.push(cells.collect::<Vec<_>>().join(&gap));
    }
    lines
        .iter()
        .map(|line| line.trim_end())
        .collect::<Vec<_>>()
        .join("\n")
        .trim_end()
        .to_string()
}

/// Pixels on the page for the longer side of a picture.
const SIDE: usize = 112;
/// How many levels of ink the page tells apart.
const LEVELS: usize = 16;
/// Pictures in a row of the page.
const ROW: usize = 5;

/// The pictures as one figure. Ink is `currentColor`, so digits are dark on a light page and light on a dark.
pub(crate) fn to_svg(pictures: &[Picture<'_>], title: &str) -> String {
    let (gap, label) = (14, 20);
    let scale = |p: &Picture<'_>| (SIDE / p.height.max(p.width).max(1)).max(1);
    let width = |p: &Picture<'_>| (p.width * scale(p)).max(p.label.chars().count() * 8);
    let widest = pictures.iter().map(width).max().unwrap_or(1);
    let highest = pictures.iter().map(|p| p.height * scale(p)).max();
    let highest = highest.unwrap_or(1);
    let columns = pictures.len().clamp(1, ROW);
    let rows = pictures.len().div_ceil(columns).max(1);
    let size = (
        (columns * (widest + gap) - gap + 2) as u32,
        (rows * (highest + label + gap) - gap + 2) as u32,
    );
    let mut svg = svg::open(size, size, title);
    for (i, picture) in pictures.iter().enumerate() {
        let scale = scale(picture);
        let left = 1 + (i % columns) * (widest + gap) + (widest - picture.width * scale) / 2;
        let top = 1 + (i / columns) * (highest + label + gap) + label;
        let (width, height) = (picture.width * scale, picture.height * scale);
        svg += &format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"13\" \
             fill=\"currentColor\">{}</text>\n\
             <g transform=\"translate({left} {top}) scale({scale})\">\n{}</g>\n\
             <rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"#808080\" \
             stroke-opacity=\"0.4\"/>\n",
            left + width / 2,
            top - 7,
            escape(picture.label),
            ink(picture, LEVELS),
        );
    }
    svg + "</svg>\n"
}

/// Pixels of the page for a picture of a sheet (a pixel of it gets two at least), levels of ink there, the gap between
/// two pictures, and the room for a label.
const SHEET: (usize, usize, usize, usize) = (56, 8, 4, 110);

/// Rows of small square pictures, each row after its label, as one figure.
pub(crate) fn sheet_to_svg(rows: &[(&str, Vec<Picture<'_>>)], title: &str) -> String {
    let (wanted, levels, gap, label) = SHEET;
    let pictures = || rows.iter().flat_map(|(_, pictures)| pictures);
    let longest = pictures().map(|p| p.height.max(p.width)).max().unwrap_or(1);
    let scale = (wanted / longest.max(1)).max(2);
    let side = scale * longest;
    let columns = rows.iter().map(|(_, p)| p.len()).max().unwrap_or(0);
    let size = (
        (label + columns * (side + gap) + 2) as u32,
        (rows.len() * (side + gap) + 2) as u32,
    );
    let mut svg = svg::open(size, size, title);
    for (i, (words, pictures)) in rows.iter().enumerate() {
        let top = 1 + i * (side + gap);
        svg += &format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" font-family=\"sans-serif\" font-size=\"13\" \
             fill=\"currentColor\">{}</text>\n",
            label - 8,
            top + side / 2 + 4,
            escape(words),
        );
        for (j, picture) in pictures.iter().enumerate() {
            let left = label + j * (side + gap);
            svg += &format!(
                "<g transform=\"translate({left} {top}) scale({scale})\">\n{}</g>\n\
                 <rect x=\"{left}\" y=\"{top}\" width=\"{side}\" height=\"{side}\" fill=\"none\" stroke=\"#808080\" \
                 stroke-opacity=\"0.3\"/>\n",
                ink(picture, levels),
            );
        }
    }
    svg + "</svg>\n"
}

/// One path for each of `levels` levels of ink.
pub(crate) fn ink(picture: &Picture<'_>, levels: usize) -> String {
    let level = |row, column| (picture.ink(row, column) * (levels - 1) as f32).round() as usize;
    let mut paths = vec![String::new(); levels];
    for row in 0..picture.height {
        let mut column = 0;
        while column < picture.width {
            let here = level(row, column);
            let run = (column..picture.width)
                .take_while(|&c| level(row, c) == here)
                .count();
            if here > 0 {
                paths[here] += &format!("M{column} {row}h{run}v1h-{run}z");
            }
            column += run;
        }
    }
    let filled = paths
        .iter()
        .enumerate()
        .filter(|(_, path)| !path.is_empty());
    let path = |(level, path): (usize, &String)| {
        let opacity = level as f32 / (levels - 1) as f32;
        format!(
            "<path fill=\"currentColor\" fill-opacity=\"{opacity:.2}\" shape-rendering=\"crispEdges\" d=\"{path}\"/>\n"
        )
    };
    filled.map(path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terminal(styled: bool, width: usize) -> Terminal {
        Terminal {
            width,
            styled,
            ..Terminal::PIPE
        }
    }

    #[test]
    fn small_pictures_get_two_letters_a_pixel() {
        let pixels = [0.0, 1.0, 0.5, 0.0];
        let picture = Picture::new("a", 2, 2, &pixels);
        assert_eq!(to_terminal(&[picture], &terminal(false, 80)), "a\n  @@\n++");
    }

    #[test]
    fn large_pictures_put_two_rows_in_a_line() {
        let pixels: Vec<f32> = (0..3 * 12)
            .map(|i| if i < 12 { 1.0 } else { 0.0 })
            .collect();
        let picture = || Picture::new("x", 3, 12, &pixels);
        assert_eq!(
            to_terminal(&[picture()], &terminal(false, 80)),
            format!("x\n{}", "+".repeat(12))
        );
        let styled = to_terminal(&[picture()], &terminal(true, 80));
        assert_eq!(styled.matches("\x1b[38;5;231;48;5;16m▀").count(), 12);
    }

    #[test]
    fn pictures_stand_side_by_side_until_the_line_is_full() {
        let pixels = [1.0; 4];
        let three = || {
            [("a", 2, 2), ("b", 2, 2), ("c", 2, 2)].map(|(l, h, w)| Picture::new(l, h, w, &pixels))
        };
        let wide = to_terminal(&three(), &terminal(false, 80));
        assert_eq!(
            wide,
            "a      b      c\n@@@@   @@@@   @@@@\n@@@@   @@@@   @@@@"
        );
        let narrow = to_terminal(&three(), &terminal(false, 20));
        assert_eq!(narrow.lines().count(), 7);
    }

    #[test]
    fn odd_values_do_no_harm() {
        let pixels = [f32::NAN, 2.0, -1.0, f32::INFINITY];
        let picture = || Picture::new("", 2, 2, &pixels);
        assert_eq!(
            to_terminal(&[picture()], &terminal(false, 80)),
            "\n  @@\n  @@"
        );
        assert!(to_svg(&[picture()], "t").contains("M1 0h1v1h-1z"));
    }

    #[test]
    fn the_page_gets_runs_of_pixels_and_labels_escaped() {
        let pixels = [1.0, 1.0, 1.0, 0.0];
        let svg = to_svg(&[Picture::new("<7>", 1, 4, &pixels)], "digits");
        assert!(
            svg.contains("M0 0h3v1h-3z") && svg.contains("&lt;7&gt;"),
            "{svg}"
        );
    }

    #[test]
    fn a_sheet_has_a_label_a_row_and_its_pictures_beside_it() {
        let pixels = [1.0, 0.0, 0.5, 0.0];
        let row = |count| {
            (0..count)
                .map(|_| Picture::new("", 2, 2, &pixels))
                .collect()
        };
        let svg = sheet_to_svg(&[("step <1>", row(3)), ("step 2", row(1))], "t");
        assert!(svg.contains("step &lt;1&gt;"), "{svg}");
        assert_eq!(svg.matches("M0 0h1v1h-1z").count(), 4, "{svg}");
        assert!(
            svg.contains("translate(170 1)") && svg.contains("translate(110 61)"),
            "{svg}"
        );
    }

    #[test]
    fn no_pictures_are_no_error() {
        assert_eq!(to_terminal(&[], &terminal(false, 80)), "");
        assert!(to_svg(&[], "t").starts_with("<svg"));
        assert!(sheet_to_svg(&[], "t").starts_with("<svg"));
    }

    #[test]
    #[should_panic(expected = "the picture `x` is 2 × 2 but has 3 pixels")]
    fn a_picture_of_the_wrong_size_is_refused() {
        Picture::new("x", 2, 2, &[0.0; 3]);
    }
}
