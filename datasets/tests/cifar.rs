//! From the files of CIFAR to coloured images, and what is said when the files are not right.

mod support;

use std::fs;

use datasets::cifar::{self, Cifar, PIXELS, SIDE, records};
use datasets::{Error, Split};
use proptest::prelude::*;
use support::Folder;
use support::coloured::{byte, file, small, write_all};

fn error(set: &Cifar, folder: &Folder) -> String {
    set.images_in(folder.path()).unwrap_err().to_string()
}

/// The numbers of a picture of the made-up sets, by another way than the reader's: each where it belongs.
fn assert_is_made_up(split: &Split, set: &Cifar) {
    let counts: Vec<usize> = set.files.iter().map(|file| file.count as usize).collect();
    let (test, train) = counts.split_last().unwrap();
    assert_eq!(split.train.len(), train.iter().sum::<usize>());
    assert_eq!(split.test.len(), *test);
    let mut at = 0;
    for (number, count) in train.iter().enumerate() {
        for i in 0..*count {
            let picture = split.train.picture(at);
            assert_eq!(picture.dim(), (SIDE, SIDE, 3));
            for ((y, x, c), &value) in picture.indexed_iter() {
                let want = f32::from(byte(number, i, (c * SIDE + y) * SIDE + x)) / 255.0;
                assert_eq!(
                    value, want,
                    "picture {at}, row {y}, column {x}, channel {c}"
                );
            }
            at += 1;
        }
    }
}

#[test]
fn made_up_sets_are_read_whole() {
    for grouped in [false, true] {
        let set = small(grouped);
        for inner in ["", "in-the-archive/"] {
            let folder = Folder::new();
            write_all(&set, &folder, inner);
            let split = set.images_in(folder.path()).unwrap();
            assert_is_made_up(&split, &set);
            let train = &split.train;
            assert_eq!(train.pixels.dim(), (5, PIXELS));
            assert_eq!((train.height, train.width, train.channels), (32, 32, 3));
            assert_eq!(train.classes, set.classes.len());
            // Side by side in a row: red, green and blue of the second pixel are numbers 3, 4 and 5.
            let want = [1, 1025, 2049].map(|place| f32::from(byte(0, 0, place)) / 255.0);
            assert_eq!(train.pixels.row(0).to_vec()[3..6], want);
        }
    }
}

#[test]
fn labels_are_those_of_the_class_not_of_the_group() {
    let set = small(true);
    let folder = Folder::new();
    write_all(&set, &folder, "");
    let split = set.images_in(folder.path()).unwrap();
    let named: Vec<_> = split.train.labels.iter().map(|&k| k.into()).collect();
    let groups: Vec<_> = named.iter().map(|&k| cifar::group(k).unwrap().1).collect();
    let names: Vec<_> = named.iter().map(|&k| set.classes[k]).collect();
    assert_eq!(names, ["apple", "bicycle", "can", "apple", "bicycle"]);
    assert_eq!(groups[..2], ["fruit and vegetables", "vehicles 1"]);
}

#[test]
fn the_folder_of_the_archive_comes_first() {
    let set = small(false);
    let folder = Folder::new();
    write_all(&set, &folder, "");
    for file in set.files {
        folder.write(file.name, b"old");
    }
    write_all(&set, &folder, "in-the-archive/");
    assert_is_made_up(&set.images_in(folder.path()).unwrap(), &set);
}

#[test]
fn a_missing_file_is_named_with_its_folder_and_a_remedy() {
    for set in &cifar::SETS {
        let folder = Folder::new();
        for file in &set.files[1..] {
            folder.write(&format!("{}/{}", set.folder, file.name), b"");
        }
        let fault = set.images_in(folder.path()).unwrap_err();
        assert!(matches!(fault, Error::Missing { .. }), "{fault}");
        let text = fault.to_string();
        let remedy = format!("`cargo run -p datasets -- fetch {}`", set.name);
        let place = folder.path().display().to_string();
        for words in [set.files[0].name, &place, &remedy] {
            assert!(text.contains(words), "{words} is not in: {text}");
        }
    }
}

#[test]
fn another_form_of_the_set_is_named() {
    for (set, name) in [
        ("cifar10", "cifar-10-binary.tar.gz"),
        ("cifar10", "cifar-10-python.tar.gz"),
        ("cifar10", "cifar-10-batches-py/data_batch_1"),
        ("cifar100", "cifar-100-python/train"),
    ] {
        let folder = Folder::new();
        folder.write(name, b"");
        let fault = cifar::set(set)
            .unwrap()
            .images_in(folder.path())
            .unwrap_err();
        let first = folder.path().join(name.split('/').next().unwrap());
        let want = format!("({} is there, and is not read)", first.display());
        assert!(fault.to_string().ends_with(&want), "{fault}");
    }
}

#[test]
fn wrong_files_are_refused_by_name() {
    let set = small(false);
    let [first, .., test] = set.files else {
        panic!("a set has files")
    };
    let good = file(&set, first);
    let labelled = |label: u8| {
        let mut bytes = good.clone();
        bytes[set.record()] = label;
        bytes
    };
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("empty", vec![], "is empty"),
        ("html", b"<!DOCTYPE html>".to_vec(), "is a web page"),
        ("packed", vec![0x1f, 0x8b, 8, 0], "is packed"),
        (
            "cut",
            good[..5000].to_vec(),
            "has 5000 bytes, which is no multiple of the 3073 of a picture with its label: 9219 are expected",
        ),
        (
            "short",
            good[..2 * 3073].to_vec(),
            "holds 2 pictures, and 3 are expected",
        ),
        (
            "long",
            good.repeat(2),
            "holds 6 pictures, and 3 are expected",
        ),
        (
            "label",
            labelled(10),
            "has the label 10, and labels run from 0 to 9, at picture 1",
        ),
        (
            "range",
            labelled(255),
            "has the label 255, and labels run from 0 to 9, at picture 1",
        ),
    ];
    for (case, bytes, want) in cases {
        let folder = Folder::new();
        write_all(&set, &folder, "in-the-archive/");
        let path = folder.write(&format!("in-the-archive/{}", first.name), &bytes);
        let text = error(&set, &folder);
        let start = format!("{} {want}", path.display());
        assert!(text.starts_with(&start), "{case}: {text}");
        assert!(text.ends_with("fetch small`"), "{case}: {text}");
    }
    // The last one is looked at as well.
    let folder = Folder::new();
    write_all(&set, &folder, "");
    let path = folder.write(test.name, &good);
    let want = format!("{} holds 3 pictures, and 2 are expected", path.display());
    assert!(error(&set, &folder).starts_with(&want));
}

#[test]
fn a_label_of_another_group_is_noticed() {
    let set = small(true);
    let folder = Folder::new();
    write_all(&set, &folder, "");
    let mut bytes = file(&set, &set.files[0]);
    // An apple among the vehicles.
    bytes[0] = 18;
    folder.write(set.files[0].name, &bytes);
    let text = error(&set, &folder);
    let want =
        "has the coarse label 18 beside the fine label 0, which go not together, at picture 0";
    assert!(text.contains(want), "{text}");
    bytes[1] = 100;
    folder.write(set.files[0].name, &bytes);
    let text = error(&set, &folder);
    assert!(
        text.contains("has the label 100, and labels run from 0 to 99,"),
        "{text}"
    );
}

#[test]
fn one_set_in_the_place_of_the_other_is_noticed_by_its_length() {
    let (ten, hundred) = (small(false), small(true));
    let folder = Folder::new();
    write_all(&ten, &folder, "");
    let text = error(&hundred, &folder);
    assert!(
        text.contains("which is no multiple of the 3074") && text.contains("another set's?"),
        "{text}"
    );
}

#[test]
fn files_far_too_large_are_not_even_read() {
    let set = small(false);
    let folder = Folder::new();
    write_all(&set, &folder, "");
    let path = folder.write(set.files[0].name, b"\x01");
    let huge = fs::File::options().write(true).open(path).unwrap();
    // Sparse: a terabyte that takes no room.
    if huge.set_len(3073 << 28).is_ok() {
        let text = error(&set, &folder);
        assert!(
            text.contains("holds 268435456 pictures, and 3 are"),
            "{text}"
        );
    }
}

#[test]
fn a_folder_in_place_of_a_file_is_an_error() {
    let set = small(false);
    let folder = Folder::new();
    write_all(&set, &folder, "");
    let path = folder.path().join(set.files[1].name);
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let text = error(&set, &folder);
    assert!(text.contains("is not a file"), "{text}");
}

#[test]
fn a_stream_that_is_cut_or_goes_on_is_no_file() {
    let set = small(false);
    let batch = &set.files[0];
    let whole = file(&set, batch);
    let read = |bytes: &[u8]| {
        let mut pictures = 0;
        let outcome = records::read(&set, batch, bytes, &mut |_, pixels| {
            assert_eq!(pixels.len(), PIXELS);
            pictures += 1;
        });
        (pictures, outcome.map_err(|fault| fault.to_string()))
    };
    assert_eq!(read(&whole), (3, Ok(())));
    let (pictures, outcome) = read(&whole[..4000]);
    let want = "is truncated: it ends after 927 bytes of picture 1, and 3 pictures are expected";
    assert_eq!((pictures, outcome.unwrap_err().as_str()), (1, want));
    let (_, outcome) = read(&[&whole[..], &[0]].concat());
    let want = "goes on after the 3 pictures that it may have";
    assert_eq!(outcome.unwrap_err(), want);
}

#[test]
#[should_panic(expected = "the pictures of small are coloured: ask for `picture(0)`")]
fn a_coloured_picture_is_not_taken_for_a_grey_one() {
    let set = small(false);
    let folder = Folder::new();
    write_all(&set, &folder, "");
    set.images_in(folder.path()).unwrap().test.image(0);
}

#[test]
fn classes_have_their_names() {
    let folder = Folder::new();
    let set = small(false);
    write_all(&set, &folder, "");
    let mut images = set.images_in(folder.path()).unwrap().test;
    images.name = "cifar10".into();
    assert_eq!(images.class_name(3), "cat");
    (images.name, images.classes) = ("cifar100".into(), 100);
    assert_eq!(images.class_name(99), "worm");
    for set in &cifar::SETS {
        let counts: u32 = set.files.iter().map(|file| file.count).sum();
        assert_eq!(counts, 60_000, "{}", set.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Rubbish of about the right length: pictures with labels that there are, or an error, never a panic.
    #[test]
    fn rubbish_is_an_error(
        grouped: bool,
        length in 9000_usize..9300,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
    ) {
        let set = small(grouped);
        let mut bytes = file(&set, &set.files[0]);
        bytes.resize(length, 7);
        for (place, value) in changes {
            bytes[place.index(length)] = value;
        }
        let mut labels = Vec::new();
        let outcome = records::read(&set, &set.files[0], &bytes[..], &mut |label, _| labels.push(label));
        prop_assert!(labels.iter().all(|&label| usize::from(label) < set.classes.len()));
        prop_assert!(labels.len() <= 3);
        prop_assert!(outcome.is_err() || labels.len() == 3 && length == 3 * set.record());
    }
}
