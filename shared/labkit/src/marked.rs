//! Grey pictures with coloured boxes, labels and masks on them.

use crate::error::Result;
use crate::grey;
use crate::ink;
use crate::lesson::Lesson;
use crate::markup::escape;
use crate::pictures::plain;
use crate::svg;
use plotters::style::RGBColor;

/// A grey picture, and what is pointed out in it.
#[derive(Debug, Clone, Default)]
pub struct Marked<'a> {
    /// Above the picture.
    pub label: String,
    /// Rows and columns.
    pub size: (usize, usize),
    /// In rows, 0 for the page and 1 for full ink.
    pub pixels: &'a [f32],
    /// A colour for each pixel: 0 for none, 1 for the first of [`ink::HUES`], and so on, on the page paler once they begin again;
    /// or nothing at all.
    pub hues: &'a [u8],
    /// Boxes over it.
    pub boxes: Vec<Mark>,
}

/// A box over a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Left, top, right and bottom edge, in pixels of the picture.
    pub edges: [f64; 4],
    /// At its upper left corner.
    pub label: String,
    /// The number of its colour, as in [`ink::hue`].
    pub hue: usize,
    /// For what is true rather than found.
    pub dashed: bool,
}

impl Mark {
    /// A box with a label.
    pub fn new(edges: [f64; 4], label: impl Into<String>, hue: usize) -> Self {
        Mark {
            edges,
            label: label.into(),
            hue,
            dashed: false,
        }
    }

    /// The same with a dashed line.
    pub fn dashed(mut self) -> Self {
        self.dashed = true;
        self
    }
}

/// On the page: pixels for the longer side of a picture, pictures in a row, the gap between two, and the room for a label.
const SIDE: f64 = 152.0;
const ROW: usize = 4;
const GAP: f64 = 12.0;
const LABEL: f64 = 20.0;

impl Lesson {
    /// Grey pictures with boxes and masks, side by side in `figures/<slug>.svg` and on the page. A terminal that knows colours
    /// shows as many of them as fit side by side.
    ///
    /// # Panics
    /// If a picture, or its hues, has not height × width pixels.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn marked(&mut self, slug: &str, caption: &str, pictures: &[Marked<'_>]) -> Result<()> {
        if self.terminal.styled {
            let wide = |picture: &Marked<'_>| picture.size.1.max(1) + 3;
            let fit = pictures
                .first()
                .map_or(0, |first| self.terminal.width / wide(first));
            let few = &pictures[..pictures.len().min(fit.max(1))];
            self.print(&to_terminal(few));
        }
        self.picture(slug, caption, &to_svg(pictures, &plain(caption)))
    }
}

/// The lines of some pictures beside one another, as half blocks.
fn to_terminal(pictures: &[Marked<'_>]) -> String {
    let height = pictures.iter().map(|p| p.size.0).max().unwrap_or(0);
    let line = |row: usize| {
        let part = |picture: &Marked<'_>| {
            let cell = |column| {
                let [RGBColor(r, g, b), RGBColor(x, y, z)] =
                    [row, row + 1].map(|row| picture.seen(row, column));
                format!("\x1b[38;2;{r};{g};{b};48;2;{x};{y};{z}m▀")
            };
            (0..picture.size.1).map(cell).collect::<String>() + "\x1b[0m"
        };
        pictures.iter().map(part).collect::<Vec<_>>().join("   ")
    };
    (0..height)
        .step_by(2)
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

impl Marked<'_> {
    /// The colour of a pixel on a dark terminal: that of a box whose edge runs there, of its mask, or a grey.
    fn seen(&self, row: usize, column: usize) -> RGBColor {
        let on_edge = |mark: &&Mark| {
            let [left, top, right, bottom] = mark.edges.map(|edge| edge.round() as i64);
            let (x, y) = (column as i64, row as i64);
            let inside = (left..right).contains(&x) && (top..bottom).contains(&y);
            inside && (x == left || x == right - 1 || y == top || y == bottom - 1)
        };
        if let Some(mark) = self.boxes.iter().find(on_edge) {
            return ink::hue(mark.hue);
        }
        if row >= self.size.0 {
            return ink::INK;
        }
        let place = row * self.size.1 + column;
        let shade = f64::from(self.pixels[place]);
        match self.hues.get(place) {
            Some(&hue) if hue > 0 => {
                ink::mix(ink::INK, ink::hue(usize::from(hue) - 1), 0.5 + 0.5 * shade)
            }
            _ => ink::mix(ink::INK, RGBColor(255, 255, 255), shade),
        }
    }

    /// One path for each hue of its mask, on a coordinate system of pixels.
    fn mask(&self) -> String {
        let mut paths = vec![String::new(); 2 * ink::HUES.len()];
        let count = paths.len();
        for (row, hues) in self.hues.chunks_exact(self.size.1.max(1)).enumerate() {
            let mut column = 0;
            for run in hues.chunk_by(|a, b| a == b) {
                if run[0] > 0 {
                    let length = run.len();
                    paths[(usize::from(run[0]) - 1) % count] +=
                        &format!("M{column} {row}h{length}v1h-{length}z");
                }
                column += run.len();
            }
        }
        let drawn = paths
            .iter()
            .enumerate()
            .filter(|(_, path)| !path.is_empty());
        let path = |(hue, path): (usize, &String)| {
            let colour = hex(ink::hue(hue));
            let opacity = if hue < ink::HUES.len() { 0.55 } else { 0.28 };
            format!(
                "<path fill=\"{colour}\" fill-opacity=\"{opacity}\" shape-rendering=\"crispEdges\" d=\"{path}\"/>\n"
            )
        };
        drawn.map(path).collect()
    }
}

fn hex(RGBColor(r, g, b): RGBColor) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn to_svg(pictures: &[Marked<'_>], title: &str) -> String {
    let columns = pictures.len().clamp(1, ROW);
    let rows = pictures.len().div_ceil(columns).max(1);
    let size = (
        (columns as f64 * (SIDE + GAP) - GAP + 2.0) as u32,
        (rows as f64 * (SIDE + LABEL + GAP) - GAP + 2.0) as u32,
    );
    let mut svg = svg::open(size, size, title);
    for (i, picture) in pictures.iter().enumerate() {
        let (height, width) = picture.size;
        assert!(
            picture.hues.is_empty() || picture.hues.len() == height * width,
            "the picture `{}` is {height} × {width}, its mask has {} pixels",
            picture.label,
            picture.hues.len()
        );
        let scale = SIDE / height.max(width).max(1) as f64;
        let left = 1.0 + (i % columns) as f64 * (SIDE + GAP);
        let top = 1.0 + (i / columns) as f64 * (SIDE + LABEL + GAP) + LABEL;
        svg += &format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"13\" \
             fill=\"currentColor\">{}</text>\n\
             <g transform=\"translate({left} {top}) scale({scale})\">\n{}{}</g>\n\
             <rect x=\"{left}\" y=\"{top}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"none\" stroke=\"#808080\" \
             stroke-opacity=\"0.4\"/>\n",
            left + 0.5 * SIDE,
            top - 7.0,
            escape(&picture.label),
            grey::ink(
                &grey::Picture::new(&picture.label, height, width, picture.pixels),
                8
            ),
            picture.mask(),
            width as f64 * scale,
            height as f64 * scale,
        );
        for mark in &picture.boxes {
            svg += &frame(mark, (left, top), scale);
        }
    }
    svg + "</svg>\n"
}

/// A box with its label, which stands above it, or in it where it would leave the picture.
fn frame(mark: &Mark, (left, top): (f64, f64), scale: f64) -> String {
    let [x, y, right, bottom] = mark.edges.map(|edge| edge * scale);
    let colour = hex(ink::hue(mark.hue));
    let dashes = if mark.dashed {
        " stroke-dasharray=\"4 3\""
    } else {
        ""
    };
    let above = if y < 12.0 { y + 11.0 } else { y - 3.0 };
    format!(
        "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"none\" stroke=\"{colour}\" \
         stroke-width=\"2\"{dashes}/>\n\
         <text x=\"{:.1}\" y=\"{:.1}\" font-family=\"sans-serif\" font-size=\"12\" font-weight=\"bold\" \
         fill=\"{colour}\">{}</text>\n",
        left + x,
        top + y,
        (right - x).max(0.0),
        (bottom - y).max(0.0),
        left + x + 1.0,
        top + above,
        escape(&mark.label),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(pixels: &[f32]) -> Marked<'_> {
        Marked {
            label: "a < b".into(),
            size: (2, 4),
            pixels,
            boxes: vec![Mark::new([0.0, 0.0, 2.0, 2.0], "3", 1)],
            ..Marked::default()
        }
    }

    #[test]
    fn the_page_has_a_frame_and_a_label_for_each_box() {
        let pixels = [0.0, 0.0, 1.0, 0.5, 0.0, 0.0, 0.0, 0.0];
        let hues = [0, 0, 2, 2, 0, 0, 8, 0];
        let marked = Marked {
            hues: &hues,
            ..picture(&pixels)
        };
        let svg = to_svg(&[marked], "one");
        let orange = hex(ink::ORANGE);
        assert!(svg.contains(&format!(
            "width=\"76.0\" height=\"76.0\" fill=\"none\" stroke=\"{orange}\""
        )));
        assert!(svg.contains(&format!("fill=\"{orange}\">3</text>")));
        assert!(svg.contains("d=\"M2 0h2v1h-2z\"") && svg.contains("a &lt; b"));
        let opacities = [("0.55", "M2 0h2v1h-2z"), ("0.28", "M2 1h1v1h-1z")];
        for (opacity, path) in opacities {
            assert!(svg.contains(&format!(
                "fill=\"{orange}\" fill-opacity=\"{opacity}\" shape-rendering=\"crispEdges\" d=\"{path}\""
            )));
        }
    }

    #[test]
    fn the_terminal_shows_frame_mask_and_ink() {
        let pixels = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let marked = picture(&pixels);
        assert_eq!(marked.seen(1, 1), ink::ORANGE);
        assert_eq!(marked.seen(0, 2), RGBColor(255, 255, 255));
        assert_eq!(marked.seen(1, 3), ink::INK);
        assert_eq!(to_terminal(&[marked]).matches('▀').count(), 4);
    }
}
