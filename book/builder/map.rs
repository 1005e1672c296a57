//! `{{#map 01 02}}`: the chapters of these labs as a list of cards: the question that each answers, and how long it takes. All
//! of it stands in the chapters' own first lines.

use crate::inline::escape;
use crate::labs;
use std::fs;
use std::path::Path;

/// The cards as HTML on one line; `chapters` is the folder of the chapters.
///
/// # Errors
/// When a lab has no chapter, or a chapter does not begin with its title, its question and its minutes.
pub(crate) fn cards(chapters: &Path, numbers: &[&str]) -> Result<String, String> {
    let mut cards = String::new();
    for lab in numbers {
        let pages = labs::chapters(chapters, lab);
        if pages.is_empty() {
            return Err(format!("there is no chapter {lab}"));
        }
        for (part, name) in pages.into_iter().enumerate() {
            let text =
                fs::read_to_string(chapters.join(&name)).map_err(|e| format!("{name}: {e}"))?;
            let card = card(&number(lab, part), &name, &text);
            cards += &card.ok_or_else(|| {
                format!("{name} has to begin with `# Title`, and then `*Question? About 45 minutes; the exercises take 105 more.*`")
            })?;
        }
    }
    Ok(format!("<ul class=\"map\">{cards}</ul>"))
}

/// As the book numbers them: 6, and what belongs to it 6.1.
fn number(lab: &str, part: usize) -> String {
    let lab = lab.trim_start_matches('0');
    match part {
        0 => lab.to_string(),
        _ => format!("{lab}.{part}"),
    }
}

fn card(number: &str, name: &str, text: &str) -> Option<String> {
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let title = lines.next()?.strip_prefix("# ")?;
    let says = lines.next()?.strip_prefix('*')?.strip_suffix('*')?;
    let (question, times) = says.split_once(" About ")?;
    let (read, rest) = times.split_once(" minutes; the exercises take ")?;
    let done = rest.strip_suffix(" more.")?;
    Some(format!(
        "<li><a href=\"{}.html\"><span>{}</span> {}</a><p>{}</p><p class=\"takes\">{read} minutes, exercises {done}</p></li>",
        escape(name.trim_end_matches(".md")),
        number,
        escape(title),
        escape(question)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_says_what_its_chapter_says() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write(
            "06-b.md",
            "# Cards\n\n*Who & what? About 50 minutes; the exercises take 65 more.*\n",
        );
        write(
            "06-a.md",
            "# Nets\n\n*Why? About 80 minutes; the exercises take 9 more.*\nx",
        );
        write("07-c.md", "# Late\n\nno question");
        let html = cards(folder.path(), &["06"]).unwrap();
        let second = "<li><a href=\"06-b.html\"><span>6.1</span> Cards</a><p>Who &amp; what?</p><p class=\"takes\">50 minutes, exercises 65</p></li></ul>";
        assert!(html.ends_with(second), "{html}");
        assert!(html.find("Nets") < html.find("Cards"), "{html}");
        assert!(!html.contains('\n'));
        let bad = cards(folder.path(), &["07"]).unwrap_err();
        assert!(bad.starts_with("07-c.md has to begin"), "{bad}");
        assert!(cards(folder.path(), &["08"]).is_err());
    }
}
