//! The names and folders that people have their files in, and files that are another set's.

mod support;

use std::fs;
use std::path::Path;

use datasets::catalog::{Family, family};
use datasets::{Error, images_in, places};
use support::{Folder, gzip, idx, labels};

fn mnist() -> &'static Family {
    family("mnist").unwrap()
}

/// The four files of a set, as `name` makes them of the usual names.
fn four(name: impl Fn(&str) -> String) -> Vec<String> {
    let files = &mnist().files;
    files.iter().map(|file| name(file.name)).collect()
}

#[test]
fn every_layout_that_people_have_is_found() {
    let dotted = |n: &str| n.replace("-idx", ".idx");
    let layouts: [(&str, Vec<String>); 11] = [
        ("mnist", four(|n| format!("mnist/{n}.gz"))),
        ("mnist", four(|n| format!("mnist/{}", dotted(n)))),
        ("mnist", four(|n| format!("mnist/{}", n.to_uppercase()))),
        ("mnist", four(|n| format!("MNIST/raw/{n}"))),
        ("mnist", four(|n| format!("mnist/raw/{n}.gz"))),
        ("mnist", four(|n| format!("raw/{n}"))),
        ("mnist", four(|n| n.to_string())),
        ("mnist", four(|n| format!("mnist/{}/{n}", dotted(n)))),
        (
            "mnist",
            vec![
                "mnist/mnist_train.csv".into(),
                "mnist/MNIST_test.csv".into(),
            ],
        ),
        ("fashion", four(|n| format!("FashionMNIST/raw/{n}.gz"))),
        ("fashion", four(|n| format!("fashion-mnist/{n}.gz"))),
    ];
    for (name, files) in layouts {
        let root = Folder::new();
        let family = family(name).unwrap();
        let found = || {
            let places = places::under(root.path(), family);
            places
                .iter()
                .any(|place| places::is_complete(place, family))
        };
        for file in &files {
            assert!(!found(), "{file} is not there yet");
            root.write(file, b"");
        }
        assert!(found(), "{files:?}");
    }
}

#[test]
fn what_is_called_otherwise_is_not_taken_for_the_set() {
    let root = Folder::new();
    for file in four(|n| format!("emnist/{n}")) {
        root.write(&file, b"");
    }
    for name in ["mnist", "fashion"] {
        let family = family(name).unwrap();
        let places = places::under(root.path(), family);
        assert!(
            !places
                .iter()
                .any(|place| places::is_complete(place, family))
        );
    }
}

/// A file of this length that begins like this. The rest takes no room.
fn sparse(path: &Path, start: &[u8], length: u64) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, start).unwrap();
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_len(length).unwrap();
}

/// A black picture for each label, in `folder`.
fn black(folder: &Path, train: &[u8], test: &[u8]) {
    for (file, labels) in [(0, train), (2, test)] {
        let [images, names] = [&mnist().files[file], &mnist().files[file + 1]];
        sparse(
            &folder.join(images.name),
            &idx(&images.header(), &[]),
            images.size(),
        );
        fs::write(folder.join(names.name), labels).unwrap();
    }
}

#[test]
fn a_folder_of_torchvision_and_a_table_of_kaggle_are_read() {
    let root = Folder::new();
    let raw = root.path().join("raw");
    fs::create_dir(&raw).unwrap();
    black(&raw, &labels(60_000), &labels(10_000));
    fs::remove_file(raw.join("t10k-labels-idx1-ubyte")).unwrap();
    let title = format!("label{}\r\n", ",1x1".repeat(784));
    let row = |i: usize| format!("{}{},{}\r\n", i % 10, ",0".repeat(783), i % 256);
    let table: String = (0..10_000).map(row).collect();
    let table = root.write("raw/mnist_test.csv", format!("{title}{table}").as_bytes());
    let split = images_in("mnist", root.path()).unwrap();
    assert_eq!(split.train.len(), 60_000);
    assert_eq!(split.train.labels[17], support::label(17));
    assert_eq!(split.test.labels[..3], [0, 1, 2]);
    assert_eq!(split.test.pixels[[255, 783]], 1.0);
    assert_eq!(split.test.pixels[[255, 782]], 0.0);

    fs::write(&table, "label\n1,2,3\n").unwrap();
    let text = images_in("mnist", root.path()).unwrap_err().to_string();
    let want = format!(
        "{} has 3 numbers, and 785 are expected, in line 2",
        table.display()
    );
    assert!(text.starts_with(&want), "{text}");
    assert!(text.contains("fetch mnist`"), "{text}");
}

#[test]
fn clothes_in_the_place_of_digits_are_noticed() {
    let folder = Folder::new();
    // As Fashion-MNIST begins, and 6,000 of each class.
    let start = [9, 0, 0, 3, 0, 1, 2, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8];
    let mut clothes: Vec<u8> = start.to_vec();
    clothes.extend([1, 2, 3, 4, 5, 6, 7, 8, 9, 9]);
    while clothes.len() < 60_000 {
        clothes.extend([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    let train = idx(&[0x801, 60_000], &clothes);
    black(folder.path(), &train, &labels(10_000));
    let fault = images_in("mnist", folder.path()).unwrap_err();
    assert!(matches!(fault, Error::Foreign { .. }), "{fault}");
    let text = fault.to_string();
    let file = folder.path().join("train-labels-idx1-ubyte");
    for words in [
        &file.display().to_string(),
        "`--data fashion`",
        "fetch mnist`",
    ] {
        assert!(text.contains(words), "{words} is not in: {text}");
    }
    // Where they belong they are what they are.
    assert_eq!(
        images_in("fashion", folder.path()).unwrap().train.labels[0],
        9
    );
}

#[test]
fn images_and_labels_exchanged_are_called_that_whatever_their_size() {
    for packed in [false, true] {
        let folder = Folder::new();
        black(folder.path(), &labels(60_000), &labels(10_000));
        let path = |i: usize| folder.path().join(mnist().files[i].name);
        // A file of 8 MB where at most 10 KB are expected, and the other way round.
        fs::rename(path(2), folder.path().join("aside")).unwrap();
        fs::rename(path(3), path(2)).unwrap();
        fs::rename(folder.path().join("aside"), path(3)).unwrap();
        if packed {
            let mut state = 1_u32;
            let noise = std::iter::repeat_with(|| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            });
            let noise: Vec<u8> = noise.take(200_000).collect();
            let images = gzip(&idx(&mnist().files[2].header(), &noise));
            assert!(images.len() as u64 > mnist().files[3].gzipped_limit());
            fs::write(path(3), images).unwrap();
        }
        let text = images_in("mnist", folder.path()).unwrap_err().to_string();
        assert!(
            text.contains("holds images where labels are expected"),
            "{text}"
        );
    }
}

#[test]
fn another_form_of_the_set_is_named() {
    for name in [
        "mnist.npz",
        "train.csv",
        "MNIST.zip",
        "mnist.pkl.gz",
        "archive.zip",
    ] {
        let folder = Folder::new();
        let path = folder.write(name, b"");
        let text = images_in("mnist", folder.path()).unwrap_err().to_string();
        let want = format!("({} is there, and is not read)", path.display());
        assert!(text.ends_with(&want), "{text}");
        assert!(text.contains("fetch mnist`"), "{text}");
    }
    let folder = Folder::new();
    folder.write("holiday.zip", b"");
    let text = images_in("mnist", folder.path()).unwrap_err().to_string();
    assert!(!text.contains("holiday"), "{text}");
}
