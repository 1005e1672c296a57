//! `{{#transcript …}}`, `{{#figure …}}`, `{{#live …}}`, `{{#number …}}` and `{{#exercises …}}`: recorded things, as HTML. And
//! `{{#map …}}`: the chapters themselves.
//!
//! Each becomes one line without a blank in it, because a blank line ends an HTML block in Markdown.

use crate::inline::{self, escape};
use crate::records::{Exercise, Records};
use crate::{figures, map, number, results, solutions, svg};

/// What a directive became.
pub(crate) enum Expansion {
    /// A number, as its format wrote it: part of a sentence or of a formula.
    Number(String),
    /// A block that wants a line of its own.
    Block(String),
}

/// Expands the inside of `{{#…}}`; `None` when it is not one of ours (mdBook's `include`, for instance).
pub(crate) fn expand(inside: &str, records: &Records) -> Option<Result<Expansion, String>> {
    let words: Vec<&str> = inside.split_whitespace().collect();
    let (name, arguments) = words.split_first()?;
    let result = match (*name, arguments) {
        ("transcript", [lab, slug, choice @ ..]) => {
            results::show(records, lab, slug, choice).map(Expansion::Block)
        }
        ("figure", [lab, slug]) => figure(records, lab, slug).map(Expansion::Block),
        ("live", [chapter, name]) => figures::still(records, chapter, name).map(Expansion::Block),
        ("exercises", [lab, chosen @ ..]) => exercises(records, lab, chosen).map(Expansion::Block),
        ("map", labs @ [_, ..]) => map::cards(&records.chapters(), labs).map(Expansion::Block),
        ("number", [lab, name]) => number_of(records, lab, name, "").map(Expansion::Number),
        ("number", [lab, name, format]) => {
            number_of(records, lab, name, format).map(Expansion::Number)
        }
        ("transcript" | "figure" | "live" | "exercises" | "map" | "number", _) => Err(usage(name)),
        _ => return None,
    };
    Some(result)
}

fn usage(name: &str) -> String {
    let form = match name {
        "transcript" => {
            "{{#transcript lab01 section-slug}} or {{#transcript lab01 section-slug 2 4-5}}"
        }
        "figure" => "{{#figure lab01 figure-slug}}",
        "live" => "{{#live 01 figure-name}}",
        "map" => "{{#map 01 02}}",
        "exercises" => "{{#exercises lab01}} or {{#exercises lab01 one another}}",
        _ => "{{#number lab01 name}} or {{#number lab01 name .3}}",
    };
    format!("write it as {form}")
}

fn number_of(records: &Records, lab: &str, name: &str, format: &str) -> Result<String, String> {
    number::write(&records.number(lab, name)?, format)
}

fn figure(records: &Records, lab: &str, slug: &str) -> Result<String, String> {
    let (source, caption) = records.figure(lab, slug)?;
    let picture = svg::inline(&source, &format!("{lab}-{slug}"), &caption)
        .map_err(|why| format!("recorded/{lab}/figures/{slug}.svg: {why}"))?;
    let caption = inline::html(&caption, records, lab)?;
    Ok(format!(
        "<figure class=\"figure\" id=\"figure-{lab}-{slug}\">{picture}<figcaption>{caption}</figcaption></figure>"
    ))
}

/// All exercises of a lab, or those that are chosen: a lab may have two chapters.
fn exercises(records: &Records, lab: &str, chosen: &[&str]) -> Result<String, String> {
    let mut list = records.exercises(lab)?;
    let has = |name: &&str| list.iter().any(|one| one.name == *name);
    if let Some(unknown) = chosen.iter().find(|name| !has(name)) {
        return Err(format!("{lab} has no exercise `{unknown}`"));
    }
    list.retain(|one| chosen.is_empty() || chosen.contains(&one.name.as_str()));
    let list = &list;
    let total: u64 = list.iter().map(|exercise| exercise.minutes).sum();
    let items: String = list.iter().map(|one| item(records, lab, one)).collect();
    let many = if list.len() == 1 {
        "One exercise"
    } else {
        "Exercises"
    };
    let solutions = solutions::folded(records, lab, list)?;
    Ok(format!(
        "<div class=\"exercises\"><p class=\"exercises-head\">{many}, about {total} minutes: edit <code>src/exercises.rs</code>, \
         then run <code>cargo test -p {lab}</code>.</p><ol>{items}</ol>{solutions}</div>"
    ))
}

fn item(records: &Records, lab: &str, exercise: &Exercise) -> String {
    // A task is one line of plain words; a formula it cannot show is shown as it was written.
    let task =
        inline::html(&exercise.task, records, lab).unwrap_or_else(|_| escape(&exercise.task));
    format!(
        "<li><code>{}</code> <span class=\"minutes\">{} min</span> {task}</li>",
        escape(&exercise.name),
        exercise.minutes
    )
}
