use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::Error;

/// How the folders are called, in the system's folder for temporary files.
const NAME: &str = "one-neuron-up-";
/// A file in each folder that is locked for as long as its process lives.
const LOCK: &str = ".lock";

/// A folder of our own for unpacked copies, made when the first is wanted, gone when dropped. What a process left that was
/// killed in between, the next one removes: nobody holds its lock any more.
#[derive(Default)]
pub(crate) struct Stage {
    folder: Option<(PathBuf, fs::File)>,
}

impl Stage {
    /// Where the copy called `name` should be written.
    pub(crate) fn path(&mut self, name: &str) -> Result<PathBuf, Error> {
        let (folder, _) = match &self.folder {
            Some(folder) => folder,
            None => self.folder.insert(new_folder(&std::env::temp_dir())?),
        };
        Ok(folder.join(name))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some((folder, lock)) = self.folder.take() {
            // Some systems remove no folder with an open file in it.
            drop(lock);
            // A copy that cannot be removed is the next process's to sweep up.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// Removes the folders under `temporary` whose process is gone.
pub(crate) fn sweep(temporary: &Path) {
    for entry in fs::read_dir(temporary).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(NAME);
        // Not through a link that somebody has put there.
        if ours && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_if_left(&entry.path());
        }
    }
}

fn remove_if_left(folder: &Path) {
    match fs::File::open(folder.join(LOCK)) {
        // Held until the folder is gone: whoever makes one by this name just now sees that, and takes another.
        Ok(lock) if lock.try_lock().is_ok() => drop(fs::remove_dir_all(folder)),
        Ok(_) => {}
        // Killed before there was a lock, or just being made: nothing but an empty folder goes.
        Err(_) => drop(fs::remove_dir(folder)),
    }
}

#[cfg(unix)]
fn its_owners_only(mut maker: fs::DirBuilder) -> fs::DirBuilder {
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker
}

/// Makes a folder that nobody had before, so that nobody else can have put anything in it.
fn new_folder(temporary: &Path) -> Result<(PathBuf, fs::File), Error> {
    let maker = fs::DirBuilder::new();
    #[cfg(unix)]
    let maker = its_owners_only(maker);
    for number in 0.. {
        let name = format!("{NAME}{}-{number}", std::process::id());
        let folder = temporary.join(name);
        let made = maker.create(&folder).and_then(|()| lock(&folder));
        match made {
            Ok(lock) => return Ok((folder, lock)),
            // Taken; or swept away before it was locked.
            Err(e) if number < 1000 && is_taken(&e) => {}
            Err(e) => return Err(Error::unwritable(&folder, e)),
        }
    }
    unreachable!("the thousandth folder is made or refused")
}

fn is_taken(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound
    )
}

fn lock(folder: &Path) -> io::Result<fs::File> {
    let lock = fs::File::create_new(folder.join(LOCK))?;
    match lock.try_lock() {
        Err(fs::TryLockError::WouldBlock) => Err(io::ErrorKind::AlreadyExists.into()),
        // Where nothing can be locked, nothing is swept up either.
        Ok(()) | Err(fs::TryLockError::Error(_)) => Ok(lock),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_holds_is_swept_up() {
        let name = format!("stage-test-{}", std::process::id());
        let temporary = std::env::temp_dir().join(name);
        let folder = |name: &str| temporary.join(name);
        for left in [
            "one-neuron-up-1-0",
            "one-neuron-up-2-0",
            "one-neuron-up-3-0",
            "mine",
        ] {
            fs::create_dir_all(folder(left)).unwrap();
        }
        for locked in ["one-neuron-up-1-0", "mine"] {
            fs::write(folder(locked).join(LOCK), "").unwrap();
        }
        // Without a lock nobody knows whose it is.
        fs::write(folder("one-neuron-up-3-0").join("copy"), "").unwrap();
        let (alive, _lock) = new_folder(&temporary).unwrap();
        fs::write(alive.join("copy"), "").unwrap();
        sweep(&temporary);
        let kept = ["mine", "one-neuron-up-3-0"].map(folder);
        let gone = ["one-neuron-up-1-0", "one-neuron-up-2-0"].map(folder);
        let fine = kept.iter().all(|path| path.exists()) && gone.iter().all(|path| !path.exists());
        let spared = alive.join("copy").exists();
        fs::remove_dir_all(&temporary).unwrap();
        assert!(fine && spared);
    }
}
