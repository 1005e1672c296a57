//! A smudged letter, and pictures as words.

use datasets::text;
use lab13::patches::{
    PATCHES, SIDE, VisionTransformer, convolutional, moved, pictures, with_pixels,
};
use lab13::smudge::{Hidden, LAB8, Restorer, SMUDGE, WINDOW, guesses};
use lab13::solutions;
use nabla::{Module, Tape, Tensor, Tokens, parameters};

/// An order that leaves no patch where it was.
fn order() -> Vec<usize> {
    (0..PATCHES).map(|i| (5 * i + 3) % PATCHES).collect()
}

fn apart(a: &Tensor, b: &Tensor) -> f32 {
    let pairs = a.data().iter().zip(b.data());
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn moved_pixels_come_back() {
    let digits = pictures(datasets::digits8().test);
    let there = moved(solutions::patches, &order());
    let mut back = vec![0; PATCHES];
    order()
        .iter()
        .enumerate()
        .for_each(|(i, &taken)| back[taken] = i);
    let back = moved(solutions::patches, &back);
    let scrap = with_pixels(&digits, &there);
    assert_ne!(scrap.images.data(), digits.images.data());
    let again = with_pixels(&scrap, &back);
    assert_eq!(again.images.data(), digits.images.data());
}

#[test]
fn only_without_places_moved_patches_change_nothing() {
    let digits = pictures(datasets::digits8().test.take(5));
    let scrap = with_pixels(&digits, &moved(solutions::patches, &order()));
    assert_eq!(digits.images.dims(), [5, SIDE, SIDE, 1]);
    let change = |model: &dyn Module| {
        let [whole, scrap] = [&digits, &scrap].map(|d| trainer::outputs(model, &d.images));
        apart(&whole, &scrap)
    };
    let rng = &mut nabla::rng(3);
    assert!(change(&VisionTransformer::new(false, rng)) < 1e-5);
    assert!(change(&VisionTransformer::new(true, rng)) > 1e-3);
    assert!(change(&convolutional(rng)) > 1e-3);
}

#[test]
fn the_two_kinds_have_about_as_many_weights() {
    let rng = &mut nabla::rng(1);
    let (cnn, vit) = (convolutional(rng), VisionTransformer::new(true, rng));
    let [cnn, vit] = [parameters(&cnn), parameters(&vit)].map(|n| n as f64);
    assert!((cnn / vit - 1.0).abs() < 0.03, "{cnn} {vit}");
}

#[test]
fn looks_are_shares_and_without_places_they_move_with_the_patches() {
    let digits = pictures(datasets::digits8().test.take(4));
    let scrap = with_pixels(&digits, &moved(solutions::patches, &order()));
    let model = VisionTransformer::new(false, &mut nabla::rng(1));
    let [looks, scrap] = [&digits, &scrap].map(|d| model.looks(&d.images));
    let rows = |looks: &Tensor| -> Vec<Vec<f32>> {
        let rows = looks.data().chunks_exact(PATCHES);
        rows.map(<[f32]>::to_vec).collect()
    };
    for (row, scrap) in rows(&looks).iter().zip(rows(&scrap)) {
        let sum: f32 = row.iter().sum();
        assert!(row.iter().all(|&p| p > 0.0) && sum < 1.0 && sum > 0.8);
        for (there, from) in scrap.iter().zip(order()) {
            assert!((there - row[from]).abs() < 1e-6, "{row:?} {scrap:?}");
        }
    }
}

#[test]
fn the_smudged_letter_is_not_seen_and_its_neighbours_on_both_sides_are() {
    let model = Restorer::new(&mut nabla::rng(2));
    let line = text::encode("the network reads a letter and another one");
    let of = |line: &[u32]| guesses(&model, line, &[20]).concat();
    let plain = of(&line);
    let changed = |place: usize| {
        let mut other = line.clone();
        other[place] = (other[place] + 5) % 20;
        of(&other) != plain
    };
    assert!(!changed(20));
    assert!(changed(19) && changed(21) && changed(13) && changed(27));
    assert!(!changed(11) && !changed(28), "beyond the window");
}

#[test]
fn what_is_hidden_is_wanted_and_nothing_else() {
    let window = text::encode("a cat, 1 dog! be");
    let rng = &mut nabla::rng(4);
    let (shown, wanted) = Hidden::Share(0.5).hide(&window, rng);
    let hidden = shown.iter().filter(|&&id| id == SMUDGE).count();
    assert!(hidden > 0 && hidden < 10);
    for ((&shown, &wanted), &id) in shown.iter().zip(&wanted).zip(&window) {
        let expected = if shown == SMUDGE {
            (SMUDGE, id)
        } else {
            (id, SMUDGE)
        };
        assert_eq!((shown, wanted), expected);
    }
    let (shown, _) = Hidden::Middle.hide(&text::encode("abcdefghijklmnop"), rng);
    let places: Vec<usize> = (0..WINDOW).filter(|&i| shown[i] == SMUDGE).collect();
    assert_eq!(places, [WINDOW / 2]);
}

#[test]
fn two_blocks_take_as_many_weights_as_two_readers() {
    // Lab 8's: vectors of 32, two LSTMs of 64 with one bias a gate each, and a dense layer.
    let readers = text::VOCABULARY * 32 + 2 * 4 * 64 * (32 + 64 + 1) + 129 * text::VOCABULARY;
    let ours = parameters(&Restorer::new(&mut nabla::rng(1)));
    assert!(
        (ours as f64 / readers as f64 - 1.0).abs() < 0.03,
        "{ours} {readers}"
    );
    let tokens = Tokens::new(&[SMUDGE; WINDOW], [1, WINDOW], text::VOCABULARY + 1);
    let tape = Tape::new();
    let logits = Restorer::new(&mut nabla::rng(1)).forward(&tape, &tokens);
    assert_eq!(logits.shape().dims(), [WINDOW, text::VOCABULARY + 1]);
}

#[test]
fn lab_8_is_quoted_as_it_was_recorded() {
    let recorded = include_str!("../../../../book/recorded/lab08/numbers.json");
    for share in LAB8 {
        assert!(recorded.contains(&share.to_string()), "{share}");
    }
}
