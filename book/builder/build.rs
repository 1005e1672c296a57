//! Builds the book with mdBook as a library, our preprocessor running in the same process.

use crate::{check_offline, preprocess};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_preprocessor::book::Book;
use mdbook_preprocessor::errors::{Error, Result};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use std::path::{Path, PathBuf};

/// Builds `root/book` and checks that its pages need no network. Returns the folder of the built pages.
///
/// # Errors
/// Every mistake in the chapters, or what mdBook could not do.
pub fn build(root: &Path) -> std::result::Result<PathBuf, String> {
    let folder = root.join("book");
    let config = Config::from_disk(folder.join("book.toml"))
        .map_err(|error| format!("book/book.toml: {error:#}"))?;
    let built = folder.join(&config.build.build_dir);
    let mut book =
        MDBook::load_with_config(&folder, config).map_err(|error| format!("{error:#}"))?;
    // book.toml names the same preprocessor as a command, for plain mdBook; this one takes its place.
    book.with_preprocessor(Neuron);
    book.build().map_err(|error| format!("{error:#}"))?;
    check_offline(&built).map_err(|findings| findings.to_string())?;
    Ok(built)
}

struct Neuron;

impl Preprocessor for Neuron {
    fn name(&self) -> &str {
        "neuron"
    }

    fn run(&self, context: &PreprocessorContext, book: Book) -> Result<Book> {
        let mut json = serde_json::to_value(book)?;
        preprocess(&mut json, &context.root, &context.config.book.src)
            .map_err(|findings| Error::msg(findings.to_string()))?;
        Ok(serde_json::from_value(json)?)
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(renderer == "html")
    }
}
