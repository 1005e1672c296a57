//! The roads through an LSTM cell and through a GRU cell.

use super::{At, arrow, card, text};
use labkit::draw::{anchored, disc, line};
use labkit::{Area, Result, ink};
use plotters::style::text_anchor::HPos;

const ROAD: i32 = 60;
const GATES: i32 = 190;
const INPUT: i32 = 268;

/// An LSTM: the state c goes straight through, on top.
pub fn lstm(area: &Area<'_>) -> Result<()> {
    road(area, ["c", "c′"], 180, 340)?;
    // f on the road, i and g beside it.
    gate(area, 180, "f", "keep?")?;
    up(area, (180, GATES - 22), (180, ROAD + 14))?;
    gate(area, 290, "i", "let in?")?;
    gate(area, 390, "g", "what?")?;
    sign(area, (340, 125), "×")?;
    arrow(area, (296, GATES - 22), (328, 134), ink::MUTED)?;
    arrow(area, (384, GATES - 22), (352, 134), ink::MUTED)?;
    up(area, (340, 111), (340, ROAD + 14))?;
    // What is shown.
    gate(area, 500, "o", "show?")?;
    card(area, (590, 118), (52, 26), ink::GREEN)?;
    text(area, "tanh", (590, 118), 13, ink::INK)?;
    arrow(area, (590, ROAD), (590, 104), ink::MUTED)?;
    sign(area, (590, GATES), "×")?;
    arrow(area, (590, 132), (590, GATES - 14), ink::MUTED)?;
    arrow(area, (523, GATES), (576, GATES), ink::MUTED)?;
    arrow(area, (604, GATES), (650, GATES), ink::MUTED)?;
    anchored(area, "h′", (656, GATES), 17, ink::INK, HPos::Left)?;
    input(area, &[180, 290, 390, 500])
}

/// A GRU: the state itself is the road.
pub fn gru(area: &Area<'_>) -> Result<()> {
    road(area, ["h", "h′"], 250, 420)?;
    gate(area, 250, "z", "keep?")?;
    up(area, (250, GATES - 22), (250, ROAD + 14))?;
    gate(area, 480, "n", "what?")?;
    sign(area, (420, 125), "×")?;
    arrow(area, (272, GATES - 14), (406, 128), ink::MUTED)?;
    text(area, "1 − z", (322, 140), 14, ink::MUTED)?;
    arrow(area, (470, GATES - 22), (432, 134), ink::MUTED)?;
    up(area, (420, 111), (420, ROAD + 14))?;
    gate(area, 370, "r", "see?")?;
    arrow(area, (393, GATES), (457, GATES), ink::MUTED)?;
    input(area, &[250, 370, 480])
}

fn road(area: &Area<'_>, [from, to]: [&str; 2], times: i32, plus: i32) -> Result<()> {
    text(area, from, (36, ROAD), 18, ink::INK)?;
    line(area, &[(56, ROAD), (times - 14, ROAD)], ink::ORANGE, 4)?;
    line(
        area,
        &[(times + 14, ROAD), (plus - 14, ROAD)],
        ink::ORANGE,
        4,
    )?;
    arrow(area, (plus + 14, ROAD), (650, ROAD), ink::ORANGE)?;
    line(area, &[(plus + 14, ROAD), (642, ROAD)], ink::ORANGE, 4)?;
    anchored(area, to, (656, ROAD), 18, ink::INK, HPos::Left)?;
    sign(area, (times, ROAD), "×")?;
    sign(area, (plus, ROAD), "+")
}

fn sign(area: &Area<'_>, at: At, what: &str) -> Result<()> {
    disc(area, at, 14, ink::ORANGE)?;
    text(area, what, at, 18, ink::INK)
}

fn gate(area: &Area<'_>, x: i32, name: &str, asks: &str) -> Result<()> {
    card(area, (x, GATES), (44, 44), ink::BLUE)?;
    text(area, name, (x, GATES), 18, ink::INK)?;
    text(area, asks, (x + 2, GATES + 34), 13, ink::MUTED)?;
    up(area, (x, INPUT), (x, GATES + 46))
}

fn up(area: &Area<'_>, from: At, to: At) -> Result<()> {
    arrow(area, from, to, ink::MUTED)
}

fn input(area: &Area<'_>, gates: &[i32]) -> Result<()> {
    text(area, "x, h", (36, INPUT), 17, ink::INK)?;
    let last = gates[gates.len() - 1];
    line(area, &[(60, INPUT), (last, INPUT)], ink::MUTED, 2)
}
