//! The MNIST family on disk: where it may lie, and how it becomes [`Images`].

use std::fs;
use std::io::{self, BufReader, Write};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use mnist::{Mnist, MnistBuilder};
use ndarray::Array2;

use crate::catalog::{Family, File, SIDE};
use crate::idx::{self, Fault};
use crate::stage::Stage;
use crate::{Error, Images, Split};

/// The folders in which the set `name` is looked for, in order: `$DATASETS_DIR/<name>` if the
/// variable is set, then `datasets/cache/<name>` in the workspace.
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

/// The path of `file` in `folder`, plain or gzipped, if it is there.
pub fn find(folder: &Path, file: &File) -> Option<PathBuf> {
    // The same file goes by `train-images.idx3-ubyte` in some archives.
    let dotted = file.name.replace("-idx", ".idx");
    [file.name, &dotted]
        .into_iter()
        .flat_map(|name| [name.to_owned(), format!("{name}.gz")])
        .map(|name| folder.join(name))
        .find(|path| path.exists())
}

/// Whether `folder` has all four files of the set, right or wrong.
pub fn is_complete(folder: &Path, family: &Family) -> bool {
    let present = |file| find(folder, file).is_some();
    family.files.iter().all(present)
}

/// Reads the set from the first folder that has all four files.
pub(crate) fn load(family: &Family, folders: &[PathBuf]) -> Result<Split, Error> {
    let paths = folders.iter().find_map(|folder| {
        let found = family.files.each_ref().map(|file| find(folder, file));
        let complete = found.iter().all(Option::is_some);
        complete.then(|| found.map(|path| path.expect("it is complete")))
    });
    match paths {
        Some(paths) => load_files(family, &paths),
        None => Err(missing(family, folders)),
    }
}

/// Names a file that is lacking, preferably from a folder that has some of the others.
fn missing(family: &Family, folders: &[PathBuf]) -> Error {
    let lacking = |folder: &PathBuf| -> Vec<&'static str> {
        let absent = family
            .files
            .iter()
            .filter(|file| find(folder, file).is_none());
        absent.map(|file| file.name).collect()
    };
    let fewest = folders.iter().map(lacking).min_by_key(Vec::len);
    let named = fewest.and_then(|names| names.first().copied());
    Error::Missing {
        name: family.name.into(),
        file: named.unwrap_or(family.files[0].name).into(),
        searched: folders.to_vec(),
    }
}

fn load_files(family: &Family, paths: &[PathBuf; 4]) -> Result<Split, Error> {
    let mut stage = Stage::default();
    let mut plain = paths.clone();
    // The small files first: a mistake in them should not wait for the large ones.
    for i in [1, 3, 0, 2] {
        plain[i] = check_file(family, &family.files[i], &paths[i], &mut stage)?;
    }
    let sets = parse(&plain).ok_or_else(|| {
        malformed(
            family,
            &paths[0],
            "or a file beside it changed while it was being read".into(),
        )
    })?;
    let [train, test] = [(sets.trn_img, sets.trn_lbl), (sets.tst_img, sets.tst_lbl)]
        .map(|(bytes, labels)| to_images(family.name, &bytes, labels));
    Ok(Split { train, test })
}

/// Checks one file and gives the path of a plain copy: the file itself if it is plain already.
fn check_file(
    family: &Family,
    file: &File,
    path: &Path,
    stage: &mut Stage,
) -> Result<PathBuf, Error> {
    let unreadable = |e| Error::unreadable(path, e);
    // Asked before it is opened: opening a pipe would wait for somebody to write to it.
    let about = fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err(malformed(family, path, "is not a file".into()));
    }
    let source = fs::File::open(path).map_err(unreadable)?;
    let mut source = BufReader::with_capacity(1 << 16, source);
    let gzipped = idx::is_gzipped(&mut source).map_err(unreadable)?;
    let (limit, what) = if gzipped {
        (file.gzipped_limit(), "a gzipped copy can be")
    } else {
        (file.size(), "its header may promise")
    };
    if about.len() > limit {
        let problem = format!("has {} bytes, more than the {limit} {what}", about.len());
        return Err(malformed(family, path, problem));
    }
    // The parser takes paths as text only.
    if !gzipped && path.to_str().is_some() {
        idx::check(source, file, &mut io::sink()).map_err(|f| fault(family, path, path, f))?;
        return Ok(path.to_owned());
    }
    let copy = stage.path(file.name)?;
    let mut sink = fs::File::create_new(&copy).map_err(|e| Error::unwritable(&copy, e))?;
    idx::check(source, file, &mut sink).map_err(|f| fault(family, path, &copy, f))?;
    sink.flush().map_err(|e| Error::unwritable(&copy, e))?;
    Ok(copy)
}

/// Parses four plain files that have been checked. `None` if the parser does not like them after
/// all, which takes somebody who changes them at this very moment.
fn parse(paths: &[PathBuf; 4]) -> Option<Mnist> {
    let [train_images, train_labels, test_images, test_labels] =
        paths.each_ref().map(|path| path.to_str());
    let names = [train_images?, train_labels?, test_images?, test_labels?];
    let sets = catch_unwind(|| {
        MnistBuilder::new()
            .base_path("")
            .training_images_filename(names[0])
            .training_labels_filename(names[1])
            .test_images_filename(names[2])
            .test_labels_filename(names[3])
            .finalize()
    })
    .ok()?;
    let area = (SIDE * SIDE) as usize;
    let whole = sets.trn_img.len() == sets.trn_lbl.len() * area
        && sets.tst_img.len() == sets.tst_lbl.len() * area;
    whole.then_some(sets)
}

fn to_images(name: &str, bytes: &[u8], labels: Vec<u8>) -> Images {
    let pixels = bytes.iter().map(|&b| f32::from(b) / 255.0).collect();
    let side = SIDE as usize;
    Images {
        name: name.into(),
        pixels: Array2::from_shape_vec((labels.len(), side * side), pixels)
            .expect("there are 28x28 bytes for each label"),
        labels,
        height: side,
        width: side,
        classes: 10,
    }
}

fn fault(family: &Family, path: &Path, copy: &Path, fault: Fault) -> Error {
    match fault {
        Fault::Read(e) => Error::unreadable(path, e),
        Fault::Write(e) => Error::unwritable(copy, e),
        Fault::Contents(problem) => malformed(family, path, problem),
    }
}

fn malformed(family: &Family, path: &Path, problem: String) -> Error {
    Error::Malformed {
        path: path.to_owned(),
        problem,
        remedy: format!(
            "move it away and fetch a good copy with `cargo run -p datasets -- fetch {}`",
            family.name
        ),
    }
}
