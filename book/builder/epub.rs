//! `cargo run -p book -- epub`: the built pages as an e-book (EPUB 3). Formulas stay MathML and drawings SVG; what answers a
//! reader stays as it was drawn.
//!
//! The same pages give the same bytes, so the e-book has no date of its own.

use crate::inline::escape;
use crate::pack::{NAME, options, put};
use crate::xhtml::main_of;
use mdbook_driver::MDBook;
use mdbook_preprocessor::book::BookItem;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zip::result::ZipResult;
use zip::{CompressionMethod, ZipWriter};

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="book/content.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>
"#;
/// Variables of the book's style sheets and what they are on white paper: older e-readers know none.
const VARIABLES: [(&str, &str); 8] = [
    ("paper", "#fff"),
    ("bg", "#fff"),
    ("fg", "#000"),
    ("rule", "#d9dee6"),
    ("links", "#1d5fa8"),
    ("code-bg", "#f5f6f4"),
    ("accent", "#2563a8"),
    ("mono-font", "monospace"),
];

/// Writes the built pages in `pages` to `root/target/one-neuron-up.epub`. Returns its path.
///
/// # Errors
/// When a page cannot be read, or the file cannot be written.
pub fn write(root: &Path, pages: &Path) -> Result<PathBuf, String> {
    let book = MDBook::load(root.join("book")).map_err(|error| format!("{error:#}"))?;
    let names: Vec<String> = book.iter().filter_map(name).collect();
    let mut chapters = Vec::new();
    for name in &names {
        let file = pages.join(name).with_extension("html");
        let page = fs::read_to_string(&file).map_err(|why| why.to_string());
        let page = page.and_then(|html| main_of(&html, &|to| target(to, &names)));
        chapters.push(page.map_err(|why| format!("{}: {why}", file.display()))?);
    }
    let theme = |name: &str| {
        let file = root.join("book/theme").join(name);
        fs::read(&file).map_err(|why| format!("{}: {why}", file.display()))
    };
    // Rules with newer selectors are for what answers, and no e-reader has to know them.
    let theirs = [theme("results.css")?, theme("live.css")?].concat();
    let theirs = String::from_utf8_lossy(&theirs);
    let plain = theirs
        .lines()
        .filter(|rule| !rule.contains(":is(") && !rule.contains(":has("));
    let rules: Vec<&str> = include_str!("epub.css").lines().chain(plain).collect();
    let mut style = rules.join("\n");
    for (name, value) in VARIABLES {
        style = style.replace(&format!("var(--{name})"), value);
    }
    let others = [
        ("style.css", "text/css", style.into_bytes()),
        (
            "stix-two-math.woff2",
            "font/woff2",
            theme("fonts/stix-two-math.woff2")?,
        ),
        (
            "stix-two-math.txt",
            "text/plain",
            theme("fonts/STIX-TWO-MATH-LICENSE.txt")?,
        ),
    ];
    let packed = packed(&book, &names, &chapters, &others);
    put(
        root,
        "epub",
        &packed.map_err(|why| format!("cannot pack the book: {why}"))?,
    )
}

/// The file of a chapter, without its ending.
fn name(item: &BookItem) -> Option<String> {
    let BookItem::Chapter(chapter) = item else {
        return None;
    };
    let path = chapter.path.as_ref()?.with_extension("");
    Some(path.to_str()?.to_string())
}

/// Where a link of the built book leads in the e-book, which has its chapters alone.
fn target(to: &str, names: &[String]) -> Option<String> {
    if to.starts_with('#') || to.contains("://") {
        return Some(to.to_string());
    }
    let (page, place) = to.split_at(to.find('#').unwrap_or(to.len()));
    let name = page.strip_suffix(".html")?;
    let known = names.iter().any(|known| known == name);
    known.then(|| format!("{name}.xhtml{place}"))
}

/// The files of an e-book, and the list of them.
struct Files {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    manifest: String,
}

impl Files {
    fn add(&mut self, name: &str, kind: &str, bytes: &[u8]) -> ZipResult<()> {
        let id = name.replace('/', "-");
        self.manifest +=
            &format!("<item id=\"file-{id}\" href=\"{name}\" media-type=\"{kind}\"/>\n");
        self.zip.start_file(format!("book/{name}"), options())?;
        Ok(self.zip.write_all(bytes)?)
    }

    /// A page; some of what it holds has to be told beforehand.
    fn page(&mut self, name: &str, title: &str, body: &str) -> ZipResult<()> {
        let marks = [("<math ", "mathml"), ("<svg ", "svg"), ("<nav ", "nav")];
        let held = marks.iter().filter(|(mark, _)| body.contains(mark));
        let held: Vec<&str> = held.map(|(_, property)| *property).collect();
        let mut kind = "application/xhtml+xml".to_string();
        if !held.is_empty() {
            kind += &format!("\" properties=\"{}", held.join(" "));
        }
        let page = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
             <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"en\" xml:lang=\"en\">\n\
             <head><title>{title}</title><link rel=\"stylesheet\" href=\"style.css\"/></head>\n\
             <body class=\"content\">{body}</body>\n</html>\n"
        );
        self.add(&format!("{name}.xhtml"), &kind, page.as_bytes())
    }
}

fn packed(
    book: &MDBook,
    names: &[String],
    chapters: &[String],
    others: &[(&str, &str, Vec<u8>)],
) -> ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The first file says what all of it is, to who looks at the bytes.
    zip.start_file(
        "mimetype",
        options().compression_method(CompressionMethod::Stored),
    )?;
    zip.write_all(b"application/epub+zip")?;
    zip.start_file("META-INF/container.xml", options())?;
    zip.write_all(CONTAINER.as_bytes())?;
    let mut files = Files {
        zip,
        manifest: String::new(),
    };
    let about = &book.config.book;
    let [title, description] =
        [&about.title, &about.description].map(|text| escape(text.as_deref().unwrap_or_default()));
    files.page(
        "title-page",
        &title,
        &format!("<div class=\"title\"><h1>{title}</h1><p>{description}</p></div>"),
    )?;
    let (mut contents, mut spine, mut end) = (String::new(), String::new(), "");
    let mut pages = names.iter().zip(chapters);
    for item in book.iter() {
        match item {
            BookItem::Chapter(chapter) => {
                let Some((name, body)) = chapter.path.as_ref().and_then(|_| pages.next()) else {
                    continue;
                };
                let title = escape(&chapter.name);
                contents += &format!("<li><a href=\"{name}.xhtml\">{title}</a></li>\n");
                spine += &format!(
                    "<itemref idref=\"file-{}.xhtml\"/>\n",
                    name.replace('/', "-")
                );
                files.page(name, &title, body)?;
            }
            BookItem::PartTitle(title) => {
                contents += &format!("{end}<li><span>{}</span><ol>\n", escape(title));
                end = "</ol></li>";
            }
            BookItem::Separator => contents += std::mem::take(&mut end),
        }
    }
    files.page(
        "contents",
        "Contents",
        &format!("<nav epub:type=\"toc\"><h1>Contents</h1><ol>{contents}{end}</ol></nav>"),
    )?;
    for (name, kind, bytes) in others {
        files.add(name, kind, bytes)?;
    }
    let Files { mut zip, manifest } = files;
    zip.start_file("book/content.opf", options())?;
    write!(
        zip,
        r#"<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{NAME}</dc:identifier><dc:language>en</dc:language>
<dc:title>{title}</dc:title><dc:description>{description}</dc:description>
<meta property="dcterms:modified">1980-01-01T00:00:00Z</meta>
</metadata>
<manifest>
{manifest}</manifest>
<spine>
<itemref idref="file-title-page.xhtml"/><itemref idref="file-contents.xhtml"/>
{spine}</spine>
</package>
"#
    )?;
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use zip::ZipArchive;

    fn made() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        let theme = place::root().unwrap().join("book/theme");
        for (name, text) in [
            ("book/book.toml", "[book]\ntitle = \"T & U\"\n"),
            (
                "book/src/SUMMARY.md",
                "[A](a.md)\n\n# Part <1>\n\n- [B & C](b.md)\n\n---\n\n[D](d.md)\n",
            ),
            ("book/src/a.md", ""),
            ("book/src/b.md", ""),
            ("book/src/d.md", ""),
            (
                "built/a.html",
                "<main><p>a<br><math><mi>x</mi></math><a href=\"b.html#one\">b</a></main>",
            ),
            (
                "built/b.html",
                "<main><h1 id=\"one\">b</h1><svg viewbox=\"0 0 1 1\"></svg><a href=\"code/b.rs.html\">c</a></main>",
            ),
            ("built/d.html", "<main>d</main>"),
            ("target/old", ""),
        ] {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::create_dir_all(root.path().join("book/theme/fonts")).unwrap();
        for name in [
            "results.css",
            "live.css",
            "fonts/stix-two-math.woff2",
            "fonts/STIX-TWO-MATH-LICENSE.txt",
        ] {
            fs::copy(theme.join(name), root.path().join("book/theme").join(name)).unwrap();
        }
        root
    }

    #[test]
    fn every_page_is_strict_and_every_file_is_listed() {
        let root = made();
        let path = write(root.path(), &root.path().join("built")).unwrap();
        let again = fs::read(&path).unwrap();
        write(root.path(), &root.path().join("built")).unwrap();
        assert_eq!(again, fs::read(&path).unwrap());
        let mut archive = ZipArchive::new(Cursor::new(again)).unwrap();
        assert_eq!(archive.by_index(0).unwrap().name().unwrap(), "mimetype");
        let names: Vec<String> = archive
            .file_names()
            .map(|name| name.unwrap().into_owned())
            .collect();
        let mut read = |name: &str| {
            let mut text = String::new();
            archive
                .by_name(name)
                .unwrap()
                .read_to_string(&mut text)
                .unwrap();
            text
        };
        let package = read("book/content.opf");
        for name in names.iter().filter_map(|name| name.strip_prefix("book/")) {
            assert!(
                name == "content.opf" || package.contains(&format!("href=\"{name}\"")),
                "{name}: {package}"
            );
        }
        for name in names
            .iter()
            .filter(|name| name.ends_with("ml") || name.ends_with("opf"))
        {
            let options = roxmltree::ParsingOptions {
                allow_dtd: true,
                ..Default::default()
            };
            let text = read(name);
            if let Err(why) = roxmltree::Document::parse_with_options(&text, options) {
                panic!("{name}: {why}\n{text}");
            }
        }
        assert!(
            package.contains(
                "href=\"a.xhtml\" media-type=\"application/xhtml+xml\" properties=\"mathml\""
            ),
            "{package}"
        );
        assert!(read("book/a.xhtml").contains("<a href=\"b.xhtml#one\">b</a>"));
        assert!(
            read("book/b.xhtml")
                .contains("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>c")
        );
        let contents = read("book/contents.xhtml");
        let part = "<li><span>Part &lt;1&gt;</span><ol>\n<li><a href=\"b.xhtml\">B &amp; C</a></li>\n</ol></li><li><a href=\"d.xhtml\">";
        assert!(contents.contains(part), "{contents}");
        assert!(!read("book/style.css").contains("var(--rule)"));
    }
}
