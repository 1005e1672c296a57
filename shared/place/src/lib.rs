//! Where a program lies: the workspace it belongs to, wherever that has been moved or copied to.
//!
//! No path here is one of compile time. A folder that is moved or copied together with its `target` holds
//! programs that cargo takes for up to date, and whatever was compiled into them still names the old folder.

use std::path::{Path, PathBuf};
use std::{env, fmt, fs};

/// The line by which the workspace is known, in the `Cargo.toml` of its root.
const MARK: &str = "course = \"one-neuron-up\"";

/// The root of the workspace, as it is found above
///
/// 1. the package that cargo runs or tests (`CARGO_MANIFEST_DIR` of the moment, not of compile time),
/// 2. the program's own file,
/// 3. the current folder.
///
/// The first that lies in a copy of this workspace decides, unless the other two agree on another copy: a variable
/// may be inherited from a shell that cargo has started elsewhere.
///
/// # Errors
/// If none of them lies in a copy of this workspace. The error says where it was looked for.
pub fn root() -> Result<PathBuf, Lost> {
    let starts = [
        env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from),
        env::current_exe().ok(),
        env::current_dir().ok(),
    ];
    chosen(starts)
}

/// The folder in which cargo puts what it builds, and our programs what they make.
///
/// # Errors
/// As [`root`], unless `CARGO_TARGET_DIR` says a whole path. One that is relative is seen from the root, an empty one
/// says nothing.
pub fn target() -> Result<PathBuf, Lost> {
    target_of(env::var_os("CARGO_TARGET_DIR").map(PathBuf::from))
}

fn target_of(said: Option<PathBuf>) -> Result<PathBuf, Lost> {
    match said {
        Some(target) if target.is_absolute() => Ok(target),
        Some(target) if !target.as_os_str().is_empty() => Ok(root()?.join(target)),
        _ => Ok(root()?.join("target")),
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

fn chosen(starts: [Option<PathBuf>; 3]) -> Result<PathBuf, Lost> {
    let [package, program, current] = starts.each_ref().map(|start| above(start.as_deref()?));
    // Links may lead to one folder by two names.
    let real = |path: &PathBuf| fs::canonicalize(path).ok();
    let agree =
        program.is_some() && program.as_ref().and_then(real) == current.as_ref().and_then(real);
    let found = if agree {
        program
    } else {
        package.or(program).or(current)
    };
    found.ok_or_else(|| Lost {
        starts: starts.into_iter().flatten().collect(),
    })
}

fn above(start: &Path) -> Option<PathBuf> {
    start
        .ancestors()
        .find(|folder| is_root(folder))
        .map(PathBuf::from)
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

    fn found(starts: [&Path; 3]) -> Result<PathBuf, Lost> {
        chosen(starts.map(|start| Some(start.to_path_buf())))
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
        let package = |root: &Path| root.join("labs/01-first");
        let nowhere = scratch.0.as_path();
        assert_eq!(
            found([&package(&one), &program(&two), nowhere]),
            Ok(one.clone())
        );
        assert_eq!(found([&package(&other), &program(&two), &one]), Ok(two));
        assert_eq!(found([&package(&other), nowhere, &one]), Ok(one));
        let lost = found([&package(&other), nowhere, &other])
            .unwrap_err()
            .to_string();
        for part in [
            &*package(&other).to_string_lossy(),
            &*other.to_string_lossy(),
            MARK,
        ] {
            assert!(lost.contains(part), "{lost}");
        }
    }

    #[test]
    fn a_package_that_is_inherited_from_another_copy_is_outvoted() {
        let scratch = Scratch::new("inherited");
        let (one, two) = (
            scratch.workspace("one", MARK),
            scratch.workspace("two", MARK),
        );
        let program = |root: &Path| root.join("target/debug/course");
        assert_eq!(found([&one, &program(&two), &two]), Ok(two.clone()));
        // Cargo runs the package of the second in a target folder that both share.
        assert_eq!(found([&two, &program(&one), &two]), Ok(two));
    }

    #[test]
    fn a_copy_within_the_workspace_is_another_workspace() {
        let scratch = Scratch::new("inner");
        scratch.workspace("one", MARK);
        let inner = scratch.workspace("one/target/copy", MARK);
        assert_eq!(above(&inner.join("labs/01-first")), Some(inner));
    }

    #[test]
    fn an_empty_target_folder_says_nothing() {
        let usual = root().unwrap().join("target");
        assert_eq!(target_of(None), Ok(usual.clone()));
        assert_eq!(target_of(Some(PathBuf::new())), Ok(usual));
        let relative = root().unwrap().join("elsewhere");
        assert_eq!(target_of(Some("elsewhere".into())), Ok(relative));
        let whole = env::temp_dir();
        assert_eq!(target_of(Some(whole.clone())), Ok(whole));
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
