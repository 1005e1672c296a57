//! Downloading a [`Family`], a [`Cifar`](crate::cifar::Cifar) or [`Plays`](crate::plays::Plays): mirrors in turn, interrupted downloads continued,
//! everything checked before it gets its name.

mod archive;
mod redirect;
mod text;
mod transfer;
mod unpack;

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::catalog::{Family, File};
use crate::idx::Fault;
use crate::verify::verify;
use crate::{Error, places};
pub use archive::fetch_archive;
pub use text::fetch_text;
use transfer::{Trouble, agent, transfer};

/// How often a mirror may break off and be continued before the next one is asked.
const ROUNDS: usize = 10;

/// Where to fetch from, and how patiently.
#[derive(Clone, Debug)]
pub struct Options {
    /// Ask only this mirror, not those of the catalogue. A file's address is mirror + name, with `.gz` or `.tar.gz`.
    pub mirror: Option<String>,
    /// How long to wait for a connection, an answer, or the next bytes.
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mirror: None,
            patience: Duration::from_secs(20),
        }
    }
}

/// What happens on the way, for whoever shows it.
#[derive(Debug)]
pub enum Event<'a> {
    /// The file was there already and is right.
    Present(&'a Path),
    /// A file is there and is wrong: it is fetched again, and what lies in its place is renamed to `….wrong`.
    Replacing(&'a Path, &'a str),
    /// A mirror is asked.
    Asking(&'a str),
    /// So many bytes of the file are here, out of so many.
    Progress(u64, Option<u64>),
    /// A mirror failed, and why.
    Failed(&'a str, &'a str),
    /// An archive is complete and right, and is being unpacked.
    Unpacking(&'a Path),
    /// The file is complete and right.
    Done(&'a Path),
}

/// Fetches what is missing or wrong of `family` into `folder`, which is made if need be.
///
/// What arrives is kept in `<name>.gz.part` and continued next time. When it is complete and its
/// checksum is right, it is renamed to `<name>.gz`: no reader ever sees half a file.
///
/// # Errors
/// [`Error::NotFetched`] if no mirror gave the right bytes, [`Error::Busy`] if another process is
/// fetching into the same folder, [`Error::Unwritable`] for trouble with the disk.
pub fn fetch(
    family: &Family,
    folder: &Path,
    options: &Options,
    report: &mut dyn FnMut(Event<'_>),
) -> Result<(), Error> {
    let _lock = lock(folder)?;
    for file in &family.files {
        if !is_present(folder, file, report) {
            fetch_file(family, file, folder, options, report)?;
        }
    }
    Ok(())
}

/// Makes the folder if need be, and keeps a second fetch out of it for as long as the file handle lives.
fn lock(folder: &Path) -> Result<fs::File, Error> {
    fs::create_dir_all(folder).map_err(|e| Error::unwritable(folder, e))?;
    let path = folder.join(".lock");
    let lock = fs::File::create(&path).map_err(|e| Error::unwritable(&path, e))?;
    match lock.try_lock() {
        Err(fs::TryLockError::WouldBlock) => Err(Error::Busy {
            folder: folder.to_owned(),
        }),
        // Some network disks cannot lock. Then nobody keeps two fetches apart but the learner.
        Ok(()) | Err(fs::TryLockError::Error(_)) => Ok(lock),
    }
}

fn is_present(folder: &Path, file: &File, report: &mut dyn FnMut(Event<'_>)) -> bool {
    let Some(path) = places::find(folder, file) else {
        return false;
    };
    match verify(&path, file) {
        Ok(_) => {
            report(Event::Present(&path));
            true
        }
        Err(fault) => {
            report(Event::Replacing(&path, &fault.to_string()));
            false
        }
    }
}

/// A packed file, and where it can be had.
struct Wanted<'a> {
    /// Its name, which is the end of its address.
    name: &'a str,
    mirrors: &'a [&'static str],
    /// The most bytes that it can have.
    limit: u64,
    /// Says whether the right one has arrived.
    verify: &'a dyn Fn(&Path) -> Result<(), Fault>,
}

fn fetch_file(
    family: &Family,
    file: &File,
    folder: &Path,
    options: &Options,
    report: &mut dyn FnMut(Event<'_>),
) -> Result<(), Error> {
    let name = format!("{}.gz", file.name);
    let part = folder.join(format!("{name}.part"));
    let wanted = Wanted {
        name: &name,
        mirrors: family.mirrors,
        limit: file.gzipped_limit(),
        verify: &|path| verify(path, file).map(|_| ()),
    };
    download(&wanted, &part, options, report)?;
    put_in_place(file, folder, &part, &name, report)
}

/// Gets the right bytes into `part` from the first mirror that has them.
fn download(
    wanted: &Wanted<'_>,
    part: &Path,
    options: &Options,
    report: &mut dyn FnMut(Event<'_>),
) -> Result<(), Error> {
    let mirrors = match &options.mirror {
        Some(mirror) => vec![mirror.as_str()],
        None => wanted.mirrors.to_vec(),
    };
    let mut attempts = Vec::new();
    for mirror in mirrors {
        let url = format!("{}/{}", mirror.trim_end_matches('/'), wanted.name);
        report(Event::Asking(&url));
        match from_mirror(&url, wanted, part, options.patience, report) {
            Ok(()) => return Ok(()),
            Err(Trouble::Here(e)) => return Err(Error::unwritable(part, e)),
            Err(Trouble::There(reason)) => {
                report(Event::Failed(&url, &reason));
                attempts.push((url, reason));
            }
        }
    }
    let kept = fs::metadata(part).map_or(0, |about| about.len());
    if kept == 0 {
        // Nothing is lost if an empty file stays behind.
        let _ = fs::remove_file(part);
    }
    Err(Error::NotFetched {
        file: wanted.name.into(),
        attempts,
        kept,
    })
}

/// Gets the right bytes into `part`, or says why not. What has arrived stays there unless it has
/// turned out to be wrong.
fn from_mirror(
    url: &str,
    wanted: &Wanted<'_>,
    part: &Path,
    patience: Duration,
    report: &mut dyn FnMut(Event<'_>),
) -> Result<(), Trouble> {
    let agent = agent(patience, url);
    let mut target = fs::File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(part)
        .map_err(Trouble::Here)?;
    let length = |target: &fs::File| target.metadata().map(|a| a.len()).map_err(Trouble::Here);
    let mut trouble = "it keeps breaking off".to_owned();
    for _ in 0..ROUNDS {
        let before = length(&target)?;
        let progress = &mut |at, total| report(Event::Progress(at, total));
        match transfer(&agent, url, &mut target, wanted.limit, progress) {
            Ok(()) => match (wanted.verify)(part) {
                Ok(()) => return target.sync_all().map_err(Trouble::Here),
                Err(Fault::Read(e)) => return Err(Trouble::Here(e)),
                Err(fault) => {
                    target.set_len(0).map_err(Trouble::Here)?;
                    trouble = format!("what it sends {fault}");
                    // The beginning may come from another mirror, which packs otherwise.
                    if before == 0 {
                        break;
                    }
                }
            },
            Err(Trouble::There(reason)) => {
                trouble = reason;
                if length(&target)? <= before {
                    break;
                }
            }
            here => return here,
        }
    }
    Err(Trouble::There(trouble))
}

fn put_in_place(
    file: &File,
    folder: &Path,
    part: &Path,
    name: &str,
    report: &mut dyn FnMut(Event<'_>),
) -> Result<(), Error> {
    let target = folder.join(name);
    // What lies there under any of the file's names has been found wrong: keep it, out of the way.
    while let Some(wrong) = places::find(folder, file) {
        let mut aside = wrong.clone().into_os_string();
        aside.push(".wrong");
        fs::rename(&wrong, &aside).map_err(|e| Error::unwritable(&wrong, e))?;
    }
    fs::rename(part, &target).map_err(|e| Error::unwritable(&target, e))?;
    report(Event::Done(&target));
    Ok(())
}
