//! Where a set of the MNIST family may lie, and by which names people have its files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::catalog::{Family, File};

/// The folders in which a set called `name` is expected, in order: `$DATASETS_DIR/<name>` if the variable is set, then
/// `datasets/cache/<name>` in the workspace.
///
/// # Errors
/// As [`roots`].
pub fn folders(name: &str) -> Result<Vec<PathBuf>, Error> {
    let roots = roots()?.into_iter();
    Ok(roots.map(|root| root.join(name)).collect())
}

/// The folders that hold one folder a set: `$DATASETS_DIR` if set, then `datasets/cache`. There is at
/// least one.
///
/// # Errors
/// [`Error::Lost`] if the variable is not set and the program lies in no workspace.
pub fn roots() -> Result<Vec<PathBuf>, Error> {
    let chosen = std::env::var_os("DATASETS_DIR").filter(|dir| !dir.is_empty());
    let chosen = chosen.map(PathBuf::from);
    match place::root() {
        Ok(root) => Ok(chosen
            .into_iter()
            .chain([root.join("datasets/cache")])
            .collect()),
        Err(lost) => chosen.map(|dir| vec![dir]).ok_or(Error::Lost(lost)),
    }
}

/// Every folder under `root` that may hold the set, the expected one first: `mnist`, `MNIST/raw` as torchvision lays
/// it, and `root` itself. Only the first need exist.
pub fn under(root: &Path, family: &Family) -> Vec<PathBuf> {
    let expected = root.join(family.name);
    let mut named: Vec<PathBuf> = entries(root)
        .filter(|path| *path != expected && path.is_dir() && is_called(path, family))
        .collect();
    named.sort();
    let homes = [vec![expected], named, vec![root.to_owned()]].concat();
    homes.iter().flat_map(|home| with_raw(home)).collect()
}

/// A folder, and the `raw` in it if there is one.
pub(crate) fn with_raw(folder: &Path) -> Vec<PathBuf> {
    let mut both = vec![folder.to_owned()];
    both.extend(named(folder, &["raw".into()]).filter(|path| path.is_dir()));
    both
}

/// Whether a folder's name is one that people give to the set: `MNIST`, `FashionMNIST`, `fashion-mnist`.
fn is_called(path: &Path, family: &Family) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_lowercase().replace(['-', '_', ' '], "");
    name.strip_suffix("mnist").unwrap_or(&name) == family.name.trim_end_matches("mnist")
}

/// The path of `file` in `folder`, plain or gzipped, in capitals or not, if it is there. Some archives call it
/// `train-images.idx3-ubyte`; others put it into a folder that is called like the file.
pub fn find(folder: &Path, file: &File) -> Option<PathBuf> {
    let dotted = file.name.replace("-idx", ".idx");
    let names = [file.name, &dotted].map(|name| [name.to_owned(), format!("{name}.gz")]);
    let names = names.concat();
    let path = named(folder, &names)?;
    let inside = path.is_dir().then(|| named(&path, &names)).flatten();
    Some(inside.filter(|path| path.is_file()).unwrap_or(path))
}

/// The table of a part of the set in `folder`, as Kaggle has it: 0 is what there is to learn from, 1 what to test on.
pub fn find_table(folder: &Path, family: &Family, part: usize) -> Option<PathBuf> {
    named(folder, &[family.tables[part].to_owned()])
}

/// The first of these names that `folder` has, in small letters or capitals.
fn named(folder: &Path, names: &[String]) -> Option<PathBuf> {
    let exact = names.iter().map(|name| folder.join(name));
    exact.into_iter().find(|path| path.exists()).or_else(|| {
        let rank = |path: &PathBuf| {
            let name = path.file_name()?.to_str()?;
            names.iter().position(|n| n.eq_ignore_ascii_case(name))
        };
        let alike = entries(folder).filter_map(|path| Some((rank(&path)?, path)));
        alike.min().map(|(_, path)| path)
    })
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path())
}

/// The files of one part of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Pictures and labels.
    Idx([PathBuf; 2]),
    /// Both in one table.
    Table(PathBuf),
}

/// What there is to learn from and to test on, if `folder` has both.
pub(crate) fn parts(folder: &Path, family: &Family) -> Option<[Part; 2]> {
    let part = |part: usize| {
        let [images, labels] = [0, 1].map(|i| find(folder, &family.files[2 * part + i]));
        let idx = images.zip(labels);
        let table = || find_table(folder, family, part).map(Part::Table);
        idx.map(|(images, labels)| Part::Idx([images, labels]))
            .or_else(table)
    };
    Some([part(0)?, part(1)?])
}

/// Whether `folder` has the whole set, right or wrong.
pub fn is_complete(folder: &Path, family: &Family) -> bool {
    parts(folder, family).is_some()
}

/// Names a file that is lacking, preferably from a folder that has some of the others; or the folder that nobody may
/// look into.
pub(crate) fn missing(family: &Family, places: &[PathBuf], searched: Vec<PathBuf>) -> Error {
    for place in places {
        if let Err(error) = fs::read_dir(place)
            && error.kind() == std::io::ErrorKind::PermissionDenied
        {
            return Error::unreadable(place, error);
        }
    }
    let lacking = |folder: &PathBuf| -> Vec<&'static str> {
        let absent = family.files.iter();
        let absent = absent.filter(|file| find(folder, file).is_none());
        absent.map(|file| file.name).collect()
    };
    let fewest = places.iter().map(lacking).min_by_key(Vec::len);
    let named = fewest.and_then(|names| names.first().copied());
    Error::Missing {
        name: family.name.into(),
        file: named.unwrap_or(family.files[0].name).into(),
        searched,
        unread: places.iter().find_map(|place| other_form(place)),
    }
}

/// A file that may well be the set in a form that is not read.
fn other_form(folder: &Path) -> Option<PathBuf> {
    const ENDS: [&str; 8] = [
        "zip", "npz", "pkl", "pkl.gz", "parquet", "csv", "tar.gz", "tgz",
    ];
    let is_one = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_lowercase();
        let is_set = ["mnist", "fashion", "train", "archive"];
        ENDS.iter().any(|end| name.ends_with(&format!(".{end}")))
            && is_set.iter().any(|start| name.starts_with(start))
    };
    entries(folder).filter(is_one).min()
}
