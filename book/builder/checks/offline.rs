//! The built book asks the network for nothing.

use super::{files, shown};
use crate::Findings;
use std::fs;
use std::path::Path;

/// Checks the built pages under `built`: no script, style, font, picture or frame comes from another host.
/// (A link the reader may follow is no request.) Returns how many files were looked at.
///
/// # Errors
/// Every tag or style rule that would fetch something.
pub fn check_offline(built: &Path) -> Result<usize, Findings> {
    let mut findings = Findings::new();
    let mut looked_at = 0;
    for (extension, find) in [
        ("html", requests_of_html as fn(&str) -> Vec<&str>),
        ("css", requests_of_css),
    ] {
        for file in files(built, extension) {
            let text = fs::read_to_string(&file).unwrap_or_default();
            looked_at += 1;
            for request in find(&text) {
                findings.push(format!("{} would fetch {request}", shown(&file, built)));
            }
        }
    }
    findings.verdict(looked_at)
}

/// Tags that load what they point to, as soon as the page is opened.
const LOADING: [&str; 10] = [
    "script", "link", "img", "iframe", "image", "source", "video", "audio", "object", "use",
];

fn requests_of_html(html: &str) -> Vec<&str> {
    let tags = html
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split('>').next());
    let loads = |tag: &&str| {
        let name = tag.split([' ', '\n', '/']).next().unwrap_or("");
        let remote = ["=\"http:", "=\"https:", "=\"//", "url(http", "='http"]
            .iter()
            .any(|mark| tag.contains(mark));
        remote && LOADING.contains(&name)
    };
    tags.filter(loads).collect()
}

fn requests_of_css(css: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in css.match_indices("url(") {
        let target = css[at + 4..]
            .split(')')
            .next()
            .unwrap_or("")
            .trim_matches(['"', '\'', ' ']);
        if target.starts_with("http") || target.starts_with("//") {
            found.push(target);
        }
    }
    found.extend(
        css.match_indices("@import")
            .map(|(at, _)| css[at..].lines().next().unwrap_or("")),
    );
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, css: &str) -> Result<usize, Findings> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.html"), html).unwrap();
        fs::write(folder.path().join("a.css"), css).unwrap();
        check_offline(folder.path())
    }

    #[test]
    fn links_and_local_files_are_fine() {
        let html = "<a href=\"https://example.org\">x</a><script src=\"book.js\"></script><svg xmlns=\"http://www.w3.org/2000/svg\"></svg>";
        assert_eq!(check(html, "a { src: url(\"fonts/x.woff2\") }").unwrap(), 2);
    }

    #[test]
    fn requests_are_found() {
        for html in [
            "<script async src=\"https://cdn.example.org/x.js\">",
            "<img src=\"//example.org/a.png\">",
            "<link rel=\"stylesheet\" href=\"http://x/y.css\">",
        ] {
            assert!(check(html, "").is_err(), "{html}");
        }
        assert!(check("", "a { background: url('https://example.org/a.png') }").is_err());
        assert!(check("", "@import \"x.css\";").is_err());
    }
}
