use std::fs;
use std::path::PathBuf;

use crate::Error;

/// A folder of our own for unpacked copies, made when the first is wanted, gone when dropped.
#[derive(Default)]
pub(crate) struct Stage {
    folder: Option<PathBuf>,
}

impl Stage {
    /// Where the copy called `name` should be written.
    pub(crate) fn path(&mut self, name: &str) -> Result<PathBuf, Error> {
        let folder = match &self.folder {
            Some(folder) => folder,
            None => self.folder.insert(new_folder()?),
        };
        Ok(folder.join(name))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // A copy that cannot be removed is the system's to sweep up.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// Makes a folder that nobody had before, so that nobody else can have put anything in it.
fn new_folder() -> Result<PathBuf, Error> {
    let mut maker = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    for number in 0.. {
        let name = format!("one-neuron-up-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        match maker.create(&folder) {
            Ok(()) => return Ok(folder),
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists && number < 1000 => {}
            Err(e) => return Err(Error::unwritable(&folder, e)),
        }
    }
    unreachable!("the thousandth folder is made or refused")
}
