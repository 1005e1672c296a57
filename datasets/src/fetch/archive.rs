//! Downloading a set that its author offers as one archive, and unpacking it.

use std::fs;
use std::path::Path;

use super::unpack::unpack;
use super::{Event, Options, Wanted, download, lock};
use crate::Error;
use crate::cifar::Cifar;
use crate::verify::{verify_archive, verify_batch};

/// Fetches `set` into `folder`, which is made if need be, unless it is there already and right.
///
/// The archive is kept in `<name>.part` and continued next time. When it is complete and its checksum is right, it is
/// unpacked beside its place, checked once more, and gets its name; then the archive goes. An archive that somebody has
/// put into the folder is unpacked instead, and stays.
///
/// # Errors
/// As [`fetch`](super::fetch), and [`Error::Malformed`] if the archive does not hold what it should.
pub fn fetch_archive(
    set: &Cifar,
    folder: &Path,
    options: &Options,
    report: &mut dyn FnMut(Event<'_>),
) -> Result<(), Error> {
    let _lock = lock(folder)?;
    if is_present(set, folder, report) {
        return Ok(());
    }
    let brought = folder.join(set.archive.name);
    let is_brought = is_right(set, &brought, report);
    let part = folder.join(format!("{}.part", set.archive.name));
    if !is_brought {
        let wanted = Wanted {
            name: set.archive.name,
            mirrors: set.archive.mirrors,
            limit: set.archive.size,
            verify: &|path| verify_archive(path, &set.archive).map(|_| ()),
        };
        download(&wanted, &part, options, report)?;
    }
    let archive = if is_brought { &brought } else { &part };
    report(Event::Unpacking(archive));
    let place = unpack(set, archive, folder)?;
    if !is_brought {
        // It only takes room now.
        let _ = fs::remove_file(&part);
    }
    report(Event::Done(&place));
    Ok(())
}

/// Whether the files lie in the folder, and are right.
fn is_present(set: &Cifar, folder: &Path, report: &mut dyn FnMut(Event<'_>)) -> bool {
    let places = set.places_in(folder);
    // The first that has all is the one that is read.
    let Some(place) = places.iter().find(|place| set.is_complete(place)) else {
        return false;
    };
    for file in set.files {
        let path = place.join(file.name);
        if let Err(fault) = verify_batch(&path, set, file) {
            report(Event::Replacing(&path, &fault.to_string()));
            return false;
        }
    }
    report(Event::Present(place));
    true
}

/// Whether somebody has brought the archive, and it is right.
fn is_right(set: &Cifar, brought: &Path, report: &mut dyn FnMut(Event<'_>)) -> bool {
    if !brought.exists() {
        return false;
    }
    let name = brought.display().to_string();
    report(Event::Asking(&name));
    match verify_archive(brought, &set.archive) {
        Ok(_) => true,
        Err(fault) => {
            report(Event::Failed(&name, &format!("it {fault}")));
            false
        }
    }
}
