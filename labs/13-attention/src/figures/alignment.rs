//! Where each written character looked: a row a character, a column a letter that was read.

use lab13::dates::training::Alignment;
use labkit::draw::{At, picture, signed, text};
use labkit::{Area, Lesson, Result, ink};

const CELL: i32 = 17;
/// The corner of the first heat map.
const CORNER: At = (26, 28);
/// From one heat map to the next.
const GAP: i32 = 34;

/// Heat maps side by side, each between its letters and its characters.
pub fn show(lesson: &mut Lesson, slug: &str, caption: &str, all: &[Alignment]) -> Result<()> {
    let letters: usize = all.iter().map(|one| one.weights[0].len()).sum();
    let wide = letters as i32 * CELL + GAP * all.len() as i32;
    let high = CORNER.1 + CELL * all[0].weights.len() as i32 + 6;
    let size = (wide as u32, high as u32);
    lesson.figure(slug, caption, size, |area| draw(area, all))
}

fn draw(area: &Area<'_>, all: &[Alignment]) -> Result<()> {
    let say = |letter: char, at: At| text(area, &letter.to_string(), at, 15, ink::INK);
    let (mut left, top) = CORNER;
    for one in all {
        for (x, letter) in (left..).step_by(CELL as usize).zip(one.text.chars()) {
            say(letter, (x + CELL / 2, top - 12))?;
        }
        for (y, character) in (top..).step_by(CELL as usize).zip(one.date.chars()) {
            say(character, (left - 12, y + CELL / 2))?;
        }
        let width = one.weights[0].len();
        let weights: Vec<f32> = one.weights.concat().iter().map(|&w| w as f32).collect();
        picture(area, (left, top), CELL, (&weights, width), 16.0, signed)?;
        left += width as i32 * CELL + GAP;
    }
    Ok(())
}
