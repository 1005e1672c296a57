//! From the path of a request to a file of the book.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What there is at a path.
#[derive(Debug)]
pub enum Page {
    Found {
        kind: &'static str,
        body: Vec<u8>,
    },
    Absent,
    /// It is there, and the system does not give it to us.
    Unreadable(io::Error),
}

/// What a request names. Nothing outside of `pages` is ever read.
pub fn find(pages: &Path, path: &str) -> Page {
    let Some(file) = file(pages, path) else {
        return Page::Absent;
    };
    match fs::read(&file) {
        Ok(body) => Page::Found {
            kind: kind(&file),
            body,
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Page::Absent,
        Err(error) => Page::Unreadable(error),
    }
}

/// The file, if it lies in `pages` once all links are followed.
fn file(pages: &Path, path: &str) -> Option<PathBuf> {
    let path = unescape(path)?;
    let mut file = pages.to_path_buf();
    for part in path.split('/') {
        if part == ".." || part.contains(['\\', ':', '\0']) {
            return None;
        }
        if !part.is_empty() && part != "." {
            file.push(part);
        }
    }
    if file.is_dir() {
        file.push("index.html");
    }
    let file = fs::canonicalize(file).ok()?;
    let inside = file.starts_with(fs::canonicalize(pages).ok()?);
    // A pipe would keep us waiting.
    (inside && file.is_file()).then_some(file)
}

/// Undoes `%20` and the like.
fn unescape(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
            bytes.push((16 * high + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn kind(file: &Path) -> &'static str {
    let end = file.extension().and_then(|end| end.to_str());
    match end.unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(pages: &Path, path: &str) -> Option<Vec<u8>> {
        match find(pages, path) {
            Page::Found { body, .. } => Some(body),
            _ => None,
        }
    }

    #[test]
    fn nothing_outside_the_pages_is_served() {
        let folder = tempfile::tempdir().unwrap();
        let pages = folder.path().join("book");
        fs::create_dir(&pages).unwrap();
        fs::write(pages.join("index.html"), "hello").unwrap();
        fs::write(pages.join("a b.css"), "x").unwrap();
        fs::write(folder.path().join("secret"), "no").unwrap();
        #[cfg(unix)]
        for (link, target) in [("out", "../secret"), ("up", ".."), ("in", "index.html")] {
            std::os::unix::fs::symlink(target, pages.join(link)).unwrap();
        }
        assert_eq!(body(&pages, "/").unwrap(), b"hello");
        assert_eq!(body(&pages, "//./index.html").unwrap(), b"hello");
        assert_eq!(body(&pages, "/a%20b.css").unwrap(), b"x");
        #[cfg(unix)]
        assert_eq!(body(&pages, "/in").unwrap(), b"hello");
        for path in [
            "/../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/..\\secret",
            "/%5c..%5csecret",
            "/c:/secret",
            "/index.html%00",
            "/out",
            "/up/secret",
            "/nosuch",
            "/%zz",
            "/%+1",
            "/%",
            "/%ff",
        ] {
            assert!(body(&pages, path).is_none(), "{path}");
        }
    }
}
