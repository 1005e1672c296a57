//! One self-contained page of everything a lesson showed.

use std::collections::BTreeMap;

use crate::about::About;
use crate::markup::{self, Block, escape};
use crate::standing::Standing;
use crate::table::Table;

const STYLE: &str = include_str!("page.css");
/// Loads the page again while the lesson adds to it.
const FOLLOW: &str = include_str!("page.js");

/// The page as it grows. It is its own memory: what an earlier run put on it is read from it again, section by section.
pub(crate) struct Page {
    about: About,
    /// The sections by number.
    sections: BTreeMap<usize, Section>,
    /// The section that is written.
    open: usize,
}

/// A section on the page: what its heading says, and the HTML below it.
#[derive(Default)]
struct Section {
    slug: String,
    title: String,
    body: String,
}

/// Stands before each section, with its number.
const MARK: &str = "<!-- section ";

impl Page {
    pub(crate) fn new(about: About) -> Page {
        Page {
            about,
            sections: BTreeMap::new(),
            open: 0,
        }
    }

    /// Takes over the sections of `earlier`, the page of another run of this lesson.
    pub(crate) fn keep(&mut self, earlier: &str) {
        if earlier.contains(&self.head()) {
            let parts = earlier.split(MARK).skip(1).filter_map(Section::read);
            self.sections.extend(parts);
        }
    }

    /// Begins again, without sections.
    pub(crate) fn clear(&mut self) {
        self.sections.clear();
    }

    /// A section begins. What was there under its number is replaced.
    pub(crate) fn section(&mut self, number: usize, title: &str, slug: &str) {
        self.open = number;
        let section = Section {
            slug: slug.to_string(),
            title: format!("{number} · {}", escape(title)),
            body: String::new(),
        };
        self.sections.insert(number, section);
    }

    /// Leaves out what an earlier version of the lesson called otherwise: section `number` of now is called `slug`.
    pub(crate) fn forget_others(&mut self, slug: impl Fn(usize) -> Option<String>) {
        self.sections
            .retain(|&number, section| number == 0 || slug(number).as_ref() == Some(&section.slug));
    }

    /// What is shown before the first section stands there, too.
    fn push(&mut self, html: &str) {
        self.sections.entry(self.open).or_default().body += html;
    }

    pub(crate) fn prose(&mut self, blocks: &[Block]) {
        let mut in_list = false;
        for block in blocks {
            if block.item != in_list {
                self.push(if block.item { "<ul>\n" } else { "</ul>\n" });
                in_list = block.item;
            }
            let tag = if block.item { "li" } else { "p" };
            self.push(&format!(
                "<{tag}>{}</{tag}>\n",
                markup::to_html(&block.spans)
            ));
        }
        if in_list {
            self.push("</ul>\n");
        }
    }

    pub(crate) fn preformatted(&mut self, text: &str) {
        // Focusable, so that a keyboard can scroll what is wider than the page.
        self.push(&format!("<pre tabindex=\"0\">{}</pre>\n", escape(text)));
    }

    pub(crate) fn table(&mut self, table: &Table) {
        let class: Vec<&str> = (0..table.header.len())
            .map(|i| {
                if table.is_numeric(i) {
                    " class=\"n\""
                } else {
                    ""
                }
            })
            .collect();
        let row = |tag: &str, cells: &[String]| {
            let cell = |(i, cell): (usize, &String)| {
                format!("<{tag}{}>{}</{tag}>", class[i], inline(cell))
            };
            format!(
                "<tr>{}</tr>\n",
                cells.iter().enumerate().map(cell).collect::<String>()
            )
        };
        let rows: String = table.rows.iter().map(|cells| row("td", cells)).collect();
        let caption = table
            .caption
            .as_deref()
            .map(|text| format!("<caption>{}</caption>", inline(text)));
        self.push(&format!(
            "<div class=\"wide\" tabindex=\"0\"><table>{}<thead>{}</thead><tbody>\n{rows}</tbody></table></div>\n",
            caption.unwrap_or_default(),
            row("th", &table.header),
        ));
    }

    pub(crate) fn prediction(&mut self, question: &str, choices: &[&str], answer: &str) {
        let item = |choice: &&str| format!("<li>{}</li>", inline(choice));
        let items: String = choices.iter().map(item).collect();
        let list = if items.is_empty() {
            items
        } else {
            format!("<ol type=\"a\">{items}</ol>\n")
        };
        self.push(&format!(
            "<div class=\"predict\"><p><strong>Predict:</strong> {}</p>\n{list}<details><summary>Answer</summary><p>{}</p></details></div>\n",
            inline(question),
            inline(answer)
        ));
    }

    pub(crate) fn figure(&mut self, caption: &str, svg: &str) {
        self.push(&format!(
            "<figure>\n<div class=\"wide\" tabindex=\"0\">{svg}</div><figcaption>{}</figcaption>\n</figure>\n",
            inline(caption)
        ));
    }

    /// What the page of this lesson begins with, and no other's.
    fn head(&self) -> String {
        let About { lab, title, .. } = self.about;
        format!("<title>Lab {lab}: {}</title>", escape(title))
    }

    /// The whole page. `experiments`, as HTML, and the standing of the exercises end it, where there are any. While the lesson runs it is `live`: it
    /// loads itself again.
    pub(crate) fn render(
        &self,
        experiments: &str,
        standings: &[Standing],
        files: &[String],
        live: bool,
    ) -> String {
        let About {
            lab,
            title,
            question,
            minutes,
            ..
        } = self.about;
        let link = |section: &Section| {
            let Section { slug, title, .. } = section;
            format!("<li><a href=\"#{slug}\">{title}</a></li>\n")
        };
        let titled = self.sections.values().filter(|s| !s.title.is_empty());
        let contents: String = titled.map(link).collect();
        let sections: String = self.sections.iter().map(Section::write).collect();
        let follow = if live {
            format!("<script>\n{FOLLOW}</script>\n")
        } else {
            String::new()
        };
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             {}\n<style>\n{STYLE}</style>\n{follow}</head>\n<body>\n<header>\n\
             <p class=\"lab\">One Neuron Up · Lab {lab} · {minutes} min</p>\n<h1>{}</h1>\n<p class=\"question\">{}</p>\n\
             </header>\n<nav aria-label=\"Sections\"><ul>\n{contents}</ul></nav>\n<main>\n{sections}{END}\n{experiments}{}</main>\n</body>\n</html>\n",
            self.head(),
            escape(title),
            inline(question),
            exercises(standings, files, &self.about),
        )
    }
}

/// Stands behind the last section.
const END: &str = "<!-- end of the sections -->";

impl Section {
    fn write((number, section): (&usize, &Section)) -> String {
        let Section { slug, title, body } = section;
        if title.is_empty() {
            return body.clone();
        }
        format!("{MARK}{number} -->\n<section>\n<h2 id=\"{slug}\">{title}</h2>\n{body}</section>\n")
    }

    /// A number and a section from what follows a mark.
    fn read(text: &str) -> Option<(usize, Section)> {
        let (number, text) = text.split_once(" -->\n<section>\n<h2 id=\"")?;
        let (slug, text) = text.split_once("\">")?;
        let (title, text) = text.split_once("</h2>\n")?;
        let (text, _) = text.split_once(END).unwrap_or((text, ""));
        let section = Section {
            slug: slug.to_string(),
            title: title.to_string(),
            body: text.strip_suffix("</section>\n")?.to_string(),
        };
        Some((number.parse().ok()?, section))
    }
}

fn inline(text: &str) -> String {
    markup::to_html(&markup::spans(&markup::fold(text)))
}

fn exercises(standings: &[Standing], files: &[String], about: &About) -> String {
    if standings.is_empty() {
        return String::new();
    }
    let item = |s: &Standing| {
        let remark = if s.verdict.is_right() && !s.why.is_empty() {
            format!("{}<br>{}", inline(s.task), inline(s.why))
        } else {
            inline(&s.remark())
        };
        format!(
            "<li class=\"{}\"><span class=\"mark\">{}</span> <code>{}</code> <span class=\"min\">{} min</span><br>{remark}</li>\n",
            s.verdict.state(),
            s.mark(),
            s.name,
            s.minutes,
        )
    };
    let items: String = standings.iter().map(item).collect();
    format!(
        "<section>\n<h2 id=\"exercises\">Exercises</h2>\n<ul class=\"exercises\">\n{items}</ul>\n\
         <p>Answer them in <code>{}</code>, and check with <code>cargo test -p {}</code>.</p>\n</section>\n",
        files
            .iter()
            .map(|file| escape(file))
            .collect::<Vec<_>>()
            .join("</code>, <code>"),
        about.package(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Source;

    const ABOUT: About = About {
        lab: 3,
        title: "Ours & theirs",
        question: "?",
        minutes: 5,
        source: Source {
            folder: "labs/03",
            answers: "",
        },
    };

    fn page(titles: &[(usize, &str, &str)]) -> Page {
        let mut page = Page::new(ABOUT);
        for (number, title, text) in titles {
            page.section(*number, title, &markup::slug(title));
            page.preformatted(text);
        }
        page
    }

    #[test]
    fn a_page_remembers_its_sections() {
        let whole = page(&[
            (1, "A < b", "one"),
            (2, "Two", "two"),
            (3, "Three", "three"),
        ]);
        let written = whole.render("", &[], &[], false);
        let mut again = page(&[]);
        again.keep(&written);
        assert_eq!(again.render("", &[], &[], false), written);
        again.section(2, "Two", "two");
        again.preformatted("second thoughts");
        let (live, done) = (
            again.render("", &[], &[], true),
            again.render("", &[], &[], false),
        );
        for part in ["one</pre>", "second thoughts", "three</pre>", "2 · Two"] {
            assert!(done.contains(part), "{part} is not in {done}");
        }
        assert!(!done.contains("two</pre>"), "{done}");
        assert!(live.contains("<script>") && !done.contains("<script>"));
        again.forget_others(|number| (number < 3).then(|| ["a-b", "two"][number - 1].to_string()));
        assert!(!again.render("", &[], &[], false).contains("Three"));
    }

    #[test]
    fn another_lessons_page_is_not_taken_over() {
        let theirs = page(&[(1, "One", "foreign")]).render("", &[], &[], false);
        let mut ours = page(&[]);
        ours.keep(&theirs.replace("Lab 3: Ours", "Lab 4: Ours"));
        assert!(!ours.render("", &[], &[], false).contains("foreign"));
        for broken in ["", "<!-- section 1 -->", &theirs[..theirs.len() / 2]] {
            ours.keep(broken);
        }
    }
}
