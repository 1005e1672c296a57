//! Who shows what to whom.

use super::{At, text};
use labkit::draw::{arrow, card, line};
use labkit::{Area, Result, ink};
use plotters::prelude::*;

/// The game: noise, generator, real things, discriminator, output; and the way that the gradient takes back.
pub fn draw(area: &Area<'_>) -> Result<()> {
    let middle = 150;
    let lower = 226;
    let upper = 74;
    box_of(
        area,
        (210, lower),
        (150, 56),
        ink::ORANGE,
        ["generator G", "the forger"],
    )?;
    box_of(
        area,
        (520, middle),
        (150, 56),
        ink::BLUE,
        ["discriminator D", "the expert"],
    )?;
    box_of(
        area,
        (210, upper),
        (150, 56),
        ink::GREEN,
        ["the world", "training data"],
    )?;
    text(area, "noise z", (54, lower), 15, ink::INK)?;
    arrow(area, (92, lower), (132, lower), ink::MUTED)?;
    arrow(area, (287, upper), (442, middle - 12), ink::GREEN)?;
    text(area, "real x", (352, upper + 4), 15, ink::GREEN)?;
    arrow(area, (287, lower), (442, middle + 12), ink::ORANGE)?;
    text(area, "forged G(z)", (326, lower - 48), 15, ink::ORANGE)?;
    arrow(area, (597, middle), (640, middle), ink::BLUE)?;
    text(area, "D: how real,", (694, middle - 9), 15, ink::INK)?;
    text(area, "from 0 to 1", (694, middle + 10), 15, ink::INK)?;
    // The gradient goes back by the same way, and ends in the generator.
    let back = [(694, middle + 28), (694, lower + 50), (210, lower + 50)];
    line(area, &back, ink::RED, 2)?;
    arrow(area, (210, lower + 50), (210, lower + 30), ink::RED)?;
    let words = "the generator's gradient, through the discriminator";
    text(area, words, (460, lower + 66), 14, ink::RED)
}

fn box_of(area: &Area<'_>, at: At, size: At, colour: RGBColor, words: [&str; 2]) -> Result<()> {
    card(area, at, size, colour)?;
    text(area, words[0], (at.0, at.1 - 9), 17, ink::INK)?;
    text(area, words[1], (at.0, at.1 + 13), 13, ink::MUTED)
}
