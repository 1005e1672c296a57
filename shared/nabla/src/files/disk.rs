//! Files as the disk has them: read only if they are files, written whole or not at all.

use super::Checked;
use super::contents::{Contents, LARGEST_FILE};
use std::collections::hash_map::RandomState;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

fn unread(error: io::Error) -> String {
    format!("cannot be read: {error}")
}

/// What is wrong, and what helps.
pub struct Unwritten {
    pub what: String,
    pub remedy: &'static str,
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Unwritten {
            what: format!("cannot be written: {error}"),
            remedy: remedy(error.kind()),
        }
    }
}

fn remedy(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "make room on its disk, or save it elsewhere"
        }
        ErrorKind::PermissionDenied => {
            "see that its folder may be written to, or save it elsewhere"
        }
        ErrorKind::ReadOnlyFilesystem => "its disk is only for reading: save it elsewhere",
        ErrorKind::NotFound => "see that its folder exists, or save it elsewhere",
        ErrorKind::NotADirectory => {
            "a file lies where a folder of its path should be: save it elsewhere"
        }
        ErrorKind::IsADirectory => "a folder lies there: save it elsewhere",
        ErrorKind::InvalidFilename => "give it a shorter or plainer name",
        _ => "save it elsewhere",
    }
}

/// Reads a file, unless what is known of it beforehand says that it is none of ours.
pub fn read(path: &Path) -> Checked<Contents> {
    // Before it is opened: opening a pipe would wait until somebody writes into it.
    length_of(&fs::metadata(path).map_err(unread)?)?;
    let file = File::open(path).map_err(unread)?;
    // Once more: something else may lie there by now.
    let length = length_of(&file.metadata().map_err(unread)?)?;
    Contents::read(file, length)
}

/// The bytes of a regular file that is not too long. A device says 0 and never ends.
fn length_of(metadata: &Metadata) -> Checked<u64> {
    match metadata.len() {
        _ if metadata.is_dir() => Err("cannot be read: it is a folder".to_string()),
        _ if !metadata.is_file() => {
            Err("cannot be read: it is a device, a pipe or a socket, no regular file".to_string())
        }
        length if length > LARGEST_FILE => Err(format!(
            "has {length} bytes, and at most {LARGEST_FILE} are read"
        )),
        length => Ok(length),
    }
}

/// Writes a file beside its place, then moves it there: an interruption leaves the old one whole. Of
/// several that are written to one place at the same time, the last to be finished stays.
pub fn write<'a>(path: &Path, pieces: impl Iterator<Item = &'a [u8]>) -> Result<(), Unwritten> {
    let name = path.file_name().ok_or(Unwritten {
        what: "is no name of a file".to_string(),
        remedy: "name a file",
    })?;
    sweep(path);
    let (fresh, mut file) = beside(path, name)?;
    let written = write_all(&mut file, pieces).and_then(|()| fs::rename(&fresh, path));
    // Not before it is moved: as long as it is open it is locked, and not swept away.
    drop(file);
    written.map_err(|error| {
        let _ = fs::remove_file(&fresh);
        error.into()
    })
}

fn write_all<'a>(file: &mut File, mut pieces: impl Iterator<Item = &'a [u8]>) -> io::Result<()> {
    pieces.try_for_each(|piece| file.write_all(piece))?;
    file.sync_all()
}

/// A new file in the same folder, locked before its first byte is written.
fn beside(path: &Path, name: &OsStr) -> io::Result<(PathBuf, File)> {
    loop {
        let mut fresh = name.to_os_string();
        // A name that no other program chooses: two in containers may both be process 1.
        let number = RandomState::new().build_hasher().finish();
        fresh.push(format!(".{number:016x}.new"));
        let fresh = path.with_file_name(fresh);
        // Only a new file, so that no link that lies there is followed.
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).open(&fresh)?;
        // A disk that knows no locks takes none, and nothing is swept there. Where there are locks, another
        // program may have taken the file for a leftover before it was locked.
        if file.lock().is_err() || fresh.exists() {
            return Ok((fresh, file));
        }
    }
}

/// Removes what killed programs have left half-written for this place.
pub fn sweep(path: &Path) {
    let Some(name) = path.file_name() else { return };
    let folder = path.with_file_name("");
    let folder = if folder == Path::new("") {
        Path::new(".")
    } else {
        &folder
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && is_unfinished(&entry.file_name(), name) {
            remove_if_abandoned(&entry.path());
        }
    }
}

/// `name.0123456789abcdef.new`, or with a process and a number, `name.12-3.new`, as they once were.
fn is_unfinished(candidate: &OsStr, name: &OsStr) -> bool {
    let bytes = candidate.as_encoded_bytes();
    let middle = bytes
        .strip_prefix(name.as_encoded_bytes())
        .and_then(|rest| rest.strip_prefix(b"."))
        .and_then(|rest| rest.strip_suffix(b".new"));
    middle.is_some_and(|middle| {
        let is_ours = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-');
        !middle.is_empty() && middle.iter().all(is_ours)
    })
}

/// Whoever writes a file holds its lock from before the first byte to the end, and a killed program
/// holds none. It is removed under its lock, so that who was just about to take it finds it gone.
fn remove_if_abandoned(path: &Path) {
    let file = OpenOptions::new().write(true).open(path);
    if let Ok(file) = file
        && file.try_lock().is_ok()
    {
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("nabla-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a scratch folder");
        folder
    }

    #[test]
    fn what_is_being_written_or_is_no_leftover_stays() {
        let folder = folder("beside");
        let stay = [
            "model.1-0.new",
            "model.x.new",
            "model.new",
            "model..new",
            "model.1-0.old",
            "other.1-0.new",
            "model.5.1-0.new",
        ];
        for name in stay {
            fs::write(folder.join(name), "another's").expect("it can be written");
        }
        let busy = File::open(folder.join(stay[0])).expect("it is there");
        busy.lock().expect("nobody else has it");
        for (name, text) in [
            ("model.123-45.new", "half"),
            ("model.0123456789abcdef.new", "half"),
            ("model.2-0.new", ""),
        ] {
            fs::write(folder.join(name), text).expect("it can be written");
        }
        let ours = [&b"ou"[..], b"rs"];
        assert!(write(&folder.join("model"), ours.into_iter()).is_ok());
        let left = fs::read_dir(&folder).expect("the folder").count();
        assert_eq!(left, stay.len() + 1);
        assert!(stay.iter().all(|name| folder.join(name).exists()));
        let written = fs::read(folder.join("model")).expect("it is there");
        assert_eq!(written, b"ours");

        drop(busy);
        assert!(write(&folder.join("model"), ours.into_iter()).is_ok());
        assert!(!folder.join(stay[0]).exists(), "its writer is gone");
        fs::remove_dir_all(&folder).expect("it can be removed");
    }

    #[test]
    fn the_remedy_fits_what_is_wrong() {
        let folder = folder("remedies");
        fs::write(folder.join("file"), "").expect("it can be written");
        fs::create_dir_all(folder.join("folder/full")).expect("it can be made");
        let long = "n".repeat(300);
        let cases = [
            ("nowhere/model", "its folder exists"),
            #[cfg(unix)]
            ("file/model", "a file lies where a folder"),
            #[cfg(unix)]
            ("folder", "a folder lies there"),
            #[cfg(unix)]
            (&long, "shorter"),
        ];
        for (place, words) in cases {
            let wrong = write(&folder.join(place), std::iter::empty()).err();
            let wrong = wrong.unwrap_or_else(|| panic!("{place} was written"));
            assert!(
                wrong.remedy.contains(words),
                "{}: {}",
                wrong.what,
                wrong.remedy
            );
        }
        for (kind, words) in [
            (ErrorKind::StorageFull, "make room"),
            (ErrorKind::PermissionDenied, "may be written to"),
            (ErrorKind::ReadOnlyFilesystem, "only for reading"),
        ] {
            assert!(remedy(kind).contains(words));
        }
        fs::remove_dir_all(&folder).expect("it can be removed");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_under_such_a_name_is_not_followed() {
        let folder = folder("link");
        fs::write(folder.join("precious"), "work").expect("it can be written");
        let link = folder.join("model.1-1.new");
        std::os::unix::fs::symlink(folder.join("precious"), &link).expect("it can be made");
        assert!(write(&folder.join("model"), std::iter::empty()).is_ok());
        assert!(link.exists());
        assert_eq!(
            fs::read(folder.join("precious")).expect("it is there"),
            b"work"
        );
        fs::remove_dir_all(&folder).expect("it can be removed");
    }
}
