//! Downloading a text in one file.

use std::fs;
use std::path::Path;

use super::{Event, Options, Wanted, download, lock};
use crate::Error;
use crate::plays::Plays;

/// Fetches `plays` into `folder`, which is made if need be, unless they are there already and right. Others in their place are
/// renamed to `….wrong`.
///
/// # Errors
/// As [`fetch`](super::fetch).
pub fn fetch_text(
    plays: &Plays,
    folder: &Path,
    options: &Options,
    report: &mut dyn FnMut(Event<'_>),
) -> Result<(), Error> {
    let _lock = lock(folder)?;
    let found = plays.find(folder);
    match found.as_deref().map(|path| (path, plays.checked(path))) {
        Some((path, Ok(_))) => {
            report(Event::Present(path));
            return Ok(());
        }
        Some((path, Err(fault))) => report(Event::Replacing(path, &fault.to_string())),
        None => {}
    }
    let part = folder.join(format!("{}.part", plays.file));
    let wanted = Wanted {
        name: plays.file,
        mirrors: plays.mirrors,
        limit: plays.size,
        verify: &|path| plays.checked(path).map(|_| ()),
    };
    download(&wanted, &part, options, report)?;
    while let Some(wrong) = plays.find(folder) {
        let mut aside = wrong.clone().into_os_string();
        aside.push(".wrong");
        fs::rename(&wrong, &aside).map_err(|e| Error::unwritable(&wrong, e))?;
    }
    let place = folder.join(plays.file);
    fs::rename(&part, &place).map_err(|e| Error::unwritable(&place, e))?;
    report(Event::Done(&place));
    Ok(())
}
