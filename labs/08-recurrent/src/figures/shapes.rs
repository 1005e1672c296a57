//! Which inputs and outputs a network has over time: five arrangements side by side.

use super::{arrow, card, text};
use labkit::{Area, Result, ink};

/// At which of the steps something comes in, and at which something goes out.
pub struct Arrangement {
    /// What it is called.
    pub name: &'static str,
    /// What it is good for.
    pub example: &'static str,
    /// One entry a step: does an input come in?
    pub inputs: &'static [bool],
    /// One entry a step: does an output go out?
    pub outputs: &'static [bool],
}

/// The five that everybody draws.
pub const ARRANGEMENTS: [Arrangement; 5] = [
    Arrangement {
        name: "one to one",
        example: "picture → digit",
        inputs: &[true],
        outputs: &[true],
    },
    Arrangement {
        name: "one to many",
        example: "picture → caption",
        inputs: &[true, false, false],
        outputs: &[true, true, true],
    },
    Arrangement {
        name: "many to one",
        example: "review → opinion",
        inputs: &[true, true, true],
        outputs: &[false, false, true],
    },
    Arrangement {
        name: "many to many, in step",
        example: "letters → next letters",
        inputs: &[true, true, true],
        outputs: &[true, true, true],
    },
    Arrangement {
        name: "many to many, later",
        example: "sentence → translation",
        inputs: &[true, true, true, false, false],
        outputs: &[false, false, false, true, true],
    },
];

/// From one step to the next.
const STEP: i32 = 40;
/// Side of a box.
const BOX: (i32, i32) = (26, 34);

/// All of them, from left to right.
pub fn draw(area: &Area<'_>) -> Result<()> {
    let mut left = 56;
    for shown in &ARRANGEMENTS {
        let width = (shown.inputs.len() as i32 - 1) * STEP;
        one(area, left, shown)?;
        left += width + 108;
    }
    Ok(())
}

fn one(area: &Area<'_>, left: i32, shown: &Arrangement) -> Result<()> {
    let (bottom, middle, top) = (190, 125, 60);
    let half = BOX.1 / 2;
    for (step, (&input, &output)) in shown.inputs.iter().zip(shown.outputs).enumerate() {
        let x = left + step as i32 * STEP;
        card(area, (x, middle), BOX, ink::GREEN)?;
        if input {
            card(area, (x, bottom), BOX, ink::ORANGE)?;
            arrow(area, (x, bottom - half), (x, middle + half), ink::MUTED)?;
        }
        if output {
            card(area, (x, top), BOX, ink::BLUE)?;
            arrow(area, (x, middle - half), (x, top + half), ink::MUTED)?;
        }
        if step > 0 {
            let half = BOX.0 / 2;
            arrow(
                area,
                (x - STEP + half, middle),
                (x - half, middle),
                ink::MUTED,
            )?;
        }
    }
    let centre = left + (shown.inputs.len() as i32 - 1) * STEP / 2;
    text(area, shown.name, (centre, 22), 14, ink::INK)?;
    text(area, shown.example, (centre, 232), 13, ink::MUTED)
}
