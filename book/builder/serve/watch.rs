//! Building again when a source changes.

use super::{PAUSE, Site};
use crate::build::build;
use crate::{programs, say};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

/// Looks at the sources under `root` again and again. What it has to say it says as long as somebody reads it.
pub fn start(root: PathBuf, site: Arc<Site>) {
    let watch = move || {
        wake(&root, &site);
        let mut seen = fingerprint(&root);
        loop {
            thread::sleep(PAUSE);
            let now = fingerprint(&root);
            if now == seen {
                continue;
            }
            seen = now;
            match build(&root) {
                Ok(_) => {
                    site.version.fetch_add(1, Ordering::Relaxed);
                    let _ = say("built again");
                }
                Err(complaints) => {
                    let _ = say(&complaints);
                }
            }
        }
    };
    // Without a thread for it the book is still served.
    let _ = thread::Builder::new().spawn(watch);
}

/// Compiles the programs of the figures, which takes minutes the first time: meanwhile the book can be read.
fn wake(root: &Path, site: &Site) {
    let woken = programs::compile(root).and_then(|()| build(root));
    let _ = match woken {
        Ok(_) => {
            site.version.fetch_add(1, Ordering::Relaxed);
            say("The figures answer now.")
        }
        Err(why) => say(&why),
    };
}

/// Another number when a source has come, gone or changed. Not which of them is the newest: where the clock was wrong once, that
/// stays the same for years.
fn fingerprint(root: &Path) -> u64 {
    let folders = ["book/src", "book/recorded", "book/theme", "labs", "shared"];
    let mut files = vec![root.join("book/book.toml")];
    for folder in folders {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let about = fs::metadata(&file);
        let about = about.map(|about| (about.len(), about.modified().ok()));
        (file, about.ok()).hash(&mut hasher);
    }
    hasher.finish()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        // The pages of the code are written by each build.
        if path.ends_with("book/src/code") {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&path, files),
            _ => files.push(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_change_is_seen_whatever_the_clock_says() {
        let root = tempfile::tempdir().unwrap();
        let source = root.path().join("book/src");
        fs::create_dir_all(source.join("code")).unwrap();
        let write = |name: &str, days: i64| {
            let file = fs::File::create(source.join(name)).unwrap();
            let days_away = Duration::from_secs(86_400 * days.unsigned_abs());
            let now = SystemTime::now();
            let time = if days < 0 {
                now - days_away
            } else {
                now + days_away
            };
            file.set_modified(time).unwrap();
            fingerprint(root.path())
        };
        let from_the_future = write("a.md", 3000);
        let states = [
            from_the_future,
            write("b.md", 0),
            write("b.md", -1),
            write("b.md", -2),
            write("a.md", 2999),
        ];
        let different: std::collections::BTreeSet<u64> = states.into_iter().collect();
        assert_eq!(different.len(), states.len());
        let last = fingerprint(root.path());
        assert_eq!(
            write("code/written.md", 5),
            last,
            "what a build writes is no change"
        );
    }
}
