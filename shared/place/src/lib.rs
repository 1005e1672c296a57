//! Where a program lies: the workspace it belongs to, wherever that has been moved or copied to.
//!
//! No path here is one of compile time. A folder that is moved or copied together with its `target` holds
//! programs that cargo takes for up to date, and whatever was compiled into them still names the old folder.

use std::path::{Path, PathBuf};
use std::{env, fmt, fs};

/// The line by which the workspace is known, in the `Cargo.toml` of its root.
const MARK: &str = "course = \"one-neuron-up\"";

/// The root of the workspace, the first that is found above:
///
/// 1. the package that cargo runs or tests (`CARGO_MANIFEST_DIR` of the moment, not of compile time),
/// 2. the program's own file,
/// 3. the current folder.
///
/// # Errors
/// If none of them lies in a copy of this workspace. The error says where it was looked for.
pub fn root() -> Result<PathBuf, Lost> {
    let starts = [
        env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from),
        env::current_exe().ok(),
        env::current_dir().ok(),
    ];
    above(starts.into_iter().flatten().collect())
}

/// The folder in which cargo puts what it builds, and our programs what they make.
///
/// # Errors
/// As [`root`], unless `CARGO_TARGET_DIR` says it.
pub fn target() -> Result<PathBuf, Lost> {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(target) => Ok(PathBuf::from(target)),
        None => Ok(root()?.join("target")),
    }
}

/// The folder for what is to be remembered about the learner from one run to the next: `.course` in the root, which
/// git ignores and `cargo clean` leaves alone.
///
/// # Errors
/// As [`root`].
pub fn memory() -> Result<PathBuf, Lost> {
    Ok(root()?.join(".course"))
}

fn above(starts: Vec<PathBuf>) -> Result<PathBuf, Lost> {
    let mut folders = starts.iter().flat_map(|start| start.ancestors());
    let found = folders.find(|folder| is_root(folder)).map(PathBuf::from);
    found.ok_or(Lost { starts })
}

fn is_root(folder: &Path) -> bool {
    let manifest = fs::read_to_string(folder.join("Cargo.toml"));
    manifest.is_ok_and(|text| text.lines().any(|line| line.trim() == MARK))
}

/// There is no copy of the workspace where it was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    starts: Vec<PathBuf>,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the folder of the course was looked for above")?;
        for start in &self.starts {
            writeln!(f, "  {}", start.display())?;
        }
        write!(
            f,
            "and no Cargo.toml there has the line `{MARK}`; run this inside the folder of the course"
        )
    }
}

impl std::error::Error for Lost {}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that is removed with the test.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Scratch {
            let folder = env::temp_dir().join(format!("place-{}-{name}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            Scratch(folder)
        }

        fn workspace(&self, name: &str, mark: &str) -> PathBuf {
            let root = self.0.join(name);
            fs::create_dir_all(root.join("labs/01-first")).unwrap();
            let manifest = format!("[workspace]\n\n[workspace.metadata]\n{mark}\n");
            fs::write(root.join("Cargo.toml"), manifest).unwrap();
            root
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_first_start_that_lies_in_a_workspace_of_ours_decides() {
        let scratch = Scratch::new("first");
        let (one, two) = (
            scratch.workspace("one", MARK),
            scratch.workspace("two", MARK),
        );
        let other = scratch.workspace("other", "course = \"two-neurons-down\"");
        let program = |root: &Path| root.join("target/debug/lab01");
        let found = |starts: &[&Path]| above(starts.iter().map(PathBuf::from).collect());
        assert_eq!(found(&[&program(&one), &two]), Ok(one.clone()));
        let package = other.join("labs/01-first");
        assert_eq!(found(&[&package, &program(&two), &one]), Ok(two));
        let lost = found(&[&package, &other]).unwrap_err().to_string();
        for part in [&*package.to_string_lossy(), &*other.to_string_lossy(), MARK] {
            assert!(lost.contains(part), "{lost}");
        }
    }

    #[test]
    fn a_copy_within_the_workspace_is_another_workspace() {
        let scratch = Scratch::new("inner");
        scratch.workspace("one", MARK);
        let inner = scratch.workspace("one/target/copy", MARK);
        assert_eq!(above(vec![inner.join("labs/01-first")]), Ok(inner));
    }

    #[test]
    fn this_program_finds_where_it_lies() {
        let root = root().unwrap();
        assert!(root.join("shared/place/src/lib.rs").is_file(), "{root:?}");
        let ignored = fs::read_to_string(root.join(".gitignore")).unwrap();
        let memory = memory().unwrap();
        let memory = memory.strip_prefix(&root).unwrap().display().to_string();
        let line = format!("/{memory}/");
        assert!(ignored.lines().any(|ignored| ignored == line), "{line}");
    }
}
