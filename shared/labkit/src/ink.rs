//! Colours that can be read on a white page and on a dark one.
//!
//! The six hues have a contrast of at least 3 : 1 against `#ffffff` and against `#16181d`, so one figure
//! serves both themes. [`INK`] is pure black and leaves the figure as `currentColor`: it takes the colour
//! of the text around it.

use plotters::style::{RGBAColor, RGBColor};

/// Text, axes and outlines; becomes `currentColor`.
pub const INK: RGBColor = RGBColor(0, 0, 0);
/// Thin lines behind the data: a grey that hardly shows on either theme.
pub const GRID: RGBAColor = RGBAColor(128, 128, 128, 0.28);
/// Text of the second rank, such as the numbers along an axis.
pub const MUTED: RGBColor = RGBColor(122, 124, 130);
/// The first hue.
pub const BLUE: RGBColor = RGBColor(47, 129, 224);
/// The second hue.
pub const ORANGE: RGBColor = RGBColor(217, 108, 16);
/// The third hue.
pub const GREEN: RGBColor = RGBColor(38, 148, 92);
/// The fourth hue.
pub const RED: RGBColor = RGBColor(222, 68, 84);
/// The fifth hue.
pub const PURPLE: RGBColor = RGBColor(150, 96, 224);
/// The sixth hue.
pub const TEAL: RGBColor = RGBColor(20, 145, 155);

/// The hues in the order in which a chart hands them out.
pub const HUES: [RGBColor; 6] = [BLUE, ORANGE, GREEN, PURPLE, RED, TEAL];

/// The hue of series number `index`; after the sixth they start again.
pub fn hue(index: usize) -> RGBColor {
    HUES[index % HUES.len()]
}

/// A colour between `from` (at 0) and `to` (at 1), mixed in linear steps; `t` is clamped to 0..=1.
pub fn mix(from: RGBColor, to: RGBColor, t: f64) -> RGBColor {
    let t = t.clamp(0.0, 1.0);
    let channel = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * t).round() as u8;
    RGBColor(
        channel(from.0, to.0),
        channel(from.1, to.1),
        channel(from.2, to.2),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as WCAG 2 defines them.
    fn luminance(RGBColor(r, g, b): RGBColor) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_hue_reads_on_white_and_on_dark() {
        let (white, dark) = (RGBColor(255, 255, 255), RGBColor(0x16, 0x18, 0x1d));
        for colour in HUES.into_iter().chain([MUTED]) {
            for page in [white, dark] {
                let found = contrast(colour, page);
                assert!(found >= 3.0, "{colour:?} on {page:?}: contrast {found:.2}");
            }
        }
    }

    #[test]
    fn mixing_ends_at_both_ends() {
        assert_eq!(mix(BLUE, RED, 0.0), BLUE);
        assert_eq!(mix(BLUE, RED, 1.0), RED);
        assert_eq!(
            mix(RGBColor(0, 0, 0), RGBColor(200, 100, 50), 0.5),
            RGBColor(100, 50, 25)
        );
    }
}
