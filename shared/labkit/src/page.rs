//! One self-contained page of everything a lesson showed.

use crate::about::About;
use crate::markup::{self, Block, escape};
use crate::standing::Standing;
use crate::table::Table;

const STYLE: &str = include_str!("page.css");

/// The page as it grows.
pub(crate) struct Page {
    about: About,
    contents: Vec<(String, String)>,
    body: String,
    in_section: bool,
}

impl Page {
    pub(crate) fn new(about: About) -> Page {
        Page {
            about,
            contents: Vec::new(),
            body: String::new(),
            in_section: false,
        }
    }

    pub(crate) fn section(&mut self, number: usize, title: &str, slug: &str) {
        self.close_section();
        let title = format!("{number} · {}", escape(title));
        self.body += &format!("<section>\n<h2 id=\"{slug}\">{title}</h2>\n");
        self.contents.push((slug.to_string(), title));
        self.in_section = true;
    }

    fn close_section(&mut self) {
        if self.in_section {
            self.body += "</section>\n";
            self.in_section = false;
        }
    }

    pub(crate) fn prose(&mut self, blocks: &[Block]) {
        let mut in_list = false;
        for block in blocks {
            if block.item != in_list {
                self.body += if block.item { "<ul>\n" } else { "</ul>\n" };
                in_list = block.item;
            }
            let tag = if block.item { "li" } else { "p" };
            self.body += &format!("<{tag}>{}</{tag}>\n", markup::to_html(&block.spans));
        }
        if in_list {
            self.body += "</ul>\n";
        }
    }

    pub(crate) fn preformatted(&mut self, text: &str) {
        // Focusable, so that a keyboard can scroll what is wider than the page.
        self.body += &format!("<pre tabindex=\"0\">{}</pre>\n", escape(text));
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
        self.body += &format!(
            "<div class=\"wide\" tabindex=\"0\"><table>{}<thead>{}</thead><tbody>\n{rows}</tbody></table></div>\n",
            caption.unwrap_or_default(),
            row("th", &table.header),
        );
    }

    pub(crate) fn prediction(&mut self, question: &str, answer: &str) {
        self.body += &format!(
            "<div class=\"predict\"><p><strong>Predict:</strong> {}</p>\n<details><summary>Answer</summary><p>{}</p></details></div>\n",
            inline(question),
            inline(answer)
        );
    }

    pub(crate) fn figure(&mut self, caption: &str, svg: &str) {
        self.body += &format!(
            "<figure>\n<div class=\"wide\" tabindex=\"0\">{svg}</div><figcaption>{}</figcaption>\n</figure>\n",
            inline(caption)
        );
    }

    /// The whole page. The standing of the exercises ends it, where there is one.
    pub(crate) fn render(&mut self, standings: &[Standing], files: &[String]) -> String {
        self.close_section();
        let About {
            lab,
            title,
            question,
            minutes,
            ..
        } = self.about;
        let link = |(slug, title): &(String, String)| {
            format!("<li><a href=\"#{slug}\">{title}</a></li>\n")
        };
        let contents: String = self.contents.iter().map(link).collect();
        let title = escape(title);
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>Lab {lab}: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n\
             <p class=\"lab\">One Neuron Up · Lab {lab} · {minutes} min</p>\n<h1>{title}</h1>\n<p class=\"question\">{}</p>\n\
             </header>\n<nav aria-label=\"Sections\"><ul>\n{contents}</ul></nav>\n<main>\n{}{}</main>\n</body>\n</html>\n",
            inline(question),
            self.body,
            exercises(standings, files, &self.about),
        )
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
