//! `{{#transcript lab01 section-slug}}`: the results of a section. What the lesson says around them, the chapter
//! says in its own words.

use crate::Records;
use crate::blocks::{Block, Table};
use crate::inline::{self, escape};

/// The results of a section as one line of HTML: all, or those that `choice` numbers from 1 (`2`, `2-4`).
///
/// # Errors
/// When the section was never recorded, has no results, or none of a chosen number; the complaint lists what there is.
pub(crate) fn show(
    records: &Records,
    lab: &str,
    slug: &str,
    choice: &[&str],
) -> Result<String, String> {
    let blocks = records.blocks(lab, slug)?;
    let results: Vec<&Block> = blocks.iter().filter(|block| block.is_result()).collect();
    if results.is_empty() {
        return Err(
            "this section has no prediction, no table and no computed lines; show its figures with {{#figure …}}"
                .into(),
        );
    }
    let said = |text: &str| inline::html(text, records, lab);
    let chosen = chosen(&results, choice)?.into_iter();
    let html: Result<String, String> = chosen.map(|block| html(block, &said)).collect();
    Ok(format!(
        "<div class=\"results\"><p class=\"results-command\">cargo run -p {lab} -- --section {slug}</p>{}</div>",
        html?
    ))
}

fn chosen<'b>(results: &[&'b Block], choice: &[&str]) -> Result<Vec<&'b Block>, String> {
    if choice.is_empty() {
        return Ok(results.to_vec());
    }
    let mut chosen = Vec::new();
    for word in choice {
        let (from, to) = word.split_once('-').unwrap_or((word, word));
        let range = from.parse::<usize>().ok().zip(to.parse::<usize>().ok());
        let range = range.filter(|&(from, to)| 1 <= from && from <= to && to <= results.len());
        let Some((from, to)) = range else {
            return Err(format!(
                "there is no result {word} in this section, but\n{}",
                list(results)
            ));
        };
        chosen.extend(&results[from - 1..to]);
    }
    Ok(chosen)
}

/// What there is to choose from: number, kind, first words.
fn list(results: &[&Block]) -> String {
    let line = |(i, block): (usize, &&Block)| {
        let said = block.said().join(" ");
        let words: Vec<&str> = said.split_whitespace().take(8).collect();
        format!("  {} {}: {}", i + 1, block.kind(), words.join(" "))
    };
    results
        .iter()
        .enumerate()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A text of the lesson as HTML.
type Said<'s> = &'s dyn Fn(&str) -> Result<String, String>;

fn html(block: &Block, said: Said<'_>) -> Result<String, String> {
    Ok(match block {
        Block::Prediction {
            question,
            choices,
            answer,
        } => format!(
            "<details class=\"predict\"><summary>{}{}</summary><p>{}</p></details>",
            without_links(&said(question)?),
            without_links(&self::choices(choices, said)?),
            said(answer)?
        ),
        Block::Table(table) => self::table(table, said)?,
        Block::Lines(lines) => format!(
            "<pre class=\"computed\" tabindex=\"0\">{}</pre>",
            escape(&lines.join("\n")).replace('\n', "&#10;")
        ),
        Block::Prose(_) | Block::Figure { .. } => String::new(),
    })
}

/// A summary is a button, and no button may hold a link.
fn without_links(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, link)) = rest.split_once("<a ") {
        out.push_str(before);
        rest = link.split_once('>').map_or("", |(_, after)| after);
    }
    (out + rest).replace("</a>", "")
}

/// What there is to choose from, a line each: a summary may not hold a list.
fn choices(choices: &[String], said: Said<'_>) -> Result<String, String> {
    let choice = |(letter, choice): (char, &String)| {
        Ok(format!(
            "<br><span class=\"choice\">{letter}) {}</span>",
            said(choice)?
        ))
    };
    ('a'..='z').zip(choices).map(choice).collect()
}

fn table(table: &Table, said: Said<'_>) -> Result<String, String> {
    let row = |tag: &str, cells: &[String]| -> Result<String, String> {
        let cell = |(i, cell): (usize, &String)| {
            let class = if table.numeric.contains(&i) {
                " class=\"n\""
            } else {
                ""
            };
            Ok(format!("<{tag}{class}>{}</{tag}>", said(cell)?))
        };
        let cells: Result<String, String> = cells.iter().enumerate().map(cell).collect();
        Ok(format!("<tr>{}</tr>", cells?))
    };
    let rows: Result<String, String> = table.rows.iter().map(|cells| row("td", cells)).collect();
    let caption = match &table.caption {
        Some(caption) => format!("<caption>{}</caption>", said(caption)?),
        None => String::new(),
    };
    // Focusable, so that a keyboard can scroll what is wider than the page.
    Ok(format!(
        "<div class=\"table-wrapper\" tabindex=\"0\"><table>{caption}<thead>{}</thead><tbody>{}</tbody></table></div>",
        row("th", &table.header)?,
        rows?
    ))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_summary_holds_no_link() {
        let html = "Look at <a href=\"a.html#b\">Burnt <em>toast</em></a> and <a href=\"#c\">this</a>: 2 &lt; 3?";
        assert_eq!(
            super::without_links(html),
            "Look at Burnt <em>toast</em> and this: 2 &lt; 3?"
        );
    }
}
