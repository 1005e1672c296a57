//! From a folder of reviews to texts, and what is said when the folder is not right.

mod support;

use std::fs;

use datasets::{reviews, reviews_in};
use support::Folder;

/// A small folder of the right shape.
fn complete() -> Folder {
    let folder = Folder::new();
    for (name, text) in [
        ("train/pos/0_9.txt", "A joy.<br /><br />Go!"),
        ("train/pos/10_7.txt", "Très bien"),
        ("train/neg/0_2.txt", "Not for me."),
        ("test/pos/0_10.txt", "Splendid"),
        ("test/neg/0_1.txt", "Dull\n"),
        ("test/neg/1_4.txt", "Hmm."),
        ("train/urls_pos.txt", "not a review"),
        ("train/unsup/0_0.txt", "nobody knows"),
        ("train/pos/notes.md", "not a review"),
    ] {
        folder.write(name, text.as_bytes());
    }
    folder
}

fn error(folder: &Folder) -> String {
    reviews_in(folder.path()).unwrap_err().to_string()
}

#[test]
fn texts_and_verdicts_in_the_order_of_their_names() {
    let all = reviews_in(complete().path()).unwrap();
    let plain = |part: &[datasets::Review]| -> Vec<(String, bool)> {
        let pairs = part.iter().map(|r| (r.text.clone(), r.positive));
        pairs.collect()
    };
    let pair = |text: &str, positive| (text.to_string(), positive);
    assert_eq!(
        plain(&all.train),
        [
            pair("A joy.<br /><br />Go!", true),
            pair("Très bien", true),
            pair("Not for me.", false)
        ]
    );
    assert_eq!(
        plain(&all.test),
        [
            pair("Splendid", true),
            pair("Dull\n", false),
            pair("Hmm.", false)
        ]
    );
}

#[test]
fn a_missing_folder_is_named_with_a_remedy() {
    let folder = complete();
    let gone = folder.path().join("test").join("neg");
    fs::remove_dir_all(&gone).unwrap();
    let text = error(&folder);
    assert!(text.contains(&gone.display().to_string()), "{text}");
    assert!(
        text.contains("not there") && text.contains("unpack"),
        "{text}"
    );
}

#[test]
fn a_folder_without_reviews_is_no_empty_set() {
    let folder = complete();
    fs::remove_file(folder.path().join("train/neg/0_2.txt")).unwrap();
    let text = error(&folder);
    assert!(
        text.contains("holds no review") && text.contains("neg"),
        "{text}"
    );
}

#[test]
fn a_file_that_is_no_text_is_named_with_the_place() {
    let folder = complete();
    let path = folder.write("train/neg/5_1.txt", b"caf\xe9 noir");
    let text = error(&folder);
    assert!(text.contains(&path.display().to_string()), "{text}");
    assert!(text.contains("not UTF-8 text (at byte 3)"), "{text}");
}

#[test]
fn an_empty_file_says_nothing_about_a_film() {
    let folder = complete();
    let path = folder.write("test/pos/5_8.txt", b" \n");
    let text = error(&folder);
    assert!(text.contains(&path.display().to_string()), "{text}");
    assert!(text.contains("is empty"), "{text}");
}

#[test]
fn a_folder_in_the_place_of_a_file_cannot_be_read() {
    let folder = complete();
    fs::create_dir(folder.path().join("test/pos/7_7.txt")).unwrap();
    assert!(error(&folder).contains("7_7.txt"));
}

#[test]
fn without_the_folder_it_says_where_it_comes_from() {
    // Where somebody has unpacked it, there is nothing to complain about.
    if let Err(error) = reviews() {
        let text = error.to_string();
        for words in ["aclImdb", "ai.stanford.edu", "DATASETS_DIR", "cache"] {
            assert!(text.contains(words), "{words} is not in: {text}");
        }
    }
}
