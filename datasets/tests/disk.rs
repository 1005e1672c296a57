//! From files in a folder to images, and what is said when the files are not right.

mod support;

use std::fs;

use datasets::{Error, images_in};
use proptest::prelude::*;
use support::{Folder, gzip, idx, images, label, labels, pixel};

const TRAIN_IMAGES: &str = "train-images-idx3-ubyte";
const TRAIN_LABELS: &str = "train-labels-idx1-ubyte";
const TEST_IMAGES: &str = "t10k-images-idx3-ubyte";
const TEST_LABELS: &str = "t10k-labels-idx1-ubyte";

/// A complete made-up set, everything gzipped.
fn complete() -> Folder {
    let folder = labelled();
    folder.write(&format!("{TRAIN_IMAGES}.gz"), &gzip(&images(60_000)));
    folder.write(&format!("{TEST_IMAGES}.gz"), &gzip(&images(10_000)));
    folder
}

/// Right labels, and image files that are only there. Labels are checked first.
fn labelled() -> Folder {
    let folder = Folder::new();
    folder.write(&format!("{TRAIN_LABELS}.gz"), &gzip(&labels(60_000)));
    folder.write(&format!("{TEST_LABELS}.gz"), &gzip(&labels(10_000)));
    folder.write(&format!("{TRAIN_IMAGES}.gz"), &[]);
    folder.write(&format!("{TEST_IMAGES}.gz"), &[]);
    folder
}

fn error(folder: &Folder) -> String {
    images_in("mnist", folder.path()).unwrap_err().to_string()
}

#[test]
fn a_made_up_set_is_read_whole() {
    let folder = complete();
    let check = || {
        let split = images_in("fashion", folder.path()).unwrap();
        for (images, n) in [(&split.train, 60_000), (&split.test, 10_000)] {
            assert_eq!(images.pixels.dim(), (n, 784));
            assert_eq!((images.height, images.width, images.classes), (28, 28, 10));
            assert_eq!(images.name, "fashion");
            for i in [0, 1, n / 2, n - 1] {
                assert_eq!(images.labels[i], label(i), "label {i}");
                for j in [0, 29, 783] {
                    let want = f32::from(pixel(i, j)) / 255.0;
                    assert_eq!(images.pixels[[i, j]], want, "pixel {j} of {i}");
                    assert_eq!(images.image(i)[[j / 28, j % 28]], want);
                }
            }
        }
    };
    check();
    // One plain, one plain in spite of its name, one gzipped in spite of its name.
    fs::remove_file(folder.path().join(format!("{TRAIN_IMAGES}.gz"))).unwrap();
    folder.write("train-images.idx3-ubyte", &images(60_000));
    folder.write(&format!("{TRAIN_LABELS}.gz"), &labels(60_000));
    folder.write(TEST_LABELS, &gzip(&labels(10_000)));
    check();
}

#[test]
fn a_missing_file_is_named_with_its_folder_and_a_remedy() {
    let folder = complete();
    fs::remove_file(folder.path().join(format!("{TEST_LABELS}.gz"))).unwrap();
    let text = error(&folder);
    assert!(text.contains(TEST_LABELS), "{text}");
    assert!(
        text.contains(&folder.path().display().to_string()),
        "{text}"
    );
    assert!(
        text.contains("`cargo run -p datasets -- fetch mnist`"),
        "{text}"
    );
}

#[test]
fn an_unknown_set_is_told_from_a_missing_one() {
    let folder = Folder::new();
    let fault = images_in("cifar", folder.path()).unwrap_err();
    assert!(matches!(fault, Error::Unknown { .. }), "{fault}");
    let fault = datasets::images("mnits").unwrap_err();
    assert_eq!(
        fault.to_string(),
        "there is no data set called `mnits` here: choose digits, mnist or fashion"
    );
    let fault = images_in("mnist", &folder.path().join("nowhere")).unwrap_err();
    assert!(matches!(fault, Error::Missing { .. }), "{fault}");
}

#[test]
fn digits_need_no_file() {
    assert_eq!(datasets::images("digits").unwrap(), datasets::digits());
}

#[test]
fn bad_labels_are_refused_by_name() {
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("short", labels(59_999), "declares 59999 labels"),
        (
            "swapped",
            labels(10_000),
            "are the training and the test file swapped?",
        ),
        (
            "images",
            images(1),
            "holds images where labels are expected",
        ),
        (
            "range",
            idx(&[0x801, 60_000], &[255; 60_000]),
            "has the label 255 at position 0",
        ),
        ("html", b"<html>".to_vec(), "is a web page"),
    ];
    for (case, bytes, want) in cases {
        let folder = labelled();
        let path = folder.write(&format!("{TRAIN_LABELS}.gz"), &gzip(&bytes));
        let text = error(&folder);
        assert!(text.contains(want), "{case}: {text}");
        assert!(text.contains(&path.display().to_string()), "{case}: {text}");
        assert!(text.contains("fetch mnist`"), "{case}: {text}");
    }
}

#[test]
fn bad_images_are_refused_by_name() {
    let header = [0x803, 60_000, 28, 28];
    let cases: [(&str, Vec<u8>, &str); 6] = [
        ("empty", vec![], "is empty"),
        (
            "labels",
            labels(60_000),
            "holds labels where images are expected",
        ),
        (
            "short",
            idx(&header, &[7; 100]),
            "is truncated: it has 116 bytes",
        ),
        (
            "count",
            idx(&[0x803, 1 << 31, 28, 28], &[]),
            "declares 2147483648 images",
        ),
        (
            "sides",
            idx(&[0x803, 60_000, 14, 56], &[]),
            "declares images of 14×56 pixels",
        ),
        (
            "magic",
            idx(&[0x804, 60_000, 28, 28], &[]),
            "magic number is 0x00000804",
        ),
    ];
    for (case, bytes, want) in cases {
        for packed in [false, true] {
            let folder = labelled();
            let bytes = if packed { gzip(&bytes) } else { bytes.clone() };
            let path = folder.write(TRAIN_IMAGES, &bytes);
            let text = error(&folder);
            assert!(text.contains(want), "{case}: {text}");
            assert!(text.contains(&path.display().to_string()), "{case}: {text}");
        }
    }
}

#[test]
fn files_far_too_large_are_not_even_read() {
    let folder = labelled();
    let path = folder.write(TRAIN_IMAGES, &idx(&[0x803, 60_000, 28, 28], &[]));
    let huge = fs::File::options().write(true).open(path).unwrap();
    // Sparse: a terabyte that takes no room.
    if huge.set_len(1 << 40).is_ok() {
        let text = error(&folder);
        assert!(
            text.contains("has 1099511627776 bytes, more than the 47040016"),
            "{text}"
        );
    }
}

#[test]
fn a_folder_in_place_of_a_file_is_an_error() {
    let folder = labelled();
    fs::create_dir(folder.path().join(TRAIN_LABELS)).unwrap();
    assert!(
        error(&folder).contains("is not a file"),
        "{}",
        error(&folder)
    );
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_text_is_no_obstacle() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new();
    let odd = folder
        .path()
        .join(std::ffi::OsStr::from_bytes(b"n\xffmeless"));
    // Some systems refuse such names altogether.
    if fs::create_dir(&odd).is_ok() {
        fs::write(odd.join(TRAIN_IMAGES), images(60_000)).unwrap();
        fs::write(odd.join(TRAIN_LABELS), labels(60_000)).unwrap();
        fs::write(odd.join(TEST_IMAGES), images(10_000)).unwrap();
        fs::write(odd.join(TEST_LABELS), labels(10_000)).unwrap();
        assert_eq!(images_in("mnist", &odd).unwrap().test.len(), 10_000);
    }
}

#[test]
fn unpacked_copies_do_not_stay_behind() {
    let copies = || {
        let ours = format!("one-neuron-up-{}-", std::process::id());
        let all = fs::read_dir(std::env::temp_dir()).unwrap();
        all.filter(|e| {
            e.as_ref()
                .unwrap()
                .file_name()
                .to_string_lossy()
                .starts_with(&ours)
        })
        .count()
    };
    // Other tests of this process may be unpacking just now.
    for _ in 0..200 {
        drop(images_in("mnist", labelled().path()));
        if copies() == 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{} folders are left over", copies());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Four files of rubbish, some with a good beginning: an error with a path, never a panic.
    #[test]
    fn rubbish_on_disk_is_an_error(
        rubbish in prop::array::uniform4(prop::collection::vec(any::<u8>(), 0..64)),
        headed in prop::array::uniform4(any::<bool>()),
        packed in prop::array::uniform4(any::<bool>()),
    ) {
        let folder = Folder::new();
        let family = datasets::catalog::family("mnist").unwrap();
        for (i, file) in family.files.iter().enumerate() {
            let header = if headed[i] { idx(&file.header(), &[]) } else { vec![] };
            let bytes = [header, rubbish[i].clone()].concat();
            let bytes = if packed[i] { gzip(&bytes) } else { bytes };
            folder.write(file.name, &bytes);
        }
        let text = error(&folder);
        prop_assert!(text.contains(&folder.path().display().to_string()), "{}", text);
    }
}
