//! `cargo run -p book -- zip`: the built pages in one file, to be read where there is no Rust and no network.
//!
//! The same pages give the same bytes: the files are in the order of their names, and none has a date.

use std::fs;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// The name of the file, and of the one folder in it.
pub(crate) const NAME: &str = "one-neuron-up";

/// Packs the built pages in `pages` into `root/target/one-neuron-up.zip`. Returns its path.
///
/// # Errors
/// When a page cannot be read, or the file cannot be written.
pub fn pack(root: &Path, pages: &Path) -> Result<PathBuf, String> {
    let packed = packed(pages).map_err(|why| format!("cannot pack {}: {why}", pages.display()))?;
    put(root, "zip", &packed)
}

/// Writes `root/target/one-neuron-up.EXTENSION`. Whoever opens it in the meantime finds the old one whole.
pub(crate) fn put(root: &Path, extension: &str, packed: &[u8]) -> Result<PathBuf, String> {
    let path = root.join("target").join(NAME).with_extension(extension);
    let fresh = path.with_extension(format!("{extension}.new"));
    let written = fs::write(&fresh, packed).and_then(|()| fs::rename(&fresh, &path));
    written.map_err(|why| format!("cannot write {}: {why}", path.display()))?;
    Ok(path)
}

/// How a file is packed: small, and without a date.
pub(crate) fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644)
}

fn packed(pages: &Path) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names(pages)? {
        zip.start_file(format!("{NAME}/{name}"), options())?;
        zip.write_all(&fs::read(pages.join(&name))?)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Every file below `folder`, its path with `/` on every system, in order.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut open = vec![String::new()];
    while let Some(inside) = open.pop() {
        for entry in fs::read_dir(folder.join(&inside))? {
            let entry = entry?;
            let name = entry.file_name().into_string();
            let name = name.map_err(|name| io::Error::other(format!("{name:?} is no text")))?;
            let path = format!("{inside}{name}");
            if entry.file_type()?.is_dir() {
                open.push(path + "/");
            } else {
                names.push(path);
            }
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::time::SystemTime;
    use zip::ZipArchive;

    /// A folder with these files, made in this order.
    fn pages(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    const FILES: [(&str, &str); 4] = [
        ("index.html", "<p>σ(s)</p>"),
        ("code/labs/01/lib.rs.html", "fn main() {}"),
        ("über.html", ""),
        ("code.css", "a {}"),
    ];

    #[test]
    fn what_is_unpacked_is_what_was_built() {
        let (root, pages) = (pages(&[("target/old", "")]), pages(&FILES));
        let path = pack(root.path(), pages.path()).unwrap();
        assert_eq!(path, root.path().join("target/one-neuron-up.zip"));
        let mut archive = ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
        assert_eq!(archive.len(), FILES.len());
        for (name, text) in FILES {
            let mut file = archive.by_name(&format!("one-neuron-up/{name}")).unwrap();
            let mut read = String::new();
            file.read_to_string(&mut read).unwrap();
            assert_eq!((read.as_str(), file.unix_mode()), (text, Some(0o100644)));
        }
    }

    #[test]
    fn the_same_pages_give_the_same_bytes() {
        let [first, mut second] = [FILES; 2];
        second.reverse();
        let (first, second) = (pages(&first), pages(&second));
        let page = fs::File::options()
            .write(true)
            .open(second.path().join("code.css"));
        page.unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert_eq!(
            packed(first.path()).unwrap(),
            packed(second.path()).unwrap()
        );
        let listed = names(first.path()).unwrap();
        assert_eq!(
            listed,
            [
                "code.css",
                "code/labs/01/lib.rs.html",
                "index.html",
                "über.html"
            ]
        );
    }

    #[test]
    fn without_pages_nothing_is_packed() {
        let root = pages(&[("target/one-neuron-up.zip", "an old one")]);
        let complaint = pack(root.path(), &root.path().join("nowhere")).unwrap_err();
        assert!(complaint.contains("nowhere"), "{complaint}");
        let kept = fs::read_to_string(root.path().join("target/one-neuron-up.zip")).unwrap();
        assert_eq!(kept, "an old one");
    }
}
