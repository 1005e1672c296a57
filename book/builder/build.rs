//! Builds the book with mdBook as a library, our preprocessor running in the same process.

use crate::checks::files;
use crate::neighbours::{self, Named};
use crate::{check_offline, check_words, preprocess, programs};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_preprocessor::errors::{Error, Result};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Builds `root/book` and checks that its pages need no network, and that its search finds every term of the glossary. Returns the folder of the built pages.
///
/// While another process builds the same book this one waits: both write the same files.
///
/// # Errors
/// Every mistake in the chapters, or what mdBook could not do.
pub fn build(root: &Path) -> std::result::Result<PathBuf, String> {
    let _alone = lock(root)?;
    let folder = root.join("book");
    let config = Config::from_disk(folder.join("book.toml"))
        .map_err(|error| format!("book/book.toml: {error:#}"))?;
    let built = folder.join(&config.build.build_dir);
    let mut book =
        MDBook::load_with_config(&folder, config).map_err(|error| format!("{error:#}"))?;
    // book.toml names the same preprocessor as a command, for plain mdBook; this one takes its place.
    let alive = programs::are_there(root);
    book.with_preprocessor(Neuron { alive });
    book.build().map_err(|error| format!("{error:#}"))?;
    hoist_languages(&built)?;
    neighbours::name(&built, &in_order(&book))?;
    if alive {
        programs::place(root, &built)?;
    }
    check_offline(&built)
        .and_then(|_| check_words(root, &built))
        .map_err(|findings| findings.to_string())?;
    Ok(built)
}

/// The chapters in the order of reading.
fn in_order(book: &MDBook) -> Vec<Named> {
    let chapter = |item: &BookItem| {
        let BookItem::Chapter(chapter) = item else {
            return None;
        };
        let page = chapter.path.as_ref()?.with_extension("html");
        Some(Named {
            page: page.to_string_lossy().replace('\\', "/"),
            name: chapter.name.clone(),
        })
    };
    book.iter().filter_map(chapter).collect()
}

/// mdBook loads our scripts after its own, which by then has complained of every language that highlight.js does not
/// know. The one that teaches it a language has to come before.
fn hoist_languages(built: &Path) -> std::result::Result<(), String> {
    for page in files(built, "html") {
        let cannot = |error| format!("{}: {error}", page.display());
        let html = fs::read_to_string(&page).map_err(cannot)?;
        if let Some(hoisted) = hoisted(&html, "theme/wgsl", "book") {
            fs::write(&page, hoisted).map_err(cannot)?;
        }
    }
    Ok(())
}

/// The page with one script's tag before another's, if it has both in the wrong order.
fn hoisted(html: &str, late: &str, early: &str) -> Option<String> {
    let tag = |name: &str| {
        let all = html.match_indices("<script src=\"").map(|(at, _)| at);
        all.into_iter().find_map(|at| {
            let end = at + html[at..].find("</script>")? + "</script>".len();
            let source = html[at..end].split('"').nth(1)?;
            let file = source.trim_start_matches("../");
            let rest = file.strip_prefix(name)?;
            (rest.starts_with('-') || rest == ".js").then_some(at..end)
        })
    };
    let (late, early) = (tag(late)?, tag(early)?);
    (early.end <= late.start).then(|| {
        let moved = &html[late.clone()];
        [
            &html[..early.start],
            moved,
            &html[early.start..late.start],
            &html[late.end..],
        ]
        .concat()
    })
}

/// Keeps others from building for as long as the file is open.
fn lock(root: &Path) -> std::result::Result<File, String> {
    let folder = root.join("target");
    let path = folder.join("book.lock");
    let cannot = |error| format!("cannot write {}: {error}", path.display());
    fs::create_dir_all(&folder).map_err(cannot)?;
    let file = File::create(&path).map_err(cannot)?;
    // Some network disks cannot lock. Then nobody keeps two builds apart but the writer.
    let _ = file.lock();
    Ok(file)
}

struct Neuron {
    /// Whether the figures can be woken.
    alive: bool,
}

impl Preprocessor for Neuron {
    fn name(&self) -> &str {
        "neuron"
    }

    fn run(&self, context: &PreprocessorContext, book: Book) -> Result<Book> {
        let mut json = serde_json::to_value(book)?;
        preprocess(
            &mut json,
            &context.root,
            &context.config.book.src,
            self.alive,
        )
        .map_err(|findings| Error::msg(findings.to_string()))?;
        Ok(serde_json::from_value(json)?)
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(renderer == "html")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn a_language_is_known_before_it_is_needed() {
        let html = "<script src=\"a.js\"></script><script src=\"../book-1.js\"></script>x<script src=\"../theme/wgsl-2.js\"></script>y";
        let want = "<script src=\"a.js\"></script><script src=\"../theme/wgsl-2.js\"></script><script src=\"../book-1.js\"></script>xy";
        assert_eq!(hoisted(html, "theme/wgsl", "book").as_deref(), Some(want));
        assert_eq!(hoisted(want, "theme/wgsl", "book"), None);
        assert_eq!(
            hoisted("<script src=\"book.js\"></script>", "theme/wgsl", "book"),
            None
        );
    }

    #[test]
    fn two_builds_at_once_come_one_after_the_other() {
        let root = tempfile::tempdir().unwrap();
        let source = root.path().join("book/src");
        fs::create_dir_all(&source).unwrap();
        fs::write(
            root.path().join("book/book.toml"),
            "[book]\ntitle = \"T\"\n",
        )
        .unwrap();
        fs::write(source.join("SUMMARY.md"), "- [One](one.md)\n").unwrap();
        fs::write(source.join("one.md"), "# One\n\n$x^2$\n").unwrap();
        let lock_file = root.path().join("target/book.lock");
        thread::scope(|scope| {
            let build = || scope.spawn(|| build(root.path()));
            for building in [build(), build(), build()] {
                building.join().unwrap().unwrap();
            }
        });
        assert!(lock_file.is_file(), "nobody has asked for it");
        let held = lock(root.path()).unwrap();
        let other = File::open(&lock_file).unwrap();
        assert!(other.try_lock().is_err());
        drop(held);
        assert!(other.try_lock().is_ok());
        assert!(root.path().join("book/book/one.html").is_file());
    }
}
