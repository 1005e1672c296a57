//! Pictures and numbers for the refreshers of the book, which belong to no lab:
//! `cargo run -p labkit --example refreshers` draws them into `book/recorded/refreshers`.

use labkit::Chart;
use serde_json::{Map, Value, json};
use std::error::Error;
use std::fs;
use std::path::PathBuf;

/// What a refresher shows: figures with their captions, and numbers.
struct Refreshers {
    /// Name, caption, drawing.
    figures: Vec<(&'static str, String, String)>,
    numbers: Map<String, Value>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let drawn = Refreshers::draw().map_err(|error| error.to_string())?;
    let folder = folder()?;
    fs::create_dir_all(folder.join("figures"))?;
    for (slug, _, svg) in &drawn.figures {
        fs::write(folder.join(format!("figures/{slug}.svg")), svg)?;
    }
    fs::write(folder.join("figures.json"), drawn.captions())?;
    fs::write(folder.join("numbers.json"), drawn.numbers())?;
    println!("{} figures in {}", drawn.figures.len(), folder.display());
    Ok(())
}

fn folder() -> Result<PathBuf, place::Lost> {
    Ok(place::root()?.join("book/recorded/refreshers"))
}

impl Refreshers {
    fn draw() -> labkit::Result<Self> {
        let mut all = Refreshers {
            figures: Vec::new(),
            numbers: Map::new(),
        };
        all.dice()?;
        all.normal()?;
        all.stretch()?;
        Ok(all)
    }

    fn figure(&mut self, slug: &'static str, caption: String, chart: &Chart) -> labkit::Result<()> {
        let svg = chart.to_svg(&caption)?;
        self.figures.push((slug, caption, svg));
        Ok(())
    }

    fn number(&mut self, name: &str, value: f64) {
        self.numbers.insert(name.to_string(), json!(value));
    }

    fn captions(&self) -> String {
        let pairs = self.figures.iter();
        let map: Map<String, Value> = pairs
            .map(|(slug, caption, _)| (slug.to_string(), json!(caption)))
            .collect();
        format!("{:#}\n", Value::Object(map))
    }

    fn numbers(&self) -> String {
        format!("{:#}\n", Value::Object(self.numbers.clone()))
    }

    /// How often two dice show each sum, with their mean and standard deviation.
    fn dice(&mut self) -> labkit::Result<()> {
        let ways = |sum: i32| f64::from(6 - (7 - sum).abs());
        let share = |sum: i32| ways(sum) / 36.0;
        let mean: f64 = (2..=12).map(|sum| share(sum) * f64::from(sum)).sum();
        let square = |sum: i32| (f64::from(sum) - mean).powi(2);
        let variance: f64 = (2..=12).map(|sum| share(sum) * square(sum)).sum();
        self.number("dice_mean", mean);
        self.number("dice_variance", variance);
        self.number("dice_sd", variance.sqrt());
        let inside = (2..=12).filter(|&sum| square(sum) <= variance).map(share);
        self.number("dice_inside", inside.sum());
        let chart = Chart::new("sum of two dice", "probability").bars(
            "two dice",
            (2..=12).map(|sum| (sum.to_string(), share(sum))),
        );
        let caption = "The sum of two dice. The mean is where the bars would balance; about two thirds of all throws lie within one standard deviation of it.";
        self.figure("dice", caption.to_string(), &chart)
    }

    /// Three normal densities.
    fn normal(&mut self) -> labkit::Result<()> {
        let density = |x: f64, mean: f64, sd: f64| {
            (-0.5 * ((x - mean) / sd).powi(2)).exp() / (sd * std::f64::consts::TAU.sqrt())
        };
        let curve = |mean, sd| {
            (0..=240)
                .map(move |i| f64::from(i) / 24.0 - 5.0)
                .map(move |x| (x, density(x, mean, sd)))
        };
        let chart = Chart::new("x", "density")
            .line("μ = 0, σ = 1", curve(0.0, 1.0))
            .line("μ = 0, σ = 2", curve(0.0, 2.0))
            .line("μ = 2, σ = 0.5", curve(2.0, 0.5));
        // By a fine sum: what lies under the curve within one, two and three standard deviations.
        let within = |sds: f64| {
            let steps = 20_000;
            let width = 2.0 * sds / f64::from(steps);
            let middle = |i: i32| -sds + (f64::from(i) + 0.5) * width;
            (0..steps)
                .map(|i| density(middle(i), 0.0, 1.0) * width)
                .sum::<f64>()
        };
        for (name, sds) in [("within_1", 1.0), ("within_2", 2.0), ("within_3", 3.0)] {
            // To six decimals: another order of the sum is not to change the record.
            self.number(name, (within(sds) * 1e6).round() / 1e6);
        }
        self.number("peak", (density(0.0, 0.0, 1.0) * 1e6).round() / 1e6);
        self.number("narrow_peak", (density(2.0, 2.0, 0.5) * 1e6).round() / 1e6);
        let caption = "Three normal densities. Under each lies an area of 1: what is narrow is high, and a density may well be above 1.";
        self.figure("normal", caption.to_string(), &chart)
    }

    /// A matrix makes an ellipse of the circle; the singular vectors are its axes.
    fn stretch(&mut self) -> labkit::Result<()> {
        let a = [[1.6, 0.6], [0.2, 1.0]];
        let apply = |(x, y): (f64, f64)| (a[0][0] * x + a[0][1] * y, a[1][0] * x + a[1][1] * y);
        // AᵀA is symmetric; its eigenvalues are the squares of the singular values.
        let dot = |i: usize, j: usize| a[0][i] * a[0][j] + a[1][i] * a[1][j];
        let (p, q, r) = (dot(0, 0), dot(0, 1), dot(1, 1));
        let (middle, half) = ((p + r) / 2.0, (((p - r) / 2.0).powi(2) + q * q).sqrt());
        let (long, short) = ((middle + half).sqrt(), (middle - half).sqrt());
        let angle = 0.5 * (2.0 * q).atan2(p - r);
        let (v1, v2) = ((angle.cos(), angle.sin()), (-angle.sin(), angle.cos()));
        for (name, value) in [("long", long), ("short", short)] {
            self.number(name, (value * 1e6).round() / 1e6);
        }
        self.number(
            "area",
            ((a[0][0] * a[1][1] - a[0][1] * a[1][0]) * 1e6).round() / 1e6,
        );
        let circle = || {
            (0..=180)
                .map(|i| f64::from(i) * std::f64::consts::TAU / 180.0)
                .map(|t| (t.cos(), t.sin()))
        };
        let axis = |end: (f64, f64)| [(0.0, 0.0), end];
        let chart = Chart::new("first number", "second number")
            .dashed("unit circle", circle())
            .line("what A makes of it", circle().map(apply))
            .line("A v₁ = σ₁ u₁", axis(apply(v1)))
            .line("A v₂ = σ₂ u₂", axis(apply(v2)))
            .x_range(-2.4..2.4)
            .y_range(-1.6..1.6)
            .size(640, 440);
        let caption = "A matrix makes an ellipse of the unit circle. The two directions that become its axes are at right angles before and after.";
        self.figure("stretch", caption.to_string(), &chart)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_book_shows_is_what_is_drawn() {
        let (drawn, folder) = (
            Refreshers::draw().expect("drawn"),
            folder().expect("a workspace"),
        );
        let kept = |name: &str| {
            fs::read_to_string(folder.join(name))
                .expect("recorded")
                .replace("\r\n", "\n")
        };
        let again = "draw them again: cargo run -p labkit --example refreshers";
        assert_eq!(kept("numbers.json"), drawn.numbers(), "{again}");
        assert_eq!(kept("figures.json"), drawn.captions(), "{again}");
        for (slug, ..) in &drawn.figures {
            assert!(
                folder.join(format!("figures/{slug}.svg")).is_file(),
                "{again}"
            );
        }
    }

    /// The closed forms: 7 and 35/6 for two dice, the error function's values, and σ₁σ₂ = |det A|.
    #[test]
    fn the_numbers_are_those_of_the_textbooks() {
        let numbers = Refreshers::draw().expect("drawn").numbers;
        let of = |name: &str| numbers[name].as_f64().expect("a number");
        let close =
            |name: &str, want: f64| assert!((of(name) - want).abs() < 2e-6, "{name}: {}", of(name));
        close("dice_mean", 7.0);
        close("dice_variance", 35.0 / 6.0);
        close("dice_inside", 24.0 / 36.0);
        close("within_1", 0.682_689);
        close("within_2", 0.954_500);
        close("within_3", 0.997_300);
        assert!((of("long") * of("short") - of("area")).abs() < 1e-5);
    }
}
