//! Texts and their windows, pairs of letters, and how the next letter is drawn.

use lab13::gpt::writing::{pick, softmax, top_k};
use lab13::letters::{Text, windows};
use lab13::pairs::Pairs;
use lab13::solutions::{bpe_merge, top_p};
use rand::RngExt;

#[test]
fn windows_are_followed_by_their_next_letters() {
    let text: Vec<u32> = (0..20).collect();
    let (tokens, labels) = windows(&text, &[3, 15], 4, 20);
    assert_eq!(tokens.as_slice(), [3, 4, 5, 6, 15, 16, 17, 18]);
    assert_eq!(labels.as_slice(), [4, 5, 6, 7, 16, 17, 18, 19]);
}

#[test]
fn pairs_come_back_whatever_the_bytes() {
    let text: String = (0..400)
        .map(|i| ["ab", "c", "abc ", "é"][i * i % 7 % 4])
        .collect();
    let (pairs, lengths) = Pairs::learn(&text, 20, bpe_merge);
    assert!(lengths.windows(2).all(|two| two[1] < two[0]), "{lengths:?}");
    assert_eq!(
        pairs.encode(text.as_bytes()).len(),
        lengths[lengths.len() - 1]
    );
    let mut rng = nabla::rng(3);
    for length in 0..60 {
        let bytes: Vec<u8> = (0..length).map(|_| rng.random()).collect();
        assert_eq!(pairs.decode(&pairs.encode(&bytes)), bytes);
        let letters: Vec<u8> = bytes
            .iter()
            .map(|byte| b"abc \xc3\xa9"[usize::from(*byte) % 6])
            .collect();
        assert_eq!(pairs.decode(&pairs.encode(&letters)), letters);
    }
    // Nothing is left to join, and nothing to learn.
    let (few, lengths) = Pairs::learn("aaaa", 10, bpe_merge);
    assert_eq!(
        (few.0, lengths),
        (vec![(97, 97), (256, 256)], vec![4, 2, 1])
    );
    assert_eq!(Pairs::learn("", 10, bpe_merge).1, [0]);
}

#[test]
fn a_nucleus_is_the_smallest_that_is_enough() {
    let mut rng = nabla::rng(4);
    for _ in 0..200 {
        let logits: Vec<f32> = (0..12).map(|_| rng.random_range(-3.0..3.0)).collect();
        let (p, share) = (softmax(&logits, 1.0), rng.random_range(0.05..1.0));
        let kept = top_p(&p, share);
        let sum = |keeps: &dyn Fn(usize) -> bool| -> f64 {
            (0..12).filter(|&i| keeps(i)).map(|i| p[i]).sum()
        };
        let is_kept = |i: usize| kept[i] > 0.0;
        let least = (0..12)
            .filter(|&i| is_kept(i))
            .min_by(|&a, &b| p[a].total_cmp(&p[b]))
            .unwrap();
        assert!(sum(&is_kept) >= share - 1e-12);
        assert!(sum(&|i| is_kept(i) && i != least) < share);
        assert!((0..12).all(|i| is_kept(i) || p[i] <= p[least]));
        assert!((kept.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        // As many by their number.
        let count = (0..12).filter(|&i| is_kept(i)).count();
        let by_count = top_k(&p, count);
        assert!(
            kept.iter()
                .zip(&by_count)
                .all(|(a, b)| (a - b).abs() < 1e-12)
        );
    }
}

#[test]
fn draws_are_as_frequent_as_they_are_probable() {
    let (p, mut rng) = ([0.0, 0.25, 0.0, 0.75], nabla::rng(5));
    let draws: Vec<usize> = (0..4_000).map(|_| pick(&p, &mut rng)).collect();
    let share = draws.iter().filter(|&&draw| draw == 3).count() as f64 / 4_000.0;
    assert!(
        (share - 0.75).abs() < 0.03 && draws.iter().all(|&draw| p[draw] > 0.0),
        "{share}"
    );
    let cold = softmax(&[1.0, 3.0, 2.0], 0.01);
    assert!(cold[1] > 0.999);
    let hot = softmax(&[1.0, 3.0, 2.0], 100.0);
    assert!(hot.iter().all(|p| (p - 1.0 / 3.0).abs() < 0.01));
}

#[test]
fn texts_are_divided_and_bad_ones_refused() {
    let folder = std::env::temp_dir().join(format!("lab13-texts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let called = |name: &str, bytes: &[u8]| {
        let file = folder.join(name);
        std::fs::write(&file, bytes).unwrap();
        Text::called(&file.display().to_string(), 8)
    };
    let text = called("fine", "zoë, abc\n".repeat(20).as_bytes()).unwrap();
    assert_eq!((text.learn.len(), text.valid.len()), (162, 18));
    assert_eq!(text.alphabet.size(), 9);
    assert_eq!(text.alphabet.decode(&text.learn[..4]), "zoë,");
    assert_eq!(text.alphabet.encode("\n z").unwrap(), [0, 1, 7]);
    assert!(
        text.alphabet
            .encode("Z")
            .unwrap_err()
            .to_string()
            .contains("'Z'")
    );
    let message = |name, bytes: &[u8]| called(name, bytes).err().unwrap().to_string();
    assert!(message("short", b"a few words only").contains("14 letters to learn from and 2"));
    assert!(message("empty", b"").contains("0 letters"));
    assert!(message("foreign", &[b'a', 0xff, 0xfe]).contains("UTF-8"));
    assert!(
        Text::called("no/such/file", 8)
            .err()
            .unwrap()
            .to_string()
            .contains("no/such/file")
    );
    std::fs::remove_dir_all(&folder).unwrap();
    let book = Text::called("book", 64).unwrap();
    assert_eq!((book.learn.len(), book.valid.len()), (79_021, 9_449));
}
