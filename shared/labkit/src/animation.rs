//! Figures that move without a script: all frames lie in one SVG, and a few lines of CSS in it show one at a
//! time. Works in a page, in the book and as a file of its own.
//!
//! Where nothing should move (on paper, for readers who asked for less motion, in a program that knows no
//! animations) the last frame stands still. It also stands still under the pointer.

use std::fmt::Write as _;

use crate::error::Result;
use crate::lesson::Lesson;
use crate::pictures::plain;
use crate::svg::{self, Area};

/// How a figure moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Motion {
    /// How many frames there are.
    pub frames: usize,
    /// How long each is shown, in seconds.
    pub pace: f64,
    /// How long the last one is shown before it all begins again, in seconds.
    pub hold: f64,
}

impl Lesson {
    /// A figure that moves, on an area of `size` pixels; `fine` as in [`fine_figure`](Lesson::fine_figure). `still`
    /// draws what stays (axes, say), `moving` draws the rest of each frame, from 0 on.
    ///
    /// Give the book frames side by side as well: paper does not move.
    ///
    /// # Panics
    /// If there is no frame, or a time is not positive.
    ///
    /// # Errors
    /// Those of the two functions, or if the file cannot be written.
    pub fn animation(
        &mut self,
        slug: &str,
        caption: &str,
        (size, fine): ((u32, u32), u32),
        motion: Motion,
        still: impl FnOnce(&Area<'_>) -> Result<()>,
        mut moving: impl FnMut(usize, &Area<'_>) -> Result<()>,
    ) -> Result<()> {
        let pixels = (size.0 * fine, size.1 * fine);
        let ground = svg::draw(pixels, size, &plain(caption), still)?;
        let frames: Result<Vec<String>> = (0..motion.frames)
            .map(|i| svg::draw(pixels, size, "", |area| moving(i, area)))
            .collect();
        self.picture(slug, caption, &assemble(&ground, &frames?, motion))
    }
}

/// One figure from what stays and the frames, each a whole SVG of the same size with a title of its own.
///
/// # Panics
/// If there is no frame, or a time is not positive.
pub fn assemble(ground: &str, frames: &[String], motion: Motion) -> String {
    assert!(
        !frames.is_empty() && motion.pace > 0.0 && motion.hold > 0.0,
        "an animation has at least one frame, and each is shown for some time: {motion:?}"
    );
    let last = frames.len() - 1;
    let cycle = motion.pace * last as f64 + motion.hold;
    let mut figure = ground
        .trim_end()
        .strip_suffix("</svg>")
        .unwrap_or(ground)
        .to_string();
    // Style sheets of all figures of a page are one: the names tell animations of other times apart.
    let name = format!(
        "frames-{}-{:.0}-{:.0}",
        frames.len(),
        1e3 * motion.pace,
        1e3 * motion.hold
    );
    figure.push_str(&style(&name, cycle, motion));
    for (i, frame) in frames.iter().enumerate() {
        let (hidden, hold) = match i == last {
            true => ("", " last"),
            false => (" visibility=\"hidden\"", ""),
        };
        // Before its turn a frame waits; a negative wait has begun already, so that none is seen too early.
        let wait = motion.pace * i as f64 - cycle;
        let _ = writeln!(
            figure,
            "<g class=\"{name}{hold}\"{hidden} style=\"animation-delay:{wait:.3}s\">\n{}</g>",
            body(frame)
        );
    }
    figure.push_str("</svg>\n");
    figure
}

/// Each frame is visible for its share of the cycle.
fn style(name: &str, cycle: f64, motion: Motion) -> String {
    let (usual, last) = (100.0 * motion.pace / cycle, 100.0 * motion.hold / cycle);
    let keyframes = |name: &str, share: f64| {
        format!(
            "@keyframes {name} {{ 0% {{ visibility: visible }} {share:.4}% {{ visibility: hidden }} 100% {{ visibility: hidden }} }}\n"
        )
    };
    format!(
        "<style>\n{}{}@media screen and (prefers-reduced-motion: no-preference) {{\n\
         .{name} {{ animation: {name} {cycle:.3}s step-end infinite }}\n\
         .{name}.last {{ animation-name: {name}-last }}\n\
         svg:hover .{name} {{ animation-play-state: paused }}\n}}\n</style>\n",
        keyframes(name, usual),
        keyframes(&format!("{name}-last"), last),
    )
}

/// What is drawn in an SVG of ours: without its root and its title.
fn body(svg: &str) -> &str {
    let inside = svg.split_once("</title>\n").map_or(svg, |(_, rest)| rest);
    inside.trim_end().strip_suffix("</svg>").unwrap_or(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOTION: Motion = Motion {
        frames: 3,
        pace: 0.5,
        hold: 2.0,
    };

    fn sample() -> String {
        let frame = |text: &str| {
            format!("<svg viewBox=\"0 0 9 9\">\n<title></title>\n<text>{text}</text>\n</svg>\n")
        };
        let frames = ["one", "two", "three"].map(frame);
        assemble(&frame("ground"), &frames, MOTION)
    }

    #[test]
    fn all_frames_lie_in_one_figure_over_the_ground() {
        let svg = sample();
        assert_eq!(svg.matches("<svg").count(), 1, "{svg}");
        assert_eq!(svg.matches("</svg>").count(), 1, "{svg}");
        assert_eq!(svg.matches("<title>").count(), 1, "{svg}");
        let places: Vec<usize> = ["ground", "one", "two", "three"]
            .iter()
            .map(|text| svg.find(&format!("<text>{text}")).unwrap())
            .collect();
        assert!(places.is_sorted(), "{svg}");
    }

    #[test]
    fn without_motion_the_last_frame_alone_is_seen() {
        let svg = sample();
        assert_eq!(svg.matches("visibility=\"hidden\"").count(), 2, "{svg}");
        let last = svg.split("<g ").last().unwrap();
        assert!(
            last.contains("three") && !last.contains("visibility=\"hidden\""),
            "{svg}"
        );
        let motion = svg.split("@media").nth(1).unwrap();
        assert!(
            motion.starts_with(" screen and (prefers-reduced-motion: no-preference)"),
            "{svg}"
        );
        assert_eq!(
            svg.matches("animation:").count(),
            1,
            "nothing moves outside: {svg}"
        );
    }

    /// Three frames: half a second, half a second, two seconds. A frame's own time runs from the end of its wait, and
    /// it is seen in the first part of that time.
    #[test]
    fn exactly_one_frame_is_seen_at_any_time() {
        let svg = sample();
        let cycle = 3.0;
        let waits: Vec<f64> = svg
            .split("animation-delay:")
            .skip(1)
            .map(|rest| rest.split('s').next().unwrap().parse().unwrap())
            .collect();
        let shares: Vec<f64> = svg
            .split("visible } ")
            .skip(1)
            .map(|rest| rest.split('%').next().unwrap().parse::<f64>().unwrap() / 100.0)
            .collect();
        let seen = |time: f64| -> Vec<usize> {
            let own = |i: usize| (time - waits[i]).rem_euclid(cycle) / cycle;
            (0..3)
                .filter(|&i| own(i) < shares[usize::from(i == 2)])
                .collect()
        };
        for (time, frame) in [(0.1, 0), (0.6, 1), (1.1, 2), (2.9, 2), (3.1, 0), (33.7, 1)] {
            assert_eq!(seen(time), [frame], "at {time} s");
        }
        assert!(
            waits.iter().all(|&wait| wait < 0.0),
            "a wait that is still to come shows nothing"
        );
    }

    #[test]
    #[should_panic(expected = "at least one frame")]
    fn no_frame_is_refused() {
        assemble("<svg></svg>", &[], MOTION);
    }
}
