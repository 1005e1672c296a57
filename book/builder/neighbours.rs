//! At the end of each page: what comes before it and what comes after, by name.
//!
//! This is done on the built pages, behind the chapter: in its own text the names would be found by the search, and stand in
//! the e-book.

use crate::inline::escape;
use std::fs;
use std::io;
use std::path::Path;

/// A chapter: its page, and what it is called.
pub(crate) struct Named {
    pub page: String,
    pub name: String,
}

/// Puts the names below every page in `built`; `chapters` are in the order of reading. The first is the front page as well.
///
/// # Errors
/// When a page cannot be read or written.
pub(crate) fn name(built: &Path, chapters: &[Named]) -> Result<(), String> {
    for (at, chapter) in chapters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &chapters[at]);
        let html = links(before, chapters.get(at + 1));
        let front = (at == 0).then_some("index.html");
        for page in [Some(chapter.page.as_str()), front].into_iter().flatten() {
            let path = built.join(page);
            put(&path, &html).map_err(|why| format!("{}: {why}", path.display()))?;
        }
    }
    Ok(())
}

fn links(before: Option<&Named>, after: Option<&Named>) -> String {
    let link = |chapter: Option<&Named>, rel: &str, word: &str| match chapter {
        Some(Named { page, name }) => format!(
            "<a rel=\"{rel}\" href=\"{}\"><span>{word}</span>{}</a>",
            escape(page),
            escape(name)
        ),
        None => String::new(),
    };
    format!(
        "<nav class=\"neighbours\" aria-label=\"Before and after\">{}{}</nav>",
        link(before, "prev", "Before this"),
        link(after, "next", "Next")
    )
}

fn put(path: &Path, html: &str) -> io::Result<()> {
    let page = fs::read_to_string(path)?;
    let end = page.rfind("</main>").map(|at| at + "</main>".len());
    let end = end.ok_or_else(|| io::Error::other("a page has a `main`"))?;
    fs::write(path, [&page[..end], html, &page[end..]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_names_those_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let chapters = ["a", "b", "c"].map(|name| Named {
            page: format!("{name}.html"),
            name: format!("Chapter <{name}>"),
        });
        for page in ["index.html", "a.html", "b.html", "c.html"] {
            fs::write(folder.path().join(page), "<main>text</main><footer>").unwrap();
        }
        name(folder.path(), &chapters).unwrap();
        let read = |page: &str| fs::read_to_string(folder.path().join(page)).unwrap();
        let before =
            "<a rel=\"prev\" href=\"a.html\"><span>Before this</span>Chapter &lt;a&gt;</a>";
        let after = "<a rel=\"next\" href=\"c.html\"><span>Next</span>Chapter &lt;c&gt;</a>";
        let middle = read("b.html");
        assert!(middle.starts_with("<main>text</main><nav"), "{middle}");
        assert!(middle.ends_with("</nav><footer>"), "{middle}");
        assert!(middle.contains(&format!("{before}{after}")), "{middle}");
        assert_eq!(read("a.html"), read("index.html"));
        assert!(!read("a.html").contains("prev") && !read("c.html").contains("next"));
    }

    #[test]
    fn a_page_that_is_missing_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let lost = Named {
            page: "lost.html".into(),
            name: "Lost".into(),
        };
        let complaint = name(folder.path(), &[lost]).unwrap_err();
        assert!(complaint.contains("lost.html"), "{complaint}");
    }
}
