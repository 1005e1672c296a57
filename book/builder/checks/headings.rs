//! The places a link can point to inside a Markdown file.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::HashMap;

/// A link as it is written: its destination and where it stands.
pub(crate) struct Link {
    pub to: String,
    pub at: usize,
}

/// What a Markdown file offers to links and asks of them.
pub(crate) struct Outline {
    pub ids: Vec<String>,
    pub links: Vec<Link>,
}

/// Reads headings, explicit ids and links out of Markdown.
pub(crate) fn outline(text: &str) -> Outline {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_STRIKETHROUGH;
    let mut outline = Outline {
        ids: figure_ids(text),
        links: Vec::new(),
    };
    let mut heading: Option<(Option<String>, String)> = None;
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { id, .. }) => {
                heading = Some((id.map(|id| id.to_string()), String::new()))
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, title)) = &mut heading {
                    title.push_str(&words);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((id, title)) = heading.take() {
                    outline
                        .ids
                        .push(id.unwrap_or_else(|| numbered(slug(&title), &mut seen)));
                }
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                outline.links.push(Link {
                    to: dest_url.to_string(),
                    at: range.start,
                });
            }
            Event::Html(html) | Event::InlineHtml(html) => outline.ids.extend(html_ids(&html)),
            _ => {}
        }
    }
    outline
}

/// The id a heading gets, in mdBook as on the usual forges: lower case, spaces to dashes, punctuation dropped.
pub(crate) fn slug(title: &str) -> String {
    title
        .trim()
        .chars()
        .filter_map(|c| match c {
            c if c.is_alphanumeric() || c == '_' || c == '-' => {
                Some(c.to_lowercase().next().unwrap_or(c))
            }
            c if c.is_whitespace() => Some('-'),
            _ => None,
        })
        .collect()
}

/// The second heading of the same name gets `-1`, the third `-2`.
fn numbered(slug: String, seen: &mut HashMap<String, usize>) -> String {
    let count = seen.entry(slug.clone()).or_insert(0);
    *count += 1;
    if *count == 1 {
        slug
    } else {
        format!("{slug}-{}", *count - 1)
    }
}

fn html_ids(html: &str) -> Vec<String> {
    let ids = html.match_indices(" id=\"");
    ids.filter_map(|(at, mark)| html[at + mark.len()..].split('"').next())
        .map(str::to_string)
        .collect()
}

/// `{{#figure lab01 curve}}` becomes an element with the id `figure-lab01-curve`, and `{{#live 01 neuron}}` one with
/// `live-neuron`.
fn figure_ids(text: &str) -> Vec<String> {
    let directives = text
        .split("{{#")
        .skip(1)
        .filter_map(|rest| rest.split("}}").next());
    let id = |directive: &str| match directive.split_whitespace().collect::<Vec<_>>()[..] {
        ["figure", lab, slug] => Some(format!("figure-{lab}-{slug}")),
        ["live", _, name] => Some(format!("live-{name}")),
        _ => None,
    };
    directives.filter_map(id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_headings() {
        let text = "# The `tape`, in one page!\n## A\n## A\n## B {#other}\n<a id=\"here\"></a>\n\n{{#figure lab01 x}}\n\n{{#live 01 y}}\n";
        assert_eq!(
            outline(text).ids,
            [
                "figure-lab01-x",
                "live-y",
                "the-tape-in-one-page",
                "a",
                "a-1",
                "other",
                "here"
            ]
        );
    }
}
