//! The MNIST family on disk: how the files become [`Images`].

use std::fs;
use std::io::{self, BufReader, BufWriter, Seek, Write};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use mnist::{Mnist, MnistBuilder};
use ndarray::Array2;

use crate::catalog::{Family, File, SIDE};
use crate::idx::{self, Fault};
use crate::places::{self, Part};
use crate::stage::{self, Stage};
use crate::{Error, Images, Split, csv, identity};

/// Reads the set from the first of these places that has all of it and not another set's.
pub(crate) fn load(
    family: &Family,
    places: &[PathBuf],
    searched: Vec<PathBuf>,
) -> Result<Split, Error> {
    stage::sweep(&std::env::temp_dir());
    let mut foreign = None;
    let parts = |place: &PathBuf| places::parts(place, family);
    for parts in places.iter().filter_map(parts) {
        match load_parts(family, &parts) {
            Err(error @ Error::Foreign { .. }) => foreign = foreign.or(Some(error)),
            decided => return decided,
        }
    }
    Err(foreign.unwrap_or_else(|| places::missing(family, places, searched)))
}

fn load_parts(family: &Family, parts: &[Part; 2]) -> Result<Split, Error> {
    let mut stage = Stage::default();
    let mut ready: [Ready; 4] = Default::default();
    // The small files first: a mistake in them should not wait for the large ones.
    for i in [1, 3, 0, 2] {
        if let Part::Idx(files) = &parts[i / 2] {
            ready[i] = check_file(family, &family.files[i], &files[i % 2], &mut stage)?;
        }
    }
    for (i, part) in parts.iter().enumerate() {
        if let Part::Table(table) = part {
            [ready[2 * i], ready[2 * i + 1]] = unpack_table(family, i, table, &mut stage)?;
        }
    }
    for i in [1, 3, 0, 2] {
        refuse_other_set(family, i, &ready[i])?;
    }
    let sets = parse(&ready).ok_or_else(|| {
        let problem = "or a file beside it changed while it was being read";
        malformed(family, &ready[0].found, problem.into())
    })?;
    let [train, test] = [(sets.trn_img, sets.trn_lbl), (sets.tst_img, sets.tst_lbl)]
        .map(|(bytes, labels)| to_images(family.name, &bytes, labels));
    Ok(Split { train, test })
}

/// A file that has been checked.
#[derive(Default)]
struct Ready {
    /// As it was found.
    found: PathBuf,
    /// A plain IDX file with the same contents: itself, or a copy.
    plain: PathBuf,
}

/// Checks one file, and unpacks it if it is packed.
fn check_file(
    family: &Family,
    file: &File,
    path: &Path,
    stage: &mut Stage,
) -> Result<Ready, Error> {
    let unreadable = |e| Error::unreadable(path, e);
    let (length, mut source) = open(family, path)?;
    let gzipped = idx::is_gzipped(&mut source).map_err(unreadable)?;
    // What it is comes before how large it is: labels in place of images are both.
    idx::check_start(&mut source, file).map_err(|f| fault(family, path, path, f))?;
    source.rewind().map_err(unreadable)?;
    let (limit, what) = if gzipped {
        (file.gzipped_limit(), "a gzipped copy can be")
    } else {
        (file.size(), "its header may promise")
    };
    if length > limit {
        let problem = format!("has {length} bytes, more than the {limit} {what}");
        return Err(malformed(family, path, problem));
    }
    let found = path.to_owned();
    // The parser takes paths as text only.
    if !gzipped && path.to_str().is_some() {
        idx::check(source, file, &mut io::sink()).map_err(|f| fault(family, path, path, f))?;
        let plain = found.clone();
        return Ok(Ready { found, plain });
    }
    let plain = stage.path(file.name)?;
    let mut sink = create(&plain)?;
    idx::check(source, file, &mut sink).map_err(|f| fault(family, path, &plain, f))?;
    sink.flush().map_err(|e| Error::unwritable(&plain, e))?;
    Ok(Ready { found, plain })
}

/// Makes two IDX files of a table.
fn unpack_table(
    family: &Family,
    part: usize,
    table: &Path,
    stage: &mut Stage,
) -> Result<[Ready; 2], Error> {
    let (_, source) = open(family, table)?;
    let files = [&family.files[2 * part], &family.files[2 * part + 1]];
    let [pixels, classes] = [stage.path(files[0].name)?, stage.path(files[1].name)?];
    let (mut images, mut labels) = (create(&pixels)?, create(&classes)?);
    csv::unpack(source, files, [&mut images, &mut labels])
        .map_err(|f| fault(family, table, &pixels, f))?;
    for (sink, plain) in [(&mut images, &pixels), (&mut labels, &classes)] {
        sink.flush().map_err(|e| Error::unwritable(plain, e))?;
    }
    Ok([pixels, classes].map(|plain| Ready {
        found: table.to_owned(),
        plain,
    }))
}

fn refuse_other_set(family: &Family, index: usize, file: &Ready) -> Result<(), Error> {
    let other = identity::other_set(family, index, &file.found, &file.plain)
        .map_err(|e| Error::unreadable(&file.found, e))?;
    let foreign = |other: &Family| Error::Foreign {
        path: file.found.clone(),
        name: family.name.into(),
        other: other.name.into(),
    };
    other.map_or(Ok(()), |other| Err(foreign(other)))
}

/// Opens a file to read, and tells its length.
fn open(family: &Family, path: &Path) -> Result<(u64, BufReader<fs::File>), Error> {
    let unreadable = |e| Error::unreadable(path, e);
    // Asked before it is opened: opening a pipe would wait for somebody to write to it.
    let about = fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err(malformed(family, path, "is not a file".into()));
    }
    let source = fs::File::open(path).map_err(unreadable)?;
    Ok((about.len(), BufReader::with_capacity(1 << 16, source)))
}

fn create(copy: &Path) -> Result<BufWriter<fs::File>, Error> {
    let sink = fs::File::create_new(copy).map_err(|e| Error::unwritable(copy, e))?;
    Ok(BufWriter::new(sink))
}

/// Parses four plain files that have been checked. `None` if the parser does not like them after
/// all, which takes somebody who changes them at this very moment.
fn parse(files: &[Ready; 4]) -> Option<Mnist> {
    let [train_images, train_labels, test_images, test_labels] =
        files.each_ref().map(|file| file.plain.to_str());
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
        channels: 1,
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
