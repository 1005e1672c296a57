//! How long a section takes to read: said below its heading.

/// Words a minute, of a text in which every sentence may have a number to think about.
const WORDS: f64 = 150.0;
/// Minutes for a picture, for a guess before its answer is unfolded, and for a figure that is operated.
const PICTURE: f64 = 0.4;
const GUESS: f64 = 0.7;
const LIVE: f64 = 3.0;
/// These one does, or looks up.
const WITHOUT: [&str; 3] = ["## Exercises", "## You can now", "## Further reading"];

/// The chapter, as it was expanded, with the minutes below each heading of the second level.
///
/// # Errors
/// When the chapter says at its head that it takes much longer than its sections do, or much shorter.
pub(crate) fn with_minutes(chapter: &str) -> Result<String, String> {
    let mut all = 0;
    let mut out = String::with_capacity(chapter.len() + 1024);
    let mut fenced = false;
    let mut sections = vec![String::new()];
    for line in chapter.split_inclusive('\n') {
        fenced ^= line.trim_start().starts_with("```");
        if line.starts_with("## ") && !fenced {
            sections.push(String::new());
        }
        sections.last_mut().expect("there is one").push_str(line);
    }
    let mut sections = sections.into_iter();
    out.push_str(&sections.next().unwrap_or_default());
    for section in sections {
        let (heading, rest) = section.split_once('\n').unwrap_or((&section, ""));
        out.push_str(heading);
        out.push('\n');
        if !WITHOUT.contains(&heading) {
            let minutes = minutes(rest);
            all += minutes;
            let unit = if minutes == 1 { "minute" } else { "minutes" };
            out.push_str(&format!("\n<p class=\"reading\">{minutes} {unit}</p>\n\n"));
        }
        out.push_str(rest);
    }
    match said(chapter) {
        Some(said) if said.abs_diff(all) > (all / 10).max(5) => Err(format!(
            "it says \"About {said} minutes\", and its sections take {all}"
        )),
        _ => Ok(out),
    }
}

/// The minutes that a chapter names at its head.
fn said(chapter: &str) -> Option<usize> {
    let (_, after) = chapter.split_once(" About ")?;
    after.split_once(" minutes;")?.0.parse().ok()
}

/// At least one.
fn minutes(section: &str) -> usize {
    let count = |what: &str| section.matches(what).count() as f64;
    let words = words(section) as f64;
    let rest = PICTURE * count("<figure") + GUESS * count("class=\"predict\"");
    (words / WORDS + rest + LIVE * count("class=\"live\""))
        .ceil()
        .max(1.0) as usize
}

/// The words outside of tags; what is drawn is not read word by word.
fn words(section: &str) -> usize {
    let mut count = 0;
    let mut rest = section;
    while let Some(at) = rest.find('<') {
        count += rest[..at].split_whitespace().count();
        let closing = if rest[at..].starts_with("<svg") {
            "</svg>"
        } else {
            ">"
        };
        rest = rest[at..]
            .find(closing)
            .map_or("", |end| &rest[at + end + closing.len()..]);
    }
    count + rest.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_says_how_long_it_takes() {
        let long = "word ".repeat(301);
        let chapter = format!(
            "# T\n\nintro\n\n## A\n\n{long}\n\n```sh\n## no heading\n```\n\n## Exercises\n\nx\n## B\n"
        );
        let out = with_minutes(&chapter).unwrap();
        assert!(
            out.starts_with("# T\n\nintro\n\n## A\n\n<p class=\"reading\">3 minutes</p>\n\n\nword"),
            "{out}"
        );
        assert!(out.contains("## Exercises\n\nx"), "{out}");
        assert!(
            out.ends_with("## B\n\n<p class=\"reading\">1 minute</p>\n\n"),
            "{out}"
        );
        assert_eq!(out.matches("reading").count(), 2);
    }

    #[test]
    fn a_head_that_says_other_minutes_is_found() {
        let chapter = |said: usize| {
            let words = "word ".repeat(150 * 40);
            format!(
                "# T\n\n*Why? About {said} minutes; the exercises take 5 more.*\n\n## A\n\n{words}\n"
            )
        };
        assert!(with_minutes(&chapter(45)).is_ok());
        assert_eq!(
            with_minutes(&chapter(34)).unwrap_err(),
            "it says \"About 34 minutes\", and its sections take 40"
        );
    }

    #[test]
    fn what_is_drawn_is_not_read() {
        assert_eq!(
            words("<p>two words</p> <svg a=\"x y\"><text>not these</text></svg> <b>three</b>"),
            3
        );
        assert_eq!(minutes(&"<figure class=\"figure\"></figure>".repeat(5)), 2);
    }
}
