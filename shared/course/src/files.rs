//! Files that are written whole or not at all, and never over something that is kept nowhere else.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::Result;

/// Replaces what `path` holds by `text`, in one step: who reads it meanwhile, or pulls the plug, finds the old text or
/// the new one. A link goes on leading to its file.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.new", std::process::id()));
    let new = path.with_file_name(name);
    let written = fill(&new, text, fs::metadata(&path).ok()).and_then(|()| fs::rename(&new, &path));
    if written.is_err() {
        // What is half written helps nobody; the error that matters is the one above.
        let _ = fs::remove_file(&new);
    }
    written
}

fn fill(new: &Path, text: &str, old: Option<fs::Metadata>) -> io::Result<()> {
    let mut file = File::create(new)?;
    file.write_all(text.as_bytes())?;
    if let Some(old) = old {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()
}

/// Writes `text` beside what `folder` keeps already, as `NAME-1.EXT` or the next number that is free.
pub(crate) fn keep(folder: &Path, name: &str, extension: &str, text: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    for number in 1_u32.. {
        let path = folder.join(format!("{name}-{number}.{extension}"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(text)?;
                file.sync_all()?;
                return Ok(path);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("no name is free"))
}

/// Moves what earlier versions kept in `target/course` to `memory`, which `cargo clean` leaves alone.
pub(crate) fn move_in(old: &Path, memory: &Path) -> Result<()> {
    let moved = hints(old, memory).and_then(|()| answers(&old.join("kept"), &memory.join("kept")));
    moved.map_err(|error| {
        format!(
            "cannot move what is kept in {} to {}: {error}",
            old.display(),
            memory.display()
        )
    })
}

fn hints(old: &Path, memory: &Path) -> io::Result<()> {
    let (from, to) = (old.join("hints.json"), memory.join("hints.json"));
    if from.is_file() && !to.exists() {
        write(&to, &fs::read_to_string(&from)?)?;
        fs::remove_file(from)?;
    }
    Ok(())
}

fn answers(old: &Path, memory: &Path) -> io::Result<()> {
    let mut files: Vec<PathBuf> = match fs::read_dir(old) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(_) => return Ok(()),
    };
    files.sort();
    for file in files.iter().filter(|file| file.is_file()) {
        let part = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        let (stem, extension) = (part(file.file_stem()), part(file.extension()));
        let name = stem.trim_end_matches(|c: char| c.is_ascii_digit());
        keep(
            memory,
            name.trim_end_matches('-'),
            &extension,
            &fs::read(file)?,
        )?;
        fs::remove_file(file)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = place::target().unwrap().join("tmp/course-files").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = scratch("write");
        let path = folder.join("deep/answer.rs");
        for text in ["one", "two"] {
            write(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(names(&folder.join("deep")), ["answer.rs"]);
        // A folder in the way: an error, and nothing is left either.
        let in_the_way = folder.join("deep/taken");
        fs::create_dir_all(in_the_way.join("full")).unwrap();
        write(&in_the_way, "three").unwrap_err();
        assert_eq!(names(&folder.join("deep")), ["answer.rs", "taken"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = scratch("link");
        fs::write(folder.join("real.rs"), "one").unwrap();
        std::os::unix::fs::symlink("real.rs", folder.join("link.rs")).unwrap();
        write(&folder.join("link.rs"), "two").unwrap();
        assert_eq!(fs::read_to_string(folder.join("real.rs")).unwrap(), "two");
        assert!(
            fs::symlink_metadata(folder.join("link.rs"))
                .unwrap()
                .is_symlink()
        );
    }

    #[test]
    fn what_is_kept_is_never_written_over() {
        let folder = scratch("keep");
        for (text, name) in [("a", "lab01-exercises-1.rs"), ("b", "lab01-exercises-2.rs")] {
            let kept = keep(&folder, "lab01-exercises", "rs", text.as_bytes()).unwrap();
            assert_eq!(kept, folder.join(name));
            assert_eq!(fs::read_to_string(kept).unwrap(), text);
        }
    }

    #[test]
    fn old_answers_move_in_beside_new_ones() {
        let folder = scratch("move");
        let (old, memory) = (folder.join("target/course"), folder.join("memory"));
        write(&old.join("hints.json"), "{\"lab01::bump\": 2}").unwrap();
        write(&old.join("kept/lab01-exercises-1.rs"), "old").unwrap();
        write(&memory.join("kept/lab01-exercises-1.rs"), "new").unwrap();
        for _ in 0..2 {
            move_in(&old, &memory).unwrap();
            let read = |name: &str| fs::read_to_string(memory.join(name)).unwrap();
            assert_eq!(read("hints.json"), "{\"lab01::bump\": 2}");
            assert_eq!(read("kept/lab01-exercises-1.rs"), "new");
            assert_eq!(read("kept/lab01-exercises-2.rs"), "old");
            assert_eq!(names(&memory.join("kept")).len(), 2);
        }
        assert_eq!(names(&old), ["kept"]);
    }
}
