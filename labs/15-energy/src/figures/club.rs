//! The karate club, drawn.

use lab15::graphs::Graph;
use lab15::graphs::layout::places;
use labkit::{Lesson, Result, draw, ink};

/// Edge of the square in which the nodes lie, and where it begins.
const EDGE: f64 = 430.0;
const LEFT: f64 = 40.0;

/// A rim in the colour of the side to which a member went, and inside it a ring in the colour of the network's opinion.
pub fn club(lesson: &mut Lesson, graph: &Graph, sides: &[u8], chances: &[f64]) -> Result<()> {
    let at: Vec<draw::At> = places()
        .iter()
        .map(|[x, y]| ((LEFT + 1.4 * EDGE * x) as i32, (LEFT + EDGE * y) as i32))
        .collect();
    let caption = "The club. The rim shows with whom a member went (blue: the instructor, member 0; orange: the administrator, member 33), the ring inside what the network thinks.";
    lesson.figure("club", caption, (690, 510), |area| {
        for &[a, b] in &graph.links {
            draw::line(area, &[at[a as usize], at[b as usize]], ink::GRID, 1)?;
        }
        for (i, &at) in at.iter().enumerate() {
            let rim = [ink::BLUE, ink::ORANGE][usize::from(sides[i])];
            draw::disc(area, at, 15, rim)?;
            let inside = ink::mix(ink::BLUE, ink::ORANGE, chances[i]);
            draw::disc(area, at, 10, inside)?;
            draw::text(area, &i.to_string(), at, 12, ink::INK)?;
        }
        Ok(())
    })
}
