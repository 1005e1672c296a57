//! Unpacking an archive without believing it: no name in it becomes a path, nothing but the files that we want is written,
//! and no more of them than they may hold.

use std::fs;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use tar::{Entry, EntryType};

use crate::Error;
use crate::cifar::{Batch, Cifar};
use crate::verify::verify_batch;

/// What an archive may hold beside the files: their headers, a page to read, the names of classes.
const BESIDE: u64 = 1 << 20;

/// Unpacks `archive` into the folder of the set in `folder`, and says where that is. It comes to be all at once, and what
/// lay in its place is renamed to `….wrong`.
pub(super) fn unpack(set: &Cifar, archive: &Path, folder: &Path) -> Result<PathBuf, Error> {
    let staged = folder.join(format!("{}.part", set.folder));
    if staged.exists() {
        // Left by a process that was killed.
        fs::remove_dir_all(&staged).map_err(|e| Error::unwritable(&staged, e))?;
    }
    fs::create_dir(&staged).map_err(|e| Error::unwritable(&staged, e))?;
    let target = folder.join(set.folder);
    let outcome = fill(set, archive, &staged).and_then(|()| put_in_place(&staged, &target));
    if outcome.is_err() {
        // What stays behind, the next unpacking removes.
        let _ = fs::remove_dir_all(&staged);
    }
    outcome.map(|()| target)
}

/// Writes the files of the set, and checks each.
fn fill(set: &Cifar, archive: &Path, staged: &Path) -> Result<(), Error> {
    let source = fs::File::open(archive).map_err(|e| Error::unreadable(archive, e))?;
    let sizes: u64 = set.files.iter().map(|file| set.size(file)).sum();
    let plain = Bounded {
        inner: MultiGzDecoder::new(BufReader::with_capacity(1 << 16, source)),
        left: sizes + BESIDE,
    };
    let mut archived = tar::Archive::new(plain);
    let broken = |e: io::Error| malformed(set, archive, damage(&e));
    // Raw: long names, which the official archives do not have, would be held in memory whatever their length.
    for entry in archived.entries().map_err(broken)?.raw(true) {
        let mut entry = entry.map_err(broken)?;
        let wanted = choose(set, &entry).map_err(|what| malformed(set, archive, what))?;
        let Some(file) = wanted else { continue };
        let path = staged.join(file.name);
        if path.exists() {
            let problem = format!("holds `{}` twice", file.name);
            return Err(malformed(set, archive, problem));
        }
        let mut sink = fs::File::create_new(&path).map_err(|e| Error::unwritable(&path, e))?;
        copy(&mut entry, &mut sink, broken, |e| {
            Error::unwritable(&path, e)
        })?;
    }
    for file in set.files {
        let path = staged.join(file.name);
        if !path.exists() {
            let problem = format!("lacks `{}/{}`", set.folder, file.name);
            return Err(malformed(set, archive, problem));
        }
        verify_batch(&path, set, file).map_err(|fault| {
            let problem = format!("holds `{}`, which {fault}", file.name);
            malformed(set, archive, problem)
        })?;
    }
    Ok(())
}

/// Which file of the set an entry is, if it is one; or why an archive with such an entry is refused.
fn choose<'a>(set: &'a Cifar, entry: &Entry<'_, impl Read>) -> Result<Option<&'a Batch>, String> {
    let path = entry.path_bytes();
    let path = String::from_utf8_lossy(&path);
    let shown: String = path
        .chars()
        .flat_map(char::escape_default)
        .take(80)
        .collect();
    match entry.header().entry_type() {
        EntryType::Regular | EntryType::Directory => {}
        // Remarks about the next entry. Nobody reads them.
        EntryType::XHeader | EntryType::XGlobalHeader | EntryType::GNULongName => return Ok(None),
        _ => {
            return Err(format!(
                "holds `{shown}`, which is neither a file nor a folder"
            ));
        }
    }
    let leads_away = path.starts_with(['/', '\\'])
        || path.contains(':')
        || path.split(['/', '\\']).any(|step| step == "..");
    if leads_away {
        return Err(format!("holds `{shown}`, which lies outside of its folder"));
    }
    let path = path.trim_start_matches("./");
    let inside = path.strip_prefix(set.folder);
    let name = inside.and_then(|rest| rest.strip_prefix('/'));
    let Some(file) = set.files.iter().find(|file| name == Some(file.name)) else {
        return Ok(None);
    };
    let (size, expected) = (entry.size(), set.size(file));
    if size != expected {
        return Err(format!(
            "holds `{shown}` of {size} bytes, and {expected} are expected"
        ));
    }
    Ok(Some(file))
}

/// Copies all of a stream, and tells trouble with the one from trouble with the other.
fn copy(
    source: &mut impl Read,
    sink: &mut fs::File,
    unreadable: impl Fn(io::Error) -> Error,
    unwritable: impl Fn(io::Error) -> Error,
) -> Result<(), Error> {
    let mut piece = vec![0; 1 << 16];
    loop {
        match source.read(&mut piece) {
            Ok(0) => return sink.sync_all().map_err(unwritable),
            Ok(n) => sink.write_all(&piece[..n]).map_err(&unwritable)?,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(unreadable(e)),
        }
    }
}

/// Gives the folder its name.
fn put_in_place(staged: &Path, target: &Path) -> Result<(), Error> {
    if target.exists() {
        let aside = (1..).map(|number| {
            let mut aside = target.as_os_str().to_owned();
            aside.push(if number == 1 {
                ".wrong".into()
            } else {
                format!(".wrong{number}")
            });
            PathBuf::from(aside)
        });
        let free = aside.into_iter().find(|path| !path.exists());
        let free = free.expect("there is no end of numbers");
        fs::rename(target, &free).map_err(|e| Error::unwritable(target, e))?;
    }
    fs::rename(staged, target).map_err(|e| Error::unwritable(target, e))
}

/// Refuses to give more than an archive may hold.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(piece)?;
        self.left = self
            .left
            .checked_sub(n as u64)
            .ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, "it unpacks to too much"))?;
        Ok(n)
    }
}

/// Completes "The archive …".
fn damage(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "is truncated: it breaks off".into(),
        io::ErrorKind::FileTooLarge => "unpacks to more than it may hold".into(),
        _ => format!("is a damaged archive ({error})"),
    }
}

fn malformed(set: &Cifar, archive: &Path, problem: String) -> Error {
    Error::Malformed {
        path: archive.to_owned(),
        problem,
        remedy: format!(
            "remove it and fetch a good copy with `cargo run -p datasets -- fetch {}`",
            set.name
        ),
    }
}
