//! One panel, drawn: axes, curves, dots, words. Colours are classes, which `live.css` knows for light and dark.

use crate::frame::{Handle, Panel, Picture, View};
use std::fmt::Write;
use std::ops::RangeInclusive;

/// A classes of a colour: the text's own, half of it, and the hues of the lessons' figures.
pub const COLOURS: [&str; 8] = [
    "ink", "soft", "blue", "orange", "green", "red", "violet", "teal",
];

/// A drawing in the making, in units of the data. What is drawn first lies below.
#[derive(Clone, Debug)]
pub struct Plot {
    panel: Panel,
    lines: String,
    words: String,
}

/// Room for the numbers and names of the axes: left, top, right, bottom.
const MARGINS: [f64; 4] = [44.0, 10.0, 10.0, 38.0];
/// How many numbers an axis has, about.
const TICKS: f64 = 4.0;
/// Beyond this nothing is drawn: a browser's own numbers end somewhere.
const FAR: f64 = 1e4;

impl Plot {
    /// An empty panel of this size, without axes: its units are pixels, with the origin at the lower left.
    pub fn bare(id: &'static str, title: &str, size: [f64; 2]) -> Self {
        Self::plane(id, title, size, 0.0..=size[0], 0.0..=size[1])
    }

    /// A panel with an axis for x and one for y, and their names.
    pub fn new(
        id: &'static str,
        title: &str,
        size: [f64; 2],
        x: (RangeInclusive<f64>, &str),
        y: (RangeInclusive<f64>, &str),
    ) -> Self {
        let mut plot = Self::square(id, title, size, x.0, y.0);
        plot.axes(x.1, y.1);
        plot
    }

    /// As [`Plot::new`], for planes where the numbers do not matter: a frame only.
    pub fn square(
        id: &'static str,
        title: &str,
        size: [f64; 2],
        x: RangeInclusive<f64>,
        y: RangeInclusive<f64>,
    ) -> Self {
        let [left, top, right, bottom] = MARGINS;
        let [width, height] = size;
        let inner = [width - left - right, height - top - bottom];
        let view = View {
            x: [*x.start(), *x.end()],
            y: [*y.start(), *y.end()],
            place: [
                left / width,
                top / height,
                inner[0] / width,
                inner[1] / height,
            ],
        };
        Self::on(id, title, size, view)
    }

    /// A plane that fills the panel, without axes.
    pub fn plane(
        id: &'static str,
        title: &str,
        size: [f64; 2],
        x: RangeInclusive<f64>,
        y: RangeInclusive<f64>,
    ) -> Self {
        let view = View {
            x: [*x.start(), *x.end()],
            y: [*y.start(), *y.end()],
            place: View::WHOLE.place,
        };
        Self::on(id, title, size, view)
    }

    fn on(id: &'static str, title: &str, size: [f64; 2], view: View) -> Self {
        let panel = Panel {
            id,
            title: title.into(),
            size,
            body: String::new(),
            pictures: Vec::new(),
            pen: false,
            handles: Vec::new(),
            view,
        };
        Plot {
            panel,
            lines: String::new(),
            words: String::new(),
        }
    }

    fn axes(&mut self, across: &str, up: &str) {
        let View { x, y, place } = self.panel.view;
        let [width, height] = self.panel.size;
        let [left, top] = [place[0] * width, place[1] * height];
        let [right, bottom] = [left + place[2] * width, top + place[3] * height];
        for at in ticks(x) {
            let [px, _] = self.pixel([at, y[0]]);
            self.raw(&format!(
                "<path class=\"grid\" d=\"M{px:.1} {top:.1}V{bottom:.1}\"/>"
            ));
            self.label([px, bottom + 14.0], "middle", "tick", &short(at));
        }
        for at in ticks(y) {
            let [_, py] = self.pixel([x[0], at]);
            self.raw(&format!(
                "<path class=\"grid\" d=\"M{left:.1} {py:.1}H{right:.1}\"/>"
            ));
            self.label([left - 5.0, py + 4.0], "end", "tick", &short(at));
        }
        self.label(
            [(left + right) / 2.0, height - 6.0],
            "middle",
            "name",
            across,
        );
        let (px, py) = (12.0, (top + bottom) / 2.0);
        let _ = write!(
            self.words,
            "<text class=\"name\" text-anchor=\"middle\" transform=\"translate({px} {py:.1}) rotate(-90)\">{}</text>",
            escape(up)
        );
    }

    /// Where a point of the data lies, in pixels of the panel.
    pub fn pixel(&self, at: [f64; 2]) -> [f64; 2] {
        let [across, down] = self.panel.view.to_panel(at);
        let [width, height] = self.panel.size;
        [across * width, down * height].map(|v| v.clamp(-FAR, FAR))
    }

    /// A line through the points; one that is not finite interrupts it.
    pub fn line(mut self, points: impl IntoIterator<Item = [f64; 2]>, class: &str) -> Self {
        let path = self.path(points);
        self.raw(&format!("<path class=\"line {class}\" d=\"{path}\"/>"));
        self
    }

    /// The area inside of the points.
    pub fn area(mut self, points: impl IntoIterator<Item = [f64; 2]>, class: &str) -> Self {
        let path = self.path(points);
        self.raw(&format!("<path class=\"area {class}\" d=\"{path}Z\"/>"));
        self
    }

    /// A straight line that is not data: dashed.
    pub fn rule(mut self, from: [f64; 2], to: [f64; 2], class: &str) -> Self {
        let path = self.path([from, to]);
        self.raw(&format!("<path class=\"line rule {class}\" d=\"{path}\"/>"));
        self
    }

    /// A line that can be pointed to: a broad one that cannot be seen lies on it. `width` is in pixels.
    pub fn edge(
        mut self,
        from: [f64; 2],
        to: [f64; 2],
        width: f64,
        class: &str,
        part: &str,
    ) -> Self {
        let path = self.path([from, to]);
        let part = escape(part);
        self.raw(&format!(
            "<g data-part=\"{part}\"><path class=\"line touch\" d=\"{path}\"/><path class=\"line {class}\" style=\"stroke-width:{width:.2}px\" d=\"{path}\"/></g>"
        ));
        self
    }

    /// A dot of so many pixels.
    pub fn dot(mut self, at: [f64; 2], radius: f64, class: &str) -> Self {
        let [x, y] = self.pixel(at);
        self.raw(&format!(
            "<circle class=\"dot {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\"/>"
        ));
        self
    }

    /// Dots of one kind.
    pub fn dots(
        mut self,
        points: impl IntoIterator<Item = [f64; 2]>,
        radius: f64,
        class: &str,
    ) -> Self {
        for at in points {
            self = self.dot(at, radius, class);
        }
        self
    }

    /// A circle that can be pointed to, with a word inside.
    pub fn node(mut self, at: [f64; 2], radius: f64, class: &str, word: &str, part: &str) -> Self {
        let [x, y] = self.pixel(at);
        let (word, part) = (escape(word), escape(part));
        self.raw(&format!(
            "<g data-part=\"{part}\"><circle class=\"node {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\"/><text class=\"in\" text-anchor=\"middle\" x=\"{x:.1}\" y=\"{:.1}\">{word}</text></g>",
            y + 4.0
        ));
        self
    }

    /// A rectangle between two corners.
    pub fn bar(mut self, from: [f64; 2], to: [f64; 2], class: &str) -> Self {
        self.raw(&self.rectangle(from, to, class));
        self
    }

    /// A rectangle that can be pointed to.
    pub fn cell(mut self, from: [f64; 2], to: [f64; 2], class: &str, part: &str) -> Self {
        let rectangle = self.rectangle(from, to, class);
        self.raw(&format!(
            "<g data-part=\"{}\">{rectangle}</g>",
            escape(part)
        ));
        self
    }

    fn rectangle(&self, from: [f64; 2], to: [f64; 2], class: &str) -> String {
        let ([ax, ay], [bx, by]) = (self.pixel(from), self.pixel(to));
        let (x, y) = (ax.min(bx), ay.min(by));
        let (width, height) = ((ax - bx).abs(), (ay - by).abs());
        format!(
            "<rect class=\"area {class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
        )
    }

    /// Words at a point of the data: `anchor` is `start`, `middle` or `end`.
    pub fn text(mut self, at: [f64; 2], anchor: &str, class: &str, words: &str) -> Self {
        let at = self.pixel(at);
        self.label(at, anchor, class, words);
        self
    }

    /// A picture over the whole plane of the data.
    pub fn picture(mut self, picture: Picture) -> Self {
        self.panel.pictures.push(picture.at(self.panel.view.place));
        self
    }

    /// A picture between two corners.
    pub fn picture_at(mut self, picture: Picture, from: [f64; 2], to: [f64; 2]) -> Self {
        let view = self.panel.view;
        let ([ax, ay], [bx, by]) = (view.to_panel(from), view.to_panel(to));
        let place = [ax.min(bx), ay.min(by), (ax - bx).abs(), (ay - by).abs()];
        self.panel.pictures.push(picture.at(place));
        self
    }

    /// A handle for `knob`.
    pub fn handle(mut self, knob: &'static str, at: [f64; 2], colour: &'static str) -> Self {
        let at = self.panel.view.to_panel(at);
        self.panel.handles.push(Handle { knob, at, colour });
        self
    }

    /// SVG as it is.
    pub fn raw(&mut self, svg: &str) {
        self.lines.push_str(svg);
    }

    fn label(&mut self, [x, y]: [f64; 2], anchor: &str, class: &str, words: &str) {
        let _ = write!(
            self.words,
            "<text class=\"{class}\" text-anchor=\"{anchor}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>",
            escape(words)
        );
    }

    fn path(&self, points: impl IntoIterator<Item = [f64; 2]>) -> String {
        let mut path = String::new();
        let mut down = false;
        for at in points {
            let [x, y] = self.pixel(at);
            if !(x.is_finite() && y.is_finite()) {
                down = false;
                continue;
            }
            let _ = write!(path, "{}{x:.1} {y:.1}", if down { 'L' } else { 'M' });
            down = true;
        }
        path
    }
}

impl From<Plot> for Panel {
    /// Lines stay inside of the axes; words may stand outside.
    fn from(plot: Plot) -> Panel {
        let Plot {
            mut panel,
            lines,
            words,
        } = plot;
        let [left, top, width, height] = panel.view.place;
        let [w, h] = panel.size;
        let (id, x, y) = (panel.id, left * w, top * h);
        let (width, height) = (width * w, height * h);
        // mdBook's pages have many drawings: the page puts the figure's name before each id.
        panel.body = format!(
            "<clipPath id=\"ID-{id}\"><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/></clipPath><g clip-path=\"url(#ID-{id})\">{lines}</g>{words}"
        );
        panel
    }
}

/// Round numbers inside of the range.
fn ticks([from, to]: [f64; 2]) -> Vec<f64> {
    let raw = (to - from) / TICKS;
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .map(|times| times * power)
        .into_iter()
        .find(|step| *step >= raw * 0.999)
        .unwrap_or(raw);
    let first = (from / step - 1e-9).ceil() as i64;
    let last = (to / step + 1e-9).floor() as i64;
    (first..=last).map(|n| n as f64 * step).collect()
}

/// A number with as few digits as it needs.
fn short(number: f64) -> String {
    let rounded = (number * 1e6).round() / 1e6;
    if rounded != 0.0 && rounded.abs() < 1e-3 || rounded.abs() >= 1e5 {
        return format!("{number:.0e}");
    }
    (rounded + 0.0).to_string().replace('-', "−")
}

/// Text inside of SVG and HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks([0.0, 1.0]), [0.0, 0.5, 1.0]);
        assert_eq!(ticks([-4.0, 4.0]), [-4.0, -2.0, 0.0, 2.0, 4.0]);
        assert_eq!(ticks([0.3, 4.7]), [2.0, 4.0]);
        assert_eq!(
            ["0", "−0.5", "2", "1e-4"],
            [0.0, -0.5, 2.0, 1e-4]
                .map(short)
                .each_ref()
                .map(String::as_str)
        );
    }

    #[test]
    fn a_line_is_interrupted_where_it_is_not_finite() {
        let plot = Plot::bare("p", "a panel", [100.0, 50.0]);
        let path = plot.path([[0.0, 0.0], [10.0, 10.0], [20.0, f64::NAN], [30.0, 50.0]]);
        assert_eq!(path, "M0.0 50.0L10.0 40.0M30.0 0.0");
    }

    #[test]
    fn words_are_no_markup() {
        let plot = Plot::bare("p", "a panel", [100.0, 50.0]).text(
            [1.0, 1.0],
            "start",
            "name",
            "a < \"b\"",
        );
        assert!(Panel::from(plot).body.contains("a &lt; &quot;b&quot;"));
    }
}
