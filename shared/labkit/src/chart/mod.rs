//! Simple charts: lines, points and bars with labelled axes, a light grid and a legend above the data.

mod axis;
mod cells;
mod clip;
mod draw;
mod layout;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::error::Result;
use crate::svg;

/// Plotters draws on whole pixels; four of them to one on the page keep curves smooth.
const FINE: u32 = 4;

/// A chart with labelled axes. Series get colours in order; ranges that are not given follow the data.
///
/// ```
/// let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
/// let curve = (-60..=60).map(|i| f64::from(i) / 10.0).map(|x| (x, sigmoid(x)));
/// let chart = labkit::Chart::new("x", "σ(x)").line("w = 1", curve).hline(0.5, "a half");
/// ```
#[derive(Debug, Clone)]
pub struct Chart {
    x: Axis,
    y: Axis,
    series: Vec<Series>,
    rules: Vec<(f64, String)>,
    size: (u32, u32),
}

#[derive(Debug, Clone)]
struct Axis {
    label: String,
    range: Option<Range<f64>>,
    log: bool,
}

#[derive(Debug, Clone)]
struct Series {
    name: String,
    data: Data,
}

#[derive(Debug, Clone)]
enum Data {
    Line(Vec<(f64, f64)>),
    Dashed(Vec<(f64, f64)>),
    Points(Vec<(f64, f64)>),
    Bars(Vec<(String, f64)>),
    Band(Vec<Spread>),
}

/// A place, and how far up and down from it the band reaches.
#[derive(Debug, Clone, Copy)]
struct Spread {
    x: f64,
    middle: f64,
    low: f64,
    high: f64,
}

impl Chart {
    /// An empty chart, 640 × 380 pixels.
    pub fn new(x_label: impl Into<String>, y_label: impl Into<String>) -> Chart {
        let axis = |label: String| Axis {
            label,
            range: None,
            log: false,
        };
        Chart {
            x: axis(x_label.into()),
            y: axis(y_label.into()),
            series: Vec::new(),
            rules: Vec::new(),
            size: (640, 380),
        }
    }

    /// A line through points in the order given; NaN and infinities leave a gap. An empty name stays out of
    /// the legend.
    pub fn line(
        self,
        name: impl Into<String>,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Chart {
        self.with(name, Data::Line(points.into_iter().collect()))
    }

    /// A dashed line.
    pub fn dashed(
        self,
        name: impl Into<String>,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Chart {
        self.with(name, Data::Dashed(points.into_iter().collect()))
    }

    /// A line in a band: `(x, middle, low, high)` for each place, such as the mean of several runs, the lowest and the highest.
    /// Of a place with a number that is not finite nothing is drawn.
    pub fn band(
        self,
        name: impl Into<String>,
        places: impl IntoIterator<Item = (f64, f64, f64, f64)>,
    ) -> Chart {
        let spread = |(x, middle, low, high)| Spread {
            x,
            middle,
            low,
            high,
        };
        self.with(name, Data::Band(places.into_iter().map(spread).collect()))
    }

    /// Dots.
    pub fn points(
        self,
        name: impl Into<String>,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Chart {
        self.with(name, Data::Points(points.into_iter().collect()))
    }

    /// Bars from zero, one for each label. Several series of bars stand side by side, under the labels of the
    /// first.
    pub fn bars<S: Into<String>>(
        self,
        name: impl Into<String>,
        bars: impl IntoIterator<Item = (S, f64)>,
    ) -> Chart {
        let bars = bars.into_iter().map(|(label, value)| (label.into(), value));
        self.with(name, Data::Bars(bars.collect()))
    }

    /// The part of the x axis to show.
    pub fn x_range(mut self, range: Range<f64>) -> Chart {
        self.x.range = Some(range);
        self
    }

    /// The part of the y axis to show; what lies outside is cut off.
    pub fn y_range(mut self, range: Range<f64>) -> Chart {
        self.y.range = Some(range);
        self
    }

    /// A logarithmic x axis; values that are not positive are left out.
    pub fn log_x(mut self) -> Chart {
        self.x.log = true;
        self
    }

    /// A logarithmic y axis; values that are not positive are left out.
    pub fn log_y(mut self) -> Chart {
        self.y.log = true;
        self
    }

    /// The size on the page, in pixels.
    pub fn size(mut self, width: u32, height: u32) -> Chart {
        self.size = (width, height);
        self
    }

    /// A thin horizontal line with a label.
    pub fn hline(mut self, y: f64, label: impl Into<String>) -> Chart {
        self.rules.push((y, label.into()));
        self
    }

    fn with(mut self, name: impl Into<String>, data: Data) -> Chart {
        self.series.push(Series {
            name: name.into(),
            data,
        });
        self
    }

    /// The chart as SVG, with `title` for screen readers.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn to_svg(&self, title: &str) -> Result<String> {
        let pixels = (self.size.0 * FINE, self.size.1 * FINE);
        svg::draw(pixels, self.size, title, |area| draw::chart(self, area))
    }

    /// The chart for a terminal that knows colours, at most `width` columns wide.
    pub(crate) fn to_terminal(&self, width: usize) -> String {
        cells::chart(self, width)
    }

    /// How many of the series are bars.
    fn bar_series(&self) -> usize {
        let is_bars = |series: &&Series| matches!(series.data, Data::Bars(_));
        self.series.iter().filter(is_bars).count()
    }

    /// The labels of the bars, empty if there are none.
    fn categories(&self) -> Vec<&str> {
        let first = self.series.iter().find_map(|series| match &series.data {
            Data::Bars(bars) => Some(bars.iter().map(|(label, _)| label.as_str()).collect()),
            _ => None,
        });
        first.unwrap_or_default()
    }
}

impl Series {
    /// The places of all data; a bar stands at its number, from 0, and reaches down to zero.
    fn places(&self) -> Vec<(f64, f64)> {
        match &self.data {
            Data::Line(points) | Data::Dashed(points) | Data::Points(points) => points.clone(),
            Data::Band(band) => band
                .iter()
                .flat_map(|s| [s.middle, s.low, s.high].map(|y| (s.x, y)))
                .collect(),
            Data::Bars(bars) => bars
                .iter()
                .enumerate()
                .flat_map(|(i, &(_, y))| [(i as f64, y), (i as f64, 0.0)])
                .collect(),
        }
    }
}
