//! One training at a time in a folder: two would write over each other's files.

use labkit::{Error, Result};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// A folder is taken as long as this lives, and no longer: what a killed program has locked is free again.
pub struct Lock {
    place: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes a folder.
    ///
    /// # Errors
    /// If another program has it, or nothing can be written there.
    pub fn take(folder: &Path) -> Result<Self> {
        let place = folder.join("training.lock");
        loop {
            let mut options = OpenOptions::new();
            let file = options.create(true).truncate(false).write(true);
            let file = file.open(&place).map_err(|error| {
                Error::new(format!("cannot write {}: {error}", place.display()))
                    .remedy("--out chooses another directory")
            })?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::new(format!(
                        "another training runs in {}",
                        folder.display()
                    ))
                    .remedy("wait for its end, or choose another directory with --out"));
                }
                // Whoever had it was just removing it.
                Ok(()) if !place.exists() => {}
                // Some disks know no locks, and there nobody is kept out.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Lock { place, _file: file }),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_nothing_is_left() {
        let folder = std::env::temp_dir().join(format!("trainer-lock-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a scratch folder");
        // As a killed program has left it.
        fs::write(folder.join("training.lock"), "").expect("it can be written");
        let first = Lock::take(&folder).expect("nobody has it");
        let second = Lock::take(&folder).err().expect("it is taken").to_string();
        assert!(second.contains("another training runs in") && second.contains("--out"));
        drop(first);
        drop(Lock::take(&folder).expect("it is free again"));
        let left = fs::read_dir(&folder).expect("the folder").count();
        assert_eq!(left, 0);
        let error = Lock::take(&folder.join("nowhere"))
            .err()
            .expect("no folder");
        assert!(error.to_string().contains("--out"));
        fs::remove_dir_all(&folder).expect("it can be removed");
    }
}
