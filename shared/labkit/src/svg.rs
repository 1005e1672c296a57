//! Turns what plotters draws into figures that follow the theme of the page around them.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::prelude::SVGBackend;

use crate::error::Result;
use crate::markup::escape;

/// What the closure of [`crate::Lesson::figure`] draws on.
pub type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Runs `draw` on an area of `pixels` and returns the figure, `shown` wide and high on the page.
pub(crate) fn draw(
    pixels: (u32, u32),
    shown: (u32, u32),
    title: &str,
    draw: impl FnOnce(&Area<'_>) -> Result<()>,
) -> Result<String> {
    let mut raw = String::new();
    {
        let area = SVGBackend::with_string(&mut raw, pixels).into_drawing_area();
        draw(&area)?;
        area.present()?;
    }
    Ok(follow_the_theme(&raw, pixels, shown, title))
}

/// Gives the drawing a root of our own (a title for screen readers, `role="img"`), drops a white background,
/// and makes black take the colour of the text around it.
fn follow_the_theme(raw: &str, pixels: (u32, u32), shown: (u32, u32), title: &str) -> String {
    let inside = raw.split_once('>').map_or("", |(_, rest)| rest);
    let body = inside.trim_end().strip_suffix("</svg>").unwrap_or(inside);
    let background = format!(
        "<rect x=\"0\" y=\"0\" width=\"{}\" height=\"{}\" ",
        pixels.0, pixels.1
    );
    let is_background =
        |line: &str| line.starts_with(&background) && line.contains("fill=\"#FFFFFF\"");
    let mut svg = open(pixels, shown, title);
    for line in body
        .lines()
        .filter(|line| !line.trim().is_empty() && !is_background(line))
    {
        // In text these quotes would be `&quot;`, so only attributes can match.
        let line = line
            .replace("=\"#000000\"", "=\"currentColor\"")
            .replace(" opacity=\"1\"", "");
        svg.push_str(&line.replace(" \"/>", "\"/>"));
        svg.push('\n');
    }
    svg.push_str("</svg>\n");
    svg
}

/// The opening of a figure: a coordinate system of `units`, `shown` pixels large on the page.
pub(crate) fn open(units: (u32, u32), shown: (u32, u32), title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\">\n\
         <title>{}</title>\n",
        shown.0,
        shown.1,
        units.0,
        units.1,
        escape(title),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::prelude::*;

    fn sample() -> String {
        draw((100, 50), (200, 100), "a < b", |area| {
            area.fill(&WHITE)?;
            area.draw(&Rectangle::new([(10, 10), (20, 20)], WHITE.filled()))?;
            area.draw(&PathElement::new([(0, 0), (100, 50)], BLACK))?;
            area.draw(&Text::new("\"#000000\" & more", (5, 5), ("sans-serif", 12)))?;
            area.draw(&PathElement::new([(0, 0), (1, 1)], crate::ink::BLUE))?;
            Ok(())
        })
        .unwrap()
    }

    #[test]
    fn black_follows_the_text_and_other_colours_stay() {
        let svg = sample();
        assert!(
            svg.contains("stroke=\"currentColor\"") && svg.contains("fill=\"currentColor\""),
            "{svg}"
        );
        assert!(!svg.contains("=\"#000000\""), "{svg}");
        assert!(svg.contains("stroke=\"#2F81E0\""), "{svg}");
        assert!(svg.contains("&quot;#000000&quot; &amp; more"), "{svg}");
    }

    #[test]
    fn the_background_goes_and_white_shapes_stay() {
        let svg = sample();
        assert_eq!(svg.matches("fill=\"#FFFFFF\"").count(), 1, "{svg}");
        assert!(svg.contains("<rect x=\"10\""), "{svg}");
    }

    #[test]
    fn the_root_has_a_title_a_role_and_a_scale() {
        let svg = sample();
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\" viewBox=\"0 0 100 50\" role=\"img\">\n<title>a &lt; b</title>"), "{svg}");
        assert_eq!(svg.matches("<svg").count(), 1);
        assert_eq!(svg.matches("</svg>").count(), 1);
    }
}
