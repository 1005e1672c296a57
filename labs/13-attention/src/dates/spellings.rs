//! Dates, and how people write them.

use nabla::Rng;
use rand::RngExt;
use std::fmt;

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// 1950 to 2049, so that two digits are enough for a year.
    pub year: usize,
    /// From 1.
    pub month: usize,
    /// From 1.
    pub day: usize,
    /// 0 is a Sunday.
    pub weekday: usize,
}

impl Date {
    /// Nobody asks whether there is such a day.
    pub fn new(year: usize, month: usize, day: usize, weekday: usize) -> Self {
        Date {
            year,
            month,
            day,
            weekday,
        }
    }
}

/// The one form: `1997-05-03`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// All days of a hundred years, in order.
fn calendar() -> Vec<Date> {
    let mut days = Vec::new();
    for year in 1950..2050 {
        // 2000 was a leap year: no century here is an exception.
        let february = if year % 4 == 0 { 29 } else { 28 };
        let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in (1..).zip(lengths) {
            for day in 1..=length {
                let weekday = days.len() % 7; // The first of January 1950 was a Sunday.
                days.push(Date::new(year, month, day, weekday));
            }
        }
    }
    days
}

/// The days to learn from, and those held out: every tenth, which no network sees in any spelling.
pub fn days() -> (Vec<Date>, Vec<Date>) {
    let all = calendar();
    let held_out = all.iter().copied().step_by(10).collect();
    let known = all.chunks(10).flat_map(|ten| &ten[1..]).copied();
    (known.collect(), held_out)
}

// ANCHOR: spell
/// D is a day, O an ordinal, M a month's name, N its number, Y a year, F one of four digits; the
/// rest stands for itself. With points the day comes first, with strokes the month.
const FORMS: &str = "D M Y|D. M Y|O M Y|the O of M Y|M D, Y|M O, Y|M the O, Y|F M D|D.N.Y|N/D/Y";
const MONTHS: &str =
    "January|February|March|April|May|June|July|August|September|October|November|December";
const WEEKDAYS: &str = "Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday";

/// A date as somebody might write it.
pub fn spell(date: &Date, rng: &mut Rng) -> String {
    let mut text = String::new();
    if rng.random_bool(0.5) {
        text += name(WEEKDAYS, date.weekday, rng);
        text += if rng.random() { " " } else { ", " };
    }
    for letter in entry(FORMS, rng.random_range(0..10)).chars() {
        match letter {
            'D' => text += &number(date.day, rng),
            'O' => text += &ordinal(date.day),
            'M' => text += name(MONTHS, date.month - 1, rng),
            'N' => text += &number(date.month, rng),
            'Y' => text += &year(date.year, rng),
            'F' => text += &date.year.to_string(),
            other => text.push(other),
        }
    }
    match rng.random() {
        true => text,
        false => text.to_lowercase(),
    }
}

fn entry(list: &'static str, place: usize) -> &'static str {
    list.split('|').nth(place).unwrap_or_default()
}

/// Whole, or its first three letters.
fn name(list: &'static str, place: usize, rng: &mut Rng) -> &'static str {
    let whole = entry(list, place);
    if rng.random() { whole } else { &whole[..3] }
}

/// 3 or 03.
fn number(n: usize, rng: &mut Rng) -> String {
    match rng.random() {
        true => n.to_string(),
        false => format!("{n:02}"),
    }
}

fn ordinal(n: usize) -> String {
    let ending = match (n / 10, n % 10) {
        (0 | 2 | 3, 1) => "st",
        (0 | 2, 2) => "nd",
        (0 | 2, 3) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// 1997, 97 or '97.
fn year(year: usize, rng: &mut Rng) -> String {
    match rng.random_range(0..4) {
        0 => format!("{:02}", year % 100),
        1 => format!("'{:02}", year % 100),
        _ => year.to_string(),
    }
}
// ANCHOR_END: spell

/// Every letter of a spelling. A letter's token is its place here, from 1.
const LETTERS: &str = " ',./0123456789ADFJMNOSTWabcdefghijlmnoprstuvwy";
/// How many tokens there are: the letters, and 0 for what is none or lies behind the end.
pub const TOKENS: usize = LETTERS.len() + 1;
/// No spelling has more letters.
pub const LONGEST: usize = 37;

/// A token for each letter.
pub fn encode(text: &str) -> Vec<u32> {
    let token = |letter| LETTERS.find(letter).map_or(0, |place| place as u32 + 1);
    text.chars().map(token).collect()
}
