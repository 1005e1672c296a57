//! A page that mdBook has written, as the strict XHTML that an e-book wants.

use crate::inline::escape;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};
use std::fmt::Write;

const HTML: &str = "http://www.w3.org/1999/xhtml";
/// HTML's elements without an end.
const VOID: &[&str] = &["br", "col", "hr", "img", "input", "wbr"];
/// The parts of a formula whose style is put around them.
const STYLED: &[&str] = &["mfrac", "mrow"];
/// What means nothing where nothing can answer, and the pictures for a dark screen.
const LEFT_OUT: &[&str] = &["script", "button"];
const LEFT_OUT_CLASSES: &[&str] = &["live-try", "live-knobs", "for-dark"];

/// What a page's `<main>` holds. `link` says where a link leads in the e-book; one that leads nowhere becomes plain text.
///
/// # Errors
/// When the page has no `<main>`.
pub(crate) fn main_of(page: &str, link: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
    let page = Html::parse_document(page);
    let selector = Selector::parse("main").map_err(|error| error.to_string())?;
    let main = page.select(&selector).next().ok_or("it has no <main>")?;
    let mut out = String::new();
    children(main, link, &mut out);
    Ok(out)
}

fn children(parent: ElementRef, link: &dyn Fn(&str) -> Option<String>, out: &mut String) {
    for child in parent.children() {
        if let Node::Text(text) = child.value() {
            out.push_str(&escape(text));
        } else if let Some(child) = ElementRef::wrap(child) {
            element(child, &parent.value().name.ns, link, out);
        }
    }
}

fn element(
    this: ElementRef,
    around: &str,
    link: &dyn Fn(&str) -> Option<String>,
    out: &mut String,
) {
    let Element { name, .. } = this.value();
    let tag = name.local.as_ref();
    let classes = &mut this.value().classes();
    if LEFT_OUT.contains(&tag) || classes.any(|class| LEFT_OUT_CLASSES.contains(&class)) {
        return;
    }
    let target = (tag == "a").then(|| this.attr("href").and_then(link));
    if target == Some(None) {
        return children(this, link, out);
    }
    // Browsers take a style on any part of a formula; MathML 3, by which e-books are judged, on few.
    let style = this.attr("displaystyle").filter(|_| STYLED.contains(&tag));
    if let Some(style) = style {
        let _ = write!(out, "<mstyle displaystyle=\"{style}\">");
    }
    out.push('<');
    out.push_str(tag);
    if *name.ns != *around {
        let _ = write!(out, " xmlns=\"{}\"", name.ns);
    }
    for (name, value) in &this.value().attrs {
        let key = name.local.as_ref();
        let value = match &target {
            Some(Some(target)) if key == "href" => target,
            _ => &**value,
        };
        let dropped = ["tabindex", "scriptlevel"].contains(&key) || key.starts_with("data-");
        let moved = key == "displaystyle" && style.is_some();
        // A declaration is written above, and what a script would read is for nobody.
        if name.ns.is_empty() && !dropped && !moved {
            let _ = write!(out, " {key}=\"{}\"", escape(value));
        }
    }
    if !this.has_children() && (*name.ns != *HTML || VOID.contains(&tag)) {
        return out.push_str("/>");
    }
    out.push('>');
    children(this, link, out);
    let _ = write!(out, "</{tag}>");
    if style.is_some() {
        out.push_str("</mstyle>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strict(main: &str) -> String {
        let page = format!("<body><nav>no</nav><main>{main}</main></body>");
        let link = |to: &str| to.strip_suffix(".html").map(|page| format!("{page}.xhtml"));
        let text = main_of(&page, &link).unwrap();
        let whole = format!("<body xmlns=\"{HTML}\">{text}</body>");
        roxmltree::Document::parse(&whole).unwrap_or_else(|why| panic!("{why}: {whole}"));
        text
    }

    #[test]
    fn what_only_a_browser_reads_becomes_strict() {
        for (loose, want) in [
            (
                "<p>a<br>b &amp; c<p>&nbsp;d",
                "<p>a<br/>b &amp; c</p><p>\u{a0}d</p>",
            ),
            (
                "<details open><i></i></details>",
                "<details open=\"\"><i></i></details>",
            ),
            (
                "<math><mfrac displaystyle=\"false\"><mi>x</mi><mi>y</mi></mfrac></math>",
                "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mstyle displaystyle=\"false\"><mfrac><mi>x</mi><mi>y</mi></mfrac></mstyle></math>",
            ),
            (
                "<math><mi>x</mi></math>",
                "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mi>x</mi></math>",
            ),
            (
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewbox=\"0 0 1 1\"><clippath id=\"c\"></clippath><foreignobject><b>x</b></foreignobject></svg>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><clipPath id=\"c\"/><foreignObject><b xmlns=\"http://www.w3.org/1999/xhtml\">x</b></foreignObject></svg>",
            ),
            (
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><image width=\"9\" href=\"data:image/png;base64,iVBORw0KGgo=\"></image></svg>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"data:image/png;base64,iVBORw0KGgo=\" width=\"9\"/></svg>",
            ),
        ] {
            assert_eq!(strict(loose), want);
        }
    }

    #[test]
    fn links_lead_somewhere_or_are_text() {
        let text = strict("<a href=\"one.html\">1</a><a href=\"code/lib.rs\"><code>2</code></a>");
        assert_eq!(text, "<a href=\"one.xhtml\">1</a><code>2</code>");
    }

    #[test]
    fn what_answers_is_left_out() {
        let text = strict(
            "<p class=\"live-try\">Drag!</p><script>1 < 2</script><p data-part=\"3\" tabindex=\"0\">x</p><!-- y -->",
        );
        assert_eq!(text, "<p>x</p>");
    }

    #[test]
    fn a_page_without_a_main_is_a_mistake() {
        assert!(main_of("<p>", &|_| None).is_err());
    }
}
