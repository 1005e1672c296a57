//! A folder of film reviews. A line of the input that begins with a letter of `FOLDERS` begins a file there.

use super::Target;
use datasets::reviews_in;
use std::fs;

pub const TARGET: Target = Target {
    name: "reviews",
    run,
    seeds,
    words: &[
        "\np", "\nn", "\nP", "\nN", "\nx", " ", "<br />", "\u{e9}", "\u{fffd}",
    ],
};

const FOLDERS: [(u8, &str); 5] = [
    (b'p', "train/pos"),
    (b'n', "train/neg"),
    (b'P', "test/pos"),
    (b'N', "test/neg"),
    (b'x', "train/unsup"),
];

fn run(data: &[u8]) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let mut written = 0;
    for (i, text) in data.split(|&byte| byte == b'\n').enumerate().take(32) {
        let Some((letter, text)) = text.split_first() else {
            continue;
        };
        let Some((_, name)) = FOLDERS.iter().find(|(known, _)| known == letter) else {
            continue;
        };
        let place = folder.path().join(name);
        fs::create_dir_all(&place).expect("it can be made");
        fs::write(place.join(format!("{i}_5.txt")), text).expect("it can be written");
        written += usize::from(*letter != b'x');
    }
    match reviews_in(folder.path()) {
        Ok(all) => {
            assert_eq!(all.train.len() + all.test.len(), written);
            for part in [&all.train, &all.test] {
                assert!(part.is_sorted_by_key(|review| !review.positive));
                assert!(part.iter().all(|review| !review.text.trim().is_empty()));
            }
        }
        Err(error) => {
            let place = folder.path().display().to_string();
            assert!(error.to_string().contains(&place), "{error}");
        }
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "pGood.\nnBad.\nPFine\nNDull",
        "pTr\u{e8}s bien\npYes\nn \nPFine\nNDull",
        "xNobody knows\npA joy.<br /><br />Go!",
    ];
    texts.map(|text| text.as_bytes().to_vec()).to_vec()
}
