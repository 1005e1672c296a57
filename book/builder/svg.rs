//! A recorded SVG, made fit to stand inside a page: no fixed size, and ids that no other figure uses.

use crate::inline::escape;

/// The height of the smallest text on a page, in pixels. On a narrow page a figure is scrolled, so that it stays.
const SMALLEST: f64 = 10.0;

/// How a picture that lies inside a figure begins.
const PICTURE: &str = "data:image/png;base64,";

/// The `<svg>` element of `source` on one line, its ids prefixed with `prefix`, in a box that scrolls. It is as wide
/// as its column allows, no wider than it was drawn, and never so narrow that its text is too small to read.
///
/// # Errors
/// When it is no SVG, has no size, runs scripts or fetches something.
pub(crate) fn inline(source: &str, prefix: &str, label: &str) -> Result<String, String> {
    let start = source.find("<svg").ok_or("there is no <svg> in it")?;
    let end = source.rfind("</svg>").ok_or("its <svg> is never closed")? + "</svg>".len();
    let svg = source[start..end]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace("> <", "><");
    for banned in ["<script", "<foreignObject", "url(http"] {
        if svg.contains(banned) {
            return Err(format!(
                "it contains `{banned}`, which a page of this book must not load"
            ));
        }
    }
    if let Some(foreign) = links(&svg).find(|to| !to.starts_with('#') && !to.starts_with(PICTURE)) {
        let shown: String = foreign.chars().take(40).collect();
        return Err(format!(
            "it refers to `{shown}`; a figure may refer to its own parts, and to a PNG file inside it (`{PICTURE}`)"
        ));
    }
    let close = svg.find('>').ok_or("its <svg> tag is never closed")?;
    let (tag, body) = svg.split_at(close);
    Ok(format!(
        "<div class=\"drawing\">{}{}</div>",
        opening_tag(tag, smallest_text(body), label)?,
        unique_ids(body, prefix)
    ))
}

/// What a figure refers to, `xlink:href` and single quotes included.
fn links(svg: &str) -> impl Iterator<Item = &str> {
    svg.split("href=").skip(1).filter_map(|rest| {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest[1..].split(quote).next()
    })
}

/// The size of the smallest text, in the units of the drawing.
fn smallest_text(body: &str) -> Option<f64> {
    let tags = body
        .split("<text")
        .skip(1)
        .filter_map(|rest| rest.split('>').next());
    tags.filter_map(|tag| attribute(tag, "font-size")?.parse().ok())
        .reduce(f64::min)
}

/// The opening tag (without its `>`), with its size turned into a `viewBox` and the bounds of its width.
fn opening_tag(tag: &str, text: Option<f64>, label: &str) -> Result<String, String> {
    let size = |name| {
        attribute(tag, name).and_then(|value| value.trim_end_matches("px").parse::<f64>().ok())
    };
    let from_box = attribute(tag, "viewBox").map(|value| {
        value
            .split([' ', ','])
            .filter_map(|v| v.parse().ok())
            .collect::<Vec<f64>>()
    });
    let (view, units, width) = match (from_box.as_deref(), size("width"), size("height")) {
        (Some([x, y, w, h]), drawn, _) => (format!("{x} {y} {w} {h}"), *w, drawn.unwrap_or(*w)),
        (_, Some(w), Some(h)) => (format!("0 0 {w} {h}"), w, w),
        _ => return Err("it has neither a viewBox nor a width and a height".into()),
    };
    let least = text.map_or(0.0, |size| (units * SMALLEST / size).ceil());
    // The height is left to the browser, which keeps the proportions of the viewBox.
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{view}\" style=\"min-width:{least}px;max-width:{width}px\" role=\"img\" aria-label=\"{}\"",
        escape(label)
    ))
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[at..].split('"').next()
}

/// Prefixes every id and every reference to one.
fn unique_ids(body: &str, prefix: &str) -> String {
    let ids: Vec<&str> = body
        .match_indices(" id=\"")
        .filter_map(|(at, mark)| body[at + mark.len()..].split('"').next())
        .collect();
    ids.iter().fold(body.to_string(), |out, id| {
        out.replace(&format!(" id=\"{id}\""), &format!(" id=\"{prefix}-{id}\""))
            .replace(&format!("url(#{id})"), &format!("url(#{prefix}-{id})"))
            .replace(
                &format!("href=\"#{id}\""),
                &format!("href=\"#{prefix}-{id}\""),
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_prefixed_with_their_references() {
        let svg = "<?xml version=\"1.0\"?>\n<svg width=\"640\" height=\"400\">\n<clipPath id=\"c\"/>\n\n<g clip-path=\"url(#c)\"/><use href=\"#c\"/></svg>\n";
        let out = inline(svg, "lab01-a", "a \"curve\"").unwrap();
        assert!(
            out.contains(" id=\"lab01-a-c\"")
                && out.contains("url(#lab01-a-c)")
                && out.contains("href=\"#lab01-a-c\""),
            "{out}"
        );
        assert!(
            out.contains("viewBox=\"0 0 640 400\"")
                && out.contains("max-width:640px")
                && !out.contains(" height="),
            "{out}"
        );
        assert!(out.contains("aria-label=\"a &quot;curve&quot;\""), "{out}");
        assert!(!out.contains('\n') && !out.contains("<?xml"), "{out}");
    }

    #[test]
    fn the_smallest_text_bounds_the_width_from_below() {
        // 40 of 1280 units are 10 pixels where the drawing is 320 wide.
        let svg = "<svg width=\"640\" viewBox=\"0 0 1280 800\"><text font-size=\"60\">a</text><text x=\"1\" font-size=\"40\">b</text></svg>";
        let out = inline(svg, "p", "").unwrap();
        assert!(out.contains("min-width:320px;max-width:640px"), "{out}");
        let svg = "<svg viewBox=\"0 0 9 9\"><text>?</text><g font-size=\"1\"/></svg>";
        let bare = inline(svg, "p", "").unwrap();
        assert!(bare.contains("min-width:0px"), "{bare}");
    }

    #[test]
    fn a_view_box_wins() {
        assert!(
            inline("<svg viewBox=\"0 0 10 20\"></svg>", "p", "")
                .unwrap()
                .contains("max-width:10px")
        );
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(inline("hello", "p", "").is_err());
        assert!(inline("<svg></svg>", "p", "").is_err());
        assert!(inline("<svg viewBox=\"0 0 1 1\"><script>x</script></svg>", "p", "").is_err());
        assert!(
            inline(
                "<svg viewBox=\"0 0 1 1\"><image href=\"https://example.org/a.png\"/></svg>",
                "p",
                ""
            )
            .is_err()
        );
    }
    #[test]
    fn a_picture_inside_is_fine_and_any_other_is_not() {
        let with = |to: &str| {
            inline(
                &format!("<svg viewBox=\"0 0 1 1\"><image {to}/></svg>"),
                "p",
                "",
            )
        };
        let inside = "href=\"data:image/png;base64,iVBORw0KGgo=\"";
        assert!(with(inside).unwrap().contains(inside));
        for foreign in [
            "href=\"data:image/svg+xml;base64,PHN2Zz4=\"",
            "href=\"data:text/html,x\"",
            "xlink:href='https://example.org/a.png'",
            "href=\"../a.png\"",
            "href=\"javascript:x\"",
        ] {
            let why = with(foreign).unwrap_err();
            assert!(why.contains("it refers to"), "{foreign}: {why}");
        }
    }
}
