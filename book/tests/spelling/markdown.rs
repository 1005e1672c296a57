//! What of a page is prose: no code, no formula, no tag, no directive, no address; of a reference neither the names nor the title.

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A stretch of prose, and where in the page it begins.
pub type Piece = (usize, String);

/// Part of an entry of the bibliography.
struct Part {
    at: usize,
    text: String,
    slanted: bool,
}

/// The prose of `page`. In a bibliography, and below a heading "Further reading", entries name other people's titles.
pub fn prose(page: &str, is_bibliography: bool) -> Vec<Piece> {
    let page = without_directives(page);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_MATH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader = Reader {
        refers: is_bibliography,
        ..Reader::default()
    };
    for (event, range) in Parser::new_ext(&page, options).into_offset_iter() {
        reader.hear(event, range, &page, is_bibliography);
    }
    reader.pieces
}

#[derive(Default)]
struct Reader {
    pieces: Vec<Piece>,
    /// Whether entries are references here.
    refers: bool,
    /// The entry that is being read.
    entry: Option<Vec<Part>>,
    in_heading: bool,
    in_code: bool,
    in_address: bool,
    slanted: bool,
}

impl Reader {
    fn hear(&mut self, event: Event, range: Range<usize>, page: &str, is_bibliography: bool) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.in_heading = true;
                if level <= HeadingLevel::H2 {
                    self.refers = is_bibliography;
                }
            }
            Event::End(TagEnd::Heading(_)) => self.in_heading = false,
            Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Start(Tag::Link { link_type, .. }) => {
                self.in_address = matches!(link_type, LinkType::Autolink | LinkType::Email);
            }
            Event::End(TagEnd::Link) => self.in_address = false,
            Event::Start(Tag::Emphasis) => self.slanted = true,
            Event::End(TagEnd::Emphasis) => self.slanted = false,
            Event::Start(Tag::Item) if self.refers => self.entry = Some(Vec::new()),
            Event::End(TagEnd::Item) => {
                let entry = self.entry.take().unwrap_or_default();
                self.pieces.extend(after_title(&entry));
            }
            Event::Start(Tag::HtmlBlock) => {
                self.say(range.start, of_html(&page[range]));
            }
            Event::InlineHtml(tag) if tag.starts_with("<code") => self.in_code = true,
            Event::InlineHtml(tag) if tag.starts_with("</code") => self.in_code = false,
            Event::InlineHtml(tag) => self.say(range.start, of_html(&tag)),
            Event::Text(text) if !self.in_code && !self.in_address => {
                self.refers |= self.in_heading && &*text == "Further reading";
                self.say(range.start, text.to_string());
            }
            _ => {}
        }
    }

    fn say(&mut self, at: usize, text: String) {
        match &mut self.entry {
            Some(entry) => entry.push(Part {
                at,
                text,
                slanted: self.slanted,
            }),
            None => self.pieces.push((at, text)),
        }
    }
}

/// What an entry says besides its authors and titles: authors stand before the first title, and a title is slanted or in quotes.
fn after_title(entry: &[Part]) -> Vec<Piece> {
    let has_title = entry
        .iter()
        .any(|part| part.slanted || part.text.contains('"'));
    let mut behind = !has_title;
    let mut quoted = false;
    let mut pieces = Vec::new();
    for part in entry {
        let mut at = part.at;
        for (i, text) in part.text.split('"').enumerate() {
            if i > 0 {
                quoted = !quoted;
                at += 1;
            }
            let is_title = quoted || part.slanted;
            behind |= is_title;
            if behind && !is_title {
                pieces.push((at, text.to_string()));
            }
            at += text.len();
        }
    }
    pieces
}

/// Comments and directives as digits, so that everything else stays where it is.
fn without_directives(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((from, close)) = [("{{#", "}}"), ("<!--", "-->")]
        .iter()
        .filter_map(|(open, close)| Some((rest.find(open)?, close)))
        .min()
    {
        let length = rest[from..]
            .find(close)
            .map_or(rest.len() - from, |end| end + close.len());
        out.push_str(&rest[..from]);
        out.extend(rest[from..from + length].bytes().map(|b| match b {
            b'\n' => '\n',
            _ => '0',
        }));
        rest = &rest[from + length..];
    }
    out + rest
}

/// The words of HTML where they stand, and all else as blanks: tags (but what they say to a screen reader), entities, styles,
/// code and formulas.
pub fn of_html(html: &str) -> String {
    const VERBATIM: [(&str, &str); 4] = [
        ("<code", "</code>"),
        ("<style", "</style>"),
        ("$", "$"),
        ("&", ";"),
    ];
    const LABEL: &str = "aria-label=\"";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&', '$']) {
        let (words, from) = rest.split_at(at);
        out.push_str(words);
        let close = VERBATIM.iter().find(|(open, _)| from.starts_with(open));
        let close = close.map_or(">", |(_, close)| close);
        let opened = from.chars().next().map_or(0, char::len_utf8);
        let end = from[opened..]
            .find(close)
            .map_or(from.len(), |end| opened + end + close.len());
        let (mark, after) = from.split_at(end);
        match mark.split_once(LABEL).filter(|_| close == ">") {
            Some((before, label)) => {
                let (label, behind) = label.split_once('"').unwrap_or((label, ""));
                blank(&mut out, before);
                blank(&mut out, LABEL);
                out.push_str(label);
                blank(&mut out, behind);
                out.push(' ');
            }
            None => blank(&mut out, mark),
        }
        rest = after;
    }
    out + rest
}

fn blank(out: &mut String, what: &str) {
    out.extend(what.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
}
