//! How a lesson writes its files.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Writes `text` to `path`: all of it or nothing. It goes to a file beside it first, which is then renamed, so a
/// reader never sees a part, a full disk spoils nothing, and a link at `path` is replaced instead of followed.
///
/// # Errors
/// If it cannot be written; then the file is what it was before.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut name = OsString::from(path);
    name.push(".new");
    let fresh = Path::new(&name);
    // Left over from a run that was killed; whatever it is, it must not be followed.
    let _ = fs::remove_file(fresh);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(fresh)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.flush());
    drop(file);
    let outcome = written.and_then(|()| fs::rename(fresh, path));
    if outcome.is_err() {
        let _ = fs::remove_file(fresh);
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("labkit-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn names(folder: &Path) -> Vec<OsString> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_is_left_beside_the_file() {
        let folder = folder("whole");
        let path = folder.join("page.html");
        fs::write(folder.join("page.html.new"), "of a run that was killed").unwrap();
        for text in ["one", "two"] {
            write(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(names(&folder), ["page.html"]);
        // A folder is in the way of the rename.
        fs::create_dir(folder.join("way")).unwrap();
        fs::write(folder.join("way/full"), "").unwrap();
        write(&folder.join("way"), "three").unwrap_err();
        assert_eq!(names(&folder), ["page.html", "way"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_replaced_and_not_followed() {
        let folder = folder("link");
        let (target, link) = (folder.join("precious"), folder.join("page.html"));
        fs::write(&target, "keep me").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        std::os::unix::fs::symlink(&target, folder.join("page.html.new")).unwrap();
        write(&link, "page").unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "keep me");
        assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
        fs::remove_dir_all(folder).unwrap();
    }
}
